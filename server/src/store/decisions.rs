//! The log of decisions.

use super::{Store, id, time};
use crate::error::{Error, Result};
use domain::{EventId, Selection, StudentId, Timestamp, Violation};
use sqlx::Row;

/// One decision about a selection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Whom it was about.
    pub student: StudentId,
    /// When it was made.
    pub at: Timestamp,
    /// Who asked: `student`, or an administrator's name.
    pub by_whom: String,
    /// What was asked for.
    pub requested: Selection,
    /// Why not; nothing means yes.
    pub violations: Vec<Violation>,
}

impl Store {
    /// All decisions of an event, in the order in which they were made.
    ///
    /// # Errors
    /// [`Error::Corrupt`] if one can't be read.
    pub async fn decisions(&self, event: EventId) -> Result<Vec<Decision>> {
        let rows = sqlx::query(
            "select student_id, at, by_whom, requested, violations from decision where event_id = ? order by id",
        )
        .bind(event.to_string())
        .fetch_all(&self.db.read)
        .await?;
        rows.iter()
            .map(|row| {
                let violations: &str = row.try_get("violations")?;
                let requested: &str = row.try_get("requested")?;
                Ok(Decision {
                    student: id(row.try_get("student_id")?)?,
                    at: time(row.try_get("at")?),
                    by_whom: row.try_get("by_whom")?,
                    requested: requested.split_whitespace().map(id).collect::<Result<_>>()?,
                    violations: match violations {
                        "" => Vec::new(),
                        json => serde_json::from_str(json)
                            .map_err(|_| Error::Corrupt { what: "violations that are none", value: json.to_owned() })?,
                    },
                })
            })
            .collect()
    }
}

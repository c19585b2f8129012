//! The log of decisions.

use super::{Store, count, id, time};
use crate::error::{Error, Result};
use domain::{EventId, Selection, StudentId, Timestamp, Violation};
use sqlx::{Row, sqlite::SqliteRow};

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
        rows.iter().map(decision).collect()
    }

    /// The latest decisions about one student, newest first.
    ///
    /// # Errors
    /// [`Error::Corrupt`] if one can't be read.
    pub async fn decisions_of(&self, event: EventId, student: StudentId, limit: u32) -> Result<Vec<Decision>> {
        let rows = sqlx::query(
            "select student_id, at, by_whom, requested, violations from decision \
             where event_id = ? and student_id = ? order by id desc limit ?",
        )
        .bind(event.to_string())
        .bind(student.to_string())
        .bind(i64::from(limit))
        .fetch_all(&self.db.read)
        .await?;
        rows.iter().map(decision).collect()
    }

    /// How many selections of students were stored in each minute since a time, withdrawals not counted: the minute's number since 1970, and the count.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn accepted_by_minute(&self, event: EventId, since: Timestamp) -> Result<Vec<(i64, u32)>> {
        let rows = sqlx::query(
            "select at / 60000000 as minute, count(*) from decision \
             where event_id = ? and at >= ? and accepted = 1 and by_whom = 'student' and requested <> '' \
             group by minute order by minute",
        )
        .bind(event.to_string())
        .bind(since.as_micros())
        .fetch_all(&self.db.read)
        .await?;
        rows.iter().map(|row| Ok((row.try_get(0)?, count(row.try_get(1)?)?))).collect()
    }
}

fn decision(row: &SqliteRow) -> Result<Decision> {
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
}

//! The log of decisions.

use super::{
    Store,
    db::{Fetch, Kind, Row},
    id,
};
use crate::error::{Error, Result};
use domain::{EventId, Selection, StudentId, Timestamp, Violation};

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
        let statement =
            "select student_id, at, by_whom, requested, violations from decision where event_id = ? order by id";
        self.db.reader().fetch_all(statement, &[event.into()]).await?.iter().map(decision).collect()
    }

    /// The latest decisions about one student, newest first.
    ///
    /// # Errors
    /// [`Error::Corrupt`] if one can't be read.
    pub async fn decisions_of(&self, event: EventId, student: StudentId, limit: u32) -> Result<Vec<Decision>> {
        let statement = "select student_id, at, by_whom, requested, violations from decision \
                         where event_id = ? and student_id = ? order by id desc limit ?";
        let values = [event.into(), student.into(), limit.into()];
        self.db.reader().fetch_all(statement, &values).await?.iter().map(decision).collect()
    }

    /// How many selections of students were stored in each minute since a time, withdrawals not counted: the minute's number since 1970, and the count.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn accepted_by_minute(&self, event: EventId, since: Timestamp) -> Result<Vec<(i64, u32)>> {
        let statement = match self.db.kind() {
            Kind::Sqlite | Kind::Postgres => {
                "select at / 60000000 as minute, count(*) as number from decision \
                 where event_id = ? and at >= ? and accepted = 1 and by_whom = 'student' and requested <> '' \
                 group by at / 60000000 order by at / 60000000"
            }
            // Here `/` makes a fraction of two whole numbers.
            Kind::MySql => {
                "select at div 60000000 as minute, count(*) as number from decision \
                 where event_id = ? and at >= ? and accepted = 1 and by_whom = 'student' and requested <> '' \
                 group by at div 60000000 order by at div 60000000"
            }
        };
        let rows = self.db.reader().fetch_all(statement, &[event.into(), since.into()]).await?;
        rows.iter().map(|row| Ok((row.integer("minute")?, row.count("number")?))).collect()
    }
}

fn decision(row: &Row) -> Result<Decision> {
    Ok(Decision {
        student: row.id("student_id")?,
        at: row.time("at")?,
        by_whom: row.string("by_whom")?,
        requested: row.text("requested")?.split_whitespace().map(id).collect::<Result<_>>()?,
        violations: match row.text("violations")? {
            "" => Vec::new(),
            json => serde_json::from_str(json)
                .map_err(|_| Error::Corrupt { what: "violations that are none", value: json.to_owned() })?,
        },
    })
}

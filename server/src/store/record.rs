//! The record: every change by an administrator.

use super::{
    Store,
    db::{Fetch, Transaction, Value},
};
use crate::error::Result;
use domain::{EventId, Timestamp};

/// An entry of the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordRow {
    /// Its number, in the order in which entries were made.
    pub number: i64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by_whom: String,
    /// What was done.
    pub action: String,
    /// What held before, as JSON; or empty.
    pub before: String,
    /// What holds since, as JSON; or empty.
    pub after: String,
}

impl Store {
    /// The record of an event, newest first, or without an event what belongs to none; at most `limit` entries, those
    /// before the entry `until` if one is named.
    ///
    /// # Errors
    /// [`Error::Database`](crate::error::Error::Database).
    pub async fn records(&self, event: Option<EventId>, until: Option<i64>, limit: u32) -> Result<Vec<RecordRow>> {
        let (until, limit): (Value<'_>, Value<'_>) = (until.unwrap_or(i64::MAX).into(), limit.into());
        let rows = match event {
            Some(event) => {
                let statement = "select id, at, by_whom, action, \"before\", \"after\" from record \
                                 where event_id = ? and id < ? order by id desc limit ?";
                self.db.reader().fetch_all(statement, &[event.into(), until, limit]).await?
            }
            None => {
                let statement = "select id, at, by_whom, action, \"before\", \"after\" from record \
                                 where event_id is null and id < ? order by id desc limit ?";
                self.db.reader().fetch_all(statement, &[until, limit]).await?
            }
        };
        rows.iter()
            .map(|row| {
                Ok(RecordRow {
                    number: row.integer("id")?,
                    at: row.time("at")?,
                    by_whom: row.string("by_whom")?,
                    action: row.string("action")?,
                    before: row.string("before")?,
                    after: row.string("after")?,
                })
            })
            .collect()
    }
}

/// What was changed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry<'a> {
    /// The event that it belongs to, if to one.
    pub event: Option<EventId>,
    /// What was done.
    pub action: &'a str,
    /// What held before, as JSON; or empty.
    pub before: &'a str,
    /// What holds now, as JSON; or empty.
    pub after: &'a str,
}

/// Writes an entry in the transaction that makes the change.
pub(super) async fn write(
    transaction: &mut Transaction,
    entry: Entry<'_>,
    by_whom: &str,
    now: Timestamp,
) -> Result<()> {
    let Entry { event, action, before, after } = entry;
    let head = "insert into record (event_id, at, by_whom, action, \"before\", \"after\")";
    let row = [event.into(), now.into(), by_whom.into(), action.into(), before.into(), after.into()];
    transaction.insert(head, &[row]).await
}

//! The record: every change by an administrator.

use super::{Store, time};
use crate::error::Result;
use domain::{EventId, Timestamp};
use sqlx::{Row, SqliteTransaction};

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
        let rows = sqlx::query(
            "select id, at, by_whom, action, before, after from record \
             where event_id is ? and id < ? order by id desc limit ?",
        )
        .bind(event.map(|event| event.to_string()))
        .bind(until.unwrap_or(i64::MAX))
        .bind(i64::from(limit))
        .fetch_all(&self.db.read)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(RecordRow {
                    number: row.try_get(0)?,
                    at: time(row.try_get(1)?),
                    by_whom: row.try_get(2)?,
                    action: row.try_get(3)?,
                    before: row.try_get(4)?,
                    after: row.try_get(5)?,
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
    transaction: &mut SqliteTransaction<'_>,
    entry: Entry<'_>,
    by_whom: &str,
    now: Timestamp,
) -> Result<()> {
    sqlx::query("insert into record (event_id, at, by_whom, action, before, after) values (?, ?, ?, ?, ?, ?)")
        .bind(entry.event.map(|event| event.to_string()))
        .bind(now.as_micros())
        .bind(by_whom)
        .bind(entry.action)
        .bind(entry.before)
        .bind(entry.after)
        .execute(&mut **transaction)
        .await?;
    Ok(())
}

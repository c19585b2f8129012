//! The record: every change by an administrator.

use crate::error::Result;
use domain::{EventId, Timestamp};
use sqlx::SqliteTransaction;

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

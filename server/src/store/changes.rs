//! What other processes change, as far as the database tells it.

use super::{
    Store,
    db::{Kind, Listener},
};
use crate::error::Result;
use domain::EventId;
use std::time::Duration;

/// Where PostgreSQL notifies; the lock of an event does it, see `events::lock`.
const CHANNEL: &str = "workshops";

/// A connection over which the database tells what changes.
#[derive(Debug)]
pub struct Changes(Listener);

impl Store {
    /// Listens to the database, if it is one that tells.
    ///
    /// # Errors
    /// [`Error::Database`](crate::error::Error::Database) if it can't be reached.
    pub async fn changes(&self) -> Result<Option<Changes>> {
        Ok(self.db.listen(CHANNEL).await?.map(Changes))
    }

    /// How often whoever wants to know what other processes change looks by himself. SQLite's file has one server, and
    /// now and then a command beside it; PostgreSQL tells, so looking is for a connection that died without a word.
    #[must_use]
    pub const fn look_interval(&self) -> Duration {
        match self.db.kind() {
            Kind::Sqlite => Duration::from_secs(2),
            Kind::MySql => Duration::from_millis(500),
            Kind::Postgres => Duration::from_secs(20),
        }
    }
}

impl Changes {
    /// The next event that a process changed, this one included; nothing if the connection was lost and is there again,
    /// so that anything may have changed.
    ///
    /// # Errors
    /// [`Error::Database`](crate::error::Error::Database) if the connection is lost for now.
    pub async fn next(&mut self) -> Result<Option<EventId>> {
        // What isn't an id is someone else's message in our channel; looking everywhere does no harm.
        Ok(self.0.next().await?.and_then(|told| told.parse().ok()))
    }
}

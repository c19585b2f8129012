//! The database: the only SQL of the project.
//!
//! Architecture invariant: no rule is stated here. The schema forbids what must never be (a seat too many, a double or
//! a dangling row); what may be is judged by `domain` before anything is written.
//!
//! Architecture invariant: every statement names its columns. Connections keep statements prepared, and where another
//! process added a column meanwhile, PostgreSQL refuses a `*` that was prepared before, and SQLite's driver panics.

mod accounts;
mod backup;
mod changes;
mod changing;
mod copying;
mod db;
mod decisions;
mod events;
mod integrity;
mod lookup;
mod patience;
mod record;
mod registering;
mod students;
mod writing;

pub use accounts::Account;
pub use changes::Changes;
pub use changing::Taken;
pub use decisions::Decision;
pub use events::{EventState, NewEvent};
pub use lookup::Part;
pub use patience::patiently;
pub use record::RecordRow;
pub use registering::{EventTransaction, RosterRow, StandingRow, TakenSeats};
pub use students::{StudentRow, WrittenStudent};
pub use writing::References;

use crate::error::{Error, Result};
use db::{Db, Fetch};
use domain::{Id, Timestamp};
use std::{str::FromStr, time::Duration};

/// What to do if there is no database yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Make one.
    Make,
    /// Say so.
    Refuse,
}

/// The database, whichever it is.
#[derive(Clone, Debug)]
pub struct Store {
    db: Db,
}

impl Store {
    /// Opens the database at this URL, chosen by its scheme, and brings its schema up to date.
    ///
    /// # Errors
    /// [`Error::Unreachable`] if the server can't be reached for a reason that may pass by itself; [`Error::Setup`] with
    /// what to do if the scheme is unknown, the file can't be opened or the server not be used, or its schema is newer than
    /// the program.
    pub async fn open(url: &str, missing: Missing) -> Result<Self> {
        Ok(Self { db: Db::open(url, missing).await? })
    }

    /// Whether the database answers, within a moment.
    ///
    /// # Errors
    /// [`Error::Unavailable`] if it doesn't in time, [`Error::Database`] if it fails.
    pub async fn ping(&self) -> Result<()> {
        let mut reader = self.db.reader();
        let answer = reader.fetch_all("select 1", &[]);
        tokio::time::timeout(Duration::from_secs(2), answer).await.map_err(|_| Error::Unavailable)??;
        Ok(())
    }

    /// Ends all connections, and lets the database tidy up.
    pub async fn close(&self) {
        self.db.close().await;
    }
}

/// Reads an id as the database holds it.
fn id<T>(text: &str) -> Result<Id<T>> {
    Id::from_str(text).map_err(|_| Error::Corrupt { what: "an id that is none", value: text.to_owned() })
}

/// Reads a count as the database holds it.
fn count(number: i64) -> Result<u32> {
    u32::try_from(number).map_err(|_| Error::Corrupt { what: "a count that is none", value: number.to_string() })
}

fn time(micros: i64) -> Timestamp {
    Timestamp::from_micros(micros)
}

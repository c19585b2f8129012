//! The database: the only SQL of the project.
//!
//! Architecture invariant: no rule is stated here. The schema forbids what must never be (a seat too many, a double or
//! a dangling row); what may be is judged by `domain` before anything is written.

mod accounts;
mod changing;
mod decisions;
mod events;
mod lookup;
mod record;
mod registering;
mod sqlite;
mod students;
mod writing;

pub use accounts::Account;
pub use changing::Taken;
pub use decisions::Decision;
pub use events::{EventState, NewEvent};
pub use lookup::Part;
pub use record::RecordRow;
pub use registering::{EventTransaction, RosterRow, StandingRow};
pub use sqlite::Sqlite;
pub use students::{StudentRow, WrittenStudent};
pub use writing::References;

use crate::error::{Error, Result};
use domain::{Id, Timestamp};
use sqlx::Row;
use std::str::FromStr;

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
    db: Sqlite,
}

impl Store {
    /// Opens the database at this URL, chosen by its scheme, and brings its schema up to date.
    ///
    /// # Errors
    /// [`Error::Setup`] with what to do if the scheme is unknown, the file can't be opened, or its schema is newer
    /// than the program.
    pub async fn open(url: &str, missing: Missing) -> Result<Self> {
        match url.split_once(':') {
            Some(("sqlite", _)) => Ok(Self { db: Sqlite::open(url, missing).await? }),
            _ => Err(Error::Setup(format!("the database URL must begin with sqlite:// (got {})", without_secret(url)))),
        }
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`Error::Database`] if it doesn't.
    pub async fn ping(&self) -> Result<()> {
        sqlx::query("select 1").execute(&self.db.read).await?;
        Ok(())
    }

    /// What the database itself finds broken, a line each: damage, dangling rows, counts that don't add up.
    ///
    /// # Errors
    /// [`Error::Database`] if it can't look.
    pub async fn integrity(&self) -> Result<Vec<String>> {
        let mut broken: Vec<String> = sqlx::query_scalar("pragma integrity_check").fetch_all(&self.db.read).await?;
        broken.retain(|line| line != "ok");
        for row in sqlx::query("pragma foreign_key_check").fetch_all(&self.db.read).await? {
            let (table, parent): (String, String) = (row.try_get(0)?, row.try_get(2)?);
            broken.push(format!("a row of {table} points at a {parent} that isn't there"));
        }
        Ok(broken)
    }

    /// Ends all connections, and lets the database tidy up.
    pub async fn close(&self) {
        self.db.read.close().await;
        self.db.write.close().await;
    }
}

/// A URL without its user and password, for a message.
fn without_secret(url: &str) -> String {
    match (url.find("://"), url.rfind('@')) {
        (Some(scheme), Some(at)) if at > scheme => format!("{}://…{}", &url[..scheme], &url[at..]),
        _ => url.to_owned(),
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

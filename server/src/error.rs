//! What can fail inside the server.

use app::error::AppError;
use sqlx::{mysql::MySqlDatabaseError, postgres::PgDatabaseError};
use std::sync::atomic::{AtomicU64, Ordering};

/// The outcome of anything in the server.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What can fail inside the server. Refusals of a selection are no errors: they are answers.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// What was asked for doesn't exist.
    #[error("not found")]
    NotFound,
    /// Another event has this slug.
    #[error("there is already an event with the slug {0}")]
    SlugTaken(domain::Slug),
    /// An event document is refused.
    #[error("the event document can't be read: {0}")]
    Document(#[from] crate::import::DocumentError),
    /// A request asks for what no page of ours would.
    #[error("the request makes no sense")]
    Unlikely,
    /// More waits than the server takes in.
    #[error("too many requests are waiting")]
    Overloaded,
    /// The database failed.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// The database could not be made ready.
    #[error("{0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The database holds something that the program would not have written.
    #[error("the database holds {what}: {value:?}")]
    Corrupt {
        /// What it should have been.
        what: &'static str,
        /// What stands there.
        value: String,
    },
    /// A setting, a file or an argument is wrong; the text says which and what to do.
    #[error("{0}")]
    Setup(String),
    /// Reading or writing failed.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// Signing a token or hashing a password failed.
    #[error("cryptography: {0}")]
    Crypto(String),
    /// A file to export could not be made.
    #[error("export: {0}")]
    Export(String),
    /// A task ended before its time.
    #[error("a task of the server ended early")]
    Stopped,
}

impl Error {
    /// Whether trying again may help: the database was busy, or someone else's transaction came in between.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        let Self::Database(sqlx::Error::Database(error)) = self else { return false };
        let error = error.as_ref();
        if let Some(error) = error.try_downcast_ref::<MySqlDatabaseError>() {
            // A deadlock, and a lock that didn't come in time.
            return matches!(error.number(), 1213 | 1205);
        }
        if let Some(error) = error.try_downcast_ref::<PgDatabaseError>() {
            // A conflict of transactions, a deadlock, and a lock that didn't come in time.
            return matches!(error.code(), "40001" | "40P01" | "55P03");
        }
        // SQLite's primary result codes 5 (busy) and 6 (locked); extended codes hold the primary one in the low byte.
        error.code().and_then(|code| code.parse::<u32>().ok()).is_some_and(|code| matches!(code & 0xff, 5 | 6))
    }

    /// Whether the database refused a row because there is one like it.
    #[must_use]
    pub fn is_double(&self) -> bool {
        matches!(self, Self::Database(sqlx::Error::Database(error)) if error.is_unique_violation())
    }
}

/// What a page gets to see of an error: an internal one is logged here, once, and only its id travels.
impl From<Error> for AppError {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Self::NotFound,
            Error::Unlikely => Self::Invalid,
            Error::Overloaded => Self::Overloaded,
            error => {
                static COUNT: AtomicU64 = AtomicU64::new(1);
                let id = format!("{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
                tracing::error!(error.id = %id, error = %error, "internal error");
                Self::Internal { id }
            }
        }
    }
}

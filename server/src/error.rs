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
    /// The session began with a key that the student no longer has.
    #[error("the session is over")]
    SessionOver,
    /// A request asks for what no page of ours would.
    #[error("the request makes no sense")]
    Unlikely,
    /// More waits than the server takes in.
    #[error("too many requests are waiting")]
    Overloaded,
    /// The database can't be used at present; the log has said why.
    #[error("the database can't be used at present")]
    Unavailable,
    /// The database's server can't be reached for a reason that may pass by itself; the text says what to check.
    #[error("{0}")]
    Unreachable(String),
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

    /// Whether the database can't be used at present, whatever is asked of it: it can't be reached, stops, has too many
    /// connections, no room, may not be written or not by this user, or is still busy with someone else after all patience.
    #[must_use]
    pub fn is_unavailable(&self) -> bool {
        use sqlx::Error as Sqlx;
        match self {
            Self::Unavailable | Self::Unreachable(_) => true,
            // A server that hangs up while one connects is a breach of protocol to the driver.
            Self::Database(Sqlx::Io(_) | Sqlx::Tls(_) | Sqlx::Protocol(_)) => true,
            Self::Database(Sqlx::PoolTimedOut | Sqlx::PoolClosed | Sqlx::WorkerCrashed) => true,
            Self::Database(Sqlx::Database(error)) => self.is_passing() || is_unavailable(error.as_ref()),
            _ => false,
        }
    }

    /// Whether the connection to the database was cut, so that another one may do.
    #[must_use]
    pub fn is_lost_connection(&self) -> bool {
        match self {
            Self::Database(sqlx::Error::Io(_)) => true,
            Self::Database(sqlx::Error::Database(error)) => {
                let mysql = error.try_downcast_ref::<MySqlDatabaseError>();
                let postgres = error.try_downcast_ref::<PgDatabaseError>();
                // Killed, and shutting down.
                mysql.is_some_and(|error| matches!(error.number(), 1053 | 1927))
                    || postgres.is_some_and(|error| matches!(error.code(), "57P01" | "57P02"))
            }
            _ => false,
        }
    }

    /// Whether the database refused a row because there is one like it.
    #[must_use]
    pub fn is_double(&self) -> bool {
        matches!(self, Self::Database(sqlx::Error::Database(error)) if error.is_unique_violation())
    }
}

/// Whether this error of a database means that it can't be used at present.
fn is_unavailable(error: &dyn sqlx::error::DatabaseError) -> bool {
    if let Some(error) = error.try_downcast_ref::<MySqlDatabaseError>() {
        // Out of room or memory, too many connections (of all, and of this user), stopping, killed, and read-only; then a
        // user who may not come in, may only read, or may do less than that.
        return matches!(
            error.number(),
            1021 | 1037 | 1038 | 1040 | 1041 | 1053 | 1114 | 1203 | 1226 | 1290 | 1836 | 1927
        ) || matches!(error.number(), 1044 | 1045 | 1142 | 1143 | 1227);
    }
    if let Some(error) = error.try_downcast_ref::<PgDatabaseError>() {
        // Classes: connections, resources, the operator, the system, who may come in; and a transaction that may only
        // read, a user who may not write.
        let code = error.code();
        return ["08", "28", "53", "57", "58"].iter().any(|class| code.starts_with(class))
            || matches!(code, "25006" | "42501");
    }
    // SQLite: out of memory, a file that may only be read, failures of reading and writing, no room, no file.
    error
        .code()
        .and_then(|code| code.parse::<u32>().ok())
        .is_some_and(|code| matches!(code & 0xff, 7 | 8 | 10 | 13 | 14))
}

/// What a page gets to see of an error: an internal one is logged here, once, and only its id travels.
impl From<Error> for AppError {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Self::NotFound,
            Error::Unlikely => Self::Invalid,
            Error::SessionOver => Self::NotLoggedIn,
            Error::Overloaded => Self::Overloaded,
            Error::Unavailable => Self::Unavailable,
            error if error.is_unavailable() => {
                tracing::error!(error = %error, "the database can't be used");
                Self::Unavailable
            }
            error => {
                static COUNT: AtomicU64 = AtomicU64::new(1);
                let id = format!("{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
                tracing::error!(error.id = %id, error = %error, "internal error");
                Self::Internal { id }
            }
        }
    }
}

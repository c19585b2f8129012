//! What comes back from a database.

use crate::{
    error::{Error, Result},
    store::{count, id, time},
};
use domain::{Id, Timestamp};
use sqlx::{Row as _, mysql::MySqlRow, postgres::PgRow, sqlite::SqliteRow};

/// A row of whichever database, read by the names of its columns.
///
/// Every reading fails with [`Error::Database`] if there is no such column or it is of another kind, and with
/// [`Error::Corrupt`] if its value isn't what it must be.
#[derive(Debug)]
pub enum Row {
    /// Of SQLite.
    Sqlite(SqliteRow),
    /// Of PostgreSQL.
    Postgres(PgRow),
    /// Of MariaDB or MySQL.
    MySql(MySqlRow),
}

macro_rules! get {
    ($row:expr, $column:expr) => {
        Ok(match $row {
            Row::Sqlite(row) => row.try_get($column)?,
            Row::Postgres(row) => row.try_get($column)?,
            Row::MySql(row) => row.try_get($column)?,
        })
    };
}

impl Row {
    /// A text.
    pub fn text(&self, column: &str) -> Result<&str> {
        get!(self, column)
    }

    /// A text of one's own.
    pub fn string(&self, column: &str) -> Result<String> {
        Ok(self.text(column)?.to_owned())
    }

    /// A text, if there is one.
    pub fn optional_text(&self, column: &str) -> Result<Option<&str>> {
        get!(self, column)
    }

    /// A whole number.
    pub fn integer(&self, column: &str) -> Result<i64> {
        get!(self, column)
    }

    /// A whole number, if there is one.
    pub fn optional_integer(&self, column: &str) -> Result<Option<i64>> {
        get!(self, column)
    }

    /// A yes or no.
    pub fn yes(&self, column: &str) -> Result<bool> {
        Ok(self.integer(column)? != 0)
    }

    /// A count.
    pub fn count(&self, column: &str) -> Result<u32> {
        count(self.integer(column)?)
    }

    /// An id.
    pub fn id<T>(&self, column: &str) -> Result<Id<T>> {
        id(self.text(column)?)
    }

    /// A time.
    pub fn time(&self, column: &str) -> Result<Timestamp> {
        Ok(time(self.integer(column)?))
    }

    /// A time, if there is one.
    pub fn optional_time(&self, column: &str) -> Result<Option<Timestamp>> {
        Ok(self.optional_integer(column)?.map(time))
    }

    /// A text that is one of a few.
    pub fn one_of<T>(&self, column: &str, what: &'static str, read: impl Fn(&str) -> Option<T>) -> Result<T> {
        let text = self.text(column)?;
        read(text).ok_or_else(|| Error::Corrupt { what, value: text.to_owned() })
    }
}

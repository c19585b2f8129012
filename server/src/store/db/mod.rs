//! One way to talk to three databases: everything that asks which one it is, is in this room.
//!
//! Our columns are texts and whole numbers, and the SQL of the store is written in what SQLite, PostgreSQL, MariaDB and
//! MySQL share; names that are reserved somewhere stand in double quotes. So a [`Statement`], [`Value`]s and [`Row`]s
//! are all it takes, and where the databases differ [`Kind`] says how.

mod listener;
mod mysql;
mod passing;
mod pool;
mod postgres;
mod row;
mod sqlite;
mod statement;
mod transaction;
mod value;

pub use listener::Listener;
pub use pool::Pool;
pub use row::Row;
pub use statement::Statement;
pub use transaction::Transaction;
pub use value::Value;

use super::Missing;
use crate::error::{Error, Result};
use async_trait::async_trait;
use passing::may_pass;
use sqlx::{ConnectOptions, Connection, migrate::MigrateError};
use statement::MOST_ROWS;
use std::{fmt, path::Path, time::Duration};

/// How many connections read at once, and how many write. A batch is one connection, whatever it decides.
const SERVER_READERS: u32 = 8;
const SERVER_WRITERS: u32 = 4;

/// How long a connection is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// A query of sqlx with its values.
macro_rules! query {
    ($text:expr, $values:expr) => {{
        let mut query = sqlx::query($text);
        for value in $values {
            query = match value {
                $crate::store::db::Value::Text(text) => query.bind(text.as_deref()),
                $crate::store::db::Value::Integer(number) => query.bind(*number),
            };
        }
        query
    }};
}
use query;

/// Which database it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
    /// MariaDB or MySQL.
    MySql,
}

/// A database: connections that read, and connections that write, so that neither wait for the other.
#[derive(Clone, Debug)]
pub struct Db {
    kind: Kind,
    read: Pool,
    write: Pool,
}

/// Whatever rows can be fetched from.
#[async_trait]
pub trait Fetch: Send {
    /// All rows of a statement.
    ///
    /// # Errors
    /// [`Error::Database`].
    async fn fetch(&mut self, statement: Statement, values: &[Value<'_>]) -> Result<Vec<Row>>;

    /// All rows of a statement.
    ///
    /// # Errors
    /// [`Error::Database`].
    async fn fetch_all(&mut self, text: &'static str, values: &[Value<'_>]) -> Result<Vec<Row>> {
        self.fetch(Statement::from(text), values).await
    }

    /// The first row of a statement, if there is one. For statements that give few.
    ///
    /// # Errors
    /// [`Error::Database`].
    async fn fetch_optional(&mut self, text: &'static str, values: &[Value<'_>]) -> Result<Option<Row>> {
        Ok(self.fetch_all(text, values).await?.into_iter().next())
    }

    /// The first row of a statement that always gives one.
    ///
    /// # Errors
    /// [`Error::Database`].
    async fn fetch_one(&mut self, text: &'static str, values: &[Value<'_>]) -> Result<Row> {
        self.fetch_optional(text, values).await?.ok_or(Error::Database(sqlx::Error::RowNotFound))
    }

    /// All rows of a statement with `…` in the place of this list, which comes after all other values: of as many
    /// statements as the list needs.
    ///
    /// # Errors
    /// [`Error::Database`].
    async fn fetch_for<'a>(
        &mut self,
        text: &'static str,
        first: &[Value<'a>],
        list: Vec<Value<'a>>,
    ) -> Result<Vec<Row>> {
        let mut rows = Vec::new();
        for chunk in list.chunks(MOST_ROWS) {
            let (statement, values) = padded(text, first, chunk);
            rows.append(&mut self.fetch(statement, &values).await?);
        }
        Ok(rows)
    }
}

impl Db {
    /// Opens the database at this URL, chosen by its scheme, and brings its schema up to date.
    pub(super) async fn open(url: &str, missing: Missing) -> Result<Self> {
        let opened = match url.split_once(':').map(|(scheme, _)| scheme) {
            Some("sqlite") => return sqlite::open(url, missing).await,
            Some("postgres" | "postgresql") => postgres::open(url, missing).await,
            Some("mysql" | "mariadb") => mysql::open(url, missing).await,
            _ => Err(Error::Setup(format!(
                "the database URL must begin with sqlite://, postgres:// or mysql:// (got {})",
                without_secret(url)
            ))),
        };
        opened.map_err(|error| match error {
            // Cut off in the middle of it.
            Error::Database(error) if may_pass(url, &error) => unreachable(url, error),
            error => error,
        })
    }

    /// Opens a new SQLite database at this path.
    pub(super) async fn open_file(file: &Path) -> Result<Self> {
        sqlite::open_file(file).await
    }

    /// Writes all of a SQLite database into an empty file; nothing, and `false`, if it is none.
    pub(super) async fn copy_into(&self, file: &Path) -> Result<bool> {
        let Pool::Sqlite(pool) = &self.write else { return Ok(false) };
        sqlite::copy_into(pool, file).await?;
        Ok(true)
    }

    /// Makes one file of a SQLite database that nobody has open, and gives what is damaged in it, a line each.
    pub(super) async fn seal(file: &Path) -> Result<Vec<String>> {
        sqlite::seal(file).await
    }

    /// Which database it is.
    pub(super) const fn kind(&self) -> Kind {
        self.kind
    }

    /// Where single statements read.
    pub(super) const fn reader(&self) -> &Pool {
        &self.read
    }

    /// Begins a transaction that writes and, after a lock, sees what others committed before.
    pub(super) async fn begin(&self) -> Result<Transaction> {
        self.write.begin().await
    }

    /// Begins a transaction that reads, and sees everything as of one instant.
    pub(super) async fn begin_snapshot(&self) -> Result<Transaction> {
        self.read.begin_snapshot().await
    }

    /// Ends all connections, and lets the database tidy up.
    pub(super) async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }
}

/// A statement with a list, and its values. The list is filled up with its last value to a power of two, so that few
/// lengths of the statement exist, and the connections can keep them prepared.
fn padded<'a>(text: &'static str, first: &[Value<'a>], list: &[Value<'a>]) -> (Statement, Vec<Value<'a>>) {
    let places = list.len().next_power_of_two();
    let mut values = first.to_vec();
    values.extend(list.iter().cloned());
    if let Some(last) = list.last() {
        values.extend(vec![last.clone(); places - list.len()]);
    }
    (Statement::list(text, places), values)
}

/// What a database without our tables is answered with, where none are to be made.
fn no_tables(url: &str) -> Error {
    Error::Setup(format!(
        "the database at {} holds no tables of Workshops; check --database-url, or make them with `workshops init`",
        without_secret(url)
    ))
}

/// What a migration that failed is answered with.
fn unready(url: &str, error: MigrateError) -> Error {
    let place = without_secret(url);
    match error {
        MigrateError::VersionMissing(version) => Error::Setup(format!(
            "the database at {place} was made by a newer version of Workshops (its schema has number {version}); use \
             that version, or a backup from before"
        )),
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) if may_pass(url, &error) => {
            unreachable(url, error)
        }
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => match Error::Database(error) {
            // Another process has them.
            error if error.is_passing() => Error::Unreachable(format!(
                "the tables in the database at {place} can't be made yet: {error}; another process may be changing them"
            )),
            error => Error::Setup(format!(
                "the tables in the database at {place} can't be made: {error}; check that this user may make tables there"
            )),
        },
        error => Error::Migration(error),
    }
}

/// What a server that can't be reached is answered with.
fn unreachable(url: &str, error: sqlx::Error) -> Error {
    let words = unreachable_words(url, &error);
    if may_pass(url, &error) { Error::Unreachable(words) } else { Error::Setup(words) }
}

fn unreachable_words(url: &str, why: impl fmt::Display) -> String {
    format!(
        "the database at {} can't be reached: {why}; check that the server runs, that address, user, password and the \
         database's name are right, and that it lets this machine in",
        without_secret(url)
    )
}

/// The first connection to a server, made apart from the pool: a pool would go on trying until its patience ends, and
/// then say only that.
async fn first_connection<O>(options: &O, url: &str) -> Result<O::Connection>
where
    O: ConnectOptions<Connection: Sized>,
{
    match tokio::time::timeout(Duration::from_secs(10), options.connect()).await {
        Ok(connected) => connected.map_err(|error| unreachable(url, error)),
        Err(_) => Err(Error::Unreachable(unreachable_words(url, "no answer within 10 seconds"))),
    }
}

/// Whether a connection that was idle still answers.
async fn still_answers(connection: &mut impl Connection) -> Result<bool, sqlx::Error> {
    promptly(connection.ping()).await.map(|()| true)
}

/// What an idle connection is asked. By itself a pool would wait for one that was cut off without a word until its
/// patience ends, and then fail although a new one would do.
async fn promptly<T>(asked: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, sqlx::Error> {
    // An error if it takes too long, so that the connection isn't even said good-bye to.
    tokio::time::timeout(Duration::from_secs(1), asked).await.unwrap_or(Err(sqlx::Error::PoolTimedOut))
}

/// A URL without its user, its password and its options, for a message.
fn without_secret(url: &str) -> String {
    let (address, _) = url.split_once('?').unwrap_or((url, ""));
    match (address.find("://"), address.rfind('@')) {
        (Some(scheme), Some(at)) if at > scheme => format!("{}://…{}", &address[..scheme], &address[at..]),
        _ => address.to_owned(),
    }
}

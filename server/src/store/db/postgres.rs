//! Opening a PostgreSQL database.

use super::{
    Db, Kind, Missing, PATIENCE, SERVER_READERS, SERVER_WRITERS, first_connection, no_tables, pool::Pool, promptly,
    still_answers, unready, without_secret,
};
use crate::error::{Error, Result};
use sqlx::{
    Connection, Executor, PgConnection,
    migrate::Migrator,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use std::str::FromStr;

static MIGRATIONS: Migrator = sqlx::migrate!("../migrations/postgres");

/// The oldest server that is known to do, as it numbers itself.
const OLDEST: u32 = 130_000;

/// What every connection is set to, whatever the server's own settings say.
const SETTINGS: [(&str, &str); 5] = [
    // What was committed is on disk.
    ("synchronous_commit", "on"),
    // Waiting longer for a lock means that someone holds it who shouldn't; it is tried again.
    ("lock_timeout", "5s"),
    ("statement_timeout", "60s"),
    // A process that stands still in the middle of a transaction keeps nobody from registering for longer.
    ("idle_in_transaction_session_timeout", "60s"),
    ("application_name", "workshops"),
];

/// Opens a database on a server.
pub(super) async fn open(url: &str, missing: Missing) -> Result<Db> {
    let options = PgConnectOptions::from_str(url)
        .map_err(|error| Error::Setup(format!("the database URL {} isn't right: {error}", without_secret(url))))?
        .options(SETTINGS);
    let mut connection = first_connection(&options, url).await?;
    check(&mut connection, url, missing).await?;
    // Another process may be changing the tables, and changing them may take its time.
    connection.execute("set lock_timeout = 0; set statement_timeout = 0").await?;
    MIGRATIONS.run(&mut connection).await.map_err(|error| unready(url, error))?;
    // Whoever fails to say good-bye here has done his work.
    let _ = connection.close().await;
    let pool = |connections, writes: bool| {
        let options = options.clone();
        let pool = PgPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(PATIENCE)
            .test_before_acquire(false)
            .before_acquire(move |connection, _| {
                Box::pin(
                    async move { if writes { may_write(connection).await } else { still_answers(connection).await } },
                )
            })
            .connect_lazy_with(options);
        Pool::Postgres(pool)
    };
    Ok(Db { kind: Kind::Postgres, read: pool(SERVER_READERS, false), write: pool(SERVER_WRITERS, true) })
}

/// Whether a connection answers and may write. One that was made while the database could only be read may not, even when
/// the database can be written again.
async fn may_write(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    let asked = sqlx::query_scalar("show transaction_read_only").fetch_one(connection);
    promptly(asked).await.map(|is_read_only: String| is_read_only == "off")
}

/// Refuses a server that can't do the work, and warns of one that may lose it.
async fn check(connection: &mut PgConnection, url: &str, missing: Missing) -> Result<()> {
    let place = without_secret(url);
    let version = setting(connection, "select current_setting('server_version_num')").await?;
    if version.parse().is_ok_and(|version: u32| version < OLDEST) {
        return Err(Error::Setup(format!("the server at {place} is too old; Workshops needs PostgreSQL 13 or newer")));
    }
    let encoding = setting(connection, "select current_setting('server_encoding')").await?;
    if encoding != "UTF8" {
        return Err(Error::Setup(format!(
            "the database at {place} is encoded as {encoding}, which can't hold every name; make one with \
             `create database … encoding 'UTF8' template template0`"
        )));
    }
    for name in ["fsync", "full_page_writes"] {
        if setting(connection, format!("select current_setting('{name}')")).await? == "off" {
            tracing::warn!("the database server runs with {name} off: registrations can be lost when the power goes");
        }
    }
    let tables: Option<String> = sqlx::query_scalar(
        "select table_name::text from information_schema.tables \
         where table_schema = current_schema() and table_name = '_sqlx_migrations'",
    )
    .fetch_optional(&mut *connection)
    .await?;
    if missing == Missing::Refuse && tables.is_none() {
        return Err(no_tables(url));
    }
    Ok(())
}

async fn setting(connection: &mut PgConnection, statement: impl Into<String>) -> Result<String> {
    Ok(sqlx::query_scalar(sqlx::AssertSqlSafe(statement.into())).fetch_one(&mut *connection).await?)
}

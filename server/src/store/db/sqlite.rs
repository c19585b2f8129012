//! Opening a SQLite database.

use super::{Db, Kind, Missing, pool::Pool};
use crate::error::{Error, Result};
use sqlx::{
    ConnectOptions, Connection, SqlitePool,
    migrate::{MigrateError, Migrator},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{path::Path, str::FromStr, time::Duration};

static MIGRATIONS: Migrator = sqlx::migrate!("../migrations/sqlite");

/// Below this version SQLite can corrupt a WAL database (the "WAL-reset" bug, fixed in 3.51.3).
const OLDEST_SQLITE: (u32, u32, u32) = (3, 51, 3);

/// How many connections read at once. Reading never waits for the writer in WAL mode.
const READERS: u32 = 4;

/// How many pages the log of the file grows to, 32 MiB, before they are written to the file itself: with SQLite's thousand
/// that would happen every few hundred selections, again and again with the same pages.
const CHECKPOINT_PAGES: &str = "8000";

/// How many rows SQLite's thread reads ahead of whoever takes them. Beyond that it sleeps until some are taken: with
/// sqlx's 50, what a batch of students holds took 15 changes of thread.
const MOST_WAITING_ROWS: usize = 4096;

/// Opens a file in WAL mode with `synchronous=FULL`: what was committed is on disk.
///
/// A single connection writes, so that writers queue there in order and never meet `SQLITE_BUSY` among themselves; the
/// others are `query_only`.
pub(super) async fn open(url: &str, missing: Missing) -> Result<Db> {
    let options = SqliteConnectOptions::from_str(url)
        .map_err(|error| Error::Setup(format!("the database URL {url} isn't right: {error}")))?;
    open_with(options, missing).await
}

/// The same at this path, whatever characters it has.
pub(super) async fn open_file(file: &Path) -> Result<Db> {
    open_with(SqliteConnectOptions::new().filename(file), Missing::Make).await
}

async fn open_with(options: SqliteConnectOptions, missing: Missing) -> Result<Db> {
    let options = options
        .create_if_missing(missing == Missing::Make)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .row_buffer_size(MOST_WAITING_ROWS)
        .busy_timeout(Duration::from_secs(5))
        .optimize_on_close(true, None);
    let file = options.get_filename().display().to_string();
    if missing == Missing::Refuse && !options.get_filename().exists() {
        return Err(Error::Setup(format!(
            "there is no database at {file}; check --data-dir or --database-url, or make one with `workshops init`"
        )));
    }
    let unusable = |error: sqlx::Error| {
        Error::Setup(format!(
            "the database file {file} can't be opened: {error}; check that it is a SQLite database, that its \
                 folder exists, and that this user may write to both"
        ))
    };
    let write = pool_options()
        .max_connections(1)
        .acquire_timeout(Duration::from_secs(30))
        .connect_with(options.clone().pragma("wal_autocheckpoint", CHECKPOINT_PAGES))
        .await
        .map_err(unusable)?;
    check_version(&write).await?;
    let mut migrated = MIGRATIONS.run(&write).await;
    for _ in MIGRATIONS.iter() {
        // Another process that started at the same time was first with this migration, and may be with the next.
        if matches!(migrated, Err(MigrateError::ExecuteMigration(..))) {
            migrated = MIGRATIONS.run(&write).await;
        }
    }
    migrated.map_err(|error| match error {
        MigrateError::VersionMissing(version) => Error::Setup(format!(
            "the database file {file} was made by a newer version of Workshops (its schema has number {version}); \
                 use that version, or a backup from before"
        )),
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => unusable(error),
        error => Error::Migration(error),
    })?;
    let read = pool_options()
        .max_connections(READERS)
        .acquire_timeout(Duration::from_secs(10))
        .connect_with(options.pragma("query_only", "1").optimize_on_close(false, None))
        .await
        .map_err(unusable)?;
    Ok(Db { kind: Kind::Sqlite, read: Pool::Sqlite(read), write: Pool::Sqlite(write) })
}

/// Connections that are thrown away when they went wrong. Whether they live they are asked when they are given back, and a
/// file's can't be cut off in between; when one is taken, only what costs nothing is asked. Out of room, SQLite ends a
/// transaction by itself, which sqlx doesn't notice: such a connection would begin none ever again.
fn pool_options() -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .test_before_acquire(false)
        .before_acquire(|connection, _| Box::pin(async move { Ok(!Connection::is_in_transaction(connection)) }))
}

/// Writes all that was committed into an empty file, as of one instant; whoever writes meanwhile doesn't wait.
pub(super) async fn copy_into(pool: &SqlitePool, file: &Path) -> Result<()> {
    let Some(path) = file.to_str() else {
        return Err(Error::Setup(format!("the path {} isn't text as UTF-8 writes it", file.display())));
    };
    sqlx::query("vacuum into ?").bind(path).execute(pool).await?;
    Ok(())
}

/// Makes one file of a database that nobody has open, and gives what is damaged in it, a line each.
pub(super) async fn seal(file: &Path) -> Result<Vec<String>> {
    let options = SqliteConnectOptions::new().filename(file).journal_mode(SqliteJournalMode::Delete);
    let mut connection = options.connect().await?;
    let lines: Vec<String> = sqlx::query_scalar("pragma integrity_check").fetch_all(&mut connection).await?;
    connection.close().await?;
    Ok(lines.into_iter().filter(|line| line != "ok").collect())
}

async fn check_version(pool: &SqlitePool) -> Result<()> {
    let version: String = sqlx::query_scalar("select sqlite_version()").fetch_one(pool).await?;
    let mut parts = version.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let found = (parts.next().unwrap_or(0), parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    if found < OLDEST_SQLITE {
        return Err(Error::Setup(format!(
            "SQLite {version} can corrupt a database in WAL mode; Workshops needs 3.51.3 or newer"
        )));
    }
    Ok(())
}

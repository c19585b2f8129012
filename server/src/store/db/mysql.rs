//! Opening a database of MariaDB or MySQL.

use super::{
    Db, Kind, Missing, PATIENCE, SERVER_READERS, SERVER_WRITERS, first_connection, no_tables, pool::Pool, promptly,
    still_answers, unready, without_secret,
};
use crate::error::{Error, Result};
use sqlx::{
    AssertSqlSafe, Connection, Executor, MySqlConnection,
    migrate::{Migrate, Migrator},
    mysql::{MySqlConnectOptions, MySqlPoolOptions},
};
use std::str::FromStr;

static MIGRATIONS: Migrator = sqlx::migrate!("../migrations/mysql");

/// What every connection is set to, whatever the server's own settings say.
///
/// Double quotes hold names, as in the other databases; what doesn't fit is an error and not cut off; after a lock one
/// sees what others committed before. Only MariaDB reads the last: a process that stands still in the middle of a
/// transaction keeps nobody from registering for longer than this many seconds.
const SETTINGS: &str = "set session sql_mode = 'ANSI_QUOTES,STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,ONLY_FULL_GROUP_BY'; \
     set session transaction isolation level read committed; \
     set session foreign_key_checks = 1, session unique_checks = 1; \
     set session innodb_lock_wait_timeout = 5, session lock_wait_timeout = 60 \
     /*M!, session idle_transaction_timeout = 60 */";

/// The oldest servers that do: MariaDB's oldest that is still cared for, and the first MySQL that compares texts by
/// their bytes.
const OLDEST_MARIADB: (u32, u32, u32) = (10, 6, 0);
const OLDEST_MYSQL: (u32, u32, u32) = (8, 0, 17);

/// Opens a database on a server.
pub(super) async fn open(url: &str, missing: Missing) -> Result<Db> {
    let options = MySqlConnectOptions::from_str(url)
        .map_err(|error| Error::Setup(format!("the database URL {} isn't right: {error}", without_secret(url))))?
        .charset("utf8mb4");
    if options.get_database().is_none() {
        return Err(Error::Setup(format!("the database URL {} doesn't name a database", without_secret(url))));
    }
    let mut connection = first_connection(&options, url).await?;
    connection.execute(SETTINGS).await?;
    check(&mut connection, url, missing).await?;
    migrate(&mut connection, url).await?;
    // Whoever fails to say good-bye here has done his work.
    let _ = connection.close().await;
    let pool = |connections, writes: bool| {
        let options = options.clone();
        let database = options.get_database().unwrap_or_default().replace('`', "``");
        let pool = MySqlPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(PATIENCE)
            .test_before_acquire(false)
            .before_acquire(move |connection, _| {
                let choose = format!("use `{database}`");
                Box::pin(async move {
                    if writes { chooses(connection, choose).await } else { still_answers(connection).await }
                })
            })
            .after_connect(|connection, _| {
                Box::pin(async move {
                    connection.execute(SETTINGS).await?;
                    Ok(())
                })
            })
            .connect_lazy_with(options);
        Pool::MySql(pool)
    };
    Ok(Db { kind: Kind::MySql, read: pool(SERVER_READERS, false), write: pool(SERVER_WRITERS, true) })
}

/// Whether a connection answers. What its user may do in a database is looked up when that is chosen: so one that was made
/// while nothing could be written learns that it may again.
async fn chooses(connection: &mut MySqlConnection, choose: String) -> Result<bool, sqlx::Error> {
    promptly(sqlx::raw_sql(AssertSqlSafe(choose)).execute(connection)).await.map(|_| true)
}

/// Brings the schema up to date, one process at a time. A migration that was cut off is marked as begun, for changes to a
/// schema can't be rolled back here; ours can be run again over what they left, so the mark is taken away.
async fn migrate(connection: &mut MySqlConnection, url: &str) -> Result<()> {
    // sqlx asks for its own lock with an endless patience that MySQL knows and MariaDB takes for none. The lock's name
    // holds for the whole server, and ends with the connection.
    let lock = "select coalesce(get_lock(concat('workshops.', crc32(database())), 50), 0)";
    let is_locked: i64 = sqlx::query_scalar(lock).fetch_one(&mut *connection).await?;
    if is_locked != 1 {
        let place = without_secret(url);
        return Err(Error::Unreachable(format!(
            "another process has been changing the tables in the database at {place} for 50 seconds"
        )));
    }
    connection.ensure_migrations_table(&MIGRATIONS.table_name).await.map_err(|error| unready(url, error))?;
    connection.execute("delete from _sqlx_migrations where success = false").await?;
    MIGRATIONS.run(connection).await.map_err(|error| unready(url, error))
}

/// Refuses a server that can't do the work, and warns of one that may lose it.
async fn check(connection: &mut MySqlConnection, url: &str, missing: Missing) -> Result<()> {
    let place = without_secret(url);
    let version: String = sqlx::query_scalar("select version()").fetch_one(&mut *connection).await?;
    let mut parts = version.split(|c: char| !c.is_ascii_digit()).map(|part| part.parse::<u32>().unwrap_or(0));
    let found = (parts.next().unwrap_or(0), parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    let oldest = if version.contains("MariaDB") { OLDEST_MARIADB } else { OLDEST_MYSQL };
    if found < oldest {
        return Err(Error::Setup(format!(
            "the server at {place} is too old ({version}); Workshops needs MariaDB 10.6 or MySQL 8.0.17, or newer"
        )));
    }
    let [flush, log, sync]: [i64; 3] = {
        let row: (i64, i64, i64) = sqlx::query_as(
            "select cast(@@innodb_flush_log_at_trx_commit as signed), cast(@@log_bin as signed), \
             cast(@@sync_binlog as signed)",
        )
        .fetch_one(&mut *connection)
        .await?;
        [row.0, row.1, row.2]
    };
    for (is_lax, name) in [(flush != 1, "innodb_flush_log_at_trx_commit"), (log == 1 && sync != 1, "sync_binlog")] {
        if is_lax {
            tracing::warn!("the database server's {name} isn't 1: registrations can be lost when the power goes");
        }
    }
    let tables: Option<String> = sqlx::query_scalar(
        "select table_name from information_schema.tables \
         where table_schema = database() and table_name = '_sqlx_migrations'",
    )
    .fetch_optional(&mut *connection)
    .await?;
    if missing == Missing::Refuse && tables.is_none() {
        return Err(no_tables(url));
    }
    Ok(())
}

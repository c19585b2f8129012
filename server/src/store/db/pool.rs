//! A pool of connections to whichever database.

use super::{
    Fetch, Row, Statement, Value, query,
    transaction::{Link, Transaction},
};
use crate::error::{Error, Result};
use async_trait::async_trait;
use sqlx::{MySqlPool, PgPool, SqlitePool};
use std::time::Duration;

/// How long a single statement may read, its wait for a connection counted: a database that was cut off without a word
/// would otherwise be waited for as long as the network is patient.
const LONGEST_READ: Duration = Duration::from_secs(20);

/// A pool of connections.
#[derive(Clone, Debug)]
pub enum Pool {
    /// To SQLite.
    Sqlite(SqlitePool),
    /// To PostgreSQL.
    Postgres(PgPool),
    /// To MariaDB or MySQL.
    MySql(MySqlPool),
}

impl Pool {
    /// Begins a transaction that writes and, after a lock, sees what others committed before.
    pub(super) async fn begin(&self) -> Result<Transaction> {
        Ok(Transaction::new(match self {
            // Takes the lock of the only writer at once: a transaction that reads first can't be refused later.
            Self::Sqlite(pool) => Link::Sqlite(pool.begin_with("begin immediate").await?),
            Self::Postgres(pool) => Link::Postgres(pool.begin_with("begin isolation level read committed").await?),
            // The isolation level is the session's, see `mysql.rs`.
            Self::MySql(pool) => Link::MySql(pool.begin().await?),
        }))
    }

    /// Begins a transaction that reads, and sees everything as of one instant.
    pub(super) async fn begin_snapshot(&self) -> Result<Transaction> {
        Ok(Transaction::new(match self {
            Self::Sqlite(pool) => Link::Sqlite(pool.begin().await?),
            Self::Postgres(pool) => {
                Link::Postgres(pool.begin_with("begin isolation level repeatable read, read only").await?)
            }
            Self::MySql(pool) => Link::MySql(
                pool.begin_with(
                    "set transaction isolation level repeatable read; \
                     start transaction with consistent snapshot, read only",
                )
                .await?,
            ),
        }))
    }

    /// Ends all connections.
    pub(super) async fn close(&self) {
        match self {
            Self::Sqlite(pool) => pool.close().await,
            Self::Postgres(pool) => pool.close().await,
            Self::MySql(pool) => pool.close().await,
        }
    }
}

#[async_trait]
impl Fetch for &Pool {
    async fn fetch(&mut self, statement: Statement, values: &[Value<'_>]) -> Result<Vec<Row>> {
        let rows = self.fetch_rows(statement, values);
        tokio::time::timeout(LONGEST_READ, rows).await.unwrap_or(Err(Error::Unavailable))
    }
}

impl Pool {
    async fn fetch_rows(&self, statement: Statement, values: &[Value<'_>]) -> Result<Vec<Row>> {
        Ok(match self {
            Pool::Sqlite(pool) => {
                query!(statement.plain(), values).fetch_all(pool).await?.into_iter().map(Row::Sqlite).collect()
            }
            Pool::Postgres(pool) => {
                query!(statement.numbered(), values).fetch_all(pool).await?.into_iter().map(Row::Postgres).collect()
            }
            Pool::MySql(pool) => {
                query!(statement.plain(), values).fetch_all(pool).await?.into_iter().map(Row::MySql).collect()
            }
        })
    }
}

//! A transaction on whichever database.

use super::{Fetch, MOST_ROWS, Row, Statement, Value, padded, query};
use crate::error::{Error, Result};
use async_trait::async_trait;
use sqlx::{MySqlTransaction, PgTransaction, SqliteTransaction};

/// A transaction: what it does holds once [`Transaction::commit`] says so. Dropped before that, it never was.
#[derive(Debug)]
pub struct Transaction {
    link: Link,
    /// Whether a statement failed. PostgreSQL answers the commit of such a transaction as if all were well, though it
    /// rolls back; SQLite and MariaDB would store what came before.
    has_failed: bool,
}

#[derive(Debug)]
pub(super) enum Link {
    Sqlite(SqliteTransaction<'static>),
    Postgres(PgTransaction<'static>),
    MySql(MySqlTransaction<'static>),
}

impl Transaction {
    pub(super) fn new(link: Link) -> Self {
        Self { link, has_failed: false }
    }

    /// Runs a statement, and gives how many rows it met.
    ///
    /// # Errors
    /// [`Error::Database`]. The transaction can't be committed then.
    pub async fn execute(&mut self, text: &'static str, values: &[Value<'_>]) -> Result<u64> {
        self.run(Statement::from(text), values).await
    }

    /// Runs a statement with `…` in the place of this list, which comes after all other values: once for each part of it
    /// that a statement can hold.
    ///
    /// # Errors
    /// As [`Transaction::execute`].
    pub async fn execute_for<'a>(
        &mut self,
        text: &'static str,
        first: &[Value<'a>],
        list: Vec<Value<'a>>,
    ) -> Result<()> {
        for chunk in list.chunks(MOST_ROWS) {
            let (statement, values) = padded(text, first, chunk);
            self.run(statement, &values).await?;
        }
        Ok(())
    }

    /// Inserts rows in as many statements as they need; the text is `insert into table (a, b)`.
    ///
    /// Each inserts a power of two of them, so that few lengths exist and the connections can keep them prepared. To
    /// prepare one costs as much as to run it; and of one that isn't kept, sqlx tells MariaDB without asking for an answer,
    /// upon which the kernel holds the next one back until that is confirmed (Nagle's algorithm): 40 ms.
    ///
    /// # Errors
    /// As [`Transaction::execute`].
    pub async fn insert<const COLUMNS: usize>(
        &mut self,
        head: &'static str,
        rows: &[[Value<'_>; COLUMNS]],
    ) -> Result<()> {
        let statement = |rows| Statement::insert(head, COLUMNS, rows);
        self.insert_by(statement, COLUMNS, rows.as_flattened()).await
    }

    /// The same with a text that is put together, and the values of all rows one after another.
    ///
    /// # Errors
    /// As [`Transaction::execute`].
    pub async fn insert_values(&mut self, head: &str, columns: usize, values: &[Value<'_>]) -> Result<()> {
        let statement = |rows| Statement::insert_made(head, columns, rows);
        self.insert_by(statement, columns, values).await
    }

    async fn insert_by(
        &mut self,
        statement: impl Fn(usize) -> Statement,
        columns: usize,
        values: &[Value<'_>],
    ) -> Result<()> {
        let mut values = values;
        while !values.is_empty() {
            let rows = (values.len() / columns).min(MOST_ROWS);
            let (some, rest) = values.split_at(columns << rows.ilog2());
            self.run(statement(some.len() / columns), some).await?;
            values = rest;
        }
        Ok(())
    }

    async fn run(&mut self, statement: Statement, values: &[Value<'_>]) -> Result<u64> {
        let outcome = match &mut self.link {
            Link::Sqlite(link) => {
                query!(statement.plain(), values).execute(&mut **link).await.map(|done| done.rows_affected())
            }
            Link::Postgres(link) => {
                query!(statement.numbered(), values).execute(&mut **link).await.map(|done| done.rows_affected())
            }
            Link::MySql(link) => {
                query!(statement.plain(), values).execute(&mut **link).await.map(|done| done.rows_affected())
            }
        };
        self.has_failed |= outcome.is_err();
        Ok(outcome?)
    }

    /// Makes it all durable.
    ///
    /// # Errors
    /// [`Error::Database`]: nothing is stored then, or if the connection was lost at this very moment, it is unknown.
    pub async fn commit(self) -> Result<()> {
        if self.has_failed {
            let text = "a statement of this transaction failed, so it can't be committed";
            return Err(Error::Database(sqlx::Error::Protocol(text.to_owned())));
        }
        Ok(match self.link {
            Link::Sqlite(link) => link.commit().await,
            Link::Postgres(link) => link.commit().await,
            Link::MySql(link) => link.commit().await,
        }?)
    }
}

#[async_trait]
impl Fetch for Transaction {
    async fn fetch(&mut self, statement: Statement, values: &[Value<'_>]) -> Result<Vec<Row>> {
        let outcome = match &mut self.link {
            Link::Sqlite(link) => query!(statement.plain(), values)
                .fetch_all(&mut **link)
                .await
                .map(|rows| rows.into_iter().map(Row::Sqlite).collect()),
            Link::Postgres(link) => query!(statement.numbered(), values)
                .fetch_all(&mut **link)
                .await
                .map(|rows| rows.into_iter().map(Row::Postgres).collect()),
            Link::MySql(link) => query!(statement.plain(), values)
                .fetch_all(&mut **link)
                .await
                .map(|rows| rows.into_iter().map(Row::MySql).collect()),
        };
        self.has_failed |= outcome.is_err();
        Ok(outcome?)
    }
}

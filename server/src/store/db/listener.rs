//! Listening to what a database tells by itself. Only PostgreSQL does.

use super::{Db, PATIENCE, Pool};
use crate::error::Result;
use sqlx::postgres::{PgListener, PgPoolOptions};

/// A connection that listens.
#[derive(Debug)]
pub struct Listener(PgListener);

impl Db {
    /// Listens on a connection of its own, so that it takes none from those who read; nothing if this database tells
    /// nothing.
    ///
    /// # Errors
    /// [`Error::Database`](crate::error::Error::Database) if it can't be reached.
    pub async fn listen(&self, channel: &str) -> Result<Option<Listener>> {
        let Pool::Postgres(pool) = &self.read else { return Ok(None) };
        let options = pool.connect_options().as_ref().clone();
        // A pool of one, which the listener connects anew with; it must not end a connection for being idle or old.
        let pool = PgPoolOptions::new()
            .max_connections(1)
            .acquire_timeout(PATIENCE)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_lazy_with(options);
        let mut listener = PgListener::connect_with(&pool).await?;
        listener.ignore_pool_close_event(true);
        listener.listen(channel).await?;
        Ok(Some(Listener(listener)))
    }
}

impl Listener {
    /// What was told next; nothing if the connection was lost and is there again.
    ///
    /// # Errors
    /// [`Error::Database`](crate::error::Error::Database) if the connection is lost for now.
    pub async fn next(&mut self) -> Result<Option<String>> {
        Ok(self.0.try_recv().await?.map(|told| told.payload().to_owned()))
    }
}

//! Administrators' accounts.

use super::{
    Store, count,
    record::{self, Entry},
};
use crate::error::Result;
use domain::Timestamp;
use sqlx::Row;

/// An administrator's account.
#[derive(Clone)]
pub struct Account {
    /// Its name.
    pub name: String,
    /// Argon2id in the PHC string format.
    pub password_hash: String,
    /// Raised with every new password.
    pub version: u32,
}

impl Store {
    /// The account with this name.
    ///
    /// # Errors
    /// [`Error::Database`](crate::error::Error::Database).
    pub async fn account(&self, name: &str) -> Result<Option<Account>> {
        let row = sqlx::query("select name, password_hash, version from account where name = ?")
            .bind(name)
            .fetch_optional(&self.db.read)
            .await?;
        row.map(|row| {
            Ok(Account {
                name: row.try_get("name")?,
                password_hash: row.try_get("password_hash")?,
                version: count(row.try_get("version")?)?,
            })
        })
        .transpose()
    }

    /// Sets an account's password, makes the account if it is missing, puts it on record, and gives the new version:
    /// sessions with an older one are over.
    ///
    /// # Errors
    /// [`Error::Database`](crate::error::Error::Database).
    pub async fn set_password(&self, name: &str, password_hash: &str, by_whom: &str, now: Timestamp) -> Result<u32> {
        let mut transaction = self.db.write.begin_with("begin immediate").await?;
        let changed =
            sqlx::query("update account set password_hash = ?, version = version + 1, changed_at = ? where name = ?")
                .bind(password_hash)
                .bind(now.as_micros())
                .bind(name)
                .execute(&mut *transaction)
                .await?;
        if changed.rows_affected() == 0 {
            sqlx::query("insert into account (name, password_hash, changed_at) values (?, ?, ?)")
                .bind(name)
                .bind(password_hash)
                .bind(now.as_micros())
                .execute(&mut *transaction)
                .await?;
        }
        let entry = Entry { event: None, action: "password", before: "", after: "" };
        record::write(&mut transaction, entry, by_whom, now).await?;
        let version: i64 = sqlx::query_scalar("select version from account where name = ?")
            .bind(name)
            .fetch_one(&mut *transaction)
            .await?;
        transaction.commit().await?;
        count(version)
    }
}

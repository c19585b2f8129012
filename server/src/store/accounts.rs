//! Administrators' accounts.

use super::{
    Store,
    db::{Fetch, Kind},
    patience::patiently,
    record::{self, Entry},
};
use crate::error::Result;
use domain::Timestamp;

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
        let statement = "select name, password_hash, version from account where name = ?";
        let row = self.db.reader().fetch_optional(statement, &[name.into()]).await?;
        row.map(|row| {
            Ok(Account {
                name: row.string("name")?,
                password_hash: row.string("password_hash")?,
                version: row.count("version")?,
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
        patiently(|| self.try_set_password(name, password_hash, by_whom, now)).await
    }

    async fn try_set_password(&self, name: &str, password_hash: &str, by_whom: &str, now: Timestamp) -> Result<u32> {
        let mut transaction = self.db.begin().await?;
        let statement = match self.db.kind() {
            Kind::Sqlite | Kind::Postgres => {
                "insert into account (name, password_hash, changed_at) values (?, ?, ?) \
                 on conflict (name) do update set password_hash = excluded.password_hash, \
                 version = account.version + 1, changed_at = excluded.changed_at"
            }
            Kind::MySql => {
                "insert into account (name, password_hash, changed_at) values (?, ?, ?) \
                 on duplicate key update password_hash = values(password_hash), version = version + 1, \
                 changed_at = values(changed_at)"
            }
        };
        transaction.execute(statement, &[name.into(), password_hash.into(), now.into()]).await?;
        let entry = Entry { event: None, action: "password", before: "", after: "" };
        record::write(&mut transaction, entry, by_whom, now).await?;
        let row = transaction.fetch_one("select version from account where name = ?", &[name.into()]).await?;
        let version = row.count("version")?;
        transaction.commit().await?;
        Ok(version)
    }
}

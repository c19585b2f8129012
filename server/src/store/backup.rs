//! A copy of everything in one file.

use super::{
    Store,
    db::{Db, Kind},
};
use crate::error::{Error, Result};
use std::path::Path;

impl Store {
    /// Writes everything, as of one instant, into an empty file: a SQLite database, whatever this one is. Nobody waits
    /// for it. A file that isn't sound is an error.
    ///
    /// # Errors
    /// [`Error::Database`] if one of them fails, as when the disk is full; [`Error::Setup`] if something else arrived than
    /// was read. The file holds nothing of use then.
    pub async fn copy_into(&self, file: &Path) -> Result<()> {
        if !self.db.copy_into(file).await? {
            let target = Self { db: Db::open_file(file).await? };
            let copied = self.copy_to(&target).await;
            // In any case: what stands in files beside this one is tidied up.
            target.close().await;
            copied?;
        }
        match Db::seal(file).await?.as_slice() {
            [] => Ok(()),
            [first, ..] => Err(Error::Setup(format!(
                "the copy isn't sound ({first}), so it wasn't kept; `workshops audit` says what is wrong"
            ))),
        }
    }

    /// Whether it is a file that only needs to be put back in its place.
    #[must_use]
    pub fn is_file(&self) -> bool {
        self.db.kind() == Kind::Sqlite
    }
}

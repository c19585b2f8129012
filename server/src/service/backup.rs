//! Backups: everything in one file, while the server goes on.

use crate::{
    error::{Error, Result},
    store::{Missing, Store},
};
use std::{fs, io, path::Path};

/// A backup that was made.
#[derive(Clone, Copy, Debug)]
pub struct Backup {
    /// Its size in bytes.
    pub bytes: u64,
    /// Whether it can take the place of the database's file; else it has to be copied into a database.
    pub is_in_kind: bool,
}

/// Writes all of the database at this URL into a new SQLite file that only this user can read, for it holds keys. The
/// file has its name only once it is whole, sound and on disk.
///
/// # Errors
/// [`Error::Setup`] if the file exists or can't be made, or the database can't be opened; any failure of the database.
/// There is no file then.
pub async fn back_up(url: &str, file: &Path) -> Result<Backup> {
    if file.symlink_metadata().is_ok() {
        return Err(exists(file));
    }
    let cannot = |error: io::Error| Error::Setup(format!("{} can't be written: {error}", file.display()));
    let folder = file.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    let store = Store::open(url, Missing::Refuse).await?;
    // Mode 600, and gone when this function ends otherwise than well.
    let mut partial = tempfile::Builder::new();
    let partial = partial.prefix(".workshops-").suffix(".partial").tempfile_in(folder).map_err(cannot)?;
    let copied = store.copy_into(partial.path()).await;
    let is_in_kind = store.is_file();
    store.close().await;
    copied?;
    partial.as_file().sync_all().map_err(cannot)?;
    let bytes = partial.as_file().metadata().map_err(cannot)?.len();
    partial.persist_noclobber(file).map_err(|error| match error.error.kind() {
        io::ErrorKind::AlreadyExists => exists(file),
        _ => cannot(error.error),
    })?;
    // The name, too, is to be on disk.
    fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(cannot)?;
    Ok(Backup { bytes, is_in_kind })
}

fn exists(file: &Path) -> Error {
    let file = file.display();
    Error::Setup(format!("{file} is there already and stays as it is; give the backup another name, or remove it"))
}

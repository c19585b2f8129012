//! `workshops backup`.

use super::say;
use crate::{
    error::Result,
    service::backup::{self, Backup},
};
use std::{io, path::Path, process::ExitCode};

/// Makes a backup, and says what it is and how it is put back.
pub(super) async fn back_up(url: &str, file: &Path) -> Result<ExitCode> {
    let Backup { bytes, is_in_kind } = backup::back_up(url, file).await?;
    let file = file.display();
    say(
        io::stdout(),
        format_args!("{file}: {bytes} bytes, checked and on disk; it holds keys: keep it as safe as they are"),
    );
    if is_in_kind {
        say(
            io::stdout(),
            format_args!(
                "to restore it: stop the server, move the database's file and those beside it that end with -wal and \
                 -shm away, copy this one to the file's place, run `workshops audit`, and start the server"
            ),
        );
    } else {
        say(
            io::stdout(),
            format_args!(
                "to restore it: stop the server, make an empty database, and run `workshops copy sqlite://{file} URL` \
                 with that one's URL"
            ),
        );
    }
    Ok(ExitCode::SUCCESS)
}

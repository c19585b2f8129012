//! Opening the database as soon as it can be reached.

use crate::error::{Error, Result};
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// The time between two tries.
const PAUSE: Duration = Duration::from_secs(1);

/// The time after which it is said again that the database isn't there.
const SELDOM: Duration = Duration::from_secs(600);

/// Opens the database, and while that fails for a reason that may pass by itself, tries again.
///
/// # Errors
/// What doesn't pass by itself.
pub async fn when_reachable<T>(open: impl AsyncFn() -> Result<T>) -> Result<T> {
    let began = Instant::now();
    let mut said: Option<Instant> = None;
    loop {
        let error = match open().await {
            Err(error @ Error::Unreachable(_)) => error,
            opened => {
                if opened.is_ok() && said.is_some() {
                    tracing::info!(seconds = began.elapsed().as_secs(), "the database is there");
                }
                return opened;
            }
        };
        if said.is_none_or(|said| said.elapsed() >= SELDOM) {
            tracing::warn!(
                error = %error,
                "the database can't be used yet; it is tried every second, and whoever comes is told to come back",
            );
            said = Some(Instant::now());
        }
        sleep(PAUSE).await;
    }
}

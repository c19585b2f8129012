//! Trying again what someone else came in between of.

use crate::error::Result;

/// How often a transaction is tried when the database says that it was busy.
const TRIES: u32 = 5;

/// Does something, and again while it fails for a reason that may pass: the database was busy, or chose this of two
/// transactions to give way.
///
/// # Errors
/// What the last attempt failed with.
pub async fn patiently<T, F: Future<Output = Result<T>>>(mut attempt: impl FnMut() -> F) -> Result<T> {
    let mut tried = 1;
    loop {
        match attempt().await {
            Err(error) if error.is_passing() && tried < TRIES => {
                tracing::warn!(error = %error, tried, "the database was busy; trying again");
                tried += 1;
            }
            outcome => return outcome,
        }
    }
}

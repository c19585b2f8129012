//! What other processes on the same database change.

use super::Live;
use crate::error::Result;
use std::{sync::Arc, time::Duration};

/// The time before a lost database is listened to again, at first and at most.
const SOON: Duration = Duration::from_millis(100);
const LATE: Duration = Duration::from_secs(5);

impl Live {
    /// Tells listeners what other processes change, as soon as the database says so, until the program stops. What it
    /// doesn't say is found by looking.
    pub async fn follow(self: Arc<Self>) {
        tokio::select! {
            () = self.hear() => {}
            () = self.stopped() => {}
        }
    }

    async fn hear(&self) {
        let mut wait = SOON;
        loop {
            match self.hear_once(&mut wait).await {
                Ok(()) => return,
                Err(error) => tracing::warn!(error = %error, "other processes' changes aren't heard of for now"),
            }
            tokio::time::sleep(wait).await;
            wait = (wait * 2).min(LATE);
        }
    }

    /// Listens until the connection is lost, and ends well only where there is nothing to hear.
    async fn hear_once(&self, wait: &mut Duration) -> Result<()> {
        let Some(mut changes) = self.store.changes().await? else { return Ok(()) };
        *wait = SOON;
        // Nobody heard what happened until now.
        self.anything_changed();
        loop {
            match changes.next().await? {
                Some(event) => self.changed(event),
                None => self.anything_changed(),
            }
        }
    }

    /// Every event that somebody listens to may have changed.
    fn anything_changed(&self) {
        for channel in self.lock().values() {
            channel.changed.notify_one();
        }
    }
}

//! A gate before work that would be slow for all if too many did it at once.

use crate::error::{Error, Result};
use std::time::Duration;
use tokio::{
    sync::{Semaphore, SemaphorePermit},
    time::timeout,
};

/// Lets some in at once and some more wait, each for a while; everyone else is sent away at once.
#[derive(Debug)]
pub struct Gate {
    inside: Semaphore,
    /// Inside and waiting.
    places: Semaphore,
    patience: Duration,
}

/// Someone is inside until this is dropped.
#[derive(Debug)]
#[must_use]
pub struct Inside<'a> {
    _inside: SemaphorePermit<'a>,
    _place: SemaphorePermit<'a>,
}

impl Gate {
    /// A gate that lets so many in at once, and so many more wait, no longer than this.
    #[must_use]
    pub const fn new(inside: usize, waiting: usize, patience: Duration) -> Self {
        Self { inside: Semaphore::const_new(inside), places: Semaphore::const_new(inside + waiting), patience }
    }

    /// Waits to be let in.
    ///
    /// # Errors
    /// [`Error::Overloaded`] if too many wait already, or it takes too long.
    pub async fn enter(&self) -> Result<Inside<'_>> {
        self.enter_within(self.patience).await
    }

    /// The same, but waits no longer than this, whoever else may wait for longer.
    ///
    /// # Errors
    /// As [`Gate::enter`].
    pub async fn enter_within(&self, patience: Duration) -> Result<Inside<'_>> {
        let place = self.places.try_acquire().map_err(|_| Error::Overloaded)?;
        let patience = patience.min(self.patience);
        let inside = timeout(patience, self.inside.acquire()).await.map_err(|_| Error::Overloaded)?;
        Ok(Inside { _inside: inside.map_err(|_| Error::Stopped)?, _place: place })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn some_are_let_in_some_wait_and_the_rest_is_sent_away() {
        let gate = Gate::new(2, 1, Duration::from_millis(200));
        let first = gate.enter().await.expect("in");
        let _second = gate.enter().await.expect("in");
        let began = tokio::time::Instant::now();
        let late = async {
            let sent_away = gate.enter().await;
            (sent_away, began.elapsed())
        };
        let (third, (fourth, elapsed)) = tokio::join!(gate.enter(), late);
        assert!(matches!(third, Err(Error::Overloaded)), "nobody left in time");
        assert!(matches!(fourth, Err(Error::Overloaded)), "no place to wait");
        assert!(elapsed < Duration::from_millis(200), "at once");
        let (third, ()) = tokio::join!(gate.enter(), async { drop(first) });
        let _third = third.expect("in, once someone left");
        assert!(gate.enter().await.is_err());
    }
}

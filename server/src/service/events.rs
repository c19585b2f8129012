//! Events as they are now, prepared for judging.

use crate::{
    error::{Error, Result},
    store::{EventState, Store},
};
use domain::{Event, EventId, rules::Rulebook};
use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

/// Prepared events by id and version. The version in the database says whether a prepared one still holds, so other
/// processes may change events too.
#[derive(Debug, Default)]
pub struct EventCache(RwLock<HashMap<EventId, (i64, Arc<Rulebook>)>>);

impl EventCache {
    /// The event in this version, if it is prepared.
    #[must_use]
    pub fn cached(&self, event: EventId, version: i64) -> Option<Arc<Rulebook>> {
        let events = self.0.read().unwrap_or_else(PoisonError::into_inner);
        events.get(&event).filter(|(cached, _)| *cached == version).map(|(_, book)| Arc::clone(book))
    }

    /// Prepares an event and keeps it, unless a newer version is kept already.
    pub fn keep(&self, event: Event, version: i64) -> Arc<Rulebook> {
        let id = event.id;
        let book = Arc::new(Rulebook::new(event));
        let mut events = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let kept = events.entry(id).or_insert_with(|| (version, Arc::clone(&book)));
        if kept.0 < version {
            *kept = (version, Arc::clone(&book));
        }
        book
    }

    /// The event as it is now.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is none.
    pub async fn load(&self, store: &Store, state: Option<EventState>) -> Result<Arc<Rulebook>> {
        Ok(self.load_versioned(store, state).await?.0)
    }

    /// The event as it is now, and its version.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is none.
    pub async fn load_versioned(&self, store: &Store, state: Option<EventState>) -> Result<(Arc<Rulebook>, i64)> {
        let state = state.ok_or(Error::NotFound)?;
        if let Some(book) = self.cached(state.id, state.version) {
            return Ok((book, state.version));
        }
        let (event, version) = store.event(state.id).await?;
        Ok((self.keep(event, version), version))
    }
}

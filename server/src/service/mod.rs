//! What the program does: transaction scripts over the store, the engine and the rules. They implement the traits
//! that the pages need.

pub mod accounts;
pub mod audit;
pub mod backup;
pub mod changing;
pub mod copying;
mod dates;
pub mod events;
pub mod importing;
pub mod managing;
pub mod people;
mod questions;
mod registering;
mod together;
pub mod uploads;

use crate::{
    auth::{Guard, Tokens},
    clock::Clock,
    engine::Engine,
    gate::Gate,
    live::Live,
    metrics::Metrics,
    random::Random,
    store::{EventState, StandingRow, Store, StudentRow, TakenSeats},
};
use domain::{EventId, StudentId, StudentKey};
use events::EventCache;
use questions::together;

use std::{sync::Arc, time::Duration};
use together::Together;
use uploads::Uploads;

/// How long work that only two at once may do is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// All services, and what they stand on.
pub struct Services {
    /// The database.
    pub store: Store,
    /// Events as they are now, prepared for judging.
    pub events: Arc<EventCache>,
    /// Decides all registrations.
    pub engine: Arc<Engine>,
    /// Tells listeners how the seats stand.
    pub live: Arc<Live>,
    /// What is measured of all this.
    pub metrics: Arc<Metrics>,
    /// Makes and reads session tokens.
    pub tokens: Tokens,
    /// Limits failed logins.
    pub guard: Guard,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
    /// The school's time zone.
    pub time_zone: jiff::tz::TimeZone,
    /// How browsers reach us, such as `https://workshops.school.nl`: it stands in links and on cards.
    pub base_url: String,
    /// Files that wait for their confirmation.
    pub uploads: Uploads,
    password_work: Gate,
    /// Making files that take time.
    export_work: Gate,
    events_by_slug: Together<String, Arc<(EventState, TakenSeats)>>,
    event_states: Together<EventId, EventState>,
    students_by_key: Together<StudentKey, StudentRow>,
    students_with_standings: Together<(EventId, StudentId), Arc<(StudentRow, StandingRow)>>,
}

/// What [`Services::new`] needs.
pub struct Parts {
    /// The database.
    pub store: Store,
    /// Makes and reads session tokens.
    pub tokens: Tokens,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
    /// The school's time zone.
    pub time_zone: jiff::tz::TimeZone,
    /// How browsers reach us, without a slash at its end.
    pub base_url: String,
}

impl Services {
    /// The services over these parts.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        let Parts { store, tokens, clock, random, time_zone, base_url } = parts;
        let events = Arc::new(EventCache::default());
        let live = Arc::new(Live::new(store.clone(), Arc::clone(&events), Arc::clone(&clock)));
        let events_by_slug = together(&store, |store, slugs| Box::pin(questions::events_by_slug(store, slugs)));
        let event_states = together(&store, |store, events| Box::pin(questions::event_states(store, events)));
        let students_by_key = together(&store, |store, keys| Box::pin(questions::students_by_key(store, keys)));
        let students_with_standings =
            together(&store, |store, students| Box::pin(questions::students_with_standings(store, students)));
        let metrics = Arc::new(Metrics::default());
        let engine = Arc::new(Engine::new(crate::engine::Parts {
            store: store.clone(),
            events: Arc::clone(&events),
            clock: Arc::clone(&clock),
            live: Arc::clone(&live),
            metrics: Arc::clone(&metrics),
        }));
        Self {
            store,
            events,
            engine,
            live,
            metrics,
            tokens,
            guard: Guard::default(),
            clock,
            random,
            time_zone,
            base_url,
            uploads: Uploads::default(),
            // Each hash takes 19 MiB and tens of milliseconds: two at once can't starve anything.
            password_work: Gate::new(2, 64, PATIENCE),
            export_work: Gate::new(2, 16, PATIENCE),
            events_by_slug,
            event_states,
            students_by_key,
            students_with_standings,
        }
    }
}

//! Tells open pages and programs how the seats stand, as they go.
//!
//! One task for each event that somebody listens to encodes the seats once for all listeners, at most a few times a
//! second. A listener sees the latest state and none in between: however slow he is, nothing piles up for him.

mod others;
mod stream;

pub use stream::{Reader, stream};

use crate::{
    clock::Clock,
    error::{Error, Result},
    service::events::EventCache,
    store::Store,
};
use app::api::registering::Seen;
use axum::body::Bytes;
use domain::{Event, EventId, Phase, Seats, Timestamp, WorkshopId, edit::fingerprint};
use serde::Serialize;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::{Notify, watch};
use tokio_util::sync::CancellationToken;

/// The time between two messages of one event at least: four a second look live.
const PAUSE: Duration = Duration::from_millis(250);

/// How much longer that is for each listener: writing to one takes some microseconds, and a crowd must not keep a whole
/// core busy. Ten thousand are told after 0.75 s.
const PAUSE_PER_LISTENER: Duration = Duration::from_micros(50);

/// The longest that nobody looks whether the event has opened or closed by its schedule: the clock may be set.
const LOOK: Duration = Duration::from_secs(20);

/// The time before the database is asked again after it failed.
const AFTER_FAILURE: Duration = Duration::from_secs(2);

/// How the seats of an event stand, encoded once for all listeners.
#[derive(Debug)]
pub struct Frame {
    /// Differs when the seats do: a listener that comes back says which it saw last.
    pub id: Arc<str>,
    /// [`Seen`] as a line, for pages.
    pub line: String,
    /// [`SeatList`] as JSON, for programs.
    pub json: String,
    /// Both as server-sent events.
    for_pages: Bytes,
    for_programs: Bytes,
}

impl Frame {
    /// Encodes a line and JSON that say the same.
    #[must_use]
    pub fn new(id: &str, line: String, json: String) -> Self {
        let (for_pages, for_programs) = (stream::message(id, None, &line), stream::message(id, Some("seats"), &json));
        Self { id: id.into(), line, json, for_pages, for_programs }
    }
}

/// What a page is made of: the event's version, and whether one can register.
#[must_use]
pub fn state(version: i64, phase: &Phase) -> String {
    let phase = match phase {
        Phase::Closed => 'c',
        Phase::Waiting { .. } => 'w',
        Phase::Open { .. } => 'o',
        Phase::Over { .. } => 'x',
    };
    format!("{version}{phase}")
}

/// What listeners get: the latest frame, nothing until there is one.
pub type Frames = watch::Receiver<Option<Arc<Frame>>>;

/// The seats of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SeatList {
    /// One entry for each workshop, in the event's order.
    pub seats: Vec<SeatCount>,
}

/// The seats of a workshop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SeatCount {
    /// Which workshop.
    pub workshop_id: WorkshopId,
    /// How many fit.
    pub capacity: u32,
    /// How many seats are taken, extra seats not counted.
    pub taken: u32,
}

impl SeatList {
    /// The seats of each of the event's workshops.
    #[must_use]
    pub fn of(event: &Event, seats: &Seats) -> Self {
        let count = |(place, workshop): (usize, &domain::Workshop)| SeatCount {
            workshop_id: workshop.id,
            capacity: workshop.capacity,
            taken: seats.taken(place),
        };
        Self { seats: event.workshops.iter().enumerate().map(count).collect() }
    }
}

/// Who listens to which event.
pub struct Live {
    store: Store,
    events: Arc<EventCache>,
    clock: Arc<dyn Clock>,
    channels: Mutex<HashMap<EventId, Channel>>,
    stopped: CancellationToken,
}

#[derive(Clone, Debug)]
struct Channel {
    changed: Arc<Notify>,
    frames: watch::Sender<Option<Arc<Frame>>>,
}

impl Live {
    /// Nobody listens yet.
    #[must_use]
    pub fn new(store: Store, events: Arc<EventCache>, clock: Arc<dyn Clock>) -> Self {
        Self { store, events, clock, channels: Mutex::default(), stopped: CancellationToken::new() }
    }

    /// Something of an event has changed. Costs nothing if nobody listens.
    pub fn changed(&self, event: EventId) {
        if let Some(channel) = self.lock().get(&event) {
            channel.changed.notify_one();
        }
    }

    /// Listens to an event's seats, until the event is gone or the program stops.
    pub fn listen(self: &Arc<Self>, event: EventId) -> Frames {
        let mut channels = self.lock();
        if self.stopped.is_cancelled() {
            return watch::Sender::new(None).subscribe();
        }
        let channel = channels.entry(event).or_insert_with(|| {
            let channel = Channel { changed: Arc::new(Notify::new()), frames: watch::Sender::new(None) };
            let (live, told) = (Arc::clone(self), channel.clone());
            tokio::spawn(async move {
                tokio::select! {
                    () = Arc::clone(&live).tell(event, told) => {}
                    () = live.stopped() => {}
                }
            });
            channel
        });
        channel.frames.subscribe()
    }

    /// How many listen, to all events together.
    #[must_use]
    pub fn listeners(&self) -> usize {
        self.lock().values().map(|channel| channel.frames.receiver_count()).sum()
    }

    /// How an event's seats stand now: what listeners were told last, or if there are none, what the database says.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such event.
    pub async fn latest(&self, event: EventId) -> Result<Arc<Frame>> {
        let told = self.lock().get(&event).and_then(|channel| channel.frames.borrow().clone());
        match told {
            Some(frame) => Ok(frame),
            None => Ok(Arc::new(self.frame(event).await?.0)),
        }
    }

    /// Ends all streams: the process is about to stop.
    pub fn stop(&self) {
        let mut channels = self.lock();
        self.stopped.cancel();
        channels.clear();
    }

    /// Waits until the streams are to end.
    pub async fn stopped(&self) {
        self.stopped.cancelled().await;
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<EventId, Channel>> {
        self.channels.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells whoever listens, until nobody does.
    async fn tell(self: Arc<Self>, event: EventId, channel: Channel) {
        loop {
            let mut look = self.store.look_interval();
            let pause = match self.frame(event).await {
                Ok((frame, turns_at)) => {
                    look = self.until(turns_at).min(look);
                    channel.frames.send_if_modified(|latest| {
                        let is_new = latest.as_ref().is_none_or(|latest| latest.id != frame.id);
                        if is_new {
                            *latest = Some(Arc::new(frame));
                        }
                        is_new
                    });
                    let listeners = u32::try_from(channel.frames.receiver_count()).unwrap_or(u32::MAX);
                    PAUSE + PAUSE_PER_LISTENER.saturating_mul(listeners)
                }
                Err(Error::NotFound) => {
                    // The event is gone: its listeners' streams end with the channel.
                    self.lock().remove(&event);
                    return;
                }
                Err(error) => {
                    tracing::warn!(event.id = %event, error = %error, "the seats can't be told");
                    channel.changed.notify_one();
                    AFTER_FAILURE
                }
            };
            tokio::time::sleep(pause).await;
            look = look.saturating_sub(pause);
            tokio::select! {
                () = channel.changed.notified() => {}
                () = tokio::time::sleep(look) => {}
                () = channel.frames.closed() => {
                    // Whoever comes between the last one's leaving and this lock is told after all.
                    let mut channels = self.lock();
                    if channel.frames.receiver_count() == 0 {
                        channels.remove(&event);
                        return;
                    }
                }
            }
        }
    }

    /// How an event stands, and when that changes by the schedule.
    async fn frame(&self, event: EventId) -> Result<(Frame, Option<Timestamp>)> {
        let state = self.store.event_state(event).await?;
        let (book, version) = self.events.load_versioned(&self.store, state).await?;
        let event = book.event();
        let seats = self.store.seats(event).await?;
        let phase = event.availability.phase(self.clock.now());
        let taken = (0..event.workshops.len()).map(|place| seats.taken(place)).collect();
        let line = Seen { state: self::state(version, &phase), taken }.to_line();
        let json = serde_json::to_string(&SeatList::of(event, &seats)).unwrap_or_default();
        let turns_at = match phase {
            Phase::Waiting { opens_at } => Some(opens_at),
            Phase::Open { closes_at } => closes_at,
            Phase::Closed | Phase::Over { .. } => None,
        };
        Ok((Frame::new(&fingerprint(&(&line, &json)), line, json), turns_at))
    }

    /// How long it takes until then, at least a moment.
    fn until(&self, at: Option<Timestamp>) -> Duration {
        let Some(at) = at else { return LOOK };
        let micros = at.as_micros().saturating_sub(self.clock.now().as_micros());
        Duration::from_micros(u64::try_from(micros).unwrap_or(0)) + Duration::from_millis(1)
    }
}

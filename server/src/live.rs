//! Tells open pages and programs how the seats stand, as they go.
//!
//! One task for each event that somebody listens to encodes the seats once for all listeners, at most a few times a
//! second. A listener sees the latest state and none in between: however slow he is, nothing piles up for him.

use crate::{error::Result, service::events::EventCache, store::Store};
use domain::{Event, EventId, Seats, WorkshopId, edit::fingerprint};
use serde::Serialize;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::{Notify, watch};
use tokio_util::sync::CancellationToken;

/// The time between two messages of one event: four a second look live, and a hundred listeners cost little.
const PAUSE: Duration = Duration::from_millis(250);

/// The time before the database is asked again after it failed.
const AFTER_FAILURE: Duration = Duration::from_secs(2);

/// How the seats of an event stand, encoded once for all listeners.
#[derive(Debug)]
pub struct Frame {
    /// Differs when the seats do: a listener that comes back says which it saw last.
    pub id: String,
    /// [`SeatList`] as JSON.
    pub json: String,
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
#[derive(Debug)]
pub struct Live {
    store: Store,
    events: Arc<EventCache>,
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
    pub fn new(store: Store, events: Arc<EventCache>) -> Self {
        Self { store, events, channels: Mutex::default(), stopped: CancellationToken::new() }
    }

    /// Something of an event has changed. Costs nothing if nobody listens.
    pub fn changed(&self, event: EventId) {
        if let Some(channel) = self.lock().get(&event) {
            channel.changed.notify_one();
        }
    }

    /// Listens to an event's seats.
    pub fn listen(self: &Arc<Self>, event: EventId) -> Frames {
        let mut channels = self.lock();
        let channel = channels.entry(event).or_insert_with(|| {
            let channel = Channel { changed: Arc::new(Notify::new()), frames: watch::Sender::new(None) };
            tokio::spawn(Arc::clone(self).tell(event, channel.clone()));
            channel
        });
        channel.frames.subscribe()
    }

    /// Ends all streams: the process is about to stop.
    pub fn stop(&self) {
        self.stopped.cancel();
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
            let pause = match self.frame(event).await {
                Ok(frame) => {
                    channel.frames.send_if_modified(|latest| {
                        let is_new = latest.as_ref().is_none_or(|latest| latest.id != frame.id);
                        if is_new {
                            *latest = Some(Arc::new(frame));
                        }
                        is_new
                    });
                    PAUSE
                }
                Err(crate::error::Error::NotFound) => {
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
            tokio::select! {
                () = channel.changed.notified() => {}
                () = self.stopped() => return,
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

    async fn frame(&self, event: EventId) -> Result<Frame> {
        let state = self.store.event_state(event).await?;
        let book = self.events.load(&self.store, state).await?;
        let seats = self.store.seats(book.event()).await?;
        let json = serde_json::to_string(&SeatList::of(book.event(), &seats)).unwrap_or_default();
        Ok(Frame { id: fingerprint(json.as_str()), json })
    }
}

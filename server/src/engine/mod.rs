//! Registering: requests for an event wait in its queue, and are decided in batches.
//!
//! One task per event takes all that waits as one batch, so that the disk's flush and the round trips are paid once
//! for many. Everyone is answered after the commit, a refusal too: it may rest on a seat that only then is durable.
//!
//! What an administrator changes takes the same lock ([`Engine::change`]), his placings the same queue.
//!
//! Architecture invariant: nothing else writes registrations, but deleting a whole event.

mod batch;
mod change;
mod describe;

use batch::Try;
pub use change::{Change, Changed, Touched, standings};

use crate::{
    clock::Clock,
    error::{Error, Result},
    live::Live,
    metrics::Metrics,
    service::events::EventCache,
    store::{StandingRow, Store, patiently},
};
use domain::{EventId, Seats, Selection, StudentId, Violation, rules::Rulebook};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{
    sync::{mpsc, oneshot},
    time::{Instant, timeout_at},
};

/// How many requests one transaction decides at most: beyond some hundreds the flush is paid for, and waiting begins
/// to show.
const LARGEST_BATCH: usize = 256;

/// How many requests wait for one event at most; beyond, a request is told at once that it is too busy.
const LONGEST_QUEUE: usize = 8192;

/// How long a decision may take, however often it is tried, before the database counts as gone: one that was cut off
/// without a word would otherwise be waited for as long as the network is patient.
const LONGEST_DECISION: Duration = Duration::from_secs(20);

/// How long a request waits in the queue at most. Beyond, it is told that it is too busy, and not decided any more.
const LONGEST_WAIT: Duration = Duration::from_secs(20);

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Request {
    /// For whom.
    pub student: StudentId,
    /// What he is to hold.
    pub selection: Selection,
    /// Who asks.
    pub by: By,
    /// The version of the student's key that his token names, if it is still to be looked at.
    pub claimed: Option<u32>,
    /// What the student must hold for this to make sense; nothing is changed or decided if he holds something else.
    pub only_if: Option<Selection>,
}

impl Request {
    /// What a student asks for himself.
    #[must_use]
    pub const fn of_student(student: StudentId, selection: Selection) -> Self {
        Self { student, selection, by: By::Student, claimed: None, only_if: None }
    }
}

/// Who asks for a selection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// The student himself.
    Student,
    /// An administrator, who places him whether the event is open or not.
    Admin {
        /// The name under which it stands on record.
        name: String,
        /// Whether a full workshop gets an extra seat.
        despite_full: bool,
        /// Whether the workshop may be for another group.
        despite_group: bool,
    },
}

/// What became of it.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Whether the student held something else than the request was about; it was not decided then.
    pub is_stale: bool,
    /// Why it was refused; nothing means that it is stored.
    pub violations: Vec<Violation>,
    /// What the student holds now.
    pub standing: StandingRow,
    /// The event as it was judged.
    pub book: Arc<Rulebook>,
    /// The seats taken after the batch.
    pub seats: Arc<Seats>,
}

struct Waiting {
    request: Request,
    since: Instant,
    answer: oneshot::Sender<Result<Answer>>,
}

/// What became of a batch.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Decided {
    /// Everyone is answered.
    Answered,
    /// Everyone is answered, at least one of them that the database can't be used.
    Unavailable,
}

/// Decides all registrations.
pub struct Engine {
    store: Store,
    events: Arc<EventCache>,
    clock: Arc<dyn Clock>,
    live: Arc<Live>,
    metrics: Arc<Metrics>,
    queues: Mutex<HashMap<EventId, mpsc::Sender<Waiting>>>,
}

/// What [`Engine::new`] needs.
pub struct Parts {
    /// The database.
    pub store: Store,
    /// Events as they are now, prepared for judging.
    pub events: Arc<EventCache>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Is told of every change.
    pub live: Arc<Live>,
    /// Counts what is decided.
    pub metrics: Arc<Metrics>,
}

impl Engine {
    /// An engine over these parts.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        let Parts { store, events, clock, live, metrics } = parts;
        Self { store, events, clock, live, metrics, queues: Mutex::new(HashMap::new()) }
    }

    /// How many requests wait, for all events together.
    #[must_use]
    pub fn queue_length(&self) -> usize {
        let queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        queues.values().map(|queue| queue.max_capacity() - queue.capacity()).sum()
    }

    /// Replaces the student's registration by what is asked for, or says why not. The answer is durable.
    ///
    /// # Errors
    /// [`Error::Overloaded`] if too many wait already, [`Error::Unavailable`] if the database can't be used,
    /// [`Error::NotFound`] if the event has no such student, [`Error::SessionOver`] if he has another key by now.
    pub async fn register(self: &Arc<Self>, event: EventId, request: Request) -> Result<Answer> {
        let (answer, answered) = oneshot::channel();
        match self.queue(event).try_send(Waiting { request, since: Instant::now(), answer }) {
            Ok(()) => {}
            Err(mpsc::error::TrySendError::Full(waiting)) => self.answer(waiting, Err(Error::Overloaded)),
            Err(mpsc::error::TrySendError::Closed(waiting)) => self.answer(waiting, Err(Error::Stopped)),
        }
        answered.await.map_err(|_| Error::Stopped)?
    }

    fn queue(self: &Arc<Self>, event: EventId) -> mpsc::Sender<Waiting> {
        let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        // A queue whose task is gone, whatever ended it, is replaced.
        queues.retain(|_, queue| !queue.is_closed());
        queues
            .entry(event)
            .or_insert_with(|| {
                let (sender, receiver) = mpsc::channel(LONGEST_QUEUE);
                // The task holds no strong reference while it waits, so dropping the engine ends it.
                let engine = Arc::downgrade(self);
                tokio::spawn(async move {
                    let mut receiver = receiver;
                    let mut waiting = Vec::with_capacity(LARGEST_BATCH);
                    while receiver.recv_many(&mut waiting, LARGEST_BATCH).await > 0 {
                        let Some(engine) = engine.upgrade() else { return };
                        let decided = engine.decide(event, engine.in_time(&mut waiting)).await;
                        // Whoever came while the database failed would fail too, and only wait longer for it.
                        while decided == Decided::Unavailable
                            && let Ok(waiting) = receiver.try_recv()
                        {
                            engine.answer(waiting, Err(Error::Unavailable));
                        }
                    }
                });
                sender
            })
            .clone()
    }

    /// Takes all that wait. Who has waited for too long is told so; a page tries again by itself, and would else overtake
    /// itself.
    fn in_time(&self, waiting: &mut Vec<Waiting>) -> Vec<Waiting> {
        let (late, in_time): (Vec<_>, Vec<_>) =
            std::mem::take(waiting).into_iter().partition(|waiting| waiting.since.elapsed() > LONGEST_WAIT);
        late.into_iter().for_each(|late| self.answer(late, Err(Error::Overloaded)));
        in_time
    }

    /// Answers. Whoever asked may have gone; what was decided stands.
    fn answer(&self, waiting: Waiting, answer: Result<Answer>) {
        self.metrics.engine.answered(&answer);
        let _ = waiting.answer.send(answer);
    }

    /// Decides a batch and answers everyone. If the batch fails, each of it is decided alone, so that one poisoned
    /// request can't fail its neighbours; but a database that can't be used fails all of them at once.
    async fn decide(&self, event: EventId, mut waiting: Vec<Waiting>) -> Decided {
        if waiting.is_empty() {
            return Decided::Answered;
        }
        let requests: Vec<Request> = waiting.iter().map(|waiting| waiting.request.clone()).collect();
        let began = Instant::now();
        let mut attempt = Try { until: began + LONGEST_DECISION, may_be_stored: false, judged_at: Arc::default() };
        let decided = self.try_decide(event, &requests, attempt.clone()).await;
        self.metrics.engine.decided(requests.len(), began.elapsed());
        let error = match decided {
            Ok(answers) => {
                waiting.into_iter().zip(answers).for_each(|(waiting, answer)| self.answer(waiting, answer));
                return Decided::Answered;
            }
            Err(error) => error,
        };
        if error.is_unavailable() {
            tracing::error!(event.id = %event, error = %error, batch = waiting.len(), "the database can't be used");
            waiting.into_iter().for_each(|waiting| self.answer(waiting, Err(Error::Unavailable)));
            return Decided::Unavailable;
        }
        if waiting.len() == 1 {
            if let Some(alone) = waiting.pop() {
                self.answer(alone, Err(error));
            }
            return Decided::Answered;
        }
        tracing::warn!(event.id = %event, error = %error, batch = waiting.len(), "a batch failed; deciding one by one");
        attempt.may_be_stored = may_be_stored(&error);
        let mut decided = Decided::Answered;
        for waiting in waiting {
            if decided == Decided::Unavailable {
                self.answer(waiting, Err(Error::Unavailable));
                continue;
            }
            attempt.until = Instant::now() + LONGEST_DECISION;
            let answer = self.try_decide(event, std::slice::from_ref(&waiting.request), attempt.clone()).await;
            let answer = answer.and_then(|mut answers| answers.pop().unwrap_or(Err(Error::Stopped)));
            if answer.as_ref().is_err_and(Error::is_unavailable) {
                decided = Decided::Unavailable;
            }
            self.answer(waiting, answer);
        }
        decided
    }

    async fn try_decide(&self, event: EventId, requests: &[Request], mut attempt: Try) -> Result<Vec<Result<Answer>>> {
        match patiently(|| self.decide_once(event, requests, attempt.clone())).await {
            // The database may only have started anew. What was stored after all is decided once more, and stays.
            Err(error) if error.is_lost_connection() => {
                tracing::warn!(event.id = %event, error = %error, "the connection was cut; trying another one");
                attempt.may_be_stored = true;
                patiently(|| self.decide_once(event, requests, attempt.clone())).await
            }
            outcome => outcome,
        }
    }

    /// Decides a batch in a task of its own, so that a panic fails this batch and not the queue.
    async fn decide_once(&self, event: EventId, requests: &[Request], attempt: Try) -> Result<Vec<Result<Answer>>> {
        let (store, events, clock) = (self.store.clone(), Arc::clone(&self.events), Arc::clone(&self.clock));
        let requests = requests.to_vec();
        let decided = async move {
            let decided = batch::decide(&store, &events, &*clock, event, &requests, &attempt);
            timeout_at(attempt.until, decided).await.unwrap_or(Err(Error::Unavailable))
        };
        let answers = tokio::spawn(decided).await.unwrap_or(Err(Error::Stopped));
        if answers.as_ref().err().is_none_or(may_be_stored) {
            self.live.changed(event);
        }
        answers
    }
}

/// Whether a decision that failed so may be stored all the same: the connection was cut, its time was over or it broke
/// off, perhaps in the middle of the commit.
fn may_be_stored(error: &Error) -> bool {
    error.is_lost_connection() || matches!(error, Error::Unavailable | Error::Stopped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_cut_off_may_be_stored_and_what_the_database_refused_is_not() {
        let cut = std::io::Error::from(std::io::ErrorKind::ConnectionReset);
        assert!(may_be_stored(&Error::Database(sqlx::Error::Io(cut))));
        assert!(may_be_stored(&Error::Unavailable), "what takes too long");
        assert!(may_be_stored(&Error::Stopped), "what panics");
        assert!(!may_be_stored(&Error::Database(sqlx::Error::PoolTimedOut)), "what never began");
        assert!(!may_be_stored(&Error::Database(sqlx::Error::RowNotFound)));
        assert!(!may_be_stored(&Error::NotFound));
    }
}

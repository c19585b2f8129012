//! One batch: one transaction that judges requests in the order of their arrival.

use super::{Answer, Request};
use crate::{
    clock::Clock,
    error::{Error, Result},
    service::events::EventCache,
    store::{Decision, StandingRow, Store},
};
use domain::{
    EventId, Held, Seats, Selection, StudentId, Timestamp,
    rules::{self, Rulebook, Standing},
};
use std::{collections::HashMap, sync::Arc};

/// Decides the requests in order, each seeing what those before it took, and commits. Nothing is answered before that.
///
/// # Errors
/// Any failure of the database: nothing is stored then. A student whom the event doesn't have fails alone.
pub(super) async fn decide(
    store: &Store,
    events: &EventCache,
    clock: &dyn Clock,
    event: EventId,
    requests: &[Request],
) -> Result<Vec<Result<Answer>>> {
    let mut transaction = store.begin_event(event).await?;
    // The time counts from when the lock is held: whoever waited past closing time is late.
    let now = clock.now();
    let book = match events.cached(event, transaction.version) {
        Some(book) => book,
        None => events.keep(transaction.event().await?, transaction.version),
    };
    let mut seats = transaction.seats(book.event()).await?;
    let mut students: Vec<StudentId> = requests.iter().map(|request| request.student).collect();
    students.sort_unstable();
    students.dedup();
    let before = transaction.standings(&students).await?;
    let mut standings = before.clone();
    let mut decisions = Vec::with_capacity(requests.len());
    for request in requests {
        if let Some(standing) = standings.get_mut(&request.student) {
            decisions.push(judge(&book, standing, &mut seats, request, now));
        }
    }
    let changed: Vec<(StudentId, &StandingRow)> = standings
        .iter()
        .filter(|(student, standing)| before.get(student) != Some(standing))
        .map(|(&student, standing)| (student, standing))
        .collect();
    transaction.replace(&changed).await?;
    transaction.log(&decisions).await?;
    transaction.commit().await?;
    Ok(answers(requests, decisions, &standings, &book, seats))
}

/// Judges one request, and if it is accepted, moves the student and the seats.
fn judge(book: &Rulebook, row: &mut StandingRow, seats: &mut Seats, request: &Request, now: Timestamp) -> Decision {
    let phase = book.event().availability.phase(now);
    let standing = Standing { group: row.group, held: &row.held };
    let verdict = rules::judge(book, standing, &request.selection, seats, &phase);
    if verdict.is_accepted() && row.held.selection != request.selection {
        let held = keep(&row.held, &request.selection);
        seats.change(book.event(), &row.held, &held);
        row.since = since(&row.since, &request.selection, now);
        row.held = held;
    }
    Decision {
        student: request.student,
        at: now,
        by_whom: "student".to_owned(),
        requested: request.selection.clone(),
        violations: verdict.violations,
    }
}

/// What a student holds after a change: what an administrator allowed him lasts while he keeps it.
fn keep(held: &Held, selection: &Selection) -> Held {
    let kept = |allowed: &Selection| allowed.iter().filter(|&id| selection.contains(id)).collect();
    Held { selection: selection.clone(), despite_group: kept(&held.despite_group), extra_seat: kept(&held.extra_seat) }
}

/// Since when each is held: what was held before keeps its time.
fn since(
    before: &[(domain::WorkshopId, Timestamp)],
    selection: &Selection,
    now: Timestamp,
) -> Vec<(domain::WorkshopId, Timestamp)> {
    let at = |workshop| before.iter().find(|(held, _)| *held == workshop).map_or(now, |&(_, at)| at);
    selection.iter().map(|workshop| (workshop, at(workshop))).collect()
}

fn answers(
    requests: &[Request],
    decisions: Vec<Decision>,
    standings: &HashMap<StudentId, StandingRow>,
    book: &Arc<Rulebook>,
    seats: Seats,
) -> Vec<Result<Answer>> {
    let seats = Arc::new(seats);
    let mut decisions = decisions.into_iter();
    requests
        .iter()
        .map(|request| {
            let standing = standings.get(&request.student).ok_or(Error::NotFound)?.clone();
            let decision = decisions.next().ok_or(Error::Stopped)?;
            Ok(Answer { violations: decision.violations, standing, book: Arc::clone(book), seats: Arc::clone(&seats) })
        })
        .collect()
}

//! One batch: one transaction that judges requests in the order of their arrival.

use super::{Answer, By, Request, describe};
use crate::{
    clock::Clock,
    error::{Error, Result},
    service::events::EventCache,
    store::{Decision, StandingRow, Store},
};
use domain::{
    EventId, Held, Phase, Seats, Selection, StudentId, Timestamp, Violation, WorkshopId,
    rules::{self, Rulebook, Standing},
};
use std::sync::{Arc, OnceLock};
use tokio::time::Instant;

/// One try of several to decide the same.
#[derive(Clone, Debug)]
pub(super) struct Try {
    /// When it must be done.
    pub until: Instant,
    /// Whether an earlier one may be stored, for it was lost in its commit.
    pub may_be_stored: bool,
    /// When the first one was judged.
    pub judged_at: Arc<OnceLock<Timestamp>>,
}

/// Decides the requests in order, each seeing what those before it took, and commits. Nothing is answered before that.
/// Once an earlier try may be stored, a request whose student holds what it asks for isn't stale, for it may have made it
/// so; and it is judged by the time of that try, for who was in time then isn't late now.
///
/// # Errors
/// Any failure of the database: nothing is stored then. A student whom the event doesn't have fails alone.
pub(super) async fn decide(
    store: &Store,
    events: &EventCache,
    clock: &dyn Clock,
    event: EventId,
    requests: &[Request],
    attempt: &Try,
) -> Result<Vec<Result<Answer>>> {
    let mut transaction = store.begin_event(event).await?;
    // The time counts from when the lock is held: whoever waited past closing time is late.
    let first = *attempt.judged_at.get_or_init(|| clock.now());
    let now = if attempt.may_be_stored { first } else { clock.now() };
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
    let mut placings = Vec::new();
    // For each request its place in `decisions`; nothing for one that was not decided.
    let mut decided = Vec::with_capacity(requests.len());
    for request in requests {
        let standing = standings.get_mut(&request.student);
        let is_decided = |standing: &&mut StandingRow| {
            let is_stored = attempt.may_be_stored && standing.held.selection == request.selection;
            !is_revoked(request, standing) && (is_stored || is_fresh(request, standing))
        };
        let Some(standing) = standing.filter(is_decided) else {
            decided.push(None);
            continue;
        };
        let old = standing.clone();
        let decision = judge(&book, standing, &mut seats, request, now);
        if let (By::Admin { name, .. }, true) = (&request.by, decision.violations.is_empty()) {
            placings.push((name.clone(), describe::placing(book.event(), request, &old, standing)));
        }
        decided.push(Some(decisions.len()));
        decisions.push(decision);
    }
    // In the order of their ids, so that neighbours in an index are written together.
    let changed: Vec<(StudentId, &StandingRow)> = students
        .iter()
        .filter_map(|&student| Some((student, standings.get(&student)?)))
        .filter(|(student, standing)| before.get(student) != Some(standing))
        .collect();
    let held = |student: &StudentId| before.get(student).is_some_and(|standing| !standing.held.selection.is_empty());
    transaction.give_up(changed.iter().map(|&(student, _)| student).filter(held)).await?;
    transaction.take(&changed).await?;
    transaction.log(&decisions).await?;
    for (name, [before, after]) in placings {
        transaction.record("place", [&before, &after], &name, now).await?;
    }
    transaction.commit().await?;
    let seats = Arc::new(seats);
    let answer = |(request, decision): (&Request, Option<usize>)| {
        let standing = standings.get(&request.student).ok_or(Error::NotFound)?.clone();
        if is_revoked(request, &standing) {
            return Err(Error::SessionOver);
        }
        let violations = decision.map(|place| decisions[place].violations.clone()).unwrap_or_default();
        let (book, seats) = (Arc::clone(&book), Arc::clone(&seats));
        Ok(Answer { is_stale: decision.is_none(), violations, standing, book, seats })
    };
    Ok(requests.iter().zip(decided).map(answer).collect())
}

/// Whether the student has another key than the one that he logged in with.
fn is_revoked(request: &Request, standing: &StandingRow) -> bool {
    request.claimed.is_some_and(|version| version != standing.key_version)
}

/// Whether the student holds what the request is about.
fn is_fresh(request: &Request, standing: &StandingRow) -> bool {
    request.only_if.as_ref().is_none_or(|held| *held == standing.held.selection)
}

/// Judges one request, and if it is accepted, moves the student and the seats.
fn judge(book: &Rulebook, row: &mut StandingRow, seats: &mut Seats, request: &Request, now: Timestamp) -> Decision {
    let (phase, by_whom) = match &request.by {
        By::Student => (book.event().availability.phase(now), "student"),
        By::Admin { name, .. } => (Phase::Open { closes_at: None }, name.as_str()),
    };
    let standing = Standing { group: row.group, held: &row.held };
    let mut violations = rules::judge(book, standing, &request.selection, seats, &phase).violations;
    let overridden = allowed(&request.by, &mut violations);
    if violations.is_empty() && row.held.selection != request.selection {
        let held = keep(&row.held, &request.selection, &overridden);
        seats.change(book.event(), &row.held, &held);
        row.since = since(&row.since, &request.selection, now);
        row.held = held;
    }
    Decision {
        student: request.student,
        at: now,
        by_whom: by_whom.to_owned(),
        requested: request.selection.clone(),
        violations,
    }
}

/// Takes away what an administrator overrides: the full workshops in which he gives an extra seat, and those that are
/// for another group.
fn allowed(by: &By, violations: &mut Vec<Violation>) -> [Vec<WorkshopId>; 2] {
    let By::Admin { despite_full, despite_group, .. } = by else { return Default::default() };
    let [mut full, mut group] = [Vec::new(), Vec::new()];
    violations.retain(|violation| match violation {
        Violation::Full { workshop, .. } if *despite_full => {
            full.push(*workshop);
            false
        }
        Violation::NotForGroup { workshop, .. } if *despite_group => {
            group.push(*workshop);
            false
        }
        _ => true,
    });
    [full, group]
}

/// What a student holds after a change: what an administrator allowed him lasts while he keeps it.
fn keep(held: &Held, selection: &Selection, [full, group]: &[Vec<WorkshopId>; 2]) -> Held {
    let kept = |allowed: &Selection, more: &[WorkshopId]| {
        allowed.iter().filter(|&id| selection.contains(id)).chain(more.iter().copied()).collect()
    };
    Held {
        selection: selection.clone(),
        despite_group: kept(&held.despite_group, group),
        extra_seat: kept(&held.extra_seat, full),
    }
}

/// Since when each is held: what was held before keeps its time.
fn since(before: &[(WorkshopId, Timestamp)], selection: &Selection, now: Timestamp) -> Vec<(WorkshopId, Timestamp)> {
    let at = |workshop| before.iter().find(|(held, _)| *held == workshop).map_or(now, |&(_, at)| at);
    selection.iter().map(|workshop| (workshop, at(workshop))).collect()
}

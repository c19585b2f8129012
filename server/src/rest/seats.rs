//! How the seats stand, once or as they go.

use super::{
    caller::LoggedInCaller,
    parameters::PathId,
    problem::{Problem, Result},
    wire::{SeatMessage, SeatsBody},
};
use crate::{
    live::{Reader, SeatList, stream},
    state::AppState,
};
use app::backend::Actor;
use axum::{
    Json as Answer,
    extract::State,
    response::{IntoResponse, Response},
};
use domain::{EventId, Timestamp};
use http::HeaderMap;
use std::time::Duration;

/// Read the seats
#[utoipa::path(get, path = "/events/{id}/seats", tag = "Seats", operation_id = "get_seats",
    params(("id" = uuid::Uuid, Path, description = "The event")),
    responses((status = 200, description = "The seats of every workshop", body = SeatsBody)))]
pub(super) async fn now(
    State(state): State<AppState>,
    caller: LoggedInCaller,
    PathId(event): PathId<EventId>,
) -> Result<Response> {
    may_see(&caller.actor, event)?;
    let services = &state.services;
    let book = services.book(event).await?;
    let seats = services.store.seats(book.event()).await?;
    Ok(Answer(SeatList::of(book.event(), &seats)).into_response())
}

/// Watch the seats
///
/// Server-sent events: each message's `data` is the same JSON as `GET /events/{id}/seats` gives, at most four times a
/// second, and the first one at once. Messages in between are left out, never kept for a slow reader.
#[utoipa::path(get, path = "/events/{id}/seats/stream", tag = "Seats", operation_id = "watch_seats",
    params(("id" = uuid::Uuid, Path, description = "The event"),
        ("Last-Event-ID" = Option<String>, Header, description = "The `id` of the last message seen")),
    responses((status = 200, description = "A stream of such messages", body = SeatMessage, content_type = "text/event-stream")))]
pub(super) async fn watch(
    State(state): State<AppState>,
    caller: LoggedInCaller,
    PathId(event): PathId<EventId>,
    headers: HeaderMap,
) -> Result<Response> {
    may_see(&caller.actor, event)?;
    let services = &state.services;
    services.book(event).await?;
    let left = left(caller.expires_at, services.clock.now());
    Ok(stream(services.live.listen(event), &headers, Reader::Program, tokio::time::sleep(left)))
}

/// How long a token still holds.
fn left(expires_at: Timestamp, now: Timestamp) -> Duration {
    Duration::from_micros(u64::try_from(expires_at.as_micros() - now.as_micros()).unwrap_or(0))
}

/// An administrator sees every event, a student his own.
fn may_see(actor: &Actor, event: EventId) -> Result<()> {
    match actor {
        Actor::Admin(_) => Ok(()),
        Actor::Student(student) if student.event == event => Ok(()),
        _ => Err(Problem::not_found()),
    }
}

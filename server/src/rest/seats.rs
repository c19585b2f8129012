//! How the seats stand, once or as they go.

use super::{
    caller::LoggedInCaller,
    parameters::PathId,
    problem::{Problem, Result},
    wire::{SeatMessage, SeatsBody},
};
use crate::{
    live::{Frames, Live, SeatList},
    state::AppState,
};
use app::backend::Actor;
use axum::{
    Json as Answer,
    extract::State,
    response::{
        IntoResponse, Response, Sse,
        sse::{Event, KeepAlive},
    },
};
use domain::{EventId, Timestamp};
use futures_util::{Stream, StreamExt, stream};
use http::{HeaderMap, HeaderName, HeaderValue};
use std::{convert::Infallible, sync::Arc, time::Duration};

/// How often a quiet stream shows that it lives.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// How soon a client whose stream broke comes back, in milliseconds.
const RETRY: Duration = Duration::from_millis(2000);

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
    let seen = headers.get("last-event-id").and_then(|id| id.to_str().ok()).map(str::to_owned);
    let left = left(caller.expires_at, services.clock.now());
    let messages =
        messages(Arc::clone(&services.live), services.live.listen(event), seen).take_until(tokio::time::sleep(left));
    let mut response = Sse::new(messages).keep_alive(KeepAlive::new().interval(HEARTBEAT)).into_response();
    // A proxy that collects what passes would make a stream of it no more.
    response.headers_mut().insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    Ok(response)
}

/// The messages of a stream, from the present state on, until the program stops or the event is gone.
fn messages(
    live: Arc<Live>,
    mut frames: Frames,
    seen: Option<String>,
) -> impl Stream<Item = std::result::Result<Event, Infallible>> {
    // What is there already counts as news.
    frames.mark_changed();
    let stopped = async move { live.stopped().await };
    stream::unfold((frames, seen), |(mut frames, mut seen)| async move {
        loop {
            frames.changed().await.ok()?;
            let frame = frames.borrow_and_update().clone();
            if let Some(frame) = frame.filter(|frame| seen.as_ref() != Some(&frame.id)) {
                seen = Some(frame.id.clone());
                let message = Event::default().id(&frame.id).event("seats").retry(RETRY).data(&frame.json);
                return Some((Ok(message), (frames, seen)));
            }
        }
    })
    .take_until(Box::pin(stopped))
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

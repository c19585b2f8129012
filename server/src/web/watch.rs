//! `GET /events/{slug}/live`: tells an open page how the seats stand, and when it is out of date.

use crate::{
    live::{Reader, stream},
    rest,
    state::AppState,
};
use app::backend::Request as PageRequest;
use axum::{
    Extension,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode};
use std::future::pending;

/// Whether an event stream is at this path, a page's or a program's.
#[must_use]
pub fn is_stream(path: &str) -> bool {
    let page = path.strip_prefix("/events/").and_then(|rest| rest.split_once('/'));
    page.is_some_and(|(_, part)| part == "live") || (path.starts_with(rest::PREFIX) && path.ends_with("/seats/stream"))
}

/// Answers with a stream to whoever may see the event's seats: a student of it, or the administrator.
pub async fn watch(
    State(state): State<AppState>,
    Extension(page): Extension<PageRequest>,
    Path(slug): Path<String>,
    headers: HeaderMap,
) -> Response {
    let services = &state.services;
    match services.event_to_watch(&page.actor, &slug).await {
        Ok(event) => stream(services.live.listen(event), &headers, Reader::Page, pending()),
        // Whatever isn't 200 ends the browser's trying; the page asks instead, and that says why it is refused.
        Err(error) => StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response(),
    }
}

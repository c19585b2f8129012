//! `GET /metrics`, and the measuring of every request.

use super::{address::Peer, starting::Starting};
use crate::{
    config::MetricsReaders,
    metrics::{Metrics, Present},
    state::{AppState, Web},
};
use axum::{
    extract::{ConnectInfo, MatchedPath, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode, header};
use tokio::time::Instant;

/// The media type of what is answered.
const MEDIA_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Measures how long it takes until an answer begins.
pub async fn measure(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let (method, route) = (request.method().clone(), request.extensions().get::<MatchedPath>().cloned());
    let response = next.run(request).await;
    let route = route.as_ref().map(MatchedPath::as_str);
    state.services.metrics.answered(&method, route, response.status(), began.elapsed());
    response
}

/// Answers with all measurements whoever may read them; for everyone else there is nothing here.
pub async fn tell(State(state): State<AppState>, request: Request) -> Response {
    let services = &state.services;
    let present = Present {
        is_serving: !state.stopping.has_begun(),
        running: state.stopping.running(),
        queue_length: services.engine.queue_length(),
        listeners: services.live.listeners(),
    };
    answer(&state.web, &request, &services.metrics, present)
}

/// The same while the database is waited for: nothing has been measured, and nothing but this is begun.
pub async fn tell_of_waiting(State(starting): State<Starting>, request: Request) -> Response {
    let present = Present { is_serving: false, running: 1, queue_length: 0, listeners: 0 };
    answer(&starting.web, &request, &Metrics::default(), present)
}

fn answer(web: &Web, request: &Request, metrics: &Metrics, present: Present) -> Response {
    let is_meant = match web.metrics {
        MetricsReaders::Off => false,
        MetricsReaders::All => true,
        MetricsReaders::Loopback => is_of_this_machine(request),
    };
    if !is_meant {
        return (StatusCode::NOT_FOUND, "not found\n").into_response();
    }
    match metrics.to_text(present) {
        Ok(text) => ([(header::CONTENT_TYPE, MEDIA_TYPE), (header::CACHE_CONTROL, "no-store")], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Whether a request began on this machine. A proxy on it also comes from there, for whomever: its requests say so by
/// their headers. At a Unix socket nobody's address is known.
fn is_of_this_machine(request: &Request) -> bool {
    let peer = request.extensions().get::<ConnectInfo<Peer>>().and_then(|info| info.0.0);
    peer.is_some_and(|address| address.to_canonical().is_loopback()) && !is_forwarded(request.headers())
}

/// Whether a proxy passed it on, trusted or not.
fn is_forwarded(headers: &HeaderMap) -> bool {
    headers.keys().any(|name| {
        let name = name.as_str();
        ["forwarded", "via", "x-real-ip"].contains(&name) || name.starts_with("x-forwarded-")
    })
}

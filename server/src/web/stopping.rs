//! Stopping in good order: what was begun is finished, everything else is told to come back.

use super::overload;
use crate::state::AppState;
use app::error::AppError;
use axum::{extract::Request, response::Response};
use http::{HeaderValue, header};
use std::future::Future;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// What still answers while the process stops: whoever watches it asks there.
const WATCHED: [&str; 3] = ["/healthz", "/readyz", "/metrics"];

/// Whether the process is to stop, and what it has begun. All clones are one.
#[derive(Clone, Debug, Default)]
pub struct Stopping {
    asked: CancellationToken,
    begun: TaskTracker,
}

impl Stopping {
    /// From now on nothing more is begun.
    pub fn begin(&self) {
        self.asked.cancel();
        self.begun.close();
    }

    /// Whether nothing more is begun.
    #[must_use]
    pub fn has_begun(&self) -> bool {
        self.asked.is_cancelled()
    }

    /// How many requests have begun and aren't answered yet.
    #[must_use]
    pub fn running(&self) -> usize {
        self.begun.len()
    }

    /// Waits until nothing more is begun.
    pub fn asked(&self) -> impl Future<Output = ()> + Send + use<> {
        self.asked.clone().cancelled_owned()
    }

    /// Waits until that and until all that was begun is done.
    pub async fn done(self) {
        self.asked.cancelled().await;
        self.begun.wait().await;
    }
}

/// Lets a request through and counts it as begun, or if the process stops, says so.
pub async fn gate(state: &AppState, request: Request, next: impl AsyncFnOnce(Request) -> Response) -> Response {
    // Counted before it is asked: whoever is told to go on is waited for.
    let begun = state.stopping.begun.token();
    let path = request.uri().path();
    if !state.stopping.has_begun() || WATCHED.contains(&path) {
        return next(request).await;
    }
    // Nothing is begun, so nobody need wait for what is still sent.
    drop(begun);
    let mut response = Box::pin(overload::refuse(state, request, &AppError::Unavailable)).await;
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}

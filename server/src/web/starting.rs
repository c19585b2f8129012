//! What is answered until the database can be used: that it can't, as fits what was asked, and the site's files.

use super::{
    metrics,
    overload::{self, Front},
    security,
    stopping::Stopping,
};
use crate::{random::Random, router::site_files, state::Web};
use app::error::AppError;
use axum::{
    Router,
    extract::{Request, State},
    handler::Handler,
    middleware::{Next, from_fn_with_state},
    response::Response,
    routing::get,
};
use http::StatusCode;
use leptos::config::LeptosOptions;
use std::sync::{Arc, OnceLock};
use tower::ServiceExt;
use tower_http::catch_panic::CatchPanicLayer;

/// What there is before the database.
#[derive(Clone)]
pub struct Starting {
    /// Where the built pages are.
    pub leptos: LeptosOptions,
    /// How the outside reaches us.
    pub web: Arc<Web>,
    /// Whether the process is to stop.
    pub stopping: Stopping,
    /// Randomness.
    pub random: Arc<dyn Random>,
}

/// Answers by all routes once they are there, on connections that began before too; until then whoever asks for more
/// than a file is told to come back, as if the database had gone away.
pub fn router(starting: Starting, serving: Arc<OnceLock<Router>>) -> Router {
    let waiting = waiting(starting);
    Router::new().fallback(move |request: Request| serving.get().unwrap_or(&waiting).clone().oneshot(request))
}

/// Says nothing in the log of each who comes: that the database isn't there has been said.
fn waiting(starting: Starting) -> Router {
    let web = Arc::clone(&starting.web);
    let (files, built) = site_files(&starting.leptos);
    let otherwise = refuse.with_state(starting.clone());
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics::tell_of_waiting))
        .nest_service(&format!("/{}", starting.leptos.site_pkg_dir), built)
        .fallback_service(files.call_fallback_on_method_not_allowed(true).fallback(otherwise))
        .layer(from_fn_with_state(web, headers))
        .layer(CatchPanicLayer::new())
        .with_state(starting)
}

async fn headers(State(web): State<Arc<Web>>, request: Request, next: Next) -> Response {
    security::headers(&web, request, async |request| next.run(request).await).await
}

async fn ready(State(starting): State<Starting>) -> (StatusCode, &'static str) {
    let words = if starting.stopping.has_begun() {
        "not ready: the process stops\n"
    } else {
        "not ready: the database can't be used yet\n"
    };
    (StatusCode::SERVICE_UNAVAILABLE, words)
}

async fn refuse(State(starting): State<Starting>, request: Request) -> Response {
    let front = Front { web: &starting.web, random: &*starting.random };
    overload::refuse(front, request, &AppError::Unavailable).await
}

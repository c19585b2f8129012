//! The whole HTTP surface, on one page.

use crate::{
    downloads::{FILES, download},
    forms, rest,
    state::AppState,
    web::{around::around, identify, metrics, overload, render, security, watch},
};
use axum::{
    Router,
    extract::{DefaultBodyLimit, State},
    handler::Handler,
    middleware::{from_fn_with_state, map_response},
    response::Response,
    routing::{get, post},
};
use http::{HeaderValue, StatusCode, header};
use leptos::config::LeptosOptions;
use std::path::PathBuf;
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer,
    csrf::{CsrfLayer, ProtectionError},
    limit::RequestBodyLimitLayer,
    services::ServeDir,
    trace::TraceLayer,
};

/// The largest body of a form or a server function, in bytes: a selection of 64 workshops takes four thousand.
const LARGEST_FORM: usize = 64 * 1024;

/// All routes and layers.
///
/// | path | who | what |
/// | --- | --- | --- |
/// | `/` | all | typing a key |
/// | `/events/{slug}` | all; a student of the event sees and changes his registration | the event |
/// | `/events/{slug}/live` | students of the event, the administrator | how the seats stand, as they go |
/// | `/manage`, `/manage/…` | the administrator; everyone else sees the login | managing; the pages are [`Place`](app::api::managing::Place)s |
/// | `/manage/events/{id}/` and one of [`FILES`] | the administrator | files, and pages to print |
/// | `/logout`, `/language` | all | forms |
/// | `/api/pages/{function}` | as the page that calls it | server functions |
/// | `/api/v1/…` | as `/api/docs` says | what programs call ([`rest`]) |
/// | `/api/openapi.json`, `/api/docs` | all | the description of that |
/// | anything else below `/api` | all | 404, as a problem |
/// | `/healthz`, `/readyz` | all | whether the process lives, and whether it can work: the database answers, and it doesn't stop |
/// | `/metrics` | programs on this machine, by default | what is measured, for Prometheus |
/// | anything else | all | a file of the site, or 404 |
///
/// Until the database can be used, [`starting`](crate::web::starting) answers in their place.
pub fn router(state: AppState) -> Router {
    // Leptos spawns on whatever it is told to; an error means that it has been told before.
    let _ = any_spawner::Executor::init_tokio();
    let pages = Router::new()
        .route("/", get(render::page).post(forms::home))
        .route("/events/{slug}", get(render::page).post(forms::event))
        .route("/events/{slug}/live", get(watch::watch))
        .route("/manage", get(render::page).post(forms::manage))
        .route("/manage/{*place}", get(render::page).post(forms::manage))
        .merge(downloads())
        .route("/logout", post(forms::log_out))
        .route("/language", post(forms::choose_language))
        .route("/api/pages/{function}", post(render::server_function).layer(RequestBodyLimitLayer::new(LARGEST_FORM)))
        .route_layer(from_fn_with_state(state.clone(), identify::identify))
        .layer(DefaultBodyLimit::max(LARGEST_FORM));

    let not_found = render::unknown_page
        .layer(from_fn_with_state(state.clone(), identify::identify))
        .layer(from_fn_with_state(state.clone(), overload::limit_unknown))
        .with_state(state.clone());
    let (files, built) = site_files(&state.leptos);

    Router::new()
        .merge(pages)
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics::tell))
        .nest(
            &format!("/{}", state.leptos.site_pkg_dir),
            Router::new().fallback_service(built).layer(map_response(keep_forever)),
        )
        .fallback_service(files.fallback(not_found))
        .layer(foreign_forms(&state.web.origin))
        // Programs send tokens, not cookies: no other website can make a browser call for someone.
        .merge(rest::router())
        .layer(
            ServiceBuilder::new()
                .layer(TraceLayer::new_for_http())
                .layer(from_fn_with_state(state.clone(), metrics::measure))
                .layer(CatchPanicLayer::new())
                .layer(from_fn_with_state(state.clone(), around)),
        )
        .with_state(state)
}

/// The files of the site, and of them those that were built.
pub(crate) fn site_files(leptos: &LeptosOptions) -> (ServeDir, ServeDir) {
    let site = PathBuf::from(&*leptos.site_root);
    let built = ServeDir::new(site.join(&*leptos.site_pkg_dir)).precompressed_br().precompressed_gzip();
    let files = ServeDir::new(site).append_index_html_on_directories(false).precompressed_br().precompressed_gzip();
    (files, built)
}

/// Files, and pages to print.
fn downloads() -> Router<AppState> {
    let route = |router: Router<AppState>, file| router.route(&format!("/manage/events/{{id}}/{file}"), get(download));
    FILES.into_iter().fold(Router::new(), route)
}

/// Refuses forms that another website sent. The base URL counts as ours even if a proxy changes `Host`.
fn foreign_forms(origin: &str) -> CsrfLayer<fn(ProtectionError) -> Response> {
    let layer = CsrfLayer::new().with_rejection_response(security::foreign_form as fn(ProtectionError) -> Response);
    layer.clone().add_trusted_origin(origin).unwrap_or_else(|error| {
        tracing::warn!(%error, origin, "the base URL is no origin; a proxy must pass Host on");
        layer
    })
}

/// Whether the process can work.
async fn ready(State(state): State<AppState>) -> (StatusCode, &'static str) {
    if state.stopping.has_begun() {
        return (StatusCode::SERVICE_UNAVAILABLE, "not ready: the process stops\n");
    }
    match state.services.store.ping().await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::warn!(error = %error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "not ready: the database doesn't answer\n")
        }
    }
}

/// Files whose names change with their content never need to be asked for again.
async fn keep_forever(mut response: Response) -> Response {
    if response.status().is_success() {
        let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
        response.headers_mut().insert(header::CACHE_CONTROL, forever);
    }
    response
}

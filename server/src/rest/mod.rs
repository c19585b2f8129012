//! What programs call: `/api/v1`, JSON over HTTP.
//!
//! Each call reads its parameters, asks one service and answers; what a call may be is said in its types, its rights by
//! the caller that it takes (`caller`). The OpenAPI document is made from the same handlers that the router calls.
//!
//! Architecture invariant: no rule, no query and no permission stands here that a page has too.

mod auth;
mod body;
mod caller;
mod condition;
mod documentation;
mod editing;
mod events;
mod groups;
mod moments;
mod parameters;
mod problem;
mod registrations;
mod seats;
mod student_files;
mod students;
mod unread;
mod wire;
mod workshops;

use crate::state::AppState;
use axum::{
    Router,
    extract::Request,
    middleware::{Next, from_fn},
    response::{IntoResponse, Response},
    routing::any,
};
use http::{HeaderValue, header};
use problem::{InvalidValue, Problem, Result};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa_axum::{router::OpenApiRouter, routes};

/// Where the API lives.
pub const PREFIX: &str = "/api/v1";

/// The calls, and their description.
pub fn router() -> Router<AppState> {
    let (calls, mut description) = OpenApiRouter::with_openapi(documentation::frame())
        .routes(routes!(auth::log_in))
        .routes(routes!(auth::me))
        .routes(routes!(auth::change_admin_password))
        .routes(routes!(events::list, events::create))
        .routes(routes!(events::import))
        .routes(routes!(events::get, events::change, events::delete))
        .routes(routes!(events::document))
        .routes(routes!(events::replace_links))
        .routes(routes!(events::get_feasibility))
        .routes(routes!(moments::add))
        .routes(routes!(moments::change, moments::delete))
        .routes(routes!(groups::add))
        .routes(routes!(groups::change, groups::delete))
        .routes(routes!(workshops::add))
        .routes(routes!(workshops::change, workshops::delete))
        .routes(routes!(students::list, students::add))
        .routes(routes!(students::get, students::change, students::remove))
        .routes(routes!(students::new_key))
        .routes(routes!(student_files::import))
        .routes(routes!(student_files::export))
        .routes(routes!(registrations::own, registrations::register, registrations::withdraw))
        .routes(routes!(registrations::of_student, registrations::place))
        .routes(routes!(registrations::export))
        .routes(routes!(seats::now))
        .routes(routes!(seats::watch))
        .split_for_parts();
    documentation::complete(&mut description);
    let calls = calls
        .fallback(nothing)
        .method_not_allowed_fallback(|| async { Problem::method_not_allowed() })
        .layer(ServiceBuilder::new().layer(from_fn(around)).layer(CatchPanicLayer::custom(panicked)));
    Router::new()
        .nest(PREFIX, calls)
        .route("/api", any(nothing))
        .route("/api/", any(nothing))
        .route("/api/{*unknown}", any(nothing))
        .route("/api/openapi.json", documentation::json(&description))
        .route("/api/docs", documentation::page(&description))
        .method_not_allowed_fallback(|| async { Problem::method_not_allowed() })
}

/// There is no such call.
async fn nothing() -> Problem {
    Problem::not_found()
}

/// What a call that wasn't let in answers.
pub(crate) fn refused(error: app::error::AppError) -> Response {
    Problem::from(error).into_response()
}

/// What a call that panicked answers; the panic itself is in the log.
fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    Problem::from(crate::error::Error::Stopped).into_response()
}

/// Answers once the body is read. Names, keys and choices: no cache in between may keep them.
async fn around(request: Request, next: Next) -> Response {
    let mut response = unread::throw_away(request, next).await;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// How many of a list are wanted, at most 1,000.
fn limit(limit: Option<u32>) -> Result<usize> {
    match limit.unwrap_or(100) {
        wanted @ 1..=1000 => Ok(wanted as usize),
        _ => Err(bad_parameter("limit")),
    }
}

/// A parameter of the query that can't be read.
fn bad_parameter(name: &str) -> Problem {
    Problem::invalid(&[InvalidValue { pointer: name.to_owned(), detail: "it can't be read".to_owned() }])
}

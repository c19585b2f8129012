//! Rendering pages.

use super::overload::{self, Asked};
use crate::state::AppState;
use app::{backend::Request as PageRequest, busy::Again, error::AppError};
use axum::{
    body::Body,
    extract::{Request, State},
    response::{IntoResponse, Redirect, Response},
};
use http::{HeaderValue, Method, StatusCode, header};
use leptos::{nonce::Nonce, prelude::provide_context};
use std::sync::Arc;

/// The largest body of an error, in bytes.
const LARGEST_ERROR: usize = 64 * 1024;

/// Answers with the page at the request's address, or if that can't be had now, with one that tries again by itself.
pub async fn page(State(state): State<AppState>, request: Request) -> Response {
    let asked = Asked::of(&request);
    let response = render(&state, request).await;
    if response.status() == StatusCode::SERVICE_UNAVAILABLE {
        return asked.refused(&state, &AppError::Unavailable, Again::Load);
    }
    response
}

/// Renders the page at the request's address.
async fn render(state: &AppState, request: Request) -> Response {
    let nonce = request.extensions().get::<Nonce>().cloned();
    let context = move || {
        if let Some(nonce) = nonce.clone() {
            provide_context(nonce);
        }
    };
    let (options, web) = (state.leptos.clone(), Arc::clone(&state.web));
    let shell = move || app::shell(options.clone(), web.stylesheet.clone());
    let render = leptos_axum::render_app_async_with_context(context, shell);
    let mut response = render(request).await;
    // Pages hold names and choices: no cache in between may keep them, nor the browser after logging out.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if response.status() == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(overload::RETRY_AFTER));
    }
    response
}

/// Answers an address that is neither a route nor a file: without the slash at its end it may be one.
pub async fn unknown_page(state: State<AppState>, request: Request) -> Response {
    let path = request.uri().path();
    let trimmed = path.trim_end_matches('/');
    if trimmed.len() < path.len() && trimmed.starts_with('/') && !trimmed.starts_with("//") {
        return Redirect::permanent(trimmed).into_response();
    }
    page(state, request).await
}

/// Renders the page at the address of a form that was posted, with what it tried.
pub async fn page_again(
    state: AppState,
    parts: http::request::Parts,
    shown: PageRequest,
    status: StatusCode,
) -> Response {
    let mut request = Request::from_parts(parts, Body::empty());
    *request.method_mut() = Method::GET;
    request.headers_mut().remove(header::CONTENT_LENGTH);
    request.headers_mut().remove(header::CONTENT_TYPE);
    request.extensions_mut().insert(shown);
    let mut response = render(&state, request).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = status;
    }
    response
}

/// Handles server functions, which the pages call once they are hydrated. Leptos answers every error with 500; the
/// error itself knows better.
pub async fn server_function(mut request: Request) -> Response {
    // For whoever accepts HTML Leptos would redirect, as for a form without JavaScript; our forms go elsewhere.
    request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    let response = leptos_axum::handle_server_fns(request).await.into_response();
    let (mut parts, body) = response.into_parts();
    if parts.status == StatusCode::BAD_REQUEST {
        // There is no such function, and what Leptos says about it is meant for whoever writes one.
        return StatusCode::NOT_FOUND.into_response();
    }
    parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if parts.status != StatusCode::INTERNAL_SERVER_ERROR {
        return Response::from_parts(parts, body);
    }
    let body = axum::body::to_bytes(body, LARGEST_ERROR).await.unwrap_or_default();
    if let Ok(error) = serde_json::from_slice::<AppError>(&body) {
        parts.status = StatusCode::from_u16(error.status()).unwrap_or(parts.status);
        if error.is_passing() {
            parts.headers.insert(header::RETRY_AFTER, HeaderValue::from_static(overload::RETRY_AFTER));
        }
    }
    Response::from_parts(parts, Body::from(body))
}

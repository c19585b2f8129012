//! Who is asking, from where, and in which language: worked out once for each request and put into its extensions.

use super::{
    address::{self, Peer},
    cookies, overload,
};
use crate::{
    auth::{self, Caller},
    error::Result,
    state::AppState,
};
use app::backend::{Actor, Request as PageRequest};
use axum::{
    extract::{ConnectInfo, Request, State},
    middleware::Next,
    response::Response,
};
use axum_extra::extract::cookie::CookieJar;
use http::Method;
use std::sync::Arc;

/// Puts a [`PageRequest`] and a [`Caller`] into the request's extensions.
pub async fn identify(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let jar = CookieJar::from_headers(request.headers());
    let peer = request.extensions().get::<ConnectInfo<Peer>>().map_or(Peer(None), |info| info.0);
    let address = address::client(peer, request.headers(), &state.web.trusted_proxies);
    let locale = cookies::language(&jar);
    let actor = match actor(&state, &jar, request.method(), request.uri().path()).await {
        Ok(actor) => actor,
        // Showing someone as logged out because this failed would be a lie.
        Err(error) => return overload::refuse(&state, request, &error.into()).await,
    };
    let backend = Arc::clone(&state.services);
    request.extensions_mut().insert(PageRequest { backend, actor, locale, attempt: None });
    let browser = cookies::browser(&jar, &state.web)
        .and_then(|token| state.services.tokens.read_browser(token, state.services.clock.now()));
    request.extensions_mut().insert(Caller { address, browser });
    next.run(request).await
}

/// Whether this request only shows an event's page, or changes the student's registration and does nothing else:
/// whether his session still holds is looked at there, see [`auth::claimed`].
fn is_looked_at_later(method: &Method, path: &str) -> bool {
    let is_page = || path.strip_prefix("/events/").is_some_and(|slug| !slug.contains('/'));
    matches!(path, "/api/pages/register" | "/api/pages/withdraw" | "/api/pages/event")
        || (method == Method::GET && is_page())
}

async fn actor(state: &AppState, jar: &CookieJar, method: &Method, path: &str) -> Result<Actor> {
    let services = &state.services;
    let session = cookies::session(jar, &state.web).and_then(|token| services.tokens.read(token, services.clock.now()));
    if is_looked_at_later(method, path)
        && let Some(student) = session.as_ref().and_then(auth::claimed)
    {
        return Ok(Actor::Student(student));
    }
    match session {
        Some(session) => auth::actor(&services.store, &session).await,
        None => Ok(Actor::Nobody),
    }
}

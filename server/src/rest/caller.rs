//! Who calls: a bearer token (RFC 6750), and nothing else. Cookies are not looked at, so no other website can make a
//! browser call anything.

use super::problem::{Problem, Result};
use crate::{
    auth::{self, Caller},
    state::AppState,
    web::address::{self, Peer},
};
use app::backend::{Actor, Admin, Student};
use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::request::Parts,
};
use domain::Timestamp;
use http::{HeaderMap, header};

/// Anyone who is logged in.
pub(super) struct LoggedInCaller {
    /// Who.
    pub actor: Actor,
    /// When his token expires.
    pub expires_at: Timestamp,
}

/// An administrator.
pub(super) struct AdminCaller(pub Admin);

/// A student.
pub(super) struct StudentCaller(pub Student);

/// A student as his token says, see [`auth::claimed`]: for calls that change his registration.
pub(super) struct ClaimedCaller(pub Student);

/// From where somebody calls.
pub(super) struct CallerAddress(pub Caller);

impl FromRequestParts<AppState> for LoggedInCaller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self> {
        let token = bearer(&parts.headers).ok_or_else(Problem::not_logged_in)?;
        let services = &state.services;
        let (session, expires_at) =
            services.tokens.read_until(token, services.clock.now()).ok_or_else(Problem::invalid_token)?;
        match auth::actor(&services.store, &session).await? {
            Actor::Nobody => Err(Problem::invalid_token()),
            actor => Ok(Self { actor, expires_at }),
        }
    }
}

impl FromRequestParts<AppState> for AdminCaller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self> {
        let caller = LoggedInCaller::from_request_parts(parts, state).await?;
        Ok(Self(caller.actor.admin()?.clone()))
    }
}

impl FromRequestParts<AppState> for StudentCaller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self> {
        let caller = LoggedInCaller::from_request_parts(parts, state).await?;
        Ok(Self(caller.actor.student()?.clone()))
    }
}

impl FromRequestParts<AppState> for ClaimedCaller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self> {
        let token = bearer(&parts.headers).ok_or_else(Problem::not_logged_in)?;
        let session = state.services.tokens.read(token, state.services.clock.now());
        // With a condition his registration is read before it is changed.
        let is_conditional = parts.headers.contains_key(header::IF_MATCH);
        match auth::claimed(&session.ok_or_else(Problem::invalid_token)?) {
            Some(student) if !is_conditional => Ok(Self(student)),
            // That, or an administrator, if he still is one.
            _ => StudentCaller::from_request_parts(parts, state).await.map(|StudentCaller(student)| Self(student)),
        }
    }
}

impl FromRequestParts<AppState> for CallerAddress {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self> {
        let peer = parts.extensions.get::<ConnectInfo<Peer>>().map_or(Peer(None), |info| info.0);
        let address = address::client(peer, &parts.headers, &state.web.trusted_proxies);
        Ok(Self(Caller { address, browser: None }))
    }
}

/// The token of the one `Authorization` header. The scheme's name is written in any case (RFC 9110, 11.1).
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let (value, more) = (values.next()?, values.next());
    let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
    (more.is_none() && scheme.eq_ignore_ascii_case("bearer")).then(|| token.trim())
}

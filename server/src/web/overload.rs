//! What happens when more is asked than can be done: some wait, for a while, and the rest is told to come back.
//!
//! Everything has a share of its own, so that nothing starves anything else: thousands who wait for their registration
//! hold up nobody who logs in or loads a page. Outside of all this are files, `/healthz`, and event streams, which wait
//! for nothing. A body is read before anything waits, so that one that comes slowly holds no place.

use super::{cookies, stopping::Stopping, watch};
use crate::{
    gate::Gate,
    random::Random,
    rest,
    state::{AppState, Web},
};
use app::{
    busy::{self, Again},
    error::AppError,
};
use axum::{
    body::{Body, Bytes},
    extract::{Request, State},
    middleware::Next,
    response::{Html, IntoResponse, Response},
};
use axum_extra::extract::cookie::CookieJar;
use futures_util::stream;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use leptos::nonce::Nonce;
use std::{future::ready, time::Duration};
use tokio::time::{sleep, timeout};

/// How long a request may take, its small body counted. Nothing that a handler waits for takes longer, so beyond this
/// something hangs.
pub const LONGEST: Duration = Duration::from_secs(45);

/// The same with a large body, such as a file over a slow line.
const LONGEST_WITH_FILE: Duration = Duration::from_secs(600);

/// What counts as a small body, in bytes: all forms without files.
const SMALL: usize = 64 * 1024;

/// How long anyone waits at a gate.
const PATIENCE: Duration = Duration::from_secs(15);

/// How long whoever loads a page waits at its gate.
const PATIENCE_TO_LOAD: Duration = Duration::from_secs(5);

/// How long the body is waited for of what is refused, or not begun yet when the process is to stop.
const BODY_PATIENCE: Duration = Duration::from_secs(3);

/// When to come back, in seconds.
pub const RETRY_AFTER: &str = "3";

/// The shares. What is inside asks the database and renders; more at once than this many would only wait inside.
#[derive(Debug)]
pub struct Overload {
    /// Loading pages and what they ask for.
    pub pages: Gate,
    /// Logging in.
    pub logins: Gate,
    /// The administrator's pages and forms.
    pub managing: Gate,
    /// Reading by the API.
    pub calls: Gate,
    /// What else is sent. Most of it waits in an event's queue, which is shorter: so nobody waits here.
    pub sending: Gate,
    /// How long whoever loads a page waits at its gate at most. He may be gone by then, and his place with him; if he
    /// isn't, his page tries again by itself.
    pub patience_to_load: Duration,
}

impl Default for Overload {
    fn default() -> Self {
        Self {
            pages: Gate::new(64, 4096, PATIENCE),
            logins: Gate::new(32, 4096, PATIENCE),
            managing: Gate::new(64, 512, PATIENCE),
            calls: Gate::new(64, 4096, PATIENCE),
            sending: Gate::new(10_000, 0, PATIENCE),
            patience_to_load: PATIENCE_TO_LOAD,
        }
    }
}

/// Which share a request falls to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Share {
    Page,
    Login,
    Managing,
    Call,
    Sending,
    /// Waits in an event's queue alone, which is bounded itself.
    Queue,
    /// Waits for nothing.
    None,
}

impl Share {
    fn of(method: &Method, path: &str) -> Self {
        let is_read = matches!(*method, Method::GET | Method::HEAD);
        match path {
            "/" | "/api/v1/auth/login" if *method == Method::POST => Self::Login,
            "/" | "/language" | "/logout" => Self::Page,
            "/api/pages/register" | "/api/pages/withdraw" => Self::Queue,
            "/api/v1/registrations/me" if !is_read => Self::Queue,
            _ if path.starts_with("/api/pages/") => Self::Page,
            _ if watch::is_stream(path) => Self::None,
            _ if path.starts_with("/events/") => {
                if is_read {
                    Self::Page
                } else {
                    Self::Sending
                }
            }
            _ if path == "/manage" || path.starts_with("/manage/") => Self::Managing,
            _ if path.starts_with(rest::PREFIX) => {
                if is_read {
                    Self::Call
                } else {
                    Self::Sending
                }
            }
            _ => Self::None,
        }
    }

    const fn gate(self, overload: &Overload) -> Option<&Gate> {
        match self {
            Self::Page => Some(&overload.pages),
            Self::Login => Some(&overload.logins),
            Self::Managing => Some(&overload.managing),
            Self::Call => Some(&overload.calls),
            Self::Sending => Some(&overload.sending),
            Self::Queue | Self::None => None,
        }
    }
}

/// Lets a request in when its share has room, and no longer than it may take.
pub async fn limit(state: &AppState, request: Request, next: impl AsyncFnOnce(Request) -> Response) -> Response {
    let share = Share::of(request.method(), request.uri().path());
    let asked = Asked::of(&request);
    let longest = if is_read_late(request.headers()) { LONGEST_WITH_FILE } else { LONGEST };
    match timeout(longest, enter(state, share, request, next)).await {
        Ok(response) => response,
        Err(_) => {
            tracing::error!(path = asked.path(), seconds = longest.as_secs(), "a request took longer than it may");
            let again = if asked.is_read { Again::Load } else { Again::Unsure };
            asked.refused(state, &AppError::Overloaded, again)
        }
    }
}

/// The same for a page at an address of which it turned out that no file is there.
pub async fn limit_unknown(State(state): State<AppState>, request: Request, next: Next) -> Response {
    match Share::of(request.method(), request.uri().path()) {
        Share::None => enter(&state, Share::Page, request, async |request| next.run(request).await).await,
        // It is inside already, and would wait there for itself.
        _ => next.run(request).await,
    }
}

async fn enter(
    state: &AppState,
    share: Share,
    request: Request,
    next: impl AsyncFnOnce(Request) -> Response,
) -> Response {
    // Loading a page takes no body, so whoever announces one doesn't get out of its share; logging in takes a small one.
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let is_read_late = match share {
        Share::Page if is_read => false,
        Share::Page | Share::Login => is_large(request.headers()),
        _ => is_read_late(request.headers()),
    };
    let is_waiting = !matches!(share, Share::Queue | Share::None);
    let share = if is_read_late && is_waiting { Share::Sending } else { share };
    let request = if is_read_late || is_read || share == Share::None {
        request
    } else {
        let asked = Asked::of(&request);
        tokio::select! {
            // What has come is begun, however late it is.
            biased;
            request = read(request) => request,
            () = is_too_late(&state.stopping) => return asked.refused(state, &AppError::Unavailable, Again::Unsent),
        }
    };
    let Some(gate) = share.gate(&state.overload) else { return next(request).await };
    let patience = if share == Share::Page && is_read { state.overload.patience_to_load } else { PATIENCE };
    match gate.enter_within(patience).await {
        Ok(_inside) => next(request).await,
        Err(_) => {
            tracing::debug!(path = request.uri().path(), ?share, "too many wait; one is told to come back");
            // Boxed: the future of every request would have room for it.
            Box::pin(refuse(state, request, &AppError::Overloaded)).await
        }
    }
}

/// Waits until the process is to stop, and a little longer.
async fn is_too_late(stopping: &Stopping) {
    stopping.asked().await;
    sleep(BODY_PATIENCE).await;
}

/// Whether a body is read by its handler alone: it may be large, or comes only if it is wanted.
fn is_read_late(headers: &HeaderMap) -> bool {
    is_large(headers) || headers.contains_key(header::TRANSFER_ENCODING) || headers.contains_key(header::EXPECT)
}

/// Whether a large body is announced.
fn is_large(headers: &HeaderMap) -> bool {
    let length = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    length.is_some_and(|length| length.parse::<usize>().map_or(true, |length| length > SMALL))
}

/// The request with its whole body. What fails is left to its handler to say.
async fn read(request: Request) -> Request {
    let (parts, body) = request.into_parts();
    let body = match axum::body::to_bytes(body, SMALL).await {
        Ok(bytes) => Body::from(bytes),
        Err(error) => Body::from_stream(stream::once(ready(Err::<Bytes, _>(error)))),
    };
    Request::from_parts(parts, body)
}

/// What refusing takes of the server: nothing that needs the database.
pub struct Front<'a> {
    /// How the outside reaches us.
    pub web: &'a Web,
    /// Randomness.
    pub random: &'a dyn Random,
}

impl<'a> From<&'a AppState> for Front<'a> {
    fn from(state: &'a AppState) -> Self {
        Self { web: &state.web, random: &*state.services.random }
    }
}

/// Tells whoever asked to come back, as fits what he asked: a server function and a call get an error, a reader a page
/// that tries again by itself, with what he sent still in it. If the error doesn't pass by itself, it is only told.
pub async fn refuse(front: impl Into<Front<'_>>, request: Request, error: &AppError) -> Response {
    let front = front.into();
    let asked = Asked::of(&request);
    let again = if !error.is_passing() {
        Again::Never(error.clone())
    } else if asked.is_read || asked.path().starts_with("/api/") {
        Again::Load
    } else if asked.path().starts_with("/manage") || !is_own(request.headers(), &front.web.origin) {
        // Passwords stand in no page, and files can't. What another website sent must not come back as ours.
        Again::Unsent
    } else {
        let bytes = timeout(BODY_PATIENCE, axum::body::to_bytes(request.into_body(), SMALL)).await;
        bytes.map_or(Again::Unsent, |bytes| {
            bytes.map_or(Again::Unsent, |bytes| Again::Send(form_urlencoded::parse(&bytes).into_owned().collect()))
        })
    };
    asked.refused(front, error, again)
}

/// Whether a form of our own pages was sent, as far as the browser says: as `CsrfLayer`, which comes later.
fn is_own(headers: &HeaderMap, origin: &str) -> bool {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text(HeaderName::from_static("sec-fetch-site")) {
        return matches!(site, "same-origin" | "none");
    }
    text(header::ORIGIN).is_none_or(|from| {
        let host = from.split_once("://").map(|(_, host)| host);
        from == origin || (host.is_some() && host == text(header::HOST))
    })
}

/// What must be known of a request to refuse it. Taking it down costs next to nothing, for each request does.
pub(super) struct Asked {
    uri: Uri,
    is_read: bool,
    cookies: Vec<HeaderValue>,
    nonce: Option<Nonce>,
}

impl Asked {
    pub(super) fn of(request: &Request) -> Self {
        Self {
            uri: request.uri().clone(),
            is_read: matches!(*request.method(), Method::GET | Method::HEAD),
            cookies: request.headers().get_all(header::COOKIE).iter().cloned().collect(),
            nonce: request.extensions().get::<Nonce>().cloned(),
        }
    }

    fn path(&self) -> &str {
        self.uri.path()
    }

    pub(super) fn refused<'a>(self, front: impl Into<Front<'a>>, error: &AppError, again: Again) -> Response {
        let front = front.into();
        if self.path().starts_with(rest::PREFIX) {
            return rest::refused(error.clone());
        }
        let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut headers = HeaderMap::new();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if error.is_passing() {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER));
        }
        if self.path().starts_with("/api/") {
            let json = serde_json::to_string(error).unwrap_or_default();
            let kind = [(header::CONTENT_TYPE, "application/json")];
            return (status, headers, kind, json).into_response();
        }
        // Between two and five seconds, so that not all come back at once.
        let mut random = [0; 2];
        front.random.fill(&mut random);
        let pause = Duration::from_millis(2000 + u64::from(u16::from_le_bytes(random)) * 3000 / 65_536);
        let sent = self.cookies.into_iter().map(|cookie| (header::COOKIE, cookie)).collect::<HeaderMap>();
        let locale = cookies::language(&CookieJar::from_headers(&sent));
        let nonce = self.nonce.map(|nonce| nonce.to_string()).unwrap_or_default();
        let page = busy::page(locale, &front.web.stylesheet, &nonce, pause, again);
        (status, headers, Html(page)).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_has_its_share() {
        let share = |method: Method, path| Share::of(&method, path);
        for (method, path, expected) in [
            (Method::GET, "/", Share::Page),
            (Method::POST, "/", Share::Login),
            (Method::POST, "/api/v1/auth/login", Share::Login),
            (Method::GET, "/events/open", Share::Page),
            (Method::POST, "/events/open", Share::Sending),
            (Method::GET, "/events/open/live", Share::None),
            (Method::POST, "/api/pages/event", Share::Page),
            (Method::POST, "/api/pages/register", Share::Queue),
            (Method::GET, "/api/v1/registrations/me", Share::Call),
            (Method::PUT, "/api/v1/registrations/me", Share::Queue),
            (Method::PATCH, "/api/v1/events/1", Share::Sending),
            (Method::GET, "/api/v1/events/1/seats/stream", Share::None),
            (Method::GET, "/manage", Share::Managing),
            (Method::POST, "/manage/events/1/students", Share::Managing),
            (Method::GET, "/healthz", Share::None),
            (Method::GET, "/pkg/workshops.wasm", Share::None),
        ] {
            assert_eq!(share(method.clone(), path), expected, "{method} {path}");
        }
    }

    #[test]
    fn what_another_website_sent_is_not_ours() {
        let is_own = |headers: &[(&'static str, &'static str)]| {
            let headers =
                headers.iter().map(|&(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
            is_own(&headers.collect(), "https://workshops.test")
        };
        assert!(is_own(&[]));
        assert!(is_own(&[("sec-fetch-site", "same-origin"), ("origin", "https://evil.example")]));
        assert!(is_own(&[("origin", "https://workshops.test"), ("host", "127.0.0.1:3000")]));
        assert!(is_own(&[("origin", "http://127.0.0.1:3000"), ("host", "127.0.0.1:3000")]));
        assert!(!is_own(&[("sec-fetch-site", "cross-site"), ("origin", "https://workshops.test")]));
        assert!(!is_own(&[("sec-fetch-site", "same-site")]));
        assert!(!is_own(&[("origin", "https://evil.example"), ("host", "workshops.test")]));
        assert!(!is_own(&[("origin", "null"), ("host", "workshops.test")]));
    }

    #[test]
    fn a_body_that_may_come_slowly_holds_no_place_of_others() {
        let late = |name: &'static str, value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(name, HeaderValue::from_static(value));
            is_read_late(&headers)
        };
        assert!(!is_read_late(&HeaderMap::new()));
        assert!(!late("content-length", "65536"));
        assert!(late("content-length", "65537"));
        assert!(late("content-length", "rubbish"));
        assert!(late("transfer-encoding", "chunked"));
        assert!(late("expect", "100-continue"));
    }
}

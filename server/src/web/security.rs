//! Headers that keep a page to itself, and the refusal of foreign forms.

use app::i18n::Locale;
use axum::{body::Body, extract::Request, response::Response};
use http::{HeaderName, HeaderValue, StatusCode, header};
use leptos::nonce::Nonce;

use crate::state::Web;

/// Makes the nonce for the page's scripts, and adds the headers that keep a page to itself. An event stream is never a
/// page: it goes without those that only pages obey, for of ten thousand streams each keeps its headers.
pub async fn headers(web: &Web, mut request: Request, next: impl AsyncFnOnce(Request) -> Response) -> Response {
    let nonce = Nonce::new();
    request.extensions_mut().insert(nonce.clone());
    let mut response = next(request).await;
    let headers = response.headers_mut();
    let media = headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    let its_policy = match media {
        b"text/event-stream" => None,
        // No page, and if a browser takes it for one, it may do nothing.
        b"application/json" | b"application/problem+json" => Some(HeaderValue::from_static(NOTHING)),
        _ => HeaderValue::try_from(policy(&nonce, web.reload_port)).ok(),
    };
    let fixed = HeaderValue::from_static;
    let mut set = |name: HeaderName, value: HeaderValue| {
        headers.entry(name).or_insert(value);
    };
    set(header::X_CONTENT_TYPE_OPTIONS, fixed("nosniff"));
    if let Some(policy) = its_policy {
        set(header::CONTENT_SECURITY_POLICY, policy);
        set(header::REFERRER_POLICY, fixed("same-origin"));
        set(HeaderName::from_static("cross-origin-opener-policy"), fixed("same-origin"));
        set(HeaderName::from_static("permissions-policy"), fixed("camera=(), geolocation=(), microphone=()"));
    }
    if web.is_https {
        set(header::STRICT_TRANSPORT_SECURITY, fixed("max-age=31536000"));
    }
    response
}

/// What JSON may do.
const NOTHING: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Scripts only with the nonce, WASM allowed, nothing inline, nothing from elsewhere, in nobody's frame.
fn policy(nonce: &Nonce, reload_port: Option<u32>) -> String {
    let reload = reload_port.map(|port| format!(" ws://127.0.0.1:{port} ws://localhost:{port}")).unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; font-src 'self'; connect-src 'self'{reload}; manifest-src 'self'; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'"
    )
}

/// What whoever sent a form from another website gets to see.
pub fn foreign_form(_: tower_http::csrf::ProtectionError) -> Response {
    let text = app::message::foreign_form(Locale::nl);
    let english = app::message::foreign_form(Locale::en);
    let mut response = Response::new(Body::from(format!("{text}\n\n{english}\n")));
    *response.status_mut() = StatusCode::FORBIDDEN;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}

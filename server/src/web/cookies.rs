//! The cookies: the session's and the language's.

use crate::{
    auth::{BROWSER_KNOWN_DAYS, SESSION_HOURS_ADMIN, SESSION_HOURS_STUDENT},
    state::Web,
};
use app::i18n::{LANGUAGE_COOKIE, Locale};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use http::{HeaderValue, Response, header::SET_COOKIE};
use std::borrow::Cow;

/// Which cookie holds the session. With https the `__Host-` prefix keeps a neighbouring host from setting it.
const fn session_name(web: &Web) -> &'static str {
    if web.is_https { "__Host-session" } else { "session" }
}

/// The session's token, if there is one.
#[must_use]
pub fn session<'a>(jar: &'a CookieJar, web: &Web) -> Option<&'a str> {
    jar.get(session_name(web)).map(Cookie::value)
}

/// Which cookie makes a browser known.
const fn browser_name(web: &Web) -> &'static str {
    if web.is_https { "__Host-browser" } else { "browser" }
}

/// The token that makes this browser known, if there is one.
#[must_use]
pub fn browser<'a>(jar: &'a CookieJar, web: &Web) -> Option<&'a str> {
    jar.get(browser_name(web)).map(Cookie::value)
}

/// Makes the browser known.
#[must_use]
pub fn known_browser(token: String, web: &Web) -> Cookie<'static> {
    cookie(browser_name(web), token, BROWSER_KNOWN_DAYS * 24 * 3600, web)
}

/// The reader's language: Dutch unless he chose otherwise.
#[must_use]
pub fn language(jar: &CookieJar) -> Locale {
    jar.get(LANGUAGE_COOKIE).and_then(|cookie| cookie.value().parse().ok()).unwrap_or_default()
}

/// A student's session.
#[must_use]
pub fn student_session(token: String, web: &Web) -> Cookie<'static> {
    cookie(session_name(web), token, SESSION_HOURS_STUDENT * 3600, web)
}

/// An administrator's session.
#[must_use]
pub fn admin_session(token: String, web: &Web) -> Cookie<'static> {
    cookie(session_name(web), token, SESSION_HOURS_ADMIN * 3600, web)
}

/// No session any more.
#[must_use]
pub fn no_session(web: &Web) -> Cookie<'static> {
    cookie(session_name(web), String::new(), 0, web)
}

/// The reader's language, for a year.
#[must_use]
pub fn chosen_language(locale: Locale, web: &Web) -> Cookie<'static> {
    cookie(LANGUAGE_COOKIE, locale.to_string(), 365 * 24 * 3600, web)
}

/// Adds a cookie to a response.
pub fn add<B>(response: &mut Response<B>, cookie: &Cookie<'_>) {
    if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
        response.headers_mut().append(SET_COOKIE, value);
    }
}

fn cookie(
    name: impl Into<Cow<'static, str>>,
    value: impl Into<Cow<'static, str>>,
    seconds: i64,
    web: &Web,
) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(web.is_https)
        .max_age(time::Duration::seconds(seconds))
        .build()
}

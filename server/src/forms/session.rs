//! Logging out, and the reader's language.

use super::{Largest, Posted, see_other};
use crate::{state::AppState, web::cookies};
use app::{backend::Actor, i18n::Locale};
use axum::{
    extract::{Request, State},
    response::Response,
};

/// `POST /logout`: ends the session in this browser.
pub async fn log_out(State(state): State<AppState>, request: Request) -> Response {
    let was_admin =
        matches!(request.extensions().get::<app::backend::Request>().map(|page| &page.actor), Some(Actor::Admin(_)));
    let mut response = see_other(if was_admin { "/manage" } else { "/" });
    cookies::add(&mut response, &cookies::no_session(&state.web));
    response
}

/// `POST /language`: remembers the reader's language, and goes back to where he was.
pub async fn choose_language(State(state): State<AppState>, request: Request) -> Response {
    let posted = match Posted::read(state.clone(), request, Largest::FORM).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let back = posted.field("back");
    // Only to a path of ours: `//elsewhere` and `/\elsewhere` are other hosts to a browser, which also drops tabs.
    let is_ours =
        back.starts_with('/') && !back.starts_with("//") && !back.contains(|c: char| c == '\\' || c.is_control());
    let mut response = see_other(if is_ours { back } else { "/" });
    if let Ok(locale) = posted.field("language").parse::<Locale>() {
        cookies::add(&mut response, &cookies::chosen_language(locale, &state.web));
    }
    response
}

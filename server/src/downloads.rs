//! Files that administrators take away, and pages that they print: `GET /manage/events/{id}/…`.

use crate::{state::AppState, web::attachment::attachment};
use app::{backend::Request as PageRequest, error::AppError, print};
use axum::{
    Extension,
    extract::{Path, Query, State},
    response::{Html, IntoResponse, Redirect, Response},
};
use domain::EventId;
use http::{HeaderValue, StatusCode, Uri, header};
use serde::Deserialize;

/// The paths below an event's that are answered here.
pub const FILES: [&str; 9] = [
    "students.csv",
    "start.csv",
    "keys.csv",
    "workshops.txt",
    "document.json",
    "registrations.xlsx",
    "print/cards",
    "print/attendance",
    "print/timetables",
];

/// What of an event is wanted.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    class: String,
    workshop: String,
    student: String,
}

/// Answers with one of [`FILES`], by the last part of the path; whoever isn't logged in is sent to log in.
pub async fn download(
    State(state): State<AppState>,
    Extension(page): Extension<PageRequest>,
    Path(event): Path<String>,
    uri: Uri,
    Query(wanted): Query<Wanted>,
) -> Response {
    let file = uri.path().rsplit('/').next().unwrap_or_default();
    answer(&state, &page, (&event, file), wanted).await.unwrap_or_else(|error| refusal(&page, &error))
}

async fn answer(
    state: &AppState,
    page: &PageRequest,
    (event, file): (&str, &str),
    wanted: Wanted,
) -> Result<Response, AppError> {
    let admin = page.actor.admin()?;
    let event: EventId = event.parse().map_err(|_| AppError::NotFound)?;
    let services = &state.services;
    let locale = page.locale;
    let slug = services.book(event).await?.event().slug.to_string();
    let named = |what: &str| format!("{slug}-{what}");
    let csv = "text/csv; charset=utf-8";
    Ok(match file {
        "students.csv" => attachment(services.student_file(event).await?, csv, &named("students.csv")),
        "start.csv" => attachment(services.start_file(event).await?, csv, &named("start.csv")),
        "keys.csv" => attachment(services.key_list(admin, event, &wanted.class).await?, csv, &named("keys.csv")),
        "workshops.txt" => {
            let table = services.workshop_table(event).await?;
            attachment(table.into_bytes(), "text/tab-separated-values; charset=utf-8", &named("workshops.txt"))
        }
        "document.json" => {
            let document = services.event_document(event).await?;
            attachment(document.into_bytes(), "application/json", &format!("{slug}.json"))
        }
        "registrations.xlsx" => {
            let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
            attachment(services.workbook(event, locale).await?, kind, &named("registrations.xlsx"))
        }
        "cards" => {
            let cards = services.key_cards(admin, event, &wanted.class, &wanted.student).await?;
            printed(print::key_cards(&cards, locale, &state.web.stylesheet))
        }
        "attendance" => {
            let lists = services.attendance(event, &wanted.workshop, locale).await?;
            printed(print::attendance(&lists, locale, &state.web.stylesheet))
        }
        "timetables" => {
            let timetables = services.timetables(event, &wanted.class, locale).await?;
            printed(print::timetables(&timetables, locale, &state.web.stylesheet))
        }
        _ => return Err(AppError::NotFound),
    })
}

/// A page to print.
fn printed(html: String) -> Response {
    let mut response = Html(html).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn refusal(page: &PageRequest, error: &AppError) -> Response {
    match error {
        AppError::NotLoggedIn | AppError::NotAllowed => Redirect::to("/manage").into_response(),
        error => {
            let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            (status, app::message::error_in_words(page.locale, error)).into_response()
        }
    }
}

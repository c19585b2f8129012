//! What students post.

use super::{Largest, Posted, login_status, see_other};
use crate::{auth, service::accounts::LoggedIn, state::AppState, web::cookies};
use app::{
    api::{registering::Outcome, session::Attempt},
    backend::{Actor, Registering, Student},
    error::AppError,
};
use axum::{
    extract::{Request, State},
    response::Response,
};
use domain::{Selection, WorkshopId};
use http::StatusCode;

/// `POST /`: a key.
pub async fn home(State(state): State<AppState>, request: Request) -> Response {
    match Posted::read(state, request, Largest::FORM).await {
        Ok(posted) => log_in(posted).await,
        Err(response) => response,
    }
}

/// `POST /events/{slug}`: a key, a selection, or a withdrawal; the field `form` says which.
pub async fn event(State(state): State<AppState>, request: Request) -> Response {
    let posted = match Posted::read(state, request, Largest::FORM).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    match posted.field("form") {
        "login" => log_in(posted).await,
        "register" => match selection(&posted) {
            Ok(selection) => register(posted, selection).await,
            Err(error) => posted.failed(error).await,
        },
        "withdraw" => store(posted, Selection::empty()).await,
        _ => posted.failed(AppError::Invalid).await,
    }
}

async fn log_in(mut posted: Posted) -> Response {
    let typed = posted.field("key").to_owned();
    let logged_in = match posted.state().services.log_in_student(&typed, posted.caller.address).await {
        Ok(Ok(logged_in)) => logged_in,
        Ok(Err(problem)) => {
            let kept = selection(&posted).unwrap_or_default();
            // Whoever is still logged in here isn't the one who tries: what the page shows must not be his.
            posted.page.actor = Actor::Nobody;
            return posted.again(Attempt::Login { typed, problem, kept }, login_status(problem)).await;
        }
        Err(error) => {
            let selection = selection(&posted).unwrap_or_default();
            posted.page.actor = Actor::Nobody;
            return kept(posted, selection, error.into()).await;
        }
    };
    let cookie = cookies::student_session(logged_in.token.clone(), &posted.state().web);
    let path = match posted.state().services.book(logged_in.student.event).await {
        Ok(book) => format!("/events/{}", book.event().slug),
        Err(error) => return posted.failed(error.into()).await,
    };
    // Someone whose session ended while he chose gets his choice back.
    let chosen = selection(&posted).unwrap_or_default();
    let mut response = if chosen.is_empty() || posted.path() != path {
        see_other(&path)
    } else {
        match actor(&posted, &logged_in).await {
            Ok(actor) => {
                posted.page.actor = actor;
                posted.again(Attempt::Register { selection: chosen, violations: Vec::new() }, StatusCode::OK).await
            }
            Err(error) => return posted.failed(error).await,
        }
    };
    cookies::add(&mut response, &cookie);
    response
}

async fn actor(posted: &Posted, logged_in: &LoggedIn) -> Result<Actor, AppError> {
    let services = &posted.state().services;
    match services.tokens.read(&logged_in.token, services.clock.now()) {
        Some(session) => Ok(auth::actor(&services.store, &session).await?),
        None => Err(AppError::NotLoggedIn),
    }
}

/// Stores a selection, or with the button "choose", shows what it becomes by one more choice.
async fn register(posted: Posted, selection: Selection) -> Response {
    let student = match student_of_page(&posted) {
        Ok(student) => student,
        Err(error) => return kept(posted, selection, error).await,
    };
    let services = &posted.state().services;
    if let Ok(workshop) = posted.field("choose").parse::<WorkshopId>() {
        return match services.choose(&student, &selection, workshop).await {
            Ok(selection) => {
                posted.again(Attempt::Register { selection, violations: Vec::new() }, StatusCode::OK).await
            }
            Err(error) => kept(posted, selection, error.into()).await,
        };
    }
    if selection.is_empty() {
        return kept(posted, selection, AppError::NothingChosen).await;
    }
    match services.meant_by_form(&student, &selection).await {
        Ok(meant) => store(posted, meant).await,
        Err(error) => kept(posted, selection, error.into()).await,
    }
}

/// Stores a selection; the empty one withdraws the student.
async fn store(posted: Posted, selection: Selection) -> Response {
    let student = match student_of_page(&posted) {
        Ok(student) => student,
        Err(error) => return kept(posted, selection, error).await,
    };
    if let Err(error) = check_path(&posted, &student).await {
        return kept(posted, selection, error).await;
    }
    match posted.state().services.register(&student, selection.clone(), posted.page.locale).await {
        Ok(Outcome::Stored { .. }) if selection.is_empty() => see_other(&format!("{}?withdrawn", posted.path())),
        Ok(Outcome::Stored { .. }) => see_other(posted.path()),
        Ok(Outcome::Refused { violations, .. }) => {
            posted.again(Attempt::Register { selection, violations }, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => kept(posted, selection, error).await,
    }
}

/// The student who is logged in, if the form stood on his page.
fn student_of_page(posted: &Posted) -> Result<Student, AppError> {
    let page_of = posted.field("student").parse();
    match posted.page.actor.student() {
        Err(error) => Err(error),
        Ok(_) => posted.page.actor.student_of_page(page_of.map_err(|_| AppError::Invalid)?).cloned(),
    }
}

/// The form must stand on the page of the student's own event.
async fn check_path(posted: &Posted, student: &Student) -> Result<(), AppError> {
    let services = &posted.state().services;
    let slug = posted.path().trim_start_matches("/events/");
    match services.store.event_by_slug(slug).await? {
        Some(event) if event.id == student.event => Ok(()),
        Some(_) => Err(AppError::NotAllowed),
        None => Err(AppError::NotFound),
    }
}

/// The page again after a failure, with what was chosen.
async fn kept(posted: Posted, selection: Selection, error: AppError) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let selection = (!selection.is_empty()).then_some(selection);
    posted.again(Attempt::Failed { selection, error }, status).await
}

/// What was chosen: the radios of all moments together.
fn selection(posted: &Posted) -> Result<Selection, AppError> {
    posted
        .fields()
        .iter()
        .filter(|(name, value)| name.starts_with("moment-") && !value.is_empty())
        .map(|(_, value)| value.parse::<WorkshopId>().map_err(|_| AppError::Invalid))
        .collect::<Result<Vec<_>, _>>()
        .map(Selection::from)
}

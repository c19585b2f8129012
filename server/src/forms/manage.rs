//! What administrators post.

use super::{Posted, login_status, see_other};
use crate::{state::AppState, web::cookies};
use app::{
    api::session::{Attempt, PasswordProblem},
    backend::Managing,
    error::AppError,
};
use axum::{
    extract::{Request, State},
    response::Response,
};
use domain::{AvailabilityState, EventId, Selection};
use http::StatusCode;

/// `POST /manage…`: the password, an availability, or a new password; the field `form` says which.
pub async fn manage(State(state): State<AppState>, request: Request) -> Response {
    let posted = match Posted::read(state, request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    match posted.field("form") {
        "login" => log_in(posted).await,
        "availability" => availability(posted).await,
        "password" => password(posted).await,
        _ => posted.failed(AppError::Invalid).await,
    }
}

async fn log_in(posted: Posted) -> Response {
    match posted.state().services.log_in_admin(posted.field("password"), posted.caller).await {
        Ok(Ok(logged_in)) => {
            let mut response = see_other(posted.path());
            cookies::add(&mut response, &cookies::admin_session(logged_in.token, &posted.state().web));
            cookies::add(&mut response, &cookies::known_browser(logged_in.browser, &posted.state().web));
            response
        }
        Ok(Err(problem)) => {
            let attempt = Attempt::Login { typed: String::new(), problem, kept: Selection::empty() };
            posted.again(attempt, login_status(problem)).await
        }
        Err(error) => posted.failed(error.into()).await,
    }
}

async fn availability(posted: Posted) -> Response {
    let event = posted.path().rsplit('/').next().and_then(|id| id.parse::<EventId>().ok());
    let state = match posted.field("state") {
        "open" => Some(AvailabilityState::Open),
        "closed" => Some(AvailabilityState::Closed),
        "scheduled" => Some(AvailabilityState::Scheduled),
        _ => None,
    };
    let done = match (posted.page.actor.admin(), event, state) {
        (Err(error), ..) => Err(error),
        (_, None, _) => Err(AppError::NotFound),
        (_, _, None) => Err(AppError::Invalid),
        (Ok(admin), Some(event), Some(state)) => posted.state().services.set_availability(admin, event, state).await,
    };
    match done {
        Ok(()) => see_other(posted.path()),
        Err(error) => posted.failed(error).await,
    }
}

async fn password(posted: Posted) -> Response {
    if let Err(error) = posted.page.actor.admin() {
        return posted.failed(error).await;
    }
    let (old, new) = (posted.field("old_password"), posted.field("new_password"));
    let changed = if new == posted.field("repeat_password") {
        posted.state().services.change_password(old, new, posted.caller).await
    } else {
        Ok(Err(PasswordProblem::Differs))
    };
    match changed {
        Ok(Ok(token)) => {
            let mut response = see_other("/manage/password?changed");
            cookies::add(&mut response, &cookies::admin_session(token, &posted.state().web));
            response
        }
        Ok(Err(problem)) => {
            let status = match problem {
                PasswordProblem::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
                PasswordProblem::Wrong => StatusCode::FORBIDDEN,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            };
            posted.again(Attempt::Password(problem), status).await
        }
        Err(error) => posted.failed(error.into()).await,
    }
}

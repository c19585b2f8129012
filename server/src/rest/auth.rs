//! Logging in, and whose token it is.

use super::{
    body::Json,
    caller::{AdminCaller, CallerAddress, LoggedInCaller},
    problem::{InvalidValue, Problem, Result},
    wire::{Instant, LoggedIn, Login, LoginType, Me, NewPassword, NewToken, Role, StudentBody},
};
use crate::state::AppState;
use app::{
    api::session::{LoginProblem, PasswordProblem},
    backend::Actor,
};
use axum::{Json as Answer, extract::State};
use domain::StudentId;
use http::StatusCode;

/// Log in
///
/// With a student's key (`user`) or the administrator's password (`admin`). The answer doesn't tell a wrong key from one
/// that nobody has.
#[utoipa::path(post, path = "/auth/login", tag = "Logging in", operation_id = "log_in", request_body = Login,
    responses((status = 200, description = "A token", body = LoggedIn)), security(()))]
pub(super) async fn log_in(
    State(state): State<AppState>,
    CallerAddress(caller): CallerAddress,
    Json(login): Json<Login>,
) -> Result<Answer<LoggedIn>> {
    let services = &state.services;
    Ok(Answer(match login.login_type {
        LoginType::User => {
            let logged_in = services.log_in_student(&login.credential, caller.address).await?.map_err(refused)?;
            let event = logged_in.student.event;
            let (book, person) = services.person_of(logged_in.student).await?;
            let student = StudentBody::without_key(book.event(), &person);
            LoggedIn {
                token: logged_in.token,
                expires_at: Instant(logged_in.expires_at),
                role: Role::Student,
                student: Some(student),
                event_id: Some(event),
            }
        }
        LoginType::Admin => {
            let logged_in = services.log_in_admin(&login.credential, caller).await?.map_err(refused)?;
            LoggedIn {
                token: logged_in.token,
                expires_at: Instant(logged_in.expires_at),
                role: Role::Admin,
                student: None,
                event_id: None,
            }
        }
    }))
}

/// Whose token it is
#[utoipa::path(get, path = "/auth/me", tag = "Logging in", operation_id = "me",
    responses((status = 200, description = "Who is logged in, and until when", body = Me)))]
pub(super) async fn me(State(state): State<AppState>, caller: LoggedInCaller) -> Result<Answer<Me>> {
    let expires_at = Instant(caller.expires_at);
    Ok(Answer(match caller.actor {
        Actor::Student(who) => Me {
            role: Role::Student,
            expires_at,
            name: None,
            student: Some(student(&state, who.id).await?),
            event_id: Some(who.event),
        },
        Actor::Admin(admin) => {
            Me { role: Role::Admin, expires_at, name: Some(admin.name), student: None, event_id: None }
        }
        Actor::Nobody => return Err(Problem::invalid_token()),
    }))
}

/// Change the administrator's password
///
/// All older tokens of the administrator die; the answer holds the one that goes on.
#[utoipa::path(post, path = "/auth/change-admin-password", tag = "Logging in", operation_id = "change_admin_password",
    request_body = NewPassword, responses((status = 200, description = "A new token", body = NewToken)))]
pub(super) async fn change_admin_password(
    State(state): State<AppState>,
    _: AdminCaller,
    CallerAddress(caller): CallerAddress,
    Json(passwords): Json<NewPassword>,
) -> Result<Answer<NewToken>> {
    let NewPassword { old_password, new_password } = passwords;
    let changed = state.services.change_password(&old_password, &new_password, caller).await?;
    let (token, expires_at) = changed.map_err(|problem| {
        let invalid = |member: &str, detail: &str| {
            Problem::invalid(&[InvalidValue { pointer: format!("/{member}"), detail: detail.to_owned() }])
        };
        match problem {
            PasswordProblem::TooMany { retry_after_seconds } => Problem::too_many(retry_after_seconds),
            // Not 401: the token is right, and logging in again wouldn't help.
            PasswordProblem::Wrong => {
                Problem::new(StatusCode::FORBIDDEN, "invalid-credential", "the old password is wrong")
            }
            PasswordProblem::TooShort => invalid("new_password", "it needs at least 12 characters"),
            PasswordProblem::TooLong => invalid("new_password", "it may have at most 256 characters"),
            PasswordProblem::Differs => invalid("new_password", "it isn't the same twice"),
        }
    })?;
    Ok(Answer(NewToken { token, expires_at: Instant(expires_at) }))
}

async fn student(state: &AppState, student: StudentId) -> Result<StudentBody> {
    let (book, person) = state.services.person(student).await?;
    Ok(StudentBody::without_key(book.event(), &person))
}

fn refused(problem: LoginProblem) -> Problem {
    match problem {
        LoginProblem::Empty | LoginProblem::Wrong => Problem::invalid_credential(),
        LoginProblem::TooMany { retry_after_seconds } => Problem::too_many(retry_after_seconds),
    }
}

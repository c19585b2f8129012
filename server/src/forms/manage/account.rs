//! Logging in as administrator, and a new password.

use super::super::{Posted, login_status, see_other};
use crate::web::cookies;
use app::api::session::{Attempt, PasswordProblem};
use axum::response::Response;
use domain::Selection;
use http::StatusCode;

/// The password, to log in.
pub(super) async fn log_in(posted: Posted) -> Response {
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

/// A new password.
pub(super) async fn password(posted: Posted) -> Response {
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
        Ok(Ok((token, _))) => {
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

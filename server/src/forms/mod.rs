//! Forms as browsers post them, with and without JavaScript: each goes to the address of the page that it stands on.
//! What succeeds is answered with a redirect, what fails with the same page, knowing what was filled in.

mod body;
mod manage;
mod session;
mod student;

pub use body::{File, Largest};
pub use manage::manage;
pub use session::{choose_language, log_out};
pub use student::{event, home};

use crate::{auth::Caller, state::AppState, web::render};
use app::{
    api::session::{Attempt, LoginProblem, PasswordProblem},
    backend::Request as PageRequest,
    error::AppError,
};
use axum::{
    extract::Request,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header, request::Parts};

/// A form that was posted, with who posted it from where.
pub struct Posted {
    state: AppState,
    parts: Parts,
    /// Who posted it, and in which language he reads.
    pub page: PageRequest,
    /// From where.
    pub caller: Caller,
    fields: Vec<(String, String)>,
    files: Vec<(String, File)>,
}

impl Posted {
    /// Reads the form of a request that went through [`identify`](crate::web::identify::identify). A body that is too
    /// large or no form is answered with the page again, saying so.
    ///
    /// # Errors
    /// The answer to a body that is no form.
    pub async fn read(state: AppState, request: Request, largest: Largest) -> Result<Self, Response> {
        let Some(page) = request.extensions().get::<PageRequest>().cloned() else {
            return Err(StatusCode::INTERNAL_SERVER_ERROR.into_response());
        };
        let caller = request.extensions().get::<Caller>().copied().unwrap_or_default();
        let (parts, body) = request.into_parts();
        let posted = |fields, files| Self { state, parts: parts.clone(), page, caller, fields, files };
        match body::read(&parts, body, largest).await {
            Ok(body::Read { fields, files }) => Ok(posted(fields, files)),
            Err(status) => {
                let posted = posted(Vec::new(), Vec::new());
                match posted.page.actor.admin() {
                    // An administrator could have sent it: that he isn't logged in any more says what to do.
                    Err(error) if largest == Largest::STRANGER => Err(posted.failed(error).await),
                    _ => {
                        let attempt = Attempt::Failed { selection: None, error: AppError::Invalid };
                        Err(posted.again(attempt, status).await)
                    }
                }
            }
        }
    }

    /// What the program can do.
    #[must_use]
    pub fn state(&self) -> &AppState {
        &self.state
    }

    /// The first field of this name; empty if there is none.
    #[must_use]
    pub fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    /// All values of the fields of this name, in order.
    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// The file in the field of this name, if one was chosen.
    #[must_use]
    pub fn file(&self, name: &str) -> Option<&File> {
        self.files.iter().find(|(field, _)| field == name).map(|(_, file)| file)
    }

    /// All fields, in order.
    #[must_use]
    pub fn fields(&self) -> &[(String, String)] {
        &self.fields
    }

    /// The path of the page that the form stands on.
    #[must_use]
    pub fn path(&self) -> &str {
        self.parts.uri.path()
    }

    /// The page again, with what was tried.
    pub async fn again(self, attempt: Attempt, status: StatusCode) -> Response {
        let wait = wait(&attempt);
        let shown = PageRequest { attempt: Some(attempt), ..self.page };
        let mut response = render::page_again(self.state, self.parts, shown, status).await;
        if let Some(seconds) = wait {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }

    /// The page again, with an error that has nothing to do with what was filled in.
    pub async fn failed(self, error: AppError) -> Response {
        let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        self.again(Attempt::Failed { selection: None, error }, status).await
    }
}

/// When to try again.
fn wait(attempt: &Attempt) -> Option<u32> {
    match attempt {
        Attempt::Login { problem: LoginProblem::TooMany { retry_after_seconds }, .. }
        | Attempt::Password(PasswordProblem::TooMany { retry_after_seconds }) => Some(*retry_after_seconds),
        Attempt::Failed { error, .. } if error.is_passing() => Some(3),
        _ => None,
    }
}

/// The status of a refused login.
const fn login_status(problem: LoginProblem) -> StatusCode {
    match problem {
        LoginProblem::Empty => StatusCode::UNPROCESSABLE_ENTITY,
        LoginProblem::Wrong => StatusCode::UNAUTHORIZED,
        LoginProblem::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
    }
}

/// Sends the browser to another address of ours, with a GET.
fn see_other(path: &str) -> Response {
    match HeaderValue::from_str(path) {
        Ok(path) => (StatusCode::SEE_OTHER, [(header::LOCATION, path)]).into_response(),
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}

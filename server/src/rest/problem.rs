//! Every way out of the API that isn't success: `application/problem+json` (RFC 9457).

use crate::{engine::Touched, error::Error, web::overload::RETRY_AFTER};
use app::{error::AppError, i18n::Locale, message};
use axum::response::{IntoResponse, Response};
use domain::{
    Event, Violation,
    edit::{FieldError, Problem as Wrong},
};
use http::{HeaderName, HeaderValue, StatusCode, header};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// The outcome of a call.
pub(super) type Result<T, E = Problem> = std::result::Result<T, E>;

/// The media type of a problem.
pub(super) const MEDIA_TYPE: &str = "application/problem+json";

/// Why a call wasn't carried out.
#[derive(Clone, Debug)]
pub(super) struct Problem {
    status: StatusCode,
    /// What programs tell problems apart by.
    code: &'static str,
    /// What people read.
    detail: String,
    /// Members that only this kind of problem has.
    more: Map<String, Value>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Problem {
    /// A problem of this kind.
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self { status, code, detail: detail.into(), more: Map::new(), headers: Vec::new() }
    }

    /// With one more member.
    pub fn with(mut self, name: &str, value: impl Serialize) -> Self {
        self.more.insert(name.to_owned(), json!(value));
        self
    }

    /// What goes over the wire.
    pub fn body(&self) -> Value {
        let mut body = Map::new();
        body.insert("title".to_owned(), self.status.canonical_reason().unwrap_or_default().into());
        body.insert("status".to_owned(), self.status.as_u16().into());
        body.insert("code".to_owned(), self.code.into());
        body.insert("detail".to_owned(), self.detail.as_str().into());
        body.extend(self.more.clone());
        body.into()
    }

    fn header(mut self, name: HeaderName, value: impl TryInto<HeaderValue>) -> Self {
        if let Ok(value) = value.try_into() {
            self.headers.push((name, value));
        }
        self
    }

    /// There is no token.
    pub fn not_logged_in() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "not-logged-in", "send a token: Authorization: Bearer …")
            .header(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))
    }

    /// The token is none of ours, expired, or revoked by a new key or password.
    pub fn invalid_token() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "invalid-token", "the token is wrong, expired or revoked; log in again")
            .header(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer error=\"invalid_token\""))
    }

    /// The key or password is wrong.
    pub fn invalid_credential() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "invalid-credential", "no student or administrator has this credential")
            .header(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))
    }

    /// Too many wrong credentials came from there.
    pub fn too_many(retry_after_seconds: u32) -> Self {
        let detail = "too many attempts failed; wait as long as Retry-After says";
        Self::new(StatusCode::TOO_MANY_REQUESTS, "too-many-attempts", detail)
            .header(header::RETRY_AFTER, HeaderValue::from(retry_after_seconds))
    }

    /// The caller's role may not do this.
    pub fn not_allowed() -> Self {
        Self::new(StatusCode::FORBIDDEN, "not-allowed", "your role may not do this")
    }

    /// The database can't be used, or the process is about to stop.
    pub fn unavailable() -> Self {
        let detail = "the server is stopping or can't use its database; try again as Retry-After says";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", detail)
            .header(header::RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER))
    }

    /// Nothing is there, or nothing that the caller may see.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", "there is nothing here that you may see")
    }

    /// The path knows other methods; the router names them in `Allow`.
    pub fn method_not_allowed() -> Self {
        let detail = "this path has other methods, see the Allow header";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", detail)
    }

    /// The body is of another kind than this call takes.
    pub fn unsupported_media_type(expected: &str) -> Self {
        let detail = format!("send {expected}, and say so in Content-Type");
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", detail)
    }

    /// The body is larger than this call takes.
    pub fn too_large(limit: usize) -> Self {
        let detail = format!("the body is larger than {limit} bytes");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", detail).with("limit", limit)
    }

    /// The request can't be read.
    pub fn malformed(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "malformed", detail)
    }

    /// Something in the request isn't what it may be.
    pub fn invalid(errors: &[InvalidValue]) -> Self {
        let detail = match errors {
            [only] if only.pointer.is_empty() => only.detail.clone(),
            [only] => format!("{}: {}", only.pointer, only.detail),
            _ => format!("{} values can't be as they are", errors.len()),
        };
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", detail).with("errors", errors)
    }

    /// What the caller's `If-Match` named isn't what holds now.
    pub fn precondition_failed() -> Self {
        let detail = "it has changed since you read it; read it again";
        Self::new(StatusCode::PRECONDITION_FAILED, "precondition-failed", detail)
    }

    /// Someone else changed the same at this very moment, or has what this would take.
    pub fn conflict(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, "conflict", detail)
    }

    /// Another event has this slug.
    pub fn slug_taken(slug: &str) -> Self {
        let detail = format!("there is already an event with the slug {slug}");
        Self::conflict(detail.clone()).with("errors", [InvalidValue { pointer: "/slug".to_owned(), detail }])
    }

    /// A selection that the rules refuse.
    pub fn refused(violations: &[Violation], event: &Event) -> Self {
        let words: Vec<String> =
            violations.iter().map(|violation| message::admin_violation(Locale::en, event, violation)).collect();
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "refused", words.join(" "))
            .with("violations", violations.iter().map(super::wire::violation).collect::<Vec<Value>>())
    }

    /// A change that would take something from students, which must be agreed to.
    pub fn needs_agreement(detail: &str, touched: &[Touched], agree: &str) -> Self {
        let touched: Vec<Value> = touched.iter().map(super::wire::touched).collect();
        Self::new(StatusCode::CONFLICT, "needs-agreement", detail).with("touched", touched).with("agree", agree)
    }

    /// What is wrong with a change to an event or a student. `call_it` names the value for each.
    pub fn of_fields(errors: &[FieldError], event: Option<&Event>) -> Self {
        if errors.iter().any(|error| matches!(error.problem, Wrong::Changed)) {
            return Self::conflict("someone else changed the same at this moment; try again");
        }
        let wrong: Vec<InvalidValue> = errors.iter().map(|error| InvalidValue::of_field(error, event)).collect();
        let is_taken = |error: &FieldError| matches!(error.problem, Wrong::Taken | Wrong::HasStudents { .. });
        if errors.iter().any(is_taken) {
            return Self::conflict(Self::invalid(&wrong).detail).with("errors", wrong);
        }
        Self::invalid(&wrong)
    }
}

/// What is wrong with one value of a request.
#[derive(Clone, Debug, Serialize)]
pub(super) struct InvalidValue {
    /// Where it stands: a JSON pointer (RFC 6901) into the body, or a parameter's name; empty for the whole.
    pub pointer: String,
    /// What is wrong with it.
    pub detail: String,
}

impl InvalidValue {
    fn of_field(error: &FieldError, event: Option<&Event>) -> Self {
        // The only list whose parts have numbers and no ids.
        let place = if error.of.parse::<usize>().is_ok() { format!("/links/{}", error.of) } else { String::new() };
        let pointer = match super::wire::member(error.field) {
            "" => place,
            name => format!("{place}/{name}"),
        };
        Self { pointer, detail: message::problem(Locale::en, event, &error.problem) }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::SlugTaken(slug) => Self::slug_taken(slug.as_str()),
            Error::Document(error) => {
                let (place, mistake) = crate::import::words::document_mistake(Locale::en, &error);
                let detail = if place.is_empty() { mistake } else { format!("{place}: {mistake}") };
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid-document", detail)
            }
            error => AppError::from(error).into(),
        }
    }
}

impl From<AppError> for Problem {
    fn from(error: AppError) -> Self {
        match error {
            AppError::NotLoggedIn => Self::invalid_token(),
            AppError::NotAllowed | AppError::SomeoneElse => Self::not_allowed(),
            AppError::NotFound => Self::not_found(),
            AppError::Invalid | AppError::NothingChosen => {
                let detail = "the request asks for more than there can be".to_owned();
                Self::invalid(&[InvalidValue { pointer: String::new(), detail }])
            }
            AppError::Overloaded | AppError::Offline => {
                let detail = "too many requests are waiting; try again as Retry-After says";
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "overloaded", detail)
                    .header(header::RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER))
            }
            AppError::Unavailable => Self::unavailable(),
            AppError::Internal { id } => {
                let detail = "something failed inside; the log knows it by this id";
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", detail).with("id", id)
            }
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = (self.status, self.body().to_string()).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        for (name, value) in self.headers {
            headers.insert(name, value);
        }
        response
    }
}

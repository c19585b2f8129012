//! Who is logged in, and what a form tried.

use super::Packed;
use crate::error::AppError;
use domain::{Selection, Violation};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Who is logged in, as far as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Who {
    /// Nobody.
    Nobody,
    /// A student.
    Student {
        /// His name.
        name: String,
        /// His event's title.
        event_title: String,
        /// His event's slug.
        event_slug: String,
    },
    /// An administrator.
    Admin,
}

/// What a form posted without JavaScript tried, and what came of it: the page that is shown again knows what was
/// filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Attempt {
    /// A key that wasn't right.
    Login {
        /// What was typed.
        typed: String,
        /// What is wrong.
        problem: LoginProblem,
        /// What was chosen before the session ended, if that is why he logs in.
        kept: Selection,
    },
    /// A selection that was refused, or that is still being made.
    Register {
        /// What was chosen.
        selection: Selection,
        /// What is wrong with it; nothing while it is being made.
        violations: Vec<Violation>,
    },
    /// Something that failed for another reason; the selection is kept.
    Failed {
        /// What was chosen, if that was it.
        selection: Option<Selection>,
        /// What is wrong.
        error: AppError,
    },
    /// A new password that can't be.
    Password(PasswordProblem),
    /// What a form of the administrator's tried, as JSON: a [`FormAttempt`](super::managing::FormAttempt). Packed,
    /// since a student's download has no use for reading it.
    Manage(String),
}

/// Why a login was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LoginProblem {
    /// Nothing was filled in.
    Empty,
    /// There is no such key, or it isn't the password.
    Wrong,
    /// Too many wrong ones.
    TooMany {
        /// When to try again.
        retry_after_seconds: u32,
    },
}

/// Why a password wasn't changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PasswordProblem {
    /// The current one isn't right.
    Wrong,
    /// Too many wrong ones.
    TooMany {
        /// When to try again.
        retry_after_seconds: u32,
    },
    /// The new one has fewer than 12 characters.
    TooShort,
    /// The new one has more than 256 characters.
    TooLong,
    /// The new one and its repetition differ.
    Differs,
}

/// What every page wants to know at first: who is asking, and what he tried just now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Who is logged in.
    pub who: Who,
    /// What he tried.
    pub attempt: Option<Attempt>,
}

/// Who is asking, and what he tried just now.
#[server(prefix = "/api/pages", endpoint = "session")]
pub async fn load_session() -> Result<Packed<Session>, AppError> {
    let request = crate::backend::request()?;
    let who = request.backend.who(&request.actor).await?;
    Ok(Packed(Session { who, attempt: request.attempt }))
}

//! What the administrator's pages load.

mod form;
mod page;
mod people;
mod place;

pub use form::{Answer, DocumentMistake, FormAttempt, Notice, PastedRow, StudentPreview, TouchedShown};
pub use page::*;
pub use people::*;
pub use place::{Place, Section};

use super::{Packed, session::Attempt};
use crate::error::AppError;
use domain::EventId;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A page of the administrator's: what it shows, or that he must log in first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Managed {
    /// What it shows; nothing for whoever isn't an administrator.
    pub shown: Option<ManagePage>,
    /// What a form tried just now.
    pub attempt: Option<Attempt>,
}

/// The page at a path below `/manage`, with the query behind it.
#[server(prefix = "/api/pages", endpoint = "manage")]
pub async fn load_manage(
    /// The path, such as `/manage/events`.
    path: String,
    /// The query, without its question mark.
    query: String,
) -> Result<Packed<Managed>, AppError> {
    let request = crate::backend::request()?;
    let place: Place = path.parse().map_err(|()| AppError::NotFound)?;
    let shown = match request.actor.admin() {
        Ok(admin) => Some(request.backend.manage_page(admin, place, &query, request.locale).await?),
        Err(_) => None,
    };
    Ok(Packed(Managed { shown, attempt: request.attempt }))
}

/// Students of an event, as a query in the address asks for them.
#[server(prefix = "/api/pages", endpoint = "students")]
pub async fn load_students(
    /// The event.
    event: EventId,
    /// What is asked for.
    query: StudentQuery,
) -> Result<Packed<StudentList>, AppError> {
    let request = crate::backend::request()?;
    Ok(Packed(request.backend.students(request.actor.admin()?, event, &query).await?))
}

/// How an event stands now.
#[server(prefix = "/api/pages", endpoint = "overview")]
pub async fn load_overview(
    /// The event.
    event: EventId,
) -> Result<Packed<Overview>, AppError> {
    let request = crate::backend::request()?;
    Ok(Packed(request.backend.overview(request.actor.admin()?, event, request.locale).await?))
}

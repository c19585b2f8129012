//! What the pages need of the server, as traits that the server implements; and who is asking.
//!
//! Architecture invariant: [`request`] is the only reader of what the server provides. Beside this module only what the
//! server alone shows is compiled for it alone: pages to print, and words about an event's feasibility.

use crate::{
    api::{
        managing::{ManagePage, Overview, Place, StudentList, StudentQuery},
        registering::{EventPage, Outcome},
        session::{Attempt, Who},
    },
    error::AppError,
    i18n::Locale,
};
use async_trait::async_trait;
use domain::{EventId, Selection, StudentId};
use leptos::prelude::use_context;
use std::sync::Arc;

/// A student who is logged in. Having one is the right to read and change his registration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Student {
    /// His id.
    pub id: StudentId,
    /// His event.
    pub event: EventId,
    /// The version of his key that his token names, if nobody has looked yet whether it still holds: whoever changes his
    /// registration must.
    pub claimed: Option<u32>,
}

/// An administrator who is logged in. Having one is the right to manage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admin {
    /// The name under which his changes stand on record.
    pub name: String,
}

/// Whoever is asking.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Actor {
    /// Nobody is logged in.
    #[default]
    Nobody,
    /// A student.
    Student(Student),
    /// An administrator.
    Admin(Admin),
}

impl Actor {
    /// The student, or why there is none.
    ///
    /// # Errors
    /// [`AppError::NotLoggedIn`] for nobody, [`AppError::NotAllowed`] for an administrator.
    pub const fn student(&self) -> Result<&Student, AppError> {
        match self {
            Self::Student(student) => Ok(student),
            Self::Admin(_) => Err(AppError::NotAllowed),
            Self::Nobody => Err(AppError::NotLoggedIn),
        }
    }

    /// The student, if he is the one whose page asks: another may have logged in on the same device since.
    ///
    /// # Errors
    /// As [`Actor::student`], and [`AppError::SomeoneElse`].
    pub fn student_of_page(&self, page_of: StudentId) -> Result<&Student, AppError> {
        self.student().and_then(|student| if student.id == page_of { Ok(student) } else { Err(AppError::SomeoneElse) })
    }

    /// The administrator, or why there is none.
    ///
    /// # Errors
    /// [`AppError::NotLoggedIn`] for nobody, [`AppError::NotAllowed`] for a student.
    pub const fn admin(&self) -> Result<&Admin, AppError> {
        match self {
            Self::Admin(admin) => Ok(admin),
            Self::Student(_) => Err(AppError::NotAllowed),
            Self::Nobody => Err(AppError::NotLoggedIn),
        }
    }
}

/// What student pages need.
#[async_trait]
pub trait Registering: Send + Sync {
    /// Who is asking, in words that a page can show.
    async fn who(&self, actor: &Actor) -> Result<Who, AppError>;

    /// An event as the actor may see it, with texts in his language; [`AppError::NotFound`] if there is none.
    async fn event_page(&self, actor: &Actor, slug: &str, locale: Locale) -> Result<EventPage, AppError>;

    /// How the event stands, as [`Seen::to_line`](crate::api::registering::Seen::to_line), for whoever may see its seats.
    async fn seats(&self, actor: &Actor, slug: &str) -> Result<String, AppError>;

    /// Replaces the student's registration by this selection, or says why not; nothing changes in that case. The empty
    /// selection withdraws him.
    async fn register(&self, student: &Student, selection: Selection, locale: Locale) -> Result<Outcome, AppError>;
}

/// What the administrator's pages need. His forms are handled by the server itself.
#[async_trait]
pub trait Managing: Send + Sync {
    /// What a page shows, as the query in its address asks; [`AppError::NotFound`] if what it is about isn't there.
    async fn manage_page(
        &self,
        admin: &Admin,
        place: Place,
        query: &str,
        locale: Locale,
    ) -> Result<ManagePage, AppError>;

    /// The students of an event that a query asks for.
    async fn students(&self, admin: &Admin, event: EventId, query: &StudentQuery) -> Result<StudentList, AppError>;

    /// How an event stands now.
    async fn overview(&self, admin: &Admin, event: EventId, locale: Locale) -> Result<Overview, AppError>;
}

/// All that the pages need.
pub trait Backend: Registering + Managing {}

impl<T: Registering + Managing> Backend for T {}

/// What the server knows of a request; it puts one into the extensions of each.
#[derive(Clone)]
pub struct Request {
    /// The way to the services.
    pub backend: Arc<dyn Backend>,
    /// Who is asking.
    pub actor: Actor,
    /// The reader's language.
    pub locale: Locale,
    /// What a form without JavaScript tried just now, when the page is shown again because of it.
    pub attempt: Option<Attempt>,
}

/// The request that is being answered.
///
/// # Errors
/// [`AppError::Internal`] outside a request, such as while the list of routes is made.
pub fn request() -> Result<Request, AppError> {
    use_context::<http::request::Parts>()
        .and_then(|parts| parts.extensions.get::<Request>().cloned())
        .ok_or_else(|| AppError::Internal { id: "no-request".to_owned() })
}

/// Gives the response this status.
pub fn set_status(status: u16) {
    if let (Some(options), Ok(status)) =
        (use_context::<leptos_axum::ResponseOptions>(), http::StatusCode::from_u16(status))
    {
        options.set_status(status);
    }
}

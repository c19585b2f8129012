//! What administrators post: each form says by its field `form` what it wants.

mod account;
mod events;
mod parts;
mod students;
mod workshops;

use super::{Largest, Posted, see_other};
use crate::{
    engine::{Changed, Touched},
    state::AppState,
};
use app::{
    api::{
        managing::{Answer, FormAttempt, Notice, Place, Section, TouchedShown},
        session::Attempt,
    },
    backend::{Admin, Request as PageRequest},
    error::AppError,
};
use axum::{
    extract::{Request, State},
    response::Response,
};
use domain::{Event, EventId, edit::FieldError, rules::Status};
use http::StatusCode;

/// What becomes of a form.
enum Done {
    /// It is done; the browser goes to this address.
    To(String),
    /// The page is shown again with this.
    Answer(Answer),
}

impl Done {
    /// It is done; the browser goes to a place on the page that says so.
    fn at_part(place: Place, notice: Notice, part: &str) -> Self {
        Self::To(format!("{place}?done={}#{part}", notice.code()))
    }

    /// It is done; the browser goes to a page that says so.
    fn at(place: Place, notice: Notice) -> Self {
        Self::To(format!("{place}?done={}", notice.code()))
    }

    fn refused(errors: Vec<FieldError>) -> Self {
        Self::Answer(Answer::Refused(errors))
    }
}

/// `POST /manage…`: the form says what it wants by its field `form`.
pub async fn manage(State(state): State<AppState>, request: Request) -> Response {
    // Only an administrator may send much.
    let is_admin = request.extensions().get::<PageRequest>().is_some_and(|page| page.actor.admin().is_ok());
    let largest = if is_admin { Largest::MANAGE } else { Largest::STRANGER };
    let posted = match Posted::read(state, request, largest).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    match posted.field("form") {
        "login" => return account::log_in(posted).await,
        "password" => return account::password(posted).await,
        _ => {}
    }
    match act(&posted).await {
        Ok(Done::To(address)) => see_other(&address),
        Ok(Done::Answer(answer)) => again(posted, answer).await,
        Err(error) => posted.failed(error).await,
    }
}

async fn act(posted: &Posted) -> Result<Done, AppError> {
    let admin = posted.page.actor.admin()?;
    let place: Place = posted.path().parse().map_err(|()| AppError::NotFound)?;
    match (posted.field("form"), place) {
        ("create-event", Place::Events) => events::create(posted, admin).await,
        ("import-event", Place::Events) => events::import(posted, admin).await,
        (name, Place::Event(event, section)) => {
            let form = OfEvent { posted, admin, event, section };
            match name {
                "copy-event" => events::copy(form).await,
                "delete-event" => events::delete(form).await,
                "settings" => events::settings(form).await,
                "availability" => events::availability(form).await,
                "schedule" => events::schedule(form).await,
                "moment" => parts::moment(form).await,
                "group" => parts::group(form).await,
                "up-moment" | "down-moment" | "delete-moment" | "up-group" | "down-group" | "delete-group" => {
                    parts::move_or_delete(form).await
                }
                "workshop" => workshops::one(form).await,
                "workshops" => workshops::table(form).await,
                "delete-workshop" => workshops::delete(form).await,
                "paste" => workshops::paste(form).await,
                "paste-save" => workshops::paste_save(form).await,
                "link" => workshops::link(form).await,
                "unlink" => workshops::unlink(form).await,
                "student" => students::one(form).await,
                "remove-students" => students::remove(form).await,
                "keys" => students::keys(form).await,
                "import" => students::import(form).await,
                "import-save" => students::import_save(form).await,
                "place" => students::place(form).await,
                _ => Err(AppError::Invalid),
            }
        }
        _ => Err(AppError::Invalid),
    }
}

/// A form on a page of an event.
#[derive(Clone, Copy)]
struct OfEvent<'a> {
    posted: &'a Posted,
    admin: &'a Admin,
    event: EventId,
    section: Section,
}

impl OfEvent<'_> {
    fn field(&self, name: &str) -> &str {
        self.posted.field(name)
    }

    /// What was agreed to, if this form comes from the question.
    fn agreed(&self) -> Option<String> {
        Some(self.field("agreed")).filter(|agreed| !agreed.is_empty()).map(str::to_owned)
    }

    /// An id in a field; nothing if the field is empty.
    ///
    /// # Errors
    /// [`AppError::Invalid`] for a text that is no id.
    fn id<T: std::str::FromStr>(&self, name: &str) -> Result<Option<T>, AppError> {
        match self.field(name) {
            "" => Ok(None),
            id => id.parse().map(Some).map_err(|_| AppError::Invalid),
        }
    }

    /// All ids in the fields of a name.
    fn ids<T: std::str::FromStr>(&self, name: &str) -> Result<Vec<T>, AppError> {
        self.posted.values(name).map(|id| id.parse().map_err(|_| AppError::Invalid)).collect()
    }

    async fn stored(&self) -> Result<Event, AppError> {
        Ok(self.posted.state().services.book(self.event).await?.event().clone())
    }

    /// What became of a change: on to a page if it is stored, else the same page with why not or whom it would touch.
    async fn done(&self, changed: Changed, (section, notice): (Section, Notice)) -> Result<Done, AppError> {
        Ok(match changed {
            Changed::Done => Done::at(Place::Event(self.event, section), notice),
            Changed::Refused(errors) => Done::refused(errors),
            Changed::Asks { touched, agree } => {
                let event = self.stored().await?;
                let touched = touched.into_iter().map(|touched| shown(&event, touched)).collect();
                Done::Answer(Answer::Asks { touched, agree })
            }
        })
    }
}

fn shown(event: &Event, touched: Touched) -> TouchedShown {
    let Touched { name, class, consequence } = touched;
    let titles =
        |ids: &[_]| ids.iter().filter_map(|&id| event.workshop(id)).map(|workshop| workshop.title.clone()).collect();
    TouchedShown {
        name,
        class,
        lost: titles(&consequence.lost),
        cancelled: titles(&consequence.cancelled),
        becomes_incomplete: consequence.was == Status::Complete && consequence.becomes != Status::Complete,
    }
}

/// The page again, with what was filled in and what came of it.
async fn again(posted: Posted, answer: Answer) -> Response {
    let status = match &answer {
        Answer::Refused(_) | Answer::File(_) | Answer::Table(_) | Answer::Document(_) | Answer::Selection(_) => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Answer::Asks { .. } | Answer::Students(_) | Answer::Workshops { .. } => StatusCode::OK,
    };
    let attempt = FormAttempt { fields: posted.fields().to_vec(), answer };
    match serde_json::to_string(&attempt) {
        Ok(json) => posted.again(Attempt::Manage(json), status).await,
        Err(error) => posted.failed(crate::error::Error::Export(error.to_string()).into()).await,
    }
}

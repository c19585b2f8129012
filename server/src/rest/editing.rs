//! One change to an event, as every call that makes one carries it out.

use super::{
    condition::{IfMatch, tagged, version_tag},
    problem::{Problem, Result},
};
use crate::{
    engine::{Change, Changed},
    service::Services,
    store::Part,
};
use app::backend::Admin;
use axum::{
    Json as Answer,
    response::{IntoResponse, Response},
};
use domain::{
    Event, EventId,
    edit::{EventEdit, FieldError, Problem as Wrong},
    rules::Rulebook,
};
use http::StatusCode;
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use std::sync::Arc;
use utoipa::IntoParams;

/// How often a change is tried when someone else's comes in between.
const TRIES: u32 = 5;

/// What may be agreed to.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Agreement {
    /// What a `needs-agreement` problem gave as `agree`: the caller has seen whom the change touches, and wants it.
    #[serde(default, deserialize_with = "fingerprint")]
    #[param(pattern = "^[0-9a-f]{16}$")]
    pub agree: Option<String>,
}

/// Reads what may be an `agree`: what can't be one is a mistake, and no disagreement.
pub(super) fn fingerprint<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    if text.len() == 16 && text.bytes().all(is_digit) {
        Ok(Some(text))
    } else {
        Err(D::Error::custom("it isn't what a problem gave as `agree`"))
    }
}

/// A change to be made.
pub(super) struct Editing<'a> {
    /// What makes it.
    pub services: &'a Services,
    /// Who wants it.
    pub admin: &'a Admin,
    /// In which event.
    pub event: EventId,
    /// What it is called on record.
    pub action: &'static str,
    /// What it is meant for.
    pub condition: IfMatch,
    /// What the caller agreed to.
    pub agreement: Agreement,
}

impl Editing<'_> {
    /// Makes the change that `edit` makes of the event as it is, and gives the event after it, with its version.
    pub async fn make(self, edit: impl Fn(&Event) -> Result<EventEdit>) -> Result<(Arc<Rulebook>, i64)> {
        for _ in 0..TRIES {
            let (book, version) = self.services.book_and_version(self.event).await?;
            let is_conditional = self.condition.check(&version_tag(version))?;
            let change = Change {
                action: self.action,
                edit: Some(edit(book.event())?),
                agreed: self.agreement.agree.clone(),
                if_version: is_conditional.then_some(version),
                ..Change::default()
            };
            match self.services.change(self.admin, self.event, change).await? {
                Changed::Refused(errors) if has_changed(&errors) && is_conditional => {
                    return Err(Problem::precondition_failed());
                }
                Changed::Refused(errors) if has_changed(&errors) => {}
                changed => {
                    stored(changed, Some(book.event()))?;
                    return Ok(self.services.book_and_version(self.event).await?);
                }
            }
        }
        Err(Problem::conflict("others change the same all the time; try again"))
    }
}

/// Whether someone else's change came in between.
fn has_changed(errors: &[FieldError]) -> bool {
    errors.iter().any(|error| matches!(error.problem, Wrong::Changed))
}

/// Nothing if the change is stored, or why it isn't.
pub(super) fn stored(changed: Changed, event: Option<&Event>) -> Result<()> {
    match changed {
        Changed::Done => Ok(()),
        Changed::Refused(errors) => Err(Problem::of_fields(&errors, event)),
        Changed::Asks { touched, agree } => {
            let detail = if touched.is_empty() {
                "this looks like a mistake, such as a second student of one name; repeat it with ?agree= if it is meant"
            } else {
                "registrations would be touched; repeat it with ?agree= if that is meant"
            };
            Err(Problem::needs_agreement(detail, &touched, &agree))
        }
    }
}

/// The event that a part belongs to.
pub(super) async fn event_of(services: &Services, part: Part) -> Result<EventId> {
    services.store.event_of(part).await?.ok_or_else(Problem::not_found)
}

/// What is wrong with a change to an event.
pub(super) fn wrong(event: &Event, errors: &[FieldError]) -> Problem {
    Problem::of_fields(errors, Some(event))
}

/// A part that was made or changed, with the tag of its event. Someone else may have taken it away since.
pub(super) fn shown<T: Serialize>(status: StatusCode, part: Option<T>, version: i64) -> Result<Response> {
    let part = part.ok_or_else(Problem::not_found)?;
    Ok(tagged((status, Answer(part)).into_response(), &version_tag(version)))
}

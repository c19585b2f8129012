//! What student pages load and send.

use super::{Packed, session::Attempt};
use crate::error::AppError;
use domain::{Event, GroupId, Held, Phase, Seats, Selection, StudentId, Timestamp, Violation, WorkshopId};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::Json;

/// What `/events/{slug}` shows. Times come as text in the reader's language and the school's time zone, made by the
/// server, so that both sides render the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventPage {
    /// The event's title.
    pub title: String,
    /// The event's introduction; may be empty.
    pub intro: String,
    /// Whether one can register now.
    pub phase: Phase,
    /// When the phase changes or changed, such as "maandag 11 januari om 08:00".
    pub phase_time: Option<String>,
    /// The server's time when it answered, for the countdown.
    pub now: Timestamp,
    /// What the page was made of, see [`Seen::state`].
    pub state: String,
    /// What only a student of the event gets.
    pub student: Option<StudentPage>,
    /// What a form without JavaScript tried just now.
    pub attempt: Option<Attempt>,
}

/// What a student of the event sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StudentPage {
    /// His id.
    pub id: StudentId,
    /// His name.
    pub name: String,
    /// His class.
    pub class: String,
    /// His group.
    pub group: GroupId,
    /// The event with the workshops that his group may take, those linked with them, and those that he holds.
    pub event: Event,
    /// For each moment when it is, such as "09:00–10:30"; empty if that isn't known.
    pub moment_times: Vec<String>,
    /// The day of the event, such as "vrijdag 5 februari", if all moments fall on one.
    pub day: Option<String>,
    /// The seats taken.
    pub seats: Seats,
    /// For each workshop its place among all of the event's, in which order live seats come.
    pub places: Vec<usize>,
    /// What he holds.
    pub held: Held,
    /// When that was confirmed, in words.
    pub registered_at: Option<String>,
}

/// How an event stands, as open pages are told: one short text for all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Differs when the event was changed, opened or closed: a page made of another state is out of date.
    pub state: String,
    /// The seats taken, in the order of all the event's workshops.
    pub taken: Vec<u32>,
}

impl Seen {
    /// Reads what [`Seen::to_line`] wrote.
    #[must_use]
    pub fn from_line(line: &str) -> Option<Self> {
        let (state, taken) = line.split_once(' ').unwrap_or((line, ""));
        let taken: Result<Vec<u32>, _> = taken.split_whitespace().map(str::parse).collect();
        Some(Self { state: state.to_owned(), taken: taken.ok()? })
    }

    /// As it travels: the state and the numbers, separated by spaces.
    #[must_use]
    pub fn to_line(&self) -> String {
        let taken = self.taken.iter().map(|taken| format!(" {taken}"));
        std::iter::once(self.state.clone()).chain(taken).collect()
    }
}

/// The seats taken, by workshop: the page may show another version of the event than the one that was judged.
pub type SeatsTaken = Vec<(WorkshopId, u32)>;

/// What became of a registration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// It is stored, durably.
    Stored {
        /// What the student holds now.
        held: Held,
        /// The seats taken after it.
        seats: SeatsTaken,
        /// When, in words.
        registered_at: Option<String>,
    },
    /// It was refused, and nothing changed.
    Refused {
        /// Why.
        violations: Vec<Violation>,
        /// What the student holds still.
        held: Held,
        /// The seats taken now.
        seats: SeatsTaken,
    },
}

/// The page of the event with this slug.
#[server(prefix = "/api/pages", endpoint = "event")]
pub async fn load_event(
    /// The slug.
    slug: String,
) -> Result<Packed<EventPage>, AppError> {
    let request = crate::backend::request()?;
    let mut page = request.backend.event_page(&request.actor, &slug, request.locale).await?;
    page.attempt = request.attempt;
    Ok(Packed(page))
}

/// How an event stands, as [`Seen::to_line`]: for pages that lost the stream that tells them.
#[server(prefix = "/api/pages", endpoint = "seats")]
pub async fn load_seats(
    /// The event's slug.
    slug: String,
) -> Result<String, AppError> {
    let request = crate::backend::request()?;
    request.backend.seats(&request.actor, &slug).await
}

/// Replaces the student's registration by this selection. An empty one is refused: that is for [`withdraw`].
#[server(prefix = "/api/pages", endpoint = "register", input = Json)]
pub async fn register(
    /// Whose page asks.
    student: StudentId,
    /// All that he wants to hold.
    selection: Selection,
) -> Result<Packed<Outcome>, AppError> {
    let request = crate::backend::request()?;
    let student = request.actor.student_of_page(student)?;
    if selection.is_empty() {
        return Err(AppError::NothingChosen);
    }
    Ok(Packed(request.backend.register(student, selection, request.locale).await?))
}

/// Gives up all that the student holds.
#[server(prefix = "/api/pages", endpoint = "withdraw", input = Json)]
pub async fn withdraw(
    /// Whose page asks.
    student: StudentId,
) -> Result<Packed<Outcome>, AppError> {
    let request = crate::backend::request()?;
    let student = request.actor.student_of_page(student)?;
    Ok(Packed(request.backend.register(student, Selection::empty(), request.locale).await?))
}

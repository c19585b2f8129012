//! What the administrator's pages load.

use super::{Packed, session::Attempt};
use crate::error::AppError;
use domain::{EventId, Phase};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// An event in the list of events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventSummary {
    /// Its id.
    pub id: EventId,
    /// Its slug.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// Whether one can register now.
    pub phase: Phase,
    /// When the phase changes or changed, in words.
    pub phase_time: Option<String>,
    /// How far its students are.
    pub progress: Progress,
}

/// How many students are how far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// All of them.
    pub students: u32,
    /// Those who covered every required moment.
    pub complete: u32,
    /// Those who chose something, but not enough.
    pub partial: u32,
}

impl Progress {
    /// Those who chose nothing yet.
    #[must_use]
    pub const fn none(&self) -> u32 {
        self.students.saturating_sub(self.complete + self.partial)
    }
}

/// An event as the administrator sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManagedEvent {
    /// What the list shows of it.
    pub summary: EventSummary,
    /// Whether its schedule counts now.
    pub is_scheduled: bool,
    /// When it is scheduled to open, in words.
    pub opens: Option<String>,
    /// When it is scheduled to close, in words.
    pub closes: Option<String>,
    /// Its workshops, in order.
    pub workshops: Vec<ManagedWorkshop>,
}

/// A workshop with who is registered for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManagedWorkshop {
    /// Its title.
    pub title: String,
    /// The names of its moments.
    pub moments: Vec<String>,
    /// The names of its groups; none means everyone.
    pub groups: Vec<String>,
    /// How many fit.
    pub capacity: u32,
    /// How many seats are taken, extra seats not counted.
    pub taken: u32,
    /// Whether it was called off.
    pub cancelled: bool,
    /// Who is registered, by name.
    pub registered: Vec<RegisteredStudent>,
}

/// A student in a workshop's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisteredStudent {
    /// His name.
    pub name: String,
    /// His class.
    pub class: String,
    /// Since when, in words.
    pub since: String,
    /// Whether his seat is beyond the capacity.
    pub extra_seat: bool,
}

/// The account of an administrator who is logged in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// The name under which his changes stand on record.
    pub name: String,
}

/// A page of the administrator's: what it shows, or that he must log in first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Managed<T> {
    /// What it shows; nothing for whoever isn't an administrator.
    pub shown: Option<T>,
    /// What a form without JavaScript tried just now.
    pub attempt: Option<Attempt>,
}

/// All events.
#[server(prefix = "/api/pages", endpoint = "events")]
pub async fn load_events() -> Result<Packed<Managed<Vec<EventSummary>>>, AppError> {
    let request = crate::backend::request()?;
    let shown = match request.actor.admin() {
        Ok(admin) => Some(request.backend.events(admin, request.locale).await?),
        Err(_) => None,
    };
    Ok(Packed(Managed { shown, attempt: request.attempt }))
}

/// One event.
#[server(prefix = "/api/pages", endpoint = "managed-event")]
pub async fn load_managed_event(
    /// Its id.
    event: String,
) -> Result<Packed<Managed<ManagedEvent>>, AppError> {
    let request = crate::backend::request()?;
    let shown = match request.actor.admin() {
        Ok(admin) => {
            let event: EventId = event.parse().map_err(|_| AppError::NotFound)?;
            Some(request.backend.managed_event(admin, event, request.locale).await?)
        }
        Err(_) => None,
    };
    Ok(Packed(Managed { shown, attempt: request.attempt }))
}

/// The administrator's account.
#[server(prefix = "/api/pages", endpoint = "account")]
pub async fn load_account() -> Result<Packed<Managed<Account>>, AppError> {
    let request = crate::backend::request()?;
    let shown = request.actor.admin().ok().map(|admin| Account { name: admin.name.clone() });
    Ok(Packed(Managed { shown, attempt: request.attempt }))
}

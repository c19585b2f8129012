//! What students do.

use super::{Services, dates::Dates};
use crate::{
    engine::{Answer, Request},
    error::{Error, Result},
    live,
    store::{StandingRow, StudentRow},
};
use app::{
    api::{
        registering::{EventPage, Outcome, SeatsTaken, StudentPage},
        session::Who,
    },
    backend::{Actor, Registering, Student},
    error::AppError,
    i18n::Locale,
};
use async_trait::async_trait;
use domain::{Event, EventId, LinkKind, Seats, Selection, StudentId, WorkshopId, rules};
use std::{collections::BTreeSet, sync::Arc};

#[async_trait]
impl Registering for Services {
    async fn who(&self, actor: &Actor) -> Result<Who, AppError> {
        Ok(match actor {
            Actor::Nobody => Who::Nobody,
            Actor::Admin(_) => Who::Admin,
            Actor::Student(student) => {
                let row = self.store.student(student.id).await?.ok_or(AppError::NotLoggedIn)?;
                let state = self.store.event_state(student.event).await?;
                let book = self.events.load(&self.store, state).await?;
                Who::Student {
                    name: row.name,
                    event_title: book.event().title.clone(),
                    event_slug: book.event().slug.to_string(),
                }
            }
        })
    }

    async fn event_page(&self, actor: &Actor, slug: &str, locale: Locale) -> Result<EventPage, AppError> {
        let (found, student) = match actor {
            Actor::Student(student) => {
                let rows = self.students_with_standings.ask((student.event, student.id));
                let (found, rows) = tokio::try_join!(self.events_by_slug.ask(slug.to_owned()), rows)?;
                // Without him there, or with another key than he logged in with, his session is over.
                let is_his = |rows: &Arc<(StudentRow, StandingRow)>| {
                    student.claimed.is_none_or(|version| version == rows.0.key_version)
                };
                (found, rows.filter(is_his))
            }
            _ => (self.events_by_slug.ask(slug.to_owned()).await?, None),
        };
        let found = found.ok_or(AppError::NotFound)?;
        let (state, taken) = &*found;
        let (book, version) = self.events.load_versioned(&self.store, Some(*state)).await?;
        let event = book.event();
        let dates = Dates { zone: &self.time_zone, locale };
        let now = self.clock.now();
        let phase = event.availability.phase(now);
        let student = student.filter(|rows| rows.0.event == event.id).map(|rows| {
            let seats = Seats::of(event, |workshop| taken.get(&workshop).copied().unwrap_or(0));
            student_page(&rows, (event, &seats), dates)
        });
        Ok(EventPage {
            title: event.title.clone(),
            intro: event.intro.clone(),
            phase,
            phase_time: dates.phase(&phase),
            now,
            state: live::state(version, &phase),
            student,
            attempt: None,
        })
    }

    async fn seats(&self, actor: &Actor, slug: &str) -> Result<String, AppError> {
        let event = self.event_to_watch(actor, slug).await?;
        Ok(self.live.latest(event).await?.line.clone())
    }

    async fn register(&self, student: &Student, selection: Selection, locale: Locale) -> Result<Outcome, AppError> {
        let answer = self.decide(student, selection, None).await?;
        let seats = seats_taken(&answer);
        let held = answer.standing.held.clone();
        Ok(if answer.violations.is_empty() {
            let dates = Dates { zone: &self.time_zone, locale };
            let registered_at = answer.standing.changed_at().map(|at| dates.day_and_time(at));
            Outcome::Stored { held, seats, registered_at }
        } else {
            Outcome::Refused { violations: answer.violations, held, seats }
        })
    }
}

impl Services {
    /// Replaces the student's registration by this selection, or says why not. With `only_if`, only if that is what he
    /// holds.
    ///
    /// # Errors
    /// [`Error::Unlikely`] for more workshops than there are, [`Error::NotFound`] if the event or the student is gone,
    /// [`Error::SessionOver`], [`Error::Overloaded`].
    pub async fn decide(&self, student: &Student, selection: Selection, only_if: Option<Selection>) -> Result<Answer> {
        self.try_to_decide(student, selection, only_if).await.map_err(|error| match error {
            // He was removed, or his whole event, since his token was signed.
            Error::NotFound if student.claimed.is_some() => Error::SessionOver,
            error => error,
        })
    }

    async fn try_to_decide(
        &self,
        student: &Student,
        selection: Selection,
        only_if: Option<Selection>,
    ) -> Result<Answer> {
        if selection.len() > self.book_of_some_version(student.event).await?.event().workshops.len() {
            // No page asks for more than there is, and the log of decisions needn't keep it.
            return Err(Error::Unlikely);
        }
        let request = Request { claimed: student.claimed, only_if, ..Request::of_student(student.id, selection) };
        self.engine.register(student.event, request).await
    }

    /// The event with this slug, if the actor may see how its seats stand.
    ///
    /// # Errors
    /// [`AppError::NotFound`] if there is none, [`AppError::NotLoggedIn`], [`AppError::NotAllowed`].
    pub async fn event_to_watch(&self, actor: &Actor, slug: &str) -> Result<EventId, AppError> {
        let event = self.store.event_by_slug(slug).await?.ok_or(AppError::NotFound)?.id;
        match actor {
            Actor::Admin(_) => Ok(event),
            Actor::Student(student) if student.event == event => Ok(event),
            Actor::Student(_) => Err(AppError::NotAllowed),
            Actor::Nobody => Err(AppError::NotLoggedIn),
        }
    }

    /// An event as one of its students sees it: with what he may take, and the seats taken of that.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the event or the student is gone.
    pub async fn event_for(&self, student: &Student) -> Result<(Event, domain::Seats)> {
        let book = self.book(student.event).await?;
        let standing = self.store.standing(student.event, student.id).await?;
        let seats = self.store.seats(book.event()).await?;
        let shown = for_student(book.event(), &standing);
        let seats = shown_seats(book.event(), &shown, &seats);
        Ok((shown, seats))
    }

    /// What a student's selection becomes when he chooses one more workshop; nothing is stored.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the event is gone.
    pub async fn choose(&self, student: &Student, selection: &Selection, workshop: WorkshopId) -> Result<Selection> {
        let state = self.store.event_state(student.event).await?;
        let book = self.events.load(&self.store, state).await?;
        Ok(rules::choose(&book, selection, workshop))
    }

    /// What a form without scripts means by its radios: what is newly marked takes the place of what was held.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the event or the student is gone.
    pub async fn meant_by_form(&self, student: &Student, selection: &Selection) -> Result<Selection> {
        self.meant_for(student.event, student.id, selection).await
    }

    /// What a student holds.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the event has no such student.
    pub async fn standing(&self, event: EventId, student: StudentId) -> Result<StandingRow> {
        self.store.standing(event, student).await
    }

    /// The same for an administrator's form about a student.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the event or the student is gone.
    pub async fn meant_for(&self, event: EventId, student: StudentId, selection: &Selection) -> Result<Selection> {
        let book = self.book(event).await?;
        let standing = self.store.standing(event, student).await?;
        Ok(rules::give_way(&book, &standing.held.selection, selection))
    }
}

fn student_page(
    (row, standing): &(StudentRow, StandingRow),
    (event, seats): (&Event, &Seats),
    dates: Dates<'_>,
) -> StudentPage {
    let shown = for_student(event, standing);
    let day = dates.common_day(&event.moments);
    let shown_seats = shown_seats(event, &shown, seats);
    StudentPage {
        id: row.id,
        name: row.name.clone(),
        class: row.class.clone(),
        group: row.group,
        moment_times: event.moments.iter().map(|moment| dates.moment(moment, day.is_none())).collect(),
        day,
        seats: shown_seats,
        places: places(event, &shown),
        registered_at: standing.changed_at().map(|at| dates.day_and_time(at)),
        held: standing.held.clone(),
        event: shown,
    }
}

/// The event with what one student needs of it: the workshops for his group, those that go along with them, and those
/// that he holds.
fn for_student(event: &Event, standing: &StandingRow) -> Event {
    let mut needed: BTreeSet<WorkshopId> = event
        .workshops
        .iter()
        .filter(|workshop| workshop.admits(standing.group) || standing.held.selection.contains(workshop.id))
        .map(|workshop| workshop.id)
        .collect();
    loop {
        let before = needed.len();
        for link in event.links.iter().filter(|link| link.kind == LinkKind::Together) {
            if needed.contains(&link.a) || needed.contains(&link.b) {
                needed.extend([link.a, link.b]);
            }
        }
        if needed.len() == before {
            break;
        }
    }
    let mut shown = event.clone();
    shown.workshops.retain(|workshop| needed.contains(&workshop.id));
    shown.links.retain(|link| needed.contains(&link.a) && needed.contains(&link.b));
    shown
}

/// The seats of the workshops that the student's page shows.
fn seats_taken(answer: &Answer) -> SeatsTaken {
    let event = answer.book.event();
    let shown = for_student(event, &answer.standing);
    let seats = shown_seats(event, &shown, &answer.seats);
    shown.workshops.iter().enumerate().map(|(place, workshop)| (workshop.id, seats.taken(place))).collect()
}

/// Where each of the workshops that are shown stands among all of the event's.
fn places(event: &Event, shown: &Event) -> Vec<usize> {
    let place = |id: WorkshopId| event.workshops.iter().position(|workshop| workshop.id == id);
    shown.workshops.iter().filter_map(|workshop| place(workshop.id)).collect()
}

/// The seats of the workshops that are shown.
fn shown_seats(event: &Event, shown: &Event, seats: &domain::Seats) -> domain::Seats {
    let taken =
        |id| event.workshops.iter().position(|workshop| workshop.id == id).map_or(0, |place| seats.taken(place));
    domain::Seats::of(shown, taken)
}

//! The students of an event, each with what he holds and how far he is.

use super::Services;
use crate::{
    engine::standings,
    error::{Error, Result},
    export::sort_key,
    store::{StandingRow, StudentRow},
};
use app::api::managing::{Progress, StudentLine};
use domain::{
    Event, EventId, Held, Selection, StudentId, WorkshopId,
    rules::{self, Rulebook, Standing, Status},
};
use std::sync::Arc;

/// A student with what he holds.
#[derive(Clone, Debug)]
pub struct Person {
    /// Who he is.
    pub row: StudentRow,
    /// What he holds.
    pub standing: StandingRow,
    /// How far he is.
    pub status: Status,
}

/// An event and all its students, by class and name.
#[derive(Clone, Debug)]
pub struct People {
    /// The event, prepared for judging.
    pub book: Arc<Rulebook>,
    /// The students.
    pub all: Vec<Person>,
}

impl Services {
    /// The event, prepared for judging.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is none.
    pub async fn book(&self, event: EventId) -> Result<Arc<Rulebook>> {
        let state = self.store.event_state(event).await?;
        self.events.load(&self.store, state).await
    }

    /// The event, prepared for judging, and its version.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is none.
    pub async fn book_and_version(&self, event: EventId) -> Result<(Arc<Rulebook>, i64)> {
        let state = self.store.event_state(event).await?;
        self.events.load_versioned(&self.store, state).await
    }

    /// The event as it was when it was last looked at: for what does no harm when it is old. Asks the
    /// database only if nobody has looked yet.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is none.
    pub async fn book_of_some_version(&self, event: EventId) -> Result<Arc<Rulebook>> {
        match self.events.newest(event) {
            Some(book) => Ok(book),
            // Boxed: it happens once, and the future of every registration would have room for it.
            None => Box::pin(self.book(event)).await,
        }
    }

    /// A student, of whom the row is known, with what he holds, and his event.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the student is gone.
    pub async fn person_of(&self, row: StudentRow) -> Result<(Arc<Rulebook>, Person)> {
        let held = self.students_with_standings.ask((row.event, row.id));
        let (state, held) = tokio::try_join!(self.event_states.ask(row.event), held)?;
        let book = self.events.load(&self.store, state).await?;
        let (row, standing) = Arc::unwrap_or_clone(held.ok_or(Error::NotFound)?);
        let status = status(&book, &standing);
        Ok((book, Person { row, standing, status }))
    }

    /// A student with what he holds, and his event.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such student.
    pub async fn person(&self, student: StudentId) -> Result<(Arc<Rulebook>, Person)> {
        let row = self.store.student(student).await?.ok_or(Error::NotFound)?;
        let book = self.book(row.event).await?;
        let standing = self.store.standing(row.event, student).await?;
        let status = status(&book, &standing);
        Ok((book, Person { row, standing, status }))
    }

    /// All students of an event, each with what he holds.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such event.
    pub async fn people(&self, event: EventId) -> Result<People> {
        let book = self.book(event).await?;
        let mut held = standings(&self.store.roster(event).await?);
        let mut all = Vec::new();
        for (row, _) in self.store.students(event).await? {
            let nothing = || StandingRow {
                group: row.group,
                key_version: row.key_version,
                held: Held::nothing(),
                since: Vec::new(),
            };
            let standing = held.remove(&row.id).unwrap_or_else(nothing);
            let status = status(&book, &standing);
            all.push(Person { row, standing, status });
        }
        all.sort_by_cached_key(|Person { row, .. }| (sort_key(&row.class), sort_key(&row.name), row.id));
        Ok(People { book, all })
    }
}

fn status(book: &Rulebook, standing: &StandingRow) -> Status {
    if standing.held.selection.is_empty() {
        return Status::None;
    }
    let student = Standing { group: standing.group, held: &standing.held };
    rules::status(book, student, &standing.held.selection)
}

impl People {
    /// The event.
    #[must_use]
    pub fn event(&self) -> &Event {
        self.book.event()
    }

    /// How far all are.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let mut progress = Progress::default();
        self.all.iter().for_each(|person| progress.count(person.status));
        progress
    }

    /// How far each class is, in order.
    #[must_use]
    pub fn classes(&self) -> Vec<(String, Progress)> {
        // They come by class.
        let mut classes: Vec<(String, Progress)> = Vec::new();
        for person in &self.all {
            if classes.last().is_none_or(|(class, _)| *class != person.row.class) {
                classes.push((person.row.class.clone(), Progress::default()));
            }
            if let Some((_, progress)) = classes.last_mut() {
                progress.count(person.status);
            }
        }
        classes
    }

    /// A student as lists show him.
    #[must_use]
    pub fn line(&self, person: &Person) -> StudentLine {
        let event = self.event();
        StudentLine {
            id: person.row.id,
            name: person.row.name.clone(),
            class: person.row.class.clone(),
            group: event.group(person.row.group).map(|group| group.name.clone()).unwrap_or_default(),
            number: person.row.number.clone(),
            key: person.row.key.to_string(),
            status: person.status,
            chosen: titles(event, &person.standing.held.selection),
        }
    }
}

/// The titles of what is selected, in the order of the day.
pub(super) fn titles(event: &Event, selection: &Selection) -> Vec<String> {
    let first = |id: WorkshopId| {
        let moments = event.workshop(id).map_or(&[][..], |workshop| &workshop.moments);
        event.moments.iter().position(|moment| moments.contains(&moment.id))
    };
    let mut ids: Vec<WorkshopId> = selection.iter().filter(|&id| event.workshop(id).is_some()).collect();
    ids.sort_by_key(|&id| first(id));
    ids.into_iter().filter_map(|id| event.workshop(id)).map(|workshop| workshop.title.clone()).collect()
}

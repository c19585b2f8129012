//! What administrators change in an event and its students.

mod students;

pub use students::{Override, Whose};

use super::Services;
use crate::{
    engine::{Change, Changed},
    error::{Error, Result},
    random,
    store::{NewEvent, References, WrittenStudent},
};
use app::{backend::Admin, i18n::Locale, message};
use domain::{
    Availability, AvailabilityState, Event, EventId, Group, GroupId, Link, Moment, MomentId, Slug, Timestamp, Workshop,
    WorkshopId,
    edit::{EventEdit, Field, FieldError, Problem, check_span},
};
use std::{collections::HashMap, sync::Arc};

/// When something begins and ends, as far as that is known.
pub type Span = (Option<Timestamp>, Option<Timestamp>);

/// What goes along when an event is copied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Along {
    /// The groups; without them workshops are for everyone.
    pub groups: bool,
    /// The workshops.
    pub workshops: bool,
    /// The links between them.
    pub links: bool,
    /// The students, with new keys; they need the groups.
    pub students: bool,
}

impl Services {
    /// Makes an event: closed, with one moment and one group to begin with.
    ///
    /// # Errors
    /// [`Error::Database`]. A slug that is taken is an answer.
    pub async fn create_event(
        &self,
        admin: &Admin,
        (title, slug, intro): (String, Slug, String),
        locale: Locale,
    ) -> Result<Result<EventId, Vec<FieldError>>> {
        let now = self.clock.now();
        let [moment, group] = message::first_parts(locale);
        let event = Event {
            id: random::new_id(&*self.random, now),
            slug,
            title,
            intro,
            availability: Availability::CLOSED,
            moments: vec![Moment {
                id: random::new_id(&*self.random, now),
                name: moment,
                starts_at: None,
                ends_at: None,
                required: true,
            }],
            groups: vec![Group { id: random::new_id(&*self.random, now), name: group }],
            workshops: Vec::new(),
            links: Vec::new(),
        };
        self.insert(admin, &event, References::default(), "create-event", Vec::new()).await
    }

    /// Makes an event like another one, with what goes along; registrations never do.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is nothing to copy. A slug that is taken is an answer.
    pub async fn copy_event(
        &self,
        admin: &Admin,
        from: EventId,
        (title, slug, intro): (String, Slug, String),
        along: Along,
    ) -> Result<Result<EventId, Vec<FieldError>>> {
        let now = self.clock.now();
        let book = self.book(from).await?;
        let source = book.event();
        let [moment_names, group_names, workshop_names] = self.store.references(from).await?;
        let moments: HashMap<MomentId, MomentId> =
            source.moments.iter().map(|m| (m.id, random::new_id(&*self.random, now))).collect();
        let groups: HashMap<GroupId, GroupId> = if along.groups {
            source.groups.iter().map(|group| (group.id, random::new_id(&*self.random, now))).collect()
        } else {
            HashMap::new()
        };
        let workshops: HashMap<WorkshopId, WorkshopId> = if along.workshops {
            source.workshops.iter().map(|workshop| (workshop.id, random::new_id(&*self.random, now))).collect()
        } else {
            HashMap::new()
        };
        let copied = |workshop: &Workshop| {
            Some(Workshop {
                id: *workshops.get(&workshop.id)?,
                moments: workshop.moments.iter().filter_map(|id| moments.get(id).copied()).collect(),
                groups: workshop.groups.iter().filter_map(|id| groups.get(id).copied()).collect(),
                ..workshop.clone()
            })
        };
        let links = source.links.iter().filter(|_| along.links).filter_map(|link| {
            Some(Link { a: *workshops.get(&link.a)?, b: *workshops.get(&link.b)?, kind: link.kind })
        });
        let event = Event {
            id: random::new_id(&*self.random, now),
            slug,
            title,
            intro,
            availability: Availability::CLOSED,
            moments: (source.moments.iter())
                .filter_map(|moment| Some(Moment { id: *moments.get(&moment.id)?, ..moment.clone() }))
                .collect(),
            groups: (source.groups.iter())
                .filter_map(|group| Some(Group { id: *groups.get(&group.id)?, ..group.clone() }))
                .collect(),
            workshops: source.workshops.iter().filter_map(copied).collect(),
            links: links.collect(),
        };
        let mut students = Vec::new();
        if along.students && along.groups {
            for (row, _) in self.store.students(from).await? {
                students.push(WrittenStudent {
                    id: random::new_id(&*self.random, now),
                    is_new: true,
                    group: *groups.get(&row.group).ok_or(Error::NotFound)?,
                    name: row.name,
                    class: row.class,
                    number: row.number,
                    key: Some(random::new_key(&*self.random)),
                    key_generated: true,
                });
            }
        }
        let references = References {
            moments: &moment_names,
            groups: if along.groups { &group_names } else { &[] },
            workshops: if along.workshops { &workshop_names } else { &[] },
        };
        self.insert(admin, &event, references, "copy-event", students).await
    }

    async fn insert(
        &self,
        admin: &Admin,
        event: &Event,
        references: References<'_>,
        action: &str,
        students: Vec<WrittenStudent>,
    ) -> Result<Result<EventId, Vec<FieldError>>> {
        let now = self.clock.now();
        let new = NewEvent { event, references, action };
        let mut transaction = match self.store.insert_event(new, &admin.name, now).await {
            Ok(transaction) => transaction,
            Err(Error::SlugTaken(_)) => return Ok(Err(vec![FieldError::of_form(Field::Slug, Problem::Taken)])),
            Err(error) => return Err(error),
        };
        transaction.write_students(&students, now).await?;
        transaction.commit().await?;
        Ok(Ok(event.id))
    }

    /// Deletes an event with everything that belongs to it, if its title was repeated.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such event. Another title is an answer.
    pub async fn delete_event(
        &self,
        admin: &Admin,
        event: EventId,
        typed_title: &str,
    ) -> Result<Result<(), Vec<FieldError>>> {
        let book = self.book(event).await?;
        if book.event().title.trim() != typed_title.trim() {
            return Ok(Err(vec![FieldError::of_form(Field::Title, Problem::Differs)]));
        }
        self.store.delete_event(event, &admin.name, self.clock.now()).await?;
        self.live.changed(event);
        Ok(Ok(()))
    }

    /// Carries a change to an event out, or says what is wrong with it or whom it would touch.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such event.
    pub async fn change(&self, admin: &Admin, event: EventId, change: Change) -> Result<Changed> {
        self.engine.change(event, &change, &admin.name).await
    }

    /// Opens or closes an event, or lets its schedule count; the times themselves stay as they are.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such event.
    pub async fn set_availability(&self, admin: &Admin, event: EventId, state: AvailabilityState) -> Result<Changed> {
        let edit = Some(EventEdit::State(state));
        self.change(admin, event, Change { action: "availability", edit, ..Change::default() }).await
    }

    /// A new id.
    #[must_use]
    pub fn new_id<T>(&self) -> domain::Id<T> {
        random::new_id(&*self.random, self.clock.now())
    }

    /// Keeps a file until it is confirmed, and gives what it is fetched by.
    #[must_use]
    pub fn keep_upload(&self, bytes: Arc<[u8]>) -> String {
        self.uploads.keep(bytes, &*self.random, self.clock.now())
    }

    /// A file that was kept, if it still waits.
    #[must_use]
    pub fn kept_upload(&self, name: &str) -> Option<Arc<[u8]>> {
        self.uploads.get(name, self.clock.now())
    }

    /// Two times as `datetime-local` fields have them, the second after the first.
    ///
    /// # Errors
    /// What is wrong with each of them.
    pub fn span(&self, from: &str, until: &str) -> Result<Span, Vec<(Field, Problem)>> {
        let dates = self.dates(Locale::default());
        let mut wrong = Vec::new();
        let mut read = |field, text| {
            dates.read_field(text).unwrap_or_else(|problem| {
                wrong.push((field, problem));
                None
            })
        };
        let span = (read(Field::Starts, from), read(Field::Ends, until));
        if let Err(errors) = check_span(span, Field::Ends) {
            wrong.extend(errors.into_iter().map(|error| (error.field, error.problem)));
        }
        if wrong.is_empty() { Ok(span) } else { Err(wrong) }
    }
}

//! What administrators change in an event and its students.

use super::{Services, managing::base};
use crate::{
    engine::{By, Change, Changed, Request},
    error::{Error, Result},
    random,
    store::{NewEvent, References, StudentRow, WrittenStudent},
};
use app::{backend::Admin, i18n::Locale, message};
use domain::{
    Availability, AvailabilityState, Event, EventId, Group, GroupId, Link, Moment, MomentId, Selection, Slug,
    StudentId, Timestamp, Violation, Workshop, WorkshopId,
    edit::{EventEdit, Field, FieldError, Problem, StudentData, StudentForm},
};
use serde_json::{Map, Value, json};
use std::{collections::HashMap, sync::Arc};

/// What goes along when an event is copied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "four check boxes")]
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

/// Whose key is made anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// One student's.
    Student(StudentId),
    /// A whole class's.
    Class(String),
    /// Everyone's.
    Everyone,
}

/// What an administrator overrides when he places a student.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Override {
    /// A full workshop gets an extra seat.
    pub full: bool,
    /// The workshop may be for another group.
    pub group: bool,
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
        let availability = Availability { state, ..self.book(event).await?.event().availability };
        let edit = EventEdit::Availability { availability, base: None };
        self.change(admin, event, Change { action: "availability", edit: Some(edit), ..Change::default() }).await
    }

    /// Adds a student, and gives his id.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such event.
    pub async fn add_student(
        &self,
        admin: &Admin,
        event: EventId,
        form: &StudentForm,
    ) -> Result<(Option<StudentId>, Changed)> {
        let book = self.book(event).await?;
        let data = match form.check(book.event()) {
            Ok(data) => data,
            Err(errors) => return Ok((None, Changed::Refused(errors))),
        };
        let id = random::new_id(&*self.random, self.clock.now());
        let note = [Map::new(), described(book.event(), &data)];
        let key_generated = data.key.is_none();
        let student = WrittenStudent {
            id,
            is_new: true,
            group: data.group,
            name: data.name,
            class: data.class,
            number: data.number,
            key: Some(data.key.unwrap_or_else(|| random::new_key(&*self.random))),
            key_generated,
        };
        let change = Change { action: "add-student", students: vec![student], note, ..Change::default() };
        Ok((Some(id), self.change(admin, event, change).await?))
    }

    /// Changes a student's data. `shown` is the fingerprint of what the form showed.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the event has no such student.
    pub async fn edit_student(
        &self,
        admin: &Admin,
        event: EventId,
        student: StudentId,
        form: &StudentForm,
        (shown, agreed): (&str, Option<String>),
    ) -> Result<Changed> {
        let book = self.book(event).await?;
        let row = self.student_of(event, student).await?;
        if base(&row) != shown {
            return Ok(Changed::Refused(vec![FieldError::of_form(Field::Form, Problem::Changed)]));
        }
        let data = match form.check(book.event()) {
            Ok(data) => data,
            Err(errors) => return Ok(Changed::Refused(errors)),
        };
        let before = StudentData { name: row.name, class: row.class, group: row.group, number: row.number, key: None };
        let note = [described(book.event(), &before), described(book.event(), &data)];
        let written = WrittenStudent {
            id: student,
            is_new: false,
            group: data.group,
            name: data.name,
            class: data.class,
            number: data.number,
            key: data.key.filter(|key| *key != row.key),
            key_generated: false,
        };
        let change = Change { action: "edit-student", students: vec![written], note, agreed, ..Change::default() };
        match self.change(admin, event, change).await? {
            // The form of one student needs no row's name.
            Changed::Refused(errors) => {
                Ok(Changed::Refused(errors.into_iter().map(|e| FieldError { of: String::new(), ..e }).collect()))
            }
            changed => Ok(changed),
        }
    }

    /// Removes students with what they hold.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such event.
    pub async fn remove_students(
        &self,
        admin: &Admin,
        event: EventId,
        students: Vec<StudentId>,
        agreed: Option<String>,
    ) -> Result<Changed> {
        let names: Vec<Value> = (self.store.students(event).await?.into_iter())
            .filter(|(row, _)| students.contains(&row.id))
            .map(|(row, _)| json!({ "name": row.name, "class": row.class }))
            .collect();
        let note = [Map::from_iter([("students".to_owned(), names.into())]), Map::new()];
        let change = Change {
            action: "remove-students",
            removed: students,
            note,
            is_destructive: true,
            agreed,
            ..Change::default()
        };
        self.change(admin, event, change).await
    }

    /// Makes keys anew; the old ones open nothing any more, and whoever is logged in with one is logged out.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such event.
    pub async fn new_keys(
        &self,
        admin: &Admin,
        event: EventId,
        whose: &Whose,
        agreed: Option<String>,
    ) -> Result<Changed> {
        let is_meant = |row: &StudentRow| match whose {
            Whose::Student(id) => row.id == *id,
            Whose::Class(class) => row.class == *class,
            Whose::Everyone => true,
        };
        let rows = self.store.students(event).await?.into_iter().map(|(row, _)| row).filter(is_meant);
        let students: Vec<WrittenStudent> = rows
            .map(|row| WrittenStudent {
                id: row.id,
                is_new: false,
                group: row.group,
                name: row.name,
                class: row.class,
                number: row.number,
                key: Some(random::new_key(&*self.random)),
                key_generated: true,
            })
            .collect();
        if students.is_empty() {
            return Err(Error::NotFound);
        }
        let of = match whose {
            Whose::Student(_) => json!(students[0].name),
            Whose::Class(class) => json!(class),
            Whose::Everyone => json!("*"),
        };
        let made = Map::from_iter([("keys".to_owned(), students.len().into()), ("of".to_owned(), of)]);
        let note = [Map::new(), made];
        let change = Change { action: "new-keys", students, note, is_destructive: true, agreed, ..Change::default() };
        self.change(admin, event, change).await
    }

    /// Places a student by hand, by the rules that hold for students; the event needn't be open. Gives why not, if so.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the event has no such student.
    pub async fn place(
        &self,
        admin: &Admin,
        event: EventId,
        student: StudentId,
        (selection, despite): (Selection, Override),
    ) -> Result<Vec<Violation>> {
        let by = By::Admin { name: admin.name.clone(), despite_full: despite.full, despite_group: despite.group };
        let answer = self.engine.register(event, Request { student, selection, by }).await?;
        Ok(answer.violations)
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

    /// Two times as `datetime-local` fields have them, the second after the first.
    ///
    /// # Errors
    /// What is wrong with each of them.
    pub fn span(
        &self,
        from: &str,
        until: &str,
    ) -> Result<(Option<Timestamp>, Option<Timestamp>), Vec<(Field, Problem)>> {
        let dates = self.dates(Locale::default());
        let mut wrong = Vec::new();
        let mut read = |field, text| {
            dates.from_field(text).unwrap_or_else(|problem| {
                wrong.push((field, problem));
                None
            })
        };
        let span = (read(Field::Starts, from), read(Field::Ends, until));
        if let (Some(from), Some(until)) = span
            && until <= from
        {
            wrong.push((Field::Ends, Problem::NotLater));
        }
        if wrong.is_empty() { Ok(span) } else { Err(wrong) }
    }

    async fn student_of(&self, event: EventId, student: StudentId) -> Result<StudentRow> {
        let row = self.store.student(student).await?;
        row.filter(|row| row.event == event).ok_or(Error::NotFound)
    }
}

/// A student for the record: never his key, only that it was set.
fn described(event: &Event, data: &StudentData) -> Map<String, Value> {
    let mut map = Map::from_iter([
        ("name".to_owned(), json!(data.name)),
        ("class".to_owned(), json!(data.class)),
        ("group".to_owned(), json!(event.group(data.group).map(|group| &group.name))),
        ("number".to_owned(), json!(data.number)),
    ]);
    if data.key.is_some() {
        map.insert("key".to_owned(), json!("…"));
    }
    map
}

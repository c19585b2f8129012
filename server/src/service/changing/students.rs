//! What administrators change in students: their data, their keys, and what they hold.

use super::super::{Services, managing::base};
use crate::{
    engine::{Answer, By, Change, Changed, Request},
    error::{Error, Result},
    export::sort_key,
    random,
    store::{StudentRow, WrittenStudent},
};
use app::backend::Admin;
use domain::{
    Event, EventId, Selection, StudentId, StudentKey,
    edit::{Field, FieldError, Problem, StudentData, StudentForm},
};
use serde_json::{Map, Value, json};

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
    /// Adds a student, and gives his id.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such event.
    pub async fn add_student(
        &self,
        admin: &Admin,
        event: EventId,
        form: &StudentForm,
        agreed: Option<String>,
    ) -> Result<(Option<StudentId>, Changed)> {
        let book = self.book(event).await?;
        let data = match form.check(book.event()) {
            Ok(data) => data,
            Err(errors) => return Ok((None, Changed::Refused(errors))),
        };
        let id = random::new_id(&*self.random, self.clock.now());
        let note = [Map::new(), described(book.event(), &data)];
        let key_generated = data.key.is_none();
        // A second click would make a second student, whom no file can tell from the first.
        let same = |row: &StudentRow| row.class == data.class && sort_key(&row.name) == sort_key(&data.name);
        let has_twin = self.store.students(event).await?.iter().any(|(row, _)| same(row));
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
        let change = Change {
            action: "add-student",
            students: vec![student],
            note,
            is_destructive: has_twin,
            agreed,
            ..Change::default()
        };
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
        let if_student = Some(row.clone());
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
        let change =
            Change { action: "edit-student", students: vec![written], note, agreed, if_student, ..Change::default() };
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
        let rows: Vec<StudentRow> = rows.collect();
        let Some(first) = rows.first() else { return Err(Error::NotFound) };
        let of = match whose {
            Whose::Student(_) => json!(first.name),
            Whose::Class(class) => json!(class),
            Whose::Everyone => json!("*"),
        };
        let keys: Vec<(StudentId, StudentKey)> =
            rows.iter().map(|row| (row.id, random::new_key(&*self.random))).collect();
        let made = Map::from_iter([("keys".to_owned(), keys.len().into()), ("of".to_owned(), of)]);
        let note = [Map::new(), made];
        let change = Change { action: "new-keys", keys, note, is_destructive: true, agreed, ..Change::default() };
        self.change(admin, event, change).await
    }

    /// Places a student by hand, by the rules that hold for students, or says why not; the event needn't be open. With
    /// `only_if`, only if that is what he holds.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the event has no such student, [`Error::Unlikely`] for more workshops than there are.
    pub async fn place(
        &self,
        admin: &Admin,
        (event, student): (EventId, StudentId),
        (selection, despite): (Selection, Override),
        only_if: Option<Selection>,
    ) -> Result<Answer> {
        if selection.len() > self.book(event).await?.event().workshops.len() {
            return Err(Error::Unlikely);
        }
        let by = By::Admin { name: admin.name.clone(), despite_full: despite.full, despite_group: despite.group };
        self.engine.register(event, Request { by, only_if, ..Request::of_student(student, selection) }).await
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

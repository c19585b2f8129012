//! What an administrator changes in students, in the transaction that holds the event's lock.

use super::{
    EventTransaction, RosterRow, StudentRow, WrittenStudent,
    db::{Fetch, Row, Value},
    record::{self, Entry},
    registering, students,
};
use crate::error::Result;
use domain::{GroupId, Slug, StudentId, StudentKey, Timestamp};
use std::collections::{HashMap, HashSet};

/// Keys and numbers that other students have.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    /// The keys.
    pub keys: HashSet<StudentKey>,
    /// The numbers.
    pub numbers: HashSet<String>,
}

impl EventTransaction {
    /// Everyone who is registered for anything of the event, by name.
    ///
    /// # Errors
    /// [`Error::Database`](crate::error::Error::Database).
    pub async fn roster(&mut self) -> Result<Vec<RosterRow>> {
        registering::load_roster(&mut self.transaction, self.event).await
    }

    /// The student with this id.
    ///
    /// # Errors
    /// [`Error::Database`](crate::error::Error::Database).
    pub async fn student(&mut self, id: StudentId) -> Result<Option<StudentRow>> {
        students::by_id(&mut self.transaction, id).await
    }

    /// How many students a group has.
    ///
    /// # Errors
    /// [`Error::Database`](crate::error::Error::Database).
    pub async fn group_size(&mut self, group: GroupId) -> Result<u32> {
        let statement = "select count(*) as students from student where group_id = ?";
        self.transaction.fetch_one(statement, &[group.into()]).await?.count("students")
    }

    /// Whether another event has this slug.
    ///
    /// # Errors
    /// [`Error::Database`](crate::error::Error::Database).
    pub async fn is_slug_taken(&mut self, slug: &Slug) -> Result<bool> {
        let statement = "select id from event where slug = ? and id <> ?";
        let values = [slug.as_str().into(), self.event.into()];
        Ok(self.transaction.fetch_optional(statement, &values).await?.is_some())
    }

    /// Which of these keys and numbers other students have.
    ///
    /// # Errors
    /// [`Error::Database`](crate::error::Error::Database).
    pub async fn taken(&mut self, students: &[WrittenStudent]) -> Result<Taken> {
        let keys =
            students.iter().filter_map(|student| student.key.as_ref()).map(|key| Value::from(key.as_str())).collect();
        let text = "select id, \"key\" as shared from student where \"key\" in (…)";
        let has_key = holders(&self.transaction.fetch_for(text, &[], keys).await?)?;
        let numbers = students.iter().filter_map(|student| student.number.as_deref()).map(Value::from).collect();
        let text = "select id, number as shared from student where event_id = ? and number in (…)";
        let has_number = holders(&self.transaction.fetch_for(text, &[self.event.into()], numbers).await?)?;
        let mut taken = Taken::default();
        for student in students {
            let is_other = |holder: &&StudentId| **holder != student.id;
            if let Some(key) = &student.key
                && has_key.get(key.as_str()).filter(is_other).is_some()
            {
                taken.keys.insert(key.clone());
            }
            if let Some(number) = &student.number
                && has_number.get(number).filter(is_other).is_some()
            {
                taken.numbers.insert(number.clone());
            }
        }
        Ok(taken)
    }

    /// Adds and changes students.
    ///
    /// # Errors
    /// [`Error::Database`](crate::error::Error::Database) if a key or a number is in use, or a group isn't the event's; [`Error::NotFound`](crate::error::Error::NotFound) if a
    /// student to change is gone.
    pub async fn write_students(&mut self, written: &[WrittenStudent], now: Timestamp) -> Result<()> {
        students::write(&mut self.transaction, self.event, written, now).await
    }

    /// Gives students other keys, which the program made.
    ///
    /// # Errors
    /// [`Error::Database`](crate::error::Error::Database) if a key is in use.
    pub async fn set_keys(&mut self, keys: &[(StudentId, StudentKey)]) -> Result<()> {
        for (student, key) in keys {
            let statement = "update student set \"key\" = ?, key_generated = 1, key_version = key_version + 1 \
                             where id = ? and event_id = ?";
            let values = [key.as_str().into(), (*student).into(), self.event.into()];
            self.transaction.execute(statement, &values).await?;
        }
        Ok(())
    }

    /// Removes students with what they hold.
    ///
    /// # Errors
    /// [`Error::Database`](crate::error::Error::Database).
    pub async fn remove_students(&mut self, removed: &[StudentId]) -> Result<()> {
        // What they hold goes first: MariaDB's cascade would leave the seats counted.
        for text in [
            "delete from registration where event_id = ? and student_id in (…)",
            "delete from student where event_id = ? and id in (…)",
        ] {
            let list = removed.iter().map(|&student| Value::from(student)).collect();
            self.transaction.execute_for(text, &[self.event.into()], list).await?;
        }
        Ok(())
    }

    /// Puts a change on record.
    ///
    /// # Errors
    /// [`Error::Database`](crate::error::Error::Database).
    pub async fn record(
        &mut self,
        action: &str,
        [before, after]: [&str; 2],
        by_whom: &str,
        now: Timestamp,
    ) -> Result<()> {
        let entry = Entry { event: Some(self.event), action, before, after };
        record::write(&mut self.transaction, entry, by_whom, now).await
    }
}

/// Who has each key, or each number.
fn holders(rows: &[Row]) -> Result<HashMap<String, StudentId>> {
    rows.iter().map(|row| Ok((row.string("shared")?, row.id("id")?))).collect()
}

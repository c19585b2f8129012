//! What an administrator changes in students, in the transaction that holds the event's lock.

use super::{
    EventTransaction, RosterRow, StudentRow, WrittenStudent,
    record::{self, Entry},
    registering, students,
};
use crate::error::Result;
use domain::{GroupId, Slug, StudentId, StudentKey, Timestamp};
use sqlx::{QueryBuilder, Sqlite};
use std::collections::HashSet;

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
        students::by_id(&mut *self.transaction, id).await
    }

    /// How many students a group has.
    ///
    /// # Errors
    /// [`Error::Database`](crate::error::Error::Database).
    pub async fn group_size(&mut self, group: GroupId) -> Result<u32> {
        let number: i64 = sqlx::query_scalar("select count(*) from student where group_id = ?")
            .bind(group.to_string())
            .fetch_one(&mut *self.transaction)
            .await?;
        super::count(number)
    }

    /// Whether another event has this slug.
    ///
    /// # Errors
    /// [`Error::Database`](crate::error::Error::Database).
    pub async fn is_slug_taken(&mut self, slug: &Slug) -> Result<bool> {
        let other: Option<String> = sqlx::query_scalar("select id from event where slug = ? and id <> ?")
            .bind(slug.as_str())
            .bind(self.event.to_string())
            .fetch_optional(&mut *self.transaction)
            .await?;
        Ok(other.is_some())
    }

    /// Which of these keys and numbers other students have.
    ///
    /// # Errors
    /// [`Error::Database`](crate::error::Error::Database).
    pub async fn taken(&mut self, students: &[WrittenStudent]) -> Result<Taken> {
        let mut taken = Taken::default();
        for student in students {
            if let Some(key) = &student.key {
                let other: Option<String> = sqlx::query_scalar("select id from student where key = ? and id <> ?")
                    .bind(key.as_str())
                    .bind(student.id.to_string())
                    .fetch_optional(&mut *self.transaction)
                    .await?;
                if other.is_some() {
                    taken.keys.insert(key.clone());
                }
            }
            if let Some(number) = &student.number {
                let other: Option<String> =
                    sqlx::query_scalar("select id from student where event_id = ? and number = ? and id <> ?")
                        .bind(self.event.to_string())
                        .bind(number)
                        .bind(student.id.to_string())
                        .fetch_optional(&mut *self.transaction)
                        .await?;
                if other.is_some() {
                    taken.numbers.insert(number.clone());
                }
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
            sqlx::query(
                "update student set key = ?, key_generated = 1, key_version = key_version + 1 \
                 where id = ? and event_id = ?",
            )
            .bind(key.as_str())
            .bind(student.to_string())
            .bind(self.event.to_string())
            .execute(&mut *self.transaction)
            .await?;
        }
        Ok(())
    }

    /// Removes students with what they hold.
    ///
    /// # Errors
    /// [`Error::Database`](crate::error::Error::Database).
    pub async fn remove_students(&mut self, removed: &[StudentId]) -> Result<()> {
        for chunk in removed.chunks(500) {
            let mut delete = QueryBuilder::<Sqlite>::new("delete from student where event_id = ");
            delete.push_bind(self.event.to_string()).push(" and id in (");
            let mut list = delete.separated(", ");
            for student in chunk {
                list.push_bind(student.to_string());
            }
            delete.push(")");
            delete.build().execute(&mut *self.transaction).await?;
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

//! Students.

use super::{Store, count, id};
use crate::error::{Error, Result};
use domain::{EventId, GroupId, StudentId, StudentKey, Timestamp};
use sqlx::{QueryBuilder, Row, Sqlite, SqliteConnection, SqliteExecutor, sqlite::SqliteRow};

/// A student as the database holds him.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StudentRow {
    /// His id.
    pub id: StudentId,
    /// His event.
    pub event: EventId,
    /// His group.
    pub group: GroupId,
    /// His name.
    pub name: String,
    /// His class.
    pub class: String,
    /// His school number, if it is known.
    pub number: Option<String>,
    /// What he logs in with.
    pub key: StudentKey,
    /// Whether the program made the key.
    pub key_generated: bool,
    /// Raised with every new key.
    pub key_version: u32,
}

/// A student to add or to change.
#[derive(Clone, Debug)]
pub struct WrittenStudent {
    /// His id.
    pub id: StudentId,
    /// Whether he is new.
    pub is_new: bool,
    /// His group.
    pub group: GroupId,
    /// His name.
    pub name: String,
    /// His class.
    pub class: String,
    /// His school number.
    pub number: Option<String>,
    /// His key; nothing keeps what he has.
    pub key: Option<StudentKey>,
    /// Whether the program made the key.
    pub key_generated: bool,
}

impl Store {
    /// The student with this key, of whichever event.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn student_by_key(&self, key: &StudentKey) -> Result<Option<StudentRow>> {
        let row =
            sqlx::query("select * from student where key = ?").bind(key.as_str()).fetch_optional(&self.db.read).await?;
        row.as_ref().map(student).transpose()
    }

    /// The student with this id.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn student(&self, id: StudentId) -> Result<Option<StudentRow>> {
        by_id(&self.db.read, id).await
    }

    /// All students of an event, by class and name, each with whether he holds a registration.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn students(&self, event: EventId) -> Result<Vec<(StudentRow, bool)>> {
        let rows = sqlx::query(
            "select s.*, exists (select 1 from registration r where r.student_id = s.id) as registered \
             from student s where s.event_id = ? order by s.class, s.name, s.id",
        )
        .bind(event.to_string())
        .fetch_all(&self.db.read)
        .await?;
        rows.iter().map(|row| Ok((student(row)?, row.try_get::<i64, _>("registered")? != 0))).collect()
    }

    /// Those of these keys that students of other events have.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn keys_elsewhere(&self, event: EventId, keys: &[StudentKey]) -> Result<Vec<StudentKey>> {
        let mut found = Vec::new();
        for chunk in keys.chunks(500) {
            let mut select = QueryBuilder::<Sqlite>::new("select key from student where event_id <> ");
            select.push_bind(event.to_string()).push(" and key in (");
            let mut list = select.separated(", ");
            for key in chunk {
                list.push_bind(key.as_str());
            }
            select.push(")");
            for row in select.build().fetch_all(&self.db.read).await? {
                found.push(key(row.try_get(0)?)?);
            }
        }
        Ok(found)
    }
}

/// The student with this id, read inside a transaction or outside.
pub(super) async fn by_id(executor: impl SqliteExecutor<'_>, id: StudentId) -> Result<Option<StudentRow>> {
    let row = sqlx::query("select * from student where id = ?").bind(id.to_string()).fetch_optional(executor).await?;
    row.as_ref().map(student).transpose()
}

/// Adds and changes students inside a transaction.
pub(super) async fn write(
    connection: &mut SqliteConnection,
    event: EventId,
    students: &[WrittenStudent],
    now: Timestamp,
) -> Result<()> {
    let event_id = event.to_string();
    let new: Vec<&WrittenStudent> = students.iter().filter(|student| student.is_new).collect();
    for chunk in new.chunks(500) {
        let mut insert = QueryBuilder::<Sqlite>::new(
            "insert into student (id, event_id, group_id, name, class, number, key, key_generated, created_at) ",
        );
        insert.push_values(chunk, |mut row, student| {
            row.push_bind(student.id.to_string())
                .push_bind(&event_id)
                .push_bind(student.group.to_string())
                .push_bind(&student.name)
                .push_bind(&student.class)
                .push_bind(student.number.as_deref())
                .push_bind(student.key.as_ref().map(StudentKey::as_str))
                .push_bind(i64::from(student.key_generated))
                .push_bind(now.as_micros());
        });
        insert.build().execute(&mut *connection).await?;
    }
    for student in students.iter().filter(|student| !student.is_new) {
        let key = student.key.as_ref().map(StudentKey::as_str);
        let changed = sqlx::query(
            "update student set group_id = ?, name = ?, class = ?, number = ?, \
             key_version = key_version + case when coalesce(?, key) <> key then 1 else 0 end, \
             key_generated = case when coalesce(?, key) <> key then ? else key_generated end, \
             key = coalesce(?, key) \
             where id = ? and event_id = ?",
        )
        .bind(student.group.to_string())
        .bind(&student.name)
        .bind(&student.class)
        .bind(student.number.as_deref())
        .bind(key)
        .bind(key)
        .bind(i64::from(student.key_generated))
        .bind(key)
        .bind(student.id.to_string())
        .bind(&event_id)
        .execute(&mut *connection)
        .await?;
        if changed.rows_affected() == 0 {
            return Err(Error::NotFound);
        }
    }
    Ok(())
}

fn student(row: &SqliteRow) -> Result<StudentRow> {
    Ok(StudentRow {
        id: id(row.try_get("id")?)?,
        event: id(row.try_get("event_id")?)?,
        group: id(row.try_get("group_id")?)?,
        name: row.try_get("name")?,
        class: row.try_get("class")?,
        number: row.try_get("number")?,
        key: key(row.try_get("key")?)?,
        key_generated: row.try_get::<i64, _>("key_generated")? != 0,
        key_version: count(row.try_get("key_version")?)?,
    })
}

fn key(text: &str) -> Result<StudentKey> {
    // The value is a key, broken or not, so the message leaves it out.
    text.parse().map_err(|_| Error::Corrupt { what: "a key that is none", value: String::new() })
}

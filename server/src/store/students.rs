//! Students.

use super::{
    Store,
    db::{Fetch, Row, Transaction, Value},
};
use crate::error::{Error, Result};
use domain::{EventId, GroupId, StudentId, StudentKey, Timestamp};
use std::sync::LazyLock;

/// What [`student`] reads, where his table is called `s`.
const COLUMNS: &str =
    "s.id, s.event_id, s.group_id, s.name, s.class, s.number, s.\"key\", s.key_generated, s.key_version";

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
    /// The students with these keys, of whichever events: one question for many who log in.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn students_by_key(&self, keys: &[StudentKey]) -> Result<Vec<StudentRow>> {
        static STATEMENT: LazyLock<String> = LazyLock::new(|| select("", "where s.\"key\" in (…)"));
        let list = keys.iter().map(|key| Value::from(key.as_str())).collect();
        self.db.reader().fetch_for(&STATEMENT, &[], list).await?.iter().map(student).collect()
    }

    /// The student with this key, of whichever event.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn student_by_key(&self, key: &StudentKey) -> Result<Option<StudentRow>> {
        Ok(self.students_by_key(std::slice::from_ref(key)).await?.pop())
    }

    /// The student with this id.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn student(&self, id: StudentId) -> Result<Option<StudentRow>> {
        by_id(&mut self.db.reader(), id).await
    }

    /// All students of an event, by class and name, each with whether he holds a registration.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn students(&self, event: EventId) -> Result<Vec<(StudentRow, bool)>> {
        static STATEMENT: LazyLock<String> = LazyLock::new(|| {
            let registered = ", (select count(*) from registration r where r.student_id = s.id) as registered";
            select(registered, "where s.event_id = ? order by s.class, s.name, s.id")
        });
        let rows = self.db.reader().fetch_all(&STATEMENT, &[event.into()]).await?;
        rows.iter().map(|row| Ok((student(row)?, row.yes("registered")?))).collect()
    }

    /// Those of these keys that students of other events have.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn keys_elsewhere(&self, event: EventId, keys: &[StudentKey]) -> Result<Vec<StudentKey>> {
        let text = "select \"key\" from student where event_id <> ? and \"key\" in (…)";
        let list = keys.iter().map(|key| Value::from(key.as_str())).collect();
        let rows = self.db.reader().fetch_for(text, &[event.into()], list).await?;
        rows.iter().map(|row| key(row.text("key")?)).collect()
    }
}

/// The text that reads students, each with these columns more.
pub(super) fn select(more: &str, rest: &str) -> String {
    format!("select {COLUMNS}{more} from student s {rest}")
}

/// The student with this id, read inside a transaction or outside.
pub(super) async fn by_id(source: &mut impl Fetch, id: StudentId) -> Result<Option<StudentRow>> {
    static STATEMENT: LazyLock<String> = LazyLock::new(|| select("", "where s.id = ?"));
    let row = source.fetch_optional(&STATEMENT, &[id.into()]).await?;
    row.as_ref().map(student).transpose()
}

/// Adds and changes students inside a transaction.
pub(super) async fn write(
    transaction: &mut Transaction,
    event: EventId,
    students: &[WrittenStudent],
    now: Timestamp,
) -> Result<()> {
    let head = "insert into student (id, event_id, group_id, name, class, number, \"key\", key_generated, created_at)";
    let new: Vec<_> = students
        .iter()
        .filter(|student| student.is_new)
        .map(|student| {
            [
                student.id.into(),
                event.into(),
                student.group.into(),
                Value::from(&student.name),
                Value::from(&student.class),
                student.number.as_deref().into(),
                student.key.as_ref().map(StudentKey::as_str).into(),
                student.key_generated.into(),
                now.into(),
            ]
        })
        .collect();
    transaction.insert(head, &new).await?;
    for student in students.iter().filter(|student| !student.is_new) {
        let key = student.key.as_ref().map(StudentKey::as_str);
        // The key comes last: MariaDB reads what stands before it in this list as it is already changed.
        let statement = "update student set group_id = ?, name = ?, class = ?, number = ?, \
                         key_version = key_version + case when coalesce(?, \"key\") <> \"key\" then 1 else 0 end, \
                         key_generated = case when coalesce(?, \"key\") <> \"key\" then ? else key_generated end, \
                         \"key\" = coalesce(?, \"key\") \
                         where id = ? and event_id = ?";
        let values = [
            student.group.into(),
            Value::from(&student.name),
            Value::from(&student.class),
            student.number.as_deref().into(),
            key.into(),
            key.into(),
            student.key_generated.into(),
            key.into(),
            student.id.into(),
            event.into(),
        ];
        if transaction.execute(statement, &values).await? == 0 {
            return Err(Error::NotFound);
        }
    }
    Ok(())
}

pub(super) fn student(row: &Row) -> Result<StudentRow> {
    Ok(StudentRow {
        id: row.id("id")?,
        event: row.id("event_id")?,
        group: row.id("group_id")?,
        name: row.string("name")?,
        class: row.string("class")?,
        number: row.optional_text("number")?.map(str::to_owned),
        key: key(row.text("key")?)?,
        key_generated: row.yes("key_generated")?,
        key_version: row.count("key_version")?,
    })
}

fn key(text: &str) -> Result<StudentKey> {
    // The value is a key, broken or not, so the message leaves it out.
    text.parse().map_err(|_| Error::Corrupt { what: "a key that is none", value: String::new() })
}

//! Students.

use super::{
    GroupBody,
    text::{ClassName, KeyText, Line, StudentNumber},
    values::{given, present},
};
use crate::service::people::Person;
use domain::{Event, GroupId, StudentId, rules::Status};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How far a student is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(in crate::rest) enum StatusName {
    /// He chose nothing.
    None,
    /// A required moment is open.
    Partial,
    /// Every required moment is covered.
    Complete,
}

impl From<Status> for StatusName {
    fn from(status: Status) -> Self {
        match status {
            Status::None => Self::None,
            Status::Partial => Self::Partial,
            Status::Complete => Self::Complete,
        }
    }
}

impl StatusName {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Partial => "partial",
            Self::Complete => "complete",
        }
    }
}

/// A student.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct StudentBody {
    /// His id.
    #[schema(value_type = uuid::Uuid)]
    pub id: StudentId,
    /// His name.
    #[schema(example = "Noa de Wit")]
    pub name: String,
    /// His class.
    #[schema(example = "2B")]
    pub class: String,
    /// His group.
    pub group: GroupBody,
    /// The school's number, if it is known.
    #[schema(required)]
    pub number: Option<String>,
    /// What he logs in with; administrators alone see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "ABCDE-FGHJK")]
    pub key: Option<String>,
    /// How far he is.
    pub status: StatusName,
}

impl StudentBody {
    /// As an administrator sees him.
    pub fn with_key(event: &Event, person: &Person) -> Self {
        Self { key: Some(person.row.key.to_string()), ..Self::without_key(event, person) }
    }

    /// As he sees himself.
    pub fn without_key(event: &Event, person: &Person) -> Self {
        let row = &person.row;
        let name = event.group(row.group).map(|group| group.name.clone()).unwrap_or_default();
        Self {
            id: row.id,
            name: row.name.clone(),
            class: row.class.clone(),
            group: GroupBody { id: row.group, name },
            number: row.number.clone(),
            key: None,
            status: person.status.into(),
        }
    }
}

/// Some of an event's students, by class and name.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct StudentList {
    /// The students.
    pub students: Vec<StudentBody>,
    /// What `cursor` fetches the next ones; nothing at the end.
    #[schema(required)]
    pub next_cursor: Option<String>,
}

/// A new student.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "name": "Noa de Wit", "class": "2B", "group_id": "018f3a1e-0000-7000-8000-000000000003" }))]
pub(in crate::rest) struct StudentInput {
    /// His name.
    pub name: Line,
    /// His class.
    pub class: ClassName,
    /// His group.
    #[schema(value_type = uuid::Uuid)]
    pub group_id: GroupId,
    /// The school's number.
    #[serde(default)]
    pub number: Option<StudentNumber>,
    /// A key set by hand; without it one is made. 4 to 64 letters and digits, hyphens and spaces aside.
    #[serde(default)]
    pub key: Option<KeyText>,
}

/// What changes of a student; what is left out stays.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "class": "2C", "number": null }))]
pub(in crate::rest) struct StudentPatch {
    /// His name.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    pub name: Option<Line>,
    /// His class.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    pub class: Option<ClassName>,
    /// His group.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<uuid::Uuid>, nullable = false)]
    pub group_id: Option<GroupId>,
    /// The school's number; `null` takes it away.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<StudentNumber>)]
    pub number: Option<Option<StudentNumber>>,
    /// A key set by hand.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    pub key: Option<KeyText>,
}

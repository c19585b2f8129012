//! What the pages about students and registrations show.

use super::{Progress, WorkshopFilling};
use domain::{Event, Group, Held, Seats, StudentId, WorkshopId, rules::Status};
use serde::{Deserialize, Serialize};

/// A student in a workshop's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisteredStudent {
    /// Who.
    pub id: StudentId,
    /// His name.
    pub name: String,
    /// His class.
    pub class: String,
    /// Since when, in words.
    pub since: String,
    /// Whether his seat is beyond the capacity.
    pub extra_seat: bool,
    /// Whether he is there although his group isn't admitted.
    pub despite_group: bool,
}

/// Which students are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StudentQuery {
    /// What name, number or key must hold; every word of it.
    pub q: String,
    /// The class; empty for all.
    pub class: String,
    /// The group's id; empty for all.
    pub group: String,
    /// `none`, `partial` or `complete`; empty for all.
    pub status: String,
    /// `name`, `class`, `group` or `status`; else by class and name. A `-` in front turns the order round.
    pub sort: String,
    /// Which page of the list, from 0.
    pub page: u32,
}

/// A page of a list of students.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StudentList {
    /// The students.
    pub rows: Vec<StudentLine>,
    /// How many were found.
    pub found: u32,
    /// How many there are on a page.
    pub page_size: u32,
}

/// A student in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StudentLine {
    /// His id.
    pub id: StudentId,
    /// His name.
    pub name: String,
    /// His class.
    pub class: String,
    /// His group's name.
    pub group: String,
    /// His number, if it is known.
    pub number: Option<String>,
    /// His key, as it stands on his card.
    pub key: String,
    /// How far he is.
    pub status: Status,
    /// The titles of what he holds, in the order of the day.
    pub chosen: Vec<String>,
}

/// The list of students with what it can be narrowed down by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StudentsPage {
    /// What is asked for.
    pub query: StudentQuery,
    /// What was found.
    pub list: StudentList,
    /// How many students the event has.
    pub total: u32,
    /// All classes.
    pub classes: Vec<String>,
    /// All groups.
    pub groups: Vec<Group>,
}

/// One student.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StudentDetails {
    /// As the list has him.
    pub line: StudentLine,
    /// His group's id.
    pub group: domain::GroupId,
    /// The fingerprint of his data.
    pub base: String,
    /// The event.
    pub event: Event,
    /// The seats taken.
    pub seats: Seats,
    /// What he holds.
    pub held: Held,
    /// Since when, in words.
    pub registered_at: Option<String>,
    /// What was decided about him, newest first.
    pub decisions: Vec<DecisionShown>,
}

/// A decision about a student.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionShown {
    /// When, in words, to the second.
    pub at: String,
    /// Who asked: an administrator's name, or nothing for the student himself.
    pub by_whom: Option<String>,
    /// The titles of what was asked for.
    pub requested: Vec<String>,
    /// Why not, in words; nothing means that it was stored.
    pub reasons: Vec<String>,
}

/// Who is registered for what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrationsPage {
    /// The workshops.
    pub workshops: Vec<WorkshopFilling>,
    /// All classes, with how far they are.
    pub classes: Vec<(String, Progress)>,
    /// The workshop whose list is shown.
    pub workshop: Option<(WorkshopId, Vec<RegisteredStudent>)>,
    /// The class whose students are shown.
    pub class: Option<ClassRegistrations>,
}

/// What the students of a class chose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassRegistrations {
    /// Which class.
    pub class: String,
    /// The names of the moments.
    pub moments: Vec<String>,
    /// The students, by name, each with what he chose for each moment.
    pub students: Vec<ClassRow>,
}

/// What one student of a class chose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassRow {
    /// Who.
    pub id: StudentId,
    /// His name.
    pub name: String,
    /// How far he is.
    pub status: Status,
    /// The titles for each moment.
    pub chosen: Vec<String>,
}

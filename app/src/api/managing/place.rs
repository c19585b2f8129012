//! The addresses of the administrator's pages.

use domain::{EventId, StudentId, WorkshopId};
use std::{fmt, str::FromStr};

/// A page below `/manage`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// All events.
    Events,
    /// A new password.
    Password,
    /// Who changed what that belongs to no event, as one that was deleted.
    Record,
    /// A part of one event.
    Event(EventId, Section),
}

/// A part of an event's pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// How far its students are.
    Overview,
    /// All workshops.
    Workshops,
    /// A workshop that is still to be made.
    NewWorkshop,
    /// Many workshops at once.
    PasteWorkshops,
    /// One workshop.
    Workshop(WorkshopId),
    /// The links.
    Links,
    /// All students.
    Students,
    /// A student who is still to be added.
    NewStudent,
    /// Many students at once.
    ImportStudents,
    /// One student.
    Student(StudentId),
    /// Who is registered for what.
    Registrations,
    /// What goes on paper.
    Printing,
    /// Everything else.
    Settings,
    /// Who changed what.
    Record,
}

impl Section {
    /// The part of the navigation that it belongs to.
    #[must_use]
    pub const fn tab(self) -> Self {
        match self {
            Self::NewWorkshop | Self::PasteWorkshops | Self::Workshop(_) => Self::Workshops,
            Self::NewStudent | Self::ImportStudents | Self::Student(_) => Self::Students,
            other => other,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (event, section) = match self {
            Self::Events => return f.write_str("/manage"),
            Self::Password => return f.write_str("/manage/password"),
            Self::Record => return f.write_str("/manage/record"),
            Self::Event(event, section) => (event, section),
        };
        write!(f, "/manage/events/{event}")?;
        match section {
            Section::Overview => Ok(()),
            Section::Workshops => f.write_str("/workshops"),
            Section::NewWorkshop => f.write_str("/workshops/new"),
            Section::PasteWorkshops => f.write_str("/workshops/paste"),
            Section::Workshop(id) => write!(f, "/workshops/{id}"),
            Section::Links => f.write_str("/links"),
            Section::Students => f.write_str("/students"),
            Section::NewStudent => f.write_str("/students/new"),
            Section::ImportStudents => f.write_str("/students/import"),
            Section::Student(id) => write!(f, "/students/{id}"),
            Section::Registrations => f.write_str("/registrations"),
            Section::Printing => f.write_str("/printing"),
            Section::Settings => f.write_str("/settings"),
            Section::Record => f.write_str("/record"),
        }
    }
}

impl FromStr for Place {
    type Err = ();

    fn from_str(path: &str) -> Result<Self, ()> {
        let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
        let (event, rest) = match parts.as_slice() {
            ["manage"] => return Ok(Self::Events),
            ["manage", "password"] => return Ok(Self::Password),
            ["manage", "record"] => return Ok(Self::Record),
            ["manage", "events", event, rest @ ..] => (event.parse().map_err(|_| ())?, rest),
            _ => return Err(()),
        };
        let section = match rest {
            [] => Section::Overview,
            ["workshops"] => Section::Workshops,
            ["workshops", "new"] => Section::NewWorkshop,
            ["workshops", "paste"] => Section::PasteWorkshops,
            ["workshops", id] => Section::Workshop(id.parse().map_err(|_| ())?),
            ["links"] => Section::Links,
            ["students"] => Section::Students,
            ["students", "new"] => Section::NewStudent,
            ["students", "import"] => Section::ImportStudents,
            ["students", id] => Section::Student(id.parse().map_err(|_| ())?),
            ["registrations"] => Section::Registrations,
            ["printing"] => Section::Printing,
            ["settings"] => Section::Settings,
            ["record"] => Section::Record,
            _ => return Err(()),
        };
        Ok(Self::Event(event, section))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_leads_back_to_its_page() {
        let event = EventId::from_u128(7);
        let sections = [
            Section::Overview,
            Section::Workshops,
            Section::NewWorkshop,
            Section::PasteWorkshops,
            Section::Workshop(WorkshopId::from_u128(8)),
            Section::Links,
            Section::Students,
            Section::NewStudent,
            Section::ImportStudents,
            Section::Student(StudentId::from_u128(9)),
            Section::Registrations,
            Section::Printing,
            Section::Settings,
            Section::Record,
        ];
        let places = sections.into_iter().map(|section| Place::Event(event, section));
        for place in places.chain([Place::Events, Place::Password, Place::Record]) {
            assert_eq!(place.to_string().parse(), Ok(place));
        }
        for path in ["/manage/nothing", "/manage/events/x", "/manage/events", "/"] {
            assert_eq!(path.parse::<Place>(), Err(()), "{path}");
        }
    }
}

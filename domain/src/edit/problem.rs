//! What can be wrong with what was filled in, without words.

use super::LinkProblem;
use crate::WorkshopId;
use serde::{Deserialize, Serialize};

/// A field of a form, by the name that it has in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Field {
    /// No field in particular.
    Form,
    /// The title of an event or a workshop.
    Title,
    /// What stands in the event's link.
    Slug,
    /// What students read first.
    Intro,
    /// The name of a moment, a group or a student.
    Name,
    /// When something begins.
    Starts,
    /// When something ends.
    Ends,
    /// When registration opens.
    Opens,
    /// When registration closes.
    Closes,
    /// How many fit.
    Capacity,
    /// Where it is.
    Location,
    /// Who gives it.
    Host,
    /// What students read about it.
    Description,
    /// Which moments it takes up.
    Moments,
    /// Which groups it admits.
    Groups,
    /// One workshop of a link.
    A,
    /// The other.
    B,
    /// A student's class.
    Class,
    /// A student's group.
    Group,
    /// A student's number.
    Number,
    /// A student's key.
    Key,
    /// A file.
    File,
}

impl Field {
    /// Its name in a form.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Form => "form-error",
            Self::Title => "title",
            Self::Slug => "slug",
            Self::Intro => "intro",
            Self::Name => "name",
            Self::Starts => "starts",
            Self::Ends => "ends",
            Self::Opens => "opens",
            Self::Closes => "closes",
            Self::Capacity => "capacity",
            Self::Location => "location",
            Self::Host => "host",
            Self::Description => "description",
            Self::Moments => "moments",
            Self::Groups => "groups",
            Self::A => "a",
            Self::B => "b",
            Self::Class => "class",
            Self::Group => "group",
            Self::Number => "number",
            Self::Key => "key",
            Self::File => "file",
        }
    }
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Problem {
    /// Nothing is filled in.
    Empty,
    /// It has too many characters.
    TooLong {
        /// How many it may have.
        limit: u32,
    },
    /// It holds characters that can't be written.
    ControlCharacter,
    /// It is no whole number from 0.
    NoNumber,
    /// The number is too large.
    TooMuch {
        /// The largest.
        limit: u32,
    },
    /// It can't be a slug.
    NoSlug,
    /// It can't be a key.
    NoKey,
    /// It can't be read as a day and a time.
    NoTime,
    /// It must come after the other time.
    NotLater,
    /// Something else has it already.
    Taken,
    /// None is ticked, and one must be.
    NoMoment,
    /// There are too many.
    TooMany {
        /// How many there may be.
        limit: u32,
    },
    /// What it names isn't there (any more).
    Gone,
    /// The file that was sent isn't kept any more.
    Expired,
    /// There is nothing of this name.
    Unknown {
        /// The name as it was written.
        name: String,
    },
    /// Columns that can't be left out are missing in a table.
    MissingColumns {
        /// Which.
        fields: Vec<Field>,
    },
    /// A quote is opened and never closed.
    OpenQuote,
    /// Someone else changed the same in the meantime; what he made of it is what the page shows beside it.
    Changed,
    /// The link can't be.
    Link(LinkProblem),
    /// A link of the workshop can't be with these moments or groups.
    LinkBroken {
        /// The other workshop of it.
        with: WorkshopId,
    },
    /// The group still has students.
    HasStudents {
        /// How many.
        students: u32,
    },
    /// These workshops are for this group alone, and would be for everyone.
    OnlyGroupOf {
        /// Which.
        workshops: Vec<WorkshopId>,
    },
    /// These workshops are at this moment alone.
    OnlyMomentOf {
        /// Which.
        workshops: Vec<WorkshopId>,
    },
    /// It isn't the same as what it should repeat, such as the name of what is to be deleted.
    Differs,
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// Which row of a form with several, by its id; empty in a form with one.
    pub of: String,
    /// Which field.
    pub field: Field,
    /// What is wrong.
    pub problem: Problem,
}

impl FieldError {
    /// What is wrong with a field of a form with one row.
    #[must_use]
    pub const fn of_form(field: Field, problem: Problem) -> Self {
        Self { of: String::new(), field, problem }
    }

    /// The name that the field has in its form.
    #[must_use]
    pub fn input(&self) -> String {
        input_name(self.field, &self.of)
    }
}

/// The name of a field in the row `of` of a form.
fn input_name(field: Field, of: &str) -> String {
    if of.is_empty() { field.name().to_owned() } else { format!("{}-{of}", field.name()) }
}

//! What a form of the administrator's tried, and what came of it.

use domain::{
    WorkshopId,
    edit::{FieldError, Problem, WorkshopForm},
    student_file::{FileProblem, ImportPreview},
};
use serde::{Deserialize, Serialize};

/// What a form tried: the page is shown again with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormAttempt {
    /// What was filled in, in order; the field `form` says which form it was.
    pub fields: Vec<(String, String)>,
    /// What came of it.
    pub answer: Answer,
}

/// What came of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// Something is wrong with it.
    Refused(Vec<FieldError>),
    /// It must be agreed to first.
    Asks {
        /// The registrations that it would touch.
        touched: Vec<TouchedShown>,
        /// What stands for agreeing to just that.
        agree: String,
    },
    /// What a student file would change.
    Students(Box<StudentPreview>),
    /// Why a student file can't be read.
    File(FileProblem),
    /// What pasted workshops would change, and what stands for exactly that.
    Workshops {
        /// The lines.
        rows: Vec<PastedRow>,
        /// To be sent with the form that confirms.
        plan: String,
    },
    /// Why a pasted table can't be read.
    Table(Problem),
    /// What is wrong with an event document.
    Document(DocumentMistake),
    /// Why a selection is refused, in words.
    Selection(Vec<String>),
}

/// What is wrong with an event document, in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentMistake {
    /// Where, such as `workshops[3].capacity` or a line; may be empty.
    pub place: String,
    /// What.
    pub mistake: String,
}

/// A registration that a change would touch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TouchedShown {
    /// Whose it is.
    pub name: String,
    /// His class.
    pub class: String,
    /// The titles of what he would lose.
    pub lost: Vec<String>,
    /// The titles of what he would keep on paper, but is called off.
    pub cancelled: Vec<String>,
    /// Whether his registration would no longer be complete.
    pub becomes_incomplete: bool,
}

/// What a student file would change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StudentPreview {
    /// What stands for the file, to be sent with the form that confirms.
    pub upload: String,
    /// What stands for exactly these changes, to be sent along too.
    pub plan: String,
    /// What would change, with no more lines than a page can show.
    pub preview: ImportPreview,
    /// How many lines of what is added, changed or unchanged are left out.
    pub left_out: usize,
    /// How many errors there are, those left out among them.
    pub errors: usize,
    /// How many students are not in the file; all of them are shown, to be removed at once.
    pub missing: usize,
    /// How many of these hold a registration.
    pub missing_registered: usize,
}

/// A line of a pasted table of workshops.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastedRow {
    /// Its number.
    pub line: u32,
    /// The workshop.
    pub form: WorkshopForm,
    /// The workshop that it changes; none adds one.
    pub existing: Option<WorkshopId>,
    /// Whether anything would change.
    pub changes: bool,
    /// What is wrong with it.
    pub errors: Vec<FieldError>,
}

/// What went well, said once on the page that follows: the value of `done` in its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// A change is stored.
    Saved,
    /// Something was added.
    Added,
    /// Something is gone.
    Removed,
    /// Students were imported.
    Imported,
    /// Someone has a new key.
    NewKey,
    /// A registration was changed by hand.
    Placed,
}

impl Notice {
    const ALL: [(Self, &'static str); 6] = [
        (Self::Saved, "saved"),
        (Self::Added, "added"),
        (Self::Removed, "removed"),
        (Self::Imported, "imported"),
        (Self::NewKey, "key"),
        (Self::Placed, "placed"),
    ];

    /// As it stands in the address.
    #[must_use]
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(notice, _)| *notice == self).map_or("saved", |(_, code)| code)
    }

    /// What a code means.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, other)| *other == code).map(|(notice, _)| *notice)
    }
}

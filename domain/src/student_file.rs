//! What an imported file of students says, what is wrong with it, and what it would change.
//!
//! No words here: the browser's preview screen and the command line each put them into their reader's language.

use crate::{StudentId, StudentKey};
use serde::{Deserialize, Serialize};

/// A column of the student file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Column {
    /// The student's name.
    Name,
    /// The class.
    Class,
    /// The group, by its name.
    Group,
    /// The key that the student logs in with; the file may leave it out.
    Key,
    /// The school's own number; the file may leave it out.
    Number,
}

impl Column {
    /// Every column, in the order in which an export writes them.
    pub const ALL: [Self; 5] = [Self::Name, Self::Class, Self::Group, Self::Key, Self::Number];

    /// How many characters a cell of this column may have.
    #[must_use]
    pub const fn max_chars(self) -> usize {
        match self {
            Self::Name | Self::Group => 200,
            Self::Class | Self::Number => 40,
            Self::Key => 64,
        }
    }
}

/// One line of the file that can be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StudentRecord {
    /// The line on which it begins, as an editor numbers it; the first is 1.
    pub line: u32,
    /// The student's name, without spaces around it.
    pub name: String,
    /// The class.
    pub class: String,
    /// The group's name as it was written.
    pub group: String,
    /// The key, if the cell isn't empty.
    pub key: Option<StudentKey>,
    /// The school's number, if the cell isn't empty.
    pub number: Option<String>,
}

/// What is wrong with one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "problem", rename_all = "kebab-case")]
pub enum LineProblem {
    /// The name is empty.
    MissingName,
    /// The class is empty.
    MissingClass,
    /// The group is empty.
    MissingGroup,
    /// The event has no group of this name.
    UnknownGroup {
        /// The name as it was written.
        group: String,
    },
    /// What stands in the key's column can't be a key.
    InvalidKey,
    /// An earlier line has the same key.
    KeyTwice {
        /// That line.
        first_line: u32,
    },
    /// The key belongs to another student, of this event or of another one.
    KeyInUse,
    /// An earlier line has the same number, and names someone else.
    NumberTwice {
        /// That line.
        first_line: u32,
    },
    /// An earlier line is the same student, or nothing tells the two apart.
    SameStudentTwice {
        /// That line.
        first_line: u32,
    },
    /// More than one line or student has this name and class, and neither number nor key says who is who.
    SeveralStudents,
    /// A cell is too long.
    TooLong {
        /// Its column.
        column: Column,
        /// How many characters it may have.
        limit: u32,
    },
    /// The line ends before a column that can't be left out.
    TooFewFields,
    /// The line goes on after the last column.
    TooManyFields,
    /// A cell has control characters, or characters that were lost on the way.
    UnreadableCharacters {
        /// Its column.
        column: Column,
    },
    /// Something other than a separator follows a closing quote.
    BrokenQuotes,
}

/// What is wrong, and where. Serialized: `{"line": 5, "problem": "unknown-group", "group": "…"}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineError {
    /// The line on which the record begins, as an editor numbers it; the first is 1.
    pub line: u32,
    /// What is wrong.
    #[serde(flatten)]
    pub problem: LineProblem,
}

/// Why a file can't be read at all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "problem", rename_all = "kebab-case")]
pub enum FileProblem {
    /// Nothing is in it.
    Empty,
    /// It has headers and no line below them.
    NoRows,
    /// It is a workbook (or a web page that poses as one), to be saved as CSV first.
    Spreadsheet,
    /// It isn't text.
    NotText,
    /// Columns that can't be left out are not in it.
    MissingColumns {
        /// Which.
        columns: Vec<Column>,
    },
    /// Two headers mean the same column.
    ColumnTwice {
        /// Which.
        column: Column,
    },
    /// A quote is never closed, as in a file that was cut off.
    BrokenQuotes {
        /// The line with the opening quote.
        line: u32,
    },
    /// It has more lines than anyone has students.
    TooManyRows {
        /// How many are read.
        limit: u32,
    },
    /// It has more bytes than are accepted.
    TooLarge {
        /// How many are.
        limit: u64,
    },
}

/// What would become of one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub enum RowOutcome {
    /// A new student.
    Added,
    /// A known student, of whom something changes.
    Changed {
        /// What changes, at least one column.
        what: Vec<Column>,
    },
    /// A known student, of whom nothing changes.
    Unchanged,
}

/// A line of the preview. Serialized: `{"line": 2, "name": …, "class": …, "group": …, "outcome": "added"}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewRow {
    /// The line in the file.
    pub line: u32,
    /// The student's name.
    pub name: String,
    /// The class.
    pub class: String,
    /// The group's name as the event has it.
    pub group: String,
    /// What would become of it.
    #[serde(flatten)]
    pub outcome: RowOutcome,
}

/// A student of the event who isn't in the file. He is kept until the administrator removes him.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissingStudent {
    /// His id.
    pub id: StudentId,
    /// His name.
    pub name: String,
    /// His class.
    pub class: String,
    /// Whether he holds a registration, which would go with him.
    pub registered: bool,
}

/// What an import would do, before anything is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportPreview {
    /// How many students are new.
    pub added: u32,
    /// Of how many known students something changes.
    pub changed: u32,
    /// Of how many known students nothing changes.
    pub unchanged: u32,
    /// Who is no longer in the file. While there are errors this may name students whose line is among them.
    pub missing: Vec<MissingStudent>,
    /// What is wrong, by line; a line may have several errors.
    pub errors: Vec<LineError>,
    /// The lines without errors, in the file's order.
    pub rows: Vec<PreviewRow>,
}

impl ImportPreview {
    /// Whether the import may be carried out: it has no errors. It is all or nothing.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.errors.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_and_a_row_are_flat_objects_and_come_back_as_they_were() {
        let error = LineError { line: 5, problem: LineProblem::UnknownGroup { group: "Brugklas".into() } };
        let json = serde_json::to_string(&error).expect("json");
        assert_eq!(json, r#"{"line":5,"problem":"unknown-group","group":"Brugklas"}"#);
        assert_eq!(serde_json::from_str::<LineError>(&json).expect("an error"), error);

        let row = PreviewRow {
            line: 2,
            name: "Noa".into(),
            class: "1A".into(),
            group: "Onderbouw".into(),
            outcome: RowOutcome::Changed { what: vec![Column::Class] },
        };
        let json = serde_json::to_string(&row).expect("json");
        assert_eq!(
            json,
            r#"{"line":2,"name":"Noa","class":"1A","group":"Onderbouw","outcome":"changed","what":["class"]}"#
        );
        assert_eq!(serde_json::from_str::<PreviewRow>(&json).expect("a row"), row);
    }
}

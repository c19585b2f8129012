//! What can be wrong with an event document.

use thiserror::Error;

/// Why an event document is refused: the first fault that was met.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DocumentError {
    /// Not JSON, or not with the fields that are expected.
    #[error("line {line}, column {column}: {message}")]
    Json {
        /// The line, from 1.
        line: usize,
        /// The column, from 1; 0 before the line's first character.
        column: usize,
        /// What the reader met there.
        message: String,
    },
    /// A document of another kind, or of a later version.
    #[error("not an event document of format \"{expected}\"{found}", expected = super::layout::FORMAT, found = found_format(.0.as_deref()))]
    UnknownFormat(
        /// The format that it names, if it does.
        Option<String>,
    ),
    /// Something that it says can't be.
    #[error("{path}: {problem}")]
    At {
        /// Where, such as `workshops[3].moments`; lists count from 0.
        path: String,
        /// What is wrong with it.
        problem: DocumentProblem,
    },
}

fn found_format(found: Option<&str>) -> String {
    found.map_or_else(|| ": it names no format".to_owned(), |format| format!(": it says {format:?}"))
}

/// What is wrong with one place of an event document.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DocumentProblem {
    /// It must say something.
    #[error("must not be empty")]
    Empty,
    /// A text is too long.
    #[error("has more than {limit} characters")]
    TooLong {
        /// How many are allowed.
        limit: usize,
    },
    /// A text holds something that is no text.
    #[error("has control characters")]
    ControlCharacter,
    /// A list is too long.
    #[error("has more than {limit} entries")]
    TooMany {
        /// How many are allowed.
        limit: usize,
    },
    /// A number is too high.
    #[error("is more than {limit}")]
    TooMuch {
        /// The highest allowed.
        limit: u32,
    },
    /// A slug that can't stand in a link.
    #[error("{}", domain::InvalidSlug)]
    Slug,
    /// A time that isn't written as RFC 3339 demands.
    #[error("is not a time such as 2027-01-11T08:00:00+01:00")]
    Time,
    /// An end that doesn't come after its beginning.
    #[error("is not later than {0}")]
    NotLaterThan(
        /// The field with the beginning.
        String,
    ),
    /// A key, name or reference that stood there before.
    #[error("{0:?} occurs twice")]
    Twice(
        /// It.
        String,
    ),
    /// A reference to nothing.
    #[error("nothing has the key {0:?}")]
    Unknown(
        /// The reference.
        String,
    ),
    /// A workshop at no moment.
    #[error("a workshop needs at least one moment")]
    NoMoment,
    /// A link between a workshop and itself.
    #[error("a workshop is linked to itself")]
    LinkToItself,
    /// A second link between the same two workshops, either way round.
    #[error("the two workshops are linked already")]
    LinkedTwice,
}

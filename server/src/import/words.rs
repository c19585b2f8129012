//! What is wrong with a student file, in English, for the terminal; the browser has its own words. And what is wrong
//! with an event document, in the reader's language.

use super::{DocumentError, event_document::DocumentProblem};
use app::{api::managing::DocumentMistake, i18n::Locale};
use domain::{
    Slug,
    student_file::{Column, FileProblem, LineError, LineProblem},
};

/// Where an event document is wrong, and what is.
#[must_use]
pub fn document_mistake(locale: Locale, error: &DocumentError) -> (String, String) {
    let english = locale == Locale::en;
    match error {
        DocumentError::Json { line, column, message } => {
            let place =
                if english { format!("line {line}, column {column}") } else { format!("regel {line}, teken {column}") };
            let text = if english { "this is no JSON as it should be" } else { "dit is geen JSON zoals het hoort" };
            (place, format!("{text} ({message})"))
        }
        DocumentError::UnknownFormat(_) => {
            let text = if english {
                "This is not an event document. Choose a file that was downloaded from Settings."
            } else {
                "Dit is geen document van een evenement. Kies een bestand dat bij Instellingen is gedownload."
            };
            (String::new(), text.to_owned())
        }
        DocumentError::At { path, problem } => {
            let text = if english { problem.to_string() } else { in_dutch(problem) };
            (path.clone(), text)
        }
    }
}

fn in_dutch(problem: &DocumentProblem) -> String {
    match problem {
        DocumentProblem::Empty => "mag niet leeg zijn".to_owned(),
        DocumentProblem::TooLong { limit } => format!("is te lang: hoogstens {limit} tekens"),
        DocumentProblem::ControlCharacter => "bevat tekens die niet kunnen".to_owned(),
        DocumentProblem::TooMany { limit } => format!("zijn er te veel: hoogstens {limit}"),
        DocumentProblem::TooMuch { limit } => format!("is te hoog: hoogstens {limit}"),
        DocumentProblem::Slug => "mag alleen letters, cijfers, - en _ hebben, hoogstens 32".to_owned(),
        DocumentProblem::Time => "is geen tijd zoals 2027-01-11T08:00:00+01:00".to_owned(),
        DocumentProblem::NotLaterThan(other) => format!("ligt niet na {other}"),
        DocumentProblem::Twice(what) => format!("{what:?} komt twee keer voor"),
        DocumentProblem::Unknown(what) => format!("niets heeft de sleutel {what:?}"),
        DocumentProblem::NoMoment => "een workshop heeft minstens één moment nodig".to_owned(),
        DocumentProblem::LinkToItself => "een workshop is aan zichzelf gekoppeld".to_owned(),
        DocumentProblem::LinkedTwice => "deze twee workshops zijn al gekoppeld".to_owned(),
    }
}

/// Another event has the document's slug.
#[must_use]
pub fn slug_taken(locale: Locale, slug: &Slug) -> DocumentMistake {
    let mistake = match locale {
        Locale::nl => {
            format!("er is al een evenement met {slug} in de link; geef dat of dit document eerst een andere naam")
        }
        Locale::en => format!("there is an event with {slug} in its link already; rename that or this document first"),
    };
    DocumentMistake { place: "slug".to_owned(), mistake }
}

/// The document is larger than it may be.
#[must_use]
pub fn too_large(locale: Locale) -> DocumentMistake {
    let mistake = match locale {
        Locale::nl => "Het bestand is groter dan 20 MB. Is het wel het goede?",
        Locale::en => "The file is larger than 20 MB. Is it the right one?",
    };
    DocumentMistake { place: String::new(), mistake: mistake.to_owned() }
}

/// No document was chosen.
#[must_use]
pub fn no_document(locale: Locale) -> DocumentMistake {
    let mistake = match locale {
        Locale::nl => "Kies eerst een bestand.",
        Locale::en => "Choose a file first.",
    };
    DocumentMistake { place: String::new(), mistake: mistake.to_owned() }
}

/// Why a file can't be read, and what to do about it.
#[must_use]
pub fn file_problem(problem: &FileProblem) -> String {
    match problem {
        FileProblem::Empty => "the file is empty".to_owned(),
        FileProblem::NoRows => "the file has headers but no students below them".to_owned(),
        FileProblem::Spreadsheet => {
            "the file is a workbook; save it as CSV (in Excel: save as, \"CSV UTF-8\") and import that".to_owned()
        }
        FileProblem::NotText => "the file is not text; a CSV file is needed".to_owned(),
        FileProblem::MissingColumns { columns } => {
            let names: Vec<&str> = columns.iter().copied().map(header).collect();
            format!("the first line must name the columns; missing: {}", names.join(", "))
        }
        FileProblem::ColumnTwice { column } => format!("more than one column is the {}", header(*column)),
        FileProblem::BrokenQuotes { line } => {
            format!("line {line}: a quote is opened and never closed; the file may have been cut off")
        }
        FileProblem::TooManyRows { limit } => format!("the file has more than {limit} lines"),
        FileProblem::TooLarge { limit } => format!("the file has more than {limit} bytes"),
    }
}

/// An error with its line.
#[must_use]
pub fn line_error(error: &LineError) -> String {
    format!("line {}: {}", error.line, line_problem(&error.problem))
}

/// What is wrong with a line.
#[must_use]
pub fn line_problem(problem: &LineProblem) -> String {
    match problem {
        LineProblem::MissingName => "the name is missing".to_owned(),
        LineProblem::MissingClass => "the class is missing".to_owned(),
        LineProblem::MissingGroup => "the group is missing".to_owned(),
        LineProblem::UnknownGroup { group } => format!("the event has no group {group:?}"),
        LineProblem::InvalidKey => domain::InvalidKey.to_string(),
        LineProblem::KeyTwice { first_line } => format!("the key stands on line {first_line} already"),
        LineProblem::KeyInUse => "the key belongs to another student".to_owned(),
        LineProblem::NumberTwice { first_line } => format!("the number stands on line {first_line} already"),
        LineProblem::SameStudentTwice { first_line } => {
            format!("the same student as on line {first_line}; if these are two students, give each a number or key")
        }
        LineProblem::SeveralStudents => {
            "more than one student has this name and class; give the number or key of each".to_owned()
        }
        LineProblem::TooLong { column, limit } => {
            format!("the {} has more than {limit} characters", noun(*column))
        }
        LineProblem::TooFewFields => "the line has too few fields".to_owned(),
        LineProblem::TooManyFields => "the line has more fields than there are columns".to_owned(),
        LineProblem::UnreadableCharacters { column } => {
            format!("the {} has characters that can't be read; save the file as \"CSV UTF-8\"", noun(*column))
        }
        LineProblem::BrokenQuotes => "text follows a closing quote; a quote within a field is written twice".to_owned(),
    }
}

fn noun(column: Column) -> &'static str {
    match column {
        Column::Name => "name",
        Column::Class => "class",
        Column::Group => "group",
        Column::Key => "key",
        Column::Number => "number",
    }
}

/// A column with its header in both languages.
fn header(column: Column) -> &'static str {
    match column {
        Column::Name => "name (Naam)",
        Column::Class => "class (Klas)",
        Column::Group => "group (Doelgroep)",
        Column::Key => "key (Identificatie)",
        Column::Number => "number (Leerlingnummer)",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_names_its_line_and_what_to_do() {
        let error = LineError { line: 11, problem: LineProblem::UnknownGroup { group: "Brug".into() } };
        assert_eq!(line_error(&error), "line 11: the event has no group \"Brug\"");
        let missing = FileProblem::MissingColumns { columns: vec![Column::Class, Column::Group] };
        assert_eq!(
            file_problem(&missing),
            "the first line must name the columns; missing: class (Klas), group (Doelgroep)"
        );
        assert!(file_problem(&FileProblem::Spreadsheet).contains("save it as CSV"));
    }
}

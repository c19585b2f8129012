//! Tables as text on the clipboard: what Excel and Google Sheets put there, and what they take from there.
//!
//! Cells stand between tabs. One that holds a tab or a line break is quoted, with its quotes doubled; every other stands
//! there as it is, even if it begins with a quote. So a quote in front means nothing by itself:
//! <https://github.com/mholt/PapaParse/issues/358>, <https://github.com/jspreadsheet/ce/issues/1139>.

use crate::import::table::{self, Row};
use domain::{
    edit::{Problem, text::MAX_WORKSHOPS},
    student_file::FileProblem,
};
use std::borrow::Cow;

/// Tells the reader of tables that tabs part the cells; it takes one line.
const TABS: &str = "sep=\t\n";

/// The rows of what was pasted. The text of a CSV file is understood, too.
///
/// # Errors
/// [`Problem::OpenQuote`], [`Problem::TooMany`].
pub(super) fn rows(pasted: &str) -> Result<Vec<Row>, Problem> {
    let pasted = pasted.trim_start_matches('\u{feff}');
    let rows = if has_tabs(pasted) {
        table::rows(&mended(pasted)).map(|mut rows| {
            rows.iter_mut().for_each(|row| row.line -= 1);
            rows
        })
    } else {
        table::rows(pasted)
    };
    rows.map_err(|problem| match problem {
        FileProblem::BrokenQuotes { .. } => Problem::OpenQuote,
        FileProblem::TooManyRows { .. } => too_many(),
        _ => Problem::Empty,
    })
}

/// That there are more than an event may have.
pub(super) fn too_many() -> Problem {
    Problem::TooMany { limit: u32::try_from(MAX_WORKSHOPS).unwrap_or(u32::MAX) }
}

/// The text as a cell that [`rows`] and spreadsheets read back.
pub(super) fn cell(text: &str) -> Cow<'_, str> {
    let needs_quotes = text.contains(['\t', '\r', '\n']) || text.trim_start_matches(' ').starts_with('"');
    if needs_quotes { Cow::Owned(quoted(text)) } else { Cow::Borrowed(text) }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// Whether a tab follows the first cell.
fn has_tabs(text: &str) -> bool {
    let text = text.trim_start_matches(['\r', '\n']);
    text[measured(text).length..].starts_with('\t')
}

/// The text with quotes around every cell whose own quote would be mistaken for the beginning of a quoted one.
fn mended(text: &str) -> String {
    let mut mended = String::with_capacity(TABS.len() + text.len());
    mended.push_str(TABS);
    let mut rest = text;
    while !rest.is_empty() {
        let Measured { length, own_quote } = measured(rest);
        let (cell, behind) = rest.split_at(length);
        if own_quote {
            mended.push_str(&quoted(cell));
        } else {
            mended.push_str(cell);
        }
        let (end, next) = behind.split_at(behind.len().min(1));
        mended.push_str(end);
        rest = next;
    }
    mended
}

/// What was found out about a cell.
struct Measured {
    /// Up to the tab or the line end behind it.
    length: usize,
    /// Whether a quote in front is part of its text.
    own_quote: bool,
}

/// Looks at the cell with which a text begins.
fn measured(text: &str) -> Measured {
    let plain = text.find(['\t', '\r', '\n']).unwrap_or(text.len());
    let blanks = text.len() - text.trim_start_matches(' ').len();
    if !text[blanks..].starts_with('"') {
        return Measured { length: plain, own_quote: false };
    }
    let mut at = blanks + 1;
    while let Some(step) = text[at..].find('"') {
        at += step + 1;
        if text[at..].starts_with('"') {
            at += 1;
            continue;
        }
        let behind = text[at..].trim_start_matches(' ');
        let closes = behind.is_empty() || behind.starts_with(['\t', '\r', '\n']);
        let length = if closes { text.len() - behind.len() } else { plain };
        return Measured { length, own_quote: !closes };
    }
    // Never closed: the reader of tables says so.
    Measured { length: text.len(), own_quote: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(pasted: &str) -> Vec<(u32, Vec<String>)> {
        rows(pasted).expect("a table").into_iter().map(|row| (row.line, row.cells)).collect()
    }

    #[test]
    fn cells_stand_between_tabs_and_those_with_line_breaks_in_quotes() {
        assert_eq!(
            cells("\r\na\t\"b \"\"x\"\"\r\nc\"\t1\r\n\r\nd; e, f; g, h, i\t\t2\r\n"),
            [
                (2, vec!["a".to_owned(), "b \"x\"\nc".to_owned(), "1".to_owned()]),
                (5, vec!["d; e, f; g, h, i".to_owned(), String::new(), "2".to_owned()]),
            ]
        );
    }

    #[test]
    fn the_first_row_may_have_more_commas_than_tabs() {
        assert_eq!(cells("a, b, c, d\t1")[0].1, ["a, b, c, d", "1"]);
        assert_eq!(cells("\"a\nb\"\t1")[0].1, ["a\nb", "1"]);
        assert_eq!(cells("\t1\t2")[0].1, ["", "1", "2"]);
    }

    #[test]
    fn a_quote_that_belongs_to_the_text_stays() {
        assert_eq!(
            cells("\"Hoi\" zei hij\t5\" schijf\t \"a\" b\nx\t\"y\"z\tw"),
            [
                (1, vec!["\"Hoi\" zei hij".to_owned(), "5\" schijf".to_owned(), " \"a\" b".to_owned()]),
                (2, vec!["x".to_owned(), "\"y\"z".to_owned(), "w".to_owned()]),
            ]
        );
    }

    #[test]
    fn the_text_of_a_csv_file_is_understood() {
        assert_eq!(cells("a;\"b\n\";c")[0].1, ["a", "b\n", "c"]);
        assert_eq!(cells("\u{feff}sep=,\na;b,c")[0], (2, vec!["a;b".to_owned(), "c".to_owned()]));
        assert!(rows("a;\"b\"c;d").expect("a table")[0].broken);
    }

    #[test]
    fn a_quote_that_is_never_closed_is_a_problem_and_so_are_too_many_rows() {
        assert_eq!(rows("a\tb\n\"c\td\ne\tf"), Err(Problem::OpenQuote));
        assert_eq!(rows("a;\"b"), Err(Problem::OpenQuote));
        assert_eq!(rows(&"a\t1\n".repeat(60_000)), Err(Problem::TooMany { limit: 2_000 }));
    }

    #[test]
    fn every_text_comes_back_as_it_was() {
        let letters = ['"', '\t', '\n', ' ', 'x', ';'];
        let mut texts = vec![String::new()];
        let mut from = 0;
        for _ in 0..5 {
            let longer: Vec<String> =
                texts[from..].iter().flat_map(|text| letters.map(|letter| format!("{text}{letter}"))).collect();
            from = texts.len();
            texts.extend(longer);
        }
        for text in texts {
            let table = format!("a\t{0}\tb\n{0}\tc\n", cell(&text));
            assert_eq!(cells(&table)[0].1, ["a", &text, "b"], "{table:?}");
            assert_eq!(cells(&table)[1].1, [&text, "c"], "{table:?}");
        }
    }
}

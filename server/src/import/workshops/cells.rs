//! What a cell says, and whether it says what is known already.

use crate::export::formula::as_it_was;
use std::borrow::Cow;

/// How a cell is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// One line: a line break is a space.
    Line,
    /// Any number of lines.
    Lines,
}

impl Shape {
    /// The cell's text, without what an export put before it to keep a spreadsheet from calculating.
    pub fn read(self, cell: &str) -> String {
        self.tidy(as_it_was(cell)).into_owned()
    }

    /// Whether the cell says what stands there already, leaving aside what no cell can tell: how lines end, space around
    /// the text, and what a spreadsheet takes for a sign of its own, an apostrophe in front or quotes around.
    pub fn says(self, cell: &str, known: &str) -> bool {
        let known = self.tidy(known);
        [cell, as_it_was(cell)].into_iter().any(|cell| {
            let cell = self.tidy(cell);
            cell == known || without_signs(&known).contains(&Some(&*cell))
        })
    }

    /// The text without space around it, its lines ended with LF, or made one.
    pub fn tidy(self, text: &str) -> Cow<'_, str> {
        let text = text.trim();
        match self {
            Self::Line if text.contains(['\t', '\r', '\n']) => {
                let lines = text.split(['\t', '\r', '\n']).map(str::trim).filter(|line| !line.is_empty());
                Cow::Owned(lines.collect::<Vec<_>>().join(" "))
            }
            Self::Lines if text.contains('\r') => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
            _ => Cow::Borrowed(text),
        }
    }
}

/// The text as it may come back from a spreadsheet that took some of it for a sign of its own.
pub(super) fn without_signs(text: &str) -> [Option<&str>; 2] {
    [text.strip_prefix('\''), text.strip_prefix('"').and_then(|text| text.strip_suffix('"'))]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_no_breaks_and_lines_keep_theirs() {
        assert_eq!(Shape::Line.read(" Koken \r\n\tvoor  twee "), "Koken voor  twee");
        assert_eq!(Shape::Lines.read(" een\r\n\rtwee\tdrie\n"), "een\n\ntwee\tdrie");
    }

    #[test]
    fn what_was_made_harmless_is_read_as_it_was() {
        assert_eq!(Shape::Lines.read("'- schaar\n- lijm"), "- schaar\n- lijm");
        assert_eq!(Shape::Line.read("'t Hart"), "'t Hart");
        assert_eq!(Shape::Line.read("=1+1"), "=1+1");
    }

    #[test]
    fn what_a_spreadsheet_took_away_is_no_difference() {
        for (cell, known) in [
            ("a", "a "),
            ("a\nb", "a\r\nb"),
            ("t Hart", "'t Hart"),
            ("Nepnieuws", "\"Nepnieuws\""),
            ("'=1", "=1"),
            ("'=1", "'=1"),
            ("=1", "'=1"),
            ("''=1", "'=1"),
        ] {
            assert!(Shape::Lines.says(cell, known), "{cell:?} {known:?}");
        }
        for (cell, known) in [("a", "A"), ("'a", "a"), ("a", "a'"), ("a b", "a  b"), ("", "x"), ("x", "")] {
            assert!(!Shape::Line.says(cell, known), "{cell:?} {known:?}");
        }
    }
}

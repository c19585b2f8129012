//! From text to rows of cells: comma-separated values as they are met with.
//!
//! Written out here, because the `csv` crate has no say in three things: the line at which a record begins after blank
//! lines, a quote that is never closed, and text behind a closing quote. Each of them is a damaged file that would
//! otherwise be read as if all were well.

use domain::student_file::FileProblem;

/// How many rows are read at most, the header among them.
pub const MAX_ROWS: usize = 50_000;

/// How many cells of a row are kept.
const MAX_CELLS: usize = 256;

/// One record of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line on which it begins, as an editor numbers it; the first is 1.
    pub line: u32,
    /// Its cells, without their quotes; never all empty.
    pub cells: Vec<String>,
    /// Whether something other than a separator followed a closing quote.
    pub broken: bool,
    /// Whether there was more than is kept in `cells`.
    pub overflow: bool,
}

/// Reads a table whose fields are separated by `;`, `,` or tab, whichever its first line tells.
///
/// Lines end with CRLF, LF or CR. A quoted field may hold separators, line breaks and doubled quotes. Lines without
/// text are left out. Excel's first line `sep=;` is obeyed.
///
/// # Errors
/// [`FileProblem::BrokenQuotes`] for a quote that is never closed, [`FileProblem::TooManyRows`].
pub fn rows(text: &str) -> Result<Vec<Row>, FileProblem> {
    let mut scanner = Scanner { text, at: 0, line: 1, delimiter: b';' };
    scanner.delimiter = match declared_delimiter(text) {
        Some((delimiter, end)) => {
            scanner.at = end;
            scanner.end_of_line();
            delimiter
        }
        None => sniff_delimiter(text),
    };
    let mut rows = Vec::new();
    while scanner.peek().is_some() {
        let row = scanner.row()?;
        if row.overflow || row.cells.iter().any(|cell| !cell.trim().is_empty()) {
            if rows.len() == MAX_ROWS {
                return Err(FileProblem::TooManyRows { limit: u32::try_from(MAX_ROWS).unwrap_or(u32::MAX) });
            }
            rows.push(row);
        }
    }
    Ok(rows)
}

/// The separator that a first line such as `sep=;` names, and where that line's text ends.
fn declared_delimiter(text: &str) -> Option<(u8, usize)> {
    let line = text.split(['\r', '\n']).next()?;
    let (name, value) = line.trim_end_matches('"').trim_start_matches('"').split_once('=')?;
    match value.as_bytes() {
        &[delimiter @ (b';' | b',' | b'\t')] if name.eq_ignore_ascii_case("sep") => Some((delimiter, line.len())),
        _ => None,
    }
}

/// The separator that the first line with text has most of, outside quotes and brackets.
fn sniff_delimiter(text: &str) -> u8 {
    let (mut quoted, mut brackets) = (false, 0_u32);
    let mut counts = [(b';', 0_u32), (b'\t', 0), (b',', 0)];
    for byte in text.trim_start_matches(['\r', '\n', ' ']).bytes() {
        match byte {
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'\r' | b'\n' => break,
            b'(' | b'[' => brackets += 1,
            b')' | b']' => brackets = brackets.saturating_sub(1),
            _ if brackets > 0 => {}
            _ => counts.iter_mut().filter(|(delimiter, _)| *delimiter == byte).for_each(|(_, count)| *count += 1),
        }
    }
    // `max_by_key` takes the last of equals, and `;` is to win.
    counts.into_iter().rev().max_by_key(|&(_, count)| count).map_or(b';', |(delimiter, _)| delimiter)
}

/// Where the reading is. Every byte that matters is ASCII, so that `at` always stands between characters.
struct Scanner<'a> {
    text: &'a str,
    at: usize,
    line: u32,
    delimiter: u8,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Steps over one line end, if one is here.
    fn end_of_line(&mut self) -> bool {
        let length = match self.peek() {
            Some(b'\r') if self.text.as_bytes().get(self.at + 1) == Some(&b'\n') => 2,
            Some(b'\r' | b'\n') => 1,
            _ => return false,
        };
        self.at += length;
        self.line += 1;
        true
    }

    fn row(&mut self) -> Result<Row, FileProblem> {
        let mut row = Row { line: self.line, cells: Vec::new(), broken: false, overflow: false };
        loop {
            let mut cell = String::new();
            if self.opening_quote() {
                self.quoted(&mut cell)?;
                self.skip_blanks();
                row.broken |= !self.at_end_of_cell();
            }
            self.plain(&mut cell);
            if row.cells.len() < MAX_CELLS {
                row.cells.push(cell);
            } else {
                row.overflow |= !cell.trim().is_empty();
            }
            if self.peek() == Some(self.delimiter) {
                self.at += 1;
            } else {
                self.end_of_line();
                return Ok(row);
            }
        }
    }

    /// Steps over an opening quote, and blanks before it, if one is here.
    fn opening_quote(&mut self) -> bool {
        let before = self.at;
        self.skip_blanks();
        if self.peek() == Some(b'"') {
            self.at += 1;
            true
        } else {
            self.at = before;
            false
        }
    }

    fn skip_blanks(&mut self) {
        while self.peek() == Some(b' ') {
            self.at += 1;
        }
    }

    /// Reads on to the closing quote and steps over it.
    fn quoted(&mut self, cell: &mut String) -> Result<(), FileProblem> {
        let opened_on = self.line;
        loop {
            let rest = &self.text[self.at..];
            let Some(stop) = rest.find(['"', '\r', '\n']) else {
                return Err(FileProblem::BrokenQuotes { line: opened_on });
            };
            cell.push_str(&rest[..stop]);
            self.at += stop;
            if self.end_of_line() {
                cell.push('\n');
                continue;
            }
            self.at += 1;
            if self.peek() != Some(b'"') {
                return Ok(());
            }
            cell.push('"');
            self.at += 1;
        }
    }

    fn at_end_of_cell(&self) -> bool {
        self.peek().is_none_or(|byte| byte == self.delimiter || byte == b'\r' || byte == b'\n')
    }

    /// Reads on to the cell's end.
    fn plain(&mut self, cell: &mut String) {
        let start = self.at;
        while !self.at_end_of_cell() {
            self.at += 1;
        }
        cell.push_str(&self.text[start..self.at]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<(u32, Vec<String>)> {
        rows(text).expect("a table").into_iter().map(|row| (row.line, row.cells)).collect()
    }

    fn expected(rows: &[(u32, &[&str])]) -> Vec<(u32, Vec<String>)> {
        rows.iter().map(|(line, cells)| (*line, cells.iter().map(|&cell| cell.to_owned()).collect())).collect()
    }

    #[test]
    fn semicolon_comma_and_tab_are_told_by_the_first_line() {
        let table = expected(&[(1, &["Naam", "Klas"]), (2, &["a", "b"])]);
        for text in ["Naam;Klas\na;b", "Naam,Klas\r\na,b\r\n", "Naam\tKlas\ra\tb\r", "\"Naam\",\"Klas\"\n\"a\",\"b\"\n"]
        {
            assert_eq!(cells(text), table, "{text:?}");
        }
    }

    #[test]
    fn separators_in_quotes_and_brackets_do_not_mislead() {
        assert_eq!(
            cells("\"Naam; a; b\",Klas (1;2;3)\nx,y"),
            expected(&[(1, &["Naam; a; b", "Klas (1;2;3)"]), (2, &["x", "y"])])
        );
        assert_eq!(cells("Naam (achter, voor, rest);Klas\nx,z;y")[1].1, ["x,z", "y"]);
    }

    #[test]
    fn the_first_line_may_name_the_separator() {
        assert_eq!(cells("sep=,\r\na;b,c\r\n"), expected(&[(2, &["a;b", "c"])]));
        assert_eq!(cells("\"sep=\t\"\na;b\tc"), expected(&[(2, &["a;b", "c"])]));
    }

    #[test]
    fn quotes_hold_separators_line_breaks_and_doubled_quotes() {
        assert_eq!(
            cells("n;k\r\n\"a;\"\"b\"\"\r\nc\";1\r\nd;2\r\n"),
            expected(&[(1, &["n", "k"]), (2, &["a;\"b\"\nc", "1"]), (4, &["d", "2"])])
        );
    }

    #[test]
    fn line_numbers_are_those_of_an_editor_after_blank_lines_too() {
        assert_eq!(
            cells("\n\nn;k\n\n;;\n  \na;1\n\"b\n\n\";2\nc;3"),
            expected(&[(3, &["n", "k"]), (7, &["a", "1"]), (8, &["b\n\n", "2"]), (11, &["c", "3"])])
        );
    }

    #[test]
    fn a_quote_inside_a_field_is_a_character() {
        assert_eq!(cells("n;k\nJan \"Jantje\" Smit;1A")[1].1, ["Jan \"Jantje\" Smit", "1A"]);
        assert_eq!(cells("n;k\n \"Jan\" ; \"1A\" ")[1].1, ["Jan", "1A"]);
    }

    #[test]
    fn text_behind_a_closing_quote_marks_the_row_and_the_next_is_read() {
        let rows = rows("n;k\n\"Jan \"Jantje\" Smit\";1A\n\"Bas\";1B").expect("a table");
        assert_eq!(
            rows.iter().map(|row| (row.line, row.broken)).collect::<Vec<_>>(),
            [(1, false), (2, true), (3, false)]
        );
    }

    #[test]
    fn a_quote_that_is_never_closed_is_named_by_its_line() {
        assert_eq!(rows("n;k\na;1\nb;\"2\nc;3\n"), Err(FileProblem::BrokenQuotes { line: 3 }));
        assert_eq!(rows("n;k\na;\""), Err(FileProblem::BrokenQuotes { line: 2 }));
    }

    #[test]
    fn endless_rows_and_columns_are_cut_off() {
        assert_eq!(rows(&"a\n".repeat(MAX_ROWS + 1)), Err(FileProblem::TooManyRows { limit: 50_000 }));
        assert_eq!(rows(&"a\n".repeat(MAX_ROWS)).map(|rows| rows.len()), Ok(MAX_ROWS));
        let wide = rows(&format!("n;k\n{}x", ";".repeat(100_000))).expect("a table");
        assert_eq!((wide[1].cells.len(), wide[1].overflow), (MAX_CELLS, true));
    }
}

//! Keeps a spreadsheet from calculating what a student or an administrator typed (CSV injection).
//!
//! A cell of a CSV file has no type: Excel takes `=HYPERLINK(…)` for a formula wherever it stands. So exports put a `'`
//! before such a text, and the import takes it away again. The two are each other's inverse for every text, also for
//! one that begins with `'=` of its own: it gets a second `'`, and loses one.
//!
//! Source: <https://owasp.org/www-community/attacks/CSV_Injection>.

use super::text::is_invisible;
use std::borrow::Cow;

/// The text as it may stand in a CSV file: with a `'` before it if a spreadsheet could take it for a formula.
#[must_use]
pub fn made_harmless(text: &str) -> Cow<'_, str> {
    if begins_like_formula(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text before [`made_harmless`]. To be asked for the cell as it stood in the file, before anything is trimmed.
#[must_use]
pub fn as_it_was(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|text| begins_like_formula(text)).unwrap_or(cell)
}

/// Whether a spreadsheet could take the text for a formula, now or once the apostrophes before it are gone.
///
/// Apostrophes change nothing in the answer; on that rests that the two functions above are inverse. What can't be seen
/// is looked through, because some programs trim it; the wide signs are those of East Asian keyboards.
pub(super) fn begins_like_formula(text: &str) -> bool {
    let looked_through = |c: char| c == '\'' || c.is_whitespace() || c.is_control() || is_invisible(c);
    text.trim_start_matches('\'').starts_with(['\t', '\r', '\n'])
        || text.trim_start_matches(looked_through).starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_calculate_gets_an_apostrophe() {
        for text in [
            "=1+1",
            "+31 6",
            "-1",
            "@SUM(A1)",
            "\tx",
            "\rx",
            "\nx",
            " =1",
            "\u{a0}=1",
            "\u{200b}=1",
            "＝1",
            "'=1",
            "''=1",
            "' =1",
        ] {
            assert_eq!(made_harmless(text), format!("'{text}"));
        }
    }

    #[test]
    fn other_texts_stay_as_they_are() {
        for text in ["", "'", "''", "Noa", "'t Hart", "''t Hart", "Jan-Peter", "1=1", "x\t=1", "مريم", "\"=1\"", "’=1"]
        {
            assert_eq!((made_harmless(text).as_ref(), as_it_was(text)), (text, text));
        }
    }

    #[test]
    fn every_text_comes_back_as_it_was() {
        // Every text of up to six of these.
        let letters = ['\'', '=', '-', '\t', '\n', ' ', '\u{200f}', 'x'];
        let mut texts = vec![String::new()];
        let mut from = 0;
        for _ in 0..6 {
            let longer: Vec<String> =
                texts[from..].iter().flat_map(|text| letters.map(|letter| format!("{text}{letter}"))).collect();
            from = texts.len();
            texts.extend(longer);
        }
        assert_eq!(texts.len(), 299_593);
        for text in texts {
            let cell = made_harmless(&text);
            assert_eq!(as_it_was(&cell), text);
            assert!(!cell.starts_with(['=', '-', '\t', '\n']), "{text:?}");
        }
    }

    #[test]
    fn a_file_that_was_made_by_hand_keeps_its_formulas_as_text() {
        assert_eq!(as_it_was("=1+1"), "=1+1");
    }
}

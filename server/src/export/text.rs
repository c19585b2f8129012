//! Characters that need care where text is cut, compared or written as XML.

use domain::edit::text::is_unwritable;
use std::borrow::Cow;

/// Soft hyphens, zero-width spaces, byte order marks and marks of writing direction. The joiners that Persian names and
/// emoji need are not among them.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Whether a character belongs to the one before it: accents of the scripts that schools meet, joiners, and what chooses
/// the look of an emoji.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}'
        | '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}' | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}' | '\u{200c}' | JOINER | '\u{20d0}'..='\u{20ff}' | '\u{3099}' | '\u{309a}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}'
        | '\u{e0100}'..='\u{e01ef}')
}

/// Joins the emoji before and after it into one.
const JOINER: char = '\u{200d}';

/// Half of a flag.
fn is_flag_half(c: char) -> bool {
    matches!(c, '\u{1f1e6}'..='\u{1f1ff}')
}

/// The beginning of the text, of at most so many UTF-16 code units, in which Excel counts. A character isn't parted from
/// its accents, nor an emoji from what it is joined to, unless these alone are too long.
pub(super) fn cut(text: &str, limit: usize) -> &str {
    let (mut units, mut any_end, mut good_end) = (0, 0, 0);
    let (mut before, mut flag_halves) = ('\0', 0_usize);
    for (at, c) in text.char_indices() {
        if units > limit {
            break;
        }
        any_end = at;
        if !is_mark(c) && before != JOINER && !(is_flag_half(c) && flag_halves % 2 == 1) {
            good_end = at;
        }
        units += c.len_utf16();
        flag_halves = if is_flag_half(c) { flag_halves + 1 } else { 0 };
        before = c;
    }
    match (units <= limit, good_end) {
        (true, _) => text,
        (false, 0) => &text[..any_end],
        (false, end) => &text[..end],
    }
}

/// The text as a cell may hold it: lines end with LF, and what XML can't write is left out, which no screen shows.
pub(super) fn writable(text: &str) -> Cow<'_, str> {
    if !text.contains(|c: char| c == '\r' || is_unwritable(c, true)) {
        return Cow::Borrowed(text);
    }
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    Cow::Owned(lines.chars().filter(|&c| !is_unwritable(c, true)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_between_characters_as_a_reader_sees_them() {
        for (text, limit, beginning) in [
            ("Judo", 4, "Judo"),
            ("Judo", 3, "Jud"),
            ("", 0, ""),
            ("ab", 0, ""),
            ("abc😀", 4, "abc"),
            ("abc😀", 5, "abc😀"),
            ("Jose\u{301}", 4, "Jos"),
            ("a👩‍🔬b", 5, "a"),
            ("a👩‍🔬b", 6, "a👩‍🔬"),
            ("👍🏽", 2, "👍"),
            ("🇳🇱🇧🇪", 6, "🇳🇱"),
            ("🇳🇱🇧🇪", 8, "🇳🇱🇧🇪"),
            ("e\u{301}\u{301}\u{301}", 2, "e\u{301}"),
            ("\u{301}\u{301}", 1, "\u{301}"),
        ] {
            assert_eq!(cut(text, limit), beginning, "{text:?} {limit}");
        }
    }

    #[test]
    fn what_xml_cannot_write_is_left_out_and_nothing_else() {
        let text = "a\u{1}b\u{fffe}\u{ffff}\u{85}\0c\td\r\ne\rf\ng";
        assert_eq!(writable(text), "abc\td\ne\nf\ng");
        let text = "=1 \"é\" <r>&amp;</r> _x0041_ \u{202e}مريم 😀";
        assert_eq!(writable(text), text);
    }
}

//! What a text in a form may be.

use super::Problem;
use std::num::IntErrorKind;

/// How many groups an event may have.
pub const MAX_GROUPS: usize = 200;
/// How many workshops an event may have.
pub const MAX_WORKSHOPS: usize = 2_000;
/// How many links an event may have.
pub const MAX_LINKS: usize = 10_000;
/// How many students a workshop may hold.
pub const MAX_CAPACITY: u32 = 100_000;
/// Characters of a name, a title, a place.
pub const LINE: u32 = 200;
/// Characters of an introduction or a description.
pub const PARAGRAPHS: u32 = 5_000;

/// A text of one line that can't be empty, without the space around it.
///
/// # Errors
/// [`Problem::Empty`], [`Problem::TooLong`], [`Problem::ControlCharacter`].
pub fn line(text: &str) -> Result<String, Problem> {
    line_of(text, LINE)
}

/// The same with a limit of one's own.
///
/// # Errors
/// As [`line()`].
pub fn line_of(text: &str, limit: u32) -> Result<String, Problem> {
    if text.trim().is_empty() { Err(Problem::Empty) } else { checked(text, limit, false) }
}

/// A text of one line, perhaps none.
///
/// # Errors
/// [`Problem::TooLong`], [`Problem::ControlCharacter`].
pub fn optional_line(text: &str) -> Result<String, Problem> {
    checked(text, LINE, false)
}

/// A text of any number of lines, perhaps none. Forms end lines with CRLF; here they end with LF.
///
/// # Errors
/// [`Problem::TooLong`], [`Problem::ControlCharacter`].
pub fn paragraphs(text: &str) -> Result<String, Problem> {
    checked(&text.replace("\r\n", "\n"), PARAGRAPHS, true)
}

/// How many students fit.
///
/// # Errors
/// [`Problem::Empty`], [`Problem::NoNumber`], [`Problem::TooMuch`].
pub fn capacity(text: &str) -> Result<u32, Problem> {
    let too_much = Problem::TooMuch { limit: MAX_CAPACITY };
    match text.trim().parse::<u32>() {
        Ok(number) if number <= MAX_CAPACITY => Ok(number),
        Ok(_) => Err(too_much),
        Err(error) => Err(match error.kind() {
            IntErrorKind::Empty => Problem::Empty,
            IntErrorKind::PosOverflow => too_much,
            _ => Problem::NoNumber,
        }),
    }
}

/// Whether a character can't be written in a list: lists are exported as XML, which has no way to write these.
#[must_use]
pub fn is_unwritable(c: char, lines: bool) -> bool {
    (c.is_control() && !(lines && matches!(c, '\n' | '\r' | '\t'))) || matches!(c, '\u{fffe}' | '\u{ffff}')
}

fn checked(text: &str, limit: u32, lines: bool) -> Result<String, Problem> {
    let text = text.trim();
    if text.chars().count() > limit as usize {
        return Err(Problem::TooLong { limit });
    }
    if text.chars().any(|c| is_unwritable(c, lines)) {
        return Err(Problem::ControlCharacter);
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_never_empty_nor_endless() {
        assert_eq!(line("  Judo "), Ok("Judo".to_owned()));
        assert_eq!(line(" \t "), Err(Problem::Empty));
        assert_eq!(line(&"é".repeat(200)).map(|text| text.chars().count()), Ok(200));
        assert_eq!(line(&"é".repeat(201)), Err(Problem::TooLong { limit: 200 }));
        assert_eq!(line("Ju\u{1}do"), Err(Problem::ControlCharacter));
        assert_eq!(line("Ju\ndo"), Err(Problem::ControlCharacter));
        assert_eq!(optional_line(""), Ok(String::new()));
    }

    #[test]
    fn paragraphs_keep_their_lines() {
        assert_eq!(paragraphs("een\r\ntwee\n"), Ok("een\ntwee".to_owned()));
    }

    #[test]
    fn a_capacity_is_a_whole_number() {
        assert_eq!(capacity(" 24 "), Ok(24));
        assert_eq!(capacity("0"), Ok(0));
        assert_eq!(capacity(""), Err(Problem::Empty));
        for text in ["-1", "2,5", "veel", "1e3"] {
            assert_eq!(capacity(text), Err(Problem::NoNumber), "{text}");
        }
        for text in ["100001", "99999999999999999999"] {
            assert_eq!(capacity(text), Err(Problem::TooMuch { limit: 100_000 }), "{text}");
        }
    }
}

//! Names for worksheets that Excel accepts, whatever a workshop's title holds.
//!
//! Source: <https://support.microsoft.com/en-us/office/rename-a-worksheet-3f1f7148-ee83-404d-8ef0-9ff99fbad1f9>.

use super::{
    collation::folded,
    text::{cut, is_invisible, writable},
};
use std::collections::{HashMap, HashSet};

/// How many UTF-16 code units a name may have.
const MAX_UNITS: usize = 31;

/// Gives out names, none of them twice.
pub(super) struct SheetNames<'a> {
    fallback: &'a str,
    /// Every name given out, folded.
    taken: HashSet<String>,
    /// For every title, folded, the number to try next; 0 is none.
    next: HashMap<String, u32>,
}

impl<'a> SheetNames<'a> {
    /// `fallback` stands in for a title of which nothing can be used.
    pub(super) fn new(fallback: &'a str) -> Self {
        Self { fallback, taken: HashSet::new(), next: HashMap::new() }
    }

    /// The name for a title: as much of it as Excel accepts, with a number behind it where another has the same.
    ///
    /// A name that Excel keeps to itself or could misread gets the number 1.
    pub(super) fn name(&mut self, title: &str) -> String {
        let base = [title, self.fallback, "Sheet"].into_iter().map(legal).find(|base| !base.is_empty());
        let base = base.unwrap_or_default();
        let title = folded(&base);
        let first = u32::from(is_reserved(&base));
        let next = self.next.entry(title).or_insert(first);
        loop {
            let name = if *next == 0 { base.clone() } else { numbered(&base, *next) };
            *next = (*next + 1).max(2);
            if self.taken.insert(folded(&name)) {
                return name;
            }
        }
    }
}

/// Whether a name can't stand alone: Excel has sheets of its own called "History", in Dutch "Geschiedenis". And within the
/// file a name stands without quotes if it is one word; then `TRUE` or `½` would be a value.
fn is_reserved(name: &str) -> bool {
    let is_word = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
    matches!(folded(name).as_str(), "history" | "geschiedenis" | "true" | "false")
        || (is_word && name.chars().any(|c| c.is_numeric() && !c.is_ascii_digit()))
}

/// The title without what Excel refuses; perhaps nothing.
fn legal(title: &str) -> String {
    let visible = writable(title).chars().filter(|&c| !is_invisible(c)).filter_map(replacement).collect::<String>();
    let words = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    trimmed(cut(words.trim_start_matches(is_edge), MAX_UNITS)).to_owned()
}

/// What stands in for a character. Excel refuses some of them in their wide form too.
fn replacement(c: char) -> Option<char> {
    match c {
        '/' | '\\' | '／' | '＼' => Some('-'),
        ':' | '：' => Some('.'),
        '[' | '［' => Some('('),
        ']' | '］' => Some(')'),
        '?' | '*' | '？' | '＊' => None,
        _ => Some(c),
    }
}

/// What a name neither begins nor ends with.
fn is_edge(c: char) -> bool {
    matches!(c, '\'' | '＇') || c.is_whitespace()
}

fn trimmed(name: &str) -> &str {
    name.trim_matches(is_edge)
}

fn numbered(base: &str, number: u32) -> String {
    let suffix = format!(" ({number})");
    format!("{}{suffix}", trimmed(cut(base, MAX_UNITS - suffix.len())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_xlsxwriter::utility::check_sheet_name;

    fn name(title: &str) -> String {
        SheetNames::new("Workshop").name(title)
    }

    #[test]
    fn a_usual_title_is_its_own_name() {
        for title in ["Judo", "Koken & bakken", "Zelf 'n app maken", "Robotica (1)", "مرحبا", "🏀 Basketbal"] {
            assert_eq!(name(title), title);
        }
    }

    #[test]
    fn what_excel_refuses_is_replaced() {
        for (title, expected) in [
            ("Koken/bakken", "Koken-bakken"),
            (r"a\b", "a-b"),
            ("Om 10:30", "Om 10.30"),
            ("Wie ben jij?", "Wie ben jij"),
            ("*Nieuw* [klas 1]", "Nieuw (klas 1)"),
            ("'t Spel", "t Spel"),
            ("'Rock 'n' Roll'", "Rock 'n' Roll"),
            ("  Twee\u{1}\n\tregels\u{fffe} ", "Twee regels"),
            ("Ju\u{200b}do\u{202e}", "Judo"),
        ] {
            assert_eq!(name(title), expected, "{title:?}");
        }
    }

    #[test]
    fn a_title_of_which_nothing_is_left_gets_the_usual_name() {
        let mut names = SheetNames::new("Workshop");
        let given = ["", "   ", "'''", "?*", "\u{1}\u{fffe}", "' ? '"].map(|title| names.name(title));
        assert_eq!(given, ["Workshop", "Workshop (2)", "Workshop (3)", "Workshop (4)", "Workshop (5)", "Workshop (6)"]);
        assert_eq!(SheetNames::new("*").name("?"), "Sheet");
    }

    #[test]
    fn names_that_excel_keeps_to_itself_get_a_number() {
        let mut names = SheetNames::new("Workshop");
        for (title, name) in [
            ("History", "History (1)"),
            ("HISTORY", "HISTORY (2)"),
            ("Geschiedenis", "Geschiedenis (1)"),
            ("geschiedenis ", "geschiedenis (2)"),
            ("Geschiedenis van Japan", "Geschiedenis van Japan"),
            ("True", "True (1)"),
            ("CO₂", "CO₂ (1)"),
            ("２", "２ (1)"),
            ("Alles over CO₂", "Alles over CO₂"),
        ] {
            assert_eq!(names.name(title), name);
        }
    }

    #[test]
    fn a_long_title_is_cut_to_31_utf16_code_units_between_characters() {
        assert_eq!(name(&"a".repeat(40)), "a".repeat(31));
        assert_eq!(name(&format!("{}😀", "a".repeat(30))), "a".repeat(30));
        assert_eq!(name(&"😀".repeat(16)), "😀".repeat(15));
        assert_eq!(name(&format!("{}e\u{301}", "a".repeat(30))), "a".repeat(30));
        assert_eq!(name(&format!("{} 'b", "a".repeat(29))), "a".repeat(29));
        assert_eq!(name(&"e\u{301}".repeat(20)), "e\u{301}".repeat(15));
    }

    #[test]
    fn doubles_are_numbered_within_the_limit() {
        let long = "Een heel lange titel van een workshop";
        let mut names = SheetNames::new("Workshop");
        let given = [long, long, "Judo", "JUDO", "Judo (2)", "judo", "Jûdo"].map(|title| names.name(title));
        assert_eq!(
            given,
            [
                "Een heel lange titel van een wo",
                "Een heel lange titel van ee (2)",
                "Judo",
                "JUDO (2)",
                "Judo (2) (2)",
                "judo (3)",
                "Jûdo (4)"
            ]
            .map(str::to_owned)
        );
    }

    #[test]
    fn every_name_is_legal_and_unique_whatever_the_titles_hold() {
        let parts = [
            "",
            " ",
            "'",
            "a",
            "A",
            "\u{301}",
            "😀",
            "👩‍🔬",
            "/",
            "\\",
            "?",
            "*",
            ":",
            "[",
            "]",
            "\0",
            "\u{1f}",
            "\u{fffe}",
            "\u{ffff}",
            "\u{202e}",
            "ß",
            "ﬁ",
            "İ",
            "Ǆ",
            "History",
            "Overzicht",
            " (2)",
            "\r\n",
            "🇳🇱",
            "e\u{301}",
            "；",
            "！",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "مريم",
            "&",
            "\"",
            "<r>",
            "=1",
        ];
        let mut names = SheetNames::new("");
        let mut seen: HashSet<String> =
            ["Overzicht", "Niet volledig"].map(|title| names.name(title).to_lowercase()).into();
        let long = "a".repeat(28);
        for first in parts {
            for second in parts {
                let both = format!("{first}{second}");
                for title in [both.clone(), both.repeat(12), format!("{long}{both}"), format!("{both}{long}{both}")] {
                    let name = names.name(&title);
                    check_sheet_name(&name).expect("a legal name");
                    assert_eq!(name.trim(), name);
                    assert!(!name.contains(|c: char| c.is_control() || is_invisible(c) || c == '\u{fffe}'));
                    assert!(seen.insert(name.to_lowercase()), "{name:?} of {title:?} is there already");
                }
            }
        }
    }
}

//! Student keys ("toegangscodes").

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// What a student logs in with: 4 to 64 characters, unique over the whole installation.
///
/// Keys are compared without regard to case, spaces and hyphens; a `StudentKey` holds that compared form, in capitals.
/// Its `Debug` hides it, so that a key can't reach a log by accident; [`StudentKey::as_str`] and `Display` show it on
/// purpose.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct StudentKey(String);

/// A text that can't be a [`StudentKey`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidKey;

impl fmt::Display for InvalidKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key has 4 to 64 characters, spaces and hyphens not counted")
    }
}

impl std::error::Error for InvalidKey {}

impl StudentKey {
    /// The characters of a generated key: no vowel that makes words but A and E, and none of `0 O 1 I L U`, which get
    /// mistaken for one another.
    pub const ALPHABET: &'static [u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// How many characters a generated key has: 30^10 is 2^49.
    pub const GENERATED_LENGTH: usize = 10;

    /// The generated key that these numbers choose, each below 30.
    #[must_use]
    pub fn from_digits(digits: [u8; Self::GENERATED_LENGTH]) -> Self {
        Self(
            digits.iter().map(|&digit| char::from(Self::ALPHABET[usize::from(digit) % Self::ALPHABET.len()])).collect(),
        )
    }

    /// The compared form: capitals, without spaces and hyphens.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for StudentKey {
    type Err = InvalidKey;

    fn from_str(text: &str) -> Result<Self, InvalidKey> {
        // Phones and word processors turn a typed hyphen into one of its longer cousins.
        let skipped = |c: char| c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ad}');
        if text.len() > 1024 {
            return Err(InvalidKey);
        }
        let key: String = text.chars().filter(|&c| !skipped(c)).flat_map(char::to_uppercase).collect();
        if (4..=64).contains(&key.chars().count()) && !key.chars().any(char::is_control) {
            Ok(Self(key))
        } else {
            Err(InvalidKey)
        }
    }
}

impl TryFrom<String> for StudentKey {
    type Error = InvalidKey;

    fn try_from(text: String) -> Result<Self, InvalidKey> {
        text.parse()
    }
}

impl From<StudentKey> for String {
    fn from(key: StudentKey) -> Self {
        key.0
    }
}

/// As it stands on a card: a generated key in two halves, `ABCDE-FGHJK`.
impl fmt::Display for StudentKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.len() == Self::GENERATED_LENGTH && self.0.is_ascii() {
            let (left, right) = self.0.split_at(Self::GENERATED_LENGTH / 2);
            write!(f, "{left}-{right}")
        } else {
            f.write_str(&self.0)
        }
    }
}

impl fmt::Debug for StudentKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StudentKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_may_be_typed_in_any_case_with_or_without_hyphen_and_spaces() {
        let printed: StudentKey = "ABCDE-FGHJ2".parse().expect("a key");
        for typed in ["abcdefghj2", " abcde fghj2 ", "AbCdE–fGhJ2", "a-b-c-d-e-f-g-h-j-2"] {
            assert_eq!(typed.parse(), Ok(printed.clone()), "{typed:?}");
        }
        assert_eq!(printed.to_string(), "ABCDE-FGHJ2");
    }

    #[test]
    fn a_key_has_4_to_64_characters_that_count() {
        assert_eq!("a-b c".parse::<StudentKey>(), Err(InvalidKey));
        assert_eq!("".parse::<StudentKey>(), Err(InvalidKey));
        assert!("abcd".parse::<StudentKey>().is_ok());
        assert!("x".repeat(64).parse::<StudentKey>().is_ok());
        assert_eq!("x".repeat(65).parse::<StudentKey>(), Err(InvalidKey));
        assert_eq!("x".repeat(100_000).parse::<StudentKey>(), Err(InvalidKey));
        assert_eq!("abc\u{7}d".parse::<StudentKey>(), Err(InvalidKey));
    }

    #[test]
    fn debug_does_not_show_a_key() {
        let key: StudentKey = "GEHEIM-CODE".parse().expect("a key");
        assert!(!format!("{key:?}").contains("GEHEIM"));
    }

    #[test]
    fn a_generated_key_has_no_character_that_looks_like_another() {
        let key = StudentKey::from_digits([0, 1, 2, 7, 8, 9, 28, 29, 14, 15]);
        assert_eq!(key.to_string(), "2349A-BYZGH");
    }
}

//! Text as people look for it.

use icu_normalizer::DecomposingNormalizer;

/// A text without capitals and accents: who looks for "andre" finds "André".
#[must_use]
pub fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let is_mark = |c: &char| matches!(*c, '\u{300}'..='\u{36f}');
    let apart = DecomposingNormalizer::new_nfd().normalize(text);
    apart.chars().filter(|c| !is_mark(c)).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_capitals_make_no_difference() {
        assert_eq!(folded("André Öztürk-Šimić"), "andre ozturk-simic");
        assert_eq!(folded("NOOR"), folded("noor"));
        assert_eq!(folded("ليلى"), "ليلى");
    }
}

//! The order of a Dutch class list: a b c, whatever the capitals and the accents.
//!
//! Written out here, because the collations of Unicode come with megabytes of data, and a list of students needs the
//! Latin letters.

use super::text::is_invisible;

/// The letters that are sorted as others, in small letters.
const SORTED_AS: [(&str, &str); 35] = [
    ("a", "àáâãäåāăąǎǟǡǻȁȃȧḁẚạảấầẩẫậắằẳẵặ"),
    ("ae", "æǣǽ"),
    ("b", "ƀƃḃḅḇ"),
    ("c", "çćĉċčƈȼḉ"),
    ("d", "ðďđƌȡḋḍḏḑḓ"),
    ("dz", "ǆǳ"),
    ("e", "èéêëēĕėęěəȅȇȩɇḕḗḙḛḝẹẻẽếềểễệ"),
    ("f", "ƒḟ"),
    ("g", "ĝğġģǥǧǵḡ"),
    ("h", "ĥħȟḣḥḧḩḫẖ"),
    ("i", "ìíîïĩīĭįıǐȉȋḭḯỉị"),
    ("ij", "ĳ"),
    ("j", "ĵǰɉ"),
    ("k", "ķƙǩḱḳḵ"),
    ("l", "ĺļľŀłƚȴḷḹḻḽ"),
    ("lj", "ǉ"),
    ("m", "ḿṁṃ"),
    ("n", "ñńņňŉŋƞǹȵṅṇṉṋ"),
    ("nj", "ǌ"),
    ("o", "òóôõöøōŏőơǒǫǭǿȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ"),
    ("oe", "œ"),
    ("p", "ƥṕṗ"),
    ("q", "ɋ"),
    ("r", "ŕŗřȑȓɍṙṛṝṟ"),
    ("s", "śŝşšſșȿṡṣṥṧṩẛ"),
    ("ss", "ß"),
    ("t", "ţťŧƫƭțȶṫṭṯṱẗ"),
    ("th", "þ"),
    ("u", "ùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự"),
    ("v", "ṽṿ"),
    ("w", "ŵẁẃẅẇẉẘ"),
    ("x", "ẋẍ"),
    ("y", "ýÿŷƴȳɏẏẙỳỵỷỹỿ"),
    ("z", "źżžƶȥɀẑẓẕ"),
    ("'", "‘’ʼ"),
];

/// The text in small letters without accents, each run of blanks as one space. Two texts that a reader or a spreadsheet
/// might take for the same are the same in this form.
pub(super) fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().map(narrow).flat_map(char::to_lowercase) {
        match c {
            _ if c.is_ascii_graphic() => folded.push(c),
            _ if c.is_whitespace() => {
                if !folded.is_empty() && !folded.ends_with(' ') {
                    folded.push(' ');
                }
            }
            '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' => {}
            _ if is_invisible(c) || c.is_control() => {}
            _ => match SORTED_AS.iter().find(|(_, letters)| letters.contains(c)) {
                Some((base, _)) => folded.push_str(base),
                None => folded.push(c),
            },
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// What lists are sorted by: the folded text, in which numbers stand in the order of their values, so that class 2A comes
/// before class 10A.
pub(crate) fn sort_key(text: &str) -> String {
    let folded = folded(text);
    let mut key = String::with_capacity(folded.len() + 4);
    let mut rest = folded.as_str();
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        key.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let number = rest[..end].trim_start_matches('0');
        // The longer of two numbers is the greater one.
        key.push(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'][number.len().min(9)]);
        key.push_str(number);
        rest = &rest[end..];
    }
    key.push_str(rest);
    key
}

/// The narrow form of the wide Latin letters, digits and signs of East Asian keyboards.
fn narrow(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_whatever_their_capitals_and_accents() {
        let sorted = [
            "Aaron de Wit",
            "Ægir Jonsson",
            "Bo ten Have",
            "Bo-Anne Smit",
            "Boaz Vos",
            "Çağla Öztürk",
            "CAS Visser",
            "Daan 't Hart",
            "Daan ’t Hof",
            "Daan Ten Have",
            "Élise Bos",
            "Eliza Bos",
            "IJsbrand",
            "ĳsbrecht",
            "Ikram",
            "İpek",
            "Łukasz",
            "Luna",
            "Ştefan",
            "Stefanie",
            "Zoe\u{308} A",
            "Zoë B",
            "Мария",
            "مريم",
        ];
        let mut names = sorted;
        names.reverse();
        names.sort_by_cached_key(|name| sort_key(name));
        assert_eq!(names, sorted);
    }

    #[test]
    fn classes_are_sorted_by_their_numbers() {
        let sorted = ["1A", "1b", "2A", "3hv2", "3hv10", "4m1", "10A", "A", "A2", "A10", "A010b"];
        let mut classes = sorted;
        classes.reverse();
        classes.sort_by_cached_key(|class| sort_key(class));
        assert_eq!(classes, sorted);
    }

    #[test]
    fn what_looks_the_same_is_the_same_when_folded() {
        for text in ["CAFÉ OLÉ", "cafe\u{301}  olé ", "\u{feff}Café\u{a0}olé\u{200b}", "Ｃａｆｅ ole"] {
            assert_eq!(folded(text), "cafe ole", "{text:?}");
        }
    }
}

//! Cells that name moments or groups.

use crate::import::matching::folded;
use domain::{Event, edit::text::LINE};
use std::{collections::HashMap, ops::Range};

/// What may stand between two names, beside the word "en" or "and" and a line break. ASCII, all of them.
const SIGNS: [char; 5] = ['+', ',', '/', '&', ';'];

/// The names of an event's moments or groups.
pub(super) struct Names<'a> {
    names: Vec<&'a str>,
    /// Where the name stands in the list; none if it stands there more than once.
    places: HashMap<String, Option<usize>>,
    /// Of how many parts a name may consist, if it holds what parts names.
    most_parts: usize,
    /// Whether a bare number is a place in the list.
    numbered: bool,
}

/// What a cell names.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Named {
    /// Places in the list, ascending, each once.
    pub places: Vec<usize>,
    /// What isn't in the list, as it was written.
    pub unknown: Vec<String>,
}

impl<'a> Names<'a> {
    /// The names of the moments; "2" is the second, unless one is called so.
    pub fn of_moments(event: &'a Event) -> Self {
        Self::new(event.moments.iter().map(|moment| moment.name.as_str()).collect(), true)
    }

    /// The names of the groups. A number is no more than a name here: groups may well be called so.
    pub fn of_groups(event: &'a Event) -> Self {
        Self::new(event.groups.iter().map(|group| group.name.as_str()).collect(), false)
    }

    fn new(names: Vec<&'a str>, numbered: bool) -> Self {
        let mut places = HashMap::new();
        for (place, name) in names.iter().enumerate() {
            places.entry(folded(name)).and_modify(|place| *place = None).or_insert(Some(place));
        }
        let most_parts = names.iter().map(|name| parts(name).len()).max().unwrap_or(1);
        Self { names, places, most_parts, numbered }
    }

    /// Reads a cell: in every line the longest names first, because a name may hold what parts names.
    pub fn read(&self, cell: &str) -> Named {
        let mut named = Named::default();
        cell.split(['\r', '\n']).for_each(|line| self.read_line(line, &mut named));
        named.places.sort_unstable();
        named.places.dedup();
        named
    }

    fn read_line(&self, line: &str, named: &mut Named) {
        let parts = parts(line);
        let text = |from: usize, to: usize| &line[parts[from].start..parts[to].end];
        let (mut at, mut strange) = (0, None);
        while at < parts.len() {
            let end = parts.len().min(at + self.most_parts);
            if let Some((last, place)) = (at..end).rev().find_map(|last| Some((last, self.place(text(at, last))?))) {
                named.places.push(place);
                named.unknown.extend(strange.take().map(|(from, to)| shown(text(from, to))));
                at = last + 1;
                continue;
            }
            if !text(at, at).trim().is_empty() {
                strange = Some((strange.map_or(at, |(from, _)| from), at));
            }
            at += 1;
        }
        named.unknown.extend(strange.map(|(from, to)| shown(text(from, to))));
    }

    /// The place that a text means: a name that only one has, else a number. With a `#` before it, a number can be told
    /// from a name.
    fn place(&self, text: &str) -> Option<usize> {
        let text = folded(text);
        if let Some(Some(place)) = self.places.get(&text) {
            return Some(*place);
        }
        let number = text.trim_start_matches('#');
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number || !(self.numbered || number.len() < text.len()) {
            return None;
        }
        number.parse::<usize>().ok()?.checked_sub(1).filter(|&place| place < self.names.len())
    }

    /// The cell that [`Names::read`] reads as these places.
    pub fn write(&self, places: &[usize]) -> String {
        let texts: Vec<String> = places.iter().map(|&place| self.text(place)).collect();
        let line = texts.join(" + ");
        let mut wanted = places.to_vec();
        wanted.sort_unstable();
        // Names hold no line breaks, so that on lines of their own they can't be mistaken.
        if self.read(&line) == (Named { places: wanted, unknown: Vec::new() }) { line } else { texts.join("\n") }
    }

    /// What means this place and no other.
    fn text(&self, place: usize) -> String {
        let mut text = self.names[place].to_owned();
        let mut marks = String::new();
        while self.place(&text) != Some(place) {
            marks.push('#');
            text = format!("{marks}{}", place + 1);
        }
        text
    }
}

/// An unknown name as it is shown; no name is longer.
fn shown(text: &str) -> String {
    text.trim().chars().take(LINE as usize).collect()
}

/// The stretches of a line between what may part names.
fn parts(line: &str) -> Vec<Range<usize>> {
    let parts_words = |c: char| c.is_whitespace() || SIGNS.contains(&c);
    let (mut parts, mut start, mut at) = (Vec::new(), 0, 0);
    for piece in line.split_inclusive(parts_words) {
        let end = at + piece.len();
        let word = piece.trim_end_matches(parts_words);
        if ["en", "and"].iter().any(|and| word.eq_ignore_ascii_case(and)) {
            parts.push(start..at);
            start = end;
        } else if piece.ends_with(SIGNS) {
            parts.push(start..end - 1);
            start = end;
        }
        at = end;
    }
    parts.push(start..line.len());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(names: &[&str], cell: &str) -> (Vec<usize>, Vec<String>) {
        let Named { places, unknown } = Names::new(names.to_vec(), true).read(cell);
        (places, unknown)
    }

    fn known(names: &[&str], cell: &str) -> Vec<usize> {
        let (places, unknown) = read(names, cell);
        assert!(unknown.is_empty(), "{cell:?}: {unknown:?}");
        places
    }

    const ROUNDS: [&str; 3] = ["Ronde 1", "Ronde 2", "Ronde 3"];

    #[test]
    fn names_are_parted_in_many_ways() {
        for cell in [
            "Ronde 1 + Ronde 3",
            "ronde 3,RONDE 1",
            "Ronde 1/Ronde 3",
            "Ronde 1 & Ronde 3",
            " Ronde  1 en Ronde 3 ",
            "Ronde 1 EN Ronde\u{a0}3",
            "Ronde 1 and Ronde 3",
            "Ronde 1; Ronde 3;",
            "Ronde 1\nRonde 3",
            "Ronde 1, Ronde 1 en Ronde 3",
            "1+3",
            "Ronde 1 + 3",
            "#1\n#3",
        ] {
            assert_eq!(known(&ROUNDS, cell), [0, 2], "{cell:?}");
        }
        for cell in ["", " , ", "\n"] {
            assert_eq!(known(&ROUNDS, cell), [0; 0], "{cell:?}");
        }
    }

    #[test]
    fn a_name_may_hold_what_parts_names() {
        let names = ["Ochtend", "Ochtend + middag", "Lezen en schrijven", "Rap, beat & dans", "En nu", "+"];
        assert_eq!(known(&names, "ochtend + middag"), [1]);
        assert_eq!(known(&names, "Ochtend, Lezen en schrijven en Rap, beat & dans"), [0, 2, 3]);
        assert_eq!(known(&names, "En nu en Ochtend + middag + Ochtend"), [0, 1, 4]);
        assert_eq!(known(&names, "Ochtend + +"), [0, 5]);
        assert_eq!(read(&names, "Rap, beat"), (vec![], vec!["Rap, beat".to_owned()]));
    }

    #[test]
    fn what_is_unknown_is_named_as_it_was_written() {
        let unknown = |cell: &str| read(&ROUNDS, cell);
        assert_eq!(unknown("Ronde 1 + Pauze & Lunch, Ronde 2"), (vec![0, 1], vec!["Pauze & Lunch".to_owned()]));
        assert_eq!(unknown("Ronde 1 t/m 3"), (vec![], vec!["Ronde 1 t/m 3".to_owned()]));
        assert_eq!(unknown("Alle").1, ["Alle"]);
        for number in ["0", "4", "-1", "1.5", "99999999999999999999999", "#", "#0"] {
            assert_eq!(unknown(number), (vec![], vec![number.to_owned()]));
        }
        assert_eq!(unknown(&"x".repeat(9_000)).1[0].len(), 200);
    }

    #[test]
    fn a_number_is_a_place_unless_something_is_called_so() {
        assert_eq!(known(&["3", "a", "b"], "3"), [0]);
        assert_eq!(known(&["3", "a", "b"], "#3"), [2]);
        assert_eq!(known(&["3", "a", "b"], "2 en 3"), [0, 1]);
        let groups = Names::new(vec!["Klas 1", "Klas 2"], false);
        assert_eq!(groups.read("2").unknown, ["2"]);
        assert_eq!(groups.read("#2").places, [1]);
    }

    #[test]
    fn a_name_that_two_have_is_nobodys() {
        assert_eq!(read(&["Les", "les", "Pauze"], "Les + Pauze"), (vec![2], vec!["Les".to_owned()]));
    }

    #[test]
    fn every_choice_can_be_written_and_read_back() {
        for names in [
            &["Ronde 1", "Ronde 2", "Ronde 3"][..],
            &["a", "b", "a + b", "b + a"],
            &["a", "A", " a ", "b"],
            &["2", "2", "#1", "##1"],
            &["1 en 2", "1", "en", "+", "#2"],
            &["a b", "a", "b", "a  b"],
            &["-1", "=2", "'3", "\"4\""],
        ] {
            for numbered in [true, false] {
                let list = Names::new(names.to_vec(), numbered);
                for set in 0..1_usize << names.len() {
                    let places: Vec<usize> = (0..names.len()).filter(|place| set >> place & 1 == 1).collect();
                    let cell = list.write(&places);
                    assert_eq!(list.read(&cell), Named { places, unknown: vec![] }, "{names:?} {cell:?}");
                }
            }
        }
        assert_eq!(Names::new(ROUNDS.to_vec(), true).write(&[0, 1]), "Ronde 1 + Ronde 2");
    }
}

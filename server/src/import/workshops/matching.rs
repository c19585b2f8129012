//! Which line of a pasted table is which workshop.

use std::collections::HashMap;

/// What a workshop is known by: a title as titles are compared, and the places of its moments.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Mark {
    /// The title; empty in a line without one.
    pub title: String,
    /// The moments, ascending; none in a line that doesn't say.
    pub moments: Vec<usize>,
}

/// What was found for a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// The workshop with this place among the known ones.
    Known(usize),
    /// A new one.
    New,
    /// One that an earlier line means, or one of several that nothing tells apart.
    Taken,
}

/// A sign by which a line and a workshop may know each other, both by their places.
pub(super) type Sign<'a> = &'a dyn Fn(usize, usize) -> bool;

/// Finds the workshop of every line: the one with its title and moments, else the one with its title if neither the
/// event nor the table has another. An event may have several of one title at the same moments; these are told apart by
/// the signs, the surest first. The first sign is that nothing differs, so that any of those alike will do.
pub(super) fn match_workshops(lines: &[Mark], workshops: &[Mark], signs: &[Sign]) -> Vec<Found> {
    let mut found = vec![Found::New; lines.len()];
    let known = places_by(workshops, Clone::clone);
    for (mark, lines) in places_by(lines, Clone::clone) {
        if mark.title.is_empty() || mark.moments.is_empty() {
            continue;
        }
        match (known.get(&mark).map_or(&[][..], Vec::as_slice), &lines[..]) {
            (several @ [_, _, ..], lines) => tell_apart(lines, several, signs, &mut found),
            (known, [first, others @ ..]) => {
                found[*first] = known.first().map_or(Found::New, |&place| Found::Known(place));
                others.iter().for_each(|&line| found[line] = Found::Taken);
            }
            (_, []) => {}
        }
    }
    let titles = places_by(workshops, |mark| mark.title.clone());
    for (title, lines) in places_by(lines, |mark| mark.title.clone()) {
        if let ([line], Some([place])) = (&lines[..], titles.get(&title).map(Vec::as_slice))
            && !title.is_empty()
        {
            found[*line] = Found::Known(*place);
        }
    }
    found
}

/// The places of the marks, by what they have in common.
fn places_by<K: std::hash::Hash + Eq>(marks: &[Mark], key: impl Fn(&Mark) -> K) -> HashMap<K, Vec<usize>> {
    let mut places: HashMap<K, Vec<usize>> = HashMap::new();
    for (place, mark) in marks.iter().enumerate() {
        places.entry(key(mark)).or_default().push(place);
    }
    places
}

/// Deals with lines and workshops of one title at the same moments. What no sign tells is in order, if there is a line
/// for every workshop; if not, nobody guesses.
fn tell_apart(lines: &[usize], workshops: &[usize], signs: &[Sign], found: &mut [Found]) {
    let (mut lines, mut workshops) = (lines.to_vec(), workshops.to_vec());
    for (round, sign) in signs.iter().enumerate() {
        lines.retain(|&line| {
            let mut alike = (0..workshops.len()).filter(|&at| sign(line, workshops[at]));
            let Some(at) = alike.next() else { return true };
            if round > 0 && alike.next().is_some() {
                return true;
            }
            found[line] = Found::Known(workshops.remove(at));
            false
        });
    }
    let in_order = lines.len() >= workshops.len();
    let mut workshops = workshops.into_iter().filter(|_| in_order);
    for line in lines {
        found[line] = workshops.next().map_or(Found::Taken, Found::Known);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Found::{Known, New, Taken};

    fn marks(marks: &[(&str, &[usize])]) -> Vec<Mark> {
        marks.iter().map(|(title, moments)| Mark { title: (*title).to_owned(), moments: moments.to_vec() }).collect()
    }

    fn found(lines: &[(&str, &[usize])], workshops: &[(&str, &[usize])]) -> Vec<Found> {
        match_workshops(&marks(lines), &marks(workshops), &[])
    }

    #[test]
    fn title_and_moments_together_come_first() {
        let workshops: [(&str, &[usize]); 3] = [("judo", &[0]), ("judo", &[1]), ("koken", &[0, 1])];
        assert_eq!(
            found(&[("judo", &[1]), ("koken", &[0, 1]), ("judo", &[0]), ("schaken", &[0])], &workshops),
            [Known(1), Known(2), Known(0), New]
        );
    }

    #[test]
    fn a_title_alone_tells_if_nothing_else_has_it() {
        assert_eq!(found(&[("koken", &[1])], &[("koken", &[0]), ("judo", &[0])]), [Known(0)]);
        assert_eq!(found(&[("koken", &[])], &[("koken", &[0])]), [Known(0)]);
        assert_eq!(found(&[("koken", &[1]), ("koken", &[2])], &[("koken", &[0])]), [New, New]);
        assert_eq!(found(&[("koken", &[2])], &[("koken", &[0]), ("koken", &[1])]), [New]);
        assert_eq!(found(&[("", &[0]), ("", &[0])], &[("judo", &[0])]), [New, New]);
    }

    #[test]
    fn the_second_line_of_a_workshop_is_too_many() {
        let twice: [(&str, &[usize]); 3] = [("judo", &[0]), ("judo", &[0]), ("judo", &[1])];
        assert_eq!(found(&twice, &[]), [New, Taken, New]);
        assert_eq!(found(&twice, &[("judo", &[0])]), [Known(0), Taken, New]);
    }

    #[test]
    fn several_of_one_title_at_the_same_moments_are_told_apart_by_signs() {
        let judo: (&str, &[usize]) = ("judo", &[0]);
        let matched = |lines: &[&str], workshops: &[&str]| {
            let exactly = |line: usize, workshop: usize| lines[line] == workshops[workshop];
            let initially = |line: usize, workshop: usize| lines[line][..1] == workshops[workshop][..1];
            let marks = |of: &[&str]| marks(&vec![judo; of.len()]);
            match_workshops(&marks(lines), &marks(workshops), &[&exactly, &initially])
        };
        assert_eq!(matched(&["b1", "a1"], &["a1", "b1"]), [Known(1), Known(0)]);
        assert_eq!(matched(&["b2"], &["a1", "b1"]), [Known(1)]);
        assert_eq!(matched(&["a1"], &["a1", "a1"]), [Known(0)]);
        assert_eq!(matched(&["x", "a1"], &["a1", "b1"]), [Known(1), Known(0)]);
        assert_eq!(matched(&["x", "y"], &["a1", "b1"]), [Known(0), Known(1)]);
        // Any of the two could be meant.
        assert_eq!(matched(&["x"], &["a1", "b1"]), [Taken]);
        assert_eq!(matched(&["a3"], &["a1", "a2"]), [Taken]);
        assert_eq!(matched(&["x", "y", "z"], &["a1", "b1"]), [Known(0), Known(1), Taken]);
    }
}

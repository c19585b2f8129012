//! What is wrong with a selection.

use super::{
    rulebook::{Rulebook, Standing},
    search::Search,
};
use crate::{LinkKind, MomentId, Phase, Seats, Selection, Violation};
use serde::{Deserialize, Serialize};

/// What [`judge`] found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Everything that is wrong, in a fixed order; nothing means that the selection may be stored.
    pub violations: Vec<Violation>,
    /// What the registration would count as.
    pub status: Status,
}

impl Verdict {
    /// Whether the selection may be stored.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        self.violations.is_empty()
    }
}

/// What a registration counts as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Nothing is chosen.
    None,
    /// Something is chosen, and a required moment with a workshop for the student is still open.
    Partial,
    /// Every required moment is covered.
    Complete,
}

/// Judges a selection: names every violation at once, not the first.
///
/// A seat that the student holds never counts against him, and where an administrator placed him stays allowed to him
/// while he keeps it. The empty selection withdraws him and is allowed while the event is open.
///
/// A required moment that is not covered is a violation only if the student could cover it without leaving another
/// required moment that he covers: what has no seat left, or none that can be combined with the rest of the day, bars
/// nobody.
#[must_use]
pub fn judge(book: &Rulebook, student: Standing<'_>, selection: &Selection, seats: &Seats, phase: &Phase) -> Verdict {
    let mut violations = Vec::new();
    match *phase {
        Phase::Open { .. } => {}
        Phase::Waiting { opens_at } => violations.push(Violation::NotOpen { opens_at: Some(opens_at) }),
        Phase::Closed | Phase::Over { .. } => violations.push(Violation::NotOpen { opens_at: None }),
    }
    let chosen = book.places(selection);
    violations.extend(unknown(book, selection));
    for &index in &chosen {
        violations.extend(of_workshop(book, student, seats, index));
    }
    violations.extend(clashes(book, &chosen));
    violations.extend(missing(book, student, seats, selection));
    violations.extend(broken_links(book, selection));
    Verdict { violations, status: status(book, student, selection) }
}

/// What a registration with this selection counts as.
#[must_use]
pub fn status(book: &Rulebook, student: Standing<'_>, selection: &Selection) -> Status {
    let chosen: Vec<usize> =
        book.places(selection).into_iter().filter(|&index| !book.event().workshops[index].cancelled).collect();
    if chosen.is_empty() {
        Status::None
    } else if book.due(student) & !covered(book, &chosen) == 0 {
        Status::Complete
    } else {
        Status::Partial
    }
}

/// The required moments with something for the student that a selection doesn't cover; what was called off covers none.
#[must_use]
pub fn open_moments(book: &Rulebook, student: Standing<'_>, selection: &Selection) -> Vec<MomentId> {
    let chosen: Vec<usize> =
        book.places(selection).into_iter().filter(|&index| !book.event().workshops[index].cancelled).collect();
    book.moment_ids(book.due(student) & !covered(book, &chosen))
}

/// How many of the moments that count for the student are filled by a selection, and how many count: the required ones
/// with something for him, and optional ones once they are filled.
#[must_use]
pub fn progress(book: &Rulebook, student: Standing<'_>, selection: &Selection) -> (u32, u32) {
    let chosen: Vec<usize> =
        book.places(selection).into_iter().filter(|&index| !book.event().workshops[index].cancelled).collect();
    let filled = covered(book, &chosen);
    (filled.count_ones(), (filled | book.due(student)).count_ones())
}

/// What is wrong with a selection however many seats there are and whatever is called off: it can't be held like this.
/// Workshops within one violation are in the order of their ids, so that it stays the same when they change places.
pub(super) fn unfit(book: &Rulebook, student: Standing<'_>, selection: &Selection) -> Vec<Violation> {
    let chosen = book.places(selection);
    let not_for_group = chosen.iter().filter(|&&index| !book.is_for(index, student)).map(|&index| {
        let workshop = book.event().workshops[index].id;
        Violation::NotForGroup { workshop, group: student.group }
    });
    let mut violations: Vec<Violation> = unknown(book, selection).chain(not_for_group).collect();
    violations.extend(clashes(book, &chosen));
    violations.extend(broken_links(book, selection));
    for violation in &mut violations {
        match violation {
            Violation::MomentClash { workshops, .. } => workshops.sort_unstable(),
            Violation::LinkExclusive { workshops } => workshops.sort_unstable(),
            _ => {}
        }
    }
    violations
}

fn covered(book: &Rulebook, chosen: &[usize]) -> u64 {
    chosen.iter().fold(0, |bits, &index| bits | book.moments_of(index))
}

fn unknown<'a>(book: &'a Rulebook, selection: &'a Selection) -> impl Iterator<Item = Violation> + 'a {
    selection.iter().filter(|&id| book.place(id).is_none()).map(|workshop| Violation::UnknownWorkshop { workshop })
}

fn of_workshop(book: &Rulebook, student: Standing<'_>, seats: &Seats, index: usize) -> Vec<Violation> {
    let workshop = &book.event().workshops[index];
    let mut violations = Vec::new();
    if workshop.cancelled {
        violations.push(Violation::Cancelled { workshop: workshop.id });
    }
    if !book.is_for(index, student) {
        violations.push(Violation::NotForGroup { workshop: workshop.id, group: student.group });
    }
    if !book.has_seat(index, student, seats) {
        violations.push(Violation::Full { workshop: workshop.id, capacity: workshop.capacity });
    }
    violations
}

fn clashes(book: &Rulebook, chosen: &[usize]) -> Vec<Violation> {
    let event = book.event();
    let at = |moment| {
        chosen
            .iter()
            .map(|&index| &event.workshops[index])
            .filter(|workshop| workshop.moments.contains(&moment))
            .map(|workshop| workshop.id)
            .collect::<Vec<_>>()
    };
    (event.moments.iter())
        .map(|moment| (moment.id, at(moment.id)))
        .filter(|(_, workshops)| workshops.len() > 1)
        .map(|(moment, workshops)| Violation::MomentClash { moment, workshops })
        .collect()
}

fn missing(book: &Rulebook, student: Standing<'_>, seats: &Seats, selection: &Selection) -> Vec<Violation> {
    let covered = covered(book, &book.places(selection));
    let open = book.due(student) & !covered;
    if selection.is_empty() || open == 0 {
        return Vec::new();
    }
    let search = Search::new(book, student, seats);
    let kept = covered & book.required();
    let mut violations = Vec::new();
    for moment in book.moment_ids(open) {
        let bit = book.moment_bit(moment);
        if search.can_cover(kept | bit, None) {
            violations.push(Violation::MomentMissing { moment });
        }
    }
    violations
}

fn broken_links(book: &Rulebook, selection: &Selection) -> Vec<Violation> {
    let mut violations = Vec::new();
    for link in &book.event().links {
        let broken = match (link.kind, selection.contains(link.a), selection.contains(link.b)) {
            (LinkKind::Together, true, false) => Violation::LinkTogether { workshop: link.a, missing: link.b },
            (LinkKind::Together, false, true) => Violation::LinkTogether { workshop: link.b, missing: link.a },
            (LinkKind::Exclusive, true, true) => {
                let in_order =
                    if book.place(link.a) <= book.place(link.b) { [link.a, link.b] } else { [link.b, link.a] };
                Violation::LinkExclusive { workshops: in_order }
            }
            _ => continue,
        };
        // A link may be stated twice, also the other way round.
        if !violations.contains(&broken) {
            violations.push(broken);
        }
    }
    violations
}

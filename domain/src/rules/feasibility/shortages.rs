//! Seats against students.

use super::flow::{Supply, deficits};
use crate::{GroupId, MomentId, Seats, rules::Rulebook, rules::bits::Bits};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many students of a group still have to choose something at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// The moment.
    pub moment: MomentId,
    /// The group.
    pub group: GroupId,
    /// How many students.
    pub students: u32,
}

/// Groups that at one moment have more students than seats: whatever they choose, at least `students - seats` of them
/// find none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shortage {
    /// The moment.
    pub moment: MomentId,
    /// The groups, in the order of the event.
    pub groups: Vec<GroupId>,
    /// How many students of these groups have to choose something at the moment.
    pub students: u32,
    /// How many seats workshops offer there that admit any of these groups; fewer than the students.
    pub seats: u32,
}

/// Where seats will run out, for the students who still have to choose and the seats that are left.
///
/// At each required moment, in order, this is the set of groups that most students exceed the seats of, as few groups
/// as possible; groups that have no seat in common are told apart. What is said of an optional moment, or of a group
/// for which nothing takes place at the moment, is left aside, since nobody has to choose anything there. Numbers for
/// the same moment and group add up.
///
/// No shortage is necessary for everyone to get a complete selection, but it doesn't suffice: each moment is looked at
/// alone, links are left aside, and a workshop that takes several moments counts its seats at each of them.
#[must_use]
pub fn shortages(book: &Rulebook, seats: &Seats, waiting: &[Waiting]) -> Vec<Shortage> {
    let event = book.event();
    let place_of: BTreeMap<GroupId, usize> =
        event.groups.iter().enumerate().map(|(place, group)| (group.id, place)).collect();
    let mut students_at: BTreeMap<MomentId, Vec<u64>> = BTreeMap::new();
    for &Waiting { moment, group, students } in waiting {
        if let Some(&place) = place_of.get(&group) {
            let students_at = students_at.entry(moment).or_insert_with(|| vec![0; event.groups.len()]);
            students_at[place] += u64::from(students);
        }
    }
    let admissions: Vec<Bits> = event.workshops.iter().map(|workshop| admitted(&workshop.groups, &place_of)).collect();
    let mut shortages = Vec::new();
    for moment in event.moments.iter().filter(|moment| moment.required) {
        let Some(students) = students_at.get_mut(&moment.id) else { continue };
        let supplies = supplies(book, seats, &admissions, book.moment_bit(moment.id), students);
        shortages.extend(deficits(students, &supplies).into_iter().map(|deficit| Shortage {
            moment: moment.id,
            groups: deficit.groups.iter().map(|&place| event.groups[place].id).collect(),
            students: saturated(deficit.groups.iter().map(|&place| students[place]).sum()),
            seats: saturated(deficit.seats),
        }));
    }
    shortages
}

/// The groups that [`Workshop::admits`](crate::Workshop::admits) lets in, by their places. Asking it for every group
/// would cost milliseconds where many workshops name many groups.
fn admitted(named: &[GroupId], place_of: &BTreeMap<GroupId, usize>) -> Bits {
    let mut admitted = vec![named.is_empty(); place_of.len()];
    for place in named.iter().filter_map(|group| place_of.get(group)) {
        admitted[*place] = true;
    }
    Bits::of(admitted.len(), |place| admitted[place])
}

/// The seats left at a moment, those that admit the same groups taken as one. Groups for which nothing takes place
/// lose their students.
fn supplies(book: &Rulebook, seats: &Seats, admissions: &[Bits], moment: u64, students: &mut [u64]) -> Vec<Supply> {
    let mut invited = Bits::of(students.len(), |_| false);
    let mut supplies: BTreeMap<&Bits, u64> = BTreeMap::new();
    for (index, workshop) in book.event().workshops.iter().enumerate() {
        if workshop.cancelled || book.moments_of(index) & moment == 0 {
            continue;
        }
        invited.unite(&admissions[index]);
        let left = workshop.capacity.saturating_sub(seats.taken(index));
        if left > 0 {
            *supplies.entry(&admissions[index]).or_default() += u64::from(left);
        }
    }
    for (place, students) in students.iter_mut().enumerate() {
        if !invited.contains(place) {
            *students = 0;
        }
    }
    supplies.into_iter().map(|(admits, seats)| Supply { admits: admits.clone(), seats }).collect()
}

fn saturated(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

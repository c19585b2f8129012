//! Which moments a student can still cover, searched exactly.

use super::rulebook::{Rulebook, Standing};
use crate::Seats;

/// The units that one student can take now, and the search over them.
///
/// The search is a depth-first exact cover with the fewest-candidates-first rule of Knuth's Algorithm X ("Dancing
/// Links", 2000), where units beyond the moments asked for may be left out and rivals exclude each other.
pub(super) struct Search<'a> {
    book: &'a Rulebook,
    usable: Vec<bool>,
}

impl<'a> Search<'a> {
    pub fn new(book: &'a Rulebook, student: Standing<'_>, seats: &Seats) -> Self {
        let usable = (book.units().iter())
            .map(|unit| {
                unit.sound
                    && unit.members.iter().all(|&index| {
                        !book.event().workshops[index].cancelled
                            && book.is_for(index, student)
                            && book.has_seat(index, student, seats)
                    })
            })
            .collect();
        Self { book, usable }
    }

    /// Whether all of a unit can be taken.
    pub fn is_usable(&self, unit: usize) -> bool {
        self.usable[unit]
    }

    /// Whether a valid selection exists that covers all of `moments` and, if one is named, holds the unit `with`.
    pub fn can_cover(&self, moments: u64, with: Option<usize>) -> bool {
        let mut open = self.usable.clone();
        match with {
            None => self.cover(moments, &open),
            Some(unit) if open[unit] => {
                self.take(unit, &mut open);
                self.cover(moments & !self.book.units()[unit].moments, &open)
            }
            Some(_) => false,
        }
    }

    fn cover(&self, missing: u64, open: &[bool]) -> bool {
        if missing == 0 {
            return true;
        }
        let units = self.book.units();
        let mut best: Option<(usize, u64)> = None;
        let mut rest = missing;
        while rest != 0 {
            let moment = rest & rest.wrapping_neg();
            rest ^= moment;
            let candidates = (0..units.len()).filter(|&unit| open[unit] && units[unit].moments & moment != 0).count();
            if best.is_none_or(|(fewest, _)| candidates < fewest) {
                best = Some((candidates, moment));
            }
            if candidates == 0 {
                return false;
            }
        }
        let Some((_, moment)) = best else { return true };
        let mut open = open.to_vec();
        for unit in 0..units.len() {
            if open[unit] && units[unit].moments & moment != 0 {
                let mut next = open.clone();
                self.take(unit, &mut next);
                if self.cover(missing & !units[unit].moments, &next) {
                    return true;
                }
                open[unit] = false;
            }
        }
        false
    }

    fn take(&self, unit: usize, open: &mut [bool]) {
        let units = self.book.units();
        for (other, open) in open.iter_mut().enumerate() {
            *open &= units[other].moments & units[unit].moments == 0;
        }
        for &rival in &units[unit].rivals {
            open[rival] = false;
        }
        open[unit] = false;
    }

    /// The largest sets of required moments that any valid selection covers: none of them is part of another, and
    /// every set that can be covered is part of one.
    pub fn largest_covers(&self) -> Vec<u64> {
        let required = self.book.required();
        let mut each = Vec::new();
        let mut rest = required;
        while rest != 0 {
            let moment = rest & rest.wrapping_neg();
            rest ^= moment;
            if self.can_cover(moment, None) {
                each.push(moment);
            }
        }
        let mut found = Vec::new();
        self.extend_covers(0, &each, &mut found);
        let all = found.clone();
        found.retain(|&cover| !all.iter().any(|&other| other != cover && other & cover == cover));
        found
    }

    /// Walks the sets of moments, most members first, and leaves out whatever a found set already holds.
    fn extend_covers(&self, taken: u64, left: &[u64], found: &mut Vec<u64>) {
        let most = left.iter().fold(taken, |bits, moment| bits | moment);
        if found.iter().any(|cover| cover & most == most) || !self.can_cover(taken, None) {
            return;
        }
        if self.can_cover(most, None) {
            found.push(most);
            return;
        }
        if let Some((&first, rest)) = left.split_first() {
            self.extend_covers(taken | first, rest, found);
            self.extend_covers(taken, rest, found);
        }
    }
}

//! Which moments a student can still cover, searched exactly.

use super::{
    bits::Bits,
    rulebook::{Rulebook, Standing},
};
use crate::Seats;
use std::{cell::RefCell, collections::BTreeMap};

/// How many states are remembered; beyond, the search goes on without remembering more.
const REMEMBERED: usize = 100_000;

/// The units that one student can take now, and the search over them.
///
/// The search is a depth-first exact cover with the fewest-candidates-first rule of Knuth's Algorithm X ("Dancing
/// Links", 2000), where units beyond the moments asked for may be left out and rivals exclude each other. What it
/// found is remembered by what is left to decide: the moments still missing, and the units that could still cover one.
/// So choices that make no difference to the rest are followed up once, which keeps days that can't be filled from
/// being searched in every order.
pub(super) struct Search<'a> {
    book: &'a Rulebook,
    usable: Bits,
    known: RefCell<BTreeMap<(u64, Bits), bool>>,
}

impl<'a> Search<'a> {
    pub fn new(book: &'a Rulebook, student: Standing<'_>, seats: &Seats) -> Self {
        let takeable = |index: usize| {
            !book.event().workshops[index].cancelled
                && book.is_for(index, student)
                && book.has_seat(index, student, seats)
        };
        let units = book.units();
        let usable =
            Bits::of(units.len(), |unit| units[unit].sound && units[unit].members.iter().all(|&index| takeable(index)));
        Self { book, usable, known: RefCell::default() }
    }

    /// Whether all of a unit can be taken.
    pub fn is_usable(&self, unit: usize) -> bool {
        self.usable.contains(unit)
    }

    /// Whether a valid selection exists that covers all of `moments` and, if one is named, holds the unit `with`.
    pub fn can_cover(&self, moments: u64, with: Option<usize>) -> bool {
        match with {
            None => self.cover(moments, self.usable.clone()),
            Some(unit) if self.is_usable(unit) => {
                let mut open = self.usable.clone();
                open.subtract(&self.book.units()[unit].conflicts);
                self.cover(moments & !self.book.units()[unit].moments, open)
            }
            Some(_) => false,
        }
    }

    /// Whether some of the open units cover all that is missing.
    fn cover(&self, missing: u64, mut open: Bits) -> bool {
        if missing == 0 {
            return true;
        }
        let mut relevant = Bits::of(self.book.units().len(), |_| false);
        let mut fewest = (u32::MAX, 0);
        for moment in places(missing) {
            let at = self.book.units_at(moment);
            let candidates = open.count_common(at);
            if candidates == 0 {
                return false;
            }
            fewest = fewest.min((candidates, moment));
            relevant.unite(at);
        }
        open.intersect(&relevant);
        let state = (missing, open);
        if let Some(&known) = self.known.borrow().get(&state) {
            return known;
        }
        let found = state.1.common(self.book.units_at(fewest.1)).any(|unit| {
            let unit = &self.book.units()[unit];
            let mut open = state.1.clone();
            open.subtract(&unit.conflicts);
            self.cover(missing & !unit.moments, open)
        });
        let mut known = self.known.borrow_mut();
        if known.len() < REMEMBERED {
            known.insert(state, found);
        }
        found
    }

    /// The largest sets of required moments that any valid selection covers: none of them is part of another, and
    /// every set that can be covered is part of one.
    pub fn largest_covers(&self) -> Vec<u64> {
        let each: Vec<u64> = places(self.book.required())
            .map(|place| 1 << place)
            .filter(|&moment| self.can_cover(moment, None))
            .collect();
        let mut found = Vec::new();
        self.extend_covers(0, &each, &mut found);
        found
    }

    /// Walks the sets of moments, those with the first before those without, so that none is found before one that it
    /// is part of; leaves out whatever a found set already holds.
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

/// The places of the bits that are set, ascending.
fn places(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        (bits != 0).then(|| {
            let place = bits.trailing_zeros() as usize;
            bits &= bits - 1;
            place
        })
    })
}

//! How many seats of every workshop are taken.

use crate::{Event, Held, Workshop, WorkshopId};
use serde::{Deserialize, Serialize};

/// The seats taken of each of an event's workshops, in the order of [`Event::workshops`]. Extra seats
/// ([`Held::extra_seat`]) are not counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seats(Vec<u32>);

impl Seats {
    /// Nobody has a seat yet.
    #[must_use]
    pub fn none_taken(event: &Event) -> Self {
        Self(vec![0; event.workshops.len()])
    }

    /// The seats taken as `taken` tells them for each workshop.
    #[must_use]
    pub fn of(event: &Event, taken: impl Fn(WorkshopId) -> u32) -> Self {
        Self(event.workshops.iter().map(|workshop| taken(workshop.id)).collect())
    }

    /// These seats taken, in the order of [`Event::workshops`].
    #[must_use]
    pub const fn from_taken(taken: Vec<u32>) -> Self {
        Self(taken)
    }

    /// How many seats are taken of the workshop at this place in [`Event::workshops`].
    #[must_use]
    pub fn taken(&self, index: usize) -> u32 {
        self.0.get(index).copied().unwrap_or(0)
    }

    /// How full a workshop is that stands at this place in [`Event::workshops`].
    #[must_use]
    pub fn filling(&self, index: usize, workshop: &Workshop) -> Filling {
        Filling::of(self.taken(index), workshop.capacity)
    }

    /// Moves a student from one registration to another.
    pub fn change(&mut self, event: &Event, before: &Held, after: &Held) {
        for (index, workshop) in event.workshops.iter().enumerate() {
            let counted = |held: &Held| held.selection.contains(workshop.id) && !held.extra_seat.contains(workshop.id);
            if let Some(taken) = self.0.get_mut(index) {
                match (counted(before), counted(after)) {
                    (false, true) => *taken += 1,
                    (true, false) => *taken = taken.saturating_sub(1),
                    _ => {}
                }
            }
        }
    }
}

/// How full a workshop is, in the three steps that people are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filling {
    /// Seats enough.
    Free {
        /// How many are left.
        left: u32,
    },
    /// A tenth of the capacity or less is left, at most five seats.
    Nearly {
        /// How many are left, at least one.
        left: u32,
    },
    /// No seat is left.
    Full,
}

impl Filling {
    /// How full a workshop is with this many seats taken of this many.
    #[must_use]
    pub fn of(taken: u32, capacity: u32) -> Self {
        match capacity.saturating_sub(taken) {
            0 => Self::Full,
            left if left <= (capacity / 10).clamp(1, 5) => Self::Nearly { left },
            left => Self::Free { left },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_tenth_is_nearly_full_and_never_more_than_five_seats() {
        assert_eq!(Filling::of(0, 0), Filling::Full);
        assert_eq!(Filling::of(15, 15), Filling::Full);
        assert_eq!(Filling::of(14, 15), Filling::Nearly { left: 1 });
        assert_eq!(Filling::of(13, 15), Filling::Free { left: 2 });
        assert_eq!(Filling::of(295, 300), Filling::Nearly { left: 5 });
        assert_eq!(Filling::of(294, 300), Filling::Free { left: 6 });
        assert_eq!(Filling::of(0, 1), Filling::Nearly { left: 1 });
    }
}

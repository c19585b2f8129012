//! How many seats of every workshop are taken.

use crate::{Event, Held, WorkshopId};
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

    /// How many seats are taken of the workshop at this place in [`Event::workshops`].
    #[must_use]
    pub fn taken(&self, index: usize) -> u32 {
        self.0.get(index).copied().unwrap_or(0)
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

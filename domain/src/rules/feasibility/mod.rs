//! Whether an event can work at all, and where it fails: for the administrator, before and while students register.
//!
//! - [`feasibility()`]: everything that can be found before anyone has registered.
//! - [`shortages()`]: seats against students, also while registration runs.

mod contradictions;
mod flow;
mod shortages;
mod untakeable;

pub use contradictions::Contradiction;
pub use shortages::{Shortage, Waiting, shortages};
pub use untakeable::{Hindrance, Untakeable};

use super::{
    rulebook::{Rulebook, Standing},
    search::Search,
};
use crate::{GroupId, Held, MomentId, Seats};
use serde::{Deserialize, Serialize};
use untakeable::{Takers, unfillable};

/// How many students a group has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupSize {
    /// The group.
    pub group: GroupId,
    /// How many students.
    pub students: u32,
}

/// What [`feasibility()`] found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feasibility {
    /// For each group of the event, in order, whether its students can fill their day.
    pub groups: Vec<GroupOutlook>,
    /// The workshops that no one can ever take, in the order of the event. Cancelled ones are none of them.
    pub untakeable: Vec<Untakeable>,
    /// The links that contradict each other or a moment.
    pub contradictions: Vec<Contradiction>,
    /// The required moments that have too few seats.
    pub shortages: Vec<Shortage>,
}

impl Feasibility {
    /// Whether nothing was found.
    #[must_use]
    pub fn is_clear(&self) -> bool {
        self.untakeable.is_empty()
            && self.contradictions.is_empty()
            && self.shortages.is_empty()
            && self.groups.iter().all(|group| group.is_feasible() && group.nothing_for.is_empty())
    }
}

/// Whether a group's students can fill their day, if each has his pick of the seats.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupOutlook {
    /// The group.
    pub group: GroupId,
    /// The required moments at which nothing takes place for the group. No rule asks its students to fill them, but
    /// they are probably a mistake.
    pub nothing_for: Vec<MomentId>,
    /// The other required moments that can't be filled: each that can't be filled even alone; if there is none,
    /// moments that can't be filled at once, none of which can be left out. Nothing if a complete selection exists.
    pub unfillable: Vec<MomentId>,
}

impl GroupOutlook {
    /// Whether a complete selection exists: one that covers every required moment at which there is anything for the
    /// group. A workshop with a capacity of 0 has no seat for anyone; other capacities don't matter here.
    #[must_use]
    pub fn is_feasible(&self) -> bool {
        self.unfillable.is_empty()
    }
}

/// Looks for everything in an event that can't work, before anyone has registered. A group that `sizes` doesn't name
/// has no students.
#[must_use]
pub fn feasibility(book: &Rulebook, sizes: &[GroupSize]) -> Feasibility {
    let event = book.event();
    let (seats, held) = (Seats::none_taken(event), Held::nothing());
    let mut takers = Takers::new(book);
    let mut groups = Vec::new();
    for group in &event.groups {
        let student = Standing { group: group.id, held: &held };
        let due = book.due(student);
        let search = Search::new(book, student, &seats);
        takers.add(group.id, &search);
        groups.push(GroupOutlook {
            group: group.id,
            nothing_for: book.moment_ids(book.required() & !due),
            unfillable: book.moment_ids(unfillable(&search, due, None)),
        });
    }
    Feasibility {
        groups,
        untakeable: takers.untakeable(),
        contradictions: contradictions::contradictions(book),
        shortages: shortages(book, &seats, &everyone(book, sizes)),
    }
}

/// All students, at each moment. [`shortages()`] leaves those aside who have nothing to choose there.
fn everyone(book: &Rulebook, sizes: &[GroupSize]) -> Vec<Waiting> {
    (book.event().moments.iter())
        .flat_map(|moment| {
            sizes.iter().map(|&GroupSize { group, students }| Waiting { moment: moment.id, group, students })
        })
        .collect()
}

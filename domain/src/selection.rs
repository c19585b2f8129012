//! What a student asks for, and what he holds.

use crate::WorkshopId;
use serde::{Deserialize, Serialize};

/// A set of workshops. Named twice is named once.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "Vec<WorkshopId>", into = "Vec<WorkshopId>")]
pub struct Selection(Vec<WorkshopId>);

impl Selection {
    /// Nothing chosen.
    #[must_use]
    pub const fn empty() -> Self {
        Self(Vec::new())
    }

    /// Whether this workshop is in it.
    #[must_use]
    pub fn contains(&self, workshop: WorkshopId) -> bool {
        self.0.binary_search(&workshop).is_ok()
    }

    /// Whether nothing is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many workshops are in it.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Its workshops, in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = WorkshopId> + '_ {
        self.0.iter().copied()
    }
}

impl From<Vec<WorkshopId>> for Selection {
    fn from(mut workshops: Vec<WorkshopId>) -> Self {
        workshops.sort_unstable();
        workshops.dedup();
        Self(workshops)
    }
}

impl From<Selection> for Vec<WorkshopId> {
    fn from(selection: Selection) -> Self {
        selection.0
    }
}

impl FromIterator<WorkshopId> for Selection {
    fn from_iter<I: IntoIterator<Item = WorkshopId>>(workshops: I) -> Self {
        workshops.into_iter().collect::<Vec<_>>().into()
    }
}

/// What a student holds now, with what an administrator allowed him beyond the rules.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The workshops in which he has a seat.
    pub selection: Selection,
    /// Those of them in which an administrator placed him although his group isn't admitted; they stay allowed to him
    /// while he keeps them.
    #[serde(default, skip_serializing_if = "Selection::is_empty")]
    pub despite_group: Selection,
    /// Those of them in which an administrator placed him although they were full; such a seat is beyond the
    /// capacity, isn't counted as taken, and is gone when he leaves it.
    #[serde(default, skip_serializing_if = "Selection::is_empty")]
    pub extra_seat: Selection,
}

impl Held {
    /// Nothing held.
    #[must_use]
    pub fn nothing() -> Self {
        Self::default()
    }
}

//! An event and what belongs to it.

use crate::{Availability, EventId, GroupId, MomentId, Slug, Timestamp, WorkshopId};
use serde::{Deserialize, Serialize};

/// One workshop day.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// What stands in its link.
    pub slug: Slug,
    /// Its name.
    pub title: String,
    /// What students read before they choose; may be empty.
    pub intro: String,
    /// When students can register.
    pub availability: Availability,
    /// Its moments, in order.
    pub moments: Vec<Moment>,
    /// Its groups, in order.
    pub groups: Vec<Group>,
    /// Its workshops, in order, cancelled ones among them.
    pub workshops: Vec<Workshop>,
    /// The links between its workshops.
    pub links: Vec<Link>,
}

/// A time slot of an event.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Moment {
    /// Its id.
    pub id: MomentId,
    /// Its name, such as "Ronde 1".
    pub name: String,
    /// When it starts, if that is known.
    pub starts_at: Option<Timestamp>,
    /// When it ends, if that is known.
    pub ends_at: Option<Timestamp>,
    /// Whether every student must choose something here.
    pub required: bool,
}

/// A group of students: who may take what.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Group {
    /// Its id.
    pub id: GroupId,
    /// Its name, such as "Onderbouw".
    pub name: String,
}

/// What a student can register for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Workshop {
    /// Its id.
    pub id: WorkshopId,
    /// Its title; two workshops may share one.
    pub title: String,
    /// What students read about it; may be empty.
    pub description: String,
    /// The moments that it takes up, at least one.
    pub moments: Vec<MomentId>,
    /// The groups that it admits; none named means every group.
    pub groups: Vec<GroupId>,
    /// How many students fit.
    pub capacity: u32,
    /// Where it is; may be empty.
    pub location: String,
    /// Who gives it; may be empty.
    pub host: String,
    /// Whether it was called off.
    pub cancelled: bool,
}

impl Workshop {
    /// Whether a student of this group may take it.
    #[must_use]
    pub fn admits(&self, group: GroupId) -> bool {
        self.groups.is_empty() || self.groups.contains(&group)
    }
}

/// A rule about two workshops; it holds in both directions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Link {
    /// One workshop.
    pub a: WorkshopId,
    /// The other.
    pub b: WorkshopId,
    /// What holds between them.
    pub kind: LinkKind,
}

/// What a [`Link`] demands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkKind {
    /// Both or neither.
    Together,
    /// Never both.
    Exclusive,
}

impl Event {
    /// The workshop with this id.
    #[must_use]
    pub fn workshop(&self, id: WorkshopId) -> Option<&Workshop> {
        self.workshops.iter().find(|workshop| workshop.id == id)
    }

    /// The moment with this id.
    #[must_use]
    pub fn moment(&self, id: MomentId) -> Option<&Moment> {
        self.moments.iter().find(|moment| moment.id == id)
    }

    /// The group with this id.
    #[must_use]
    pub fn group(&self, id: GroupId) -> Option<&Group> {
        self.groups.iter().find(|group| group.id == id)
    }
}

//! Workshops that no one can ever take.

use crate::{
    Event, GroupId, MomentId, Workshop, WorkshopId,
    rules::{Rulebook, rulebook::Unit, search::Search},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A workshop that takes place, and that no one can ever take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Untakeable {
    /// Which workshop.
    pub workshop: WorkshopId,
    /// All that stands in the way, at least one.
    pub hindrances: Vec<Hindrance>,
}

/// One thing that keeps everyone from a workshop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hindrance {
    /// The workshops that it is linked with can't be combined; [`Contradiction`](super::Contradiction) says why.
    LinksContradict,
    /// A workshop that it is linked with was called off.
    PartnerCancelled(WorkshopId),
    /// It, or one that it is linked with, has a capacity of 0.
    NoSeats(WorkshopId),
    /// These, of it and those that it is linked with, admit no group of the event in common. None of them can be left
    /// out, so it is one workshop only if that one admits no group at all.
    NoGroupInCommon(Vec<WorkshopId>),
    /// Its groups could take it, but then these of them could not fill these moments, which they otherwise can: each
    /// of them alone, or if there is no such moment, all of them at once and none of them left out.
    DeadEnd {
        /// The groups, in the order of the event.
        groups: Vec<GroupId>,
        /// The moments, in order.
        moments: Vec<MomentId>,
    },
}

/// The units that some group was seen to be able to take, and the dead ends that others met.
pub(super) struct Takers<'a> {
    book: &'a Rulebook,
    taken: Vec<bool>,
    dead_ends: BTreeMap<usize, Vec<(u64, Vec<GroupId>)>>,
}

impl<'a> Takers<'a> {
    pub fn new(book: &'a Rulebook) -> Self {
        Self { book, taken: vec![false; book.units().len()], dead_ends: BTreeMap::new() }
    }

    /// Looks at what a group can take. A group for which no complete selection exists can take what leads as far as it
    /// can get, as [`judge`](crate::rules::judge()) has it.
    pub fn add(&mut self, group: GroupId, search: &Search<'_>) {
        let covers = search.largest_covers();
        for unit in 0..self.taken.len() {
            if self.taken[unit] || !search.is_usable(unit) {
                continue;
            }
            if covers.iter().any(|&cover| search.can_cover(cover, Some(unit))) {
                self.taken[unit] = true;
                continue;
            }
            let lost = covers.first().map_or(0, |&cover| unfillable(search, cover, Some(unit)));
            let dead_ends = self.dead_ends.entry(unit).or_default();
            match dead_ends.iter_mut().find(|(moments, _)| *moments == lost) {
                Some((_, groups)) => groups.push(group),
                None => dead_ends.push((lost, vec![group])),
            }
        }
    }

    /// The workshops that no group could take.
    pub fn untakeable(mut self) -> Vec<Untakeable> {
        let event = self.book.event();
        let hindrances: Vec<Vec<Hindrance>> = (0..self.taken.len()).map(|unit| self.hindrances(unit)).collect();
        (event.workshops.iter().enumerate())
            .filter(|(_, workshop)| !workshop.cancelled)
            .map(|(index, workshop)| (workshop, &hindrances[self.book.unit_of(index)]))
            .filter(|(_, hindrances)| !hindrances.is_empty())
            .map(|(workshop, hindrances)| Untakeable { workshop: workshop.id, hindrances: hindrances.clone() })
            .collect()
    }

    fn hindrances(&mut self, unit: usize) -> Vec<Hindrance> {
        if self.taken[unit] {
            return Vec::new();
        }
        let event = self.book.event();
        let mut hindrances = lasting(event, &self.book.units()[unit]);
        for (moments, groups) in self.dead_ends.remove(&unit).unwrap_or_default() {
            hindrances.push(Hindrance::DeadEnd { groups, moments: self.book.moment_ids(moments) });
        }
        hindrances
    }
}

/// What keeps everyone from a unit, whatever else he chooses.
fn lasting(event: &Event, unit: &Unit) -> Vec<Hindrance> {
    let members: Vec<&Workshop> = unit.members.iter().map(|&index| &event.workshops[index]).collect();
    let cancelled = members.iter().filter(|member| member.cancelled);
    let seatless = members.iter().filter(|member| member.capacity == 0);
    let apart = apart(event, &members);
    let mut hindrances = Vec::new();
    hindrances.extend((!unit.sound).then_some(Hindrance::LinksContradict));
    hindrances.extend(cancelled.map(|member| Hindrance::PartnerCancelled(member.id)));
    hindrances.extend(seatless.map(|member| Hindrance::NoSeats(member.id)));
    hindrances.extend((!apart.is_empty()).then_some(Hindrance::NoGroupInCommon(apart)));
    hindrances
}

/// Workshops among these that admit no group in common, as few as show it. In an event without groups, which is
/// unfinished, those are none.
fn apart(event: &Event, members: &[&Workshop]) -> Vec<WorkshopId> {
    let share_no_group =
        |members: &[&Workshop]| !event.groups.iter().any(|group| members.iter().all(|member| member.admits(group.id)));
    if !share_no_group(members) {
        return Vec::new();
    }
    let mut fewest = members.to_vec();
    for member in members {
        let without: Vec<&Workshop> = fewest.iter().copied().filter(|other| other.id != member.id).collect();
        if share_no_group(&without) {
            fewest = without;
        }
    }
    fewest.iter().map(|member| member.id).collect()
}

/// Which of these moments can't be filled, with a unit if one is named: each that can't be filled even alone; if there
/// is none, moments that can't be filled at once, none of which can be left out. Nothing if all can be filled.
pub(super) fn unfillable(search: &Search<'_>, moments: u64, with: Option<usize>) -> u64 {
    if search.can_cover(moments, with) {
        return 0;
    }
    let each = || (0..u64::BITS).map(|place| 1 << place).filter(move |moment| moments & moment != 0);
    let alone = each().filter(|&moment| !search.can_cover(moment, with)).fold(0, |bits, moment| bits | moment);
    if alone != 0 {
        return alone;
    }
    each().fold(moments, |left, moment| if search.can_cover(left & !moment, with) { left } else { left & !moment })
}

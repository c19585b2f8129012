//! What a change to an event, or to a student's group, does to registrations.

use super::{
    judge::{self, Status},
    rulebook::{Rulebook, Standing},
};
use crate::{GroupId, Held, Selection, StudentId, Timestamp, WorkshopId};

/// A registration that a change may touch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// Whose it is.
    pub student: StudentId,
    /// His group before the change.
    pub group_before: GroupId,
    /// His group after it.
    pub group_after: GroupId,
    /// What he holds.
    pub held: Held,
    /// Since when he holds each.
    pub since: Vec<(WorkshopId, Timestamp)>,
}

/// What a change does to one registration.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Consequence {
    /// Whose it is.
    pub student: StudentId,
    /// What he loses.
    pub lost: Vec<WorkshopId>,
    /// What he keeps on paper, but is called off.
    pub cancelled: Vec<WorkshopId>,
    /// What he holds after it.
    pub kept: Selection,
    /// What his registration counted as.
    pub was: Status,
    /// What it counts as after the change.
    pub becomes: Status,
}

/// What a change does to registrations, those left out that it does nothing to: what no longer fits is lost, and
/// nothing else.
///
/// Where two things that a student holds no longer go together, he keeps what he has had longest; where a workshop
/// holds fewer than it did, those who came last lose their seats, and what is linked with these.
#[must_use]
pub fn consequences(before: &Rulebook, after: &Rulebook, holdings: &[Holding]) -> Vec<Consequence> {
    let mut kept: Vec<Selection> = holdings.iter().map(|holding| fitting(before, after, holding)).collect();
    while take_seats(after, holdings, &mut kept) {}
    let consequence = |(holding, kept): (&Holding, Selection)| consequence(before, after, holding, kept);
    holdings.iter().zip(kept).filter_map(consequence).collect()
}

fn consequence(before: &Rulebook, after: &Rulebook, holding: &Holding, kept: Selection) -> Option<Consequence> {
    let held = &holding.held.selection;
    let is_off = |book: &Rulebook, id| book.event().workshop(id).is_some_and(|workshop| workshop.cancelled);
    let lost: Vec<WorkshopId> = held.iter().filter(|&id| !kept.contains(id)).collect();
    let cancelled: Vec<WorkshopId> = kept.iter().filter(|&id| is_off(after, id) && !is_off(before, id)).collect();
    let standing = |group| Standing { group, held: &holding.held };
    let was = judge::status(before, standing(holding.group_before), held);
    let becomes = judge::status(after, standing(holding.group_after), &kept);
    let is_touched = !lost.is_empty() || !cancelled.is_empty() || (was == Status::Complete && becomes != was);
    is_touched.then_some(Consequence { student: holding.student, lost, cancelled, kept, was, becomes })
}

/// What still fits of what a student holds, seats aside. What didn't fit before the change either is left as it is.
fn fitting(before: &Rulebook, after: &Rulebook, holding: &Holding) -> Selection {
    let held = &holding.held.selection;
    let standing = |group| Standing { group, held: &holding.held };
    let broken_before = judge::unfit(before, standing(holding.group_before), held);
    let broken = judge::unfit(after, standing(holding.group_after), held);
    if broken.iter().all(|violation| broken_before.contains(violation)) {
        return held.clone();
    }
    let since = |index: usize| {
        let at = holding.since.iter().find(|(id, _)| *id == after.id(index)).map(|&(_, at)| at);
        (at, index)
    };
    let mut places = after.places(held);
    places.sort_by_key(|&index| since(index));
    let mut units: Vec<usize> = Vec::new();
    for unit in places.into_iter().map(|index| after.unit_of(index)) {
        let fits =
            |&index: &usize| held.contains(after.id(index)) && after.is_for(index, standing(holding.group_after));
        let shape = &after.units()[unit];
        let stands = !units.contains(&unit) && shape.sound && shape.members.iter().all(fits);
        if stands && !units.iter().any(|&other| shape.conflicts.contains(other)) {
            units.push(unit);
        }
    }
    units.iter().flat_map(|&unit| &after.units()[unit].members).map(|&index| after.id(index)).collect()
}

/// Takes seats from those who came last wherever more are held than there are; tells whether it took any.
fn take_seats(after: &Rulebook, holdings: &[Holding], kept: &mut [Selection]) -> bool {
    let mut has_taken = false;
    for (index, workshop) in after.event().workshops.iter().enumerate() {
        let since = |holding: &Holding| holding.since.iter().find(|(id, _)| *id == workshop.id).map(|&(_, at)| at);
        let mut seated: Vec<usize> = (0..holdings.len())
            .filter(|&at| kept[at].contains(workshop.id) && !holdings[at].held.extra_seat.contains(workshop.id))
            .collect();
        let most = workshop.capacity as usize;
        if seated.len() <= most {
            continue;
        }
        seated.sort_by_key(|&at| (since(&holdings[at]), holdings[at].student));
        let members: Vec<WorkshopId> =
            after.units()[after.unit_of(index)].members.iter().map(|&member| after.id(member)).collect();
        for &at in &seated[most..] {
            kept[at] = kept[at].iter().filter(|id| !members.contains(id)).collect();
            has_taken = true;
        }
    }
    has_taken
}

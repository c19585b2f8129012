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
/// holds fewer than it did, those who came last lose their seats, and what is linked with these. What goes together
/// counts from the first of it.
#[must_use]
pub fn consequences(before: &Rulebook, after: &Rulebook, holdings: &[Holding]) -> Vec<Consequence> {
    let mut claims: Vec<Claim> = (holdings.iter().enumerate())
        .flat_map(|(place, holding)| {
            claims(before, after, holding).into_iter().map(move |claim| Claim { place, ..claim })
        })
        .collect();
    claims.sort_unstable_by_key(|claim| (claim.since, holdings[claim.place].student, claim.first));
    let kept = settle(after, holdings, &claims);
    let consequence = |(holding, kept): (&Holding, Selection)| consequence(before, after, holding, kept);
    holdings.iter().zip(kept).filter_map(consequence).collect()
}

fn consequence(before: &Rulebook, after: &Rulebook, holding: &Holding, kept: Selection) -> Option<Consequence> {
    let held = &holding.held.selection;
    let is_off = |book: &Rulebook, id| book.event().workshop(id).is_some_and(|workshop| workshop.cancelled);
    let lost: Vec<WorkshopId> = held.iter().filter(|&id| !kept.contains(id)).collect();
    let cancelled: Vec<WorkshopId> = kept.iter().filter(|&id| is_off(after, id) && !is_off(before, id)).collect();
    // What he was placed in despite his group is allowed to him while he keeps it, and no longer.
    let despite_group = holding.held.despite_group.iter().filter(|&id| kept.contains(id)).collect();
    let left = Held { despite_group, ..Held::nothing() };
    let was = judge::status(before, Standing { group: holding.group_before, held: &holding.held }, held);
    let becomes = judge::status(after, Standing { group: holding.group_after, held: &left }, &kept);
    let is_touched = !lost.is_empty() || !cancelled.is_empty() || (was == Status::Complete && becomes != was);
    is_touched.then_some(Consequence { student: holding.student, lost, cancelled, kept, was, becomes })
}

/// A unit that a student holds and may go on holding, seats and his other claims aside.
struct Claim {
    /// Whose it is: a place among the holdings.
    place: usize,
    /// Since when he holds the first of it.
    since: Option<Timestamp>,
    /// That first one.
    first: usize,
    unit: usize,
    /// What he holds of it.
    members: Vec<usize>,
    /// Whether it is his although it didn't fit before the change either.
    is_left: bool,
}

/// What a student may go on holding, each unit by itself. What didn't fit before the change either is left as it is.
fn claims(before: &Rulebook, after: &Rulebook, holding: &Holding) -> Vec<Claim> {
    let held = &holding.held.selection;
    let standing = |group| Standing { group, held: &holding.held };
    let broken_before = judge::unfit(before, standing(holding.group_before), held);
    let broken = judge::unfit(after, standing(holding.group_after), held);
    let is_left = broken.iter().all(|violation| broken_before.contains(violation));
    let since = |index: usize| holding.since.iter().find(|(id, _)| *id == after.id(index)).map(|&(_, at)| at);
    let mut units: Vec<usize> = after.places(held).into_iter().map(|index| after.unit_of(index)).collect();
    units.sort_unstable();
    units.dedup();
    let claim = |unit: usize| {
        let shape = &after.units()[unit];
        let is_held = |&index: &usize| held.contains(after.id(index));
        let fits = |index: &usize| is_held(index) && after.is_for(*index, standing(holding.group_after));
        let stands = is_left || (shape.sound && shape.members.iter().all(fits));
        let members: Vec<usize> = shape.members.iter().copied().filter(is_held).collect();
        let (since, first) = members.iter().map(|&index| (since(index), index)).min().filter(|_| stands)?;
        Some(Claim { place: 0, since, first, unit, members, is_left })
    };
    units.into_iter().filter_map(claim).collect()
}

/// What everyone keeps when the claims are granted in this order, each beside those granted before it.
fn settle(after: &Rulebook, holdings: &[Holding], claims: &[Claim]) -> Vec<Selection> {
    let mut taken = vec![0; after.event().workshops.len()];
    let mut granted: Vec<Vec<&Claim>> = holdings.iter().map(|_| Vec::new()).collect();
    for claim in claims {
        let holding = &holdings[claim.place];
        let counted: Vec<usize> =
            claim.members.iter().copied().filter(|&index| !holding.held.extra_seat.contains(after.id(index))).collect();
        let conflicts = &after.units()[claim.unit].conflicts;
        let stands = claim.is_left || !granted[claim.place].iter().any(|other| conflicts.contains(other.unit));
        if stands && counted.iter().all(|&index| taken[index] < after.event().workshops[index].capacity) {
            counted.into_iter().for_each(|index| taken[index] += 1);
            granted[claim.place].push(claim);
        }
    }
    let ids =
        |claims: Vec<&Claim>| claims.iter().flat_map(|claim| &claim.members).map(|&index| after.id(index)).collect();
    granted.into_iter().map(ids).collect()
}

//! Whether a link between two workshops makes sense.

use crate::{Event, GroupId, Link, LinkKind, MomentId, WorkshopId};
use serde::{Deserialize, Serialize};

/// Why a link can't be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkProblem {
    /// It links a workshop to itself.
    Itself,
    /// The two are linked already, this way round or the other.
    Twice,
    /// Two workshops that would go together are at the same moment.
    SameMoment {
        /// One of them.
        first: WorkshopId,
        /// The other.
        second: WorkshopId,
        /// When.
        moment: MomentId,
    },
    /// No group may take all that would go together.
    NoCommonGroup,
    /// These two would go together and never together, by way of the links that there are.
    Contradiction {
        /// One of them.
        first: WorkshopId,
        /// The other.
        second: WorkshopId,
    },
}

/// Whether a link may be added to an event.
///
/// # Errors
/// The first reason why not.
pub fn check_link(event: &Event, link: Link) -> Result<(), LinkProblem> {
    if link.a == link.b {
        return Err(LinkProblem::Itself);
    }
    if event.links.iter().any(|other| is_same_pair(other, &link)) {
        return Err(LinkProblem::Twice);
    }
    match link.kind {
        LinkKind::Together => {
            let mut members = together_with(event, link.a);
            members.extend(together_with(event, link.b));
            members.sort_unstable();
            members.dedup();
            conflict_among(event, &members).map_or(Ok(()), Err)
        }
        LinkKind::Exclusive if together_with(event, link.a).contains(&link.b) => {
            Err(LinkProblem::Contradiction { first: link.a, second: link.b })
        }
        LinkKind::Exclusive => Ok(()),
    }
}

/// A moment that makes an exclusive link needless: two workshops at one moment never go together anyway.
#[must_use]
pub fn link_remark(event: &Event, link: Link) -> Option<MomentId> {
    match link.kind {
        LinkKind::Exclusive => common_moment(event, link.a, link.b),
        LinkKind::Together => None,
    }
}

/// A partner with which a workshop can't be taken as the event is, if there is one.
pub(super) fn broken_partner(event: &Event, workshop: WorkshopId) -> Option<WorkshopId> {
    let members = together_with(event, workshop);
    conflict_among(event, &members)?;
    members.into_iter().find(|&member| member != workshop)
}

fn is_same_pair(a: &Link, b: &Link) -> bool {
    (a.a, a.b) == (b.a, b.b) || (a.a, a.b) == (b.b, b.a)
}

/// A workshop and all that `together` links reach from it.
fn together_with(event: &Event, workshop: WorkshopId) -> Vec<WorkshopId> {
    let mut members = vec![workshop];
    let mut next = 0;
    while let Some(&member) = members.get(next) {
        next += 1;
        for link in event.links.iter().filter(|link| link.kind == LinkKind::Together) {
            let other = match member {
                a if a == link.a => link.b,
                b if b == link.b => link.a,
                _ => continue,
            };
            if !members.contains(&other) {
                members.push(other);
            }
        }
    }
    members
}

/// Why these can't all be taken.
fn conflict_among(event: &Event, members: &[WorkshopId]) -> Option<LinkProblem> {
    for (place, &first) in members.iter().enumerate() {
        for &second in &members[place + 1..] {
            if let Some(moment) = common_moment(event, first, second) {
                return Some(LinkProblem::SameMoment { first, second, moment });
            }
            let pair = Link { a: first, b: second, kind: LinkKind::Exclusive };
            if event.links.iter().any(|link| link.kind == LinkKind::Exclusive && is_same_pair(link, &pair)) {
                return Some(LinkProblem::Contradiction { first, second });
            }
        }
    }
    let admits = |group: GroupId| members.iter().filter_map(|&id| event.workshop(id)).all(|w| w.admits(group));
    let nobody = !event.groups.is_empty() && !event.groups.iter().any(|group| admits(group.id));
    nobody.then_some(LinkProblem::NoCommonGroup)
}

fn common_moment(event: &Event, a: WorkshopId, b: WorkshopId) -> Option<MomentId> {
    let (a, b) = (event.workshop(a)?, event.workshop(b)?);
    a.moments.iter().copied().find(|moment| b.moments.contains(moment))
}

//! What random changes do to registrations that were in order before.

use super::changes::{Change, changes, changes_without_effect, changes_without_links, remaining, seats, since};
use crate::{
    cases,
    reference::{clash, is_orderly, linked, unit},
};
use domain::{
    Event, Held, LinkKind, Phase, Selection, StudentId, Timestamp, Violation, Workshop, WorkshopId,
    rules::{Holding, Standing, Status, consequences, judge, status},
};
use proptest::prelude::*;

/// The event's own among these workshops.
fn chosen<'a>(event: &'a Event, selection: &Selection) -> Vec<&'a Workshop> {
    event.workshops.iter().filter(|workshop| selection.contains(workshop.id)).collect()
}

/// What he lost, each with all that goes with it after the change.
fn lost_units<'a>(event: &'a Event, holding: &Holding, kept: &Held) -> Vec<Vec<&'a Workshop>> {
    let lost =
        chosen(event, &holding.held.selection).into_iter().filter(|workshop| !kept.selection.contains(workshop.id));
    lost.map(|workshop| unit(event, workshop)).collect()
}

/// Whether a student may hold this after the change, as far as it is his own affair: he held it all, it is for him, and
/// it goes together.
fn is_holdable(event: &Event, holding: &Holding, workshops: &[&Workshop]) -> bool {
    let is_his = |workshop: &&Workshop| {
        holding.held.selection.contains(workshop.id)
            && (workshop.admits(holding.group_after) || holding.held.despite_group.contains(workshop.id))
    };
    workshops.iter().all(is_his) && is_orderly(event, workshops)
}

/// How early someone came, the earliest first: what goes together counts from the first of it.
fn rank(event: &Event, holding: &Holding, workshop: &Workshop) -> (Timestamp, StudentId) {
    let held =
        unit(event, workshop).into_iter().map(|member| member.id).filter(|&id| holding.held.selection.contains(id));
    (held.map(|id| since(holding, id)).min().expect("he holds it"), holding.student)
}

/// Those who have a seat that is no extra one.
fn seated<'a>(kept: &'a [(&Holding, Held)], workshop: WorkshopId) -> impl Iterator<Item = &'a Holding> {
    let is_seated = move |held: &Held| held.selection.contains(workshop) && !held.extra_seat.contains(workshop);
    kept.iter().filter(move |(_, held)| is_seated(held)).map(|(holding, _)| *holding)
}

fn capacity(workshop: &Workshop) -> usize {
    usize::try_from(workshop.capacity).expect("a small one")
}

/// Whether a student could go on holding all that he held, seats aside.
fn could_hold_all(event: &Event, holding: &Holding) -> bool {
    let held = chosen(event, &holding.held.selection);
    held.len() == holding.held.selection.len() && is_holdable(event, holding, &held)
}

/// Whether there would be a seat for all that everybody held.
fn seats_suffice(change: &Change) -> bool {
    let all: Vec<(&Holding, Held)> = change.holdings.iter().map(|holding| (holding, holding.held.clone())).collect();
    let suffice = |workshop: &Workshop| seated(&all, workshop.id).count() <= capacity(workshop);
    change.after.event().workshops.iter().all(suffice)
}

fn is_off(event: &Event, id: WorkshopId) -> bool {
    event.workshop(id).is_some_and(|workshop| workshop.cancelled)
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn what_is_kept_breaks_no_rule_of_the_changed_event(change in changes()) {
        let kept = change.kept();
        let seats = seats(change.after.event(), kept.iter().map(|(_, held)| held));
        for (holding, held) in &kept {
            let standing = Standing { group: holding.group_after, held };
            let verdict = judge(&change.after, standing, &held.selection, &seats, &Phase::Open { closes_at: None });
            let is_left_open =
                |violation: &Violation| matches!(violation, Violation::MomentMissing { .. } | Violation::Cancelled { .. });
            prop_assert!(verdict.violations.iter().all(is_left_open), "{:?}: {:?}", holding.student, verdict);
        }
        for workshop in &change.after.event().workshops {
            prop_assert!(seated(&kept, workshop.id).count() <= capacity(workshop), "{:?}", workshop.id);
        }
    }

    #[test]
    fn a_consequence_tells_what_is_lost_what_is_kept_and_what_was_called_off(change in changes()) {
        let (before, after) = (change.before.event(), change.after.event());
        for (holding, consequence) in change.outcome() {
            let Some(consequence) = consequence else { continue };
            let held = &holding.held.selection;
            prop_assert!(consequence.kept.iter().all(|id| held.contains(id)), "nothing is given");
            let lost: Selection = held.iter().filter(|&id| !consequence.kept.contains(id)).collect();
            prop_assert_eq!(consequence.lost, Vec::from(lost));
            let off: Selection = consequence.kept.iter().filter(|&id| is_off(after, id) && !is_off(before, id)).collect();
            prop_assert_eq!(consequence.cancelled, Vec::from(off));
        }
    }

    #[test]
    fn a_registration_is_mentioned_if_something_becomes_of_it(change in changes()) {
        let (before, after) = (change.before.event(), change.after.event());
        for (holding, consequence) in change.outcome() {
            let held = &holding.held.selection;
            let kept = consequence.as_ref().map_or(held, |consequence| &consequence.kept);
            let left = remaining(&holding.held, kept);
            let was = status(&change.before, Standing { group: holding.group_before, held: &holding.held }, held);
            let becomes = status(&change.after, Standing { group: holding.group_after, held: &left }, kept);
            let is_called_off = kept.iter().any(|id| is_off(after, id) && !is_off(before, id));
            let is_touched = kept != held || is_called_off || (was == Status::Complete && becomes != Status::Complete);
            prop_assert_eq!(consequence.is_some(), is_touched);
            if let Some(consequence) = consequence {
                prop_assert_eq!((consequence.was, consequence.becomes), (was, becomes));
            }
        }
    }

    #[test]
    fn whoever_loses_something_makes_way_for_what_came_earlier(change in changes()) {
        let event = change.after.event();
        let kept = change.kept();
        for (holding, held) in &kept {
            for lost in lost_units(event, holding, held) {
                if !is_holdable(event, holding, &lost) {
                    continue;
                }
                let mine = rank(event, holding, lost[0]);
                let stands_in_the_way = |own: &&Workshop| lost.iter().any(|member| {
                    clash(own, member) || linked(event, LinkKind::Exclusive, own.id, member.id)
                });
                let kept_instead = chosen(event, &held.selection).into_iter()
                    .any(|own| rank(event, holding, own) <= mine && unit(event, own).iter().any(stands_in_the_way));
                let is_full = lost.iter().filter(|member| !holding.held.extra_seat.contains(member.id)).any(|member| {
                    let earlier = seated(&kept, member.id).filter(|other| rank(event, other, member) < mine);
                    earlier.count() >= capacity(member)
                });
                prop_assert!(kept_instead || is_full, "{:?} loses {:?}", holding.student, lost);
            }
        }
    }

    #[test]
    fn without_links_a_seat_goes_to_whoever_had_it_longest(change in changes_without_links()) {
        let event = change.after.event();
        let kept = change.kept();
        for (holding, held) in &kept {
            for workshop in chosen(event, &holding.held.selection) {
                let with_it = held.selection.iter().chain([workshop.id]).collect();
                let by_capacity_alone = !held.selection.contains(workshop.id)
                    && is_holdable(event, holding, &chosen(event, &with_it));
                if by_capacity_alone {
                    prop_assert_eq!(seated(&kept, workshop.id).count(), capacity(workshop));
                    for other in seated(&kept, workshop.id) {
                        let came = |holding: &Holding| (since(holding, workshop.id), holding.student);
                        prop_assert!(came(other) < came(holding), "{:?} before {:?}", other.student, holding.student);
                    }
                }
            }
        }
    }

    #[test]
    fn nobody_loses_anything_that_still_fits(change in changes()) {
        let event = change.after.event();
        if seats_suffice(&change) && change.holdings.iter().all(|holding| could_hold_all(event, holding)) {
            for (holding, held) in change.kept() {
                prop_assert_eq!(held.selection, holding.held.selection.clone());
            }
        }
    }

    #[test]
    fn a_change_that_no_rule_looks_at_has_no_consequences(change in changes_without_effect()) {
        prop_assert_eq!(consequences(&change.before, &change.before, &change.holdings), vec![]);
        prop_assert_eq!(consequences(&change.before, &change.after, &change.holdings), vec![]);
    }

    #[test]
    fn the_same_change_once_more_has_no_consequences(change in changes()) {
        let holdings: Vec<Holding> = (change.kept().into_iter())
            .map(|(holding, held)| Holding { held, group_before: holding.group_after, ..holding.clone() })
            .collect();
        prop_assert_eq!(consequences(&change.after, &change.after, &holdings), vec![]);
    }
}

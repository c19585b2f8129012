//! What the options say of each workshop, against the reference.

use crate::{
    cases,
    events::{Situation, disorderly_situations, orderly_situations},
    reference::{Reference, clash, is_orderly, linked, subsets, unit},
};
use domain::{
    LinkKind, MomentId, Phase, Selection, Workshop, WorkshopId,
    rules::{Obstacle, OfferState, choose, judge, options},
};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn offers(situation: &Situation) -> Vec<(&Workshop, OfferState)> {
    let offers = options(&situation.book, situation.standing(), &situation.selection, &situation.seats);
    let ids: Vec<WorkshopId> = offers.iter().map(|offer| offer.workshop).collect();
    let expected: Vec<WorkshopId> = situation.event().workshops.iter().map(|workshop| workshop.id).collect();
    assert_eq!(ids, expected, "every workshop has one offer, in the event's order");
    situation.event().workshops.iter().zip(offers).map(|(workshop, offer)| (workshop, offer.state)).collect()
}

fn is_chosen(state: &OfferState) -> bool {
    matches!(state, OfferState::Chosen | OfferState::ChosenWith { .. })
}

/// Whether the student still gets as far as he can with this workshop and what comes along.
fn leads_on(reference: &Reference, workshop: &Workshop) -> bool {
    reference.is_unit_takeable(workshop) && reference.best_plans().any(|plan| plan.selection.contains(workshop.id))
}

/// Whether some members of two units stand at one moment.
fn stands_at(situation: &Situation, chosen: &Workshop, moments: &[MomentId]) -> bool {
    unit(situation.event(), chosen).iter().any(|member| member.moments.iter().any(|moment| moments.contains(moment)))
}

/// The chosen workshops that stand elsewhere and can't stay beside a workshop and what comes along. What should have
/// been chosen with one that is counts as chosen.
fn disturbed<'a>(situation: &'a Situation, reference: &Reference<'a>, workshop: &Workshop) -> Vec<&'a Workshop> {
    let unit = unit(situation.event(), workshop);
    let in_the_way = |chosen: &&Workshop| {
        !stands_at(situation, chosen, &workshop.moments)
            && !unit.iter().any(|member| member.id == chosen.id)
            && unit.iter().any(|member| {
                with_absent_partners(situation, chosen).any(|taken| {
                    clash(member, taken) || linked(situation.event(), LinkKind::Exclusive, member.id, taken.id)
                })
            })
    };
    reference.chosen(&situation.selection).into_iter().filter(in_the_way).collect()
}

fn with_absent_partners<'a>(situation: &'a Situation, chosen: &'a Workshop) -> impl Iterator<Item = &'a Workshop> {
    let absent = unit(situation.event(), chosen).into_iter().filter(|member| !situation.selection.contains(member.id));
    std::iter::once(chosen).chain(absent)
}

/// The smallest set of chosen workshops without which the others go together with a workshop and what comes along.
fn smallest_change(situation: &Situation, reference: &Reference, workshop: &Workshop) -> Selection {
    let chosen = reference.chosen(&situation.selection);
    let unit = unit(situation.event(), workshop);
    let fits = |given_up: &Vec<&Workshop>| {
        let kept = chosen.iter().filter(|chosen| !given_up.iter().any(|gone| gone.id == chosen.id)).copied();
        let mut after: Vec<&Workshop> = kept.collect();
        after.extend(unit.iter().filter(|member| !situation.selection.contains(member.id)));
        is_orderly(situation.event(), &after)
    };
    let smallest = subsets(&chosen).filter(fits).min_by_key(Vec::len).expect("giving up everything always helps");
    smallest.into_iter().map(|workshop| workshop.id).collect()
}

proptest! {
    #![proptest_config(cases(1024))]

    #[test]
    fn a_workshop_is_free_if_it_leads_on_and_disturbs_nothing_elsewhere(
        situation in prop_oneof![2 => orderly_situations().boxed(), 1 => disorderly_situations().boxed()],
    ) {
        let reference = Reference::new(situation.event(), situation.standing(), &situation.seats);
        for (workshop, state) in offers(&situation) {
            let chosen = situation.selection.contains(workshop.id);
            let leads_on = leads_on(&reference, workshop);
            let disturbs = !disturbed(&situation, &reference, workshop).is_empty();
            let expected = (chosen, !chosen && leads_on && !disturbs, !chosen && leads_on && disturbs);
            let said = (
                is_chosen(&state),
                state == OfferState::Free,
                matches!(state, OfferState::Unavailable { instead_of: Some(_), .. }),
            );
            prop_assert_eq!(said, expected, "{:?}: {:?}", workshop.id, state);
        }
    }

    #[test]
    fn a_chosen_workshop_names_the_first_of_its_chosen_partners(
        situation in prop_oneof![orderly_situations().boxed(), disorderly_situations().boxed()],
    ) {
        for (workshop, state) in offers(&situation) {
            let together = unit(situation.event(), workshop);
            let first = (situation.event().workshops.iter())
                .find(|other| situation.selection.contains(other.id) && together.iter().any(|member| member.id == other.id));
            match (situation.selection.contains(workshop.id), first) {
                (true, Some(first)) if first.id == workshop.id => prop_assert_eq!(state, OfferState::Chosen),
                (true, Some(first)) => prop_assert_eq!(state, OfferState::ChosenWith { partner: first.id }),
                _ => prop_assert!(!is_chosen(&state), "{:?}", state),
            }
        }
    }

    #[test]
    fn the_change_that_would_make_a_workshop_possible_is_the_smallest_one(situation in orderly_situations()) {
        let reference = Reference::new(situation.event(), situation.standing(), &situation.seats);
        for (workshop, state) in offers(&situation) {
            let after = choose(&situation.book, &situation.selection, workshop.id);
            let given_up: Selection = situation.selection.iter().filter(|&id| !after.contains(id)).collect();
            match state {
                OfferState::Unavailable { instead_of: Some(instead_of), .. } => {
                    let smallest = smallest_change(&situation, &reference, workshop);
                    prop_assert_eq!(Selection::from(instead_of.clone()), smallest);
                    prop_assert_eq!(instead_of.len(), given_up.len(), "nothing is named twice");
                    prop_assert_eq!(Selection::from(instead_of), given_up, "and `choose` gives up the same");
                }
                OfferState::Free => {
                    prop_assert_eq!(&given_up, &smallest_change(&situation, &reference, workshop));
                    for gone in reference.chosen(&given_up) {
                        prop_assert!(stands_at(&situation, gone, &workshop.moments), "{:?}", gone.id);
                    }
                }
                _ => {}
            }
        }
    }

    #[test]
    fn what_is_named_as_given_up_is_chosen_stands_in_the_event_and_goes(situation in disorderly_situations()) {
        for (workshop, state) in offers(&situation) {
            let OfferState::Unavailable { instead_of: Some(instead_of), .. } = state else { continue };
            let after = choose(&situation.book, &situation.selection, workshop.id);
            prop_assert!(!instead_of.is_empty());
            for gone in instead_of {
                prop_assert!(situation.event().workshop(gone).is_some(), "{:?} is a stranger", gone);
                prop_assert!(situation.selection.contains(gone) && !after.contains(gone), "{:?}", gone);
            }
        }
    }

    #[test]
    fn every_obstacle_is_named_and_is_true(situation in orderly_situations()) {
        let reference = Reference::new(situation.event(), situation.standing(), &situation.seats);
        for (workshop, state) in offers(&situation) {
            let OfferState::Unavailable { obstacles, instead_of } = state else { continue };
            let unit = unit(situation.event(), workshop);
            let mut expected = Vec::new();
            for member in situation.event().workshops.iter().filter(|other| unit.iter().any(|member| member.id == other.id)) {
                expected.extend(member.cancelled.then_some(Obstacle::Cancelled(member.id)));
                expected.extend((!reference.is_for_him(member)).then_some(Obstacle::NotForGroup(member.id)));
                expected.extend((!reference.has_seat(member)).then_some(Obstacle::Full(member.id)));
            }
            expected.extend((!is_orderly(situation.event(), &unit)).then_some(Obstacle::LinksContradict));
            if !expected.is_empty() {
                prop_assert_eq!(obstacles, expected);
            } else if instead_of.is_none() {
                let [Obstacle::DeadEnd(lost)] = &obstacles[..] else { panic!("{obstacles:?}") };
                let reachable: BTreeSet<MomentId> =
                    reference.best_plans().flat_map(|plan| plan.covers.iter().copied()).collect();
                let elsewhere = (situation.event().moments.iter().map(|moment| moment.id))
                    .filter(|id| reachable.contains(id) && !unit.iter().any(|member| member.moments.contains(id)));
                let (fillable, lost_alone): (Vec<_>, Vec<_>) =
                    elsewhere.partition(|&moment| reference.can_cover(moment, workshop.id));
                prop_assert_eq!(lost, if lost_alone.is_empty() { &fillable } else { &lost_alone });
                prop_assert!(!lost.is_empty());
            } else {
                let mut expected = Vec::new();
                for chosen in disturbed(&situation, &reference, workshop) {
                    let exclusive =
                        |member: &Workshop| linked(situation.event(), LinkKind::Exclusive, member.id, chosen.id);
                    expected.extend(exclusive(workshop).then_some(Obstacle::NeverWith(chosen.id)));
                    let partners = situation.event().workshops.iter()
                        .filter(|other| other.id != workshop.id && unit.iter().any(|member| member.id == other.id))
                        .filter(|partner| exclusive(partner) || clash(partner, chosen));
                    expected.extend(partners.map(|partner| Obstacle::PartnerBlocked { partner: partner.id, chosen: chosen.id }));
                }
                let said: BTreeSet<String> = obstacles.iter().map(|obstacle| format!("{obstacle:?}")).collect();
                prop_assert_eq!(said.len(), obstacles.len(), "nothing is named twice");
                prop_assert_eq!(said, expected.iter().map(|obstacle| format!("{obstacle:?}")).collect::<BTreeSet<_>>());
            }
        }
    }

    #[test]
    fn with_every_free_workshop_goes_a_selection_that_is_accepted(situation in orderly_situations()) {
        let reference = Reference::new(situation.event(), situation.standing(), &situation.seats);
        let open = Phase::Open { closes_at: None };
        let accepted: Vec<&Selection> = (reference.best_plans().map(|plan| &plan.selection))
            .filter(|plan| judge(&situation.book, situation.standing(), plan, &situation.seats, &open).is_accepted())
            .collect();
        for (workshop, state) in offers(&situation) {
            if matches!(state, OfferState::Free | OfferState::Unavailable { instead_of: Some(_), .. }) {
                prop_assert!(accepted.iter().any(|plan| plan.contains(workshop.id)), "{:?}", workshop.id);
            }
        }
    }
}

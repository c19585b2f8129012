//! Students who click: what they reach by choosing and leaving what the options offer them.

use crate::{
    cases,
    events::{Situation, orderly_situations},
    reference::{Reference, unit},
};
use domain::{
    Phase, Selection, Violation, WorkshopId,
    rules::{OfferState, choose, judge, leave, options},
};
use proptest::{collection::vec, prelude::*, sample::Index};

const OPEN: Phase = Phase::Open { closes_at: None };

/// The workshops that can be clicked: free, or possible in exchange for others.
fn clickable(situation: &Situation, selection: &Selection) -> Vec<WorkshopId> {
    let possible =
        |state: &OfferState| matches!(state, OfferState::Free | OfferState::Unavailable { instead_of: Some(_), .. });
    (options(&situation.book, situation.standing(), selection, &situation.seats).into_iter())
        .filter(|offer| possible(&offer.state))
        .map(|offer| offer.workshop)
        .collect()
}

fn violations(situation: &Situation, selection: &Selection) -> Vec<Violation> {
    judge(&situation.book, situation.standing(), selection, &situation.seats, &OPEN).violations
}

proptest! {
    #![proptest_config(cases(1024))]

    #[test]
    fn whatever_a_student_clicks_only_open_moments_can_be_wrong(
        situation in orderly_situations(),
        clicks in vec((prop::bool::weighted(0.75), any::<Index>()), 1..10),
    ) {
        let mut selection = situation.held.selection.clone();
        for (choosing, click) in clicks {
            let clickable = clickable(&situation, &selection);
            let chosen: Vec<WorkshopId> = selection.iter().collect();
            if choosing && !clickable.is_empty() {
                let wanted = *click.get(&clickable);
                selection = choose(&situation.book, &selection, wanted);
                let workshop = situation.event().workshop(wanted).expect("a workshop of the event");
                for member in unit(situation.event(), workshop) {
                    prop_assert!(selection.contains(member.id), "{:?} comes along with {:?}", member.id, wanted);
                }
            } else if !chosen.is_empty() {
                let unwanted = *click.get(&chosen);
                selection = leave(&situation.book, &selection, unwanted);
                prop_assert!(!selection.contains(unwanted));
            }
            let only_open_moments = violations(&situation, &selection).iter()
                .all(|violation| matches!(violation, Violation::MomentMissing { .. }));
            prop_assert!(only_open_moments, "{:?}: {:?}", &selection, violations(&situation, &selection));
        }
    }

    #[test]
    fn every_selection_that_would_be_accepted_is_within_reach_of_clicks(
        situation in orderly_situations(),
        plan in any::<Index>(),
    ) {
        let reference = Reference::new(situation.event(), situation.standing(), &situation.seats);
        let accepted: Vec<&Selection> = (reference.best_plans().map(|plan| &plan.selection))
            .filter(|plan| reference.violations(plan, &OPEN).is_empty() && !plan.is_empty())
            .collect();
        prop_assume!(!accepted.is_empty());
        let plan = *plan.get(&accepted);
        let mut selection = situation.held.selection.clone();
        for wanted in plan.iter() {
            if !selection.contains(wanted) {
                prop_assert!(clickable(&situation, &selection).contains(&wanted), "{:?} of {:?}", wanted, plan);
                selection = choose(&situation.book, &selection, wanted);
            }
        }
        prop_assert!(plan.iter().all(|wanted| selection.contains(wanted)), "{:?} of {:?}", selection, plan);
        prop_assert_eq!(violations(&situation, &selection), vec![]);
    }

    #[test]
    fn choosing_twice_is_choosing_once_and_leaving_undoes_it(situation in orderly_situations(), click in any::<Index>()) {
        let clickable = clickable(&situation, &situation.selection);
        prop_assume!(!clickable.is_empty());
        let wanted = *click.get(&clickable);
        let once = choose(&situation.book, &situation.selection, wanted);
        prop_assert_eq!(&choose(&situation.book, &once, wanted), &once);
        let left = leave(&situation.book, &once, wanted);
        let kept: Selection = situation.selection.iter().filter(|&id| left.contains(id)).collect();
        prop_assert_eq!(&left, &kept, "leaving brings nothing back");
        let workshop = situation.event().workshop(wanted).expect("a workshop of the event");
        let members: Vec<WorkshopId> = unit(situation.event(), workshop).iter().map(|member| member.id).collect();
        let beside: Selection = once.iter().filter(|id| !members.contains(id)).collect();
        prop_assert_eq!(left, beside, "and takes away what came along, and nothing else");
    }
}

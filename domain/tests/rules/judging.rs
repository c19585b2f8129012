//! Verdicts against the reference.

use crate::{
    cases,
    events::{disorderly_situations, orderly_situations},
    reference::Reference,
};
use domain::{
    Phase, Seats, Selection, Violation,
    rules::{Verdict, judge, keep_possible, status},
};
use proptest::{collection::vec, prelude::*};

/// The violations in a form that can be compared: workshops within one in the order of their ids.
pub fn normalized(verdict: &Verdict) -> Vec<Violation> {
    let mut violations = verdict.violations.clone();
    for violation in &mut violations {
        match violation {
            Violation::MomentClash { workshops, .. } => workshops.sort_unstable(),
            Violation::LinkExclusive { workshops } => workshops.sort_unstable(),
            _ => {}
        }
    }
    violations.sort();
    violations
}

proptest! {
    #![proptest_config(cases(1024))]

    #[test]
    fn a_verdict_names_every_violation_of_the_rule_table_once_and_no_other(
        situation in prop_oneof![disorderly_situations().boxed(), orderly_situations().boxed()],
    ) {
        let reference = Reference::new(situation.event(), situation.standing(), &situation.seats);
        let verdict = judge(&situation.book, situation.standing(), &situation.selection, &situation.seats, &situation.phase);
        let expected: Vec<Violation> = reference.violations(&situation.selection, &situation.phase).into_iter().collect();
        prop_assert_eq!(normalized(&verdict), expected);
        prop_assert_eq!(verdict.is_accepted(), verdict.violations.is_empty());
    }

    #[test]
    fn a_status_tells_whether_every_moment_with_something_for_the_student_is_covered(
        situation in prop_oneof![disorderly_situations().boxed(), orderly_situations().boxed()],
    ) {
        let reference = Reference::new(situation.event(), situation.standing(), &situation.seats);
        let verdict = judge(&situation.book, situation.standing(), &situation.selection, &situation.seats, &situation.phase);
        prop_assert_eq!(verdict.status, reference.status(&situation.selection));
        prop_assert_eq!(status(&situation.book, situation.standing(), &situation.selection), verdict.status);
    }

    #[test]
    fn withdrawing_is_allowed_whenever_the_event_is_open(situation in disorderly_situations()) {
        let verdict =
            judge(&situation.book, situation.standing(), &Selection::empty(), &situation.seats, &situation.phase);
        let only_closed = verdict.violations.iter().all(|violation| matches!(violation, Violation::NotOpen { .. }));
        prop_assert!(only_closed, "{:?}", verdict);
        prop_assert_eq!(verdict.is_accepted(), situation.phase.is_open());
    }

    #[test]
    fn a_held_registration_keeps_its_seats_and_its_admissions_however_full_it_gets(
        situation in orderly_situations(),
        taken in vec(0..6u32, 12),
    ) {
        let event = situation.event();
        let place = |id| event.workshops.iter().position(|workshop| workshop.id == id).expect("a place");
        let seats = Seats::of(event, |id| taken[place(id)]);
        let open = Phase::Open { closes_at: None };
        let verdict = judge(&situation.book, situation.standing(), &situation.held.selection, &seats, &open);
        prop_assert!(
            verdict.violations.iter().all(|violation| matches!(violation, Violation::MomentMissing { .. })),
            "{:?}", verdict
        );
        let kept = keep_possible(&situation.book, situation.standing(), &situation.held.selection, &seats);
        prop_assert_eq!(&kept, &situation.held.selection);
    }

    #[test]
    fn what_remains_after_a_refusal_is_exactly_what_can_still_be_taken(situation in disorderly_situations()) {
        let reference = Reference::new(situation.event(), situation.standing(), &situation.seats);
        let kept = keep_possible(&situation.book, situation.standing(), &situation.selection, &situation.seats);
        let expected: Selection = (reference.chosen(&situation.selection).into_iter())
            .filter(|workshop| reference.is_unit_takeable(workshop))
            .map(|workshop| workshop.id)
            .collect();
        prop_assert_eq!(&kept, &expected);
        let verdict = judge(&situation.book, situation.standing(), &kept, &situation.seats, &situation.phase);
        let gone = |violation: &Violation| matches!(
            violation,
            Violation::UnknownWorkshop { .. } | Violation::Cancelled { .. } | Violation::NotForGroup { .. } | Violation::Full { .. }
        );
        prop_assert!(!verdict.violations.iter().any(gone), "{:?}", verdict);
    }
}

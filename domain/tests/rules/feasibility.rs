//! What an event can't give, against every selection of every group.

use crate::{
    by_hand::{GROUP, event, exclusive, moment, together, workshop},
    cases,
    events::events,
    reference::{Reference, is_orderly, subsets, unit},
};
use domain::{
    Event, GroupId, Held, Link, Moment, MomentId, Seats, Workshop, WorkshopId,
    rules::{Feasibility, GroupOutlook, GroupSize, Hindrance, Rulebook, Standing, Untakeable, feasibility},
};
use proptest::prelude::*;
use serde_json::json;
use std::collections::BTreeSet;

const OTHERS: GroupId = GroupId::from_u128(2);

fn look(event: &Event) -> Feasibility {
    feasibility(&Rulebook::new(event.clone()), &[GroupSize { group: GROUP, students: 1 }])
}

fn is_for(workshop: &Workshop, group: GroupId) -> bool {
    workshop.groups.is_empty() || workshop.groups.contains(&group)
}

/// Every selection that breaks no rule but, perhaps, leaves a moment open.
struct Day<'a> {
    group: GroupId,
    due: BTreeSet<MomentId>,
    plans: Vec<(Vec<&'a Workshop>, BTreeSet<MomentId>)>,
}

impl<'a> Day<'a> {
    fn new(event: &'a Event, group: GroupId) -> Self {
        let covers = |chosen: &[&Workshop]| -> BTreeSet<MomentId> {
            let required = event.moments.iter().filter(|moment| moment.required).map(|moment| moment.id);
            required.filter(|moment| chosen.iter().any(|workshop| workshop.moments.contains(moment))).collect()
        };
        let his: Vec<&Workshop> =
            event.workshops.iter().filter(|workshop| !workshop.cancelled && is_for(workshop, group)).collect();
        let takeable: Vec<&Workshop> = his.iter().copied().filter(|workshop| workshop.capacity > 0).collect();
        let plans = subsets(&takeable).filter(|chosen| is_orderly(event, chosen));
        Self { group, due: covers(&his), plans: plans.map(|chosen| (chosen.clone(), covers(&chosen))).collect() }
    }

    fn can_cover(&self, moments: &BTreeSet<MomentId>, with: Option<WorkshopId>) -> bool {
        self.plans.iter().any(|(chosen, covers)| {
            covers.is_superset(moments) && with.is_none_or(|id| chosen.iter().any(|workshop| workshop.id == id))
        })
    }

    /// Whether these are, of all that were wanted, the moments that can't be filled: each that can't be filled alone,
    /// or if there is none, a set that can't be filled at once while whatever is less can be.
    fn are_unfillable(&self, moments: &[MomentId], wanted: &BTreeSet<MomentId>, with: Option<WorkshopId>) -> bool {
        let said: BTreeSet<MomentId> = moments.iter().copied().collect();
        let alone: BTreeSet<MomentId> =
            wanted.iter().copied().filter(|&moment| !self.can_cover(&[moment].into(), with)).collect();
        if !alone.is_empty() {
            return said == alone;
        }
        let less = |fewer: &Vec<MomentId>| fewer.len() < moments.len();
        said.is_subset(wanted)
            && !self.can_cover(&said, with)
            && subsets(moments).filter(less).all(|fewer| self.can_cover(&fewer.into_iter().collect(), with))
    }
}

fn groups(event: &Event) -> impl Iterator<Item = GroupId> {
    event.groups.iter().map(|group| group.id)
}

proptest! {
    #![proptest_config(cases(1024))]

    #[test]
    fn a_group_can_fill_its_day_if_and_only_if_one_of_all_selections_is_complete(event in events()) {
        let found = look(&event).groups;
        prop_assert_eq!(found.len(), event.groups.len());
        for (outlook, group) in found.into_iter().zip(groups(&event)) {
            let day = Day::new(&event, group);
            prop_assert_eq!(outlook.group, group);
            prop_assert_eq!(outlook.is_feasible(), day.can_cover(&day.due, None));
            if !outlook.is_feasible() {
                prop_assert!(day.are_unfillable(&outlook.unfillable, &day.due, None), "{:?}", outlook);
            }
        }
    }

    #[test]
    fn the_required_moments_without_anything_for_a_group_are_named(event in events()) {
        for (outlook, group) in look(&event).groups.into_iter().zip(groups(&event)) {
            let nothing = |moment: &&Moment| {
                let here = event.workshops.iter().filter(|workshop| workshop.moments.contains(&moment.id));
                moment.required && here.filter(|workshop| !workshop.cancelled && is_for(workshop, group)).count() == 0
            };
            let expected: Vec<MomentId> = event.moments.iter().filter(nothing).map(|moment| moment.id).collect();
            prop_assert_eq!(outlook.nothing_for, expected);
        }
    }

    #[test]
    fn a_workshop_is_untakeable_if_it_is_in_no_group_s_best_selections(event in events()) {
        let (held, seats) = (Held::nothing(), Seats::none_taken(&event));
        let references: Vec<Reference> = (groups(&event))
            .map(|group| Reference::new(&event, Standing { group, held: &held }, &seats))
            .collect();
        let taken = |workshop: &Workshop| {
            references.iter().any(|reference| reference.best_plans().any(|plan| plan.selection.contains(workshop.id)))
        };
        let expected: Vec<WorkshopId> = (event.workshops.iter())
            .filter(|workshop| !workshop.cancelled && !taken(workshop))
            .map(|workshop| workshop.id)
            .collect();
        let found: Vec<WorkshopId> = look(&event).untakeable.iter().map(|found| found.workshop).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn every_hindrance_is_named_and_is_true(event in events()) {
        let days: Vec<Day> = groups(&event).map(|group| Day::new(&event, group)).collect();
        for Untakeable { workshop, hindrances } in look(&event).untakeable {
            let workshop = event.workshop(workshop).expect("a workshop");
            let unit = unit(&event, workshop);
            let has = |hindrance: Hindrance| hindrances.contains(&hindrance);
            prop_assert_eq!(has(Hindrance::LinksContradict), !is_orderly(&event, &unit));
            for other in &event.workshops {
                let member = unit.iter().any(|member| member.id == other.id);
                prop_assert_eq!(has(Hindrance::PartnerCancelled(other.id)), member && other.cancelled);
                prop_assert_eq!(has(Hindrance::NoSeats(other.id)), member && other.capacity == 0);
            }
            let admitted = |members: &[WorkshopId]| -> Vec<GroupId> {
                let all_admit = |group: &GroupId| (members.iter())
                    .all(|&id| is_for(event.workshop(id).expect("a workshop"), *group));
                groups(&event).filter(all_admit).collect()
            };
            let members: Vec<WorkshopId> = unit.iter().map(|member| member.id).collect();
            let mut apart = false;
            let mut lost: Vec<GroupId> = Vec::new();
            for hindrance in &hindrances {
                match hindrance {
                    Hindrance::NoGroupInCommon(apart_members) => {
                        apart = true;
                        prop_assert!(apart_members.iter().all(|id| members.contains(id)) && admitted(apart_members).is_empty());
                        for fewer in subsets(apart_members).filter(|fewer| fewer.len() < apart_members.len()) {
                            prop_assert!(!admitted(&fewer).is_empty(), "{:?}", apart_members);
                        }
                    }
                    Hindrance::DeadEnd { groups, moments } => {
                        lost.extend(groups);
                        let full: BTreeSet<MomentId> = moments.iter().copied().collect();
                        for day in days.iter().filter(|day| groups.contains(&day.group)) {
                            prop_assert!(day.can_cover(&full, None));
                            let feasible = day.can_cover(&day.due, None);
                            let wanted = if feasible { &day.due } else { &full };
                            prop_assert!(day.are_unfillable(moments, wanted, Some(workshop.id)), "{:?}", moments);
                        }
                    }
                    _ => {}
                }
            }
            prop_assert_eq!(apart, admitted(&members).is_empty());
            let alone = hindrances.iter().all(|hindrance| matches!(hindrance, Hindrance::DeadEnd { .. }));
            lost.sort_unstable();
            prop_assert_eq!(lost, if alone { admitted(&members) } else { vec![] });
        }
    }

    #[test]
    fn what_was_found_can_be_written_and_read_back(event in events()) {
        let found = look(&event);
        let written = serde_json::to_string(&found).expect("json");
        prop_assert_eq!(serde_json::from_str::<Feasibility>(&written).expect("what was written"), found);
    }
}

/// Moments 1, 2 and 3, and a workshop for each of these numbers of a moment, numbered from 1.
fn day(at: &[u128], links: Vec<Link>) -> Event {
    let workshops = (1..).zip(at).map(|(id, &at)| workshop(id, vec![MomentId::from_u128(at)])).collect();
    event(vec![moment(1, true), moment(2, true), moment(3, true)], workshops, links)
}

fn ids(numbers: &[u128]) -> Vec<WorkshopId> {
    numbers.iter().copied().map(WorkshopId::from_u128).collect()
}

fn untakeable(number: u128, hindrances: Vec<Hindrance>) -> Untakeable {
    Untakeable { workshop: WorkshopId::from_u128(number), hindrances }
}

#[test]
fn a_day_on_which_all_is_well_is_clear() {
    let found = look(&day(&[1, 1, 2, 2, 3], vec![together(1, 3), exclusive(2, 3)]));
    assert!(found.is_clear(), "{found:?}");
}

#[test]
fn a_day_is_not_clear_if_anything_at_all_was_found() {
    let clear = look(&day(&[1, 2, 3], vec![]));
    assert!(clear.is_clear());
    let nothing_for = |mut found: Feasibility| {
        found.groups[1].nothing_for.push(MomentId::from_u128(1));
        found
    };
    let unfillable = |mut found: Feasibility| {
        found.groups[1].unfillable.push(MomentId::from_u128(1));
        found
    };
    assert!(!nothing_for(clear.clone()).is_clear());
    assert!(!unfillable(clear.clone()).is_clear());
    let found = look(&day(&[1, 1], vec![together(1, 2)]));
    assert!(!Feasibility { contradictions: found.contradictions, ..clear.clone() }.is_clear());
    assert!(!Feasibility { untakeable: found.untakeable, ..clear.clone() }.is_clear());
    let book = Rulebook::new(day(&[1, 2, 3], vec![]));
    assert!(!feasibility(&book, &[GroupSize { group: GROUP, students: 2 }]).is_clear(), "two students for one seat");
}

#[test]
fn moments_that_can_only_not_be_filled_at_once_are_named_and_no_other() {
    // At moment 2 only 2, at moment 3 only 3, and those never together; moment 1 has nothing to do with it.
    let found = look(&day(&[1, 2, 3], vec![exclusive(2, 3)]));
    let unfillable = [2, 3].map(MomentId::from_u128);
    for outlook in &found.groups {
        assert!(!outlook.is_feasible());
        assert_eq!(outlook.unfillable, unfillable);
    }
    assert_eq!(found.untakeable, [], "each of them can be taken by whoever leaves the other moment open");
}

#[test]
fn a_required_moment_without_anything_for_a_group_is_a_note_and_no_failure() {
    let mut event = day(&[1, 2, 3], vec![]);
    event.workshops[2].groups = vec![GROUP];
    let outlook =
        |group, nothing_for: &[MomentId]| GroupOutlook { group, nothing_for: nothing_for.into(), unfillable: vec![] };
    let third = MomentId::from_u128(3);
    assert_eq!(look(&event).groups, [outlook(GROUP, &[]), outlook(OTHERS, &[third])]);
    event.workshops[2].cancelled = true;
    assert_eq!(look(&event).groups, [outlook(GROUP, &[third]), outlook(OTHERS, &[third])]);
    assert!(!look(&event).is_clear());
}

#[test]
fn a_moment_whose_workshops_have_no_seats_can_not_be_filled() {
    let mut event = day(&[1, 2, 3], vec![]);
    event.workshops[1].capacity = 0;
    let found = look(&event);
    assert_eq!(found.groups[0].unfillable, [MomentId::from_u128(2)]);
    assert_eq!(found.untakeable, [untakeable(2, vec![Hindrance::NoSeats(WorkshopId::from_u128(2))])]);
}

#[test]
fn a_cancelled_workshop_is_no_finding_but_keeps_its_partner_from_everyone() {
    let mut event = day(&[1, 1, 2, 2, 3], vec![together(1, 3)]);
    event.workshops[0].cancelled = true;
    let hindrance = Hindrance::PartnerCancelled(WorkshopId::from_u128(1));
    assert_eq!(look(&event).untakeable, [untakeable(3, vec![hindrance])]);
}

#[test]
fn partners_without_a_group_in_common_are_named_without_the_one_that_is_for_all() {
    let mut event = day(&[1, 2, 3, 1, 2, 3], vec![together(1, 2), together(2, 3)]);
    event.workshops[0].groups = vec![GROUP];
    event.workshops[2].groups = vec![OTHERS];
    let apart = || vec![Hindrance::NoGroupInCommon(ids(&[1, 3]))];
    assert_eq!(look(&event).untakeable, [untakeable(1, apart()), untakeable(2, apart()), untakeable(3, apart())]);
}

#[test]
fn a_dead_end_names_the_groups_and_the_moments_that_they_would_lose() {
    // 1 rules out all that there is at moment 2; the others have nothing there, and may take it.
    let mut event = day(&[1, 1, 2, 2, 3], vec![exclusive(1, 3), exclusive(1, 4)]);
    let dead_end = Hindrance::DeadEnd { groups: vec![GROUP, OTHERS], moments: vec![MomentId::from_u128(2)] };
    assert_eq!(look(&event).untakeable, [untakeable(1, vec![dead_end])]);
    event.workshops[2].groups = vec![GROUP];
    event.workshops[3].groups = vec![GROUP];
    assert_eq!(look(&event).untakeable, []);
}

#[test]
fn an_event_without_groups_is_unfinished_and_nothing_is_said_of_its_workshops() {
    let event = Event { groups: vec![], ..day(&[1], vec![]) };
    let found = look(&event);
    assert_eq!((found.groups, found.untakeable), (vec![], vec![]));
}

#[test]
fn findings_travel_as_ids_and_kebab_case_codes() {
    let id = |number: u32| format!("00000000-0000-0000-0000-{number:012}");
    let mut event = day(&[1, 1, 2, 3], vec![together(1, 2)]);
    event.workshops[2].capacity = 0;
    assert_eq!(
        serde_json::to_value(look(&event)).expect("json"),
        json!({
            "groups": [
                {"group": id(1), "nothing_for": [], "unfillable": [id(1), id(2)]},
                {"group": id(2), "nothing_for": [], "unfillable": [id(1), id(2)]},
            ],
            "untakeable": [
                {"workshop": id(1), "hindrances": ["links-contradict"]},
                {"workshop": id(2), "hindrances": ["links-contradict"]},
                {"workshop": id(3), "hindrances": [{"no-seats": id(3)}]},
            ],
            "contradictions": [
                {"links": [{"a": id(1), "b": id(2), "kind": "together"}], "moment": id(1)},
            ],
            "shortages": [{"moment": id(2), "groups": [id(1)], "students": 1, "seats": 0}],
        })
    );
}

//! Rules that clash: every set of rules is looked at, and every selection under it.

use crate::{
    by_hand::{GROUP, event, exclusive, moment, together, workshop},
    cases,
    events::events,
    reference::{is_orderly, subsets, unit},
};
use domain::{
    Event, Link, LinkKind, MomentId, Workshop, WorkshopId,
    rules::{Contradiction, GroupSize, Rulebook, feasibility},
};
use proptest::{collection::vec, prelude::*};
use std::collections::{BTreeMap, BTreeSet};

fn contradictions(event: &Event) -> Vec<Contradiction> {
    feasibility(&Rulebook::new(event.clone()), &[GroupSize { group: GROUP, students: 1 }]).contradictions
}

/// One rule that a selection can break. The two of a pair are in the order of their ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rule {
    Together(WorkshopId, WorkshopId),
    Exclusive(WorkshopId, WorkshopId),
    /// Not two workshops at the moment.
    Moment(MomentId),
}

impl From<Link> for Rule {
    fn from(link: Link) -> Self {
        let (a, b) = (link.a.min(link.b), link.a.max(link.b));
        match link.kind {
            LinkKind::Together => Self::Together(a, b),
            LinkKind::Exclusive => Self::Exclusive(a, b),
        }
    }
}

/// What stands between two workshops, and these two.
type Wall = (Rule, BTreeSet<WorkshopId>);

fn rules_of(contradiction: &Contradiction) -> Vec<Rule> {
    contradiction.links.iter().copied().map(Rule::from).chain(contradiction.moment.map(Rule::Moment)).collect()
}

fn named(rules: &[Rule]) -> BTreeSet<WorkshopId> {
    let pair = |rule: &Rule| match *rule {
        Rule::Together(a, b) | Rule::Exclusive(a, b) => vec![a, b],
        Rule::Moment(_) => vec![],
    };
    rules.iter().flat_map(pair).collect()
}

fn takes_place_at(event: &Event, workshop: WorkshopId, moment: MomentId) -> bool {
    event.workshop(workshop).expect("a workshop").moments.contains(&moment)
}

/// Whether some workshop that the rules name is in no selection that obeys them.
fn clash(event: &Event, rules: &[Rule]) -> bool {
    let named: Vec<WorkshopId> = named(rules).into_iter().collect();
    let obeys = |chosen: &Vec<WorkshopId>| {
        let has = |id: WorkshopId| chosen.contains(&id);
        rules.iter().all(|rule| match *rule {
            Rule::Together(a, b) => has(a) == has(b),
            Rule::Exclusive(a, b) => !(has(a) && has(b)),
            Rule::Moment(moment) => chosen.iter().filter(|&&id| takes_place_at(event, id, moment)).count() < 2,
        })
    };
    let takeable: BTreeSet<WorkshopId> = subsets(&named).filter(obeys).flatten().collect();
    takeable.len() < named.len()
}

fn is_smallest_clash(event: &Event, rules: &[Rule]) -> bool {
    clash(event, rules) && !subsets(rules).any(|fewer| fewer.len() < rules.len() && clash(event, &fewer))
}

/// The one rule of a smallest clash that keeps two workshops apart while all others keep them together.
fn wall(event: &Event, rules: &[Rule]) -> Wall {
    let walls: Vec<&Rule> = rules.iter().filter(|rule| !matches!(rule, Rule::Together(..))).collect();
    let [wall] = walls[..] else { panic!("not one wall: {rules:?}") };
    match *wall {
        Rule::Moment(moment) => {
            (*wall, named(rules).into_iter().filter(|&id| takes_place_at(event, id, moment)).collect())
        }
        Rule::Exclusive(a, b) | Rule::Together(a, b) => (*wall, [a, b].into()),
    }
}

/// Up to 5 workshops and 2 moments, with up to 6 links; or with two, and a ring of workshops that go together.
fn entangled() -> impl Strategy<Value = Event> {
    let workshops = vec(prop_oneof![Just(vec![1]), Just(vec![2]), Just(vec![1, 2]), Just(vec![])], 2..=5);
    let links = |most| vec((1..=5u128, 1..=5u128, prop::bool::weighted(0.7)), 0..=most);
    let ring = || (1..=5u128).map(|number| (number, number % 5 + 1, true));
    let ring = links(2).prop_map(move |links| ring().chain(links).collect::<Vec<_>>()).prop_shuffle();
    (workshops, prop_oneof![3 => links(6).boxed(), 1 => ring.boxed()]).prop_map(|(workshops, links)| {
        let count = workshops.len() as u128;
        let moments = |at: Vec<u128>| at.into_iter().map(MomentId::from_u128).collect();
        let workshops = (1..).zip(workshops).map(|(number, at)| workshop(6 - number, moments(at))).collect();
        let links = (links.into_iter())
            .filter(|&(a, b, _)| a.max(b) <= count)
            .map(|(a, b, joined)| if joined { together(6 - a, 6 - b) } else { exclusive(6 - a, 6 - b) });
        event(vec![moment(1, true), moment(2, false)], workshops, links.collect())
    })
}

proptest! {
    #![proptest_config(cases(1024))]

    #[test]
    fn rules_that_clash_are_named_once_and_as_few_as_possible(event in entangled()) {
        let found: Vec<Vec<Rule>> = contradictions(&event).iter().map(rules_of).collect();
        for rules in &found {
            prop_assert!(is_smallest_clash(&event, rules), "{:?}", rules);
        }
        let links: BTreeSet<Rule> = event.links.iter().copied().map(Rule::from).collect();
        let moments = event.moments.iter().map(|moment| Rule::Moment(moment.id));
        let rules: Vec<Rule> = links.into_iter().chain(moments).collect();
        let mut fewest: BTreeMap<Wall, usize> = BTreeMap::new();
        for rules in subsets(&rules).filter(|rules| rules.len() > 1 || matches!(rules[..], [Rule::Exclusive(..)])) {
            if is_smallest_clash(&event, &rules) {
                let fewest = fewest.entry(wall(&event, &rules)).or_insert(rules.len());
                *fewest = rules.len().min(*fewest);
            }
        }
        let said: BTreeMap<Wall, usize> = found.iter().map(|rules| (wall(&event, rules), rules.len())).collect();
        prop_assert_eq!(said.len(), found.len(), "each pair of workshops and what stands between them is named once");
        prop_assert_eq!(said, fewest);
    }

    #[test]
    fn a_contradiction_is_named_for_exactly_the_workshops_whose_partners_can_not_be_combined(
        event in prop_oneof![entangled().boxed(), events().boxed()],
    ) {
        let found = contradictions(&event);
        for workshop in &event.workshops {
            let unit = unit(&event, workshop);
            let itself = event.links.iter()
                .any(|link| link.kind == LinkKind::Exclusive && link.a == link.b && unit.iter().any(|member| member.id == link.a));
            let concerned = found.iter()
                .any(|found| unit.iter().any(|member| found.links.iter().any(|link| [link.a, link.b].contains(&member.id))));
            prop_assert_eq!(concerned, itself || !is_orderly(&event, &unit), "{:?}", workshop.id);
        }
    }

    #[test]
    fn links_are_named_as_the_event_states_them_and_in_the_order_of_the_path(event in entangled()) {
        for Contradiction { links, moment } in contradictions(&event) {
            prop_assert!(links.iter().all(|link| event.links.contains(link)), "{:?}", links);
            let exclusive = links.iter().position(|link| link.kind == LinkKind::Exclusive);
            prop_assert_eq!(exclusive.is_some(), moment.is_none());
            prop_assert!(exclusive.is_none_or(|place| place == links.len() - 1), "{:?}", links);
            let meet = |pair: &[Link]| [pair[0].a, pair[0].b].iter().any(|end| [pair[1].a, pair[1].b].contains(end));
            prop_assert!(links.windows(2).all(meet), "{:?}", links);
        }
    }
}

/// Workshops 1, 2, 3 at these moments.
fn three(at: [u128; 3], links: Vec<Link>) -> Event {
    let workshops: Vec<Workshop> = (1..).zip(at).map(|(id, at)| workshop(id, vec![MomentId::from_u128(at)])).collect();
    event(vec![moment(1, true), moment(2, true), moment(3, true)], workshops, links)
}

fn clashing(links: Vec<Link>, moment: Option<u128>) -> Contradiction {
    Contradiction { links, moment: moment.map(MomentId::from_u128) }
}

#[test]
fn two_that_go_together_with_a_third_and_never_with_each_other_clash_by_three_links() {
    let links = vec![exclusive(1, 3), together(1, 2), together(2, 3)];
    let expected = clashing(vec![together(1, 2), together(2, 3), exclusive(1, 3)], None);
    assert_eq!(contradictions(&three([1, 2, 3], links)), [expected]);
}

#[test]
fn two_that_go_together_at_one_moment_clash_by_the_link_and_the_moment() {
    assert_eq!(
        contradictions(&three([1, 1, 2], vec![together(2, 1), together(2, 3)])),
        [clashing(vec![together(2, 1)], Some(1))]
    );
}

#[test]
fn the_ends_of_a_chain_at_one_moment_clash_by_the_chain_and_the_moment() {
    assert_eq!(
        contradictions(&three([2, 1, 2], vec![together(1, 2), together(3, 2)])),
        [clashing(vec![together(1, 2), together(3, 2)], Some(2))]
    );
}

#[test]
fn a_chain_at_one_moment_clashes_link_by_link_and_not_as_a_whole() {
    assert_eq!(
        contradictions(&three([1, 1, 1], vec![together(1, 2), together(2, 3)])),
        [clashing(vec![together(1, 2)], Some(1)), clashing(vec![together(2, 3)], Some(1))]
    );
}

#[test]
fn of_two_paths_the_shorter_one_is_named() {
    let long = [together(1, 4), together(4, 5), together(5, 3)];
    let short = [together(1, 2), together(2, 3)];
    for paths in [[&short[..], &long[..]].concat(), [&long[..], &short[..]].concat()] {
        let mut event = three([1, 2, 3], [paths, vec![exclusive(1, 3)]].concat());
        event.workshops.extend([4, 5].map(|id| workshop(id, vec![])));
        assert_eq!(contradictions(&event), [clashing([&short[..], &[exclusive(1, 3)]].concat(), None)]);
    }
}

#[test]
fn both_and_never_both_about_one_pair_clash_however_often_they_are_said() {
    let links = vec![together(1, 2), exclusive(2, 1), together(2, 1), exclusive(1, 2)];
    let expected = clashing(vec![together(1, 2), exclusive(2, 1)], None);
    assert_eq!(contradictions(&three([1, 2, 3], links)), [expected]);
}

#[test]
fn links_that_can_be_obeyed_are_no_contradiction() {
    let links = vec![together(1, 2), exclusive(1, 3), exclusive(3, 2), together(9, 1), exclusive(8, 9)];
    assert_eq!(contradictions(&three([1, 2, 1], links)), []);
}

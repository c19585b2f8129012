//! Which links make sense.

use super::{at, day, group, id, numbered, with};
use crate::{
    by_hand::{exclusive, together},
    cases,
    events::events,
    reference::{clash, is_orderly, linked, unit},
};
use domain::{
    Event, Held, Link, LinkKind, Seats, Selection, Workshop,
    edit::{LinkProblem, check_link, link_remark},
    rules::{OfferState, Rulebook, Standing, options},
};
use proptest::{prelude::*, sample::Index};

fn same_moment(first: u128, second: u128, moment: u128) -> Result<(), LinkProblem> {
    Err(LinkProblem::SameMoment { first: id(first), second: id(second), moment: at(moment) })
}

fn contradiction(first: u128, second: u128) -> Result<(), LinkProblem> {
    Err(LinkProblem::Contradiction { first: id(first), second: id(second) })
}

fn with_links(links: &[Link]) -> Event {
    with(&day(), |event| event.links = links.to_vec())
}

#[test]
fn a_workshop_is_not_linked_to_itself() {
    for link in [together(1, 1), exclusive(1, 1)] {
        assert_eq!(check_link(&day(), link), Err(LinkProblem::Itself));
    }
}

#[test]
fn a_pair_is_linked_once_whichever_is_named_first_and_whatever_the_kind() {
    for there in [together(1, 2), exclusive(1, 2)] {
        for link in [together(1, 2), together(2, 1), exclusive(1, 2), exclusive(2, 1)] {
            assert_eq!(check_link(&with_links(&[there]), link), Err(LinkProblem::Twice), "{there:?} {link:?}");
        }
    }
}

#[test]
fn workshops_at_different_moments_may_go_together() {
    for link in [together(1, 2), together(2, 1), together(3, 5)] {
        assert_eq!(check_link(&day(), link), Ok(()));
    }
}

#[test]
fn two_workshops_at_one_moment_do_not_go_together() {
    assert_eq!(check_link(&day(), together(1, 4)), same_moment(1, 4, 1));
    let over_two = with(&day(), |event| numbered(event, 1).moments = vec![at(1), at(3)]);
    assert_eq!(check_link(&over_two, together(1, 3)), same_moment(1, 3, 3), "one moment in common is enough");
    assert_eq!(check_link(&over_two, together(1, 2)), Ok(()));
}

#[test]
fn two_workshops_at_one_moment_do_not_go_together_by_way_of_others() {
    let chain = with_links(&[together(1, 2), together(3, 2)]);
    assert_eq!(check_link(&chain, together(3, 4)), same_moment(1, 4, 1), "Judo, Koken and Dans go with Robotica");
    assert_eq!(check_link(&chain, together(4, 3)), same_moment(1, 4, 1));
    assert_eq!(check_link(&chain, together(1, 3)), Ok(()), "what goes together already may be said again");
    let two_chains = with_links(&[together(1, 3), together(4, 5)]);
    assert_eq!(check_link(&two_chains, together(3, 5)), same_moment(1, 4, 1));
}

#[test]
fn workshops_that_no_group_may_both_take_do_not_go_together() {
    let apart = with(&day(), |event| {
        numbered(event, 1).groups = vec![group(1)];
        numbered(event, 2).groups = vec![group(2)];
        event.links = vec![together(1, 3)];
    });
    assert_eq!(check_link(&apart, together(1, 2)), Err(LinkProblem::NoCommonGroup));
    assert_eq!(check_link(&apart, together(2, 3)), Err(LinkProblem::NoCommonGroup), "by way of Dans");
    assert_eq!(check_link(&apart, exclusive(1, 2)), Ok(()), "to go never together costs nothing");
    let both = with(&apart, |event| numbered(event, 2).groups = vec![group(2), group(1)]);
    assert_eq!(check_link(&both, together(1, 2)), Ok(()), "one in common is enough");
}

/// Each two of them have a group in common, and all three have none.
#[test]
fn three_workshops_that_go_together_have_one_group_in_common() {
    let ring = with(&day(), |event| {
        event.groups.push(domain::Group { id: group(3), name: "Docenten".into() });
        for (number, groups) in [(1, [1, 2]), (2, [2, 3]), (3, [3, 1])] {
            numbered(event, number).groups = groups.map(group).into();
        }
        event.links = vec![together(1, 2)];
    });
    assert_eq!(check_link(&ring, together(2, 3)), Err(LinkProblem::NoCommonGroup));
}

#[test]
fn an_event_without_groups_lets_everything_go_together() {
    assert_eq!(check_link(&with(&day(), |event| event.groups.clear()), together(1, 2)), Ok(()));
}

#[test]
fn together_and_never_together_contradict_each_other_in_whatever_order_they_are_said() {
    let [ab, bc, ac] = [together(1, 2), together(2, 3), exclusive(1, 3)];
    let turned = |link: Link| Link { a: link.b, b: link.a, ..link };
    for (first, second, last) in [(ab, bc, ac), (bc, ab, ac), (ab, ac, bc), (ac, ab, bc), (bc, ac, ab), (ac, bc, ab)] {
        for (first, second, last) in [(first, second, last), (turned(first), turned(second), turned(last))] {
            let event = with_links(&[first]);
            assert_eq!(check_link(&event, second), Ok(()));
            let Err(LinkProblem::Contradiction { first, second }) = check_link(&with_links(&[first, second]), last)
            else {
                panic!("{last:?} after {first:?} and {second:?}");
            };
            assert_eq!([first.min(second), first.max(second)], [id(1), id(3)], "the two that exclude each other");
        }
    }
}

#[test]
fn a_contradiction_is_found_through_a_long_chain() {
    let event = with(&day(), |event| {
        event.moments.extend((4..=6).map(|number| crate::by_hand::moment(number, true)));
        event.workshops.extend((6..=8).map(|number| super::workshop(number, "Sport", number - 2)));
        event.links = vec![together(6, 7), together(8, 7), together(1, 6), together(2, 3), exclusive(3, 8)];
    });
    assert_eq!(check_link(&event, together(1, 2)), contradiction(3, 8));
    assert_eq!(check_link(&event, exclusive(8, 1)), contradiction(8, 1));
}

#[test]
fn what_never_goes_together_may_each_go_with_others() {
    let event = with_links(&[exclusive(1, 2)]);
    assert_eq!(check_link(&event, together(1, 3)), Ok(()));
    assert_eq!(check_link(&event, exclusive(2, 3)), Ok(()));
}

#[test]
fn never_together_at_one_moment_is_needless_and_allowed() {
    let event = with(&day(), |event| numbered(event, 4).moments = vec![at(2), at(1)]);
    assert_eq!(check_link(&event, exclusive(1, 4)), Ok(()));
    assert_eq!(link_remark(&event, exclusive(1, 4)), Some(at(1)));
    assert_eq!(link_remark(&event, exclusive(2, 4)), Some(at(2)));
    assert_eq!(link_remark(&event, exclusive(1, 2)), None, "at different moments it says something");
    assert_eq!(link_remark(&event, together(1, 4)), None, "that is no remark but an error");
}

/// Which workshops someone can still take when nothing but groups and links stands in the way.
fn takeable<'a>(event: &'a Event, book: &Rulebook) -> Vec<&'a Workshop> {
    let (held, seats) = (Held::nothing(), Seats::none_taken(event));
    let offers: Vec<_> = (event.groups.iter())
        .flat_map(|group| options(book, Standing { group: group.id, held: &held }, &Selection::empty(), &seats))
        .filter(|offer| offer.state == OfferState::Free)
        .map(|offer| offer.workshop)
        .collect();
    event.workshops.iter().filter(|workshop| offers.contains(&workshop.id)).collect()
}

/// The same by the reference.
fn possible(event: &Event) -> Vec<&Workshop> {
    let is_possible = |workshop: &&Workshop| {
        let unit = unit(event, workshop);
        is_orderly(event, &unit) && event.groups.iter().any(|group| unit.iter().all(|member| member.admits(group.id)))
    };
    event.workshops.iter().filter(is_possible).collect()
}

/// Whether a reason against a link is so.
fn is_true(event: &Event, link: Link, problem: LinkProblem) -> bool {
    let unit_of = |id| unit(event, event.workshop(id).expect("a workshop"));
    let united: Vec<&Workshop> = unit_of(link.a).into_iter().chain(unit_of(link.b)).collect();
    let is_in = |id| united.iter().any(|member| member.id == id);
    match problem {
        LinkProblem::Itself => link.a == link.b,
        LinkProblem::Twice => event.links.iter().any(|there| linked(event, there.kind, link.a, link.b)),
        LinkProblem::SameMoment { first, second, moment } => {
            let there = |id| event.workshop(id).is_some_and(|workshop| workshop.moments.contains(&moment));
            first != second && is_in(first) && is_in(second) && there(first) && there(second)
        }
        LinkProblem::NoCommonGroup => {
            !event.groups.iter().any(|group| united.iter().all(|member| member.admits(group.id)))
        }
        LinkProblem::Contradiction { first, second } => {
            let said = linked(event, LinkKind::Exclusive, first, second) || link.kind == LinkKind::Exclusive;
            first != second && is_in(first) && is_in(second) && said
        }
    }
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn what_links_allow_someone_can_still_take_and_what_they_refuse_no_one_could(
        event in events(),
        more in prop::collection::vec((any::<Index>(), any::<Index>(), any::<bool>()), 0..8),
    ) {
        let mut event = event;
        for moment in &mut event.moments {
            moment.required = false;
        }
        for workshop in &mut event.workshops {
            (workshop.capacity, workshop.cancelled) = (1, false);
        }
        let mut links = std::mem::take(&mut event.links);
        let pick = |index: Index| event.workshops.get(index.index(event.workshops.len().max(1))).map(|workshop| workshop.id);
        links.extend(more.into_iter().filter_map(|(a, b, is_together)| {
            let kind = if is_together { LinkKind::Together } else { LinkKind::Exclusive };
            Some(Link { a: pick(a)?, b: pick(b)?, kind })
        }));
        for link in links {
            let added = with(&event, |event| event.links.push(link));
            let everything: Vec<&Workshop> = added.workshops.iter().collect();
            match check_link(&event, link) {
                Ok(()) => {
                    prop_assert_eq!(&possible(&added), &everything, "after {:?}", link);
                    prop_assert_eq!(&takeable(&added, &Rulebook::new(added.clone())), &everything, "after {:?}", link);
                    event = added;
                }
                Err(problem) => {
                    prop_assert!(is_true(&event, link, problem), "{:?}: {:?}", link, problem);
                    if !matches!(problem, LinkProblem::Itself | LinkProblem::Twice) {
                        prop_assert!(possible(&added).len() < everything.len(), "{:?}: {:?}", link, problem);
                    }
                }
            }
        }
    }

    #[test]
    fn a_remark_names_a_moment_that_the_two_share(event in events(), a in any::<Index>(), b in any::<Index>()) {
        prop_assume!(event.workshops.len() > 1);
        let (a, b) = (a.get(&event.workshops), b.get(&event.workshops));
        prop_assume!(a.id != b.id);
        let link = Link { a: a.id, b: b.id, kind: LinkKind::Exclusive };
        match link_remark(&event, link) {
            Some(moment) => prop_assert!(a.moments.contains(&moment) && b.moments.contains(&moment)),
            None => prop_assert!(!clash(a, b)),
        }
    }
}

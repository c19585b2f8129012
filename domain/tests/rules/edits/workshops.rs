//! What becomes of an event: its workshops and links. Every expectation is a whole event, so that nothing else may
//! change.

use super::{at, day, group, id, in_row, numbered, of_form, with, workshop};
use crate::by_hand::{exclusive, together};
use domain::{
    Event, Workshop,
    edit::{EventEdit, Field, FieldError, LinkProblem, Problem, WorkshopPut, fingerprint},
};

/// Several workshops as their forms send them, each with the fingerprint of what `shown` has.
fn set_all(shown: &Event, workshops: &[Workshop]) -> EventEdit {
    let put = |workshop: &Workshop| WorkshopPut {
        base: shown.workshop(workshop.id).map(fingerprint),
        workshop: workshop.clone(),
    };
    EventEdit::Workshops(workshops.iter().map(put).collect())
}

/// The event's own workshop, changed.
fn changed(event: &Event, number: u128, change: impl FnOnce(&mut Workshop)) -> Workshop {
    let mut workshop = event.workshop(id(number)).expect("a workshop").clone();
    change(&mut workshop);
    workshop
}

/// Moves workshops of the event to other moments.
fn moved(event: &Event, to: &[(u128, u128)]) -> Result<Event, Vec<FieldError>> {
    let workshops: Vec<Workshop> = to
        .iter()
        .map(|&(number, moment)| changed(event, number, |workshop| workshop.moments = vec![at(moment)]))
        .collect();
    set_all(event, &workshops).apply(event)
}

/// Judo and Koken go together.
fn linked_day() -> Event {
    with(&day(), |event| event.links = vec![together(1, 2)])
}

fn broken(number: u128, with: u128) -> Vec<FieldError> {
    in_row(id(number), Field::Moments, Problem::LinkBroken { with: id(with) })
}

#[test]
fn workshops_are_added_at_the_end_and_changed_in_their_places() {
    let event = linked_day();
    let added = workshop(6, "Judo", 3);
    let judo = changed(&event, 1, |judo| {
        judo.capacity = 30;
        judo.cancelled = true;
        judo.host = "Sensei".into();
    });
    let expected = with(&event, |event| {
        event.workshops[0] = judo.clone();
        event.workshops.push(added.clone());
    });
    assert_eq!(set_all(&event, &[added, judo]).apply(&event), Ok(expected));
}

#[test]
fn a_workshop_that_someone_else_changed_or_deleted_is_not_overwritten() {
    let event = day();
    let [judo, dans] = [1, 3].map(|number| changed(&event, number, |workshop| workshop.capacity = 30));
    let edit = set_all(&event, &[judo, dans]);
    let changed = with(&event, |event| numbered(event, 3).location = "Gymzaal".into());
    assert_eq!(edit.apply(&changed), Err(in_row(id(3), Field::Form, Problem::Changed)), "and Judo isn't changed alone");
    let deleted = with(&event, |event| event.workshops.retain(|workshop| workshop.id != id(3)));
    assert_eq!(edit.apply(&deleted), Err(in_row(id(3), Field::Form, Problem::Gone)));
    let elsewhere = with(&event, |event| numbered(event, 2).location = "Gymzaal".into());
    assert!(edit.apply(&elsewhere).is_ok(), "what the form didn't show may change");
}

#[test]
fn everything_that_is_wrong_with_several_workshops_is_named_at_once() {
    let event = linked_day();
    let [judo, koken, dans] = [(1, 2), (2, 2), (3, 3)]
        .map(|(number, moment)| changed(&event, number, |workshop| workshop.moments = vec![at(moment)]));
    let edit = set_all(&event, &[judo, koken, dans]);
    let later = with(&event, |event| {
        numbered(event, 2).capacity = 9;
        event.workshops.retain(|workshop| workshop.id != id(3));
    });
    let expected = [
        in_row(id(2), Field::Form, Problem::Changed),
        in_row(id(3), Field::Form, Problem::Gone),
        broken(1, 2),
        broken(2, 1),
    ];
    assert_eq!(edit.apply(&later), Err(expected.concat()));
}

#[test]
fn there_are_at_most_2000_workshops() {
    let many = |count| with(&day(), |event| event.workshops = (1..=count).map(|id| workshop(id, "Judo", 1)).collect());
    let edit = set_all(&day(), &[workshop(9_000, "Koken", 2), workshop(9_001, "Dans", 3)]);
    let too_many = of_form(Field::Title, Problem::TooMany { limit: 2_000 });
    assert_eq!(edit.apply(&many(1_999)), Err(too_many), "the second doesn't fit");
    assert_eq!(edit.apply(&many(1_998)).map(|event| event.workshops.len()), Ok(2_000));
}

#[test]
fn a_linked_pair_can_not_come_to_share_a_moment() {
    assert_eq!(moved(&linked_day(), &[(1, 2)]), Err(broken(1, 2)));
    assert_eq!(moved(&linked_day(), &[(2, 1)]), Err(broken(2, 1)));
    assert!(moved(&linked_day(), &[(1, 3)]).is_ok());
    assert!(moved(&day(), &[(1, 2)]).is_ok(), "without the link it may");
    let never = with(&day(), |event| event.links = vec![exclusive(1, 2)]);
    assert!(moved(&never, &[(1, 2)]).is_ok(), "and what never goes together may");
}

#[test]
fn a_chain_of_links_can_not_come_to_share_a_moment() {
    let chain = with(&day(), |event| event.links = vec![together(1, 2), together(3, 2)]);
    assert_eq!(moved(&chain, &[(1, 3)]), Err(broken(1, 2)), "Judo is linked with Dans by way of Koken");
    assert_eq!(moved(&chain, &[(3, 1)]), Err(broken(3, 2)));
}

#[test]
fn a_linked_pair_may_swap_its_moments_in_one_go() {
    let event = linked_day();
    let expected = with(&event, |event| {
        numbered(event, 1).moments = vec![at(2)];
        numbered(event, 2).moments = vec![at(1)];
    });
    assert_eq!(moved(&event, &[(1, 2), (2, 1)]), Ok(expected.clone()));
    assert_eq!(moved(&event, &[(2, 1), (1, 2)]), Ok(expected));
}

#[test]
fn a_linked_pair_keeps_a_group_in_common() {
    let event = linked_day();
    let only = |event: &Event, number, groups: &[u128]| {
        changed(event, number, |workshop| workshop.groups = groups.iter().copied().map(group).collect())
    };
    let (judo, koken) = (only(&event, 1, &[1]), only(&event, 2, &[2]));
    assert_eq!(
        set_all(&event, &[judo.clone(), koken.clone()]).apply(&event),
        Err([broken(1, 2), broken(2, 1)].concat())
    );
    let judo_alone = set_all(&event, &[judo]).apply(&event).expect("Koken is for everyone");
    assert_eq!(set_all(&judo_alone, &[koken]).apply(&judo_alone), Err(broken(2, 1)));
    let both = only(&event, 2, &[1, 2]);
    assert!(set_all(&judo_alone, &[both]).apply(&judo_alone).is_ok(), "one in common is enough");
}

#[test]
fn a_pair_that_was_impossible_before_keeps_no_one_from_changing_it() {
    let impossible = with(&linked_day(), |event| numbered(event, 1).moments = vec![at(2)]);
    let judo = changed(&impossible, 1, |judo| judo.capacity = 30);
    let expected = with(&impossible, |event| numbered(event, 1).capacity = 30);
    assert_eq!(set_all(&impossible, &[judo]).apply(&impossible), Ok(expected));
    assert!(moved(&impossible, &[(1, 1)]).is_ok(), "and it may be mended");
}

#[test]
fn a_workshop_goes_with_its_links() {
    let event = with(&day(), |event| event.links = vec![together(1, 2), exclusive(3, 1), exclusive(3, 4)]);
    let expected = with(&event, |event| {
        event.workshops.remove(0);
        event.links = vec![exclusive(3, 4)];
    });
    assert_eq!(EventEdit::DeleteWorkshop(id(1)).apply(&event), Ok(expected));
}

#[test]
fn a_link_is_added_at_the_end() {
    let event = linked_day();
    let expected = with(&event, |event| event.links.push(exclusive(3, 1)));
    assert_eq!(EventEdit::AddLink(exclusive(3, 1)).apply(&event), Ok(expected));
}

#[test]
fn a_link_that_can_not_be_is_not_added() {
    let refused = |event: &Event, link, field, problem| {
        assert_eq!(EventEdit::AddLink(link).apply(event), Err(of_form(field, problem)));
    };
    refused(&linked_day(), exclusive(2, 1), Field::Form, Problem::Link(LinkProblem::Twice));
    refused(&day(), together(1, 1), Field::Form, Problem::Link(LinkProblem::Itself));
    refused(&day(), together(9, 1), Field::A, Problem::Gone);
    refused(&day(), exclusive(1, 9), Field::B, Problem::Gone);
}

#[test]
fn there_are_at_most_10_000_links() {
    let many = |count| with(&day(), |event| event.links = vec![exclusive(1, 2); count]);
    let edit = EventEdit::AddLink(exclusive(3, 4));
    assert_eq!(edit.apply(&many(10_000)), Err(of_form(Field::Form, Problem::TooMany { limit: 10_000 })));
    assert_eq!(edit.apply(&many(9_999)).map(|event| event.links.len()), Ok(10_000));
}

#[test]
fn a_link_goes_whichever_of_the_two_is_named_first_and_however_often_it_stands() {
    let event =
        with(&day(), |event| event.links = vec![together(1, 2), exclusive(1, 3), together(2, 1), exclusive(4, 2)]);
    let expected = with(&event, |event| event.links = vec![exclusive(1, 3), exclusive(4, 2)]);
    for (a, b) in [(1, 2), (2, 1)] {
        assert_eq!(EventEdit::RemoveLink(id(a), id(b)).apply(&event), Ok(expected.clone()));
    }
    assert_eq!(EventEdit::RemoveLink(id(1), id(5)).apply(&event), Ok(event.clone()), "none stands there");
}

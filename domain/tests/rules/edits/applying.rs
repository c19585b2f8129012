//! What becomes of an event: its settings, moments and groups. Every expectation is a whole event, so that nothing else
//! may change.

use super::{at, day, group, id, in_row, numbered, of_form, with};
use crate::by_hand::{self, exclusive, together};
use domain::{
    Availability, AvailabilityState, Event, Group, Moment, Slug, Timestamp,
    edit::{EventEdit, Field, GroupPut, MomentPut, Problem, Step, fingerprint},
};

fn slug(text: &str) -> Slug {
    text.parse().expect("a slug")
}

fn settings_base(event: &Event) -> String {
    fingerprint(&(&event.title, &event.slug, &event.intro))
}

fn settings(base: String) -> EventEdit {
    EventEdit::Settings { title: "Workshopdag".into(), slug: slug("dag-2027"), intro: "Kies!".into(), base }
}

fn set_moment(event: &Event, moment: Moment) -> EventEdit {
    EventEdit::Moment(MomentPut { base: event.moment(moment.id).map(fingerprint), moment })
}

fn set_group(event: &Event, group: Group) -> EventEdit {
    EventEdit::Group(GroupPut { base: event.group(group.id).map(fingerprint), group })
}

fn named_moment(number: u128, name: &str) -> Moment {
    Moment { name: name.to_owned(), ..by_hand::moment(number, true) }
}

fn named_group(number: u128, name: &str) -> Group {
    Group { id: group(number), name: name.to_owned() }
}

#[test]
fn settings_change_title_slug_and_introduction_and_nothing_else() {
    let event = day();
    let expected = with(&event, |event| {
        event.title = "Workshopdag".into();
        event.slug = slug("dag-2027");
        event.intro = "Kies!".into();
    });
    assert_eq!(settings(settings_base(&event)).apply(&event), Ok(expected));
}

#[test]
fn settings_that_someone_else_changed_are_not_overwritten() {
    let event = day();
    let edit = settings(settings_base(&event));
    let changed = of_form(Field::Form, Problem::Changed);
    let others: [fn(&mut Event); 3] =
        [|e| e.title.push('!'), |e| e.slug = slug("anders"), |e| e.intro.push_str("Welkom")];
    for other in others {
        assert_eq!(edit.apply(&with(&event, other)), Err(changed.clone()));
    }
    let elsewhere = with(&event, |event| numbered(event, 1).capacity = 9);
    assert!(edit.apply(&elsewhere).is_ok(), "what the form didn't show may change");
}

#[test]
fn availability_is_checked_only_where_a_form_showed_it() {
    let event = day();
    let availability = Availability {
        state: AvailabilityState::Scheduled,
        opens_at: Some(Timestamp::from_micros(1)),
        closes_at: Some(Timestamp::from_micros(2)),
    };
    let edit = |base: Option<String>| EventEdit::Availability { availability, base };
    let expected = with(&event, |event| event.availability = availability);
    let shown = fingerprint(&event.availability);
    assert_eq!(edit(Some(shown.clone())).apply(&event), Ok(expected.clone()));
    assert_eq!(edit(None).apply(&event), Ok(expected));

    let opened = with(&event, |event| event.availability.state = AvailabilityState::Open);
    assert_eq!(edit(Some(shown)).apply(&opened), Err(of_form(Field::Form, Problem::Changed)));
    assert!(edit(None).apply(&opened).is_ok(), "a button means the same whatever was");
}

#[test]
fn a_moment_is_added_at_the_end_and_changed_in_its_place() {
    let event = day();
    let added = named_moment(4, "Ronde 4");
    assert_eq!(set_moment(&event, added.clone()).apply(&event), Ok(with(&event, |event| event.moments.push(added))));

    let starts_at = Some(Timestamp::from_micros(5));
    let changed = Moment { starts_at, required: false, ..named_moment(2, "Middag") };
    let expected = with(&event, |event| event.moments[1] = changed.clone());
    assert_eq!(set_moment(&event, changed).apply(&event), Ok(expected));
}

#[test]
fn a_group_is_added_at_the_end_and_changed_in_its_place() {
    let event = day();
    let added = named_group(3, "Docenten");
    assert_eq!(set_group(&event, added.clone()).apply(&event), Ok(with(&event, |event| event.groups.push(added))));
    let changed = named_group(1, "Klas 1 en 2");
    let expected = with(&event, |event| event.groups[0] = changed.clone());
    assert_eq!(set_group(&event, changed).apply(&event), Ok(expected));
}

#[test]
fn a_moment_or_group_that_someone_else_changed_is_not_overwritten() {
    let event = day();
    let later = with(&event, |event| {
        event.moments[1].required = false;
        event.groups[1].name = "Klas 3".into();
    });
    let edit = set_moment(&event, named_moment(2, "Middag"));
    assert_eq!(edit.apply(&later), Err(in_row(at(2), Field::Form, Problem::Changed)));
    let edit = set_group(&event, named_group(2, "Klas 4"));
    assert_eq!(edit.apply(&later), Err(in_row(group(2), Field::Form, Problem::Changed)));
    assert!(set_moment(&event, named_moment(1, "Ochtend")).apply(&later).is_ok(), "others may change");
    assert!(set_group(&event, named_group(1, "Klas 1")).apply(&later).is_ok(), "others may change");
}

#[test]
fn a_moment_or_group_that_someone_else_deleted_does_not_come_back() {
    let event = day();
    let later = with(&event, |event| {
        event.moments.remove(1);
        event.groups.remove(1);
    });
    let edit = set_moment(&event, named_moment(2, "Middag"));
    assert_eq!(edit.apply(&later), Err(in_row(at(2), Field::Form, Problem::Gone)));
    let edit = set_group(&event, named_group(2, "Klas 4"));
    assert_eq!(edit.apply(&later), Err(in_row(group(2), Field::Form, Problem::Gone)));
}

#[test]
fn two_moments_never_have_the_same_name_in_whatever_case() {
    let event = with(&day(), |event| event.moments[0].name = "Één".into());
    for name in ["Één", "éÉN", " één "] {
        let edit = set_moment(&event, named_moment(4, name));
        assert_eq!(edit.apply(&event), Err(of_form(Field::Name, Problem::Taken)), "{name}");
        let edit = set_moment(&event, named_moment(2, name));
        assert_eq!(edit.apply(&event), Err(in_row(at(2), Field::Name, Problem::Taken)), "{name}");
        assert!(set_moment(&event, named_moment(1, name)).apply(&event).is_ok(), "its own name is free");
    }
}

#[test]
fn two_groups_never_have_the_same_name_in_whatever_case() {
    let event = day();
    for name in ["Onderbouw", "ONDERBOUW", " onderbouw"] {
        let edit = set_group(&event, named_group(3, name));
        assert_eq!(edit.apply(&event), Err(of_form(Field::Name, Problem::Taken)), "{name}");
        let edit = set_group(&event, named_group(2, name));
        assert_eq!(edit.apply(&event), Err(in_row(group(2), Field::Name, Problem::Taken)), "{name}");
        assert!(set_group(&event, named_group(1, name)).apply(&event).is_ok(), "its own name is free");
    }
}

#[test]
fn there_are_at_most_64_moments_and_200_groups() {
    let full = with(&day(), |event| {
        event.moments = (1..=64).map(|number| named_moment(number, &format!("Ronde {number}"))).collect();
        event.groups = (1..=200).map(|number| named_group(number, &format!("Groep {number}"))).collect();
    });
    let too_many = |limit| of_form(Field::Name, Problem::TooMany { limit });
    let (moment, group) = (named_moment(65, "Ronde 65"), named_group(201, "Groep 201"));
    assert_eq!(set_moment(&full, moment.clone()).apply(&full), Err(too_many(64)));
    assert_eq!(set_group(&full, group.clone()).apply(&full), Err(too_many(200)));
    assert!(set_moment(&full, named_moment(64, "Laatste")).apply(&full).is_ok(), "the last may still change");
    let room = with(&full, |event| (event.moments.truncate(63), event.groups.truncate(199)).0);
    assert!(set_moment(&room, moment).apply(&room).is_ok());
    assert!(set_group(&room, group).apply(&room).is_ok());
}

#[test]
fn what_moves_changes_places_with_its_neighbour_and_stays_at_the_ends() {
    let event = with(&day(), |event| event.links = vec![together(1, 2), exclusive(3, 4)]);
    let moves = [
        (EventEdit::MoveMoment(at(2), Step::Up), with(&event, |event| event.moments.swap(0, 1))),
        (EventEdit::MoveMoment(at(2), Step::Down), with(&event, |event| event.moments.swap(1, 2))),
        (EventEdit::MoveGroup(group(2), Step::Up), with(&event, |event| event.groups.swap(0, 1))),
        (EventEdit::MoveGroup(group(1), Step::Down), with(&event, |event| event.groups.swap(0, 1))),
        (EventEdit::MoveWorkshop(id(2), Step::Up), with(&event, |event| event.workshops.swap(0, 1))),
        (EventEdit::MoveWorkshop(id(4), Step::Down), with(&event, |event| event.workshops.swap(3, 4))),
    ];
    for (edit, expected) in moves {
        assert_eq!(edit.apply(&event), Ok(expected), "{edit:?}");
    }
    for edit in [
        EventEdit::MoveMoment(at(1), Step::Up),
        EventEdit::MoveMoment(at(3), Step::Down),
        EventEdit::MoveGroup(group(1), Step::Up),
        EventEdit::MoveGroup(group(2), Step::Down),
        EventEdit::MoveWorkshop(id(1), Step::Up),
        EventEdit::MoveWorkshop(id(5), Step::Down),
    ] {
        assert_eq!(edit.apply(&event), Ok(event.clone()), "{edit:?}");
    }
}

#[test]
fn what_is_gone_can_not_be_moved() {
    for edit in [
        EventEdit::MoveMoment(at(9), Step::Up),
        EventEdit::MoveGroup(group(9), Step::Down),
        EventEdit::MoveWorkshop(id(9), Step::Up),
    ] {
        assert_eq!(edit.apply(&day()), Err(of_form(Field::Form, Problem::Gone)), "{edit:?}");
    }
}

#[test]
fn a_moment_goes_and_the_workshops_that_have_others_leave_it() {
    let event = with(&day(), |event| {
        event.workshops.retain(|workshop| ![id(2), id(5)].contains(&workshop.id));
        numbered(event, 1).moments = vec![at(1), at(2), at(3)];
    });
    let expected = with(&event, |event| {
        event.moments.remove(1);
        numbered(event, 1).moments = vec![at(1), at(3)];
    });
    assert_eq!(EventEdit::DeleteMoment(at(2)).apply(&event), Ok(expected));
}

#[test]
fn a_group_goes_and_the_workshops_that_admit_others_too_leave_it() {
    let event = with(&day(), |event| numbered(event, 1).groups = vec![group(1), group(2)]);
    let expected = with(&event, |event| {
        event.groups.remove(0);
        numbered(event, 1).groups = vec![group(2)];
    });
    assert_eq!(EventEdit::DeleteGroup(group(1)).apply(&event), Ok(expected), "what admits everyone still does");
}

#[test]
fn a_moment_stays_while_it_is_the_only_one_of_a_workshop() {
    let event = with(&day(), |event| numbered(event, 5).moments = vec![at(2), at(3)]);
    let only = |workshops| Err(in_row(at(2), Field::Form, Problem::OnlyMomentOf { workshops }));
    assert_eq!(EventEdit::DeleteMoment(at(2)).apply(&event), only(vec![id(2)]));
    assert_eq!(EventEdit::DeleteMoment(at(2)).apply(&day()), only(vec![id(2), id(5)]));
}

/// Else the workshop would admit everyone.
#[test]
fn a_group_stays_while_a_workshop_is_for_it_alone() {
    let event = with(&day(), |event| {
        numbered(event, 1).groups = vec![group(2)];
        numbered(event, 3).groups = vec![group(1), group(2)];
        numbered(event, 4).groups = vec![group(2)];
    });
    let only = Problem::OnlyGroupOf { workshops: vec![id(1), id(4)] };
    assert_eq!(EventEdit::DeleteGroup(group(2)).apply(&event), Err(in_row(group(2), Field::Form, only)));
}

#[test]
fn what_someone_else_deleted_may_be_deleted_again() {
    let event = day();
    for edit in [EventEdit::DeleteMoment(at(9)), EventEdit::DeleteGroup(group(9)), EventEdit::DeleteWorkshop(id(9))] {
        assert_eq!(edit.apply(&event), Ok(event.clone()), "{edit:?}");
    }
}

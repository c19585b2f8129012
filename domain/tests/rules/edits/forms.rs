//! What is wrong with what was typed: everything at once.

use super::{at, day, group, id, numbered, with};
use crate::{cases, events::events};
use domain::{
    Event, MomentId, StudentKey, Workshop,
    edit::{
        EventEdit, Field, FieldError, Problem, Step, StudentData, StudentForm, WorkshopForm, WorkshopPut,
        check_settings, fingerprint,
    },
};
use proptest::{prelude::*, sample::Index};

/// The problems by the names of their fields: their order is the page's matter.
fn by_field(errors: Vec<FieldError>) -> Vec<(&'static str, Problem)> {
    let mut problems: Vec<_> = errors
        .into_iter()
        .map(|error| {
            assert_eq!(error.input(), error.field.name(), "a form with one row names its fields plainly");
            (error.field.name(), error.problem)
        })
        .collect();
    problems.sort_by_key(|(field, _)| *field);
    problems
}

fn judo() -> WorkshopForm {
    WorkshopForm {
        title: " Judo ".into(),
        description: "Op blote voeten.\r\n\r\nOok voor beginners.\n".into(),
        moments: vec![at(3), at(1)],
        groups: vec![group(2)],
        capacity: " 24 ".into(),
        location: " Gymzaal ".into(),
        host: String::new(),
        cancelled: true,
    }
}

#[test]
fn a_workshop_is_read_with_its_moments_in_the_events_order() {
    let expected = Workshop {
        id: id(9),
        title: "Judo".into(),
        description: "Op blote voeten.\n\nOok voor beginners.".into(),
        moments: vec![at(1), at(3)],
        groups: vec![group(2)],
        capacity: 24,
        location: "Gymzaal".into(),
        host: String::new(),
        cancelled: true,
    };
    assert_eq!(judo().check(&day(), id(9)), Ok(expected));
}

#[test]
fn everything_that_is_wrong_with_a_workshop_is_named_at_once() {
    let form = WorkshopForm {
        title: " ".into(),
        description: "x".repeat(5_001),
        moments: Vec::new(),
        groups: vec![group(1), group(9)],
        capacity: "veel".into(),
        location: "x".repeat(201),
        host: "Sen\u{7}sei".into(),
        cancelled: false,
    };
    let expected = vec![
        ("capacity", Problem::NoNumber),
        ("description", Problem::TooLong { limit: 5_000 }),
        ("groups", Problem::Gone),
        ("host", Problem::ControlCharacter),
        ("location", Problem::TooLong { limit: 200 }),
        ("moments", Problem::NoMoment),
        ("title", Problem::Empty),
    ];
    assert_eq!(form.check(&day(), id(9)).map_err(by_field), Err(expected));
}

#[test]
fn a_workshop_is_not_read_without_what_someone_else_deleted() {
    let problem = |form: WorkshopForm| form.check(&day(), id(9)).map_err(by_field);
    let moment = WorkshopForm { moments: vec![at(1), at(9)], ..judo() };
    assert_eq!(problem(moment), Err(vec![("moments", Problem::Gone)]));
    // Else it would be for everyone.
    let group = WorkshopForm { groups: vec![group(9)], ..judo() };
    assert_eq!(problem(group), Err(vec![("groups", Problem::Gone)]));
}

#[test]
fn ticking_all_groups_is_the_same_as_ticking_none() {
    for groups in [vec![], vec![group(2), group(1)]] {
        let form = WorkshopForm { groups, ..judo() };
        for workshop in [9, 1] {
            assert_eq!(form.check(&day(), id(workshop)).map(|workshop| workshop.groups), Ok(vec![]));
        }
    }
}

#[test]
fn a_workshop_that_named_all_groups_keeps_naming_them() {
    let event = with(&day(), |event| numbered(event, 1).groups = vec![group(1), group(2)]);
    let groups = |event: &Event, form: &WorkshopForm| form.check(event, id(1)).map(|workshop| workshop.groups);
    let form = WorkshopForm::from(event.workshop(id(1)).expect("Judo"));
    assert_eq!(groups(&event, &form), Ok(vec![group(1), group(2)]), "a later group isn't let in unasked");
    let grown = with(&event, |event| event.groups.push(domain::Group { id: group(3), name: "Docenten".into() }));
    assert_eq!(groups(&grown, &form), Ok(vec![group(1), group(2)]));
    let moved = EventEdit::MoveGroup(group(2), Step::Up).apply(&event).expect("it is there");
    assert_eq!(groups(&moved, &form), Ok(vec![group(2), group(1)]), "in whatever order they stand");
}

#[test]
fn settings_are_read_without_the_space_around_them() {
    let (title, slug, intro) = check_settings(" Dag ", " dag-2027 ", " Kies!\r\nNu. ").expect("settings");
    assert_eq!((&*title, slug.as_str(), &*intro), ("Dag", "dag-2027", "Kies!\nNu."));
}

#[test]
fn everything_that_is_wrong_with_settings_is_named_at_once() {
    let problems = |title, slug, intro| check_settings(title, slug, intro).map_err(by_field).map(drop);
    let all = |slug| Err(vec![("intro", Problem::ControlCharacter), ("slug", slug), ("title", Problem::Empty)]);
    assert_eq!(problems("", "dag 2027", "\u{7}"), all(Problem::NoSlug));
    assert_eq!(problems("", " ", "\u{7}"), all(Problem::Empty));
    let but_the_slug = vec![("intro", Problem::ControlCharacter), ("title", Problem::Empty)];
    assert_eq!(problems("", "dag", "\u{7}"), Err(but_the_slug));
    assert_eq!(problems("Dag", "dag/2027", ""), Err(vec![("slug", Problem::NoSlug)]));
    let (title, intro) = ("x".repeat(201), "x".repeat(5_001));
    let too_long = |limit| Problem::TooLong { limit };
    assert_eq!(problems(&title, "dag", &intro), Err(vec![("intro", too_long(5_000)), ("title", too_long(200))]));
}

fn amira() -> StudentForm {
    StudentForm {
        name: " Amira ".into(),
        class: " 2B ".into(),
        group: group(2).to_string(),
        number: " 1047 ".into(),
        key: " abcde-fghj2 ".into(),
    }
}

#[test]
fn a_student_is_read_and_may_have_no_number_and_no_new_key() {
    let key: StudentKey = "ABCDEFGHJ2".parse().expect("a key");
    let expected = StudentData {
        name: "Amira".into(),
        class: "2B".into(),
        group: group(2),
        number: Some("1047".into()),
        key: Some(key),
    };
    assert_eq!(amira().check(&day()), Ok(expected.clone()));
    let bare = StudentForm { number: " ".into(), key: String::new(), ..amira() };
    assert_eq!(bare.check(&day()), Ok(StudentData { number: None, key: None, ..expected }));
}

#[test]
fn everything_that_is_wrong_with_a_student_is_named_at_once() {
    let form = StudentForm {
        name: String::new(),
        class: "x".repeat(41),
        group: group(9).to_string(),
        number: "x".repeat(41),
        key: "abc".into(),
    };
    let expected = vec![
        ("class", Problem::TooLong { limit: 40 }),
        ("group", Problem::Gone),
        ("key", Problem::NoKey),
        ("name", Problem::Empty),
        ("number", Problem::TooLong { limit: 40 }),
    ];
    assert_eq!(form.check(&day()).map_err(by_field), Err(expected));
    let form = StudentForm {
        name: "Ami\u{7}ra".into(),
        class: " ".into(),
        group: String::new(),
        number: "1\u{7}7".into(),
        key: "x".repeat(65),
    };
    let expected = vec![
        ("class", Problem::Empty),
        ("group", Problem::Empty),
        ("key", Problem::NoKey),
        ("name", Problem::ControlCharacter),
        ("number", Problem::ControlCharacter),
    ];
    assert_eq!(form.check(&day()).map_err(by_field), Err(expected));
}

#[test]
fn a_student_with_a_known_group_is_still_told_what_else_is_wrong() {
    let form = StudentForm { name: String::new(), ..amira() };
    assert_eq!(form.check(&day()).map_err(by_field), Err(vec![("name", Problem::Empty)]));
    let form = StudentForm { group: "Onderbouw".into(), ..amira() };
    assert_eq!(form.check(&day()).map_err(by_field), Err(vec![("group", Problem::Gone)]), "a group goes by its id");
}

#[test]
fn a_form_with_several_rows_tells_its_fields_apart() {
    let error = FieldError { of: "7".into(), field: Field::Capacity, problem: Problem::Empty };
    assert_eq!(error.input(), "capacity-7");
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn a_form_that_is_sent_as_it_was_shown_changes_nothing(event in events(), at in any::<Index>()) {
        prop_assume!(!event.workshops.is_empty());
        // A workshop as it is stored: with a title, and its moments and groups in the event's order.
        let event = with(&event, |event| {
            let in_order: Vec<MomentId> = event.moments.iter().map(|moment| moment.id).collect();
            for workshop in &mut event.workshops {
                workshop.title = "Judo".into();
                workshop.moments.sort_by_key(|id| in_order.iter().position(|moment| moment == id));
            }
        });
        let shown = at.get(&event.workshops);
        let workshop = WorkshopForm::from(shown).check(&event, shown.id).expect("nothing is wrong");
        prop_assert_eq!(&workshop, shown);
        let put = WorkshopPut { base: Some(fingerprint(shown)), workshop };
        prop_assert_eq!(EventEdit::Workshops(vec![put]).apply(&event), Ok(event));
    }

    #[test]
    fn moving_a_moment_up_and_down_again_changes_nothing(event in events(), at in any::<Index>()) {
        let moment = at.get(&event.moments).id;
        prop_assume!(event.moments[0].id != moment);
        let up = EventEdit::MoveMoment(moment, Step::Up).apply(&event).expect("it is there");
        prop_assert_ne!(&up, &event);
        prop_assert_eq!(EventEdit::MoveMoment(moment, Step::Down).apply(&up), Ok(event));
    }
}

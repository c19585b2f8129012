//! How workshops are named in the search boxes of a link.

use super::{at, day, id, numbered, of_form, with, workshop};
use crate::{by_hand::exclusive, by_hand::together, cases, events::events};
use domain::{
    Event, WorkshopId,
    edit::{Field, FieldError, LinkForm, LinkProblem, Problem},
};
use proptest::{collection::vec, prelude::*};
use std::collections::HashSet;

fn form(a: &str, b: &str, kind: &str) -> LinkForm {
    LinkForm { a: a.to_owned(), b: b.to_owned(), kind: kind.to_owned() }
}

/// Judo twice at Ronde 1, and once more at Ronde 3.
fn much_judo() -> Event {
    with(&day(), |event| event.workshops.extend([workshop(6, "Judo", 1), workshop(7, "Judo", 3)]))
}

#[test]
fn a_workshop_is_called_by_its_title_and_its_moments() {
    let over_two = with(&day(), |event| numbered(event, 2).moments = vec![at(2), at(3)]);
    assert_eq!(LinkForm::label(&over_two, id(1)), "Judo (Ronde 1)");
    assert_eq!(LinkForm::label(&over_two, id(2)), "Koken (Ronde 2 + Ronde 3)");
    assert_eq!(LinkForm::label(&over_two, id(9)), "", "what is gone has no name");
}

#[test]
fn a_number_tells_apart_what_has_the_same_title_and_moments() {
    let labels = [1, 6, 7].map(|number| LinkForm::label(&much_judo(), id(number)));
    assert_eq!(labels, ["Judo (Ronde 1)", "Judo (Ronde 1) #2", "Judo (Ronde 3)"]);
}

#[test]
fn a_workshop_is_found_by_its_id_its_label_or_a_title_that_only_one_has() {
    let found = |text: &str| LinkForm::find(&much_judo(), text);
    assert_eq!(found(&id(6).to_string()), Some(id(6)));
    assert_eq!(found(" Judo (Ronde 1) #2 "), Some(id(6)));
    assert_eq!(found("Judo (Ronde 3)"), Some(id(7)));
    assert_eq!(found(" Koken "), Some(id(2)));
    assert_eq!(found("Judo"), None, "three have it");
    assert_eq!(found("Schaken"), None);
    assert_eq!(found(&id(9).to_string()), None);
    assert_eq!(found(""), None);
}

#[test]
fn a_label_goes_before_a_title_that_reads_the_same() {
    let event = with(&day(), |event| event.workshops.insert(0, workshop(8, "Judo (Ronde 1)", 2)));
    assert_eq!(LinkForm::find(&event, "Judo (Ronde 1)"), Some(id(1)));
    assert_eq!(LinkForm::find(&event, "Judo (Ronde 1) (Ronde 2)"), Some(id(8)));
}

#[test]
fn a_link_is_read_from_what_stands_in_the_two_boxes() {
    let event = much_judo();
    assert_eq!(form("Judo (Ronde 3)", "Koken", "together").check(&event), Ok(together(7, 2)));
    assert_eq!(form("Judo (Ronde 3)", "Koken", "exclusive").check(&event), Ok(exclusive(7, 2)));
}

#[test]
fn both_boxes_of_a_link_say_at_once_what_is_wrong_with_them() {
    let event = much_judo();
    let both = |a, b| Err([FieldError::of_form(Field::A, a), FieldError::of_form(Field::B, b)].into());
    assert_eq!(form(" ", "Schaken", "together").check(&event), both(Problem::Empty, Problem::Gone));
    assert_eq!(form("Judo", "", "exclusive").check(&event), both(Problem::Gone, Problem::Empty));
    assert_eq!(form("Koken", "Judo", "together").check(&event), Err(of_form(Field::B, Problem::Gone)));
    assert_eq!(form("", "Koken", "together").check(&event), Err(of_form(Field::A, Problem::Empty)));
}

#[test]
fn a_link_that_can_not_be_is_not_read() {
    let problem = |kind| form("Judo", "Robotica", kind).check(&day());
    let same_moment = LinkProblem::SameMoment { first: id(1), second: id(4), moment: at(1) };
    assert_eq!(problem("together"), Err(of_form(Field::Form, Problem::Link(same_moment))));
    assert_eq!(problem("exclusive"), Ok(exclusive(1, 4)));
    let itself = of_form(Field::Form, Problem::Link(LinkProblem::Itself));
    assert_eq!(form("Judo", "Judo (Ronde 1)", "exclusive").check(&day()), Err(itself));
}

/// Random events in which few names go round, some of which read like labels.
fn crowded() -> impl Strategy<Value = Event> {
    // An imported document may hold titles with space around them.
    let titles = ["Judo", " Judo", "Koken ", "Judo (Ronde 1)", "Judo (Ronde 1) #2", "#2"];
    let moments = ["Ronde 1", "Ronde 2", "Ronde 1 + Ronde 2", "Ronde 1) #2 (Ronde 2"];
    (events(), vec(prop::sample::select(titles.to_vec()), 12), vec(prop::sample::select(moments.to_vec()), 5)).prop_map(
        |(mut event, titles, moments)| {
            for (workshop, title) in event.workshops.iter_mut().zip(titles) {
                workshop.title = title.to_owned();
            }
            for (moment, name) in event.moments.iter_mut().zip(moments) {
                moment.name = name.to_owned();
            }
            event
        },
    )
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn every_workshop_is_found_by_its_own_label(event in crowded()) {
        let ids: Vec<WorkshopId> = event.workshops.iter().map(|workshop| workshop.id).collect();
        let labels: HashSet<String> = ids.iter().map(|&id| LinkForm::label(&event, id)).collect();
        prop_assert_eq!(labels.len(), ids.len(), "{:?}", labels);
        for id in ids {
            prop_assert_eq!(LinkForm::find(&event, &LinkForm::label(&event, id)), Some(id));
            prop_assert_eq!(LinkForm::find(&event, &id.to_string()), Some(id));
        }
    }
}

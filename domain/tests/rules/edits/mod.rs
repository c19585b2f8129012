//! Changes that an administrator makes: to the event ([`applying`], [`workshops`], [`links`]), by what he typed
//! ([`forms`]), and what they do to registrations ([`losing`] by hand, [`consequences`] on random [`changes`]).

mod applying;
mod changes;
mod consequences;
mod fingerprints;
mod forms;
mod labels;
mod links;
mod losing;
mod workshops;

use crate::by_hand;
use domain::{
    Event, Group, GroupId, Moment, MomentId, Workshop, WorkshopId,
    edit::{Field, FieldError, Problem},
};

fn at(id: u128) -> MomentId {
    MomentId::from_u128(id)
}

fn group(id: u128) -> GroupId {
    GroupId::from_u128(id)
}

fn id(id: u128) -> WorkshopId {
    WorkshopId::from_u128(id)
}

/// A workshop at one moment.
fn workshop(number: u128, title: &str, moment: u128) -> Workshop {
    Workshop { title: title.to_owned(), ..by_hand::workshop(number, vec![at(moment)]) }
}

/// Three rounds, two groups, and a workshop or two in every round, for everyone.
fn day() -> Event {
    let moments = [(1, "Ronde 1"), (2, "Ronde 2"), (3, "Ronde 3")]
        .map(|(id, name)| Moment { name: name.to_owned(), ..by_hand::moment(id, true) });
    let workshops = [(1, "Judo", 1), (2, "Koken", 2), (3, "Dans", 3), (4, "Robotica", 1), (5, "Zang", 2)]
        .map(|(id, title, at)| workshop(id, title, at));
    let mut event = by_hand::event(moments.into(), workshops.into(), Vec::new());
    event.groups =
        [(1, "Onderbouw"), (2, "Bovenbouw")].map(|(id, name)| Group { id: group(id), name: name.into() }).into();
    event
}

/// The event with one thing different.
fn with(event: &Event, change: impl FnOnce(&mut Event)) -> Event {
    let mut event = event.clone();
    change(&mut event);
    event
}

/// The workshop with this number, to be changed.
fn numbered(event: &mut Event, number: u128) -> &mut Workshop {
    event.workshops.iter_mut().find(|workshop| workshop.id == id(number)).expect("a workshop")
}

/// An error of a form with one row.
fn of_form(field: Field, problem: Problem) -> Vec<FieldError> {
    vec![FieldError::of_form(field, problem)]
}

/// An error in the row of `of`.
fn in_row(of: impl ToString, field: Field, problem: Problem) -> Vec<FieldError> {
    vec![FieldError { of: of.to_string(), field, problem }]
}

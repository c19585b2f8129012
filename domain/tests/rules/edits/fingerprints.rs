//! Whether something is still as it was when a page showed it.

use super::{at, group, id};
use crate::by_hand;
use domain::{Availability, AvailabilityState, Group, Moment, Timestamp, Workshop, edit::fingerprint};
use std::{collections::HashSet, hash::Hash};

/// All of these have fingerprints of their own.
fn assert_all_differ<T: Hash>(values: &[T]) {
    let fingerprints: HashSet<String> = values.iter().map(fingerprint).collect();
    assert_eq!(fingerprints.len(), values.len());
}

fn judo() -> Workshop {
    Workshop {
        id: id(1),
        title: "Judo".into(),
        description: "Op blote voeten".into(),
        moments: vec![at(1), at(2)],
        groups: vec![group(1)],
        capacity: 24,
        location: "Gymzaal".into(),
        host: "Sensei Ümit".into(),
        cancelled: false,
    }
}

#[test]
fn every_field_of_a_workshop_counts() {
    assert_all_differ(&[
        judo(),
        Workshop { id: id(2), ..judo() },
        Workshop { title: "Karate".into(), ..judo() },
        Workshop { description: String::new(), ..judo() },
        Workshop { moments: vec![at(1)], ..judo() },
        Workshop { moments: vec![at(1), at(3)], ..judo() },
        Workshop { groups: vec![], ..judo() },
        Workshop { groups: vec![group(1), group(2)], ..judo() },
        Workshop { groups: vec![group(2)], ..judo() },
        Workshop { capacity: 25, ..judo() },
        Workshop { capacity: 24 << 8, ..judo() },
        Workshop { location: "Aula".into(), ..judo() },
        Workshop { host: "Sensei".into(), ..judo() },
        Workshop { cancelled: true, ..judo() },
        // The same letters in other fields.
        Workshop { location: "GymzaalS".into(), host: "ensei Ümit".into(), ..judo() },
        Workshop { location: judo().host, host: judo().location, ..judo() },
    ]);
}

#[test]
fn every_field_of_a_moment_counts() {
    let (nine, ten) = (Some(Timestamp::from_micros(9_000_000)), Some(Timestamp::from_micros(10_000_000)));
    let moment = || Moment { name: "Ronde 1".into(), starts_at: nine, ends_at: ten, ..by_hand::moment(1, true) };
    assert_all_differ(&[
        moment(),
        Moment { id: at(2), ..moment() },
        Moment { name: "Ronde 2".into(), ..moment() },
        Moment { starts_at: None, ..moment() },
        Moment { starts_at: ten, ..moment() },
        Moment { ends_at: None, ..moment() },
        Moment { ends_at: nine, ..moment() },
        Moment { starts_at: None, ends_at: None, ..moment() },
        Moment { starts_at: None, ends_at: nine, ..moment() },
        Moment { required: false, ..moment() },
    ]);
}

#[test]
fn every_field_of_a_group_counts() {
    let named = |number, name: &str| Group { id: group(number), name: name.into() };
    assert_all_differ(&[named(1, "Onderbouw"), named(2, "Onderbouw"), named(1, "Bovenbouw"), named(1, "onderbouw")]);
}

#[test]
fn every_field_of_an_availability_counts() {
    let (nine, ten) = (Some(Timestamp::from_micros(9_000_000)), Some(Timestamp::from_micros(10_000_000)));
    let states = [AvailabilityState::Closed, AvailabilityState::Open, AvailabilityState::Scheduled];
    let times = [(None, None), (nine, None), (None, nine), (nine, ten), (ten, nine)];
    let all = states.map(|state| times.map(|(opens_at, closes_at)| Availability { state, opens_at, closes_at }));
    assert_all_differ(&all.concat());
}

#[test]
fn the_same_has_the_same_fingerprint_wherever_it_is_kept() {
    assert_eq!(fingerprint(&judo()), fingerprint(&Box::new(judo())));
    assert_eq!(fingerprint(&judo()), fingerprint(&&judo()));
}

/// The values are those of the browser too, where `usize` has 32 bits. A new compiler may change them, and that harms
/// nothing: no fingerprint outlives the page that carries it.
#[test]
fn a_value_has_the_same_fingerprint_on_every_machine() {
    assert_eq!(fingerprint(&judo()), "2830e495f0d2f506");
    let opens_at = Some(Timestamp::from_micros(-5));
    let scheduled = Availability { state: AvailabilityState::Scheduled, opens_at, closes_at: None };
    assert_eq!(fingerprint(&scheduled), "d9daaf9d26517eba");
}

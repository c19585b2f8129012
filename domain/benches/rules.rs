//! How long the rules take on the fixture's event (32 workshops, 3 moments, 4 links), and on the largest day of the tests.

#[path = "../tests/rules/by_hand.rs"]
mod by_hand;
#[path = "../tests/rules/large_day.rs"]
mod large_day;

use by_hand::GROUP;
use criterion::Criterion;
use domain::{
    Availability, Event, EventId, Group, GroupId, Held, Link, LinkKind, Moment, MomentId, Phase, Seats, Selection,
    Workshop, WorkshopId,
    rules::{OfferState, Rulebook, Standing, choose, judge, options},
};
use large_day::{is_left, large_day, many_links};
use serde_json::Value;
use std::{error::Error, hint::black_box};

const FIXTURE: &str = include_str!("../../server/tests/fixtures/event.json");

fn main() -> Result<(), Box<dyn Error>> {
    let event = fixture()?;
    let group = event.groups[0].id;
    let free = Seats::none_taken(&event);
    let short = Seats::of(&event, |workshop| {
        let place = event.workshops.iter().position(|other| other.id == workshop).unwrap_or(0);
        if place % 2 == 0 { event.workshops[place].capacity } else { 0 }
    });
    let book = Rulebook::new(event);
    let held = Held::nothing();
    let student = Standing { group, held: &held };
    let open = Phase::Open { closes_at: None };
    let day = whole_day(&book, student, &free);
    // What is wrong with it: everything at once, for another group than it was chosen for.
    let all: Selection = book.event().workshops.iter().map(|workshop| workshop.id).collect();
    if !judge(&book, student, &day, &free, &open).is_accepted()
        || judge(&book, student, &all, &free, &open).is_accepted()
    {
        return Err("the day is not what it should be".into());
    }

    let mut criterion = Criterion::default().configure_from_args();
    let mut judging = criterion.benchmark_group("judge");
    judging.bench_function("a whole day", |bench| {
        bench.iter(|| judge(&book, student, black_box(&day), &free, &open));
    });
    judging.bench_function("all 32 workshops at once", |bench| {
        bench.iter(|| judge(&book, student, black_box(&all), &free, &open));
    });
    judging.finish();
    let mut offering = criterion.benchmark_group("options");
    offering.bench_function("nothing chosen, all seats left", |bench| {
        bench.iter(|| options(&book, student, black_box(&Selection::empty()), &free));
    });
    offering.bench_function("a whole day chosen, every second workshop full", |bench| {
        bench.iter(|| options(&book, student, black_box(&day), &short));
    });
    let large = large_day(many_links());
    let (all_left, few_left) = (Seats::none_taken(&large), Seats::of(&large, |workshop| u32::from(!is_left(workshop))));
    let (large, student) = (Rulebook::new(large), Standing { group: GROUP, held: &held });
    for (name, seats) in [("all seats left", all_left), ("most seats gone", few_left)] {
        offering.bench_function(format!("8 moments of 40 workshops with links, {name}"), |bench| {
            bench.iter(|| options(&large, student, black_box(&Selection::empty()), &seats));
        });
    }
    offering.finish();
    criterion.final_summary();
    Ok(())
}

/// The first workshop that is free at each moment.
fn whole_day(book: &Rulebook, student: Standing<'_>, seats: &Seats) -> Selection {
    let mut day = Selection::empty();
    for moment in &book.event().moments {
        let is_here = |id: WorkshopId| book.event().workshop(id).is_some_and(|w| w.moments.contains(&moment.id));
        let offers = options(book, student, &day, seats);
        let mut free = offers.iter().filter(|offer| offer.state == OfferState::Free && is_here(offer.workshop));
        if !day.iter().any(is_here)
            && let Some(offer) = free.next()
        {
            day = choose(book, &day, offer.workshop);
        }
    }
    day
}

/// The fixture's event; ids are made of the places in its lists.
fn fixture() -> Result<Event, Box<dyn Error>> {
    let document: Value = serde_json::from_str(FIXTURE)?;
    let list = |name: &str| document[name].as_array().map_or(&[][..], Vec::as_slice);
    let places = |list: &[Value], keys: &Value| -> Vec<u128> {
        let keys = keys.as_array().map_or(&[][..], Vec::as_slice);
        (0_u128..).zip(list).filter(|(_, value)| keys.contains(&value["key"])).map(|(place, _)| place).collect()
    };
    let (moments, groups, workshops) = (list("moments"), list("groups"), list("workshops"));
    let workshop = |key: &Value| {
        let place = (0_u128..).zip(workshops).find(|(_, workshop)| &workshop["key"] == key);
        place.map(|(place, _)| WorkshopId::from_u128(place)).ok_or("a link to nothing")
    };
    Ok(Event {
        id: EventId::from_u128(1),
        slug: "dag".parse().map_err(|_| "no slug")?,
        title: String::new(),
        intro: String::new(),
        availability: Availability::CLOSED,
        moments: (0..)
            .zip(moments)
            .map(|(place, moment)| Moment {
                id: MomentId::from_u128(place),
                name: String::new(),
                starts_at: None,
                ends_at: None,
                required: moment["required"] == true,
            })
            .collect(),
        groups: (0..)
            .zip(groups)
            .map(|(place, _)| Group { id: GroupId::from_u128(place), name: String::new() })
            .collect(),
        workshops: (0..)
            .zip(workshops)
            .map(|(place, workshop)| Workshop {
                id: WorkshopId::from_u128(place),
                title: String::new(),
                description: String::new(),
                moments: places(moments, &workshop["moments"]).into_iter().map(MomentId::from_u128).collect(),
                groups: places(groups, &workshop["groups"]).into_iter().map(GroupId::from_u128).collect(),
                capacity: workshop["capacity"].as_u64().and_then(|seats| seats.try_into().ok()).unwrap_or(0),
                location: String::new(),
                host: String::new(),
                cancelled: false,
            })
            .collect(),
        links: list("links")
            .iter()
            .map(|link| {
                let kind = if link["kind"] == "together" { LinkKind::Together } else { LinkKind::Exclusive };
                Ok(Link { a: workshop(&link["a"])?, b: workshop(&link["b"])?, kind })
            })
            .collect::<Result<_, &str>>()?,
    })
}

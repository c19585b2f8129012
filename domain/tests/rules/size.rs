//! A large day: the search must end, whatever the links. How long it takes is for a benchmark to say.

use crate::by_hand::{GROUP, event, exclusive, moment, together, workshop};
use domain::{
    Event, Held, Link, MomentId, Phase, Seats, Selection, Workshop, WorkshopId,
    rules::{OfferState, Rulebook, Standing, choose, judge, options},
};

const MOMENTS: u128 = 8;
const EACH: u128 = 40;

fn id(at: u128, number: u128) -> u128 {
    1 + at * EACH + number
}

/// 8 moments with 40 workshops each; every tenth one takes two moments.
fn large_day(links: Vec<Link>) -> Event {
    let moments_of = |at: u128, number: u128| {
        let also = (number % 10 == 9).then_some((at + 1) % MOMENTS);
        [at].into_iter().chain(also).map(MomentId::from_u128).collect()
    };
    let at = |at| (0..EACH).map(move |number| workshop(id(at, number), moments_of(at, number)));
    event((0..MOMENTS).map(|at| moment(at, true)).collect(), (0..MOMENTS).flat_map(at).collect(), links)
}

/// Pairs that go together over neighbouring moments, chains of three, and the same subject never twice.
fn many_links() -> Vec<Link> {
    let mut links = Vec::new();
    for number in 0..EACH {
        for at in 0..MOMENTS {
            match number % 4 {
                0 if at % 2 == 0 => links.push(together(id(at, number), id(at + 1, number))),
                1 if at % 4 < 2 => links.push(together(id(at, number), id(at + 1, number))),
                2 => links.extend((at + 1..MOMENTS).map(|later| exclusive(id(at, number), id(later, number)))),
                _ => {}
            }
        }
    }
    links
}

/// Clicks at each moment the first workshop that costs nothing chosen before, and returns what was chosen in the end.
fn click_through(event: Event, full: impl Fn(WorkshopId) -> bool) -> Selection {
    let held = Held::nothing();
    let student = Standing { group: GROUP, held: &held };
    let seats = Seats::of(&event, |workshop| u32::from(full(workshop)));
    let book = Rulebook::new(event);
    let mut selection = Selection::empty();
    for moment in &book.event().moments {
        let offers = options(&book, student, &selection, &seats);
        let fits = |workshop: &Workshop| {
            let after = choose(&book, &selection, workshop.id);
            workshop.moments.contains(&moment.id) && selection.iter().all(|chosen| after.contains(chosen))
        };
        let free = offers.iter().filter(|offer| offer.state == OfferState::Free);
        let mut free = free.filter_map(|offer| book.event().workshop(offer.workshop));
        if let Some(workshop) = free.find(|workshop| fits(workshop)) {
            selection = choose(&book, &selection, workshop.id);
        }
    }
    let verdict = judge(&book, student, &selection, &seats, &Phase::Open { closes_at: None });
    assert!(verdict.is_accepted(), "{verdict:?}");
    selection
}

#[test]
fn a_day_of_8_times_40_workshops_with_many_links_is_searched_to_its_end() {
    assert!(!click_through(large_day(many_links()), |_| false).is_empty());
}

#[test]
fn a_day_on_which_most_seats_are_gone_is_searched_to_its_end() {
    let full = |workshop: WorkshopId| {
        (0..MOMENTS).any(|at| (7..EACH).any(|number| WorkshopId::from_u128(id(at, number)) == workshop))
    };
    assert!(!click_through(large_day(many_links()), full).is_empty());
}

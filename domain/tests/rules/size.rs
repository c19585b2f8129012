//! A large day: the search must end, whatever the links. How long it takes is for a benchmark to say.

use crate::{
    by_hand::GROUP,
    large_day::{is_left, large_day, many_links},
};
use domain::{
    Event, Held, Phase, Seats, Selection, Workshop, WorkshopId,
    rules::{OfferState, Rulebook, Standing, choose, judge, options},
};

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
    assert!(!click_through(large_day(many_links()), |workshop| !is_left(workshop)).is_empty());
}

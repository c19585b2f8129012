//! Days that can't be filled, made so that trying every order would take longer than anyone waits: the search must
//! see that most orders make no difference. A search without memory doesn't finish these.

use crate::by_hand::{GROUP, event, exclusive, moment, workshop};
use domain::{
    Event, Held, Link, MomentId, Seats, Selection, Workshop, WorkshopId,
    rules::{Offer, OfferState, Rulebook, Standing, options},
};

fn id(at: u128, number: u128) -> u128 {
    1 + at * 100 + number
}

/// This many workshops at each of these moments.
fn day(each: &[u128], links: Vec<Link>) -> Event {
    let moments = (0..each.len() as u128).map(|at| moment(at, true)).collect();
    let at = |(at, &count): (usize, &u128)| -> Vec<Workshop> {
        let at = at as u128;
        (0..count).map(|number| workshop(id(at, number), vec![MomentId::from_u128(at)])).collect()
    };
    event(moments, each.iter().enumerate().flat_map(at).collect(), links)
}

fn offers(event: Event, full: impl Fn(WorkshopId) -> bool) -> Vec<Offer> {
    let held = Held::nothing();
    let seats = Seats::of(&event, |workshop| u32::from(full(workshop)));
    let book = Rulebook::new(event);
    options(&book, Standing { group: GROUP, held: &held }, &Selection::empty(), &seats)
}

fn free(offers: &[Offer]) -> usize {
    offers.iter().filter(|offer| offer.state == OfferState::Free).count()
}

/// Whatever is taken at the one moment excludes everything at the other: seven of eight moments can be filled.
#[test]
fn two_moments_that_exclude_each_other_whole_leave_everything_free() {
    let links = (0..40).flat_map(|a| (0..40).map(move |b| exclusive(id(6, a), id(7, b)))).collect();
    let offers = offers(day(&[40; 8], links), |_| false);
    assert_eq!(free(&offers), 320);
}

/// Every subject at every moment, none twice, and one subject fewer than moments.
#[test]
fn seven_subjects_for_eight_moments_fill_seven() {
    let pairs = |number| (0..8).flat_map(move |a| (a + 1..8).map(move |b| exclusive(id(a, number), id(b, number))));
    let offers = offers(day(&[7; 8], (0..7).flat_map(pairs).collect()), |_| false);
    assert_eq!(free(&offers), 56);
}

/// Seven moments and only workshops over two of them: one stays open.
#[test]
fn workshops_over_two_moments_fill_six_of_seven() {
    let moments = (0..7).map(|at| moment(at, true)).collect();
    let over =
        |number: u128| vec![MomentId::from_u128(number % 7), MomentId::from_u128((number + 1 + number / 7 % 6) % 7)];
    let workshops = (0..280).filter(|number| over(*number)[0] != over(*number)[1]);
    let workshops: Vec<Workshop> = workshops.map(|number| workshop(1000 + number, over(number))).collect();
    let count = workshops.len();
    let offers = offers(event(moments, workshops, Vec::new()), |_| false);
    assert_eq!(free(&offers), count);
}

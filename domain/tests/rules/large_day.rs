//! The largest day that the search is asked to be quick on: for a test that it ends, and a benchmark of how soon.

use crate::by_hand::{event, exclusive, moment, together, workshop};
use domain::{Event, Link, MomentId, WorkshopId};

/// How many moments there are.
const MOMENTS: u128 = 8;
/// How many workshops begin at each.
const EACH: u128 = 40;

fn id(at: u128, number: u128) -> u128 {
    1 + at * EACH + number
}

/// 8 moments with 40 workshops each; every tenth one takes two moments.
pub fn large_day(links: Vec<Link>) -> Event {
    let moments_of = |at: u128, number: u128| {
        let also = (number % 10 == 9).then_some((at + 1) % MOMENTS);
        [at].into_iter().chain(also).map(MomentId::from_u128).collect()
    };
    let at = |at| (0..EACH).map(move |number| workshop(id(at, number), moments_of(at, number)));
    event((0..MOMENTS).map(|at| moment(at, true)).collect(), (0..MOMENTS).flat_map(at).collect(), links)
}

/// Whether it is one of the first seven at its moment: those that still have a seat when most are gone.
pub fn is_left(workshop: WorkshopId) -> bool {
    (0..MOMENTS).any(|at| (0..7).any(|number| WorkshopId::from_u128(id(at, number)) == workshop))
}

/// Pairs that go together over neighbouring moments, chains of three, and the same subject never twice.
pub fn many_links() -> Vec<Link> {
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

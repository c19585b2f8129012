//! Dead ends so contrived that random events hardly meet them.

use crate::by_hand::{GROUP, event, exclusive, moment, workshop};
use domain::{
    Held, MomentId, Seats, Selection, WorkshopId,
    rules::{Obstacle, OfferState, Rulebook, Standing, options},
};

#[test]
fn moments_that_can_only_not_be_filled_at_once_are_named_all() {
    let at = MomentId::from_u128;
    // 1 leaves for moment 2 only 3 and for moment 3 only 4, and those never go together; with 2, 3 and 5 all is well.
    let event = event(
        vec![moment(1, true), moment(2, true), moment(3, true)],
        [(1, 1), (2, 1), (3, 2), (4, 3), (5, 3)].map(|(id, moment)| workshop(id, vec![at(moment)])).into(),
        vec![exclusive(3, 4), exclusive(1, 5)],
    );
    let (seats, held) = (Seats::none_taken(&event), Held::nothing());
    let book = Rulebook::new(event);
    let offers = options(&book, Standing { group: GROUP, held: &held }, &Selection::empty(), &seats);
    let dead_end = |moments: &[u128]| OfferState::Unavailable {
        obstacles: vec![Obstacle::DeadEnd(moments.iter().copied().map(at).collect())],
        instead_of: None,
    };
    let state = |id| &offers.iter().find(|offer| offer.workshop == WorkshopId::from_u128(id)).expect("an offer").state;
    assert_eq!(*state(1), dead_end(&[2, 3]));
    assert_eq!(*state(4), dead_end(&[2]), "3 alone could fill moment 2, and 4 rules it out");
    for id in [2, 3, 5] {
        assert_eq!(*state(id), OfferState::Free);
    }
}

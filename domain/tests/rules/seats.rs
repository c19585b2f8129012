//! Counting seats.

use crate::{cases, events::events};
use domain::{Event, Held, Seats, Selection};
use proptest::{collection::vec, prelude::*, sample::Index};

/// Any registration; a seat may be extra, and may be named as such although it isn't held.
fn registrations() -> impl Strategy<Value = (Vec<bool>, Vec<bool>)> {
    (vec(any::<bool>(), 12), vec(prop::bool::weighted(0.3), 12))
}

fn held(event: &Event, (chosen, extra): (Vec<bool>, Vec<bool>)) -> Held {
    let marked = |marks: Vec<bool>| -> Selection {
        event.workshops.iter().zip(marks).filter(|(_, marked)| *marked).map(|(workshop, _)| workshop.id).collect()
    };
    Held { selection: marked(chosen), despite_group: Selection::empty(), extra_seat: marked(extra) }
}

fn recount(event: &Event, students: &[Held]) -> Seats {
    Seats::of(event, |workshop| {
        let holders =
            students.iter().filter(|held| held.selection.contains(workshop) && !held.extra_seat.contains(workshop));
        u32::try_from(holders.count()).expect("a few students")
    })
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn seats_moved_one_change_at_a_time_stay_equal_to_a_recount(
        event in events(),
        changes in vec((any::<Index>(), registrations()), 0..12),
    ) {
        let mut students = vec![Held::nothing(); 4];
        let mut seats = Seats::none_taken(&event);
        for (student, after) in changes {
            let before = &mut students[student.index(4)];
            let after = held(&event, after);
            seats.change(&event, before, &after);
            *before = after;
            prop_assert_eq!(&seats, &recount(&event, &students));
        }
        for before in &mut students {
            seats.change(&event, before, &Held::nothing());
        }
        prop_assert_eq!(seats, Seats::none_taken(&event));
    }
}

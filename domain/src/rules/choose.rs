//! What a selection becomes when a student clicks.

use super::{
    rulebook::{Rulebook, Standing},
    search::Search,
};
use crate::{Seats, Selection, WorkshopId};

/// The selection after choosing a workshop: its linked workshops come along, and what stood at the same moments or
/// excludes one of them goes, with its own linked workshops. A workshop that isn't the event's changes nothing.
#[must_use]
pub fn choose(book: &Rulebook, selection: &Selection, workshop: WorkshopId) -> Selection {
    let Some(index) = book.place(workshop) else { return selection.clone() };
    let taken = &book.units()[book.unit_of(index)];
    let kept = |&chosen: &WorkshopId| {
        book.place(chosen).is_some_and(|chosen| {
            let unit = book.unit_of(chosen);
            book.units()[unit].moments & taken.moments == 0 && !taken.rivals.contains(&unit)
        })
    };
    selection.iter().filter(kept).chain(taken.members.iter().map(|&member| book.id(member))).collect()
}

/// The selection after leaving a workshop: its linked workshops go with it.
#[must_use]
pub fn leave(book: &Rulebook, selection: &Selection, workshop: WorkshopId) -> Selection {
    let partners: Vec<WorkshopId> = book.partners(workshop).collect();
    selection.iter().filter(|&chosen| chosen != workshop && !partners.contains(&chosen)).collect()
}

/// The selection when what is new in it makes what was held before give way at the same moments. A form without scripts
/// shows a workshop over two moments at both, and whoever changes to it marks it at one.
#[must_use]
pub fn give_way(book: &Rulebook, held: &Selection, selection: &Selection) -> Selection {
    let moments = |workshop: WorkshopId| book.place(workshop).map_or(0, |index| book.moments_of(index));
    let taken = selection.iter().filter(|&new| !held.contains(new)).fold(0, |bits, new| bits | moments(new));
    selection.iter().filter(|&id| !held.contains(id) || moments(id) & taken == 0).collect()
}

/// The selection without what the student can't take any more, such as a workshop that filled up: what remains on
/// his screen after a refusal.
#[must_use]
pub fn keep_possible(book: &Rulebook, student: Standing<'_>, selection: &Selection, seats: &Seats) -> Selection {
    let search = Search::new(book, student, seats);
    let possible =
        |&workshop: &WorkshopId| book.place(workshop).is_some_and(|index| search.is_usable(book.unit_of(index)));
    selection.iter().filter(possible).collect()
}

//! What a student can choose now, and why not.

use super::{
    choose::choose,
    rulebook::{Rulebook, Standing},
    search::Search,
};
use crate::{MomentId, Seats, Selection, WorkshopId};

/// What one workshop is to a student now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Which workshop.
    pub workshop: WorkshopId,
    /// What it is to him.
    pub state: OfferState,
}

/// See [`Offer`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OfferState {
    /// In the selection.
    Chosen,
    /// In the selection, together with one that stands before it in the event.
    ChosenWith {
        /// The first of the workshops that it is linked with.
        partner: WorkshopId,
    },
    /// Free to choose: [`choose()`] changes nothing but its own moments, and those of workshops that come along.
    Free,
    /// Not available as things are.
    Unavailable {
        /// Everything that stands in the way.
        obstacles: Vec<Obstacle>,
        /// The smallest change that makes it possible, where one exists: [`choose()`] gives these up for it.
        instead_of: Option<Vec<WorkshopId>>,
    },
}

/// One thing that keeps a workshop from being chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// It, or one that it is linked with, was called off.
    Cancelled(WorkshopId),
    /// It, or one that it is linked with, doesn't admit the student's group.
    NotForGroup(WorkshopId),
    /// It, or one that it is linked with, has no seat left.
    Full(WorkshopId),
    /// The workshops that it is linked with can't be combined, whoever asks.
    LinksContradict,
    /// It goes together with `partner`, and that can't be combined with one that is chosen.
    PartnerBlocked {
        /// The workshop that comes along.
        partner: WorkshopId,
        /// The one in its way.
        chosen: WorkshopId,
    },
    /// It never goes together with one that is chosen.
    NeverWith(WorkshopId),
    /// With it, these required moments could not be filled any more.
    DeadEnd(Vec<MomentId>),
}

/// For every workshop of the event, in order: chosen, free, or not available and why.
///
/// A workshop is called free only if a selection that [`judge`](super::judge()) accepts as far as the student can get
/// today still exists with it; with enough seats that is a complete one.
#[must_use]
pub fn options(book: &Rulebook, student: Standing<'_>, selection: &Selection, seats: &Seats) -> Vec<Offer> {
    let search = Search::new(book, student, seats);
    let covers = search.largest_covers();
    let situation = Situation { book, student, selection, seats, search, covers };
    (0..book.event().workshops.len())
        .map(|index| Offer { workshop: book.id(index), state: situation.state(index) })
        .collect()
}

struct Situation<'a> {
    book: &'a Rulebook,
    student: Standing<'a>,
    selection: &'a Selection,
    seats: &'a Seats,
    search: Search<'a>,
    covers: Vec<u64>,
}

impl Situation<'_> {
    fn state(&self, index: usize) -> OfferState {
        if self.selection.contains(self.book.id(index)) {
            return self.chosen(index);
        }
        let lasting = self.lasting_obstacles(index);
        if !lasting.is_empty() {
            return OfferState::Unavailable { obstacles: lasting, instead_of: None };
        }
        let obstacles = self.obstacles_chosen(index);
        if obstacles.is_empty() {
            return OfferState::Free;
        }
        let after = choose(self.book, self.selection, self.book.id(index));
        let given_up =
            self.selection.iter().filter(|&id| self.book.place(id).is_some() && !after.contains(id)).collect();
        OfferState::Unavailable { obstacles, instead_of: Some(given_up) }
    }

    fn chosen(&self, index: usize) -> OfferState {
        let first = self.members(index).find(|&member| self.selection.contains(self.book.id(member)));
        match first {
            Some(first) if first != index => OfferState::ChosenWith { partner: self.book.id(first) },
            _ => OfferState::Chosen,
        }
    }

    fn members(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        self.book.units()[self.book.unit_of(index)].members.iter().copied()
    }

    /// What no other choice of the student's can change.
    fn lasting_obstacles(&self, index: usize) -> Vec<Obstacle> {
        let unit = self.book.unit_of(index);
        let mut obstacles = Vec::new();
        for member in self.members(index) {
            let id = self.book.id(member);
            if self.book.event().workshops[member].cancelled {
                obstacles.push(Obstacle::Cancelled(id));
            }
            if !self.book.is_for(member, self.student) {
                obstacles.push(Obstacle::NotForGroup(id));
            }
            if !self.book.has_seat(member, self.student, self.seats) {
                obstacles.push(Obstacle::Full(id));
            }
        }
        if !self.book.units()[unit].sound {
            obstacles.push(Obstacle::LinksContradict);
        }
        if obstacles.is_empty() && !self.covers.iter().any(|&cover| self.search.can_cover(cover, Some(unit))) {
            obstacles.push(Obstacle::DeadEnd(self.moments_lost(unit)));
        }
        obstacles
    }

    /// The moments that can't be filled beside a unit: each that can't be filled even alone, or if there is none, all
    /// that can't be filled at once.
    fn moments_lost(&self, unit: usize) -> Vec<MomentId> {
        let wanted = self.covers.iter().fold(0, |bits, cover| bits | cover) & !self.book.units()[unit].moments;
        let mut lost = 0;
        for moment in self.book.moment_ids(wanted) {
            let bit = self.book.moment_bit(moment);
            if !self.search.can_cover(bit, Some(unit)) {
                lost |= bit;
            }
        }
        self.book.moment_ids(if lost == 0 { wanted } else { lost })
    }

    /// What the student chose elsewhere and would lose: at a moment that isn't this workshop's own, or because the
    /// two exclude each other. A workshop that should be in the selection with one that is counts as chosen with it.
    fn obstacles_chosen(&self, index: usize) -> Vec<Obstacle> {
        let own = self.book.moments_of(index);
        let unit = self.book.unit_of(index);
        let mut obstacles = Vec::new();
        for chosen in self.book.places(self.selection) {
            let other = self.book.unit_of(chosen);
            let stands_here = self.book.units()[other].moments & own != 0;
            if other == unit || stands_here {
                continue;
            }
            let id = self.book.id(chosen);
            let absent = self.members(chosen).filter(|&member| !self.selection.contains(self.book.id(member)));
            let taken: Vec<usize> = std::iter::once(chosen).chain(absent).collect();
            for member in self.members(index) {
                let clash = taken.iter().any(|&t| self.book.moments_of(member) & self.book.moments_of(t) != 0);
                let rivals = taken.iter().any(|&t| self.book.are_exclusive(member, t));
                match (member == index, clash, rivals) {
                    (true, _, true) => obstacles.push(Obstacle::NeverWith(id)),
                    (false, true, _) | (false, _, true) => {
                        obstacles.push(Obstacle::PartnerBlocked { partner: self.book.id(member), chosen: id });
                    }
                    _ => {}
                }
            }
        }
        obstacles
    }
}

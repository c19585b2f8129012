//! What a student is choosing: everything that the page shows follows from it.

use super::kept_draft;
use crate::{
    api::{
        Packed,
        registering::{EventPage, Outcome, SeatsTaken, Seen, StudentPage},
        session::Attempt,
    },
    error::AppError,
};
use domain::{
    Held, Phase, Seats, Selection, StudentId, Violation, WorkshopId,
    rules::{self, Offer, OfferState, Rulebook, Standing, Status},
};
use leptos::prelude::*;

/// A choice that is being made. Copied freely: it only points at signals.
#[derive(Clone, Copy)]
pub struct Draft {
    /// The event's rules.
    pub book: StoredValue<Rulebook>,
    /// For each moment when it is; empty if that isn't known.
    pub times: StoredValue<Vec<String>>,
    /// The day of the event, if all moments fall on one.
    pub day: StoredValue<Option<String>>,
    /// What the student holds, as the server last said.
    pub held: RwSignal<Held>,
    /// When that was confirmed.
    pub registered_at: RwSignal<Option<String>>,
    /// The seats taken, as the server last said.
    pub seats: RwSignal<Seats>,
    /// For each workshop its place among all of the event's.
    places: StoredValue<Vec<usize>>,
    /// What is chosen on this page.
    pub selection: RwSignal<Selection>,
    /// Why the last attempt was refused.
    pub refusal: RwSignal<Vec<Violation>>,
    /// What went wrong with the last attempt, other than a refusal.
    pub failure: RwSignal<Option<AppError>>,
    /// What the last click changed beyond what was clicked.
    pub announcement: RwSignal<Change>,
    /// Whether an earlier draft of this device was taken up again.
    pub is_restored: RwSignal<bool>,
    /// Whether what the page shows has just been exchanged, so that its heading gets the focus and is read out.
    pub is_turned: RwSignal<bool>,
    /// Whether the student has just withdrawn.
    pub is_withdrawn: RwSignal<bool>,
    /// What every workshop is to the student now, in the event's order.
    pub offers: Memo<Vec<Offer>>,
    /// Whether scripts run here: without them nothing that another choice could free is locked.
    pub is_live: RwSignal<bool>,
    /// Whose it is.
    pub student: StudentId,
    group: domain::GroupId,
    phase: Phase,
    is_retry: RwSignal<bool>,
}

/// What a click changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// What came to the selection.
    pub chosen: Vec<WorkshopId>,
    /// What left it.
    pub left: Vec<WorkshopId>,
}

impl Change {
    /// Whether more changed than the one workshop that was clicked, so that everyone should be told.
    pub fn is_notable(&self) -> bool {
        self.chosen.len() > 1 || self.left.len() > 1
    }
}

impl Draft {
    /// The draft that a page begins with: what was tried just now, or else what is held.
    pub fn new(page: &EventPage, student: StudentPage) -> Self {
        let book = Rulebook::new(student.event);
        let (group, phase) = (student.group, page.phase);
        let mut selection = student.held.selection.clone();
        let mut refusal = Vec::new();
        let mut failure = None;
        let mut is_retry = false;
        match page.attempt.clone() {
            Some(Attempt::Register { selection: tried, violations }) => {
                let standing = Standing { group, held: &student.held };
                selection = rules::keep_possible(&book, standing, &tried, &student.seats);
                refusal = violations;
                is_retry = true;
            }
            Some(Attempt::Failed { selection: tried, error }) => {
                if let Some(tried) = tried {
                    selection = tried;
                    is_retry = true;
                }
                failure = Some(error);
            }
            _ => {}
        }
        let held = RwSignal::new(student.held);
        let seats = RwSignal::new(student.seats);
        let selection = RwSignal::new(selection);
        let book = StoredValue::new(book);
        let offers = Memo::new(move |_| {
            let held = held.read();
            let standing = Standing { group, held: &held };
            book.with_value(|book| rules::options(book, standing, &selection.read(), &seats.read()))
        });
        let draft = Self {
            book,
            times: StoredValue::new(student.moment_times),
            day: StoredValue::new(student.day),
            held,
            registered_at: RwSignal::new(student.registered_at),
            seats,
            places: StoredValue::new(student.places),
            selection,
            refusal: RwSignal::new(refusal),
            failure: RwSignal::new(failure),
            announcement: RwSignal::new(Change::default()),
            is_restored: RwSignal::new(false),
            is_turned: RwSignal::new(false),
            is_withdrawn: RwSignal::new(false),
            offers,
            is_live: RwSignal::new(false),
            student: student.id,
            group,
            phase,
            is_retry: RwSignal::new(is_retry),
        };
        kept_draft::keep(draft, student.id);
        draft
    }

    /// Whether the page shows an attempt that didn't succeed.
    pub fn is_retry(&self) -> bool {
        self.is_retry.get()
    }

    /// What a workshop is to the student now.
    pub fn state(&self, index: usize) -> OfferState {
        self.offers.with(|offers| offers.get(index).map_or(OfferState::Free, |offer| offer.state.clone()))
    }

    /// The student chose a workshop.
    pub fn choose(&self, workshop: WorkshopId) {
        self.replace_by(self.book.with_value(|book| rules::choose(book, &self.selection.read_untracked(), workshop)));
    }

    /// The student wants nothing at a moment.
    pub fn clear(&self, moment: domain::MomentId) {
        let cleared = self.book.with_value(|book| {
            let chosen = self.selection.get_untracked();
            let here = chosen
                .iter()
                .filter(|&id| book.event().workshop(id).is_some_and(|workshop| workshop.moments.contains(&moment)));
            here.fold(chosen.clone(), |selection, id| rules::leave(book, &selection, id))
        });
        self.replace_by(cleared);
    }

    fn replace_by(&self, after: Selection) {
        let before = self.selection.get_untracked();
        let change = Change {
            chosen: after.iter().filter(|&id| !before.contains(id)).collect(),
            left: before.iter().filter(|&id| !after.contains(id)).collect(),
        };
        self.announcement.set(change);
        self.selection.set(after);
        self.is_restored.set(false);
        self.is_withdrawn.set(false);
        self.failure.set(None);
    }

    /// The student would rather keep what he holds.
    pub fn give_up(&self) {
        self.selection.set(self.held.get_untracked().selection);
        self.refusal.set(Vec::new());
        self.failure.set(None);
        self.is_retry.set(false);
        self.is_restored.set(false);
        self.is_turned.set(true);
    }

    /// What is wrong with the selection as it stands, by what this page knows.
    pub fn judge(&self) -> Vec<Violation> {
        let held = self.held.get_untracked();
        let standing = Standing { group: self.group, held: &held };
        self.book.with_value(|book| {
            let (selection, seats) = (self.selection.read_untracked(), self.seats.read_untracked());
            rules::judge(book, standing, &selection, &seats, &self.phase).violations
        })
    }

    /// Takes out of the selection what became full while it was made, as the server's refusal would; the rest stays.
    pub fn let_go_of_full(&self, violations: &[Violation]) {
        if violations.iter().any(|violation| matches!(violation, Violation::Full { .. })) {
            let held = self.held.get_untracked();
            let standing = Standing { group: self.group, held: &held };
            let tried = self.selection.get_untracked();
            let seats = self.seats.get_untracked();
            self.selection.set(self.book.with_value(|book| rules::keep_possible(book, standing, &tried, &seats)));
        }
    }

    /// What the registration that the student holds counts as.
    pub fn held_status(&self) -> Status {
        let held = self.held.get();
        self.book.with_value(|book| rules::status(book, Standing { group: self.group, held: &held }, &held.selection))
    }

    /// How many of the moments that count for the student are filled, and how many count.
    pub fn progress(&self) -> (u32, u32) {
        let held = self.held.read();
        let standing = Standing { group: self.group, held: &held };
        self.book.with_value(|book| rules::progress(book, standing, &self.selection.read()))
    }

    /// Takes in what the server said of an attempt. True if it is stored.
    pub fn take_in(&self, outcome: Result<Packed<Outcome>, AppError>) -> bool {
        match outcome {
            Ok(Packed(Outcome::Stored { held, seats, registered_at })) => {
                self.refusal.set(Vec::new());
                self.failure.set(None);
                self.is_retry.set(false);
                self.is_restored.set(false);
                self.selection.set(held.selection.clone());
                self.take_in_seats(&seats);
                self.registered_at.set(registered_at);
                self.is_withdrawn.set(held.selection.is_empty());
                self.is_turned.set(true);
                self.held.set(held);
                true
            }
            Ok(Packed(Outcome::Refused { violations, held, seats })) => {
                let tried = self.selection.get_untracked();
                let standing = Standing { group: self.group, held: &held };
                self.take_in_seats(&seats);
                let seats = self.seats.read_untracked();
                let kept = self.book.with_value(|book| rules::keep_possible(book, standing, &tried, &seats));
                drop(seats);
                self.held.set(held);
                self.selection.set(kept);
                self.failure.set(None);
                self.refusal.set(violations);
                false
            }
            Err(error) => {
                self.failure.set(Some(error));
                false
            }
        }
    }

    /// Takes in how the seats stand now.
    pub fn take_in_seen(&self, seen: &Seen) {
        let taken = self.places.with_value(|places| {
            let of = |place: &usize| seen.taken.get(*place).copied().unwrap_or(0);
            Seats::from_taken(places.iter().map(of).collect())
        });
        if *self.seats.read_untracked() != taken {
            self.seats.set(taken);
        }
    }

    /// What is chosen, isn't held, and has become full since: confirming would be refused for it.
    pub fn filled(&self) -> Vec<WorkshopId> {
        let (held, selection, seats) = (self.held.read(), self.selection.read(), self.seats.read());
        let is_full = |id: WorkshopId| {
            self.book.with_value(|book| {
                let mut workshops = book.event().workshops.iter().enumerate();
                workshops.any(|(place, w)| w.id == id && seats.taken(place) >= w.capacity)
            })
        };
        selection.iter().filter(|&id| !held.selection.contains(id) && is_full(id)).collect()
    }

    fn take_in_seats(&self, taken: &SeatsTaken) {
        let of = |id: WorkshopId| taken.iter().find(|(workshop, _)| *workshop == id).map_or(0, |&(_, taken)| taken);
        self.seats.set(self.book.with_value(|book| Seats::of(book.event(), of)));
    }
}

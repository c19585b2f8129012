//! Random changes to random events, with registrations that were in order before.

use super::with;
use crate::{
    by_hand,
    events::{Wish, events, orderly},
};
use domain::{
    Event, GroupId, Held, Link, LinkKind, Seats, Selection, StudentId, Timestamp, Workshop, WorkshopId,
    edit::{EventEdit, MomentPut, Step, WorkshopPut, fingerprint},
    rules::{Consequence, Holding, Rulebook, consequences},
};
use proptest::{collection::vec, prelude::*, sample::Index};
use std::fmt;

/// An event before and after a change, with the registrations that it may touch.
#[derive(Clone)]
pub struct Change {
    pub before: Rulebook,
    pub after: Rulebook,
    pub holdings: Vec<Holding>,
}

impl Change {
    /// What the change does, each registration with its consequence if it has one.
    pub fn outcome(&self) -> Vec<(&Holding, Option<Consequence>)> {
        let outcome = consequences(&self.before, &self.after, &self.holdings);
        let of = |holding: &Holding| outcome.iter().find(|one| one.student == holding.student).cloned();
        self.holdings.iter().map(|holding| (holding, of(holding))).collect()
    }

    /// What everyone holds after it.
    pub fn kept(&self) -> Vec<(&Holding, Held)> {
        let kept = |holding: &Holding, one: Option<Consequence>| {
            remaining(&holding.held, &one.map_or_else(|| holding.held.selection.clone(), |one| one.kept))
        };
        self.outcome().into_iter().map(|(holding, one)| (holding, kept(holding, one))).collect()
    }
}

/// What is left of a registration: what an administrator allowed lasts while it is kept.
pub fn remaining(held: &Held, kept: &Selection) -> Held {
    let still = |allowed: &Selection| allowed.iter().filter(|&id| kept.contains(id)).collect();
    Held { selection: kept.clone(), despite_group: still(&held.despite_group), extra_seat: still(&held.extra_seat) }
}

/// The seats that registrations take.
pub fn seats<'a>(event: &Event, all: impl Iterator<Item = &'a Held> + Clone) -> Seats {
    let mut seats = Seats::none_taken(event);
    all.for_each(|held| seats.change(event, &Held::nothing(), held));
    seats
}

/// Since when a student holds a workshop.
pub fn since(holding: &Holding, workshop: WorkshopId) -> Timestamp {
    holding.since.iter().find(|(held, _)| *held == workshop).expect("he holds it").1
}

/// Short enough to be read when a property fails.
impl fmt::Debug for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (when, book) in [("before", &self.before), ("after", &self.after)] {
            let required: Vec<_> =
                book.event().moments.iter().filter(|moment| moment.required).map(|moment| moment.id).collect();
            writeln!(f, "{when}: required {required:?}")?;
            for Workshop { id, moments, groups, capacity, cancelled, .. } in &book.event().workshops {
                writeln!(f, "{id} at {moments:?}, groups {groups:?}, capacity {capacity}, cancelled {cancelled}")?;
            }
            for Link { a, b, kind } in &book.event().links {
                writeln!(f, "{a} {kind:?} {b}")?;
            }
        }
        self.holdings.iter().try_for_each(|holding| writeln!(f, "{holding:?}"))
    }
}

/// A few edits at once, or an event that has nothing but its ids in common with the one before.
pub fn changes() -> impl Strategy<Value = Change> {
    let after = prop_oneof![3 => vec(edits(), 1..=5).prop_map(After::Edited), 1 => events().prop_map(After::Other)];
    change_to(after.boxed())
}

/// The same without links, before or after.
pub fn changes_without_links() -> impl Strategy<Value = Change> {
    let without = |book: &Rulebook| Rulebook::new(with(book.event(), |event| event.links.clear()));
    changes().prop_map(move |change| Change {
        before: without(&change.before),
        after: without(&change.after),
        holdings: change.holdings,
    })
}

/// Everything moves to other places and gets other names, and no rule looks at that.
pub fn changes_without_effect() -> impl Strategy<Value = Change> {
    let steps = vec((any::<Index>(), any::<bool>()), 0..6);
    change_to(steps.prop_map(After::Rearranged).boxed()).prop_map(|mut change| {
        for holding in &mut change.holdings {
            holding.group_after = holding.group_before;
        }
        change
    })
}

#[derive(Clone, Debug)]
enum After {
    Edited(Vec<RawEdit>),
    Other(Event),
    Rearranged(Vec<(Index, bool)>),
}

impl After {
    fn of(self, before: &Event) -> Event {
        match self {
            Self::Edited(edits) => edits.into_iter().fold(before.clone(), RawEdit::applied),
            Self::Other(event) => event,
            Self::Rearranged(steps) => with(before, |event| {
                event.title.push('!');
                for workshop in &mut event.workshops {
                    (workshop.title, workshop.capacity) = ("Judo".into(), workshop.capacity + 1);
                }
                event.groups.reverse();
                event.links.reverse();
                for (at, is_workshop) in steps {
                    if is_workshop && !event.workshops.is_empty() {
                        let at = at.index(event.workshops.len());
                        event.workshops[at..].reverse();
                    } else if !is_workshop {
                        let at = at.index(event.moments.len());
                        event.moments[at..].reverse();
                    }
                }
            }),
        }
    }
}

fn change_to(after: BoxedStrategy<After>) -> impl Strategy<Value = Change> {
    (events(), any::<bool>(), after, vec(students(), 2..9)).prop_map(|(mut before, is_sensible, after, students)| {
        if is_sensible {
            before.links = sensible(&before);
        }
        let mut holdings: Vec<Holding> = Vec::new();
        for (student, place) in students.into_iter().zip(1u128..) {
            // The ids run in another order than the students: 11 is prime.
            let holding = student.registered(StudentId::from_u128(place * 4 % 11), &before, &holdings);
            holdings.push(holding);
        }
        let after = Rulebook::new(after.of(&before));
        Change { before: Rulebook::new(before), after, holdings }
    })
}

/// Those of an event's links that could have been added one after another.
fn sensible(event: &Event) -> Vec<Link> {
    let added = |event: Event, link: Link| EventEdit::AddLink(link).apply(&event).unwrap_or(event);
    event.links.iter().copied().fold(with(event, |event| event.links.clear()), added).links
}

#[derive(Clone, Debug)]
enum RawEdit {
    Workshop(Index, WorkshopChange),
    Add(Index),
    Delete(Index),
    Move(Index, Step),
    Required(Index),
    DeleteMoment(Index),
    Link(Index, Index, LinkKind),
    Unlink(Index),
}

#[derive(Clone, Debug)]
enum WorkshopChange {
    Capacity(u32),
    Cancelled,
    Moments(Vec<Index>),
    Groups(Vec<u128>),
}

fn edits() -> impl Strategy<Value = RawEdit> {
    let change = prop_oneof![
        4 => (0..=2u32).prop_map(WorkshopChange::Capacity),
        1 => Just(WorkshopChange::Cancelled),
        3 => vec(any::<Index>(), 1..=2).prop_map(WorkshopChange::Moments),
        2 => vec(1..=2u128, 0..=1).prop_map(WorkshopChange::Groups),
    ];
    let kind = prop_oneof![Just(LinkKind::Exclusive), Just(LinkKind::Together)];
    let step = prop_oneof![Just(Step::Up), Just(Step::Down)];
    prop_oneof![
        8 => (any::<Index>(), change).prop_map(|(at, change)| RawEdit::Workshop(at, change)),
        1 => any::<Index>().prop_map(RawEdit::Add),
        1 => any::<Index>().prop_map(RawEdit::Delete),
        1 => (any::<Index>(), step).prop_map(|(at, step)| RawEdit::Move(at, step)),
        1 => any::<Index>().prop_map(RawEdit::Required),
        1 => any::<Index>().prop_map(RawEdit::DeleteMoment),
        2 => (any::<Index>(), any::<Index>(), kind).prop_map(|(a, b, kind)| RawEdit::Link(a, b, kind)),
        1 => any::<Index>().prop_map(RawEdit::Unlink),
    ]
}

impl RawEdit {
    /// The event after the edit, or as it is where the edit is refused.
    fn applied(event: Event, edit: Self) -> Event {
        edit.of(&event).and_then(|edit| edit.apply(&event).ok()).unwrap_or(event)
    }

    fn of(self, event: &Event) -> Option<EventEdit> {
        let workshop = |at: Index| event.workshops.get(at.index(event.workshops.len().max(1)));
        let moment = |at: Index| event.moments.get(at.index(event.moments.len().max(1)));
        Some(match self {
            Self::Workshop(at, change) => {
                let old = workshop(at)?;
                let mut workshop = old.clone();
                match change {
                    WorkshopChange::Capacity(capacity) => workshop.capacity = capacity,
                    WorkshopChange::Cancelled => workshop.cancelled = !workshop.cancelled,
                    WorkshopChange::Groups(groups) => {
                        workshop.groups = groups.into_iter().map(GroupId::from_u128).collect();
                    }
                    WorkshopChange::Moments(at) => {
                        workshop.moments = at.into_iter().filter_map(moment).map(|moment| moment.id).collect();
                        workshop.moments.sort_unstable();
                        workshop.moments.dedup();
                    }
                }
                EventEdit::Workshops(vec![WorkshopPut { base: Some(fingerprint(old)), workshop }])
            }
            Self::Add(at) => {
                let workshop = by_hand::workshop(40, vec![moment(at)?.id]);
                EventEdit::Workshops(vec![WorkshopPut { base: None, workshop }])
            }
            Self::Delete(at) => EventEdit::DeleteWorkshop(workshop(at)?.id),
            Self::Move(at, step) => EventEdit::MoveWorkshop(workshop(at)?.id, step),
            Self::Required(at) => {
                let old = moment(at)?;
                // Moments without names would have the same one.
                let changed = domain::Moment { required: !old.required, name: old.id.to_string(), ..old.clone() };
                EventEdit::Moment(MomentPut { base: Some(fingerprint(old)), moment: changed })
            }
            Self::DeleteMoment(at) => EventEdit::DeleteMoment(moment(at)?.id),
            Self::Link(a, b, kind) => EventEdit::AddLink(Link { a: workshop(a)?.id, b: workshop(b)?.id, kind }),
            Self::Unlink(at) => {
                let link = event.links.get(at.index(event.links.len().max(1)))?;
                EventEdit::RemoveLink(link.a, link.b)
            }
        })
    }
}

#[derive(Clone, Debug)]
struct RawStudent {
    groups: (u128, u128),
    wish: Wish,
    /// Which workshops an administrator would open to him, and where he would make room.
    opened: Vec<bool>,
    roomy: Vec<bool>,
    since: Vec<i64>,
}

fn students() -> impl Strategy<Value = RawStudent> {
    let groups = (1..=2u128, prop::bool::weighted(0.1))
        .prop_map(|(group, moves)| (group, if moves { 3 - group } else { group }));
    let marks = || vec(prop::bool::weighted(0.15), 12);
    // Few instants, so that many are the same.
    let since = prop_oneof![(0..4i64).prop_map(|at| vec![at; 12]), vec(0..4i64, 12)];
    (groups, orderly(), marks(), marks(), since).prop_map(|(groups, wish, opened, roomy, since)| RawStudent {
        groups,
        wish,
        opened,
        roomy,
        since,
    })
}

impl RawStudent {
    /// What he holds if he comes after these. What he holds may be called off.
    fn registered(self, student: StudentId, event: &Event, earlier: &[Holding]) -> Holding {
        let (group_before, group_after) = (GroupId::from_u128(self.groups.0), GroupId::from_u128(self.groups.1));
        let place = |id: WorkshopId| event.workshops.iter().position(|workshop| workshop.id == id).expect("a place");
        let seats = seats(event, earlier.iter().map(|holding| &holding.held));
        let allowed = |workshop: &Workshop| {
            let place = place(workshop.id);
            (workshop.admits(group_before) || self.opened[place])
                && (seats.taken(place) < workshop.capacity || self.roomy[place])
        };
        let selection = self.wish.granted(event, allowed);
        let marked = |marks: &[bool]| selection.iter().filter(|&id| marks[place(id)]).collect();
        let held =
            Held { despite_group: marked(&self.opened), extra_seat: marked(&self.roomy), selection: selection.clone() };
        let since = selection.iter().map(|id| (id, Timestamp::from_micros(self.since[place(id)]))).collect();
        Holding { student, group_before, group_after, held, since }
    }
}

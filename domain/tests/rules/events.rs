//! Random events and students: small enough to try every subset, crowded enough that the rules meet.

use crate::{
    by_hand,
    reference::{clash, linked, unit},
};
use domain::{
    Event, GroupId, Held, Link, LinkKind, Moment, MomentId, Phase, Seats, Selection, Timestamp, Workshop, WorkshopId,
    rules::{Rulebook, Standing},
};
use proptest::{collection::vec, prelude::*, sample::Index};
use std::fmt;

/// A student before an event, with what he asks for.
#[derive(Clone)]
pub struct Situation {
    pub book: Rulebook,
    pub group: GroupId,
    pub held: Held,
    pub seats: Seats,
    pub selection: Selection,
    pub phase: Phase,
}

impl Situation {
    pub fn standing(&self) -> Standing<'_> {
        Standing { group: self.group, held: &self.held }
    }

    pub fn event(&self) -> &Event {
        self.book.event()
    }
}

/// Short enough to be read when a property fails: a workshop a line.
impl fmt::Debug for Situation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { group, held, selection, phase, .. } = self;
        let required: Vec<MomentId> =
            self.event().moments.iter().filter(|moment| moment.required).map(|moment| moment.id).collect();
        writeln!(f, "required {required:?}")?;
        for (place, workshop) in self.event().workshops.iter().enumerate() {
            let Workshop { id, moments, groups, capacity, cancelled, .. } = workshop;
            let taken = self.seats.taken(place);
            writeln!(f, "{id} at {moments:?}, groups {groups:?}, taken {taken}/{capacity}, cancelled {cancelled}")?;
        }
        for Link { a, b, kind } in &self.event().links {
            writeln!(f, "{a} {kind:?} {b}")?;
        }
        write!(f, "group {group}\n{held:?}\nasks for {selection:?}\n{phase:?}")
    }
}

/// Ids of workshops that no event here has.
fn foreign(number: u128) -> WorkshopId {
    WorkshopId::from_u128(900 + number)
}

/// Up to 5 moments, up to 12 workshops, two groups, links of both kinds: chained, doubled and contradictory ones too.
pub fn events() -> impl Strategy<Value = Event> {
    let moments = vec(prop::bool::weighted(0.75), 1..=5);
    // The ids run in another order than the workshops: 13 is prime.
    (moments, vec(workshops(), 0..=12), vec(links(), 0..=6), 1..13u128).prop_map(
        |(required, workshops, links, step)| {
            let moments: Vec<Moment> =
                required.into_iter().zip(0..).map(|(required, place)| by_hand::moment(50 - place, required)).collect();
            let workshops: Vec<Workshop> = (workshops.into_iter().zip(1..))
                .map(|(raw, place): (RawWorkshop, u128)| raw.into_workshop(place * step % 13, &moments))
                .collect();
            let links = if workshops.len() < 2 { Vec::new() } else { links };
            let links = links.into_iter().flat_map(|raw| raw.into_links(&workshops)).collect();
            by_hand::event(moments, workshops, links)
        },
    )
}

#[derive(Clone, Debug)]
struct RawWorkshop {
    moment: Index,
    second: Option<Index>,
    groups: Vec<u128>,
    capacity: u32,
    cancelled: bool,
}

impl RawWorkshop {
    fn into_workshop(self, id: u128, moments: &[Moment]) -> Workshop {
        let mut at = vec![self.moment.get(moments).id];
        at.extend(self.second.map(|second| second.get(moments).id).filter(|second| *second != at[0]));
        Workshop {
            groups: self.groups.into_iter().map(GroupId::from_u128).collect(),
            capacity: self.capacity,
            cancelled: self.cancelled,
            ..by_hand::workshop(id, at)
        }
    }
}

fn workshops() -> impl Strategy<Value = RawWorkshop> {
    let groups = prop_oneof![5 => Just(vec![]), 3 => Just(vec![1]), 1 => Just(vec![2]), 1 => Just(vec![1, 2])];
    let second = prop::option::weighted(0.2, any::<Index>());
    let capacity = prop_oneof![1 => Just(0u32), 9 => 1..=3u32];
    (any::<Index>(), second, groups, capacity, prop::bool::weighted(0.08)).prop_map(
        |(moment, second, groups, capacity, cancelled)| RawWorkshop { moment, second, groups, capacity, cancelled },
    )
}

#[derive(Clone, Debug)]
struct RawLink {
    a: Index,
    b: Index,
    kind: LinkKind,
    echo: Echo,
}

/// What else is said about the pair of a link.
#[derive(Clone, Debug)]
enum Echo {
    Nothing,
    TheSame,
    Reversed,
    TheContrary,
}

impl RawLink {
    fn into_links(self, workshops: &[Workshop]) -> Vec<Link> {
        let a = self.a.index(workshops.len());
        let b = (a + 1 + self.b.index(workshops.len() - 1)) % workshops.len();
        let link = Link { a: workshops[a].id, b: workshops[b].id, kind: self.kind };
        let contrary = match self.kind {
            LinkKind::Together => LinkKind::Exclusive,
            LinkKind::Exclusive => LinkKind::Together,
        };
        match self.echo {
            Echo::Nothing => vec![link],
            Echo::TheSame => vec![link, link],
            Echo::Reversed => vec![link, Link { a: link.b, b: link.a, ..link }],
            Echo::TheContrary => vec![link, Link { kind: contrary, ..link }],
        }
    }
}

fn links() -> impl Strategy<Value = RawLink> {
    let kind = prop_oneof![Just(LinkKind::Exclusive), Just(LinkKind::Together)];
    let echo = prop_oneof![
        20 => Just(Echo::Nothing),
        1 => Just(Echo::TheSame),
        1 => Just(Echo::Reversed),
        1 => Just(Echo::TheContrary),
    ];
    (any::<Index>(), any::<Index>(), kind, echo).prop_map(|(a, b, kind, echo)| RawLink { a, b, kind, echo })
}

/// How a selection comes about.
#[derive(Clone, Debug)]
pub enum Wish {
    /// Any workshops, in any disorder.
    Anything(Vec<bool>),
    /// One after another in this order, each with what comes along, if no link and no moment forbids it.
    Orderly(Vec<Index>),
}

impl Wish {
    /// What comes of it; `allowed` is asked of what an orderly wish takes.
    pub fn granted(&self, event: &Event, allowed: impl Fn(&Workshop) -> bool) -> Selection {
        match self {
            Self::Anything(wanted) => event
                .workshops
                .iter()
                .zip(wanted)
                .filter(|(_, wanted)| **wanted)
                .map(|(workshop, _)| workshop.id)
                .collect(),
            Self::Orderly(wanted) if !event.workshops.is_empty() => {
                let mut chosen: Vec<&Workshop> = Vec::new();
                for wanted in wanted {
                    let more = unit(event, wanted.get(&event.workshops));
                    let together: Vec<&Workshop> = chosen.iter().chain(&more).copied().collect();
                    let free = |a: &&Workshop| {
                        !together.iter().any(|b| clash(a, b) || linked(event, LinkKind::Exclusive, a.id, b.id))
                    };
                    if together.iter().all(free) && more.iter().all(|workshop| allowed(workshop)) {
                        chosen = together;
                    }
                }
                chosen.into_iter().map(|workshop| workshop.id).collect()
            }
            Self::Orderly(_) => Selection::empty(),
        }
    }
}

fn anything() -> impl Strategy<Value = Wish> {
    prop_oneof![vec(prop::bool::weighted(0.2), 12), vec(prop::bool::weighted(0.5), 12)].prop_map(Wish::Anything)
}

pub fn orderly() -> impl Strategy<Value = Wish> {
    vec(any::<Index>(), 0..8).prop_map(Wish::Orderly)
}

fn phases() -> impl Strategy<Value = Phase> {
    let opens_at = Timestamp::from_micros(1_000_000);
    prop_oneof![
        5 => Just(Phase::Open { closes_at: None }),
        1 => Just(Phase::Open { closes_at: Some(opens_at) }),
        1 => Just(Phase::Waiting { opens_at }),
        1 => Just(Phase::Closed),
        1 => Just(Phase::Over { closed_at: opens_at }),
    ]
}

/// A student who holds what the rules allowed him, or an administrator, and who asks for workshops that no link and no
/// moment forbids together; whether they are for him, and free, is left open.
pub fn orderly_situations() -> impl Strategy<Value = Situation> {
    situations(prop_oneof![1 => Just(Wish::Orderly(vec![])), 2 => orderly()].boxed(), orderly().boxed(), 0)
}

/// A student who holds anything and asks for anything, workshops of another event among it.
pub fn disorderly_situations() -> impl Strategy<Value = Situation> {
    let wishes = || prop_oneof![2 => anything(), 1 => orderly()].boxed();
    situations(wishes(), wishes(), 3)
}

fn situations(
    held: BoxedStrategy<Wish>,
    asked: BoxedStrategy<Wish>,
    strangers: u128,
) -> impl Strategy<Value = Situation> {
    let strangers = prop_oneof![3 => Just(vec![]), 1 => vec(0..=strangers, 0..=2)]
        .prop_map(move |numbers| if strangers == 0 { Vec::new() } else { numbers });
    // Which of the held workshops an administrator opened to him, and where he made room for him.
    let graces = (vec(prop::bool::weighted(0.15), 12), vec(prop::bool::weighted(0.15), 12));
    // How many of every four seats are taken; five means one more than there are, since the capacity was lowered.
    let taken = vec(prop_oneof![6 => 0..=3u32, 3 => Just(4), 1 => Just(5)], 12);
    (events(), 1..=2u128, held, asked, graces, taken, strangers, phases()).prop_map(
        |(event, group, held, asked, (opened, roomy), taken, strangers, phase)| {
            let group = GroupId::from_u128(group);
            let place =
                |id: WorkshopId| event.workshops.iter().position(|workshop| workshop.id == id).expect("a place");
            let admitted = |workshop: &Workshop| workshop.groups.is_empty() || workshop.groups.contains(&group);
            let selection = held
                .granted(&event, |workshop| !workshop.cancelled && (admitted(workshop) || opened[place(workshop.id)]));
            let capacity = |id: WorkshopId| event.workshops[place(id)].capacity;
            let despite_group =
                selection.iter().filter(|&id| !admitted(&event.workshops[place(id)]) && opened[place(id)]).collect();
            let extra_seat: Selection = selection.iter().filter(|&id| capacity(id) == 0 || roomy[place(id)]).collect();
            let held = Held { selection, despite_group, extra_seat };
            let seats = Seats::of(&event, |id| match (taken[place(id)], capacity(id)) {
                (5, capacity) => capacity + 1,
                (quarters, capacity) if held.selection.contains(id) && !held.extra_seat.contains(id) => {
                    (capacity * quarters / 4).max(1)
                }
                (quarters, capacity) => capacity * quarters / 4,
            });
            let own = asked.granted(&event, |_| true);
            let selection = own.iter().chain(strangers.into_iter().map(foreign)).collect();
            Situation { book: Rulebook::new(event), group, held, seats, selection, phase }
        },
    )
}

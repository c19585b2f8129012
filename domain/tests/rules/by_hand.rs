//! Events written by hand: everything that no rule looks at is left blank.

use domain::{Availability, Event, EventId, Group, GroupId, Link, LinkKind, Moment, MomentId, Workshop, WorkshopId};

/// The group of every student for whom no other is named.
pub const GROUP: GroupId = GroupId::from_u128(1);

pub fn moment(id: u128, required: bool) -> Moment {
    Moment { id: MomentId::from_u128(id), name: String::new(), starts_at: None, ends_at: None, required }
}

/// A workshop for everyone, with one seat.
pub fn workshop(id: u128, moments: Vec<MomentId>) -> Workshop {
    Workshop {
        id: WorkshopId::from_u128(id),
        title: String::new(),
        description: String::new(),
        moments,
        groups: Vec::new(),
        capacity: 1,
        location: String::new(),
        host: String::new(),
        cancelled: false,
    }
}

pub fn exclusive(a: u128, b: u128) -> Link {
    Link { a: WorkshopId::from_u128(a), b: WorkshopId::from_u128(b), kind: LinkKind::Exclusive }
}

pub fn together(a: u128, b: u128) -> Link {
    Link { kind: LinkKind::Together, ..exclusive(a, b) }
}

/// An event with two groups.
pub fn event(moments: Vec<Moment>, workshops: Vec<Workshop>, links: Vec<Link>) -> Event {
    Event {
        id: EventId::from_u128(1),
        slug: "dag".parse().expect("a slug"),
        title: String::new(),
        intro: String::new(),
        availability: Availability::CLOSED,
        moments,
        groups: [GROUP, GroupId::from_u128(2)].map(|id| Group { id, name: String::new() }).into(),
        workshops,
        links,
    }
}

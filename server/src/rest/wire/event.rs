//! Events and what belongs to them.

use super::{
    Instant,
    values::{objects, word},
};
use domain::{
    Availability, AvailabilityState, Event, EventId, Group, GroupId, Link, LinkKind, Moment, MomentId, Phase, Seats,
    Timestamp, Workshop, WorkshopId,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An event. Its `ETag` changes with everything here but `phase` and `taken`, which change by themselves.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct EventBody {
    /// Its id.
    #[schema(value_type = uuid::Uuid)]
    pub id: EventId,
    /// What stands in its link.
    #[schema(example = "workshopdag-2027")]
    pub slug: String,
    /// Its title.
    #[schema(example = "Workshopdag 2027")]
    pub title: String,
    /// What students read first; may be empty.
    pub intro: String,
    /// When students can register, as it was set.
    pub availability: AvailabilityBody,
    /// What that comes to now.
    pub phase: PhaseName,
    /// Its moments, in order.
    pub moments: Vec<MomentBody>,
    /// Its groups, in order.
    pub groups: Vec<GroupBody>,
    /// Its workshops, in order; a student gets those that his group may take, those linked with them, and those that
    /// he holds.
    pub workshops: Vec<WorkshopBody>,
    /// The links between them.
    pub links: Vec<LinkBody>,
}

impl EventBody {
    /// The event as it is at this instant, with the seats taken.
    pub fn new(event: &Event, seats: &Seats, now: Timestamp) -> Self {
        let workshop = |(place, workshop)| WorkshopBody::new(workshop, seats.taken(place));
        Self {
            id: event.id,
            slug: event.slug.to_string(),
            title: event.title.clone(),
            intro: event.intro.clone(),
            availability: event.availability.into(),
            phase: event.availability.phase(now).into(),
            moments: event.moments.iter().map(MomentBody::from).collect(),
            groups: event.groups.iter().map(GroupBody::from).collect(),
            workshops: event.workshops.iter().enumerate().map(workshop).collect(),
            links: event.links.iter().map(LinkBody::from).collect(),
        }
    }
}

/// An event in a list.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct EventSummary {
    /// Its id.
    #[schema(value_type = uuid::Uuid)]
    pub id: EventId,
    /// What stands in its link.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// When students can register, as it was set.
    pub availability: AvailabilityBody,
    /// What that comes to now.
    pub phase: PhaseName,
}

impl EventSummary {
    /// The event as it is at this instant.
    pub fn new(event: &Event, now: Timestamp) -> Self {
        Self {
            id: event.id,
            slug: event.slug.to_string(),
            title: event.title.clone(),
            availability: event.availability.into(),
            phase: event.availability.phase(now).into(),
        }
    }
}

/// Some of the events, newest first.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct EventList {
    /// The events.
    pub events: Vec<EventSummary>,
    /// What `cursor` fetches the next ones; nothing at the end.
    #[schema(required)]
    pub next_cursor: Option<String>,
}

/// Whether students may register, or from when until when.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct AvailabilityBody {
    /// Whether the times count.
    pub state: StateName,
    /// When a scheduled event opens.
    #[schema(required)]
    pub opens_at: Option<Instant>,
    /// When a scheduled event closes.
    #[schema(required)]
    pub closes_at: Option<Instant>,
}

impl From<Availability> for AvailabilityBody {
    fn from(availability: Availability) -> Self {
        Self {
            state: availability.state.into(),
            opens_at: Instant::maybe(availability.opens_at),
            closes_at: Instant::maybe(availability.closes_at),
        }
    }
}

/// Whether an event's times count, and if they don't, what holds instead.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(in crate::rest) enum StateName {
    /// Nobody can register.
    Closed,
    /// Students can register.
    Open,
    /// Students can register between the two times.
    Scheduled,
}

impl From<AvailabilityState> for StateName {
    fn from(state: AvailabilityState) -> Self {
        match state {
            AvailabilityState::Closed => Self::Closed,
            AvailabilityState::Open => Self::Open,
            AvailabilityState::Scheduled => Self::Scheduled,
        }
    }
}

impl From<StateName> for AvailabilityState {
    fn from(state: StateName) -> Self {
        match state {
            StateName::Closed => Self::Closed,
            StateName::Open => Self::Open,
            StateName::Scheduled => Self::Scheduled,
        }
    }
}

/// What an event's availability comes to at one instant.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(in crate::rest) enum PhaseName {
    /// Closed by hand.
    Closed,
    /// Scheduled, and not yet open.
    Waiting,
    /// Students can register.
    Open,
    /// Scheduled, and over.
    Over,
}

impl From<Phase> for PhaseName {
    fn from(phase: Phase) -> Self {
        match phase {
            Phase::Closed => Self::Closed,
            Phase::Waiting { .. } => Self::Waiting,
            Phase::Open { .. } => Self::Open,
            Phase::Over { .. } => Self::Over,
        }
    }
}

/// A time slot.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct MomentBody {
    /// Its id.
    #[schema(value_type = uuid::Uuid)]
    pub id: MomentId,
    /// Its name.
    #[schema(example = "Ronde 1")]
    pub name: String,
    /// When it starts, if that is known.
    #[schema(required)]
    pub starts_at: Option<Instant>,
    /// When it ends, if that is known.
    #[schema(required)]
    pub ends_at: Option<Instant>,
    /// Whether every student must choose something here.
    pub required: bool,
}

impl From<&Moment> for MomentBody {
    fn from(moment: &Moment) -> Self {
        Self {
            id: moment.id,
            name: moment.name.clone(),
            starts_at: Instant::maybe(moment.starts_at),
            ends_at: Instant::maybe(moment.ends_at),
            required: moment.required,
        }
    }
}

/// A group of students.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct GroupBody {
    /// Its id.
    #[schema(value_type = uuid::Uuid)]
    pub id: GroupId,
    /// Its name.
    #[schema(example = "Onderbouw")]
    pub name: String,
}

impl From<&Group> for GroupBody {
    fn from(group: &Group) -> Self {
        Self { id: group.id, name: group.name.clone() }
    }
}

/// A workshop.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct WorkshopBody {
    /// Its id.
    #[schema(value_type = uuid::Uuid)]
    pub id: WorkshopId,
    /// Its title.
    #[schema(example = "Judo")]
    pub title: String,
    /// What students read about it; may be empty.
    pub description: String,
    /// The moments that it takes up.
    #[schema(value_type = Vec<uuid::Uuid>)]
    pub moment_ids: Vec<MomentId>,
    /// The groups that it admits; none means every group.
    #[schema(value_type = Vec<uuid::Uuid>)]
    pub group_ids: Vec<GroupId>,
    /// How many fit.
    pub capacity: u32,
    /// How many seats are taken; seats that an administrator gave beyond the capacity aren't counted.
    pub taken: u32,
    /// Where it is; may be empty.
    pub location: String,
    /// Who gives it; may be empty.
    pub host: String,
    /// Whether it was called off.
    pub cancelled: bool,
}

impl WorkshopBody {
    /// The workshop with this many seats taken.
    pub fn new(workshop: &Workshop, taken: u32) -> Self {
        Self {
            id: workshop.id,
            title: workshop.title.clone(),
            description: workshop.description.clone(),
            moment_ids: workshop.moments.clone(),
            group_ids: workshop.groups.clone(),
            capacity: workshop.capacity,
            taken,
            location: workshop.location.clone(),
            host: workshop.host.clone(),
            cancelled: workshop.cancelled,
        }
    }
}

/// What two workshops demand of a selection.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(in crate::rest) enum KindName {
    /// Both or neither.
    Together,
    /// Never both.
    Exclusive,
}

/// A rule about two workshops.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::rest) struct LinkBody {
    /// One workshop.
    #[schema(value_type = uuid::Uuid)]
    pub a: WorkshopId,
    /// The other.
    #[schema(value_type = uuid::Uuid)]
    pub b: WorkshopId,
    /// What holds between them.
    #[serde(deserialize_with = "word")]
    pub kind: KindName,
}

impl From<&Link> for LinkBody {
    fn from(link: &Link) -> Self {
        let kind = match link.kind {
            LinkKind::Together => KindName::Together,
            LinkKind::Exclusive => KindName::Exclusive,
        };
        Self { a: link.a, b: link.b, kind }
    }
}

impl From<&LinkBody> for Link {
    fn from(link: &LinkBody) -> Self {
        let kind = match link.kind {
            KindName::Together => LinkKind::Together,
            KindName::Exclusive => LinkKind::Exclusive,
        };
        Self { a: link.a, b: link.b, kind }
    }
}

/// All links of an event.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::rest) struct Links {
    /// The links.
    #[serde(deserialize_with = "objects")]
    #[schema(max_items = 10000)]
    pub links: Vec<LinkBody>,
}

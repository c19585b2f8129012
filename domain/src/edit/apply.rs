//! The event that comes out of a change.

use super::{Field, FieldError, Problem, check_link, fingerprint, links::broken_partner, text};
use crate::{
    Availability, AvailabilityState, Event, Group, GroupId, Link, Moment, MomentId, Slug, Workshop, WorkshopId,
    rules::MAX_MOMENTS,
};
use std::hash::Hash;

/// A change to an event. What it changes carries the fingerprint of what its form showed, so that nobody overwrites
/// another's change unseen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventEdit {
    /// Title, slug and introduction.
    Settings {
        /// The title.
        title: String,
        /// What stands in the link.
        slug: Slug,
        /// What students read first.
        intro: String,
        /// The fingerprint of these three as the form showed them.
        base: String,
    },
    /// When students can register.
    Availability {
        /// What holds from now on.
        availability: Availability,
        /// The fingerprint of what the form showed; none for a button that means the same whatever was.
        base: Option<String>,
    },
    /// Whether it is open, closed, or as its times say; they stay as they are.
    State(AvailabilityState),
    /// A moment that is new or changed.
    Moment(MomentPut),
    /// A group that is new or changed.
    Group(GroupPut),
    /// Workshops that are new or changed.
    Workshops(Vec<WorkshopPut>),
    /// A moment one place up or down.
    MoveMoment(MomentId, Step),
    /// A group one place up or down.
    MoveGroup(GroupId, Step),
    /// A workshop one place up or down.
    MoveWorkshop(WorkshopId, Step),
    /// A moment goes.
    DeleteMoment(MomentId),
    /// A group goes.
    DeleteGroup(GroupId),
    /// A workshop goes, with its links.
    DeleteWorkshop(WorkshopId),
    /// A link that is new.
    AddLink(Link),
    /// A link goes.
    RemoveLink(WorkshopId, WorkshopId),
    /// These are all the links there are.
    Links(Vec<Link>),
    /// Several changes, one after another; all or none.
    Several(Vec<EventEdit>),
}

/// A moment to add or change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MomentPut {
    /// The fingerprint of the moment as the form showed it; none adds it.
    pub base: Option<String>,
    /// The moment.
    pub moment: Moment,
}

/// A group to add or change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupPut {
    /// The fingerprint of the group as the form showed it; none adds it.
    pub base: Option<String>,
    /// The group.
    pub group: Group,
}

/// A workshop to add or change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkshopPut {
    /// The fingerprint of the workshop as the form showed it; none adds it.
    pub base: Option<String>,
    /// The workshop.
    pub workshop: Workshop,
}

/// Which way something moves in its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Towards the first.
    Up,
    /// Towards the last.
    Down,
}

impl EventEdit {
    /// The event after the change.
    ///
    /// # Errors
    /// All that is wrong with it; [`Problem::Changed`] if someone else changed the same since the form was shown.
    pub fn apply(&self, before: &Event) -> Result<Event, Vec<FieldError>> {
        let mut event = before.clone();
        let errors = match self {
            Self::Settings { title, slug, intro, base } => {
                let changed = fingerprint(&(&event.title, &event.slug, &event.intro)) != *base;
                (event.title, event.slug, event.intro) = (title.clone(), slug.clone(), intro.clone());
                stale(changed, String::new())
            }
            Self::Availability { availability, base } => {
                let changed = base.as_ref().is_some_and(|base| fingerprint(&event.availability) != *base);
                event.availability = *availability;
                stale(changed, String::new())
            }
            Self::State(state) => {
                event.availability.state = *state;
                Vec::new()
            }
            Self::Moment(put) => put_moment(&mut event, put),
            Self::Group(put) => put_group(&mut event, put),
            Self::Workshops(puts) => {
                let errors = puts.iter().flat_map(|put| put_workshop(&mut event, put)).collect();
                // Judged when all are in their places: a linked pair may change its moments together.
                [errors, broken_links(before, &event, puts)].concat()
            }
            Self::MoveMoment(id, step) => shift(&mut event.moments, |moment| moment.id == *id, *step),
            Self::MoveGroup(id, step) => shift(&mut event.groups, |group| group.id == *id, *step),
            Self::MoveWorkshop(id, step) => shift(&mut event.workshops, |workshop| workshop.id == *id, *step),
            Self::DeleteMoment(id) => delete_moment(&mut event, *id),
            Self::DeleteGroup(id) => delete_group(&mut event, *id),
            Self::DeleteWorkshop(id) => {
                event.workshops.retain(|workshop| workshop.id != *id);
                event.links.retain(|link| link.a != *id && link.b != *id);
                Vec::new()
            }
            Self::AddLink(link) => add_link(&mut event, *link),
            Self::RemoveLink(a, b) => {
                event.links.retain(|link| (link.a, link.b) != (*a, *b) && (link.a, link.b) != (*b, *a));
                Vec::new()
            }
            Self::Links(links) => replace_links(&mut event, links),
            Self::Several(edits) => return edits.iter().try_fold(event, |event, edit| edit.apply(&event)),
        };
        if errors.is_empty() { Ok(event) } else { Err(errors) }
    }

    /// The changes that this one is made of, in order: itself, unless it is several.
    #[must_use]
    pub fn parts(&self) -> Vec<&Self> {
        match self {
            Self::Several(edits) => edits.iter().flat_map(Self::parts).collect(),
            edit => vec![edit],
        }
    }
}

fn error(of: impl ToString, field: Field, problem: Problem) -> Vec<FieldError> {
    vec![FieldError { of: of.to_string(), field, problem }]
}

fn stale(is_stale: bool, of: impl ToString) -> Vec<FieldError> {
    if is_stale { error(of, Field::Form, Problem::Changed) } else { Vec::new() }
}

fn put_moment(event: &mut Event, change: &MomentPut) -> Vec<FieldError> {
    let (moments, moment) = (&mut event.moments, &change.moment);
    if moments.iter().any(|other| other.id != moment.id && is_same_name(&other.name, &moment.name)) {
        return error(row(change.base.as_ref(), moment.id), Field::Name, Problem::Taken);
    }
    put(moments, change.base.as_ref(), moment, |other| other.id == moment.id, moment.id, (Field::Name, MAX_MOMENTS))
}

fn put_group(event: &mut Event, change: &GroupPut) -> Vec<FieldError> {
    let (groups, group) = (&mut event.groups, &change.group);
    // Student files name groups by their names.
    if groups.iter().any(|other| other.id != group.id && is_same_name(&other.name, &group.name)) {
        return error(row(change.base.as_ref(), group.id), Field::Name, Problem::Taken);
    }
    put(groups, change.base.as_ref(), group, |other| other.id == group.id, group.id, (Field::Name, text::MAX_GROUPS))
}

fn put_workshop(event: &mut Event, change: &WorkshopPut) -> Vec<FieldError> {
    let workshop = &change.workshop;
    let most = (Field::Title, text::MAX_WORKSHOPS);
    put(&mut event.workshops, change.base.as_ref(), workshop, |other| other.id == workshop.id, workshop.id, most)
}

/// Changes what stands in a list, or without a fingerprint of it adds it at the end.
fn put<T: Clone + Hash>(
    list: &mut Vec<T>,
    base: Option<&String>,
    item: &T,
    is_it: impl Fn(&T) -> bool,
    of: impl ToString,
    (field, most): (Field, usize),
) -> Vec<FieldError> {
    match (base, list.iter().position(is_it)) {
        (Some(base), Some(place)) => {
            let changed = fingerprint(&list[place]) != *base;
            list[place] = item.clone();
            stale(changed, of)
        }
        (Some(_), None) => error(of, Field::Form, Problem::Gone),
        (None, _) if list.len() >= most => too_many(field, most),
        (None, _) => {
            list.push(item.clone());
            Vec::new()
        }
    }
}

/// Which row an error stands at: that of what is changed, or the form that adds.
fn row(base: Option<&String>, id: impl ToString) -> String {
    base.map(|_| id.to_string()).unwrap_or_default()
}

/// The links that these changes make impossible.
fn broken_links(before: &Event, after: &Event, puts: &[WorkshopPut]) -> Vec<FieldError> {
    let broken = |put: &WorkshopPut| {
        let id = put.workshop.id;
        let with = broken_partner(after, id).filter(|_| broken_partner(before, id).is_none())?;
        Some(FieldError { of: id.to_string(), field: Field::Moments, problem: Problem::LinkBroken { with } })
    };
    puts.iter().filter_map(broken).collect()
}

fn delete_moment(event: &mut Event, id: MomentId) -> Vec<FieldError> {
    let only: Vec<WorkshopId> =
        event.workshops.iter().filter(|workshop| workshop.moments == [id]).map(|workshop| workshop.id).collect();
    if !only.is_empty() {
        return error(id, Field::Form, Problem::OnlyMomentOf { workshops: only });
    }
    event.moments.retain(|moment| moment.id != id);
    for workshop in &mut event.workshops {
        workshop.moments.retain(|&moment| moment != id);
    }
    Vec::new()
}

fn delete_group(event: &mut Event, id: GroupId) -> Vec<FieldError> {
    let only: Vec<WorkshopId> =
        event.workshops.iter().filter(|workshop| workshop.groups == [id]).map(|workshop| workshop.id).collect();
    if !only.is_empty() {
        return error(id, Field::Form, Problem::OnlyGroupOf { workshops: only });
    }
    event.groups.retain(|group| group.id != id);
    for workshop in &mut event.workshops {
        workshop.groups.retain(|&group| group != id);
    }
    Vec::new()
}

fn add_link(event: &mut Event, link: Link) -> Vec<FieldError> {
    let of_form = |field, problem| vec![FieldError::of_form(field, problem)];
    for (field, id) in [(Field::A, link.a), (Field::B, link.b)] {
        if event.workshop(id).is_none() {
            return of_form(field, Problem::Gone);
        }
    }
    if event.links.len() >= text::MAX_LINKS {
        return too_many(Field::Form, text::MAX_LINKS);
    }
    match check_link(event, link) {
        Ok(()) => {
            event.links.push(link);
            Vec::new()
        }
        Err(problem) => of_form(Field::Form, Problem::Link(problem)),
    }
}

/// Puts these links in the place of all that there are. What is wrong stands at the link's place in the list.
fn replace_links(event: &mut Event, links: &[Link]) -> Vec<FieldError> {
    event.links.clear();
    let mut errors = Vec::new();
    for (place, &link) in links.iter().enumerate() {
        errors.extend(add_link(event, link).into_iter().map(|error| FieldError { of: place.to_string(), ..error }));
    }
    errors
}

fn too_many(field: Field, limit: usize) -> Vec<FieldError> {
    let limit = u32::try_from(limit).unwrap_or(u32::MAX);
    vec![FieldError::of_form(field, Problem::TooMany { limit })]
}

fn is_same_name(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}

/// Swaps what is wanted with its neighbour; at the end of the list nothing happens.
fn shift<T>(list: &mut [T], is_wanted: impl Fn(&T) -> bool, step: Step) -> Vec<FieldError> {
    let Some(place) = list.iter().position(is_wanted) else {
        return vec![FieldError::of_form(Field::Form, Problem::Gone)];
    };
    let other = match step {
        Step::Up => place.checked_sub(1),
        Step::Down => Some(place + 1).filter(|&other| other < list.len()),
    };
    if let Some(other) = other {
        list.swap(place, other);
    }
    Vec::new()
}

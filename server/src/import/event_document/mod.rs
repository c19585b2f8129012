//! The event document: an event with its moments, groups, workshops and links as one JSON file, there and back
//! unchanged. Keys stand in it where the program has ids, so that people can write one by hand.

mod check;
mod layout;
mod problem;
mod time;

pub use problem::{DocumentError, DocumentProblem};

use crate::random::{Random, new_id};
use domain::{Event, EventId, Group, GroupId, Link, Moment, MomentId, Timestamp, Workshop, WorkshopId};
use jiff::tz::TimeZone;
use layout::{FORMAT, GroupLayout, Head, Layout, LinkLayout, MomentLayout, WorkshopLayout};
use serde::Serialize;
use std::{borrow::Cow, collections::HashSet};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{RefOr, Schema},
};

/// An event document. One that was read holds: its keys are unique and known, its times in order, its texts of a
/// bearable length.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct EventDocument(Layout);

impl PartialSchema for EventDocument {
    fn schema() -> RefOr<Schema> {
        Layout::schema()
    }
}

impl ToSchema for EventDocument {
    fn name() -> Cow<'static, str> {
        Layout::name()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        Layout::schemas(schemas);
    }
}

/// The names that an event's parts have in its document, each list aligned with the event's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentKeys {
    /// Those of [`Event::moments`].
    pub moments: Vec<String>,
    /// Those of [`Event::groups`].
    pub groups: Vec<String>,
    /// Those of [`Event::workshops`].
    pub workshops: Vec<String>,
}

/// An event made from a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedEvent {
    /// The event, with new ids.
    pub event: Event,
    /// What its parts are called in the document.
    pub keys: DocumentKeys,
}

impl EventDocument {
    /// Reads a document (UTF-8, with or without its mark).
    ///
    /// # Errors
    /// [`DocumentError`] with the place of the first fault.
    pub fn parse(bytes: &[u8]) -> Result<Self, DocumentError> {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let head: Head = serde_json::from_slice(bytes).map_err(|error| json_error(&error))?;
        if head.format.as_deref() != Some(FORMAT) {
            return Err(DocumentError::UnknownFormat(head.format));
        }
        let layout: Layout = serde_json::from_slice(bytes).map_err(|error| json_error(&error))?;
        check::check(&layout)?;
        Ok(Self(layout))
    }

    /// As it is kept in a file.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(&self.0).unwrap_or_default();
        text.push('\n');
        text
    }

    /// The slug that it asks for.
    #[must_use]
    pub fn slug(&self) -> &str {
        &self.0.slug
    }

    /// Makes the event, with new ids for everything in it. With a time to open or to close it is scheduled, else closed.
    ///
    /// # Errors
    /// [`DocumentError`] for a document that was made by [`EventDocument::from_event`] from an event that no document
    /// may describe; never for one that was read.
    pub fn into_event(self, random: &dyn Random, now: Timestamp) -> Result<ImportedEvent, DocumentError> {
        let checked = check::check(&self.0)?;
        let Layout { title, intro, moments, groups, workshops, .. } = self.0;
        let keys = DocumentKeys {
            moments: moments.iter().map(|moment| moment.key.clone()).collect(),
            groups: groups.iter().map(|group| group.key.clone()).collect(),
            workshops: workshops.iter().map(|workshop| workshop.key.clone()).collect(),
        };
        let id: EventId = new_id(random, now);
        let moments: Vec<Moment> = moments
            .into_iter()
            .zip(checked.times)
            .map(|(moment, (starts_at, ends_at))| Moment {
                id: new_id(random, now),
                name: moment.name,
                starts_at,
                ends_at,
                required: moment.required,
            })
            .collect();
        let groups: Vec<Group> =
            groups.into_iter().map(|group| Group { id: new_id(random, now), name: group.name }).collect();
        let workshops: Vec<Workshop> = workshops
            .into_iter()
            .zip(checked.workshop_moments.into_iter().zip(checked.workshop_groups))
            .map(|(workshop, (at, admitted))| Workshop {
                id: new_id(random, now),
                title: workshop.title,
                description: workshop.description,
                moments: at.into_iter().map(|place| moments[place].id).collect(),
                groups: admitted.into_iter().map(|place| groups[place].id).collect(),
                capacity: workshop.capacity,
                location: workshop.location,
                host: workshop.host,
                cancelled: workshop.cancelled,
            })
            .collect();
        let links = checked
            .links
            .into_iter()
            .map(|(a, b, kind)| Link { a: workshops[a].id, b: workshops[b].id, kind })
            .collect();
        let event = Event {
            id,
            slug: checked.slug,
            title,
            intro,
            availability: checked.availability,
            moments,
            groups,
            workshops,
            links,
        };
        Ok(ImportedEvent { event, keys })
    }

    /// Writes an event down, its times with the offsets of a time zone. A part without a key, or with one that another
    /// part has, gets a new one. References to what the event doesn't have are left out.
    ///
    /// The times of an event that is open or closed by hand are written as well: read back it is scheduled.
    #[must_use]
    pub fn from_event(event: &Event, keys: &DocumentKeys, zone: &TimeZone) -> Self {
        let moment_keys = completed(&keys.moments, event.moments.len(), "m");
        let group_keys = completed(&keys.groups, event.groups.len(), "g");
        let workshop_keys = completed(&keys.workshops, event.workshops.len(), "w");
        let time = |instant: Option<Timestamp>| instant.map(|instant| time::format(instant, zone));
        let moment_key = |id: &MomentId| key_at(&moment_keys, event.moments.iter().position(|moment| moment.id == *id));
        let group_key = |id: &GroupId| key_at(&group_keys, event.groups.iter().position(|group| group.id == *id));
        let workshop_key =
            |id: WorkshopId| key_at(&workshop_keys, event.workshops.iter().position(|workshop| workshop.id == id));
        Self(Layout {
            format: FORMAT.to_owned(),
            slug: event.slug.to_string(),
            title: event.title.clone(),
            intro: event.intro.clone(),
            opens_at: time(event.availability.opens_at),
            closes_at: time(event.availability.closes_at),
            moments: event
                .moments
                .iter()
                .zip(&moment_keys)
                .map(|(moment, key)| MomentLayout {
                    key: key.clone(),
                    name: moment.name.clone(),
                    starts_at: time(moment.starts_at),
                    ends_at: time(moment.ends_at),
                    required: moment.required,
                })
                .collect(),
            groups: event
                .groups
                .iter()
                .zip(&group_keys)
                .map(|(group, key)| GroupLayout { key: key.clone(), name: group.name.clone() })
                .collect(),
            workshops: event
                .workshops
                .iter()
                .zip(&workshop_keys)
                .map(|(workshop, key)| WorkshopLayout {
                    key: key.clone(),
                    title: workshop.title.clone(),
                    description: workshop.description.clone(),
                    moments: workshop.moments.iter().filter_map(moment_key).collect(),
                    groups: workshop.groups.iter().filter_map(group_key).collect(),
                    capacity: workshop.capacity,
                    location: workshop.location.clone(),
                    host: workshop.host.clone(),
                    cancelled: workshop.cancelled,
                })
                .collect(),
            links: event
                .links
                .iter()
                .filter_map(|link| {
                    Some(LinkLayout { a: workshop_key(link.a)?, b: workshop_key(link.b)?, kind: link.kind })
                })
                .collect(),
        })
    }
}

fn key_at(keys: &[String], place: Option<usize>) -> Option<String> {
    place.and_then(|place| keys.get(place)).cloned()
}

/// The keys of `count` parts: those that there are, and new ones of a letter and a number where one is missing or not
/// the first of its kind.
fn completed(keys: &[String], count: usize, letter: &str) -> Vec<String> {
    let mut taken: HashSet<String> = HashSet::new();
    let given: Vec<Option<String>> = (0..count)
        .map(|place| keys.get(place).filter(|key| !key.trim().is_empty() && taken.insert((*key).clone())).cloned())
        .collect();
    let mut fresh = (1_u32..).map(|number| format!("{letter}{number}"));
    given.into_iter().map(|key| key.or_else(|| fresh.find(|key| !taken.contains(key))).unwrap_or_default()).collect()
}

/// The reader's message without its place, which stands before it.
fn json_error(error: &serde_json::Error) -> DocumentError {
    let text = error.to_string();
    let message = text.rsplit_once(" at line ").map_or(text.as_str(), |(message, _)| message).to_owned();
    DocumentError::Json { line: error.line(), column: error.column(), message }
}

#[cfg(test)]
mod tests;

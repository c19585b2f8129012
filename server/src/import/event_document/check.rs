//! What must hold for an event document beyond its layout, and the domain's types made of it.

use super::{
    layout::{Layout, MomentLayout, WorkshopLayout},
    problem::{DocumentError, DocumentProblem as Problem},
    time,
};
use domain::{Availability, AvailabilityState, LinkKind, Slug, Timestamp, rules::MAX_MOMENTS};
use std::collections::{HashMap, HashSet};

const MAX_GROUPS: usize = 200;
const MAX_WORKSHOPS: usize = 2_000;
const MAX_LINKS: usize = 10_000;
const MAX_CAPACITY: u32 = 100_000;
/// Characters of a name, a title, a place, a key.
const SHORT: usize = 200;
/// Characters of an introduction or a description.
const LONG: usize = 5_000;

/// A document in which everything holds: references are places in its lists.
#[derive(Debug)]
pub(super) struct Checked {
    pub slug: Slug,
    pub availability: Availability,
    /// Start and end of every moment.
    pub times: Vec<(Option<Timestamp>, Option<Timestamp>)>,
    /// The moments of every workshop.
    pub workshop_moments: Vec<Vec<usize>>,
    /// The groups of every workshop.
    pub workshop_groups: Vec<Vec<usize>>,
    pub links: Vec<(usize, usize, LinkKind)>,
}

/// Checks a document whose layout is right.
pub(super) fn check(layout: &Layout) -> Result<Checked, DocumentError> {
    let slug = layout.slug.parse().map_err(|_| at("slug", Problem::Slug))?;
    short("title", &layout.title)?;
    long("intro", &layout.intro)?;
    let availability = availability(layout)?;

    not_more_than("moments", layout.moments.len(), MAX_MOMENTS)?;
    not_more_than("groups", layout.groups.len(), MAX_GROUPS)?;
    not_more_than("workshops", layout.workshops.len(), MAX_WORKSHOPS)?;
    not_more_than("links", layout.links.len(), MAX_LINKS)?;
    let moments = keys("moments", layout.moments.iter().map(|moment| moment.key.as_str()))?;
    let groups = keys("groups", layout.groups.iter().map(|group| group.key.as_str()))?;
    let workshops = keys("workshops", layout.workshops.iter().map(|workshop| workshop.key.as_str()))?;

    let mut times = Vec::new();
    for (place, moment) in layout.moments.iter().enumerate() {
        short(&format!("moments[{place}].name"), &moment.name)?;
        times.push(span_of(place, moment)?);
    }
    let mut names = HashSet::new();
    for (place, group) in layout.groups.iter().enumerate() {
        let path = format!("groups[{place}].name");
        short(&path, &group.name)?;
        // Student files name groups by their names.
        if !names.insert(group.name.trim().to_lowercase()) {
            return Err(at(path, Problem::Twice(group.name.clone())));
        }
    }
    let (mut workshop_moments, mut workshop_groups) = (Vec::new(), Vec::new());
    for (place, workshop) in layout.workshops.iter().enumerate() {
        let path = format!("workshops[{place}]");
        texts_of(&path, workshop)?;
        if workshop.capacity > MAX_CAPACITY {
            return Err(at(format!("{path}.capacity"), Problem::TooMuch { limit: MAX_CAPACITY }));
        }
        if workshop.moments.is_empty() {
            return Err(at(format!("{path}.moments"), Problem::NoMoment));
        }
        workshop_moments.push(references(&format!("{path}.moments"), &workshop.moments, &moments)?);
        workshop_groups.push(references(&format!("{path}.groups"), &workshop.groups, &groups)?);
    }
    let links = links(layout, &workshops)?;
    Ok(Checked { slug, availability, times, workshop_moments, workshop_groups, links })
}

fn at(path: impl Into<String>, problem: Problem) -> DocumentError {
    DocumentError::At { path: path.into(), problem }
}

fn availability(layout: &Layout) -> Result<Availability, DocumentError> {
    let (opens_at, closes_at) =
        span(("opens_at", layout.opens_at.as_deref()), ("closes_at", layout.closes_at.as_deref()))?;
    Ok(if opens_at.is_some() || closes_at.is_some() {
        Availability { state: AvailabilityState::Scheduled, opens_at, closes_at }
    } else {
        Availability::CLOSED
    })
}

fn span_of(place: usize, moment: &MomentLayout) -> Result<(Option<Timestamp>, Option<Timestamp>), DocumentError> {
    let path = |field: &str| format!("moments[{place}].{field}");
    span((&path("starts_at"), moment.starts_at.as_deref()), (&path("ends_at"), moment.ends_at.as_deref()))
}

/// Two times with their paths, of which the second must come later.
fn span(
    (start_path, start): (&str, Option<&str>),
    (end_path, end): (&str, Option<&str>),
) -> Result<(Option<Timestamp>, Option<Timestamp>), DocumentError> {
    let instant = |path: &str, text: Option<&str>| {
        text.map(|text| time::parse(text).ok_or_else(|| at(path, Problem::Time))).transpose()
    };
    let (start, end) = (instant(start_path, start)?, instant(end_path, end)?);
    match (start, end) {
        (Some(start), Some(end)) if start >= end => {
            let earlier = start_path.rsplit('.').next().unwrap_or(start_path).to_owned();
            Err(at(end_path, Problem::NotLaterThan(earlier)))
        }
        span => Ok(span),
    }
}

fn texts_of(path: &str, workshop: &WorkshopLayout) -> Result<(), DocumentError> {
    short(&format!("{path}.title"), &workshop.title)?;
    long(&format!("{path}.description"), &workshop.description)?;
    text(&format!("{path}.location"), &workshop.location, SHORT, false)?;
    text(&format!("{path}.host"), &workshop.host, SHORT, false)
}

/// A text of one line that can't be empty.
fn short(path: &str, value: &str) -> Result<(), DocumentError> {
    if value.trim().is_empty() {
        return Err(at(path, Problem::Empty));
    }
    text(path, value, SHORT, false)
}

/// A text of any number of lines, perhaps none.
fn long(path: &str, value: &str) -> Result<(), DocumentError> {
    text(path, value, LONG, true)
}

fn text(path: &str, value: &str, limit: usize, lines: bool) -> Result<(), DocumentError> {
    if value.chars().count() > limit {
        return Err(at(path, Problem::TooLong { limit }));
    }
    // Lists are exported as XML, which has no way to write these.
    let unwritable = |c: char| c.is_control() && !(lines && matches!(c, '\n' | '\r' | '\t'));
    if value.chars().any(|c| unwritable(c) || matches!(c, '\u{fffe}' | '\u{ffff}')) {
        return Err(at(path, Problem::ControlCharacter));
    }
    Ok(())
}

fn not_more_than(path: &str, count: usize, limit: usize) -> Result<(), DocumentError> {
    if count > limit { Err(at(path, Problem::TooMany { limit })) } else { Ok(()) }
}

/// The places of the keys of a list, each of which names one thing.
fn keys<'a>(list: &str, keys: impl Iterator<Item = &'a str>) -> Result<HashMap<&'a str, usize>, DocumentError> {
    let mut places = HashMap::new();
    for (place, key) in keys.enumerate() {
        let path = format!("{list}[{place}].key");
        short(&path, key)?;
        if places.insert(key, place).is_some() {
            return Err(at(path, Problem::Twice(key.to_owned())));
        }
    }
    Ok(places)
}

/// What a list of keys refers to.
fn references(path: &str, keys: &[String], places: &HashMap<&str, usize>) -> Result<Vec<usize>, DocumentError> {
    let mut seen = HashSet::new();
    let place_of = |(index, key): (usize, &String)| {
        let path = || format!("{path}[{index}]");
        let place = *places.get(key.as_str()).ok_or_else(|| at(path(), Problem::Unknown(key.clone())))?;
        if seen.insert(place) { Ok(place) } else { Err(at(path(), Problem::Twice(key.clone()))) }
    };
    keys.iter().enumerate().map(place_of).collect()
}

fn links(layout: &Layout, workshops: &HashMap<&str, usize>) -> Result<Vec<(usize, usize, LinkKind)>, DocumentError> {
    let mut seen = HashSet::new();
    let mut links = Vec::new();
    for (index, link) in layout.links.iter().enumerate() {
        let end = |field: &str, key: &str| {
            let unknown = || at(format!("links[{index}].{field}"), Problem::Unknown(key.to_owned()));
            workshops.get(key).copied().ok_or_else(unknown)
        };
        let (a, b) = (end("a", &link.a)?, end("b", &link.b)?);
        if a == b {
            return Err(at(format!("links[{index}]"), Problem::LinkToItself));
        }
        if !seen.insert((a.min(b), a.max(b))) {
            return Err(at(format!("links[{index}]"), Problem::LinkedTwice));
        }
        links.push((a, b, link.kind));
    }
    Ok(links)
}

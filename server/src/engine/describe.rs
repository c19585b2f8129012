//! What a change was, for the record: only what differs, in names that a reader knows.

use super::{Change, Request, Touched};
use crate::store::StandingRow;
use domain::{AvailabilityState, Event, Link, LinkKind, Moment, Selection, Timestamp, Workshop};
use serde_json::{Map, Value, json};

/// What held before and what holds since, as JSON, each with what differs alone; empty if nothing does.
pub(super) fn change(before: &Event, after: &Event, change: &Change, touched: &[Touched]) -> [String; 2] {
    let mut sides = Sides::default();
    sides.field("title", json!(before.title), json!(after.title));
    sides.field("slug", json!(before.slug), json!(after.slug));
    sides.field("intro", json!(before.intro), json!(after.intro));
    let (old, new) = (&before.availability, &after.availability);
    sides.field("state", json!(state(old.state)), json!(state(new.state)));
    sides.field("opens_at", time(old.opens_at), time(new.opens_at));
    sides.field("closes_at", time(old.closes_at), time(new.closes_at));
    sides.items("moments", &before.moments, &after.moments, |a, b| a.id == b.id, moment);
    sides.items("groups", &before.groups, &after.groups, |a, b| a.id == b.id, |group| json!({ "name": group.name }));
    sides.items(
        "workshops",
        &before.workshops,
        &after.workshops,
        |a, b| a.id == b.id,
        |w| {
            let event = if before.workshop(w.id) == Some(w) { before } else { after };
            workshop(event, w)
        },
    );
    sides.items(
        "links",
        &before.links,
        &after.links,
        |a, b| a == b,
        |link| self::link(if before.links.contains(link) { before } else { after }, link),
    );
    for (side, note) in [&mut sides.before, &mut sides.after].into_iter().zip(&change.note) {
        side.extend(note.clone());
    }
    let lost: Vec<Value> = touched.iter().filter(|t| !t.consequence.lost.is_empty()).map(|t| lost(before, t)).collect();
    if !lost.is_empty() {
        sides.after.insert("lost".to_owned(), lost.into());
    }
    [text(sides.before), text(sides.after)]
}

/// What a student held and holds since an administrator placed him.
pub(super) fn placing(event: &Event, request: &Request, old: &StandingRow, new: &StandingRow) -> [String; 2] {
    let titles = |selection: &Selection| -> Vec<&str> {
        selection.iter().filter_map(|id| event.workshop(id)).map(|workshop| workshop.title.as_str()).collect()
    };
    let mut after = Map::new();
    after.insert("student_id".to_owned(), json!(request.student));
    after.insert("workshops".to_owned(), json!(titles(&new.held.selection)));
    for (name, allowed) in [("extra_seat", &new.held.extra_seat), ("despite_group", &new.held.despite_group)] {
        if !allowed.is_empty() {
            after.insert(name.to_owned(), json!(titles(allowed)));
        }
    }
    let mut before = Map::new();
    before.insert("student_id".to_owned(), json!(request.student));
    before.insert("workshops".to_owned(), json!(titles(&old.held.selection)));
    [text(before), text(after)]
}

#[derive(Default)]
struct Sides {
    before: Map<String, Value>,
    after: Map<String, Value>,
}

impl Sides {
    fn field(&mut self, name: &str, before: Value, after: Value) {
        if before != after {
            self.before.insert(name.to_owned(), before);
            self.after.insert(name.to_owned(), after);
        }
    }

    /// The items of a list that differ; if none does but their order, all of them.
    fn items<T: PartialEq>(
        &mut self,
        name: &str,
        before: &[T],
        after: &[T],
        is_same: impl Fn(&T, &T) -> bool,
        describe: impl Fn(&T) -> Value,
    ) {
        if before == after {
            return;
        }
        let differing = |these: &[T], those: &[T]| -> Vec<Value> {
            let stands = |item: &T| those.iter().any(|other| is_same(item, other) && item == other);
            these.iter().filter(|item| !stands(item)).map(&describe).collect()
        };
        let (mut old, mut new) = (differing(before, after), differing(after, before));
        if old.is_empty() && new.is_empty() {
            (old, new) = (before.iter().map(&describe).collect(), after.iter().map(&describe).collect());
        }
        self.before.insert(name.to_owned(), old.into());
        self.after.insert(name.to_owned(), new.into());
    }
}

fn text(side: Map<String, Value>) -> String {
    if side.is_empty() { String::new() } else { Value::from(side).to_string() }
}

const fn state(state: AvailabilityState) -> &'static str {
    match state {
        AvailabilityState::Closed => "closed",
        AvailabilityState::Open => "open",
        AvailabilityState::Scheduled => "scheduled",
    }
}

fn time(at: Option<Timestamp>) -> Value {
    at.and_then(|at| jiff::Timestamp::from_microsecond(at.as_micros()).ok()).map(|at| at.to_string()).into()
}

fn moment(moment: &Moment) -> Value {
    json!({
        "name": moment.name, "starts_at": time(moment.starts_at), "ends_at": time(moment.ends_at),
        "required": moment.required,
    })
}

fn workshop(event: &Event, workshop: &Workshop) -> Value {
    let moments: Vec<&str> = workshop.moments.iter().filter_map(|&id| event.moment(id)).map(|m| &*m.name).collect();
    let groups: Vec<&str> = workshop.groups.iter().filter_map(|&id| event.group(id)).map(|g| &*g.name).collect();
    json!({
        "title": workshop.title, "description": workshop.description, "moments": moments, "groups": groups,
        "capacity": workshop.capacity, "location": workshop.location, "host": workshop.host,
        "cancelled": workshop.cancelled,
    })
}

fn link(event: &Event, link: &Link) -> Value {
    let title = |id| event.workshop(id).map(|workshop| workshop.title.as_str()).unwrap_or_default();
    let kind = match link.kind {
        LinkKind::Together => "together",
        LinkKind::Exclusive => "exclusive",
    };
    json!({ "a": title(link.a), "b": title(link.b), "kind": kind })
}

fn lost(event: &Event, touched: &Touched) -> Value {
    let title = |&id: &_| event.workshop(id).map(|workshop| workshop.title.as_str()).unwrap_or_default();
    let titles: Vec<&str> = touched.consequence.lost.iter().map(title).collect();
    json!({ "name": touched.name, "class": touched.class, "workshops": titles })
}

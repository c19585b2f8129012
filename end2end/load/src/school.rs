//! The school: the fixture's event scaled up, students with keys of their own, and what each of them wants.

use crate::client::{Client, Error, Who};
use bytes::Bytes;
use domain::{
    Availability, AvailabilityState, Event, Group, GroupId, Held, Link, LinkKind, Moment, Phase, Seats, Selection,
    Workshop, WorkshopId,
    rules::{self, Rulebook, Standing},
};
use http::Method;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde_json::{Value, json};
use std::fmt::Write;

/// The event of a school of 1,200 students.
const FIXTURE: &str = include_str!("../../../server/tests/fixtures/event.json");

/// How many students the fixture's event is for.
const FIXTURE_STUDENTS: usize = 1_200;

/// How much more room there is than in the fixture: what is asked for by chance would else run out of seats, and what is
/// measured is storing, not refusing.
const ROOM: usize = 3;

/// A student.
pub struct Pupil {
    /// What he logs in with.
    pub key: String,
    /// His group.
    pub group: GroupId,
}

/// An event that stands ready on a server, and its students.
pub struct School {
    /// The event's slug.
    pub slug: String,
    /// The event's id.
    pub id: String,
    /// The event's rules.
    pub book: Rulebook,
    /// The students.
    pub pupils: Vec<Pupil>,
}

impl School {
    /// Makes the event on the server, with this many students, and opens it.
    pub async fn found(client: &mut Client, admin: &str, students: usize, is_crowd: bool) -> Result<Self, Error> {
        let slug = format!("load-{students}{}", if is_crowd { "-one" } else { "" });
        let document = if is_crowd { one_workshop(&slug, students) } else { scaled(&slug, students)? };
        let who = Who::Token(admin);
        let event = call(client, Method::POST, "/api/v1/events/import", who, document.to_string()).await?;
        let id = event["id"].as_str().unwrap_or_default().to_owned();
        let event = read_event(&event)?;
        let mut csv = String::from("Naam;Klas;Doelgroep;Identificatie\r\n");
        let mut pupils = Vec::with_capacity(students);
        for number in 0..students {
            let group = &event.groups[number % event.groups.len()];
            let key = format!("{}{number:08}", if is_crowd { "CROWD" } else { "LOAD" });
            writeln!(csv, "Student {number};{};{};{key}\r", number / 28, group.name)?;
            pupils.push(Pupil { key, group: group.id });
        }
        call(client, Method::POST, &format!("/api/v1/events/{id}/students/import"), who, csv).await?;
        let open = json!({ "availability": { "state": "open" } }).to_string();
        call(client, Method::PATCH, &format!("/api/v1/events/{id}"), who, open).await?;
        Ok(Self { slug, id, book: Rulebook::new(event), pupils })
    }

    /// A selection that the rules allow while there are seats, another one for each `round`.
    pub fn wish(&self, pupil: usize, round: u64) -> Selection {
        let mut random = StdRng::seed_from_u64(pupil as u64 * 31 + round);
        let event = self.book.event();
        let (held, seats, group) = (Held::nothing(), Seats::none_taken(event), self.pupils[pupil].group);
        let standing = Standing { group, held: &held };
        let allowed: Vec<&Workshop> =
            event.workshops.iter().filter(|workshop| workshop.admits(group) && !workshop.cancelled).collect();
        for _ in 0..200 {
            let mut wish = Selection::empty();
            for moment in &event.moments {
                let here: Vec<WorkshopId> =
                    allowed.iter().filter(|w| w.moments.contains(&moment.id)).map(|w| w.id).collect();
                if !here.is_empty() && !wish.iter().any(|id| here.contains(&id)) {
                    wish = rules::choose(&self.book, &wish, here[random.random_range(0..here.len())]);
                }
            }
            if rules::judge(&self.book, standing, &wish, &seats, &Phase::Open { closes_at: None }).violations.is_empty()
            {
                return wish;
            }
        }
        Selection::empty()
    }
}

/// A selection as the API takes it.
pub fn body(selection: &Selection) -> Bytes {
    let ids: Vec<WorkshopId> = selection.iter().collect();
    json!({ "workshop_ids": ids }).to_string().into()
}

/// A call that must succeed.
pub async fn call(client: &mut Client, method: Method, path: &str, who: Who<'_>, body: String) -> Result<Value, Error> {
    let answer = client.send(method, path, who, Some(body.into())).await?;
    if answer.status.is_success() {
        answer.json()
    } else {
        Err(format!("{path} answered {}: {}", answer.status, String::from_utf8_lossy(&answer.body)).into())
    }
}

/// The fixture's event with seats for this many students.
fn scaled(slug: &str, students: usize) -> Result<Value, Error> {
    let mut document: Value = serde_json::from_str(FIXTURE)?;
    document["slug"] = slug.into();
    for workshop in document["workshops"].as_array_mut().into_iter().flatten() {
        let capacity = workshop["capacity"].as_u64().unwrap_or(0) as usize;
        workshop["capacity"] = (ROOM * capacity * students / FIXTURE_STUDENTS).into();
    }
    Ok(document)
}

/// An event with one workshop that half of the students fit in.
fn one_workshop(slug: &str, students: usize) -> Value {
    json!({
        "format": "workshops-event/1", "slug": slug, "title": "One for all", "intro": "",
        "moments": [{ "key": "m", "name": "Ronde 1", "required": true }],
        "groups": [{ "key": "g", "name": "Alle" }],
        "workshops": [{
            "key": "w", "title": "Judo", "description": "", "moments": ["m"], "groups": [], "capacity": students / 2,
            "location": "", "host": "",
        }],
        "links": [],
    })
}

fn read_event(value: &Value) -> Result<Event, Error> {
    let text = |value: &Value, name: &str| value[name].as_str().unwrap_or_default().to_owned();
    let list = |value: &Value, name: &str| value[name].as_array().cloned().unwrap_or_default();
    let mut event = Event {
        id: text(value, "id").parse()?,
        slug: text(value, "slug").parse().map_err(|_| "no slug")?,
        title: text(value, "title"),
        intro: String::new(),
        availability: Availability { state: AvailabilityState::Open, opens_at: None, closes_at: None },
        moments: Vec::new(),
        groups: Vec::new(),
        workshops: Vec::new(),
        links: Vec::new(),
    };
    for moment in list(value, "moments") {
        event.moments.push(Moment {
            id: text(&moment, "id").parse()?,
            name: text(&moment, "name"),
            starts_at: None,
            ends_at: None,
            required: moment["required"] == true,
        });
    }
    for group in list(value, "groups") {
        event.groups.push(Group { id: text(&group, "id").parse()?, name: text(&group, "name") });
    }
    for workshop in list(value, "workshops") {
        let ids = |name: &str| list(&workshop, name);
        event.workshops.push(Workshop {
            id: text(&workshop, "id").parse()?,
            title: text(&workshop, "title"),
            description: String::new(),
            moments: serde_json::from_value(ids("moment_ids").into())?,
            groups: serde_json::from_value(ids("group_ids").into())?,
            capacity: u32::try_from(workshop["capacity"].as_u64().unwrap_or(0))?,
            location: String::new(),
            host: String::new(),
            cancelled: workshop["cancelled"] == true,
        });
    }
    for link in list(value, "links") {
        let kind = if link["kind"] == "together" { LinkKind::Together } else { LinkKind::Exclusive };
        event.links.push(Link { a: text(&link, "a").parse()?, b: text(&link, "b").parse()?, kind });
    }
    Ok(event)
}

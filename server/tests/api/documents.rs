//! Small events of our own, and students in them.

use crate::harness::{Browser, TestApp};
use domain::{StudentKey, Timestamp, WorkshopId};
use serde_json::{Value, json};
use std::collections::HashSet;
use workshops_server::store::StudentRow;

/// A workshop of a document: its title, which is its key too, its moments (`m1` and so on), its groups, how many fit.
pub type Line<'a> = (&'a str, &'a [&'a str], &'a [&'a str], u32);

/// A document with these groups, called by their names, and moments that are all required.
pub fn day(moments: usize, groups: &[&str], workshops: &[Line<'_>], links: Value) -> Value {
    let moments: Vec<Value> = (1..=moments)
        .map(|number| json!({ "key": format!("m{number}"), "name": format!("Ronde {number}"), "required": true }))
        .collect();
    let groups: Vec<Value> = groups.iter().map(|name| json!({ "key": name, "name": name })).collect();
    let workshops: Vec<Value> = workshops
        .iter()
        .map(|(title, moments, groups, capacity)| {
            json!({
                "key": title, "title": title, "description": "", "moments": moments, "groups": groups,
                "capacity": capacity, "location": "", "host": "",
            })
        })
        .collect();
    json!({
        "format": "workshops-event/1", "slug": "klein", "title": "Klein", "intro": "", "moments": moments,
        "groups": groups, "workshops": workshops, "links": links,
    })
}

/// A time, as RFC 3339 writes it.
pub fn at(text: &str) -> Timestamp {
    Timestamp::from_micros(text.parse::<jiff::Timestamp>().expect("a time").as_microsecond())
}

impl TestApp {
    /// Adds students to an event by name, class and group, and gives their keys.
    pub async fn enrol<const N: usize>(&self, slug: &str, students: [(&str, &str, &str); N]) -> [StudentKey; N] {
        let mut csv = String::from("Naam;Klas;Doelgroep\r\n");
        for (name, class, group) in students {
            csv.push_str(&format!("{name};{class};{group}\r\n"));
        }
        let (event, plan) = self.services.plan_import(slug, csv.as_bytes()).await.expect("a plan").expect("a file");
        assert_eq!(plan.preview.errors, []);
        self.services.carry_out_import(event, &plan, "test", None).await.expect("students");
        let rows = self.services.store.students(event).await.expect("students");
        students.map(|(name, class, _)| {
            let is_his = |row: &StudentRow| row.name == name && row.class == class;
            rows.iter().map(|(row, _)| row).find(|row| is_his(row)).expect("a student").key.clone()
        })
    }

    /// The ids of the workshops with these titles.
    pub async fn workshops<const N: usize>(&self, slug: &str, titles: [&str; N]) -> [WorkshopId; N] {
        let event = self.event(slug).await;
        titles.map(|title| event.workshops.iter().find(|workshop| workshop.title == title).expect("a workshop").id)
    }

    /// Registers a student for the workshops with these titles, a second after whatever was before, and gives his
    /// browser.
    pub async fn takes(&self, slug: &str, key: &StudentKey, titles: &[&str]) -> Browser {
        self.clock.set(self.clock_now().plus_seconds(1));
        let event = self.event(slug).await;
        let id = |title: &&str| event.workshops.iter().find(|workshop| workshop.title == *title).expect("a title").id;
        let selection: Vec<WorkshopId> = titles.iter().map(id).collect();
        let student = self.student(key).await;
        assert_eq!(student.register_codes(&selection).await, [""; 0]);
        student
    }

    /// The titles of what a student holds, in alphabetical order.
    pub async fn holds(&self, slug: &str, key: &StudentKey) -> Vec<String> {
        let event = self.event(slug).await;
        let held = self.held(slug, key).await;
        let mut titles: Vec<String> = held.iter().map(|id| event.workshop(id).expect("one").title.clone()).collect();
        titles.sort();
        titles
    }

    /// A server with this event, open, without students.
    pub async fn with_day(document: Value) -> Self {
        let app = Self::empty().await;
        app.services.import_event(document.to_string().as_bytes(), "test").await.expect("an event");
        app.open(document["slug"].as_str().expect("a slug")).await;
        app
    }

    /// A student as he is stored.
    pub async fn row(&self, slug: &str, name: &str) -> StudentRow {
        let event = self.event(slug).await;
        let rows = self.services.store.students(event.id).await.expect("students");
        rows.into_iter().map(|(row, _)| row).find(|row| row.name == name).expect("a student")
    }

    /// The ids of an event and of all that belongs to it.
    pub async fn ids_of(&self, slug: &str) -> HashSet<String> {
        let event = self.event(slug).await;
        let students = self.services.store.students(event.id).await.expect("students");
        let mut ids = HashSet::from([event.id.to_string()]);
        ids.extend(event.moments.iter().map(|moment| moment.id.to_string()));
        ids.extend(event.groups.iter().map(|group| group.id.to_string()));
        ids.extend(event.workshops.iter().map(|workshop| workshop.id.to_string()));
        ids.extend(students.iter().map(|(row, _)| row.id.to_string()));
        ids
    }

    /// The newest entry on the record of an event: what was done, by whom, what held before, what holds since.
    pub async fn last_record(&self, slug: &str) -> (String, String, String, String) {
        let event = self.event(slug).await;
        let row = self.services.store.records(Some(event.id), None, 1).await.expect("a record").swap_remove(0);
        (row.action, row.by_whom, row.before, row.after)
    }
}

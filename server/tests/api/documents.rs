//! Small events of our own, and students in them.

use crate::harness::{Browser, TestApp};
use domain::{StudentKey, WorkshopId};
use serde_json::{Value, json};

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
            let is_his = |row: &workshops_server::store::StudentRow| row.name == name && row.class == class;
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

    /// A small event with two groups, open, without students.
    pub async fn with_day(document: Value) -> Self {
        Self::with_event(document, 0).await
    }
}

//! The program without its web server, on a test's database.

use crate::databases::Database;
use app::backend::Admin;
use domain::{AvailabilityState, Event, EventId, Selection, StudentId, Timestamp, Violation, WorkshopId};
use serde_json::{Value, json};
use std::sync::Arc;
use workshops_server::{
    auth::{Secret, Tokens},
    clock::SetClock,
    engine::Request,
    random::{Random, SystemRandom},
    service::{Parts, Services},
    store::{Missing, Store, StudentRow},
};

/// The slug of the fixture's event.
pub const SLUG: &str = "klein";

/// When it is.
pub const NOW: Timestamp = Timestamp::from_micros(1_799_740_800_000_000);

/// One process of the program.
#[derive(Clone)]
pub struct Program {
    pub services: Arc<Services>,
    pub clock: Arc<SetClock>,
}

impl Program {
    /// Opens the database.
    pub async fn on(database: &Database) -> Self {
        Self::at(&database.url).await
    }

    /// Opens the database at this URL.
    pub async fn at(url: &str) -> Self {
        let random: Arc<dyn Random> = Arc::new(SystemRandom);
        let clock = Arc::new(SetClock::at(NOW));
        let services = Services::new(Parts {
            store: Store::open(url, Missing::Make).await.expect("a store"),
            tokens: Tokens::new(&Secret::new(&*random)),
            clock: Arc::<SetClock>::clone(&clock),
            random,
            time_zone: jiff::tz::TimeZone::UTC,
            base_url: String::new(),
        });
        Self { services: Arc::new(services), clock }
    }

    /// The same with an open event of these workshops (title, moments, capacity) and this many students.
    pub async fn with_event(database: &Database, workshops: &[(&str, &[&str], u32)], students: usize) -> Self {
        let program = Self::on(database).await;
        program.add_event(SLUG, workshops, students).await;
        program
    }

    /// Adds an open event.
    pub async fn add_event(&self, slug: &str, workshops: &[(&str, &[&str], u32)], students: usize) -> EventId {
        let document = document(slug, workshops);
        let event = self.services.import_event(document.to_string().as_bytes(), "test").await.expect("an event");
        if students > 0 {
            let mut csv = String::from("Naam;Klas;Doelgroep;Leerlingnummer\r\n");
            for number in 0..students {
                csv.push_str(&format!("Student {number:04};1A;Alle;{number}\r\n"));
            }
            let (_, plan) =
                self.services.plan_import_into(event, csv.as_bytes()).await.expect("a plan").expect("a file");
            self.services.carry_out_import(event, &plan, "test", None).await.expect("students");
        }
        let admin = Admin { name: "test".to_owned() };
        self.services.set_availability(&admin, event, AvailabilityState::Open).await.expect("an open event");
        event
    }

    /// The fixture's event as it is stored.
    pub async fn event(&self) -> Event {
        let state = self.services.store.event_by_slug(SLUG).await.expect("a store").expect("an event");
        self.services.store.event(state.id).await.expect("an event").0
    }

    /// The ids of its workshops.
    pub async fn workshops(&self) -> Vec<WorkshopId> {
        self.event().await.workshops.iter().map(|workshop| workshop.id).collect()
    }

    /// Its students.
    pub async fn students(&self) -> Vec<StudentRow> {
        let event = self.event().await;
        self.services.store.students(event.id).await.expect("students").into_iter().map(|(row, _)| row).collect()
    }

    /// A student's wish; gives what is wrong with it, nothing if it is stored.
    pub async fn register(&self, event: EventId, student: StudentId, selection: &[WorkshopId]) -> Vec<Violation> {
        let request = Request::of_student(student, selection.to_vec().into());
        self.services.engine.register(event, request).await.expect("an answer").violations
    }

    /// What a student of the event holds.
    pub async fn held(&self, event: EventId, student: StudentId) -> Selection {
        self.services.store.standing(event, student).await.expect("a standing").held.selection
    }

    /// How many hold a workshop, counted row by row.
    pub async fn registered(&self, event: EventId, workshop: WorkshopId) -> usize {
        let roster = self.services.store.roster(event).await.expect("a roster");
        roster.iter().filter(|row| row.workshop == workshop).count()
    }

    /// The audit finds nothing.
    pub async fn assert_sound(&self) {
        let findings = self.services.audit().await.expect("an audit");
        assert_eq!(findings.broken, Vec::<String>::new());
    }
}

/// A document of an event with these workshops: title, moments, capacity. Moments `m1` to `m3` are required if a workshop
/// is at them.
pub fn document(slug: &str, workshops: &[(&str, &[&str], u32)]) -> Value {
    let moments: Vec<Value> = (1..=3)
        .map(|number| format!("m{number}"))
        .filter(|key| workshops.iter().any(|(_, moments, _)| moments.contains(&key.as_str())))
        .map(|key| json!({ "key": key, "name": key, "required": true }))
        .collect();
    let workshops: Vec<Value> = workshops
        .iter()
        .map(|(title, moments, capacity)| {
            json!({
                "key": title, "title": title, "description": "", "moments": moments, "groups": [],
                "capacity": capacity, "location": "", "host": "",
            })
        })
        .collect();
    json!({
        "format": "workshops-event/1", "slug": slug, "title": "Klein", "intro": "",
        "moments": moments, "groups": [{ "key": "alle", "name": "Alle" }, { "key": "geen", "name": "Geen" }],
        "workshops": workshops, "links": [],
    })
}

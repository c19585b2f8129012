//! A selection that is refused names every rule that it breaks, with its data.

use super::client::Api;
use crate::{
    documents::{at, day},
    harness::{DURING, TestApp},
};
use domain::StudentKey;
use serde_json::{Value, json};

struct Day {
    app: TestApp,
    key: StudentKey,
    student: Api,
    admin: Api,
    event: Value,
}

impl Day {
    async fn new() -> Self {
        let workshops: &[crate::documents::Line] = &[
            ("A", &["m1"], &[], 5),
            ("B", &["m2"], &[], 5),
            ("C", &["m1"], &[], 5),
            ("D", &["m2"], &[], 5),
            ("E", &["m1"], &[], 1),
            ("F", &["m2"], &["Boven"], 5),
            ("G", &["m1", "m2"], &[], 5),
            ("H", &["m1"], &[], 5),
            ("I", &["m2"], &[], 5),
        ];
        let links = json!([{ "a": "A", "b": "B", "kind": "together" }, { "a": "C", "b": "D", "kind": "exclusive" }]);
        let app = TestApp::with_day(day(2, &["Onder", "Boven"], workshops, links)).await;
        let [key, other] = app.enrol("klein", [("Noa Bos", "1A", "Onder"), ("Bas Kok", "1A", "Onder")]).await;
        let student = app.api_student(&key).await;
        let admin = app.api_admin().await;
        let id = admin.event("klein").await;
        let event = admin.get(&format!("/events/{id}")).await.ok(200);
        let day = Self { app, key, student, admin, event };
        let took = day.app.api_student(&other).await.put("/registrations/me", day.ids(&["E", "I"])).await;
        took.ok(200);
        day
    }

    fn id(&self, title: &str) -> Value {
        let workshops = self.event["workshops"].as_array().expect("workshops");
        workshops.iter().find(|workshop| workshop["title"] == title).expect("a workshop")["id"].clone()
    }

    fn ids(&self, titles: &[&str]) -> Value {
        json!({ "workshop_ids": titles.iter().map(|title| self.id(title)).collect::<Vec<_>>() })
    }

    async fn refused(&self, titles: &[&str]) -> Vec<Value> {
        self.student.put("/registrations/me", self.ids(titles)).await.violations()
    }

    async fn schedule(&self, availability: Value) {
        let path = format!("/events/{}", self.event["id"].as_str().expect("an id"));
        self.admin.patch(&path, json!({ "availability": availability })).await.ok(200);
    }
}

#[tokio::test]
async fn each_rule_has_its_code_and_its_data() {
    let day = Day::new().await;
    let [a, b, c, d, e, f, g, h, i] = ["A", "B", "C", "D", "E", "F", "G", "H", "I"].map(|title| day.id(title));
    let moments = [&day.event["moments"][0]["id"], &day.event["moments"][1]["id"]];
    let cancelled = format!("/workshops/{}", h.as_str().expect("an id"));
    day.admin.patch(&cancelled, json!({ "cancelled": true })).await.ok(200);
    assert_eq!(day.refused(&["H", "I"]).await, [json!({ "code": "cancelled", "workshop": h })]);
    assert_eq!(
        day.refused(&["C", "F"]).await,
        [json!({ "code": "not-for-group", "workshop": f, "group": day.event["groups"][0]["id"] })]
    );
    assert_eq!(
        day.refused(&["C", "G"]).await,
        [json!({ "code": "moment-clash", "moment": moments[0], "workshops": [c, g] })]
    );
    assert_eq!(day.refused(&["C"]).await, [json!({ "code": "moment-missing", "moment": moments[1] })]);
    assert_eq!(day.refused(&["A", "I"]).await, [json!({ "code": "link-together", "workshop": a, "missing": b })]);
    assert_eq!(day.refused(&["C", "D"]).await, [json!({ "code": "link-exclusive", "workshops": [c, d] })]);
    assert_eq!(day.refused(&["E", "I"]).await, [json!({ "code": "full", "workshop": e, "capacity": 1 })]);
    let unknown = "00000000-0000-0000-0000-000000000001";
    let reply = day.student.put("/registrations/me", json!({ "workshop_ids": [unknown, c, i] })).await;
    assert_eq!(reply.violations(), [json!({ "code": "unknown-workshop", "workshop": unknown })]);
}

#[tokio::test]
async fn all_rules_that_are_broken_are_named_at_once_and_in_words_too() {
    let day = Day::new().await;
    day.schedule(json!({ "state": "closed" })).await;
    let reply = day.student.put("/registrations/me", day.ids(&["A", "E", "F"])).await;
    let codes: Vec<Value> = reply.violations().iter().map(|violation| violation["code"].clone()).collect();
    assert_eq!(codes, ["not-open", "full", "not-for-group", "moment-clash", "link-together"]);
    let detail = reply.json()["detail"].as_str().expect("words").to_owned();
    assert!(detail.contains('E') && detail.contains('F') && !detail.contains("00000000"), "{detail}");
    assert_eq!(day.app.holds("klein", &day.key).await, [""; 0]);
}

#[tokio::test]
async fn an_event_that_isnt_open_says_since_when_or_until_when_in_rfc_3339() {
    let day = Day::new().await;
    let not_open = |opens_at: Value| [json!({ "code": "not-open", "opens_at": opens_at })];
    day.schedule(json!({ "state": "closed" })).await;
    assert_eq!(day.refused(&["C", "I"]).await, not_open(Value::Null));
    day.schedule(json!({
        "state": "scheduled", "opens_at": "2027-01-13T08:00:00+01:00", "closes_at": "2027-01-14T08:00:00.000001+01:00"
    }))
    .await;
    assert_eq!(day.refused(&["C", "I"]).await, not_open(json!("2027-01-13T07:00:00Z")));
    // Withdrawing is registering too.
    day.student.delete("/registrations/me").await.violations();
    day.app.clock.set(at("2027-01-13T07:00:00Z"));
    let student = day.app.api_student(&day.key).await;
    student.put("/registrations/me", day.ids(&["C", "I"])).await.ok(200);
    day.app.clock.set(at("2027-01-14T07:00:00.000001Z"));
    let student = day.app.api_student(&day.key).await;
    let over = student.put("/registrations/me", day.ids(&["C"])).await.violations();
    assert_eq!(over[0], not_open(Value::Null)[0]);
    assert_eq!(day.app.holds("klein", &day.key).await, ["C", "I"], "a refused change leaves the earlier registration");
    assert!(DURING < day.app.clock_now());
}

#[tokio::test]
async fn a_refused_change_leaves_the_earlier_registration_with_its_time_and_its_tag() {
    let day = Day::new().await;
    let first = day.student.put("/registrations/me", day.ids(&["C", "I"])).await;
    first.ok(200);
    day.app.clock.set(DURING.plus_seconds(60));
    for titles in [&["E", "I"][..], &["C", "D"], &["C"], &["A", "I"], &["C", "F"]] {
        day.refused(titles).await;
        let held = day.student.get("/registrations/me").await;
        assert_eq!((held.json(), held.tag()), (first.json(), first.tag()), "{titles:?}");
    }
    day.app.assert_sound().await;
}

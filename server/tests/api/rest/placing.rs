//! An administrator places a student by hand.

use crate::{documents::day, harness::TestApp};
use domain::AvailabilityState;
use serde_json::json;

#[tokio::test]
async fn placing_keeps_the_rules_but_for_what_is_overridden_on_purpose() {
    let workshops: &[crate::documents::Line] =
        &[("A", &["m1"], &[], 1), ("B", &["m1"], &["Boven"], 5), ("C", &["m1"], &[], 5), ("D", &["m1"], &["Boven"], 1)];
    let links = json!([{ "a": "A", "b": "C", "kind": "exclusive" }]);
    let app = TestApp::with_day(day(1, &["Onder", "Boven"], workshops, links)).await;
    let [key, other] = app.enrol("klein", [("Noa Bos", "1A", "Onder"), ("Bas Kok", "5A", "Boven")]).await;
    let [a, b, c, d] = app.workshops("klein", ["A", "B", "C", "D"]).await;
    let admin = app.api_admin().await;
    let of = async |key| format!("/students/{}/registration", app.id(key).await);
    let (path, others) = (of(&key).await, of(&other).await);
    app.set_availability("klein", AvailabilityState::Closed).await;
    let codes = async |body| -> Vec<String> {
        let reply = admin.put(&path, body).await;
        reply.violations().iter().map(|violation| violation["code"].as_str().expect("a code").to_owned()).collect()
    };

    // The event needn't be open.
    assert_eq!(admin.put(&others, json!({ "workshop_ids": [a] })).await.ok(200)["workshop_ids"], json!([a]));
    assert_eq!(codes(json!({ "workshop_ids": [a] })).await, ["full"]);
    assert_eq!(codes(json!({ "workshop_ids": [a], "override": [] })).await, ["full"]);
    assert_eq!(codes(json!({ "workshop_ids": [a], "override": ["not-for-group"] })).await, ["full"]);
    assert_eq!(codes(json!({ "workshop_ids": [b], "override": ["full"] })).await, ["not-for-group"]);
    let both = codes(json!({ "workshop_ids": [a, c], "override": ["full", "not-for-group"] })).await;
    assert_eq!(both, ["moment-clash", "link-exclusive"]);
    let reply = admin.put(&path, json!({ "workshop_ids": [a], "override": ["moment-clash"] })).await;
    assert_eq!(reply.wrong(422, "invalid"), ["/override/0"]);
    assert_eq!(admin.get(&path).await.ok(200)["workshop_ids"], json!([]));

    for (workshop, overrides) in [(a, json!(["full"])), (b, json!(["not-for-group"])), (c, json!([]))] {
        let placed = admin.put(&path, json!({ "workshop_ids": [workshop], "override": overrides })).await;
        assert_eq!(placed.ok(200)["workshop_ids"], json!([workshop]));
        assert_eq!(admin.get(&path).await.json(), placed.json());
    }
    admin.put(&others, json!({ "workshop_ids": [d] })).await.ok(200);
    let placed = admin.put(&path, json!({ "workshop_ids": [d], "override": ["full", "not-for-group"] })).await;
    placed.ok(200);
    let (action, by_whom, _, after) = app.last_record("klein").await;
    assert_eq!((action.as_str(), by_whom.as_str()), ("place", "admin"));
    assert!(after.contains('D'), "{after}");

    // What he was so placed in stays his while he keeps it, and an extra seat is nobody else's.
    app.open("klein").await;
    let student = app.api_student(&key).await;
    student.put("/registrations/me", json!({ "workshop_ids": [d] })).await.ok(200);
    let event = admin.event("klein").await;
    let seats = admin.get(&format!("/events/{event}/seats")).await.ok(200);
    assert_eq!(seats["seats"][3], json!({ "workshop_id": d, "capacity": 1, "taken": 1 }));
    student.put("/registrations/me", json!({ "workshop_ids": [c] })).await.ok(200);
    assert_eq!(student.put("/registrations/me", json!({ "workshop_ids": [d] })).await.violations().len(), 2);
    app.assert_sound().await;
}

#[tokio::test]
async fn an_empty_placing_takes_everything_away() {
    let app = TestApp::with_event(day(1, &["Alle"], &[("A", &["m1"], &[], 1)], json!([])), 1).await;
    let key = app.keys("klein").await.swap_remove(0);
    app.takes("klein", &key, &["A"]).await;
    let admin = app.api_admin().await;
    let path = format!("/students/{}/registration", app.id(&key).await);
    let held = admin.get(&path).await;
    assert_eq!(held.ok(200)["workshop_ids"].as_array().map(Vec::len), Some(1));
    let taken = admin.put(&path, json!({ "workshop_ids": [] })).await.ok(200);
    assert_eq!(taken, json!({ "workshop_ids": [], "registered_at": null }));
    assert_eq!(app.holds("klein", &key).await, [""; 0]);
}

//! A student registers, looks, changes his mind and withdraws.

use crate::{
    documents::day,
    harness::{DURING, TestApp},
};
use serde_json::{Value, json};
use std::collections::HashSet;

#[tokio::test]
async fn a_student_registers_changes_and_withdraws() {
    let workshops: &[crate::documents::Line] =
        &[("A", &["m1"], &[], 5), ("B", &["m1"], &[], 5), ("C", &["m2"], &[], 5)];
    let app = TestApp::with_event(day(2, &["Alle"], workshops, json!([])), 1).await;
    let [a, b, c] = app.workshops("klein", ["A", "B", "C"]).await;
    let key = app.keys("klein").await.swap_remove(0);
    let student = app.api_student(&key).await;
    let status = async || student.get("/auth/me").await.ok(200)["student"]["status"].clone();
    let nothing = json!({ "workshop_ids": [], "registered_at": null });
    assert_eq!(student.get("/registrations/me").await.ok(200), nothing);
    assert_eq!(status().await, "none");

    let body = json!({ "workshop_ids": [c, a] });
    let first = student.put("/registrations/me", body.clone()).await;
    let held = first.ok(200);
    assert_eq!(held["registered_at"], "2027-01-12T08:00:00Z");
    let ids: HashSet<&Value> = held["workshop_ids"].as_array().expect("ids").iter().collect();
    assert_eq!(ids, HashSet::from([&json!(a), &json!(c)]));
    assert_eq!(status().await, "complete");

    app.clock.set(DURING.plus_seconds(60));
    let again = student.put("/registrations/me", body).await;
    assert_eq!((again.ok(200), again.tag()), (first.ok(200), first.tag()), "twice is the same as once");
    let changed = student.put("/registrations/me", json!({ "workshop_ids": [b, c] })).await;
    assert_eq!(changed.ok(200)["registered_at"], "2027-01-12T08:01:00Z");
    assert_ne!(changed.tag(), first.tag());
    assert_eq!(app.holds("klein", &key).await, ["B", "C"]);

    let withdrawn = student.delete("/registrations/me").await;
    assert_eq!(withdrawn.ok(200), nothing);
    assert_eq!(student.delete("/registrations/me").await.ok(200), nothing);
    student.put("/registrations/me", json!({ "workshop_ids": [a, c] })).await.ok(200);
    assert_eq!(student.put("/registrations/me", json!({ "workshop_ids": [] })).await.ok(200), nothing);
    assert_eq!(status().await, "none");
    app.assert_sound().await;
}

#[tokio::test]
async fn a_student_reads_his_own_event_with_what_his_group_may_take() {
    let workshops: &[crate::documents::Line] =
        &[("A", &["m1"], &["Onder"], 5), ("B", &["m1"], &["Boven"], 5), ("C", &["m1"], &[], 5)];
    let links = json!([{ "a": "A", "b": "C", "kind": "exclusive" }, { "a": "B", "b": "C", "kind": "exclusive" }]);
    let app = TestApp::with_day(day(1, &["Onder", "Boven"], workshops, links)).await;
    let [key, other] = app.enrol("klein", [("Noa Bos", "1A", "Onder"), ("Bas Kok", "5A", "Boven")]).await;
    let (student, admin) = (app.api_student(&key).await, app.api_admin().await);
    app.takes("klein", &other, &["C"]).await;
    let path = format!("/events/{}", admin.event("klein").await);
    let (his, whole) = (student.get(&path).await.ok(200), admin.get(&path).await.ok(200));
    let titles = |event: &Value| -> Vec<String> {
        let workshops = event["workshops"].as_array().expect("workshops").iter();
        workshops.map(|workshop| format!("{} {}", workshop["title"], workshop["taken"])).collect()
    };
    assert_eq!(titles(&his), ["\"A\" 0", "\"C\" 1"]);
    assert_eq!(titles(&whole), ["\"A\" 0", "\"B\" 0", "\"C\" 1"]);
    assert_eq!(his["links"].as_array().map(Vec::len), Some(1));
    for member in ["id", "slug", "title", "availability", "phase", "moments"] {
        assert_eq!(his[member], whole[member], "{member}");
    }
}

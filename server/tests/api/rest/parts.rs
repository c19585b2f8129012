//! Moments, groups and links of an event.

use super::client::{Api, text};
use crate::{documents::day, harness::TestApp};
use serde_json::{Value, json};

async fn school() -> (TestApp, Api, String) {
    let workshops: &[crate::documents::Line] =
        &[("A", &["m1"], &["Onder"], 5), ("B", &["m2"], &[], 5), ("C", &["m1", "m2"], &[], 5)];
    let app = TestApp::with_day(day(2, &["Onder", "Boven"], workshops, json!([]))).await;
    let admin = app.api_admin().await;
    let path = format!("/events/{}", admin.event("klein").await);
    (app, admin, path)
}

#[tokio::test]
async fn a_moment_is_added_changed_and_deleted() {
    let (app, admin, path) = school().await;
    let added = admin.post(&format!("{path}/moments"), json!({ "name": " Ronde 3 " })).await.ok(201);
    let id = text(&added["id"]);
    assert_eq!(added, json!({ "id": id, "name": "Ronde 3", "starts_at": null, "ends_at": null, "required": true }));
    let event = admin.get(&path).await.ok(200);
    assert_eq!(event["moments"][2], added);
    let of = format!("/moments/{id}");
    let mut expected = added;
    for (patch, member, value) in [
        (json!({ "name": "Avond" }), "name", json!("Avond")),
        (json!({ "required": false }), "required", json!(false)),
        (json!({ "starts_at": "2027-02-05T19:00:00+01:00" }), "starts_at", json!("2027-02-05T18:00:00Z")),
        (json!({ "ends_at": "2027-02-05T18:30:00.5Z" }), "ends_at", json!("2027-02-05T18:30:00.5Z")),
        (json!({ "starts_at": null }), "starts_at", Value::Null),
        (json!({}), "name", json!("Avond")),
    ] {
        expected[member] = value;
        assert_eq!(admin.patch(&of, patch.clone()).await.ok(200), expected, "{patch}");
        assert_eq!(admin.get(&path).await.ok(200)["moments"][2], expected, "{patch}");
    }
    let late = admin.patch(&of, json!({ "starts_at": "2027-02-05T18:30:00.5Z" })).await;
    assert_eq!(late.wrong(422, "invalid"), ["/ends_at"]);
    assert_eq!(admin.patch(&of, json!({ "name": "Ronde 1" })).await.wrong(409, "conflict"), ["/name"]);
    assert_eq!(
        admin.post(&format!("{path}/moments"), json!({ "name": "Ronde 1" })).await.wrong(409, "conflict"),
        ["/name"]
    );
    for (member, value) in [("name", Value::Null), ("required", Value::Null), ("required", json!(1))] {
        assert_eq!(admin.patch(&of, json!({ member: value })).await.wrong(422, "invalid"), [format!("/{member}")]);
    }
    admin.delete(&of).await.ok(204);
    admin.patch(&of, json!({ "name": "Weg" })).await.problem(404, "not-found");
    assert_eq!(app.event("klein").await.moments.len(), 2);
}

#[tokio::test]
async fn a_moment_that_is_a_workshops_only_one_stays_and_another_is_taken_out_of_its_workshops() {
    let (_app, admin, path) = school().await;
    let event = admin.get(&path).await.ok(200);
    let first = format!("/moments/{}", text(&event["moments"][0]["id"]));
    admin.delete(&first).await.problem(422, "invalid");
    assert_eq!(admin.get(&path).await.ok(200), event);
    admin.delete(&format!("/workshops/{}", text(&event["workshops"][0]["id"]))).await.ok(204);
    admin.delete(&first).await.ok(204);
    let left = admin.get(&path).await.ok(200);
    assert_eq!(left["workshops"][1]["moment_ids"], json!([event["moments"][1]["id"]]));
}

#[tokio::test]
async fn a_group_is_added_renamed_and_deleted_while_nobody_needs_it() {
    let (app, admin, path) = school().await;
    let added = admin.post(&format!("{path}/groups"), json!({ "name": "Examen" })).await.ok(201);
    let of = format!("/groups/{}", text(&added["id"]));
    assert_eq!(admin.patch(&of, json!({ "name": "Examenklassen" })).await.ok(200)["name"], "Examenklassen");
    assert_eq!(admin.patch(&of, json!({ "name": "Onder" })).await.wrong(409, "conflict"), ["/name"]);
    assert_eq!(
        admin.post(&format!("{path}/groups"), json!({ "name": "Onder" })).await.wrong(409, "conflict"),
        ["/name"]
    );
    app.enrol("klein", [("Noa Bos", "6A", "Examenklassen")]).await;
    admin.delete(&of).await.problem(409, "conflict");
    let event = admin.get(&path).await.ok(200);
    // The only group that a workshop admits: without it everyone could take it.
    admin.delete(&format!("/groups/{}", text(&event["groups"][0]["id"]))).await.problem(422, "invalid");
    admin.delete(&format!("/groups/{}", text(&event["groups"][1]["id"]))).await.ok(204);
    let student = text(&admin.students(path.trim_start_matches("/events/")).await[0]["id"]);
    admin.delete(&format!("/students/{student}")).await.ok(204);
    admin.delete(&of).await.ok(204);
    let left = admin.get(&path).await.ok(200);
    assert_eq!(left["groups"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn the_links_are_replaced_all_at_once() {
    let (_app, admin, path) = school().await;
    let event = admin.get(&path).await.ok(200);
    let [a, b, c] = [0, 1, 2].map(|place: usize| &event["workshops"][place]["id"]);
    let of = format!("{path}/links");
    for links in [
        json!([{ "a": a, "b": b, "kind": "together" }]),
        json!([{ "a": b, "b": a, "kind": "exclusive" }]),
        json!([{ "a": a, "b": b, "kind": "together" }, { "a": c, "b": b, "kind": "exclusive" }]),
        json!([]),
    ] {
        let body = json!({ "links": links });
        assert_eq!(admin.put(&of, body.clone()).await.ok(200), body);
        assert_eq!(admin.get(&path).await.ok(200)["links"], links);
    }
    let one = json!({ "links": [{ "a": a, "b": b, "kind": "together" }] });
    admin.put(&of, one).await.ok(200);
    for links in [json!([{ "a": a, "b": a, "kind": "together" }]), json!([{ "a": a, "b": b }]), Value::Null] {
        let reply = admin.put(&of, json!({ "links": links })).await;
        assert!(reply.wrong(422, "invalid")[0].starts_with("/links"), "{reply}");
        assert_eq!(admin.get(&path).await.ok(200)["links"].as_array().map(Vec::len), Some(1));
    }
    assert_eq!(admin.put(&of, json!({})).await.wrong(422, "invalid"), [""]);
}

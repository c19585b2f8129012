//! Workshops of an event.

use super::client::text;
use crate::{documents::day, harness::TestApp};
use serde_json::{Value, json};

#[tokio::test]
async fn a_workshop_is_added_changed_cancelled_and_deleted() {
    let app = TestApp::with_day(day(2, &["Onder", "Boven"], &[("A", &["m1"], &[], 5)], json!([]))).await;
    let admin = app.api_admin().await;
    let path = format!("/events/{}", admin.event("klein").await);
    let event = admin.get(&path).await.ok(200);
    let [m1, m2] = [0, 1].map(|place: usize| &event["moments"][place]["id"]);
    let group = &event["groups"][1]["id"];
    let least = json!({ "title": " Judo ", "moment_ids": [m1], "capacity": 24 });
    let reply = admin.post(&format!("{path}/workshops"), least).await;
    let added = reply.ok(201);
    assert_eq!(reply.tag(), admin.get(&path).await.tag());
    let id = text(&added["id"]);
    let mut expected = json!({
        "id": id, "title": "Judo", "description": "", "moment_ids": [m1], "group_ids": [], "capacity": 24, "taken": 0,
        "location": "", "host": "", "cancelled": false,
    });
    assert_eq!(added, expected);
    let of = format!("/workshops/{id}");
    for (member, sent, shown) in [
        ("title", json!("Jiujitsu"), json!("Jiujitsu")),
        ("description", json!("Eén\r\ntwee\tdrie 👩‍🔬"), json!("Eén\ntwee\tdrie 👩‍🔬")),
        ("moment_ids", json!([m1, m2]), json!([m1, m2])),
        ("group_ids", json!([group]), json!([group])),
        ("group_ids", json!([]), json!([])),
        ("capacity", json!(0), json!(0)),
        ("location", json!("Gymzaal"), json!("Gymzaal")),
        ("host", json!("<b>Mulder</b>"), json!("<b>Mulder</b>")),
        ("host", json!(""), json!("")),
        ("cancelled", json!(true), json!(true)),
        ("cancelled", json!(false), json!(false)),
    ] {
        expected[member] = shown;
        assert_eq!(admin.patch(&of, json!({ member: sent })).await.ok(200), expected, "{sent}");
        assert_eq!(admin.get(&path).await.ok(200)["workshops"][1], expected, "{sent}");
    }
    for member in ["title", "description", "moment_ids", "group_ids", "capacity", "location", "host", "cancelled"] {
        let reply = admin.patch(&of, json!({ member: Value::Null })).await;
        assert_eq!(reply.wrong(422, "invalid"), [format!("/{member}")], "null: {reply}");
    }
    for member in ["id", "taken", "moments"] {
        let reply = admin.patch(&of, json!({ member: 1 })).await;
        assert_eq!(reply.wrong(422, "invalid"), [format!("/{member}")], "{reply}");
    }
    let (action, by_whom, ..) = app.last_record("klein").await;
    assert_eq!((action.as_str(), by_whom.as_str()), ("workshops", "admin"));
    admin.delete(&of).await.ok(204);
    admin.delete(&of).await.problem(404, "not-found");
    assert_eq!(admin.get(&path).await.ok(200)["workshops"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn what_is_sent_whole_is_stored_whole() {
    let app = TestApp::with_day(day(1, &["Onder", "Boven"], &[], json!([]))).await;
    let admin = app.api_admin().await;
    let path = format!("/events/{}", admin.event("klein").await);
    let event = admin.get(&path).await.ok(200);
    let mut whole = json!({
        "title": "Rap & beatbox / studio [gevorderd]", "description": "x".repeat(5000),
        "moment_ids": [event["moments"][0]["id"]], "group_ids": [event["groups"][0]["id"]], "capacity": 100_000,
        "location": "é".repeat(200), "host": "Soundlab", "cancelled": true,
    });
    let added = admin.post(&format!("{path}/workshops"), whole.clone()).await.ok(201);
    whole["id"] = added["id"].clone();
    whole["taken"] = 0.into();
    for (member, value) in whole.as_object().expect("an object") {
        assert_eq!(&added[member], value, "{member}");
    }
    assert_eq!(admin.get(&path).await.ok(200)["workshops"], json!([whole]));
}

#[tokio::test]
async fn a_workshop_shows_how_many_seats_are_taken_and_keeps_those_that_are() {
    let app = TestApp::with_event(day(1, &["Alle"], &[("A", &["m1"], &[], 5)], json!([])), 3).await;
    for key in app.keys("klein").await {
        app.takes("klein", &key, &["A"]).await;
    }
    let admin = app.api_admin().await;
    let path = format!("/events/{}", admin.event("klein").await);
    let event = admin.get(&path).await.ok(200);
    assert_eq!(event["workshops"][0]["taken"], 3);
    let of = format!("/workshops/{}", text(&event["workshops"][0]["id"]));
    assert_eq!(admin.patch(&of, json!({ "capacity": 3 })).await.ok(200)["taken"], 3);
    let asked = admin.patch(&of, json!({ "capacity": 1 })).await.problem(409, "needs-agreement");
    assert_eq!(asked["touched"].as_array().map(Vec::len), Some(2), "who came last loses his seat: {asked}");
    let agreed = format!("{of}?agree={}", text(&asked["agree"]));
    assert_eq!(admin.patch(&agreed, json!({ "capacity": 1 })).await.ok(200)["taken"], 1);
    app.assert_sound().await;
}

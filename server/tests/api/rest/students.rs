//! Students, one by one.

use super::client::text;
use crate::{documents::day, harness::TestApp};
use serde_json::{Value, json};

async fn school() -> (TestApp, super::client::Api, String, Value) {
    let app = TestApp::with_day(day(1, &["Onder", "Boven"], &[("A", &["m1"], &["Onder"], 5)], json!([]))).await;
    let mut other = day(1, &["Alle"], &[], json!([]));
    other["slug"] = "anders".into();
    app.services.import_event(other.to_string().as_bytes(), "test").await.expect("an event");
    let admin = app.api_admin().await;
    let event = admin.event("klein").await;
    let book = admin.get(&format!("/events/{event}")).await.ok(200);
    let groups = book["groups"].clone();
    (app, admin, format!("/events/{event}/students"), groups)
}

#[tokio::test]
async fn a_student_is_added_with_a_key_that_logs_in() {
    let (app, admin, path, groups) = school().await;
    let least = json!({ "name": " Noa  Bos ", "class": "1A", "group_id": groups[0]["id"] });
    let reply = admin.post(&path, least).await;
    let student = reply.ok(201);
    let key = text(&student["key"]);
    assert_eq!((&student["group"], &student["number"], &student["status"]), (&groups[0], &Value::Null, &json!("none")));
    assert_eq!(key.len(), 11, "{key}");
    let read = admin.get(&format!("/students/{}", text(&student["id"]))).await;
    assert_eq!((read.ok(200), read.tag()), (student.clone(), reply.tag()));
    let me = app.api().await.logged_in(&key, "user").await.get("/auth/me").await.ok(200);
    assert_eq!(me["student"]["id"], student["id"]);
    let whole = json!({
        "name": "Bas Kok", "class": "1A", "group_id": groups[1]["id"], "number": "104 604", "key": "mijn-eigen code",
    });
    let student = admin.post(&path, whole).await.ok(201);
    assert_eq!(student["number"], "104 604");
    app.api().await.logged_in("MIJN EIGEN CODE", "user").await;
    let (action, by_whom, _, after) = app.last_record("klein").await;
    assert_eq!((action.as_str(), by_whom.as_str()), ("add-student", "admin"));
    assert!(!after.to_lowercase().contains("eigen"), "no key stands on record: {after}");
}

#[tokio::test]
async fn a_key_or_a_number_of_someone_else_is_a_conflict() {
    let (app, admin, path, groups) = school().await;
    let [elsewhere] = app.enrol("anders", [("Sam Smit", "1A", "Alle")]).await;
    let student = |name: &str, more: Value| {
        let mut student = json!({ "name": name, "class": "1A", "group_id": groups[0]["id"] });
        student.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        student
    };
    let first = admin.post(&path, student("Noa Bos", json!({ "number": "1", "key": "GEHEIM1" }))).await.ok(201);
    let second = admin.post(&path, student("Bas Kok", json!({ "number": "2" }))).await.ok(201);
    for (more, pointer) in [
        (json!({ "number": "1" }), "/number"),
        (json!({ "key": "ge-heim 1" }), "/key"),
        (json!({ "key": elsewhere.to_string() }), "/key"),
    ] {
        assert_eq!(
            admin.post(&path, student("Jip Vos", more.clone())).await.wrong(409, "conflict"),
            [pointer],
            "{more}"
        );
        let of = format!("/students/{}", text(&second["id"]));
        assert_eq!(admin.patch(&of, more.clone()).await.wrong(409, "conflict"), [pointer], "{more}");
        assert_eq!(admin.get(&of).await.ok(200), second, "{more}");
    }
    let of = format!("/students/{}", text(&first["id"]));
    assert_eq!(admin.patch(&of, json!({ "number": "1", "key": "GEHEIM1" })).await.ok(200), first, "his own are his");
    for (more, pointer) in [
        (json!({ "name": "" }), "/name"),
        (json!({ "class": "" }), "/class"),
        (json!({ "class": "x".repeat(41) }), "/class"),
        (json!({ "number": "9".repeat(41) }), "/number"),
        (json!({ "key": "abc" }), "/key"),
        (json!({ "key": "a".repeat(65) }), "/key"),
        (json!({ "group_id": "x" }), "/group_id"),
        (json!({ "id": "x" }), "/id"),
    ] {
        assert_eq!(admin.patch(&of, more.clone()).await.wrong(422, "invalid"), [pointer], "{more}");
        assert_eq!(
            admin.post(&path, student("Jip Vos", more.clone())).await.wrong(422, "invalid"),
            [pointer],
            "{more}"
        );
    }
    assert_eq!(app.keys("klein").await.len(), 2);
}

#[tokio::test]
async fn what_a_patch_leaves_out_stays_and_null_takes_the_number_away() {
    let (_app, admin, path, groups) = school().await;
    let whole = json!({ "name": "Noa Bos", "class": "1A", "group_id": groups[0]["id"], "number": "1" });
    let mut expected = admin.post(&path, whole).await.ok(201);
    let of = format!("/students/{}", text(&expected["id"]));
    for (patch, member, value) in [
        (json!({ "name": "Noa de Wit" }), "name", json!("Noa de Wit")),
        (json!({ "class": "1B" }), "class", json!("1B")),
        (json!({ "group_id": groups[1]["id"] }), "group", groups[1].clone()),
        (json!({ "number": "2" }), "number", json!("2")),
        (json!({ "number": null }), "number", Value::Null),
        (json!({}), "class", json!("1B")),
    ] {
        expected[member] = value;
        let reply = admin.patch(&of, patch.clone()).await;
        assert_eq!(reply.ok(200), expected, "{patch}");
        let read = admin.get(&of).await;
        assert_eq!((read.ok(200), read.tag()), (expected.clone(), reply.tag()), "{patch}");
    }
    for member in ["name", "class", "group_id", "key"] {
        let reply = admin.patch(&of, json!({ member: null })).await;
        assert_eq!(reply.wrong(422, "invalid"), [format!("/{member}")]);
    }
}

#[tokio::test]
async fn a_new_key_opens_and_the_old_one_does_not() {
    let (app, admin, path, groups) = school().await;
    let student = json!({ "name": "Noa Bos", "class": "1A", "group_id": groups[0]["id"], "key": "MIJNCODE" });
    let student = admin.post(&path, student).await.ok(201);
    let session = app.api().await.logged_in("MIJNCODE", "user").await;
    let of = format!("/students/{}", text(&student["id"]));
    let fresh = admin.call(reqwest::Method::POST, &format!("{of}/key")).send().await.ok(200);
    assert_ne!(fresh["key"], student["key"]);
    session.get("/auth/me").await.problem(401, "invalid-token");
    let login = json!({ "credential": "MIJNCODE", "login_type": "user" });
    session.post("/auth/login", login).await.problem(401, "invalid-credential");
    app.api().await.logged_in(&text(&fresh["key"]), "user").await.get("/auth/me").await.ok(200);
    assert_eq!(admin.get(&of).await.ok(200), fresh);
}

#[tokio::test]
async fn removing_a_student_who_holds_something_is_agreed_to_and_one_who_holds_nothing_is_not_asked_about() {
    let (app, admin, path, groups) = school().await;
    let add = async |name: &str| {
        let student = json!({ "name": name, "class": "1A", "group_id": groups[0]["id"] });
        format!("/students/{}", text(&admin.post(&path, student).await.ok(201)["id"]))
    };
    let (noa, bas) = (add("Noa Bos").await, add("Bas Kok").await);
    let key = app.row("klein", "Noa Bos").await.key;
    app.takes("klein", &key, &["A"]).await;
    admin.delete(&bas).await.ok(204);
    let asked = admin.delete(&noa).await.problem(409, "needs-agreement");
    admin.delete(&format!("{noa}?agree={}", text(&asked["agree"]))).await.ok(204);
    for of in [noa, bas] {
        admin.get(&of).await.problem(404, "not-found");
        admin.get(&format!("{of}/registration")).await.problem(404, "not-found");
        admin.delete(&of).await.problem(404, "not-found");
    }
    assert_eq!(app.registered("klein", app.workshop("klein", "A").await).await, 0);
}

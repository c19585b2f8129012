//! Bodies that can't be read, and values that can't be.

use super::client::{Api, Reply, text};
use crate::{documents::day, harness::TestApp};
use reqwest::Method;
use serde_json::{Value, json};

const NESTED: usize = 100_000;

async fn send(api: &Api, path: &str, body: impl Into<Vec<u8>>) -> Reply {
    api.call(Method::POST, path).bytes("application/json", body).send().await
}

async fn log_in(body: impl Into<Vec<u8>>) -> Reply {
    send(&TestApp::empty().await.api().await, "/auth/login", body).await
}

/// An administrator, the event, a workshop of it, and one of another event.
async fn school() -> (TestApp, Api, Value, Value) {
    let workshops: &[crate::documents::Line] = &[("Judo", &["m1"], &[], 5), ("Film", &["m2"], &[], 5)];
    let app = TestApp::with_day(day(2, &["Alle", "Boven"], workshops, json!([]))).await;
    let mut other = day(1, &["Alle"], &[("A", &["m1"], &[], 5)], json!([]));
    other["slug"] = "anders".into();
    app.services.import_event(other.to_string().as_bytes(), "test").await.expect("an event");
    let admin = app.api_admin().await;
    let (event, other) = (admin.event("klein").await, admin.event("anders").await);
    let event = admin.get(&format!("/events/{event}")).await.ok(200);
    let other = admin.get(&format!("/events/{other}")).await.ok(200);
    (app, admin, event, other)
}

#[tokio::test]
async fn what_is_no_json_is_named_with_its_line_and_column() {
    for (body, place) in [
        ("", (1, 0)),
        ("{", (1, 1)),
        ("nonsense", (1, 2)),
        ("{\n  \"credential\": \"x\",\n  \"login_type\" \"user\"\n}", (3, 16)),
        ("{\"credential\": \"x\", \"login_type\": \"user\",}", (1, 42)),
        ("{\"credential\": \"x\", \"login_type\": \"user\"} x", (1, 43)),
        ("{\"credential\": \"x\", \"login_type\": \"user\"}{}", (1, 42)),
        ("{\"credential\": \"\\ud800\", \"login_type\": \"user\"}", (1, 23)),
        ("{\"credential\": \"\u{1}\", \"login_type\": \"user\"}", (1, 17)),
        ("{'credential': 'x'}", (1, 2)),
    ] {
        let problem = log_in(body).await.problem(400, "malformed");
        let found = (problem["line"].as_u64(), problem["column"].as_u64());
        assert_eq!(found, (Some(place.0), Some(place.1)), "{body}: {problem}");
        assert!(text(&problem["detail"]).contains(&format!("line {}", place.0)), "{problem}");
    }
    log_in(b"{\"credential\": \"\xff\xfe\", \"login_type\": \"user\"}".to_vec()).await.problem(400, "malformed");
    log_in(b"\xff".to_vec()).await.problem(400, "malformed");
    log_in("{\"credential\": 1e400, \"login_type\": \"user\"}").await.problem(400, "malformed");
}

#[tokio::test]
async fn a_member_too_many_too_few_twice_or_of_another_type_is_pointed_at() {
    for (body, pointer) in [
        (json!({ "credential": "x", "login_type": "user", "extra": 1 }).to_string(), "/extra"),
        (json!({ "credential": "x" }).to_string(), ""),
        (json!({}).to_string(), ""),
        (json!({ "credential": 5, "login_type": "user" }).to_string(), "/credential"),
        (json!({ "credential": null, "login_type": "user" }).to_string(), "/credential"),
        (json!({ "credential": ["x"], "login_type": "user" }).to_string(), "/credential"),
        (json!({ "credential": "x", "login_type": "User" }).to_string(), "/login_type"),
        (json!({ "credential": "x", "login_type": { "user": null } }).to_string(), "/login_type"),
        ("{\"credential\": \"x\", \"credential\": \"y\", \"login_type\": \"user\"}".to_owned(), ""),
        (json!(["x", "user"]).to_string(), ""),
        ("\"x\"".to_owned(), ""),
        ("null".to_owned(), ""),
        ("18446744073709551616".to_owned(), ""),
    ] {
        let reply = log_in(body.clone()).await;
        assert_eq!(reply.wrong(422, "invalid"), [pointer], "{body}: {reply}");
    }
}

#[tokio::test]
async fn another_media_type_is_refused_and_json_by_any_of_its_names_is_not() {
    let (_app, admin, event, _) = school().await;
    let path = format!("/events/{}/groups", text(&event["id"]));
    let body = json!({ "name": "Nieuw" }).to_string();
    for kind in ["text/plain", "application/x-www-form-urlencoded", "text/json", "application/jsonx", "json", "", "*/*"]
    {
        let reply = admin.call(Method::POST, &path).bytes(kind, body.clone()).send().await;
        reply.problem(415, "unsupported-media-type");
    }
    admin.call(Method::POST, &path).send().await.problem(415, "unsupported-media-type");
    for (place, kind) in
        ["application/json", "application/json; charset=utf-8", "APPLICATION/JSON"].into_iter().enumerate()
    {
        let body = json!({ "name": format!("Groep {place}") }).to_string();
        admin.call(Method::POST, &path).bytes(kind, body).send().await.ok(201);
    }
}

#[tokio::test]
async fn a_hundred_thousand_brackets_break_nothing() {
    let (_app, admin, event, _) = school().await;
    let event = text(&event["id"]);
    let open = "[".repeat(NESTED);
    let closed = format!("{open}{}", "]".repeat(NESTED));
    let objects = format!("{}1{}", "{\"a\":".repeat(NESTED), "}".repeat(NESTED));
    for path in [
        "/auth/login",
        "/events",
        "/events/import",
        &format!("/events/{event}/workshops"),
        &format!("/events/{event}/students"),
        &format!("/events/{event}/students/import"),
    ] {
        for body in
            [&open, &closed, &objects, &format!("{{\"title\":{closed}}}"), &format!("{{\"workshops\":{closed}}}")]
        {
            let reply = send(&admin, path, body.clone()).await;
            let code = text(&reply.json()["code"]);
            reply.problem(reply.status, &code);
            // Large for some calls, and no JSON or no such object for the others.
            assert!([400, 413, 422].contains(&reply.status), "{reply}");
        }
    }
    for body in [&open, &closed] {
        let links = format!("{{\"links\":{body}}}");
        let path = format!("/events/{event}/links");
        let reply = admin.call(Method::PUT, &path).bytes("application/json", links).send().await;
        assert_eq!(reply.wrong(422, "invalid"), ["/links/0"], "{reply}");
    }
    admin.get("/auth/me").await.ok(200);
}

#[tokio::test]
async fn a_number_that_is_no_capacity_is_refused_where_it_stands() {
    let (_app, admin, event, _) = school().await;
    let path = format!("/workshops/{}", text(&event["workshops"][0]["id"]));
    for number in [
        "-1",
        "1.5",
        "100001",
        "4294967296",
        "18446744073709551616",
        "1e40",
        "-0.5",
        "\"5\"",
        "null",
        "true",
        "[5]",
        "{}",
    ] {
        let body = format!("{{\"capacity\": {number}}}");
        let reply = admin.call(Method::PATCH, &path).bytes("application/json", body).send().await;
        assert_eq!(reply.wrong(422, "invalid"), ["/capacity"], "{number}: {reply}");
    }
    for number in ["1e400", "-1e400", "NaN", "Infinity", "0x10", "05", "+5", ".5"] {
        let body = format!("{{\"capacity\": {number}}}");
        admin.call(Method::PATCH, &path).bytes("application/json", body).send().await.problem(400, "malformed");
    }
    for number in [0, 100_000] {
        assert_eq!(admin.patch(&path, json!({ "capacity": number })).await.ok(200)["capacity"], number);
    }
}

#[tokio::test]
async fn a_text_that_cant_be_is_refused_where_it_stands() {
    let (_app, admin, event, _) = school().await;
    let (id, workshop) = (text(&event["id"]), format!("/workshops/{}", text(&event["workshops"][0]["id"])));
    let moment = format!("/moments/{}", text(&event["moments"][0]["id"]));
    let (line, paragraphs) = ("é".repeat(201), "x".repeat(5001));
    for (path, member, value) in [
        (&workshop, "title", json!("")),
        (&workshop, "title", json!(" \u{a0} ")),
        (&workshop, "title", json!(line)),
        (&workshop, "title", json!("a\u{0}b")),
        (&workshop, "title", json!("a\nb")),
        (&workshop, "title", json!("a\u{ffff}b")),
        (&workshop, "description", json!(paragraphs)),
        (&workshop, "description", json!("a\u{7}b")),
        (&workshop, "location", json!(line)),
        (&workshop, "host", json!("\u{1b}[31m")),
        (&moment, "name", json!("Ronde 2\u{0}")),
        (&moment, "starts_at", json!("2027-01-11")),
        (&moment, "starts_at", json!("2027-01-11T08:00:00")),
        (&moment, "starts_at", json!("2027-13-11T08:00:00Z")),
        (&moment, "starts_at", json!("+999999-01-11T08:00:00Z")),
        (&moment, "starts_at", json!(1_800_000_000)),
        (&moment, "ends_at", json!("")),
        (&format!("/events/{id}"), "slug", json!("met spatie")),
        (&format!("/events/{id}"), "slug", json!("")),
        (&format!("/events/{id}"), "slug", json!("x".repeat(33))),
        (&format!("/events/{id}"), "title", json!("")),
        (&format!("/events/{id}"), "intro", json!(paragraphs)),
    ] {
        let reply = admin.patch(path, json!({ member: value })).await;
        assert_eq!(reply.wrong(422, "invalid"), [format!("/{member}")], "{value}: {reply}");
    }
    // Several at once are all named.
    let all = json!({ "title": "", "moment_ids": [], "capacity": 100_001, "location": "a\u{7}b" });
    let mut wrong = admin.post(&format!("/events/{id}/workshops"), all).await.wrong(422, "invalid");
    wrong.sort();
    assert_eq!(wrong, ["/capacity", "/location", "/moment_ids", "/title"]);
    assert_eq!(admin.get(&format!("/events/{id}")).await.ok(200), event, "nothing has changed");
}

#[tokio::test]
async fn ids_that_are_empty_repeated_unknown_or_of_another_event_are_refused() {
    let (app, admin, event, other) = school().await;
    let id = text(&event["id"]);
    let workshop = format!("/workshops/{}", text(&event["workshops"][0]["id"]));
    let (moment, strange) = (&event["moments"][0]["id"], &other["moments"][0]["id"]);
    let (group, strange_group) = (&event["groups"][0]["id"], &other["groups"][0]["id"]);
    let unknown = "00000000-0000-0000-0000-000000000001";
    for (member, value, pointer) in [
        ("moment_ids", json!([""]), "/moment_ids/0"),
        ("moment_ids", json!([moment, "x"]), "/moment_ids/1"),
        ("moment_ids", json!([null]), "/moment_ids/0"),
        ("moment_ids", json!(moment), "/moment_ids"),
        ("moment_ids", json!([]), "/moment_ids"),
        ("moment_ids", json!([moment, moment]), "/moment_ids"),
        ("moment_ids", json!([unknown]), "/moment_ids"),
        ("moment_ids", json!([strange]), "/moment_ids"),
        ("group_ids", json!([group, group]), "/group_ids"),
        ("group_ids", json!([strange_group]), "/group_ids"),
        ("group_ids", json!([moment]), "/group_ids"),
    ] {
        let reply = admin.patch(&workshop, json!({ member: value })).await;
        assert_eq!(reply.wrong(422, "invalid"), [pointer], "{value}: {reply}");
    }
    let (a, b, strange) = (&event["workshops"][0]["id"], &event["workshops"][1]["id"], &other["workshops"][0]["id"]);
    let links = format!("/events/{id}/links");
    let together = json!({ "a": a, "b": b, "kind": "together" });
    for (link, pointer) in [
        (json!({ "a": a, "b": a, "kind": "together" }), "/links/1"),
        (json!({ "a": a, "b": strange, "kind": "exclusive" }), "/links/1"),
        (json!({ "a": unknown, "b": b, "kind": "exclusive" }), "/links/1"),
        (json!({ "a": b, "b": a, "kind": "exclusive" }), "/links/1"),
        (json!({ "a": a, "b": b, "kind": "sometimes" }), "/links/1/kind"),
        (json!({ "a": a, "b": b, "kind": { "together": null } }), "/links/1/kind"),
        (json!({ "a": a, "b": "", "kind": "together" }), "/links/1/b"),
        (json!([a, b, "together"]), "/links/1"),
    ] {
        let reply = admin.put(&links, json!({ "links": [together, link] })).await;
        let wrong = reply.wrong(422, "invalid");
        assert!(wrong.iter().all(|found| found.starts_with(pointer)) && !wrong.is_empty(), "{link}: {reply}");
    }
    let students = format!("/events/{id}/students");
    for group in [unknown, strange_group.as_str().expect("an id")] {
        let student = json!({ "name": "Noa Bos", "class": "1A", "group_id": group });
        assert_eq!(admin.post(&students, student).await.wrong(422, "invalid"), ["/group_id"]);
    }
    let [key] = app.enrol("klein", [("Noa Bos", "1A", "Alle")]).await;
    let student = app.api_student(&key).await;
    for (ids, pointer) in [
        (json!([""]), "/workshop_ids/0"),
        (json!([a, a]), "/workshop_ids"),
        (json!(vec![unknown; 2001]), "/workshop_ids"),
        (json!("all"), "/workshop_ids"),
        (json!({}), "/workshop_ids"),
    ] {
        let reply = student.put("/registrations/me", json!({ "workshop_ids": ids })).await;
        assert_eq!(reply.wrong(422, "invalid"), [pointer], "{reply}");
    }
    assert_eq!(admin.get(&format!("/events/{id}")).await.ok(200), event, "nothing has changed");
}

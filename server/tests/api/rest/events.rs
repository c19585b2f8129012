//! Events: made, imported, read, changed, deleted.

use super::client::text;
use crate::{
    documents::{at, day},
    harness::{DURING, EVENT, SLUG, TestApp},
};
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn a_new_event_is_closed_and_is_where_its_answer_says() {
    let app = TestApp::empty().await;
    let admin = app.api_admin().await;
    let reply =
        admin.post("/events", json!({ "slug": "Dag_1-x", "title": " Een dag ", "intro": "Twee\r\nregels" })).await;
    let event = reply.ok(201);
    assert_eq!(
        (&event["slug"], &event["title"], &event["intro"]),
        (&json!("Dag_1-x"), &json!("Een dag"), &json!("Twee\nregels"))
    );
    assert_eq!(event["availability"], json!({ "state": "closed", "opens_at": null, "closes_at": null }));
    assert_eq!((&event["phase"], &event["workshops"], &event["links"]), (&json!("closed"), &json!([]), &json!([])));
    assert_eq!(
        (event["moments"].as_array().map(Vec::len), event["groups"].as_array().map(Vec::len)),
        (Some(1), Some(1))
    );
    let path = reply.header("location").strip_prefix("/api/v1").expect("a path of the API");
    let read = admin.get(path).await;
    assert_eq!((read.ok(200), read.tag()), (event, reply.tag()));
    let taken = admin.post("/events", json!({ "slug": "Dag_1-x", "title": "Nog een" })).await;
    assert_eq!(taken.wrong(409, "conflict"), ["/slug"]);
    let (action, by_whom, ..) = app.last_record("Dag_1-x").await;
    assert_eq!((action.as_str(), by_whom.as_str()), ("create-event", "admin"));
}

#[tokio::test]
async fn an_event_document_goes_in_and_comes_out_unchanged() {
    let app = TestApp::empty().await;
    let admin = app.api_admin().await;
    let import =
        async |bytes: Vec<u8>| admin.call(Method::POST, "/events/import").bytes("application/json", bytes).send().await;
    let reply = import(EVENT.to_vec()).await;
    let event = reply.ok(201);
    assert_eq!((event["workshops"].as_array().map(Vec::len), &event["phase"]), (Some(32), &json!("open")));
    let path = reply.header("location").strip_prefix("/api/v1").expect("a path of the API").to_owned();
    let document = admin.get(&format!("{path}/document")).await;
    let fixture: Value = serde_json::from_slice(EVENT).expect("JSON");
    assert_eq!(document.ok(200), fixture);

    assert_eq!(import(EVENT.to_vec()).await.wrong(409, "conflict"), ["/slug"]);
    // Under another name it comes in a second time, with a byte order mark too, and is the same but for its ids.
    let mut renamed = fixture.clone();
    renamed["slug"] = "tweede".into();
    let marked = [b"\xEF\xBB\xBF".to_vec(), renamed.to_string().into_bytes()].concat();
    let second = import(marked).await.ok(201);
    let second = format!("/events/{}", text(&second["id"]));
    assert_eq!(admin.get(&format!("{second}/document")).await.ok(200), renamed);
}

#[tokio::test]
async fn a_document_with_a_mistake_says_where_and_is_not_imported() {
    let app = TestApp::empty().await;
    let admin = app.api_admin().await;
    let good = day(1, &["Alle"], &[("Judo", &["m1"], &[], 5)], json!([]));
    let import = async |document: String| {
        admin.call(Method::POST, "/events/import").bytes("application/json", document).send().await
    };
    let with = |pointer: &str, value: Value| {
        let mut document = good.clone();
        *document.pointer_mut(pointer).expect("a member") = value;
        document.to_string()
    };
    for (document, word) in [
        (with("/workshops/0/moments/0", json!("m9")), "m9"),
        (with("/workshops/0/capacity", json!(-1)), "column"),
        (with("/workshops/0/title", json!("")), "title"),
        (with("/slug", json!("met spatie")), "slug"),
        (with("/format", json!("workshops-event/2")), "event document"),
        (with("/links", json!([{ "a": "Judo", "b": "Judo", "kind": "together" }])), "link"),
    ] {
        let problem = import(document).await.problem(422, "invalid-document");
        assert!(text(&problem["detail"]).contains(word), "{word}: {problem}");
    }
    for document in ["[]", "{}", "null", "5"] {
        import(document.to_owned()).await.problem(422, "invalid-document");
    }
    import("{\n \"slug\": }".to_owned()).await.problem(400, "malformed");
    assert_eq!(admin.get("/events").await.ok(200)["events"], json!([]));
}

#[tokio::test]
async fn what_a_patch_leaves_out_stays_and_all_of_it_is_done_or_none() {
    let app = TestApp::with_day(day(1, &["Alle"], &[("Judo", &["m1"], &[], 5)], json!([]))).await;
    let admin = app.api_admin().await;
    admin.post("/events", json!({ "slug": "anders", "title": "Anders" })).await.ok(201);
    let path = format!("/events/{}", admin.event("klein").await);
    let before = admin.get(&path).await.ok(200);
    let taken =
        admin.patch(&path, json!({ "title": "Half", "slug": "anders", "availability": { "state": "closed" } })).await;
    assert_eq!(taken.wrong(409, "conflict"), ["/slug"]);
    let half = json!({ "title": "Half", "availability": {
        "state": "scheduled", "opens_at": "2027-01-14T08:00:00Z", "closes_at": "2027-01-13T08:00:00Z",
    } });
    assert_eq!(admin.patch(&path, half).await.wrong(422, "invalid"), ["/availability/closes_at"]);
    assert_eq!(admin.get(&path).await.ok(200), before);

    let mut expected = before;
    for (patch, pointer, value) in [
        (json!({ "title": "Nieuw" }), "/title", json!("Nieuw")),
        (json!({ "slug": "nieuw" }), "/slug", json!("nieuw")),
        (json!({ "intro": "Welkom" }), "/intro", json!("Welkom")),
        (json!({ "intro": "" }), "/intro", json!("")),
        (json!({}), "/title", json!("Nieuw")),
    ] {
        *expected.pointer_mut(pointer).expect("a member") = value;
        assert_eq!(admin.patch(&path, patch.clone()).await.ok(200), expected, "{patch}");
        assert_eq!(admin.get(&path).await.ok(200), expected, "{patch}");
    }
}

#[tokio::test]
async fn a_schedule_opens_and_closes_and_null_takes_a_time_away() {
    let app = TestApp::with_day(day(1, &["Alle"], &[("Judo", &["m1"], &[], 5)], json!([]))).await;
    let admin = app.api_admin().await;
    let path = format!("/events/{}", admin.event("klein").await);
    let set = async |availability: Value| {
        let event = admin.patch(&path, json!({ "availability": availability })).await.ok(200);
        (event["availability"].clone(), text(&event["phase"]))
    };
    let shown =
        |state: &str, opens: Value, closes: Value| json!({ "state": state, "opens_at": opens, "closes_at": closes });
    let (opens, closes) = (json!("2027-01-12T09:30:00Z"), json!("2027-01-12T10:00:00Z"));
    let schedule = json!({ "state": "scheduled", "opens_at": "2027-01-12T10:30:00+01:00", "closes_at": closes });
    assert_eq!(set(schedule).await, (shown("scheduled", opens.clone(), closes.clone()), "waiting".to_owned()));
    assert_eq!(set(json!({ "state": "open" })).await.0, shown("open", opens.clone(), closes.clone()));
    assert_eq!(set(json!({ "state": "closed" })).await.1, "closed");
    assert_eq!(set(json!({ "state": "scheduled" })).await.0, shown("scheduled", opens.clone(), closes.clone()));
    for (now, phase) in
        [("2027-01-12T09:29:59Z", "waiting"), ("2027-01-12T09:30:00Z", "open"), ("2027-01-12T10:00:00Z", "over")]
    {
        app.clock.set(at(now));
        assert_eq!(admin.get(&path).await.ok(200)["phase"], phase, "{now}");
    }
    app.clock.set(DURING);
    assert_eq!(set(json!({ "state": "scheduled", "opens_at": null })).await.0, shown("scheduled", Value::Null, closes));
    assert_eq!(
        set(json!({ "state": "scheduled", "closes_at": null, "opens_at": opens })).await,
        (shown("scheduled", opens, Value::Null), "waiting".to_owned())
    );
    assert_eq!(set(json!({ "state": "closed", "opens_at": null })).await.0, shown("closed", Value::Null, Value::Null));
    for bad in [
        json!({}),
        json!({ "state": null }),
        json!({ "state": "ajar" }),
        json!(["open", null, null]),
        Value::Null,
        json!("open"),
    ] {
        let wrong = admin.patch(&path, json!({ "availability": bad })).await.wrong(422, "invalid");
        assert!(wrong.len() == 1 && wrong[0].starts_with("/availability"), "{bad}: {wrong:?}");
    }
}

#[tokio::test]
async fn the_list_of_events_comes_newest_first_and_by_pages() {
    let app = TestApp::empty().await;
    let admin = app.api_admin().await;
    for number in 0..7 {
        app.clock.set(DURING.plus_seconds(number));
        admin.post("/events", json!({ "slug": format!("dag-{number}"), "title": "Dag" })).await.ok(201);
    }
    let mut slugs = Vec::new();
    let mut next = String::from("/events?limit=3");
    loop {
        let page = admin.get(&next).await.ok(200);
        let events = page["events"].as_array().expect("events");
        slugs.extend(events.iter().map(|event| text(&event["slug"])));
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        assert_eq!(events.len(), 3);
        // One that comes meanwhile, and one that goes, move nobody else.
        if slugs.len() == 3 {
            admin.post("/events", json!({ "slug": "later", "title": "Later" })).await.ok(201);
            admin.delete(&format!("/events/{}", text(&events[2]["id"]))).await.ok(204);
        }
        next = format!("/events?limit=3&cursor={cursor}");
    }
    assert_eq!(slugs, ["dag-6", "dag-5", "dag-4", "dag-3", "dag-2", "dag-1", "dag-0"]);
    assert_eq!(admin.get("/events?limit=7").await.ok(200)["next_cursor"], Value::Null);
}

#[tokio::test]
async fn deleting_an_event_takes_all_that_belongs_to_it() {
    let app = TestApp::with_fixture().await;
    let admin = app.api_admin().await;
    let id = admin.event(SLUG).await;
    let event = admin.get(&format!("/events/{id}")).await.ok(200);
    let student = text(&admin.students(&id).await[0]["id"]);
    admin.delete(&format!("/events/{id}")).await.ok(204);
    admin.delete(&format!("/events/{id}")).await.problem(404, "not-found");
    for below in ["", "/document", "/students", "/seats", "/seats/stream", "/feasibility", "/registrations/export"] {
        admin.get(&format!("/events/{id}{below}")).await.problem(404, "not-found");
    }
    admin.get(&format!("/students/{student}")).await.problem(404, "not-found");
    let workshop = format!("/workshops/{}", text(&event["workshops"][0]["id"]));
    admin.patch(&workshop, json!({ "capacity": 1 })).await.problem(404, "not-found");
    admin.call(Method::POST, "/events/import").bytes("application/json", EVENT).send().await.ok(201);
}

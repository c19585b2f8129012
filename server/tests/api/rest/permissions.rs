//! Who may call what: every call of the document with everyone who might try.

use super::client::{Api, PREFIX, text};
use crate::{
    documents::day,
    harness::{DURING, PASSWORD, TestApp},
};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What a call gets from nobody, a student of the event, a student of another event, and the administrator.
type Expected = [u16; 4];

/// The administrator's alone: what he gets.
const fn admin(status: u16) -> Expected {
    [401, 403, 403, status]
}

/// A student's own, whichever event he is of.
const STUDENTS: Expected = [401, 200, 200, 403];
/// What belongs to an event, for those who belong to it.
const OF_EVENT: Expected = [401, 200, 404, 200];
/// Everyone's who is logged in.
const LOGGED_IN: Expected = [401, 200, 200, 200];
/// Everyone's.
const ALL: Expected = [200; 4];

/// Two events with a student each; what the calls are about is in the first.
struct School {
    app: TestApp,
    event: String,
    /// What `{id}` is in paths that begin so.
    ids: [(&'static str, String); 5],
    key: String,
    /// The four of [`Expected`].
    callers: [Api; 4],
    /// Tokens that don't hold any more, or never did.
    dead: Vec<(&'static str, Api)>,
}

impl School {
    async fn new() -> Self {
        let workshops: &[crate::documents::Line] = &[("Judo", &["m1"], &[], 5), ("Film", &["m1"], &[], 5)];
        let app = TestApp::with_day(day(2, &["Alle", "Leeg"], workshops, json!([]))).await;
        let mut other = day(1, &["Alle"], &[("A", &["m1"], &[], 5)], json!([]));
        other["slug"] = "anders".into();
        app.services.import_event(other.to_string().as_bytes(), "test").await.expect("an event");
        app.open("anders").await;
        let [me, someone] = app.enrol("klein", [("Noa Bos", "1A", "Alle"), ("Bas Kok", "1A", "Alle")]).await;
        let [stranger] = app.enrol("anders", [("Sam Smit", "1A", "Alle")]).await;
        app.clock.set(DURING.plus_seconds(-12 * 3600));
        let expired = [("an expired student", app.api_student(&me).await)];
        let expired_admin = ("an expired administrator", app.api_admin().await);
        app.clock.set(DURING);
        let revoked = ("a student with an older key", app.api_student(&me).await);
        let revoked_admin = ("an administrator with an older password", app.api_admin().await);
        let administrator = app.api_admin().await;
        let event = administrator.event("klein").await;
        let students = administrator.students(&event).await;
        let id_of = |name: &str| text(&students.iter().find(|s| s["name"] == name).expect("a student")["id"]);
        let fresh = administrator.post(&format!("/students/{}/key", id_of("Noa Bos")), json!({})).await.ok(200);
        let key = text(&fresh["key"]);
        let nobody = app.api().await;
        let mut dead: Vec<_> = expired.into_iter().chain([expired_admin, revoked, revoked_admin]).collect();
        let right = administrator.token();
        let forged = format!("{}.{}", right.rsplit_once('.').expect("a signature").0, "A".repeat(43));
        let headless = right.split_once('.').expect("a head").1;
        let unsigned = format!("eyJhbGciOiJub25lIn0.{}.", right.split('.').nth(1).expect("a body"));
        for (name, token) in
            [("garbage", "garbage"), ("forged", &forged), ("beheaded", headless), ("unsigned", &unsigned)]
        {
            dead.push((name, nobody.with_token(token)));
        }
        let book = administrator.get(&format!("/events/{event}")).await.ok(200);
        let ids = [
            ("/events/", event.clone()),
            ("/moments/", text(&book["moments"][1]["id"])),
            ("/groups/", text(&book["groups"][1]["id"])),
            ("/workshops/", text(&book["workshops"][1]["id"])),
            ("/students/", id_of("Bas Kok")),
        ];
        assert!(app.id(&someone).await.to_string() == ids[4].1);
        let callers =
            [nobody.clone(), nobody.logged_in(&key, "user").await, app.api_student(&stranger).await, administrator];
        Self { app, event, ids, key, callers, dead }
    }

    /// All calls, in an order in which the administrator can make them: what is deleted last of all.
    async fn table(&self) -> Vec<(Method, &'static str, Option<Value>, Expected)> {
        let administrator = &self.callers[3];
        let book = administrator.get(&format!("/events/{}", self.event)).await.ok(200);
        let moment = &book["moments"][0]["id"];
        let mut document = day(1, &["Alle"], &[], json!([]));
        document["slug"] = "derde".into();
        let name = || Some(json!({ "name": "Nieuw" }));
        let none = || Some(json!({ "workshop_ids": [] }));
        let login = json!({ "credential": self.key, "login_type": "user" });
        let password = json!({ "old_password": PASSWORD, "new_password": PASSWORD });
        let student = json!({ "name": "Jip Vos", "class": "1B", "group_id": book["groups"][0]["id"] });
        let workshop = json!({ "title": "Yoga", "moment_ids": [moment], "capacity": 5 });
        let (get, post, put, patch, delete) =
            (|| Method::GET, || Method::POST, || Method::PUT, || Method::PATCH, || Method::DELETE);
        vec![
            (post(), "/auth/login", Some(login), ALL),
            (get(), "/auth/me", None, LOGGED_IN),
            (get(), "/events", None, admin(200)),
            (post(), "/events", Some(json!({ "slug": "tweede", "title": "Tweede" })), admin(201)),
            (post(), "/events/import", Some(document), admin(201)),
            (get(), "/events/{id}", None, OF_EVENT),
            (patch(), "/events/{id}", Some(json!({ "title": "Anders" })), admin(200)),
            (get(), "/events/{id}/document", None, admin(200)),
            (get(), "/events/{id}/feasibility", None, admin(200)),
            (post(), "/events/{id}/groups", name(), admin(201)),
            (post(), "/events/{id}/moments", name(), admin(201)),
            (post(), "/events/{id}/workshops", Some(workshop), admin(201)),
            (put(), "/events/{id}/links", Some(json!({ "links": [] })), admin(200)),
            (get(), "/events/{id}/registrations/export", None, admin(200)),
            (get(), "/events/{id}/seats", None, OF_EVENT),
            (get(), "/events/{id}/seats/stream", None, OF_EVENT),
            (get(), "/events/{id}/students", None, admin(200)),
            (post(), "/events/{id}/students", Some(student), admin(201)),
            (get(), "/events/{id}/students/export", None, admin(200)),
            (post(), "/events/{id}/students/import", None, admin(200)),
            (patch(), "/groups/{id}", Some(json!({ "name": "Hernoemd" })), admin(200)),
            (patch(), "/moments/{id}", Some(json!({ "required": false })), admin(200)),
            (patch(), "/workshops/{id}", Some(json!({ "host": "Iemand" })), admin(200)),
            (get(), "/registrations/me", None, STUDENTS),
            (put(), "/registrations/me", none(), STUDENTS),
            (delete(), "/registrations/me", None, STUDENTS),
            (get(), "/students/{id}", None, admin(200)),
            (patch(), "/students/{id}", Some(json!({ "class": "1C" })), admin(200)),
            (post(), "/students/{id}/key", None, admin(200)),
            (get(), "/students/{id}/registration", None, admin(200)),
            (put(), "/students/{id}/registration", none(), admin(200)),
            (delete(), "/students/{id}", None, admin(204)),
            (delete(), "/workshops/{id}", None, admin(204)),
            (delete(), "/moments/{id}", None, admin(204)),
            (delete(), "/groups/{id}", None, admin(204)),
            (delete(), "/events/{id}", None, admin(204)),
            (post(), "/auth/change-admin-password", Some(password), admin(200)),
        ]
    }

    fn path(&self, template: &str) -> String {
        let id = self.ids.iter().find(|(prefix, _)| template.starts_with(prefix)).map_or("", |(_, id)| id);
        template.replace("{id}", id)
    }

    /// What the calls could change, but what a student may.
    async fn snapshot(&self) -> impl PartialEq + std::fmt::Debug + use<> {
        let store = &self.app.services.store;
        let mut all = Vec::new();
        for state in store.events().await.expect("events") {
            let students = store.students(state.id).await.expect("students");
            all.push((store.event(state.id).await.expect("an event"), students));
        }
        all
    }
}

/// The status and the problem's code, if it is one.
async fn call(caller: &Api, method: &Method, path: &str, body: Option<&Value>) -> (u16, String) {
    let call = caller.call(method.clone(), path);
    if path.ends_with("/stream") {
        let answer = call.begin().await;
        let status = answer.status().as_u16();
        // A stream that began has no end.
        let body = if status == 200 { String::new() } else { answer.text().await.expect("words") };
        return (status, code(body.as_bytes()));
    }
    let call = match body {
        Some(body) => call.json(body.clone()),
        None if path.ends_with("/import") => call.bytes("text/csv", "Naam;Klas;Doelgroep\nMila Bos;1A;Alle\n"),
        None => call,
    };
    let reply = call.send().await;
    (reply.status, code(&reply.bytes))
}

fn code(body: &[u8]) -> String {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    body["code"].as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn every_call_of_the_document_answers_everyone_as_it_should() {
    let school = School::new().await;
    let table = school.table().await;
    let described: BTreeSet<String> =
        school.callers[0].description().calls().iter().map(|(method, path, _)| format!("{method} {path}")).collect();
    let tabled: BTreeSet<String> = table.iter().map(|(method, path, ..)| format!("{method} {path}")).collect();
    assert_eq!(tabled, described, "this table and the document have the same calls");
    assert_eq!(tabled.len(), table.len(), "each once");

    let before = school.snapshot().await;
    for (method, template, body, expected) in &table {
        let path = school.path(template);
        let what = format!("{method} {PREFIX}{template}");
        for (place, name) in ["nobody", "a student", "a student of another event"].into_iter().enumerate() {
            let (status, code) = call(&school.callers[place], method, &path, body.as_ref()).await;
            assert_eq!(status, expected[place], "{what} by {name}: {code}");
            let known = match status {
                401 => "not-logged-in",
                403 => "not-allowed",
                404 => "not-found",
                _ => "",
            };
            assert_eq!(code, known, "{what} by {name}");
        }
        for (name, caller) in &school.dead {
            let (status, code) = call(caller, method, &path, body.as_ref()).await;
            if *expected == ALL {
                assert_eq!(status, 200, "{what} by {name}");
            } else {
                assert_eq!((status, &*code), (401, "invalid-token"), "{what} by {name}");
            }
        }
    }
    assert_eq!(school.snapshot().await, before, "nobody of them changed anything");
    for (method, template, body, expected) in &table {
        let (status, code) = call(&school.callers[3], method, &school.path(template), body.as_ref()).await;
        let known = if status == 403 { "not-allowed" } else { "" };
        assert_eq!((status, &*code), (expected[3], known), "{method} {template} by the administrator");
    }
}

#[tokio::test]
async fn whoever_may_not_know_learns_nothing_from_ids_and_bodies() {
    let school = School::new().await;
    let unknown = "00000000-0000-0000-0000-000000000001";
    for (method, template, ..) in school.table().await {
        if template == "/auth/login" {
            continue;
        }
        let path = template.replace("{id}", unknown);
        let nonsense = json!({ "nonsense": true });
        let (status, code) = call(&school.callers[0], &method, &path, Some(&nonsense)).await;
        assert_eq!((status, &*code), (401, "not-logged-in"), "{method} {template} by nobody");
        let (status, code) = call(&school.callers[2], &method, &path, Some(&nonsense)).await;
        let expected: &[u16] =
            if template == "/auth/me" || template == "/registrations/me" { &[200, 422] } else { &[403, 404] };
        assert!(expected.contains(&status), "{method} {template} by a student: {status} {code}");
    }
}

#[tokio::test]
async fn a_student_sees_neither_keys_nor_what_others_hold() {
    let school = School::new().await;
    let student = &school.callers[1];
    let key = school.key.replace('-', "");
    for path in ["/auth/me", "/registrations/me", &format!("/events/{}", school.event)] {
        let reply = student.get(path).await;
        let body = reply.ok(200).to_string();
        assert!(!body.contains(&school.key) && !body.contains(&key) && !body.contains("Bas Kok"), "{reply}");
    }
}

//! What goes wrong inside: the caller learns an id, the log the rest.

use super::client::{Api, text};
use crate::{documents::day, harness::TestApp};
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn a_failure_inside_gives_an_id_and_nothing_else() {
    let workshops: &[crate::documents::Line] = &[("Judo", &["m1"], &[], 5)];
    let app = TestApp::with_event(day(1, &["Alle"], workshops, json!([])), 1).await;
    let key = app.keys("klein").await.swap_remove(0);
    let (student, admin) = (app.api_student(&key).await, app.api_admin().await);
    let (event, judo) = (admin.event("klein").await, app.workshop("klein", "Judo").await);
    let someone = text(&admin.students(&event).await[0]["id"]);
    // Another program destroys a table under the running server.
    let mut database = app.database().await;
    sqlx::query("drop table registration").execute(&mut database).await.expect("a table less");
    let selection = json!({ "workshop_ids": [judo] });
    let mut ids = std::collections::HashSet::new();
    let calls: [(&Api, Method, String, Option<serde_json::Value>); 8] = [
        (&student, Method::GET, "/registrations/me".to_owned(), None),
        (&student, Method::PUT, "/registrations/me".to_owned(), Some(selection.clone())),
        (&student, Method::DELETE, "/registrations/me".to_owned(), None),
        (&student, Method::GET, format!("/events/{event}"), None),
        (&admin, Method::GET, format!("/events/{event}/students"), None),
        (&admin, Method::GET, format!("/events/{event}/registrations/export"), None),
        (&admin, Method::PUT, format!("/students/{someone}/registration"), Some(selection)),
        (&admin, Method::DELETE, format!("/students/{someone}"), None),
    ];
    for (caller, method, path, body) in calls {
        let call = caller.call(method, &path);
        let reply = match body {
            Some(body) => call.json(body).send().await,
            None => call.send().await,
        };
        let problem = reply.problem(500, "internal");
        let mut members: Vec<&String> = problem.as_object().expect("an object").keys().collect();
        members.sort();
        assert_eq!(members, ["code", "detail", "id", "status", "title"], "{reply}");
        assert!(ids.insert(text(&problem["id"])), "each failure has an id of its own: {reply}");
        let words = problem.to_string().to_lowercase();
        for inside in ["sql", "table", "registration", "database", "src/", "select"] {
            assert!(!words.contains(inside), "{inside} in {reply}");
        }
    }
    // What doesn't need the table goes on.
    student.get("/auth/me").await.problem(500, "internal");
    admin.get("/auth/me").await.ok(200);
    admin.get(&format!("/events/{event}/document")).await.ok(200);
}

#[tokio::test]
async fn a_damaged_database_logs_nobody_out() {
    let app = TestApp::with_event(day(1, &["Alle"], &[("Judo", &["m1"], &[], 5)], json!([])), 1).await;
    let admin = app.api_admin().await;
    let mut database = app.database().await;
    sqlx::query("alter table account rename to elsewhere").execute(&mut database).await.expect("a table less");
    admin.get("/auth/me").await.problem(500, "internal");
    let login = json!({ "credential": "x", "login_type": "admin" });
    app.api().await.post("/auth/login", login).await.problem(500, "internal");
    sqlx::query("alter table elsewhere rename to account").execute(&mut database).await.expect("the table");
    admin.get("/auth/me").await.ok(200);
}

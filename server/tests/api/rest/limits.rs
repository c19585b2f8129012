//! Too much: bodies, attempts, requests that wait.

use super::client::{Api, text};
use crate::{
    documents::day,
    harness::{PASSWORD, TestApp},
};
use domain::StudentId;
use reqwest::Method;
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::task::JoinSet;
use workshops_server::{engine::Request, error::Error};

#[tokio::test]
async fn a_body_over_its_limit_is_refused_with_the_limit_and_one_at_it_is_read() {
    let app = TestApp::with_event(day(1, &["Alle"], &[("Judo", &["m1"], &[], 5)], json!([])), 1).await;
    let admin = app.api_admin().await;
    let event = admin.event("klein").await;
    let (small, large, file) = (128 * 1024, 8 * 1024 * 1024, 20_000_000);
    for (method, path, limit) in [
        (Method::POST, "/auth/login".to_owned(), small),
        (Method::POST, "/events".to_owned(), small),
        (Method::POST, "/events/import".to_owned(), large),
        (Method::PATCH, format!("/events/{event}"), small),
        (Method::PUT, format!("/events/{event}/links"), large),
        (Method::POST, format!("/events/{event}/students"), small),
        (Method::POST, format!("/events/{event}/students/import"), file),
    ] {
        let send = async |length: usize| {
            let body = vec![b' '; length];
            admin.call(method.clone(), &path).bytes("application/json", body).send().await
        };
        let problem = send(limit + 1).await.problem(413, "too-large");
        assert_eq!(problem["limit"], limit, "{method} {path}");
        assert!([400, 422].contains(&send(limit).await.status), "{method} {path}");
    }
    let student = app.api_student(&app.keys("klein").await[0]).await;
    let body = format!("{{\"workshop_ids\": [{}]}}", " ".repeat(small));
    let reply = student.call(Method::PUT, "/registrations/me").bytes("application/json", body).send().await;
    reply.problem(413, "too-large");
}

#[tokio::test]
async fn guessing_ends_with_429_and_says_how_long_to_wait() {
    let app = TestApp::with_event(day(1, &["Alle"], &[("Judo", &["m1"], &[], 5)], json!([])), 1).await;
    let api = app.api().await;
    let key = app.keys("klein").await.swap_remove(0);
    let guess = |credential: &'static str, login_type: &'static str| {
        let api = api.clone();
        async move { api.post("/auth/login", json!({ "credential": credential, "login_type": login_type })).await }
    };
    for _ in 0..200 {
        guess("AAAAAAAAAA", "user").await.problem(401, "invalid-credential");
    }
    let reply = guess("AAAAAAAAAA", "user").await;
    reply.problem(429, "too-many-attempts");
    assert_eq!(reply.header("retry-after"), "1");
    api.logged_in(key.as_str(), "user").await.get("/auth/me").await.ok(200);
    app.clock.set(app.clock_now().plus_seconds(1));
    guess("AAAAAAAAAA", "user").await.problem(401, "invalid-credential");

    let admin = app.api_admin().await;
    for _ in 0..10 {
        guess("een ander wachtwoord", "admin").await.problem(401, "invalid-credential");
    }
    let reply = guess(PASSWORD, "admin").await;
    reply.problem(429, "too-many-attempts");
    assert_eq!(reply.header("retry-after"), "6");
    let passwords = json!({ "old_password": PASSWORD, "new_password": "een nieuw wachtwoord" });
    let reply = admin.post("/auth/change-admin-password", passwords.clone()).await;
    reply.problem(429, "too-many-attempts");
    assert_eq!(reply.header("retry-after"), "6");
    app.clock.set(app.clock_now().plus_seconds(6));
    admin.post("/auth/change-admin-password", passwords).await.ok(200);
}

/// Holds the event's lock, lets its queue run full behind it, and asks once more.
#[tokio::test(flavor = "multi_thread")]
async fn a_full_queue_answers_503_with_retry_after_and_forgets_nobody_in_it() {
    let app = TestApp::with_event(day(1, &["Alle"], &[("Judo", &["m1"], &[], 9)], json!([])), 1).await;
    let event = app.event("klein").await.id;
    let judo = app.workshop("klein", "Judo").await;
    let key = app.keys("klein").await.swap_remove(0);
    let (student, id) = (app.api_student(&key).await, app.id(&key).await);
    let lock = app.services.store.begin_event(event).await.expect("a lock");
    let mut waiting = JoinSet::new();
    // A batch that waits for the lock, and the queue behind it: more than both together.
    let overloaded = Arc::new(tokio::sync::Semaphore::new(0));
    for _ in 0..9000 {
        let (engine, overloaded) = (Arc::clone(&app.services.engine), Arc::clone(&overloaded));
        let request = Request::of_student(id, vec![judo].into());
        waiting.spawn(async move {
            let answer = engine.register(event, request).await;
            if matches!(answer, Err(Error::Overloaded)) {
                overloaded.add_permits(1);
            }
            answer
        });
    }
    // Someone was sent away: it is full, and stays so while the lock is held.
    let _ = overloaded.acquire().await.expect("a permit");
    let reply = student.put("/registrations/me", json!({ "workshop_ids": [judo] })).await;
    reply.problem(503, "overloaded");
    assert_eq!(reply.header("retry-after"), "3");
    student.get("/registrations/me").await.ok(200);
    lock.commit().await.expect("the lock's end");
    let mut stored = 0;
    while let Some(answer) = waiting.join_next().await {
        match answer.expect("an answer") {
            Ok(answer) => {
                assert_eq!(answer.violations, []);
                stored += 1;
            }
            Err(Error::Overloaded) => {}
            Err(error) => panic!("{error}"),
        }
    }
    assert!((8192..9000).contains(&stored), "{stored}");
    assert_eq!(
        student.put("/registrations/me", json!({ "workshop_ids": [judo] })).await.ok(200)["workshop_ids"],
        json!([judo])
    );
    app.assert_sound().await;
}

/// More workshops than there are: nothing is stored, and the log of decisions isn't filled with it.
#[tokio::test]
async fn more_workshops_than_there_are_is_refused_before_it_is_judged() {
    let app = TestApp::with_event(day(1, &["Alle"], &[("Judo", &["m1"], &[], 5)], json!([])), 1).await;
    let key = app.keys("klein").await.swap_remove(0);
    let (student, admin) = (app.api_student(&key).await, app.api_admin().await);
    let ids: Vec<String> = (1..=2000).map(|number| StudentId::from_u128(number).to_string()).collect();
    let body = json!({ "workshop_ids": ids });
    assert_eq!(student.put("/registrations/me", body.clone()).await.wrong(422, "invalid"), [""]);
    let path = format!("/students/{}/registration", app.id(&key).await);
    assert_eq!(admin.put(&path, body).await.wrong(422, "invalid"), [""]);
    let decisions = app.services.store.decisions_of(app.event("klein").await.id, app.id(&key).await, 10).await;
    assert!(decisions.expect("decisions").is_empty());
}

/// An event's limits, which the API meets sooner than a person.
#[tokio::test]
async fn an_event_that_is_full_of_groups_takes_no_more() {
    let app = TestApp::with_day(day(1, &["Alle"], &[], json!([]))).await;
    let admin = app.api_admin().await;
    let path = format!("/events/{}/groups", admin.event("klein").await);
    let add = async |admin: &Api, number: usize| admin.post(&path, json!({ "name": format!("Groep {number}") })).await;
    for number in 1..200 {
        add(&admin, number).await.ok(201);
    }
    let problem: Value = add(&admin, 200).await.problem(422, "invalid");
    assert!(text(&problem["detail"]).contains("200"), "{problem}");
}

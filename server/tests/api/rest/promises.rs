//! The promises of registering, attacked over the API by many at once.

use crate::{documents::day, harness::TestApp};
use domain::Selection;
use serde_json::json;
use tokio::task::JoinSet;

/// Promises 1 and 2: 200 students want 15 seats, and everyone else keeps what he had.
#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_students_on_fifteen_seats_are_exactly_fifteen_and_the_rest_keep_theirs() {
    let workshops: &[crate::documents::Line] = &[("Populair", &["m1"], &[], 15), ("Ruim", &["m1"], &[], 200)];
    let app = TestApp::with_event(day(1, &["Alle"], workshops, json!([])), 200).await;
    let [popular, roomy] = app.workshops("klein", ["Populair", "Ruim"]).await;
    let keys = app.keys("klein").await;
    let mut students = Vec::new();
    for key in &keys {
        let student = app.api_student(key).await;
        student.put("/registrations/me", json!({ "workshop_ids": [roomy] })).await.ok(200);
        students.push(student);
    }
    let mut clicks = JoinSet::new();
    for (number, student) in students.into_iter().enumerate() {
        clicks.spawn(async move {
            let reply = student.put("/registrations/me", json!({ "workshop_ids": [popular] })).await;
            let held = student.get("/registrations/me").await.ok(200)["workshop_ids"].clone();
            (number, reply, held)
        });
    }
    let mut accepted = 0;
    while let Some(click) = clicks.join_next().await {
        let (number, reply, held) = click.expect("a click");
        if reply.status == 200 {
            accepted += 1;
            assert_eq!(held, json!([popular]));
        } else {
            assert_eq!(reply.violations(), [json!({ "code": "full", "workshop": popular, "capacity": 15 })]);
            assert_eq!(held, json!([roomy]), "a refused change leaves what was there");
            assert_eq!(app.held("klein", &keys[number]).await, Selection::from(vec![roomy]));
        }
    }
    assert_eq!(accepted, 15);
    assert_eq!((app.registered("klein", popular).await, app.registered("klein", roomy).await), (15, 185));
    app.assert_sound().await;
}

/// Promises 4 and 5: a student's clients, all at once and over and over, never give him two workshops at one moment.
#[tokio::test(flavor = "multi_thread")]
async fn many_clients_of_one_student_leave_one_of_their_selections_whole() {
    let workshops: &[crate::documents::Line] =
        &[("A", &["m1"], &[], 50), ("B", &["m1"], &[], 50), ("C", &["m1", "m2"], &[], 50), ("D", &["m2"], &[], 50)];
    let app = TestApp::with_event(day(2, &["Alle"], workshops, json!([])), 1).await;
    let [a, b, c, d] = app.workshops("klein", ["A", "B", "C", "D"]).await;
    let key = app.keys("klein").await.swap_remove(0);
    let student = app.api_student(&key).await;
    let choices = [vec![a, d], vec![b, d], vec![c]];
    let mut clients = JoinSet::new();
    for choice in choices.clone().into_iter().cycle().take(60) {
        let student = student.clone();
        clients.spawn(async move { student.put("/registrations/me", json!({ "workshop_ids": choice })).await.ok(200) });
    }
    while let Some(client) = clients.join_next().await {
        client.expect("a client");
        let held = app.held("klein", &key).await;
        assert!(choices.iter().any(|choice| Selection::from(choice.clone()) == held), "{held:?} is no one's choice");
    }
    app.assert_sound().await;
}

/// Everything that changes seats takes the same lock: capacities move while students register.
#[tokio::test(flavor = "multi_thread")]
async fn a_capacity_that_changes_while_all_register_is_never_exceeded() {
    let workshops: &[crate::documents::Line] = &[("A", &["m1"], &[], 10), ("B", &["m1"], &[], 100)];
    let app = TestApp::with_event(day(1, &["Alle"], workshops, json!([])), 60).await;
    let [a, b] = app.workshops("klein", ["A", "B"]).await;
    let admin = app.api_admin().await;
    let mut calls = JoinSet::new();
    for (number, key) in app.keys("klein").await.iter().enumerate() {
        let student = app.api_student(key).await;
        calls.spawn(async move {
            for wanted in [a, b, a] {
                let reply = student.put("/registrations/me", json!({ "workshop_ids": [wanted] })).await;
                assert!([200, 422].contains(&reply.status), "student {number}: {reply}");
            }
        });
    }
    for capacity in [20, 25, 30] {
        let reply = admin.patch(&format!("/workshops/{a}"), json!({ "capacity": capacity })).await.ok(200);
        assert!(reply["taken"].as_u64() <= Some(capacity), "{reply}");
    }
    while let Some(call) = calls.join_next().await {
        call.expect("a student");
    }
    assert!(app.registered("klein", a).await <= 30);
    app.assert_sound().await;
}

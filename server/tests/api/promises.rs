//! The promises of registering, each attacked by many at once over HTTP.

use crate::{
    harness::{SLUG, TestApp, codes, outcome, server, small_event},
    registering::valid_selection,
    setting::rounds,
};
use domain::{Selection, WorkshopId};
use reqwest::StatusCode;
use serde_json::{Value, json};
use tokio::task::JoinSet;

/// Promise 1: never more registrations than capacity. 200 students want 15 seats; everyone else keeps what he had.
#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_students_on_fifteen_seats_are_exactly_fifteen_and_the_rest_keep_theirs() {
    let workshops: &[(&str, &[&str], u32)] = &[("Populair", &["m1"], 15), ("Ruim", &["m1"], 200)];
    let app = TestApp::with_event(small_event(1, workshops, json!([])), 200).await;
    let popular = app.workshop("klein", "Populair").await;
    let roomy = app.workshop("klein", "Ruim").await;
    let keys = app.keys("klein").await;
    let mut students = Vec::new();
    for key in &keys {
        students.push(app.student(key).await);
    }
    let rounds = rounds();
    for _ in 0..rounds {
        for (number, student) in students.iter().enumerate() {
            assert_eq!(student.register_codes(&[roomy]).await, [""; 0]);
            assert_eq!(app.held("klein", &keys[number]).await, Selection::from(vec![roomy]));
        }
        let mut clicks = JoinSet::new();
        for (number, student) in students.iter().cloned().enumerate() {
            clicks.spawn(async move { (number, student.register_codes(&[popular]).await) });
        }
        let mut accepted = 0;
        while let Some(click) = clicks.join_next().await {
            let (number, codes) = click.expect("a click");
            let held = app.held("klein", &keys[number]).await;
            if codes.is_empty() {
                accepted += 1;
                assert_eq!(held, Selection::from(vec![popular]));
            } else {
                assert_eq!(codes, ["full"]);
                assert_eq!(held, Selection::from(vec![roomy]), "a refused change leaves what was there");
            }
        }
        assert_eq!(accepted, 15);
        assert_eq!(app.registered("klein", popular).await, 15);
        assert_eq!(app.registered("klein", roomy).await, 185);
    }
    app.assert_sound().await;
    println!("{:?}, one server: 200 students on 15 seats, exactly 15 in each of {rounds} rounds", server());
}

/// Promises 1 and 2, when minds are changed all the time: seats move back and forth and none is lost or doubled.
#[tokio::test(flavor = "multi_thread")]
async fn minds_changed_at_once_lose_no_seat_and_store_nothing_by_halves() {
    let workshops: &[(&str, &[&str], u32)] = &[
        ("A1", &["m1"], 12),
        ("B1", &["m1"], 12),
        ("C1", &["m1"], 12),
        ("A2", &["m2"], 12),
        ("B2", &["m2"], 12),
        ("C2", &["m2"], 12),
    ];
    let links = json!([{ "a": "A1", "b": "A2", "kind": "together" }]);
    let app = TestApp::with_event(small_event(2, workshops, links), 30).await;
    let event = app.event("klein").await;
    let id = |title: &str| event.workshops.iter().find(|w| w.title == title).expect("a workshop").id;
    let pairs = [[id("A1"), id("A2")], [id("B1"), id("B2")], [id("C1"), id("C2")], [id("B1"), id("C2")]];
    let keys = app.keys("klein").await;
    let mut clicks = JoinSet::new();
    for (number, key) in keys.iter().cloned().enumerate() {
        let student = app.student(&key).await;
        clicks.spawn(async move {
            let mut acknowledged = Vec::new();
            for round in 0..12 {
                let wanted = pairs[(number * 7 + round * (number % 3 + 1)) % pairs.len()].to_vec();
                let codes = student.register_codes(&wanted).await;
                assert!(codes.iter().all(|code| code == "full"), "{codes:?}");
                if codes.is_empty() {
                    acknowledged = wanted;
                }
            }
            (number, acknowledged)
        });
    }
    while let Some(click) = clicks.join_next().await {
        let (number, acknowledged) = click.expect("a student");
        assert_eq!(app.held("klein", &keys[number]).await, Selection::from(acknowledged));
    }
    app.assert_sound().await;
}

/// Promise 4: two tabs of one student never give him two workshops at one moment.
#[tokio::test(flavor = "multi_thread")]
async fn two_tabs_of_one_student_never_hold_two_workshops_at_one_moment() {
    let workshops: &[(&str, &[&str], u32)] =
        &[("A", &["m1"], 50), ("B", &["m1"], 50), ("C", &["m1", "m2"], 50), ("D", &["m2"], 50)];
    let app = TestApp::with_event(small_event(2, workshops, json!([])), 1).await;
    let event = app.event("klein").await;
    let [a, b, c, d] = [0, 1, 2, 3].map(|place: usize| event.workshops[place].id);
    let key = app.keys("klein").await.swap_remove(0);
    let choices = [vec![a, d], vec![b, d], vec![c], vec![b, d], vec![c], vec![a, d]];
    let mut tabs = JoinSet::new();
    for choice in choices.clone().into_iter().cycle().take(60) {
        let tab = app.student(&key).await;
        tabs.spawn(async move { assert_eq!(tab.register_codes(&choice).await, [""; 0]) });
    }
    while let Some(tab) = tabs.join_next().await {
        tab.expect("a tab");
        let held = app.held("klein", &key).await;
        assert!(choices.iter().any(|choice| Selection::from(choice.clone()) == held), "{held:?} is no one's choice");
    }
    app.assert_sound().await;
}

/// Promise 5: the same selection sent twice is the same as once.
#[tokio::test(flavor = "multi_thread")]
async fn the_same_selection_sent_many_times_is_the_same_as_once() {
    let app = TestApp::with_event(small_event(1, &[("A", &["m1"], 1)], json!([])), 1).await;
    let a = app.workshop("klein", "A").await;
    let key = app.keys("klein").await.swap_remove(0);
    let student = app.student(&key).await;
    assert_eq!(student.register_codes(&[a]).await, [""; 0]);
    let first: Value = outcome(student.register(&[a]).await).await;
    app.clock.set(crate::harness::DURING.plus_seconds(3600));
    let mut clicks = JoinSet::new();
    for _ in 0..20 {
        let student = student.clone();
        clicks.spawn(async move { outcome(student.register(&[a]).await).await });
    }
    while let Some(again) = clicks.join_next().await {
        assert_eq!(again.expect("a click"), first, "even the time of registering stays");
    }
    assert_eq!(app.registered("klein", a).await, 1);
    app.assert_sound().await;
}

/// Promise 6: a refusal says which seats went and what is left, and the two agree with what is stored.
#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_under_load_names_the_seats_that_went_and_those_that_are_left() {
    let workshops: &[(&str, &[&str], u32)] =
        &[("A", &["m1"], 3), ("B", &["m1"], 50), ("C", &["m2"], 4), ("D", &["m2"], 50)];
    let app = TestApp::with_event(small_event(2, workshops, json!([])), 40).await;
    let event = app.event("klein").await;
    let [a, _, c, _] = [0, 1, 2, 3].map(|place: usize| event.workshops[place].id);
    let mut clicks = JoinSet::new();
    for key in app.keys("klein").await {
        let student = app.student(&key).await;
        clicks.spawn(async move { outcome(student.register(&[a, c]).await).await });
    }
    let mut accepted = 0;
    while let Some(outcome) = clicks.join_next().await {
        let outcome = outcome.expect("a click");
        if codes(&outcome).is_empty() {
            accepted += 1;
            continue;
        }
        let refused = &outcome["Refused"];
        assert_eq!(refused["violations"], json!([{ "code": "full", "workshop": a, "capacity": 3 }]));
        let seats: Vec<&Value> = refused["seats"].as_array().expect("seats").iter().map(|pair| &pair[1]).collect();
        assert_eq!(seats, [3, 0, 3, 0], "C still has one, and says so");
        assert_eq!(refused["held"]["selection"], json!([]));
    }
    assert_eq!(accepted, 3);
    app.assert_sound().await;
}

/// The main job at its size: the fixture's 1,200 students register, many at once, for what the rules offer them.
#[tokio::test(flavor = "multi_thread")]
async fn the_whole_school_registers_and_the_audit_is_clean() {
    let app = TestApp::with_fixture().await;
    let keys = app.keys(SLUG).await;
    let mut complete = 0;
    for group in keys.chunks(60) {
        let mut clicks = JoinSet::new();
        for key in group {
            let student = app.student(key).await;
            let wanted = valid_selection(&app, key).await;
            clicks.spawn(async move { (student.register(&wanted).await, wanted) });
        }
        while let Some(click) = clicks.join_next().await {
            let (response, wanted) = click.expect("a click");
            assert_eq!(response.status(), StatusCode::OK);
            let codes = codes(&outcome(response).await);
            assert!(codes.iter().all(|code| code == "full"), "{wanted:?}: {codes:?}");
            complete += usize::from(codes.is_empty());
        }
    }
    assert!(complete > 600, "{complete}");
    let event = app.event(SLUG).await;
    for workshop in &event.workshops {
        assert!(app.registered(SLUG, workshop.id).await <= workshop.capacity as usize);
    }
    app.assert_sound().await;
}

/// A student whom nobody knows in a batch fails alone.
#[tokio::test(flavor = "multi_thread")]
async fn one_who_is_gone_fails_none_of_his_neighbours() {
    use workshops_server::{engine::Request, error::Error};
    let app = TestApp::with_event(small_event(1, &[("A", &["m1"], 100)], json!([])), 20).await;
    let event = app.event("klein").await;
    let a: WorkshopId = event.workshops[0].id;
    let students = app.services.store.students(event.id).await.expect("students");
    let mut requests: Vec<_> = students.iter().map(|(student, _)| student.id).collect();
    requests.insert(10, domain::StudentId::from_u128(1));
    let mut answers = JoinSet::new();
    for student in requests {
        let engine = app.services.engine.clone();
        let request = Request::of_student(student, vec![a].into());
        answers.spawn(async move { (student, engine.register(event.id, request).await) });
    }
    while let Some(answer) = answers.join_next().await {
        match answer.expect("an answer") {
            (student, Err(Error::NotFound)) => assert_eq!(student, domain::StudentId::from_u128(1)),
            (_, answer) => assert_eq!(answer.expect("an answer").violations, []),
        }
    }
    assert_eq!(app.registered("klein", a).await, 20);
    app.assert_sound().await;
}

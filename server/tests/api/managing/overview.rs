//! How an event stands, and who is registered for what.

use crate::{
    documents::day,
    harness::{DURING, SLUG, TestApp, outcome},
    manager::Manager,
    registering::valid_selection,
};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

/// Asks how the event stands, as the page does every few seconds.
async fn overview(manager: &Manager) -> Value {
    let request = manager.browser.raw(Method::POST, "/api/pages/overview").header("accept", "application/json");
    let response = request.form(&[("event", manager.event.to_string())]).send().await.expect("an answer");
    assert_eq!(response.status(), StatusCode::OK);
    outcome(response).await
}

fn progress(students: u32, complete: u32, partial: u32) -> Value {
    json!({ "students": students, "complete": complete, "partial": partial })
}

#[tokio::test]
async fn the_figures_follow_what_students_do() {
    let workshops: &[crate::documents::Line] =
        &[("Judo", &["m1"], &[], 1), ("Yoga", &["m1"], &["Boven"], 3), ("Film", &["m2"], &[], 5)];
    let app = TestApp::with_day(day(2, &["Onder", "Boven"], workshops, json!([]))).await;
    let keys = app
        .enrol(
            "klein",
            [
                ("Noa Bos", "1A", "Onder"),
                ("Bas Kok", "1A", "Onder"),
                ("Sam Smit", "2B", "Boven"),
                ("Zoë Vos", "2B", "Boven"),
            ],
        )
        .await;
    let manager = app.manager("klein").await;
    let before = overview(&manager).await;
    assert_eq!(before["progress"], progress(4, 0, 0));
    assert_eq!(before["pace"], json!([]));

    app.takes("klein", &keys[0], &["Judo", "Film"]).await;
    app.clock.set(app.clock_now().plus_seconds(120));
    let late = app.takes("klein", &keys[1], &["Film"]).await;
    app.takes("klein", &keys[2], &["Yoga", "Film"]).await;
    let now = overview(&manager).await;
    assert_eq!(now["progress"], progress(4, 2, 1));
    assert_eq!(now["classes"], json!([["1A", progress(2, 1, 1)], ["2B", progress(2, 1, 0)]]));
    assert_eq!(now["groups"], json!([["Onder", progress(2, 1, 1)], ["Boven", progress(2, 1, 0)]]));
    let filled: Vec<(&Value, &Value)> =
        now["workshops"].as_array().expect("workshops").iter().map(|w| (&w["title"], &w["taken"])).collect();
    assert_eq!(filled, [(&json!("Judo"), &json!(1)), (&json!("Yoga"), &json!(1)), (&json!("Film"), &json!(3))]);
    assert_eq!(
        now["moments"],
        json!([
            { "name": "Ronde 1", "capacity": 4, "taken": 2, "waiting": 2 },
            { "name": "Ronde 2", "capacity": 5, "taken": 3, "waiting": 1 },
        ])
    );
    let pace: Vec<&Value> = now["pace"].as_array().expect("steps").iter().map(|step| &step["per_minute"]).collect();
    assert_eq!(pace, [1, 0, 2], "one in the first minute, two in the third");
    assert_eq!(now["pace"][0]["from"], "09:00");
    assert_eq!(now["at"], "09:02:03");
    // Bas still needs a place in round 1, and only Judo is for him.
    assert_eq!(now["shortages"], json!([{ "moment": "Ronde 1", "groups": ["Onder"], "students": 1, "seats": 0 }]));
    let page = manager.page("").await;
    assert!(page.says("Ronde 1: te weinig plaatsen voor Onder (tekort 1)."), "{}", page.text());
    assert_eq!(page.rows_of("1A")[0][..5], ["1A", "2", "1", "1", "0"]);

    // Three seats more, and nothing is short; who withdraws counts for nothing.
    let judo = app.workshop("klein", "Judo").await;
    let form = manager.form_of(&format!("workshops/{judo}"), "workshop", judo).await;
    manager.submit(&form.with("capacity", "4")).await.assert_done("saved");
    late.withdraw().await;
    let now = overview(&manager).await;
    assert_eq!((&now["shortages"], &now["progress"]), (&json!([]), &progress(4, 2, 0)));
}

#[tokio::test]
async fn seats_that_are_short_from_the_start_are_told_with_their_numbers() {
    let workshops: &[crate::documents::Line] = &[("Judo", &["m1"], &["Onder"], 2), ("Yoga", &["m1"], &["Boven"], 9)];
    let app = TestApp::with_day(day(1, &["Onder", "Boven"], workshops, json!([]))).await;
    app.enrol(
        "klein",
        [("Noa", "1A", "Onder"), ("Bas", "1A", "Onder"), ("Sam", "1A", "Onder"), ("Zoë", "2B", "Boven")],
    )
    .await;
    let manager = app.manager("klein").await;
    let now = overview(&manager).await;
    assert_eq!(now["shortages"], json!([{ "moment": "Ronde 1", "groups": ["Onder"], "students": 3, "seats": 2 }]));
    let warnings = now["warnings"].as_array().expect("warnings");
    assert_eq!(warnings, &[json!("Ronde 1: 3 studenten van Onder en 2 plaatsen.")]);
}

#[tokio::test]
async fn the_administrator_sees_who_is_registered_for_what() {
    let app = TestApp::with_fixture().await;
    let manager = app.manager(SLUG).await;
    let event = app.event(SLUG).await;
    let (student, _) = app.services.store.students(event.id).await.expect("students").swap_remove(0);
    assert!(manager.page("registrations").await.rows_of(&student.name).is_empty());
    let selection = valid_selection(&app, &student.key).await;
    assert_eq!(app.student(&student.key).await.register_codes(&selection).await, [""; 0]);
    assert_eq!(app.clock_now(), DURING);
    for workshop in &event.workshops {
        let page = manager.page(&format!("registrations?workshop={}", workshop.id)).await;
        let rows = page.rows_of(&student.name);
        if selection.contains(&workshop.id) {
            assert_eq!(rows[0][..3], [&*student.name, &*student.class, "dinsdag 12 januari om 09:00"]);
        } else {
            assert_eq!(rows.len(), 0, "{}", workshop.title);
        }
    }
    let class = manager.page(&format!("registrations?class={}", student.class)).await;
    let row = &class.rows_of(&student.name)[0];
    let chosen = selection.iter().map(|id| event.workshop(*id).expect("a workshop").title.clone());
    for title in chosen {
        assert!(row.contains(&title), "{title}: {row:?}");
    }
    let by_class = manager.page("registrations").await;
    assert_eq!(by_class.rows_of(&student.class)[0][2], "1");
    let list = manager.browser.read("/manage").await;
    assert!(list.says("Volledig: 1 van 1200"), "{}", list.text());
    for wrong in ["workshop=x", "workshop=00000000-0000-0000-0000-000000000001"] {
        let response = manager.browser.get(&manager.path(&format!("registrations?{wrong}"))).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{wrong}");
    }
}

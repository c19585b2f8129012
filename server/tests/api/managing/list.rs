//! The list of students: searched, narrowed down, sorted, page by page.

use crate::{
    documents::day,
    harness::{TestApp, outcome},
    manager::Manager,
};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

/// Asks for students as the hydrated page does; gives their names, and how many were found in all.
async fn asked(manager: &Manager, query: &[(&str, &str)]) -> (Vec<String>, u64) {
    let fields = query.iter().map(|(name, value)| (format!("query[{name}]"), (*value).to_owned()));
    let fields: Vec<(String, String)> = fields.chain([("event".to_owned(), manager.event.to_string())]).collect();
    let request = manager.browser.raw(Method::POST, "/api/pages/students").header("accept", "application/json");
    let response = request.form(&fields).send().await.expect("an answer");
    assert_eq!(response.status(), StatusCode::OK, "{query:?}");
    let list = outcome(response).await;
    let rows = list["rows"].as_array().expect("rows");
    let name = |row: &Value| row["name"].as_str().expect("a name").to_owned();
    (rows.iter().map(name).collect(), list["found"].as_u64().expect("a number"))
}

async fn names(manager: &Manager, query: &[(&str, &str)]) -> Vec<String> {
    asked(manager, query).await.0
}

/// Five students in two classes and groups, of whom one has registered whole and one by halves.
async fn five() -> (TestApp, Manager) {
    let workshops: &[crate::documents::Line] =
        &[("Judo", &["m1"], &[], 1), ("Film", &["m2"], &[], 9), ("Yoga", &["m1"], &["Boven"], 9)];
    let app = TestApp::with_day(day(2, &["Onder", "Boven"], workshops, json!([]))).await;
    let students = [
        ("Zoë Bos", "1A", "Onder"),
        ("anna Kok", "1A", "Onder"),
        ("Çelik Kaya", "1A", "Onder"),
        ("Bas Smit", "2B", "Boven"),
        ("Sam Bosman", "2B", "Boven"),
    ];
    let keys = app.enrol("klein", students).await;
    app.takes("klein", &keys[0], &["Judo", "Film"]).await;
    // Judo is full, and nothing else is for him at that moment.
    app.takes("klein", &keys[1], &["Film"]).await;
    let manager = app.manager("klein").await;
    let bas = format!("students/{}", app.id(&keys[3]).await);
    let form = manager.form(&bas, "student").await;
    manager.submit(&form.with("number", "100-841")).await.assert_done("saved");
    (app, manager)
}

#[tokio::test]
async fn students_are_found_by_every_word_of_name_class_number_or_key() {
    let (app, manager) = five().await;
    let key = app.row("klein", "Sam Bosman").await.key;
    let shown = key.to_string();
    let lower = key.as_str().to_lowercase();
    for (q, expected) in [
        ("bos", vec!["Zoë Bos", "Sam Bosman"]),
        ("ZOE", vec!["Zoë Bos"]),
        ("zoë  bos", vec!["Zoë Bos"]),
        ("celik", vec!["Çelik Kaya"]),
        ("bos 2b", vec!["Sam Bosman"]),
        ("100-841", vec!["Bas Smit"]),
        (&shown, vec!["Sam Bosman"]),
        (&lower, vec!["Sam Bosman"]),
        ("niemand", vec![]),
        ("zoë kok", vec![]),
    ] {
        assert_eq!(names(&manager, &[("q", q)]).await, expected, "{q}");
    }
}

#[tokio::test]
async fn students_are_narrowed_down_by_class_group_and_state() {
    let (app, manager) = five().await;
    let upper = app.event("klein").await.groups[1].id.to_string();
    for (query, expected) in [
        (vec![("class", "2B")], vec!["Bas Smit", "Sam Bosman"]),
        (vec![("group", &*upper)], vec!["Bas Smit", "Sam Bosman"]),
        (vec![("status", "complete")], vec!["Zoë Bos"]),
        (vec![("status", "partial")], vec!["anna Kok"]),
        (vec![("status", "none")], vec!["Çelik Kaya", "Bas Smit", "Sam Bosman"]),
        (vec![("status", "none"), ("class", "1A")], vec!["Çelik Kaya"]),
        (vec![("group", &*upper), ("q", "bos")], vec!["Sam Bosman"]),
        (vec![("class", "9Z")], vec![]),
        (vec![("group", "no-group")], vec![]),
    ] {
        let mut found = names(&manager, &query).await;
        let mut expected = expected;
        found.sort();
        expected.sort_unstable();
        assert_eq!(found, expected, "{query:?}");
    }
}

#[tokio::test]
async fn students_are_sorted_as_people_read_and_turned_round() {
    let (_app, manager) = five().await;
    let by_name = ["anna Kok", "Bas Smit", "Çelik Kaya", "Sam Bosman", "Zoë Bos"];
    assert_eq!(names(&manager, &[("sort", "name")]).await, by_name);
    let reversed: Vec<&str> = by_name.into_iter().rev().collect();
    assert_eq!(names(&manager, &[("sort", "-name")]).await, reversed);
    assert_eq!(names(&manager, &[("sort", "-status")]).await[..2], ["Zoë Bos", "anna Kok"]);
    let mut last_by_class = names(&manager, &[("sort", "class")]).await.split_off(3);
    last_by_class.sort();
    assert_eq!(last_by_class, ["Bas Smit", "Sam Bosman"]);
    assert_eq!(names(&manager, &[("sort", "-group")]).await[0], "Sam Bosman");
}

#[tokio::test]
async fn the_list_comes_in_pages_of_a_hundred() {
    let app = TestApp::with_event(day(1, &["Alle"], &[("Judo", &["m1"], &[], 9)], json!([])), 250).await;
    let manager = app.manager("klein").await;
    for (page, first, count) in [("0", "Student 0000", 100), ("1", "Student 0100", 100), ("2", "Student 0200", 50)] {
        let (names, found) = asked(&manager, &[("sort", "name"), ("page", page)]).await;
        assert_eq!((names[0].as_str(), names.len(), found), (first, count, 250));
    }
    assert_eq!(asked(&manager, &[("page", "3")]).await, (Vec::new(), 250));
    assert_eq!(asked(&manager, &[("page", "4294967295")]).await, (Vec::new(), 250));
    assert_eq!(asked(&manager, &[("q", "012"), ("sort", "name")]).await.1, 11);
}

#[tokio::test]
async fn without_scripts_the_page_shows_what_its_address_asks_for() {
    let (_app, manager) = five().await;
    let page = manager.page("students?q=bos&sort=-name").await;
    assert!(page.says("2 van 5 studenten"));
    let rows: Vec<String> = page.rows().into_iter().skip(1).map(|row| row[0].clone()).collect();
    assert_eq!(rows, ["Zoë Bos", "Sam Bosman"]);
    let zoe = &page.rows_of("Zoë Bos")[0];
    assert_eq!((zoe[1].as_str(), zoe[2].as_str(), zoe[4].as_str()), ("1A", "Onder", "Volledig"));
    assert!(zoe[5].contains("Judo, Film"), "in the order of the day: {zoe:?}");
    let page = manager.page("students?status=none&class=2B").await;
    assert!(page.says("2 van 5 studenten") && page.rows_of("Zoë Bos").is_empty());
    // One page of many says so.
    let app = TestApp::with_event(day(1, &["Alle"], &[("Judo", &["m1"], &[], 9)], json!([])), 250).await;
    let page = app.manager("klein").await.page("students?sort=name&page=2").await;
    assert_eq!(page.rows().len(), 1 + 50);
    let current: Vec<String> =
        page.all(&|node| node.attribute("aria-current") == Some("page")).iter().map(|n| n.text()).collect();
    assert!(current.contains(&"3".to_owned()), "{current:?}");
}

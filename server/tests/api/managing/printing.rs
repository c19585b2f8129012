//! Pages to print: cards with keys, attendance lists, timetables.

use super::files::NASTY;
use crate::{documents::day, harness::TestApp, html::Node, manager::Manager};
use domain::StudentKey;
use reqwest::StatusCode;
use serde_json::json;

/// Two classes, of which the first has the names that break pages; the first of these has registered.
async fn school() -> (TestApp, Manager, Vec<StudentKey>) {
    let workshops: &[crate::documents::Line] = &[("Judo <b>", &["m1"], &[], 9), ("Film", &["m2"], &[], 9)];
    let app = TestApp::with_day(day(2, &["Alle"], workshops, json!([]))).await;
    let manager = app.manager("klein").await;
    for name in NASTY {
        let form = manager.form("students/new", "student").await.with("name", name).with("class", "1A");
        manager.submit(&form).await.assert_done("added");
    }
    app.enrol("klein", [("Noa Bos", "2B", "Alle"), ("Bas Kok", "2B", "Alle")]).await;
    let key = app.row("klein", NASTY[2]).await.key;
    app.takes("klein", &key, &["Judo <b>", "Film"]).await;
    let keys = app.keys("klein").await;
    (app, manager, keys)
}

/// A page to print, which holds no script at all.
async fn paper(manager: &Manager, below: &str) -> Node {
    let response = manager.browser.get(&manager.path(below)).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["cache-control"], "no-store");
    let html = response.text().await.expect("a page");
    assert!(!html.contains("<script") && !html.contains("<b>"), "what people typed is text");
    Node::of(&html)
}

fn with_class<'a>(page: &'a Node, class: &str) -> Vec<&'a Node> {
    page.all(&|node| node.attribute("class").is_some_and(|classes| classes.split(' ').any(|name| name == class)))
}

fn texts(nodes: &[&Node]) -> Vec<String> {
    nodes.iter().map(|node| node.text()).collect()
}

#[tokio::test]
async fn every_student_has_one_card_with_his_key_and_a_code_that_holds_his_link() {
    let (app, manager, keys) = school().await;
    let page = paper(&manager, "print/cards").await;
    let cards = with_class(&page, "print-card");
    assert_eq!(cards.len(), keys.len());
    for key in &keys {
        let row = app.services.store.student_by_key(key).await.expect("a store").expect("a student");
        let his: Vec<&&Node> = cards.iter().filter(|card| card.says(&key.to_string())).collect();
        assert_eq!(his.len(), 1);
        assert_eq!(texts(&with_class(his[0], "print-card-name")), [row.name]);
        assert!(his[0].says("http://workshops.test/events/klein") && !his[0].says("#"));
        let link = format!("http://workshops.test/events/klein#{}", key.as_str());
        let code = workshops_server::export::qr(&link).expect("a code");
        let paths = his[0].tags("path");
        assert_eq!(paths[0].attribute("d"), Some(code.path.as_str()), "the code says {link}");
    }
    // Two classes of six and two: each on sheets of its own.
    let sheets = with_class(&page, "print-card-sheet");
    assert_eq!(sheets.iter().map(|sheet| with_class(sheet, "print-card").len()).collect::<Vec<_>>(), [6, 2]);
    assert!(sheets[1].says("Klas 2B"));
    assert_eq!(with_class(&paper(&manager, "print/cards?class=2B").await, "print-card").len(), 2);
    let one = format!("print/cards?student={}", app.row("klein", "Bas Kok").await.id);
    assert_eq!(texts(&with_class(&paper(&manager, &one).await, "print-card-name")), ["Bas Kok"]);
    for nobody in ["print/cards?class=9Z", "print/cards?student=00000000-0000-0000-0000-000000000001"] {
        assert!(paper(&manager, nobody).await.says("Er zijn nog geen studenten."));
    }
}

#[tokio::test]
async fn once_cards_are_made_the_settings_warn_about_the_link() {
    let (app, manager, _) = school().await;
    assert!(!manager.page("settings").await.says("De link staat al op kaarten"));
    paper(&manager, "print/attendance").await;
    paper(&manager, "print/timetables").await;
    assert!(!manager.page("settings").await.says("De link staat al op kaarten"));
    paper(&manager, "print/cards").await;
    assert!(manager.page("settings").await.says("Wijzig je de naam in de link, dan werken die kaarten niet meer."));
    assert!(manager.page("printing").await.says("Het laatst gemaakt op dinsdag 12 januari om 09:00"));
    let (action, by_whom, _, after) = app.last_record("klein").await;
    assert_eq!((action.as_str(), by_whom.as_str(), after.as_str()), ("cards", "admin", "{\"cards\":8}"));
}

#[tokio::test]
async fn a_list_of_who_comes_names_each_once_and_a_workshop_without_anyone_says_so() {
    let (app, manager, _) = school().await;
    let page = paper(&manager, "print/attendance").await;
    let lists = with_class(&page, "print-list");
    assert_eq!(texts(&lists.iter().map(|list| list.tags("h2")[0]).collect::<Vec<_>>()), ["Judo <b>", "Film"]);
    for list in &lists {
        let named: Vec<Vec<String>> =
            list.rows().into_iter().filter(|row| row.get(1).is_some_and(|cell| cell == NASTY[2])).collect();
        assert_eq!(named.len(), 1);
        assert_eq!(named[0][..3], ["1", NASTY[2], "1A"]);
        assert!(list.says("1 student op 9 plaatsen"), "{}", list.text());
    }
    let film = app.workshop("klein", "Film").await;
    let one = paper(&manager, &format!("print/attendance?workshop={film}")).await;
    assert_eq!(with_class(&one, "print-list").len(), 1);
    let empty = paper(&app.manager("klein").await, "print/attendance").await;
    assert!(!empty.says("Voor deze workshop is niemand ingeschreven."));
    let form = manager.form("settings", "copy-event").await.with("slug", "kopie");
    manager.submit(&form).await.assert_done("added");
    let empty = paper(&app.manager("kopie").await, "print/attendance").await;
    assert_eq!(empty.text().matches("Voor deze workshop is niemand ingeschreven.").count(), 2);
}

#[tokio::test]
async fn a_timetable_has_a_line_for_each_student_of_a_class() {
    let (_app, manager, _) = school().await;
    let page = paper(&manager, "print/timetables").await;
    let classes = with_class(&page, "print-timetable");
    assert_eq!(texts(&classes.iter().map(|class| class.tags("h2")[0]).collect::<Vec<_>>()), ["Klas 1A", "Klas 2B"]);
    for name in NASTY {
        assert_eq!(classes[0].rows_of(name).len(), 1, "{name}");
    }
    assert_eq!(classes[0].rows_of(NASTY[2]), [[NASTY[2], "Judo <b>", "Film"]]);
    assert_eq!(classes[1].rows_of("Noa Bos"), [["Noa Bos", "–", "–"]]);
    assert_eq!(with_class(&paper(&manager, "print/timetables?class=2B").await, "print-timetable").len(), 1);
}

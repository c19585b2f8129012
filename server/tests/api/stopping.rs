//! What is answered while the process stops, and without a database.

use crate::{
    documents::day,
    harness::{Browser, TestApp},
};
use domain::{StudentKey, WorkshopId};
use reqwest::Response;
use serde_json::json;

async fn school() -> (TestApp, StudentKey, WorkshopId) {
    let app = TestApp::with_event(day(1, &["Alle"], &[("Judo", &["m1"], &[], 5)], json!([])), 1).await;
    let (key, judo) = (app.keys("klein").await.swap_remove(0), app.workshop("klein", "Judo").await);
    (app, key, judo)
}

/// The answer says when to come back, in words that a page can show.
async fn assert_unavailable(response: Response, words: &str) {
    assert_eq!(response.status(), 503);
    assert_eq!(response.headers()["retry-after"], "3");
    let text = response.text().await.expect("words");
    assert!(text.contains(words), "{text}");
}

async fn assert_confirms_nothing(browser: &Browser, judo: WorkshopId) {
    assert_unavailable(browser.get("/events/klein").await, "Nog even geduld").await;
    assert_unavailable(browser.post_selection("klein", &[judo]).await, "Nog even geduld").await;
}

#[tokio::test]
async fn a_process_that_stops_begins_nothing_and_says_when_to_come_back() {
    let (app, key, judo) = school().await;
    let (browser, api) = (app.student(&key).await, app.api_student(&key).await);
    app.state.stopping.begin();
    assert_confirms_nothing(&browser, judo).await;
    // What the hydrated page understands: it tries again by itself.
    assert_unavailable(browser.register(&[judo]).await, "\"unavailable\"").await;
    let answer = browser.get("/").await;
    assert_eq!(answer.headers()["connection"], "close");
    assert!(answer.headers().contains_key("content-security-policy"));
    let reply = api.put("/registrations/me", json!({ "workshop_ids": [judo] })).await;
    reply.problem(503, "unavailable");
    assert_eq!(reply.header("retry-after"), "3");
    assert_eq!(app.browser().page("/healthz").await, "ok\n");
    assert_eq!(app.browser().get("/readyz").await.status(), 503);
    assert!(app.browser().page("/metrics").await.contains("\nworkshops_serving 0\n"));
    assert!(app.held("klein", &key).await.is_empty());
}

#[tokio::test]
async fn a_database_that_cant_be_used_is_called_so_and_not_a_crowd() {
    let (app, key, judo) = school().await;
    let (browser, api) = (app.student(&key).await, app.api_student(&key).await);
    app.services.store.close().await;
    assert_confirms_nothing(&browser, judo).await;
    let answer = browser.register(&[judo]).await;
    assert_eq!((answer.status().as_u16(), &*answer.text().await.expect("words")), (503, "\"unavailable\""));
    for reply in [
        api.put("/registrations/me", json!({ "workshop_ids": [judo] })).await,
        api.get("/registrations/me").await,
        api.get("/auth/me").await,
        app.api().await.post("/auth/login", json!({ "credential": key, "login_type": "user" })).await,
    ] {
        reply.problem(503, "unavailable");
        assert_eq!(reply.header("retry-after"), "3", "{reply}");
    }
}

#[tokio::test]
async fn who_cannot_be_identified_for_a_reason_that_stays_is_told_its_id_and_not_to_try_again() {
    let (app, key, judo) = school().await;
    let browser = app.student(&key).await;
    // Another program destroys a table under the running server.
    let mut database = app.database().await;
    sqlx::query("alter table student rename to elsewhere").execute(&mut database).await.expect("a table less");
    let mut pages = Vec::new();
    for answer in [browser.get("/").await, browser.post_selection("klein", &[judo]).await] {
        assert_eq!(answer.status(), 500);
        assert!(!answer.headers().contains_key("retry-after"));
        assert_eq!(answer.headers()["cache-control"], "no-store");
        let page = answer.text().await.expect("a page");
        assert!(page.contains("Dat ging niet goed") && page.contains("geef school deze code: "), "{page}");
        assert!(!page.contains("location.reload()") && !page.contains(".submit()"), "{page}");
        pages.push(page);
    }
    assert_ne!(pages[0], pages[1], "each failure has an id of its own");
    let request = browser.raw(reqwest::Method::POST, "/api/pages/seats").form(&[("slug", "klein")]).send().await;
    let answer = request.expect("an answer");
    assert_eq!(answer.status(), 500);
    assert!(answer.text().await.expect("words").contains("internal"));
}

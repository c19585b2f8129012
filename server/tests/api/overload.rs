//! More than can be done: nothing starves anything else, and whoever is sent away is told so and keeps what he chose.

use crate::harness::{Browser, PASSWORD, TestApp, small_event};
use domain::{StudentId, WorkshopId};
use futures_util::poll;
use reqwest::{Method, Response, StatusCode};
use serde_json::json;
use std::{future::Future, pin::Pin, sync::Arc, task::Poll, time::Duration};
use tokio::{task::JoinSet, time::timeout};
use workshops_server::{
    connection::Limits,
    engine::{Answer, Request},
    error::{Error, Result},
    gate::Gate,
    web::overload::Overload,
};

/// What counts as promptly, on a busy machine: far less than what waits has to wait.
const PROMPTLY: Duration = Duration::from_secs(8);

type Waiting = Pin<Box<dyn Future<Output = Result<Answer>>>>;

/// An app with an open event of one workshop, and how many students.
async fn judo(students: usize, overload: Overload) -> (TestApp, WorkshopId) {
    let app = TestApp::with_limits(Limits::default(), overload).await;
    let document = small_event(1, &[("Judo", &["m1"], 900)], json!([]));
    app.services.import_event(document.to_string().as_bytes(), "test").await.expect("an event");
    app.add_students("klein", students).await;
    app.open("klein").await;
    let judo = app.workshop("klein", "Judo").await;
    (app, judo)
}

/// Puts so many requests of a student into the event's queue; those that don't fit aren't among them.
async fn queue(app: &TestApp, student: StudentId, workshop: WorkshopId, count: usize) -> Vec<Waiting> {
    let event = app.event("klein").await.id;
    let mut waiting = Vec::new();
    for _ in 0..count {
        let engine = Arc::clone(&app.services.engine);
        let request = Request::of_student(student, vec![workshop].into());
        let mut registering: Waiting = Box::pin(async move { engine.register(event, request).await });
        match poll!(&mut registering) {
            Poll::Pending => waiting.push(registering),
            Poll::Ready(Err(Error::Overloaded)) => {}
            Poll::Ready(outcome) => panic!("{outcome:?}"),
        }
    }
    waiting
}

async fn prompt<T>(answer: impl Future<Output = T>) -> T {
    timeout(PROMPTLY, answer).await.expect("a prompt answer")
}

/// A 503 that says when to come back.
async fn busy(response: Response) -> String {
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(response.headers()["retry-after"], "3");
    assert_eq!(response.headers()["cache-control"], "no-store");
    response.text().await.expect("words")
}

/// The values of the hidden fields of a page, by name.
fn hidden(page: &str) -> Vec<(String, String)> {
    let attribute = |tag: &str, name: &str| {
        let (_, rest) = tag.split_once(&format!("{name}=\"")).expect("an attribute");
        rest.split('"').next().expect("a value").to_owned()
    };
    let tags = page.split("<input").skip(1).filter(|tag| tag.contains("type=\"hidden\""));
    tags.map(|tag| (attribute(tag, "name"), attribute(tag, "value"))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn hundreds_who_wait_for_their_registration_hold_up_no_login_and_no_page() {
    let (app, judo) = judo(160, Overload::default()).await;
    let keys = app.keys("klein").await;
    let mut students = Vec::new();
    for key in &keys[..150] {
        students.push(app.student(key).await);
    }
    let reader = app.student(&keys[150]).await;
    let lock = app.services.store.begin_event(app.event("klein").await.id).await.expect("the lock");
    let waiting = queue(&app, app.id(&keys[159]).await, judo, 700).await;
    assert_eq!(waiting.len(), 700, "they wait");
    // As pages do it, and as they do it without scripts.
    let mut clicks = JoinSet::new();
    for (place, student) in students.into_iter().enumerate() {
        clicks.spawn(async move {
            match place % 2 {
                0 => student.register(&[judo]).await.status(),
                _ => student.post_selection("klein", &[judo]).await.status(),
            }
        });
    }
    for key in &keys[151..157] {
        let response = prompt(app.browser().log_in(key.as_str())).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
    }
    prompt(async {
        let api = app.api().await;
        api.logged_in(keys[157].as_str(), "user").await.get("/auth/me").await.ok(200);
        assert!(reader.page("/events/klein").await.contains("Kies je workshops"));
        assert_eq!(app.browser().get("/healthz").await.status(), StatusCode::OK);
    })
    .await;
    assert!(clicks.try_join_next().is_none(), "nobody is answered while someone else has the lock");
    lock.commit().await.expect("the lock's end");
    for waiting in waiting {
        assert_eq!(waiting.await.expect("an answer").violations, []);
    }
    for status in clicks.join_all().await {
        assert!(matches!(status, StatusCode::OK | StatusCode::SEE_OTHER), "{status}");
    }
    assert_eq!(app.registered("klein", judo).await, 151);
    app.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_full_queue_a_page_keeps_what_was_chosen_and_logging_in_goes_on() {
    let (app, judo) = judo(4, Overload::default()).await;
    let keys = app.keys("klein").await;
    let student = app.student(&keys[0]).await;
    let lock = app.services.store.begin_event(app.event("klein").await.id).await.expect("the lock");
    let waiting = queue(&app, app.id(&keys[3]).await, judo, 9000).await;
    assert!(waiting.len() < 9000, "it is full");
    let error: serde_json::Value =
        serde_json::from_str(&busy(prompt(student.register(&[judo])).await).await).expect("an error");
    assert_eq!(error, "overloaded");
    let page = busy(prompt(student.post_selection("klein", &[judo])).await).await;
    assert!(page.contains("Het is heel druk. Je keuze staat er nog"), "{page}");
    let radio = page.split("<input").find(|tag| tag.contains(&judo.to_string())).expect("its radio");
    assert!(radio.split('>').next().expect("a tag").contains("checked"), "{radio}");
    assert_eq!(prompt(app.browser().log_in(keys[1].as_str())).await.status(), StatusCode::SEE_OTHER);
    drop(lock);
    for waiting in waiting {
        // Whoever had to wait for too long hears that instead.
        assert!(matches!(waiting.await, Ok(_) | Err(Error::Overloaded)));
    }
    assert_eq!(student.register_codes(&[judo]).await, Vec::<String>::new());
}

/// Shares in which one is let in and nobody waits.
fn narrow() -> Overload {
    let narrow = || Gate::new(1, 0, Duration::from_secs(1));
    let [pages, logins, managing, calls, sending] = [(); 5].map(|()| narrow());
    Overload { pages, logins, managing, calls, sending, ..Overload::default() }
}

async fn post(browser: &Browser, path: &str, fields: &[(String, String)]) -> Response {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.post(path, &fields).await
}

#[tokio::test]
async fn each_share_is_full_by_itself_and_a_page_beyond_it_tries_again_by_itself() {
    let (app, judo) = judo(3, narrow()).await;
    let overload = &app.state.overload;
    let keys = app.keys("klein").await;
    let student = app.student(&keys[0]).await;

    let inside = overload.pages.enter().await.expect("in");
    let response = student.get("/events/klein").await;
    let policy = response.headers()["content-security-policy"].to_str().expect("words").to_owned();
    let page = busy(response).await;
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("<h1>Nog even geduld</h1>"), "{page}");
    assert!(page.contains("location.reload()") && page.contains("http-equiv=\"refresh\""), "{page}");
    let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).expect("a nonce");
    assert!(page.contains(&format!("<script nonce=\"{nonce}\">")), "{page}");
    let english = app.browser();
    let response = english.raw(Method::GET, "/").header("cookie", "language=en").send().await;
    assert!(busy(response.expect("an answer")).await.contains("One moment please"));
    let request = student.raw(Method::POST, "/api/pages/seats").form(&[("slug", "klein")]).send().await;
    assert_eq!(busy(request.expect("an answer")).await, "\"overloaded\"");
    // An address below a page at which nothing is takes one place, not two.
    drop(inside);
    assert_eq!(student.get("/events/klein/niets").await.status(), StatusCode::NOT_FOUND);
    let inside = overload.pages.enter().await.expect("in");
    // An address at which nothing is, is a page too.
    busy(student.get("/nothing").await).await;
    // Everything else goes on.
    assert_eq!(app.browser().log_in(keys[1].as_str()).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(student.register_codes(&[judo]).await, Vec::<String>::new());
    assert_eq!(app.browser().get("/healthz").await.status(), StatusCode::OK);
    assert_eq!(student.get("/events/klein/live").await.status(), StatusCode::OK);
    drop(inside);
    assert!(student.page("/events/klein").await.contains("Je bent ingeschreven"));

    let inside = overload.logins.enter().await.expect("in");
    let page = busy(app.browser().log_in(keys[2].as_str()).await).await;
    assert!(page.contains("document.forms[0].submit()"), "{page}");
    let request = app.browser().raw(Method::POST, "/api/v1/auth/login");
    let login = json!({ "credential": keys[2], "login_type": "user" });
    let problem = busy(request.json(&login).send().await.expect("an answer")).await;
    assert_eq!(serde_json::from_str::<serde_json::Value>(&problem).expect("JSON")["code"], "overloaded");
    assert!(student.page("/events/klein").await.contains("Je bent ingeschreven"));
    drop(inside);
    let response = post(&app.browser(), "/", &hidden(&page)).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER, "what was typed is in the page that came instead");

    let inside = overload.managing.enter().await.expect("in");
    let page = busy(app.browser().post("/manage", &[("form", "login"), ("password", PASSWORD)]).await).await;
    assert!(page.contains("Ga terug") && !page.contains(PASSWORD), "{page}");
    drop(inside);

    let inside = overload.calls.enter().await.expect("in");
    let api = app.api().await.logged_in(keys[2].as_str(), "user").await;
    api.get("/registrations/me").await.problem(503, "overloaded");
    api.put("/registrations/me", json!({ "workshop_ids": [judo] })).await.ok(200);
    drop(inside);
    api.get("/registrations/me").await.ok(200);
}

#[tokio::test]
async fn pages_that_wait_try_again_spread_over_the_seconds_from_two_to_five() {
    let app = TestApp::with_limits(Limits::default(), narrow()).await;
    let _inside = app.state.overload.pages.enter().await.expect("in");
    let browser = app.browser();
    let mut in_second = [0; 3];
    for _ in 0..150 {
        let page = busy(browser.get("/").await).await;
        let (_, rest) = page.split_once("location.reload(), ").expect("a pause");
        let (millis, _) = rest.split_once(')').expect("a pause");
        let millis: usize = millis.parse().expect("milliseconds");
        assert!((2000..5000).contains(&millis), "{millis}");
        in_second[millis / 1000 - 2] += 1;
        assert!(page.contains(&format!("content=\"{}\"", millis / 1000)), "{page}");
    }
    // Drawn from a seed, so the same every time.
    assert!(in_second.iter().all(|pages| (35..65).contains(pages)), "{in_second:?}");
}

#[tokio::test]
async fn a_form_that_finds_no_room_comes_back_with_all_that_was_chosen_and_nothing_of_it_is_trusted() {
    let (app, judo) = judo(1, narrow()).await;
    let student = app.student(&app.keys("klein").await[0]).await;
    let inside = app.state.overload.sending.enter().await.expect("in");
    let page = busy(student.post_selection("klein", &[judo]).await).await;
    assert!(page.contains("Opnieuw proberen"), "{page}");
    let nasty = [("moment-0", "\"><script>alert(1)</script>"), ("<b>", "&amp;")];
    let harmless = busy(student.post("/events/klein", &nasty).await).await;
    assert!(!harmless.contains("<script>alert") && !harmless.contains("<b>"), "{harmless}");
    drop(inside);
    let fields = hidden(&page);
    assert!(fields.contains(&("moment-0".to_owned(), judo.to_string())), "{fields:?}");
    assert_eq!(post(&student, "/events/klein", &fields).await.status(), StatusCode::SEE_OTHER);
    assert!(student.page("/events/klein").await.contains("Je bent ingeschreven"));
}

#[tokio::test]
async fn who_cannot_be_identified_is_told_to_come_back_and_keeps_what_he_chose() {
    let (app, judo) = judo(1, Overload::default()).await;
    let student = app.student(&app.keys("klein").await[0]).await;
    app.services.store.close().await;
    assert!(busy(student.get("/events/klein").await).await.contains("location.reload()"));
    let page = busy(student.post_selection("klein", &[judo]).await).await;
    assert!(hidden(&page).contains(&("moment-0".to_owned(), judo.to_string())), "{page}");
}

#[tokio::test]
async fn whoever_loads_a_page_waits_for_a_while_and_whoever_sends_for_longer() {
    let patience = Duration::from_millis(100);
    let pages = Gate::new(1, 8, Duration::from_secs(15));
    let (app, _) = judo(1, Overload { pages, patience_to_load: patience, ..narrow() }).await;
    let student = app.student(&app.keys("klein").await[0]).await;
    let inside = app.state.overload.pages.enter().await.expect("in");
    let sending = tokio::spawn({
        let student = student.clone();
        async move { student.post("/language", &[("language", "en"), ("back", "/")]).await.status() }
    });
    while app.state.stopping.running() == 0 && !sending.is_finished() {
        tokio::task::yield_now().await;
    }
    // Whoever sends has come before the first, so he has waited for longer than whoever loads when the second is told.
    for _ in 0..2 {
        let began = tokio::time::Instant::now();
        let page = busy(student.get("/events/klein").await).await;
        assert!(page.contains("location.reload()"), "{page}");
        assert!(began.elapsed() >= patience);
    }
    assert!(!sending.is_finished());
    drop(inside);
    assert_eq!(sending.await.expect("an answer"), StatusCode::SEE_OTHER);
}

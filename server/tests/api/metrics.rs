//! What Prometheus reads: that it is right, that it names nobody, and who may read it.

use crate::{
    documents::day,
    harness::{SLUG, TestApp, small_event},
};
use axum::{Extension, extract::ConnectInfo};
use reqwest::{Client, Method, header::HeaderMap};
use serde_json::json;
use std::{net::IpAddr, sync::Arc};
use tokio::task::JoinSet;
use workshops_server::{
    config::MetricsReaders,
    engine::Request,
    router::router,
    state::{AppState, Web, Within},
    web::address::Peer,
};

/// All measurements, as they are read at a path.
async fn read(app: &TestApp) -> String {
    app.browser().page("/metrics").await
}

/// The value of a line.
fn value(text: &str, name: &str) -> f64 {
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.unwrap_or_else(|| panic!("no {name} in {text}")).parse().expect("a number")
}

#[tokio::test]
async fn requests_and_decisions_are_counted_by_words_of_the_code_alone() {
    let app = TestApp::with_event(small_event(1, &[("Judo", &["m1"], 1)], json!([])), 2).await;
    let judo = app.workshop("klein", "Judo").await;
    let keys = app.keys("klein").await;
    let before = read(&app).await;
    for outcome in ["accepted", "refused", "stale", "overloaded", "unavailable", "failed"] {
        assert_eq!(value(&before, &format!("workshops_engine_requests_total{{outcome=\"{outcome}\"}}")), 0.0);
    }
    let (first, second) = (app.student(&keys[0]).await, app.student(&keys[1]).await);
    assert_eq!(first.register_codes(&[judo]).await, [""; 0]);
    assert_eq!(second.register_codes(&[judo]).await, ["full"]);
    let mut stream = first.get("/events/klein/live").await;
    stream.chunk().await.expect("a stream").expect("a message");
    first.get("/events/nergens-te-vinden").await;
    first.get("/nergens-te-vinden").await;
    let invented = Method::from_bytes(b"VERZONNEN").expect("a method");
    first.raw(invented, "/events/klein").send().await.expect("an answer");
    let event = app.event("klein").await;
    app.api().await.get(&format!("/events/{}", event.id)).await.problem(401, "not-logged-in");

    let text = read(&app).await;
    let requests = |labels: &str| value(&text, &format!("workshops_http_request_duration_seconds_count{{{labels}}}"));
    assert_eq!(requests(r#"method="POST",route="/",status="3xx""#), 2.0);
    assert_eq!(requests(r#"method="POST",route="/api/pages/{function}",status="2xx""#), 2.0);
    assert_eq!(requests(r#"method="GET",route="/events/{slug}/live",status="2xx""#), 1.0);
    assert_eq!(requests(r#"method="GET",route="/events/{slug}",status="4xx""#), 1.0);
    assert_eq!(requests(r#"method="GET",route="other",status="4xx""#), 1.0);
    assert_eq!(requests(r#"method="other",route="/events/{slug}",status="4xx""#), 1.0);
    assert_eq!(requests(r#"method="GET",route="/api/v1/events/{id}",status="4xx""#), 1.0);
    assert_eq!(value(&text, "workshops_engine_requests_total{outcome=\"accepted\"}"), 1.0);
    assert_eq!(value(&text, "workshops_engine_requests_total{outcome=\"refused\"}"), 1.0);
    assert_eq!(value(&text, "workshops_engine_batch_size_count"), 2.0);
    assert_eq!(value(&text, "workshops_engine_batch_size_sum"), 2.0);
    assert_eq!(value(&text, "workshops_engine_decision_duration_seconds_count"), 2.0);
    assert_eq!(value(&text, "workshops_engine_queue_length"), 0.0);
    assert_eq!(value(&text, "workshops_live_listeners"), 1.0);
    assert_eq!(value(&text, &format!("workshops_build_info{{version=\"{}\"}}", env!("CARGO_PKG_VERSION"))), 1.0);
    assert!(text.ends_with("# EOF\n"), "{text}");
    let keys = keys.iter().map(|key| key.as_str().to_owned());
    for word in ["klein", "nergens", "VERZONNEN", "Judo"].map(str::to_owned).into_iter().chain(keys) {
        assert!(!text.contains(&word), "{word} in {text}");
    }
    for id in [judo.to_string(), event.id.to_string()] {
        assert!(!text.contains(&id), "{id} in {text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_and_what_was_sent_away_can_be_seen() {
    let app = TestApp::with_event(day(1, &["Alle"], &[("Judo", &["m1"], &[], 9)], json!([])), 1).await;
    let (event, judo) = (app.event("klein").await.id, app.workshop("klein", "Judo").await);
    let student = app.id(&app.keys("klein").await[0]).await;
    let lock = app.services.store.begin_event(event).await.expect("a lock");
    let mut waiting = JoinSet::new();
    for _ in 0..300 {
        let engine = Arc::clone(&app.services.engine);
        waiting.spawn(async move { engine.register(event, Request::of_student(student, vec![judo].into())).await });
    }
    // One batch of 256 at most waits for the lock, the others behind it.
    while value(&read(&app).await, "workshops_engine_queue_length") < 44.0 {
        tokio::task::yield_now().await;
    }
    drop(lock);
    while let Some(answer) = waiting.join_next().await {
        assert_eq!(answer.expect("a task").expect("an answer").violations, []);
    }
    app.services.store.close().await;
    app.services.engine.register(event, Request::of_student(student, vec![].into())).await.expect_err("no database");
    let text = read(&app).await;
    assert_eq!(value(&text, "workshops_engine_queue_length"), 0.0);
    assert_eq!(value(&text, "workshops_engine_requests_total{outcome=\"accepted\"}"), 300.0);
    assert_eq!(value(&text, "workshops_engine_requests_total{outcome=\"unavailable\"}"), 1.0);
}

/// Serves with this setting to whoever comes, as if he came from this address; gives the status of the measurements.
async fn status(app: &TestApp, readers: MetricsReaders, peer: Option<&str>, headers: &[(&'static str, &str)]) -> u16 {
    let web = Web {
        metrics: readers,
        trusted_proxies: vec!["127.0.0.1".parse().expect("a network")],
        ..(*app.state.web).clone()
    };
    let peer = Peer(peer.map(|address| address.parse::<IpAddr>().expect("an address")));
    let state = AppState::new(Within { web: Arc::new(web), ..Within::clone(&app.state) });
    let service = router(state).layer(Extension(ConnectInfo(peer)));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/metrics", listener.local_addr().expect("an address"));
    let server = tokio::spawn(async move { axum::serve(listener, service).await.expect("a server") });
    let headers: HeaderMap =
        headers.iter().map(|(name, value)| (name.parse().expect("a name"), value.parse().expect("a value"))).collect();
    let answer = Client::new().get(url).headers(headers).send().await.expect("an answer");
    let status = answer.status().as_u16();
    let text = answer.text().await.expect("words");
    assert_eq!(text.contains("workshops_"), status == 200, "{text}");
    server.abort();
    status
}

#[tokio::test]
async fn only_programs_on_this_machine_that_come_by_no_proxy_may_read_them_unless_said_otherwise() {
    let app = TestApp::empty().await;
    let loopback = MetricsReaders::default();
    assert_eq!(loopback, MetricsReaders::Loopback);
    for (peer, headers, expected) in [
        (Some("127.0.0.1"), &[][..], 200),
        (Some("127.8.0.1"), &[], 200),
        (Some("::1"), &[], 200),
        (Some("::ffff:127.0.0.1"), &[], 200),
        (Some("192.0.2.1"), &[], 404),
        (Some("10.0.0.1"), &[], 404),
        (Some("::ffff:192.0.2.1"), &[], 404),
        // A Unix socket is a proxy's.
        (None, &[], 404),
        // A proxy on this machine, whatever it says and whether it is trusted or not.
        (Some("127.0.0.1"), &[("x-forwarded-for", "192.0.2.1")], 404),
        (Some("127.0.0.1"), &[("x-forwarded-for", "127.0.0.1")], 404),
        (Some("127.0.0.1"), &[("x-forwarded-for", "")], 404),
        (Some("127.0.0.1"), &[("forwarded", "for=127.0.0.1")], 404),
        (Some("127.0.0.1"), &[("x-forwarded-proto", "https")], 404),
        (Some("127.0.0.1"), &[("x-real-ip", "127.0.0.1")], 404),
        (Some("127.0.0.1"), &[("via", "1.1 proxy")], 404),
        (Some("192.0.2.1"), &[("x-forwarded-for", "127.0.0.1")], 404),
    ] {
        assert_eq!(status(&app, loopback, peer, headers).await, expected, "{peer:?} {headers:?}");
        assert_eq!(status(&app, MetricsReaders::Off, peer, headers).await, 404, "{peer:?} {headers:?}");
        assert_eq!(status(&app, MetricsReaders::All, peer, headers).await, 200, "{peer:?} {headers:?}");
    }
}

#[tokio::test]
async fn they_say_what_they_are_and_are_kept_by_nobody() {
    let app = TestApp::with_fixture().await;
    assert!(app.browser().page(&format!("/events/{SLUG}")).await.contains("<main"));
    let answer = app.browser().get("/metrics").await;
    assert!(answer.headers()["content-type"].to_str().expect("words").starts_with("application/openmetrics-text"));
    assert_eq!(answer.headers()["cache-control"], "no-store");
    let text = answer.text().await.expect("words");
    for line in text.lines().filter(|line| line.starts_with("# TYPE ")) {
        let name = line.split(' ').nth(2).expect("a name");
        assert!(text.contains(&format!("# HELP {name} ")), "{name} is explained");
    }
    assert_eq!(app.browser().post("/metrics", &[]).await.status(), 405);
}

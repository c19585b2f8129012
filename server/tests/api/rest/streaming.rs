//! The seats, once and as they go.

use super::client::Api;
use crate::{documents::day, harness::TestApp};
use domain::StudentKey;
use reqwest::{Method, Response};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::Instant;

/// How long a message may take before the test says that none came.
const PATIENCE: Duration = Duration::from_secs(20);

/// A stream that is read message by message.
struct Stream {
    response: Response,
    read: String,
}

/// A message: its id, and the seats.
#[derive(Debug, PartialEq)]
struct Message {
    id: String,
    seats: Value,
}

impl Stream {
    async fn open(api: &Api, path: &str, seen: Option<&str>) -> Self {
        let call = api.call(Method::GET, path).header("accept-encoding", "gzip");
        let call = match seen {
            Some(id) => call.header("last-event-id", id),
            None => call,
        };
        let response = call.begin().await;
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert_eq!(response.headers()["cache-control"], "no-store");
        assert_eq!(response.headers()["x-accel-buffering"], "no");
        assert_eq!(response.headers().get("content-encoding"), None);
        Self { response, read: String::new() }
    }

    /// The next message; nothing at the end of the stream.
    async fn next(&mut self) -> Option<Message> {
        loop {
            if let Some((message, rest)) = self.read.split_once("\n\n") {
                let message = message.to_owned();
                self.read = rest.to_owned();
                let field = |name: &str| message.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
                // A line that only shows that the stream lives has no data.
                let Some(data) = field("data:") else { continue };
                assert_eq!((field("event:"), field("retry:")), (Some("seats"), Some("2000")), "{message}");
                let seats = serde_json::from_str(data).expect("JSON");
                return Some(Message { id: field("id:").expect("an id").to_owned(), seats });
            }
            let chunk = tokio::time::timeout(PATIENCE, self.response.chunk()).await.expect("a message in time");
            self.read.push_str(std::str::from_utf8(&chunk.expect("a chunk")?).expect("words"));
        }
    }
}

async fn school(students: usize) -> (TestApp, Api, Vec<StudentKey>, String) {
    let workshops: &[crate::documents::Line] = &[("A", &["m1"], &[], 500), ("B", &["m1"], &["Leeg"], 5)];
    let app = TestApp::with_event(day(1, &["Alle", "Leeg"], workshops, json!([])), students).await;
    let admin = app.api_admin().await;
    let path = format!("/events/{}/seats", admin.event("klein").await);
    let keys = app.keys("klein").await;
    (app, admin, keys, path)
}

#[tokio::test]
async fn the_seats_of_every_workshop_are_the_same_to_all_who_may_see_them() {
    let (app, admin, keys, path) = school(2).await;
    app.takes("klein", &keys[0], &["A"]).await;
    let [a, b] = app.workshops("klein", ["A", "B"]).await;
    let seats = json!({ "seats": [
        { "workshop_id": a, "capacity": 500, "taken": 1 }, { "workshop_id": b, "capacity": 5, "taken": 0 },
    ] });
    assert_eq!(admin.get(&path).await.ok(200), seats);
    assert_eq!(app.api_student(&keys[1]).await.get(&path).await.ok(200), seats);
}

#[tokio::test]
async fn the_first_message_comes_at_once_and_the_next_after_a_change() {
    let (app, admin, keys, path) = school(2).await;
    let student = app.api_student(&keys[0]).await;
    let [a] = app.workshops("klein", ["A"]).await;
    let mut streams = Vec::new();
    for api in [&admin, &student] {
        streams.push(Stream::open(api, &format!("{path}/stream"), None).await);
    }
    let now = admin.get(&path).await.ok(200);
    for stream in &mut streams {
        assert_eq!(stream.next().await.expect("a message").seats, now);
    }
    for (wanted, taken) in [(json!([a]), 1), (json!([]), 0), (json!([a]), 1)] {
        student.put("/registrations/me", json!({ "workshop_ids": wanted })).await.ok(200);
        for stream in &mut streams {
            assert_eq!(stream.next().await.expect("a message").seats["seats"][0]["taken"], taken);
        }
    }
    // What an administrator changes is told too.
    admin.patch(&format!("/workshops/{a}"), json!({ "capacity": 7 })).await.ok(200);
    for stream in &mut streams {
        assert_eq!(stream.next().await.expect("a message").seats["seats"][0]["capacity"], 7);
    }
}

#[tokio::test]
async fn who_comes_back_with_the_last_id_hears_only_what_is_new() {
    let (app, admin, keys, path) = school(2).await;
    let of_stream = format!("{path}/stream");
    let mut first = Stream::open(&admin, &of_stream, None).await;
    let seen = first.next().await.expect("a message");
    let mut back = Stream::open(&admin, &of_stream, Some(&seen.id)).await;
    let mut lost = Stream::open(&admin, &of_stream, Some("something else")).await;
    assert_eq!(lost.next().await.expect("a message"), seen);
    app.takes("klein", &keys[0], &["A"]).await;
    let news = first.next().await.expect("a message");
    assert_ne!(news.id, seen.id);
    assert_eq!(back.next().await.expect("a message"), news, "the one that he had is left out");
    drop((first, back, lost));
    // Nobody listened for a while, and the present state has the id that it had.
    let mut again = Stream::open(&admin, &of_stream, None).await;
    assert_eq!(again.next().await.expect("a message"), news);
}

#[tokio::test]
async fn a_stream_ends_when_the_server_stops_and_when_its_event_goes() {
    let (app, admin, _, path) = school(1).await;
    let of_stream = format!("{path}/stream");
    let mut stream = Stream::open(&admin, &of_stream, None).await;
    stream.next().await.expect("a message");
    app.services.live.stop();
    assert_eq!(stream.next().await, None);
    let mut late = Stream::open(&admin, &of_stream, None).await;
    assert_eq!(late.next().await, None, "a server that stops begins no stream that would hold it up");

    let (_app, admin, _, path) = school(1).await;
    let mut stream = Stream::open(&admin, &format!("{path}/stream"), None).await;
    stream.next().await.expect("a message");
    admin.delete(path.trim_end_matches("/seats")).await.ok(204);
    assert_eq!(stream.next().await, None);
}

/// However much happens, a listener gets at most four messages a second, and the last one is how it stands.
#[tokio::test(flavor = "multi_thread")]
async fn many_changes_come_as_few_messages_and_the_last_one_is_right() {
    let (app, admin, keys, path) = school(120).await;
    let [a] = app.workshops("klein", ["A"]).await;
    let mut students = Vec::new();
    for key in &keys {
        students.push(app.api_student(key).await);
    }
    let began = Instant::now();
    let mut stream = Stream::open(&admin, &format!("{path}/stream"), None).await;
    let mut slow = app.services.live.listen(app.event("klein").await.id);
    for student in &students {
        student.put("/registrations/me", json!({ "workshop_ids": [a] })).await.ok(200);
    }
    let mut messages = 0;
    let mut last = 0;
    while last < 120 {
        let taken = stream.next().await.expect("a message").seats["seats"][0]["taken"].as_u64().expect("a number");
        assert!(taken >= last, "it never goes back");
        last = taken;
        messages += 1;
    }
    let most = began.elapsed().as_millis() / 250 + 2;
    assert!(messages <= most, "{messages} messages, where there is time for {most}");
    // One who read nothing meanwhile gets one message, and it is the latest.
    let frame = slow.borrow_and_update().clone().expect("a frame");
    let seats: Value = serde_json::from_str(&frame.json).expect("JSON");
    assert_eq!(seats, admin.get(&path).await.ok(200));
    assert!(!slow.has_changed().expect("a channel"));
}

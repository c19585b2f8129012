//! Streams as open pages have them, each over a socket of its own: what a quiet one says, what one that comes back hears,
//! when it says that registration opened, and what becomes of one whose reader reads nothing.

use crate::harness::{DURING, TestApp, small_event};
use axum::{Router, http::HeaderMap, routing::get};
use domain::StudentKey;
use serde_json::json;
use std::{
    future::pending,
    net::SocketAddr,
    sync::{Arc, Weak},
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpSocket, TcpStream},
    sync::watch,
    time::{advance, interval, pause, resume, timeout},
};
use workshops_server::{
    accept,
    connection::{Limits, Patient},
    live::{Frame, Reader, stream},
};

/// How long a message may take before the test says that none came: less than a stream is quiet, so that what comes in
/// this time came because of what the test did.
const PATIENCE: Duration = Duration::from_secs(10);

/// A quiet stream shows this often that it lives.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// A stream that is read piece by piece.
struct Stream {
    socket: TcpStream,
    read: String,
    /// How many bytes came.
    bytes: usize,
}

/// What a stream says.
#[derive(Debug, PartialEq, Eq)]
enum Heard {
    /// A message: its id, and the line.
    Message(String, String),
    /// That it lives.
    Heartbeat,
    /// Nothing any more.
    End,
}

impl Stream {
    /// Asks for a stream, and reads nothing.
    async fn ask(mut socket: TcpStream, path: &str, headers: &str) -> Self {
        let request = format!("GET {path} HTTP/1.1\r\nHost: workshops.test\r\n{headers}\r\n");
        socket.write_all(request.as_bytes()).await.expect("a request");
        Self { socket, read: String::new(), bytes: 0 }
    }

    /// The next thing that it says.
    async fn hear(&mut self) -> Heard {
        loop {
            if let Some((piece, rest)) = self.read.split_once("\n\n") {
                // Between the lines of a piece stand those of HTTP: the head, and how long the chunks are.
                let line = |name: &str| piece.lines().find_map(|line| line.strip_prefix(name)).map(str::to_owned);
                let heard = match (line("id: "), line("data: ")) {
                    (Some(id), Some(data)) => Heard::Message(id, data),
                    _ if piece.lines().any(|line| line == ":") => Heard::Heartbeat,
                    _ => panic!("{piece:?}"),
                };
                self.read = rest.to_owned();
                return heard;
            }
            let mut some = vec![0; 64 * 1024];
            match timeout(PATIENCE, self.socket.read(&mut some)).await.expect("something in time") {
                Ok(0) | Err(_) => return Heard::End,
                Ok(length) => {
                    self.bytes += length;
                    self.read.push_str(std::str::from_utf8(&some[..length]).expect("words"));
                }
            }
        }
    }

    /// The next message: its id, and the line.
    async fn message(&mut self) -> (String, String) {
        loop {
            match self.hear().await {
                Heard::Message(id, line) => return (id, line),
                Heard::Heartbeat => {}
                Heard::End => panic!("the stream ended"),
            }
        }
    }
}

/// A socket that holds little of what isn't read.
async fn narrow(address: SocketAddr) -> TcpStream {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.set_recv_buffer_size(4096).expect("a small buffer");
    socket.connect(address).await.expect("a connection")
}

/// Lets time pass at once, for all that waits by tokio's clock.
async fn pass(time: Duration) {
    pause();
    advance(time).await;
    resume();
}

/// An open event of one workshop, and its students' keys.
async fn judo(students: usize) -> (TestApp, Vec<StudentKey>) {
    let app = TestApp::with_event(small_event(1, &[("Judo", &["m1"], 500)], json!([])), students).await;
    let keys = app.keys("klein").await;
    (app, keys)
}

/// The headers that a student's browser sends.
async fn session(app: &TestApp, key: &StudentKey) -> String {
    format!("Cookie: session={}\r\n", app.api_student(key).await.token())
}

/// Opens the stream of a student's page, which comes back if it says what it saw last.
async fn listen(app: &TestApp, session: &str, seen: Option<&str>) -> Stream {
    let seen = seen.map(|id| format!("Last-Event-ID: {id}\r\n")).unwrap_or_default();
    let socket = TcpStream::connect(app.address).await.expect("a connection");
    Stream::ask(socket, "/events/klein/live", &format!("{session}{seen}")).await
}

#[tokio::test]
async fn a_quiet_stream_shows_every_fifteen_seconds_that_it_lives_and_then_tells_what_is_new() {
    let (app, keys) = judo(2).await;
    let mut page = listen(&app, &session(&app, &keys[0]).await, None).await;
    let (_, first) = page.message().await;
    assert!(first.ends_with("o 0"), "{first}");
    for _ in 0..3 {
        pass(HEARTBEAT).await;
        assert_eq!(page.hear().await, Heard::Heartbeat);
    }
    app.takes("klein", &keys[1], &["Judo"]).await;
    assert!(page.message().await.1.ends_with("o 1"));
}

#[tokio::test]
async fn a_page_whose_stream_broke_misses_nothing_and_hears_nothing_twice() {
    let (app, keys) = judo(4).await;
    let session = session(&app, &keys[0]).await;
    let mut page = listen(&app, &session, None).await;
    let (seen, _) = page.message().await;
    drop(page);
    // What happened meanwhile comes at once, and as one message.
    for key in &keys[1..3] {
        app.takes("klein", key, &["Judo"]).await;
    }
    let mut page = listen(&app, &session, Some(&seen)).await;
    let (mut seen, mut line) = page.message().await;
    while !line.ends_with("o 2") {
        // Nobody listened in between: the first one may be older than the last registration, and never the last one.
        (seen, line) = page.message().await;
    }
    drop(page);
    // Who has seen all hears only what comes then; an id that nobody gave out counts as none.
    let mut back = listen(&app, &session, Some(&seen)).await;
    let mut lost = listen(&app, &session, Some("something else")).await;
    assert_eq!(lost.message().await, (seen.clone(), line));
    app.takes("klein", &keys[3], &["Judo"]).await;
    let news = back.message().await;
    assert!(news.1.ends_with("o 3"), "{news:?}");
    assert_eq!(lost.message().await, news);
    // That the event itself was changed, and so the page is out of date, is no less told.
    drop((back, lost));
    app.set_availability("klein", domain::AvailabilityState::Closed).await;
    let mut page = listen(&app, &session, Some(&news.0)).await;
    assert!(page.message().await.1.ends_with("c 3"));
}

#[tokio::test]
async fn a_page_without_a_clock_is_told_when_registration_opens_and_closes_by_schedule() {
    let (app, keys) = judo(1).await;
    let session = session(&app, &keys[0]).await;
    let admin = app.api_admin().await;
    let path = format!("/events/{}", admin.event("klein").await);
    // Five minutes after, and ten.
    assert_eq!(app.clock_now(), DURING);
    let schedule = json!({ "state": "scheduled", "opens_at": "2027-01-12T09:05:00+01:00", "closes_at": "2027-01-12T09:10:00+01:00" });
    admin.patch(&path, json!({ "availability": schedule })).await.ok(200);
    let mut page = listen(&app, &session, None).await;
    assert!(page.message().await.1.ends_with("w 0"));
    for (minutes, state) in [(5, "o 0"), (10, "x 0")] {
        app.clock.set(DURING.plus_seconds(minutes * 60));
        // Nothing is asked and nothing changes; only time passes.
        pass(Duration::from_secs(5 * 60)).await;
        let (_, line) = page.message().await;
        assert!(line.ends_with(state), "{line}");
    }
}

/// A frame with as much in it as an event of thousands of workshops.
fn frame(number: usize) -> Arc<Frame> {
    let line = format!("{number} {}", "x".repeat(64 * 1024));
    Arc::new(Frame::new(&number.to_string(), line, String::new()))
}

/// A server that does nothing but tell streams what the test hands it.
async fn tell(limits: Limits) -> (watch::Sender<Option<Arc<Frame>>>, SocketAddr) {
    let frames = watch::Sender::new(Some(frame(0)));
    let told = frames.clone();
    let answer =
        move |headers: HeaderMap| std::future::ready(stream(told.subscribe(), &headers, Reader::Page, pending()));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let router = Router::new().route("/", get(answer));
    tokio::spawn(async move { accept::serve(Patient::new(listener, limits), router, pending()).await });
    (frames, address)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_changes_that_nobody_reads_pile_up_nowhere_and_the_latest_is_heard() {
    /// Of 64 MB that were told, so much may be under way to one who reads nothing: what the kernel keeps for him.
    const UNDER_WAY: usize = 16_000_000;
    let (frames, address) = tell(Limits { unread: Duration::from_secs(600), ..Limits::default() }).await;
    let mut slow = Stream::ask(narrow(address).await, "/", "").await;
    let mut prompt = Stream::ask(TcpStream::connect(address).await.expect("a connection"), "/", "").await;
    assert_eq!(prompt.message().await.0, "0");
    let mut told: Vec<Weak<Frame>> = Vec::new();
    for number in 1..=1000 {
        let frame = frame(number);
        told.push(Arc::downgrade(&frame));
        frames.send_replace(Some(frame));
        // Who reads hears of every one.
        assert_eq!(prompt.message().await.0, number.to_string());
    }
    let kept = told.iter().filter(|frame| frame.strong_count() > 0).count();
    assert_eq!(kept, 1, "only the latest is kept, whoever hasn't read");
    let mut last = 0;
    while last < 1000 {
        let (id, _) = slow.message().await;
        let number = id.parse().expect("a number");
        assert!(number > last || number == 0, "{number} after {last}");
        last = number;
    }
    println!("one who read nothing had {} MB under way", slow.bytes / 1_000_000);
    assert!(slow.bytes < UNDER_WAY, "{}", slow.bytes);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_reads_nothing_for_long_is_let_go_and_hears_how_it_stands_when_he_comes_back() {
    let (frames, address) = tell(Limits { unread: Duration::from_millis(500), ..Limits::default() }).await;
    let mut slow = Stream::ask(narrow(address).await, "/", "").await;
    let mut last = 0;
    let mut every = interval(Duration::from_millis(5));
    let gone = async {
        while frames.receiver_count() == 0 {
            every.tick().await;
        }
        while frames.receiver_count() > 0 {
            every.tick().await;
            last += 1;
            frames.send_replace(Some(frame(last)));
        }
    };
    timeout(PATIENCE, gone).await.expect("an end");
    let mut seen = None;
    while let Heard::Message(id, _) = slow.hear().await {
        seen = Some(id);
    }
    let seen = seen.expect("a message before the end");
    assert_ne!(seen, last.to_string());
    let socket = TcpStream::connect(address).await.expect("a connection");
    let mut back = Stream::ask(socket, "/", &format!("Last-Event-ID: {seen}\r\n")).await;
    assert_eq!(back.message().await.0, last.to_string());
}

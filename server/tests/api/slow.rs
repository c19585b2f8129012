//! Clients that send or read slowly, or not at all: they are let go, and hold up nobody.

use crate::harness::{TestApp, small_event};
use reqwest::StatusCode;
use serde_json::json;
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
    time::{Instant, sleep, timeout},
};
use workshops_server::{connection::Limits, web::overload::Overload};

/// As the true limits, but some hundred times as strict.
const STRICT: Limits = Limits {
    request: Duration::from_millis(500),
    bytes_per_second: 1000,
    idle: Duration::from_millis(1500),
    unread: Duration::from_millis(500),
};

/// How long a test waits for a connection's end.
const PATIENCE: Duration = Duration::from_secs(30);

async fn strict() -> TestApp {
    TestApp::with_limits(STRICT, Overload::default()).await
}

/// Reads all that comes until the server ends the connection.
async fn to_the_end(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    // A connection that is reset has ended too.
    let _ = timeout(PATIENCE, stream.read_to_end(&mut bytes)).await.expect("an end");
    String::from_utf8_lossy(&bytes).into_owned()
}

#[tokio::test]
async fn a_head_that_never_ends_and_a_body_that_never_comes_end_the_connection() {
    let app = strict().await;
    for begin in [
        "",
        "GET / HTTP/1.1\r\nHost: a\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\n\r\nform",
        "POST /manage HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=a\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{",
        "POST /api/pages/register HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{",
    ] {
        let mut stream = TcpStream::connect(app.address).await.expect("a connection");
        stream.write_all(begin.as_bytes()).await.expect("a beginning");
        let began = Instant::now();
        to_the_end(&mut stream).await;
        assert!(began.elapsed() >= STRICT.request, "{begin}");
    }
}

#[tokio::test]
async fn what_takes_no_body_is_answered_before_one_comes() {
    let app = TestApp::with_limits(Limits::default(), Overload::default()).await;
    for path in ["/healthz", "/pkg/missing.js", "/api/docs"] {
        let mut stream = TcpStream::connect(app.address).await.expect("a connection");
        let head = format!("POST {path} HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n");
        stream.write_all(head.as_bytes()).await.expect("a head");
        let mut answer = [0; 12];
        timeout(PATIENCE, stream.read_exact(&mut answer)).await.expect("an answer").expect("bytes");
        assert_eq!(&answer, b"HTTP/1.1 405", "{path}");
    }
}

#[tokio::test]
async fn a_head_that_trickles_ends_the_connection_and_an_idle_one_is_kept_for_longer() {
    let app = strict().await;
    let mut stream = TcpStream::connect(app.address).await.expect("a connection");
    let trickle = async {
        stream.write_all(b"GET / HTTP/1.1\r\nX: ").await.expect("a beginning");
        while stream.write_all(b"x").await.is_ok() {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(PATIENCE, trickle).await.expect("an end");

    let mut stream = TcpStream::connect(app.address).await.expect("a connection");
    let request = b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n";
    stream.write_all(request).await.expect("a request");
    let mut answer = [0; 15];
    stream.read_exact(&mut answer).await.expect("an answer");
    assert_eq!(&answer, b"HTTP/1.1 200 OK");
    sleep(STRICT.request + Duration::from_millis(200)).await;
    stream.write_all(request).await.expect("another request");
    let began = Instant::now();
    let answers = to_the_end(&mut stream).await;
    assert_eq!(answers.matches("HTTP/1.1 200 OK").count(), 1, "{answers}");
    assert!(began.elapsed() >= STRICT.idle);
}

/// Asks again and again and reads nothing: what the kernel keeps for it is bounded, and so is how long we wait.
#[tokio::test]
async fn who_reads_no_answer_is_let_go() {
    let app = strict().await;
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.set_recv_buffer_size(4096).expect("a small buffer");
    let mut stream = socket.connect(app.address).await.expect("a connection");
    let ask = async { while stream.write_all(b"GET /api/openapi.json HTTP/1.1\r\nHost: a\r\n\r\n").await.is_ok() {} };
    timeout(PATIENCE, ask).await.expect("an end");
}

#[tokio::test]
async fn slow_clients_take_no_place_from_others() {
    let app = TestApp::with_event(small_event(1, &[("Judo", &["m1"], 9)], json!([])), 1).await;
    let keys = app.keys("klein").await;
    let mut slow = Vec::new();
    for path in ["/", "/events/klein", "/api/pages/event", "/api/v1/auth/login"] {
        for _ in 0..100 {
            let mut stream = TcpStream::connect(app.address).await.expect("a connection");
            let head = format!(
                "POST {path} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
                 Content-Length: 900\r\n\r\n",
                app.address
            );
            stream.write_all(head.as_bytes()).await.expect("a head");
            slow.push(stream);
        }
    }
    // More than any share lets in at once.
    let ordinary = async {
        let student = app.student(&keys[0]).await;
        assert!(student.page("/events/klein").await.contains("Kies je workshops"));
        assert_eq!(student.get("/events/klein/live").await.status(), StatusCode::OK);
        app.api_student(&keys[0]).await.get("/registrations/me").await.ok(200);
    };
    timeout(Duration::from_secs(8), ordinary).await.expect("prompt answers");
    drop(slow);
}

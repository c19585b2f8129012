//! SIGTERM under load: what was begun is finished, everyone else is told so, and nothing in between.

use crate::{
    databases::{Database, Server},
    fixture::Program,
    on_every_database,
    process::{Installation, Process},
    student::{Outcome, Student},
};
use domain::{Selection, WorkshopId};
use reqwest::Method;
use serde_json::json;
use std::{sync::Arc, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::UnixStream,
    sync::mpsc,
    task::JoinSet,
    time::{Instant, timeout},
};

/// How long stopping may take, the time to finish what was begun counted.
const GRACE: Duration = Duration::from_secs(13);

/// How many students click, each as fast as he is answered.
const STUDENTS: usize = 32;

/// How often each program is stopped, a little later each time.
const ROUNDS: u32 = 3;

on_every_database! {
    async fn stopped_under_load_every_yes_is_kept_and_nothing_else_is_stored(database) {
        let workshops: &[(&str, &[&str], u32)] =
            &[("A1", &["m1"], 20), ("B1", &["m1"], 20), ("A2", &["m2"], 20), ("B2", &["m2"], 20)];
        let program = Program::with_event(&database, workshops, STUDENTS).await;
        let [a1, b1, a2, b2] = *program.workshops().await else { panic!("four workshops") };
        let choices: [Vec<WorkshopId>; 4] = [vec![a1, a2], vec![b1, b2], vec![a1, b2], vec![]];
        let installation = Installation::on(&database.url);
        let mut process = Arc::new(installation.serve().await);
        let students = Student::all(&program, &process).await;
        let mut known = vec![Selection::empty(); students.len()];
        for round in 0..ROUNDS {
            let (tell, mut told) = mpsc::unbounded_channel();
            let mut clicking = JoinSet::new();
            for (place, student) in students.iter().cloned().enumerate() {
                let (process, tell, choices) = (Arc::clone(&process), tell.clone(), choices.clone());
                let mut held = known[place].clone();
                clicking.spawn(async move {
                    for wanted in choices.iter().cycle().skip(place) {
                        match student.wish(&process, wanted).await {
                            Outcome::Stored => held = wanted.clone().into(),
                            Outcome::Refused(codes) => assert!(codes.iter().all(|code| code == "full"), "{codes:?}"),
                            // Told to come back, or nobody there any more.
                            Outcome::Failed(503) | Outcome::Silence => break,
                            Outcome::Failed(status) => panic!("{status}"),
                        }
                        // Whoever counts may have counted enough.
                        let _ = tell.send(());
                    }
                    (place, held)
                });
            }
            for _ in 0..100 * (round + 1) {
                told.recv().await.expect("an answer");
            }
            let began = Instant::now();
            process.terminate();
            while let Some(ended) = clicking.join_next().await {
                let (place, held) = ended.expect("a student");
                known[place] = held;
            }
            let mut ended = Arc::into_inner(process).expect("nobody else's");
            assert_eq!(ended.exit_code().await, Some(0));
            assert!(began.elapsed() < GRACE, "{:?}", began.elapsed());
            process = Arc::new(installation.serve().await);
            for (student, known) in students.iter().zip(&known) {
                assert_eq!(student.held(&process).await, *known, "{}", student.id);
            }
            installation.assert_sound();
        }
    }

    async fn a_wish_that_waits_while_it_stops_is_granted_and_later_ones_are_told_to_come_back(database) {
        let program = Program::with_event(&database, &[("A", &["m1"], 5)], 2).await;
        let event = program.event().await.id;
        let [a] = *program.workshops().await else { panic!("one workshop") };
        let installation = Installation::on(&database.url);
        let process = Arc::new(installation.serve().await);
        let [first, second] = &Student::all(&program, &process).await[..] else { panic!("two students") };
        let path = format!("/events/{event}/seats/stream");
        let mut stream = first.at(&process).call(Method::GET, &path, None).await.expect("a stream");
        stream.chunk().await.expect("a stream").expect("a message");
        let lock = program.services.store.begin_event(event).await.expect("the lock");
        let waiting = tokio::spawn({
            let (first, process) = (first.clone(), Arc::clone(&process));
            async move { first.wish(&process, &[a]).await }
        });
        // Whoever reads the measurements is begun too.
        let begun = async { while process.measured("workshops_http_requests_running").await < 2.0 {} };
        timeout(GRACE, begun).await.expect("a wish that waits");
        let began = Instant::now();
        process.terminate();
        let told = async { while process.is_ready().await {} };
        timeout(GRACE, told).await.expect("it isn't ready any more");
        let answer = second.at(&process).call(Method::GET, "/registrations/me", None).await.expect("an answer");
        assert_eq!((answer.status().as_u16(), &answer.headers()["retry-after"]), (503, &"3".parse().expect("a value")));
        assert_eq!(second.wish(&process, &[a]).await, Outcome::Failed(503));
        let end = async { while stream.chunk().await.expect("a stream").is_some() {} };
        timeout(GRACE, end).await.expect("the stream's end");
        assert!(!waiting.is_finished());
        drop(lock);
        assert_eq!(waiting.await.expect("a student"), Outcome::Stored);
        let mut process = Arc::into_inner(process).expect("nobody else's");
        assert_eq!(process.exit_code().await, Some(0));
        assert!(began.elapsed() < GRACE, "{:?}", began.elapsed());
        let ids = program.students().await;
        assert_eq!(program.held(event, ids[0].id).await, vec![a].into());
        assert_eq!(program.held(event, ids[1].id).await, Selection::empty());
        installation.assert_sound();
    }
}

/// What is sent with a body, and a word of the answer if that doesn't come.
const SENT: [(&str, &str, &str); 3] = [
    ("POST /events/klein", "application/x-www-form-urlencoded", "Er is niets gewijzigd"),
    ("POST /api/pages/register", "application/json", "unavailable"),
    ("PUT /api/v1/registrations/me", "application/json", "unavailable"),
];

/// Sends a head to a process that announces a body of so many bytes.
async fn send_a_head(process: &Process, [request, kind, token]: [&str; 3], length: usize) -> UnixStream {
    let mut stream = UnixStream::connect(process.socket()).await.expect("a connection");
    let head = format!(
        "{request} HTTP/1.1\r\nHost: workshops\r\nConnection: close\r\nContent-Type: {kind}\r\n\
         Authorization: Bearer {token}\r\nContent-Length: {length}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.expect("a head");
    stream
}

/// Sends the head of each that is sent, and none of its body; gives what it is answered with.
async fn send_heads(process: &Process) -> Vec<(UnixStream, &'static str)> {
    let mut streams = Vec::new();
    for (request, kind, answer) in SENT {
        streams.push((send_a_head(process, [request, kind, ""], 9).await, answer));
    }
    streams
}

async fn answer(mut stream: UnixStream) -> String {
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("an answer");
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn what_never_comes_keeps_nobody_from_stopping_and_what_comes_late_is_begun() {
    let database = Database::new(Server::Sqlite).await;
    let program = Program::with_event(&database, &[("A", &["m1"], 5)], 2).await;
    let event = program.event().await.id;
    let [a] = *program.workshops().await else { panic!("one workshop") };
    let installation = Installation::on(&database.url);
    let process = Arc::new(installation.serve().await);
    let student = Student::all(&program, &process).await.remove(0);
    let late = program.students().await.remove(1);
    let token = process.caller().log_in(late.key.as_str(), "user").await;
    let before = send_heads(&process).await;
    let body = json!({ "workshop_ids": [a] }).to_string();
    let mut late_one = send_a_head(&process, [SENT[2].0, SENT[2].1, &token], body.len()).await;
    let lock = program.services.store.begin_event(event).await.expect("the lock");
    let waiting = tokio::spawn({
        let process = Arc::clone(&process);
        async move { student.wish(&process, &[a]).await }
    });
    // Whoever reads the measurements is begun too.
    let begun = async { while process.measured("workshops_http_requests_running").await < 6.0 {} };
    timeout(GRACE, begun).await.expect("a wish and heads that wait");
    process.terminate();
    let told = async { while process.is_ready().await {} };
    timeout(GRACE, told).await.expect("it isn't ready any more");
    late_one.write_all(body.as_bytes()).await.expect("a body");
    let after = send_heads(&process).await;
    // Until all that was sent so far has come in.
    process.measured("workshops_http_requests_running").await;
    drop(lock);
    let began = Instant::now();
    assert_eq!(waiting.await.expect("a student"), Outcome::Stored);
    let stored = answer(late_one).await;
    assert!(stored.starts_with("HTTP/1.1 200 "), "{stored}");
    for (stream, words) in before.into_iter().chain(after) {
        let answer = answer(stream).await;
        assert!(answer.starts_with("HTTP/1.1 503 ") && answer.contains(words), "{words}: {answer}");
    }
    let mut process = Arc::into_inner(process).expect("nobody else's");
    assert_eq!(process.exit_code().await, Some(0));
    assert!(began.elapsed() < Duration::from_secs(7), "{:?}", began.elapsed());
    assert_eq!(program.held(event, late.id).await, vec![a].into());
}

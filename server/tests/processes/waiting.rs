//! Pages that wait for the registration to open cost the database nothing, however many they are.

use crate::{
    fixture::Program,
    on_every_database,
    process::{Installation, Process},
    student::Student,
};
use domain::AvailabilityState;
use reqwest::Method;
use std::{fs, fs::File, path::Path, time::Duration};

/// How many pages wait beside the first one.
const MANY: usize = 49;

/// How long is counted.
const SPAN: Duration = Duration::from_secs(3);

/// How many statements were sent to the database, as the log has it.
fn statements(log: &Path) -> usize {
    fs::read_to_string(log).expect("a log").lines().filter(|line| line.contains("sqlx::query")).count()
}

/// The statements of a span in which nothing happens.
async fn while_waiting(log: &Path) -> usize {
    // What opening the streams asked for is over.
    tokio::time::sleep(Duration::from_secs(1)).await;
    let before = statements(log);
    tokio::time::sleep(SPAN).await;
    statements(log) - before
}

/// Opens a stream, and waits for its first message.
async fn listen(student: &Student, process: &Process, event: &str) -> reqwest::Response {
    let path = format!("/events/{event}/seats/stream");
    let mut stream = student.at(process).call(Method::GET, &path, None).await.expect("a stream");
    assert_eq!(stream.status(), 200);
    stream.chunk().await.expect("a message").expect("a message");
    stream
}

on_every_database! {
    async fn fifty_waiting_pages_cost_as_many_statements_as_one(database) {
        let program = Program::with_event(&database, &[("A", &["m1"], 50)], MANY + 1).await;
        let event = program.event().await.id;
        let admin = app::backend::Admin { name: "test".to_owned() };
        program.services.set_availability(&admin, event, AvailabilityState::Closed).await.expect("a closed event");
        let installation = Installation::on(&database.url);
        let folder = tempfile::tempdir().expect("a folder");
        let log = folder.path().join("log");
        let file = File::create(&log).expect("a log");
        let process = installation
            .serve_by(|mut command| {
                command.env("RUST_LOG", "off,sqlx::query=debug").stderr(file);
                command
            })
            .await;
        let students = Student::all(&program, &process).await;
        assert!(statements(&log) > MANY, "logging in asks the database, and the log shows it");
        let mut streams = vec![listen(&students[0], &process, &event.to_string()).await];
        let one = while_waiting(&log).await;
        for student in &students[1..] {
            streams.push(listen(student, &process, &event.to_string()).await);
        }
        let many = while_waiting(&log).await;
        println!("{one} statements in {SPAN:?} for one page that waits, {many} for {}", streams.len());
        // The same span may catch one look more of the event's own task, which takes a few statements.
        assert!(many <= one + 4);
    }
}

//! A start without a database: who comes is told to come back, until it is there.

use crate::{
    databases::{Database, Server},
    fixture::Program,
    on_every_database,
    process::{Installation, Process},
    student::{Outcome, Student},
};
use reqwest::{Method, Response};
use serde_json::Value;
use std::{
    fs::{self, File},
    path::Path,
    process::Command,
    time::Duration,
};
use tokio::time::{Instant, sleep};

/// Whether the log has a line with these words, and how many.
fn lines(log: &Path, words: &str) -> usize {
    fs::read_to_string(log).expect("a log").lines().filter(|line| line.contains(words)).count()
}

/// Has a process write its log there.
fn logging(log: &Path) -> impl FnOnce(Command) -> Command {
    let file = File::create(log).expect("a log");
    move |mut command| {
        command.env("RUST_LOG", "info").stderr(file);
        command
    }
}

/// The words of an answer that says when to come back.
async fn busy(answer: Response) -> String {
    assert_eq!((answer.status().as_u16(), &answer.headers()["retry-after"]), (503, &"3".parse().expect("a value")));
    assert_eq!(answer.headers()["cache-control"], "no-store");
    answer.text().await.expect("words")
}

/// Everyone is told to come back, each in his own words.
async fn assert_waits(process: &Process) {
    let send = async |method, path| process.request(method, path).send().await.expect("an answer");
    assert_eq!(send(Method::GET, "/healthz").await.text().await.expect("words"), "ok\n");
    let ready = send(Method::GET, "/readyz").await;
    assert_eq!(ready.status(), 503);
    assert!(ready.text().await.expect("words").contains("the database can't be used yet"));
    assert_eq!(process.measured("workshops_serving").await, 0.0);
    for path in ["/", "/events/klein", "/manage", "/nothing"] {
        let answer = send(Method::GET, path).await;
        assert!(answer.headers().contains_key("content-security-policy"));
        let page = busy(answer).await;
        assert!(page.contains("Nog even geduld") && page.contains("location.reload()"), "{page}");
    }
    let form = process.request(Method::POST, "/").form(&[("form", "login"), ("key", "ABCDE-FGHJK")]);
    let page = busy(form.send().await.expect("an answer")).await;
    assert!(page.contains("document.forms[0].submit()") && page.contains("ABCDE-FGHJK"), "{page}");
    let problem = busy(send(Method::GET, "/api/v1/auth/me").await).await;
    assert_eq!(serde_json::from_str::<Value>(&problem).expect("JSON")["code"], "unavailable");
    assert_eq!(busy(send(Method::POST, "/api/pages/event").await).await, "\"unavailable\"");
}

on_every_database! {
    async fn a_database_that_comes_later_is_waited_for_made_ready_and_served_from(database) {
        if database.is_sqlite() {
            return;
        }
        let way = database.closed_proxy();
        let installation = Installation::on(&way.url);
        let folder = tempfile::tempdir().expect("a folder");
        let log = folder.path().join("log");
        let mut process = installation.start_by(logging(&log));
        process.until(false).await;
        // Long enough for some tries.
        for _ in 0..3 {
            assert_waits(&process).await;
            sleep(Duration::from_secs(1)).await;
        }
        let said = fs::read_to_string(&log).expect("a log");
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(said.contains("can't be reached"), "{said}");
        assert!(said.contains("check that the server runs") && said.contains("every second"), "{said}");
        let (user, address) = way.url.rsplit_once('@').expect("a user");
        let (_, password) = user.rsplit_once(':').expect("a password");
        assert!(said.contains(address) && !said.contains(password), "{said}");

        let proxy = way.open();
        process.until(true).await;
        assert_eq!(lines(&log, "the database is there"), 1);
        // It has made the tables, and serves from them as any other.
        let program = Program::with_event(&database, &[("A", &["m1"], 1)], 2).await;
        let [a] = *program.workshops().await else { panic!("one workshop") };
        let students = Student::all(&program, &process).await;
        assert_eq!(students[0].wish(&process, &[a]).await, Outcome::Stored);
        assert_eq!(students[1].wish(&process, &[a]).await, Outcome::Refused(vec!["full".to_owned()]));
        assert_eq!(process.measured("workshops_serving").await, 1.0);
        // Away once more, it is told as it always was.
        proxy.cut();
        assert_eq!(students[1].wish(&process, &[a]).await, Outcome::Failed(503));
        proxy.heal();
        process.until(true).await;
        process.terminate();
        assert_eq!(process.exit_code().await, Some(0));
        installation.by(&database.url).assert_sound();
    }

    async fn what_no_waiting_mends_ends_the_program_at_once_or_as_soon_as_it_shows(database) {
        if database.is_sqlite() {
            return;
        }
        let wrong = |url: &str| {
            let (user, address) = url.rsplit_once('@').expect("a user");
            let (user, _) = user.rsplit_once(':').expect("a password");
            format!("{user}:mis@{address}")
        };
        let output = Installation::on(&wrong(&database.url)).run(&["serve", "--listen", "unix:socket"]);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{errors}");
        assert!(errors.contains("can't be reached") && errors.contains("password"), "{errors}");

        let way = database.closed_proxy();
        let folder = tempfile::tempdir().expect("a folder");
        let log = folder.path().join("log");
        let installation = Installation::on(&wrong(&way.url));
        let mut process = installation.start_by(logging(&log));
        process.until(false).await;
        let _proxy = way.open();
        assert_eq!(process.exit_code().await, Some(1));
        assert!(lines(&log, "workshops: the database") == 1 && lines(&log, ":mis") == 0);
    }

    async fn a_program_that_waits_for_its_database_stops_at_once(database) {
        if database.is_sqlite() {
            return;
        }
        let way = database.closed_proxy();
        let installation = Installation::on(&way.url);
        let mut process = installation.start_by(|command| command);
        process.until(false).await;
        let began = Instant::now();
        process.terminate();
        assert_eq!(process.exit_code().await, Some(0));
        assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    }
}

#[tokio::test]
async fn commands_that_need_a_database_that_is_down_say_so_and_end() {
    for server in [Server::Postgres, Server::MySql] {
        let database = Database::new(server).await;
        let way = database.closed_proxy();
        let installation = Installation::on(&way.url);
        for command in [&["init"][..], &["audit"], &["backup", "copy.db"], &["import", "event", "-"]] {
            let output = installation.run(command);
            let errors = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(1), "{errors}");
            assert!(errors.contains("can't be reached") && errors.contains("check that the server runs"), "{errors}");
        }
    }
}

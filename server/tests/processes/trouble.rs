//! What the program does when its database fails it: it says so, says no yes that isn't true, and is well again without
//! a restart.

use crate::{
    databases::{Database, Server},
    fixture::Program,
    on_every_database,
    process::{Installation, Process},
    student::{Outcome, Student, all_wish},
};
use domain::Selection;
use std::{fs, os::unix::fs::PermissionsExt, path::Path, process::Command, sync::Arc, time::Duration};
use tokio::time::Instant;

/// The longest that anyone may wait for an answer while the database is away.
const BOUND: Duration = Duration::from_secs(45);

/// Waits until the process says that it can work, or that it can't.
async fn await_ready(process: &Process, is_ready: bool) {
    let came = async {
        while process.is_ready().await != is_ready {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(BOUND, came).await.expect("the process notices");
}

on_every_database! {
    async fn a_database_that_goes_away_is_told_in_time_and_back_without_a_restart(database) {
        if database.is_sqlite() {
            return;
        }
        let program = Program::with_event(&database, &[("A", &["m1"], 30)], 40).await;
        let event = program.event().await.id;
        let [a] = *program.workshops().await else { panic!("one workshop") };
        let proxy = database.proxy();
        let installation = Installation::on(&proxy.url);
        let process = Arc::new(installation.serve().await);
        let students = Student::all(&program, &process).await;
        assert_eq!(students[0].wish(&process, &[a]).await, Outcome::Stored);
        // First every connection is ended and new ones are refused, then nothing answers any more.
        for (break_it, most) in [(true, Duration::from_secs(15)), (false, BOUND)] {
            if break_it { proxy.cut() } else { proxy.silence() }
            let began = Instant::now();
            for outcome in all_wish(&students, &process, a).await {
                assert_eq!(outcome, Outcome::Failed(503));
            }
            assert!(began.elapsed() < most, "{:?}", began.elapsed());
            assert!(!process.is_ready().await);
            assert_eq!(program.registered(event, a).await, 1, "nobody was told yes, and nobody has a seat");
            proxy.heal();
            await_ready(&process, true).await;
            assert_eq!(students[0].wish(&process, &[a]).await, Outcome::Stored);
        }
        let outcomes = all_wish(&students, &process, a).await;
        assert_eq!(outcomes.iter().filter(|outcome| **outcome == Outcome::Stored).count(), 30);
        assert_eq!(program.registered(event, a).await, 30);
        installation.by(&database.url).assert_sound();
    }

    async fn a_database_that_starts_anew_costs_nobody_his_answer(database) {
        if database.is_sqlite() {
            return;
        }
        let program = Program::with_event(&database, &[("A", &["m1"], 5)], 8).await;
        let event = program.event().await.id;
        let [a] = *program.workshops().await else { panic!("one workshop") };
        let installation = Installation::on(&database.url);
        let process = Arc::new(installation.serve().await);
        let students = Student::all(&program, &process).await;
        let lock = program.services.store.begin_event(event).await.expect("the lock");
        let clicks = tokio::spawn({
            let process = Arc::clone(&process);
            async move { all_wish(&students, &process, a).await }
        });
        // All is cut in the middle of the transaction that waits for the lock; with the lock, for we hold it.
        database.await_waiting().await;
        database.cut_connections().await;
        drop(lock);
        let outcomes = clicks.await.expect("the students");
        assert_eq!(outcomes.iter().filter(|outcome| **outcome == Outcome::Stored).count(), 5, "{outcomes:?}");
        assert!(outcomes.iter().all(|outcome| !matches!(outcome, Outcome::Failed(_) | Outcome::Silence)), "{outcomes:?}");
        installation.assert_sound();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_told_stores_no_half_and_is_over_when_there_is_room() {
    let database = Database::new(Server::Sqlite).await;
    let workshops: &[(&str, &[&str], u32)] = &[("A", &["m1"], 50), ("B", &["m1"], 50)];
    let program = Program::with_event(&database, workshops, 20).await;
    let [a, b] = *program.workshops().await else { panic!("two workshops") };
    // The log of what was written goes back to its beginning now and then; a limit below where it does so is met.
    database.run("pragma wal_checkpoint(truncate)").await.expect("an empty log");
    let installation = Installation::on(&database.url);
    // No file of this process may grow beyond 600 kB, as if the disk ended there.
    let process = Arc::new(installation.serve_by(|command| limited(command, "-f 600")).await);
    let students = Student::all(&program, &process).await;
    let mut held = vec![Selection::empty(); students.len()];
    let mut is_full = false;
    for round in 0..1000 {
        let wanted = [a, b][round % 2];
        let student = round / 2 % students.len();
        match students[student].wish(&process, &[wanted]).await {
            Outcome::Stored => held[student] = vec![wanted].into(),
            Outcome::Failed(503) => {
                is_full = true;
                break;
            }
            outcome => panic!("{outcome:?}"),
        }
    }
    assert!(is_full, "the disk never was");
    assert_eq!(
        all_wish(&students, &process, a).await,
        [(); 20].iter().map(|()| Outcome::Failed(503)).collect::<Vec<_>>()
    );
    for (student, held) in students.iter().zip(&held) {
        assert_eq!(student.held(&process).await, *held, "what was acknowledged is there, and can be read");
    }
    let process_id = process.id().to_string();
    let room = Command::new("prlimit").args(["--pid", &process_id, "--fsize=unlimited:"]).status();
    assert!(room.expect("prlimit").success());
    for outcome in all_wish(&students, &process, b).await {
        assert_eq!(outcome, Outcome::Stored);
    }
    installation.assert_sound();
}

#[tokio::test(flavor = "multi_thread")]
async fn more_connections_than_the_system_allows_wait_and_the_program_goes_on_when_there_is_room() {
    let database = Database::new(Server::Sqlite).await;
    let program = Program::with_event(&database, &[("A", &["m1"], 50)], 1).await;
    let [a] = *program.workshops().await else { panic!("one workshop") };
    let installation = Installation::on(&database.url);
    let process = installation.serve_by(|command| limited(command, "-n 64")).await;
    let students = Student::all(&program, &process).await;
    let mut connections = Vec::new();
    for _ in 0..200 {
        connections.push(tokio::net::UnixStream::connect(process.socket()).await.expect("a place in the backlog"));
    }
    let files = || fs::read_dir(format!("/proc/{}/fd", process.id())).expect("its files").count();
    let full = async {
        while files() < 64 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(BOUND, full).await.expect("a process without files to spare");
    drop(connections);
    await_ready(&process, true).await;
    assert_eq!(students[0].wish(&process, &[a]).await, Outcome::Stored);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_file_that_another_program_locks_is_told_in_time_and_is_over_when_it_lets_go() {
    let database = Database::new(Server::Sqlite).await;
    let program = Program::with_event(&database, &[("A", &["m1"], 50)], 20).await;
    let event = program.event().await.id;
    let [a] = *program.workshops().await else { panic!("one workshop") };
    let installation = Installation::on(&database.url);
    let process = Arc::new(installation.serve().await);
    let students = Student::all(&program, &process).await;
    let lock = program.services.store.begin_event(event).await.expect("the lock");
    let began = Instant::now();
    for outcome in all_wish(&students, &process, a).await {
        assert_eq!(outcome, Outcome::Failed(503));
    }
    assert!(began.elapsed() < BOUND, "{:?}", began.elapsed());
    assert_eq!(students[0].held(&process).await, Selection::empty(), "reading goes on");
    drop(lock);
    for outcome in all_wish(&students, &process, a).await {
        assert_eq!(outcome, Outcome::Stored);
    }
    installation.assert_sound();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_file_that_may_only_be_read_is_refused_with_what_to_do() {
    let database = Database::new(Server::Sqlite).await;
    Program::with_event(&database, &[("A", &["m1"], 5)], 1).await.services.store.close().await;
    let file = Path::new(database.url.trim_start_matches("sqlite://"));
    let folder = file.parent().expect("a folder");
    let installation = Installation::on(&database.url);
    let mut command = installation.command(&["audit"]);
    // Whoever may do everything isn't stopped by this: then someone else must try, who sees both folders.
    if fs::metadata("/proc/self").is_ok_and(|me| std::os::unix::fs::MetadataExt::uid(&me) == 0) {
        let program = folder.join("workshops");
        fs::hard_link(command.get_program(), &program)
            .or_else(|_| fs::copy(command.get_program(), &program).map(drop))
            .expect("the program");
        let mut other = Command::new("setpriv");
        other.args(["--reuid=65534", "--regid=65534", "--clear-groups", "--"]).arg(&program).args(command.get_args());
        other.args(["--data-dir", "/nonexistent/data"]).env("RUST_LOG", "off").current_dir("/");
        command = other;
    }
    let set = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("a mode");
    set(file, 0o444);
    set(folder, 0o555);
    let output = command.output().expect("a program");
    set(folder, 0o755);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{errors}");
    assert!(errors.contains("can't be opened") && errors.contains("may write"), "{errors}");
}

/// The same command with a limit of the system, as `ulimit` names it, and without being killed for meeting it.
fn limited(command: Command, limit: &str) -> Command {
    let mut shell = Command::new("bash");
    shell.args(["-c", &format!("trap '' XFSZ; ulimit -S {limit}; exec \"$@\""), "bash"]);
    shell.arg(command.get_program()).args(command.get_args());
    inherit(&mut shell, &command);
    shell
}

/// Gives one command the folder and the variables of another.
fn inherit(to: &mut Command, from: &Command) {
    if let Some(folder) = from.get_current_dir() {
        to.current_dir(folder);
    }
    for (name, value) in from.get_envs() {
        match value {
            Some(value) => to.env(name, value),
            None => to.env_remove(name),
        };
    }
}

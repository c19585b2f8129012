//! A backup, by a process of its own, while students register.

use crate::{
    fixture::Program,
    on_every_database,
    process::Installation,
    student::{Outcome, Student},
};
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};
use tokio::task::{JoinSet, block_in_place};

/// How many students change their minds as fast as they are answered.
const STUDENTS: usize = 24;

on_every_database! {
    async fn a_backup_taken_while_students_register_is_one_instant_of_it(database) {
        let workshops: &[(&str, &[&str], u32)] =
            &[("A1", &["m1"], 24), ("B1", &["m1"], 24), ("A2", &["m2"], 24), ("B2", &["m2"], 24)];
        let program = Program::with_event(&database, workshops, STUDENTS).await;
        let [a1, b1, a2, b2] = *program.workshops().await else { panic!("four workshops") };
        let mut installation = Installation::on(&database.url);
        let process = Arc::new(installation.serve().await);
        let students = Student::all(&program, &process).await;
        for student in &students {
            assert_eq!(student.wish(&process, &[a1, a2]).await, Outcome::Stored);
        }
        let answered = Arc::new(AtomicUsize::new(0));
        let mut clicking = JoinSet::new();
        for student in students {
            let (process, answered) = (Arc::clone(&process), Arc::clone(&answered));
            clicking.spawn(async move {
                for wanted in [[b1, b2], [a1, a2]].iter().cycle() {
                    assert_eq!(student.wish(&process, wanted).await, Outcome::Stored);
                    answered.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        let folder = tempfile::tempdir().expect("a folder");
        // A name that a URL would read otherwise.
        let folder = folder.path().join("100% van alles?");
        fs::create_dir(&folder).expect("a folder");
        for number in 0..4 {
            let before = answered.load(Ordering::Relaxed);
            while answered.load(Ordering::Relaxed) == before {
                tokio::task::yield_now().await;
            }
            let file = folder.join(format!("{number}.db")).display().to_string();
            let output = block_in_place(|| installation.run(&["backup", &file]));
            let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(0), "{said}");
            assert!(said.contains("to restore it") && said.contains(&file), "{said}");
        }
        clicking.abort_all();
        while let Some(ended) = clicking.join_next().await {
            assert!(ended.is_err_and(|error| error.is_cancelled()), "every wish was granted");
        }
        let mut names: Vec<_> = fs::read_dir(&folder).expect("files").map(|file| file.expect("a file").path()).collect();
        names.sort();
        assert_eq!(names, [0, 1, 2, 3].map(|number| folder.join(format!("{number}.db"))));
        for file in names {
            assert_eq!(fs::metadata(&file).expect("a file").permissions().mode() & 0o777, 0o600);
            let restored = database.beside(&format!("{}.db", answered.fetch_add(1, Ordering::Relaxed)));
            fs::copy(&file, restored.trim_start_matches("sqlite://")).expect("a copy");
            installation = installation.by(&restored);
            installation.assert_sound();
            let copy = Program::at(&restored).await;
            let event = copy.event().await.id;
            // Torn in the middle of somebody's change, these wouldn't agree.
            for (one, other) in [(a1, a2), (b1, b2)] {
                assert_eq!(copy.registered(event, one).await, copy.registered(event, other).await);
            }
            assert_eq!(copy.registered(event, a1).await + copy.registered(event, b1).await, STUDENTS);
            let student = copy.students().await.remove(0).id;
            assert_eq!(copy.register(event, student, &[a1, b2]).await, [], "it can go on from here");
            copy.assert_sound().await;
        }
    }
}

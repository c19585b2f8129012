//! Students: added, changed, removed, and found by their keys.

use crate::{
    fixture::{NOW, Program},
    on_every_database,
};
use domain::{StudentId, StudentKey};
use workshops_server::{error::Error, store::WrittenStudent};

const WORKSHOPS: &[(&str, &[&str], u32)] = &[("A", &["m1"], 2)];

fn key(text: &str) -> StudentKey {
    text.parse().expect("a key")
}

async fn write(program: &Program, written: &[WrittenStudent]) -> Result<(), Error> {
    let mut transaction = program.services.store.begin_event(program.event().await.id).await?;
    transaction.write_students(written, NOW).await?;
    transaction.commit().await
}

/// A new student of the fixture's first group.
async fn new_student(program: &Program, name: &str, number: Option<&str>, key_text: &str) -> WrittenStudent {
    WrittenStudent {
        id: program.services.new_id(),
        is_new: true,
        group: program.event().await.groups[0].id,
        name: name.to_owned(),
        class: "1A".to_owned(),
        number: number.map(str::to_owned),
        key: Some(key(key_text)),
        key_generated: false,
    }
}

on_every_database! {
    async fn a_student_comes_back_as_he_was_written(database) {
        let program = Program::with_event(&database, WORKSHOPS, 0).await;
        let long = "Ñ😀".repeat(100);
        let students = [
            new_student(&program, &long, Some("0012"), "🔑🔑🔑🔑").await,
            new_student(&program, "D'Arcy \"x\" \\", None, "twee").await,
            new_student(&program, "Zonder", None, "drie").await,
        ];
        write(&program, &students).await.expect("students");
        let store = &program.services.store;
        for written in &students {
            let row = store.student(written.id).await.expect("a store").expect("a student");
            assert_eq!((&row.name, &row.number, Some(&row.key)), (&written.name, &written.number, written.key.as_ref()));
            assert_eq!((row.event, row.group, row.key_version), (program.event().await.id, written.group, 1));
            assert!(!row.key_generated);
            assert_eq!(store.student_by_key(&row.key).await.expect("a store"), Some(row));
        }
        for unknown in ["TWEE ", "tweé", "twee\u{301}", "tw_e", "%%%%"] {
            let found = store.student_by_key(&key(unknown)).await.expect("a store");
            assert_eq!(found.is_some(), key(unknown) == key("twee"), "{unknown:?}");
        }
        assert_eq!(store.student(StudentId::from_u128(1)).await.expect("a store"), None);
    }

    async fn a_thousand_students_come_in_at_once_and_go_at_once(database) {
        let program = Program::with_event(&database, WORKSHOPS, 0).await;
        let event = program.event().await;
        let mut students = Vec::new();
        for number in 0..1234_u32 {
            let text = format!("KEY{number}");
            students.push(WrittenStudent {
                id: program.services.new_id(),
                is_new: true,
                group: event.groups[0].id,
                name: text.clone(),
                class: String::new(),
                number: Some(text.clone()),
                key: Some(key(&text)),
                key_generated: true,
            });
        }
        write(&program, &students).await.expect("students");
        let store = &program.services.store;
        assert_eq!(store.students(event.id).await.expect("students").len(), 1234);
        let other = program.add_event("ander", WORKSHOPS, 0).await;
        let keys: Vec<StudentKey> = students.iter().filter_map(|student| student.key.clone()).collect();
        assert_eq!(store.keys_elsewhere(other, &keys).await.expect("keys").len(), 1234);
        assert_eq!(store.keys_elsewhere(event.id, &keys).await.expect("keys"), []);
        let mut transaction = store.begin_event(event.id).await.expect("a transaction");
        assert_eq!(transaction.group_size(event.groups[0].id).await.expect("a size"), 1234);
        let ids: Vec<StudentId> = students.iter().map(|student| student.id).collect();
        assert_eq!(transaction.standings(&ids).await.expect("standings").len(), 1234);
        transaction.remove_students(&ids[..1200]).await.expect("removed students");
        transaction.commit().await.expect("a commit");
        assert_eq!(store.students(event.id).await.expect("students").len(), 34);
        program.assert_sound().await;
    }

    async fn a_changed_student_keeps_his_key_unless_he_gets_another(database) {
        let program = Program::with_event(&database, WORKSHOPS, 1).await;
        let event = program.event().await;
        let row = program.students().await.remove(0);
        let mut written = WrittenStudent {
            id: row.id,
            is_new: false,
            group: event.groups[1].id,
            name: "Anders".to_owned(),
            class: "2B".to_owned(),
            number: None,
            key: None,
            key_generated: false,
        };
        let store = &program.services.store;
        write(&program, &[written.clone()]).await.expect("a change");
        let kept = store.student(row.id).await.expect("a store").expect("a student");
        assert_eq!((kept.name.as_str(), kept.number.as_deref(), kept.group), ("Anders", None, event.groups[1].id));
        assert_eq!((&kept.key, kept.key_generated, kept.key_version), (&row.key, true, 1));
        written.key = Some(row.key.clone());
        write(&program, &[written.clone()]).await.expect("the same key");
        let same = store.student(row.id).await.expect("a store").expect("a student");
        assert_eq!((same.key_generated, same.key_version), (true, 1), "the key that he has is no new one");
        written.key = Some(key("zelfgekozen"));
        write(&program, &[written.clone()]).await.expect("another key");
        let other = store.student(row.id).await.expect("a store").expect("a student");
        assert_eq!((&other.key, other.key_generated, other.key_version), (&key("zelfgekozen"), false, 2));
        let mut transaction = store.begin_event(event.id).await.expect("a transaction");
        transaction.set_keys(&[(row.id, key("gemaakt"))]).await.expect("a key");
        transaction.commit().await.expect("a commit");
        let made = store.student(row.id).await.expect("a store").expect("a student");
        assert_eq!((&made.key, made.key_generated, made.key_version), (&key("gemaakt"), true, 3));
        written.id = StudentId::from_u128(1);
        assert!(matches!(write(&program, &[written]).await, Err(Error::NotFound)));
    }

    async fn keys_and_numbers_of_others_are_named_and_refused(database) {
        let program = Program::with_event(&database, WORKSHOPS, 2).await;
        let event = program.event().await;
        let rows = program.students().await;
        let store = &program.services.store;
        let mut own = new_student(&program, "Eigen", Some("1"), rows[0].key.as_str()).await;
        let both = new_student(&program, "Beide", Some("0"), rows[1].key.as_str()).await;
        own.id = rows[0].id;
        let mut transaction = store.begin_event(event.id).await.expect("a transaction");
        let taken = transaction.taken(&[own, both.clone()]).await.expect("what is taken");
        assert_eq!(taken.keys, [rows[1].key.clone()].into());
        // Student 0 has number 0, student 1 number 1.
        assert_eq!(taken.numbers, ["0".to_owned(), "1".to_owned()].into());
        drop(transaction);
        let error = write(&program, &[both]).await.expect_err("a key of another");
        assert!(error.is_double(), "{error}");
        let number = new_student(&program, "Nummer", Some("0"), "nieuw").await;
        assert!(write(&program, &[number]).await.expect_err("a number of another").is_double());
        let mut stranger = new_student(&program, "Vreemd", None, "vreemd").await;
        let other = program.add_event("ander", WORKSHOPS, 0).await;
        stranger.group = store.event(other).await.expect("an event").0.groups[0].id;
        let error = write(&program, &[stranger]).await.expect_err("a group of another event");
        assert!(matches!(error, Error::Database(_)) && !error.is_double(), "{error}");
        assert_eq!(program.students().await, rows);
    }

    async fn whoever_is_removed_gives_his_seats_back(database) {
        let program = Program::with_event(&database, WORKSHOPS, 3).await;
        let event = program.event().await;
        let [a] = *program.workshops().await else { panic!("one workshop") };
        let rows = program.students().await;
        assert_eq!(program.register(event.id, rows[0].id, &[a]).await, []);
        assert_eq!(program.register(event.id, rows[1].id, &[a]).await, []);
        let store = &program.services.store;
        let mut transaction = store.begin_event(event.id).await.expect("a transaction");
        transaction.remove_students(&[rows[0].id]).await.expect("a removed student");
        transaction.commit().await.expect("a commit");
        assert_eq!(store.seats(&event).await.expect("seats").taken(0), 1);
        assert_eq!(program.register(event.id, rows[2].id, &[a]).await, []);
        let standings: Vec<bool> = store.students(event.id).await.expect("students").into_iter().map(|(_, r)| r).collect();
        assert_eq!(standings, [true, true]);
        program.assert_sound().await;
    }
}

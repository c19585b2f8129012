//! Lists come in the same order from every database, whatever order the server would give them.

use crate::{
    fixture::{NOW, Program},
    on_every_database,
};
use workshops_server::store::WrittenStudent;

/// By their bytes: capitals before small letters, and those with accents behind all others.
const NAMES: [&str; 12] = ["", " a", "A", "B", "Zo", "a", "a ", "ab", "b", "zo", "Éa", "éa"];

on_every_database! {
    async fn names_and_classes_are_sorted_by_their_bytes(database) {
        let program = Program::with_event(&database, &[("A", &["m1"], 100)], 0).await;
        let event = program.event().await;
        let mut written: Vec<WrittenStudent> = NAMES
            .iter()
            .enumerate()
            .map(|(number, name)| WrittenStudent {
                id: program.services.new_id(),
                is_new: true,
                group: event.groups[0].id,
                name: (*name).to_owned(),
                class: NAMES[(number / 3) * 3].to_owned(),
                number: None,
                key: Some(format!("KEY{number}").parse().expect("a key")),
                key_generated: true,
            })
            .collect();
        // In an order of no meaning.
        written.sort_by_key(|student| student.id);
        let store = &program.services.store;
        let mut transaction = store.begin_event(event.id).await.expect("a transaction");
        transaction.write_students(&written, NOW).await.expect("students");
        transaction.commit().await.expect("a commit");
        let by_class: Vec<(String, String)> = (store.students(event.id).await.expect("students").into_iter())
            .map(|(student, _)| (student.class, student.name))
            .collect();
        assert!(by_class.is_sorted(), "{by_class:?}");
        for student in &written {
            assert_eq!(program.register(event.id, student.id, &[event.workshops[0].id]).await, []);
        }
        let roster: Vec<String> =
            store.roster(event.id).await.expect("a roster").into_iter().map(|row| row.name).collect();
        assert_eq!(roster, NAMES);
    }
}

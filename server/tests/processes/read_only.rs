//! A database on a server that may only be read for a while: as where its disk is full, or a replica takes over.

use crate::{
    fixture::Program,
    on_every_database,
    process::Installation,
    student::{Outcome, Student, all_wish},
};
use domain::Selection;
use std::sync::Arc;

on_every_database! {
    async fn a_database_that_may_only_be_read_is_told_and_is_over_without_a_restart(database) {
        if database.is_sqlite() {
            return;
        }
        let url = database.url_of_user().await;
        let program = Program::at(&url).await;
        program.add_event(crate::fixture::SLUG, &[("A", &["m1"], 30)], 20).await;
        let event = program.event().await.id;
        let [a] = *program.workshops().await else { panic!("one workshop") };
        let installation = Installation::on(&url);
        let process = Arc::new(installation.serve().await);
        let students = Student::all(&program, &process).await;
        assert_eq!(students[0].wish(&process, &[a]).await, Outcome::Stored);
        database.set_writable(false).await;
        // Whoever is connected already may not know it yet.
        database.cut_connections().await;
        for outcome in all_wish(&students[1..], &process, a).await {
            assert_eq!(outcome, Outcome::Failed(503));
        }
        assert_eq!(students[0].held(&process).await, Selection::from(vec![a]), "reading goes on");
        assert_eq!(program.registered(event, a).await, 1, "nobody was told yes, and nobody has a seat");
        // A process that starts meanwhile says what is wrong.
        let output = installation.run(&["serve", "--listen", "unix:second"]);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{errors}");
        assert!(errors.contains("read-only") || errors.contains("denied"), "{errors}");
        assert!(errors.contains("check that this user may make tables there") && !errors.contains(":workshops"), "{errors}");
        database.set_writable(true).await;
        for outcome in all_wish(&students, &process, a).await {
            assert_eq!(outcome, Outcome::Stored);
        }
        assert_eq!(program.registered(event, a).await, 20);
        installation.assert_sound();
    }
}

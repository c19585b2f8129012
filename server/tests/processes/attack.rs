//! Three servers behind each other's back on one database, attacked through all three at once. On SQLite they share a
//! file.

use crate::{
    fixture::Program,
    on_every_database,
    process::Installation,
    setting::rounds,
    student::{Outcome, Student, set_capacity, taken},
};
use domain::{Selection, WorkshopId};
use std::sync::Arc;
use tokio::task::JoinSet;

const PASSWORD: &str = "een lang wachtwoord";

fn full() -> Outcome {
    Outcome::Refused(vec!["full".to_owned()])
}

on_every_database! {
    async fn two_hundred_students_on_fifteen_seats_are_exactly_fifteen(database) {
        let workshops: &[(&str, &[&str], u32)] = &[("Populair", &["m1"], 15), ("Ruim", &["m1"], 200)];
        let program = Program::with_event(&database, workshops, 200).await;
        let event = program.event().await.id;
        let [popular, roomy] = *program.workshops().await else { panic!("two workshops") };
        let installation = Installation::on(&database.url);
        let processes = Arc::new(installation.serve_many::<3>().await);
        let students = Student::all(&program, &processes[0]).await;
        let rounds = rounds();
        for _ in 0..rounds {
            for workshop in [roomy, popular] {
                let mut clicks = JoinSet::new();
                for (number, student) in students.iter().cloned().enumerate() {
                    let processes = Arc::clone(&processes);
                    clicks.spawn(async move {
                        let outcome = student.wish(&processes[number % 3], &[workshop]).await;
                        let held = student.held(&processes[(number + 1) % 3]).await;
                        let expected = if outcome == Outcome::Stored { workshop } else { roomy };
                        assert_eq!(held, Selection::from(vec![expected]), "a refused change leaves what was there");
                        outcome
                    });
                }
                let mut accepted = 0;
                while let Some(outcome) = clicks.join_next().await {
                    match outcome.expect("a click") {
                        Outcome::Stored => accepted += 1,
                        outcome => assert_eq!(outcome, full()),
                    }
                }
                assert_eq!(accepted, if workshop == popular { 15 } else { 200 });
            }
            assert_eq!(program.registered(event, popular).await, 15);
            assert_eq!(program.registered(event, roomy).await, 185);
        }
        installation.assert_sound();
        let name = database.url.split(':').next().unwrap_or_default();
        println!("{name}, three servers: 200 students on 15 seats, exactly 15 in each of {rounds} rounds");
    }

    async fn minds_changed_at_once_lose_no_seat_and_store_nothing_by_halves(database) {
        let workshops: &[(&str, &[&str], u32)] = &[
            ("A1", &["m1"], 7), ("B1", &["m1"], 7), ("C1", &["m1"], 7),
            ("A2", &["m2"], 7), ("B2", &["m2"], 7), ("C2", &["m2"], 7),
        ];
        let program = Program::with_event(&database, workshops, 18).await;
        let [a1, b1, c1, a2, b2, c2] = *program.workshops().await else { panic!("six workshops") };
        let pairs: [[WorkshopId; 2]; 4] = [[a1, a2], [b1, b2], [c1, c2], [b1, c2]];
        let installation = Installation::on(&database.url);
        let processes = Arc::new(installation.serve_many::<3>().await);
        let mut clicks = JoinSet::new();
        for (number, student) in Student::all(&program, &processes[0]).await.into_iter().enumerate() {
            let processes = Arc::clone(&processes);
            clicks.spawn(async move {
                let mut acknowledged = Selection::empty();
                for round in 0..12 {
                    let wanted = &pairs[(number * 7 + round * (number % 3 + 1)) % pairs.len()];
                    match student.wish(&processes[(number + round) % 3], wanted).await {
                        Outcome::Stored => acknowledged = wanted.to_vec().into(),
                        Outcome::Refused(codes) => assert!(codes.iter().all(|code| code == "full"), "{codes:?}"),
                        outcome => panic!("{outcome:?}"),
                    }
                    assert_eq!(student.held(&processes[round % 3]).await, acknowledged);
                }
            });
        }
        while let Some(click) = clicks.join_next().await {
            click.expect("a student");
        }
        installation.assert_sound();
    }

    async fn a_capacity_lowered_while_all_register_is_never_exceeded(database) {
        let program = Program::with_event(&database, &[("Populair", &["m1"], 30)], 60).await;
        program.services.set_admin_password(PASSWORD, "test").await.expect("a password");
        let event = program.event().await.id;
        let [popular] = *program.workshops().await else { panic!("one workshop") };
        let installation = Installation::on(&database.url);
        let processes = Arc::new(installation.serve_many::<3>().await);
        let admin = processes[1].caller();
        let admin = admin.with_token(&admin.log_in(PASSWORD, "admin").await);
        let mut clicks = JoinSet::new();
        for (number, student) in Student::all(&program, &processes[0]).await.into_iter().enumerate() {
            let processes = Arc::clone(&processes);
            clicks.spawn(async move { student.wish(&processes[number % 3], &[popular]).await });
        }
        set_capacity(&admin, popular, 10).await;
        assert!(taken(&admin, event, popular).await <= 10);
        while let Some(outcome) = clicks.join_next().await {
            let outcome = outcome.expect("a click");
            assert!([Outcome::Stored, full()].contains(&outcome), "{outcome:?}");
        }
        assert_eq!(taken(&admin, event, popular).await, 10);
        assert_eq!(program.registered(event, popular).await, 10);
        installation.assert_sound();
    }
}

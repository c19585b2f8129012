//! The promises of registering, attacked by many at once, through two processes of the program on one database.

use crate::{
    fixture::{NOW, Program, SLUG},
    on_every_database,
};
use domain::{
    Selection, Violation,
    edit::{EventEdit, WorkshopPut, fingerprint},
};
use tokio::task::JoinSet;
use workshops_server::engine::{Change, Changed};

fn only_full(violations: &[Violation]) -> bool {
    violations.iter().all(|violation| matches!(violation, Violation::Full { .. }))
}

on_every_database! {
    async fn two_hundred_students_on_fifteen_seats_are_exactly_fifteen(database) {
        let workshops: &[(&str, &[&str], u32)] = &[("Populair", &["m1"], 15), ("Ruim", &["m1"], 200)];
        let programs = [Program::with_event(&database, workshops, 200).await, Program::on(&database).await];
        let event = programs[0].event().await.id;
        let [popular, roomy] = *programs[0].workshops().await else { panic!("two workshops") };
        let students = programs[0].students().await;
        let mut clicks = JoinSet::new();
        for (number, student) in students.iter().enumerate() {
            let (program, student) = (programs[number % 2].clone(), student.id);
            clicks.spawn(async move {
                assert_eq!(program.register(event, student, &[roomy]).await, []);
                (student, program.register(event, student, &[popular]).await)
            });
        }
        let mut accepted = 0;
        while let Some(click) = clicks.join_next().await {
            let (student, violations) = click.expect("a click");
            let expected = if violations.is_empty() { popular } else { roomy };
            assert_eq!(programs[0].held(event, student).await, Selection::from(vec![expected]));
            assert!(only_full(&violations), "{violations:?}");
            accepted += usize::from(violations.is_empty());
        }
        assert_eq!(accepted, 15);
        assert_eq!(programs[1].registered(event, popular).await, 15);
        assert_eq!(programs[1].registered(event, roomy).await, 185);
        programs[1].assert_sound().await;
    }

    async fn minds_changed_at_once_lose_no_seat_and_store_nothing_by_halves(database) {
        let workshops: &[(&str, &[&str], u32)] = &[
            ("A1", &["m1"], 7), ("B1", &["m1"], 7), ("C1", &["m1"], 7),
            ("A2", &["m2"], 7), ("B2", &["m2"], 7), ("C2", &["m2"], 7),
        ];
        let programs = [Program::with_event(&database, workshops, 18).await, Program::on(&database).await];
        let event = programs[0].event().await.id;
        let [a1, b1, c1, a2, b2, c2] = *programs[0].workshops().await else { panic!("six workshops") };
        let pairs = [[a1, a2], [b1, b2], [c1, c2], [b1, c2]];
        let mut clicks = JoinSet::new();
        for (number, student) in programs[0].students().await.into_iter().enumerate() {
            let programs = programs.clone();
            clicks.spawn(async move {
                let mut acknowledged = Selection::empty();
                for round in 0..10 {
                    let wanted = &pairs[(number * 7 + round * (number % 3 + 1)) % pairs.len()];
                    let violations = programs[round % 2].register(event, student.id, wanted).await;
                    assert!(only_full(&violations), "{violations:?}");
                    if violations.is_empty() {
                        acknowledged = wanted.to_vec().into();
                    }
                }
                (student.id, acknowledged)
            });
        }
        while let Some(click) = clicks.join_next().await {
            let (student, acknowledged) = click.expect("a student");
            assert_eq!(programs[0].held(event, student).await, acknowledged);
        }
        programs[0].assert_sound().await;
    }

    async fn two_tabs_of_one_student_never_hold_two_workshops_at_one_moment(database) {
        let workshops: &[(&str, &[&str], u32)] =
            &[("A", &["m1"], 50), ("B", &["m1"], 50), ("C", &["m1", "m2"], 50), ("D", &["m2"], 50)];
        let programs = [Program::with_event(&database, workshops, 1).await, Program::on(&database).await];
        let event = programs[0].event().await.id;
        let [a, b, c, d] = *programs[0].workshops().await else { panic!("four workshops") };
        let student = programs[0].students().await.remove(0).id;
        let choices = [vec![a, d], vec![b, d], vec![c]];
        let mut tabs = JoinSet::new();
        for number in 0..60 {
            let (program, choice) = (programs[number % 2].clone(), choices[number % 3].clone());
            tabs.spawn(async move { assert_eq!(program.register(event, student, &choice).await, []) });
        }
        while let Some(tab) = tabs.join_next().await {
            tab.expect("a tab");
            let held = programs[0].held(event, student).await;
            assert!(choices.iter().any(|choice| Selection::from(choice.clone()) == held), "{held:?} is no one's choice");
        }
        programs[0].assert_sound().await;
    }

    async fn the_same_selection_sent_many_times_is_the_same_as_once(database) {
        let programs = [
            Program::with_event(&database, &[("A", &["m1"], 1)], 1).await,
            Program::on(&database).await,
        ];
        let event = programs[0].event().await.id;
        let [a] = *programs[0].workshops().await else { panic!("one workshop") };
        let student = programs[0].students().await.remove(0).id;
        assert_eq!(programs[0].register(event, student, &[a]).await, []);
        let first = programs[0].services.store.standing(event, student).await.expect("a standing");
        let mut clicks = JoinSet::new();
        for number in 0..20 {
            let program = programs[number % 2].clone();
            program.clock.set(NOW.plus_seconds(3600));
            clicks.spawn(async move { assert_eq!(program.register(event, student, &[a]).await, []) });
        }
        while let Some(click) = clicks.join_next().await {
            click.expect("a click");
        }
        let again = programs[0].services.store.standing(event, student).await.expect("a standing");
        assert_eq!(again, first, "even the time of registering stays");
        assert_eq!(programs[0].registered(event, a).await, 1);
        programs[0].assert_sound().await;
    }

    async fn a_capacity_lowered_while_all_register_is_never_exceeded(database) {
        let workshops: &[(&str, &[&str], u32)] = &[("Populair", &["m1"], 30)];
        let programs = [Program::with_event(&database, workshops, 60).await, Program::on(&database).await];
        let event = programs[0].event().await;
        let popular = event.workshops[0].clone();
        let mut clicks = JoinSet::new();
        for (number, student) in programs[0].students().await.into_iter().enumerate() {
            let (program, event, workshop) = (programs[number % 2].clone(), event.id, popular.id);
            clicks.spawn(async move {
                let violations = program.register(event, student.id, &[workshop]).await;
                assert!(only_full(&violations), "{violations:?}");
            });
        }
        let mut workshop = popular.clone();
        workshop.capacity = 10;
        let put = WorkshopPut { base: Some(fingerprint(&popular)), workshop };
        let mut change =
            Change { action: "workshops", edit: Some(EventEdit::Workshops(vec![put])), ..Change::default() };
        // Whoever is hit is named, and agreed to, until the two agree.
        loop {
            match programs[1].services.engine.change(event.id, &change, "admin").await.expect("a change") {
                Changed::Done => break,
                Changed::Asks { agree, .. } => change.agreed = Some(agree),
                Changed::Refused(errors) => panic!("{errors:?}"),
            }
            assert!(programs[0].registered(event.id, popular.id).await <= 30);
        }
        while let Some(click) = clicks.join_next().await {
            click.expect("a click");
        }
        assert_eq!(programs[0].event().await.workshops[0].capacity, 10);
        assert_eq!(programs[0].registered(event.id, popular.id).await, 10);
        programs[0].assert_sound().await;
    }

    async fn events_dont_wait_for_each_other_nor_mix(database) {
        let program = Program::with_event(&database, &[("A", &["m1"], 20)], 40).await;
        let other = program.add_event("ander", &[("B", &["m1"], 5)], 40).await;
        let event = program.services.store.event_by_slug(SLUG).await.expect("a store").expect("an event").id;
        let mut clicks = JoinSet::new();
        for event in [event, other] {
            let workshop = program.services.store.event(event).await.expect("an event").0.workshops[0].id;
            for (student, _) in program.services.store.students(event).await.expect("students") {
                let program = program.clone();
                clicks.spawn(async move { only_full(&program.register(event, student.id, &[workshop]).await) });
            }
        }
        while let Some(click) = clicks.join_next().await {
            assert!(click.expect("a click"));
        }
        assert_eq!(program.services.store.roster(event).await.expect("a roster").len(), 20);
        assert_eq!(program.services.store.roster(other).await.expect("a roster").len(), 5);
        program.assert_sound().await;
    }
}

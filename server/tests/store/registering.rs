//! What students hold, and the log of decisions.

use crate::{
    fixture::{NOW, Program},
    on_every_database,
};
use domain::{Held, Selection, StudentId, Violation};
use workshops_server::{
    error::Error,
    store::{Decision, StandingRow},
};

const WORKSHOPS: &[(&str, &[&str], u32)] = &[("A", &["m1"], 1), ("B", &["m2"], 9)];

on_every_database! {
    async fn what_a_student_holds_comes_back_with_its_marks_and_times(database) {
        let program = Program::with_event(&database, WORKSHOPS, 2).await;
        let event = program.event().await;
        let [a, b] = *program.workshops().await else { panic!("two workshops") };
        let rows = program.students().await;
        let store = &program.services.store;
        assert_eq!(program.register(event.id, rows[0].id, &[a, b]).await, []);
        let standing = StandingRow {
            key_version: 1,
            group: rows[1].group,
            held: Held {
                selection: vec![a, b].into(),
                extra_seat: vec![a].into(),
                despite_group: vec![b].into(),
            },
            since: vec![(a, NOW), (b, NOW.plus_seconds(-5))],
        };
        let mut transaction = store.begin_event(event.id).await.expect("a transaction");
        transaction.replace(&[(rows[1].id, &standing)]).await.expect("seats");
        assert_eq!(transaction.seats(&event).await.expect("seats").taken(0), 1, "an extra seat isn't counted");
        transaction.commit().await.expect("a commit");
        let mut stored = store.standing(event.id, rows[1].id).await.expect("a standing");
        stored.since.sort_by_key(|&(_, at)| std::cmp::Reverse(at));
        assert_eq!(stored, standing);
        assert_eq!(stored.changed_at(), Some(NOW));
        let roster = store.roster(event.id).await.expect("a roster");
        let extra: Vec<_> = roster.iter().map(|row| (row.student, row.workshop, row.extra_seat, row.despite_group)).collect();
        assert_eq!(extra.len(), 4);
        assert!(extra.contains(&(rows[1].id, a, true, false)) && extra.contains(&(rows[1].id, b, false, true)));
        let mut transaction = store.begin_event(event.id).await.expect("a transaction");
        let nothing = StandingRow { held: Held::nothing(), since: Vec::new(), ..standing };
        transaction.replace(&[(rows[1].id, &nothing), (rows[0].id, &nothing)]).await.expect("giving up");
        transaction.commit().await.expect("a commit");
        assert_eq!(store.seats(&event).await.expect("seats").taken(0), 0);
    }

    async fn one_seat_too_many_is_refused_by_the_schema_whatever_the_program_does(database) {
        let program = Program::with_event(&database, WORKSHOPS, 2).await;
        let event = program.event().await;
        let [a, _] = *program.workshops().await else { panic!("two workshops") };
        let rows = program.students().await;
        let store = &program.services.store;
        let standing = StandingRow {
            key_version: 1,
            group: rows[0].group,
            held: Held { selection: vec![a].into(), ..Held::default() },
            since: vec![(a, NOW)],
        };
        let mut transaction = store.begin_event(event.id).await.expect("a transaction");
        let outcome = transaction.replace(&[(rows[0].id, &standing), (rows[1].id, &standing)]).await;
        assert!(matches!(&outcome, Err(error @ Error::Database(_)) if !error.is_passing()), "{outcome:?}");
        transaction.commit().await.expect_err("a commit");
        assert_eq!(store.roster(event.id).await.expect("a roster"), []);
        program.assert_sound().await;
    }

    async fn only_the_events_own_students_have_a_standing(database) {
        let program = Program::with_event(&database, WORKSHOPS, 1).await;
        let event = program.event().await.id;
        let other = program.add_event("ander", WORKSHOPS, 1).await;
        let store = &program.services.store;
        let stranger = store.students(other).await.expect("students").remove(0).0.id;
        assert!(matches!(store.standing(event, stranger).await, Err(Error::NotFound)));
        let mut transaction = store.begin_event(event).await.expect("a transaction");
        let standings = transaction.standings(&[stranger, StudentId::from_u128(1)]).await.expect("standings");
        assert!(standings.is_empty());
        assert!(transaction.standings(&[]).await.expect("standings").is_empty());
    }

    async fn decisions_come_back_in_their_order(database) {
        let program = Program::with_event(&database, WORKSHOPS, 0).await;
        let event = program.event().await.id;
        let [a, b] = *program.workshops().await else { panic!("two workshops") };
        let student = StudentId::from_u128(7);
        let decision = |seconds, requested: Selection, violations, by_whom: &str| Decision {
            student,
            at: NOW.plus_seconds(seconds),
            by_whom: by_whom.to_owned(),
            requested,
            violations,
        };
        let full = vec![Violation::Full { workshop: a, capacity: 1 }, Violation::NotOpen { opens_at: Some(NOW) }];
        let decisions = [
            decision(0, vec![a, b].into(), Vec::new(), "student"),
            decision(1, vec![a].into(), full, "student"),
            decision(2, Selection::empty(), Vec::new(), "student"),
            decision(3, vec![b].into(), Vec::new(), "admin"),
            decision(59, vec![b].into(), Vec::new(), "student"),
            decision(60, vec![b].into(), Vec::new(), "student"),
        ];
        let store = &program.services.store;
        let mut transaction = store.begin_event(event).await.expect("a transaction");
        transaction.log(&decisions).await.expect("a log");
        transaction.commit().await.expect("a commit");
        assert_eq!(store.decisions(event).await.expect("decisions"), decisions);
        let latest = store.decisions_of(event, student, 2).await.expect("decisions");
        assert_eq!(latest, [decisions[5].clone(), decisions[4].clone()]);
        assert_eq!(store.decisions_of(event, StudentId::from_u128(8), 2).await.expect("decisions"), []);
        // Those of students that store something, by the minute.
        let minute = NOW.as_micros() / 60_000_000;
        let minutes = store.accepted_by_minute(event, NOW).await.expect("minutes");
        assert_eq!(minutes, [(minute, 2), (minute + 1, 1)]);
        assert_eq!(store.accepted_by_minute(event, NOW.plus_seconds(60)).await.expect("minutes"), [(minute + 1, 1)]);
    }
}

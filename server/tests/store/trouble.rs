//! What goes wrong between the program and its database.

use crate::{
    databases::Proxy,
    fixture::{NOW, Program},
    on_every_database,
};
use domain::{Availability, AvailabilityState, Event, Held, Selection, Timestamp, Violation};
use std::sync::Arc;
use tokio::task::JoinSet;
use workshops_server::{
    engine::Request,
    store::{References, StandingRow},
};

const WORKSHOPS: &[(&str, &[&str], u32)] = &[("A", &["m1"], 5)];

/// A program that reaches its database by this way, on which commits can be seen.
async fn program_by(proxy: &Proxy) -> Program {
    let plain = if proxy.url.starts_with("mysql") { "?ssl-mode=disabled" } else { "?sslmode=disable" };
    Program::at(&format!("{}{plain}", proxy.url)).await
}

/// Has the event open at the one time, and close at the other.
async fn schedule(program: &Program, [opens_at, closes_at]: [Timestamp; 2]) {
    let event = program.event().await;
    let state = AvailabilityState::Scheduled;
    let availability = Availability { state, opens_at: Some(opens_at), closes_at: Some(closes_at) };
    let mut transaction = program.services.store.begin_event(event.id).await.expect("the lock");
    let scheduled = Event { availability, ..event.clone() };
    transaction.save_event(&event, &scheduled, References::default()).await.expect("a schedule");
    transaction.commit().await.expect("a commit");
}

on_every_database! {
    async fn a_lock_that_another_process_keeps_is_waited_for_and_then_an_error_that_may_pass(database) {
        let programs = [Program::with_event(&database, WORKSHOPS, 1).await, Program::on(&database).await];
        let event = programs[0].event().await.id;
        let kept = programs[1].services.store.begin_event(event).await.expect("the lock");
        let error = programs[0].services.store.begin_event(event).await.expect_err("the lock is taken");
        assert!(error.is_passing(), "{error}");
        // Whoever only reads doesn't wait.
        assert_eq!(programs[0].students().await.len(), 1);
        drop(kept);
        programs[0].services.store.begin_event(event).await.expect("the lock is free");
    }

    async fn what_waited_for_the_lock_sees_what_was_committed_meanwhile(database) {
        let programs = [Program::with_event(&database, WORKSHOPS, 2).await, Program::on(&database).await];
        let event = programs[0].event().await;
        let student = programs[0].students().await.remove(0).id;
        let mut first = programs[0].services.store.begin_event(event.id).await.expect("the lock");
        let (asked, second) = (programs[1].clone(), event.clone());
        let waiting = tokio::spawn(async move {
            let mut transaction = asked.services.store.begin_event(second.id).await.expect("the lock");
            let version = transaction.version;
            (version, transaction.seats(&second).await.expect("seats").taken(0))
        });
        let held = Held { selection: event.workshops.iter().map(|w| w.id).collect(), ..Held::default() };
        let since = vec![(event.workshops[0].id, NOW)];
        let standing = StandingRow { key_version: 1, group: event.groups[0].id, held, since };
        first.replace(&[(student, &standing)]).await.expect("a seat");
        first.save_event(&event, &event, workshops_server::store::References::default()).await.expect("a version");
        // Time enough for the other to get through, if nothing held it.
        for _ in 0..50 {
            programs[1].services.store.ping().await.expect("an answer");
        }
        assert!(!waiting.is_finished());
        let version = first.version;
        first.commit().await.expect("a commit");
        assert_eq!(waiting.await.expect("the other"), (version + 1, 1));
    }

    async fn a_connection_lost_before_the_commit_is_never_a_yes_and_the_next_one_works(database) {
        let program = Program::with_event(&database, WORKSHOPS, 2).await;
        let event = program.event().await;
        let [a] = *program.workshops().await else { panic!("one workshop") };
        let rows = program.students().await;
        let store = &program.services.store;
        let standing = StandingRow {
            key_version: 1,
            group: rows[0].group,
            held: Held { selection: vec![a].into(), ..Held::default() },
            since: vec![(a, NOW)],
        };
        let mut transaction = store.begin_event(event.id).await.expect("a transaction");
        transaction.replace(&[(rows[0].id, &standing)]).await.expect("a seat");
        database.cut_connections().await;
        // SQLite has no connection that could be cut: there it is given up instead.
        if database.url.starts_with("sqlite") {
            drop(transaction);
        } else {
            transaction.commit().await.expect_err("a commit over a connection that is gone");
        }
        assert_eq!(program.held(event.id, rows[0].id).await, Selection::empty());
        assert_eq!(program.register(event.id, rows[1].id, &[a]).await, []);
        program.assert_sound().await;
    }

    async fn connections_cut_in_the_middle_of_it_all_make_no_answer_a_lie(database) {
        let program = Program::with_event(&database, &[("A", &["m1"], 40)], 60).await;
        let event = program.event().await.id;
        let [a] = *program.workshops().await else { panic!("one workshop") };
        let mut clicks = JoinSet::new();
        for row in program.students().await {
            let program = program.clone();
            clicks.spawn(async move {
                let request = Request::of_student(row.id, vec![a].into());
                (row.id, program.services.engine.register(event, request).await)
            });
        }
        for _ in 0..5 {
            database.cut_connections().await;
            tokio::task::yield_now().await;
        }
        while let Some(click) = clicks.join_next().await {
            let (student, answer) = click.expect("a click");
            // Who got no answer may have his seat or not, and may ask again; who got one can rely on it.
            let Ok(answer) = answer else { continue };
            let held = program.held(event, student).await;
            assert_eq!(held.contains(a), answer.violations.is_empty());
        }
        for row in program.students().await {
            let violations = program.register(event, row.id, &[a]).await;
            assert_eq!(program.held(event, row.id).await.contains(a), violations.is_empty());
        }
        assert_eq!(program.registered(event, a).await, 40);
        program.assert_sound().await;
    }

    async fn what_was_stored_though_its_commit_got_no_answer_is_not_called_stale(database) {
        if database.is_sqlite() {
            return;
        }
        let program = Program::with_event(&database, &[("A", &["m1"], 5), ("B", &["m1"], 5)], 1).await;
        let event = program.event().await.id;
        let [a, b] = *program.workshops().await else { panic!("two workshops") };
        let student = program.students().await.remove(0).id;
        let proxy = database.proxy();
        let served = program_by(&proxy).await;
        let wish = async |selection: Selection, only_if: Selection| {
            let request = Request { only_if: Some(only_if), ..Request::of_student(student, selection) };
            let answer = served.services.engine.register(event, request).await.expect("an answer");
            assert_eq!(answer.violations, []);
            answer.is_stale
        };
        let [of_a, of_b] = [a, b].map(|workshop| Selection::from(vec![workshop]));
        proxy.lose_next_commit(|| ());
        assert!(!wish(of_a.clone(), Selection::empty()).await, "it was stored, and nobody else did");
        assert_eq!(program.held(event, student).await, of_a);
        let decisions = program.services.store.decisions(event).await.expect("decisions");
        assert_eq!(decisions.len(), 2, "the commit was lost, and decided again");
        // Whose request is stale from the beginning is told so, even if he holds what he asks for.
        assert!(wish(of_a.clone(), Selection::empty()).await);
        // And who would change what he holds, after a commit that was lost too.
        proxy.lose_next_commit(|| ());
        assert!(wish(of_b, Selection::empty()).await);
        assert_eq!(program.held(event, student).await, of_a);
        program.assert_sound().await;
    }

    async fn who_was_in_time_when_his_commit_was_lost_is_not_late_when_it_is_decided_again(database) {
        if database.is_sqlite() {
            return;
        }
        let program = Program::with_event(&database, WORKSHOPS, 2).await;
        let event = program.event().await.id;
        let [a] = *program.workshops().await else { panic!("one workshop") };
        let [in_time, late] = &program.students().await[..] else { panic!("two students") };
        let (last_moment, closing) = (NOW.plus_seconds(59), NOW.plus_seconds(60));
        schedule(&program, [NOW, closing]).await;
        let proxy = database.proxy();
        let served = program_by(&proxy).await;
        served.clock.set(last_moment);
        let clock = Arc::clone(&served.clock);
        proxy.lose_next_commit(move || clock.set(closing));
        assert_eq!(served.register(event, in_time.id, &[a]).await, []);
        assert_eq!(served.held(event, in_time.id).await, vec![a].into());
        let decisions = served.services.store.decisions(event).await.expect("decisions");
        let times: Vec<Timestamp> = decisions.iter().map(|decision| decision.at).collect();
        assert_eq!(times, [last_moment, last_moment], "the commit was lost, and decided again");
        let refused = served.register(event, late.id, &[a]).await;
        assert!(matches!(refused[..], [Violation::NotOpen { .. }]), "{refused:?}");
        program.assert_sound().await;
    }

    async fn a_clock_that_jumps_opens_and_closes_by_what_it_shows_and_takes_nothing_away(database) {
        let program = Program::with_event(&database, &[("A", &["m1"], 5), ("B", &["m1"], 5)], 1).await;
        let event = program.event().await;
        let [a, b] = *program.workshops().await else { panic!("two workshops") };
        let student = program.students().await.remove(0).id;
        let hour = |number: i64| NOW.plus_seconds(number * 3600);
        schedule(&program, [hour(1), hour(3)]).await;
        // Forward and back, further than it ever should.
        let mut held = Selection::empty();
        for (shown, wanted, is_open) in [
            (0, a, false), (2, a, true), (-8760, b, false), (2, b, true), (4, a, false), (87_600, a, false),
            (1, a, true), (0, b, false), (2, b, true),
        ] {
            program.clock.set(hour(shown));
            let violations = program.register(event.id, student, &[wanted]).await;
            assert_eq!(violations.is_empty(), is_open, "at hour {shown}: {violations:?}");
            if is_open {
                held = vec![wanted].into();
            }
            assert_eq!(program.held(event.id, student).await, held);
        }
        program.assert_sound().await;
    }

    async fn columns_that_another_process_adds_disturb_nothing_that_is_asked(database) {
        let program = Program::with_event(&database, &[("A", &["m1"], 5), ("B", &["m1"], 5)], 2).await;
        let event = program.event().await;
        let workshops = program.workshops().await;
        let rows = program.students().await;
        let store = &program.services.store;
        let tables = ["event", "moment", "student_group", "workshop", "link", "student", "registration", "decision"];
        // More rounds than there are connections, so that each has everything prepared.
        for round in 0..40 {
            if round == 20 {
                for table in tables {
                    database.run(format!("alter table {table} add column later integer")).await.expect("a column");
                }
            }
            assert_eq!(store.event(event.id).await.expect("an event").0, event);
            assert_eq!(program.students().await, rows);
            for row in &rows {
                assert_eq!(store.student(row.id).await.expect("a store").as_ref(), Some(row));
                assert_eq!(store.student_by_key(&row.key).await.expect("a store").as_ref(), Some(row));
                let together = store.students_and_standings(event.id, &[row.id]).await.expect("students");
                assert_eq!(&together[0].0, row);
            }
            let wanted = workshops[round % 2];
            assert_eq!(program.register(event.id, rows[0].id, &[wanted]).await, []);
            assert_eq!(program.registered(event.id, wanted).await, 1);
        }
        program.assert_sound().await;
    }
}

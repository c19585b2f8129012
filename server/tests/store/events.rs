//! Events: made, changed, read and deleted, with what the log and the record keep of it.

use crate::{
    fixture::{NOW, Program, SLUG, document},
    on_every_database,
};
use domain::{Event, EventId, Link, LinkKind, Slug};
use tokio::task::JoinSet;
use workshops_server::{error::Error, store::References};

const WORKSHOPS: &[(&str, &[&str], u32)] = &[("A", &["m1"], 3), ("B", &["m1", "m2"], 4), ("C", &["m3"], 100_000)];

fn slug(text: &str) -> Slug {
    text.parse().expect("a slug")
}

/// Saves an event as it is to be.
async fn save(program: &Program, before: &Event, after: &Event) -> Result<(), Error> {
    let mut transaction = program.services.store.begin_event(before.id).await?;
    transaction.save_event(before, after, References::default()).await?;
    transaction.commit().await
}

on_every_database! {
    async fn an_event_comes_back_as_it_was_written(database) {
        let program = Program::on(&database).await;
        let mut document = document(SLUG, WORKSHOPS);
        document["title"] = "Ünïcode 😀 'quotes' \"double\" \\ % _ ;--".into();
        document["intro"] = "regel 1\nregel 2\t😀".repeat(200).into();
        document["links"] = serde_json::json!([{ "a": "B", "b": "C", "kind": "exclusive" }]);
        document["workshops"][1]["groups"] = serde_json::json!(["geen", "alle"]);
        document["opens_at"] = "1969-12-31T23:59:59+00:00".into();
        document["closes_at"] = "9000-01-01T00:00:00+00:00".into();
        let id = program.services.import_event(document.to_string().as_bytes(), "test").await.expect("an event");
        let (event, version) = program.services.store.event(id).await.expect("an event");
        assert_eq!(event.title, document["title"]);
        assert_eq!(event.intro, document["intro"]);
        assert_eq!(event.availability.opens_at.map(domain::Timestamp::as_micros), Some(-1_000_000));
        assert_eq!(event.moments.iter().map(|m| m.name.as_str()).collect::<Vec<_>>(), ["m1", "m2", "m3"]);
        assert_eq!(event.workshops[1].moments, [event.moments[0].id, event.moments[1].id]);
        assert_eq!(event.workshops[1].groups, [event.groups[0].id, event.groups[1].id], "in the groups' order");
        assert_eq!(event.workshops[2].capacity, 100_000);
        let link = Link { a: event.workshops[1].id, b: event.workshops[2].id, kind: LinkKind::Exclusive };
        assert_eq!(event.links, [link]);
        let references = program.services.store.references(id).await.expect("references");
        assert_eq!(references[2], ["A", "B", "C"]);
        let state = program.services.store.event_state(id).await.expect("a store").expect("an event");
        assert_eq!((state.id, state.version), (id, version));
    }

    async fn events_are_found_by_slug_and_listed_newest_first(database) {
        let program = Program::with_event(&database, WORKSHOPS, 0).await;
        program.clock.set(NOW.plus_seconds(1));
        let newer = program.add_event("nieuwer", WORKSHOPS, 0).await;
        let store = &program.services.store;
        let events: Vec<EventId> = store.events().await.expect("events").into_iter().map(|state| state.id).collect();
        assert_eq!(events, [newer, program.event().await.id]);
        for unknown in ["KLEIN", "klein ", "klein\0", "kl%in", "", "😀"] {
            assert!(store.event_by_slug(unknown).await.expect("a store").is_none(), "{unknown:?}");
        }
        let nobody = EventId::from_u128(1);
        assert!(store.event_state(nobody).await.expect("a store").is_none());
        assert!(matches!(store.event(nobody).await, Err(Error::NotFound)));
        assert!(matches!(store.begin_event(nobody).await, Err(Error::NotFound)));
        assert!(matches!(store.delete_event(nobody, "test", NOW).await, Err(Error::NotFound)));
        assert!(matches!(store.note_cards_made(nobody, 1, "test", NOW).await, Err(Error::NotFound)));
        assert_eq!(store.cards_made_at(nobody).await.expect("a store"), None);
    }

    async fn one_slug_wanted_by_many_at_once_goes_to_one(database) {
        let programs = [Program::on(&database).await, Program::on(&database).await];
        let mut wishes = JoinSet::new();
        for number in 0..8 {
            let program = programs[number % 2].clone();
            wishes.spawn(async move {
                let document = document(SLUG, WORKSHOPS).to_string();
                program.services.import_event(document.as_bytes(), "test").await
            });
        }
        let mut made = 0;
        while let Some(wish) = wishes.join_next().await {
            match wish.expect("a wish") {
                Ok(_) => made += 1,
                Err(Error::SlugTaken(taken)) => assert_eq!(taken, slug(SLUG)),
                Err(error) => panic!("{error}"),
            }
        }
        assert_eq!(made, 1);
        assert_eq!(programs[0].services.store.events().await.expect("events").len(), 1);
    }

    async fn what_changes_is_saved_and_the_rest_stays(database) {
        let program = Program::with_event(&database, WORKSHOPS, 2).await;
        let before = program.event().await;
        let student = program.students().await.remove(0).id;
        assert_eq!(program.register(before.id, student, &[before.workshops[1].id, before.workshops[2].id]).await, []);
        let mut after = before.clone();
        after.title = "Anders".to_owned();
        after.slug = slug("Anders");
        after.moments.swap(0, 2);
        after.moments.push(domain::Moment { id: program.services.new_id(), name: "m4".to_owned(), ..before.moments[0].clone() });
        after.groups.remove(1);
        after.groups.insert(0, domain::Group { id: program.services.new_id(), name: "Nieuw".to_owned() });
        after.workshops.remove(0);
        after.workshops.reverse();
        after.workshops[0].cancelled = true;
        after.workshops[1].moments = vec![after.moments[2].id, after.moments[3].id];
        after.workshops[1].groups = vec![after.groups[0].id];
        after.links = vec![Link { a: after.workshops[1].id, b: after.workshops[0].id, kind: LinkKind::Together }];
        save(&program, &before, &after).await.expect("a change");
        let (stored, version) = program.services.store.event(before.id).await.expect("an event");
        assert_eq!(stored, after);
        assert!(program.services.store.event_by_slug("Anders").await.expect("a store").is_some());
        save(&program, &stored, &stored).await.expect("no change");
        let state = program.services.store.event_state(before.id).await.expect("a store").expect("an event");
        assert_eq!(state.version, version + 1, "whoever holds a prepared event sees by it");
        let references = program.services.store.references(before.id).await.expect("references");
        assert_eq!(references[0], ["m3", "m2", "m1", "r1"]);
        assert_eq!(program.held(before.id, student).await.len(), 2);
    }

    async fn what_has_registrations_isnt_deleted_nor_shrunk_below_them(database) {
        let program = Program::with_event(&database, WORKSHOPS, 1).await;
        let before = program.event().await;
        let student = program.students().await.remove(0).id;
        assert_eq!(program.register(before.id, student, &[before.workshops[1].id, before.workshops[2].id]).await, []);
        let mut without = before.clone();
        without.workshops.remove(1);
        assert!(matches!(save(&program, &before, &without).await, Err(Error::Database(_))));
        let mut smaller = before.clone();
        smaller.workshops[1].capacity = 0;
        assert!(matches!(save(&program, &before, &smaller).await, Err(Error::Database(_))));
        let mut doubled = before.clone();
        doubled.slug = slug("ander");
        program.add_event("ander", WORKSHOPS, 0).await;
        let error = save(&program, &before, &doubled).await.expect_err("a slug of another");
        assert!(error.is_double() && !error.is_passing());
        assert_eq!(program.event().await, before, "a refused change changes nothing");
        program.assert_sound().await;
    }

    async fn a_deleted_event_takes_everything_along_and_leaves_the_others(database) {
        let program = Program::with_event(&database, WORKSHOPS, 5).await;
        let other = program.add_event("ander", WORKSHOPS, 5).await;
        let event = program.event().await;
        for student in program.students().await {
            let wanted = [event.workshops[1].id, event.workshops[2].id];
            program.register(event.id, student.id, &wanted).await;
        }
        let store = &program.services.store;
        store.note_cards_made(event.id, 5, "admin", NOW).await.expect("cards");
        assert_eq!(store.cards_made_at(event.id).await.expect("a store"), Some(NOW));
        store.delete_event(event.id, "admin", NOW).await.expect("a deleted event");
        assert!(store.event_by_slug(SLUG).await.expect("a store").is_none());
        for table in ["moment", "student_group", "workshop", "workshop_moment", "student", "registration", "decision"] {
            let count = format!("select count(*) from {table} where event_id = '{}'", event.id);
            assert_eq!(database.number(&count).await, 0, "{table}");
        }
        assert_eq!(store.students(other).await.expect("students").len(), 5);
        let record = store.records(None, None, 10).await.expect("a record");
        assert_eq!((record.len(), record[0].action.as_str(), record[0].by_whom.as_str()), (1, "delete-event", "admin"));
        assert!(record[0].before.contains(SLUG) && record[0].after.is_empty());
        program.assert_sound().await;
    }

    async fn the_record_is_read_newest_first_and_in_parts(database) {
        let program = Program::with_event(&database, WORKSHOPS, 0).await;
        let event = program.event().await.id;
        let store = &program.services.store;
        for number in 1..=5 {
            let mut transaction = store.begin_event(event).await.expect("a transaction");
            let after = format!("{{\"number\":{number}}}");
            transaction.record("test", ["", &after], "admin", NOW).await.expect("an entry");
            transaction.commit().await.expect("a commit");
        }
        let newest = store.records(Some(event), None, 2).await.expect("a record");
        assert_eq!(newest.iter().map(|row| row.after.as_str()).collect::<Vec<_>>(), ["{\"number\":5}", "{\"number\":4}"]);
        let older = store.records(Some(event), Some(newest[1].number), 2).await.expect("a record");
        assert_eq!(older.iter().map(|row| row.after.as_str()).collect::<Vec<_>>(), ["{\"number\":3}", "{\"number\":2}"]);
        assert_eq!(store.records(None, None, 10).await.expect("a record"), []);
    }

    async fn what_isnt_committed_never_was(database) {
        let program = Program::with_event(&database, WORKSHOPS, 0).await;
        let before = program.event().await;
        let mut after = before.clone();
        after.title = "Anders".to_owned();
        let store = &program.services.store;
        let mut transaction = store.begin_event(before.id).await.expect("a transaction");
        transaction.save_event(&before, &after, References::default()).await.expect("a change");
        assert_eq!(program.event().await, before, "nobody else sees it before");
        drop(transaction);
        let mut transaction = store.begin_event(before.id).await.expect("the lock is free again");
        assert_eq!(transaction.event().await.expect("an event"), before);
        // A statement that fails spoils the whole: what came before it isn't stored by committing all the same.
        transaction.save_event(&before, &after, References::default()).await.expect("a change");
        let mut broken = after.clone();
        broken.moments[0].id = program.services.new_id();
        broken.workshops[0].moments = vec![domain::MomentId::from_u128(1)];
        transaction.save_event(&after, &broken, References::default()).await.expect_err("a moment that isn't there");
        transaction.commit().await.expect_err("a commit");
        assert_eq!(program.event().await, before);
    }

    async fn a_password_is_made_once_and_raised_by_each_that_follows(database) {
        let programs = [Program::on(&database).await, Program::on(&database).await];
        let store = &programs[0].services.store;
        assert!(store.account("admin").await.expect("a store").is_none());
        let mut wishes = JoinSet::new();
        for number in 0..6 {
            let program = programs[number % 2].clone();
            wishes.spawn(async move { program.services.store.set_password("admin", "hash", "test", NOW).await });
        }
        let mut versions = Vec::new();
        while let Some(wish) = wishes.join_next().await {
            versions.push(wish.expect("a wish").expect("a password"));
        }
        versions.sort_unstable();
        assert_eq!(versions, [1, 2, 3, 4, 5, 6]);
        let account = store.account("admin").await.expect("a store").expect("an account");
        assert_eq!((account.name.as_str(), account.password_hash.as_str(), account.version), ("admin", "hash", 6));
        assert!(store.account("Admin").await.expect("a store").is_none());
        assert_eq!(store.records(None, None, 10).await.expect("a record").len(), 6);
    }
}

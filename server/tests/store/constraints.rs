//! What the schema forbids, whatever the program does.

use crate::{databases::Database, on_every_database};
use workshops_server::store::{Missing, Store};

/// An event with two workshops of one seat, another event, and two students.
async fn fill(database: &Database) {
    Store::open(&database.url, Missing::Make).await.expect("a store").close().await;
    for statement in [
        "insert into event (id, slug, title, intro, state, created_at) values ('e', 'e', 'E', '', 'open', 0), ('f', 'f', 'F', '', 'open', 0)",
        "insert into moment (id, event_id, position, reference, name, required) values ('m', 'e', 0, 'm', 'M', 1), ('n', 'f', 0, 'm', 'M', 1)",
        "insert into student_group (id, event_id, position, reference, name) values ('g', 'e', 0, 'g', 'G'), ('h', 'f', 0, 'g', 'G')",
        "insert into workshop (id, event_id, position, reference, title, description, capacity, location, host, cancelled) \
         values ('w', 'e', 0, 'w', 'W', '', 1, '', '', 0), ('x', 'e', 1, 'x', 'X', '', 1, '', '', 0), ('y', 'f', 0, 'w', 'Y', '', 1, '', '', 0)",
        "insert into student (id, event_id, group_id, name, class, \"key\", key_generated, created_at) \
         values ('s', 'e', 'g', 'S', '1A', 'KEYS', 1, 0), ('t', 'e', 'g', 'T', '1A', 'KEYT', 1, 0)",
        "insert into registration (event_id, student_id, workshop_id, registered_at) values ('e', 's', 'w', 0)",
    ] {
        database.run(statement).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
    }
}

async fn refused(database: &Database, statement: &str) {
    let outcome = database.run(statement).await;
    assert!(matches!(outcome, Err(sqlx::Error::Database(_))), "{statement}: {outcome:?}");
}

async fn taken(database: &Database, workshop: &str) -> i64 {
    database.number(&format!("select taken from workshop where id = '{workshop}'")).await
}

on_every_database! {
    async fn a_seat_too_many_is_an_error(database) {
        fill(&database).await;
        let insert = "insert into registration (event_id, student_id, workshop_id, registered_at";
        refused(&database, &format!("{insert}) values ('e', 't', 'w', 0)")).await;
        refused(&database, "update workshop set capacity = 0 where id = 'w'").await;
        refused(&database, "update workshop set taken = 2 where id = 'w'").await;
        refused(&database, "update workshop set taken = -1 where id = 'w'").await;
        refused(&database, "update workshop set capacity = -1 where id = 'x'").await;
        refused(&database, "update registration set workshop_id = 'x'").await;
        refused(&database, "update registration set extra_seat = 1").await;
        database.run(format!("{insert}, extra_seat) values ('e', 't', 'w', 0, 1)")).await.expect("beyond the capacity");
        assert_eq!(taken(&database, "w").await, 1);
        database.run("delete from registration where student_id = 's'").await.expect("giving up");
        assert_eq!(taken(&database, "w").await, 0);
        database.run("delete from registration").await.expect("giving up");
        assert_eq!(taken(&database, "w").await, 0, "an extra seat isn't given back");
    }

    async fn many_rows_in_one_statement_are_counted_one_by_one(database) {
        fill(&database).await;
        let insert = "insert into registration (event_id, student_id, workshop_id, registered_at, extra_seat) values";
        // One too many among several: nothing of the statement holds.
        refused(&database, &format!("{insert} ('e', 't', 'x', 0, 0), ('e', 't', 'w', 0, 0)")).await;
        assert_eq!([taken(&database, "w").await, taken(&database, "x").await], [1, 0]);
        database.run(format!("{insert} ('e', 't', 'x', 0, 0), ('e', 't', 'w', 0, 1)")).await.expect("seats");
        assert_eq!([taken(&database, "w").await, taken(&database, "x").await], [1, 1]);
        database.run("delete from registration where event_id = 'e'").await.expect("giving up");
        assert_eq!([taken(&database, "w").await, taken(&database, "x").await], [0, 0]);
    }

    async fn whatever_removes_a_student_gives_his_seats_back_or_is_refused(database) {
        fill(&database).await;
        // MariaDB's cascades fire no triggers: there it must be refused.
        let removed = database.run("delete from student where id = 's'").await.is_ok();
        assert_eq!(taken(&database, "w").await, i64::from(!removed));
        let registered = database.number("select count(*) from registration").await;
        assert_eq!(registered, i64::from(!removed));
    }

    async fn texts_are_compared_byte_by_byte(database) {
        fill(&database).await;
        for (slug, known) in [("e", 1), ("E", 0), ("e ", 0), ("é", 0)] {
            let found = database.number(&format!("select count(*) from event where slug = '{slug}'")).await;
            assert_eq!(found, known, "{slug:?}");
        }
        database
            .run(
                "insert into event (id, slug, title, intro, state, created_at) \
                 values ('E', 'E', 'E', '', 'open', 0), ('é', 'e ', 'E', '', 'open', 0)",
            )
            .await
            .expect("other ids and other slugs");
        database
            .run(
                "insert into student (id, event_id, group_id, name, class, number, \"key\", key_generated, created_at) \
                 values ('S', 'e', 'g', 'S', '', 'a', 'keys', 1, 0), ('s ', 'e', 'g', 'S', '', 'A', 'KEYS ', 1, 0), \
                 ('ß', 'e', 'g', 'S', '', 'á', 'KÉYS', 1, 0), ('ss', 'e', 'g', '😀', '', 'a ', '🔑🔑🔑🔑', 1, 0)",
            )
            .await
            .expect("other keys and other numbers");
        refused(&database, "update event set state = 'OPEN'").await;
    }

    async fn double_dangling_and_mixed_rows_are_errors(database) {
        fill(&database).await;
        let student = "insert into student (id, event_id, group_id, name, class, number, \"key\", key_generated, created_at)";
        database.run(format!("{student} values ('n', 'e', 'g', 'N', '', '12', 'KEYN', 1, 0)")).await.expect("a student");
        for statement in [
            "insert into registration (event_id, student_id, workshop_id, registered_at) values ('e', 's', 'w', 1)",
            "insert into registration (event_id, student_id, workshop_id, registered_at) values ('e', 's', 'nothing', 1)",
            "insert into registration (event_id, student_id, workshop_id, registered_at) values ('e', 'nobody', 'x', 1)",
            "insert into registration (event_id, student_id, workshop_id, registered_at) values ('e', 's', 'y', 1)",
            "insert into registration (event_id, student_id, workshop_id, registered_at) values ('f', 's', 'y', 1)",
            "insert into workshop_moment (event_id, workshop_id, moment_id) values ('e', 'w', 'n')",
            "insert into workshop_group (event_id, workshop_id, group_id) values ('e', 'w', 'h')",
            "insert into student (id, event_id, group_id, name, class, \"key\", key_generated, created_at) values ('u', 'e', 'h', 'U', '', 'KEYU', 1, 0)",
            "insert into student (id, event_id, group_id, name, class, \"key\", key_generated, created_at) values ('u', 'f', 'h', 'U', '', 'KEYS', 1, 0)",
            "insert into link (event_id, position, a, b, kind, low, high) values ('e', 0, 'w', 'w', 'together', 'w', 'w')",
            "insert into link (event_id, position, a, b, kind, low, high) values ('e', 0, 'w', 'y', 'together', 'w', 'y')",
            "delete from workshop where id = 'w'",
            "update event set state = 'ajar'",
            "update moment set required = 2",
            "update student set created_at = 'yesterday'",
            "insert into event (id, slug, title, intro, state, created_at) values ('g', 'e', 'G', '', 'open', 0)",
            "insert into workshop_moment (event_id, workshop_id, moment_id) values ('e', 'w', 'nothing')",
            "insert into workshop_moment (event_id, workshop_id, moment_id) values ('e', 'w', 'm'), ('e', 'w', 'm')",
            "insert into moment (id, event_id, position, reference, name, required) values ('o', 'e', 0, 'o', 'O', 1)",
            "insert into moment (id, event_id, position, reference, name, required) values ('o', 'e', 1, 'm', 'O', 1)",
            "insert into moment (id, event_id, position, reference, name, required) values ('o', 'nothing', 0, 'o', 'O', 1)",
            "insert into student_group (id, event_id, position, reference, name) values ('i', 'e', 0, 'i', 'I')",
            "update workshop set event_id = 'f' where id = 'w'",
            "update workshop set cancelled = 2",
            "update workshop set title = null",
            "update student set number = '12' where id = 's'",
            "update student set key_generated = 2",
            "update student set \"key\" = 'KEYT' where id = 's'",
            "insert into link (event_id, position, a, b, kind, low, high) values ('e', 0, 'w', 'x', 'maybe', 'w', 'x')",
            "insert into link (event_id, position, a, b, kind, low, high) values ('e', 0, 'w', 'x', 'together', 'a', 'x')",
            "insert into link (event_id, position, a, b, kind, low, high) values ('e', 0, 'x', 'w', 'together', 'x', 'w')",
            "insert into decision (event_id, student_id, at, by_whom, requested, accepted, violations) \
             values ('nothing', 's', 0, '', '', 1, '')",
            "insert into decision (event_id, student_id, at, by_whom, requested, accepted, violations) \
             values ('e', 's', 0, '', '', 2, '')",
            "insert into record (event_id, at, by_whom, action, \"before\", \"after\") values ('nothing', 0, '', '', '', '')",
            "insert into account (name, password_hash, changed_at) values ('a', '', 0), ('a', '', 0)",
            "delete from student_group where id = 'g'",
        ] {
            refused(&database, statement).await;
        }
        let link = "insert into link (event_id, position, a, b, kind, low, high) values";
        database.run(format!("{link} ('e', 0, 'w', 'x', 'together', 'w', 'x')")).await.expect("a link");
        refused(&database, &format!("{link} ('e', 1, 'x', 'w', 'exclusive', 'w', 'x')")).await;
    }
}

//! Copying an installation into another database, there and back.

use crate::{
    databases::{Database, Raw, Server},
    fixture::{NOW, Program, SLUG},
};
use domain::{Held, Violation};
use workshops_server::{
    engine::{By, Request},
    error::Error,
    service::copying::copy,
};

const EVENT: &[u8] = include_bytes!("../../example/event.json");
const STUDENTS: &[u8] = include_bytes!("../../example/students.csv");

/// Something of everything: two events, registrations with and without marks, refusals, links, an account, a record, an
/// event that was deleted.
async fn fill(database: &Database) -> Program {
    let program = Program::with_event(database, &[("Vol", &["m1"], 1), ("Ruim", &["m1"], 9)], 3).await;
    let event = program.event().await;
    let [full, roomy] = *program.workshops().await else { panic!("two workshops") };
    let rows = program.students().await;
    assert_eq!(program.register(event.id, rows[0].id, &[roomy]).await, []);
    let by = By::Admin { name: "admin".to_owned(), despite_full: true, despite_group: true };
    for row in &rows[1..] {
        let request = Request { by: by.clone(), ..Request::of_student(row.id, vec![full].into()) };
        program.services.engine.register(event.id, request).await.expect("a placing");
    }
    let refused = program.register(event.id, rows[0].id, &[full]).await;
    assert!(matches!(&refused[..], [Violation::Full { .. }, ..]), "{refused:?}");
    let standing = program.services.store.standing(event.id, rows[2].id).await.expect("a standing");
    assert_ne!(standing.held, Held { extra_seat: domain::Selection::empty(), ..standing.held.clone() });
    let example = program.services.import_event(EVENT, "test").await.expect("an event");
    let (_, plan) = program.services.plan_import_into(example, STUDENTS).await.expect("a plan").expect("a file");
    program.services.carry_out_import(example, &plan, "test", None).await.expect("students");
    let store = &program.services.store;
    store.note_cards_made(event.id, 3, "admin", NOW).await.expect("cards");
    store.set_password("admin", "hash 😀", "test", NOW).await.expect("a password");
    let gone = program.add_event("weg", &[("A", &["m1"], 5)], 2).await;
    store.delete_event(gone, "admin", NOW).await.expect("a deleted event");
    program
}

/// Everything in a SQLite database: each table's rows with all their columns, whatever columns there are.
async fn dump(database: &Database) -> Vec<String> {
    let Raw::Sqlite(pool) = &database.raw else { panic!("a SQLite database") };
    let names = "select name from sqlite_schema where type = 'table' and name not like '%sqlite%' \
                 and name not like '%sqlx%' order by name";
    let tables: Vec<String> = sqlx::query_scalar(names).fetch_all(pool).await.expect("tables");
    assert_eq!(tables.len(), 12, "{tables:?}");
    let mut lines = Vec::new();
    for table in tables {
        let columns: String = sqlx::query_scalar(
            "select group_concat('quote(\"' || name || '\")', ' || '' '' || ') from pragma_table_info(?)",
        )
        .bind(&table)
        .fetch_one(pool)
        .await
        .expect("columns");
        let rows = format!("select '{table}: ' || {columns} as line from \"{table}\" order by line");
        let rows: Vec<String> =
            sqlx::query_scalar(sqlx::AssertSqlSafe(rows)).fetch_all(pool).await.expect("the rows of a table");
        assert_ne!(rows, Vec::<String>::new(), "{table}");
        lines.extend(rows);
    }
    lines
}

/// Copies a filled SQLite database over these servers and back into another, and compares every value.
async fn there_and_back(over: &[Server]) {
    let first = Database::new(Server::Sqlite).await;
    let program = fill(&first).await;
    let before = dump(&first).await;
    program.services.store.close().await;
    let mut on_the_way = vec![first];
    for &server in over.iter().chain(&[Server::Sqlite]) {
        let next = Database::new(server).await;
        let last = on_the_way.last().expect("a database");
        let copied = copy(&last.url, &next.url).await.expect("a copy");
        assert_eq!(copied.findings.broken, Vec::<String>::new());
        assert_eq!((copied.findings.events, copied.findings.registered), (2, 3));
        for (table, rows) in copied.tables {
            assert_eq!(next.number(&format!("select count(*) from {table}")).await, rows, "{table}");
        }
        on_the_way.push(next);
    }
    assert_eq!(dump(on_the_way.last().expect("a database")).await, before);
    // Every one of them goes on where the first stopped: numbers, versions, sessions, seats.
    for database in on_the_way {
        let program = Program::on(&database).await;
        let event = program.event().await;
        let rows = program.students().await;
        let latest = program.services.store.records(Some(event.id), None, 1).await.expect("a record").remove(0);
        let highest = database.number("select max(id) from record").await;
        assert_eq!(program.register(event.id, rows[0].id, &[]).await, []);
        program.services.store.note_cards_made(event.id, 1, "admin", NOW).await.expect("cards");
        let newest = program.services.store.records(Some(event.id), None, 1).await.expect("a record").remove(0);
        assert!(newest.number > highest && highest >= latest.number);
        let decisions = program.services.store.decisions(event.id).await.expect("decisions");
        assert_eq!(decisions.last().map(|decision| decision.student), Some(rows[0].id));
        assert_eq!(program.services.store.set_password("admin", "hash", "test", NOW).await.expect("a password"), 2);
        program.assert_sound().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn from_sqlite_to_postgres_and_back_nothing_changes() {
    there_and_back(&[Server::Postgres]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn from_sqlite_to_mariadb_and_back_nothing_changes() {
    there_and_back(&[Server::MySql]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn from_mariadb_to_postgres_and_from_postgres_to_mariadb_nothing_changes() {
    there_and_back(&[Server::MySql, Server::Postgres, Server::MySql]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_empty_target_or_no_source_is_refused_and_left_as_it_is() {
    let from = Database::new(Server::Sqlite).await;
    fill(&from).await.services.store.close().await;
    for server in [Server::Sqlite, Server::Postgres, Server::MySql] {
        let to = Database::new(server).await;
        let nowhere = copy(&to.url, &from.url).await.expect_err("an empty source");
        assert!(matches!(&nowhere, Error::Setup(words) if words.contains("workshops init")), "{nowhere}");
        let program = Program::on(&to).await;
        program.services.store.set_password("admin", "hash", "test", NOW).await.expect("a password");
        let refused = copy(&from.url, &to.url).await.expect_err("a target with an account");
        assert!(matches!(&refused, Error::Setup(words) if words.contains("isn't empty")), "{refused}");
        assert_eq!(to.number("select count(*) from event").await, 0);
    }
}

/// What the source's schema didn't forbid, the target's does: then nothing arrives.
#[tokio::test(flavor = "multi_thread")]
async fn a_source_that_is_broken_arrives_nowhere() {
    let from = Database::new(Server::Sqlite).await;
    fill(&from).await.services.store.close().await;
    from.run(format!(
        "pragma foreign_keys = off; update registration set workshop_id = 'nowhere' where event_id = \
         (select id from event where slug = '{SLUG}')"
    ))
    .await
    .expect_err("the trigger forbids it");
    from.run("pragma foreign_keys = off; drop trigger registration_is_replaced").await.expect("a trigger less");
    from.run("update registration set workshop_id = 'nowhere' where extra_seat = 1").await.expect("a broken row");
    for server in [Server::Postgres, Server::MySql] {
        let to = Database::new(server).await;
        copy(&from.url, &to.url).await.expect_err("a row that points at nothing");
        assert_eq!(to.number("select count(*) from event").await, 0);
    }
}

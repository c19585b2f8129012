//! What the schema forbids, whatever the program does.

use sqlx::SqlitePool;
use tempfile::TempDir;
use workshops_server::store::{Missing, Store};

/// An event with two workshops of one seat, another event, and two students.
async fn database() -> (TempDir, SqlitePool) {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite://{}", folder.path().join("test.db").display());
    Store::open(&url, Missing::Make).await.expect("a store").close().await;
    let pool = SqlitePool::connect(&url).await.expect("a database");
    for statement in [
        "insert into event (id, slug, title, intro, state, created_at) values ('e', 'e', 'E', '', 'open', 0), ('f', 'f', 'F', '', 'open', 0)",
        "insert into moment (id, event_id, position, reference, name, required) values ('m', 'e', 0, 'm', 'M', 1), ('n', 'f', 0, 'm', 'M', 1)",
        "insert into student_group (id, event_id, position, reference, name) values ('g', 'e', 0, 'g', 'G'), ('h', 'f', 0, 'g', 'G')",
        "insert into workshop (id, event_id, position, reference, title, description, capacity, location, host, cancelled) \
         values ('w', 'e', 0, 'w', 'W', '', 1, '', '', 0), ('x', 'e', 1, 'x', 'X', '', 1, '', '', 0), ('y', 'f', 0, 'w', 'Y', '', 1, '', '', 0)",
        "insert into student (id, event_id, group_id, name, class, key, key_generated, created_at) \
         values ('s', 'e', 'g', 'S', '1A', 'KEYS', 1, 0), ('t', 'e', 'g', 'T', '1A', 'KEYT', 1, 0)",
        "insert into registration (event_id, student_id, workshop_id, registered_at) values ('e', 's', 'w', 0)",
    ] {
        sqlx::query(statement).execute(&pool).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
    }
    (folder, pool)
}

async fn refused(pool: &SqlitePool, statement: &'static str) {
    let outcome = sqlx::query(statement).execute(pool).await;
    assert!(matches!(outcome, Err(sqlx::Error::Database(_))), "{statement}: {outcome:?}");
}

#[tokio::test]
async fn a_seat_too_many_is_an_error() {
    let (_folder, pool) = database().await;
    refused(
        &pool,
        "insert into registration (event_id, student_id, workshop_id, registered_at) values ('e', 't', 'w', 0)",
    )
    .await;
    refused(&pool, "update workshop set capacity = 0 where id = 'w'").await;
    refused(&pool, "update workshop set taken = 2 where id = 'w'").await;
    refused(&pool, "update registration set workshop_id = 'x'").await;
    sqlx::query("insert into registration (event_id, student_id, workshop_id, registered_at, extra_seat) values ('e', 't', 'w', 0, 1)")
        .execute(&pool)
        .await
        .expect("an extra seat is beyond the capacity");
    sqlx::query("delete from registration where student_id = 's'").execute(&pool).await.expect("giving up");
    let taken: i64 =
        sqlx::query_scalar("select taken from workshop where id = 'w'").fetch_one(&pool).await.expect("a count");
    assert_eq!(taken, 0);
}

#[tokio::test]
async fn double_dangling_and_mixed_rows_are_errors() {
    let (_folder, pool) = database().await;
    for statement in [
        "insert into registration (event_id, student_id, workshop_id, registered_at) values ('e', 's', 'w', 1)",
        "insert into registration (event_id, student_id, workshop_id, registered_at) values ('e', 's', 'nothing', 1)",
        "insert into registration (event_id, student_id, workshop_id, registered_at) values ('e', 'nobody', 'x', 1)",
        "insert into registration (event_id, student_id, workshop_id, registered_at) values ('e', 's', 'y', 1)",
        "insert into registration (event_id, student_id, workshop_id, registered_at) values ('f', 's', 'y', 1)",
        "insert into workshop_moment (event_id, workshop_id, moment_id) values ('e', 'w', 'n')",
        "insert into workshop_group (event_id, workshop_id, group_id) values ('e', 'w', 'h')",
        "insert into student (id, event_id, group_id, name, class, key, key_generated, created_at) values ('u', 'e', 'h', 'U', '', 'KEYU', 1, 0)",
        "insert into student (id, event_id, group_id, name, class, key, key_generated, created_at) values ('u', 'f', 'h', 'U', '', 'KEYS', 1, 0)",
        "insert into link (event_id, position, a, b, kind, low, high) values ('e', 0, 'w', 'w', 'together', 'w', 'w')",
        "insert into link (event_id, position, a, b, kind, low, high) values ('e', 0, 'w', 'y', 'together', 'w', 'y')",
        "delete from workshop where id = 'w'",
        "update event set state = 'ajar'",
        "update moment set required = 2",
        "update student set created_at = 'yesterday'",
    ] {
        refused(&pool, statement).await;
    }
    sqlx::query(
        "insert into link (event_id, position, a, b, kind, low, high) values ('e', 0, 'w', 'x', 'together', 'w', 'x')",
    )
    .execute(&pool)
    .await
    .expect("a link");
    refused(
        &pool,
        "insert into link (event_id, position, a, b, kind, low, high) values ('e', 1, 'x', 'w', 'exclusive', 'w', 'x')",
    )
    .await;
}

//! Opening a database: new, old, broken off, of a newer program, or not there at all.

use crate::{
    databases::{Database, Server},
    fixture::Program,
    on_every_database,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use workshops_server::{
    error::Error,
    store::{Missing, Store},
};

async fn refusal(url: &str, missing: Missing) -> String {
    match Store::open(url, missing).await {
        Err(Error::Setup(words)) => words,
        other => panic!("{other:?}"),
    }
}

/// What is said of a server that can't be reached for a reason that may pass.
async fn unreachable(url: &str) -> String {
    match Store::open(url, Missing::Make).await {
        Err(Error::Unreachable(words)) => words,
        other => panic!("{other:?}"),
    }
}

/// The port of a server that says this to whoever connects, after it has heard something if so is asked, and hangs up.
async fn server_that_says(words: &'static [u8], hears_first: bool) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            if hears_first {
                client.read_u8().await.expect("a request");
            }
            client.write_all(words).await.expect("a client that listens");
            client.shutdown().await.expect("a client that listens");
            // Until it has gone, lest the words be lost with what it sent.
            let _ = client.read_to_end(&mut Vec::new()).await;
        }
    });
    port
}

on_every_database! {
    async fn an_empty_database_is_made_ready_only_where_it_is_asked_for(database) {
        let words = refusal(&database.url, Missing::Refuse).await;
        assert!(words.contains("workshops init"), "{words}");
        Store::open(&database.url, Missing::Make).await.expect("a store").close().await;
        let store = Store::open(&database.url, Missing::Refuse).await.expect("a store");
        store.ping().await.expect("an answer");
        assert_eq!(store.integrity().await.expect("a look"), Vec::<String>::new());
        store.close().await;
        store.ping().await.expect_err("an answer of a closed store");
    }

    async fn many_processes_that_start_at_once_make_it_ready_once(database) {
        let start = async || Store::open(&database.url, Missing::Make).await.expect("a store").ping().await;
        let (first, second, third, fourth) = tokio::join!(start(), start(), start(), start());
        for outcome in [first, second, third, fourth] {
            outcome.expect("an answer");
        }
        assert_eq!(database.number("select count(*) from _sqlx_migrations").await, 3);
    }

    async fn a_schema_newer_than_the_program_is_refused_and_left_as_it_is(database) {
        Store::open(&database.url, Missing::Make).await.expect("a store").close().await;
        let future = "insert into _sqlx_migrations (version, description, success, checksum, execution_time) \
                      select 9999, 'from the future', success, checksum, 0 from _sqlx_migrations where version = 1";
        database.run(future).await.expect("a migration");
        let words = refusal(&database.url, Missing::Make).await;
        assert!(words.contains("newer version of Workshops") && words.contains("9999"), "{words}");
        assert_eq!(database.number("select count(*) from _sqlx_migrations").await, 4);
    }

    async fn rows_that_point_at_nothing_are_found(database) {
        let program = Program::with_event(&database, &[("A", &["m1"], 5)], 1).await;
        let event = program.event().await.id;
        let group = "00000000-0000-0000-0000-000000000001";
        let statement = format!("update student set group_id = '{group}' where event_id = '{event}'");
        let statement = match database.url.split_once(':') {
            Some(("sqlite", _)) => format!("pragma foreign_keys = off; {statement}; pragma foreign_keys = on"),
            Some(("postgres", _)) => format!("set session_replication_role = replica; {statement}; reset session_replication_role"),
            _ => format!("set foreign_key_checks = 0; {statement}; set foreign_key_checks = 1"),
        };
        database.run(statement).await.expect("a broken row");
        let broken = program.services.store.integrity().await.expect("a look");
        assert_eq!(broken, ["1 rows of student point at a student_group that isn't there"]);
    }
}

/// What MariaDB has done of a migration that was cut off stays; the next start goes on from there.
#[tokio::test]
async fn a_migration_that_was_cut_off_on_mariadb_is_finished_at_the_next_start() {
    let database = Database::new(Server::MySql).await;
    Store::open(&database.url, Missing::Make).await.expect("a store").close().await;
    for statement in [
        "delete from _sqlx_migrations where version = 3",
        "alter table decision add index decision_student (event_id, student_id, id)",
        "update _sqlx_migrations set success = false where version = 2",
        "alter table decision drop index decision_time",
        "drop trigger registration_given_up",
        "delete from _sqlx_migrations where version = 1",
        "insert into _sqlx_migrations (version, description, success, checksum, execution_time) values (1, '', false, '', 0)",
    ] {
        database.run(statement).await.expect("a step back");
    }
    let program = Program::with_event(&database, &[("A", &["m1"], 1)], 2).await;
    let event = program.event().await.id;
    let [a] = *program.workshops().await else { panic!("one workshop") };
    let rows = program.students().await;
    assert_eq!(program.register(event, rows[0].id, &[a]).await, []);
    assert_eq!(program.register(event, rows[0].id, &[]).await, []);
    assert_eq!(program.register(event, rows[1].id, &[a]).await, []);
    program.assert_sound().await;
}

#[tokio::test]
async fn a_server_that_isnt_there_is_named_without_the_password() {
    // A port that was free a moment ago.
    let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a port").port();
    for scheme in ["postgres", "postgresql", "mysql", "mariadb"] {
        let words = unreachable(&format!("{scheme}://school:geheim@127.0.0.1:{port}/workshops")).await;
        assert!(words.contains("can't be reached") && words.contains("check that the server runs"), "{words}");
        assert!(words.contains(&format!("127.0.0.1:{port}/workshops")) && !words.contains("geheim"), "{words}");
        let url = format!("{scheme}://127.0.0.1:{port}/workshops?user=school&password=geheim");
        assert!(!unreachable(&url).await.contains("geheim"));
    }
    for url in ["mysql://school:geheim@127.0.0.1", "postgres://school:geheim@127.0.0.1:zes/x", "oracle://a:geheim@b/c"]
    {
        let words = refusal(url, Missing::Make).await;
        assert!(!words.contains("geheim"), "{words}");
    }
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_database_say_so() {
    for server in [Server::Postgres, Server::MySql] {
        let database = Database::new(server).await;
        let (start, end) = database.url.rsplit_once('@').expect("a user");
        let (start, _) = start.rsplit_once(':').expect("a password");
        let words = refusal(&format!("{start}:mis@{end}"), Missing::Make).await;
        assert!(words.contains("can't be reached") && words.contains("password"), "{words}");
        let words = refusal(&format!("{}x", database.url), Missing::Make).await;
        assert!(words.contains("can't be reached") && words.to_lowercase().contains("database"), "{words}");
    }
}

#[tokio::test]
async fn what_may_pass_by_itself_is_told_apart_from_what_somebody_must_change() {
    let at = |scheme: &str, port: u16| format!("{scheme}://school:geheim@127.0.0.1:{port}/workshops");
    let plain = |port: u16| at("postgres", port) + "?sslmode=disable";
    let port = server_that_says(b"E\0\0\0\x37SFATAL\0C57P03\0Mthe database system is starting up\0\0", true).await;
    assert!(unreachable(&plain(port)).await.contains("starting up"));
    let port = server_that_says(b"E\0\0\0\x34SFATAL\0C53300\0Msorry, too many clients already\0\0", true).await;
    assert!(unreachable(&plain(port)).await.contains("too many"));
    let port = server_that_says(b"\x17\0\0\0\xff\x10\x04Too many connections", false).await;
    assert!(unreachable(&at("mysql", port)).await.contains("Too many"));
    // What stands before a server hangs up while that is away.
    let port = server_that_says(b"", true).await;
    unreachable(&at("postgres", port)).await;
    unreachable(&plain(port)).await;
    let port = server_that_says(b"", false).await;
    unreachable(&at("mysql", port)).await;
    // The socket of a server that doesn't run.
    unreachable("postgres://school:geheim@localhost/workshops?host=/nowhere").await;

    let port = server_that_says(b"E\0\0\0\x31SFATAL\0C28000\0Mno entry for this host there\0\0", true).await;
    assert!(refusal(&plain(port), Missing::Make).await.contains("no entry"));
    let port = server_that_says(b"HTTP/1.1 400 Bad Request\r\n\r\n", true).await;
    refusal(&at("postgres", port), Missing::Make).await;
    refusal("postgres://school:geheim@name.invalid/workshops", Missing::Make).await;
}

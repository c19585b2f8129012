//! The command line, as a system manager uses it: the true binary, on files of its own.

use std::{
    fs,
    path::Path,
    process::{Command, Output, Stdio},
};
use tempfile::TempDir;

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures");
const SLUG: &str = "workshopdag-2027";

struct Installation(TempDir);

impl Installation {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn with_event() -> Self {
        let installation = Self::new();
        installation.succeeds(&["init"]);
        installation.succeeds(&["import", "event", &format!("{FIXTURES}/event.json")]);
        installation
    }

    fn data(&self) -> &Path {
        self.0.path()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_workshops"));
        command
            .arg("--data-dir")
            .arg(self.data().join("data"))
            .args(arguments)
            .stdin(Stdio::null())
            .env("RUST_LOG", "warn");
        for variable in
            ["WORKSHOPS_DATABASE_URL", "WORKSHOPS_ADMIN_PASSWORD", "WORKSHOPS_DATA_DIR", "WORKSHOPS_SECRET_FILE"]
        {
            command.env_remove(variable);
        }
        command
    }

    fn runs(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("a program")
    }

    fn succeeds(&self, arguments: &[&str]) -> String {
        let output = self.runs(arguments);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {errors}");
        String::from_utf8(output.stdout).expect("words")
    }

    fn fails(&self, arguments: &[&str]) -> String {
        let output = self.runs(arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        String::from_utf8(output.stderr).expect("words")
    }

    fn students(&self, file: &Path) -> Output {
        self.runs(&["import", "students", SLUG, &file.display().to_string()])
    }
}

fn fixture(name: &str) -> std::path::PathBuf {
    Path::new(FIXTURES).join(name)
}

#[test]
fn init_makes_the_account_once_and_prints_the_password_once() {
    let installation = Installation::new();
    let first = installation.succeeds(&["init"]);
    assert!(first.contains("the administrator's password is "), "{first}");
    let second = installation.succeeds(&["init"]);
    assert!(!second.contains("password is "), "{second}");
    let secret = installation.data().join("data/secret");
    let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(secret).expect("a secret").permissions());
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn init_takes_a_password_from_the_variable_and_refuses_a_weak_one() {
    let installation = Installation::new();
    let with = |password: &str| {
        let output = installation.command(&["init"]).env("WORKSHOPS_ADMIN_PASSWORD", password).output();
        output.expect("a program").status.code()
    };
    assert_eq!(with("kort"), Some(1));
    assert_eq!(with("lang genoeg zo"), Some(0));
}

#[test]
fn an_empty_password_from_a_broken_pipe_changes_nothing() {
    let installation = Installation::new();
    installation.succeeds(&["init"]);
    assert!(installation.fails(&["set-admin-password"]).contains("nothing was changed"));
}

#[test]
fn a_mistyped_data_folder_gets_no_new_database() {
    let installation = Installation::new();
    let event = fixture("event.json").display().to_string();
    assert!(installation.fails(&["import", "event", &event]).contains("workshops init"));
    assert!(!installation.data().join("data").exists());
}

#[test]
fn the_example_is_brought_in_once_and_prints_three_keys() {
    let installation = Installation::new();
    let first = installation.succeeds(&["init", "--example"]);
    let keys = |text: &str| -> Vec<String> {
        text.lines().filter(|line| line.starts_with("  ")).map(|line| line[2..13].to_owned()).collect()
    };
    assert_eq!(keys(&first).len(), 3, "{first}");
    let second = installation.succeeds(&["init", "--example"]);
    assert_eq!(keys(&second), keys(&first));
    assert!(installation.succeeds(&["audit"]).contains("1 events, 0 students registered"));
}

#[test]
fn every_fixture_file_comes_in_whatever_excel_made_of_it_and_a_second_time_changes_nothing() {
    for name in [
        "students.csv",
        "students-excel-utf8-bom-comma.csv",
        "students-excel-windows1252.csv",
        "students-excel-unicode-text.txt",
        "students-four-columns.csv",
    ] {
        let installation = Installation::with_event();
        let first = installation.students(&fixture(name));
        assert!(first.status.success(), "{name}: {}", String::from_utf8_lossy(&first.stderr));
        let text = String::from_utf8(first.stdout).expect("words");
        assert!(text.contains(" added, 0 changed, 0 unchanged"), "{name}: {text}");
        let added = text.split(' ').next().expect("a number").to_owned();
        let again = String::from_utf8(installation.students(&fixture(name)).stdout).expect("words");
        assert!(again.contains(&format!("0 added, 0 changed, {added} unchanged")), "{name}: {again}");
    }
}

#[test]
fn a_file_with_errors_names_every_bad_line_and_writes_nothing() {
    let installation = Installation::with_event();
    let output = installation.students(&fixture("students-with-errors.csv"));
    assert_eq!(output.status.code(), Some(1));
    let errors = String::from_utf8(output.stderr).expect("words");
    for line in [3, 4, 5, 6, 8, 9, 11] {
        assert!(errors.lines().any(|error| error.contains(&format!("line {line}"))), "line {line}: {errors}");
    }
    assert!(errors.contains("nothing was written"), "{errors}");
    let clean = installation.students(&fixture("students-four-columns.csv"));
    assert!(String::from_utf8_lossy(&clean.stdout).contains("0 changed, 0 unchanged"));
}

#[test]
fn files_that_are_no_student_file_say_what_they_are_not() {
    let installation = Installation::with_event();
    let file = installation.data().join("file.csv");
    for (bytes, words) in [
        (&b""[..], "empty"),
        (b"PK\x03\x04rubbish", "CSV"),
        (b"Voornaam;Achternaam\r\nNoa;Visser\r\n", "column"),
        (b"Naam;Klas;Doelgroep\r\n\"Noa Visser;1A;Onderbouw\r\n", "quot"),
        (b"\x00\x01\x02\x03\x00\x00\xff\xfe", "text"),
    ] {
        fs::write(&file, bytes).expect("a file");
        let output = installation.students(&file);
        let errors = String::from_utf8(output.stderr).expect("words");
        assert_eq!(output.status.code(), Some(1), "{errors}");
        assert!(errors.to_lowercase().contains(&words.to_lowercase()), "{words}: {errors}");
    }
    assert!(installation.fails(&["import", "students", "nergens", "x.csv"]).contains("x.csv can't be read"));
    let students = fixture("students.csv").display().to_string();
    assert!(
        installation.fails(&["import", "students", "nergens", &students]).contains("no event with the slug nergens")
    );
}

#[test]
fn a_broken_event_document_says_where_and_a_second_of_the_same_slug_is_refused() {
    let installation = Installation::new();
    installation.succeeds(&["init"]);
    let file = installation.data().join("event.json");
    let path = file.display().to_string();
    let whole = fs::read_to_string(fixture("event.json")).expect("a document");
    fs::write(&file, &whole[..whole.len() / 2]).expect("a file");
    assert!(installation.fails(&["import", "event", &path]).contains("line "));
    fs::write(&file, whole.replace("\"capacity\": 64", "\"capacity\": -1")).expect("a file");
    assert!(installation.fails(&["import", "event", &path]).contains("line "));
    fs::write(&file, whole.replace("\"r3\"\n", "\"r9\"\n")).expect("a file");
    assert!(installation.fails(&["import", "event", &path]).contains("r9"));
    fs::write(&file, &whole).expect("a file");
    installation.succeeds(&["import", "event", &path]);
    assert!(installation.fails(&["import", "event", &path]).contains("already an event with the slug"));
}

#[test]
fn a_database_that_cant_be_used_is_refused_with_a_way_out() {
    let installation = Installation::new();
    let file = installation.data().join("other.db");
    let url = format!("sqlite://{}", file.display());
    fs::write(&file, "this is a letter to the parents, not a database at all".repeat(100)).expect("a file");
    let errors = installation.fails(&["--database-url", &url, "audit"]);
    assert!(errors.contains("can't be opened") && errors.contains("other.db"), "{errors}");

    let errors = installation.fails(&["--database-url", "sqlite:///nergens/te/vinden.db", "init"]);
    assert!(errors.contains("folder exists"), "{errors}");
    let errors = installation.fails(&["--database-url", "sqlite:///nergens/te/vinden.db", "audit"]);
    assert!(errors.contains("there is no database at /nergens/te/vinden.db"), "{errors}");
    let errors = installation.fails(&["--database-url", "oracle://me:secret@host/db", "audit"]);
    assert!(errors.contains("sqlite://") && !errors.contains("secret"), "{errors}");
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_refused_and_left_as_it_is() {
    let installation = Installation::new();
    installation.succeeds(&["init"]);
    let file = installation.data().join("data/workshops.db");
    let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", file.display())).await.expect("a database");
    sqlx::query(
        "insert into _sqlx_migrations (version, description, installed_on, success, checksum, execution_time) \
         values (9999, 'from the future', '2030-01-01', 1, x'00', 0)",
    )
    .execute(&pool)
    .await
    .expect("a migration");
    pool.close().await;
    let errors = installation.fails(&["audit"]);
    assert!(errors.contains("newer version of Workshops") && errors.contains("9999"), "{errors}");
}

#[tokio::test]
async fn the_audit_finds_what_was_tampered_with_and_exits_2() {
    let installation = Installation::new();
    installation.succeeds(&["init", "--example"]);
    let file = installation.data().join("data/workshops.db");
    let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", file.display())).await.expect("a database");
    // Two workshops at one moment, behind the program's back.
    sqlx::query(
        "insert into registration (event_id, student_id, workshop_id, registered_at) \
         select s.event_id, s.id, w.id, 0 from student s join workshop w on w.event_id = s.event_id \
         where s.id = (select min(id) from student) and w.reference in ('w17', 'w19')",
    )
    .execute(&pool)
    .await
    .expect("registrations");
    pool.close().await;
    let output = installation.runs(&["audit"]);
    assert_eq!(output.status.code(), Some(2));
    let text = String::from_utf8(output.stdout).expect("words");
    assert!(text.contains("MomentClash") && text.contains("but the log says None"), "{text}");
}

#[test]
fn an_installation_is_copied_into_an_empty_database_once_and_counted() {
    let installation = Installation::new();
    installation.succeeds(&["init", "--example"]);
    let from = format!("sqlite://{}", installation.data().join("data/workshops.db").display());
    let to = format!("sqlite://{}", installation.data().join("other.db").display());
    let text = installation.succeeds(&["copy", &from, &to]);
    assert!(text.contains("event: 1 rows") && text.contains("account: 1 rows"), "{text}");
    assert!(text.contains("audit: 1 events, 0 students registered, 0 decisions replayed, 0 broken"), "{text}");
    let audited = installation.succeeds(&["--database-url", &to, "audit"]);
    assert!(audited.contains("0 broken"), "{audited}");
    assert!(installation.fails(&["copy", &from, &to]).contains("isn't empty"));
    let nowhere = format!("sqlite://{}", installation.data().join("nergens.db").display());
    assert!(installation.fails(&["copy", &nowhere, &to]).contains("there is no database at"));
}

#[test]
fn a_backup_is_one_sound_file_for_this_user_alone_and_never_takes_the_place_of_another() {
    let installation = Installation::new();
    let file = installation.data().join("backup.db");
    let path = file.display().to_string();
    assert!(installation.fails(&["backup", &path]).contains("there is no database at"));
    assert!(!file.exists() && !installation.data().join("data").exists());
    installation.succeeds(&["init", "--example"]);
    let said = installation.succeeds(&["backup", &path]);
    let written = fs::metadata(&file).expect("a file");
    assert!(said.contains(&format!("{path}: {} bytes", written.len())) && said.contains("to restore it"), "{said}");
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&written.permissions()) & 0o777, 0o600);
    let mut names: Vec<_> =
        fs::read_dir(installation.data()).expect("files").map(|it| it.expect("it").file_name()).collect();
    names.sort();
    assert_eq!(names, ["backup.db", "data"], "one file, and nothing beside it");

    let before = fs::read(&file).expect("a file");
    let errors = installation.fails(&["backup", &path]);
    assert!(errors.contains("is there already") && errors.contains("another name"), "{errors}");
    assert_eq!(fs::read(&file).expect("a file"), before);
    let nowhere = installation.data().join("nergens/backup.db").display().to_string();
    assert!(installation.fails(&["backup", &nowhere]).contains("can't be written"));

    // As the words say: the file takes the database's place.
    let database = installation.data().join("data/workshops.db");
    for beside in ["workshops.db", "workshops.db-wal", "workshops.db-shm"] {
        // Where the last one who used it tidied up, there is only the first.
        let _ = fs::remove_file(database.with_file_name(beside));
    }
    fs::copy(&file, &database).expect("a copy");
    assert!(
        installation.succeeds(&["audit"]).contains("1 events, 0 students registered, 0 decisions replayed, 0 broken")
    );
    let copied = format!("sqlite://{path}");
    let other = format!("sqlite://{}", installation.data().join("other.db").display());
    assert!(installation.succeeds(&["copy", &copied, &other]).contains("0 broken"));
}

#[tokio::test]
async fn a_damaged_database_gives_no_backup_and_leaves_nothing_behind() {
    let installation = Installation::new();
    installation.succeeds(&["init", "--example"]);
    let database = installation.data().join("data/workshops.db");
    // One connection: what a schema may be is its own business.
    let url = format!("sqlite://{}", database.display());
    let pool = sqlx::sqlite::SqlitePoolOptions::new().max_connections(1).connect(&url).await.expect("a database");
    // A column that must have a value loses it behind the program's back.
    for statement in [
        "pragma writable_schema = on",
        "update sqlite_schema set sql = replace(sql, 'title text not null', 'title text') where name = 'workshop'",
        "pragma writable_schema = reset",
        "update workshop set title = null where id = (select min(id) from workshop)",
        "pragma writable_schema = on",
        "update sqlite_schema set sql = replace(sql, 'title text', 'title text not null') where name = 'workshop'",
    ] {
        sqlx::query(statement).execute(&pool).await.expect("a change");
    }
    pool.close().await;
    let file = installation.data().join("backup.db").display().to_string();
    let errors = installation.fails(&["backup", &file]);
    assert!(errors.contains("title") && errors.contains("NULL"), "{errors}");
    let names: Vec<_> =
        fs::read_dir(installation.data()).expect("files").map(|it| it.expect("it").file_name()).collect();
    assert_eq!(names, ["data"]);
}

/// `make run`, beside a program that only says by which database and how it was started.
fn make_run(arguments: &[&str]) -> String {
    const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let folder = tempfile::tempdir().expect("a folder");
    let program = folder.path().join("target/release/workshops");
    for folder in [folder.path().join("tools"), folder.path().join("target/release")] {
        fs::create_dir_all(folder).expect("a folder");
    }
    for file in ["Makefile", "tools/run.sh"] {
        fs::copy(Path::new(ROOT).join(file), folder.path().join(file)).expect("a file");
    }
    fs::write(&program, "#!/bin/sh\necho \"  ${WORKSHOPS_DATABASE_URL-no URL} $3\"\n").expect("a program");
    fs::set_permissions(&program, std::os::unix::fs::PermissionsExt::from_mode(0o755)).expect("a mode");
    let mut command = Command::new("make");
    // What another make that runs these tests was given isn't for this one.
    for variable in ["MAKEFLAGS", "MAKEOVERRIDES", "MFLAGS", "WORKSHOPS_DATABASE_URL", "WORKSHOPS_ADMIN_PASSWORD"] {
        command.env_remove(variable);
    }
    // As if `build` had been done.
    command.args(["--silent", "--old-file=build", "run"]).args(arguments).env("DATABASE_URL", "mysql://someone.else/");
    let output = command.current_dir(&folder).output().expect("make");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("words")
}

#[test]
fn make_run_hands_on_the_database_that_is_named_behind_it_and_no_other() {
    let url = "postgres://someone:p%40ss@127.0.0.1/school?sslmode=disable&options=a";
    let said = make_run(&[&format!("DATABASE_URL={url}")]);
    for what in ["init", "serve"] {
        assert!(said.contains(&format!("  {url} {what}")), "{said}");
    }
    let said = make_run(&[]);
    assert!(said.contains("  no URL init") && said.contains("  no URL serve"), "{said}");
}

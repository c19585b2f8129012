//! Students from a file.

use super::client::{Api, Reply, text};
use crate::harness::{EVENT, SLUG, STUDENTS, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

const WITH_ERRORS: &[u8] = include_bytes!("../../fixtures/students-with-errors.csv");
const VARIANTS: [(&str, &[u8], u32); 4] = [
    ("a byte order mark and commas", include_bytes!("../../fixtures/students-excel-utf8-bom-comma.csv"), 120),
    ("Windows-1252", include_bytes!("../../fixtures/students-excel-windows1252.csv"), 120),
    ("Unicode text", include_bytes!("../../fixtures/students-excel-unicode-text.txt"), 120),
    ("four columns", include_bytes!("../../fixtures/students-four-columns.csv"), 40),
];

/// The fixture's event without students.
async fn school() -> (TestApp, Api, String) {
    let app = TestApp::empty().await;
    app.services.import_event(EVENT, "test").await.expect("an event");
    let admin = app.api_admin().await;
    let path = format!("/events/{}/students/import", admin.event(SLUG).await);
    (app, admin, path)
}

async fn send(admin: &Api, path: &str, file: &[u8]) -> Reply {
    admin.call(Method::POST, path).bytes("text/csv", file).send().await
}

fn summary(added: u32, unchanged: u32, missing: u32, errors: u32) -> Value {
    json!({ "added": added, "changed": 0, "unchanged": unchanged, "missing": missing, "errors": errors })
}

#[tokio::test]
async fn a_dry_run_writes_nothing_and_says_what_the_real_one_does() {
    let (app, admin, path) = school().await;
    let dry = send(&admin, &format!("{path}?dry_run=true"), STUDENTS).await.ok(200);
    assert_eq!(dry["summary"], summary(1200, 0, 0, 0));
    assert_eq!(
        dry["rows"][0],
        json!({ "line": 2, "outcome": "added", "name": "Kees De Smet", "class": "4m1", "group": "Examenklassen" })
    );
    assert_eq!(dry["rows"].as_array().map(Vec::len), Some(1200));
    assert_eq!(app.keys(SLUG).await, []);
    assert_eq!(send(&admin, &path, STUDENTS).await.ok(200), dry);
    assert_eq!(app.keys(SLUG).await.len(), 1200);
    let again = send(&admin, &format!("{path}?dry_run=false"), STUDENTS).await.ok(200);
    assert_eq!(again["summary"], summary(0, 1200, 0, 0));
    assert_eq!(again["rows"][0]["outcome"], "unchanged");
}

#[tokio::test]
async fn whatever_a_school_writes_is_read() {
    let (_app, admin, path) = school().await;
    for (name, file, students) in VARIANTS {
        let dry = send(&admin, &format!("{path}?dry_run=true"), file).await.ok(200);
        assert_eq!(dry["summary"], summary(students, 0, 0, 0), "{name}");
    }
    // Of whatever media type it says it is, or none.
    for kind in ["text/plain", "application/octet-stream", "application/vnd.ms-excel", "application/json"] {
        let reply = admin.call(Method::POST, &format!("{path}?dry_run=true")).bytes(kind, VARIANTS[0].1).send().await;
        assert_eq!(reply.ok(200)["summary"]["added"], 120, "{kind}");
    }
}

#[tokio::test]
async fn a_file_with_mistakes_names_their_lines_and_writes_nothing() {
    let (app, admin, path) = school().await;
    let dry = send(&admin, &format!("{path}?dry_run=true"), WITH_ERRORS).await.ok(200);
    let rows = dry["rows"].as_array().expect("rows");
    assert!(rows.is_sorted_by_key(|row| row["line"].as_u64()), "{dry}");
    let wrong: Vec<&Value> = rows.iter().filter(|row| row["outcome"] == "error").collect();
    assert_eq!(dry["summary"]["errors"], wrong.len(), "{dry}");
    let of_line = |line: u64| wrong.iter().find(|row| row["line"] == line).unwrap_or_else(|| panic!("{line}: {dry}"));
    for (line, problem) in [
        (3, "key-twice"),
        (4, "missing-name"),
        (5, "unknown-group"),
        (6, "missing-class"),
        (8, "too-few-fields"),
        (9, "too-long"),
    ] {
        assert_eq!(of_line(line)["problem"], problem);
        assert!(!text(&of_line(line)["detail"]).is_empty());
    }
    assert_eq!(of_line(5)["group"], "Bestaat niet");

    let refused = send(&admin, &path, WITH_ERRORS).await;
    let lines: Vec<String> = wrong.iter().map(|row| format!("line {}", row["line"])).collect();
    assert_eq!(refused.wrong(422, "invalid-file"), lines);
    assert_eq!(app.keys(SLUG).await, []);
}

#[tokio::test]
async fn what_is_no_list_of_students_is_refused_in_words() {
    let (app, admin, path) = school().await;
    for file in [
        &b""[..],
        b" \r\n",
        b"Naam;Klas;Doelgroep\r\n",
        b"Naam;Klas\r\nNoa;1A\r\n",
        b"Naam;Naam;Klas;Doelgroep\r\nNoa;N;1A;Onderbouw\r\n",
        b"Naam;Klas;Doelgroep\r\n\"Noa;1A;Onderbouw\r\n",
        b"PK\x03\x04\x14\x00\x06\x00\x08\x00xl/workbook.xml",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"\x00\x00\x00\x00",
    ] {
        for query in ["", "?dry_run=true"] {
            let problem = send(&admin, &format!("{path}{query}"), file).await.problem(422, "invalid-file");
            assert!(!text(&problem["detail"]).is_empty());
        }
    }
    assert_eq!(app.keys(SLUG).await, []);
}

#[tokio::test]
async fn whoever_is_missing_from_the_file_is_named_and_kept() {
    let (app, admin, path) = school().await;
    send(&admin, &path, b"Naam;Klas;Doelgroep\nNoa Bos;1A;Onderbouw\nBas Kok;1A;Onderbouw\n").await.ok(200);
    let file = "Naam;Klas;Doelgroep;Leerlingnummer\nBas Kok;1A;Onderbouw;12\nSam Smit;1B;Bovenbouw;13\n";
    let done = send(&admin, &path, file.as_bytes()).await.ok(200);
    assert_eq!(done["summary"], json!({ "added": 1, "changed": 1, "unchanged": 0, "missing": 1, "errors": 0 }));
    assert_eq!(done["rows"][0]["what"], json!(["number"]));
    assert_eq!((&done["missing"][0]["name"], &done["missing"][0]["class"]), (&json!("Noa Bos"), &json!("1A")));
    assert_eq!(app.keys(SLUG).await.len(), 3);
}

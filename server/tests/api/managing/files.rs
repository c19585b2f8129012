//! Files that leave: students, keys, the file to start from; and back.

use crate::{
    documents::day,
    harness::TestApp,
    manager::{Form, Manager},
};
use reqwest::StatusCode;
use serde_json::json;

/// Names that have broken exports before.
pub const NASTY: [&str; 6] =
    ["=1+1", "@SUM(A1)", "Jan \"Jantje\" <script>alert(1)</script>; & zoon", "مريم العلي", "-2 'tHart, Piet", "Zoë 👩‍🔬"];

/// An event whose students have such names, one in a class that begins like a formula.
async fn nasty() -> (TestApp, Manager) {
    let app = TestApp::with_day(day(1, &["Alle"], &[("Judo", &["m1"], &[], 9)], json!([]))).await;
    let manager = app.manager("klein").await;
    for (place, name) in NASTY.into_iter().enumerate() {
        let form = manager.form("students/new", "student").await.with("name", name).with("class", "+1A");
        manager.submit(&form.with("number", format!("=={place}"))).await.assert_done("added");
    }
    (app, manager)
}

/// The cells of a CSV file as another program reads them.
fn cells(file: &[u8]) -> Vec<Vec<String>> {
    let file = file.strip_prefix(b"\xef\xbb\xbf").expect("a byte order mark");
    assert!(file.ends_with(b"\r\n"));
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').has_headers(false).from_reader(file);
    reader.records().map(|record| record.expect("a record").iter().map(str::to_owned).collect()).collect()
}

#[tokio::test]
async fn an_exported_list_of_students_is_imported_again_without_a_change() {
    let (app, manager) = nasty().await;
    let file = manager.file("students.csv").await;
    let rows = cells(&file);
    assert_eq!(rows[0], ["Naam", "Klas", "Doelgroep", "Identificatie", "Leerlingnummer"]);
    assert_eq!(rows.len(), 1 + NASTY.len());
    for cell in rows.iter().flatten() {
        assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell:?} would be calculated");
    }
    let keys = app.keys("klein").await;
    let import = Form::raw(&manager.path("students/import"), "import").with_file(file.clone());
    let reply = manager.submit(&import).await;
    assert!(reply.page.says("0 nieuw, 0 gewijzigd, 6 ongewijzigd"), "{:.600}", reply.page.text());

    // And into an empty copy, whose export is then the same but for the keys.
    let form = manager.form("settings", "copy-event").await.with("slug", "kopie");
    manager.submit(&form).await.assert_done("added");
    let copy = app.manager("kopie").await;
    let text = String::from_utf8(file.clone()).expect("text");
    let without_keys = keys.iter().fold(text, |text, key| text.replace(&key.to_string(), ""));
    let reply = copy.submit(&Form::raw(&copy.path("students/import"), "import").with_file(without_keys)).await;
    copy.submit(&reply.form("import-save", "")).await.assert_done("imported");
    let blank = |rows: Vec<Vec<String>>| -> Vec<Vec<String>> {
        rows.into_iter().map(|row| [&row[..3], &row[4..]].concat()).collect()
    };
    assert_eq!(blank(cells(&copy.file("students.csv").await)), blank(rows));
}

#[tokio::test]
async fn the_file_to_start_from_names_the_columns_and_holds_nobody() {
    let (_app, manager) = nasty().await;
    let file = manager.file("start.csv").await;
    let header = &cells(&file)[0];
    assert!(header[0].starts_with("Naam") && header[2].contains("Alle"), "{header:?}");
    assert_eq!(cells(&file).len(), 1);
    let import = Form::raw(&manager.path("students/import"), "import").with_file(file);
    manager.submit(&import).await.assert_refused("Er staan alleen kopjes in, geen studenten.");
}

#[tokio::test]
async fn the_list_of_keys_holds_each_students_key_and_link_and_making_it_is_noted() {
    let (app, manager) = nasty().await;
    assert!(!manager.page("settings").await.says("De link staat al op kaarten"));
    let rows = cells(&manager.file("keys.csv").await);
    assert_eq!(rows[0], ["Naam", "Klas", "Doelgroep", "Toegangscode", "Link"]);
    let keys = app.keys("klein").await;
    assert_eq!(rows.len(), 1 + keys.len());
    for (row, key) in rows[1..].iter().zip(&keys) {
        assert_eq!(row[3], key.to_string());
        assert_eq!(row[4], format!("http://workshops.test/events/klein#{}", key.as_str()));
    }
    let page = manager.page("settings").await;
    assert!(
        page.says("De link staat al op kaarten die zijn gemaakt op dinsdag 12 januari om 09:00"),
        "{}",
        page.text()
    );
    let (action, by_whom, _, after) = app.last_record("klein").await;
    assert_eq!((action.as_str(), by_whom.as_str(), after.as_str()), ("cards", "admin", "{\"cards\":6}"));
    // Of one class alone.
    app.enrol("klein", [("Noa Bos", "2B", "Alle")]).await;
    assert_eq!(cells(&manager.file("keys.csv?class=2B").await).len(), 2);
}

#[tokio::test]
async fn every_file_has_a_name_a_kind_and_is_kept_by_nobody_on_the_way() {
    let (_app, manager) = nasty().await;
    for (file, name, kind) in [
        ("students.csv", "klein-students.csv", "text/csv; charset=utf-8"),
        ("start.csv", "klein-start.csv", "text/csv; charset=utf-8"),
        ("keys.csv", "klein-keys.csv", "text/csv; charset=utf-8"),
        ("workshops.txt", "klein-workshops.txt", "text/tab-separated-values; charset=utf-8"),
        ("document.json", "klein.json", "application/json"),
        (
            "registrations.xlsx",
            "klein-registrations.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
    ] {
        let response = manager.browser.get(&manager.path(file)).await;
        assert_eq!(response.status(), StatusCode::OK, "{file}");
        assert_eq!(response.headers()["content-type"], kind);
        assert_eq!(response.headers()["content-disposition"], format!("attachment; filename=\"{name}\"").as_str());
        assert_eq!(response.headers()["cache-control"], "no-store");
        assert_eq!(response.headers()["x-content-type-options"], "nosniff");
    }
    for below in ["nothing.csv", "students.csv/x", "print/nothing"] {
        assert_eq!(manager.browser.get(&manager.path(below)).await.status(), StatusCode::NOT_FOUND, "{below}");
    }
    for event in ["00000000-0000-0000-0000-000000000001", "x"] {
        let response = manager.browser.get(&format!("/manage/events/{event}/students.csv")).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{event}");
    }
}

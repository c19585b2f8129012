//! Files that go out, read back.

use super::client::{Reply, text};
use crate::{
    documents::day,
    harness::{SLUG, TestApp},
};
use calamine::{DataType, Reader, Xlsx};
use reqwest::Method;
use serde_json::json;
use std::io::Cursor;

#[tokio::test]
async fn the_registrations_come_as_a_workbook_with_a_sheet_for_every_workshop() {
    let workshops: &[crate::documents::Line] = &[("Judo", &["m1"], &[], 5), ("Film / foto", &["m1"], &[], 5)];
    let app = TestApp::with_day(day(1, &["Alle"], workshops, json!([]))).await;
    let [key, _] = app.enrol("klein", [("Noa Bos", "1A", "Alle"), ("Bas Kok", "1A", "Alle")]).await;
    app.takes("klein", &key, &["Judo"]).await;
    let admin = app.api_admin().await;
    let event = admin.event("klein").await;
    let reply = admin.get(&format!("/events/{event}/registrations/export")).await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("content-disposition"), "attachment; filename=\"klein-registrations.xlsx\"");
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(reply.bytes)).expect("a workbook");
    let names = workbook.sheet_names();
    assert_eq!(names.len(), 4, "{names:?}");
    let holds = |workbook: &mut Xlsx<_>, sheet: &str, name: &str| {
        let range = workbook.worksheet_range(sheet).expect("a sheet");
        range.cells().any(|(_, _, cell)| cell.as_string().as_deref() == Some(name))
    };
    assert!(holds(&mut workbook, "Judo", "Noa Bos") && !holds(&mut workbook, "Judo", "Bas Kok"));
    assert!(holds(&mut workbook, &names[3], "Bas Kok") && !holds(&mut workbook, &names[3], "Noa Bos"));
}

#[tokio::test]
async fn the_students_come_as_a_file_that_changes_nothing_when_it_goes_in_again() {
    let app = TestApp::with_fixture().await;
    let admin = app.api_admin().await;
    let path = format!("/events/{}/students", admin.event(SLUG).await);
    let file: Reply = admin.get(&format!("{path}/export")).await;
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(file.header("content-disposition"), format!("attachment; filename=\"{SLUG}-students.csv\""));
    let words = String::from_utf8(file.bytes.clone()).expect("UTF-8");
    assert!(words.starts_with('\u{feff}') && words.ends_with("\r\n") && words.lines().count() == 1201);
    let import = async |query: &str| {
        admin
            .call(Method::POST, &format!("{path}/import{query}"))
            .bytes("text/csv", file.bytes.clone())
            .send()
            .await
            .ok(200)
    };
    let unchanged = json!({ "added": 0, "changed": 0, "unchanged": 1200, "missing": 0, "errors": 0 });
    assert_eq!(import("?dry_run=true").await["summary"], unchanged);
    assert_eq!(import("").await["summary"], unchanged);
    // The keys that it holds are those that log in.
    let row = words.lines().nth(1).expect("a row");
    let key = row.split(';').nth(3).expect("a key");
    let me = app.api().await.logged_in(key, "user").await.get("/auth/me").await.ok(200);
    assert!(row.starts_with(&text(&me["student"]["name"])), "{row}");
}

#[tokio::test]
async fn feasibility_says_where_the_day_falls_short() {
    let workshops: &[crate::documents::Line] = &[("A", &["m1"], &["Onder"], 2), ("B", &["m1"], &["Boven"], 9)];
    let app = TestApp::with_day(day(1, &["Onder", "Boven"], workshops, json!([]))).await;
    let admin = app.api_admin().await;
    let event = admin.event("klein").await;
    let path = format!("/events/{event}/feasibility");
    let found = admin.get(&path).await.ok(200);
    assert_eq!((&found["clear"], &found["shortages"], &found["warnings"]), (&json!(true), &json!([]), &json!([])));
    app.enrol("klein", [("N", "1A", "Onder"), ("O", "1A", "Onder"), ("P", "1A", "Onder"), ("Q", "5A", "Boven")]).await;
    let found = admin.get(&path).await.ok(200);
    let book = admin.get(&format!("/events/{event}")).await.ok(200);
    let shortage = json!({
        "moment_id": book["moments"][0]["id"], "group_ids": [book["groups"][0]["id"]], "students": 3, "seats": 2,
    });
    assert_eq!((&found["clear"], &found["shortages"]), (&json!(false), &json!([shortage])));
    assert_eq!(found["warnings"].as_array().map(Vec::len), Some(1), "{found}");
    // A group for which nothing is left.
    let last = format!("/workshops/{}", text(&book["workshops"][1]["id"]));
    admin.patch(&last, json!({ "cancelled": true })).await.ok(200);
    let found = admin.get(&path).await.ok(200);
    assert_eq!(found["groups"][1]["nothing_for"], json!([book["moments"][0]["id"]]), "{found}");
    assert_eq!((&found["groups"][0]["feasible"], &found["groups"][0]["unfillable"]), (&json!(true), &json!([])));
}

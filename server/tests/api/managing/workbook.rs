//! The registrations as a workbook, read back by another program.

use super::files::NASTY;
use crate::{
    documents::day,
    harness::{SLUG, TestApp},
    manager::Manager,
    registering::valid_selection,
};
use calamine::{Data, Reader, Xlsx};
use serde_json::json;
use std::{collections::HashSet, io::Cursor};

/// A sheet: its name, and its rows as text, what is empty at the end of each left out.
type Sheet = (String, Vec<Vec<String>>);

async fn workbook(manager: &Manager) -> Vec<Sheet> {
    let file = manager.file("registrations.xlsx").await;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(file)).expect("a workbook");
    let row = |row: &[Data]| {
        let mut cells: Vec<String> = row
            .iter()
            .map(|cell| match cell {
                Data::Empty => String::new(),
                Data::String(text) => text.clone(),
                Data::Float(number) => number.to_string(),
                other => panic!("{other:?} is neither text nor number"),
            })
            .collect();
        cells.truncate(cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1));
        cells
    };
    let names = workbook.sheet_names();
    names
        .into_iter()
        .map(|name| {
            let range = workbook.worksheet_range(&name).expect("a sheet");
            let formulas = workbook.worksheet_formula(&name).expect("a sheet");
            assert!(formulas.is_empty(), "nothing is calculated in {name:?}");
            (name, range.rows().map(row).collect())
        })
        .collect()
}

/// The names in a workshop's sheet: in the column below its header "Naam".
fn names(sheet: &Sheet) -> Vec<&str> {
    let (row, column) = sheet
        .1
        .iter()
        .enumerate()
        .find_map(|(row, cells)| Some((row, cells.iter().position(|cell| cell == "Naam")?)))
        .expect("a header");
    sheet.1[row + 1..].iter().filter_map(|cells| cells.get(column)).map(String::as_str).collect()
}

#[tokio::test]
async fn every_workshop_has_a_sheet_of_a_legal_name_of_its_own_whatever_its_title_holds() {
    let titles = [
        "Rap / beat \\ box? *nieuw* : [gevorderd]",
        "Een heel lange titel van een workshop over veel",
        "Een heel lange titel van een workshop over weinig",
        "Judo",
        "judo",
        "Overzicht",
        "'",
        "=1+1",
        "History",
    ];
    let moments: &[&str] = &["m1"];
    let lines: Vec<crate::documents::Line> = titles.iter().map(|&title| (title, moments, &[][..], 9)).collect();
    let app = TestApp::with_day(day(1, &["Alle"], &lines, json!([]))).await;
    let sheets = workbook(&app.manager("klein").await).await;
    assert_eq!(sheets.len(), titles.len() + 2);
    assert_eq!((sheets[0].0.as_str(), sheets[titles.len() + 1].0.as_str()), ("Overzicht", "Niet volledig"));
    let mut seen = HashSet::new();
    for ((name, rows), title) in sheets[1..].iter().zip(titles) {
        assert!(!name.contains(['/', '\\', '?', '*', ':', '[', ']']) && !name.starts_with('\''), "{name:?}");
        assert!((1..=31).contains(&name.encode_utf16().count()), "{name:?}");
        assert!(rows.iter().flatten().any(|cell| cell == title), "{name:?} says {title:?} in full: {rows:?}");
    }
    for (name, _) in &sheets {
        assert!(seen.insert(name.to_lowercase()), "{name:?} twice");
    }
    let summary: HashSet<&String> = sheets[0].1.iter().flatten().collect();
    assert!(titles.iter().all(|title| summary.contains(&(*title).to_owned())), "the summary names them all");
}

#[tokio::test]
async fn a_sheet_lists_its_students_by_name_as_text_and_the_last_one_who_is_incomplete() {
    let workshops: &[crate::documents::Line] = &[("Judo", &["m1"], &[], 9), ("Film", &["m2"], &[], 1)];
    let app = TestApp::with_day(day(2, &["Alle"], workshops, json!([]))).await;
    let manager = app.manager("klein").await;
    for name in NASTY {
        let form = manager.form("students/new", "student").await.with("name", name).with("class", "1A");
        manager.submit(&form).await.assert_done("added");
    }
    let extra = ["zoë aa", "Élise B", "Elise A", "aaron C"];
    app.enrol("klein", extra.map(|name| (name, "1B", "Alle"))).await;
    let absent = "aaron C";
    for (place, name) in NASTY.into_iter().chain(extra).filter(|name| *name != absent).enumerate() {
        let titles: &[&str] = if place == 0 { &["Judo", "Film"] } else { &["Judo"] };
        app.takes("klein", &app.row("klein", name).await.key, titles).await;
    }
    let sheets = workbook(&manager).await;
    let judo = sheets.iter().find(|(name, _)| name == "Judo").expect("a sheet");
    let listed = names(judo);
    let expected: HashSet<&str> = NASTY.into_iter().chain(extra).filter(|name| *name != absent).collect();
    assert_eq!(listed.len(), expected.len());
    assert_eq!(listed.iter().copied().collect::<HashSet<_>>(), expected, "each once, to the letter");
    let place = |name: &str| listed.iter().position(|other| *other == name).expect("a name");
    assert!(["Elise A", "Élise B", "zoë aa", "Zoë 👩‍🔬"].map(place).is_sorted(), "{listed:?}");
    assert_eq!(names(sheets.iter().find(|(name, _)| name == "Film").expect("a sheet")).len(), 1);

    let (_, incomplete) = sheets.last().expect("a sheet");
    let row = |name: &str| incomplete.iter().find(|row| row.iter().any(|cell| cell == name));
    assert!(row(absent).expect("a row").iter().any(|cell| cell == "Ronde 1, Ronde 2"), "{:?}", row(absent));
    let partial = listed.iter().find(|name| row(name).is_some()).expect("someone");
    assert!(row(partial).expect("a row").iter().any(|cell| cell == "Ronde 2"), "{:?}", row(partial));
    assert_eq!(incomplete.iter().filter(|row| row.iter().any(|cell| cell == "1A" || cell == "1B")).count(), 9);
    let summary: Vec<&Vec<String>> = sheets[0].1.iter().filter(|row| row.iter().any(|cell| cell == "Judo")).collect();
    assert!(summary[0].contains(&"9".to_owned()), "{summary:?}");
}

#[tokio::test]
async fn the_workbook_of_a_whole_school_says_what_is_stored() {
    let app = TestApp::with_fixture().await;
    for key in app.keys(SLUG).await.iter().step_by(60) {
        let selection = valid_selection(&app, key).await;
        assert_eq!(app.student(key).await.register_codes(&selection).await, [""; 0]);
    }
    let manager = app.manager(SLUG).await;
    let sheets = workbook(&manager).await;
    let event = app.event(SLUG).await;
    assert_eq!(sheets.len(), 34);
    for (sheet, workshop) in sheets[1..].iter().zip(&event.workshops) {
        let registered = app.registered(SLUG, workshop.id).await;
        let listed = names(sheet);
        assert_eq!(listed.len(), registered, "{}", workshop.title);
        assert!(registered > 0 || sheet.1.iter().flatten().any(|cell| cell == "Nog niemand"), "{:?}", sheet.1);
    }
    let (_, incomplete) = &sheets[33];
    let header = incomplete.iter().position(|row| row.iter().any(|cell| cell == "Naam")).expect("a header");
    assert_eq!(incomplete.len() - header - 1, 1200 - 20);
}

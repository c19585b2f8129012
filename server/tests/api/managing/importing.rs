//! Students from a file or pasted: always a look first, and then all or nothing.

use crate::{
    documents::day,
    harness::{EVENT, SLUG, STUDENTS, TestApp},
    manager::{Form, Manager, Reply},
};
use domain::StudentKey;
use reqwest::StatusCode;
use serde_json::json;

/// The fixture's event without students.
async fn without_students() -> (TestApp, Manager) {
    let app = TestApp::empty().await;
    app.services.import_event(EVENT, "test").await.expect("an event");
    let manager = app.manager(SLUG).await;
    (app, manager)
}

async fn preview(manager: &Manager, file: impl Into<Vec<u8>>) -> Reply {
    manager.submit(&Form::raw(&manager.path("students/import"), "import").with_file(file)).await
}

async fn pasted(manager: &Manager, text: &str) -> Reply {
    manager.press("students/import", "import", &[("pasted", text)]).await
}

#[track_caller]
fn assert_summary(reply: &Reply, summary: &str) {
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.page.text());
    assert!(reply.page.says(summary), "{summary}: {:.400}", reply.page.text());
}

fn can_be_saved(reply: &Reply) -> bool {
    reply.page.tags("form").iter().any(|form| form.fields().contains(&("form".to_owned(), "import-save".to_owned())))
}

#[tokio::test]
async fn a_look_at_a_file_writes_nothing_and_confirming_it_writes_all() {
    let (app, manager) = without_students().await;
    let reply = preview(&manager, STUDENTS).await;
    assert_summary(&reply, "1200 nieuw, 0 gewijzigd, 0 ongewijzigd");
    assert!(reply.page.says("Niet getoonde regels: 1000.") && reply.page.says("Inlezen (1200)"));
    assert_eq!(reply.page.rows_of("2")[0][1..], ["Nieuw", "Kees De Smet", "4m1", "Examenklassen"]);
    assert_eq!(app.keys(SLUG).await, [], "a look writes nothing");
    let reply = manager.submit(&reply.form("import-save", "")).await;
    reply.assert_done("imported");
    let keys = app.keys(SLUG).await;
    assert_eq!(keys.len(), 1200);
    assert!(keys.iter().all(|key| key.as_str().len() == 10));

    let again = preview(&manager, STUDENTS).await;
    assert_summary(&again, "0 nieuw, 0 gewijzigd, 1200 ongewijzigd");
    assert!(again.page.says("Er verandert niets: alles staat er al zo.") && !can_be_saved(&again));
    assert_eq!(app.keys(SLUG).await, keys);
    let (action, by_whom, _, after) = app.last_record(SLUG).await;
    assert_eq!((action.as_str(), by_whom.as_str()), ("import-students", "admin"));
    assert!(after.contains("\"added\":1200"), "{after}");
}

#[tokio::test]
async fn every_file_that_excel_and_school_systems_write_is_read() {
    for (file, count, name) in [
        (&include_bytes!("../../fixtures/students-excel-unicode-text.txt")[..], 120, "Benthe de Jong"),
        (&include_bytes!("../../fixtures/students-excel-utf8-bom-comma.csv")[..], 120, "Benthe de Jong"),
        (&include_bytes!("../../fixtures/students-excel-windows1252.csv")[..], 120, "Benthe de Jong"),
        (&include_bytes!("../../fixtures/students-four-columns.csv")[..], 40, ""),
    ] {
        let (app, manager) = without_students().await;
        let reply = preview(&manager, file).await;
        assert_summary(&reply, &format!("{count} nieuw, 0 gewijzigd, 0 ongewijzigd"));
        assert!(reply.page.says(name));
        manager.submit(&reply.form("import-save", "")).await.assert_done("imported");
        assert_eq!(app.keys(SLUG).await.len(), count);
        let stored = app.services.store.students(app.event(SLUG).await.id).await.expect("students");
        let is_garbled = |name: &str| name.contains(['\u{fffd}', 'Ã', '‚', '?']);
        assert!(stored.iter().all(|(row, _)| !is_garbled(&row.name)), "names keep their letters");
        assert!(stored.iter().any(|(row, _)| !row.name.is_ascii()), "and there are some to keep");
        assert_summary(&preview(&manager, file).await, &format!("0 nieuw, 0 gewijzigd, {count} ongewijzigd"));
    }
}

#[tokio::test]
async fn all_errors_of_a_file_are_told_by_line_and_nothing_is_written() {
    let (app, manager) = without_students().await;
    let reply = preview(&manager, &include_bytes!("../../fixtures/students-with-errors.csv")[..]).await;
    assert!(reply.page.says("Er is niets ingelezen. Aantal fouten: 7"), "{:.600}", reply.page.text());
    let told: Vec<String> =
        reply.page.tags("li").iter().map(|item| item.text()).filter(|text| text.starts_with("Regel ")).collect();
    assert_eq!(
        told,
        [
            "Regel 3: Deze toegangscode staat ook op regel 2.",
            "Regel 4: De naam ontbreekt.",
            "Regel 5: Doelgroep ‘Bestaat niet’ bestaat niet in dit evenement.",
            "Regel 6: De klas ontbreekt.",
            "Regel 8: Deze regel heeft te weinig kolommen.",
            "Regel 9: Naam is te lang: hoogstens 200 tekens.",
            "Regel 11: Dezelfde student als op regel 10. Zijn het er twee, geef elk dan een leerlingnummer.",
        ]
    );
    assert!(!can_be_saved(&reply));
    assert_eq!(app.keys(SLUG).await, []);
}

#[tokio::test]
async fn what_is_no_list_of_students_is_refused_with_what_to_do() {
    let (app, manager) = without_students().await;
    let png = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01".to_vec();
    for (file, words) in [
        (
            b"PK\x03\x04\x14\x00\x06\x00\x08\x00xl/workbook.xml".to_vec(),
            "Dit is een Excel-werkmap. Sla die in Excel op",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00".to_vec(), "Dit is een Excel-werkmap."),
        (png, "Dit is geen tekst."),
        (b"Naam;Klas\r\nNoa;1A\r\n".to_vec(), "Er ontbreekt: Doelgroep."),
        (b"Naam;Naam;Klas;Doelgroep\r\nNoa;N;1A;Onderbouw\r\n".to_vec(), "Er is meer dan één kolom voor Naam."),
        (
            b"Naam;Klas;Doelgroep\r\n\"Noa;1A;Onderbouw\r\n".to_vec(),
            "Op regel 2 begint een aanhalingsteken dat nergens eindigt.",
        ),
        (b"Naam;Klas;Doelgroep\r\n".to_vec(), "Er staan alleen kopjes in, geen studenten."),
        (b" \r\n".to_vec(), "Er staat niets in."),
        (vec![b' '; 20_000_000], "Er staat niets in."),
        (vec![b' '; 20_000_001], "Het bestand is te groot: hoogstens 20 MB."),
    ] {
        let reply = preview(&manager, file).await;
        reply.assert_refused(words);
    }
    pasted(&manager, "").await.assert_refused("Er staat niets in. Kies een bestand of plak de studenten.");
    assert_eq!(app.keys(SLUG).await, []);
}

#[tokio::test]
async fn five_thousand_students_go_through_the_form() {
    let app = TestApp::with_day(day(1, &["Alle"], &[("Judo", &["m1"], &[], 9)], json!([]))).await;
    let manager = app.manager("klein").await;
    let mut file = String::from("Naam;Klas;Doelgroep;Leerlingnummer\r\n");
    for number in 0..5000 {
        file.push_str(&format!("Student van de school {number};{};Alle;{number}\r\n", number % 90));
    }
    let reply = preview(&manager, file).await;
    assert_summary(&reply, "5000 nieuw, 0 gewijzigd, 0 ongewijzigd");
    manager.submit(&reply.form("import-save", "")).await.assert_done("imported");
    assert_eq!(app.keys("klein").await.len(), 5000);
}

/// Two students of whom one has registered.
async fn two() -> (TestApp, Manager, [StudentKey; 2]) {
    let workshops: &[crate::documents::Line] = &[("Judo", &["m1"], &["Onder"], 5), ("Yoga", &["m1"], &["Boven"], 5)];
    let app = TestApp::with_day(day(1, &["Onder", "Boven"], workshops, json!([]))).await;
    let keys = app.enrol("klein", [("Noa Bos", "1A", "Onder"), ("Bas Kok", "1B", "Onder")]).await;
    app.takes("klein", &keys[0], &["Judo"]).await;
    let manager = app.manager("klein").await;
    (app, manager, keys)
}

#[tokio::test]
async fn pasted_cells_say_what_changes_and_who_is_missing() {
    let (app, manager, keys) = two().await;
    let text = "Naam\tKlas\tDoelgroep\tLeerlingnummer\nBas Kok\t1B\tOnder\t12\nSam Smit\t2A\tBoven\t13\n";
    let reply = pasted(&manager, text).await;
    assert_summary(&reply, "1 nieuw, 1 gewijzigd, 0 ongewijzigd");
    assert_eq!(reply.page.rows_of("2")[0][1..3], ["Gewijzigd Leerlingnummer", "Bas Kok"]);
    assert!(reply.page.says("Niet in het bestand: 1, van wie ingeschreven: 1. Zij blijven"));
    manager.submit(&reply.form("import-save", "")).await.assert_done("imported");
    assert_eq!(app.row("klein", "Bas Kok").await.number.as_deref(), Some("12"));
    assert_eq!(app.row("klein", "Bas Kok").await.key, keys[1], "a key stays");
    assert_eq!(app.holds("klein", &keys[0]).await, ["Judo"], "who isn't in the file is kept");

    // Whoever left is removed by his own button, which asks.
    let question = manager.submit(&reply.form("remove-students", "")).await;
    assert_eq!(question.asked(), [["Noa Bos", "1A", "Verliest Judo. Daarna onvolledig."]]);
    manager.agree(&question).await.assert_done("removed");
    assert_eq!(app.keys("klein").await.len(), 2);
    app.assert_sound().await;
}

#[tokio::test]
async fn a_file_that_moves_a_registered_student_to_another_group_asks_first() {
    let (app, manager, keys) = two().await;
    let reply = pasted(&manager, "Naam;Klas;Doelgroep\nNoa Bos;1A;Boven\nBas Kok;1B;Boven\nSam Smit;1B;Onder\n").await;
    assert_summary(&reply, "1 nieuw, 2 gewijzigd, 0 ongewijzigd");
    let question = manager.submit(&reply.form("import-save", "")).await;
    assert_eq!(question.asked(), [["Noa Bos", "1A", "Verliest Judo. Daarna onvolledig."]]);
    assert_eq!(app.keys("klein").await.len(), 2, "nothing is written yet");
    manager.agree(&question).await.assert_done("imported");
    assert_eq!(app.holds("klein", &keys[0]).await, [""; 0]);
    assert_eq!(app.keys("klein").await.len(), 3);
    app.assert_sound().await;
}

#[tokio::test]
async fn a_file_whose_event_changed_since_the_look_is_looked_at_again() {
    let (app, manager, _) = two().await;
    let reply = pasted(&manager, "Naam;Klas;Doelgroep\nSam Smit;1B;Boven\n").await;
    let save = reply.form("import-save", "");
    let upper = app.event("klein").await.groups[1].id;
    let form = manager.form_of("settings", "group", upper).await;
    manager.submit(&form.with("name", "Bovenbouw")).await.assert_done("saved");
    let reply = manager.submit(&save).await;
    assert!(reply.page.says("Regel 2: Doelgroep ‘Boven’ bestaat niet in dit evenement."), "{}", reply.page.text());
    assert!(!can_be_saved(&reply));
    assert_eq!(app.keys("klein").await.len(), 2);
}

#[tokio::test]
async fn what_is_confirmed_is_what_was_looked_at() {
    let (app, manager, _) = two().await;
    let text = "Naam;Klas;Doelgroep;Leerlingnummer\nBas Kok;1B;Onder;12\nSam Smit;1B;Boven;13\n";
    let save = pasted(&manager, text).await.form("import-save", "");
    // Meanwhile another administrator brings in one of the two.
    app.enrol("klein", [("Sam Smit", "1B", "Boven")]).await;
    let again = manager.submit(&save).await;
    assert_summary(&again, "0 nieuw, 2 gewijzigd, 0 ongewijzigd");
    assert_eq!(app.row("klein", "Bas Kok").await.number, None, "nothing is written yet");
    manager.submit(&again.form("import-save", "")).await.assert_done("imported");
    assert_eq!(app.row("klein", "Sam Smit").await.number.as_deref(), Some("13"));
    assert_eq!(app.keys("klein").await.len(), 3);
}

#[tokio::test]
async fn a_file_waits_an_hour_for_its_confirmation() {
    let (app, manager, _) = two().await;
    let reply = pasted(&manager, "Naam;Klas;Doelgroep\nSam Smit;1B;Boven\n").await;
    let save = reply.form("import-save", "");
    let nothing = manager.press("students/import", "import-save", &[("upload", "nothing")]).await;
    nothing.assert_refused("Het bestand wordt niet meer bewaard. Kies het opnieuw.");
    app.clock.set(app.clock_now().plus_seconds(3601));
    manager.submit(&save).await.assert_refused("Het bestand wordt niet meer bewaard. Kies het opnieuw.");
    assert_eq!(app.keys("klein").await.len(), 2);
    let save = pasted(&manager, "Naam;Klas;Doelgroep\nSam Smit;1B;Boven\n").await.form("import-save", "");
    app.clock.set(app.clock_now().plus_seconds(3599));
    manager.submit(&save).await.assert_done("imported");
    assert_eq!(app.keys("klein").await.len(), 3);
}

#[tokio::test]
async fn a_key_in_a_file_is_set_and_may_be_nobody_elses() {
    let (app, manager, keys) = two().await;
    app.services.import_event(EVENT, "test").await.expect("an event");
    let [elsewhere] = app.enrol(SLUG, [("Sam Smit", "1A", "Onderbouw")]).await;
    let reply = pasted(&manager, &format!("Naam;Klas;Doelgroep;Identificatie\nJip Vos;1C;Onder;{elsewhere}\n")).await;
    assert!(reply.page.says("Regel 2: Deze toegangscode is al van een andere student."));
    let reply = pasted(&manager, "Naam;Klas;Doelgroep;Identificatie\nBas Kok;1B;Onder;mijn code\n").await;
    assert_eq!(reply.page.rows_of("2")[0][1], "Gewijzigd Toegangscode");
    let session = app.student(&keys[1]).await;
    manager.submit(&reply.form("import-save", "")).await.assert_done("imported");
    assert_eq!(app.row("klein", "Bas Kok").await.key.as_str(), "MIJNCODE");
    assert!(session.read("/events/klein").await.says("Toegangscode"), "the old session is over");
}

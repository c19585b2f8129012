//! Many workshops at once, pasted from a spreadsheet.

use crate::{documents::day, harness::TestApp, manager::Manager};
use serde_json::json;

async fn small() -> (TestApp, Manager) {
    let workshops: &[crate::documents::Line] =
        &[("Judo", &["m1"], &[], 5), ("Koken", &["m2"], &["Onder"], 6), ("Film", &["m1", "m2"], &["Boven"], 7)];
    let app = TestApp::with_day(day(2, &["Onder", "Boven"], workshops, json!([]))).await;
    let manager = app.manager("klein").await;
    (app, manager)
}

const TABLE: &str = "Titel\tMomenten\tPlaatsen\tLokaal\tDoelgroepen\r\n\
                     Judo\tRonde 1\t9\tGymzaal\t\r\n\
                     Koken\tRonde 2\t6\t\tOnder\r\n\
                     Dans\tRonde 1, Ronde 2\t12\tAula\tBoven\r\n";

#[tokio::test]
async fn a_pasted_table_is_looked_at_first_and_then_stored_whole() {
    let (app, manager) = small().await;
    let before = app.event("klein").await;
    let reply = manager.press("workshops/paste", "paste", &[("pasted", TABLE)]).await;
    assert_eq!(reply.status.as_u16(), 200);
    assert!(reply.page.says("1 nieuw, 1 gewijzigd, 1 ongewijzigd"), "{}", reply.page.text());
    assert_eq!(reply.page.rows_of("2")[0][1..5], ["Gewijzigd", "Judo", "Ronde 1", "9"]);
    assert_eq!(reply.page.rows_of("3")[0][1..3], ["Ongewijzigd", "Koken"]);
    assert_eq!(reply.page.rows_of("4")[0][1..4], ["Nieuw", "Dans", "Ronde 1 en Ronde 2"]);
    assert_eq!(app.event("klein").await, before, "a look writes nothing");

    manager.submit(&reply.form("paste-save", "")).await.assert_done("saved");
    let event = app.event("klein").await;
    let titles: Vec<&str> = event.workshops.iter().map(|workshop| workshop.title.as_str()).collect();
    assert_eq!(titles, ["Judo", "Koken", "Film", "Dans"]);
    assert_eq!((event.workshops[0].capacity, event.workshops[0].location.as_str()), (9, "Gymzaal"));
    assert_eq!(event.workshops[1..3], before.workshops[1..3]);
    let dans = &event.workshops[3];
    assert_eq!((dans.moments.len(), dans.groups.clone(), dans.capacity), (2, vec![event.groups[1].id], 12));
}

#[tokio::test]
async fn a_pasted_line_with_a_fault_keeps_all_from_being_stored() {
    let (app, manager) = small().await;
    let before = app.event("klein").await;
    let pasted = "Titel\tMomenten\tPlaatsen\nDans\tRonde 9\t12\n\tRonde 1\tveel\nZang\tRonde 1\t5\n";
    let reply = manager.press("workshops/paste", "paste", &[("pasted", pasted)]).await;
    assert!(reply.page.says("Er is niets opgeslagen. Regels met een fout: 2"), "{}", reply.page.text());
    assert!(reply.page.rows_of("2")[0][1].contains("‘Ronde 9’ bestaat niet in dit evenement."));
    let third = &reply.page.rows_of("3")[0][1];
    assert!(third.contains("Vul dit in.") && third.contains("Vul een heel getal in."), "{third}");
    assert!(reply.page.tags("form").iter().all(|form| !form.fields().contains(&("form".into(), "paste-save".into()))));
    // Whoever sends it all the same gets the same answer.
    let again = manager.press("workshops/paste", "paste-save", &[("pasted", pasted)]).await;
    assert!(again.page.says("Er is niets opgeslagen. Regels met een fout: 2"));
    assert_eq!(app.event("klein").await, before);
}

#[tokio::test]
async fn what_is_saved_of_a_pasted_table_is_what_was_looked_at() {
    let (app, manager) = small().await;
    let save = manager.press("workshops/paste", "paste", &[("pasted", TABLE)]).await.form("paste-save", "");
    let judo = app.workshop("klein", "Judo").await;
    let form = manager.form_of(&format!("workshops/{judo}"), "workshop", judo).await;
    manager.submit(&form.with("location", "Sportveld")).await.assert_done("saved");
    let again = manager.submit(&save).await;
    assert!(again.page.says("1 nieuw, 1 gewijzigd, 1 ongewijzigd"), "{}", again.page.text());
    let event = app.event("klein").await;
    assert_eq!(
        (event.workshops.len(), event.workshops[0].location.as_str()),
        (3, "Sportveld"),
        "nothing is stored yet"
    );
    manager.submit(&again.form("paste-save", "")).await.assert_done("saved");
    let event = app.event("klein").await;
    assert_eq!((event.workshops.len(), event.workshops[0].location.as_str()), (4, "Gymzaal"));
}

#[tokio::test]
async fn what_is_no_table_is_refused_with_what_it_lacks() {
    let (app, manager) = small().await;
    let before = app.event("klein").await;
    for (pasted, words) in [
        ("", "Vul dit in."),
        ("Naam\tWanneer\nDans\tRonde 1\n", "De tabel mist deze kolommen: Momenten en Plaatsen."),
        ("Titel\tMomenten\tPlaatsen\n\"Dans\tRonde 1\t5\n", "Er begint een aanhalingsteken dat nergens eindigt."),
    ] {
        let reply = manager.press("workshops/paste", "paste", &[("pasted", pasted)]).await;
        reply.assert_refused(words);
        manager.press("workshops/paste", "paste-save", &[("pasted", pasted)]).await.assert_refused(words);
    }
    assert_eq!(app.event("klein").await, before);
}

#[tokio::test]
async fn the_table_of_an_event_changes_nothing_when_it_is_pasted_back() {
    let app = TestApp::with_fixture().await;
    let manager = app.manager(crate::harness::SLUG).await;
    let table = manager.text("workshops.txt").await;
    assert_eq!(table.lines().count(), 33);
    let reply = manager.press("workshops/paste", "paste", &[("pasted", &table)]).await;
    assert!(reply.page.says("0 nieuw, 0 gewijzigd, 32 ongewijzigd"), "{}", reply.page.text());
}

#[tokio::test]
async fn what_breaks_tables_goes_out_and_comes_back_unchanged() {
    let titles = ["=1+1", "Judo \"voor\" beginners", "مريم العلي", "-2", "twee\ttabs", "@SUM(A1); en meer, met ; en ,"];
    let titles = titles.map(|title| title.replace('\t', " "));
    let lines: Vec<crate::documents::Line> =
        titles.iter().map(|title| (title.as_str(), &["m1", "m2"][..], &["Onder"][..], 9)).collect();
    let mut document = day(2, &["Onder", "Boven"], &lines, json!([]));
    for workshop in document["workshops"].as_array_mut().expect("workshops") {
        workshop["description"] = json!("=een \"regel\"\n\n\ttwee;drie, مريم\n'=vier");
        workshop["location"] = json!("+31 6");
        workshop["host"] = json!("@thuis <b>");
    }
    let app = TestApp::with_day(document).await;
    let manager = app.manager("klein").await;
    let table = manager.text("workshops.txt").await;
    for cell in table.split(['\t', '\n']) {
        let cell = cell.trim_start_matches('"');
        assert!(!cell.starts_with(['=', '@']), "{cell:?} would be calculated");
    }
    // A spreadsheet ends its lines as it likes.
    for table in [table.clone(), table.replace('\n', "\r\n")] {
        let reply = manager.press("workshops/paste", "paste", &[("pasted", &table)]).await;
        assert!(reply.page.says("0 nieuw, 0 gewijzigd, 6 ongewijzigd"), "{}", reply.page.text());
    }
    let before = app.event("klein").await;
    let document = manager.text("document.json").await;
    let other = document.replace("\"slug\": \"klein\"", "\"slug\": \"ander\"");
    app.services.import_event(other.as_bytes(), "test").await.expect("an event");
    let after = app.event("ander").await;
    let texts = |event: &domain::Event| -> Vec<[String; 4]> {
        event.workshops.iter().map(|w| [&w.title, &w.description, &w.location, &w.host].map(Clone::clone)).collect()
    };
    assert_eq!(texts(&after), texts(&before));
}

#[tokio::test]
async fn a_pasted_table_that_takes_seats_away_asks_first() {
    let (app, manager) = small().await;
    let keys = app.enrol("klein", [("Noa Bos", "1A", "Onder"), ("Bas Kok", "1A", "Onder")]).await;
    for key in &keys {
        app.takes("klein", key, &["Judo", "Koken"]).await;
    }
    let pasted = "Titel\tMomenten\tPlaatsen\nJudo\tRonde 1\t1\n";
    let reply = manager.press("workshops/paste", "paste", &[("pasted", pasted)]).await;
    let question = manager.submit(&reply.form("paste-save", "")).await;
    assert_eq!(question.asked(), [["Bas Kok", "1A", "Verliest Judo. Daarna onvolledig."]]);
    assert_eq!(app.holds("klein", &keys[1]).await, ["Judo", "Koken"]);
    manager.agree(&question).await.assert_done("saved");
    assert_eq!(app.holds("klein", &keys[1]).await, ["Koken"]);
    app.assert_sound().await;
}

//! Workshops: one by one, and in the table.

use crate::{
    documents::day,
    harness::TestApp,
    manager::{Form, Manager},
};
use domain::WorkshopId;
use reqwest::StatusCode;
use serde_json::json;

/// Two rounds, two groups, three workshops.
async fn small() -> (TestApp, Manager) {
    let workshops: &[crate::documents::Line] =
        &[("Judo", &["m1"], &[], 5), ("Koken", &["m2"], &["Onder"], 6), ("Film", &["m1", "m2"], &["Boven"], 7)];
    let app = TestApp::with_day(day(2, &["Onder", "Boven"], workshops, json!([]))).await;
    let manager = app.manager("klein").await;
    (app, manager)
}

async fn form_of(manager: &Manager, workshop: WorkshopId) -> Form {
    manager.form_of(&format!("workshops/{workshop}"), "workshop", workshop).await
}

fn field(name: &str, workshop: WorkshopId) -> String {
    format!("{name}-{workshop}")
}

async fn titles(app: &TestApp) -> Vec<String> {
    app.event("klein").await.workshops.into_iter().map(|workshop| workshop.title).collect()
}

#[tokio::test]
async fn a_workshop_is_added_and_changed_by_its_form() {
    let (app, manager) = small().await;
    let event = app.event("klein").await;
    let (first, second) = (event.moments[0].id, event.moments[1].id);
    let form = manager.form("workshops/new", "workshop").await;
    let form = form.with("title", " Dans ").with("description", "een\r\ntwee").with("capacity", "12");
    let form = form.with("location", "Zaal").with("host", "mw. Vos").and("moments", second).and("moments", first);
    let form = form.and("groups", event.groups[1].id);
    manager.submit(&form).await.assert_done("added");
    let dans = app.event("klein").await.workshops.pop().expect("a workshop");
    assert_eq!((dans.title.as_str(), dans.description.as_str(), dans.capacity), ("Dans", "een\ntwee", 12));
    assert_eq!((dans.location.as_str(), dans.host.as_str(), dans.cancelled), ("Zaal", "mw. Vos", false));
    assert_eq!((dans.moments, dans.groups), (vec![first, second], vec![event.groups[1].id]));

    let form = form_of(&manager, dans.id).await;
    assert_eq!((form.field("title"), form.field("description"), form.field("capacity")), ("Dans", "een\ntwee", "12"));
    let form = form.without("moments", first).and("groups", event.groups[0].id).with("host", "");
    manager.submit(&form).await.assert_done("saved");
    let dans = app.event("klein").await.workshops.pop().expect("a workshop");
    assert_eq!((dans.moments, dans.groups, dans.host.as_str()), (vec![second], vec![], ""), "all groups is everyone");
    let nowhere = manager.page("workshops").await;
    assert_eq!(nowhere.rows().len(), 1 + 4);
    let unknown = manager.path("workshops/00000000-0000-0000-0000-000000000001");
    assert_eq!(manager.browser.get(&unknown).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_workshop_that_cannot_be_is_refused_with_all_that_is_wrong_and_what_was_filled_in() {
    let (app, manager) = small().await;
    let form = manager.form("workshops/new", "workshop").await;
    let form = form.with("title", "").with("capacity", "veel").with("host", "x".repeat(201)).with("description", "d");
    let reply = manager.submit(&form).await;
    for words in ["Vul dit in.", "Vul een heel getal in.", "Hoogstens 200 tekens.", "Kies minstens één moment."] {
        reply.assert_refused(words);
    }
    let again = reply.form("workshop", "");
    assert_eq!((again.field("capacity"), again.field("description")), ("veel", "d"));
    let form = form.with("title", "Dans").with("host", "").and("moments", app.event("klein").await.moments[0].id);
    for (capacity, words) in [("-1", "Vul een heel getal in."), ("100001", "Hoogstens 100000."), ("", "Vul dit in.")] {
        manager.submit(&form.clone().with("capacity", capacity)).await.assert_refused(words);
    }
    let unknown = form.clone().with("capacity", "3").and("groups", "00000000-0000-0000-0000-000000000001");
    manager.submit(&unknown).await.assert_refused("Dit bestaat niet (meer).");
    assert_eq!(manager.submit(&form.and("moments", "x")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(titles(&app).await, ["Judo", "Koken", "Film"]);
}

#[tokio::test]
async fn of_two_who_change_one_workshop_the_second_sees_both_versions() {
    let (app, manager) = small().await;
    let [judo] = app.workshops("klein", ["Judo"]).await;
    let (first, second) = (form_of(&manager, judo).await, form_of(&manager, judo).await);
    manager.submit(&first.with("capacity", "9").with("host", "mw. Vos")).await.assert_done("saved");
    let second = second.with("capacity", "4").with("location", "Gymzaal").with("cancelled", "yes");
    let reply = manager.submit(&second).await;
    reply.assert_refused("Iemand anders heeft dit intussen gewijzigd.");
    for (row, theirs, mine) in [
        ("Plaatsen", "9", "4"),
        ("Begeleider", "mw. Vos", ""),
        ("Lokaal", "", "Gymzaal"),
        ("Gaat niet door", "Nee", "Ja"),
    ] {
        assert_eq!(reply.page.rows_of(row), [[row, theirs, mine]]);
    }
    assert_eq!(reply.page.rows_of("Titel"), Vec::<Vec<String>>::new(), "what is the same isn't shown");
    assert_eq!(app.event("klein").await.workshop(judo).map(|w| (w.capacity, w.cancelled)), Some((9, false)));
    manager.submit(&reply.form("workshop", judo)).await.assert_done("saved");
    let stored = app.event("klein").await.workshop(judo).cloned().expect("a workshop");
    assert_eq!((stored.capacity, stored.host.as_str(), stored.location.as_str()), (4, "", "Gymzaal"));
}

#[tokio::test]
async fn the_table_saves_several_rows_at_once_and_leaves_the_rest() {
    let (app, manager) = small().await;
    let before = app.event("klein").await;
    let [judo, koken, film] = app.workshops("klein", ["Judo", "Koken", "Film"]).await;
    let form = manager.form("workshops", "workshops").await;
    let form = form.with(&field("title", judo), "Judo!").with(&field("capacity", judo), "50");
    let form = form.with(&field("location", film), "Aula").without(&field("moments", film), before.moments[1].id);
    manager.submit(&form).await.assert_done("saved");
    let event = app.event("klein").await;
    assert_eq!(event.workshop(judo).map(|w| (w.title.as_str(), w.capacity)), Some(("Judo!", 50)));
    let changed = event.workshop(film).expect("a workshop");
    assert_eq!((changed.location.as_str(), &changed.moments), ("Aula", &vec![before.moments[0].id]));
    assert_eq!(changed.groups, vec![before.groups[1].id], "what the table doesn't show stays");
    assert_eq!(event.workshop(koken), before.workshop(koken));
}

#[tokio::test]
async fn a_stale_table_overwrites_no_row_that_was_not_touched_in_it() {
    let (app, manager) = small().await;
    let [judo, koken, film] = app.workshops("klein", ["Judo", "Koken", "Film"]).await;
    let stale = manager.form("workshops", "workshops").await;
    manager.submit(&form_of(&manager, koken).await.with("capacity", "60")).await.assert_done("saved");
    manager.submit(&form_of(&manager, film).await.with("description", "Nieuw.")).await.assert_done("saved");
    manager.submit(&stale.with(&field("capacity", judo), "50")).await.assert_done("saved");
    let event = app.event("klein").await;
    let capacities: Vec<u32> = event.workshops.iter().map(|workshop| workshop.capacity).collect();
    assert_eq!(capacities, [50, 60, 7]);
    assert_eq!(event.workshop(film).map(|workshop| workshop.description.as_str()), Some("Nieuw."));
}

#[tokio::test]
async fn a_row_that_both_changed_is_reported_and_nothing_of_the_table_is_stored() {
    let (app, manager) = small().await;
    let [judo, koken] = app.workshops("klein", ["Judo", "Koken"]).await;
    let stale = manager.form("workshops", "workshops").await;
    manager.submit(&form_of(&manager, koken).await.with("capacity", "60")).await.assert_done("saved");
    let stale = stale.with(&field("capacity", judo), "50").with(&field("capacity", koken), "70");
    let reply = manager.submit(&stale).await;
    reply.assert_refused("Koken: Iemand anders heeft dit intussen gewijzigd.");
    assert_eq!(reply.page.rows_of("Plaatsen"), [["Plaatsen", "60", "70"]]);
    assert_eq!(app.event("klein").await.workshop(judo).map(|workshop| workshop.capacity), Some(5));
    let again = reply.form("workshops", "");
    assert_eq!(again.field(&field("capacity", judo)), "50");
    manager.submit(&again).await.assert_done("saved");
    let capacities: Vec<u32> = app.event("klein").await.workshops.iter().map(|workshop| workshop.capacity).collect();
    assert_eq!(capacities, [50, 70, 7]);
}

#[tokio::test]
async fn errors_in_the_table_stand_in_their_rows_and_nothing_is_stored() {
    let (app, manager) = small().await;
    let before = app.event("klein").await;
    let [judo, koken, film] = app.workshops("klein", ["Judo", "Koken", "Film"]).await;
    let form = manager.form("workshops", "workshops").await;
    let form = form.with(&field("capacity", judo), "50").with(&field("title", koken), "");
    let form = form.with(&field("capacity", film), "2,5").without(&field("moments", film), "");
    let reply = manager.submit(&form).await;
    for words in ["Vul dit in.", "Vul een heel getal in.", "Kies minstens één moment."] {
        reply.assert_refused(words);
    }
    assert_eq!(reply.form("workshops", "").field(&field("capacity", film)), "2,5");
    assert_eq!(app.event("klein").await, before);
}

#[tokio::test]
async fn the_arrows_move_a_workshop_and_save_what_was_changed_in_the_table() {
    let (app, manager) = small().await;
    let [judo, koken, film] = app.workshops("klein", ["Judo", "Koken", "Film"]).await;
    let form = manager.form("workshops", "workshops").await;
    manager.submit(&form.with(&field("capacity", judo), "50").and("up", film)).await.assert_done("saved");
    assert_eq!(titles(&app).await, ["Judo", "Film", "Koken"]);
    assert_eq!(app.event("klein").await.workshop(judo).map(|workshop| workshop.capacity), Some(50));
    let form = manager.form("workshops", "workshops").await;
    manager.submit(&form.and("down", koken)).await.assert_done("saved");
    assert_eq!(titles(&app).await, ["Judo", "Film", "Koken"], "the last can't go further");
    // Where the table can't be stored, nothing moves either.
    let form = manager.form("workshops", "workshops").await.with(&field("capacity", film), "x").and("down", judo);
    manager.submit(&form).await.assert_refused("Vul een heel getal in.");
    assert_eq!(titles(&app).await, ["Judo", "Film", "Koken"]);
}

#[tokio::test]
async fn what_was_deleted_in_the_meantime_stays_deleted() {
    let (app, manager) = small().await;
    let [judo, koken] = app.workshops("klein", ["Judo", "Koken"]).await;
    let (table, one) = (manager.form("workshops", "workshops").await, form_of(&manager, koken).await);
    let delete = [("id", &*koken.to_string())];
    let question = manager.press(&format!("workshops/{koken}"), "delete-workshop", &delete).await;
    assert!(question.question().says("Koken (Ronde 2) verwijderen?"));
    assert_eq!(titles(&app).await.len(), 3, "nothing is done yet");
    let reply = manager.agree(&question).await;
    reply.assert_done("removed");
    assert_eq!(reply.location, format!("{}?done=removed", manager.path("workshops")));
    assert_eq!(titles(&app).await, ["Judo", "Film"]);
    let table = table.with(&field("capacity", judo), "50").with(&field("capacity", koken), "60");
    manager.submit(&table).await.assert_done("saved");
    assert_eq!(manager.submit(&one.with("capacity", "8")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(titles(&app).await, ["Judo", "Film"]);
}

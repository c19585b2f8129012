//! One student: added, changed, moved, removed.

use crate::{
    documents::day,
    harness::TestApp,
    manager::{Form, Manager},
};
use domain::StudentKey;
use reqwest::StatusCode;
use serde_json::json;

/// Two groups, a workshop for each and one for everyone, and a student who has registered.
async fn small() -> (TestApp, Manager, StudentKey) {
    let workshops: &[crate::documents::Line] =
        &[("Judo", &["m1"], &["Onder"], 5), ("Yoga", &["m1"], &["Boven"], 5), ("Film", &["m2"], &[], 5)];
    let app = TestApp::with_day(day(2, &["Onder", "Boven"], workshops, json!([]))).await;
    let [key] = app.enrol("klein", [("Noa Bos", "1A", "Onder")]).await;
    app.takes("klein", &key, &["Judo", "Film"]).await;
    let manager = app.manager("klein").await;
    (app, manager, key)
}

async fn group(app: &TestApp, name: &str) -> String {
    let event = app.event("klein").await;
    event.groups.iter().find(|group| group.name == name).expect("a group").id.to_string()
}

async fn page_of(app: &TestApp, key: &StudentKey) -> String {
    format!("students/{}", app.id(key).await)
}

async fn new_form(app: &TestApp, manager: &Manager) -> Form {
    let form = manager.form("students/new", "student").await;
    assert_eq!(form.field("group"), "", "where there are several, nobody is put in the first unasked");
    form.with("name", "Bas Kok").with("class", "1B").with("group", group(app, "Onder").await)
}

#[tokio::test]
async fn a_new_student_gets_a_key_and_logs_in_with_it() {
    let (app, manager, _) = small().await;
    let reply = manager.submit(&new_form(&app, &manager).await.with("number", " 1001 ")).await;
    reply.assert_done("added");
    let row = app.row("klein", "Bas Kok").await;
    assert_eq!(reply.location, format!("{}?done=added", manager.path(&format!("students/{}", row.id))));
    assert_eq!((row.class.as_str(), row.number.as_deref(), row.key_generated), ("1B", Some("1001"), true));
    assert_eq!(row.key.as_str().len(), 10);
    let page = manager.page(&format!("students/{}", row.id)).await;
    assert!(page.says(&row.key.to_string()) && page.says("Deze student heeft nog niets gekozen."));
    assert!(app.student(&row.key).await.read("/events/klein").await.says("Bas Kok"));
}

#[tokio::test]
async fn a_second_student_of_one_name_and_class_is_asked_about() {
    let (app, manager, _) = small().await;
    let form = new_form(&app, &manager).await.with("name", "noa bos").with("class", "1A");
    let question = manager.submit(&form).await;
    assert!(question.question().says("Er is al een student met deze naam in deze klas"));
    assert_eq!(question.asked(), Vec::<Vec<String>>::new());
    assert_eq!(app.keys("klein").await.len(), 1, "nothing is done yet");
    manager.agree(&question).await.assert_done("added");
    assert_eq!(app.keys("klein").await.len(), 2);
    // In another class he is another one.
    manager.submit(&form.with("class", "1B")).await.assert_done("added");
}

#[tokio::test]
async fn a_key_set_by_hand_is_compared_as_it_is_typed_and_may_be_nobody_elses() {
    let (app, manager, key) = small().await;
    app.services.import_event(crate::harness::EVENT, "test").await.expect("an event");
    let [elsewhere] = app.enrol(crate::harness::SLUG, [("Sam Smit", "1A", "Onderbouw")]).await;
    let form = new_form(&app, &manager).await;
    let typed = [key.to_string().to_lowercase(), elsewhere.to_string()];
    for taken in &typed {
        let reply = manager.submit(&form.clone().with("key", taken)).await;
        reply.assert_refused("Dit is al in gebruik.");
        assert_eq!(reply.form("student", "").field("key"), taken);
    }
    for (wrong, words) in [("abc", "Een toegangscode heeft 4 tot 64 tekens."), (&*"x".repeat(65), "4 tot 64 tekens")] {
        manager.submit(&form.clone().with("key", wrong)).await.assert_refused(words);
    }
    manager.submit(&form.with("key", " mijn-code 1 ")).await.assert_done("added");
    let row = app.row("klein", "Bas Kok").await;
    assert_eq!((row.key.as_str(), row.key_generated), ("MIJNCODE1", false));
    assert_eq!(app.browser().log_in("Mijn Code 1").await.status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_student_that_cannot_be_is_refused_beside_the_fields() {
    let (app, manager, _) = small().await;
    let form = new_form(&app, &manager).await.with("number", "1001");
    for (field, value, words) in [
        ("name", "", "Vul dit in."),
        ("name", "x\u{0}y", "Hier staan tekens in die niet zijn toegestaan."),
        ("class", " ", "Vul dit in."),
        ("class", &"x".repeat(41), "Hoogstens 40 tekens."),
        ("number", &"1".repeat(41), "Hoogstens 40 tekens."),
        ("group", "", "Vul dit in."),
        ("group", "00000000-0000-0000-0000-000000000001", "Dit bestaat niet (meer)."),
    ] {
        let reply = manager.submit(&form.clone().with(field, value)).await;
        reply.assert_refused(words);
        assert_eq!(reply.page.alerts().len(), 1, "{field}: {:?}", reply.page.alerts());
        assert_eq!(reply.form("student", "").field("number"), if field == "number" { value } else { "1001" });
    }
    manager.submit(&form.clone()).await.assert_done("added");
    manager.submit(&form.with("name", "Een Ander")).await.assert_refused("Dit is al in gebruik.");
    assert_eq!(app.keys("klein").await.len(), 2);
}

#[tokio::test]
async fn a_students_data_is_changed_and_of_two_who_do_so_the_second_is_told() {
    let (app, manager, key) = small().await;
    let path = page_of(&app, &key).await;
    let (first, second) = (manager.form(&path, "student").await, manager.form(&path, "student").await);
    assert_eq!((first.field("name"), first.field("class"), first.field("number")), ("Noa Bos", "1A", ""));
    assert_eq!(first.field("group"), group(&app, "Onder").await);
    manager.submit(&first.with("name", "Noa de Bos").with("number", "7")).await.assert_done("saved");
    let row = app.row("klein", "Noa de Bos").await;
    assert_eq!((row.number.as_deref(), &row.key), (Some("7"), &key));

    let reply = manager.submit(&second.with("class", "1C").with("name", "N. Bos")).await;
    reply.assert_refused("Iemand anders heeft dit intussen gewijzigd.");
    assert_eq!(reply.page.rows_of("Naam")[0], ["Naam", "Noa de Bos", "N. Bos"]);
    assert_eq!(reply.page.rows_of("Klas"), [["Klas", "1A", "1C"]]);
    assert_eq!(reply.page.rows_of("Leerlingnummer"), [["Leerlingnummer", "7", ""]]);
    assert_eq!(app.row("klein", "Noa de Bos").await, row, "nothing is stored");
    manager.submit(&reply.form("student", "")).await.assert_done("saved");
    let row = app.row("klein", "N. Bos").await;
    assert_eq!((row.class.as_str(), row.number), ("1C", None));
    assert_eq!(app.holds("klein", &key).await, ["Film", "Judo"]);

    app.enrol("klein", [("Bas Kok", "1B", "Onder")]).await;
    let bas = app.row("klein", "Bas Kok").await;
    let form = manager.form(&format!("students/{}", bas.id), "student").await;
    manager.submit(&form.clone().with("name", "")).await.assert_refused("Vul dit in.");
    let noa = manager.form(&path, "student").await;
    manager.submit(&noa.with("number", "9")).await.assert_done("saved");
    manager.submit(&form.clone().with("number", "9")).await.assert_refused("Dit is al in gebruik.");
    // No field of the page asks for a key, but a form may be sent by anything.
    let reply = manager.submit(&form.with("key", key.as_str())).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(app.row("klein", "Bas Kok").await, bas);
}

#[tokio::test]
async fn moving_a_registered_student_to_another_group_asks_and_takes_what_does_not_fit() {
    let (app, manager, key) = small().await;
    let path = page_of(&app, &key).await;
    let form = manager.form(&path, "student").await.with("group", group(&app, "Boven").await);
    let question = manager.submit(&form).await;
    assert_eq!(question.asked(), [["Noa Bos", "1A", "Verliest Judo. Daarna onvolledig."]]);
    assert_eq!(app.row("klein", "Noa Bos").await.group.to_string(), group(&app, "Onder").await);
    manager.agree(&question).await.assert_done("saved");
    assert_eq!(app.row("klein", "Noa Bos").await.group.to_string(), group(&app, "Boven").await);
    assert_eq!(app.holds("klein", &key).await, ["Film"]);
    let page = app.student(&key).await.read("/events/klein").await;
    assert!(page.says("Je keuze is nog niet volledig"), "{}", page.text());
    let (action, _, before, after) = app.last_record("klein").await;
    assert_eq!(action, "edit-student");
    assert!(
        before.contains("\"Onder\"") && after.contains("\"Boven\"") && after.contains("\"lost\""),
        "{before} {after}"
    );
    app.assert_sound().await;
}

#[tokio::test]
async fn removing_a_student_asks_and_then_his_key_is_dead_and_his_seats_are_free() {
    let (app, manager, key) = small().await;
    let [bas, sam] = app.enrol("klein", [("Bas Kok", "1B", "Onder"), ("Sam Smit", "1B", "Onder")]).await;
    let path = page_of(&app, &key).await;
    let session = app.student(&key).await;
    let question = manager
        .press(&path, "remove-students", &[("student", &app.id(&key).await.to_string()), ("name", "Noa Bos")])
        .await;
    assert!(question.question().says("Noa Bos verwijderen?"));
    assert_eq!(question.asked(), [["Noa Bos", "1A", "Verliest Judo, Film. Daarna onvolledig."]]);
    assert_eq!(app.keys("klein").await.len(), 3, "nothing is done yet");
    manager.agree(&question).await.assert_done("removed");
    assert_eq!(app.keys("klein").await, [bas.clone(), sam.clone()]);
    assert!(session.read("/events/klein").await.says("Toegangscode"), "his session is over");
    assert_eq!(app.browser().log_in(key.as_str()).await.status(), StatusCode::UNAUTHORIZED);
    let judo = app.workshop("klein", "Judo").await;
    assert_eq!(app.registered("klein", judo).await, 0);
    assert_eq!(manager.browser.get(&manager.path(&path)).await.status(), StatusCode::NOT_FOUND);

    // Several at once, who hold nothing: it is asked about all the same.
    let ids = [app.id(&bas).await.to_string(), app.id(&sam).await.to_string()];
    let question =
        manager.press("students/import", "remove-students", &[("student", &ids[0]), ("student", &ids[1])]).await;
    assert!(question.question().says("Studenten verwijderen (2)?"));
    assert_eq!(question.asked(), Vec::<Vec<String>>::new());
    manager.agree(&question).await.assert_done("removed");
    assert_eq!(app.keys("klein").await, []);
    assert_eq!(manager.press("students", "remove-students", &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    app.assert_sound().await;
}

#[tokio::test]
async fn agreeing_to_remove_someone_who_has_registered_since_asks_again() {
    let (app, manager, _) = small().await;
    let [bas] = app.enrol("klein", [("Bas Kok", "1B", "Onder")]).await;
    let id = app.id(&bas).await.to_string();
    let question = manager.press(&page_of(&app, &bas).await, "remove-students", &[("student", &id)]).await;
    assert_eq!(question.asked(), Vec::<Vec<String>>::new());
    app.takes("klein", &bas, &["Judo", "Film"]).await;
    let again = manager.agree(&question).await;
    assert_eq!(again.asked(), [["Bas Kok", "1B", "Verliest Judo, Film. Daarna onvolledig."]]);
    assert_eq!(app.holds("klein", &bas).await, ["Film", "Judo"]);
    manager.agree(&again).await.assert_done("removed");
    app.assert_sound().await;
}

#[tokio::test]
async fn a_student_of_another_event_cannot_be_reached_from_this_one() {
    let (app, manager, _) = small().await;
    app.services.import_event(crate::harness::EVENT, "test").await.expect("an event");
    let [elsewhere] = app.enrol(crate::harness::SLUG, [("Sam Smit", "1A", "Onderbouw")]).await;
    let id = app.id(&elsewhere).await.to_string();
    let path = format!("students/{id}");
    assert_eq!(manager.browser.get(&manager.path(&path)).await.status(), StatusCode::NOT_FOUND);
    for (name, fields) in [("student", vec![("name", "X")]), ("place", vec![]), ("keys", vec![("student", &*id)])] {
        let reply = manager.press(&path, name, &fields).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{name}");
    }
    let question = manager.press("students", "remove-students", &[("student", &id)]).await;
    manager.agree(&question).await;
    assert_eq!(app.row(crate::harness::SLUG, "Sam Smit").await.key, elsewhere);
}

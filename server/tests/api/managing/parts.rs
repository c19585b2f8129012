//! Moments and groups.

use crate::{
    documents::{at, day},
    harness::TestApp,
};
use domain::Event;
use serde_json::json;

/// Two rounds, two groups: one workshop for everyone, one for each group, of which the second takes both rounds.
async fn two_rounds() -> TestApp {
    let workshops: &[crate::documents::Line] =
        &[("Judo", &["m1"], &[], 5), ("Koken", &["m2"], &["Onder"], 5), ("Film", &["m1", "m2"], &["Boven"], 5)];
    TestApp::with_day(day(2, &["Onder", "Boven"], workshops, json!([]))).await
}

fn moments(event: &Event) -> Vec<&str> {
    event.moments.iter().map(|moment| moment.name.as_str()).collect()
}

fn groups(event: &Event) -> Vec<&str> {
    event.groups.iter().map(|group| group.name.as_str()).collect()
}

#[tokio::test]
async fn moments_are_added_changed_and_put_in_order() {
    let app = two_rounds().await;
    let manager = app.manager("klein").await;
    let form = manager.form("settings", "moment").await.with("name", " Ronde 3 ");
    let form = form.with("starts", "2027-02-05T13:10").with("ends", "2027-02-05T14:40");
    manager.submit(&form).await.assert_done("saved");
    let event = app.event("klein").await;
    assert_eq!(moments(&event), ["Ronde 1", "Ronde 2", "Ronde 3"]);
    let third = event.moments[2].clone();
    assert_eq!((third.starts_at, third.ends_at), (Some(at("2027-02-05T12:10:00Z")), Some(at("2027-02-05T13:40:00Z"))));
    assert!(third.required, "as the form has it ticked");

    let form = manager.form_of("settings", "moment", third.id).await;
    assert_eq!((form.field("starts"), form.field("ends")), ("2027-02-05T13:10", "2027-02-05T14:40"));
    let form = form.with("name", "Slot").with("ends", "").without("required", "");
    manager.submit(&form).await.assert_done("saved");
    let event = app.event("klein").await;
    assert_eq!(moments(&event), ["Ronde 1", "Ronde 2", "Slot"]);
    assert_eq!((event.moments[2].ends_at, event.moments[2].required), (None, false));

    let id = third.id.to_string();
    for (button, expected) in [
        ("up-moment", ["Ronde 1", "Slot", "Ronde 2"]),
        ("up-moment", ["Slot", "Ronde 1", "Ronde 2"]),
        ("up-moment", ["Slot", "Ronde 1", "Ronde 2"]),
        ("down-moment", ["Ronde 1", "Slot", "Ronde 2"]),
    ] {
        manager.press("settings", button, &[("id", &id)]).await.assert_done("saved");
        assert_eq!(moments(&app.event("klein").await), expected);
    }
    app.assert_sound().await;
}

#[tokio::test]
async fn a_moment_that_cannot_be_is_refused_beside_its_fields() {
    let app = two_rounds().await;
    let manager = app.manager("klein").await;
    let before = app.event("klein").await;
    let new = manager.form("settings", "moment").await;
    let second = manager.form_of("settings", "moment", before.moments[1].id).await;
    for (form, words) in [
        (new.clone(), "Vul dit in."),
        (new.clone().with("name", "ronde 1"), "Dit is al in gebruik."),
        (second.clone().with("name", "Ronde 1 "), "Dit is al in gebruik."),
        (second.clone().with("starts", "straks"), "Vul een dag en een tijd in."),
        (
            second.clone().with("starts", "2027-02-05T10:00").with("ends", "2027-02-05T09:00"),
            "Dit moet na het begin liggen.",
        ),
    ] {
        let reply = manager.submit(&form).await;
        reply.assert_refused(words);
        let again = reply.form("moment", form.field("id"));
        assert_eq!(again.field("name"), form.field("name"), "what was filled in stays");
        assert_eq!(reply.page.alerts().len(), 1, "and only there: {:?}", reply.page.alerts());
    }
    assert_eq!(app.event("klein").await, before);

    manager.submit(&second.clone().with("name", "Middag")).await.assert_done("saved");
    let reply = manager.submit(&second.with("name", "Avond")).await;
    reply.assert_refused("Iemand anders heeft dit intussen gewijzigd.");
    assert_eq!(moments(&app.event("klein").await), ["Ronde 1", "Middag"]);
    manager.submit(&reply.form("moment", before.moments[1].id)).await.assert_done("saved");
    assert_eq!(moments(&app.event("klein").await), ["Ronde 1", "Avond"]);
}

#[tokio::test]
async fn a_moment_is_deleted_unless_it_is_the_only_one_of_a_workshop() {
    let app = two_rounds().await;
    let [key] = app.enrol("klein", [("Zoë Smit", "2A", "Boven")]).await;
    app.takes("klein", &key, &["Film"]).await;
    let manager = app.manager("klein").await;
    let event = app.event("klein").await;
    let (first, second) = (event.moments[0].id.to_string(), event.moments[1].id.to_string());
    let reply = manager.press("settings", "delete-moment", &[("id", &second), ("name", "Ronde 2")]).await;
    reply
        .assert_refused("Deze workshops zijn alleen op dit moment: Koken (Ronde 2). Verplaats of verwijder die eerst.");
    assert_eq!(app.event("klein").await, event);

    let koken = app.workshop("klein", "Koken").await;
    let form = manager.form_of(&format!("workshops/{koken}"), "workshop", koken).await;
    manager.submit(&form.with("moments", &first)).await.assert_done("saved");
    let question = manager.press("settings", "delete-moment", &[("id", &second), ("name", "Ronde 2")]).await;
    assert!(question.question().says("Ronde 2 verwijderen?"));
    assert_eq!(question.asked(), Vec::<Vec<String>>::new(), "nobody loses anything");
    assert_eq!(moments(&app.event("klein").await).len(), 2, "nothing is done yet");
    manager.agree(&question).await.assert_done("removed");
    let event = app.event("klein").await;
    assert_eq!(moments(&event), ["Ronde 1"]);
    assert!(event.workshops.iter().all(|workshop| workshop.moments == [event.moments[0].id]));
    assert_eq!(app.holds("klein", &key).await, ["Film"]);
    app.assert_sound().await;
}

#[tokio::test]
async fn a_moment_that_becomes_required_names_whom_it_leaves_incomplete() {
    let mut document = day(2, &["Alle"], &[("Judo", &["m1"], &[], 5), ("Koken", &["m2"], &[], 5)], json!([]));
    document["moments"][1]["required"] = json!(false);
    let app = TestApp::with_day(document).await;
    let keys = app.enrol("klein", [("Noa Bos", "1A", "Alle"), ("Bas Kok", "1A", "Alle")]).await;
    app.takes("klein", &keys[0], &["Judo"]).await;
    app.takes("klein", &keys[1], &["Judo", "Koken"]).await;
    let manager = app.manager("klein").await;
    let second = app.event("klein").await.moments[1].id;
    let form = manager.form_of("settings", "moment", second).await.with("required", "yes");
    let question = manager.submit(&form).await;
    assert_eq!(question.asked(), [["Noa Bos", "1A", "Daarna onvolledig."]]);
    assert!(!app.event("klein").await.moments[1].required);
    manager.agree(&question).await.assert_done("saved");
    assert!(app.event("klein").await.moments[1].required);
    assert_eq!(app.holds("klein", &keys[0]).await, ["Judo"]);
    app.assert_sound().await;
}

#[tokio::test]
async fn groups_are_added_renamed_and_put_in_order() {
    let app = two_rounds().await;
    let manager = app.manager("klein").await;
    let form = manager.form("settings", "group").await;
    manager.submit(&form.clone()).await.assert_refused("Vul dit in.");
    manager.submit(&form.clone().with("name", "ONDER")).await.assert_refused("Dit is al in gebruik.");
    manager.submit(&form.with("name", "Examen")).await.assert_done("saved");
    let event = app.event("klein").await;
    assert_eq!(groups(&event), ["Onder", "Boven", "Examen"]);
    let id = event.groups[2].id;
    let stale = manager.form_of("settings", "group", id).await;
    manager.submit(&stale.clone().with("name", "boven")).await.assert_refused("Dit is al in gebruik.");
    manager.submit(&stale.clone().with("name", "Examenklassen")).await.assert_done("saved");
    manager.submit(&stale.with("name", "Laatste")).await.assert_refused("Iemand anders heeft dit intussen gewijzigd.");
    for (button, expected) in [
        ("up-group", ["Onder", "Examenklassen", "Boven"]),
        ("down-group", ["Onder", "Boven", "Examenklassen"]),
        ("down-group", ["Onder", "Boven", "Examenklassen"]),
    ] {
        manager.press("settings", button, &[("id", &id.to_string())]).await.assert_done("saved");
        assert_eq!(groups(&app.event("klein").await), expected);
    }
}

#[tokio::test]
async fn a_group_is_deleted_unless_it_has_students_or_a_workshop_is_for_it_alone() {
    let app = two_rounds().await;
    app.enrol("klein", [("Noa Bos", "1A", "Onder"), ("Bas Kok", "1A", "Onder")]).await;
    let manager = app.manager("klein").await;
    let event = app.event("klein").await;
    let [under, upper] = [event.groups[0].id.to_string(), event.groups[1].id.to_string()];
    let reply = manager.press("settings", "delete-group", &[("id", &under), ("name", "Onder")]).await;
    reply.assert_refused("Er zitten nog studenten in (2). Geef hun eerst een andere doelgroep.");
    let reply = manager.press("settings", "delete-group", &[("id", &upper), ("name", "Boven")]).await;
    reply.assert_refused("Deze workshops zijn alleen voor deze doelgroep en zouden voor iedereen worden: Film");
    assert_eq!(app.event("klein").await, event);

    let film = app.workshop("klein", "Film").await;
    let form = manager.form_of(&format!("workshops/{film}"), "workshop", film).await;
    manager.submit(&form.with("groups", &under)).await.assert_done("saved");
    let question = manager.press("settings", "delete-group", &[("id", &upper), ("name", "Boven")]).await;
    assert!(question.question().says("Boven verwijderen?"));
    manager.agree(&question).await.assert_done("removed");
    assert_eq!(groups(&app.event("klein").await), ["Onder"]);
    app.assert_sound().await;
}

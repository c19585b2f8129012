//! What an event is called, and when students can register.

use crate::{
    documents::{at, day},
    harness::{Browser, SLUG, TestApp},
};
use domain::AvailabilityState;
use reqwest::StatusCode;
use serde_json::json;

/// An open event with a workshop and a student who has registered for it.
async fn registered() -> (TestApp, Browser) {
    let app = TestApp::with_day(day(1, &["Alle"], &[("Judo", &["m1"], &[], 5)], json!([]))).await;
    let [key] = app.enrol("klein", [("Noa Bos", "1A", "Alle")]).await;
    let student = app.takes("klein", &key, &["Judo"]).await;
    (app, student)
}

#[tokio::test]
async fn the_administrator_opens_closes_and_schedules_an_event() {
    let app = TestApp::with_fixture().await;
    let manager = app.manager(SLUG).await;
    let event = app.event(SLUG).await;
    assert!(manager.page("").await.says("Open tot vrijdag 22 januari om 17:00"));
    for (state, expected, words) in [
        ("closed", AvailabilityState::Closed, "Dicht"),
        ("open", AvailabilityState::Open, "Nu sluiten"),
        ("scheduled", AvailabilityState::Scheduled, "Planning: van maandag 11 januari om 08:00"),
    ] {
        manager.press("settings", "availability", &[("state", state)]).await.assert_done("saved");
        let after = app.event(SLUG).await.availability;
        assert_eq!(after.state, expected);
        assert_eq!((after.opens_at, after.closes_at), (event.availability.opens_at, event.availability.closes_at));
        assert!(manager.page("settings").await.says(words), "{words}");
    }
    let reply = manager.press("settings", "availability", &[("state", "ajar")]).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    let nowhere = "/manage/events/00000000-0000-0000-0000-000000000001/settings";
    let response = manager.browser.post(nowhere, &[("form", "availability"), ("state", "open")]).await;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_schedule_is_in_the_schools_time_and_students_see_its_phase() {
    let (app, _) = registered().await;
    let manager = app.manager("klein").await;
    // The clocks go forward in between.
    let form = manager.form("settings", "schedule").await;
    let form = form.with("opens", "2027-03-27T08:00").with("closes", "2027-03-29T08:30");
    manager.submit(&form).await.assert_done("saved");
    let availability = app.event("klein").await.availability;
    assert_eq!(availability.state, AvailabilityState::Scheduled);
    assert_eq!(availability.opens_at, Some(at("2027-03-27T07:00:00Z")));
    assert_eq!(availability.closes_at, Some(at("2027-03-29T06:30:00Z")));
    let shown = manager.form("settings", "schedule").await;
    assert_eq!((shown.field("opens"), shown.field("closes")), ("2027-03-27T08:00", "2027-03-29T08:30"));

    let [key] = app.enrol("klein", [("Bas Kok", "1A", "Alle")]).await;
    for (now, words) in [
        ("2027-03-27T06:59:59Z", "De inschrijving opent zaterdag 27 maart om 08:00."),
        ("2027-03-27T07:00:00Z", "Je kunt wijzigen tot maandag 29 maart om 08:30."),
        ("2027-03-29T06:29:59Z", "Je kunt wijzigen tot maandag 29 maart om 08:30."),
        ("2027-03-29T06:30:00Z", "De inschrijving sloot maandag 29 maart om 08:30."),
    ] {
        app.clock.set(at(now));
        let page = app.student(&key).await.read("/events/klein").await;
        assert!(page.says(words), "{now}: {}", page.text());
    }
}

#[tokio::test]
async fn a_schedule_that_makes_no_sense_is_refused_beside_its_fields() {
    let (app, _) = registered().await;
    let manager = app.manager("klein").await;
    let before = app.event("klein").await.availability;
    let form = manager.form("settings", "schedule").await;
    for (opens, closes, words) in [
        ("2027-03-29T08:00", "2027-03-27T08:00", "Dit moet na het begin liggen."),
        ("2027-03-27T08:00", "2027-03-27T08:00", "Dit moet na het begin liggen."),
        ("morgen", "", "Vul een dag en een tijd in."),
        ("", "2027-02-30T08:00", "Vul een dag en een tijd in."),
        ("", "", "Vul dit in."),
    ] {
        let reply = manager.submit(&form.clone().with("opens", opens).with("closes", closes)).await;
        reply.assert_refused(words);
        let again = reply.form("schedule", "");
        assert_eq!((again.field("opens"), again.field("closes")), (opens, closes), "what was filled in stays");
        assert_eq!(app.event("klein").await.availability, before);
    }
    // Someone else opens the event by hand while this page is open.
    app.set_availability("klein", AvailabilityState::Closed).await;
    let reply = manager.submit(&form.with("opens", "2027-03-27T08:00")).await;
    reply.assert_refused("Iemand anders heeft dit intussen gewijzigd.");
    assert_eq!(app.event("klein").await.availability.opens_at, before.opens_at);
    manager.submit(&reply.form("schedule", "")).await.assert_done("saved");
    assert_eq!(app.event("klein").await.availability.opens_at, Some(at("2027-03-27T07:00:00Z")));
}

#[tokio::test]
async fn a_closed_event_shows_a_student_what_he_chose_and_nothing_to_change() {
    let (app, student) = registered().await;
    let manager = app.manager("klein").await;
    manager.press("settings", "availability", &[("state", "closed")]).await.assert_done("saved");
    let page = student.read("/events/klein").await;
    assert!(page.says("Je bent ingeschreven") && page.says("Judo"), "{}", page.text());
    assert!(!page.says("Wijzigen") && !page.says("Bevestigen") && !page.says("Afmelden voor"));
    let [judo] = app.workshops("klein", ["Judo"]).await;
    assert_eq!(student.register_codes(&[judo]).await, ["not-open"]);
}

#[tokio::test]
async fn another_name_and_link_take_the_old_link_away_and_no_one_s_session() {
    let (app, student) = registered().await;
    let manager = app.manager("klein").await;
    let form = manager.form("settings", "settings").await;
    assert_eq!((form.field("title"), form.field("slug"), form.field("intro")), ("Klein", "klein", ""));
    let form = form.with("title", " Grote dag ").with("slug", "groot-2027").with("intro", "Kom\r\nop tijd.");
    manager.submit(&form).await.assert_done("saved");
    let event = app.event("groot-2027").await;
    assert_eq!((event.title.as_str(), event.intro.as_str()), ("Grote dag", "Kom\nop tijd."));
    assert_eq!(student.get("/events/klein").await.status(), StatusCode::NOT_FOUND);
    let page = student.read("/events/groot-2027").await;
    assert!(page.says("Grote dag") && page.says("Je bent ingeschreven"));
    assert!(manager.page("settings").await.says("http://workshops.test/events/groot-2027"));
}

#[tokio::test]
async fn settings_that_cannot_be_are_refused_beside_their_fields() {
    let (app, _) = registered().await;
    app.services.import_event(crate::harness::EVENT, "test").await.expect("an event");
    let manager = app.manager("klein").await;
    let form = manager.form("settings", "settings").await;
    for (field, value, words) in [
        ("slug", SLUG, "Dit is al in gebruik."),
        ("slug", "met spatie", "Alleen letters, cijfers, - en _, hoogstens 32."),
        ("slug", "a123456789b123456789c123456789d12", "Alleen letters, cijfers, - en _, hoogstens 32."),
        ("slug", "", "Vul dit in."),
        ("title", " ", "Vul dit in."),
        ("title", &"x".repeat(201), "Hoogstens 200 tekens."),
        ("intro", &"x".repeat(5001), "Hoogstens 5000 tekens."),
        ("intro", "a\u{1}b", "Hier staan tekens in die niet zijn toegestaan."),
    ] {
        let reply = manager.submit(&form.clone().with(field, value)).await;
        reply.assert_refused(words);
        assert_eq!(reply.form("settings", "").field(field), value, "what was filled in stays");
    }
    let event = app.event("klein").await;
    assert_eq!((event.title.as_str(), event.intro.as_str()), ("Klein", ""));
}

#[tokio::test]
async fn of_two_administrators_the_second_is_told_and_shown_both() {
    let (app, _) = registered().await;
    let manager = app.manager("klein").await;
    let (first, second) = (manager.form("settings", "settings").await, manager.form("settings", "settings").await);
    manager.submit(&first.with("title", "Van de eerste")).await.assert_done("saved");
    let reply = manager.submit(&second.with("title", "Van de tweede")).await;
    reply.assert_refused("Iemand anders heeft dit intussen gewijzigd.");
    assert_eq!(
        reply.page.rows_of("Naam van het evenement"),
        [["Naam van het evenement", "Van de eerste", "Van de tweede"]]
    );
    assert_eq!(app.event("klein").await.title, "Van de eerste", "nothing is stored");

    let again = reply.form("settings", "");
    assert_eq!(again.field("title"), "Van de tweede");
    manager.submit(&again).await.assert_done("saved");
    assert_eq!(app.event("klein").await.title, "Van de tweede");
}

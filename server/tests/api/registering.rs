//! Registering, with and without JavaScript.

use crate::harness::{AFTER, BEFORE, DURING, SLUG, TestApp, codes, outcome, small_event};
use domain::{AvailabilityState, Selection, WorkshopId};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

/// Two rounds; A and B go together, C and D never.
fn linked() -> Value {
    let workshops: &[(&str, &[&str], u32)] = &[
        ("A", &["m1"], 5),
        ("B", &["m2"], 5),
        ("C", &["m1"], 5),
        ("D", &["m2"], 5),
        ("E", &["m1"], 5),
        ("F", &["m2"], 5),
        ("G", &["m1", "m2"], 5),
    ];
    let links = json!([{ "a": "A", "b": "B", "kind": "together" }, { "a": "C", "b": "D", "kind": "exclusive" }]);
    small_event(2, workshops, links)
}

async fn ids<const N: usize>(app: &TestApp, titles: [&str; N]) -> [WorkshopId; N] {
    let event = app.event("klein").await;
    titles.map(|title| event.workshops.iter().find(|workshop| workshop.title == title).expect("a workshop").id)
}

#[tokio::test]
async fn every_refusal_names_all_that_is_wrong_and_changes_nothing() {
    let app = TestApp::with_event(linked(), 1).await;
    let [a, b, c, d, e, f, g] = ids(&app, ["A", "B", "C", "D", "E", "F", "G"]).await;
    let key = app.keys("klein").await.swap_remove(0);
    let student = app.student(&key).await;
    assert_eq!(student.register_codes(&[e, f]).await, [""; 0]);
    let foreign = WorkshopId::from_u128(99);
    for (selection, expected) in [
        (vec![foreign], vec!["unknown-workshop", "moment-missing", "moment-missing"]),
        (vec![a, f], vec!["link-together"]),
        (vec![c, d], vec!["link-exclusive"]),
        (vec![e], vec!["moment-missing"]),
        (vec![e, g], vec!["moment-clash"]),
        (vec![a, c, d], vec!["moment-clash", "link-together", "link-exclusive"]),
    ] {
        assert_eq!(student.register_codes(&selection).await, expected, "{selection:?}");
        assert_eq!(app.held("klein", &key).await, Selection::from(vec![e, f]));
    }
    assert_eq!(student.register_codes(&[a, b]).await, [""; 0]);
    assert_eq!(student.register_codes(&[g]).await, [""; 0]);
    assert_eq!(student.register(&[]).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(app.held("klein", &key).await, Selection::from(vec![g]), "confirming nothing is no withdrawal");
    assert_eq!(student.withdraw().await.status(), StatusCode::OK);
    assert_eq!(app.held("klein", &key).await, Selection::empty());
    app.assert_sound().await;
}

#[tokio::test]
async fn without_javascript_a_student_registers_changes_and_withdraws() {
    let app = TestApp::with_event(linked(), 1).await;
    let [c, d, e, f] = ids(&app, ["C", "D", "E", "F"]).await;
    let key = app.keys("klein").await.swap_remove(0);
    let student = app.student(&key).await;

    let response = student.post_selection("klein", &[e, f]).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(response.headers()["location"], "/events/klein");
    let page = student.page("/events/klein").await;
    assert!(page.contains("Je bent ingeschreven") && page.contains("Wijzigen"));
    assert!(student.page("/events/klein?change").await.contains("Bevestigen"));

    let response = student.post_selection("klein", &[c, d]).await;
    assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = response.text().await.expect("a page");
    assert!(page.contains("C en D gaan niet samen"));
    assert!(page.contains("Je vorige inschrijving blijft staan"));
    assert!(is_checked(&page, c) && is_checked(&page, d), "what was chosen stays on the screen");
    assert_eq!(app.held("klein", &key).await, Selection::from(vec![e, f]));

    assert_eq!(student.post_selection("klein", &[c, f]).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(app.held("klein", &key).await, Selection::from(vec![c, f]));
    let response = student.post_selection("klein", &[]).await;
    assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(response.text().await.expect("a page").contains("Je hebt nog niets gekozen."));
    assert_eq!(app.held("klein", &key).await, Selection::from(vec![c, f]));
    let page_of = student.page_of();
    let response = student.post("/events/klein", &[("form", "withdraw"), ("student", &page_of)]).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    let location = response.headers()["location"].to_str().expect("an address");
    assert!(student.page(location).await.contains("Je bent uitgeschreven."));
    assert_eq!(app.held("klein", &key).await, Selection::empty());
    app.assert_sound().await;
}

#[tokio::test]
async fn without_javascript_a_workshop_over_two_moments_marked_at_one_takes_the_place_of_what_was_held() {
    let app = TestApp::with_event(linked(), 1).await;
    let [e, f, g] = ids(&app, ["E", "F", "G"]).await;
    let key = app.keys("klein").await.swap_remove(0);
    let student = app.student(&key).await;
    assert_eq!(student.post_selection("klein", &[e, f]).await.status(), StatusCode::SEE_OTHER);
    // The radio of the first moment moves to G; the second still shows F.
    assert_eq!(student.post_selection("klein", &[g, f]).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(app.held("klein", &key).await, Selection::from(vec![g]));
    // Where both are new it stays a question.
    student.withdraw().await;
    let response = student.post_selection("klein", &[e, g]).await;
    assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(response.text().await.expect("a page").contains("Ronde 1: E en G zijn tegelijk."));
    app.assert_sound().await;
}

#[tokio::test]
async fn without_javascript_one_button_takes_linked_workshops_along_and_stores_nothing() {
    let app = TestApp::with_event(linked(), 1).await;
    let [a, b, e, f] = ids(&app, ["A", "B", "E", "F"]).await;
    let key = app.keys("klein").await.swap_remove(0);
    let student = app.student(&key).await;
    let (e, f, choose) = (e.to_string(), f.to_string(), a.to_string());
    let page_of = student.page_of();
    let fields = [("form", "register"), ("student", &page_of), ("moment-0", &e), ("moment-1", &f), ("choose", &choose)];
    let response = student.post("/events/klein", &fields).await;
    assert_eq!(response.status(), StatusCode::OK);
    let page = response.text().await.expect("a page");
    assert!(is_checked(&page, a) && is_checked(&page, b));
    assert_eq!(app.held("klein", &key).await, Selection::empty());
}

#[tokio::test]
async fn a_page_of_one_student_changes_nothing_once_another_is_logged_in_on_the_device() {
    let app = TestApp::with_event(linked(), 2).await;
    let [e, f] = ids(&app, ["E", "F"]).await;
    let keys = app.keys("klein").await;
    let tablet = app.student(&keys[0]).await;
    tablet.log_in(keys[1].as_str()).await;
    assert_eq!(tablet.register(&[e, f]).await.status(), StatusCode::CONFLICT);
    assert_eq!(tablet.withdraw().await.status(), StatusCode::CONFLICT);
    let response = tablet.post_selection("klein", &[e, f]).await;
    assert_eq!(response.status(), StatusCode::CONFLICT);
    assert!(response.text().await.expect("a page").contains("iemand anders aangemeld"));
    for key in &keys {
        assert_eq!(app.held("klein", key).await, Selection::empty());
    }
    let wrong = tablet.post("/events/klein", &[("form", "login"), ("key", "ABCDE-FGHJK")]).await;
    let page = wrong.text().await.expect("a page");
    assert!(page.contains("Deze toegangscode klopt niet") && !page.contains("Bevestigen"));
}

#[tokio::test]
async fn a_refusal_for_lack_of_seats_says_which_went_and_keeps_the_other_choices() {
    let workshops: &[(&str, &[&str], u32)] =
        &[("A", &["m1"], 1), ("B", &["m2"], 5), ("C", &["m1"], 5), ("D", &["m2"], 5)];
    let app = TestApp::with_event(small_event(2, workshops, json!([])), 2).await;
    let [a, b, c] = ids(&app, ["A", "B", "C"]).await;
    let keys = app.keys("klein").await;
    let (first, second) = (app.student(&keys[0]).await, app.student(&keys[1]).await);
    assert_eq!(first.register_codes(&[a, b]).await, [""; 0]);
    let response = second.post_selection("klein", &[a, b]).await;
    assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = response.text().await.expect("a page");
    assert!(page.contains("A is net vol geraakt. Kies iets anders voor Ronde 1."));
    assert!(page.contains("Je andere keuzes staan er nog."));
    assert!(is_checked(&page, b) && !is_checked(&page, a) && !is_checked(&page, c));

    let outcome = outcome(second.register(&[a, b]).await).await;
    assert_eq!(codes(&outcome), ["full"]);
    let seats: Vec<&Value> =
        outcome["Refused"]["seats"].as_array().expect("seats").iter().map(|pair| &pair[1]).collect();
    assert_eq!(seats, [1, 1, 0, 0]);
}

#[tokio::test]
async fn a_moment_without_a_seat_bars_nobody_from_the_rest() {
    let workshops: &[(&str, &[&str], u32)] = &[("A", &["m1"], 1), ("B", &["m2"], 5)];
    let app = TestApp::with_event(small_event(2, workshops, json!([])), 2).await;
    let [a, b] = ids(&app, ["A", "B"]).await;
    let keys = app.keys("klein").await;
    assert_eq!(app.student(&keys[0]).await.register_codes(&[a, b]).await, [""; 0]);
    let late = app.student(&keys[1]).await;
    assert!(late.page("/events/klein").await.contains("Hier is geen plaats meer voor jou."));
    assert_eq!(late.register_codes(&[b]).await, [""; 0]);
    assert!(late.page("/events/klein").await.contains("Je keuze is nog niet volledig"));
    app.assert_sound().await;
}

#[tokio::test]
async fn the_opening_time_is_judged_when_a_selection_is_stored() {
    let app = TestApp::with_fixture().await;
    let key = app.keys(SLUG).await.swap_remove(0);
    let student = app.student(&key).await;
    let selection = valid_selection(&app, &key).await;
    let opens = app.event(SLUG).await.availability.opens_at.expect("a time");
    let closes = app.event(SLUG).await.availability.closes_at.expect("a time");
    for (now, expected) in [
        (opens.plus_seconds(-1), vec!["not-open"]),
        (opens, vec![]),
        (closes.plus_seconds(-1), vec![]),
        (closes, vec!["not-open"]),
        (AFTER, vec!["not-open"]),
    ] {
        app.clock.set(now);
        let student = if now == AFTER { app.student(&key).await } else { student.clone() };
        app.clock.set(now);
        if student.get(&format!("/events/{SLUG}")).await.text().await.expect("a page").contains("Toegangscode") {
            let student = app.student(&key).await;
            assert_eq!(student.register_codes(&selection).await, expected, "{now:?}");
        } else {
            assert_eq!(student.register_codes(&selection).await, expected, "{now:?}");
        }
    }
    assert_eq!(app.held(SLUG, &key).await, Selection::from(selection));
}

#[tokio::test]
async fn the_page_follows_the_phase() {
    let app = TestApp::with_fixture().await;
    let key = app.keys(SLUG).await.swap_remove(0);
    let path = format!("/events/{SLUG}");
    app.clock.set(BEFORE);
    let page = app.student(&key).await.page(&path).await;
    assert!(page.contains("De inschrijving opent maandag 11 januari om 08:00."));
    assert!(page.contains("Nog 2 dagen 23:00:00"), "a countdown on the server's clock");
    assert!(!page.contains("Bevestigen"));
    app.clock.set(DURING);
    let student = app.student(&key).await;
    let page = student.page(&path).await;
    assert!(page.contains("Je kunt wijzigen tot vrijdag 22 januari om 17:00."));
    assert!(page.contains("Bevestigen"));
    app.set_availability(SLUG, AvailabilityState::Closed).await;
    let page = student.page(&path).await;
    assert!(page.contains("De inschrijving is dicht") && !page.contains("Bevestigen"));
    app.set_availability(SLUG, AvailabilityState::Open).await;
    let selection = valid_selection(&app, &key).await;
    assert_eq!(student.register_codes(&selection).await, [""; 0]);
    app.set_availability(SLUG, AvailabilityState::Closed).await;
    let page = student.page(&path).await;
    assert!(page.contains("Je bent ingeschreven") && !page.contains("Wijzigen"));
}

#[tokio::test]
async fn a_session_that_ended_while_choosing_loses_no_choice() {
    let app = TestApp::with_event(linked(), 1).await;
    let [e, f] = ids(&app, ["E", "F"]).await;
    let key = app.keys("klein").await.swap_remove(0);
    let stranger = app.browser();
    let response = stranger.post_selection("klein", &[e, f]).await;
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    let page = response.text().await.expect("a page");
    assert!(page.contains("Je bent niet meer aangemeld"));
    assert!(page.contains(&format!("value=\"{e}\"")) && page.contains(&format!("value=\"{f}\"")));
    let (e_text, f_text) = (e.to_string(), f.to_string());
    let fields = [("form", "login"), ("key", key.as_str()), ("moment-0", &e_text), ("moment-1", &f_text)];
    let response = stranger.post("/events/klein", &fields).await;
    assert_eq!(response.status(), StatusCode::OK);
    let page = response.text().await.expect("a page");
    assert!(is_checked(&page, e) && is_checked(&page, f) && page.contains("Bevestigen"));
    assert_eq!(app.held("klein", &key).await, Selection::empty());
}

#[tokio::test]
async fn what_is_no_selection_is_refused_with_a_page_and_the_right_status() {
    let app = TestApp::with_event(linked(), 1).await;
    let key = app.keys("klein").await.swap_remove(0);
    let student = app.student(&key).await;
    let post = |content_type: &'static str, body: Vec<u8>| {
        let request = student.raw(Method::POST, "/events/klein").header("content-type", content_type).body(body);
        async move { request.send().await.expect("an answer") }
    };
    let form = "application/x-www-form-urlencoded";
    let malformed = post(form, b"form=register&moment-0=not-an-id".to_vec()).await;
    assert_eq!(malformed.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(malformed.text().await.expect("a page").contains("De gegevens kwamen niet goed over"));
    assert_eq!(post("text/plain", b"hello".to_vec()).await.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let too_large = post(form, vec![b'x'; 70_000]).await;
    assert_eq!(too_large.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert!(too_large.text().await.expect("a page").contains("De gegevens kwamen niet goed over"));
    assert_eq!(post(form, b"form=nothing-known".to_vec()).await.status(), StatusCode::UNPROCESSABLE_ENTITY);

    let call = |body: Vec<u8>| {
        let request = student.raw(Method::POST, "/api/pages/register").header("content-type", "application/json");
        async move { request.body(body).send().await.expect("an answer").status() }
    };
    assert_eq!(call(br#"{"selection":["not-an-id"]}"#.to_vec()).await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(call(vec![b'['; 70_000]).await, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(app.held("klein", &key).await, Selection::empty());
}

/// A selection that the student may have: the first that the rules let him reach by choosing what is free.
pub async fn valid_selection(app: &TestApp, key: &domain::StudentKey) -> Vec<WorkshopId> {
    use domain::rules::{OfferState, Rulebook, Standing, choose, options};
    let student = app.services.store.student_by_key(key).await.expect("a store").expect("a student");
    let (event, _) = app.services.store.event(student.event).await.expect("an event");
    let seats = app.services.store.seats(&event).await.expect("seats");
    let row = app.services.store.standing(event.id, student.id).await.expect("a standing");
    let book = Rulebook::new(event);
    let standing = Standing { group: row.group, held: &row.held };
    let mut selection = Selection::empty();
    for moment in &book.event().moments {
        let covers = |id: WorkshopId| book.event().workshop(id).is_some_and(|w| w.moments.contains(&moment.id));
        if selection.iter().any(covers) {
            continue;
        }
        let offers = options(&book, standing, &selection, &seats);
        let free = offers.iter().find(|offer| offer.state == OfferState::Free && covers(offer.workshop));
        if let Some(offer) = free {
            selection = choose(&book, &selection, offer.workshop);
        }
    }
    selection.into()
}

/// Whether the page shows this workshop's radio as chosen.
fn is_checked(page: &str, workshop: WorkshopId) -> bool {
    let value = format!("value=\"{workshop}\"");
    page.split("<input").any(|input| {
        let tag = input.split('>').next().unwrap_or("");
        tag.contains(&value) && tag.contains("type=\"radio\"") && tag.contains(" checked")
    })
}

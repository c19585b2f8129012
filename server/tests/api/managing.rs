//! What the administrator does.

use crate::{
    harness::{DURING, SLUG, TestApp},
    registering::valid_selection,
};
use domain::AvailabilityState;
use reqwest::StatusCode;

#[tokio::test]
async fn the_administrator_opens_closes_and_schedules_an_event() {
    let app = TestApp::with_fixture().await;
    let admin = app.admin().await;
    let event = app.event(SLUG).await;
    let path = format!("/manage/events/{}", event.id);
    assert!(admin.page(&path).await.contains("Open tot vrijdag 22 januari om 17:00"));
    for (state, expected, words) in [
        ("closed", AvailabilityState::Closed, "Dicht"),
        ("open", AvailabilityState::Open, "Nu sluiten"),
        ("scheduled", AvailabilityState::Scheduled, "Planning: van maandag 11 januari om 08:00"),
    ] {
        let response = admin.post(&path, &[("form", "availability"), ("state", state)]).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        let after = app.event(SLUG).await.availability;
        assert_eq!(after.state, expected);
        assert_eq!((after.opens_at, after.closes_at), (event.availability.opens_at, event.availability.closes_at));
        assert!(admin.page(&path).await.contains(words), "{words}");
    }
    let response = admin.post(&path, &[("form", "availability"), ("state", "ajar")]).await;
    assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let nowhere = "/manage/events/00000000-0000-0000-0000-000000000001";
    let response = admin.post(nowhere, &[("form", "availability"), ("state", "open")]).await;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_administrator_sees_who_is_registered_for_what() {
    let app = TestApp::with_fixture().await;
    let admin = app.admin().await;
    let event = app.event(SLUG).await;
    let (student, _) = app.services.store.students(event.id).await.expect("students").swap_remove(0);
    let path = format!("/manage/events/{}", event.id);
    assert!(!admin.page(&path).await.contains(&student.name));
    let selection = valid_selection(&app, &student.key).await;
    assert_eq!(app.student(&student.key).await.register_codes(&selection).await, [""; 0]);
    let page = admin.page(&path).await;
    assert_eq!(page.matches(&format!("<li>{}", student.name)).count(), selection.len());
    assert!(page.contains("dinsdag 12 januari om 09:00"), "since when");
    assert_eq!(app.clock_now(), DURING);
    let list = admin.page("/manage").await;
    assert!(list.contains("Volledig: 1") && list.contains("van 1200"));
}

//! Logging in and out.

use crate::harness::{BEFORE, DURING, PASSWORD, SLUG, TestApp, small_event};
use app::backend::Admin;
use domain::StudentKey;
use reqwest::{Method, StatusCode};
use serde_json::json;
use workshops_server::{
    engine::{Change, Changed},
    store::WrittenStudent,
};

/// Gives a student another key, made by the program or set by hand.
async fn give_key(app: &TestApp, old: &StudentKey, new: &str, key_generated: bool) {
    let student = app.services.store.student_by_key(old).await.expect("a store").expect("a student");
    let changed = WrittenStudent {
        id: student.id,
        is_new: false,
        group: student.group,
        name: student.name,
        class: student.class,
        number: student.number,
        key: Some(new.parse().expect("a key")),
        key_generated,
    };
    let change = Change { action: "edit-student", students: vec![changed], ..Change::default() };
    let admin = Admin { name: "test".to_owned() };
    let changed = app.services.change(&admin, student.event, change).await.expect("a new key");
    assert!(matches!(changed, Changed::Done), "{changed:?}");
}

#[tokio::test]
async fn a_student_logs_in_with_his_key_typed_in_any_way() {
    let app = TestApp::with_fixture().await;
    let key = app.keys(SLUG).await.swap_remove(0);
    let lower = key.as_str().to_lowercase();
    let typed = format!(" {}-{} {} ", &lower[..3], &lower[3..7], &lower[7..]);
    let browser = app.browser();
    let response = browser.log_in(&typed).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(response.headers()["location"], format!("/events/{SLUG}"));
    let cookie = response.headers()["set-cookie"].to_str().expect("a cookie");
    for part in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=43200"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(browser.page(&format!("/events/{SLUG}")).await.contains("Kies je workshops"));
}

#[tokio::test]
async fn wrong_unknown_and_impossible_keys_are_answered_alike_with_what_was_typed() {
    let app = TestApp::with_fixture().await;
    for typed in ["ABCDE-FGHJK", "12", "x' or 1=1 --", "<script>alert(1)</script>", &"x".repeat(200)] {
        let response = app.browser().log_in(typed).await;
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED, "{typed}");
        assert!(response.headers().get("set-cookie").is_none());
        let page = response.text().await.expect("a page");
        assert!(page.contains("Deze toegangscode klopt niet"), "{typed}");
        assert!(!page.contains("<script>alert"), "{typed}");
    }
    let response = app.browser().log_in("  ").await;
    assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(response.text().await.expect("a page").contains("Vul je toegangscode in"));
}

#[tokio::test]
async fn too_many_wrong_keys_wait_and_a_right_one_does_not() {
    let app = TestApp::with_fixture().await;
    let key = app.keys(SLUG).await.swap_remove(0);
    let mut last = StatusCode::OK;
    for _ in 0..201 {
        last = app.browser().log_in("ABCDE-FGHJK").await.status();
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    let response = app.browser().log_in("ABCDE-FGHJK").await;
    assert_eq!(response.headers()["retry-after"], "1");
    assert!(response.text().await.expect("a page").contains("Te vaak geprobeerd"));
    assert_eq!(app.browser().log_in(key.as_str()).await.status(), StatusCode::SEE_OTHER);
    app.clock.set(DURING.plus_seconds(1));
    assert_eq!(app.browser().log_in("ABCDE-FGHJK").await.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_key_that_was_set_by_hand_waits_while_its_address_is_limited() {
    let app = TestApp::with_event(small_event(1, &[("A", &["m1"], 5)], json!([])), 1).await;
    let key = app.keys("klein").await.swap_remove(0);
    give_key(&app, &key, "1234", false).await;
    assert_eq!(app.browser().log_in("1234").await.status(), StatusCode::SEE_OTHER);
    for _ in 0..200 {
        app.browser().log_in("4321").await;
    }
    assert_eq!(app.browser().log_in("1234").await.status(), StatusCode::TOO_MANY_REQUESTS);
    app.clock.set(DURING.plus_seconds(2));
    assert_eq!(app.browser().log_in("1234").await.status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_whole_school_logs_in_from_one_address_without_waiting() {
    let app = TestApp::with_fixture().await;
    let keys = app.keys(SLUG).await;
    assert_eq!(keys.len(), 1200);
    let browser = app.browser();
    let mut logins = tokio::task::JoinSet::new();
    for key in keys {
        let browser = browser.clone();
        logins.spawn(async move { browser.log_in(key.as_str()).await.status() });
    }
    while let Some(status) = logins.join_next().await {
        assert_eq!(status.expect("a login"), StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn a_session_ends_with_its_time_and_with_a_new_key() {
    let app = TestApp::with_fixture().await;
    let key = app.keys(SLUG).await.swap_remove(0);
    let page = format!("/events/{SLUG}");
    let browser = app.student(&key).await;
    app.clock.set(DURING.plus_seconds(12 * 3600 - 1));
    assert!(browser.page(&page).await.contains("Bevestigen"));
    app.clock.set(DURING.plus_seconds(12 * 3600));
    assert!(!browser.page(&page).await.contains("Bevestigen"));

    app.clock.set(DURING);
    let browser = app.student(&key).await;
    give_key(&app, &key, "NEWKEYFORHIM", true).await;
    assert!(!browser.page(&page).await.contains("Bevestigen"));
    assert_eq!(browser.withdraw().await.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(app.browser().log_in(key.as_str()).await.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_forged_or_broken_token_is_nobody() {
    let app = TestApp::with_fixture().await;
    // {"alg":"none"}, the administrator for ever.
    let unsigned =
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiIsInJvbGUiOiJhZG1pbiIsInZlciI6MSwiaWF0IjowLCJleHAiOjk5OTk5OTk5OTl9.";
    for token in [unsigned, "rubbish", "a.b.c", ""] {
        let request = app.browser().raw(Method::GET, "/manage").header("cookie", format!("session={token}"));
        let page = request.send().await.expect("an answer").text().await.expect("a page");
        assert!(page.contains("Wachtwoord") && !page.contains("Evenementen"), "{token}");
    }
}

#[tokio::test]
async fn logging_out_ends_the_session_in_the_browser() {
    let app = TestApp::with_fixture().await;
    let key = app.keys(SLUG).await.swap_remove(0);
    let browser = app.student(&key).await;
    let response = browser.post("/logout", &[]).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(response.headers()["location"], "/");
    assert!(!browser.page(&format!("/events/{SLUG}")).await.contains("Bevestigen"));
}

#[tokio::test]
async fn the_administrator_logs_in_and_a_new_password_ends_his_other_sessions() {
    let app = TestApp::with_fixture().await;
    let here = app.admin().await;
    let there = app.browser();
    there.post("/manage", &[("form", "login"), ("password", PASSWORD)]).await;
    assert!(there.page("/manage").await.contains("Evenementen"));

    let new = "een heel ander wachtwoord";
    let change = |old: &'static str, new: &'static str, again: &'static str| {
        let here = here.clone();
        async move {
            let fields =
                [("form", "password"), ("old_password", old), ("new_password", new), ("repeat_password", again)];
            here.post("/manage/password", &fields).await.status()
        }
    };
    assert_eq!(change("niet goed", new, new).await, StatusCode::FORBIDDEN);
    assert_eq!(change(PASSWORD, "te kort", "te kort").await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(change(PASSWORD, new, "iets anders hier").await, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(there.page("/manage").await.contains("Evenementen"), "nothing has changed yet");
    assert_eq!(change(PASSWORD, new, new).await, StatusCode::SEE_OTHER);
    assert!(here.page("/manage").await.contains("Evenementen"));
    assert!(!there.page("/manage").await.contains("Evenementen"));
    let old = app.browser().post("/manage", &[("form", "login"), ("password", PASSWORD)]).await;
    assert_eq!(old.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn wrong_passwords_are_limited() {
    let app = TestApp::empty().await;
    app.admin().await;
    for _ in 0..10 {
        let response = app.browser().post("/manage", &[("form", "login"), ("password", "verkeerd")]).await;
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    }
    let response = app.browser().post("/manage", &[("form", "login"), ("password", PASSWORD)]).await;
    assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(response.headers()["retry-after"], "6");
    app.clock.set(DURING.plus_seconds(6));
    let response = app.browser().post("/manage", &[("form", "login"), ("password", PASSWORD)]).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn nobody_can_lock_the_administrator_out_of_a_browser_that_he_has_used() {
    let app = TestApp::empty().await;
    let known = app.admin().await;
    known.post("/logout", &[]).await;
    for _ in 0..11 {
        app.browser().post("/manage", &[("form", "login"), ("password", "verkeerd")]).await;
    }
    let log_in = [("form", "login"), ("password", PASSWORD)];
    assert_eq!(app.browser().post("/manage", &log_in).await.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(known.post("/manage", &log_in).await.status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_form_from_another_website_is_refused() {
    let app = TestApp::with_fixture().await;
    app.clock.set(BEFORE);
    let admin = app.admin().await;
    let event = app.event(SLUG).await;
    let path = format!("/manage/events/{}", event.id);
    for (header, value) in
        [("origin", "https://elsewhere.example"), ("sec-fetch-site", "cross-site"), ("origin", "null")]
    {
        let request = admin.raw(Method::POST, &path).header(header, value);
        let response = request.form(&[("form", "availability"), ("state", "open")]).send().await.expect("an answer");
        assert_eq!(response.status(), StatusCode::FORBIDDEN, "{header}: {value}");
        assert!(response.text().await.expect("words").contains("andere website"));
    }
    assert_eq!(app.event(SLUG).await.availability, event.availability);
}

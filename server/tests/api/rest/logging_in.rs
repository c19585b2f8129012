//! Logging in: who gets a token, for how long, and what ends it.

use super::client::text;
use crate::{
    documents::day,
    harness::{DURING, PASSWORD, SLUG, TestApp},
};
use futures_util::future::{join, join_all};
use serde_json::json;

async fn one_student() -> TestApp {
    let app = TestApp::with_day(day(1, &["Alle"], &[("A", &["m1"], &[], 5)], json!([]))).await;
    app.enrol("klein", [("Noa Bos", "1A", "Alle")]).await;
    app
}

#[tokio::test]
async fn a_student_logs_in_with_his_key_in_any_form_and_hears_who_he_is() {
    let app = one_student().await;
    let api = app.api().await;
    let key = app.keys("klein").await.swap_remove(0);
    let plain = key.as_str();
    let typed = format!(" {} - {} ", plain[..5].to_lowercase(), &plain[5..]);
    for credential in [plain, &key.to_string(), &typed] {
        let answer = api.post("/auth/login", json!({ "credential": credential, "login_type": "user" })).await.ok(200);
        assert_eq!(answer["role"], "student");
        assert_eq!(answer["expires_at"], "2027-01-12T20:00:00Z");
        assert_eq!(answer["event_id"], app.event("klein").await.id.to_string());
        let student = &answer["student"];
        assert_eq!((&student["name"], &student["class"]), (&json!("Noa Bos"), &json!("1A")));
        assert_eq!((&student["group"]["name"], &student["status"]), (&json!("Alle"), &json!("none")));
        assert_eq!(student.get("key"), None);
        let me = api.with_token(&text(&answer["token"])).get("/auth/me").await.ok(200);
        assert_eq!((&me["student"], &me["expires_at"]), (student, &answer["expires_at"]));
    }
}

#[tokio::test]
async fn who_log_in_at_the_same_moment_are_each_told_who_they_are() {
    let app = TestApp::with_fixture().await;
    let api = app.api().await;
    let rows = app.services.store.students(app.event(SLUG).await.id).await.expect("a store");
    let log_in = |credential: String| {
        let api = api.clone();
        async move { api.post("/auth/login", json!({ "credential": credential, "login_type": "user" })).await }
    };
    let all = join_all(rows.iter().take(100).map(|(row, _)| log_in(row.key.to_string())));
    let (all, nobody) = join(all, log_in("AAAAAAAAAA".to_owned())).await;
    nobody.problem(401, "invalid-credential");
    for (answer, (row, _)) in all.into_iter().zip(&rows) {
        let answer = answer.ok(200);
        assert_eq!(answer["student"]["name"], row.name);
        let me = api.with_token(&text(&answer["token"])).get("/auth/me").await.ok(200);
        assert_eq!(me["student"]["id"], row.id.to_string());
    }
}

#[tokio::test]
async fn a_wrong_credential_is_told_from_none_by_nothing() {
    let app = one_student().await;
    app.api_admin().await;
    let api = app.api().await;
    let key = app.keys("klein").await.swap_remove(0);
    let log_in = async |credential: &str, login_type: &str| {
        let reply = api.post("/auth/login", json!({ "credential": credential, "login_type": login_type })).await;
        reply.problem(401, "invalid-credential")
    };
    let first = log_in("AAAAAAAAAA", "user").await;
    for credential in ["", " ", "x", "' or 1=1 --", PASSWORD, "\u{0}", "👩‍🔬", &"A".repeat(1024)] {
        assert_eq!(log_in(credential, "user").await, first, "{credential:?}");
    }
    for credential in ["", "een verkeerd wachtwoord", key.as_str()] {
        assert_eq!(log_in(credential, "admin").await, first, "{credential:?}");
    }
}

#[tokio::test]
async fn a_token_lasts_its_hours_and_not_a_second_longer() {
    let app = one_student().await;
    let key = app.keys("klein").await.swap_remove(0);
    let (student, admin) = (app.api_student(&key).await, app.api_admin().await);
    for (api, hours) in [(admin, 8), (student, 12)] {
        app.clock.set(DURING.plus_seconds(hours * 3600 - 1));
        api.get("/auth/me").await.ok(200);
        app.clock.set(DURING.plus_seconds(hours * 3600));
        api.get("/auth/me").await.problem(401, "invalid-token");
    }
}

#[tokio::test]
async fn a_new_password_ends_every_older_token_but_the_one_that_it_gives() {
    let app = one_student().await;
    let admin = app.api_admin().await;
    let elsewhere = app.api().await.logged_in(PASSWORD, "admin").await;
    let me = admin.get("/auth/me").await.ok(200);
    assert_eq!((&me["role"], &me["name"]), (&json!("admin"), &json!("admin")));
    let change = async |old: &str, new: &str| {
        admin.post("/auth/change-admin-password", json!({ "old_password": old, "new_password": new })).await
    };
    change("niet het oude wachtwoord", "een nieuw wachtwoord").await.problem(403, "invalid-credential");
    for bad in ["", "kort", "elf tekens.", &"x".repeat(257)] {
        assert_eq!(change(PASSWORD, bad).await.wrong(422, "invalid"), ["/new_password"], "{bad:?}");
    }
    elsewhere.get("/auth/me").await.ok(200);
    let answer = change(PASSWORD, "een nieuw wachtwoord").await.ok(200);
    assert_eq!(answer["expires_at"], "2027-01-12T16:00:00Z");
    for old in [&admin, &elsewhere] {
        old.get("/auth/me").await.problem(401, "invalid-token");
    }
    admin.with_token(&text(&answer["token"])).get("/events").await.ok(200);
    let login = json!({ "credential": PASSWORD, "login_type": "admin" });
    admin.post("/auth/login", login).await.problem(401, "invalid-credential");
    app.api().await.logged_in("een nieuw wachtwoord", "admin").await;
}

#[tokio::test]
async fn whoever_is_removed_or_gets_another_key_is_logged_out() {
    let app = one_student().await;
    let admin = app.api_admin().await;
    let event = admin.event("klein").await;
    let id = text(&admin.students(&event).await[0]["id"]);
    let key = app.keys("klein").await.swap_remove(0);
    let student = app.api_student(&key).await;
    admin.patch(&format!("/students/{id}"), json!({ "key": "MIJN CODE" })).await.ok(200);
    student.get("/registrations/me").await.problem(401, "invalid-token");
    let student = app.api().await.logged_in("mijn-code", "user").await;
    student.get("/registrations/me").await.ok(200);
    admin.patch(&format!("/students/{id}"), json!({ "class": "1B" })).await.ok(200);
    student.get("/registrations/me").await.ok(200);
    admin.delete(&format!("/students/{id}")).await.ok(204);
    student.get("/registrations/me").await.problem(401, "invalid-token");
    student.put("/registrations/me", json!({ "workshop_ids": [] })).await.problem(401, "invalid-token");
}

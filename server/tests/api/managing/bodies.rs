//! What is posted and is no form.

use crate::{
    documents::day,
    harness::{SLUG, TestApp},
    manager::{Form, Manager},
};
use reqwest::{Method, Response, StatusCode};
use serde_json::json;

async fn small() -> (TestApp, Manager) {
    let app = TestApp::with_day(day(1, &["Alle"], &[("Judo", &["m1"], &[], 5)], json!([]))).await;
    let manager = app.manager("klein").await;
    (app, manager)
}

async fn posted(manager: &Manager, content_type: &str, body: impl Into<reqwest::Body>) -> Response {
    let request = manager.browser.raw(Method::POST, &manager.path("students/import"));
    request.header("content-type", content_type).body(body).send().await.expect("an answer")
}

#[tokio::test]
async fn what_is_no_form_is_answered_with_the_page_and_the_status_that_says_why() {
    let (app, manager) = small().await;
    let multipart = "multipart/form-data; boundary=x";
    let cut_off = "--x\r\ncontent-disposition: form-data; name=\"form\"\r\n\r\nimport\r\n--x\r\ncontent-dispo";
    for (content_type, body, status) in [
        ("text/plain", "form=import", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("application/json", "{}", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("", "form=import", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        (multipart, "no parts at all", StatusCode::BAD_REQUEST),
        (multipart, cut_off, StatusCode::BAD_REQUEST),
        ("multipart/form-data", "--x--", StatusCode::BAD_REQUEST),
        ("application/x-www-form-urlencoded", "form=", StatusCode::UNPROCESSABLE_ENTITY),
        ("application/x-www-form-urlencoded", "form=%00%ff", StatusCode::UNPROCESSABLE_ENTITY),
        ("application/x-www-form-urlencoded", "form=workshop&moments=x", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let response = posted(&manager, content_type, body).await;
        assert_eq!(response.status(), status, "{content_type}: {body}");
        let page = response.text().await.expect("a page");
        assert!(
            page.contains("De gegevens kwamen niet goed over") || page.contains("Vul dit in."),
            "{content_type}: {body}"
        );
    }
    assert_eq!(app.keys("klein").await, []);
}

#[tokio::test]
async fn what_is_too_large_is_refused_and_the_browser_hears_it() {
    let (app, manager) = small().await;
    let form = "application/x-www-form-urlencoded";
    let large = format!("form=paste&pasted={}", "x".repeat(8 * 1024 * 1024));
    let response = posted(&manager, form, large).await;
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert!(response.text().await.expect("a page").contains("De gegevens kwamen niet goed over"));
    // A text among the fields of a form with files.
    let field = Form::raw(&manager.path("students/import"), "import").with("pasted", "x".repeat(9_000_000));
    let reply = manager.submit(&field.with_file("Naam;Klas")).await;
    assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE);
    let mut many = Form::raw(&manager.path("students/import"), "import").with_file("Naam;Klas");
    for _ in 0..1000 {
        many = many.and("x", "");
    }
    assert_eq!(manager.submit(&many).await.status, StatusCode::PAYLOAD_TOO_LARGE, "a thousand parts");
    // A table of two thousand workshops, or a pasted list of thousands of students, goes through.
    let many = format!("Naam;Klas;Doelgroep\n{}", "Noa Bos;1A;Alle\n".repeat(1000));
    let reply = manager.press("students/import", "import", &[("pasted", &many)]).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert!(reply.page.says("Er is niets ingelezen. Aantal fouten: 999"), "{:.300}", reply.page.text());
    assert_eq!(app.keys("klein").await, []);
}

#[tokio::test]
async fn who_is_no_administrator_is_told_so_before_his_file_is_kept() {
    let (app, manager) = small().await;
    let keys = app.enrol("klein", [("Noa Bos", "1A", "Alle")]).await;
    let student = app.student(&keys[0]).await;
    for (browser, status) in [(app.browser(), StatusCode::UNAUTHORIZED), (student, StatusCode::FORBIDDEN)] {
        for size in [10, 5_000_000, 21_000_000] {
            let form = Form::raw(&manager.path("students/import"), "import").with_file(vec![b'x'; size]);
            let reply = browser.submit(&form).await;
            assert_eq!(reply.status, status, "{size}");
            assert!(reply.page.says("Wachtwoord") && !reply.page.says("Studenten inlezen"));
        }
        let table = Form::raw(&manager.path("workshops"), "workshops").with("row", "x".repeat(100_000));
        assert_eq!(browser.submit(&table).await.status, status, "a large table too");
    }
}

#[tokio::test]
async fn a_form_is_refused_where_it_does_not_belong() {
    let (app, manager) = small().await;
    app.services.import_event(crate::harness::EVENT, "test").await.expect("an event");
    for path in ["/manage", "/manage/password", "/manage/record"] {
        for name in ["workshop", "delete-event", "remove-students", "place", "nothing"] {
            let reply = manager.browser.submit(&Form::raw(path, name)).await;
            assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{path} {name}");
        }
    }
    for name in ["create-event", "import-event", "nothing", ""] {
        let reply = manager.submit(&Form::raw(&manager.path("settings"), name)).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
    }
    for path in ["/manage/nowhere", "/manage/events", "/manage/events/x/students"] {
        assert_eq!(manager.browser.submit(&Form::raw(path, "workshop")).await.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(manager.browser.get(path).await.status(), StatusCode::NOT_FOUND, "{path}");
    }
    // A part of another event can't be changed through this one.
    let elsewhere = app.event(SLUG).await;
    let (moment, group, workshop) = (
        elsewhere.moments[0].id.to_string(),
        elsewhere.groups[0].id.to_string(),
        elsewhere.workshops[0].id.to_string(),
    );
    for (name, id) in [
        ("moment", &moment),
        ("group", &group),
        ("up-moment", &moment),
        ("down-group", &group),
        ("workshop", &workshop),
    ] {
        let fields = [("id", &**id), ("name", "X"), ("title", "X"), ("capacity", "1"), ("base", "x")];
        let reply = manager.press("settings", name, &fields).await;
        assert!(reply.status.is_client_error(), "{name}: {}", reply.status);
    }
    for (name, id) in [("delete-moment", &moment), ("delete-group", &group), ("delete-workshop", &workshop)] {
        let reply = manager.press("settings", name, &[("id", id), ("name", "X")]).await;
        if reply.status == StatusCode::OK {
            manager.agree(&reply).await;
        }
    }
    assert_eq!(app.event(SLUG).await, elsewhere);
}

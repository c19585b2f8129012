//! Who may call what: every route with everyone who might try.

use crate::harness::{DURING, SLUG, TestApp, small_event};
use reqwest::{Method, StatusCode};
use serde_json::json;

/// What is sent: its content type and its text.
type Body = Option<(&'static str, String)>;

/// Words of the answer that only some may see, and who.
type Shows = Option<(&'static str, [bool; 6])>;

/// Who calls, in the order of the columns below.
const CALLERS: [&str; 6] = ["nobody", "student", "student of another event", "admin", "expired", "revoked"];

#[tokio::test]
async fn every_route_answers_everyone_as_it_should() {
    let app = TestApp::with_fixture().await;
    app.services
        .import_event(small_event(1, &[("A", &["m1"], 5)], json!([])).to_string().as_bytes(), "test")
        .await
        .expect("an event");
    app.add_students("klein", 1).await;
    app.open("klein").await;
    let event = app.event(SLUG).await;
    let keys = app.keys(SLUG).await;
    let expired = app.student(&keys[1]).await;
    app.clock.set(DURING.plus_seconds(12 * 3600));
    let revoked = app.admin().await;
    let callers = [
        app.browser(),
        app.student(&keys[0]).await,
        app.student(&app.keys("klein").await[0]).await,
        app.admin().await,
        expired,
        revoked,
    ];
    let me = app.id(&keys[0]).await;
    let manage = format!("/manage/events/{}", event.id);
    let page = format!("/events/{SLUG}");
    let form = |fields: &str| -> Body { Some(("application/x-www-form-urlencoded", fields.to_owned())) };
    let json_body = |body: &str| -> Body { Some(("application/json", body.to_owned())) };
    let none: Body = None;
    // The pages show everyone something, by who he is: `shows` is what only the rightful caller may see.
    let table: Vec<(Method, &str, Body, [u16; 6], Shows)> = vec![
        (
            Method::GET,
            "/",
            none.clone(),
            [200; 6],
            Some(("Je bent aangemeld als", [false, true, true, false, false, false])),
        ),
        (Method::GET, &page, none.clone(), [200; 6], Some(("Bevestigen", [false, true, false, false, false, false]))),
        (
            Method::GET,
            "/manage",
            none.clone(),
            [200; 6],
            Some(("Evenementen", [false, false, false, true, false, false])),
        ),
        (
            Method::GET,
            &manage,
            none.clone(),
            [200; 6],
            Some(("Workshops en inschrijvingen", [false, false, false, true, false, false])),
        ),
        (
            Method::GET,
            "/manage/password",
            none.clone(),
            [200; 6],
            Some(("Nieuw wachtwoord", [false, false, false, true, false, false])),
        ),
        (Method::POST, &page, form(&format!("form=register&student={me}")), [401, 422, 409, 403, 401, 401], None),
        (Method::POST, &page, form(&format!("form=withdraw&student={me}")), [401, 303, 409, 403, 401, 401], None),
        (Method::POST, &manage, form("form=availability&state=scheduled"), [401, 403, 403, 303, 401, 401], None),
        (Method::POST, "/manage/password", form("form=password"), [401, 403, 403, 403, 401, 401], None),
        (
            Method::POST,
            "/api/pages/register",
            json_body(&format!(r#"{{"student":"{me}","selection":[]}}"#)),
            [401, 422, 409, 403, 401, 401],
            None,
        ),
        (
            Method::POST,
            "/api/pages/withdraw",
            json_body(&format!(r#"{{"student":"{me}"}}"#)),
            [401, 200, 409, 403, 401, 401],
            None,
        ),
        (Method::POST, "/api/pages/session", form(""), [200; 6], None),
        (
            Method::POST,
            "/api/pages/event",
            form(&format!("slug={SLUG}")),
            [200; 6],
            Some(("\\\"group\\\":", [false, true, false, false, false, false])),
        ),
        (
            Method::POST,
            "/api/pages/events",
            form(""),
            [200; 6],
            Some(("\\\"slug\\\":", [false, false, false, true, false, false])),
        ),
        (
            Method::POST,
            "/api/pages/managed-event",
            form(&format!("event={}", event.id)),
            [200; 6],
            Some(("\\\"workshops\\\":", [false, false, false, true, false, false])),
        ),
        (
            Method::POST,
            "/api/pages/account",
            form(""),
            [200; 6],
            Some(("name", [false, false, false, true, false, false])),
        ),
        (Method::GET, "/healthz", none.clone(), [200; 6], None),
        (Method::GET, "/readyz", none.clone(), [200; 6], None),
        (Method::POST, "/logout", form(""), [303; 6], None),
        (Method::POST, "/language", form("language=nl&back=/"), [303; 6], None),
    ];
    for (method, path, body, expected, shows) in table {
        for (place, caller) in callers.iter().enumerate() {
            // Whoever logs out here must still be logged in for what follows.
            if path == "/logout" && place > 0 {
                continue;
            }
            let mut request = caller.raw(method.clone(), path).header("accept", "text/html, application/json");
            if let Some((content_type, body)) = body.clone() {
                request = request.header("content-type", content_type).body(body);
            }
            let response = request.send().await.expect("an answer");
            let status = response.status();
            let text = response.text().await.expect("words");
            assert_eq!(status.as_u16(), expected[place], "{method} {path} by {}: {text:.300}", CALLERS[place]);
            if let Some((words, seen)) = shows {
                assert_eq!(text.contains(words), seen[place], "{method} {path} by {}", CALLERS[place]);
            }
        }
    }
    assert_eq!(
        app.browser().raw(Method::DELETE, &page).send().await.expect("an answer").status(),
        StatusCode::METHOD_NOT_ALLOWED
    );
}

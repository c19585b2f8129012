//! Requests that can't be understood: paths, methods, tokens, ids and queries.

use super::client::{Api, Reply};
use crate::harness::{SLUG, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

async fn school() -> (TestApp, Api, String) {
    let app = TestApp::with_fixture().await;
    let admin = app.api_admin().await;
    let event = admin.event(SLUG).await;
    (app, admin, event)
}

#[tokio::test]
async fn what_isnt_there_is_a_problem_whatever_stands_in_the_path() {
    let app = TestApp::empty().await;
    let (nobody, admin) = (app.api().await, app.api_admin().await);
    for path in ["", "/", "/nothing", "/events/", "/auth", "/%00", "/%ff", "/events/1/nothing/else", "/../x"] {
        for api in [&nobody, &admin] {
            for method in [Method::GET, Method::POST, Method::DELETE] {
                let reply = api.call(method, path).send().await;
                reply.problem(404, "not-found");
            }
        }
    }
    // Outside the prefix too, as far as it is the API's.
    for path in ["/api", "/api/", "/api/v1/", "/api/v2/events", "/api/nothing"] {
        nobody.load(path).await.problem(404, "not-found");
    }
    for path in ["/api/openapi.json", "/api/docs"] {
        let request = app.browser().raw(Method::POST, path).send().await.expect("an answer");
        assert_eq!(request.status(), 405, "{path}");
        assert_eq!(request.headers()["content-type"], "application/problem+json", "{path}");
        assert!(request.headers()["allow"].to_str().expect("words").contains("GET"), "{path}");
    }
}

#[tokio::test]
async fn an_id_that_is_none_names_nothing() {
    let (_app, admin, event) = school().await;
    let long = "a".repeat(5000);
    let ids = [
        "",
        "00000000-0000-0000-0000-000000000001",
        "1",
        "%20",
        "%00",
        "%ff",
        "me",
        "..%2f",
        "'--",
        "null",
        "-1",
        &long,
    ];
    for id in ids {
        for path in ["/events/{}", "/events/{}/students", "/events/{}/seats", "/events/{}/seats/stream", "/students/{}"]
        {
            admin.get(&path.replace("{}", id)).await.problem(404, "not-found");
        }
        for path in ["/moments/{}", "/groups/{}", "/workshops/{}", "/students/{}", "/events/{}"] {
            admin.delete(&path.replace("{}", id)).await.problem(404, "not-found");
        }
        admin.patch(&format!("/workshops/{id}"), json!({ "title": "X" })).await.problem(404, "not-found");
        let place = format!("/students/{id}/registration");
        admin.put(&place, json!({ "workshop_ids": [] })).await.problem(404, "not-found");
    }
    // The id of something else is none either.
    let book = admin.get(&format!("/events/{event}")).await.ok(200);
    for path in ["/students/{}", "/groups/{}", "/moments/{}"] {
        let id = book["workshops"][0]["id"].as_str().expect("an id");
        admin.delete(&path.replace("{}", id)).await.problem(404, "not-found");
    }
}

#[tokio::test]
async fn a_query_may_hold_each_parameter_once_and_no_other() {
    let (_app, admin, event) = school().await;
    let students = format!("/events/{event}/students");
    for (query, pointer) in [
        ("limit=0", "limit"),
        ("limit=1001", "limit"),
        ("limit=-1", "limit"),
        ("limit=1.5", "limit"),
        ("limit=1e2", "limit"),
        ("limit=18446744073709551616", "limit"),
        ("limit=", "limit"),
        ("limit=%ff", "limit"),
        ("limit=10&limit=10", "limit"),
        ("cursor=!", "cursor"),
        ("cursor=e30", "cursor"),
        ("status=half", "status"),
        ("status=none&status=none", "status"),
        ("status=", "status"),
        ("sort=name", "sort"),
        ("dry_run=true", "dry_run"),
    ] {
        let reply = admin.get(&format!("{students}?{query}")).await;
        assert_eq!(reply.wrong(422, "invalid"), [pointer], "{query}: {reply}");
    }
    for (path, query, pointer) in [
        ("/events", "cursor=1", "cursor"),
        ("/events", "limit=0", "limit"),
        ("/events", "q=x", "q"),
        (&*format!("{students}/import"), "dry_run=yes", "dry_run"),
        (&*format!("{students}/import"), "dry_run=", "dry_run"),
        (&*format!("{students}/import"), "dryrun=true", "dryrun"),
    ] {
        let method = if path.ends_with("import") { Method::POST } else { Method::GET };
        let reply = admin.call(method, &format!("{path}?{query}")).bytes("text/csv", "Naam").send().await;
        assert_eq!(reply.wrong(422, "invalid"), [pointer], "{path} {query}: {reply}");
    }
    let book = admin.get(&format!("/events/{event}")).await.ok(200);
    let moment = book["moments"][0]["id"].as_str().expect("an id");
    for query in ["agree=a&agree=b", "agreed=a"] {
        let pointer = query.split('=').next().expect("a name");
        let reply = admin.delete(&format!("/moments/{moment}?{query}")).await;
        assert_eq!(reply.wrong(422, "invalid"), [pointer], "{query}");
    }
}

#[tokio::test]
async fn one_bearer_token_in_one_header_and_nothing_else_says_who_calls() {
    let app = TestApp::empty().await;
    let (nobody, admin) = (app.api().await, app.api_admin().await);
    let token = admin.token().to_owned();
    let with = |value: String| {
        let nobody = nobody.clone();
        async move { nobody.call(Method::GET, "/auth/me").header("authorization", value).send().await }
    };
    for value in [format!("Bearer {token}"), format!("bearer {token}"), format!("BEARER   {token}")] {
        with(value).await.ok(200);
    }
    let basic = "Basic YWRtaW46ZWVuIGxhbmcgd2FjaHR3b29yZA==".to_owned();
    for value in
        [basic, token.clone(), "Bearer".to_owned(), String::new(), format!("Token {token}"), "Bearer\u{a0}x".to_owned()]
    {
        let reply = with(value.clone()).await;
        reply.problem(401, "not-logged-in");
        assert_eq!(reply.header("www-authenticate"), "Bearer", "{value}");
    }
    for value in ["Bearer x".to_owned(), format!("Bearer {token}x"), format!("Bearer {token}, Bearer {token}")] {
        let reply = with(value.clone()).await;
        reply.problem(401, "invalid-token");
        assert_eq!(reply.header("www-authenticate"), "Bearer error=\"invalid_token\"", "{value}");
    }
    let two = format!("Bearer {token}");
    let reply: Reply = admin.call(Method::GET, "/auth/me").header("authorization", two).send().await;
    reply.problem(401, "not-logged-in");
    nobody.call(Method::GET, "/auth/me").send().await.problem(401, "not-logged-in");
    nobody.get(&format!("/auth/me?access_token={token}")).await.problem(401, "not-logged-in");
}

#[tokio::test]
async fn the_cookies_of_the_pages_open_nothing() {
    let app = TestApp::with_fixture().await;
    let key = app.keys(SLUG).await.swap_remove(0);
    for browser in [app.student(&key).await, app.admin().await] {
        let answer = browser.raw(Method::GET, "/api/v1/auth/me").send().await.expect("an answer");
        assert_eq!(answer.status(), 401);
        let problem: Value = answer.json().await.expect("a problem");
        assert_eq!(problem["code"], "not-logged-in");
    }
}

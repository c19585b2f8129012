//! The document and the router say the same.

use super::{
    client::PREFIX,
    description::{Description, items, members},
};
use crate::harness::TestApp;
use reqwest::Method;
use serde_json::Value;
use std::collections::{BTreeSet, HashSet};
use workshops_server::router::router;

#[tokio::test]
async fn every_route_of_the_router_stands_in_the_document_and_the_other_way_round() {
    let app = TestApp::empty().await;
    // How the router describes itself for debugging lists all paths that it knows.
    let debugged = format!("{:?}", router(app.state.clone()));
    let paths: BTreeSet<&str> = debugged.split('"').filter(|text| text.starts_with('/')).collect();
    for known in ["/healthz", "/api/openapi.json", "/api/pages/{function}"] {
        assert!(paths.contains(known), "the router's paths can't be read any more: {paths:?}");
    }
    let routed: BTreeSet<&str> = paths.iter().filter_map(|path| path.strip_prefix(PREFIX)).collect();
    // What is asked for below the prefix and isn't there gets a problem.
    let routed: BTreeSet<&str> = routed.into_iter().filter(|path| !path.is_empty() && !path.contains('*')).collect();
    let api = app.api().await;
    let described: BTreeSet<&str> = members(&api.description().0["paths"]).map(|(path, _)| path.as_str()).collect();
    assert_eq!(routed, described);
}

#[tokio::test]
async fn every_path_allows_exactly_the_methods_of_the_document() {
    let api = TestApp::empty().await.api().await;
    for (path, _) in members(&api.description().0["paths"]) {
        let known = api.description().methods(path);
        let path = path.replace("{id}", "00000000-0000-0000-0000-000000000001");
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"] {
            if known.iter().any(|name| name == method) {
                continue;
            }
            let reply = api.call(method.parse::<Method>().expect("a method"), &path).send().await;
            reply.problem(405, "method-not-allowed");
            assert_eq!(reply.allowed(), known, "{reply}");
        }
    }
}

#[tokio::test]
async fn what_only_reads_answers_head_as_it_answers_get() {
    let app = TestApp::with_fixture().await;
    let admin = app.api_admin().await;
    let event = admin.event(crate::harness::SLUG).await;
    for path in ["/events".to_owned(), format!("/events/{event}"), "/auth/me".to_owned()] {
        let (get, head) = (admin.get(&path).await, admin.call(Method::HEAD, &path).send().await);
        assert_eq!((head.status, head.bytes.len()), (200, 0), "{path}");
        assert_eq!(head.headers.get("etag"), get.headers.get("etag"), "{path}");
    }
}

#[tokio::test]
async fn the_document_is_sound() {
    let app = TestApp::empty().await;
    let api = app.api().await;
    let description = api.description();
    let document = &description.0;
    assert!(document["openapi"].as_str().is_some_and(|version| version.starts_with("3.1.")));
    assert_eq!(document["servers"][0]["url"], PREFIX);
    assert!(items(&document["tags"]).count() > 0 && document["info"]["version"].is_string());
    assert_eq!(document["components"]["securitySchemes"]["bearer"]["scheme"], "bearer");
    assert_references_lead_somewhere(description, document);

    let tags: HashSet<&Value> = items(&document["tags"]).map(|tag| &tag["name"]).collect();
    let mut ids = HashSet::new();
    for (method, path, operation) in description.calls() {
        let what = format!("{method} {path}");
        let id = operation["operationId"].as_str().unwrap_or_else(|| panic!("{what} has no id"));
        assert!(ids.insert(id), "{id} twice");
        assert!(operation["summary"].as_str().is_some_and(|words| !words.is_empty()), "{what}");
        assert!(items(&operation["tags"]).all(|tag| tags.contains(tag)), "{what}");
        let statuses: Vec<&String> = members(&operation["responses"]).map(|(status, _)| status).collect();
        assert_eq!(statuses.iter().filter(|status| status.starts_with('2')).count(), 1, "{what}: {statuses:?}");
        let is_open = operation["security"] == serde_json::json!([{}]);
        assert_eq!(is_open, path == "/auth/login", "{what}");
        for expected in ["500", "503", "401"] {
            assert!(statuses.iter().any(|status| *status == expected), "{what} can't answer {expected}");
        }
        for (status, answer) in members(&operation["responses"]) {
            assert!(answer["description"].as_str().is_some_and(|words| !words.is_empty()), "{what} {status}");
            let is_problem = answer["content"].get("application/problem+json").is_some();
            assert_eq!(is_problem, !status.starts_with('2'), "{what} {status}");
        }
        let named: Vec<&str> = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).collect();
        let in_path = items(&operation["parameters"]).filter(|parameter| parameter["in"] == "path");
        assert_eq!(in_path.map(|parameter| &parameter["name"]).collect::<Vec<_>>(), named, "{what}");
        assert_eq!(operation.get("requestBody").is_some(), statuses.iter().any(|status| *status == "413"), "{what}");
    }
}

#[tokio::test]
async fn every_body_and_every_problem_of_the_document_has_an_example_that_is_one() {
    let app = TestApp::empty().await;
    let api = app.api().await;
    let description = api.description();
    let mut lacking = Vec::new();
    for (method, path, operation) in description.calls() {
        let bodies = members(&operation["requestBody"]["content"]).map(|content| ("its body".to_owned(), content));
        let answers = members(&operation["responses"])
            .flat_map(|(status, answer)| members(&answer["content"]).map(move |content| (status.clone(), content)));
        for (what, (kind, content)) in bodies.chain(answers) {
            if !kind.ends_with("json") {
                continue;
            }
            let what = format!("{method} {path}: {what}");
            if kind == "application/problem+json" {
                lacking.extend(content.get("example").is_none().then_some(what.clone()));
            } else {
                lacking.extend((!exemplified(description, content)).then(|| format!("{what} {content}")));
            }
            if let Some(example) = content.get("example") {
                description.conforms(&content["schema"], example, "").unwrap_or_else(|why| panic!("{what}: {why}"));
                let status = example.get("status").map(Value::to_string);
                assert!(status.is_none_or(|status| what.ends_with(&status)), "{what}: {example}");
            }
        }
    }
    assert_eq!(lacking, [""; 0], "these have no example");
    for (name, schema) in members(&description.0["components"]["schemas"]) {
        for (member, rule) in members(&schema["properties"]).chain([(name, schema)]) {
            if let Some(example) = rule.get("example") {
                description.conforms(rule, example, "").unwrap_or_else(|why| panic!("{name} {member}: {why}"));
            }
        }
    }
}

/// Whether somewhere below, references followed, an example stands.
fn exemplified(description: &Description, value: &Value) -> bool {
    let value = description.resolved(value).expect("a reference that leads somewhere");
    match value {
        Value::Object(map) if ["example", "examples", "enum"].iter().any(|name| map.contains_key(*name)) => true,
        Value::Object(map) => map.values().any(|value| exemplified(description, value)),
        Value::Array(list) => list.iter().any(|value| exemplified(description, value)),
        _ => false,
    }
}

fn assert_references_lead_somewhere(description: &Description, value: &Value) {
    description.resolved(value).unwrap_or_else(|why| panic!("{why}"));
    let below: Vec<&Value> = members(value).map(|(_, value)| value).chain(items(value)).collect();
    below.into_iter().for_each(|value| assert_references_lead_somewhere(description, value));
}

#[tokio::test]
async fn the_page_for_people_names_every_call_and_loads_nothing_from_elsewhere() {
    let api = TestApp::empty().await.api().await;
    let page = api.load("/api/docs").await;
    assert_eq!(page.status, 200);
    let html = String::from_utf8(page.bytes.clone()).expect("words");
    for (method, path, _) in api.description().calls() {
        assert!(html.contains(method.as_str()) && html.contains(&path), "{method} {path}");
    }
    assert!(!html.contains("<script") && !html.contains("https://"), "a page without scripts and strangers");
    assert!(page.header("content-security-policy").contains("default-src"), "{page}");
    let document = api.load("/api/openapi.json").await;
    assert_eq!(document.header("content-type"), "application/json");
    let nothing = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    assert_eq!(document.header("content-security-policy"), nothing);
    assert_eq!(api.load("/api/v1/nothing").await.header("content-security-policy"), nothing);
}

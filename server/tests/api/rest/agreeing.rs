//! A change that would take something from students names them first, and is made by whoever says that he means it.

use super::client::{Api, Reply, text};
use crate::{documents::day, harness::TestApp};
use domain::StudentKey;
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Two students, of whom one holds A and C; and the event as the administrator reads it.
async fn school() -> (TestApp, Api, [StudentKey; 2], Value) {
    let workshops: &[crate::documents::Line] =
        &[("A", &["m1"], &[], 1), ("B", &["m1"], &[], 5), ("C", &["m2"], &[], 5), ("D", &["m1", "m2"], &[], 5)];
    let app = TestApp::with_day(day(2, &["Onder", "Boven"], workshops, json!([]))).await;
    let keys = app.enrol("klein", [("Noa Bos", "1A", "Onder"), ("Bas Kok", "1B", "Onder")]).await;
    app.takes("klein", &keys[0], &["A", "C"]).await;
    let admin = app.api_admin().await;
    let event = admin.event("klein").await;
    let event = admin.get(&format!("/events/{event}")).await.ok(200);
    (app, admin, keys, event)
}

async fn send(api: &Api, method: &Method, path: &str, body: &Option<Value>) -> Reply {
    let call = api.call(method.clone(), path);
    match body {
        Some(body) => call.json(body.clone()).send().await,
        None => call.send().await,
    }
}

/// A change that touches the one who holds A and C: the call, what he loses of the two, what of it is called off, and
/// what the change answers once it is agreed to.
struct Touching {
    method: Method,
    path: String,
    body: Option<Value>,
    lost: Vec<String>,
    cancelled: Vec<String>,
    done: u16,
}

fn touching(event: &Value, student: &str) -> Vec<Touching> {
    let [a, c] = [0, 2].map(|place: usize| text(&event["workshops"][place]["id"]));
    let (of_a, of_c) = (format!("/workshops/{a}"), format!("/workshops/{c}"));
    let first_moment = json!({ "moment_ids": [event["moments"][0]["id"]] });
    let link = json!({ "links": [{ "a": a, "b": c, "kind": "exclusive" }] });
    let one = |id: &String| vec![id.clone()];
    let call = |method, path: &str, body, lost, cancelled, done| Touching {
        method,
        path: path.to_owned(),
        body,
        lost,
        cancelled,
        done,
    };
    vec![
        call(Method::DELETE, &of_a, None, one(&a), vec![], 204),
        call(Method::PATCH, &of_a, Some(json!({ "cancelled": true })), vec![], one(&a), 200),
        call(Method::PATCH, &of_a, Some(json!({ "capacity": 0 })), one(&a), vec![], 200),
        call(Method::PATCH, &of_c, Some(first_moment), one(&c), vec![], 200),
        call(Method::PUT, &format!("/events/{}/links", text(&event["id"])), Some(link), one(&c), vec![], 200),
        call(Method::DELETE, &format!("/students/{student}"), None, vec![a, c], vec![], 204),
    ]
}

#[tokio::test]
async fn whom_a_change_touches_is_named_and_nothing_happens_until_it_is_agreed_to() {
    for number in 0..6 {
        let (app, admin, [key, _], event) = school().await;
        let student = app.id(&key).await.to_string();
        let Touching { method, path, body, lost, cancelled, done } = touching(&event, &student).swap_remove(number);
        let what = format!("{method} {path} {body:?}");
        let holder = app.api_student(&key).await;
        let before = holder.get("/registrations/me").await.ok(200);
        let problem = send(&admin, &method, &path, &body).await.problem(409, "needs-agreement");
        let touched = &problem["touched"][0];
        assert_eq!(problem["touched"].as_array().map(Vec::len), Some(1), "{what}: {problem}");
        assert_eq!((&touched["student_id"], &touched["name"]), (&json!(student), &json!("Noa Bos")), "{what}");
        assert_eq!((&touched["was"], &touched["cancelled"]), (&json!("complete"), &json!(cancelled)), "{what}");
        let ids = |list: &Value| list.as_array().expect("ids").iter().map(text).collect::<BTreeSet<String>>();
        let lost: BTreeSet<String> = lost.into_iter().collect();
        assert_eq!(ids(&touched["lost"]), lost, "{what}");
        assert_eq!(holder.get("/registrations/me").await.ok(200), before, "{what}: nothing happened yet");

        let other = send(&admin, &method, &format!("{path}?agree=0123456789abcdef"), &body).await;
        assert_eq!(other.problem(409, "needs-agreement"), problem, "{what}: agreeing to something else");
        let agree = text(&problem["agree"]);
        send(&admin, &method, &format!("{path}?agree={agree}"), &body).await.ok(done);
        let after = holder.get("/registrations/me").await;
        if path.starts_with("/students") {
            after.problem(401, "invalid-token");
        } else {
            let kept = &ids(&before["workshop_ids"]) - &lost;
            assert_eq!(ids(&after.ok(200)["workshop_ids"]), kept, "{what}");
        }
        app.assert_sound().await;
    }
}

#[tokio::test]
async fn another_group_that_may_take_the_same_takes_nothing_away() {
    let (app, admin, [key, _], event) = school().await;
    let path = format!("/students/{}", app.id(&key).await);
    admin.patch(&path, json!({ "group_id": event["groups"][1]["id"] })).await.ok(200);
    assert_eq!(app.holds("klein", &key).await, ["A", "C"]);
}

#[tokio::test]
async fn what_was_agreed_to_holds_no_more_once_others_are_touched() {
    let (app, admin, [_, key], event) = school().await;
    let c = text(&event["workshops"][2]["id"]);
    let path = format!("/workshops/{c}");
    let first = admin.delete(&path).await.problem(409, "needs-agreement");
    app.takes("klein", &key, &["B", "C"]).await;
    let agree = text(&first["agree"]);
    let second = admin.delete(&format!("{path}?agree={agree}")).await.problem(409, "needs-agreement");
    assert_eq!(second["touched"].as_array().map(Vec::len), Some(2));
    admin.delete(&format!("{path}?agree={}", text(&second["agree"]))).await.ok(204);
    assert_eq!(app.holds("klein", &key).await, ["B"]);
}

#[tokio::test]
async fn an_event_with_registrations_is_deleted_by_whoever_agrees_to_it() {
    let (app, admin, [key, _], event) = school().await;
    let path = format!("/events/{}", text(&event["id"]));
    let asked = admin.delete(&path).await.problem(409, "needs-agreement");
    app.api_student(&key).await.get("/registrations/me").await.ok(200);
    admin.delete(&format!("{path}?agree={}", text(&asked["agree"]))).await.ok(204);
    admin.get(&path).await.problem(404, "not-found");
    assert_eq!(admin.get("/events").await.ok(200)["events"], json!([]));
}

#[tokio::test]
async fn a_file_that_moves_a_registered_student_asks_first() {
    let (app, admin, [key, _], event) = school().await;
    let a = format!("/workshops/{}", text(&event["workshops"][0]["id"]));
    admin.patch(&a, json!({ "group_ids": [event["groups"][0]["id"]] })).await.ok(200);
    let path = format!("/events/{}/students/import", text(&event["id"]));
    let file = "Naam;Klas;Doelgroep\nNoa Bos;1A;Boven\nSam Smit;1B;Onder\n";
    let send =
        async |query: &str| admin.call(Method::POST, &format!("{path}{query}")).bytes("text/csv", file).send().await;
    let look = send("?dry_run=true").await.ok(200);
    assert_eq!(look["summary"], json!({ "added": 1, "changed": 1, "unchanged": 0, "missing": 1, "errors": 0 }));
    let asked = send("").await.problem(409, "needs-agreement");
    assert_eq!(asked["touched"][0]["name"], "Noa Bos");
    assert_eq!(app.keys("klein").await.len(), 2, "nothing is written yet");
    send(&format!("?agree={}", text(&asked["agree"]))).await.ok(200);
    assert_eq!((app.keys("klein").await.len(), app.holds("klein", &key).await), (3, vec!["C".to_owned()]));
    app.assert_sound().await;
}

#[tokio::test]
async fn a_second_student_of_one_name_and_class_is_asked_about() {
    let (app, admin, _, event) = school().await;
    let path = format!("/events/{}/students", text(&event["id"]));
    let twin = json!({ "name": "Noa Bos", "class": "1A", "group_id": event["groups"][0]["id"] });
    let asked = admin.post(&path, twin.clone()).await.problem(409, "needs-agreement");
    assert_eq!(asked["touched"], json!([]));
    assert_eq!(app.keys("klein").await.len(), 2);
    admin.post(&format!("{path}?agree={}", text(&asked["agree"])), twin).await.ok(201);
    assert_eq!(app.keys("klein").await.len(), 3);
}

//! What changed under one's hands: `ETag` and `If-Match`.

use super::client::{Api, text};
use crate::{documents::day, harness::TestApp};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::task::JoinSet;

/// An event with a student, and the paths of everything that has a tag, with a change to each.
struct School {
    app: TestApp,
    admin: Api,
    student: Api,
    event: Value,
}

impl School {
    async fn new() -> Self {
        let workshops: &[crate::documents::Line] =
            &[("A", &["m1"], &[], 5), ("B", &["m1"], &[], 5), ("C", &["m1"], &[], 5)];
        let app = TestApp::with_day(day(1, &["Alle", "Leeg"], workshops, json!([]))).await;
        let [key] = app.enrol("klein", [("Noa Bos", "1A", "Alle")]).await;
        let (student, admin) = (app.api_student(&key).await, app.api_admin().await);
        let event = admin.event("klein").await;
        let event = admin.get(&format!("/events/{event}")).await.ok(200);
        Self { app, admin, student, event }
    }

    fn path(&self) -> String {
        format!("/events/{}", text(&self.event["id"]))
    }

    fn part(&self, list: &str, place: usize) -> String {
        format!("/{list}/{}", text(&self.event[list][place]["id"]))
    }

    fn workshops(&self, places: &[usize]) -> Value {
        let ids: Vec<&Value> = places.iter().map(|place| &self.event["workshops"][*place]["id"]).collect();
        json!({ "workshop_ids": ids })
    }

    async fn someone(&self) -> String {
        text(&self.admin.students(&text(&self.event["id"])).await[0]["id"])
    }
}

#[tokio::test]
async fn a_change_meant_for_what_holds_no_more_is_refused_and_changes_nothing() {
    let school = School::new().await;
    let School { admin, student, .. } = &school;
    let of_event = school.path();
    let someone = format!("/students/{}", school.someone().await);
    let placing = format!("{someone}/registration");
    let moment = json!([school.event["moments"][0]["id"]]);
    let name = |name: &str| json!({ "name": name });
    let workshop = json!({ "title": "Nieuw", "moment_ids": moment, "capacity": 5 });
    // Each call, and where its tag is read.
    let calls: Vec<(&Api, Method, String, Option<Value>, &str)> = vec![
        (admin, Method::PATCH, of_event.clone(), Some(json!({ "title": "Anders" })), &of_event),
        (admin, Method::PUT, format!("{of_event}/links"), Some(json!({ "links": [] })), &of_event),
        (admin, Method::POST, format!("{of_event}/moments"), Some(name("Nieuw")), &of_event),
        (admin, Method::POST, format!("{of_event}/groups"), Some(name("Nieuw")), &of_event),
        (admin, Method::POST, format!("{of_event}/workshops"), Some(workshop), &of_event),
        (admin, Method::PATCH, school.part("moments", 0), Some(name("Anders")), &of_event),
        (admin, Method::PATCH, school.part("groups", 1), Some(name("Anders")), &of_event),
        (admin, Method::PATCH, school.part("workshops", 0), Some(json!({ "host": "Iemand" })), &of_event),
        (admin, Method::DELETE, school.part("groups", 1), None, &of_event),
        (admin, Method::DELETE, school.part("workshops", 2), None, &of_event),
        (admin, Method::PATCH, someone.clone(), Some(json!({ "class": "1B" })), &someone),
        (admin, Method::PUT, placing.clone(), Some(school.workshops(&[1])), &placing),
        (student, Method::PUT, "/registrations/me".to_owned(), Some(school.workshops(&[0])), "/registrations/me"),
        (student, Method::DELETE, "/registrations/me".to_owned(), None, "/registrations/me"),
    ];
    for (api, method, path, body, tagged) in &calls {
        let what = format!("{method} {path}");
        let send = async |tags: &[&str]| {
            let call = tags.iter().fold(api.call(method.clone(), path), |call, tag| call.if_match(tag));
            match body {
                Some(body) => call.json(body.clone()).send().await,
                None => call.send().await,
            }
        };
        let read = api.get(tagged).await;
        let tag = read.tag();
        let bare = tag.trim_matches('"');
        let [weak, other, upper] = [format!("W/{tag}"), format!("\"{bare}x\""), format!("\"{}\"", bare.to_uppercase())];
        for tags in [
            &["\"something-else\""][..],
            &[&weak],
            &[&other],
            &[&upper],
            &["\"\""],
            &["\"a\", \"b\"", "\"c\""],
            &["W/\"*\""],
            &["\"*\""],
        ] {
            send(tags).await.problem(412, "precondition-failed");
        }
        let after = api.get(tagged).await;
        assert_eq!((after.json(), after.tag()), (read.json(), tag.clone()), "{what}: nothing has changed");
        // It is one of several that the caller knows.
        let reply = send(&["\"a\"", &format!("\"b\",{tag} , \"c\"")]).await;
        assert!((200..300).contains(&reply.status), "{what}: {reply}");
    }
    school.app.assert_sound().await;
}

#[tokio::test]
async fn a_tag_is_that_of_what_is_read_next_and_changes_with_it() {
    let school = School::new().await;
    let admin = &school.admin;
    let mut tag = admin.get(&school.path()).await.tag();
    let moment = school.part("moments", 0);
    for (path, patch) in [
        (school.path(), json!({ "title": "Anders" })),
        (school.path(), json!({ "availability": { "state": "closed" } })),
        (school.part("workshops", 0), json!({ "capacity": 7 })),
        (school.part("groups", 0), json!({ "name": "Iedereen" })),
        (moment, json!({ "required": false })),
    ] {
        let call = admin.call(Method::PATCH, &path).if_match(&tag).json(patch);
        let reply = call.send().await;
        reply.ok(200);
        assert_ne!(reply.tag(), tag, "{reply}");
        tag = admin.get(&school.path()).await.tag();
        assert_eq!(reply.tag(), tag, "{reply}");
    }
    let none = admin.patch(&school.path(), json!({})).await;
    assert_eq!(none.tag(), tag, "who changes nothing leaves the tag");
    admin.call(Method::PATCH, &school.path()).if_match("*").json(json!({ "title": "Ster" })).send().await.ok(200);
    let gone = "/workshops/00000000-0000-0000-0000-000000000001";
    admin.call(Method::PATCH, gone).if_match("*").json(json!({ "capacity": 1 })).send().await.problem(404, "not-found");
}

#[tokio::test]
async fn a_registration_leaves_the_tag_of_the_event_alone_and_an_edit_that_of_the_student() {
    let school = School::new().await;
    let someone = format!("/students/{}", school.someone().await);
    let (event, row) = (school.admin.get(&school.path()).await.tag(), school.admin.get(&someone).await.tag());
    school.student.put("/registrations/me", school.workshops(&[0])).await.ok(200);
    assert_eq!(school.admin.get(&school.path()).await.tag(), event);
    assert_eq!(school.admin.get(&someone).await.tag(), row);
    school.admin.patch(&school.part("workshops", 0), json!({ "host": "Iemand" })).await.ok(200);
    assert_eq!(school.admin.get(&someone).await.tag(), row);
    school.admin.post(&format!("{someone}/key"), json!({})).await.ok(200);
    assert_ne!(school.admin.get(&someone).await.tag(), row);
}

/// Of two that change the same at once on the same condition exactly one wins, whatever it is that they change.
#[tokio::test(flavor = "multi_thread")]
async fn of_two_writers_at_once_exactly_one_wins() {
    let school = School::new().await;
    let someone = format!("/students/{}", school.someone().await);
    let placing = format!("{someone}/registration");
    let of_event = school.path();
    for round in 0..15 {
        let ids = [school.workshops(&[round % 3]), school.workshops(&[(round + 1) % 3])];
        let named = |member: &str, who: usize| json!({ member: format!("Naam {round} {who}") });
        let calls: [(&Api, Method, &str, &str, [Value; 2]); 6] = [
            (&school.admin, Method::PATCH, &of_event, &of_event, [named("title", 1), named("title", 2)]),
            (
                &school.admin,
                Method::PATCH,
                &school.part("workshops", 0),
                &of_event,
                [named("host", 1), named("location", 2)],
            ),
            (&school.admin, Method::PATCH, &school.part("groups", 0), &of_event, [named("name", 1), named("name", 2)]),
            (&school.admin, Method::PATCH, &someone, &someone, [named("name", 1), named("class", 2)]),
            (&school.admin, Method::PUT, &placing, &placing, [ids[1].clone(), ids[0].clone()]),
            (
                &school.student,
                Method::PUT,
                "/registrations/me",
                "/registrations/me",
                [school.workshops(&[(round + 2) % 3]), ids[1].clone()],
            ),
        ];
        for (api, method, path, tagged, bodies) in calls {
            // What is chosen differs from what is held, so that whoever comes first changes it.
            if path.contains("registration") {
                let nothing = json!({ "workshop_ids": [] });
                api.put(path, nothing).await.ok(200);
            }
            let tag = api.get(tagged).await.tag();
            let mut writers = JoinSet::new();
            for body in bodies {
                let (api, method, path, tag) = (api.clone(), method.clone(), path.to_owned(), tag.clone());
                writers.spawn(async move { api.call(method, &path).if_match(&tag).json(body).send().await });
            }
            let mut statuses = Vec::new();
            while let Some(reply) = writers.join_next().await {
                let reply = reply.expect("an answer");
                if reply.status != 200 {
                    reply.problem(412, "precondition-failed");
                }
                statuses.push(reply.status);
            }
            statuses.sort_unstable();
            assert_eq!(statuses, [200, 412], "{method} {path}, round {round}");
        }
    }
    school.app.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_condition_writers_of_different_things_all_win() {
    let school = School::new().await;
    let mut writers = JoinSet::new();
    let calls = [
        (school.path(), json!({ "title": "Anders" })),
        (school.part("workshops", 0), json!({ "host": "Iemand" })),
        (school.part("workshops", 1), json!({ "host": "Een ander" })),
        (school.part("groups", 0), json!({ "name": "Iedereen" })),
    ];
    for (path, body) in calls.clone() {
        let admin = school.admin.clone();
        writers.spawn(async move { admin.patch(&path, body).await.ok(200) });
    }
    while let Some(written) = writers.join_next().await {
        written.expect("an answer");
    }
    let event = school.admin.get(&school.path()).await.ok(200);
    assert_eq!(
        (&event["title"], &event["workshops"][0]["host"], &event["workshops"][1]["host"], &event["groups"][0]["name"]),
        (&calls[0].1["title"], &calls[1].1["host"], &calls[2].1["host"], &calls[3].1["name"])
    );
}

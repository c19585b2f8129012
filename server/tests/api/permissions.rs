//! Who may call what: every route with everyone who might try.

use crate::{
    documents::day,
    harness::{Browser, DURING, SLUG, TestApp},
    html::Node,
};
use domain::StudentId;
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::json;
use workshops_server::downloads::FILES;

/// Who calls, in the order of the columns below.
const CALLERS: [&str; 6] = ["nobody", "student", "student of another event", "admin", "expired", "revoked"];

/// The place of the administrator among them.
const ADMIN: usize = 3;

/// The fixture's event and another one, and who calls.
struct School {
    app: TestApp,
    callers: [Browser; 6],
    me: StudentId,
    manage: String,
}

impl School {
    async fn new() -> Self {
        let app = TestApp::with_fixture().await;
        let other = day(1, &["Alle"], &[("A", &["m1"], &[], 5)], json!([])).to_string();
        app.services.import_event(other.as_bytes(), "test").await.expect("an event");
        app.add_students("klein", 1).await;
        app.open("klein").await;
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
        let manage = format!("/manage/events/{}", app.event(SLUG).await.id);
        let me = app.id(&keys[0]).await;
        Self { app, callers, me, manage }
    }

    /// Everyone, with his name.
    fn everyone(&self) -> impl Iterator<Item = (usize, &'static str, &Browser)> {
        self.callers.iter().enumerate().map(|(place, caller)| (place, CALLERS[place], caller))
    }

    /// All that only an administrator may see: the names and keys of some students, and what the event is made of.
    async fn secrets(&self) -> Vec<String> {
        let event = self.app.event(SLUG).await;
        let students = self.app.services.store.students(event.id).await.expect("students");
        let of_student = students.iter().step_by(100).flat_map(|(row, _)| {
            [row.name.clone(), row.key.to_string(), row.key.as_str().to_owned(), row.id.to_string()]
        });
        let of_event = event.groups.iter().map(|group| group.name.clone()).chain([event.title.clone()]);
        of_student.chain(of_event).collect()
    }
}

/// A call: how it is made, the status that each caller gets, and words of the answer that only some see, and who.
struct Call {
    method: Method,
    path: String,
    body: Option<(&'static str, String)>,
    expected: [u16; 6],
    shows: Option<(&'static str, [bool; 6])>,
}

impl Call {
    fn get(path: &str, expected: [u16; 6]) -> Self {
        Self { method: Method::GET, path: path.to_owned(), body: None, expected, shows: None }
    }

    fn form(path: &str, fields: &str, expected: [u16; 6]) -> Self {
        let body = Some(("application/x-www-form-urlencoded", fields.to_owned()));
        Self { method: Method::POST, path: path.to_owned(), body, expected, shows: None }
    }

    fn json(path: &str, body: String, expected: [u16; 6]) -> Self {
        let body = Some(("application/json", body));
        Self { method: Method::POST, path: path.to_owned(), body, expected, shows: None }
    }

    fn shows(self, words: &'static str, who: [bool; 6]) -> Self {
        Self { shows: Some((words, who)), ..self }
    }

    fn request(&self, caller: &Browser) -> RequestBuilder {
        let request = caller.raw(self.method.clone(), &self.path).header("accept", "text/html, application/json");
        match self.body.clone() {
            Some((content_type, body)) => request.header("content-type", content_type).body(body),
            None => request,
        }
    }
}

#[tokio::test]
async fn every_route_answers_everyone_as_it_should() {
    let school = School::new().await;
    let (me, event) = (school.me, school.app.event(SLUG).await.id);
    let page = format!("/events/{SLUG}");
    let students = [false, true, true, false, false, false];
    let me_alone = [false, true, false, false, false, false];
    let admin_alone = [false, false, false, true, false, false];
    // The pages show everyone something, by who he is: `shows` is what only the rightful caller may see.
    let calls = [
        Call::get("/", [200; 6]).shows("Je bent aangemeld als", students),
        Call::get(&page, [200; 6]).shows("Bevestigen", me_alone),
        Call::form(&page, &format!("form=register&student={me}"), [401, 422, 409, 403, 401, 401]),
        Call::form(&page, &format!("form=withdraw&student={me}"), [401, 303, 409, 403, 401, 401]),
        Call::form("/manage/password", "form=password", [401, 403, 403, 403, 401, 401]),
        Call::json(
            "/api/pages/register",
            format!(r#"{{"student":"{me}","selection":[]}}"#),
            [401, 422, 409, 403, 401, 401],
        ),
        Call::json("/api/pages/withdraw", format!(r#"{{"student":"{me}"}}"#), [401, 200, 409, 403, 401, 401]),
        Call::form("/api/pages/session", "", [200; 6]),
        Call::form("/api/pages/event", &format!("slug={SLUG}"), [200; 6]).shows("\\\"group\\\":", me_alone),
        Call::form("/api/pages/manage", "path=/manage&query=", [200; 6]).shows("\\\"slug\\\":", admin_alone),
        Call::form("/api/pages/manage", &format!("path={}/students&query=", school.manage), [200; 6])
            .shows("\\\"key\\\":", admin_alone),
        Call::form("/api/pages/students", &format!("event={event}&query[q]="), [401, 403, 403, 200, 401, 401])
            .shows("\\\"rows\\\":", admin_alone),
        Call::form("/api/pages/overview", &format!("event={event}"), [401, 403, 403, 200, 401, 401])
            .shows("\\\"progress\\\":", admin_alone),
        Call::form("/api/pages/seats", &format!("slug={SLUG}"), [401, 200, 403, 200, 401, 401]),
        Call::form("/api/pages/nothing", "", [404; 6]),
        Call::get("/healthz", [200; 6]),
        Call::get("/readyz", [200; 6]),
        Call::get("/metrics", [200; 6]),
        Call::form("/language", "language=nl&back=/", [303; 6]),
        Call::get("/logout", [405; 6]),
        Call { method: Method::DELETE, ..Call::get(&page, [405; 6]) },
        Call { method: Method::PUT, ..Call::get(&school.manage, [405; 6]) },
    ];
    for call in calls {
        for (place, name, caller) in school.everyone() {
            let what = format!("{} {} by {name}", call.method, call.path);
            let response = call.request(caller).send().await.expect("an answer");
            let status = response.status();
            let text = response.text().await.expect("words");
            assert_eq!(status.as_u16(), call.expected[place], "{what}: {text:.300}");
            if let Some((words, seen)) = call.shows {
                assert_eq!(text.contains(words), seen[place], "{what}");
            }
        }
    }
    for (_, name, caller) in school.everyone() {
        let response = Call::form("/logout", "", [303; 6]).request(caller).send().await.expect("an answer");
        assert_eq!(response.status(), StatusCode::SEE_OTHER, "{name}");
        assert!(caller.page(&school.manage).await.contains("Wachtwoord"), "{name} is out");
    }
}

#[tokio::test]
async fn how_the_seats_stand_is_told_to_students_of_the_event_and_the_administrator() {
    let school = School::new().await;
    let stream = Call::get(&format!("/events/{SLUG}/live"), [401, 200, 403, 200, 401, 401]);
    for (place, name, caller) in school.everyone() {
        let mut response = stream.request(caller).send().await.expect("an answer");
        assert_eq!(response.status().as_u16(), stream.expected[place], "{name}");
        if response.status() == StatusCode::OK {
            let first = response.chunk().await.expect("a stream").expect("a message");
            assert!(String::from_utf8_lossy(&first).contains("data: "), "{name}");
        }
    }
}

#[tokio::test]
async fn every_page_of_the_administrator_is_the_login_to_everyone_else() {
    let school = School::new().await;
    let workshop = school.app.event(SLUG).await.workshops[0].clone();
    let student = school.app.row(SLUG, "Kees De Smet").await;
    let of_event = |below: &str| format!("{}{below}", school.manage);
    let pages = [
        ("/manage".to_owned(), "Evenementen"),
        ("/manage/password".to_owned(), "Wachtwoord wijzigen"),
        ("/manage/record".to_owned(), "Logboek van alles"),
        (of_event(""), "Overzicht"),
        (of_event("/workshops"), "Workshops"),
        (of_event("/workshops/new"), "Nieuwe workshop"),
        (of_event("/workshops/paste"), "Plakken uit een spreadsheet"),
        (of_event(&format!("/workshops/{}", workshop.id)), &*workshop.title),
        (of_event("/links"), "Koppelingen"),
        (of_event("/students"), "Studenten"),
        (of_event("/students/new"), "Nieuwe student"),
        (of_event("/students/import"), "Studenten inlezen"),
        (of_event(&format!("/students/{}", student.id)), "Kees De Smet"),
        (of_event("/registrations"), "Inschrijvingen"),
        (of_event("/printing"), "Afdrukken"),
        (of_event("/settings"), "Instellingen"),
        (of_event("/record"), "Logboek"),
    ];
    let secrets = school.secrets().await;
    for (path, heading) in pages {
        for (place, name, caller) in school.everyone() {
            let html = caller.page(&path).await;
            let page = Node::of(&html);
            let heads: Vec<String> = page.tags("h1").iter().map(|head| head.text()).collect();
            if place == ADMIN {
                assert_eq!(heads, [heading], "{path}");
            } else {
                assert_eq!(heads, ["Beheer"], "{path} by {name}");
                assert!(html.contains("type=\"password\""), "{path} by {name}");
                for secret in &secrets {
                    assert!(!html.contains(secret.as_str()), "{path} by {name} shows {secret}");
                }
            }
        }
    }
}

#[tokio::test]
async fn every_file_and_page_to_print_is_the_administrators_alone() {
    let school = School::new().await;
    let student = school.app.row(SLUG, "Kees De Smet").await.id;
    let with_queries = ["keys.csv?class=4m1", "print/timetables?class=4m1"].map(str::to_owned);
    let of_one = format!("print/cards?student={student}");
    for file in FILES.into_iter().map(str::to_owned).chain(with_queries).chain([of_one]) {
        let path = format!("{}/{file}", school.manage);
        for (place, name, caller) in school.everyone() {
            let response = caller.get(&path).await;
            if place == ADMIN {
                assert_eq!(response.status(), StatusCode::OK, "{file}");
                assert!(response.bytes().await.expect("a file").len() > 50, "{file}");
            } else {
                assert_eq!(response.status(), StatusCode::SEE_OTHER, "{file} by {name}");
                assert_eq!(response.headers()["location"], "/manage", "{file} by {name}");
                assert_eq!(response.bytes().await.expect("nothing").len(), 0, "{file} by {name}");
            }
            let posted = caller.post(&path, &[("form", "keys")]).await;
            assert_eq!(posted.status(), StatusCode::METHOD_NOT_ALLOWED, "{file} by {name}");
        }
    }
    // One that an event hasn't is no way to learn which events there are.
    for (place, name, caller) in school.everyone() {
        let path = "/manage/events/00000000-0000-0000-0000-000000000001/students.csv";
        let expected = if place == ADMIN { StatusCode::NOT_FOUND } else { StatusCode::SEE_OTHER };
        assert_eq!(caller.get(path).await.status(), expected, "{name}");
    }
}

#[tokio::test]
async fn no_form_of_the_administrator_does_anything_for_anyone_else() {
    let school = School::new().await;
    let event = school.app.event(SLUG).await;
    let (workshop, moment, group) = (event.workshops[0].id, event.moments[0].id, event.groups[0].id);
    let student = school.me;
    let of_event = [
        ("settings", "form=copy-event&title=X&slug=x&students=yes".to_owned()),
        ("settings", format!("form=delete-event&title={}", event.title)),
        (
            "settings",
            format!(
                "form=settings&title=X&slug=x&base={}",
                domain::edit::fingerprint(&(&event.title, &event.slug, &event.intro))
            ),
        ),
        ("settings", "form=availability&state=closed".to_owned()),
        ("settings", "form=schedule&opens=2027-01-11T08:00".to_owned()),
        ("settings", "form=moment&name=X".to_owned()),
        ("settings", "form=group&name=X".to_owned()),
        ("settings", format!("form=up-moment&id={}", event.moments[1].id)),
        ("settings", format!("form=down-moment&id={moment}")),
        ("settings", format!("form=delete-moment&id={moment}")),
        ("settings", format!("form=up-group&id={}", event.groups[1].id)),
        ("settings", format!("form=down-group&id={group}")),
        ("settings", format!("form=delete-group&id={group}")),
        ("workshops/new", format!("form=workshop&title=X&capacity=1&moments={moment}")),
        ("workshops", format!("form=workshops&down={workshop}")),
        ("workshops", format!("form=delete-workshop&id={workshop}")),
        ("workshops/paste", "form=paste&pasted=Titel".to_owned()),
        ("workshops/paste", "form=paste-save&pasted=Titel".to_owned()),
        ("links", format!("form=link&a={workshop}&b={}&kind=exclusive", event.workshops[2].id)),
        ("links", format!("form=unlink&a={}&b={}", event.links[0].a, event.links[0].b)),
        ("students/new", format!("form=student&name=X&class=1A&group={group}")),
        ("students", format!("form=remove-students&student={student}")),
        ("printing", "form=keys&class=".to_owned()),
        ("students/import", "form=import&pasted=Naam".to_owned()),
        ("students/import", "form=import-save&upload=x".to_owned()),
        (&*format!("students/{student}"), "form=place".to_owned()),
        ("settings", "form=nothing".to_owned()),
    ]
    .map(|(below, fields)| (format!("{}/{below}", school.manage), fields));
    let elsewhere = [
        ("/manage".to_owned(), "form=create-event&title=X&slug=x".to_owned()),
        ("/manage".to_owned(), "form=import-event".to_owned()),
    ];
    let snapshot = || async {
        let store = &school.app.services.store;
        let students = store.students(event.id).await.expect("students");
        let records = [Some(event.id), None];
        let mut counts = Vec::new();
        for of in records {
            counts.push(store.records(of, None, 1000).await.expect("a record").len());
        }
        (school.app.event(SLUG).await, students, counts, store.events().await.expect("events").len())
    };
    let before = snapshot().await;
    for (path, fields) in of_event.into_iter().chain(elsewhere) {
        for (place, name, caller) in school.everyone().filter(|(place, ..)| *place != ADMIN) {
            let call = Call::form(&path, &fields, [401, 403, 403, 0, 401, 401]);
            let response = call.request(caller).send().await.expect("an answer");
            assert_eq!(response.status().as_u16(), call.expected[place], "{path} {fields} by {name}");
            let html = response.text().await.expect("a page");
            assert!(!html.contains(&event.title), "{path} {fields} by {name}");
        }
    }
    assert_eq!(snapshot().await, before);
}

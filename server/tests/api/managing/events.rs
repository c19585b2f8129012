//! Making, importing, copying and deleting events.

use crate::{
    documents::day,
    harness::{EVENT, SLUG, STUDENTS, TestApp},
    manager::{Form, Reply},
};
use domain::{Availability, AvailabilityState, EventId};
use reqwest::StatusCode;
use serde_json::{Value, json};
use std::collections::HashSet;

/// The event that a redirect leads to.
fn made(reply: &Reply) -> EventId {
    reply.assert_done("added");
    let path = reply.location.strip_prefix("/manage/events/").expect("an event's page");
    path.strip_suffix("?done=added").expect("a notice").parse().expect("an id")
}

#[tokio::test]
async fn a_new_event_is_closed_and_has_one_moment_and_one_group() {
    let app = TestApp::empty().await;
    let admin = app.admin().await;
    assert!(admin.read("/manage").await.says("Er is nog geen evenement."));
    let form = admin.form("/manage", "create-event", "").await;
    let form = form.with("title", "Kunstdag").with("slug", "kunst-2027").with("intro", "Welkom.");
    let event = made(&admin.submit(&form).await);
    let stored = app.event("kunst-2027").await;
    assert_eq!((stored.id, stored.title.as_str(), stored.intro.as_str()), (event, "Kunstdag", "Welkom."));
    assert_eq!(stored.availability, Availability::CLOSED);
    assert_eq!(stored.moments.len(), 1);
    assert_eq!((stored.moments[0].name.as_str(), stored.moments[0].required), ("Ronde 1", true));
    assert_eq!(stored.groups.iter().map(|group| &*group.name).collect::<Vec<_>>(), ["Alle studenten"]);
    assert!(admin.read(&format!("/manage/events/{event}")).await.says("Zo zet je het evenement klaar"));
    assert!(admin.read("/manage").await.says("Kunstdag"));
}

#[tokio::test]
async fn an_event_that_cannot_be_is_refused_with_what_was_filled_in() {
    let app = TestApp::with_fixture().await;
    let admin = app.admin().await;
    let form = admin.form("/manage", "create-event", "").await;
    let form = form.with("title", "Kunstdag").with("slug", "kunst-2027").with("intro", "een\ntwee");
    for (field, value, words) in [
        ("slug", SLUG, "Dit is al in gebruik."),
        ("slug", "kunst 2027", "Alleen letters, cijfers, - en _, hoogstens 32."),
        ("slug", "kunst/../2027", "Alleen letters, cijfers, - en _, hoogstens 32."),
        ("slug", "", "Vul dit in."),
        ("title", "", "Vul dit in."),
    ] {
        let sent = form.clone().with(field, value);
        let reply = admin.submit(&sent).await;
        reply.assert_refused(words);
        let again = reply.form("create-event", "");
        for name in ["title", "slug", "intro"] {
            assert_eq!(again.field(name), sent.field(name), "what was filled in stays");
        }
    }
    assert_eq!(app.services.store.events().await.expect("events").len(), 1);
}

#[tokio::test]
async fn an_event_document_goes_in_and_comes_out_unchanged() {
    let app = TestApp::empty().await;
    let admin = app.admin().await;
    let event = made(&admin.submit(&Form::raw("/manage", "import-event").with_file(EVENT)).await);
    let response = admin.get(&format!("/manage/events/{event}/document.json")).await;
    assert_eq!(response.headers()["content-type"], "application/json");
    assert_eq!(response.headers()["content-disposition"], format!("attachment; filename=\"{SLUG}.json\"").as_str());
    let out: Value = response.json().await.expect("a document");
    let fixture: Value = serde_json::from_slice(EVENT).expect("a document");
    assert_eq!(out, fixture);
    // And what came out goes in again, under another name.
    let mut other = out.clone();
    other["slug"] = json!("tweede");
    let second = made(&admin.submit(&Form::raw("/manage", "import-event").with_file(other.to_string())).await);
    let response = admin.get(&format!("/manage/events/{second}/document.json")).await;
    assert_eq!(response.json::<Value>().await.expect("a document"), other);
    let path = format!("/manage/events/{event}");
    assert!(admin.read(&path).await.says("Open tot vrijdag 22 januari om 17:00"));
}

#[tokio::test]
async fn a_broken_document_is_refused_with_the_place_of_its_fault_and_nothing_is_written() {
    let app = TestApp::with_day(day(1, &["Alle"], &[("Judo", &["m1"], &[], 5)], json!([]))).await;
    let admin = app.admin().await;
    let good = day(2, &["Alle"], &[("A", &["m1"], &[], 5), ("B", &["m2"], &["Alle"], 5)], json!([]));
    let broken = |pointer: &str, value: Value| {
        let mut document = good.clone();
        document["slug"] = json!("ander");
        *document.pointer_mut(pointer).expect("a place") = value;
        document.to_string().into_bytes()
    };
    let cases: Vec<(Vec<u8>, &str)> = vec![
        (b"{".to_vec(), "regel 1, teken 1: dit is geen JSON zoals het hoort"),
        (b"\xff\xfe\x00".to_vec(), "dit is geen JSON zoals het hoort"),
        (broken("/format", json!("workshops-event/9")), "Dit is geen document van een evenement."),
        (b"{}".to_vec(), "Dit is geen document van een evenement."),
        (broken("/slug", json!("klein")), "slug: er is al een evenement met klein in de link"),
        (broken("/slug", json!("a b")), "slug: mag alleen letters, cijfers, - en _ hebben"),
        (broken("/title", json!("")), "title: mag niet leeg zijn"),
        (broken("/moments/1/key", json!("m1")), "moments[1].key: \"m1\" komt twee keer voor"),
        (broken("/workshops/1/moments/0", json!("m9")), "workshops[1].moments[0]: niets heeft de sleutel \"m9\""),
        (broken("/workshops/1/groups/0", json!("x")), "workshops[1].groups[0]: niets heeft de sleutel \"x\""),
        (broken("/workshops/0/moments", json!([])), "workshops[0].moments: een workshop heeft minstens één moment"),
        (broken("/workshops/0/capacity", json!(100_001)), "workshops[0].capacity: is te hoog: hoogstens 100000"),
        (broken("/workshops/0/capacity", json!(-1)), "dit is geen JSON zoals het hoort"),
        (broken("/workshops/0/title", json!("x".repeat(201))), "workshops[0].title: is te lang: hoogstens 200 tekens"),
        (
            broken("/links", json!([{ "a": "A", "b": "A", "kind": "together" }])),
            "links[0]: een workshop is aan zichzelf",
        ),
        (
            broken(
                "/links",
                json!([{ "a": "A", "b": "B", "kind": "together" }, { "a": "B", "b": "A", "kind": "exclusive" }]),
            ),
            "links[1]: deze twee workshops zijn al gekoppeld",
        ),
    ];
    for (document, words) in cases {
        let reply = admin.submit(&Form::raw("/manage", "import-event").with_file(document)).await;
        reply.assert_refused(words);
    }
    admin.submit(&Form::raw("/manage", "import-event")).await.assert_refused("Kies eerst een bestand.");
    admin
        .submit(&Form::raw("/manage", "import-event").with_file(Vec::new()))
        .await
        .assert_refused("Kies eerst een bestand.");
    let large = Form::raw("/manage", "import-event").with_file(vec![b' '; 20_000_001]);
    admin.submit(&large).await.assert_refused("Het bestand is groter dan 20 MB.");
    assert_eq!(app.services.store.events().await.expect("events").len(), 1);
}

/// What of an event a copy can have: moments, groups, workshops with how many moments and which groups, links.
type Outline = (Vec<String>, Vec<String>, Vec<(String, usize, Vec<String>)>, usize);

fn outline(app_event: &domain::Event) -> Outline {
    let group = |id| app_event.group(id).map(|group| group.name.clone()).expect("a group of the event");
    let workshops = app_event.workshops.iter().map(|workshop| {
        let moments = workshop.moments.iter().filter(|&&id| app_event.moment(id).is_some()).count();
        (workshop.title.clone(), moments, workshop.groups.iter().map(|&id| group(id)).collect())
    });
    (
        app_event.moments.iter().map(|moment| moment.name.clone()).collect(),
        app_event.groups.iter().map(|group| group.name.clone()).collect(),
        workshops.collect(),
        app_event.links.len(),
    )
}

#[tokio::test]
async fn a_copy_takes_along_what_was_ticked_and_never_a_registration() {
    let workshops: &[crate::documents::Line] =
        &[("Judo", &["m1"], &[], 5), ("Koken", &["m2"], &["Onder"], 5), ("Film", &["m1", "m2"], &["Boven"], 5)];
    let links = json!([{ "a": "Judo", "b": "Film", "kind": "exclusive" }]);
    let app = TestApp::with_day(day(2, &["Onder", "Boven"], workshops, links)).await;
    let keys = app.enrol("klein", [("Noa Bos", "1A", "Onder"), ("Zoë Smit", "2A", "Boven")]).await;
    app.takes("klein", &keys[0], &["Judo", "Koken"]).await;
    let manager = app.manager("klein").await;
    let source = app.event("klein").await;
    let ids: HashSet<String> = app.ids_of("klein").await;
    for ticked in 0..16_u32 {
        let [mut groups, mut workshops, links, students] = [1, 2, 4, 8].map(|bit| ticked & bit != 0);
        let slug = format!("kopie-{ticked}");
        let mut form = manager.form("settings", "copy-event").await.with("slug", &slug).with("title", "Kopie");
        for (name, is_ticked) in
            [("groups", groups), ("workshops", workshops), ("links", links), ("students", students)]
        {
            form = form.without(name, "");
            if is_ticked {
                form = form.and(name, "yes");
            }
        }
        let id = made(&manager.submit(&form).await);
        // Students take their groups along, links their workshops.
        (groups, workshops) = (groups || students, workshops || links);
        let copy = app.event(&slug).await;
        assert_eq!((copy.id, copy.title.as_str()), (id, "Kopie"));
        assert_eq!(copy.availability.state, AvailabilityState::Closed);
        let (moments, group_names, workshop_lines, link_count) = outline(&copy);
        let expected = outline(&source);
        assert_eq!(moments, expected.0, "moments always go along");
        assert_eq!(group_names, if groups { expected.1 } else { Vec::new() });
        let without_groups = |(title, moments, admitted): (String, usize, Vec<String>)| {
            (title, moments, if groups { admitted } else { Vec::new() })
        };
        let lines: Vec<_> = expected.2.into_iter().map(without_groups).collect();
        assert_eq!(workshop_lines, if workshops { lines } else { Vec::new() });
        assert_eq!(link_count, usize::from(links));
        let rows = app.services.store.students(copy.id).await.expect("students");
        let names: Vec<&str> = rows.iter().map(|(row, _)| row.name.as_str()).collect();
        assert_eq!(names, if students { vec!["Noa Bos", "Zoë Smit"] } else { Vec::new() });
        assert!(rows.iter().all(|(row, registered)| !registered && row.key_generated && !keys.contains(&row.key)));
        assert!(app.ids_of(&slug).await.is_disjoint(&ids), "everything in it is its own");
    }
    assert_eq!(app.event("klein").await, source);
    assert_eq!(app.holds("klein", &keys[0]).await, ["Judo", "Koken"]);
    let (action, by_whom, ..) = app.last_record("kopie-15").await;
    assert_eq!((action.as_str(), by_whom.as_str()), ("copy-event", "admin"));
    app.assert_sound().await;
}

#[tokio::test]
async fn a_whole_copy_has_the_document_of_its_source() {
    let app = TestApp::with_fixture().await;
    let manager = app.manager(SLUG).await;
    let form = manager.form("settings", "copy-event").await;
    manager.submit(&form.clone().with("slug", SLUG)).await.assert_refused("Dit is al in gebruik.");
    let copy = made(&manager.submit(&form.with("slug", "kopie").and("students", "yes")).await);
    let response = manager.browser.get(&format!("/manage/events/{copy}/document.json")).await;
    let document: Value = response.json().await.expect("a document");
    let mut expected: Value = serde_json::from_slice(EVENT).expect("a document");
    expected["slug"] = json!("kopie");
    for time in ["opens_at", "closes_at"] {
        expected.as_object_mut().expect("an object").remove(time);
    }
    assert_eq!(document, expected, "only the schedule stays behind");
    let keys: HashSet<String> = app.keys("kopie").await.iter().map(ToString::to_string).collect();
    assert_eq!(keys.len(), 1200);
    app.assert_sound().await;
}

#[tokio::test]
async fn an_event_is_deleted_by_its_exact_name_with_all_that_belongs_to_it() {
    let app = TestApp::with_day(day(1, &["Alle"], &[("Judo", &["m1"], &[], 5)], json!([]))).await;
    let [key] = app.enrol("klein", [("Noa Bos", "1A", "Alle")]).await;
    let student = app.takes("klein", &key, &["Judo"]).await;
    app.services.import_event(EVENT, "test").await.expect("an event");
    let (other, plan) = app.services.plan_import(SLUG, STUDENTS).await.expect("a plan").expect("a file");
    app.services.carry_out_import(other, &plan, "test", None).await.expect("students");
    let manager = app.manager("klein").await;
    let page = manager.page("settings").await;
    assert!(
        page.says("Voorgoed weg: 1 workshops, 1 studenten met hun toegangscodes, 1 inschrijvingen, en het logboek.")
    );
    for typed in ["", "klein", "Klein 2", "Workshopdag 2027"] {
        let reply = manager.press("settings", "delete-event", &[("title", typed)]).await;
        reply.assert_refused("Dit is niet de naam van het evenement.");
    }
    assert_eq!(app.registered("klein", app.workshop("klein", "Judo").await).await, 1);

    let reply = manager.press("settings", "delete-event", &[("title", " Klein ")]).await;
    reply.assert_done("removed");
    assert_eq!(reply.location, "/manage?done=removed");
    assert!(app.services.store.event_by_slug("klein").await.expect("a store").is_none());
    assert_eq!(manager.browser.get(&manager.path("")).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(student.get("/events/klein").await.status(), StatusCode::NOT_FOUND);
    assert!(app.services.store.student_by_key(&key).await.expect("a store").is_none());
    assert_eq!(app.browser().log_in(key.as_str()).await.status(), StatusCode::UNAUTHORIZED);
    let row = app.services.store.records(None, None, 1).await.expect("a record").swap_remove(0);
    assert_eq!((row.action.as_str(), row.by_whom.as_str()), ("delete-event", "admin"));
    assert!(row.before.contains("\"klein\"") && row.before.contains("\"Klein\"") && row.after.is_empty(), "{row:?}");
    assert_eq!(app.keys(SLUG).await.len(), 1200, "the other event is untouched");
    app.assert_sound().await;
}

//! The record: every change leaves who, when, what, before and after; and never a key.

use crate::{
    documents::day,
    harness::{EVENT, TestApp},
    manager::{Form, Manager, Reply},
};
use serde_json::{Value, json};

struct School {
    app: TestApp,
    manager: Manager,
}

impl School {
    async fn new() -> Self {
        let workshops: &[crate::documents::Line] =
            &[("Judo", &["m1"], &[], 5), ("Koken", &["m1"], &[], 5), ("Film", &["m2"], &["Onder"], 5)];
        let app = TestApp::with_day(day(2, &["Onder", "Boven"], workshops, json!([]))).await;
        let manager = app.manager("klein").await;
        Self { app, manager }
    }

    /// Does something, saying yes if it is asked; the newest entry then says this.
    async fn recorded(&self, form: Form, action: &str, before: Value, after: Value) {
        let reply = self.done(&form).await;
        assert_eq!(reply.status.as_u16(), 303, "{action}: {}", reply.page.text());
        let (stored, by_whom, old, new) = self.app.last_record("klein").await;
        assert_eq!((stored.as_str(), by_whom.as_str()), (action, "admin"));
        let read = |side: &str| if side.is_empty() { Value::Null } else { serde_json::from_str(side).expect("JSON") };
        assert_eq!(narrowed(&read(&old), &before), before, "{action}: before, of {old}");
        assert_eq!(narrowed(&read(&new), &after), after, "{action}: after, of {new}");
        for side in [before, after].iter().zip([old, new]) {
            assert!(!side.0.is_null() || side.1.is_empty(), "{action}: nothing was expected, and there is {}", side.1);
        }
    }

    async fn done(&self, form: &Form) -> Reply {
        let reply = self.manager.submit(form).await;
        if reply.status.as_u16() == 200 { self.manager.agree(&reply).await } else { reply }
    }
}

/// What of a value is expected: the fields of objects that are named, lists item by item.
fn narrowed(value: &Value, expected: &Value) -> Value {
    match (value, expected) {
        (Value::Object(fields), Value::Object(wanted)) => {
            let named = |(name, wanted): (&String, &Value)| Some((name.clone(), narrowed(fields.get(name)?, wanted)));
            wanted.iter().filter_map(named).collect()
        }
        (Value::Array(items), Value::Array(wanted)) if items.len() == wanted.len() => {
            items.iter().zip(wanted).map(|(item, wanted)| narrowed(item, wanted)).collect()
        }
        (value, _) => value.clone(),
    }
}

#[tokio::test]
async fn every_change_to_an_event_stands_on_record_with_before_and_after() {
    let school = School::new().await;
    let manager = &school.manager;
    let event = school.app.event("klein").await;
    let [judo, koken, _] = [0, 1, 2].map(|place: usize| event.workshops[place].id);

    let form = manager.form("settings", "settings").await.with("title", "Groot").with("intro", "Hoi");
    school
        .recorded(
            form,
            "settings",
            json!({ "title": "Klein", "intro": "" }),
            json!({ "title": "Groot", "intro": "Hoi" }),
        )
        .await;
    let close = manager.button("settings", "availability", &[("state", "closed")]);
    school.recorded(close, "availability", json!({ "state": "open" }), json!({ "state": "closed" })).await;
    let form = manager.form("settings", "schedule").await.with("opens", "2027-01-11T08:00");
    let after = json!({ "state": "scheduled", "opens_at": "2027-01-11T07:00:00Z" });
    school.recorded(form, "availability", json!({ "state": "closed", "opens_at": null }), after).await;

    let form = manager.form("settings", "moment").await.with("name", "Slot").without("required", "");
    school
        .recorded(
            form,
            "moments",
            json!({ "moments": [] }),
            json!({ "moments": [{ "name": "Slot", "required": false }] }),
        )
        .await;
    let slot = school.app.event("klein").await.moments[2].id.to_string();
    let names = |names: [&str; 3]| json!({ "moments": names.map(|name| json!({ "name": name })) });
    let up = manager.button("settings", "up-moment", &[("id", &slot)]);
    school.recorded(up, "moments", names(["Ronde 1", "Ronde 2", "Slot"]), names(["Ronde 1", "Slot", "Ronde 2"])).await;
    let delete = manager.button("settings", "delete-moment", &[("id", &slot)]);
    school.recorded(delete, "moments", json!({ "moments": [{ "name": "Slot" }] }), json!({ "moments": [] })).await;

    let form = manager.form("settings", "group").await.with("name", "Examen");
    school.recorded(form, "groups", json!({ "groups": [] }), json!({ "groups": [{ "name": "Examen" }] })).await;
    let exam = school.app.event("klein").await.groups[2].id;
    let form = manager.form_of("settings", "group", exam).await.with("name", "Eind");
    school
        .recorded(
            form,
            "groups",
            json!({ "groups": [{ "name": "Examen" }] }),
            json!({ "groups": [{ "name": "Eind" }] }),
        )
        .await;
    let delete = manager.button("settings", "delete-group", &[("id", &exam.to_string())]);
    school.recorded(delete, "groups", json!({ "groups": [{ "name": "Eind" }] }), json!({ "groups": [] })).await;

    let form = manager.form("workshops/new", "workshop").await.with("title", "Dans").with("capacity", "7");
    let dans = json!({ "title": "Dans", "capacity": 7, "moments": ["Ronde 2"], "groups": [] });
    school
        .recorded(
            form.with("moments", event.moments[1].id),
            "workshops",
            json!({ "workshops": [] }),
            json!({ "workshops": [dans] }),
        )
        .await;
    let table = manager.form("workshops", "workshops").await;
    let table = table.with(&format!("capacity-{judo}"), 6).with(&format!("title-{koken}"), "Bakken");
    let before = json!({ "workshops": [{ "title": "Judo", "capacity": 5 }, { "title": "Koken" }] });
    let after = json!({ "workshops": [{ "title": "Judo", "capacity": 6 }, { "title": "Bakken" }] });
    school.recorded(table, "workshops", before, after).await;
    let delete = manager.button("workshops", "delete-workshop", &[("id", &koken.to_string())]);
    school
        .recorded(delete, "workshops", json!({ "workshops": [{ "title": "Bakken" }] }), json!({ "workshops": [] }))
        .await;
    let pasted = "Titel\tMomenten\tPlaatsen\nZang\tRonde 1\t4\n";
    let preview = manager.press("workshops/paste", "paste", &[("pasted", pasted)]).await;
    school
        .recorded(
            preview.form("paste-save", ""),
            "workshops",
            json!({ "workshops": [] }),
            json!({ "workshops": [{ "title": "Zang" }] }),
        )
        .await;

    let link = json!({ "links": [{ "a": "Judo", "b": "Film", "kind": "exclusive" }] });
    let form = manager.form("links", "link").await.with("a", "Judo").with("b", "Film").with("kind", "exclusive");
    school.recorded(form, "links", json!({ "links": [] }), link.clone()).await;
    let film = school.app.workshop("klein", "Film").await.to_string();
    let unlink = manager.button("links", "unlink", &[("a", &judo.to_string()), ("b", &film)]);
    school.recorded(unlink, "links", link, json!({ "links": [] })).await;
    let form = manager.form("settings", "settings").await.with("slug", "groot");
    manager.submit(&form).await.assert_done("saved");
    let (action, _, before, after) = school.app.last_record("groot").await;
    assert_eq!(
        (action.as_str(), before.as_str(), after.as_str()),
        ("settings", r#"{"slug":"klein"}"#, r#"{"slug":"groot"}"#)
    );
}

#[tokio::test]
async fn every_change_to_students_stands_on_record_and_no_key_ever_does() {
    let school = School::new().await;
    let manager = &school.manager;
    let mut keys = Vec::new();
    let under = school.app.event("klein").await.groups[0].id;
    let form = manager.form("students/new", "student").await.with("name", "Noa Bos").with("class", "1A");
    let form = form.with("group", under).with("key", "geheim-1");
    let noa = json!({ "name": "Noa Bos", "class": "1A", "group": "Onder", "number": null });
    school.recorded(form, "add-student", Value::Null, noa).await;
    keys.extend(school.app.keys("klein").await);
    let path = format!("students/{}", school.app.id(&keys[0]).await);
    let form = manager.form(&path, "student").await.with("class", "1B").with("key", "geheim-2");
    school.recorded(form, "edit-student", json!({ "class": "1A" }), json!({ "class": "1B" })).await;
    keys.extend(school.app.keys("klein").await);

    let text = "Naam;Klas;Doelgroep;Identificatie\nBas Kok;1B;Onder;\nSam Smit;1B;Boven;geheim 3\n";
    let preview = manager.press("students/import", "import", &[("pasted", text)]).await;
    school
        .recorded(preview.form("import-save", ""), "import-students", Value::Null, json!({ "added": 2, "changed": 0 }))
        .await;
    keys.extend(school.app.keys("klein").await);
    let of_class = manager.button("printing", "keys", &[("class", "1B")]);
    school.recorded(of_class, "new-keys", Value::Null, json!({ "keys": 3, "of": "1B" })).await;
    keys.extend(school.app.keys("klein").await);
    manager.file("print/cards").await;
    manager.file("keys.csv").await;

    let event = school.app.event("klein").await;
    let place = manager.form(&path, "place").await;
    let place = place.with(&format!("moment-{}", event.moments[0].id), event.workshops[0].id);
    let place = place.with(&format!("moment-{}", event.moments[1].id), event.workshops[2].id);
    school.recorded(place, "place", json!({ "workshops": [] }), json!({ "workshops": ["Judo", "Film"] })).await;
    let id = path.strip_prefix("students/").expect("an id");
    let remove = manager.button(&path, "remove-students", &[("student", id)]);
    let lost = json!({ "lost": [{ "name": "Noa Bos", "class": "1B", "workshops": ["Judo", "Film"] }] });
    school
        .recorded(remove, "remove-students", json!({ "students": [{ "name": "Noa Bos", "class": "1B" }] }), lost)
        .await;

    let rows = school.app.services.store.records(Some(event.id), None, 100).await.expect("a record");
    assert!(rows.len() >= 9);
    assert!(keys.iter().any(|key| key.as_str() == "GEHEIM1"));
    for row in &rows {
        let text = format!("{}{}", row.before, row.after).to_uppercase();
        for key in &keys {
            let typed = ["GEHEIM-1", "GEHEIM-2", "GEHEIM 3"];
            assert!(!text.contains(key.as_str()) && !text.contains(&key.to_string()), "{row:?}");
            assert!(typed.iter().all(|typed| !text.contains(typed)), "{row:?}");
        }
    }
    let page = manager.page("record").await.text();
    assert!(keys.iter().all(|key| !page.contains(key.as_str()) && !page.contains(&key.to_string())));
}

#[tokio::test]
async fn what_is_refused_or_changes_nothing_leaves_no_entry() {
    let school = School::new().await;
    let count = || async {
        let event = school.app.event("klein").await.id;
        school.app.services.store.records(Some(event), None, 100).await.expect("a record").len()
    };
    let before = count().await;
    let manager = &school.manager;
    let judo = school.app.workshop("klein", "Judo").await;
    let form = manager.form_of(&format!("workshops/{judo}"), "workshop", judo).await;
    manager.submit(&form).await.assert_done("saved");
    manager.submit(&form.with("capacity", "x")).await.assert_refused("Vul een heel getal in.");
    manager.submit(&manager.form("settings", "settings").await).await.assert_done("saved");
    manager.press("settings", "availability", &[("state", "open")]).await.assert_done("saved");
    manager.press("workshops", "delete-workshop", &[("id", &judo.to_string())]).await.asked();
    for page in ["", "workshops", "students", "record", "students.csv", "document.json", "registrations.xlsx"] {
        manager.file(page).await;
    }
    assert_eq!(count().await, before);
}

#[tokio::test]
async fn the_record_is_read_in_words_searched_and_paged() {
    let school = School::new().await;
    let manager = &school.manager;
    let judo = school.app.workshop("klein", "Judo").await;
    let form = manager.form_of(&format!("workshops/{judo}"), "workshop", judo).await;
    manager.submit(&form.with("host", "Mevr. Çelik")).await.assert_done("saved");
    manager.press("settings", "availability", &[("state", "closed")]).await.assert_done("saved");

    let page = manager.page("record").await;
    for words in [
        "Openstelling gewijzigd",
        "Workshops gewijzigd",
        "Evenement ingelezen",
        "dinsdag 12 januari om 09:00:00",
        "admin",
    ] {
        assert!(page.says(words), "{words}: {}", page.text());
    }
    assert!(page.text().find("Openstelling gewijzigd") < page.text().find("Workshops gewijzigd"), "newest first");
    for (q, entries) in [
        ("celik", 1),
        ("ÇELIK judo", 1),
        ("celik nergens", 0),
        ("openstelling admin", 1),
        ("admin", 2),
        ("klein", 1),
        ("", 4),
    ] {
        let found = manager.page(&format!("record?q={q}")).await;
        let shown = found.all(&|node| node.attribute("class") == Some("entry")).len();
        assert_eq!(shown, entries, "{q}: {}", found.text());
        assert_eq!(found.says("Niets gevonden."), entries == 0);
    }

    for number in 0..60 {
        let state = if number % 2 == 0 { "open" } else { "closed" };
        manager.press("settings", "availability", &[("state", state)]).await.assert_done("saved");
    }
    let first = manager.page("record").await;
    let entries = |page: &crate::html::Node| page.all(&|node| node.attribute("class") == Some("entry")).len();
    assert_eq!(entries(&first), 50);
    let older = first.tags("a").into_iter().find(|link| link.says("Eerdere wijzigingen")).expect("a link");
    let older = manager.page(&format!("record{}", older.attribute("href").expect("an address"))).await;
    assert_eq!(entries(&older), 64 - 50);
    assert!(older.says("Evenement ingelezen") && !older.says("Eerdere wijzigingen"));
}

#[tokio::test]
async fn what_belongs_to_no_event_stands_on_the_record_of_the_installation() {
    let school = School::new().await;
    let response = school
        .manager
        .browser
        .post(
            "/manage/password",
            &[
                ("form", "password"),
                ("old_password", crate::harness::PASSWORD),
                ("new_password", "nog een lang wachtwoord"),
                ("repeat_password", "nog een lang wachtwoord"),
            ],
        )
        .await;
    assert_eq!(response.status().as_u16(), 303);
    school.manager.press("settings", "delete-event", &[("title", "Klein")]).await.assert_done("removed");
    school.app.services.import_event(EVENT, "test").await.expect("an event");
    let page = school.manager.browser.read("/manage/record").await;
    let text = page.text();
    assert!(text.contains("Klein") && text.contains("klein"), "{text}");
    assert!(!text.contains("Workshopdag 2027"), "another event's record is its own");
    assert!(!text.contains("wachtwoord is") && !text.contains("lang wachtwoord") && !text.contains("argon2"), "{text}");
    assert_eq!(page.all(&|node| node.attribute("class") == Some("entry")).len(), 3, "{text}");
}

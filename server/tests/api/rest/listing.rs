//! The list of students: found, filtered, and read by pages while people come and go.

use super::client::{Api, text};
use crate::{
    documents::day,
    harness::{SLUG, TestApp},
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn names(page: &Value) -> Vec<String> {
    page["students"].as_array().expect("students").iter().map(|student| text(&student["name"])).collect()
}

#[tokio::test]
async fn students_are_found_by_how_far_they_are_and_by_words_of_theirs() {
    let workshops: &[crate::documents::Line] = &[("A", &["m1"], &[], 9), ("B", &["m2"], &[], 1)];
    let app = TestApp::with_day(day(2, &["Alle"], workshops, json!([]))).await;
    let keys = app
        .enrol(
            "klein",
            [
                ("Zoë Bos", "1A", "Alle"),
                ("Bas Kok", "1A", "Alle"),
                ("Noa Bos", "1B", "Alle"),
                ("Élise 100%", "2B", "Alle"),
            ],
        )
        .await;
    app.takes("klein", &keys[0], &["A", "B"]).await;
    // The only seat at the second moment has gone: what is left may be taken, and is counted as incomplete.
    app.takes("klein", &keys[1], &["A"]).await;
    let admin = app.api_admin().await;
    let path = format!("/events/{}/students", admin.event("klein").await);
    let plain = keys[2].as_str().to_lowercase();
    let by_key = format!("q={}", &plain[..6]);
    for (query, expected) in [
        ("", vec!["Bas Kok", "Zoë Bos", "Noa Bos", "Élise 100%"]),
        ("status=complete", vec!["Zoë Bos"]),
        ("status=partial", vec!["Bas Kok"]),
        ("status=none", vec!["Noa Bos", "Élise 100%"]),
        ("q=bos", vec!["Zoë Bos", "Noa Bos"]),
        ("q=BOS+1b", vec!["Noa Bos"]),
        ("q=zoe", vec!["Zoë Bos"]),
        ("q=elise%20100%25", vec!["Élise 100%"]),
        ("q=%25", vec!["Élise 100%"]),
        ("q=_", vec![]),
        ("q=", vec!["Bas Kok", "Zoë Bos", "Noa Bos", "Élise 100%"]),
        (&by_key, vec!["Noa Bos"]),
        ("q=bos&status=none", vec!["Noa Bos"]),
        ("q=nobody", vec![]),
    ] {
        let page = admin.get(&format!("{path}?{query}")).await.ok(200);
        assert_eq!(names(&page), expected, "{query}");
        assert_eq!(page["next_cursor"], Value::Null, "{query}");
    }
    let page = admin.get(&format!("{path}?status=complete")).await.ok(200);
    let student = &page["students"][0];
    assert_eq!((&student["status"], &student["key"]), (&json!("complete"), &json!(keys[0].to_string())));
    let id = text(&student["id"]);
    assert_eq!(&admin.get(&format!("/students/{id}")).await.ok(200), student);
}

/// Reads a list to its end, with something that happens after each page.
async fn by_pages(admin: &Api, path: &str, limit: usize, mut between: impl AsyncFnMut(usize, &Value)) -> Vec<String> {
    let (mut seen, mut next, mut pages) = (Vec::new(), format!("{path}limit={limit}"), 0);
    loop {
        let page = admin.get(&next).await.ok(200);
        let found: Vec<String> =
            page["students"].as_array().expect("students").iter().map(|student| text(&student["id"])).collect();
        assert!(found.len() <= limit, "{next}");
        seen.extend(found);
        let Some(cursor) = page["next_cursor"].as_str() else { return seen };
        between(pages, &page).await;
        pages += 1;
        next = format!("{path}limit={limit}&cursor={cursor}");
    }
}

#[tokio::test]
async fn a_whole_school_by_pages_is_the_whole_school_once() {
    let app = TestApp::with_fixture().await;
    let admin = app.api_admin().await;
    let event = admin.event(SLUG).await;
    let path = format!("/events/{event}/students?");
    let mut all = admin.students(&event).await;
    assert_eq!(all.len(), 1000, "at most so many at once");
    let rest = by_pages(&admin, &path, 1000, async |_, _| {}).await;
    assert_eq!(rest.len(), 1200);
    for limit in [7, 100, 600, 1000] {
        assert_eq!(by_pages(&admin, &path, limit, async |_, _| {}).await, rest, "{limit}");
    }
    all.truncate(100);
    let first: Vec<String> = all.iter().map(|student| text(&student["id"])).collect();
    let page = admin.get(path.trim_end_matches('?')).await.ok(200);
    assert_eq!(names(&page).len(), 100, "so many if it isn't said");
    assert_eq!(first, rest[..100]);
    let found = by_pages(&admin, &format!("{path}q=de&status=none&"), 13, async |_, _| {}).await;
    assert_eq!(found.iter().collect::<BTreeSet<_>>().len(), found.len());
    assert!(found.len() > 26 && found.len() < 1200);
}

#[tokio::test]
async fn who_comes_and_goes_between_two_pages_makes_nobody_appear_twice_or_be_skipped() {
    let app = TestApp::with_day(day(1, &["Alle"], &[("A", &["m1"], &[], 9)], json!([]))).await;
    let mut file = String::from("Naam;Klas;Doelgroep;Leerlingnummer\r\n");
    for number in 0..60 {
        // Names and classes that sort as people sort them, and some that differ by an accent or by nothing but the id.
        let name = ["Noa", "Noä", "noa", "Bas", "Élise", "Zoë"][number % 6];
        let class = format!("{}{}", number % 3 + 1, ["a", "A"][number % 2]);
        file.push_str(&format!("{name} {};{class};Alle;{number}\r\n", number / 12));
    }
    let (event, plan) = app.services.plan_import("klein", file.as_bytes()).await.expect("a plan").expect("a file");
    app.services.carry_out_import(event, &plan, "test", None).await.expect("students");
    let admin = app.api_admin().await;
    let path = format!("/events/{event}/students");
    let before: Vec<Value> = admin.students(&event.to_string()).await;
    let ids: Vec<String> = before.iter().map(|student| text(&student["id"])).collect();
    let group = before[0]["group"]["id"].clone();
    let mut gone = BTreeSet::new();
    let seen = by_pages(&admin, &format!("{path}?"), 4, async |page, shown: &Value| {
        let last = &shown["students"][3];
        let add = async |name: &str, class: &Value| {
            let student = json!({ "name": name, "class": class, "group_id": group });
            admin.post(&path, student).await.ok(201);
        };
        // Before all others, right behind the last one shown, and the last one shown himself.
        add(&format!("Aaa {page}"), &json!("0")).await;
        add(&format!("{} x", text(&last["name"])), &last["class"]).await;
        let place = page * 4 + 3;
        for victim in [&text(&last["id"]), &ids[(place + 20) % ids.len()]] {
            if gone.insert(victim.clone()) && admin.get(&format!("/students/{victim}")).await.status == 200 {
                admin.delete(&format!("/students/{victim}")).await.ok(204);
            }
        }
    })
    .await;
    let unique: BTreeSet<&String> = seen.iter().collect();
    assert_eq!(unique.len(), seen.len(), "nobody twice");
    let skipped: Vec<&String> = ids.iter().filter(|id| !gone.contains(*id) && !unique.contains(id)).collect();
    assert_eq!(skipped, [""; 0], "nobody skipped");
    assert!(gone.len() > 20, "{}", gone.len());
}

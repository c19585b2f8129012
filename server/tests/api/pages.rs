//! Pages as the server renders them.

use crate::harness::{SLUG, TestApp};
use reqwest::{Method, StatusCode};

#[tokio::test]
async fn a_wrong_address_is_a_page_with_status_404() {
    let app = TestApp::with_fixture().await;
    for path in ["/nergens", "/events/bestaat-niet", "/events/a/b/c", "/pkg/missing.js", "/..%2f..%2fetc%2fpasswd"] {
        let response = app.browser().get(path).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
    }
    let response = app.browser().get("/events/workshopdag-2027/").await;
    assert_eq!(response.status(), StatusCode::PERMANENT_REDIRECT);
    assert_eq!(response.headers()["location"], "/events/workshopdag-2027");
    assert_eq!(app.browser().get("//elsewhere.example/").await.status(), StatusCode::NOT_FOUND);
    let page = app.browser().get("/events/bestaat-niet").await.text().await.expect("a page");
    assert!(page.contains("Deze pagina bestaat niet") && page.contains("Controleer de link op je kaart"));
}

#[tokio::test]
async fn dutch_is_the_default_whatever_the_browser_says_and_english_a_choice() {
    let app = TestApp::with_fixture().await;
    let browser = app.browser();
    let request = browser.raw(Method::GET, "/").header("accept-language", "en-GB,en;q=0.9");
    let page = request.send().await.expect("an answer").text().await.expect("a page");
    assert!(page.contains("<html lang=\"nl\"") && page.contains("Toegangscode"));

    let response = browser.post("/language", &[("language", "en"), ("back", "/events/workshopdag-2027")]).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(response.headers()["location"], "/events/workshopdag-2027");
    let page = browser.page(&format!("/events/{SLUG}")).await;
    assert!(page.contains("<html lang=\"en\"") && page.contains("Access code"));
    assert!(page.contains("until Friday 22 January at 17:00"));
    for elsewhere in
        ["//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example", "/\t/elsewhere.example", ""]
    {
        let response = browser.post("/language", &[("language", "nl"), ("back", elsewhere)]).await;
        assert_eq!(response.headers()["location"], "/", "{elsewhere}");
    }
}

#[tokio::test]
async fn a_page_is_compressed_for_whoever_asks_and_keeps_its_headers() {
    let app = TestApp::with_fixture().await;
    let plain = app.browser().get("/").await;
    assert_eq!(plain.headers().get("content-encoding"), None);
    let request = app.browser().raw(Method::GET, "/").header("accept-encoding", "gzip");
    let packed = request.send().await.expect("an answer");
    assert_eq!(packed.headers()["content-encoding"], "gzip");
    assert_eq!(packed.headers()["vary"], "accept-encoding");
    for name in plain.headers().keys() {
        assert!(packed.headers().contains_key(name) || name == "content-length", "{name}");
    }
    let (plain, packed) = (plain.bytes().await.expect("a page"), packed.bytes().await.expect("a page"));
    assert!(packed.starts_with(&[0x1F, 0x8B]) && packed.len() < plain.len(), "{} of {}", packed.len(), plain.len());
}

#[tokio::test]
async fn every_page_forbids_inline_scripts_but_its_own_and_foreign_frames() {
    let app = TestApp::with_fixture().await;
    let mut nonces = Vec::new();
    for path in ["/", "/manage", "/events/workshopdag-2027", "/nergens"] {
        let response = app.browser().get(path).await;
        let policy = response.headers()["content-security-policy"].to_str().expect("a policy").to_owned();
        for part in [
            "default-src 'none'",
            "'strict-dynamic'",
            "'wasm-unsafe-eval'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        ] {
            assert!(policy.contains(part), "{policy}");
        }
        assert!(!policy.contains("unsafe-inline"), "{policy}");
        assert_eq!(response.headers()["x-content-type-options"], "nosniff");
        assert_eq!(response.headers()["referrer-policy"], "same-origin");
        assert_eq!(response.headers()["cache-control"], "no-store");
        let nonce =
            policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).expect("a nonce").to_owned();
        let page = response.text().await.expect("a page");
        for script in page.split("<script").skip(1) {
            let tag = script.split('>').next().expect("a tag");
            assert!(tag.contains(&format!("nonce=\"{nonce}\"")), "{path}: {tag}");
        }
        assert!(!page.contains(" style=\""), "{path}");
        nonces.push(nonce);
    }
    nonces.sort();
    nonces.dedup();
    assert_eq!(nonces.len(), 4, "each answer has its own");
}

#[tokio::test]
async fn no_page_of_a_student_shows_a_key_or_another_student() {
    let app = TestApp::with_fixture().await;
    let event = app.event(SLUG).await;
    let students = app.services.store.students(event.id).await.expect("students");
    let (me, _) = &students[0];
    let page = app.student(&me.key).await.page(&format!("/events/{SLUG}")).await;
    assert!(page.contains(&me.name));
    for (student, _) in &students {
        assert!(!page.contains(student.key.as_str()) && !page.contains(&student.key.to_string()));
        assert!(student.name == me.name || !page.contains(&student.name), "{}", student.name);
    }
}

#[tokio::test]
async fn what_people_typed_is_text_and_nothing_else_on_every_page() {
    use serde_json::json;
    let nasty = "</title><script>alert(1)</script>\"'&<img src=x onerror=alert(2)>";
    let document = json!({
        "format": "workshops-event/1", "slug": "klein", "title": nasty, "intro": nasty,
        "moments": [{ "key": "m", "name": nasty, "required": true }],
        "groups": [{ "key": "g", "name": nasty }],
        "workshops": [{
            "key": "w", "title": nasty, "description": nasty, "moments": ["m"], "groups": [], "capacity": 3,
            "location": nasty, "host": nasty,
        }],
        "links": [],
    });
    let app = TestApp::with_day(document).await;
    let manager = app.manager("klein").await;
    let class = &nasty[..40];
    let form = manager.form("students/new", "student").await.with("name", nasty).with("class", class);
    manager.submit(&form.with("number", class)).await.assert_done("added");
    let key = app.keys("klein").await.swap_remove(0);
    let student = app.student(&key).await;
    let workshop = app.event("klein").await.workshops[0].id;
    let mut pages =
        vec![student.page("/").await, student.page("/events/klein").await, app.browser().page("/events/klein").await];
    assert_eq!(student.register_codes(&[workshop]).await, [""; 0]);
    pages.extend([student.page("/events/klein").await, manager.browser.page("/manage").await]);
    let (of_workshop, of_student) = (format!("workshops/{workshop}"), format!("students/{}", app.id(&key).await));
    let of_class = format!("registrations?class={}", class.replace('<', "%3C").replace('>', "%3E").replace('/', "%2F"));
    for below in [
        "",
        "workshops",
        "workshops/new",
        "workshops/paste",
        &of_workshop,
        "links",
        "students",
        "students/new",
        "students/import",
        &of_student,
        "registrations",
        &format!("registrations?workshop={workshop}"),
        &of_class,
        "printing",
        "settings",
        "record",
        "record?q=%3Cscript%3Ealert(1)%3C/script%3E",
        "students?q=%3Cscript%3Ealert(1)%3C/script%3E",
        "print/cards",
        "print/attendance",
        "print/timetables",
    ] {
        pages.push(manager.browser.page(&manager.path(below)).await);
    }
    // Forms that come back, with a question, an error, or a preview.
    let csv = format!("Naam;Klas;Doelgroep\n{nasty};{nasty};{nasty}\n");
    for (below, name, fields) in [
        (&*of_workshop, "delete-workshop", vec![("id", workshop.to_string())]),
        (&of_student, "remove-students", vec![("student", app.id(&key).await.to_string()), ("name", nasty.to_owned())]),
        ("printing", "keys", vec![("class", class.to_owned())]),
        ("workshops/new", "workshop", vec![("title", nasty.to_owned()), ("description", nasty.to_owned())]),
        ("workshops/paste", "paste", vec![("pasted", format!("Titel\tMomenten\tPlaatsen\n{nasty}\t{nasty}\t{nasty}"))]),
        ("students/import", "import", vec![("pasted", csv)]),
        ("links", "link", vec![("a", nasty.to_owned()), ("b", nasty.to_owned())]),
        (
            "settings",
            "settings",
            vec![("title", nasty.to_owned()), ("slug", nasty.to_owned()), ("intro", nasty.to_owned())],
        ),
    ] {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let sent: Vec<(&str, &str)> = [("form", name)].into_iter().chain(fields).collect();
        let response = manager.browser.post(&manager.path(below), &sent).await;
        assert!(matches!(response.status().as_u16(), 200 | 422), "{name}: {}", response.status());
        pages.push(response.text().await.expect("a page"));
    }
    for page in pages {
        assert!(!page.contains("<script>alert") && !page.contains("<img"), "{page}");
    }
}

#[tokio::test]
async fn the_process_says_whether_it_lives_and_whether_the_database_answers() {
    let app = TestApp::empty().await;
    assert_eq!(app.browser().page("/healthz").await, "ok\n");
    assert_eq!(app.browser().page("/readyz").await, "ready\n");
    app.services.store.close().await;
    assert_eq!(app.browser().get("/readyz").await.status(), StatusCode::SERVICE_UNAVAILABLE);
}

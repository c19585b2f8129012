//! Safe edits: what would break registrations is asked about first, by name, and carried out only as it was agreed to.

use crate::{
    documents::day,
    harness::{Browser, TestApp, codes, outcome},
    manager::{Form, Manager},
};
use domain::{StudentKey, WorkshopId};
use reqwest::StatusCode;
use serde_json::json;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::task::JoinSet;

/// Three students who registered for Judo and Film, one after the other.
struct Day {
    app: TestApp,
    manager: Manager,
    keys: [StudentKey; 3],
    browsers: Vec<Browser>,
}

impl Day {
    async fn new() -> Self {
        let workshops: &[crate::documents::Line] = &[
            ("Judo", &["m1"], &[], 9),
            ("Koken", &["m1"], &[], 9),
            ("Film", &["m2"], &[], 9),
            ("Dans", &["m2"], &[], 9),
        ];
        let app = TestApp::with_day(day(2, &["Onder", "Boven"], workshops, json!([]))).await;
        let keys = app
            .enrol("klein", [("Noa Bos", "1A", "Onder"), ("Bas Kok", "1B", "Onder"), ("Zoë Smit", "2A", "Boven")])
            .await;
        let mut browsers = Vec::new();
        for key in &keys {
            browsers.push(app.takes("klein", key, &["Judo", "Film"]).await);
        }
        let manager = app.manager("klein").await;
        Self { app, manager, keys, browsers }
    }

    async fn workshop(&self, title: &str) -> WorkshopId {
        self.app.workshop("klein", title).await
    }

    async fn form(&self, title: &str) -> Form {
        let id = self.workshop(title).await;
        self.manager.form_of(&format!("workshops/{id}"), "workshop", id).await
    }

    /// What the three hold.
    async fn held(&self) -> [Vec<String>; 3] {
        let mut held: [Vec<String>; 3] = Default::default();
        for (held, key) in held.iter_mut().zip(&self.keys) {
            *held = self.app.holds("klein", key).await;
        }
        held
    }

    /// Sends a change that asks about these, which stores nothing; agrees; and then these hold what is said.
    async fn asks(&self, form: &Form, asked: &[[&str; 3]], notice: &str, after: [&[&str]; 3]) {
        let before = (self.app.event("klein").await, self.held().await);
        let question = self.manager.submit(form).await;
        assert_eq!(question.asked(), asked);
        let count =
            if asked.len() == 1 { "1 inschrijving.".to_owned() } else { format!("{} inschrijvingen.", asked.len()) };
        assert!(question.question().says(&format!("Dit raakt {count} Er is nog niets opgeslagen.")));
        assert_eq!((self.app.event("klein").await, self.held().await), before, "nothing is stored yet");
        self.manager.agree(&question).await.assert_done(notice);
        assert_eq!(self.held().await, after.map(|titles| titles.iter().map(|&t| t.to_owned()).collect::<Vec<_>>()));
        self.app.assert_sound().await;
    }

    /// What a student's page says to him.
    async fn page(&self, student: usize) -> String {
        self.browsers[student].read("/events/klein").await.text()
    }
}

const INCOMPLETE: &str = "Je keuze is nog niet volledig";

#[tokio::test]
async fn lowering_a_capacity_takes_the_seats_of_the_last_comers() {
    let day = Day::new().await;
    let form = day.form("Judo").await.with("capacity", "1");
    let asked = [
        ["Bas Kok", "1B", "Verliest Judo. Daarna onvolledig."],
        ["Zoë Smit", "2A", "Verliest Judo. Daarna onvolledig."],
    ];
    day.asks(&form, &asked, "saved", [&["Film", "Judo"], &["Film"], &["Film"]]).await;
    assert!(!day.page(0).await.contains(INCOMPLETE));
    assert!(day.page(1).await.contains(INCOMPLETE) && day.page(2).await.contains(INCOMPLETE));
    let progress = day.manager.page("students?status=partial").await;
    assert_eq!((progress.rows_of("Bas Kok").len(), progress.rows_of("Noa Bos").len()), (1, 0));
    let (action, by_whom, before, after) = day.app.last_record("klein").await;
    assert_eq!((action.as_str(), by_whom.as_str()), ("workshops", "admin"));
    assert!(before.contains("\"capacity\":9") && after.contains("\"capacity\":1"), "{before} {after}");
    assert!(after.contains("\"lost\"") && after.contains("Bas Kok") && after.contains("Zoë Smit"), "{after}");
    // A capacity that takes nobody's seat needs no question.
    day.manager.submit(&day.form("Film").await.with("capacity", "3")).await.assert_done("saved");
}

#[tokio::test]
async fn taking_a_group_away_takes_the_seats_of_its_students() {
    let day = Day::new().await;
    let upper = day.app.event("klein").await.groups[1].id;
    let form = day.form("Film").await.and("groups", upper);
    let asked = [
        ["Noa Bos", "1A", "Verliest Film. Daarna onvolledig."],
        ["Bas Kok", "1B", "Verliest Film. Daarna onvolledig."],
    ];
    day.asks(&form, &asked, "saved", [&["Judo"], &["Judo"], &["Film", "Judo"]]).await;
    assert!(day.page(0).await.contains(INCOMPLETE) && !day.page(2).await.contains(INCOMPLETE));
}

#[tokio::test]
async fn moving_a_workshop_onto_another_takes_what_a_student_has_had_the_shortest() {
    let day = Day::new().await;
    // Bas lets Judo go and comes back to it: Film is what he has had longest.
    day.app.takes("klein", &day.keys[1], &["Koken", "Film"]).await;
    day.app.takes("klein", &day.keys[1], &["Judo", "Film"]).await;
    // Zoë has both, but not at one moment.
    day.app.takes("klein", &day.keys[2], &["Koken", "Film"]).await;
    let second = day.app.event("klein").await.moments[1].id;
    let form = day.form("Judo").await.with("moments", second);
    let asked = [
        ["Noa Bos", "1A", "Verliest Film. Daarna onvolledig."],
        ["Bas Kok", "1B", "Verliest Judo. Daarna onvolledig."],
    ];
    day.asks(&form, &asked, "saved", [&["Judo"], &["Film"], &["Film", "Koken"]]).await;
    assert!(day.page(0).await.contains(INCOMPLETE) && day.page(1).await.contains(INCOMPLETE));
}

#[tokio::test]
async fn a_new_link_takes_what_no_longer_goes_together() {
    let day = Day::new().await;
    day.app.takes("klein", &day.keys[1], &["Judo", "Dans"]).await;
    day.app.takes("klein", &day.keys[2], &["Koken", "Film"]).await;
    let link = |kind| day.manager.button("links", "link", &[("a", "Judo"), ("b", "Film"), ("kind", kind)]);
    let asked = [
        ["Bas Kok", "1B", "Verliest Judo. Daarna onvolledig."],
        ["Zoë Smit", "2A", "Verliest Film. Daarna onvolledig."],
    ];
    day.asks(&link("together"), &asked, "added", [&["Film", "Judo"], &["Dans"], &["Koken"]]).await;

    let ids = [("a", day.workshop("Judo").await.to_string()), ("b", day.workshop("Film").await.to_string())];
    let ids = [(ids[0].0, &*ids[0].1), (ids[1].0, &*ids[1].1)];
    day.manager.press("links", "unlink", &ids).await.assert_done("removed");
    let asked = [["Noa Bos", "1A", "Verliest Film. Daarna onvolledig."]];
    day.asks(&link("exclusive"), &asked, "added", [&["Judo"], &["Dans"], &["Koken"]]).await;
}

#[tokio::test]
async fn calling_a_workshop_off_names_whom_it_hits_and_keeps_it_on_record() {
    let day = Day::new().await;
    day.app.takes("klein", &day.keys[2], &["Koken", "Film"]).await;
    let form = day.form("Judo").await.with("cancelled", "yes");
    let asked = [
        ["Noa Bos", "1A", "Gaat niet door: Judo. Daarna onvolledig."],
        ["Bas Kok", "1B", "Gaat niet door: Judo. Daarna onvolledig."],
    ];
    day.asks(&form, &asked, "saved", [&["Film", "Judo"], &["Film", "Judo"], &["Film", "Koken"]]).await;
    let page = day.page(0).await;
    assert!(page.contains(INCOMPLETE) && page.contains("gaat niet door"), "{page}");
    assert!(!day.page(2).await.contains(INCOMPLETE));
    let judo = day.workshop("Judo").await;
    let registered = day.manager.page(&format!("registrations?workshop={judo}")).await;
    assert_eq!(registered.rows_of("Noa Bos").len(), 1, "whom it hit can still be looked up");
    // It comes back as it went.
    day.manager.submit(&day.form("Judo").await.without("cancelled", "")).await.assert_done("saved");
    assert!(!day.page(0).await.contains(INCOMPLETE));
}

#[tokio::test]
async fn deleting_a_workshop_takes_its_seats_and_those_of_its_partners() {
    let day = Day::new().await;
    day.app.takes("klein", &day.keys[2], &["Koken", "Film"]).await;
    let judo = day.workshop("Judo").await.to_string();
    let form = day.manager.button(&format!("workshops/{judo}"), "delete-workshop", &[("id", &judo)]);
    let asked = [
        ["Noa Bos", "1A", "Verliest Judo. Daarna onvolledig."],
        ["Bas Kok", "1B", "Verliest Judo. Daarna onvolledig."],
    ];
    day.asks(&form, &asked, "removed", [&["Film"], &["Film"], &["Film", "Koken"]]).await;
    assert_eq!(day.app.event("klein").await.workshops.len(), 3);
    assert!(day.page(0).await.contains(INCOMPLETE));
}

#[tokio::test]
async fn the_table_asks_about_all_its_rows_at_once() {
    let day = Day::new().await;
    let (judo, film) = (day.workshop("Judo").await, day.workshop("Film").await);
    let table = day.manager.form("workshops", "workshops").await;
    let table = table.with(&format!("capacity-{judo}"), 2).with(&format!("capacity-{film}"), 1);
    let asked = [
        ["Bas Kok", "1B", "Verliest Film. Daarna onvolledig."],
        ["Zoë Smit", "2A", "Verliest Judo, Film. Daarna onvolledig."],
    ];
    day.asks(&table, &asked, "saved", [&["Film", "Judo"], &["Judo"], &[]]).await;
}

#[tokio::test]
async fn going_back_from_the_question_leaves_everything_as_it_was() {
    let day = Day::new().await;
    let question = day.manager.submit(&day.form("Judo").await.with("capacity", "1").with("host", "mw. Vos")).await;
    let judo = day.workshop("Judo").await;
    let back: Vec<(String, Option<&str>)> =
        question.question().tags("a").iter().map(|link| (link.text(), link.attribute("href"))).collect();
    assert_eq!(back, [("Terug".to_owned(), Some(&*format!("#workshop-form-{judo}")))]);
    // What was filled in is still in its form, below the question.
    let again = question.form("workshop", judo);
    assert_eq!((again.field("capacity"), again.field("host")), ("1", "mw. Vos"));
    assert_eq!(day.form("Judo").await.field("capacity"), "9");
}

#[tokio::test]
async fn agreeing_to_what_has_changed_since_asks_again() {
    let day = Day::new().await;
    day.app.takes("klein", &day.keys[2], &["Koken", "Film"]).await;
    let outdated = day.manager.submit(&day.form("Judo").await.with("capacity", "1")).await;
    assert_eq!(outdated.asked(), [["Bas Kok", "1B", "Verliest Judo. Daarna onvolledig."]]);
    // Someone registers while the administrator reads.
    day.app.takes("klein", &day.keys[2], &["Judo", "Film"]).await;
    let before = day.held().await;
    let again = day.manager.agree(&outdated).await;
    assert_eq!(again.asked().iter().map(|row| row[0].clone()).collect::<Vec<_>>(), ["Bas Kok", "Zoë Smit"]);
    assert_eq!((day.app.event("klein").await.workshops[0].capacity, day.held().await), (9, before));
    // And now someone leaves: nobody is taken by surprise by losing less.
    day.browsers[1].withdraw().await;
    let third = day.manager.agree(&again).await;
    assert_eq!(third.asked(), [["Zoë Smit", "2A", "Verliest Judo. Daarna onvolledig."]]);
    day.manager.agree(&third).await.assert_done("saved");
    assert_eq!(day.app.event("klein").await.workshops[0].capacity, 1);
    assert_eq!(day.held().await.map(|held| held.len()), [2, 0, 1]);
    day.app.assert_sound().await;
}

#[tokio::test]
async fn a_question_that_nobody_is_touched_by_any_more_is_simply_carried_out() {
    let day = Day::new().await;
    let question = day.manager.submit(&day.form("Judo").await.with("capacity", "2")).await;
    assert_eq!(question.asked().len(), 1);
    assert_eq!(day.browsers[0].withdraw().await.status(), StatusCode::OK);
    day.manager.agree(&question).await.assert_done("saved");
    assert_eq!(day.held().await.map(|held| held.len()), [0, 2, 2]);
    day.app.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_capacity_lowered_while_sixty_register_is_never_exceeded() {
    let workshops: &[crate::documents::Line] = &[("Populair", &["m1"], &[], 60)];
    let app = TestApp::with_event(day(1, &["Alle"], workshops, json!([])), 60).await;
    let manager = app.manager("klein").await;
    let [popular] = app.workshops("klein", ["Populair"]).await;
    let is_over = Arc::new(AtomicBool::new(false));
    let mut clicks = JoinSet::new();
    for key in app.keys("klein").await {
        let (student, is_over) = (app.student(&key).await, Arc::clone(&is_over));
        clicks.spawn(async move {
            // Whoever lost his seat, or never had one, keeps trying.
            while !is_over.load(Ordering::Relaxed) {
                let codes = codes(&outcome(student.register(&[popular]).await).await);
                assert!(codes.iter().all(|code| code == "full"), "{codes:?}");
            }
        });
    }
    let crowd = async { while app.registered("klein", popular).await < 45 {} };
    tokio::time::timeout(Duration::from_secs(60), crowd).await.expect("forty-five are in");
    let mut questions = 0;
    for capacity in [40, 15, 30, 5] {
        let form = manager.form_of(&format!("workshops/{popular}"), "workshop", popular).await;
        let mut reply = manager.submit(&form.with("capacity", capacity)).await;
        while reply.status == StatusCode::OK {
            questions += 1;
            reply = manager.agree(&reply).await;
        }
        reply.assert_done("saved");
        assert!(app.registered("klein", popular).await <= capacity);
    }
    is_over.store(true, Ordering::Relaxed);
    while let Some(click) = clicks.join_next().await {
        click.expect("a student");
    }
    assert!(questions > 0, "someone had to be asked about");
    assert!(app.registered("klein", popular).await <= 5);
    assert_eq!(app.event("klein").await.workshop(popular).map(|workshop| workshop.capacity), Some(5));
    app.assert_sound().await;
}

//! What a student holds, changed by hand: by the student's rules, and beyond two of them on purpose.

use crate::{
    documents::day,
    harness::TestApp,
    manager::{Form, Manager, Reply},
};
use domain::{AvailabilityState, StudentKey};
use reqwest::StatusCode;
use serde_json::json;

struct School {
    app: TestApp,
    manager: Manager,
    noa: StudentKey,
    bas: StudentKey,
}

impl School {
    /// Judo has one seat, which Bas holds; Yoga is for the other group; Film and Dans exclude each other's partner.
    async fn new() -> Self {
        let workshops: &[crate::documents::Line] = &[
            ("Judo", &["m1"], &[], 1),
            ("Koken", &["m1"], &[], 9),
            ("Yoga", &["m1"], &["Boven"], 9),
            ("Film", &["m2"], &[], 9),
            ("Dans", &["m2"], &[], 9),
            ("Reis", &["m1", "m2"], &[], 9),
        ];
        let links = json!([{ "a": "Koken", "b": "Dans", "kind": "exclusive" }]);
        let app = TestApp::with_day(day(2, &["Onder", "Boven"], workshops, links)).await;
        let [noa, bas] = app.enrol("klein", [("Noa Bos", "1A", "Onder"), ("Bas Kok", "1A", "Onder")]).await;
        app.takes("klein", &bas, &["Judo", "Film"]).await;
        app.set_availability("klein", AvailabilityState::Closed).await;
        let manager = app.manager("klein").await;
        Self { app, manager, noa, bas }
    }

    /// The form on a student's page, with these chosen for the two moments; an empty title chooses nothing.
    async fn form(&self, key: &StudentKey, chosen: [&str; 2]) -> Form {
        let event = self.app.event("klein").await;
        let mut form = self.manager.form(&format!("students/{}", self.app.id(key).await), "place").await;
        for (moment, title) in event.moments.iter().zip(chosen) {
            let id = event.workshops.iter().find(|w| w.title == title).map(|w| w.id.to_string()).unwrap_or_default();
            form = form.with(&format!("moment-{}", moment.id), id);
        }
        form
    }

    async fn place(&self, key: &StudentKey, chosen: [&str; 2]) -> Reply {
        self.manager.submit(&self.form(key, chosen).await).await
    }

    async fn holds(&self, key: &StudentKey) -> Vec<String> {
        self.app.holds("klein", key).await
    }

    /// How many seats count as taken.
    async fn taken(&self, title: &str) -> u32 {
        let event = self.app.event("klein").await;
        let place = event.workshops.iter().position(|workshop| workshop.title == title).expect("a workshop");
        self.app.services.store.seats(&event).await.expect("seats").taken(place)
    }
}

#[tokio::test]
async fn a_student_is_placed_while_the_event_is_closed_and_it_stands_on_record() {
    let school = School::new().await;
    let reply = school.place(&school.noa, ["Koken", "Film"]).await;
    reply.assert_done("placed");
    let path = format!("students/{}", school.app.id(&school.noa).await);
    assert_eq!(reply.location, format!("{}?done=placed", school.manager.path(&path)));
    assert_eq!(school.holds(&school.noa).await, ["Film", "Koken"]);
    let page = school.manager.page(&path).await;
    assert!(page.says("Volledig") && page.says("admin"), "{}", page.text());
    let shown = school.manager.form(&path, "place").await;
    let event = school.app.event("klein").await;
    let koken = school.app.workshop("klein", "Koken").await.to_string();
    assert_eq!(shown.field(&format!("moment-{}", event.moments[0].id)), koken);
    let (action, by_whom, before, after) = school.app.last_record("klein").await;
    assert_eq!((action.as_str(), by_whom.as_str()), ("place", "admin"));
    assert!(
        before.contains("\"workshops\":[]") && after.contains("Koken") && after.contains("Film"),
        "{before} {after}"
    );
    assert!(!after.contains("extra_seat") && !after.contains("despite_group"), "{after}");
    let student = school.app.student(&school.noa).await.read("/events/klein").await;
    assert!(student.says("Je bent ingeschreven"));

    // A workshop over both moments, chosen at the first, takes the place of what stood at the second.
    school.place(&school.noa, ["Reis", "Film"]).await.assert_done("placed");
    assert_eq!(school.holds(&school.noa).await, ["Reis"]);
    school.place(&school.noa, ["", ""]).await.assert_done("placed");
    assert_eq!(school.holds(&school.noa).await, [""; 0], "and withdrawn");
    school.app.assert_sound().await;
}

#[tokio::test]
async fn the_students_rules_hold_and_no_tick_goes_beyond_most_of_them() {
    let school = School::new().await;
    school.place(&school.noa, ["Koken", "Film"]).await.assert_done("placed");
    let off = school.app.workshop("klein", "Film").await;
    for (chosen, words) in [
        (["Koken", "Dans"], "Koken en Dans gaan niet samen. Kies er één."),
        (["Reis", "Dans"], "Ronde 2: Reis en Dans zijn tegelijk. Kies er één."),
        (["Koken", ""], "Kies nog iets voor Ronde 2."),
    ] {
        let form = school.form(&school.noa, chosen).await;
        for form in [form.clone(), form.with("full", "yes").with("not-for-group", "yes")] {
            let reply = school.manager.submit(&form).await;
            reply.assert_refused("Zo kan het niet; er is niets gewijzigd");
            reply.assert_refused(words);
            let again = reply.form("place", "");
            let event = school.app.event("klein").await;
            let first = format!("moment-{}", event.moments[0].id);
            assert_eq!(again.field(&first), form.field(&first), "what was chosen stays");
            assert_eq!(school.holds(&school.noa).await, ["Film", "Koken"]);
        }
    }
    let form = school.manager.form_of(&format!("workshops/{off}"), "workshop", off).await.with("cancelled", "yes");
    let question = school.manager.submit(&form).await;
    school.manager.agree(&question).await.assert_done("saved");
    let [sam] = school.app.enrol("klein", [("Sam Smit", "1A", "Onder")]).await;
    let form = school.form(&sam, ["Koken", "Film"]).await.with("full", "yes").with("not-for-group", "yes");
    school.manager.submit(&form).await.assert_refused("Film gaat niet door. Kies iets anders.");
    let unknown = form.with(&format!("moment-{}", school.app.event("klein").await.moments[0].id), "x");
    assert_eq!(school.manager.submit(&unknown).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(school.holds(&sam).await, [""; 0]);
    school.app.assert_sound().await;
}

#[tokio::test]
async fn a_full_workshop_takes_one_more_only_on_purpose_and_the_extra_seat_is_not_counted() {
    let school = School::new().await;
    let form = school.form(&school.noa, ["Judo", "Film"]).await;
    let not_for_group = form.clone().with("not-for-group", "yes");
    for form in [&form, &not_for_group] {
        school.manager.submit(form).await.assert_refused("Judo is vol.");
    }
    assert_eq!(school.holds(&school.noa).await, [""; 0]);

    school.manager.submit(&form.with("full", "yes")).await.assert_done("placed");
    assert_eq!(school.holds(&school.noa).await, ["Film", "Judo"]);
    assert_eq!((school.taken("Judo").await, school.taken("Film").await), (1, 2));
    let (_, _, _, after) = school.app.last_record("klein").await;
    assert!(after.contains("\"extra_seat\":[\"Judo\"]"), "{after}");
    let judo = school.app.workshop("klein", "Judo").await;
    let list = school.manager.page(&format!("registrations?workshop={judo}")).await;
    assert!(list.rows_of("Noa Bos")[0][3].contains("extra plaats"), "{:?}", list.rows());
    assert!(!list.rows_of("Bas Kok")[0][3].contains("extra plaats"));
    assert!(school.manager.page("registrations").await.rows_of("Judo")[0][4].contains("1 / 1 +1"));
    school.app.assert_sound().await;

    // Bas leaves: his seat is free for the next, whatever Noa has.
    school.place(&school.bas, ["", ""]).await.assert_done("placed");
    assert_eq!(school.taken("Judo").await, 0);
    let [sam] = school.app.enrol("klein", [("Sam Smit", "1A", "Onder")]).await;
    let form = school.form(&sam, ["Judo", "Film"]).await.with("full", "yes");
    school.manager.submit(&form).await.assert_done("placed");
    assert_eq!(school.taken("Judo").await, 1, "where there is a seat, it is an ordinary one");
    let (_, _, _, after) = school.app.last_record("klein").await;
    assert!(!after.contains("extra_seat"), "{after}");
    // Nobody loses an extra seat because the capacity is what it was.
    let form = school.manager.form_of(&format!("workshops/{judo}"), "workshop", judo).await;
    school.manager.submit(&form.with("location", "Zaal")).await.assert_done("saved");
    assert_eq!(school.holds(&school.noa).await, ["Film", "Judo"]);
    school.app.assert_sound().await;
}

#[tokio::test]
async fn a_workshop_for_another_group_takes_him_only_on_purpose() {
    let school = School::new().await;
    let form = school.form(&school.noa, ["Yoga", "Film"]).await;
    for form in [form.clone(), form.clone().with("full", "yes")] {
        school.manager.submit(&form).await.assert_refused("Yoga is voor een andere doelgroep.");
    }
    school.manager.submit(&form.with("not-for-group", "yes")).await.assert_done("placed");
    assert_eq!((school.holds(&school.noa).await.len(), school.taken("Yoga").await), (2, 1));
    let (_, _, _, after) = school.app.last_record("klein").await;
    assert!(after.contains("\"despite_group\":[\"Yoga\"]"), "{after}");
    let yoga = school.app.workshop("klein", "Yoga").await;
    let list = school.manager.page(&format!("registrations?workshop={yoga}")).await;
    assert!(list.rows_of("Noa Bos")[0][3].contains("andere doelgroep"));
    school.app.assert_sound().await;
}

#[tokio::test]
async fn what_he_was_placed_in_stays_his_while_he_changes_the_rest() {
    let school = School::new().await;
    let form = school.form(&school.noa, ["Yoga", "Film"]).await.with("not-for-group", "yes");
    school.manager.submit(&form).await.assert_done("placed");
    school.app.open("klein").await;
    let [yoga, dans, film, koken] = school.app.workshops("klein", ["Yoga", "Dans", "Film", "Koken"]).await;
    let student = school.app.student(&school.noa).await;
    assert!(student.read("/events/klein?change").await.says("Yoga"));
    assert_eq!(student.register_codes(&[yoga, dans]).await, [""; 0]);
    assert_eq!(school.holds(&school.noa).await, ["Dans", "Yoga"]);
    // Once he leaves it, it is for the other group again.
    assert_eq!(student.register_codes(&[koken, film]).await, [""; 0]);
    assert_eq!(student.register_codes(&[yoga, film]).await, ["not-for-group"]);
    assert_eq!(school.holds(&school.noa).await, ["Film", "Koken"]);

    let form = school.form(&school.noa, ["Judo", "Film"]).await.with("full", "yes");
    school.manager.submit(&form).await.assert_done("placed");
    let [judo] = school.app.workshops("klein", ["Judo"]).await;
    assert_eq!(student.register_codes(&[judo, dans]).await, [""; 0]);
    assert_eq!(student.register_codes(&[koken, film]).await, [""; 0]);
    assert_eq!(student.register_codes(&[judo, film]).await, ["full"]);
    school.app.assert_sound().await;
}

#[tokio::test]
async fn a_page_from_before_the_student_chose_takes_nothing_back_unseen() {
    let school = School::new().await;
    let stale = school.form(&school.noa, ["Koken", "Film"]).await;
    school.app.open("klein").await;
    school.app.takes("klein", &school.noa, &["Koken", "Film"]).await;
    let change = school.form(&school.noa, ["Koken", ""]).await;
    let reply = school.manager.submit(&stale.with("full", "yes")).await;
    reply.assert_refused("Iemand anders heeft dit intussen gewijzigd.");
    assert_eq!(school.holds(&school.noa).await, ["Film", "Koken"]);
    // The page shows what is stored by now; sent again, it counts.
    school.manager.submit(&reply.form("place", "")).await.assert_done("placed");
    // What came of one form makes another one old.
    school.place(&school.noa, ["", ""]).await.assert_done("placed");
    school.manager.submit(&change).await.assert_refused("Iemand anders heeft dit intussen gewijzigd.");
    assert_eq!(school.holds(&school.noa).await, [""; 0]);
}

#[tokio::test]
async fn a_student_is_withdrawn_by_a_button_that_names_what_he_loses() {
    let school = School::new().await;
    let page = school.manager.page(&format!("students/{}", school.app.id(&school.bas).await)).await;
    assert!(page.says("De student raakt deze plaatsen kwijt: Judo en Film."), "{}", page.text());
    let forms = page.tags("form");
    let button = forms.iter().find(|form| form.text() == "Ja, schrijf uit").expect("a form").fields();
    let fields: Vec<(&str, &str)> = button.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let path = school.manager.path(&format!("students/{}", school.app.id(&school.bas).await));
    let response = school.manager.browser.post(&path, &fields).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!((school.holds(&school.bas).await.len(), school.taken("Judo").await), (0, 0));
    let page = school.manager.page(&format!("students/{}", school.app.id(&school.bas).await)).await;
    assert!(!page.says("Ja, schrijf uit") && page.says("Uitschrijven"), "in his history: {}", page.text());
    school.app.assert_sound().await;
}

//! Links between workshops.

use crate::{
    documents::day,
    harness::TestApp,
    manager::{Form, Manager},
};
use domain::LinkKind;
use serde_json::json;

/// Three rounds with two workshops each; of those in the third, one is for the first group and one for the second.
async fn six() -> (TestApp, Manager) {
    let workshops: &[crate::documents::Line] = &[
        ("A", &["m1"], &[], 5),
        ("B", &["m2"], &[], 5),
        ("C", &["m3"], &["Onder"], 5),
        ("D", &["m1"], &[], 5),
        ("E", &["m2"], &["Boven"], 5),
        ("F", &["m3"], &[], 5),
    ];
    let app = TestApp::with_day(day(3, &["Onder", "Boven"], workshops, json!([]))).await;
    let manager = app.manager("klein").await;
    (app, manager)
}

async fn form(manager: &Manager, a: &str, kind: &str, b: &str) -> Form {
    manager.form("links", "link").await.with("a", a).with("b", b).with("kind", kind)
}

async fn links(app: &TestApp) -> Vec<(String, LinkKind, String)> {
    let event = app.event("klein").await;
    let title = |id| event.workshop(id).expect("a workshop").title.clone();
    event.links.iter().map(|link| (title(link.a), link.kind, title(link.b))).collect()
}

#[tokio::test]
async fn links_are_added_by_title_by_label_or_by_id_and_taken_away() {
    let (app, manager) = six().await;
    let [c, f] = app.workshops("klein", ["C", "F"]).await;
    manager.submit(&form(&manager, "A", "together", " B (Ronde 2) ").await).await.assert_done("added");
    manager.submit(&form(&manager, &c.to_string(), "exclusive", &f.to_string()).await).await.assert_done("added");
    let expected = |a: &str, kind, b: &str| (a.to_owned(), kind, b.to_owned());
    let (first, second) = (expected("A", LinkKind::Together, "B"), expected("C", LinkKind::Exclusive, "F"));
    assert_eq!(links(&app).await, [first.clone(), second]);
    let page = manager.page("links").await;
    assert_eq!(page.rows_of("A (Ronde 1)")[0][..3], ["A (Ronde 1)", "alleen samen", "B (Ronde 2)"]);
    assert_eq!(page.rows_of("C (Ronde 3)")[0][..3], ["C (Ronde 3)", "nooit samen", "F (Ronde 3)"]);
    // Either way round.
    let ids = [("a", &*f.to_string()), ("b", &*c.to_string())];
    manager.press("links", "unlink", &ids).await.assert_done("removed");
    assert_eq!(links(&app).await, [first]);
}

#[tokio::test]
async fn a_link_that_makes_no_sense_is_refused_with_its_reason() {
    let (app, manager) = six().await;
    manager.submit(&form(&manager, "A", "together", "B").await).await.assert_done("added");
    manager.submit(&form(&manager, "B", "together", "F").await).await.assert_done("added");
    manager.submit(&form(&manager, "A", "exclusive", "E").await).await.assert_done("added");
    let before = links(&app).await;
    for (a, kind, b, words) in [
        ("A", "together", "A", "Een workshop kan niet aan zichzelf worden gekoppeld."),
        ("A", "exclusive", "A", "Een workshop kan niet aan zichzelf worden gekoppeld."),
        ("A", "together", "B", "Deze twee zijn al gekoppeld."),
        ("B", "exclusive", "A", "Deze twee zijn al gekoppeld."),
        ("A", "together", "D", "zijn allebei in Ronde 1 en kunnen dus niet samen."),
        ("D", "together", "F", "zijn allebei in Ronde 1 en kunnen dus niet samen."),
        ("C", "together", "E", "Geen enkele doelgroep mag al deze workshops volgen"),
        ("A", "exclusive", "F", "A en F horen dan bij elkaar, maar mogen ook nooit samen."),
        ("C", "together", "nergens", "Dit bestaat niet (meer). Kies iets uit de lijst."),
        ("", "together", "C", "Vul dit in."),
    ] {
        let sent = form(&manager, a, kind, b).await;
        let reply = manager.submit(&sent).await;
        reply.assert_refused(words);
        let again = reply.form("link", "");
        assert_eq!((again.field("a"), again.field("b"), again.field("kind")), (a, b, kind));
    }
    assert_eq!(links(&app).await, before);
    app.assert_sound().await;
}

#[tokio::test]
async fn a_chain_that_would_contradict_itself_is_refused_at_its_last_link() {
    let (app, manager) = six().await;
    manager.submit(&form(&manager, "A", "together", "B").await).await.assert_done("added");
    manager.submit(&form(&manager, "A", "exclusive", "F").await).await.assert_done("added");
    let reply = manager.submit(&form(&manager, "B", "together", "F").await).await;
    reply.assert_refused("horen dan bij elkaar, maar mogen ook nooit samen.");
    assert_eq!(links(&app).await.len(), 2);
}

#[tokio::test]
async fn a_workshop_keeps_the_moments_and_groups_that_its_links_need() {
    let (app, manager) = six().await;
    manager.submit(&form(&manager, "A", "together", "B").await).await.assert_done("added");
    let event = app.event("klein").await;
    let [a, b] = app.workshops("klein", ["A", "B"]).await;
    let of = |id| format!("workshops/{id}");
    let to_second = manager.form_of(&of(a), "workshop", a).await.with("moments", event.moments[1].id);
    manager.submit(&to_second).await.assert_refused("Dan kan de koppeling met B (Ronde 2) niet meer.");
    let only_under = manager.form_of(&of(a), "workshop", a).await.with("groups", event.groups[0].id);
    manager.submit(&only_under).await.assert_done("saved");
    let only_upper = manager.form_of(&of(b), "workshop", b).await.with("groups", event.groups[1].id);
    manager.submit(&only_upper).await.assert_refused("Dan kan de koppeling met A (Ronde 1) niet meer.");
    // In the table both may change places at once.
    let table = manager.form("workshops", "workshops").await;
    let table =
        table.with(&format!("moments-{a}"), event.moments[1].id).with(&format!("moments-{b}"), event.moments[0].id);
    manager.submit(&table).await.assert_done("saved");
    assert_eq!(app.event("klein").await.workshop(a).map(|w| w.moments.clone()), Some(vec![event.moments[1].id]));
}

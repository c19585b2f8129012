//! New keys: for one student, a class, or everyone.

use crate::{
    documents::day,
    harness::{Browser, TestApp},
    manager::Manager,
};
use domain::StudentKey;
use reqwest::StatusCode;
use serde_json::json;

struct School {
    app: TestApp,
    manager: Manager,
    old: Vec<StudentKey>,
    sessions: Vec<Browser>,
}

const NAMES: [&str; 4] = ["Noa Bos", "Bas Kok", "Sam Smit", "Zoë Vos"];

impl School {
    /// Two students in class 1A and two in 1B, all logged in and registered.
    async fn new() -> Self {
        let app = TestApp::with_day(day(1, &["Alle"], &[("Judo", &["m1"], &[], 9)], json!([]))).await;
        let students = [("Noa Bos", "1A"), ("Bas Kok", "1A"), ("Sam Smit", "1B"), ("Zoë Vos", "1B")];
        let old = app.enrol("klein", students.map(|(name, class)| (name, class, "Alle"))).await.to_vec();
        let mut sessions = Vec::new();
        for key in &old {
            sessions.push(app.takes("klein", key, &["Judo"]).await);
        }
        let manager = app.manager("klein").await;
        Self { app, manager, old, sessions }
    }

    /// Who has another key than before.
    async fn renewed(&self) -> Vec<&'static str> {
        let mut renewed = Vec::new();
        for (name, old) in NAMES.into_iter().zip(&self.old) {
            if self.app.row("klein", name).await.key != *old {
                renewed.push(name);
            }
        }
        renewed
    }

    /// Those with a new key are out, and in again with the new one alone; the others notice nothing.
    async fn assert_renewed(&self, expected: &[&str]) {
        assert_eq!(self.renewed().await, expected);
        for ((name, old), session) in NAMES.into_iter().zip(&self.old).zip(&self.sessions) {
            let is_renewed = expected.contains(&name);
            let page = session.read("/events/klein").await;
            assert_eq!(page.says("Toegangscode"), is_renewed, "{name}: the session");
            let status = self.app.browser().log_in(old.as_str()).await.status();
            assert_eq!(status == StatusCode::UNAUTHORIZED, is_renewed, "{name}: the old key");
            let row = self.app.row("klein", name).await;
            assert!(row.key_generated);
            let page = self.app.student(&row.key).await.read("/events/klein").await;
            assert!(page.says("Je bent ingeschreven"), "{name}: the registration stays");
        }
        self.app.assert_sound().await;
    }
}

#[tokio::test]
async fn a_new_key_for_one_asks_and_then_the_old_one_opens_nothing() {
    let school = School::new().await;
    let id = school.app.id(&school.old[0]).await.to_string();
    let question = school.manager.press(&format!("students/{id}"), "keys", &[("student", &id)]).await;
    assert!(question.question().says("Deze student een nieuwe toegangscode geven?"));
    assert_eq!(school.renewed().await, [""; 0], "nothing is done yet");
    let reply = school.manager.agree(&question).await;
    reply.assert_done("key");
    assert_eq!(reply.location, format!("{}?done=key", school.manager.path(&format!("students/{id}"))));
    school.assert_renewed(&["Noa Bos"]).await;
    let (action, by_whom, _, after) = school.app.last_record("klein").await;
    assert_eq!((action.as_str(), by_whom.as_str()), ("new-keys", "admin"));
    assert!(after.contains("\"keys\":1") && after.contains("Noa Bos"), "{after}");
}

#[tokio::test]
async fn new_keys_for_a_class_leave_the_others_alone() {
    let school = School::new().await;
    let question = school.manager.press("printing", "keys", &[("class", "1B")]).await;
    assert!(question.question().says("Klas 1B nieuwe toegangscodes geven?"));
    school.manager.agree(&question).await.assert_done("key");
    school.assert_renewed(&["Sam Smit", "Zoë Vos"]).await;
    let (_, _, _, after) = school.app.last_record("klein").await;
    assert!(after.contains("\"keys\":2") && after.contains("1B"), "{after}");
    assert_eq!(school.manager.press("printing", "keys", &[("class", "9Z")]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn new_keys_for_everyone_are_all_different() {
    let school = School::new().await;
    let question = school.manager.press("printing", "keys", &[("class", "")]).await;
    assert!(question.question().says("Iedereen een nieuwe toegangscode geven?"));
    school.manager.agree(&question).await.assert_done("key");
    school.assert_renewed(&NAMES).await;
    let mut keys = school.app.keys("klein").await;
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), 4);
    let (_, _, _, after) = school.app.last_record("klein").await;
    assert!(after.contains("\"keys\":4"), "{after}");
}

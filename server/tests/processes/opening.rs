//! A schedule that comes true by the machine's own clock.

use crate::{
    fixture::Program,
    on_every_database,
    process::Installation,
    student::{Outcome, Student},
};
use domain::{Selection, Timestamp};
use reqwest::Method;
use serde_json::json;
use std::time::Duration;
use workshops_server::clock::{Clock, SystemClock};

const PASSWORD: &str = "een lang wachtwoord";

/// How late a listener may hear it on a busy machine, in seconds: far less than the 20 after which a process that hears
/// nothing from PostgreSQL looks by itself.
const LATE: i64 = 5;

/// An instant as the API takes it.
fn written(at: Timestamp) -> String {
    jiff::Timestamp::from_microsecond(at.as_micros()).expect("an instant").to_string()
}

on_every_database! {
    async fn who_only_listens_is_told_when_registration_opens_and_may_register_at_once(database) {
        let program = Program::with_event(&database, &[("A", &["m1"], 5)], 1).await;
        program.services.set_admin_password(PASSWORD, "test").await.expect("a password");
        let event = program.event().await.id;
        let [a] = *program.workshops().await else { panic!("one workshop") };
        let installation = Installation::on(&database.url);
        let process = installation.serve().await;
        let student = Student::all(&program, &process).await.remove(0);
        let admin = process.caller();
        let admin = admin.with_token(&admin.log_in(PASSWORD, "admin").await);
        let opens_at = SystemClock.now().plus_seconds(8);
        let schedule = json!({ "availability": { "state": "scheduled", "opens_at": written(opens_at) } });
        let answer = admin.call(Method::PATCH, &format!("/events/{event}"), Some(schedule)).await.expect("an answer");
        assert_eq!(answer.status(), 200);
        let path = format!("/events/{event}/seats/stream");
        let mut stream = student.at(&process).call(Method::GET, &path, None).await.expect("a stream");
        stream.chunk().await.expect("a message").expect("a message");
        assert_eq!(student.wish(&process, &[a]).await, Outcome::Refused(vec!["not-open".to_owned()]));
        assert!(SystemClock.now() < opens_at, "it took eight seconds to come here");
        // No seat changes and nobody asks; the opening is all that there is to tell.
        let told = tokio::time::timeout(Duration::from_secs(20), stream.chunk()).await.expect("a message in time");
        let told = String::from_utf8_lossy(&told.expect("a message").expect("a message")).into_owned();
        let now = SystemClock.now();
        assert!(told.contains("event: seats"), "{told}");
        assert!(opens_at <= now && now < opens_at.plus_seconds(LATE), "{opens_at:?} {now:?}");
        assert_eq!(student.wish(&process, &[a]).await, Outcome::Stored);
        assert_eq!(student.held(&process).await, Selection::from(vec![a]));
        println!("told {} ms after it opened", (now.as_micros() - opens_at.as_micros()) / 1000);
        installation.assert_sound();
    }
}

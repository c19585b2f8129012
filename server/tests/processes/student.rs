//! Students who call processes.

use crate::{
    fixture::Program,
    process::{Caller, Process},
};
use domain::{EventId, Selection, StudentId, WorkshopId};
use reqwest::Method;
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::task::JoinSet;
use workshops_server::store::StudentRow;

/// A student, and the token that every process of the installation takes.
#[derive(Clone)]
pub struct Student {
    pub id: StudentId,
    token: String,
}

/// What became of a wish.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is stored.
    Stored,
    /// It is refused for these reasons.
    Refused(Vec<String>),
    /// It couldn't be dealt with: the status.
    Failed(u16),
    /// No answer came.
    Silence,
}

impl Student {
    /// Logs all students in.
    pub async fn all(program: &Program, process: &Process) -> Vec<Self> {
        let mut students = Vec::new();
        for StudentRow { id, key, .. } in program.students().await {
            students.push(Self { id, token: process.caller().log_in(key.as_str(), "user").await });
        }
        students
    }

    /// This student as he calls a process.
    pub fn at(&self, process: &Process) -> Caller {
        process.caller().with_token(&self.token)
    }

    /// Wishes for these workshops.
    pub async fn wish(&self, process: &Process, wanted: &[WorkshopId]) -> Outcome {
        wish(&self.at(process), wanted).await
    }

    /// What he holds, as the process says.
    pub async fn held(&self, process: &Process) -> Selection {
        let answer = self.at(process).call(Method::GET, "/registrations/me", None).await.expect("an answer");
        let answer: Value = answer.json().await.expect("JSON");
        let ids: Vec<WorkshopId> = serde_json::from_value(answer["workshop_ids"].clone()).expect("workshops");
        ids.into()
    }
}

/// Everyone clicks at once; gives what became of it.
pub async fn all_wish(students: &[Student], process: &Arc<Process>, wanted: WorkshopId) -> Vec<Outcome> {
    let mut clicks = JoinSet::new();
    for student in students {
        let (student, process) = (student.clone(), Arc::clone(process));
        clicks.spawn(async move { student.wish(&process, &[wanted]).await });
    }
    clicks.join_all().await
}

/// Wishes for these workshops.
pub async fn wish(caller: &Caller, wanted: &[WorkshopId]) -> Outcome {
    let body = json!({ "workshop_ids": wanted });
    let Ok(answer) = caller.call(Method::PUT, "/registrations/me", Some(body)).await else { return Outcome::Silence };
    match answer.status().as_u16() {
        200 => match answer.json::<Value>().await {
            Ok(_) => Outcome::Stored,
            Err(_) => Outcome::Silence,
        },
        422 => {
            let Ok(answer) = answer.json::<Value>().await else { return Outcome::Silence };
            let violations = answer["violations"].as_array().unwrap_or_else(|| panic!("no violations: {answer}"));
            Outcome::Refused(violations.iter().map(|it| it["code"].as_str().unwrap_or_default().to_owned()).collect())
        }
        status => Outcome::Failed(status),
    }
}

/// Lowers a workshop's capacity, agreeing to whomever that hits.
pub async fn set_capacity(admin: &Caller, workshop: WorkshopId, capacity: u32) {
    let mut path = format!("/workshops/{workshop}");
    loop {
        let answer = admin.call(Method::PATCH, &path, Some(json!({ "capacity": capacity }))).await.expect("an answer");
        let status = answer.status().as_u16();
        let answer: Value = answer.json().await.expect("JSON");
        match (status, answer["agree"].as_str()) {
            (200, _) => return,
            (409, Some(agree)) => path = format!("/workshops/{workshop}?agree={agree}"),
            _ => panic!("{answer}"),
        }
    }
}

/// How many seats of a workshop are taken, as a process says to the administrator.
pub async fn taken(admin: &Caller, event: EventId, workshop: WorkshopId) -> u64 {
    let answer = admin.call(Method::GET, &format!("/events/{event}/seats"), None).await.expect("an answer");
    let answer: Value = answer.json().await.expect("JSON");
    let seats = answer["seats"].as_array().expect("seats");
    let of = seats.iter().find(|seat| seat["workshop_id"] == json!(workshop)).expect("the workshop");
    of["taken"].as_u64().expect("a number")
}

//! Many open streams: whether every one of them is told of a change in time, and what that costs.

use crate::{
    Options,
    client::{Client, Error, Who},
    process,
    school::{School, body, call},
};
use http::Method;
use http_body_util::BodyExt;
use serde_json::json;
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};
use tokio::{task::LocalSet, time::Instant};

/// How many seats a second change while the streams are watched.
const CHANGES_A_SECOND: u32 = 10;

/// How long they are watched, in seconds.
const SECONDS: u32 = 10;

/// Opens so many streams of the event's page, changes seats, and prints how soon all were told of the last change.
pub async fn watch(options: &Options, school: School, streams: usize) -> Result<(), Error> {
    let mut client = Client::connect(options.server).await?;
    let mut tokens = Vec::new();
    for pupil in school.pupils.iter().take(100) {
        let login = json!({ "credential": pupil.key, "login_type": "user" }).to_string();
        let login = call(&mut client, Method::POST, "/api/v1/auth/login", Who::Nobody, login).await?;
        tokens.push(login["token"].as_str().unwrap_or_default().to_owned());
    }
    let before = process::megabytes(options.pid, "VmRSS");
    let path = format!("/events/{}/live", school.slug);
    let heard = Rc::new(RefCell::new(vec![Instant::now(); streams]));
    let messages = Rc::new(Cell::new(0_u64));
    let local = LocalSet::new();
    local
        .run_until(async {
            for number in 0..streams {
                let mut stream = Client::connect(options.server).await?;
                let mut incoming = stream.stream(&path, Who::Session(&tokens[number % tokens.len()])).await?;
                let (heard, messages) = (Rc::clone(&heard), Rc::clone(&messages));
                tokio::task::spawn_local(async move {
                    // The connection lives as long as its stream is read.
                    let _connection = stream;
                    while let Some(Ok(frame)) = incoming.frame().await {
                        if frame.data_ref().is_some_and(|data| data.starts_with(b"data") || data.starts_with(b"id")) {
                            heard.borrow_mut()[number] = Instant::now();
                            messages.set(messages.get() + 1);
                        }
                    }
                });
            }
            tokio::time::sleep(Duration::from_secs(2)).await;
            let told_at_first = messages.get();
            let (began, cpu) = (Instant::now(), process::cpu_seconds(options.pid));
            let mut last_change = began;
            for change in 0..CHANGES_A_SECOND * SECONDS {
                let pupil = change as usize % tokens.len();
                let wish = body(&school.wish(pupil, u64::from(change) / 100 + 1));
                let who = Who::Token(&tokens[pupil]);
                last_change = Instant::now();
                let answer = client.send(Method::PUT, "/api/v1/registrations/me", who, Some(wish)).await?;
                if !answer.status.is_success() {
                    return Err(format!("registering answered {}", answer.status).into());
                }
                let next = began + (change + 1) * Duration::from_secs(1) / CHANGES_A_SECOND;
                tokio::time::sleep_until(next).await;
            }
            let cores = (process::cpu_seconds(options.pid) - cpu) / began.elapsed().as_secs_f64();
            tokio::time::sleep(Duration::from_secs(3)).await;
            let heard = heard.borrow();
            let late = |at: &Instant| at.checked_duration_since(last_change).map(|late| late.as_secs_f64());
            let missed = heard.iter().filter(|at| late(at).is_none()).count();
            let slowest = heard.iter().filter_map(late).fold(0.0, f64::max);
            println!(
                "{streams} streams: {told_at_first} told at first, {} messages in {SECONDS} s; {missed} missed the last \
                 change, the slowest heard it after {slowest:.2} s; {cores:.2} cores; memory {before:.0} -> {:.0} MB",
                messages.get() - told_at_first,
                process::megabytes(options.pid, "VmRSS"),
            );
            Ok(())
        })
        .await
}

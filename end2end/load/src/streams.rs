//! Many open streams: whether every one of them is told of a change in time, and what that costs.

use crate::{
    client::{Error, Who},
    process,
    school::{School, body, call},
    servers::Servers,
};
use http::Method;
use http_body_util::BodyExt;
use serde::Serialize;
use serde_json::json;
use std::{
    cell::{Cell, RefCell},
    fmt,
    rc::Rc,
    time::Duration,
};
use tokio::{task::LocalSet, time::Instant};

/// How many seats a second change while the streams are watched.
const CHANGES_A_SECOND: u32 = 10;

/// How long they are watched, in seconds.
const SECONDS: u32 = 10;

/// What the streams were told, and what that cost.
#[derive(Serialize)]
pub struct Told {
    /// How many streams were open.
    streams: usize,
    /// How long opening them took, one after another, in seconds.
    opened_in: f64,
    /// How many messages came as they were opened.
    at_first: u64,
    /// How many came while seats changed.
    messages: u64,
    /// How long seats changed, in seconds.
    seconds: u32,
    /// How many streams never heard of the last change.
    missed: usize,
    /// When the last of them heard of it, in seconds after it was asked for.
    slowest: f64,
    /// How many processors the servers kept busy while seats changed.
    server_cores: f64,
    /// How many this program kept busy.
    load_cores: f64,
    /// The servers' resident memory before, in megabytes.
    mb_before: f64,
    /// And after.
    mb_after: f64,
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { streams, opened_in, at_first, messages, seconds, missed, slowest, .. } = self;
        write!(
            f,
            "{streams} streams, opened in {opened_in:.1} s: {at_first} told at first, {messages} messages in {seconds} s; \
             {missed} missed the last change, the slowest heard it after {slowest:.2} s; {:.2} cores ({:.2} for the \
             load); memory {:.0} -> {:.0} MB",
            self.server_cores, self.load_cores, self.mb_before, self.mb_after
        )
    }
}

/// Opens so many streams of the event's page, changes seats, and tells how soon all were told of the last change.
pub async fn watch(servers: &Servers, school: School, streams: usize) -> Result<Told, Error> {
    let mut client = servers.connect(0).await?;
    let mut tokens = Vec::new();
    for pupil in school.pupils.iter().take(100) {
        let login = json!({ "credential": pupil.key, "login_type": "user" }).to_string();
        let login = call(&mut client, Method::POST, "/api/v1/auth/login", Who::Nobody, login).await?;
        tokens.push(login["token"].as_str().unwrap_or_default().to_owned());
    }
    let mb_before = servers.megabytes("VmRSS");
    let own = std::process::id();
    let path = format!("/events/{}/live", school.slug);
    let heard = Rc::new(RefCell::new(vec![Instant::now(); streams]));
    let messages = Rc::new(Cell::new(0_u64));
    let local = LocalSet::new();
    local
        .run_until(async {
            let opening = Instant::now();
            for number in 0..streams {
                let mut stream = servers.connect(number).await?;
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
            let opened_in = opening.elapsed().as_secs_f64();
            tokio::time::sleep(Duration::from_secs(2)).await;
            let at_first = messages.get();
            let (began, cpu, own_cpu) = (Instant::now(), servers.cpu_seconds(), process::cpu_seconds(own));
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
            let seconds = began.elapsed().as_secs_f64();
            let server_cores = (servers.cpu_seconds() - cpu) / seconds;
            let load_cores = (process::cpu_seconds(own) - own_cpu) / seconds;
            tokio::time::sleep(Duration::from_secs(3)).await;
            let heard = heard.borrow();
            let late = |at: &Instant| at.checked_duration_since(last_change).map(|late| late.as_secs_f64());
            Ok(Told {
                streams,
                opened_in,
                at_first,
                messages: messages.get() - at_first,
                seconds: SECONDS,
                missed: heard.iter().filter(|at| late(at).is_none()).count(),
                slowest: heard.iter().filter_map(late).fold(0.0, f64::max),
                server_cores,
                load_cores,
                mb_before,
                mb_after: servers.megabytes("VmRSS"),
            })
        })
        .await
}

//! Many requests at once, and how long they took.

use crate::{
    client::{Answer, Client, Error},
    process,
    servers::Servers,
};
use hdrhistogram::Histogram;
use http::StatusCode;
use serde::Serialize;
use std::{
    cell::{Cell, RefCell},
    future::Future,
    rc::Rc,
};
use tokio::{
    sync::Mutex,
    task::{JoinSet, LocalSet},
    time::Instant,
};

/// What a phase reached. Times are in milliseconds.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Outcome {
    /// What was done.
    pub phase: String,
    /// Over how many connections.
    pub connections: usize,
    /// How many requests did what they asked for.
    pub accepted: u64,
    /// How many were refused by the rules.
    pub refused: u64,
    /// How many failed otherwise: an error, a status that makes no sense, a connection that broke.
    pub errors: u64,
    /// How long it took.
    pub seconds: f64,
    /// Accepted a second.
    pub per_second: f64,
    /// Refused a second.
    pub refused_per_second: f64,
    /// Half were answered faster.
    pub p50: f64,
    /// 95 of 100 were.
    pub p95: f64,
    /// 99 of 100 were.
    pub p99: f64,
    /// The slowest.
    pub max: f64,
    /// How many processors the servers kept busy, on average.
    pub server_cores: f64,
    /// How many this program kept busy.
    pub load_cores: f64,
    /// The peak of the servers' resident memory until then, in megabytes.
    pub server_peak_mb: f64,
    /// Seats beyond the capacity after it, of all workshops together; see [`Tally`](crate::tally::Tally).
    pub oversold: u64,
}

/// Runs `count` requests over so many connections, each connection one after another. With `in_one_instant` the time
/// counts from before the connections are made, and all are made at once.
pub async fn run<F: Future<Output = Result<Answer, Error>>>(
    (name, count): (&str, usize),
    servers: &Servers,
    (connections, in_one_instant): (usize, bool),
    request: impl Fn(Rc<Mutex<Client>>, usize) -> F + Clone + 'static,
) -> Result<Outcome, Error> {
    let next = Rc::new(Cell::new(0_usize));
    let histogram = Rc::new(RefCell::new(Histogram::<u64>::new_with_max(600_000_000, 3)?));
    let counts = Rc::new(RefCell::new([0_u64; 3]));
    let mut clients = Vec::new();
    if !in_one_instant {
        for number in 0..connections {
            clients.push(servers.connect(number).await?);
        }
    }
    let own = std::process::id();
    let (began, cpu_began, own_began) = (Instant::now(), servers.cpu_seconds(), process::cpu_seconds(own));
    let local = LocalSet::new();
    let mut workers = JoinSet::new();
    // From the last to the first, as they are taken from the end.
    for number in (0..connections).rev() {
        let (client, servers) = (clients.pop(), servers.clone());
        let (next, histogram, counts, request) =
            (Rc::clone(&next), Rc::clone(&histogram), Rc::clone(&counts), request.clone());
        workers.spawn_local_on(
            async move {
                let mut asked = Instant::now();
                let mut client = match client {
                    Some(client) => Ok(Rc::new(Mutex::new(client))),
                    None => servers.connect(number).await.map(|client| Rc::new(Mutex::new(client))),
                };
                loop {
                    let place = next.get();
                    if place >= count {
                        return;
                    }
                    next.set(place + 1);
                    if !in_one_instant {
                        asked = Instant::now();
                    }
                    let answer = match &client {
                        Ok(client) => request(Rc::clone(client), place).await,
                        Err(error) => Err(error.to_string().into()),
                    };
                    let micros = u64::try_from(asked.elapsed().as_micros()).unwrap_or(u64::MAX);
                    histogram.borrow_mut().saturating_record(micros);
                    let kind = match &answer {
                        Ok(answer) if answer.status.is_success() => 0,
                        Ok(answer) if answer.status == StatusCode::UNPROCESSABLE_ENTITY => 1,
                        _ => 2,
                    };
                    counts.borrow_mut()[kind] += 1;
                    if kind == 2 {
                        if counts.borrow()[2] <= 3 {
                            match &answer {
                                Ok(answer) => eprintln!("{}: {}", answer.status, String::from_utf8_lossy(&answer.body)),
                                Err(error) => eprintln!("{error}"),
                            }
                        }
                        client = servers.connect(number).await.map(|client| Rc::new(Mutex::new(client)));
                    }
                    asked = Instant::now();
                }
            },
            &local,
        );
    }
    local.run_until(async { while workers.join_next().await.is_some() {} }).await;
    let seconds = began.elapsed().as_secs_f64();
    let histogram = histogram.borrow();
    let millis = |micros: u64| micros as f64 / 1000.0;
    let [accepted, refused, errors] = *counts.borrow();
    Ok(Outcome {
        phase: name.to_owned(),
        connections,
        accepted,
        refused,
        errors,
        seconds,
        per_second: accepted as f64 / seconds,
        refused_per_second: refused as f64 / seconds,
        p50: millis(histogram.value_at_quantile(0.5)),
        p95: millis(histogram.value_at_quantile(0.95)),
        p99: millis(histogram.value_at_quantile(0.99)),
        max: millis(histogram.max()),
        server_cores: (servers.cpu_seconds() - cpu_began) / seconds,
        load_cores: (process::cpu_seconds(own) - own_began) / seconds,
        server_peak_mb: servers.megabytes("VmHWM"),
        oversold: 0,
    })
}

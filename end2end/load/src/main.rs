//! A school that clicks: logs students in, has each register, change his mind and read his page, over connections that
//! are kept alive, from a process of its own on one thread. Prints a table, or JSON; exit code 2 if seats were oversold.

mod client;
mod phase;
mod process;
mod school;
mod servers;
mod streams;
mod tally;

use clap::Parser;
use client::{Client, Error, Who};
use http::Method;
use phase::{Outcome, run};
use school::{School, body, call};
use serde_json::json;
use servers::Servers;
use std::{cell::RefCell, net::SocketAddr, process::ExitCode, rc::Rc};
use tally::Tally;
use tokio::sync::Mutex;

/// What is done.
#[derive(Parser)]
#[command(about)]
struct Options {
    /// Where the server listens; several of one database, with commas between, share the connections.
    #[arg(long, value_delimiter = ',', default_value = "127.0.0.1:3000")]
    server: Vec<SocketAddr>,
    /// The server's process, to see what it costs; as many as there are servers.
    #[arg(long, value_delimiter = ',', required = true)]
    pid: Vec<u32>,
    /// The administrator's password.
    #[arg(long, env = "WORKSHOPS_ADMIN_PASSWORD", hide_env_values = true)]
    password: String,
    /// How many students.
    #[arg(long, default_value_t = 2000)]
    students: usize,
    /// Over how many connections.
    #[arg(long, default_value_t = 256)]
    connections: usize,
    /// All want one workshop, which half of them fit in.
    #[arg(long)]
    crowd: bool,
    /// How many choosing pages are read.
    #[arg(long, default_value_t = 3000)]
    pages: usize,
    /// Instead: how many open streams to keep, while seats change.
    #[arg(long)]
    streams: Option<usize>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<ExitCode, Error> {
    let options = Options::parse();
    let servers = Servers::new(options.server.clone(), options.pid.clone())?;
    let mut client = servers.connect(0).await?;
    let login = json!({ "credential": options.password, "login_type": "admin" }).to_string();
    let login = call(&mut client, Method::POST, "/api/v1/auth/login", Who::Nobody, login).await?;
    let admin = login["token"].as_str().unwrap_or_default().to_owned();
    let school = School::found(&mut client, &admin, options.students, options.crowd).await?;
    if let Some(streams) = options.streams {
        let told = streams::watch(&servers, school, streams).await?;
        if options.json {
            println!("{}", serde_json::to_string(&told)?);
        } else {
            println!("{told}");
        }
        return Ok(ExitCode::SUCCESS);
    }
    let outcomes = click(&options, &servers, Rc::new(school), &mut client, &admin).await?;
    if options.json {
        println!("{}", serde_json::to_string(&outcomes)?);
    } else {
        print(&outcomes);
    }
    let is_oversold = outcomes.iter().any(|outcome| outcome.oversold > 0);
    Ok(if is_oversold { ExitCode::from(2) } else { ExitCode::SUCCESS })
}

/// A whole school logs in, registers, changes its mind and reads its pages.
async fn click(
    options: &Options,
    servers: &Servers,
    school: Rc<School>,
    client: &mut Client,
    admin: &str,
) -> Result<Vec<Outcome>, Error> {
    let spread = (options.connections, false);
    let students = school.pupils.len();
    let tokens = Rc::new(RefCell::new(vec![String::new(); students]));
    let mut outcomes = Vec::new();

    let (pupils, kept) = (Rc::clone(&school), Rc::clone(&tokens));
    let log_in = move |client: Rc<Mutex<Client>>, pupil: usize| {
        let (school, tokens) = (Rc::clone(&pupils), Rc::clone(&kept));
        async move {
            let login = json!({ "credential": school.pupils[pupil].key, "login_type": "user" }).to_string();
            let answer =
                client.lock().await.send(Method::POST, "/api/v1/auth/login", Who::Nobody, Some(login.into())).await?;
            if answer.status.is_success() {
                tokens.borrow_mut()[pupil] = answer.json()?["token"].as_str().unwrap_or_default().to_owned();
            }
            Ok(answer)
        }
    };
    outcomes.push(run(("log in", students), servers, spread, log_in).await?);

    let tally = Rc::new(Tally::new(students));
    for (round, name, connections) in
        [(1, "register", spread), (2, "change", spread), (3, "in one instant", (1000, true))]
    {
        let wish = |pupil| {
            let wish = school.wish(pupil, round);
            (body(&wish), wish)
        };
        let wishes: Rc<Vec<_>> = Rc::new((0..students).map(wish).collect());
        let (tokens, answers) = (Rc::clone(&tokens), Rc::clone(&tally));
        let register = move |client: Rc<Mutex<Client>>, pupil: usize| {
            let (wishes, tokens, answers) = (Rc::clone(&wishes), Rc::clone(&tokens), Rc::clone(&answers));
            async move {
                let (body, wish) = &wishes[pupil];
                let token = tokens.borrow()[pupil].clone();
                let who = Who::Token(&token);
                let mut client = client.lock().await;
                let answer = client.send(Method::PUT, "/api/v1/registrations/me", who, Some(body.clone())).await;
                answers.answered(pupil, wish, answer.as_ref().ok().map(|answer| answer.status));
                answer
            }
        };
        let count = if round == 3 { students.min(1000) } else { students };
        let mut outcome = run((name, count), servers, connections, register).await?;
        outcome.oversold = tally.oversold(client, admin, &school.id).await?;
        outcomes.push(outcome);
    }

    let path = format!("/events/{}?change", school.slug);
    let tokens = Rc::clone(&tokens);
    let read = move |client: Rc<Mutex<Client>>, number: usize| {
        let (path, tokens) = (path.clone(), Rc::clone(&tokens));
        async move {
            let token = tokens.borrow()[number % students].clone();
            client.lock().await.send(Method::GET, &path, Who::Session(&token), None).await
        }
    };
    let mut outcome = run(("choosing page", options.pages), servers, spread, read).await?;
    outcome.oversold = tally.oversold(client, admin, &school.id).await?;
    outcomes.push(outcome);
    Ok(outcomes)
}

fn print(outcomes: &[Outcome]) {
    println!(
        "{:<16} {:>5} {:>9} {:>8} {:>7} {:>8} {:>9} {:>9} {:>8} {:>8} {:>8} {:>8} {:>6} {:>6} {:>7}",
        "",
        "conn",
        "accepted",
        "refused",
        "errors",
        "oversold",
        "a second",
        "refused/s",
        "p50 ms",
        "p95 ms",
        "p99 ms",
        "max ms",
        "cores",
        "load",
        "MB"
    );
    for o in outcomes {
        println!(
            "{:<16} {:>5} {:>9} {:>8} {:>7} {:>8} {:>9.0} {:>9.0} {:>8.1} {:>8.1} {:>8.1} {:>8.1} {:>6.2} {:>6.2} {:>7.1}",
            o.phase,
            o.connections,
            o.accepted,
            o.refused,
            o.errors,
            o.oversold,
            o.per_second,
            o.refused_per_second,
            o.p50,
            o.p95,
            o.p99,
            o.max,
            o.server_cores,
            o.load_cores,
            o.server_peak_mb
        );
    }
}

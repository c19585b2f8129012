//! `kill -9` at a random moment under load: what was acknowledged is there, whole.
//!
//! Three rounds on each database; WORKSHOPS_TEST_KILLS says how many else, and WORKSHOPS_TEST_SEED repeats the moments of
//! an earlier run.

use crate::{
    databases::Database,
    fixture::Program,
    on_every_database,
    process::{Caller, Installation},
    setting::setting,
    student::{Outcome, Student, wish},
};
use domain::{Selection, WorkshopId};
use std::time::Duration;
use tokio::{sync::mpsc, task::JoinSet, time::Instant};
use workshops_server::random::{Random, SeededRandom, SystemRandom};

/// How many students click, each as fast as he is answered.
const STUDENTS: usize = 32;

/// How many rounds one event takes: an audit goes through all that was ever decided about it.
const ROUNDS_OF_AN_EVENT: u32 = 20;

/// How many answers a process gives at most before it may be killed, and how long it lives then at most.
const MOST_ANSWERS: u64 = 200;
const LONGEST_LIFE_MICROS: u64 = 100_000;

/// What a student knows of his registration.
#[derive(Clone, Debug, Default)]
struct Knowledge {
    /// What was acknowledged last.
    acknowledged: Selection,
    /// What he asked for since, without an answer.
    asked: Option<Selection>,
}

/// Figures of a run.
#[derive(Debug, Default)]
struct Figures {
    acknowledged: usize,
    unanswered: usize,
    unanswered_but_stored: usize,
}

on_every_database! {
    async fn what_was_acknowledged_survives_a_kill_at_any_moment(database) {
        let rounds: u32 = setting("WORKSHOPS_TEST_KILLS").unwrap_or(3);
        let seed = setting("WORKSHOPS_TEST_SEED").unwrap_or_else(|| number(&SystemRandom));
        let name = database.url.split(':').next().unwrap_or_default().to_owned();
        println!("{name}: {rounds} rounds by WORKSHOPS_TEST_SEED={seed}");
        let (random, began) = (SeededRandom::new(seed), Instant::now());
        let mut figures = Figures::default();
        let mut left = rounds;
        // The first event is in the database at hand, the others in some of their own.
        let mut database = Some(database);
        while left > 0 {
            let of_this = left.min(ROUNDS_OF_AN_EVENT);
            let database = match database.take() {
                Some(database) => database,
                None => Database::like(&name).await,
            };
            rounds_of_an_event(&database, of_this, &random, &mut figures).await;
            left -= of_this;
        }
        println!(
            "{name}: {rounds} kills, {} acknowledged and all there, {} unanswered of which {} were stored, {:.0} s",
            figures.acknowledged,
            figures.unanswered,
            figures.unanswered_but_stored,
            began.elapsed().as_secs_f64()
        );
    }
}

async fn rounds_of_an_event(database: &Database, rounds: u32, random: &SeededRandom, figures: &mut Figures) {
    let workshops: &[(&str, &[&str], u32)] = &[
        ("A1", &["m1"], 14),
        ("B1", &["m1"], 14),
        ("C1", &["m1"], 14),
        ("A2", &["m2"], 14),
        ("B2", &["m2"], 14),
        ("C2", &["m2"], 14),
        ("Dag", &["m1", "m2"], 4),
    ];
    let program = Program::with_event(database, workshops, STUDENTS).await;
    let [a1, b1, c1, a2, b2, c2, day] = *program.workshops().await else { panic!("seven workshops") };
    let choices: [Vec<WorkshopId>; 6] = [vec![a1, a2], vec![b1, b2], vec![c1, c2], vec![a1, c2], vec![day], vec![]];
    let installation = Installation::on(&database.url);
    let mut process = installation.serve().await;
    let students = Student::all(&program, &process).await;
    let mut known = vec![Knowledge::default(); students.len()];
    for _ in 0..rounds {
        let mut clicking = JoinSet::new();
        let (tell, mut told) = mpsc::unbounded_channel();
        for (place, student) in students.iter().enumerate() {
            let (caller, tell) = (student.at(&process), tell.clone());
            let (choices, start) = (choices.clone(), number(random));
            let mut knowledge = known[place].clone();
            clicking.spawn(async move {
                let acknowledged = click(&caller, &choices, start, &mut knowledge, &tell).await;
                (place, knowledge, acknowledged)
            });
        }
        // However slow the machine is, the load is on when it happens.
        for _ in 0..=number(random) % MOST_ANSWERS {
            told.recv().await.expect("an answer");
        }
        tokio::time::sleep(Duration::from_micros(number(random) % LONGEST_LIFE_MICROS)).await;
        process.kill();
        while let Some(ended) = clicking.join_next().await {
            let (place, knowledge, acknowledged) = ended.expect("a student");
            known[place] = knowledge;
            figures.acknowledged += acknowledged;
        }
        process = installation.serve().await;
        for (student, knowledge) in students.iter().zip(&mut known) {
            let held = student.held(&process).await;
            let asked = knowledge.asked.take();
            figures.unanswered += usize::from(asked.is_some());
            if held != knowledge.acknowledged {
                assert_eq!(Some(&held), asked.as_ref(), "{} holds what he neither has nor asked for", student.id);
                figures.unanswered_but_stored += 1;
            }
            knowledge.acknowledged = held;
        }
        installation.assert_sound();
    }
}

/// Clicks until nobody answers, and gives how often he was told that his wish is stored.
async fn click(
    caller: &Caller,
    choices: &[Vec<WorkshopId>],
    start: u64,
    known: &mut Knowledge,
    tell: &mpsc::UnboundedSender<()>,
) -> usize {
    let mut acknowledged = 0;
    for step in 0.. {
        let wanted = &choices[(start % 97 + step * (start % 5 + 1)) as usize % choices.len()];
        known.asked = Some(wanted.clone().into());
        match wish(caller, wanted).await {
            Outcome::Stored => {
                known.acknowledged = wanted.clone().into();
                acknowledged += 1;
            }
            Outcome::Refused(codes) => assert!(codes.iter().all(|code| code == "full"), "{codes:?}"),
            Outcome::Silence => break,
            outcome @ Outcome::Failed(_) => panic!("{outcome:?}"),
        }
        known.asked = None;
        // Whether somebody still counts doesn't matter.
        let _ = tell.send(());
    }
    acknowledged
}

fn number(random: &dyn Random) -> u64 {
    let mut bytes = [0; 8];
    random.fill(&mut bytes);
    u64::from_le_bytes(bytes)
}

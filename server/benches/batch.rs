//! How long a batch takes: 64 students of the fixture's event who ask the engine at once, on SQLite in a temporary
//! folder. What is measured ends when everyone is answered, and so after the flush.

use app::backend::Admin;
use criterion::{Criterion, Throughput};
use domain::{
    AvailabilityState, EventId, GroupId, Held, Seats, Selection, StudentId, WorkshopId,
    rules::{OfferState, Rulebook, Standing, choose, options},
};
use futures_util::future::try_join_all;
use std::{error::Error, sync::Arc, time::Duration};
use tokio::time::Instant;
use workshops_server::{
    auth::{Secret, Tokens},
    clock::SystemClock,
    engine::Request,
    random::SystemRandom,
    service::{Parts, Services},
    store::{Missing, Store},
};

const EVENT: &[u8] = include_bytes!("../tests/fixtures/event.json");
const STUDENTS: &[u8] = include_bytes!("../tests/fixtures/students.csv");

/// How many ask at once.
const BATCH: usize = 64;

fn main() -> Result<(), Box<dyn Error>> {
    // One thread, so that all 64 have asked before the engine looks.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let folder = tempfile::tempdir()?;
    let url = format!("sqlite://{}", folder.path().join("workshops.db").display());
    let school = runtime.block_on(School::found(&url))?;
    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group(format!("a batch of {BATCH} on SQLite"));
    group.throughput(Throughput::Elements(BATCH as u64));
    // What stands before each measured batch, and what is asked for in it.
    let rounds = [
        ("register", &school.nothing, &school.first),
        ("change", &school.first, &school.second),
        ("withdraw", &school.first, &school.nothing),
        ("the same again", &school.first, &school.first),
    ];
    for (name, before, after) in rounds {
        group.bench_function(name, |bench| {
            bench.iter_custom(|count| {
                let mut measured = Duration::ZERO;
                for _ in 0..count {
                    school.ask(&runtime, before);
                    measured += school.ask(&runtime, after);
                }
                measured
            });
        });
    }
    group.finish();
    criterion.final_summary();
    runtime.block_on(school.services.store.close());
    Ok(())
}

/// What 64 students ask for.
type Wishes = Vec<(StudentId, Selection)>;

/// An open event, and three things that 64 of its students may wish for.
struct School {
    services: Services,
    event: EventId,
    nothing: Wishes,
    first: Wishes,
    second: Wishes,
}

impl School {
    /// The fixture's event with its 1,200 students.
    async fn found(url: &str) -> Result<Self, Box<dyn Error>> {
        let random = Arc::new(SystemRandom);
        let services = Services::new(Parts {
            store: Store::open(url, Missing::Make).await?,
            tokens: Tokens::new(&Secret::new(&*random)),
            clock: Arc::new(SystemClock),
            random,
            time_zone: jiff::tz::TimeZone::UTC,
            base_url: String::new(),
        });
        let event = services.import_event(EVENT, "bench").await?;
        let planned = services.plan_import_into(event, STUDENTS).await?;
        let (_, plan) = planned.map_err(|problem| format!("{problem:?}"))?;
        services.carry_out_import(event, &plan, "bench", None).await?;
        let admin = Admin { name: "bench".to_owned() };
        services.set_availability(&admin, event, AvailabilityState::Open).await?;
        let book = services.book(event).await?;
        let students: Vec<(StudentId, GroupId)> =
            services.store.students(event).await?.into_iter().map(|(row, _)| (row.id, row.group)).take(BATCH).collect();
        let wishes = |from: usize| -> Wishes {
            students.iter().enumerate().map(|(place, &(id, group))| (id, wish(&book, group, place + from))).collect()
        };
        let nothing = students.iter().map(|&(id, _)| (id, Selection::empty())).collect();
        let (first, second) = (wishes(0), wishes(1));
        Ok(Self { services, event, nothing, first, second })
    }

    /// All ask at once, and all must get what they ask for; gives how long that took.
    fn ask(&self, runtime: &tokio::runtime::Runtime, wishes: &Wishes) -> Duration {
        let wishes = wishes.clone();
        runtime.block_on(async {
            let began = Instant::now();
            let requests = wishes.into_iter().map(|(student, selection)| Request::of_student(student, selection));
            let asked = try_join_all(requests.map(|request| self.services.engine.register(self.event, request)));
            let answers = asked.await.expect("answers");
            let took = began.elapsed();
            assert!(answers.iter().all(|answer| answer.violations.is_empty()), "all that is asked for is there");
            took
        })
    }
}

/// A whole day: at each moment the workshop that stands `from` places down among those free.
fn wish(book: &Rulebook, group: GroupId, from: usize) -> Selection {
    let (held, seats) = (Held::nothing(), Seats::none_taken(book.event()));
    let mut day = Selection::empty();
    for moment in &book.event().moments {
        let is_here = |id: WorkshopId| book.event().workshop(id).is_some_and(|w| w.moments.contains(&moment.id));
        if day.iter().any(is_here) {
            continue;
        }
        let offers = options(book, Standing { group, held: &held }, &day, &seats);
        let is_free = |state: &OfferState| *state == OfferState::Free;
        let free: Vec<WorkshopId> =
            offers.iter().filter(|o| is_free(&o.state) && is_here(o.workshop)).map(|o| o.workshop).collect();
        if !free.is_empty() {
            day = choose(book, &day, free[from % free.len()]);
        }
    }
    day
}

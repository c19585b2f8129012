//! How many selections a second the database itself takes: the rows that registering writes, in batches of the engine's
//! size, by a bare loop. Nothing is judged, nobody asks over HTTP; what the server reaches is measured against this.

use domain::{Held, Timestamp};
use std::sync::Arc;
use tokio::time::Instant;
use workshops_server::{
    auth::{Secret, Tokens},
    clock::SystemClock,
    random::SystemRandom,
    service::{Parts, Services},
    store::{Decision, Missing, StandingRow, Store},
};

/// As many as the engine decides in one transaction.
const BATCH: usize = 256;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let url = arguments.next().ok_or("usage: floor DATABASE_URL STUDENTS")?;
    let students: usize = arguments.next().unwrap_or_default().parse()?;
    let random = Arc::new(SystemRandom);
    let services = Services::new(Parts {
        store: Store::open(&url, Missing::Make).await?,
        tokens: Tokens::new(&Secret::new(&*random)),
        clock: Arc::new(SystemClock),
        random,
        time_zone: jiff::tz::TimeZone::UTC,
        base_url: String::new(),
    });
    let mut document: serde_json::Value = serde_json::from_str(include_str!("../tests/fixtures/event.json"))?;
    for workshop in document["workshops"].as_array_mut().into_iter().flatten() {
        workshop["capacity"] = students.into();
    }
    let event = services.import_event(document.to_string().as_bytes(), "floor").await?;
    let book = services.book(event).await?;
    let group = &book.event().groups[0];
    let mut file = String::from("Naam;Klas;Doelgroep\r\n");
    for number in 0..students {
        file.push_str(&format!("Student {number};1A;{}\r\n", group.name));
    }
    let (_, plan) =
        services.plan_import_into(event, file.as_bytes()).await?.map_err(|problem| format!("{problem:?}"))?;
    services.carry_out_import(event, &plan, "floor", None).await?;
    let ids: Vec<_> = services.store.students(event).await?.into_iter().map(|(row, _)| row.id).collect();
    let first: Vec<_> = book.event().workshops.iter().take(3).map(|workshop| workshop.id).collect();
    let second: Vec<_> = book.event().workshops.iter().skip(3).take(3).map(|workshop| workshop.id).collect();
    // Registering, and changing one's mind.
    for (name, workshops) in [("register", first), ("change", second)] {
        let began = Instant::now();
        for chunk in ids.chunks(BATCH) {
            let now = Timestamp::from_micros(1);
            let standing = StandingRow {
                group: group.id,
                key_version: 1,
                held: Held { selection: workshops.clone().into(), ..Held::nothing() },
                since: workshops.iter().map(|&workshop| (workshop, now)).collect(),
            };
            let decisions = chunk.iter().map(|&student| Decision {
                student,
                at: now,
                by_whom: "student".to_owned(),
                requested: workshops.clone().into(),
                violations: Vec::new(),
            });
            let mut transaction = services.store.begin_event(event).await?;
            if name == "change" {
                transaction.give_up(chunk.iter().copied()).await?;
            }
            transaction.take(&chunk.iter().map(|&student| (student, &standing)).collect::<Vec<_>>()).await?;
            transaction.log(&decisions.collect::<Vec<_>>()).await?;
            transaction.commit().await?;
        }
        let seconds = began.elapsed().as_secs_f64();
        #[expect(clippy::cast_precision_loss, reason = "thousands")]
        let rate = ids.len() as f64 / seconds;
        println!("{{\"floor\": \"{name}\", \"students\": {}, \"per_second\": {rate:.0}}}", ids.len());
    }
    services.store.close().await;
    Ok(())
}

//! What one process changes reaches those who listen to another.

use crate::{fixture::Program, on_every_database};
use domain::EventId;
use std::{sync::Arc, time::Duration};
use workshops_server::live::Frames;

const WORKSHOPS: &[(&str, &[&str], u32)] = &[("A", &["m1"], 5)];

/// How long a change may take before the test says that it never came: less than the time after which PostgreSQL is
/// looked at without being told.
const PATIENCE: Duration = Duration::from_secs(10);

/// Two processes, of which the second follows the first, and what somebody hears who listens to the second.
async fn two_processes(first: Program, second: Program) -> (EventId, [Program; 2], Frames) {
    tokio::spawn(Arc::clone(&second.services.live).follow());
    let event = first.event().await.id;
    let frames = second.services.live.listen(event);
    (event, [first, second], frames)
}

/// Waits until the only workshop is seen to have so many seats taken.
async fn await_taken(frames: &mut Frames, taken: u32) {
    let is_so = |json: &str| json.contains(&format!("\"taken\":{taken}}}"));
    let heard = frames.wait_for(|frame| frame.as_ref().is_some_and(|frame| is_so(&frame.json)));
    tokio::time::timeout(PATIENCE, heard).await.expect("a change in time").expect("a channel");
}

on_every_database! {
    async fn a_change_in_one_process_reaches_the_streams_of_another(database) {
        let first = Program::with_event(&database, WORKSHOPS, 3).await;
        let (event, [first, _second], mut frames) = two_processes(first, Program::on(&database).await).await;
        await_taken(&mut frames, 0).await;
        let [a] = *first.workshops().await else { panic!("one workshop") };
        for (number, student) in (1..).zip(first.students().await) {
            assert_eq!(first.register(event, student.id, &[a]).await, []);
            await_taken(&mut frames, number).await;
        }
    }

    async fn what_changed_while_a_process_was_cut_off_reaches_it_when_it_is_back(database) {
        let first = Program::with_event(&database, WORKSHOPS, 2).await;
        let proxy = database.proxy();
        let second = Program::at(&proxy.url).await;
        let (event, [first, second], mut frames) = two_processes(first, second).await;
        let [a] = *first.workshops().await else { panic!("one workshop") };
        let students = first.students().await;
        await_taken(&mut frames, 0).await;
        assert_eq!(first.register(event, students[0].id, &[a]).await, []);
        await_taken(&mut frames, 1).await;
        proxy.cut();
        if !database.is_sqlite() {
            second.services.store.ping().await.expect_err("a database that is cut off");
        }
        assert_eq!(first.register(event, students[1].id, &[a]).await, []);
        proxy.heal();
        await_taken(&mut frames, 2).await;
    }

    async fn connections_that_the_server_ends_are_made_anew(database) {
        let first = Program::with_event(&database, WORKSHOPS, 2).await;
        let (event, [first, _second], mut frames) = two_processes(first, Program::on(&database).await).await;
        let [a] = *first.workshops().await else { panic!("one workshop") };
        await_taken(&mut frames, 0).await;
        for (number, student) in (1..).zip(first.students().await) {
            database.cut_connections().await;
            assert_eq!(first.register(event, student.id, &[a]).await, []);
            await_taken(&mut frames, number).await;
        }
    }
}

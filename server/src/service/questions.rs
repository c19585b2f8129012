//! What is asked of the database for many at once.

use super::together::Together;
use crate::{
    error::Result,
    store::{EventState, StandingRow, Store, StudentRow, TakenSeats},
};
use domain::{EventId, StudentId, StudentKey};
use futures_util::future::BoxFuture;
use std::{collections::HashMap, hash::Hash, sync::Arc};

/// What is known of each; the others are left out.
type Answers<K, V> = Result<HashMap<K, V>>;

/// A question that this store is asked for all who wait.
pub(super) fn together<K, V>(
    store: &Store,
    question: fn(Store, Vec<K>) -> BoxFuture<'static, Answers<K, V>>,
) -> Together<K, V>
where
    K: Clone + Eq + Hash + Send + 'static,
    V: Clone + Send + 'static,
{
    let store = store.clone();
    Together::new(move |keys| question(store.clone(), keys))
}

/// The events with these slugs, each with the seats taken of it.
pub(super) async fn events_by_slug(store: Store, slugs: Vec<String>) -> Answers<String, Arc<(EventState, TakenSeats)>> {
    let mut found = HashMap::with_capacity(slugs.len());
    for slug in slugs {
        if let Some(event) = store.event_and_seats_by_slug(&slug).await? {
            found.insert(slug, Arc::new(event));
        }
    }
    Ok(found)
}

/// The versions of these events.
pub(super) async fn event_states(store: Store, events: Vec<EventId>) -> Answers<EventId, EventState> {
    let mut found = HashMap::with_capacity(events.len());
    for event in events {
        if let Some(state) = store.event_state(event).await? {
            found.insert(event, state);
        }
    }
    Ok(found)
}

/// The students with these keys.
pub(super) async fn students_by_key(store: Store, keys: Vec<StudentKey>) -> Answers<StudentKey, StudentRow> {
    let rows = store.students_by_key(&keys).await?;
    Ok(rows.into_iter().map(|row| (row.key.clone(), row)).collect())
}

/// These students, each of his event, with what they hold.
pub(super) async fn students_with_standings(
    store: Store,
    students: Vec<(EventId, StudentId)>,
) -> Answers<(EventId, StudentId), Arc<(StudentRow, StandingRow)>> {
    let mut by_event: HashMap<EventId, Vec<StudentId>> = HashMap::new();
    for &(event, student) in &students {
        by_event.entry(event).or_default().push(student);
    }
    let mut found = HashMap::with_capacity(students.len());
    for (event, students) in by_event {
        for rows in store.students_and_standings(event, &students).await? {
            found.insert((event, rows.0.id), Arc::new(rows));
        }
    }
    Ok(found)
}

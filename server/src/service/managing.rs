//! What administrators do.

use super::{Services, dates::Dates};
use crate::{error::Result, store::RosterRow};
use app::{
    api::managing::{EventSummary, ManagedEvent, ManagedWorkshop, Progress, RegisteredStudent},
    backend::{Admin, Managing},
    error::AppError,
    i18n::Locale,
};
use async_trait::async_trait;
use domain::{
    AvailabilityState, Event, EventId, GroupId, Held, Selection, StudentId, Workshop, WorkshopId,
    rules::{self, Rulebook, Standing, Status},
};
use std::collections::HashMap;

#[async_trait]
impl Managing for Services {
    async fn events(&self, _admin: &Admin, locale: Locale) -> Result<Vec<EventSummary>, AppError> {
        let mut summaries = Vec::new();
        for state in self.store.events().await? {
            let book = self.events.load(&self.store, Some(state)).await?;
            let roster = self.store.roster(book.event().id).await?;
            summaries.push(self.summary(&book, &roster, locale).await?);
        }
        Ok(summaries)
    }

    async fn managed_event(&self, _admin: &Admin, event: EventId, locale: Locale) -> Result<ManagedEvent, AppError> {
        let state = self.store.event_state(event).await?;
        let book = self.events.load(&self.store, state).await?;
        let roster = self.store.roster(event).await?;
        let seats = self.store.seats(book.event()).await?;
        let dates = Dates { zone: &self.time_zone, locale };
        let mut lists: HashMap<WorkshopId, Vec<RegisteredStudent>> = HashMap::new();
        for row in &roster {
            lists.entry(row.workshop).or_default().push(RegisteredStudent {
                name: row.name.clone(),
                class: row.class.clone(),
                since: dates.day_and_time(row.registered_at),
                extra_seat: row.extra_seat,
            });
        }
        let availability = book.event().availability;
        let workshops = book.event().workshops.iter().enumerate().map(|(place, workshop)| {
            let registered = lists.remove(&workshop.id).unwrap_or_default();
            managed_workshop(book.event(), workshop, seats.taken(place), registered)
        });
        Ok(ManagedEvent {
            is_scheduled: availability.state == AvailabilityState::Scheduled,
            opens: availability.opens_at.map(|at| dates.day_and_time(at)),
            closes: availability.closes_at.map(|at| dates.day_and_time(at)),
            workshops: workshops.collect(),
            summary: self.summary(&book, &roster, locale).await?,
        })
    }

    async fn set_availability(&self, admin: &Admin, event: EventId, state: AvailabilityState) -> Result<(), AppError> {
        self.store.set_availability_state(event, state, &admin.name, self.clock.now()).await?;
        Ok(())
    }
}

impl Services {
    async fn summary(&self, book: &Rulebook, roster: &[RosterRow], locale: Locale) -> Result<EventSummary> {
        let event = book.event();
        let phase = event.availability.phase(self.clock.now());
        let dates = Dates { zone: &self.time_zone, locale };
        Ok(EventSummary {
            id: event.id,
            slug: event.slug.to_string(),
            title: event.title.clone(),
            phase,
            phase_time: dates.phase(&phase),
            progress: progress(book, roster, self.store.student_count(event.id).await?),
        })
    }
}

/// How many students are how far.
fn progress(book: &Rulebook, roster: &[RosterRow], students: u32) -> Progress {
    let mut held: HashMap<StudentId, (GroupId, [Vec<WorkshopId>; 2])> = HashMap::new();
    for row in roster {
        let (_, [all, despite]) = held.entry(row.student).or_insert_with(|| (row.group, Default::default()));
        all.push(row.workshop);
        if row.despite_group {
            despite.push(row.workshop);
        }
    }
    let mut progress = Progress { students, ..Progress::default() };
    for (group, [all, despite]) in held.into_values() {
        let selection = Selection::from(all);
        let held = Held { selection, despite_group: despite.into(), extra_seat: Selection::empty() };
        match rules::status(book, Standing { group, held: &held }, &held.selection) {
            Status::Complete => progress.complete += 1,
            Status::Partial => progress.partial += 1,
            Status::None => {}
        }
    }
    progress
}

fn managed_workshop(
    event: &Event,
    workshop: &Workshop,
    taken: u32,
    registered: Vec<RegisteredStudent>,
) -> ManagedWorkshop {
    let admits_all = event.groups.iter().all(|group| workshop.admits(group.id));
    let groups = if admits_all { &[][..] } else { &workshop.groups[..] };
    ManagedWorkshop {
        title: workshop.title.clone(),
        moments: workshop.moments.iter().filter_map(|&id| event.moment(id)).map(|m| m.name.clone()).collect(),
        groups: groups.iter().filter_map(|&id| event.group(id)).map(|group| group.name.clone()).collect(),
        capacity: workshop.capacity,
        taken,
        cancelled: workshop.cancelled,
        registered,
    }
}

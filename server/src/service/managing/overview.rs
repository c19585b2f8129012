//! How an event stands.

use super::{super::people::People, Services};
use crate::error::Result;
use app::{
    api::managing::{MomentFilling, Overview, PaceStep, Progress, ShortageShown, WorkshopFilling},
    i18n::Locale,
    message,
};
use domain::{
    Event, EventId, Timestamp,
    rules::{self, Feasibility, GroupSize, Shortage, Standing, Waiting},
};
use std::collections::BTreeMap;

const MINUTE: i64 = 60_000_000;

/// How many steps the drawing of the pace has at most.
const STEPS: i64 = 60;

/// How far back the pace goes, in minutes.
const PACE: i64 = 240;

impl Services {
    pub(super) async fn overview_of(&self, event: EventId, locale: Locale) -> Result<Overview> {
        let people = self.people(event).await?;
        let seats = self.store.seats(people.event()).await?;
        let now = self.clock.now();
        let dates = self.dates(locale);
        let waiting = waiting(&people);
        let shortages = rules::shortages(&people.book, &seats, &waiting);
        let feasibility = feasibility(&people);
        let since = Timestamp::from_micros(now.as_micros() - PACE * MINUTE);
        let accepted = self.store.accepted_by_minute(event, since).await?;
        let workshops = fillings(&people, &seats);
        Ok(Overview {
            progress: people.progress(),
            classes: people.classes(),
            groups: groups(&people),
            moments: moment_fillings(people.event(), &workshops, &waiting),
            workshops,
            shortages: shortages.iter().map(|shortage| shown(people.event(), shortage)).collect(),
            warnings: message::feasibility(locale, people.event(), &feasibility),
            pace: pace(&accepted, now, |at| dates.clock(at)),
            at: dates.clock_with_seconds(now),
        })
    }
}

/// Whether an event can work at all, and where it fails.
#[must_use]
pub fn feasibility(people: &People) -> Feasibility {
    rules::feasibility(&people.book, &group_sizes(people))
}

/// How far each group is, in the event's order.
fn groups(people: &People) -> Vec<(String, Progress)> {
    let each = people.event().groups.iter().map(|group| {
        let mut progress = Progress::default();
        people.all.iter().filter(|p| p.row.group == group.id).for_each(|p| progress.count(p.status));
        (group.name.clone(), progress)
    });
    each.collect()
}

fn group_sizes(people: &People) -> Vec<GroupSize> {
    groups(people)
        .into_iter()
        .zip(&people.event().groups)
        .map(|((_, progress), group)| GroupSize { group: group.id, students: progress.students })
        .collect()
}

/// How many students of each group still have to choose something at each required moment.
fn waiting(people: &People) -> Vec<Waiting> {
    let mut counts: BTreeMap<_, u32> = BTreeMap::new();
    for person in &people.all {
        let student = Standing { group: person.standing.group, held: &person.standing.held };
        for moment in rules::open_moments(&people.book, student, &person.standing.held.selection) {
            *counts.entry((moment, person.row.group)).or_default() += 1;
        }
    }
    counts.into_iter().map(|((moment, group), students)| Waiting { moment, group, students }).collect()
}

pub(super) fn fillings(people: &People, seats: &domain::Seats) -> Vec<WorkshopFilling> {
    let event = people.event();
    let extra = |id| people.all.iter().filter(|person| person.standing.held.extra_seat.contains(id)).count();
    event
        .workshops
        .iter()
        .enumerate()
        .map(|(place, workshop)| {
            let admits_all = event.groups.iter().all(|group| workshop.admits(group.id));
            let groups = if admits_all { &[][..] } else { &workshop.groups[..] };
            WorkshopFilling {
                id: workshop.id,
                title: workshop.title.clone(),
                moments: workshop.moments.iter().filter_map(|&id| event.moment(id)).map(|m| m.name.clone()).collect(),
                groups: groups.iter().filter_map(|&id| event.group(id)).map(|group| group.name.clone()).collect(),
                capacity: workshop.capacity,
                taken: seats.taken(place),
                extra: u32::try_from(extra(workshop.id)).unwrap_or(u32::MAX),
                cancelled: workshop.cancelled,
            }
        })
        .collect()
}

fn moment_fillings(event: &Event, workshops: &[WorkshopFilling], waiting: &[Waiting]) -> Vec<MomentFilling> {
    let at = |moment: &domain::Moment| {
        let here =
            || event.workshops.iter().zip(workshops).filter(|(w, _)| w.moments.contains(&moment.id) && !w.cancelled);
        MomentFilling {
            name: moment.name.clone(),
            capacity: here().map(|(_, filling)| filling.capacity).sum(),
            taken: here().map(|(_, filling)| filling.taken).sum(),
            waiting: waiting.iter().filter(|w| w.moment == moment.id).map(|w| w.students).sum(),
        }
    };
    event.moments.iter().map(at).collect()
}

fn shown(event: &Event, shortage: &Shortage) -> ShortageShown {
    ShortageShown {
        moment: event.moment(shortage.moment).map(|moment| moment.name.clone()).unwrap_or_default(),
        groups: shortage.groups.iter().filter_map(|&id| event.group(id)).map(|group| group.name.clone()).collect(),
        students: shortage.students,
        seats: shortage.seats,
    }
}

/// The pace since the first of these minutes, in at most [`STEPS`] steps.
fn pace(accepted: &[(i64, u32)], now: Timestamp, clock: impl Fn(Timestamp) -> String) -> Vec<PaceStep> {
    let Some(&(first, _)) = accepted.first() else { return Vec::new() };
    let last = (now.as_micros() / MINUTE).max(first);
    let minutes = last - first + 1;
    let width = (minutes + STEPS - 1) / STEPS;
    (0..(minutes + width - 1) / width)
        .map(|step| {
            let from = first + step * width;
            let counted: i64 =
                accepted.iter().filter(|(at, _)| (from..from + width).contains(at)).map(|&(_, n)| i64::from(n)).sum();
            let per_minute = u32::try_from((counted + width / 2) / width).unwrap_or(u32::MAX);
            PaceStep { from: clock(Timestamp::from_micros(from * MINUTE)), per_minute }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(accepted: &[(i64, u32)], now: i64) -> Vec<u32> {
        let now = Timestamp::from_micros(now * MINUTE + 1);
        pace(accepted, now, |_| String::new()).iter().map(|step| step.per_minute).collect()
    }

    #[test]
    fn the_pace_has_a_step_for_every_minute_and_no_more_than_sixty() {
        assert_eq!(steps(&[], 10), Vec::<u32>::new());
        assert_eq!(steps(&[(7, 3), (9, 4)], 10), [3, 0, 4, 0]);
        let busy: Vec<(i64, u32)> = (0..120).map(|minute| (minute, 5)).collect();
        assert_eq!(steps(&busy, 119), vec![5; 60], "two minutes a step, five each");
    }
}

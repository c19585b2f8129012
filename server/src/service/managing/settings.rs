//! An event's settings.

use super::Services;
use crate::error::Result;
use app::{api::managing::SettingsPage, i18n::Locale};
use domain::EventId;

impl Services {
    pub(super) async fn settings_page(&self, event: EventId, locale: Locale) -> Result<SettingsPage> {
        let people = self.people(event).await?;
        let event = people.event().clone();
        let dates = self.dates(locale);
        let size = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let in_group = |id| people.all.iter().filter(|person| person.row.group == id).count();
        let at_moment = |id| event.workshops.iter().filter(|workshop| workshop.moments.contains(id)).count();
        let availability = event.availability;
        let registered = people.all.iter().filter(|person| !person.standing.held.selection.is_empty()).count();
        Ok(SettingsPage {
            group_sizes: event.groups.iter().map(|group| size(in_group(group.id))).collect(),
            moment_sizes: event.moments.iter().map(|moment| size(at_moment(&moment.id))).collect(),
            schedule: [availability.opens_at, availability.closes_at].map(|at| dates.in_field(at)),
            moment_times: (event.moments.iter())
                .map(|moment| [moment.starts_at, moment.ends_at].map(|at| dates.in_field(at)))
                .collect(),
            schedule_words: [availability.opens_at, availability.closes_at]
                .map(|at| at.map(|at| dates.day_and_time(at))),
            state: availability.state,
            cards_made: self.store.cards_made_at(event.id).await?.map(|at| dates.day_and_time(at)),
            link: format!("{}/events/", self.base_url),
            students: [size(people.all.len()), size(registered)],
            zone: self.time_zone.iana_name().unwrap_or("UTC").to_owned(),
            event,
        })
    }
}

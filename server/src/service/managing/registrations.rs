//! Who is registered for what.

use super::{super::people::People, Services, field, overview::fillings};
use crate::{
    error::{Error, Result},
    export::sort_key,
};
use app::{
    api::managing::{ClassRegistrations, ClassRow, RegisteredStudent, RegistrationsPage},
    i18n::Locale,
};
use domain::{EventId, WorkshopId};

impl Services {
    pub(super) async fn registrations_page(
        &self,
        event: EventId,
        query: &str,
        locale: Locale,
    ) -> Result<RegistrationsPage> {
        let people = self.people(event).await?;
        let seats = self.store.seats(people.event()).await?;
        let workshop = match field(query, "workshop") {
            asked if asked.is_empty() => None,
            asked => {
                let id: WorkshopId = asked.parse().map_err(|_| Error::NotFound)?;
                people.event().workshop(id).ok_or(Error::NotFound)?;
                Some((id, self.registered_for(event, id, locale).await?))
            }
        };
        let class = field(query, "class");
        Ok(RegistrationsPage {
            workshops: fillings(&people, &seats),
            classes: people.classes(),
            workshop,
            class: (!class.is_empty()).then(|| of_class(&people, class)),
        })
    }

    pub(super) async fn registered_for(
        &self,
        event: EventId,
        workshop: WorkshopId,
        locale: Locale,
    ) -> Result<Vec<RegisteredStudent>> {
        let dates = self.dates(locale);
        let mut roster = self.store.roster(event).await?;
        roster.sort_by_cached_key(|row| (sort_key(&row.name), sort_key(&row.class)));
        Ok(roster
            .into_iter()
            .filter(|row| row.workshop == workshop)
            .map(|row| RegisteredStudent {
                id: row.student,
                name: row.name,
                class: row.class,
                since: dates.day_and_time(row.registered_at),
                extra_seat: row.extra_seat,
                despite_group: row.despite_group,
            })
            .collect())
    }
}

fn of_class(people: &People, class: String) -> ClassRegistrations {
    let event = people.event();
    let students = people.all.iter().filter(|person| person.row.class == class).map(|person| ClassRow {
        id: person.row.id,
        name: person.row.name.clone(),
        status: person.status,
        chosen: event
            .moments
            .iter()
            .map(|moment| {
                let here = event.workshops.iter().filter(|workshop| {
                    workshop.moments.contains(&moment.id) && person.standing.held.selection.contains(workshop.id)
                });
                here.map(|workshop| workshop.title.clone()).collect::<Vec<_>>().join(", ")
            })
            .collect(),
    });
    ClassRegistrations {
        students: students.collect(),
        moments: event.moments.iter().map(|moment| moment.name.clone()).collect(),
        class,
    }
}

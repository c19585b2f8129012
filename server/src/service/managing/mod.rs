//! What the administrator's pages show.

mod overview;
mod printing;
mod record;
mod registrations;
mod settings;
mod students;
mod workbook_words;

use super::{Services, dates::Dates};
use crate::error::Result;
use app::{
    api::managing::{
        Account, EventHead, EventSummary, EventWithSeats, ManagePage, Overview, Place, Section, SectionPage,
        StudentList, StudentQuery,
    },
    backend::{Admin, Managing},
    error::AppError,
    i18n::Locale,
};
use async_trait::async_trait;
use domain::{Event, EventId};

pub use overview::feasibility;
pub use students::{base, found};

#[async_trait]
impl Managing for Services {
    async fn manage_page(
        &self,
        admin: &Admin,
        place: Place,
        query: &str,
        locale: Locale,
    ) -> Result<ManagePage, AppError> {
        Ok(match place {
            Place::Events => ManagePage::Events(self.event_summaries(locale).await?),
            Place::Password => ManagePage::Account(Account { name: admin.name.clone() }),
            Place::Record => ManagePage::Record(self.record_page(None, query, locale).await?),
            Place::Event(event, section) => {
                let page = self.section(event, section, query, locale).await?;
                let book = self.book(event).await?;
                ManagePage::Event(self.head(book.event(), locale), Box::new(page))
            }
        })
    }

    async fn students(&self, _admin: &Admin, event: EventId, query: &StudentQuery) -> Result<StudentList, AppError> {
        Ok(students::list(&self.people(event).await?, query))
    }

    async fn overview(&self, _admin: &Admin, event: EventId, locale: Locale) -> Result<Overview, AppError> {
        Ok(self.overview_of(event, locale).await?)
    }
}

impl Services {
    async fn event_summaries(&self, locale: Locale) -> Result<Vec<EventSummary>> {
        let mut summaries = Vec::new();
        for state in self.store.events().await? {
            let people = self.people(state.id).await?;
            summaries.push(EventSummary { head: self.head(people.event(), locale), progress: people.progress() });
        }
        Ok(summaries)
    }

    fn head(&self, event: &Event, locale: Locale) -> EventHead {
        let phase = event.availability.phase(self.clock.now());
        EventHead {
            id: event.id,
            slug: event.slug.to_string(),
            title: event.title.clone(),
            phase,
            phase_time: self.dates(locale).phase(&phase),
        }
    }

    pub(super) fn dates(&self, locale: Locale) -> Dates<'_> {
        Dates { zone: &self.time_zone, locale }
    }

    async fn section(
        &self,
        event: EventId,
        section: Section,
        query: &str,
        locale: Locale,
    ) -> Result<SectionPage, AppError> {
        Ok(match section {
            Section::Overview => SectionPage::Overview(self.overview_of(event, locale).await?),
            Section::Workshops | Section::NewWorkshop | Section::PasteWorkshops => {
                SectionPage::Workshops(self.event_with_seats(event).await?)
            }
            Section::Workshop(workshop) => {
                let shown = self.event_with_seats(event).await?;
                shown.event.workshop(workshop).ok_or(AppError::NotFound)?;
                let registered = self.registered_for(event, workshop, locale).await?;
                SectionPage::Workshop(workshop, shown, registered)
            }
            Section::Links => SectionPage::Links(self.book(event).await?.event().clone()),
            Section::Students => SectionPage::Students(self.students_page(event, query).await?),
            Section::NewStudent | Section::ImportStudents => {
                SectionPage::NewStudents(self.book(event).await?.event().clone())
            }
            Section::Student(student) => {
                SectionPage::Student(Box::new(self.student_details(event, student, locale).await?))
            }
            Section::Registrations => SectionPage::Registrations(self.registrations_page(event, query, locale).await?),
            Section::Printing => SectionPage::Printing(self.printing_page(event, locale).await?),
            Section::Settings => SectionPage::Settings(Box::new(self.settings_page(event, locale).await?)),
            Section::Record => SectionPage::Record(self.record_page(Some(event), query, locale).await?),
        })
    }

    async fn event_with_seats(&self, event: EventId) -> Result<EventWithSeats> {
        let book = self.book(event).await?;
        let seats = self.store.seats(book.event()).await?;
        Ok(EventWithSeats { event: book.event().clone(), seats })
    }
}

/// The value of a field of an address's query; empty if it isn't there.
pub(super) fn field(query: &str, name: &str) -> String {
    form_urlencoded::parse(query.as_bytes())
        .find(|(field, _)| field == name)
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

//! What goes on paper, and what leaves as a file.

use super::{super::people::People, Services, workbook_words::words};
use crate::{
    error::{Error, Result},
    export::{
        qr, sort_key,
        students_csv::StudentLine,
        workbook::{self, Attendee, IncompleteStudent, Registrations, WorkshopList},
    },
    import::{DocumentKeys, EventDocument},
    store::StudentRow,
};
use app::{
    api::managing::{Place, PrintingPage, Section},
    backend::Admin,
    i18n::Locale,
    print::{
        Attendance, AttendanceList, Card, CardClass, CellItem, ClassTimetable, KeyCards, MomentHead, StudentTimetable,
        Timetables,
    },
};
use domain::{
    Event, EventId, StudentKey, Workshop, WorkshopId,
    rules::{self, Standing, Status},
};

impl Services {
    pub(super) async fn printing_page(&self, event: EventId, locale: Locale) -> Result<PrintingPage> {
        let people = self.people(event).await?;
        let count = |id| people.all.iter().filter(|person| person.standing.held.selection.contains(id)).count();
        let event = people.event();
        let dates = self.dates(locale);
        Ok(PrintingPage {
            classes: people.classes().into_iter().map(|(class, progress)| (class, progress.students)).collect(),
            workshops: (event.workshops.iter())
                .map(|workshop| {
                    let registered = u32::try_from(count(workshop.id)).unwrap_or(u32::MAX);
                    (workshop.id, domain::edit::LinkForm::label(event, workshop.id), registered)
                })
                .collect(),
            students: people.progress().students,
            cards_made: self.store.cards_made_at(event.id).await?.map(|at| dates.day_and_time(at)),
            address: self.address(event),
        })
    }

    /// The link that students use.
    fn address(&self, event: &Event) -> String {
        format!("{}/events/{}", self.base_url, event.slug)
    }

    /// The link that a card's QR code holds: the key stands in the fragment, which reaches no server log.
    fn link_with_key(&self, event: &Event, key: &StudentKey) -> String {
        let key: String = form_urlencoded::byte_serialize(key.as_str().as_bytes()).collect();
        format!("{}#{}", self.address(event), key.replace('+', "%20"))
    }

    /// The key cards of an event, or of one class or student of it; that they were made is noted.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the event is gone.
    pub async fn key_cards(&self, admin: &Admin, event: EventId, class: &str, student: &str) -> Result<KeyCards> {
        let people = self.people(event).await?;
        let event = people.event();
        let student = named(student)?;
        let wanted = people.all.iter().filter(|person| class.is_empty() || person.row.class == class);
        let wanted = wanted.filter(|person| student.is_none_or(|student| person.row.id == student));
        let rows: Vec<(StudentRow, String)> =
            wanted.map(|person| (person.row.clone(), self.link_with_key(event, &person.row.key))).collect();
        self.store.note_cards_made(event.id, rows.len(), &admin.name, self.clock.now()).await?;
        // Drawing a code takes most of a millisecond, which nobody else should wait for a thousand times over.
        let _inside = self.export_work.enter().await?;
        let classes = tokio::task::spawn_blocking(move || cards(rows)).await.map_err(|_| Error::Stopped)?;
        Ok(KeyCards { event: event.title.clone(), address: self.address(event), back: back(event), classes })
    }

    /// The keys for a mail merge; that they were made is noted.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the event is gone.
    pub async fn key_list(&self, admin: &Admin, event: EventId, class: &str) -> Result<Vec<u8>> {
        let people = self.people(event).await?;
        let lines = lines(&people, class);
        self.store.note_cards_made(event, lines.len(), &admin.name, self.clock.now()).await?;
        Ok(crate::export::students_csv::key_cards(&lines, |key| self.link_with_key(people.event(), key)))
    }

    /// All students as a file that can be imported again.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the event is gone.
    pub async fn student_file(&self, event: EventId) -> Result<Vec<u8>> {
        Ok(crate::export::students_csv::students(&lines(&self.people(event).await?, "")))
    }

    /// The file to start from.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the event is gone.
    pub async fn start_file(&self, event: EventId) -> Result<Vec<u8>> {
        let book = self.book(event).await?;
        let groups: Vec<String> = book.event().groups.iter().map(|group| group.name.clone()).collect();
        Ok(crate::export::students_csv::start_file(&groups))
    }

    /// The event as a document.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the event is gone.
    pub async fn event_document(&self, event: EventId) -> Result<String> {
        let book = self.book(event).await?;
        let [moments, groups, workshops] = self.store.references(event).await?;
        let keys = DocumentKeys { moments, groups, workshops };
        Ok(EventDocument::from_event(book.event(), &keys, &self.time_zone).to_json())
    }

    /// The workshops as a table to paste from.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the event is gone.
    pub async fn workshop_table(&self, event: EventId) -> Result<String> {
        Ok(crate::import::workshops::to_table(self.book(event).await?.event()))
    }

    /// Attendance lists of all workshops, or of one.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the event is gone.
    pub async fn attendance(&self, event: EventId, only: &str, locale: Locale) -> Result<Attendance> {
        let people = self.people(event).await?;
        let event = people.event();
        let dates = self.dates(locale);
        let one_day = dates.common_day(&event.moments).is_some();
        let only: Option<WorkshopId> = named(only)?;
        let list = |workshop: &Workshop| {
            let moments: Vec<_> = workshop.moments.iter().filter_map(|&id| event.moment(id)).collect();
            let times: Vec<String> = moments.iter().map(|moment| dates.moment(moment, !one_day)).collect();
            AttendanceList {
                title: workshop.title.clone(),
                moments: moments.iter().map(|moment| moment.name.clone()).collect(),
                times: times.into_iter().filter(|time| !time.is_empty()).collect::<Vec<_>>().join(", "),
                location: workshop.location.clone(),
                host: workshop.host.clone(),
                capacity: workshop.capacity,
                cancelled: workshop.cancelled,
                students: attendees(&people, workshop.id)
                    .into_iter()
                    .map(|student| app::print::Attendee {
                        name: student.name,
                        class: student.class,
                        extra_seat: student.extra_seat,
                    })
                    .collect(),
            }
        };
        let wanted = event.workshops.iter().filter(|workshop| only.is_none_or(|only| workshop.id == only));
        Ok(Attendance { event: event.title.clone(), back: back(event), workshops: wanted.map(list).collect() })
    }

    /// The timetables of all classes, or of one.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the event is gone.
    pub async fn timetables(&self, event: EventId, class: &str, locale: Locale) -> Result<Timetables> {
        let people = self.people(event).await?;
        let event = people.event();
        let dates = self.dates(locale);
        let one_day = dates.common_day(&event.moments).is_some();
        let mut classes: Vec<ClassTimetable> = Vec::new();
        for person in people.all.iter().filter(|person| class.is_empty() || person.row.class == class) {
            if classes.last().is_none_or(|last| last.class != person.row.class) {
                classes.push(ClassTimetable { class: person.row.class.clone(), students: Vec::new() });
            }
            let cell = |moment: &domain::Moment| -> Vec<CellItem> {
                let held =
                    |w: &&Workshop| w.moments.contains(&moment.id) && person.standing.held.selection.contains(w.id);
                let item = |workshop: &Workshop| CellItem {
                    title: workshop.title.clone(),
                    location: workshop.location.clone(),
                    cancelled: workshop.cancelled,
                };
                event.workshops.iter().filter(held).map(item).collect()
            };
            let row =
                StudentTimetable { name: person.row.name.clone(), cells: event.moments.iter().map(cell).collect() };
            if let Some(last) = classes.last_mut() {
                last.students.push(row);
            }
        }
        let head =
            |moment: &domain::Moment| MomentHead { name: moment.name.clone(), time: dates.moment(moment, !one_day) };
        Ok(Timetables {
            event: event.title.clone(),
            back: back(event),
            moments: event.moments.iter().map(head).collect(),
            classes,
        })
    }

    /// All registrations as an Excel workbook.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the event is gone.
    pub async fn workbook(&self, event: EventId, locale: Locale) -> Result<Vec<u8>> {
        let people = self.people(event).await?;
        let seats = self.store.seats(people.event()).await?;
        let data = registrations(&people, &seats, self.dates(locale).day_and_time(self.clock.now()));
        // Making a workbook takes tens of milliseconds, which nobody else should wait for.
        let _inside = self.export_work.enter().await?;
        tokio::task::spawn_blocking(move || workbook::registrations(&data, &words(locale)))
            .await
            .map_err(|_| Error::Stopped)?
            .map_err(|error| Error::Export(error.to_string()))
    }
}

/// The id in a query; none if it names none.
fn named<T>(id: &str) -> Result<Option<domain::Id<T>>> {
    if id.is_empty() { Ok(None) } else { id.parse().map(Some).map_err(|_| Error::NotFound) }
}

fn back(event: &Event) -> String {
    Place::Event(event.id, Section::Printing).to_string()
}

/// A card for each student, with what its code says; they come by class.
fn cards(rows: Vec<(StudentRow, String)>) -> Vec<CardClass> {
    let mut classes: Vec<CardClass> = Vec::new();
    for (row, link) in rows {
        if classes.last().is_none_or(|last| last.class != row.class) {
            classes.push(CardClass { class: row.class.clone(), cards: Vec::new() });
        }
        let card = Card { key: row.key.to_string(), qr: drawn(&link), name: row.name, class: row.class };
        if let Some(last) = classes.last_mut() {
            last.cards.push(card);
        }
    }
    classes
}

fn drawn(link: &str) -> app::print::QrDrawing {
    let drawing = qr(link);
    drawing.map(|qr| app::print::QrDrawing { size: qr.size, path: qr.path }).unwrap_or_default()
}

fn lines(people: &People, class: &str) -> Vec<StudentLine> {
    let wanted = people.all.iter().filter(|person| class.is_empty() || person.row.class == class);
    wanted
        .map(|person| {
            let row = &person.row;
            StudentLine {
                name: row.name.clone(),
                class: row.class.clone(),
                group: people.event().group(row.group).map(|group| group.name.clone()).unwrap_or_default(),
                key: row.key.clone(),
                number: row.number.clone(),
            }
        })
        .collect()
}

/// Who is registered for a workshop, by name.
fn attendees(people: &People, workshop: WorkshopId) -> Vec<Attendee> {
    let mut students: Vec<Attendee> = people
        .all
        .iter()
        .filter(|person| person.standing.held.selection.contains(workshop))
        .map(|person| Attendee {
            name: person.row.name.clone(),
            class: person.row.class.clone(),
            extra_seat: person.standing.held.extra_seat.contains(workshop),
        })
        .collect();
    students.sort_by_cached_key(|student| (sort_key(&student.name), sort_key(&student.class)));
    students
}

fn registrations(people: &People, seats: &domain::Seats, made_at: String) -> Registrations {
    let event = people.event();
    let progress = people.progress();
    let workshops =
        super::overview::fillings(people, seats).into_iter().zip(&event.workshops).map(|(filling, workshop)| {
            WorkshopList {
                title: filling.title,
                location: workshop.location.clone(),
                host: workshop.host.clone(),
                moments: filling.moments,
                groups: filling.groups,
                capacity: filling.capacity,
                taken: filling.taken,
                extra: filling.extra,
                cancelled: filling.cancelled,
                students: attendees(people, workshop.id),
            }
        });
    let incomplete = people.all.iter().filter(|person| person.status != Status::Complete).map(|person| {
        let student = Standing { group: person.standing.group, held: &person.standing.held };
        let missing = rules::open_moments(&people.book, student, &person.standing.held.selection);
        let line = people.line(person);
        IncompleteStudent {
            name: line.name,
            class: line.class,
            group: line.group,
            chosen: line.chosen,
            missing: missing.into_iter().filter_map(|id| event.moment(id)).map(|m| m.name.clone()).collect(),
        }
    });
    Registrations {
        event: event.title.clone(),
        made_at,
        students: progress.students,
        complete: progress.complete,
        partial: progress.partial,
        none: progress.none(),
        workshops: workshops.collect(),
        incomplete: incomplete.collect(),
    }
}

//! What each of the administrator's pages shows. Times come as text, made by the server.

use super::{RegisteredStudent, RegistrationsPage, StudentDetails, StudentsPage};
use domain::{AvailabilityState, Event, EventId, Phase, Seats, WorkshopId, rules::Status};
use serde::{Deserialize, Serialize};

/// What a page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ManagePage {
    /// All events.
    Events(Vec<EventSummary>),
    /// The account.
    Account(Account),
    /// Who changed what that belongs to no event.
    Record(RecordPage),
    /// A part of an event.
    Event(EventHead, Box<SectionPage>),
}

/// What stands around every page of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventHead {
    /// Its id.
    pub id: EventId,
    /// Its slug.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// Whether one can register now.
    pub phase: Phase,
    /// When the phase changes or changed, in words.
    pub phase_time: Option<String>,
}

/// What a part of an event shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SectionPage {
    /// How far its students are.
    Overview(Overview),
    /// All workshops; also where one is made, and where many are pasted.
    Workshops(EventWithSeats),
    /// One workshop, and who is registered for it.
    Workshop(WorkshopId, EventWithSeats, Vec<RegisteredStudent>),
    /// The links.
    Links(Event),
    /// All students.
    Students(StudentsPage),
    /// A student who is still to be added, or the page that imports many.
    NewStudents(Event),
    /// One student.
    Student(Box<StudentDetails>),
    /// Who is registered for what.
    Registrations(RegistrationsPage),
    /// What goes on paper.
    Printing(PrintingPage),
    /// Everything else.
    Settings(Box<SettingsPage>),
    /// Who changed what.
    Record(RecordPage),
}

/// An event in the list of events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventSummary {
    /// What stands around its pages.
    pub head: EventHead,
    /// How far its students are.
    pub progress: Progress,
}

/// How many students are how far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// All of them.
    pub students: u32,
    /// Those who covered every required moment.
    pub complete: u32,
    /// Those who chose something, but not enough.
    pub partial: u32,
}

impl Progress {
    /// Those who chose nothing yet.
    #[must_use]
    pub const fn none(&self) -> u32 {
        self.students.saturating_sub(self.complete + self.partial)
    }

    /// Counts one more student.
    pub const fn count(&mut self, status: Status) {
        self.students += 1;
        match status {
            Status::Complete => self.complete += 1,
            Status::Partial => self.partial += 1,
            Status::None => {}
        }
    }
}

/// The account of an administrator who is logged in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// The name under which his changes stand on record.
    pub name: String,
}

/// How an event stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    /// All students.
    pub progress: Progress,
    /// Students by class.
    pub classes: Vec<(String, Progress)>,
    /// Students by group.
    pub groups: Vec<(String, Progress)>,
    /// The workshops, in order.
    pub workshops: Vec<WorkshopFilling>,
    /// The seats at each moment.
    pub moments: Vec<MomentFilling>,
    /// Where seats are short.
    pub shortages: Vec<ShortageShown>,
    /// What is wrong with the event itself, in words.
    pub warnings: Vec<String>,
    /// How many selections were stored in each minute, over the last four hours; at most sixty steps.
    pub pace: Vec<PaceStep>,
    /// When this was, such as "08:03:12".
    pub at: String,
}

/// How many selections were stored in some minutes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaceStep {
    /// When they began, such as "08:03".
    pub from: String,
    /// How many selections a minute.
    pub per_minute: u32,
}

/// How full a workshop is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkshopFilling {
    /// Which.
    pub id: WorkshopId,
    /// Its title.
    pub title: String,
    /// The names of its moments.
    pub moments: Vec<String>,
    /// The names of its groups; none means everyone.
    pub groups: Vec<String>,
    /// How many fit.
    pub capacity: u32,
    /// How many seats are taken.
    pub taken: u32,
    /// How many are there beyond the capacity.
    pub extra: u32,
    /// Whether it was called off.
    pub cancelled: bool,
}

/// The seats at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MomentFilling {
    /// Its name.
    pub name: String,
    /// How many seats all workshops there have.
    pub capacity: u32,
    /// How many are taken.
    pub taken: u32,
    /// How many students still have to choose something there.
    pub waiting: u32,
}

/// Students who outnumber the seats that they may take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShortageShown {
    /// At which moment.
    pub moment: String,
    /// Which groups.
    pub groups: Vec<String>,
    /// How many students still have to choose there.
    pub students: u32,
    /// How many seats they may take.
    pub seats: u32,
}

/// An event with its seats.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventWithSeats {
    /// The event.
    pub event: Event,
    /// The seats taken.
    pub seats: Seats,
}

/// What can be printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintingPage {
    /// All classes, with how many students they have.
    pub classes: Vec<(String, u32)>,
    /// The workshops: id, title with moments, how many are registered.
    pub workshops: Vec<(WorkshopId, String, u32)>,
    /// How many students there are.
    pub students: u32,
    /// When key cards were last made, in words.
    pub cards_made: Option<String>,
    /// The address on the cards.
    pub address: String,
}

/// An event's settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsPage {
    /// The event.
    pub event: Event,
    /// How many students each group has, in the event's order.
    pub group_sizes: Vec<u32>,
    /// How many workshops are at each moment, in the event's order.
    pub moment_sizes: Vec<u32>,
    /// When it opens and closes, as a `datetime-local` field has it.
    pub schedule: [String; 2],
    /// When each moment starts and ends, as such fields have it.
    pub moment_times: Vec<[String; 2]>,
    /// When it opens and closes, in words.
    pub schedule_words: [Option<String>; 2],
    /// Whether its schedule counts now.
    pub state: AvailabilityState,
    /// When key cards were last made, in words.
    pub cards_made: Option<String>,
    /// The whole link for students, without its slug.
    pub link: String,
    /// How many students it has, and how many of these hold something.
    pub students: [u32; 2],
    /// The school's time zone.
    pub zone: String,
}

/// Who changed what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordPage {
    /// What was searched for.
    pub q: String,
    /// The entries, newest first.
    pub entries: Vec<RecordEntry>,
    /// The number before which older entries are, if there are any.
    pub older: Option<i64>,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordEntry {
    /// When, in words, to the second.
    pub at: String,
    /// Who.
    pub by_whom: String,
    /// What was done, as the record calls it.
    pub action: String,
    /// What was changed: the name of the field, before, after.
    pub changes: Vec<(String, String, String)>,
}

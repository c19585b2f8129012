//! Registrations: the transaction in which the engine decides a batch, and reading who has what.

use super::{
    Decision, EventState, Store, StudentRow,
    db::{Fetch, Row, Transaction, Value},
    events, students,
};
use crate::error::{Error, Result};
use domain::{Event, EventId, GroupId, Held, Seats, Slug, StudentId, Timestamp, WorkshopId};
use std::{collections::HashMap, sync::LazyLock};

/// A transaction that holds an event's lock: nobody else changes its seats until it ends.
#[derive(Debug)]
pub struct EventTransaction {
    pub(super) transaction: Transaction,
    pub(super) event: EventId,
    /// The event's version, see the migration.
    pub version: i64,
}

/// What the rules look at of one student.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingRow {
    /// His group.
    pub group: GroupId,
    /// The version of his key, see [`StudentRow`](super::StudentRow::key_version).
    pub key_version: u32,
    /// What he holds.
    pub held: Held,
    /// Since when he holds each of them.
    pub since: Vec<(WorkshopId, Timestamp)>,
}

impl StandingRow {
    /// When his registration was last changed.
    #[must_use]
    pub fn changed_at(&self) -> Option<Timestamp> {
        self.since.iter().map(|&(_, at)| at).max()
    }
}

/// How many seats of each workshop are taken.
pub type TakenSeats = HashMap<WorkshopId, u32>;

/// A registration in a workshop's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterRow {
    /// The workshop.
    pub workshop: WorkshopId,
    /// The student.
    pub student: StudentId,
    /// His group.
    pub group: GroupId,
    /// The version of his key.
    pub key_version: u32,
    /// His name.
    pub name: String,
    /// His class.
    pub class: String,
    /// Since when.
    pub registered_at: Timestamp,
    /// Whether his seat is beyond the capacity.
    pub extra_seat: bool,
    /// Whether he was placed although his group isn't admitted.
    pub despite_group: bool,
}

impl Store {
    /// Begins a transaction that holds the event's lock. On SQLite that is the lock of the only writer.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such event.
    pub async fn begin_event(&self, event: EventId) -> Result<EventTransaction> {
        let mut transaction = self.db.begin().await?;
        let version = events::lock(&mut transaction, self.db.kind(), event).await?.ok_or(Error::NotFound)?;
        Ok(EventTransaction { transaction, event, version })
    }

    /// The seats taken of each workshop of the event.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn seats(&self, event: &Event) -> Result<Seats> {
        load_seats(&mut self.db.reader(), event).await
    }

    /// The event with this slug, with the seats taken of each of its workshops: one question for a page.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn event_and_seats_by_slug(&self, slug: &str) -> Result<Option<(EventState, TakenSeats)>> {
        if slug.parse::<Slug>().is_err() {
            return Ok(None);
        }
        let statement = "select e.id, e.version, w.id as workshop_id, w.taken \
                         from event e left join workshop w on w.event_id = e.id where e.slug = ?";
        let rows = self.db.reader().fetch_all(statement, &[slug.into()]).await?;
        let Some(first) = rows.first() else { return Ok(None) };
        let state = EventState { id: first.id("id")?, version: first.integer("version")? };
        let with_workshop = rows.iter().filter(|row| !matches!(row.optional_text("workshop_id"), Ok(None)));
        let taken = with_workshop.map(|row| Ok((row.id("workshop_id")?, row.count("taken")?)));
        Ok(Some((state, taken.collect::<Result<_>>()?)))
    }

    /// Students of the event with what the rules look at of them: one question for many pages. Those that the event
    /// doesn't have are left out.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn students_and_standings(
        &self,
        event: EventId,
        ids: &[StudentId],
    ) -> Result<Vec<(StudentRow, StandingRow)>> {
        static TEXT: LazyLock<String> = LazyLock::new(|| {
            let rest = "left join registration r on r.student_id = s.id where s.event_id = ? and s.id in (…)";
            students::select(", r.workshop_id, r.registered_at, r.extra_seat, r.despite_group", rest)
        });
        let list = ids.iter().map(|&student| Value::from(student)).collect();
        let rows = self.db.reader().fetch_for(&TEXT, &[event.into()], list).await?;
        let mut standings = read_standings(&rows)?;
        let mut found = Vec::with_capacity(standings.len());
        for row in &rows {
            // The first of a student's rows; the others repeat him with his other workshops.
            if let Some(standing) = standings.remove(&row.id("id")?) {
                found.push((students::student(row)?, standing));
            }
        }
        Ok(found)
    }

    /// What the rules look at of one student.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the event has no such student.
    pub async fn standing(&self, event: EventId, student: StudentId) -> Result<StandingRow> {
        load_standings(&mut self.db.reader(), event, &[student]).await?.remove(&student).ok_or(Error::NotFound)
    }

    /// Everyone who is registered for anything of the event, by name.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn roster(&self, event: EventId) -> Result<Vec<RosterRow>> {
        load_roster(&mut self.db.reader(), event).await
    }
}

impl EventTransaction {
    /// The event as it is inside the transaction.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn event(&mut self) -> Result<Event> {
        Ok(events::load_event(&mut self.transaction, self.event).await?.0)
    }

    /// The seats taken of each workshop of the event.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn seats(&mut self, event: &Event) -> Result<Seats> {
        load_seats(&mut self.transaction, event).await
    }

    /// What the rules look at of each of these students; those that the event doesn't have are left out.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn standings(&mut self, students: &[StudentId]) -> Result<HashMap<StudentId, StandingRow>> {
        load_standings(&mut self.transaction, self.event, students).await
    }

    /// Replaces what these students hold.
    ///
    /// # Errors
    /// [`Error::Database`] if the schema forbids it, as a seat too many.
    pub async fn replace(&mut self, changed: &[(StudentId, &StandingRow)]) -> Result<()> {
        self.give_up(changed.iter().map(|&(student, _)| student)).await?;
        self.take(changed).await
    }

    /// Takes away all that these students hold.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn give_up(&mut self, students: impl Iterator<Item = StudentId>) -> Result<()> {
        let students = students.map(Value::from).collect();
        self.transaction.execute_for("delete from registration where student_id in (…)", &[], students).await
    }

    /// Gives these students, who hold nothing, what they are to hold.
    ///
    /// # Errors
    /// [`Error::Database`] if the schema forbids it, as a seat too many.
    pub async fn take(&mut self, changed: &[(StudentId, &StandingRow)]) -> Result<()> {
        let head = "insert into registration \
                    (event_id, student_id, workshop_id, registered_at, extra_seat, despite_group)";
        let event = self.event.to_string();
        let event = event.as_str();
        let rows: Vec<_> = changed
            .iter()
            .flat_map(|&(student, standing)| {
                standing.since.iter().map(move |&(workshop, at)| {
                    [
                        event.into(),
                        student.into(),
                        workshop.into(),
                        at.into(),
                        standing.held.extra_seat.contains(workshop).into(),
                        standing.held.despite_group.contains(workshop).into(),
                    ]
                })
            })
            .collect();
        self.transaction.insert(head, &rows).await
    }

    /// Appends decisions to the log, in this order.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn log(&mut self, decisions: &[Decision]) -> Result<()> {
        let head = "insert into decision (event_id, student_id, at, by_whom, requested, accepted, violations)";
        let event = self.event.to_string();
        let rows: Vec<_> = decisions
            .iter()
            .map(|decision| {
                let requested: Vec<String> = decision.requested.iter().map(|id| id.to_string()).collect();
                let violations = if decision.violations.is_empty() {
                    String::new()
                } else {
                    serde_json::to_string(&decision.violations).unwrap_or_default()
                };
                [
                    Value::from(&event),
                    decision.student.into(),
                    decision.at.into(),
                    (&decision.by_whom).into(),
                    requested.join(" ").into(),
                    decision.violations.is_empty().into(),
                    violations.into(),
                ]
            })
            .collect();
        self.transaction.insert(head, &rows).await
    }

    /// Makes it all durable, and lets go of the lock.
    ///
    /// # Errors
    /// [`Error::Database`]; nothing is stored then.
    pub async fn commit(self) -> Result<()> {
        self.transaction.commit().await
    }
}

/// Everyone who is registered for anything of the event, by name.
pub(super) async fn load_roster(source: &mut impl Fetch, event: EventId) -> Result<Vec<RosterRow>> {
    let statement = "select r.workshop_id, r.student_id, s.group_id, s.key_version, s.name, s.class, r.registered_at, r.extra_seat, \
                     r.despite_group from registration r join student s on s.id = r.student_id \
                     where r.event_id = ? order by s.name, s.class, s.id";
    let rows = source.fetch_all(statement, &[event.into()]).await?;
    rows.iter()
        .map(|row| {
            Ok(RosterRow {
                workshop: row.id("workshop_id")?,
                student: row.id("student_id")?,
                group: row.id("group_id")?,
                key_version: row.count("key_version")?,
                name: row.string("name")?,
                class: row.string("class")?,
                registered_at: row.time("registered_at")?,
                extra_seat: row.yes("extra_seat")?,
                despite_group: row.yes("despite_group")?,
            })
        })
        .collect()
}

async fn load_seats(source: &mut impl Fetch, event: &Event) -> Result<Seats> {
    let rows = source.fetch_all("select id, taken from workshop where event_id = ?", &[event.id.into()]).await?;
    let read = |row: &Row| Ok((row.id("id")?, row.count("taken")?));
    let taken: HashMap<WorkshopId, u32> = rows.iter().map(read).collect::<Result<_>>()?;
    Ok(Seats::of(event, |workshop| taken.get(&workshop).copied().unwrap_or(0)))
}

async fn load_standings(
    source: &mut impl Fetch,
    event: EventId,
    students: &[StudentId],
) -> Result<HashMap<StudentId, StandingRow>> {
    let text = "select s.id, s.group_id, s.key_version, r.workshop_id, r.registered_at, r.extra_seat, r.despite_group \
                from student s left join registration r on r.student_id = s.id where s.event_id = ? and s.id in (…)";
    let list = students.iter().map(|&student| Value::from(student)).collect();
    read_standings(&source.fetch_for(text, &[event.into()], list).await?)
}

/// What each student holds, of rows of a student and one of his registrations each.
fn read_standings(rows: &[Row]) -> Result<HashMap<StudentId, StandingRow>> {
    let mut standings = HashMap::new();
    let mut workshops: HashMap<StudentId, [Vec<WorkshopId>; 3]> = HashMap::new();
    for row in rows {
        let (student, group) = (row.id("id")?, row.id("group_id")?);
        let key_version = row.count("key_version")?;
        let standing = standings.entry(student).or_insert_with(|| StandingRow {
            group,
            key_version,
            held: Held::nothing(),
            since: Vec::new(),
        });
        if row.optional_text("workshop_id")?.is_some() {
            let workshop = row.id("workshop_id")?;
            standing.since.push((workshop, row.time("registered_at")?));
            let [all, extra, despite] = workshops.entry(student).or_default();
            all.push(workshop);
            if row.yes("extra_seat")? {
                extra.push(workshop);
            }
            if row.yes("despite_group")? {
                despite.push(workshop);
            }
        }
    }
    for (student, [all, extra, despite]) in workshops {
        if let Some(standing) = standings.get_mut(&student) {
            standing.held = Held { selection: all.into(), extra_seat: extra.into(), despite_group: despite.into() };
        }
    }
    Ok(standings)
}

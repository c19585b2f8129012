//! Registrations: the transaction in which the engine decides a batch, and reading who has what.

use super::{Decision, Store, count, events, id, time};
use crate::error::{Error, Result};
use domain::{Event, EventId, GroupId, Held, Seats, StudentId, Timestamp, WorkshopId};
use sqlx::{QueryBuilder, Row, Sqlite, SqliteConnection, SqliteTransaction};
use std::collections::HashMap;

/// A transaction that holds an event's lock: nobody else changes its seats until it ends.
#[derive(Debug)]
pub struct EventTransaction {
    pub(super) transaction: SqliteTransaction<'static>,
    pub(super) event: EventId,
    /// The event's version, see the migration.
    pub version: i64,
}

/// What the rules look at of one student.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingRow {
    /// His group.
    pub group: GroupId,
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

/// A registration in a workshop's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterRow {
    /// The workshop.
    pub workshop: WorkshopId,
    /// The student.
    pub student: StudentId,
    /// His group.
    pub group: GroupId,
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
        let mut transaction = self.db.write.begin_with("begin immediate").await?;
        let version: Option<i64> = sqlx::query_scalar("select version from event where id = ?")
            .bind(event.to_string())
            .fetch_optional(&mut *transaction)
            .await?;
        Ok(EventTransaction { transaction, event, version: version.ok_or(Error::NotFound)? })
    }

    /// The seats taken of each workshop of the event.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn seats(&self, event: &Event) -> Result<Seats> {
        let mut connection = self.db.read.acquire().await?;
        load_seats(&mut connection, event).await
    }

    /// What the rules look at of one student.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the event has no such student.
    pub async fn standing(&self, event: EventId, student: StudentId) -> Result<StandingRow> {
        let mut connection = self.db.read.acquire().await?;
        load_standings(&mut connection, event, &[student]).await?.remove(&student).ok_or(Error::NotFound)
    }

    /// Everyone who is registered for anything of the event, by name.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn roster(&self, event: EventId) -> Result<Vec<RosterRow>> {
        let mut connection = self.db.read.acquire().await?;
        load_roster(&mut connection, event).await
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
        for chunk in changed.chunks(500) {
            let mut delete = QueryBuilder::<Sqlite>::new("delete from registration where student_id in (");
            let mut list = delete.separated(", ");
            for (student, _) in chunk {
                list.push_bind(student.to_string());
            }
            delete.push(")");
            delete.build().execute(&mut *self.transaction).await?;
        }
        let rows: Vec<_> = changed
            .iter()
            .flat_map(|(student, standing)| {
                standing.since.iter().map(move |&(workshop, at)| (student, standing, workshop, at))
            })
            .collect();
        let event = self.event.to_string();
        for chunk in rows.chunks(500) {
            let mut insert = QueryBuilder::<Sqlite>::new(
                "insert into registration \
                 (event_id, student_id, workshop_id, registered_at, extra_seat, despite_group) ",
            );
            insert.push_values(chunk, |mut row, (student, standing, workshop, at)| {
                row.push_bind(&event)
                    .push_bind(student.to_string())
                    .push_bind(workshop.to_string())
                    .push_bind(at.as_micros())
                    .push_bind(i64::from(standing.held.extra_seat.contains(*workshop)))
                    .push_bind(i64::from(standing.held.despite_group.contains(*workshop)));
            });
            insert.build().execute(&mut *self.transaction).await?;
        }
        Ok(())
    }

    /// Appends decisions to the log, in this order.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn log(&mut self, decisions: &[Decision]) -> Result<()> {
        let event = self.event.to_string();
        for chunk in decisions.chunks(500) {
            let mut insert = QueryBuilder::<Sqlite>::new(
                "insert into decision (event_id, student_id, at, by_whom, requested, accepted, violations) ",
            );
            insert.push_values(chunk, |mut row, decision| {
                let requested: Vec<String> = decision.requested.iter().map(|id| id.to_string()).collect();
                let violations = if decision.violations.is_empty() {
                    String::new()
                } else {
                    serde_json::to_string(&decision.violations).unwrap_or_default()
                };
                row.push_bind(&event)
                    .push_bind(decision.student.to_string())
                    .push_bind(decision.at.as_micros())
                    .push_bind(&decision.by_whom)
                    .push_bind(requested.join(" "))
                    .push_bind(i64::from(decision.violations.is_empty()))
                    .push_bind(violations);
            });
            insert.build().execute(&mut *self.transaction).await?;
        }
        Ok(())
    }

    /// Makes it all durable, and lets go of the lock.
    ///
    /// # Errors
    /// [`Error::Database`]; nothing is stored then.
    pub async fn commit(self) -> Result<()> {
        Ok(self.transaction.commit().await?)
    }
}

/// Everyone who is registered for anything of the event, by name.
pub(super) async fn load_roster(connection: &mut SqliteConnection, event: EventId) -> Result<Vec<RosterRow>> {
    let rows = sqlx::query(
        "select r.workshop_id, r.student_id, s.group_id, s.name, s.class, r.registered_at, r.extra_seat, \
         r.despite_group from registration r join student s on s.id = r.student_id \
         where r.event_id = ? order by s.name, s.class, s.id",
    )
    .bind(event.to_string())
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(RosterRow {
                workshop: id(row.try_get(0)?)?,
                student: id(row.try_get(1)?)?,
                group: id(row.try_get(2)?)?,
                name: row.try_get(3)?,
                class: row.try_get(4)?,
                registered_at: time(row.try_get(5)?),
                extra_seat: row.try_get::<i64, _>(6)? != 0,
                despite_group: row.try_get::<i64, _>(7)? != 0,
            })
        })
        .collect()
}

async fn load_seats(connection: &mut SqliteConnection, event: &Event) -> Result<Seats> {
    let rows = sqlx::query("select id, taken from workshop where event_id = ?")
        .bind(event.id.to_string())
        .fetch_all(connection)
        .await?;
    let mut taken = HashMap::with_capacity(rows.len());
    for row in &rows {
        taken.insert(id(row.try_get(0)?)?, count(row.try_get(1)?)?);
    }
    Ok(Seats::of(event, |workshop| taken.get(&workshop).copied().unwrap_or(0)))
}

async fn load_standings(
    connection: &mut SqliteConnection,
    event: EventId,
    students: &[StudentId],
) -> Result<HashMap<StudentId, StandingRow>> {
    let mut standings = HashMap::with_capacity(students.len());
    for chunk in students.chunks(500) {
        let mut select = QueryBuilder::<Sqlite>::new(
            "select s.id, s.group_id, r.workshop_id, r.registered_at, r.extra_seat, r.despite_group \
             from student s left join registration r on r.student_id = s.id where s.event_id = ",
        );
        select.push_bind(event.to_string()).push(" and s.id in (");
        let mut list = select.separated(", ");
        for student in chunk {
            list.push_bind(student.to_string());
        }
        select.push(")");
        let rows = select.build().fetch_all(&mut *connection).await?;
        let mut workshops: HashMap<StudentId, [Vec<WorkshopId>; 3]> = HashMap::new();
        for row in &rows {
            let student = id(row.try_get(0)?)?;
            let group = id(row.try_get(1)?)?;
            let standing = standings.entry(student).or_insert_with(|| StandingRow {
                group,
                held: Held::nothing(),
                since: Vec::new(),
            });
            if let Some(workshop) = row.try_get::<Option<&str>, _>(2)? {
                let workshop = id(workshop)?;
                standing.since.push((workshop, time(row.try_get(3)?)));
                let [all, extra, despite] = workshops.entry(student).or_default();
                all.push(workshop);
                if row.try_get::<i64, _>(4)? != 0 {
                    extra.push(workshop);
                }
                if row.try_get::<i64, _>(5)? != 0 {
                    despite.push(workshop);
                }
            }
        }
        for (student, [all, extra, despite]) in workshops {
            if let Some(standing) = standings.get_mut(&student) {
                standing.held = Held { selection: all.into(), extra_seat: extra.into(), despite_group: despite.into() };
            }
        }
    }
    Ok(standings)
}

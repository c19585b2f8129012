//! What an administrator changes: under the same lock as registrations, so that none is broken unseen.

use super::{Engine, describe};
use crate::{
    error::Result,
    store::{Decision, EventTransaction, References, RosterRow, StandingRow, StudentRow, WrittenStudent, patiently},
};
use domain::{
    Event, EventId, GroupId, Held, StudentId, StudentKey, Timestamp,
    edit::{EventEdit, Field, FieldError, Problem, fingerprint},
    rules::{self, Consequence, Holding, Rulebook, Status},
};
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};

/// A change to an event and its students, all or nothing.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// What it is called on record.
    pub action: &'static str,
    /// What changes in the event itself.
    pub edit: Option<EventEdit>,
    /// Students to add and to change.
    pub students: Vec<WrittenStudent>,
    /// Students who get another key, which the program made; nothing else of them changes.
    pub keys: Vec<(StudentId, StudentKey)>,
    /// Students to remove.
    pub removed: Vec<StudentId>,
    /// Whether it destroys something or is likely a mistake, and so is asked about even if it breaks no registration.
    pub is_destructive: bool,
    /// What else stands on record of it, before and after.
    pub note: [Map<String, Value>; 2],
    /// What the administrator agreed to: [`Changed::Asks::agree`] as he was shown it.
    pub agreed: Option<String>,
    /// The version of the event that this is a change to; nothing changes if another one holds by now.
    pub if_version: Option<i64>,
    /// The student that this is a change to, as he was read; nothing changes if he is otherwise by now.
    pub if_student: Option<StudentRow>,
}

/// What became of a change.
#[derive(Clone, Debug)]
pub enum Changed {
    /// It is stored, durably.
    Done,
    /// It can't be, and nothing changed.
    Refused(Vec<FieldError>),
    /// It would touch these registrations, and nothing changed yet.
    Asks {
        /// Which, by name; none for a change that only destroys something else.
        touched: Vec<Touched>,
        /// What stands for agreeing to exactly these.
        agree: String,
    },
}

/// A registration that a change touches, with whose it is.
#[derive(Clone, Debug)]
pub struct Touched {
    /// His name.
    pub name: String,
    /// His class.
    pub class: String,
    /// What happens to it.
    pub consequence: Consequence,
}

impl Engine {
    /// Carries a change out, or says what is wrong with it or whom it would touch. Whom it touches must be agreed to.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::error::Error::NotFound) if the event is gone; any failure of the database. Nothing is stored then.
    pub async fn change(&self, event: EventId, change: &Change, by_whom: &str) -> Result<Changed> {
        match patiently(|| self.try_change(event, change, by_whom)).await {
            // Another event got the key or the slug in the same moment: looking again finds who has it.
            Err(error) if error.is_double() => self.try_change(event, change, by_whom).await,
            changed => changed,
        }
    }

    async fn try_change(&self, event: EventId, change: &Change, by_whom: &str) -> Result<Changed> {
        let mut transaction = self.store.begin_event(event).await?;
        let now = self.clock.now();
        let has_changed = || Ok(Changed::Refused(vec![FieldError::of_form(Field::Form, Problem::Changed)]));
        if change.if_version.is_some_and(|version| version != transaction.version) {
            return has_changed();
        }
        if let Some(student) = &change.if_student
            && transaction.student(student.id).await?.as_ref() != Some(student)
        {
            return has_changed();
        }
        let before = match self.events.cached(event, transaction.version) {
            Some(book) => book,
            None => self.events.keep(transaction.event().await?, transaction.version),
        };
        let after = match self.edited(&mut transaction, before.event(), change).await? {
            Ok(after) => after,
            Err(errors) => return Ok(Changed::Refused(errors)),
        };
        let errors = taken(&mut transaction, &change.students).await?;
        if !errors.is_empty() {
            return Ok(Changed::Refused(errors));
        }
        let after = Rulebook::new(after);
        let roster = Roster::load(&mut transaction, change).await?;
        let touched = roster.touched(&before, &after, change);
        let agree = fingerprint(&(change.action, touched.iter().map(|t| &t.consequence).collect::<Vec<_>>()));
        if (change.is_destructive || !touched.is_empty()) && change.agreed.as_ref() != Some(&agree) {
            return Ok(Changed::Asks { touched, agree });
        }
        let rows = describe::change(before.event(), after.event(), change, &touched);
        roster.carry_out(&mut transaction, change, &touched, by_whom, now).await?;
        if change.edit.is_some() {
            if before.event() == after.event() {
                // Nothing differs: nobody need hear of it.
                return Ok(Changed::Done);
            }
            transaction.save_event(before.event(), after.event(), References::default()).await?;
        }
        transaction.record(change.action, [&rows[0], &rows[1]], by_whom, now).await?;
        transaction.commit().await?;
        self.live.changed(event);
        Ok(Changed::Done)
    }

    /// The event after the change, or what is wrong with it.
    async fn edited(
        &self,
        transaction: &mut EventTransaction,
        before: &Event,
        change: &Change,
    ) -> Result<Result<Event, Vec<FieldError>>> {
        let Some(edit) = &change.edit else { return Ok(Ok(before.clone())) };
        for part in edit.parts() {
            match part {
                EventEdit::DeleteGroup(group) => {
                    let students = transaction.group_size(*group).await?;
                    if students > 0 {
                        let problem = Problem::HasStudents { students };
                        return Ok(Err(vec![FieldError { of: group.to_string(), field: Field::Form, problem }]));
                    }
                }
                EventEdit::Settings { slug, .. } if transaction.is_slug_taken(slug).await? => {
                    return Ok(Err(vec![FieldError::of_form(Field::Slug, Problem::Taken)]));
                }
                _ => {}
            }
        }
        Ok(edit.apply(before))
    }
}

/// Keys and numbers that others have.
async fn taken(transaction: &mut EventTransaction, students: &[WrittenStudent]) -> Result<Vec<FieldError>> {
    let taken = transaction.taken(students).await?;
    let mut errors = Vec::new();
    for student in students {
        let of = if student.is_new { String::new() } else { student.id.to_string() };
        if student.key.as_ref().is_some_and(|key| taken.keys.contains(key)) {
            errors.push(FieldError { of: of.clone(), field: Field::Key, problem: Problem::Taken });
        }
        if student.number.as_ref().is_some_and(|number| taken.numbers.contains(number)) {
            errors.push(FieldError { of, field: Field::Number, problem: Problem::Taken });
        }
    }
    Ok(errors)
}

/// Everyone who holds something, as it is before the change.
struct Roster {
    holdings: Vec<Holding>,
    names: HashMap<StudentId, (String, String)>,
    standings: HashMap<StudentId, StandingRow>,
}

impl Roster {
    async fn load(transaction: &mut EventTransaction, change: &Change) -> Result<Self> {
        let new_groups: HashMap<StudentId, GroupId> =
            change.students.iter().map(|student| (student.id, student.group)).collect();
        let rows = transaction.roster().await?;
        let names = rows.iter().map(|row| (row.student, (row.name.clone(), row.class.clone()))).collect();
        let standings = standings(&rows);
        let mut holdings: Vec<Holding> = standings
            .iter()
            .map(|(&student, row)| Holding {
                student,
                group_before: row.group,
                group_after: new_groups.get(&student).copied().unwrap_or(row.group),
                held: row.held.clone(),
                since: row.since.clone(),
            })
            .collect();
        holdings.sort_by_key(|holding| holding.student);
        Ok(Self { holdings, names, standings })
    }

    /// The registrations that the change touches, by class and name.
    fn touched(&self, before: &Rulebook, after: &Rulebook, change: &Change) -> Vec<Touched> {
        let removed: HashSet<StudentId> = change.removed.iter().copied().collect();
        let (gone, staying): (Vec<Holding>, Vec<Holding>) =
            self.holdings.iter().cloned().partition(|holding| removed.contains(&holding.student));
        let gone = gone.into_iter().map(|holding| Consequence {
            student: holding.student,
            lost: holding.held.selection.iter().collect(),
            cancelled: Vec::new(),
            kept: domain::Selection::empty(),
            was: rules::status(
                before,
                rules::Standing { group: holding.group_before, held: &holding.held },
                &holding.held.selection,
            ),
            becomes: Status::None,
        });
        let mut touched: Vec<Touched> = rules::consequences(before, after, &staying)
            .into_iter()
            .chain(gone)
            .map(|consequence| {
                let (name, class) = self.names.get(&consequence.student).cloned().unwrap_or_default();
                Touched { name, class, consequence }
            })
            .collect();
        touched.sort_by(|a, b| {
            (&a.class, &a.name, a.consequence.student).cmp(&(&b.class, &b.name, b.consequence.student))
        });
        touched
    }

    /// Takes away what is lost, writes it into the log of decisions, and writes the students.
    async fn carry_out(
        &self,
        transaction: &mut EventTransaction,
        change: &Change,
        touched: &[Touched],
        by_whom: &str,
        now: Timestamp,
    ) -> Result<()> {
        let mut rows: Vec<(StudentId, StandingRow)> = Vec::new();
        let mut decisions = Vec::new();
        for Consequence { student, lost, kept, .. } in touched.iter().map(|touched| &touched.consequence) {
            let Some(standing) = self.standings.get(student).filter(|_| !lost.is_empty()) else { continue };
            let still = |allowed: &domain::Selection| allowed.iter().filter(|&id| kept.contains(id)).collect();
            let held = Held {
                selection: kept.clone(),
                despite_group: still(&standing.held.despite_group),
                extra_seat: still(&standing.held.extra_seat),
            };
            let since = standing.since.iter().copied().filter(|&(id, _)| kept.contains(id)).collect();
            rows.push((*student, StandingRow { held, since, ..standing.clone() }));
            decisions.push(Decision {
                student: *student,
                at: now,
                by_whom: by_whom.to_owned(),
                requested: kept.clone(),
                violations: Vec::new(),
            });
        }
        let rows: Vec<(StudentId, &StandingRow)> = rows.iter().map(|(student, row)| (*student, row)).collect();
        transaction.replace(&rows).await?;
        transaction.log(&decisions).await?;
        transaction.remove_students(&change.removed).await?;
        transaction.set_keys(&change.keys).await?;
        transaction.write_students(&change.students, now).await
    }
}

/// What each student holds, of the rows of a roster.
pub fn standings(roster: &[RosterRow]) -> HashMap<StudentId, StandingRow> {
    let mut lists: HashMap<StudentId, (StandingRow, [Vec<domain::WorkshopId>; 3])> = HashMap::new();
    for row in roster {
        let (standing, [all, extra, despite]) = lists.entry(row.student).or_insert_with(|| {
            let (group, key_version) = (row.group, row.key_version);
            (StandingRow { group, key_version, held: Held::nothing(), since: Vec::new() }, Default::default())
        });
        standing.since.push((row.workshop, row.registered_at));
        all.push(row.workshop);
        if row.extra_seat {
            extra.push(row.workshop);
        }
        if row.despite_group {
            despite.push(row.workshop);
        }
    }
    (lists.into_iter())
        .map(|(student, (standing, [all, extra, despite]))| {
            let held = Held { selection: all.into(), extra_seat: extra.into(), despite_group: despite.into() };
            (student, StandingRow { held, ..standing })
        })
        .collect()
}

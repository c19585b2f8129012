//! Writing an event and what belongs to it: row by row where it differs from what is there.

use super::{
    EventTransaction,
    db::{Fetch, Value},
    events::{kind_name, position, state_name},
};
use crate::error::Result;
use domain::{Event, Workshop};
use std::collections::HashSet;

/// What an event's document calls its parts, by their places in the event; parts beyond these get names of their own.
#[derive(Clone, Copy, Debug, Default)]
pub struct References<'a> {
    /// The moments.
    pub moments: &'a [String],
    /// The groups.
    pub groups: &'a [String],
    /// The workshops.
    pub workshops: &'a [String],
}

impl EventTransaction {
    /// Makes the event what it is to be, row by row where it differs, and raises its version. `before` is what the
    /// database holds.
    ///
    /// # Errors
    /// [`Error::Database`](crate::error::Error::Database) if the schema forbids it, as a capacity below what is taken.
    pub async fn save_event(&mut self, before: &Event, after: &Event, given: References<'_>) -> Result<()> {
        let statement = "update event set slug = ?, title = ?, intro = ?, state = ?, opens_at = ?, closes_at = ?, \
                         version = version + 1 where id = ?";
        let values = [
            after.slug.as_str().into(),
            (&after.title).into(),
            (&after.intro).into(),
            state_name(after.availability.state).into(),
            after.availability.opens_at.into(),
            after.availability.closes_at.into(),
            self.event.into(),
        ];
        self.transaction.execute(statement, &values).await?;
        if before.links != after.links {
            self.execute("delete from link where event_id = ?").await?;
        }
        self.save_moments(before, after, given.moments).await?;
        self.save_groups(before, after, given.groups).await?;
        self.save_workshops(before, after, given.workshops).await?;
        if before.links != after.links {
            self.insert_links(after).await?;
        }
        Ok(())
    }

    async fn save_moments(&mut self, before: &Event, after: &Event, given: &[String]) -> Result<()> {
        if before.moments == after.moments {
            return Ok(());
        }
        // Positions are unique: while they change they stand below zero.
        self.execute("update moment set position = -1 - position where event_id = ?").await?;
        let mut references = self.references("select reference from moment where event_id = ?").await?;
        let mut new = Vec::new();
        for (index, moment) in after.moments.iter().enumerate() {
            let values = [
                position(index).into(),
                Value::from(&moment.name),
                moment.starts_at.into(),
                moment.ends_at.into(),
                moment.required.into(),
                moment.id.into(),
                self.event.into(),
            ];
            if before.moments.iter().any(|old| old.id == moment.id) {
                let statement = "update moment set position = ?, name = ?, starts_at = ?, ends_at = ?, required = ? \
                                 where id = ? and event_id = ?";
                self.transaction.execute(statement, &values).await?;
            } else {
                let [position, name, starts_at, ends_at, required, id, event] = values;
                let reference = reference(given, index, "r", &mut references).into();
                new.push([position, name, starts_at, ends_at, required, id, event, reference]);
            }
        }
        let head = "insert into moment (position, name, starts_at, ends_at, required, id, event_id, reference)";
        self.transaction.insert(head, &new).await?;
        self.execute("delete from moment where event_id = ? and position < 0").await
    }

    async fn save_groups(&mut self, before: &Event, after: &Event, given: &[String]) -> Result<()> {
        if before.groups == after.groups {
            return Ok(());
        }
        self.execute("update student_group set position = -1 - position where event_id = ?").await?;
        let mut references = self.references("select reference from student_group where event_id = ?").await?;
        let mut new = Vec::new();
        for (index, group) in after.groups.iter().enumerate() {
            let values = [position(index).into(), Value::from(&group.name), group.id.into(), self.event.into()];
            if before.groups.iter().any(|old| old.id == group.id) {
                let statement = "update student_group set position = ?, name = ? where id = ? and event_id = ?";
                self.transaction.execute(statement, &values).await?;
            } else {
                let [position, name, id, event] = values;
                new.push([position, name, id, event, reference(given, index, "g", &mut references).into()]);
            }
        }
        self.transaction.insert("insert into student_group (position, name, id, event_id, reference)", &new).await?;
        self.execute("delete from student_group where event_id = ? and position < 0").await
    }

    async fn save_workshops(&mut self, before: &Event, after: &Event, given: &[String]) -> Result<()> {
        if before.workshops == after.workshops {
            return Ok(());
        }
        self.execute("update workshop set position = -1 - position where event_id = ?").await?;
        let mut references = self.references("select reference from workshop where event_id = ?").await?;
        let (mut new, mut with_new_pairs) = (Vec::new(), Vec::new());
        for (index, workshop) in after.workshops.iter().enumerate() {
            let values = [
                position(index).into(),
                Value::from(&workshop.title),
                Value::from(&workshop.description),
                workshop.capacity.into(),
                Value::from(&workshop.location),
                Value::from(&workshop.host),
                workshop.cancelled.into(),
                workshop.id.into(),
                self.event.into(),
            ];
            let Some(old) = before.workshop(workshop.id) else {
                let [position, title, description, capacity, location, host, cancelled, id, event] = values;
                let reference = reference(given, index, "w", &mut references).into();
                new.push([position, title, description, capacity, location, host, cancelled, id, event, reference]);
                with_new_pairs.push(workshop);
                continue;
            };
            let statement = "update workshop set position = ?, title = ?, description = ?, capacity = ?, location = ?, \
                             host = ?, cancelled = ? where id = ? and event_id = ?";
            self.transaction.execute(statement, &values).await?;
            if has_other_pairs(old, workshop) {
                for statement in [
                    "delete from workshop_moment where workshop_id = ?",
                    "delete from workshop_group where workshop_id = ?",
                ] {
                    self.transaction.execute(statement, &[workshop.id.into()]).await?;
                }
                with_new_pairs.push(workshop);
            }
        }
        let head = "insert into workshop \
                    (position, title, description, capacity, location, host, cancelled, id, event_id, reference)";
        self.transaction.insert(head, &new).await?;
        self.insert_pairs(&with_new_pairs).await?;
        self.execute("delete from workshop where event_id = ? and position < 0").await
    }

    /// Runs a statement whose one argument is the event.
    async fn execute(&mut self, statement: &'static str) -> Result<()> {
        self.transaction.execute(statement, &[self.event.into()]).await?;
        Ok(())
    }

    async fn references(&mut self, statement: &'static str) -> Result<HashSet<String>> {
        let rows = self.transaction.fetch_all(statement, &[self.event.into()]).await?;
        rows.iter().map(|row| row.string("reference")).collect()
    }

    async fn insert_links(&mut self, event: &Event) -> Result<()> {
        let rows: Vec<_> = event
            .links
            .iter()
            .enumerate()
            .map(|(index, link)| {
                [
                    Value::from(event.id),
                    position(index).into(),
                    link.a.into(),
                    link.b.into(),
                    kind_name(link.kind).into(),
                    link.a.min(link.b).into(),
                    link.a.max(link.b).into(),
                ]
            })
            .collect();
        self.transaction.insert("insert into link (event_id, position, a, b, kind, low, high)", &rows).await
    }

    async fn insert_pairs(&mut self, workshops: &[&Workshop]) -> Result<()> {
        let event = self.event.to_string();
        let event = event.as_str();
        let moments: Vec<_> = workshops
            .iter()
            .flat_map(|workshop| {
                workshop.moments.iter().map(move |&moment| [event.into(), workshop.id.into(), moment.into()])
            })
            .collect();
        let head = "insert into workshop_moment (event_id, workshop_id, moment_id)";
        self.transaction.insert(head, &moments).await?;
        let groups: Vec<_> = workshops
            .iter()
            .flat_map(|workshop| {
                workshop.groups.iter().map(move |&group| [event.into(), workshop.id.into(), group.into()])
            })
            .collect();
        self.transaction.insert("insert into workshop_group (event_id, workshop_id, group_id)", &groups).await
    }
}

/// What a new part is called in documents: as it is given, or a letter with the first number that is free.
fn reference(given: &[String], index: usize, letter: &str, taken: &mut HashSet<String>) -> String {
    let fresh = || (1_u32..).map(|number| format!("{letter}{number}")).find(|name| !taken.contains(name));
    let name = given.get(index).cloned().or_else(fresh).unwrap_or_default();
    taken.insert(name.clone());
    name
}

fn has_other_pairs(old: &Workshop, new: &Workshop) -> bool {
    old.moments != new.moments || old.groups != new.groups
}

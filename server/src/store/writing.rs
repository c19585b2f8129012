//! Writing an event and what belongs to it: row by row where it differs from what is there.

use super::{
    EventTransaction,
    events::{kind_name, position, state_name},
};
use crate::error::Result;
use domain::{Event, Timestamp, Workshop};
use sqlx::{QueryBuilder, Sqlite};
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
    /// Makes the event what it is to be, row by row where it differs, and raises its version.
    ///
    /// # Errors
    /// [`Error::Database`](crate::error::Error::Database) if the schema forbids it, as a capacity below what is taken.
    pub async fn save_event(&mut self, before: &Event, after: &Event, given: References<'_>) -> Result<()> {
        let availability = &after.availability;
        sqlx::query(
            "update event set slug = ?, title = ?, intro = ?, state = ?, opens_at = ?, closes_at = ?, \
             version = version + 1 where id = ?",
        )
        .bind(after.slug.as_str())
        .bind(&after.title)
        .bind(&after.intro)
        .bind(state_name(availability.state))
        .bind(availability.opens_at.map(Timestamp::as_micros))
        .bind(availability.closes_at.map(Timestamp::as_micros))
        .bind(self.event.to_string())
        .execute(&mut *self.transaction)
        .await?;
        if before.links != after.links {
            sqlx::query("delete from link where event_id = ?")
                .bind(self.event.to_string())
                .execute(&mut *self.transaction)
                .await?;
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
        let event_id = self.event.to_string();
        // Positions are unique: while they change they stand below zero.
        self.execute("update moment set position = -1 - position where event_id = ?").await?;
        let mut references = self.references("select reference from moment where event_id = ?").await?;
        for (index, moment) in after.moments.iter().enumerate() {
            let changed = sqlx::query(
                "update moment set position = ?, name = ?, starts_at = ?, ends_at = ?, required = ? \
                 where id = ? and event_id = ?",
            )
            .bind(position(index))
            .bind(&moment.name)
            .bind(moment.starts_at.map(Timestamp::as_micros))
            .bind(moment.ends_at.map(Timestamp::as_micros))
            .bind(i64::from(moment.required))
            .bind(moment.id.to_string())
            .bind(&event_id)
            .execute(&mut *self.transaction)
            .await?;
            if changed.rows_affected() == 0 {
                sqlx::query(
                    "insert into moment (id, event_id, position, reference, name, starts_at, ends_at, required) \
                     values (?, ?, ?, ?, ?, ?, ?, ?)",
                )
                .bind(moment.id.to_string())
                .bind(&event_id)
                .bind(position(index))
                .bind(reference(given, index, "r", &mut references))
                .bind(&moment.name)
                .bind(moment.starts_at.map(Timestamp::as_micros))
                .bind(moment.ends_at.map(Timestamp::as_micros))
                .bind(i64::from(moment.required))
                .execute(&mut *self.transaction)
                .await?;
            }
        }
        self.execute("delete from moment where event_id = ? and position < 0").await
    }

    async fn save_groups(&mut self, before: &Event, after: &Event, given: &[String]) -> Result<()> {
        if before.groups == after.groups {
            return Ok(());
        }
        let event_id = self.event.to_string();
        self.execute("update student_group set position = -1 - position where event_id = ?").await?;
        let mut references = self.references("select reference from student_group where event_id = ?").await?;
        for (index, group) in after.groups.iter().enumerate() {
            let changed = sqlx::query("update student_group set position = ?, name = ? where id = ? and event_id = ?")
                .bind(position(index))
                .bind(&group.name)
                .bind(group.id.to_string())
                .bind(&event_id)
                .execute(&mut *self.transaction)
                .await?;
            if changed.rows_affected() == 0 {
                sqlx::query(
                    "insert into student_group (id, event_id, position, reference, name) values (?, ?, ?, ?, ?)",
                )
                .bind(group.id.to_string())
                .bind(&event_id)
                .bind(position(index))
                .bind(reference(given, index, "g", &mut references))
                .bind(&group.name)
                .execute(&mut *self.transaction)
                .await?;
            }
        }
        self.execute("delete from student_group where event_id = ? and position < 0").await
    }

    async fn save_workshops(&mut self, before: &Event, after: &Event, given: &[String]) -> Result<()> {
        if before.workshops == after.workshops {
            return Ok(());
        }
        self.execute("update workshop set position = -1 - position where event_id = ?").await?;
        let mut references = self.references("select reference from workshop where event_id = ?").await?;
        for (index, workshop) in after.workshops.iter().enumerate() {
            let changed = sqlx::query(
                "update workshop set position = ?, title = ?, description = ?, capacity = ?, location = ?, host = ?, \
                 cancelled = ? where id = ? and event_id = ?",
            )
            .bind(position(index))
            .bind(&workshop.title)
            .bind(&workshop.description)
            .bind(i64::from(workshop.capacity))
            .bind(&workshop.location)
            .bind(&workshop.host)
            .bind(i64::from(workshop.cancelled))
            .bind(workshop.id.to_string())
            .bind(self.event.to_string())
            .execute(&mut *self.transaction)
            .await?;
            if changed.rows_affected() == 0 {
                let reference = reference(given, index, "w", &mut references);
                self.insert_workshop(index, workshop, &reference).await?;
                self.insert_pairs(workshop).await?;
            } else if before.workshop(workshop.id).is_none_or(|old| has_other_pairs(old, workshop)) {
                for statement in [
                    "delete from workshop_moment where workshop_id = ?",
                    "delete from workshop_group where workshop_id = ?",
                ] {
                    sqlx::query(statement).bind(workshop.id.to_string()).execute(&mut *self.transaction).await?;
                }
                self.insert_pairs(workshop).await?;
            }
        }
        self.execute("delete from workshop where event_id = ? and position < 0").await
    }

    /// Runs a statement whose one argument is the event.
    async fn execute(&mut self, statement: &'static str) -> Result<()> {
        sqlx::query(statement).bind(self.event.to_string()).execute(&mut *self.transaction).await?;
        Ok(())
    }

    async fn references(&mut self, statement: &'static str) -> Result<HashSet<String>> {
        let references: Vec<String> =
            sqlx::query_scalar(statement).bind(self.event.to_string()).fetch_all(&mut *self.transaction).await?;
        Ok(references.into_iter().collect())
    }

    async fn insert_links(&mut self, event: &Event) -> Result<()> {
        let links: Vec<_> = event.links.iter().enumerate().collect();
        for chunk in links.chunks(500) {
            let mut insert =
                QueryBuilder::<Sqlite>::new("insert into link (event_id, position, a, b, kind, low, high) ");
            insert.push_values(chunk, |mut row, &(index, link)| {
                row.push_bind(event.id.to_string())
                    .push_bind(position(index))
                    .push_bind(link.a.to_string())
                    .push_bind(link.b.to_string())
                    .push_bind(kind_name(link.kind))
                    .push_bind(link.a.min(link.b).to_string())
                    .push_bind(link.a.max(link.b).to_string());
            });
            insert.build().execute(&mut *self.transaction).await?;
        }
        Ok(())
    }

    async fn insert_workshop(&mut self, index: usize, workshop: &Workshop, reference: &str) -> Result<()> {
        sqlx::query(
            "insert into workshop \
             (id, event_id, position, reference, title, description, capacity, location, host, cancelled) \
             values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(workshop.id.to_string())
        .bind(self.event.to_string())
        .bind(position(index))
        .bind(reference)
        .bind(&workshop.title)
        .bind(&workshop.description)
        .bind(i64::from(workshop.capacity))
        .bind(&workshop.location)
        .bind(&workshop.host)
        .bind(i64::from(workshop.cancelled))
        .execute(&mut *self.transaction)
        .await?;
        Ok(())
    }

    async fn insert_pairs(&mut self, workshop: &Workshop) -> Result<()> {
        for moment in &workshop.moments {
            sqlx::query("insert into workshop_moment (event_id, workshop_id, moment_id) values (?, ?, ?)")
                .bind(self.event.to_string())
                .bind(workshop.id.to_string())
                .bind(moment.to_string())
                .execute(&mut *self.transaction)
                .await?;
        }
        for group in &workshop.groups {
            sqlx::query("insert into workshop_group (event_id, workshop_id, group_id) values (?, ?, ?)")
                .bind(self.event.to_string())
                .bind(workshop.id.to_string())
                .bind(group.to_string())
                .execute(&mut *self.transaction)
                .await?;
        }
        Ok(())
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

//! Checks every rule over the stored data.

use super::Services;
use crate::{engine::standings, error::Result, store::StandingRow};
use domain::{
    Phase, Selection, StudentId, Violation,
    rules::{self, Rulebook, Standing},
};
use std::collections::HashMap;

/// What an audit found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// How many events were checked.
    pub events: usize,
    /// How many students hold a registration.
    pub registered: usize,
    /// How many decisions were replayed.
    pub decisions: usize,
    /// What is broken, a line each; nothing is as it should be.
    pub broken: Vec<String>,
}

impl Services {
    /// Checks every rule over the stored data, and replays the log of decisions.
    ///
    /// # Errors
    /// Any failure to read the database.
    pub async fn audit(&self) -> Result<Findings> {
        let mut findings = Findings { broken: self.store.integrity().await?, ..Findings::default() };
        for state in self.store.events().await? {
            let (event, _) = self.store.event(state.id).await?;
            let book = Rulebook::new(event);
            self.audit_event(&book, &mut findings).await?;
        }
        Ok(findings)
    }

    async fn audit_event(&self, book: &Rulebook, findings: &mut Findings) -> Result<()> {
        let event = book.event();
        findings.events += 1;
        let seats = self.store.seats(event).await?;
        let standings = standings(&self.store.roster(event.id).await?);
        findings.registered += standings.len();
        for (place, workshop) in event.workshops.iter().enumerate() {
            let counted = standings
                .values()
                .filter(|row| row.held.selection.contains(workshop.id) && !row.held.extra_seat.contains(workshop.id))
                .count();
            if counted != seats.taken(place) as usize || seats.taken(place) > workshop.capacity {
                findings.broken.push(format!(
                    "{}: {:?} has {counted} registrations, counts {} and holds {}",
                    event.slug,
                    workshop.title,
                    seats.taken(place),
                    workshop.capacity
                ));
            }
        }
        for (student, row) in &standings {
            let standing = Standing { group: row.group, held: &row.held };
            let open = Phase::Open { closes_at: None };
            let verdict = rules::judge(book, standing, &row.held.selection, &seats, &open);
            // A moment may have become possible since, as when someone else withdrew; and what was called off stays with
            // those who had it, so that everyone sees whom it hit.
            let is_broken =
                |v: &&Violation| !matches!(v, Violation::MomentMissing { .. } | Violation::Cancelled { .. });
            for violation in verdict.violations.iter().filter(is_broken) {
                findings.broken.push(format!("{}: student {student} breaks {violation:?}", event.slug));
            }
        }
        self.replay(book, &standings, findings).await
    }

    /// The last decision that said yes to a student is what he holds.
    async fn replay(
        &self,
        book: &Rulebook,
        standings: &HashMap<StudentId, StandingRow>,
        findings: &mut Findings,
    ) -> Result<()> {
        let mut last: HashMap<StudentId, Selection> = HashMap::new();
        for decision in self.store.decisions(book.event().id).await? {
            findings.decisions += 1;
            if decision.violations.is_empty() {
                last.insert(decision.student, decision.requested);
            }
        }
        last.retain(|_, selection| !selection.is_empty());
        for (student, row) in standings {
            match last.remove(student) {
                Some(selection) if selection == row.held.selection => {}
                logged => findings.broken.push(format!(
                    "{}: student {student} holds {:?}, but the log says {logged:?}",
                    book.event().slug,
                    row.held.selection
                )),
            }
        }
        for (student, selection) in last {
            // Someone who was removed since holds nothing, and his decisions stay in the log.
            if self.store.student(student).await?.is_some() {
                findings.broken.push(format!(
                    "{}: student {student} holds nothing, but the log says {selection:?}",
                    book.event().slug
                ));
            }
        }
        Ok(())
    }
}

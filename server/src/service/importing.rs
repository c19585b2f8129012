//! Bringing in events and students.

use super::Services;
use crate::{
    engine::{Change, Changed},
    error::{Error, Result},
    import::{self, DocumentKeys, EventDocument, ExistingStudent, ImportPlan, Roster, words},
    random,
    store::{NewEvent, References, WrittenStudent},
};
use domain::{
    EventId, StudentKey,
    student_file::{FileProblem, ImportPreview, RowOutcome},
};
use serde_json::Map;

impl Services {
    /// Writes the event of a document, and gives its id.
    ///
    /// # Errors
    /// [`Error::Document`] with what is wrong in the document, [`Error::SlugTaken`]; nothing is written then.
    pub async fn import_event(&self, document: &[u8], by_whom: &str) -> Result<EventId> {
        let now = self.clock.now();
        let imported = EventDocument::parse(document)?.into_event(&*self.random, now)?;
        let DocumentKeys { moments, groups, workshops } = &imported.keys;
        let references = References { moments, groups, workshops };
        let new = NewEvent { event: &imported.event, references, action: "import-event" };
        self.store.insert_event(new, by_whom, now).await?.commit().await?;
        Ok(imported.event.id)
    }

    /// What a student file would change in an event; nothing is written.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such event. A file that can't be read is an answer.
    pub async fn plan_import(&self, slug: &str, file: &[u8]) -> Result<Result<(EventId, ImportPlan), FileProblem>> {
        let state = self.store.event_by_slug(slug).await?.ok_or(Error::NotFound)?;
        self.plan_import_into(state.id, file).await
    }

    /// The same for an event by its id.
    ///
    /// # Errors
    /// As [`Services::plan_import`].
    pub async fn plan_import_into(
        &self,
        event: EventId,
        file: &[u8],
    ) -> Result<Result<(EventId, ImportPlan), FileProblem>> {
        let book = self.book(event).await?;
        let event = book.event();
        let file = match import::read_students(file) {
            Ok(file) => file,
            Err(problem) => return Ok(Err(problem)),
        };
        let students: Vec<ExistingStudent> = (self.store.students(event.id).await?.into_iter())
            .map(|(row, registered)| ExistingStudent {
                id: row.id,
                name: row.name,
                class: row.class,
                group: row.group,
                number: row.number,
                key: row.key,
                registered,
            })
            .collect();
        let keys: Vec<StudentKey> = file.records.iter().filter_map(|record| record.key.clone()).collect();
        let elsewhere = self.store.keys_elsewhere(event.id, &keys).await?;
        let roster = Roster { students: &students, groups: &event.groups };
        Ok(Ok((event.id, import::plan_students(&file, roster, |key| elsewhere.contains(key)))))
    }

    /// Writes what was planned, all or nothing. Whoever would lose something, as by another group, must be agreed to.
    ///
    /// # Errors
    /// [`Error::Setup`] if the plan has errors, [`Error::NotFound`] if a student has gone in the meantime; nothing is
    /// written then.
    pub async fn carry_out_import(
        &self,
        event: EventId,
        plan: &ImportPlan,
        by_whom: &str,
        agreed: Option<String>,
    ) -> Result<Changed> {
        if !plan.preview.is_clean() {
            return Err(Error::Setup("the file has errors".to_owned()));
        }
        let now = self.clock.now();
        let written = plan.rows.iter().filter(|row| row.outcome != RowOutcome::Unchanged).map(|row| {
            let generated = row.student.is_none() && row.key.is_none();
            WrittenStudent {
                id: row.student.unwrap_or_else(|| random::new_id(&*self.random, now)),
                is_new: row.student.is_none(),
                group: row.group,
                name: row.name.clone(),
                class: row.class.clone(),
                number: row.number.clone(),
                key: if generated { Some(random::new_key(&*self.random)) } else { row.key.clone() },
                key_generated: generated,
            }
        });
        let students: Vec<WrittenStudent> = written.collect();
        let counts = [("added", plan.preview.added), ("changed", plan.preview.changed)];
        let note = [Map::new(), counts.into_iter().map(|(name, count)| (name.to_owned(), count.into())).collect()];
        let change = Change { action: "import-students", students, note, agreed, ..Change::default() };
        self.engine.change(event, &change, by_whom).await
    }
}

/// What is wrong in a file, a line each, for a terminal.
#[must_use]
pub fn errors_by_line(preview: &ImportPreview) -> Vec<String> {
    preview.errors.iter().map(words::line_error).collect()
}

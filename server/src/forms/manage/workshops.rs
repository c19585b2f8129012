//! Workshops, one or many at once, and the links between them.

use super::{Done, OfEvent};
use crate::{
    engine::{Change, Changed},
    import::{PastedWorkshop, read_workshops},
};
use app::{
    api::managing::{Answer, Notice, PastedRow, Section},
    error::AppError,
};
use domain::{
    Event, WorkshopId,
    edit::{EventEdit, FieldError, LinkForm, Step, WorkshopForm, WorkshopPut, fingerprint},
};

/// The form of one workshop, new or changed.
pub(super) async fn one(form: OfEvent<'_>) -> Result<Done, AppError> {
    let services = &form.posted.state().services;
    let event = form.stored().await?;
    let known: Option<WorkshopId> = form.id("id")?;
    let filled_in = WorkshopForm {
        title: form.field("title").to_owned(),
        description: form.field("description").to_owned(),
        moments: form.ids("moments")?,
        groups: form.ids("groups")?,
        capacity: form.field("capacity").to_owned(),
        location: form.field("location").to_owned(),
        host: form.field("host").to_owned(),
        cancelled: form.field("cancelled") == "yes",
    };
    let workshop = match filled_in.check(&event, known.unwrap_or_else(|| services.new_id())) {
        Ok(workshop) => workshop,
        Err(errors) => return Ok(Done::refused(errors)),
    };
    let base = known.map(|_| form.field("base").to_owned());
    let notice = if known.is_some() { Notice::Saved } else { Notice::Added };
    let changed = put(form, vec![WorkshopPut { base, workshop }]).await?;
    form.done(changed, (Section::Workshops, notice)).await
}

/// The table: all rows that differ from what is stored, and then perhaps one that moves.
pub(super) async fn table(form: OfEvent<'_>) -> Result<Done, AppError> {
    let event = form.stored().await?;
    let (mut puts, mut errors) = (Vec::new(), Vec::new());
    for row in form.posted.values("row") {
        let (id, base) = row.split_once(' ').ok_or(AppError::Invalid)?;
        let id: WorkshopId = id.parse().map_err(|_| AppError::Invalid)?;
        // What was deleted in the meantime stays deleted.
        let Some(stored) = event.workshop(id) else { continue };
        let field = |name: &str| form.field(&format!("{name}-{id}")).to_owned();
        let filled_in = WorkshopForm {
            title: field("title"),
            moments: form.ids(&format!("moments-{id}"))?,
            capacity: field("capacity"),
            location: field("location"),
            host: field("host"),
            ..WorkshopForm::from(stored)
        };
        match filled_in.check(&event, id) {
            Ok(workshop) if &workshop == stored => {}
            Ok(workshop) => puts.push(WorkshopPut { base: Some(base.to_owned()), workshop }),
            Err(wrong) => errors.extend(wrong.into_iter().map(|error| FieldError { of: id.to_string(), ..error })),
        }
    }
    // A row that nobody touched here isn't overwritten with what its page showed when someone else changed it since.
    puts.retain(|put| !is_untouched(&event, put));
    if !errors.is_empty() {
        return Ok(Done::refused(errors));
    }
    let mut changed = Changed::Done;
    if !puts.is_empty() {
        changed = put(form, puts).await?;
    }
    for (name, step) in [("up", Step::Up), ("down", Step::Down)] {
        if let (Changed::Done, Some(id)) = (&changed, form.id::<WorkshopId>(name)?) {
            let edit = Some(EventEdit::MoveWorkshop(id, step));
            changed = change(form, Change { action: "workshops", edit, ..Change::default() }).await?;
        }
    }
    form.done(changed, (Section::Workshops, Notice::Saved)).await
}

/// Whether a row is as its page showed it, though what is stored has changed since: the fingerprint of the row as it is
/// filled in, with everything else that is stored, is the one that the page carried.
fn is_untouched(event: &Event, put: &WorkshopPut) -> bool {
    let Some(base) = &put.base else { return false };
    let stored = event.workshop(put.workshop.id).map(fingerprint);
    stored.as_ref() != Some(base) && fingerprint(&put.workshop) == *base
}

/// No such workshop any more.
pub(super) async fn delete(form: OfEvent<'_>) -> Result<Done, AppError> {
    let id: WorkshopId = form.id("id")?.ok_or(AppError::Invalid)?;
    let edit = Some(EventEdit::DeleteWorkshop(id));
    let changed =
        Change { action: "workshops", edit, is_destructive: true, agreed: form.agreed(), ..Change::default() };
    let changed = change(form, changed).await?;
    form.done(changed, (Section::Workshops, Notice::Removed)).await
}

/// A pasted table, to look at.
pub(super) async fn paste(form: OfEvent<'_>) -> Result<Done, AppError> {
    let event = form.stored().await?;
    let answer = match read_workshops(form.field("pasted"), &event) {
        Ok(rows) => preview(&event, rows),
        Err(problem) => Answer::Table(problem),
    };
    Ok(Done::Answer(answer))
}

/// A pasted table, to store.
pub(super) async fn paste_save(form: OfEvent<'_>) -> Result<Done, AppError> {
    let event = form.stored().await?;
    let rows = match read_workshops(form.field("pasted"), &event) {
        Ok(rows) => rows,
        Err(problem) => return Ok(Done::Answer(Answer::Table(problem))),
    };
    let plan = stands_for(&event, &rows);
    let mut puts = Vec::new();
    for row in &rows {
        let id = row.existing.unwrap_or_else(|| form.posted.state().services.new_id());
        match row.form.check(&event, id) {
            Ok(workshop) if row.errors.is_empty() && plan == form.field("plan") => {
                let base = row.existing.and_then(|id| event.workshop(id)).map(fingerprint);
                puts.push(WorkshopPut { base, workshop });
            }
            // The event has changed since the preview: look again.
            _ => return Ok(Done::Answer(preview(&event, rows))),
        }
    }
    let changed = put(form, puts).await?;
    form.done(changed, (Section::Workshops, Notice::Saved)).await
}

/// A new link.
pub(super) async fn link(form: OfEvent<'_>) -> Result<Done, AppError> {
    let event = form.stored().await?;
    let of = |name: &str| form.field(name).to_owned();
    let link = match (LinkForm { a: of("a"), b: of("b"), kind: of("kind") }).check(&event) {
        Ok(link) => link,
        Err(errors) => return Ok(Done::refused(errors)),
    };
    let edit = Some(EventEdit::AddLink(link));
    let changed = change(form, Change { action: "links", edit, agreed: form.agreed(), ..Change::default() }).await?;
    form.done(changed, (Section::Links, Notice::Added)).await
}

/// No such link any more.
pub(super) async fn unlink(form: OfEvent<'_>) -> Result<Done, AppError> {
    let (a, b) = (form.id("a")?.ok_or(AppError::Invalid)?, form.id("b")?.ok_or(AppError::Invalid)?);
    let edit = Some(EventEdit::RemoveLink(a, b));
    let changed = change(form, Change { action: "links", edit, agreed: form.agreed(), ..Change::default() }).await?;
    form.done(changed, (Section::Links, Notice::Removed)).await
}

async fn put(form: OfEvent<'_>, puts: Vec<WorkshopPut>) -> Result<Changed, AppError> {
    let edit = Some(EventEdit::Workshops(puts));
    change(form, Change { action: "workshops", edit, agreed: form.agreed(), ..Change::default() }).await
}

async fn change(form: OfEvent<'_>, change: Change) -> Result<Changed, AppError> {
    Ok(form.posted.state().services.change(form.admin, form.event, change).await?)
}

fn preview(event: &Event, rows: Vec<PastedWorkshop>) -> Answer {
    let plan = stands_for(event, &rows);
    Answer::Workshops { rows: rows.into_iter().map(shown).collect(), plan }
}

/// What stands for storing exactly these, in place of what is stored now.
fn stands_for(event: &Event, rows: &[PastedWorkshop]) -> String {
    let each: Vec<_> = rows
        .iter()
        .map(|row| (row.line, row.changes, row.existing.and_then(|id| event.workshop(id)).map(fingerprint)))
        .collect();
    fingerprint(&each)
}

fn shown(row: PastedWorkshop) -> PastedRow {
    let PastedWorkshop { line, form, existing, changes, errors } = row;
    PastedRow { line, form, existing, changes, errors }
}

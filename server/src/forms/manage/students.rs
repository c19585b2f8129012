//! Students: one, many, their keys, and what they hold.

use super::{super::File, Done, OfEvent};
use crate::{
    forms::Largest,
    import::ImportPlan,
    service::changing::{Override, Whose},
};
use app::{
    api::managing::{Answer, Notice, Section, StudentPreview},
    error::AppError,
    message,
};
use domain::{
    Selection, StudentId, WorkshopId,
    edit::{Field, FieldError, Problem, StudentForm, fingerprint},
    student_file::{FileProblem, RowOutcome},
};
use std::sync::Arc;

/// How many lines of each kind a preview shows; the rest is counted.
const SHOWN: usize = 200;

/// The form of one student, new or changed.
pub(super) async fn one(form: OfEvent<'_>) -> Result<Done, AppError> {
    let services = &form.posted.state().services;
    let of = |name: &str| form.field(name).to_owned();
    let filled_in =
        StudentForm { name: of("name"), class: of("class"), group: of("group"), number: of("number"), key: of("key") };
    match form.section {
        Section::Student(student) => {
            let shown = (form.field("base"), form.agreed());
            let changed = services.edit_student(form.admin, form.event, student, &filled_in, shown).await?;
            form.done(changed, (form.section, Notice::Saved)).await
        }
        _ => {
            let (student, changed) = services.add_student(form.admin, form.event, &filled_in, form.agreed()).await?;
            let section = student.map_or(Section::Students, Section::Student);
            form.done(changed, (section, Notice::Added)).await
        }
    }
}

/// No such students any more.
pub(super) async fn remove(form: OfEvent<'_>) -> Result<Done, AppError> {
    let students: Vec<StudentId> = form.ids("student")?;
    if students.is_empty() {
        return Err(AppError::Invalid);
    }
    let services = &form.posted.state().services;
    let changed = services.remove_students(form.admin, form.event, students, form.agreed()).await?;
    form.done(changed, (Section::Students, Notice::Removed)).await
}

/// New keys for one, a class or all.
pub(super) async fn keys(form: OfEvent<'_>) -> Result<Done, AppError> {
    let whose = match (form.id("student")?, form.field("class")) {
        (Some(student), _) => Whose::Student(student),
        (None, "") => Whose::Everyone,
        (None, class) => Whose::Class(class.to_owned()),
    };
    let changed = form.posted.state().services.new_keys(form.admin, form.event, &whose, form.agreed()).await?;
    form.done(changed, (form.section, Notice::NewKey)).await
}

/// A file of students, to look at.
pub(super) async fn import(form: OfEvent<'_>) -> Result<Done, AppError> {
    let bytes: Arc<[u8]> = match (form.posted.file("file"), form.field("pasted")) {
        (Some(File::TooLarge), _) => {
            let limit = Largest::MANAGE.file() as u64;
            return Ok(Done::Answer(Answer::File(FileProblem::TooLarge { limit })));
        }
        (Some(File::Bytes(bytes)), _) => Arc::from(&bytes[..]),
        (None, pasted) => Arc::from(pasted.as_bytes()),
    };
    preview(form, bytes).await
}

/// A file of students, to store.
pub(super) async fn import_save(form: OfEvent<'_>) -> Result<Done, AppError> {
    let services = &form.posted.state().services;
    let Some(bytes) = services.kept_upload(form.field("upload")) else {
        return Ok(Done::refused(vec![FieldError::of_form(Field::File, Problem::Expired)]));
    };
    let (event, plan) = match services.plan_import_into(form.event, &bytes).await? {
        Ok(planned) => planned,
        Err(problem) => return Ok(Done::Answer(Answer::File(problem))),
    };
    if !plan.preview.is_clean() || stands_for(&plan) != form.field("plan") {
        // The students have changed since the preview: look again.
        return preview(form, bytes).await;
    }
    let changed = services.carry_out_import(event, &plan, &form.admin.name, form.agreed()).await?;
    form.done(changed, (Section::Students, Notice::Imported)).await
}

async fn preview(form: OfEvent<'_>, bytes: Arc<[u8]>) -> Result<Done, AppError> {
    let services = &form.posted.state().services;
    Ok(Done::Answer(match services.plan_import_into(form.event, &bytes).await? {
        Ok((_, plan)) => Answer::Students(Box::new(shown(plan, services.keep_upload(bytes)))),
        Err(problem) => Answer::File(problem),
    }))
}

/// What stands for exactly these changes.
fn stands_for(plan: &ImportPlan) -> String {
    fingerprint(&serde_json::to_string(&plan.preview).unwrap_or_default())
}

/// A preview that a page can show: no more than [`SHOWN`] lines of each kind.
fn shown(plan: ImportPlan, upload: String) -> StudentPreview {
    let stands_for = stands_for(&plan);
    let mut preview = plan.preview;
    let (errors, missing, rows) = (preview.errors.len(), preview.missing.len(), preview.rows.len());
    let missing_registered = preview.missing.iter().filter(|student| student.registered).count();
    preview.errors.truncate(SHOWN);
    let mut counts = [0_usize; 3];
    preview.rows.retain(|row| {
        let count = match row.outcome {
            RowOutcome::Added => &mut counts[0],
            RowOutcome::Changed { .. } => &mut counts[1],
            RowOutcome::Unchanged => &mut counts[2],
        };
        *count += 1;
        *count <= SHOWN
    });
    let left_out = rows - preview.rows.len();
    StudentPreview { upload, plan: stands_for, preview, left_out, errors, missing, missing_registered }
}

/// What a student is to hold: the choice at each moment, in fields that begin with `moment-`.
pub(super) async fn place(form: OfEvent<'_>) -> Result<Done, AppError> {
    let Section::Student(student) = form.section else { return Err(AppError::Invalid) };
    let services = &form.posted.state().services;
    let chosen = form.posted.fields().iter().filter(|(name, id)| name.starts_with("moment-") && !id.is_empty());
    let ids: Result<Vec<WorkshopId>, AppError> =
        chosen.map(|(_, id)| id.parse().map_err(|_| AppError::Invalid)).collect();
    let selection = services.meant_for(form.event, student, &Selection::from(ids?)).await?;
    let despite = Override { full: form.field("full") == "yes", group: form.field("not-for-group") == "yes" };
    // The form shows all moments: saved from an old page, it would take back what the student chose since.
    let held = services.standing(form.event, student).await?.held;
    let changed = || Done::refused(vec![FieldError::of_form(Field::Form, Problem::Changed)]);
    if fingerprint(&held.selection) != form.field("base") {
        return Ok(changed());
    }
    let asked = (selection, despite);
    let placed = services.place(form.admin, (form.event, student), asked, Some(held.selection)).await?;
    if placed.is_stale {
        return Ok(changed());
    }
    let violations = placed.violations;
    if violations.is_empty() {
        return Ok(Done::at(app::api::managing::Place::Event(form.event, form.section), Notice::Placed));
    }
    let event = form.stored().await?;
    let locale = form.posted.page.locale;
    let reasons = violations.iter().map(|violation| message::admin_violation(locale, &event, violation)).collect();
    Ok(Done::Answer(Answer::Selection(reasons)))
}

//! Moments and groups.

use super::{Done, OfEvent};
use crate::engine::Change;
use app::{
    api::managing::{Notice, Place, Section},
    error::AppError,
};
use domain::{
    Group, GroupId, Moment, MomentId,
    edit::{EventEdit, Field, FieldError, GroupPut, MomentPut, Step, text},
};

/// A moment, new or changed.
pub(super) async fn moment(form: OfEvent<'_>) -> Result<Done, AppError> {
    let services = &form.posted.state().services;
    let id: Option<MomentId> = form.id("id")?;
    let of = id.map(|id| id.to_string()).unwrap_or_default();
    let mut errors = Vec::new();
    let name = text::line(form.field("name")).unwrap_or_else(|problem| {
        errors.push(FieldError { of: of.clone(), field: Field::Name, problem });
        String::new()
    });
    let (starts_at, ends_at) = services.span(form.field("starts"), form.field("ends")).unwrap_or_else(|wrong| {
        errors.extend(wrong.into_iter().map(|(field, problem)| FieldError { of: of.clone(), field, problem }));
        (None, None)
    });
    if !errors.is_empty() {
        return Ok(Done::refused(errors));
    }
    let moment = Moment {
        id: id.unwrap_or_else(|| services.new_id()),
        name,
        starts_at,
        ends_at,
        required: form.field("required") == "yes",
    };
    change(form, "moments", EventEdit::Moment(MomentPut { base: base(form, id.is_some()), moment }), false).await
}

/// A group, new or changed.
pub(super) async fn group(form: OfEvent<'_>) -> Result<Done, AppError> {
    let id: Option<GroupId> = form.id("id")?;
    let name = match text::line(form.field("name")) {
        Ok(name) => name,
        Err(problem) => {
            let of = id.map(|id| id.to_string()).unwrap_or_default();
            return Ok(Done::refused(vec![FieldError { of, field: Field::Name, problem }]));
        }
    };
    let group = Group { id: id.unwrap_or_else(|| form.posted.state().services.new_id()), name };
    change(form, "groups", EventEdit::Group(GroupPut { base: base(form, id.is_some()), group }), false).await
}

/// A button that moves or deletes a moment or a group.
pub(super) async fn move_or_delete(form: OfEvent<'_>) -> Result<Done, AppError> {
    let (verb, kind) = form.field("form").split_once('-').unwrap_or_default();
    let step = if verb == "up" { Step::Up } else { Step::Down };
    let is_deleted = verb == "delete";
    let (action, edit) = if kind == "moment" {
        let id: MomentId = form.id("id")?.ok_or(AppError::Invalid)?;
        ("moments", if is_deleted { EventEdit::DeleteMoment(id) } else { EventEdit::MoveMoment(id, step) })
    } else {
        let id: GroupId = form.id("id")?.ok_or(AppError::Invalid)?;
        ("groups", if is_deleted { EventEdit::DeleteGroup(id) } else { EventEdit::MoveGroup(id, step) })
    };
    change(form, action, edit, is_deleted).await
}

/// The fingerprint that the form carries, if it changes something.
fn base(form: OfEvent<'_>, is_changed: bool) -> Option<String> {
    is_changed.then(|| form.field("base").to_owned())
}

async fn change(
    form: OfEvent<'_>,
    action: &'static str,
    edit: EventEdit,
    is_destructive: bool,
) -> Result<Done, AppError> {
    let change = Change { action, edit: Some(edit), is_destructive, agreed: form.agreed(), ..Change::default() };
    let changed = form.posted.state().services.change(form.admin, form.event, change).await?;
    let notice = if is_destructive { Notice::Removed } else { Notice::Saved };
    match form.done(changed, (Section::Settings, notice)).await? {
        // Back to the list, not to the top of the page.
        Done::To(_) => Ok(Done::at_part(Place::Event(form.event, Section::Settings), notice, action)),
        done @ Done::Answer(_) => Ok(done),
    }
}

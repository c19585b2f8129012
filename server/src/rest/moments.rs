//! Moments of an event.

use super::{
    body::Json,
    caller::AdminCaller,
    condition::IfMatch,
    editing::{Agreement, Editing, event_of, shown, wrong},
    parameters::{PathId, Query},
    problem::{Problem, Result},
    wire::{MomentBody, MomentInput, MomentPatch},
};
use crate::{state::AppState, store::Part};
use axum::{extract::State, response::Response};
use domain::{
    Event, EventId, Moment, MomentId,
    edit::{EventEdit, Field, MomentPut, check_name, check_span, fingerprint},
};
use http::StatusCode;

/// Add a moment
#[utoipa::path(post, path = "/events/{id}/moments", tag = "Moments and groups", operation_id = "add_moment",
    request_body = MomentInput,
    params(("id" = uuid::Uuid, Path, description = "The event"), Agreement,
        ("If-Match" = Option<String>, Header, description = "The event's `ETag` that the change is meant for")),
    responses((status = 201, description = "The moment", body = MomentBody),
        (status = 409, description = "The name is taken, or registrations would be touched")))]
pub(super) async fn add(
    State(state): State<AppState>,
    AdminCaller(admin): AdminCaller,
    PathId(event): PathId<EventId>,
    Query(agreement): Query<Agreement>,
    condition: IfMatch,
    Json(input): Json<MomentInput>,
) -> Result<Response> {
    let services = &state.services;
    let id = services.new_id();
    let new = MomentPatch {
        name: Some(input.name),
        starts_at: Some(input.starts_at),
        ends_at: Some(input.ends_at),
        required: Some(input.required),
    };
    let empty = Moment { id, name: String::new(), starts_at: None, ends_at: None, required: true };
    let editing = Editing { services, admin: &admin, event, action: "moments", condition, agreement };
    let made =
        editing.make(|event| Ok(EventEdit::Moment(MomentPut { base: None, moment: moment(event, &empty, &new)? })));
    let (book, version) = made.await?;
    shown(StatusCode::CREATED, book.event().moment(id).map(MomentBody::from), version)
}

/// Change a moment
#[utoipa::path(patch, path = "/moments/{id}", tag = "Moments and groups", operation_id = "change_moment",
    request_body = MomentPatch,
    params(("id" = uuid::Uuid, Path, description = "The moment"), Agreement,
        ("If-Match" = Option<String>, Header, description = "The event's `ETag` that the change is meant for")),
    responses((status = 200, description = "The moment after the change", body = MomentBody),
        (status = 409, description = "The name is taken, or registrations would be touched")))]
pub(super) async fn change(
    State(state): State<AppState>,
    AdminCaller(admin): AdminCaller,
    PathId(id): PathId<MomentId>,
    Query(agreement): Query<Agreement>,
    condition: IfMatch,
    Json(patch): Json<MomentPatch>,
) -> Result<Response> {
    let services = &state.services;
    let event = event_of(services, Part::Moment(id)).await?;
    let editing = Editing { services, admin: &admin, event, action: "moments", condition, agreement };
    let made = editing.make(|event| {
        let old = event.moment(id).ok_or_else(Problem::not_found)?;
        let base = Some(fingerprint(old));
        Ok(EventEdit::Moment(MomentPut { base, moment: moment(event, old, &patch)? }))
    });
    let (book, version) = made.await?;
    shown(StatusCode::OK, book.event().moment(id).map(MomentBody::from), version)
}

fn moment(event: &Event, old: &Moment, patch: &MomentPatch) -> Result<Moment> {
    let moment = Moment {
        id: old.id,
        name: match &patch.name {
            Some(name) => check_name(name).map_err(|errors| wrong(event, &errors))?,
            None => old.name.clone(),
        },
        starts_at: patch.starts_at.map_or(old.starts_at, |at| at.map(|at| at.0)),
        ends_at: patch.ends_at.map_or(old.ends_at, |at| at.map(|at| at.0)),
        required: patch.required.unwrap_or(old.required),
    };
    check_span((moment.starts_at, moment.ends_at), Field::Ends).map_err(|errors| wrong(event, &errors))?;
    Ok(moment)
}

/// Delete a moment
///
/// Workshops over several moments lose it; while it is the only one of a workshop, it can't go.
#[utoipa::path(delete, path = "/moments/{id}", tag = "Moments and groups", operation_id = "delete_moment",
    params(("id" = uuid::Uuid, Path, description = "The moment"), Agreement,
        ("If-Match" = Option<String>, Header, description = "The event's `ETag` that the change is meant for")),
    responses((status = 204, description = "It is gone"), (status = 409, description = "Registrations would be touched")))]
pub(super) async fn delete(
    State(state): State<AppState>,
    AdminCaller(admin): AdminCaller,
    PathId(id): PathId<MomentId>,
    Query(agreement): Query<Agreement>,
    condition: IfMatch,
) -> Result<StatusCode> {
    let services = &state.services;
    let event = event_of(services, Part::Moment(id)).await?;
    let editing = Editing { services, admin: &admin, event, action: "moments", condition, agreement };
    editing.make(|_| Ok(EventEdit::DeleteMoment(id))).await?;
    Ok(StatusCode::NO_CONTENT)
}

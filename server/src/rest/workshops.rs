//! Workshops of an event.

use super::{
    body::Json,
    caller::AdminCaller,
    condition::IfMatch,
    editing::{Agreement, Editing, event_of, shown, wrong},
    parameters::{PathId, Query},
    problem::{Problem, Result},
    wire::{WorkshopBody, WorkshopInput, WorkshopPatch},
};
use crate::{service::Services, state::AppState, store::Part};
use axum::{extract::State, response::Response};
use domain::{
    Event, EventId, Workshop, WorkshopId,
    edit::{EventEdit, WorkshopForm, WorkshopPut, fingerprint},
};
use http::StatusCode;

/// Add a workshop
#[utoipa::path(post, path = "/events/{id}/workshops", tag = "Workshops", operation_id = "add_workshop",
    request_body = WorkshopInput,
    params(("id" = uuid::Uuid, Path, description = "The event"), Agreement,
        ("If-Match" = Option<String>, Header, description = "The event's `ETag` that the change is meant for")),
    responses((status = 201, description = "The workshop", body = WorkshopBody),
        (status = 409, description = "Registrations would be touched")))]
pub(super) async fn add(
    State(state): State<AppState>,
    AdminCaller(admin): AdminCaller,
    PathId(event): PathId<EventId>,
    Query(agreement): Query<Agreement>,
    condition: IfMatch,
    Json(input): Json<WorkshopInput>,
) -> Result<Response> {
    let services = &state.services;
    let id: WorkshopId = services.new_id();
    let form = WorkshopForm {
        title: input.title.into(),
        description: input.description.into(),
        moments: input.moment_ids,
        groups: input.group_ids,
        capacity: input.capacity.to_string(),
        location: input.location.into(),
        host: input.host.into(),
        cancelled: input.cancelled,
    };
    let editing = Editing { services, admin: &admin, event, action: "workshops", condition, agreement };
    let made = editing.make(|event| {
        let workshop = form.check(event, id).map_err(|errors| wrong(event, &errors))?;
        Ok(EventEdit::Workshops(vec![WorkshopPut { base: None, workshop }]))
    });
    let (book, version) = made.await?;
    shown(StatusCode::CREATED, workshop_shown(services, book.event(), id).await?, version)
}

/// Change a workshop
#[utoipa::path(patch, path = "/workshops/{id}", tag = "Workshops", operation_id = "change_workshop",
    request_body = WorkshopPatch,
    params(("id" = uuid::Uuid, Path, description = "The workshop"), Agreement,
        ("If-Match" = Option<String>, Header, description = "The event's `ETag` that the change is meant for")),
    responses((status = 200, description = "The workshop after the change", body = WorkshopBody),
        (status = 409, description = "Registrations would be touched")))]
pub(super) async fn change(
    State(state): State<AppState>,
    AdminCaller(admin): AdminCaller,
    PathId(id): PathId<WorkshopId>,
    Query(agreement): Query<Agreement>,
    condition: IfMatch,
    Json(patch): Json<WorkshopPatch>,
) -> Result<Response> {
    let services = &state.services;
    let event = event_of(services, Part::Workshop(id)).await?;
    let editing = Editing { services, admin: &admin, event, action: "workshops", condition, agreement };
    let made = editing.make(|event| {
        let old = event.workshop(id).ok_or_else(Problem::not_found)?;
        let workshop = patched(old, &patch).check(event, id).map_err(|errors| wrong(event, &errors))?;
        Ok(EventEdit::Workshops(vec![WorkshopPut { base: Some(fingerprint(old)), workshop }]))
    });
    let (book, version) = made.await?;
    shown(StatusCode::OK, workshop_shown(services, book.event(), id).await?, version)
}

fn patched(old: &Workshop, patch: &WorkshopPatch) -> WorkshopForm {
    let old = WorkshopForm::from(old);
    WorkshopForm {
        title: patch.title.clone().map_or(old.title, Into::into),
        description: patch.description.clone().map_or(old.description, Into::into),
        moments: patch.moment_ids.clone().unwrap_or(old.moments),
        groups: patch.group_ids.clone().unwrap_or(old.groups),
        capacity: patch.capacity.map_or(old.capacity, |capacity| capacity.to_string()),
        location: patch.location.clone().map_or(old.location, Into::into),
        host: patch.host.clone().map_or(old.host, Into::into),
        cancelled: patch.cancelled.unwrap_or(old.cancelled),
    }
}

/// Delete a workshop
///
/// With its links. To keep it on record, change it to `cancelled` instead.
#[utoipa::path(delete, path = "/workshops/{id}", tag = "Workshops", operation_id = "delete_workshop",
    params(("id" = uuid::Uuid, Path, description = "The workshop"), Agreement,
        ("If-Match" = Option<String>, Header, description = "The event's `ETag` that the change is meant for")),
    responses((status = 204, description = "It is gone"), (status = 409, description = "Registrations would be touched")))]
pub(super) async fn delete(
    State(state): State<AppState>,
    AdminCaller(admin): AdminCaller,
    PathId(id): PathId<WorkshopId>,
    Query(agreement): Query<Agreement>,
    condition: IfMatch,
) -> Result<StatusCode> {
    let services = &state.services;
    let event = event_of(services, Part::Workshop(id)).await?;
    let editing = Editing { services, admin: &admin, event, action: "workshops", condition, agreement };
    editing.make(|_| Ok(EventEdit::DeleteWorkshop(id))).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn workshop_shown(services: &Services, event: &Event, id: WorkshopId) -> Result<Option<WorkshopBody>> {
    let Some(place) = event.workshops.iter().position(|workshop| workshop.id == id) else { return Ok(None) };
    let seats = services.store.seats(event).await?;
    Ok(Some(WorkshopBody::new(&event.workshops[place], seats.taken(place))))
}

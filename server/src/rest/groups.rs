//! Groups of an event's students.

use super::{
    body::Json,
    caller::AdminCaller,
    condition::IfMatch,
    editing::{Agreement, Editing, event_of, shown, wrong},
    parameters::{PathId, Query},
    problem::{Problem, Result},
    wire::{GroupBody, GroupInput},
};
use crate::{state::AppState, store::Part};
use axum::{extract::State, response::Response};
use domain::{
    EventId, Group, GroupId,
    edit::{EventEdit, GroupPut, check_name, fingerprint},
};
use http::StatusCode;

/// Add a group
#[utoipa::path(post, path = "/events/{id}/groups", tag = "Moments and groups", operation_id = "add_group",
    request_body = GroupInput,
    params(("id" = uuid::Uuid, Path, description = "The event"), Agreement,
        ("If-Match" = Option<String>, Header, description = "The event's `ETag` that the change is meant for")),
    responses((status = 201, description = "The group", body = GroupBody), (status = 409, description = "The name is taken")))]
pub(super) async fn add(
    State(state): State<AppState>,
    AdminCaller(admin): AdminCaller,
    PathId(event): PathId<EventId>,
    Query(agreement): Query<Agreement>,
    condition: IfMatch,
    Json(input): Json<GroupInput>,
) -> Result<Response> {
    let services = &state.services;
    let id = services.new_id();
    let editing = Editing { services, admin: &admin, event, action: "groups", condition, agreement };
    let made = editing.make(|event| {
        let name = check_name(&input.name).map_err(|errors| wrong(event, &errors))?;
        Ok(EventEdit::Group(GroupPut { base: None, group: Group { id, name } }))
    });
    let (book, version) = made.await?;
    shown(StatusCode::CREATED, book.event().group(id).map(GroupBody::from), version)
}

/// Rename a group
#[utoipa::path(patch, path = "/groups/{id}", tag = "Moments and groups", operation_id = "change_group",
    request_body = GroupInput,
    params(("id" = uuid::Uuid, Path, description = "The group"), Agreement,
        ("If-Match" = Option<String>, Header, description = "The event's `ETag` that the change is meant for")),
    responses((status = 200, description = "The group after the change", body = GroupBody),
        (status = 409, description = "The name is taken")))]
pub(super) async fn change(
    State(state): State<AppState>,
    AdminCaller(admin): AdminCaller,
    PathId(id): PathId<GroupId>,
    Query(agreement): Query<Agreement>,
    condition: IfMatch,
    Json(input): Json<GroupInput>,
) -> Result<Response> {
    let services = &state.services;
    let event = event_of(services, Part::Group(id)).await?;
    let editing = Editing { services, admin: &admin, event, action: "groups", condition, agreement };
    let made = editing.make(|event| {
        let name = check_name(&input.name).map_err(|errors| wrong(event, &errors))?;
        let base = Some(event.group(id).map(fingerprint).ok_or_else(Problem::not_found)?);
        Ok(EventEdit::Group(GroupPut { base, group: Group { id, name } }))
    });
    let (book, version) = made.await?;
    shown(StatusCode::OK, book.event().group(id).map(GroupBody::from), version)
}

/// Delete a group
///
/// While it has students, or is the only one that a workshop admits, it can't go.
#[utoipa::path(delete, path = "/groups/{id}", tag = "Moments and groups", operation_id = "delete_group",
    params(("id" = uuid::Uuid, Path, description = "The group"), Agreement,
        ("If-Match" = Option<String>, Header, description = "The event's `ETag` that the change is meant for")),
    responses((status = 204, description = "It is gone"), (status = 409, description = "It has students")))]
pub(super) async fn delete(
    State(state): State<AppState>,
    AdminCaller(admin): AdminCaller,
    PathId(id): PathId<GroupId>,
    Query(agreement): Query<Agreement>,
    condition: IfMatch,
) -> Result<StatusCode> {
    let services = &state.services;
    let event = event_of(services, Part::Group(id)).await?;
    let editing = Editing { services, admin: &admin, event, action: "groups", condition, agreement };
    editing.make(|_| Ok(EventEdit::DeleteGroup(id))).await?;
    Ok(StatusCode::NO_CONTENT)
}

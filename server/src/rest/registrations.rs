//! Registrations: a student's own, and those that an administrator looks after.

use super::{
    body::Json,
    caller::{AdminCaller, ClaimedCaller, StudentCaller},
    condition::{IfMatch, tagged},
    parameters::PathId,
    problem::{Problem, Result},
    wire::{ExcelFile, OverrideName, Placing, RegistrationBody, SelectionInput},
};
use crate::{
    engine,
    service::{Services, changing::Override},
    state::AppState,
    store::StandingRow,
    web::attachment::attachment,
};
use app::i18n::Locale;
use axum::{
    Json as Answer,
    extract::State,
    response::{IntoResponse, Response},
};
use domain::{EventId, Selection, StudentId, edit::fingerprint};

/// Read one's own registration
#[utoipa::path(get, path = "/registrations/me", tag = "Registrations", operation_id = "get_own_registration",
    responses((status = 200, description = "What the student holds", body = RegistrationBody)))]
pub(super) async fn own(State(state): State<AppState>, StudentCaller(student): StudentCaller) -> Result<Response> {
    Ok(shown(&state.services.standing(student.event, student.id).await?))
}

/// Register
///
/// The selection takes the place of the one before, whole or not at all: if it is refused, the one before stays. What is
/// answered is on disk.
#[utoipa::path(put, path = "/registrations/me", tag = "Registrations", operation_id = "register",
    request_body = SelectionInput,
    params(("If-Match" = Option<String>, Header, description = "The registration's `ETag` that the change is meant for")),
    responses((status = 200, description = "What the student holds now", body = RegistrationBody),
        (status = 422, description = "`refused` with all `violations`; or `invalid`")))]
pub(super) async fn register(
    State(state): State<AppState>,
    ClaimedCaller(student): ClaimedCaller,
    condition: IfMatch,
    Json(input): Json<SelectionInput>,
) -> Result<Response> {
    let only_if = held_by(&state.services, (student.event, student.id), &condition).await?;
    answered(&state.services.decide(&student, input.workshop_ids, only_if).await?)
}

/// Withdraw
#[utoipa::path(delete, path = "/registrations/me", tag = "Registrations", operation_id = "withdraw",
    params(("If-Match" = Option<String>, Header, description = "The registration's `ETag` that the change is meant for")),
    responses((status = 200, description = "Nothing is held any more", body = RegistrationBody),
        (status = 422, description = "`refused`: registration isn't open")))]
pub(super) async fn withdraw(
    State(state): State<AppState>,
    ClaimedCaller(student): ClaimedCaller,
    condition: IfMatch,
) -> Result<Response> {
    let only_if = held_by(&state.services, (student.event, student.id), &condition).await?;
    answered(&state.services.decide(&student, Selection::empty(), only_if).await?)
}

/// Read a student's registration
#[utoipa::path(get, path = "/students/{id}/registration", tag = "Registrations", operation_id = "get_registration",
    params(("id" = uuid::Uuid, Path, description = "The student")),
    responses((status = 200, description = "What he holds", body = RegistrationBody)))]
pub(super) async fn of_student(
    State(state): State<AppState>,
    _: AdminCaller,
    PathId(student): PathId<StudentId>,
) -> Result<Response> {
    let (_, person) = state.services.person(student).await?;
    Ok(shown(&person.standing))
}

/// Place a student
///
/// By the rules that hold for students, but the event needn't be open. `override` gives a seat beyond the capacity, or in
/// a workshop for another group; that stands on record.
#[utoipa::path(put, path = "/students/{id}/registration", tag = "Registrations", operation_id = "place",
    request_body = Placing,
    params(("id" = uuid::Uuid, Path, description = "The student"),
        ("If-Match" = Option<String>, Header, description = "The registration's `ETag` that the change is meant for")),
    responses((status = 200, description = "What he holds now", body = RegistrationBody),
        (status = 422, description = "`refused` with all `violations`; or `invalid`")))]
pub(super) async fn place(
    State(state): State<AppState>,
    AdminCaller(admin): AdminCaller,
    PathId(student): PathId<StudentId>,
    condition: IfMatch,
    Json(placing): Json<Placing>,
) -> Result<Response> {
    let services = &state.services;
    let event = services.store.student(student).await?.ok_or_else(Problem::not_found)?.event;
    let only_if = held_by(services, (event, student), &condition).await?;
    let despite = Override {
        full: placing.overrides.contains(&OverrideName::Full),
        group: placing.overrides.contains(&OverrideName::NotForGroup),
    };
    answered(&services.place(&admin, (event, student), (placing.workshop_ids, despite), only_if).await?)
}

/// Export registrations
///
/// An Excel file: a summary, a worksheet for every workshop, and the students without a complete registration.
#[utoipa::path(get, path = "/events/{id}/registrations/export", tag = "Registrations",
    operation_id = "export_registrations",
    params(("id" = uuid::Uuid, Path, description = "The event")),
    responses((status = 200, description = "The file", body = ExcelFile,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
pub(super) async fn export(
    State(state): State<AppState>,
    _: AdminCaller,
    PathId(event): PathId<EventId>,
) -> Result<Response> {
    let services = &state.services;
    let slug = services.book(event).await?.event().slug.to_string();
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let file = services.workbook(event, Locale::default()).await?;
    Ok(attachment(file, kind, &format!("{slug}-registrations.xlsx")))
}

/// What the student holds, if the request has a condition and it is met.
async fn held_by(
    services: &Services,
    (event, student): (EventId, StudentId),
    condition: &IfMatch,
) -> Result<Option<Selection>> {
    if condition.is_none() {
        return Ok(None);
    }
    let held = services.standing(event, student).await?.held.selection;
    Ok(condition.check(&fingerprint(&held))?.then_some(held))
}

fn answered(answer: &engine::Answer) -> Result<Response> {
    if answer.is_stale {
        return Err(Problem::precondition_failed());
    }
    if !answer.violations.is_empty() {
        return Err(Problem::refused(&answer.violations, answer.book.event()));
    }
    Ok(shown(&answer.standing))
}

fn shown(standing: &StandingRow) -> Response {
    let response = Answer(RegistrationBody::from(standing)).into_response();
    tagged(response, &fingerprint(&standing.held.selection))
}

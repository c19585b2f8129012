//! Students of an event.

use super::{
    body::Json,
    caller::AdminCaller,
    condition::{IfMatch, tagged},
    editing::{Agreement, stored},
    parameters::{PathId, Query},
    problem::{Problem, Result},
    wire::{StatusName, StudentBody, StudentInput, StudentList, StudentPatch},
};
use crate::{
    engine::Changed,
    export::sort_key,
    service::{
        Services,
        changing::Whose,
        managing::{base, found},
        people::Person,
    },
    state::AppState,
};
use app::api::managing::StudentQuery;
use axum::{
    Json as Answer,
    extract::State,
    response::{IntoResponse, Response},
};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::{
    EventId, StudentId,
    edit::{FieldError, Problem as Wrong, StudentForm},
};
use http::StatusCode;
use serde::Deserialize;
use utoipa::IntoParams;

/// The most characters to look for.
const LONGEST_QUERY: usize = 200;

/// Which students.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// How far they are.
    status: Option<StatusName>,
    /// What name, class, number or key must hold; every word of it.
    #[param(max_length = 200)]
    q: Option<String>,
    /// How many at most; 100 if it isn't said.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
    /// `next_cursor` of the list before.
    #[param(pattern = "^[A-Za-z0-9_-]*$", max_length = 4000)]
    cursor: Option<String>,
}

/// List students
///
/// By class and name.
#[utoipa::path(get, path = "/events/{id}/students", tag = "Students", operation_id = "list_students",
    params(("id" = uuid::Uuid, Path, description = "The event"), Wanted),
    responses((status = 200, description = "Some of the students", body = StudentList)))]
pub(super) async fn list(
    State(state): State<AppState>,
    _: AdminCaller,
    PathId(event): PathId<EventId>,
    Query(wanted): Query<Wanted>,
) -> Result<Answer<StudentList>> {
    let limit = super::limit(wanted.limit)?;
    if wanted.q.as_ref().is_some_and(|q| q.chars().count() > LONGEST_QUERY) {
        return Err(super::bad_parameter("q"));
    }
    let after = wanted.cursor.as_deref().map(read_cursor).transpose()?;
    let people = state.services.people(event).await?;
    let query = StudentQuery {
        q: wanted.q.unwrap_or_default(),
        status: wanted.status.map(|status| status.name().to_owned()).unwrap_or_default(),
        ..StudentQuery::default()
    };
    let is_left = |person: &&Person| after.as_ref().is_none_or(|after| place(person) > *after);
    let mut left = found(&people, &query).into_iter().filter(is_left).peekable();
    let shown: Vec<&Person> = left.by_ref().take(limit).collect();
    let next_cursor = left.peek().and(shown.last()).map(|last| cursor(last));
    let students = shown.into_iter().map(|person| StudentBody::with_key(people.event(), person)).collect();
    Ok(Answer(StudentList { students, next_cursor }))
}

/// Where a student stands in the list. A cursor holds it, so that whoever comes or goes between two pages of the list
/// moves nobody else across them.
fn place(person: &Person) -> (Vec<u8>, Vec<u8>, StudentId) {
    (sort_key(&person.row.class).into(), sort_key(&person.row.name).into(), person.row.id)
}

fn cursor(person: &Person) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(&place(person)).unwrap_or_default())
}

fn read_cursor(cursor: &str) -> Result<(Vec<u8>, Vec<u8>, StudentId)> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(cursor).ok();
    bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).ok_or_else(|| super::bad_parameter("cursor"))
}

/// Add a student
#[utoipa::path(post, path = "/events/{id}/students", tag = "Students", operation_id = "add_student",
    request_body = StudentInput, params(("id" = uuid::Uuid, Path, description = "The event"), Agreement),
    responses((status = 201, description = "The student, with his key", body = StudentBody),
        (status = 409, description = "Key or number are taken, or there is a student of this name in the class")))]
pub(super) async fn add(
    State(state): State<AppState>,
    AdminCaller(admin): AdminCaller,
    PathId(event): PathId<EventId>,
    Query(agreement): Query<Agreement>,
    Json(input): Json<StudentInput>,
) -> Result<Response> {
    let form = StudentForm {
        name: input.name.into(),
        class: input.class.into(),
        group: input.group_id.to_string(),
        number: input.number.unwrap_or_default().into(),
        key: input.key.unwrap_or_default().into(),
    };
    let (id, changed) = state.services.add_student(&admin, event, &form, agreement.agree).await?;
    stored(changed, None)?;
    shown(&state.services, id.ok_or_else(Problem::not_found)?, StatusCode::CREATED).await
}

/// Read a student
#[utoipa::path(get, path = "/students/{id}", tag = "Students", operation_id = "get_student",
    params(("id" = uuid::Uuid, Path, description = "The student")),
    responses((status = 200, description = "The student", body = StudentBody)))]
pub(super) async fn get(
    State(state): State<AppState>,
    _: AdminCaller,
    PathId(id): PathId<StudentId>,
) -> Result<Response> {
    shown(&state.services, id, StatusCode::OK).await
}

/// Change a student
///
/// What is left out stays. In another group he loses what isn't meant for it, which must be agreed to.
#[utoipa::path(patch, path = "/students/{id}", tag = "Students", operation_id = "change_student",
    request_body = StudentPatch,
    params(("id" = uuid::Uuid, Path, description = "The student"), Agreement,
        ("If-Match" = Option<String>, Header, description = "The student's `ETag` that the change is meant for")),
    responses((status = 200, description = "The student after the change", body = StudentBody),
        (status = 409, description = "Key or number are taken, or his registration would be touched")))]
pub(super) async fn change(
    State(state): State<AppState>,
    AdminCaller(admin): AdminCaller,
    PathId(id): PathId<StudentId>,
    Query(agreement): Query<Agreement>,
    condition: IfMatch,
    Json(patch): Json<StudentPatch>,
) -> Result<Response> {
    let services = &state.services;
    let row = services.store.student(id).await?.ok_or_else(Problem::not_found)?;
    let tag = base(&row);
    let is_conditional = condition.check(&tag)?;
    let form = StudentForm {
        name: patch.name.map_or_else(|| row.name.clone(), Into::into),
        class: patch.class.map_or_else(|| row.class.clone(), Into::into),
        group: patch.group_id.unwrap_or(row.group).to_string(),
        number: patch.number.map_or_else(|| row.number.clone(), |number| number.map(Into::into)).unwrap_or_default(),
        key: patch.key.unwrap_or_default().into(),
    };
    let changed = services.edit_student(&admin, row.event, id, &form, (&tag, agreement.agree)).await?;
    let is_changed = |error: &FieldError| matches!(error.problem, Wrong::Changed);
    match changed {
        Changed::Refused(errors) if is_conditional && errors.iter().any(is_changed) => {
            return Err(Problem::precondition_failed());
        }
        changed => stored(changed, None)?,
    }
    shown(services, id, StatusCode::OK).await
}

/// Remove a student
///
/// With his registration, if he has one; that must be agreed to.
#[utoipa::path(delete, path = "/students/{id}", tag = "Students", operation_id = "remove_student",
    params(("id" = uuid::Uuid, Path, description = "The student"), Agreement),
    responses((status = 204, description = "He is gone"), (status = 409, description = "He is registered")))]
pub(super) async fn remove(
    State(state): State<AppState>,
    AdminCaller(admin): AdminCaller,
    PathId(id): PathId<StudentId>,
    Query(agreement): Query<Agreement>,
) -> Result<StatusCode> {
    let services = &state.services;
    let row = services.store.student(id).await?.ok_or_else(Problem::not_found)?;
    let remove = |agreed| services.remove_students(&admin, row.event, vec![id], agreed);
    let changed = match remove(agreement.agree).await? {
        // The pages ask before they remove anyone; a call that names him means it, unless he holds something.
        Changed::Asks { touched, agree } if touched.is_empty() => remove(Some(agree)).await?,
        changed => changed,
    };
    stored(changed, None)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Make a student a new key
///
/// The old one opens nothing any more, and whoever is logged in with it is logged out.
#[utoipa::path(post, path = "/students/{id}/key", tag = "Students", operation_id = "make_key",
    params(("id" = uuid::Uuid, Path, description = "The student")),
    responses((status = 200, description = "The student, with his new key", body = StudentBody)))]
pub(super) async fn new_key(
    State(state): State<AppState>,
    AdminCaller(admin): AdminCaller,
    PathId(id): PathId<StudentId>,
) -> Result<Response> {
    let services = &state.services;
    let row = services.store.student(id).await?.ok_or_else(Problem::not_found)?;
    let make = |agreed| {
        let (services, admin) = (services, &admin);
        async move { services.new_keys(admin, row.event, &Whose::Student(id), agreed).await }
    };
    let changed = match make(None).await? {
        Changed::Asks { agree, .. } => make(Some(agree)).await?,
        changed => changed,
    };
    stored(changed, None)?;
    shown(services, id, StatusCode::OK).await
}

async fn shown(services: &Services, id: StudentId, status: StatusCode) -> Result<Response> {
    let (book, person) = services.person(id).await?;
    let response = (status, Answer(StudentBody::with_key(book.event(), &person))).into_response();
    Ok(tagged(response, &base(&person.row)))
}

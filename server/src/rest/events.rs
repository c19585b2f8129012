//! Events.

use super::{
    body::{DocumentBytes, Json, LargeJson},
    caller::{AdminCaller, LoggedInCaller},
    condition::{IfMatch, tagged, version_tag},
    editing::{Agreement, Editing},
    parameters::{PathId, Query},
    problem::{Problem, Result},
    wire::{EventBody, EventInput, EventList, EventPatch, EventSummary, FeasibilityBody, Links},
};
use crate::{import::EventDocument, service::managing::feasibility, state::AppState};
use app::{backend::Actor, i18n::Locale};
use axum::{
    Json as Answer,
    extract::State,
    response::{IntoResponse, Response},
};
use domain::{
    Availability, Event, EventId, Link,
    edit::{EventEdit, check_availability, check_settings, fingerprint},
};
use http::{HeaderValue, StatusCode, header};
use serde::Deserialize;
use utoipa::IntoParams;

/// Which part of a list.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(super) struct Part {
    /// How many at most; 100 if it isn't said.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
    /// `next_cursor` of the list before.
    #[param(value_type = Option<uuid::Uuid>)]
    cursor: Option<EventId>,
}

/// List the events
///
/// Newest first.
#[utoipa::path(get, path = "/events", tag = "Events", operation_id = "list_events", params(Part),
    responses((status = 200, description = "Some of the events", body = EventList)))]
pub(super) async fn list(
    State(state): State<AppState>,
    _: AdminCaller,
    Query(part): Query<Part>,
) -> Result<Answer<EventList>> {
    let limit = super::limit(part.limit)?;
    let services = &state.services;
    let now = services.clock.now();
    let mut states = services.store.events().await?.into_iter().peekable();
    if let Some(cursor) = part.cursor {
        // Ids sort by the time of their making.
        while states.next_if(|state| state.id >= cursor).is_some() {}
    }
    let mut events = Vec::new();
    for state in states.by_ref().take(limit) {
        let book = services.events.load(&services.store, Some(state)).await?;
        events.push(EventSummary::new(book.event(), now));
    }
    let last = events.last().map(|event| event.id.to_string());
    Ok(Answer(EventList { events, next_cursor: states.peek().and(last) }))
}

/// Make an event
///
/// It is closed, with one moment and one group to begin with.
#[utoipa::path(post, path = "/events", tag = "Events", operation_id = "create_event", request_body = EventInput,
    responses((status = 201, description = "The event", body = EventBody,
            headers(("Location" = String, description = "Where it is"))),
        (status = 409, description = "The slug is taken")))]
pub(super) async fn create(
    State(state): State<AppState>,
    AdminCaller(admin): AdminCaller,
    Json(input): Json<EventInput>,
) -> Result<Response> {
    let settings =
        check_settings(&input.title, &input.slug, &input.intro).map_err(|errors| Problem::of_fields(&errors, None))?;
    let created = state.services.create_event(&admin, settings, Locale::en).await?;
    made(&state, created.map_err(|errors| Problem::of_fields(&errors, None))?).await
}

/// Import an event
///
/// From an event document, as `GET /events/{id}/document` gives it: all or nothing.
#[utoipa::path(post, path = "/events/import", tag = "Events", operation_id = "import_event",
    request_body(content = EventDocument, content_type = "application/json", description = "An event document, `workshops-event/1`"),
    responses((status = 201, description = "The event", body = EventBody,
            headers(("Location" = String, description = "Where it is"))),
        (status = 409, description = "The slug is taken")))]
pub(super) async fn import(
    State(state): State<AppState>,
    AdminCaller(admin): AdminCaller,
    DocumentBytes(document): DocumentBytes,
) -> Result<Response> {
    let event = state.services.import_event(&document, &admin.name).await?;
    made(&state, event).await
}

/// Read an event
///
/// A student reads his own, with the workshops that his group may take.
#[utoipa::path(get, path = "/events/{id}", tag = "Events", operation_id = "get_event",
    params(("id" = uuid::Uuid, Path, description = "The event")),
    responses((status = 200, description = "The event", body = EventBody)))]
pub(super) async fn get(
    State(state): State<AppState>,
    caller: LoggedInCaller,
    PathId(id): PathId<EventId>,
) -> Result<Response> {
    match &caller.actor {
        Actor::Admin(_) => shown(&state, id, StatusCode::OK).await,
        Actor::Student(student) if student.event == id => {
            let (event, seats) = state.services.event_for(student).await?;
            Ok(Answer(EventBody::new(&event, &seats, state.services.clock.now())).into_response())
        }
        _ => Err(Problem::not_found()),
    }
}

/// Change an event
///
/// Title, slug, introduction and availability; what is left out stays, and all of it is done or none.
#[utoipa::path(patch, path = "/events/{id}", tag = "Events", operation_id = "change_event", request_body = EventPatch,
    params(("id" = uuid::Uuid, Path, description = "The event"), Agreement,
        ("If-Match" = Option<String>, Header, description = "The `ETag` that the change is meant for")),
    responses((status = 200, description = "The event after the change", body = EventBody),
        (status = 409, description = "The slug is taken, or registrations would be touched")))]
pub(super) async fn change(
    State(state): State<AppState>,
    AdminCaller(admin): AdminCaller,
    PathId(id): PathId<EventId>,
    Query(agreement): Query<Agreement>,
    condition: IfMatch,
    Json(patch): Json<EventPatch>,
) -> Result<Response> {
    let is_about_availability = patch.title.is_none() && patch.slug.is_none() && patch.intro.is_none();
    let action = if is_about_availability { "availability" } else { "settings" };
    let editing = Editing { services: &state.services, admin: &admin, event: id, action, condition, agreement };
    editing.make(|event| patched(event, &patch)).await?;
    shown(&state, id, StatusCode::OK).await
}

fn patched(event: &Event, patch: &EventPatch) -> Result<EventEdit> {
    let wrong = |errors: Vec<_>| Problem::of_fields(&errors, Some(event));
    let mut edits = Vec::new();
    if patch.title.is_some() || patch.slug.is_some() || patch.intro.is_some() {
        let (title, slug, intro) = check_settings(
            patch.title.as_deref().unwrap_or(&event.title),
            patch.slug.as_deref().unwrap_or(event.slug.as_str()),
            patch.intro.as_deref().unwrap_or(&event.intro),
        )
        .map_err(wrong)?;
        let base = fingerprint(&(&event.title, &event.slug, &event.intro));
        edits.push(EventEdit::Settings { title, slug, intro, base });
    }
    if let Some(new) = &patch.availability {
        let old = event.availability;
        let availability = Availability {
            state: new.state.into(),
            opens_at: new.opens_at.map_or(old.opens_at, |at| at.map(|at| at.0)),
            closes_at: new.closes_at.map_or(old.closes_at, |at| at.map(|at| at.0)),
        };
        check_availability(&availability).map_err(wrong)?;
        edits.push(EventEdit::Availability { availability, base: Some(fingerprint(&old)) });
    }
    Ok(EventEdit::Several(edits))
}

/// Delete an event
///
/// With everything that belongs to it. If students are registered, it must be agreed to.
#[utoipa::path(delete, path = "/events/{id}", tag = "Events", operation_id = "delete_event",
    params(("id" = uuid::Uuid, Path, description = "The event"), Agreement),
    responses((status = 204, description = "It is gone"), (status = 409, description = "Students are registered")))]
pub(super) async fn delete(
    State(state): State<AppState>,
    AdminCaller(admin): AdminCaller,
    PathId(id): PathId<EventId>,
    Query(agreement): Query<Agreement>,
) -> Result<StatusCode> {
    let services = &state.services;
    let book = services.book(id).await?;
    let mut registered: Vec<_> = services.store.roster(id).await?.into_iter().map(|row| row.student).collect();
    registered.sort_unstable();
    registered.dedup();
    let agree = fingerprint(&("delete-event", &registered));
    if !registered.is_empty() && agreement.agree.as_ref() != Some(&agree) {
        let detail = format!("{} students are registered; repeat it with ?agree= if that is meant", registered.len());
        return Err(Problem::needs_agreement(&detail, &[], &agree));
    }
    let deleted = services.delete_event(&admin, id, &book.event().title).await?;
    deleted.map_err(|errors| Problem::of_fields(&errors, None))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Export an event
///
/// Its document, from which the same event can be imported; without students.
#[utoipa::path(get, path = "/events/{id}/document", tag = "Events", operation_id = "export_event",
    params(("id" = uuid::Uuid, Path, description = "The event")),
    responses((status = 200, description = "An event document, `workshops-event/1`", body = EventDocument)))]
pub(super) async fn document(
    State(state): State<AppState>,
    _: AdminCaller,
    PathId(id): PathId<EventId>,
) -> Result<Response> {
    let document = state.services.event_document(id).await?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], document).into_response())
}

/// Replace the links
///
/// All links of the event at once: a link that isn't named is gone.
#[utoipa::path(put, path = "/events/{id}/links", tag = "Workshops", operation_id = "replace_links", request_body = Links,
    params(("id" = uuid::Uuid, Path, description = "The event"), Agreement,
        ("If-Match" = Option<String>, Header, description = "The event's `ETag` that the change is meant for")),
    responses((status = 200, description = "The links", body = Links),
        (status = 409, description = "Registrations would be touched")))]
pub(super) async fn replace_links(
    State(state): State<AppState>,
    AdminCaller(admin): AdminCaller,
    PathId(id): PathId<EventId>,
    Query(agreement): Query<Agreement>,
    condition: IfMatch,
    LargeJson(links): LargeJson<Links>,
) -> Result<Response> {
    let links: Vec<Link> = links.links.iter().map(Link::from).collect();
    let editing =
        Editing { services: &state.services, admin: &admin, event: id, action: "links", condition, agreement };
    let (book, version) = editing.make(|_| Ok(EventEdit::Links(links.clone()))).await?;
    let links = Links { links: book.event().links.iter().map(Into::into).collect() };
    Ok(tagged(Answer(links).into_response(), &version_tag(version)))
}

/// Look for what can't work
///
/// Groups without a complete selection, workshops that nobody can take, links that contradict each other, and too few
/// seats.
#[utoipa::path(get, path = "/events/{id}/feasibility", tag = "Events", operation_id = "get_feasibility",
    params(("id" = uuid::Uuid, Path, description = "The event")),
    responses((status = 200, description = "What was found", body = FeasibilityBody)))]
pub(super) async fn get_feasibility(
    State(state): State<AppState>,
    _: AdminCaller,
    PathId(id): PathId<EventId>,
) -> Result<Answer<FeasibilityBody>> {
    let people = state.services.people(id).await?;
    Ok(Answer(FeasibilityBody::new(people.event(), &feasibility(&people))))
}

/// A new event, with where it is.
async fn made(state: &AppState, event: EventId) -> Result<Response> {
    let mut response = shown(state, event, StatusCode::CREATED).await?;
    if let Ok(place) = HeaderValue::from_str(&format!("/api/v1/events/{event}")) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    Ok(response)
}

/// The event as the administrator sees it.
async fn shown(state: &AppState, event: EventId, status: StatusCode) -> Result<Response> {
    let services = &state.services;
    let (book, version) = services.book_and_version(event).await?;
    let seats = services.store.seats(book.event()).await?;
    let body = EventBody::new(book.event(), &seats, services.clock.now());
    Ok(tagged((status, Answer(body)).into_response(), &version_tag(version)))
}

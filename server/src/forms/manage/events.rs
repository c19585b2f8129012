//! Making, importing, copying and deleting events, and their settings.

use super::{super::File, Done, OfEvent};
use crate::{engine::Change, error::Error, forms::Posted, import::words, service::changing::Along};
use app::{
    api::managing::{Answer, DocumentMistake, Notice, Place, Section},
    backend::Admin,
    error::AppError,
};
use domain::{
    Availability, AvailabilityState,
    edit::{EventEdit, Field, FieldError, check_availability, check_settings},
};

/// A new event.
pub(super) async fn create(posted: &Posted, admin: &Admin) -> Result<Done, AppError> {
    let settings = match check_settings(posted.field("title"), posted.field("slug"), posted.field("intro")) {
        Ok(settings) => settings,
        Err(errors) => return Ok(Done::refused(errors)),
    };
    Ok(match posted.state().services.create_event(admin, settings, posted.page.locale).await? {
        Ok(event) => Done::at(Place::Event(event, Section::Overview), Notice::Added),
        Err(errors) => Done::refused(errors),
    })
}

/// An event out of a document.
pub(super) async fn import(posted: &Posted, admin: &Admin) -> Result<Done, AppError> {
    let locale = posted.page.locale;
    let mistake = |mistake| Done::Answer(Answer::Document(mistake));
    let document = match posted.file("file") {
        Some(File::Bytes(bytes)) => bytes,
        Some(File::TooLarge) => return Ok(mistake(words::too_large(locale))),
        None => return Ok(mistake(words::no_document(locale))),
    };
    match posted.state().services.import_event(document, &admin.name).await {
        Ok(event) => Ok(Done::at(Place::Event(event, Section::Overview), Notice::Added)),
        Err(Error::Document(error)) => {
            let (place, text) = words::document_mistake(locale, &error);
            Ok(mistake(DocumentMistake { place, mistake: text }))
        }
        Err(Error::SlugTaken(slug)) => Ok(mistake(words::slug_taken(locale, &slug))),
        Err(error) => Err(error.into()),
    }
}

/// A copy of the event.
pub(super) async fn copy(form: OfEvent<'_>) -> Result<Done, AppError> {
    let intro = form.stored().await?.intro;
    let settings = match check_settings(form.field("title"), form.field("slug"), &intro) {
        Ok(settings) => settings,
        Err(errors) => return Ok(Done::refused(errors)),
    };
    let is_ticked = |name| form.field(name) == "yes";
    let along = Along {
        // Students need their groups, links their workshops.
        groups: is_ticked("groups") || is_ticked("students"),
        workshops: is_ticked("workshops") || is_ticked("links"),
        links: is_ticked("links"),
        students: is_ticked("students"),
    };
    Ok(match form.posted.state().services.copy_event(form.admin, form.event, settings, along).await? {
        Ok(event) => Done::at(Place::Event(event, Section::Overview), Notice::Added),
        Err(errors) => Done::refused(errors),
    })
}

/// No event any more.
pub(super) async fn delete(form: OfEvent<'_>) -> Result<Done, AppError> {
    let deleted = form.posted.state().services.delete_event(form.admin, form.event, form.field("title")).await?;
    Ok(match deleted {
        Ok(()) => Done::at(Place::Events, Notice::Removed),
        Err(errors) => Done::refused(errors),
    })
}

/// Title, link and introduction.
pub(super) async fn settings(form: OfEvent<'_>) -> Result<Done, AppError> {
    let (title, slug, intro) = match check_settings(form.field("title"), form.field("slug"), form.field("intro")) {
        Ok(settings) => settings,
        Err(errors) => return Ok(Done::refused(errors)),
    };
    let edit = EventEdit::Settings { title, slug, intro, base: form.field("base").to_owned() };
    change(form, "settings", edit).await
}

/// A button that opens, closes, or lets the schedule count.
pub(super) async fn availability(form: OfEvent<'_>) -> Result<Done, AppError> {
    let state = match form.field("state") {
        "open" => AvailabilityState::Open,
        "closed" => AvailabilityState::Closed,
        "scheduled" => AvailabilityState::Scheduled,
        _ => return Err(AppError::Invalid),
    };
    let changed = form.posted.state().services.set_availability(form.admin, form.event, state).await?;
    form.done(changed, (form.section, Notice::Saved)).await
}

/// The times of the schedule, which count from now on.
pub(super) async fn schedule(form: OfEvent<'_>) -> Result<Done, AppError> {
    let services = &form.posted.state().services;
    let (opens_at, closes_at) = match services.span(form.field("opens"), form.field("closes")) {
        Ok(span) => span,
        Err(errors) => {
            let field = |field| if field == Field::Starts { Field::Opens } else { Field::Closes };
            let named = errors.into_iter().map(|(at, problem)| FieldError::of_form(field(at), problem));
            return Ok(Done::refused(named.collect()));
        }
    };
    let availability = Availability { state: AvailabilityState::Scheduled, opens_at, closes_at };
    if let Err(errors) = check_availability(&availability) {
        return Ok(Done::refused(errors));
    }
    let edit = EventEdit::Availability { availability, base: Some(form.field("base").to_owned()) };
    change(form, "availability", edit).await
}

async fn change(form: OfEvent<'_>, action: &'static str, edit: EventEdit) -> Result<Done, AppError> {
    let change = Change { action, edit: Some(edit), agreed: form.agreed(), ..Change::default() };
    let changed = form.posted.state().services.change(form.admin, form.event, change).await?;
    form.done(changed, (form.section, Notice::Saved)).await
}

//! The list of students as a file.

use super::{
    body::FileBytes,
    caller::AdminCaller,
    editing::{fingerprint, stored},
    parameters::{PathId, Query},
    problem::Result,
    wire::{ImportBody, file_errors},
};
use crate::{state::AppState, web::attachment::attachment};
use axum::{Json as Answer, extract::State, response::Response};
use domain::EventId;
use serde::Deserialize;
use utoipa::IntoParams;

/// What is done with a file.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(super) struct Importing {
    /// Whether to look only: nothing is written.
    #[param(required = false)]
    dry_run: bool,
    /// What a `needs-agreement` problem gave as `agree`.
    #[serde(deserialize_with = "fingerprint")]
    #[param(pattern = "^[0-9a-f]{16}$")]
    agree: Option<String>,
}

/// Import students
///
/// The body is the file as Excel or a school system writes it: `;` `,` or tab, any usual encoding, headers by name. All
/// lines or none. A row is the same student by number, else by key, else by name and class; who isn't in the file is
/// kept.
#[utoipa::path(post, path = "/events/{id}/students/import", tag = "Students", operation_id = "import_students",
    request_body(content = String, content_type = "text/csv", description = "The file's bytes"),
    params(("id" = uuid::Uuid, Path, description = "The event"), Importing),
    responses((status = 200, description = "What it would do, or did", body = ImportBody),
        (status = 409, description = "Registrations would be touched"), (status = 413, description = "Over 20 MB")))]
pub(super) async fn import(
    State(state): State<AppState>,
    AdminCaller(admin): AdminCaller,
    PathId(event): PathId<EventId>,
    Query(importing): Query<Importing>,
    FileBytes(file): FileBytes,
) -> Result<Answer<ImportBody>> {
    let services = &state.services;
    let planned = services.plan_import_into(event, &file).await?;
    let (_, plan) = planned.map_err(|problem| file_errors(Err(&problem)))?;
    if !importing.dry_run {
        if !plan.preview.is_clean() {
            return Err(file_errors(Ok(&plan.preview)));
        }
        stored(services.carry_out_import(event, &plan, &admin.name, importing.agree).await?, None)?;
    }
    Ok(Answer(ImportBody::from(&plan.preview)))
}

/// Export students
///
/// With their keys, as a CSV file that Excel opens and that can be imported again.
#[utoipa::path(get, path = "/events/{id}/students/export", tag = "Students", operation_id = "export_students",
    params(("id" = uuid::Uuid, Path, description = "The event")),
    responses((status = 200, description = "The file", body = String, content_type = "text/csv")))]
pub(super) async fn export(
    State(state): State<AppState>,
    _: AdminCaller,
    PathId(event): PathId<EventId>,
) -> Result<Response> {
    let services = &state.services;
    let slug = services.book(event).await?.event().slug.to_string();
    let file = services.student_file(event).await?;
    Ok(attachment(file, "text/csv; charset=utf-8", &format!("{slug}-students.csv")))
}

//! What an import of students would do, or did.

use crate::rest::problem::{InvalidValue, Problem};
use app::{i18n::Locale, message};
use domain::student_file::{FileProblem, ImportPreview};
use http::StatusCode;
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

/// What an import would do (`dry_run`) or did.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct ImportBody {
    /// In numbers.
    pub summary: ImportSummary,
    /// By line: `{"line": 2, "outcome": "added", "name": …, "class": …, "group": …}`; `changed` says `what`; an `error`
    /// has its `problem` and a `detail` instead.
    #[schema(value_type = Vec<Object>, example = json!([
        {"line": 2, "outcome": "added", "name": "Noa de Wit", "class": "2B", "group": "Onderbouw"},
        {"line": 3, "outcome": "changed", "name": "Bas Kok", "class": "2B", "group": "Onderbouw", "what": ["class"]},
    ]))]
    pub rows: Vec<Value>,
    /// Students of the event who aren't in the file, and whether they hold a registration. They are kept.
    #[schema(value_type = Vec<Object>)]
    pub missing: Vec<Value>,
}

/// An import in numbers.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct ImportSummary {
    /// New students.
    pub added: u32,
    /// Students of whom something changes.
    pub changed: u32,
    /// Students of whom nothing changes.
    pub unchanged: u32,
    /// Students who aren't in the file any more.
    pub missing: usize,
    /// Lines with something wrong; with any, nothing is written.
    pub errors: usize,
}

impl From<&ImportPreview> for ImportBody {
    fn from(preview: &ImportPreview) -> Self {
        let mut rows: Vec<(u32, Value)> = preview.rows.iter().map(|row| (row.line, json!(row))).collect();
        rows.extend(preview.errors.iter().map(|error| {
            let mut value = json!(error);
            value["outcome"] = "error".into();
            value["detail"] = message::line_problem(Locale::en, &error.problem).into();
            (error.line, value)
        }));
        rows.sort_by_key(|&(line, _)| line);
        Self {
            summary: ImportSummary {
                added: preview.added,
                changed: preview.changed,
                unchanged: preview.unchanged,
                missing: preview.missing.len(),
                errors: preview.errors.len(),
            },
            rows: rows.into_iter().map(|(_, row)| row).collect(),
            missing: preview.missing.iter().map(|missing| json!(missing)).collect(),
        }
    }
}

/// Why a file can't be imported: it is no table, or lines of it are wrong.
pub(in crate::rest) fn file_errors(preview: Result<&ImportPreview, &FileProblem>) -> Problem {
    let problem = |detail| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid-file", detail);
    match preview {
        Err(problem_of_file) => problem(message::file_problem(Locale::en, problem_of_file)),
        Ok(preview) => {
            let errors: Vec<InvalidValue> = (preview.errors.iter())
                .map(|error| InvalidValue {
                    pointer: format!("line {}", error.line),
                    detail: message::line_problem(Locale::en, &error.problem),
                })
                .collect();
            problem(format!("{} mistakes in the file; nothing is written", errors.len())).with("errors", errors)
        }
    }
}

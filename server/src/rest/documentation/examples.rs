//! An example of every problem, as the calls themselves answer it.

use crate::rest::problem::{InvalidValue, Problem};
use app::error::AppError;
use http::StatusCode;
use serde_json::{Value, json};

/// What a call could answer with this status.
pub(super) fn example(call: &str, status: u16) -> Option<Value> {
    let registers = ["register", "withdraw", "place"].contains(&call);
    let makes_event = ["create_event", "import_event"].contains(&call);
    let problem = match status {
        400 => {
            let detail = "no JSON at line 1, column 17: expected `:`";
            Problem::malformed(detail).with("line", 1).with("column", 17)
        }
        401 if call == "log_in" => Problem::invalid_credential(),
        401 => Problem::invalid_token(),
        403 => Problem::not_allowed(),
        404 => Problem::not_found(),
        409 if makes_event => Problem::slug_taken("workshopdag-2027"),
        409 => return Some(needs_agreement()),
        412 => Problem::precondition_failed(),
        413 => Problem::too_large(128 * 1024),
        415 => Problem::unsupported_media_type("application/json"),
        422 if registers => return Some(refused()),
        422 if call == "import_event" => {
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid-document", "workshop judo: it has no moment")
        }
        422 => invalid(call),
        429 => Problem::too_many(6),
        500 => AppError::Internal { id: "4711-1".to_owned() }.into(),
        503 => AppError::Overloaded.into(),
        _ => return None,
    };
    Some(problem.body())
}

fn invalid(call: &str) -> Problem {
    let (pointer, detail) = match call {
        "list_events" | "list_students" => ("limit", "it can't be read"),
        "import_students" => ("dry_run", "provided string was not `true` or `false`"),
        "change_admin_password" => ("/new_password", "it needs at least 12 characters"),
        "log_in" => ("/login_type", "unknown variant `student`, expected `user` or `admin`"),
        call if call.starts_with("delete_") || call.starts_with("remove_") => {
            ("agree", "it isn't what a problem gave as `agree`")
        }
        "replace_links" => ("/links/0", "A workshop can’t be linked to itself."),
        _ => ("/surname", "unknown field `surname`"),
    };
    Problem::invalid(&[InvalidValue { pointer: pointer.to_owned(), detail: detail.to_owned() }])
}

fn needs_agreement() -> Value {
    let mut problem = Problem::needs_agreement(
        "registrations would be touched; repeat it with ?agree= if that is meant",
        &[],
        "89e1f2a0c4b7d653",
    )
    .body();
    problem["touched"] = json!([{
        "student_id": "018f3a1e-0000-7000-8000-000000000001", "name": "Noa de Wit", "class": "2B",
        "lost": ["018f3a1e-0000-7000-8000-000000000002"], "cancelled": [], "was": "complete", "becomes": "partial",
    }]);
    problem
}

fn refused() -> Value {
    let full = json!({ "code": "full", "workshop": "018f3a1e-0000-7000-8000-000000000002", "capacity": 15 });
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "refused", "Judo is full.").with("violations", [full]).body()
}

//! What holds of many calls, said once: every way out that a call has by its nature.

use super::{BEARER, bearer, examples::example};
use crate::rest::problem::MEDIA_TYPE;
use utoipa::openapi::{
    Components, ContentBuilder, HeaderBuilder, ObjectBuilder, OpenApi, PathItem, Ref, RefOr, Response, ResponseBuilder,
    Schema,
    path::{Operation, ParameterIn},
    schema::{AdditionalProperties, Type},
};

/// The name of the schema of problems.
const PROBLEM: &str = "Problem";

/// What `If-Match` may be (RFC 9110, 13.1.1).
const TAGS: &str = r#"^(?:\*|[ \t,]*(?:W/)?"[!#-~]*"(?:[ \t]*,[ \t,]*(?:W/)?"[!#-~]*")*[ \t,]*)$"#;

/// Adds to each operation the problems that it can answer with, and to the document their schema and how to log in.
pub(in crate::rest) fn complete(description: &mut OpenApi) {
    for item in description.paths.paths.values_mut() {
        for operation in operations(item) {
            complete_operation(operation);
        }
    }
    let components = description.components.get_or_insert_with(Components::new);
    components.schemas.insert(PROBLEM.to_owned(), problem_schema());
    components.add_security_scheme(BEARER, bearer());
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.put, &mut item.post, &mut item.patch, &mut item.delete].into_iter().flatten()
}

fn complete_operation(operation: &mut Operation) {
    let name = operation.operation_id.clone().unwrap_or_default();
    let parameters: Vec<_> = (operation.parameters.iter().flatten())
        .filter_map(|parameter| match parameter {
            RefOr::T(parameter) => Some((parameter.parameter_in.clone(), parameter.name.clone())),
            RefOr::Ref(_) => None,
        })
        .collect();
    let has = |place: ParameterIn| parameters.iter().any(|(at, _)| *at == place);
    let is_conditional = parameters.iter().any(|(_, name)| name == "If-Match");
    let body = match &operation.request_body {
        Some(RefOr::T(body)) => Some(body),
        _ => None,
    };
    let takes_json = body.is_some_and(|body| body.content.contains_key("application/json"));
    let is_public = name == "log_in";
    let sets_password = name == "change_admin_password";
    let own_event = ["get_event", "get_seats", "watch_seats"].contains(&name.as_str());
    let problems = [
        (400, "`malformed`: it can't be read", takes_json || is_conditional || body.is_some()),
        (401, "`invalid-credential`", is_public),
        (401, "`not-logged-in` or `invalid-token`", !is_public),
        (403, "`not-allowed`: another role may do this", !is_public && name != "me" && !own_event),
        (404, "`not-found`", has(ParameterIn::Path)),
        (409, "`conflict`, or `needs-agreement`", is_conditional && name != "register" && name != "withdraw"),
        (412, "`precondition-failed`: it has changed since it was read", is_conditional),
        (413, "`too-large`", body.is_some()),
        (415, "`unsupported-media-type`", takes_json),
        (422, "`invalid`: what is wrong stands in `errors`", body.is_some() || has(ParameterIn::Query)),
        (422, "`invalid`: it can't be done, why stands in `errors`", name.starts_with("delete_")),
        (429, "`too-many-attempts`: wait as long as `Retry-After` says", is_public || sets_password),
        (500, "`internal`: the log knows it by its `id`", true),
        (503, "`overloaded` or `unavailable`: wait as long as `Retry-After` says", true),
    ];
    // What the handler says of a refusal lacks the body that all refusals have.
    for (status, response) in &mut operation.responses.responses {
        if let (RefOr::T(response), Ok(status)) = (response, status.parse::<u16>())
            && status >= 400
        {
            let description = std::mem::take(&mut response.description);
            *response = problem(&name, status, &description);
        }
    }
    for (status, text, _) in problems.into_iter().filter(|&(_, _, applies)| applies) {
        operation.responses.responses.entry(status.to_string()).or_insert_with(|| problem(&name, status, text).into());
    }
    for parameter in operation.parameters.iter_mut().flatten() {
        if let RefOr::T(parameter) = parameter
            && parameter.parameter_in == ParameterIn::Header
        {
            // A header that is there is never `null`, as an `Option` would say.
            let text = ObjectBuilder::new().schema_type(Type::String);
            let is_tag = parameter.name == "If-Match";
            parameter.schema = Some(if is_tag { text.pattern(Some(TAGS)).examples(["\"v7\""]) } else { text }.into());
        }
    }
    if is_conditional || name == "get_event" || name == "get_student" || name.ends_with("registration") {
        for (status, response) in &mut operation.responses.responses {
            if let (RefOr::T(response), "200" | "201") = (response, status.as_str()) {
                let tag = ObjectBuilder::new().schema_type(Type::String).pattern(Some("^\"[!#-~]*\"$"));
                let tag = HeaderBuilder::new().schema(Some(tag)).description(Some("What `If-Match` can name."));
                response.headers.insert("ETag".to_owned(), tag.build().into());
            }
        }
    }
}

fn problem(call: &str, status: u16, text: &str) -> Response {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(PROBLEM))).example(example(call, status));
    let response = ResponseBuilder::new().description(text).content(MEDIA_TYPE, content.build());
    let header = |of: Type, text: &str| {
        HeaderBuilder::new().schema(Some(ObjectBuilder::new().schema_type(of))).description(Some(text)).build()
    };
    match status {
        401 => response.header("WWW-Authenticate", header(Type::String, "`Bearer`, and what is wrong with a token.")),
        429 | 503 => response.header("Retry-After", header(Type::Integer, "How many seconds to wait.")),
        _ => response,
    }
    .build()
}

fn problem_schema() -> RefOr<Schema> {
    let text =
        |description: &str| ObjectBuilder::new().schema_type(Type::String).description(Some(description)).build();
    let list = |of: ObjectBuilder, description: &str| {
        utoipa::openapi::ArrayBuilder::new().items(of).description(Some(description)).build()
    };
    let any = || ObjectBuilder::new().additional_properties(Some(AdditionalProperties::FreeForm(true)));
    let invalid = ObjectBuilder::new()
        .property("pointer", text("A JSON pointer into the body, or a parameter's name; empty for the whole."))
        .required("pointer")
        .property("detail", text("What is wrong with it."))
        .required("detail");
    ObjectBuilder::new()
        .description(Some("Why a call wasn't carried out (RFC 9457)."))
        .property("title", text("The status in words."))
        .required("title")
        .property("status", ObjectBuilder::new().schema_type(Type::Integer).description(Some("The HTTP status.")))
        .required("status")
        .property("code", text("What programs tell problems apart by."))
        .required("code")
        .property("detail", text("What happened, for people."))
        .required("detail")
        .property("errors", list(invalid, "With `invalid`, `conflict` and `invalid-file`: what is wrong, and where."))
        .property(
            "violations",
            list(any(), "With `refused`: every rule that the selection breaks, each with its `code` and data."),
        )
        .property("touched", list(any(), "With `needs-agreement`: whose registrations would be touched, and how."))
        .property("agree", text("With `needs-agreement`: to be sent as `?agree=` by whoever means it."))
        .property("id", text("With `internal`: how the log calls it."))
        .property(
            "limit",
            ObjectBuilder::new().schema_type(Type::Integer).description(Some("With `too-large`: bytes.")),
        )
        .property("line", ObjectBuilder::new().schema_type(Type::Integer).description(Some("With `malformed`.")))
        .property("column", ObjectBuilder::new().schema_type(Type::Integer).description(Some("With `malformed`.")))
        .into()
}

//! The description of the API: OpenAPI 3.1, made from the handlers, and a page for people made from that.

mod complete;
mod examples;
mod page;

pub(super) use complete::complete;

use axum::{
    extract::State,
    response::{Html, IntoResponse, Response},
    routing::MethodRouter,
};
use http::{HeaderValue, header};
use utoipa::openapi::{
    Info, OpenApi, OpenApiBuilder,
    security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
    tag::TagBuilder,
};

use crate::state::AppState;

/// What the API is called where it asks for a token.
const BEARER: &str = "bearer";

/// The groups of calls, in the order in which one needs them.
const TAGS: [(&str, &str); 7] = [
    (
        "Logging in",
        "Everything but logging in needs a token: `Authorization: Bearer …`. A student's lasts 12 hours, an administrator's 8; a new key or password ends those before it.",
    ),
    ("Events", "A workshop day and its settings."),
    ("Moments and groups", "When things take place, and for whom."),
    ("Workshops", "What can be chosen, and the links between two of them."),
    ("Students", "Who may register, one by one or as a file."),
    ("Registrations", "Who has chosen what."),
    ("Seats", "How full everything is, once or as it goes."),
];

const INTRODUCTION: &str = "JSON in snake_case; times are RFC 3339; ids are strings. Everything that isn't success is \
`application/problem+json` (RFC 9457) with a `code` for programs and a `detail` for people.\n\nWhat can change under \
your hands carries an `ETag`; sent back as `If-Match`, it makes a change hold only for what you read (412 otherwise). A \
change that would take something from students is answered with 409 `needs-agreement`, which names them and gives an \
`agree`: the same call with `?agree=…` means it.";

/// The document without its calls.
pub(super) fn frame() -> OpenApi {
    let mut info = Info::new("Workshops", env!("CARGO_PKG_VERSION"));
    info.description = Some(INTRODUCTION.to_owned());
    OpenApiBuilder::new()
        .info(info)
        .servers(Some([utoipa::openapi::Server::new(super::PREFIX)]))
        .tags(Some(TAGS.map(|(name, text)| TagBuilder::new().name(name).description(Some(text)).build())))
        .security(Some([SecurityRequirement::new(BEARER, Vec::<String>::new())]))
        .build()
}

fn bearer() -> SecurityScheme {
    let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT");
    SecurityScheme::Http(scheme.description(Some("What logging in gave as `token`.")).build())
}

/// `GET /api/openapi.json`.
pub(super) fn json(description: &OpenApi) -> MethodRouter<AppState> {
    let json: axum::body::Bytes = serde_json::to_vec_pretty(description).unwrap_or_default().into();
    axum::routing::get(move || {
        let json = json.clone();
        async move { ([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], json).into_response() }
    })
}

/// `GET /api/docs`.
pub(super) fn page(description: &OpenApi) -> MethodRouter<AppState> {
    let description = serde_json::to_value(description).unwrap_or_default();
    axum::routing::get(async move |State(state): State<AppState>| -> Response {
        Html(page::page(&description, &state.web.stylesheet)).into_response()
    })
}

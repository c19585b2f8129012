//! What is done around every request, from the outside to its handler.

use super::{compress::compress, overload, security, stopping};
use crate::state::AppState;
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};

/// Passes a request on to its handler, and its answer back, through all that looks at both.
///
/// One layer and not one for each: a layer of axum's clones, for every request, all that lie within it, and boxes what
/// it passes on.
pub async fn around(State(state): State<AppState>, request: Request, next: Next) -> Response {
    security::headers(&state.web, request, async |request| {
        stopping::gate(&state, request, async |request| {
            overload::limit(&state, request, async |request| compress(request, next).await).await
        })
        .await
    })
    .await
}

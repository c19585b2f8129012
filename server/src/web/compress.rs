//! Compressing what is answered.

use super::watch;
use axum::{body::Body, extract::Request, middleware::Next, response::Response};
use http::header;
use tower::ServiceExt;
use tower_http::{CompressionLevel, compression::Compression};

/// Compresses an answer as the client allows. An event stream isn't even wrapped: a body that could be compressed takes
/// 6 kB for its coder whether it is or not, and ten thousand streams may be open. Nor is what goes to programs that don't
/// ask for it.
pub async fn compress(request: Request, next: Next) -> Response {
    if watch::is_stream(request.uri().path()) || !request.headers().contains_key(header::ACCEPT_ENCODING) {
        return next.run(request).await;
    }
    let Ok(response) = Compression::new(next).quality(CompressionLevel::Fastest).oneshot(request).await;
    response.map(Body::new)
}

//! Conditional requests (RFC 9110, 13): an `ETag` says what was read, `If-Match` that the change is meant for that.

use super::problem::{Problem, Result};
use axum::{extract::FromRequestParts, http::request::Parts, response::Response};
use http::{HeaderValue, header};

/// What `If-Match` names; nothing if the request has no such header, or `*`.
pub(super) struct IfMatch(Option<Vec<String>>);

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        let mut tags = Vec::new();
        for value in parts.headers.get_all(header::IF_MATCH) {
            let value = value.to_str().map_err(|_| Problem::malformed("If-Match can't be read"))?;
            for tag in value.split(',').map(str::trim) {
                match tag {
                    "*" => return Ok(Self(None)),
                    // Weak tags never match (RFC 9110, 13.1.1); ours hold no comma.
                    tag => tags.push(tag.trim_matches('"').to_owned()),
                }
            }
        }
        Ok(Self(parts.headers.contains_key(header::IF_MATCH).then_some(tags)))
    }
}

impl IfMatch {
    /// Whether the request has a condition; if it has, this must be what it names.
    ///
    /// # Errors
    /// 412 if it is something else.
    pub fn check(&self, tag: &str) -> Result<bool> {
        match &self.0 {
            None => Ok(false),
            Some(tags) if tags.iter().any(|named| named == tag) => Ok(true),
            Some(_) => Err(Problem::precondition_failed()),
        }
    }
}

/// The tag of an event in this version.
pub(super) fn version_tag(version: i64) -> String {
    format!("v{version}")
}

/// An answer with its tag.
pub(super) fn tagged(mut response: Response, tag: &str) -> Response {
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{tag}\"")) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

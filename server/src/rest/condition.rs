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
            let value = value.to_str().unwrap_or_default().trim_matches([' ', '\t']);
            if value == "*" {
                return Ok(Self(None));
            }
            let named =
                strong_tags(value).ok_or_else(|| Problem::malformed("If-Match is a quoted tag, as in an ETag"))?;
            tags.extend(named.into_iter().map(str::to_owned));
        }
        Ok(Self(parts.headers.contains_key(header::IF_MATCH).then_some(tags)))
    }
}

/// The tags of a list (RFC 9110, 8.8.3 and 5.6.1) that can match: weak ones never do (13.1.1).
fn strong_tags(list: &str) -> Option<Vec<&str>> {
    let mut tags = Vec::new();
    let mut left = list.trim_start_matches([' ', '\t', ',']);
    while !left.is_empty() {
        let (is_weak, quoted) = left.strip_prefix("W/").map_or((false, left), |quoted| (true, quoted));
        let (tag, after) = quoted.strip_prefix('"')?.split_once('"')?;
        if !tag.bytes().all(|byte| matches!(byte, 0x21 | 0x23..=0x7e)) {
            return None;
        }
        if !is_weak {
            tags.push(tag);
        }
        let after = after.trim_start_matches([' ', '\t']);
        if !after.is_empty() && !after.starts_with(',') {
            return None;
        }
        left = after.trim_start_matches([' ', '\t', ',']);
    }
    (list.contains('"')).then_some(tags)
}

impl IfMatch {
    /// Whether the request has no condition.
    pub const fn is_none(&self) -> bool {
        self.0.is_none()
    }

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

#[cfg(test)]
mod tests {
    use super::strong_tags;

    #[test]
    fn tags_are_quoted_and_weak_ones_never_match() {
        assert_eq!(strong_tags("\"v1\""), Some(vec!["v1"]));
        assert_eq!(strong_tags("\"a,b\" , ,W/\"c\",\"\""), Some(vec!["a,b", ""]));
        for wrong in ["", ",", "v1", "\"v1", "\"v1\"\"v2\"", "\"a b\"", "w/\"v1\"", "*, \"v1\""] {
            assert_eq!(strong_tags(wrong), None, "{wrong}");
        }
    }
}

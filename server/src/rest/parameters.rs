//! What stands in the address: ids in the path, and the query.

use super::problem::{InvalidValue, Problem, Result};
use axum::{
    extract::{FromRequestParts, Path},
    http::request::Parts,
};
use serde::de::DeserializeOwned;
use std::{borrow::Cow, collections::HashSet, str::FromStr};

/// The id in the path. What is no id names nothing that there is.
pub(super) struct PathId<T>(pub T);

impl<S: Send + Sync, T: FromStr> FromRequestParts<S> for PathId<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let Path(id) = Path::<String>::from_request_parts(parts, state).await.map_err(|_| Problem::not_found())?;
        id.parse().map(Self).map_err(|_| Problem::not_found())
    }
}

/// The query, every parameter of which is known and stands there once.
pub(super) struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        if let Some(name) = twice(parts.uri.query().unwrap_or_default()) {
            return Err(Problem::invalid(&[InvalidValue {
                pointer: name,
                detail: "it stands there twice".to_owned(),
            }]));
        }
        let query = axum::extract::Query::<T>::from_request_parts(parts, state).await;
        query.map(|axum::extract::Query(query)| Self(query)).map_err(|rejection| {
            let detail = rejection.body_text();
            let detail = detail.strip_prefix("Failed to deserialize query string: ").unwrap_or(&detail).to_owned();
            let (pointer, detail) = match detail.split_once(": ") {
                Some((name, detail)) if !name.contains(' ') => (name.to_owned(), detail.to_owned()),
                _ => (String::new(), detail),
            };
            Problem::invalid(&[InvalidValue { pointer, detail }])
        })
    }
}

/// A parameter that a query holds more than once.
fn twice(query: &str) -> Option<String> {
    let mut seen = HashSet::new();
    let mut names = form_urlencoded::parse(query.as_bytes()).map(|(name, _)| name);
    names.find(|name| !seen.insert(name.clone())).map(Cow::into_owned)
}

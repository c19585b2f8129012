//! Reading bodies: JSON, and files as they are.

use super::{
    problem::{InvalidValue, Problem, Result},
    wire::Object,
};
use axum::{
    body::{Body, Bytes, HttpBody},
    extract::{FromRequest, Request},
};
use futures_util::StreamExt;
use http::{HeaderMap, header};
use serde::de::DeserializeOwned;
use serde_json::error::Category;
use serde_path_to_error::{Path, Segment};

/// The largest body of most calls, in bytes: a selection of 2,000 workshops takes 80,000.
const SMALL: usize = 128 * 1024;
/// The largest event document, or list of links, in bytes.
const LARGE: usize = 8 * 1024 * 1024;
/// The largest file of students, in bytes.
const FILE: usize = 20_000_000;

/// How much of what is too large is read all the same, so that the caller hears why it is refused; nothing of it is
/// kept.
pub(super) const DRAINED: usize = 100_000_000;

/// A JSON body.
pub(super) struct Json<T>(pub T);

/// A JSON body that may be large.
pub(super) struct LargeJson<T>(pub T);

/// An event document, as it is.
pub(super) struct DocumentBytes(pub Bytes);

/// A file of students, of whatever media type: what it is shows in its bytes.
pub(super) struct FileBytes(pub Bytes);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self> {
        check_json(request.headers())?;
        parse(&read(request, SMALL).await?).map(|Object(value)| Self(value))
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for LargeJson<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self> {
        check_json(request.headers())?;
        parse(&read(request, LARGE).await?).map(|Object(value)| Self(value))
    }
}

impl<S: Send + Sync> FromRequest<S> for DocumentBytes {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self> {
        check_json(request.headers())?;
        let bytes = read(request, LARGE).await?;
        // What isn't JSON at all is told apart from a document with a mistake in it.
        parse::<serde::de::IgnoredAny>(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes))?;
        Ok(Self(bytes))
    }
}

impl<S: Send + Sync> FromRequest<S> for FileBytes {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self> {
        read(request, FILE).await.map(Self)
    }
}

fn check_json(headers: &HeaderMap) -> Result<()> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_json = kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"));
    if is_json { Ok(()) } else { Err(Problem::unsupported_media_type("application/json")) }
}

/// The bytes of a body. What is too large is read on and thrown away.
async fn read(request: Request, limit: usize) -> Result<Bytes> {
    // As much as is announced at once: a buffer that grows by doubling holds three times as much while it does.
    let announced = usize::try_from(request.body().size_hint().upper().unwrap_or(0)).unwrap_or(usize::MAX);
    let mut bytes = if announced > limit { Vec::new() } else { Vec::with_capacity(announced) };
    let mut stream = Body::into_data_stream(request.into_body());
    let mut length = 0_usize;
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_| Problem::malformed("the body ended before its end"))?;
        length = length.saturating_add(chunk.len());
        if length > DRAINED {
            break;
        }
        if length.max(announced) > limit {
            bytes = Vec::new();
        } else {
            bytes.extend_from_slice(&chunk);
        }
    }
    if length > limit { Err(Problem::too_large(limit)) } else { Ok(bytes.into()) }
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value: T =
        serde_path_to_error::deserialize(&mut reader).map_err(|error| unreadable(error.inner(), error.path()))?;
    reader.end().map_err(|error| malformed(&error))?;
    Ok(value)
}

fn unreadable(error: &serde_json::Error, path: &Path) -> Problem {
    if error.classify() == Category::Data {
        let detail = without_place(&error.to_string());
        Problem::invalid(&[InvalidValue { pointer: pointer(path), detail }])
    } else {
        malformed(error)
    }
}

fn malformed(error: &serde_json::Error) -> Problem {
    let place = format!("line {}, column {}", error.line(), error.column());
    Problem::malformed(format!("no JSON at {place}: {}", without_place(&error.to_string())))
        .with("line", error.line())
        .with("column", error.column())
}

/// A message of serde_json's without the place that it ends with: a pointer says it better.
fn without_place(message: &str) -> String {
    message.split(" at line ").next().unwrap_or_default().to_owned()
}

/// A path as a JSON pointer (RFC 6901).
fn pointer(path: &Path) -> String {
    path.iter()
        .filter_map(|segment| match segment {
            Segment::Seq { index } => Some(format!("/{index}")),
            Segment::Map { key } => Some(format!("/{}", key.replace('~', "~0").replace('/', "~1"))),
            Segment::Enum { .. } | Segment::Unknown => None,
        })
        .collect()
}

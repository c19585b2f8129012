//! Reading what was posted: fields, and files where a form may have some.

use axum::{
    body::{Body, Bytes},
    extract::{DefaultBodyLimit, FromRequest, Multipart, Request, multipart::Field},
};
use http::{StatusCode, header, request::Parts};

/// How large a body may be, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Largest {
    /// All fields of a form.
    fields: usize,
    /// A file; nothing where a form has none.
    file: Option<usize>,
}

impl Largest {
    /// A form without files: a selection of 64 workshops takes four thousand bytes.
    pub const FORM: Self = Self { fields: 64 * 1024, file: None };
    /// A form of the administrator's: a table of 2,000 workshops, or a file of students.
    pub const MANAGE: Self = Self { fields: 8 * 1024 * 1024, file: Some(20_000_000) };

    /// The same from anyone else: of a file nothing is kept, so that he can be told who he is no more.
    pub const STRANGER: Self = Self { file: Some(0), ..Self::FORM };

    /// How large a file may be, in bytes.
    #[must_use]
    pub const fn file(self) -> usize {
        match self.file {
            Some(limit) => limit,
            None => 0,
        }
    }
}

/// A file that was sent along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum File {
    /// What is in it.
    Bytes(Bytes),
    /// It is larger than it may be.
    TooLarge,
}

/// How much of what is too large is read all the same, so that the browser hears why it is refused.
const DRAINED: usize = 100_000_000;

/// How many fields and files a form may have: one with a file has a few.
const MOST_PARTS: usize = 1_000;

/// What was posted.
pub(super) struct Read {
    pub fields: Vec<(String, String)>,
    pub files: Vec<(String, File)>,
}

/// Reads a body.
///
/// # Errors
/// The status that says why it can't be read.
pub(super) async fn read(parts: &Parts, body: Body, largest: Largest) -> Result<Read, StatusCode> {
    let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match (kind.as_str(), largest.file) {
        ("application/x-www-form-urlencoded", _) => {
            let bytes = axum::body::to_bytes(body, largest.fields).await.map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
            let fields = form_urlencoded::parse(&bytes).into_owned().collect();
            Ok(Read { fields, files: Vec::new() })
        }
        ("multipart/form-data", Some(limit)) => with_files(parts, body, largest.fields, limit).await,
        _ => Err(StatusCode::UNSUPPORTED_MEDIA_TYPE),
    }
}

async fn with_files(parts: &Parts, body: Body, fields_limit: usize, limit: usize) -> Result<Read, StatusCode> {
    let mut request = Request::from_parts(parts.clone(), body);
    // The router's limit is for forms without files.
    DefaultBodyLimit::max(DRAINED).apply(&mut request);
    let mut multipart = Multipart::from_request(request, &()).await.map_err(|_| StatusCode::BAD_REQUEST)?;
    let mut read = Read { fields: Vec::new(), files: Vec::new() };
    let mut left = fields_limit;
    let mut parts_left = MOST_PARTS;
    while let Some(field) = multipart.next_field().await.map_err(|_| StatusCode::BAD_REQUEST)? {
        parts_left = parts_left.checked_sub(1).ok_or(StatusCode::PAYLOAD_TOO_LARGE)?;
        let name = field.name().unwrap_or_default().to_owned();
        let is_file = field.file_name().is_some();
        let bytes = bytes(field, if is_file { limit } else { left }).await?;
        match (is_file, bytes) {
            (true, Some(bytes)) if bytes.is_empty() => {}
            // No form has two.
            (true, _) if !read.files.is_empty() => {}
            (true, bytes) => read.files.push((name, bytes.map_or(File::TooLarge, |bytes| File::Bytes(bytes.into())))),
            (false, Some(bytes)) => {
                left -= bytes.len();
                read.fields.push((name, String::from_utf8_lossy(&bytes).into_owned()));
            }
            (false, None) => return Err(StatusCode::PAYLOAD_TOO_LARGE),
        }
    }
    Ok(read)
}

/// The bytes of a field; none if there are more than the limit. What is too large is read to its end all the same.
async fn bytes(mut field: Field<'_>, limit: usize) -> Result<Option<Vec<u8>>, StatusCode> {
    let (mut bytes, mut length) = (Vec::new(), 0_usize);
    while let Some(chunk) = field.chunk().await.map_err(|_| StatusCode::BAD_REQUEST)? {
        length += chunk.len();
        if length > limit {
            bytes = Vec::new();
        } else {
            bytes.extend_from_slice(&chunk);
        }
    }
    Ok((length <= limit).then_some(bytes))
}

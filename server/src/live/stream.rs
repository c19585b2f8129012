//! A stream of server-sent events over what [`Live`](super::Live) tells.

use super::{Frame, Frames};
use axum::{
    body::{Body, Bytes},
    response::Response,
};
use futures_util::{Stream, StreamExt, stream};
use http::{HeaderMap, HeaderName, HeaderValue, header};
use std::{convert::Infallible, future::Future, sync::Arc, time::Duration};
use tokio::time::timeout;

/// How often a quiet stream shows that it lives.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// What it says then: a comment, which nobody hears of.
const LIVES: Bytes = Bytes::from_static(b":\n\n");

/// How soon a client whose stream broke comes back, in milliseconds.
const RETRY: u32 = 2000;

/// For whom a stream is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// Our pages.
    Page,
    /// Programs that use the API.
    Program,
}

impl Reader {
    fn message(self, frame: &Frame) -> Bytes {
        match self {
            Self::Page => frame.for_pages.clone(),
            Self::Program => frame.for_programs.clone(),
        }
    }
}

/// A server-sent event; `data` is one line.
///
/// Source: [the HTML standard](https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream).
/// axum's own type would be encoded anew for each listener.
pub(super) fn message(id: &str, name: Option<&str>, data: &str) -> Bytes {
    let event = name.map(|name| format!("event: {name}\n")).unwrap_or_default();
    format!("{event}data: {data}\nid: {id}\nretry: {RETRY}\n\n").into()
}

/// Answers with a stream of messages, the present one first unless `Last-Event-ID` in the request's headers says that it
/// was seen. It ends with `end`, with the event, and when the program stops.
pub fn stream(
    frames: Frames,
    headers: &HeaderMap,
    reader: Reader,
    end: impl Future<Output = ()> + Send + 'static,
) -> Response {
    let seen = headers.get("last-event-id").and_then(|id| id.to_str().ok()).map(Arc::from);
    let messages = messages(frames, seen, reader).take_until(Box::pin(end));
    let mut response = Response::new(Body::from_stream(messages.map(Ok::<_, Infallible>)));
    for (name, value) in [
        (header::CONTENT_TYPE, "text/event-stream"),
        (header::CACHE_CONTROL, "no-cache"),
        // A proxy that collects what passes would make a stream of it no more.
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

fn messages(mut frames: Frames, seen: Option<Arc<str>>, reader: Reader) -> impl Stream<Item = Bytes> {
    // What is there already counts as news.
    frames.mark_changed();
    stream::unfold((frames, seen), move |(mut frames, mut seen)| async move {
        loop {
            let Ok(changed) = timeout(HEARTBEAT, frames.changed()).await else { return Some((LIVES, (frames, seen))) };
            changed.ok()?;
            let frame = frames.borrow_and_update().clone();
            if let Some(frame) = frame.filter(|frame| seen.as_ref() != Some(&frame.id)) {
                seen = Some(Arc::clone(&frame.id));
                return Some((reader.message(&frame), (frames, seen)));
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_as_the_standard_says() {
        assert_eq!(message("a1", None, "5o 1 2"), "data: 5o 1 2\nid: a1\nretry: 2000\n\n");
        assert_eq!(message("a1", Some("seats"), "{}"), "event: seats\ndata: {}\nid: a1\nretry: 2000\n\n");
    }
}

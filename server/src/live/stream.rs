//! A stream of server-sent events over what [`Live`] tells.

use super::{Frame, Frames, Live};
use axum::response::{
    IntoResponse, Response, Sse,
    sse::{Event, KeepAlive},
};
use futures_util::{Stream, StreamExt, stream};
use http::{HeaderMap, HeaderName, HeaderValue};
use std::{convert::Infallible, future::Future, sync::Arc, time::Duration};

/// How often a quiet stream shows that it lives.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// How soon a client whose stream broke comes back.
const RETRY: Duration = Duration::from_millis(2000);

/// Answers with a stream of messages that `message` makes of each frame, the present one first unless `Last-Event-ID`
/// in the request's headers says that it was seen. It ends with `end`, with the event, and when the program stops.
pub fn stream(
    live: Arc<Live>,
    frames: Frames,
    headers: &HeaderMap,
    message: fn(&Frame) -> Event,
    end: impl Future<Output = ()> + Send + 'static,
) -> Response {
    let seen = headers.get("last-event-id").and_then(|id| id.to_str().ok()).map(str::to_owned);
    let stopped = async move { live.stopped().await };
    let messages = messages(frames, seen, message).take_until(Box::pin(stopped)).take_until(Box::pin(end));
    let mut response = Sse::new(messages).keep_alive(KeepAlive::new().interval(HEARTBEAT)).into_response();
    // A proxy that collects what passes would make a stream of it no more.
    response.headers_mut().insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    response
}

fn messages(
    mut frames: Frames,
    seen: Option<String>,
    message: fn(&Frame) -> Event,
) -> impl Stream<Item = Result<Event, Infallible>> {
    // What is there already counts as news.
    frames.mark_changed();
    stream::unfold((frames, seen), move |(mut frames, mut seen)| async move {
        loop {
            frames.changed().await.ok()?;
            let frame = frames.borrow_and_update().clone();
            if let Some(frame) = frame.filter(|frame| seen.as_ref() != Some(&frame.id)) {
                seen = Some(frame.id.clone());
                return Some((Ok(message(&frame).id(&frame.id).retry(RETRY)), (frames, seen)));
            }
        }
    })
}

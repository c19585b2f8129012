//! Bodies that a call doesn't want: it answers before it has read them, as to a token that doesn't hold.
//!
//! A connection that is closed while its other end still sends is reset, and the answer may be lost on the way. So what
//! is left of a body is read and thrown away first (RFC 9112, 9.6, is about the same).

use super::body::DRAINED;
use axum::{
    body::{Body, BodyDataStream, Bytes, HttpBody},
    extract::Request,
    middleware::Next,
    response::Response,
};
use futures_util::{Stream, StreamExt};
use http::header;
use std::{
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
};

/// What is left of a body once nobody reads it any more.
type Left = Arc<Mutex<Option<BodyDataStream>>>;

/// A body that is left behind when it is dropped before its end.
struct Reading {
    body: Option<BodyDataStream>,
    left: Left,
}

impl Stream for Reading {
    type Item = Result<Bytes, axum::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(body) = &mut self.body else { return Poll::Ready(None) };
        let next = body.poll_next_unpin(context);
        if matches!(next, Poll::Ready(None | Some(Err(_)))) {
            self.body = None;
        }
        next
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        *self.left.lock().unwrap_or_else(PoisonError::into_inner) = self.body.take();
    }
}

/// Answers once the body is read, by the call or here.
pub(super) async fn throw_away(request: Request, next: Next) -> Response {
    // Who expects to be told to go on sends nothing before.
    if request.body().is_end_stream() || request.headers().contains_key(header::EXPECT) {
        return next.run(request).await;
    }
    let left = Left::default();
    let request = request.map(|body| {
        let body = Some(body.into_data_stream());
        Body::from_stream(Reading { body, left: Arc::clone(&left) })
    });
    let response = next.run(request).await;
    let unread = left.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(mut unread) = unread {
        let mut length = 0;
        while let Some(Ok(chunk)) = unread.next().await {
            length += chunk.len();
            if length > DRAINED {
                break;
            }
        }
    }
    response
}

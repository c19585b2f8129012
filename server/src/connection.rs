//! Connections that get nowhere are ended: a client that sends half a request, or a byte now and then, or reads nothing
//! of its answer, would else hold a file and memory for ever. axum and hyper set no such limit.
//!
//! The limits look at bytes alone, so that one of them covers heads, bodies and what lies idle. What is written counts
//! as progress: an event stream says every 15 seconds that it lives.

use axum::serve::Listener;
use std::{
    future::Future,
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Instant, Sleep, sleep_until},
};

/// How long a connection may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How long the other end may take to send a request and we to answer it. Longer than any handler takes
    /// ([`LONGEST`](crate::web::overload::LONGEST)).
    pub request: Duration,
    /// How many bytes give a request one second more: a large file may take its time on a slow line.
    pub bytes_per_second: u32,
    /// How long a connection may lie idle after an answer. Longer than the proxies that we know keep one (nginx a
    /// minute, Caddy two): who closes first must not be us, or a form that is sent at that moment is lost.
    pub idle: Duration,
    /// How long the other end may read nothing while we have something to say.
    pub unread: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            request: Duration::from_secs(60),
            bytes_per_second: 1000,
            idle: Duration::from_secs(180),
            unread: Duration::from_secs(30),
        }
    }
}

/// Listens, and ends connections that get nowhere.
#[derive(Debug)]
pub struct Patient<L> {
    listener: L,
    limits: Arc<Limits>,
}

impl<L> Patient<L> {
    /// Listens there, within these limits.
    pub fn new(listener: L, limits: Limits) -> Self {
        Self { listener, limits: Arc::new(limits) }
    }
}

impl<L: Listener> Listener for Patient<L> {
    type Io = Connection<L::Io>;
    type Addr = L::Addr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        let (io, address) = self.listener.accept().await;
        (Connection::new(io, Arc::clone(&self.limits)), address)
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.listener.local_addr()
    }
}

/// A connection within its limits.
#[derive(Debug)]
pub struct Connection<Io> {
    io: Io,
    limits: Arc<Limits>,
    /// When it began, something was written last, or the first byte was read after that.
    since: Instant,
    /// How many bytes were read since something was written.
    read: u64,
    is_new: bool,
    reading: Alarm,
    writing: Alarm,
    /// Since when the other end reads nothing.
    unread_since: Option<Instant>,
}

impl<Io> Connection<Io> {
    fn new(io: Io, limits: Arc<Limits>) -> Self {
        let (reading, writing) = (Alarm::default(), Alarm::default());
        Self { io, limits, since: Instant::now(), read: 0, is_new: true, reading, writing, unread_since: None }
    }

    /// Until when the next byte is waited for.
    fn deadline(&self) -> Instant {
        if self.read == 0 && !self.is_new {
            return self.since + self.limits.idle;
        }
        let per_second = u64::from(self.limits.bytes_per_second.max(1));
        self.since + self.limits.request + Duration::from_millis(self.read.saturating_mul(1000) / per_second)
    }

    /// What became of writing.
    fn written(&mut self, context: &mut Context<'_>, outcome: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if outcome.is_ready() {
            self.since = Instant::now();
            self.read = 0;
            self.is_new = false;
            self.unread_since = None;
            return outcome;
        }
        let since = *self.unread_since.get_or_insert_with(Instant::now);
        ready!(self.writing.poll(context, since + self.limits.unread));
        Poll::Ready(Err(too_slow("nothing of the answer is read")))
    }
}

impl<Io: AsyncRead + Unpin> AsyncRead for Connection<Io> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let outcome = Pin::new(&mut self.io).poll_read(context, buffer);
        if outcome.is_ready() {
            if self.read == 0 {
                self.since = Instant::now();
            }
            self.read += (buffer.filled().len() - before) as u64;
            return outcome;
        }
        let deadline = self.deadline();
        ready!(self.reading.poll(context, deadline));
        Poll::Ready(Err(too_slow("the request doesn't come")))
    }
}

impl<Io: AsyncWrite + Unpin> AsyncWrite for Connection<Io> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.io).poll_write(context, bytes);
        self.written(context, outcome)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffers: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.io).poll_write_vectored(context, buffers);
        self.written(context, outcome)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(context)
    }
}

fn too_slow(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::TimedOut, what)
}

/// Rings at a moment that moves on: it is set anew when it rings, not whenever a byte passes.
#[derive(Debug, Default)]
struct Alarm(Option<Pin<Box<Sleep>>>);

impl Alarm {
    /// Ready once the deadline, which may be another one each time, has passed.
    fn poll(&mut self, context: &mut Context<'_>, deadline: Instant) -> Poll<()> {
        let sleep = self.0.get_or_insert_with(|| Box::pin(sleep_until(deadline)));
        // An earlier deadline than it was set to, as after a long idle time.
        if deadline < sleep.deadline() {
            sleep.as_mut().reset(deadline);
        }
        loop {
            ready!(sleep.as_mut().poll(context));
            if deadline <= Instant::now() {
                return Poll::Ready(());
            }
            sleep.as_mut().reset(deadline);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex},
        time::{sleep, timeout},
    };

    /// As the true limits, but two hundred times as strict.
    const STRICT: Limits = Limits {
        request: Duration::from_millis(300),
        bytes_per_second: 1000,
        idle: Duration::from_millis(900),
        unread: Duration::from_millis(150),
    };

    fn connection() -> (DuplexStream, Connection<DuplexStream>) {
        let (client, server) = duplex(64);
        (client, Connection::new(server, Arc::new(STRICT)))
    }

    fn is_too_slow<T>(outcome: io::Result<T>) -> bool {
        outcome.is_err_and(|error| error.kind() == io::ErrorKind::TimedOut)
    }

    #[tokio::test]
    async fn a_connection_over_which_nothing_comes_ends_and_one_that_was_answered_lies_idle_for_longer() {
        let (_silent, mut server) = connection();
        let began = Instant::now();
        assert!(is_too_slow(server.read_u8().await));
        assert!(began.elapsed() >= STRICT.request);

        let (mut client, mut server) = connection();
        client.write_u8(1).await.expect("a request");
        server.read_u8().await.expect("a request");
        server.write_u8(2).await.expect("an answer");
        let began = Instant::now();
        assert!(is_too_slow(server.read_u8().await));
        assert!(began.elapsed() >= STRICT.idle);
    }

    #[tokio::test]
    async fn a_request_after_an_idle_time_has_as_much_time_as_the_first() {
        let (mut client, mut server) = connection();
        server.write_u8(2).await.expect("an answer");
        sleep(STRICT.request * 2).await;
        client.write_u8(1).await.expect("a request");
        server.read_u8().await.expect("a request");
        let began = Instant::now();
        assert!(is_too_slow(server.read_u8().await));
        assert!(began.elapsed() >= STRICT.request);
    }

    #[tokio::test]
    async fn bytes_that_trickle_give_no_time() {
        let (mut client, mut server) = connection();
        let trickle = tokio::spawn(async move {
            loop {
                sleep(Duration::from_millis(20)).await;
                if client.write_u8(1).await.is_err() {
                    return;
                }
            }
        });
        let mut trickled = Vec::new();
        let read = timeout(Duration::from_secs(20), server.read_to_end(&mut trickled));
        assert!(is_too_slow(read.await.expect("an end")));
        trickle.abort();
    }

    #[tokio::test]
    async fn an_upload_over_a_slow_line_has_the_time_that_it_takes() {
        let (mut client, mut server) = connection();
        let upload = tokio::spawn(async move {
            for _ in 0..20 {
                sleep(Duration::from_millis(50)).await;
                client.write_all(&[0; 100]).await.expect("a hundred bytes");
            }
        });
        let mut read = [0; 2000];
        server.read_exact(&mut read).await.expect("the whole");
        upload.await.expect("an upload");
    }

    #[tokio::test]
    async fn a_stream_that_nobody_reads_ends_and_one_that_is_read_stays() {
        let (_client, mut server) = connection();
        server.write_all(&[0; 64]).await.expect("what fits");
        let began = Instant::now();
        assert!(is_too_slow(server.write_u8(0).await));
        assert!(began.elapsed() >= STRICT.unread);

        let (mut client, mut server) = connection();
        let reader = tokio::spawn(async move { while client.read_u8().await.is_ok() {} });
        for _ in 0..20 {
            tokio::select! {
                () = sleep(Duration::from_millis(75)) => server.write_all(b":\n\n").await.expect("a heartbeat"),
                outcome = server.read_u8() => panic!("{outcome:?}"),
            }
        }
        reader.abort();
    }
}

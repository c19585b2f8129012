//! Taking connections in, and answering what comes over them.

use crate::web::address::Peer;
use axum::{Router, extract::ConnectInfo, serve::Listener};
use futures_util::FutureExt;
use http::Request;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{rt::TokioIo, server::graceful::GracefulShutdown};
use std::{future::Future, pin::pin};
use tower::ServiceExt;

/// Serves until then, and after that until all connections have had their answers.
///
/// As `axum::serve`, but for one setting of hyper that it doesn't pass on: a connection isn't read from while a request
/// is answered. The buffer for that takes 8 to 16 KiB, which ten thousand open event streams would hold for nothing; and who
/// hangs up in the middle finds his request carried out, as is right for a registration. That a stream has no reader any
/// more, its next heartbeat finds out.
pub async fn serve<L>(mut listener: L, router: Router, until: impl Future<Output = ()>)
where
    L: Listener,
    Peer: for<'a> From<&'a L::Addr>,
{
    let mut http = http1::Builder::new();
    http.half_close(true);
    let connections = GracefulShutdown::new();
    let mut until = pin!(until);
    loop {
        let (io, address) = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut until => break,
        };
        let (router, peer) = (router.clone(), Peer::from(&address));
        // What is done for a request is boxed, so that it leaves no room behind while its answer is sent.
        let answer = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            Box::pin(router.clone().oneshot(request))
        });
        let connection = connections.watch(http.serve_connection(TokioIo::new(io), answer));
        // Not in an async block: that would have room for the connection twice.
        tokio::spawn(connection.map(|outcome| {
            if let Err(error) = outcome {
                tracing::trace!(%error, "a connection ended early");
            }
        }));
    }
    drop(listener);
    connections.shutdown().await;
}

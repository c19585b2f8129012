//! What stands between a process and its database, and can be cut.

use std::net::SocketAddr;
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    sync::watch,
};

/// A way to a database that can be cut and healed. A file has none that could be cut: there it does nothing.
pub struct Proxy {
    /// Where the database is reached by this way.
    pub url: String,
    state: watch::Sender<State>,
}

/// How the way is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Open,
    /// Every connection is ended, and every new one at once.
    Cut,
    /// Connections stay and new ones come, but nothing passes any more.
    Silent,
}

impl Proxy {
    /// A way to the database at this URL.
    pub async fn to(url: &str) -> Self {
        let state = watch::Sender::new(State::Open);
        if url.starts_with("sqlite") {
            return Self { url: url.to_owned(), state };
        }
        let (before, database) = url.rsplit_once('/').expect("a URL with a database");
        let (user, address) = before.rsplit_once('@').expect("a URL with a user");
        let address: SocketAddr = address.parse().expect("an address");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let here = listener.local_addr().expect("an address");
        let states = state.subscribe();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(pass(client, address, states.clone()));
            }
        });
        Self { url: format!("{user}@{here}/{database}"), state }
    }

    /// Ends every connection, and every new one at once.
    pub fn cut(&self) {
        self.state.send_replace(State::Cut);
    }

    /// Lets nothing pass any more, without a word.
    pub fn silence(&self) {
        self.state.send_replace(State::Silent);
    }

    /// Lets new connections pass again.
    pub fn heal(&self) {
        self.state.send_replace(State::Open);
    }
}

/// Passes a connection on until the way is cut, or without a word no more.
async fn pass(mut client: TcpStream, address: SocketAddr, mut states: watch::Receiver<State>) {
    if *states.borrow_and_update() == State::Open {
        let Ok(mut server) = TcpStream::connect(address).await else { return };
        tokio::select! {
            _ = copy_bidirectional(&mut client, &mut server) => return,
            _ = states.changed() => {}
        }
        if *states.borrow_and_update() == State::Silent {
            // The database mustn't wait for a client that it can't hear, as if both had been told.
            drop(server);
        }
    }
    // One that fell silent stays so, whatever comes after; only cutting ends it.
    while *states.borrow_and_update() != State::Cut {
        if states.changed().await.is_err() {
            return;
        }
    }
}

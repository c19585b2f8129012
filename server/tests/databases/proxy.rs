//! What stands between a process and its database, and can be cut.

use std::net::SocketAddr;
use tokio::{
    io::copy_bidirectional,
    net::{TcpSocket, TcpStream},
    sync::watch,
};

/// A way to a database that can be cut and healed. A file has none that could be cut: there it does nothing.
pub struct Proxy {
    /// Where the database is reached by this way.
    pub url: String,
    state: watch::Sender<State>,
}

/// A way that isn't there yet: whoever takes it is refused.
pub struct Closed {
    /// Where the database will be reached by this way.
    pub url: String,
    /// Where nobody listens yet, and nobody else can; nothing for a file.
    way: Option<(TcpSocket, SocketAddr)>,
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

impl Closed {
    /// A way to the database at this URL, to be opened later.
    pub fn to(url: &str) -> Self {
        if url.starts_with("sqlite") {
            return Self { url: url.to_owned(), way: None };
        }
        let (before, database) = url.rsplit_once('/').expect("a URL with a database");
        let (user, address) = before.rsplit_once('@').expect("a URL with a user");
        let address: SocketAddr = address.parse().expect("an address");
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.bind(SocketAddr::from(([127, 0, 0, 1], 0))).expect("a port");
        let here = socket.local_addr().expect("an address");
        Self { url: format!("{user}@{here}/{database}"), way: Some((socket, address)) }
    }

    /// Opens it.
    pub fn open(self) -> Proxy {
        let state = watch::Sender::new(State::Open);
        if let Some((socket, address)) = self.way {
            let listener = socket.listen(1024).expect("a port");
            let states = state.subscribe();
            tokio::spawn(async move {
                while let Ok((client, _)) = listener.accept().await {
                    tokio::spawn(pass(client, address, states.clone()));
                }
            });
        }
        Proxy { url: self.url, state }
    }
}

impl Proxy {
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

//! What stands between a process and its database, and can be cut.

use std::{
    io,
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, copy},
    net::{TcpSocket, TcpStream},
    sync::watch,
};

/// What is to happen once a commit was lost; nothing while none is to be.
type Loss = Arc<Mutex<Option<Box<dyn FnOnce() + Send>>>>;

/// A way to a database that can be cut and healed. A file has none that could be cut: there it does nothing.
pub struct Proxy {
    /// Where the database is reached by this way.
    pub url: String,
    state: watch::Sender<State>,
    loss: Loss,
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
        let (state, loss) = (watch::Sender::new(State::Open), Loss::default());
        if let Some((socket, address)) = self.way {
            let listener = socket.listen(1024).expect("a port");
            let (states, loss) = (state.subscribe(), Arc::clone(&loss));
            tokio::spawn(async move {
                while let Ok((client, _)) = listener.accept().await {
                    tokio::spawn(pass(client, address, states.clone(), Arc::clone(&loss)));
                }
            });
        }
        Proxy { url: self.url, state, loss }
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

    /// Passes the next commit on, and when the database has answered does this, and ends the connection before the answer
    /// gets back. Only what isn't encrypted can be read here.
    pub fn lose_next_commit(&self, then: impl FnOnce() + Send + 'static) {
        *self.loss.lock().unwrap_or_else(PoisonError::into_inner) = Some(Box::new(then));
    }

    /// Lets new connections pass again.
    pub fn heal(&self) {
        self.state.send_replace(State::Open);
    }
}

/// Passes a connection on until the way is cut, or without a word no more.
async fn pass(mut client: TcpStream, address: SocketAddr, mut states: watch::Receiver<State>, loss: Loss) {
    if *states.borrow_and_update() == State::Open {
        let Ok(mut server) = TcpStream::connect(address).await else { return };
        tokio::select! {
            _ = pass_on(&mut client, &mut server, &loss) => return,
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

/// Passes on what both say until one of them ends, or a commit is to be lost.
async fn pass_on(client: &mut TcpStream, server: &mut TcpStream, loss: &Loss) -> io::Result<()> {
    let (mut from_client, mut to_client) = client.split();
    let (mut from_server, mut to_server) = server.split();
    let asking = async {
        let mut bytes = vec![0; 16 * 1024];
        loop {
            let length = from_client.read(&mut bytes).await?;
            to_server.write_all(&bytes[..length]).await?;
            let is_commit = bytes[..length].windows(6).any(|word| word == b"COMMIT");
            let then = is_commit.then(|| loss.lock().unwrap_or_else(PoisonError::into_inner).take()).flatten();
            if length == 0 || then.is_some() {
                return io::Result::Ok(then);
            }
        }
    };
    let then = tokio::select! {
        then = asking => then?,
        copied = copy(&mut from_server, &mut to_client) => return copied.map(drop),
    };
    if let Some(then) = then {
        // Once it answers, it has stored what it was to.
        from_server.read_u8().await?;
        then();
    }
    Ok(())
}

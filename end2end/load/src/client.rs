//! One connection, kept alive, as a browser has it.

use bytes::Bytes;
use http::{Method, Request, StatusCode, header};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use std::net::SocketAddr;
use tokio::net::TcpStream;

/// What went wrong, for a person.
pub type Error = Box<dyn std::error::Error + Send + Sync>;

/// A connection to the server.
pub struct Client {
    sender: SendRequest<Full<Bytes>>,
}

/// What the server answered.
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The body.
    pub body: Bytes,
}

impl Answer {
    /// The body as JSON.
    pub fn json(&self) -> Result<Value, Error> {
        Ok(serde_json::from_slice(&self.body)?)
    }
}

/// What stands in the headers beside the address.
#[derive(Clone, Copy)]
pub enum Who<'a> {
    /// Nobody.
    Nobody,
    /// A program with a token.
    Token(&'a str),
    /// A browser with a session.
    Session(&'a str),
}

impl Client {
    /// Connects.
    pub async fn connect(server: SocketAddr) -> Result<Self, Error> {
        let stream = TcpStream::connect(server).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self { sender })
    }

    /// Sends a request and reads the whole answer.
    pub async fn send(
        &mut self,
        method: Method,
        path: &str,
        who: Who<'_>,
        json: Option<Bytes>,
    ) -> Result<Answer, Error> {
        let request = request(method, path, who, json)?;
        self.sender.ready().await?;
        let response = self.sender.send_request(request).await?;
        let status = response.status();
        Ok(Answer { status, body: response.into_body().collect().await?.to_bytes() })
    }

    /// Opens a stream, and gives its body to read from.
    pub async fn stream(&mut self, path: &str, who: Who<'_>) -> Result<hyper::body::Incoming, Error> {
        self.sender.ready().await?;
        let response = self.sender.send_request(request(Method::GET, path, who, None)?).await?;
        if response.status() == StatusCode::OK {
            Ok(response.into_body())
        } else {
            Err(format!("{path} answered {}", response.status()).into())
        }
    }
}

fn request(method: Method, path: &str, who: Who<'_>, json: Option<Bytes>) -> Result<Request<Full<Bytes>>, Error> {
    let mut request = Request::builder().method(method).uri(path).header(header::HOST, "127.0.0.1");
    match who {
        Who::Nobody => {}
        Who::Token(token) => request = request.header(header::AUTHORIZATION, format!("Bearer {token}")),
        Who::Session(token) => request = request.header(header::COOKIE, format!("session={token}")),
    }
    if json.is_some() {
        request = request.header(header::CONTENT_TYPE, "application/json");
    }
    Ok(request.body(Full::new(json.unwrap_or_default()))?)
}

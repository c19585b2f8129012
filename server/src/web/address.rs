//! Where a request comes from.

use crate::config::TrustedProxy;
use http::HeaderMap;
use std::net::{IpAddr, SocketAddr};
use tokio::net::unix;

/// Who is at the other end of the connection; nobody known at a Unix socket.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub Option<IpAddr>);

impl From<&SocketAddr> for Peer {
    fn from(address: &SocketAddr) -> Self {
        Self(Some(address.ip()))
    }
}

impl From<&unix::SocketAddr> for Peer {
    fn from(_: &unix::SocketAddr) -> Self {
        Self(None)
    }
}

/// The address that a request comes from: the peer's, or if that is a trusted proxy (or a Unix socket, which only a
/// proxy on this machine can use), the last one in `X-Forwarded-For` that isn't a trusted proxy itself.
#[must_use]
pub fn client(peer: Peer, headers: &HeaderMap, proxies: &[TrustedProxy]) -> Option<IpAddr> {
    let trusted = |address: IpAddr| proxies.iter().any(|proxy| proxy.covers(address));
    if peer.0.is_some_and(|address| !trusted(address)) {
        return peer.0;
    }
    let forwarded = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|address| address.trim().parse::<IpAddr>())
        .collect::<Vec<_>>();
    // From the right: what stands to the left of a liar is his invention.
    for address in forwarded.into_iter().rev() {
        match address {
            Ok(address) if trusted(address) => {}
            Ok(address) => return Some(address),
            Err(_) => break,
        }
    }
    peer.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(peer: &str, forwarded: &str, proxies: &[&str]) -> Option<IpAddr> {
        let proxies: Vec<TrustedProxy> = proxies.iter().map(|proxy| proxy.parse().expect("a network")).collect();
        let headers =
            HeaderMap::from_iter([("x-forwarded-for".parse().expect("a name"), forwarded.parse().expect("a value"))]);
        client(Peer(peer.parse().ok()), &headers, &proxies)
    }

    #[test]
    fn only_a_trusted_proxy_is_believed_and_only_up_to_the_first_stranger() {
        let address = |text: &str| text.parse().ok();
        assert_eq!(from("192.0.2.1", "198.51.100.1", &[]), address("192.0.2.1"));
        assert_eq!(from("127.0.0.1", "198.51.100.1", &["127.0.0.1"]), address("198.51.100.1"));
        assert_eq!(
            from("127.0.0.1", "6.6.6.6, 198.51.100.1, 10.0.0.1", &["127.0.0.1", "10.0.0.0/8"]),
            address("198.51.100.1")
        );
        assert_eq!(from("127.0.0.1", "rubbish", &["127.0.0.1"]), address("127.0.0.1"));
        assert_eq!(from("", "198.51.100.1", &[]), address("198.51.100.1"));
    }
}

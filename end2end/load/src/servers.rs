//! The servers that the load is shared among: processes of one program on one database.

use crate::{
    client::{Client, Error},
    process,
};
use std::net::SocketAddr;

/// Where servers listen, and what their processes are.
#[derive(Clone)]
pub struct Servers {
    /// Where they listen, at least one.
    addresses: Vec<SocketAddr>,
    /// Their processes' ids.
    pids: Vec<u32>,
}

impl Servers {
    /// The servers at these addresses, which are these processes.
    pub fn new(addresses: Vec<SocketAddr>, pids: Vec<u32>) -> Result<Self, Error> {
        if addresses.is_empty() || addresses.len() != pids.len() {
            return Err("as many addresses as processes, and at least one".into());
        }
        Ok(Self { addresses, pids })
    }

    /// Connects to the one whose turn it is.
    pub async fn connect(&self, number: usize) -> Result<Client, Error> {
        Client::connect(self.addresses[number % self.addresses.len()]).await
    }

    /// The processor time that all of them have used, in seconds.
    pub fn cpu_seconds(&self) -> f64 {
        self.pids.iter().map(|&pid| process::cpu_seconds(pid)).sum()
    }

    /// A figure of `/proc/PID/status`, as [`process::megabytes`] names it, of all of them together, in megabytes.
    pub fn megabytes(&self, figure: &str) -> f64 {
        self.pids.iter().map(|&pid| process::megabytes(pid, figure)).sum()
    }
}

//! Which failures to open a database may pass by themselves, so that trying again is worth while.

use sqlx::{error::DatabaseError, mysql::MySqlDatabaseError, postgres::PgDatabaseError};
use std::io;

/// Whether the server at this URL may let us in later, although nobody changes a setting: it doesn't run yet, starts,
/// stops, has no place left, or the network to it is down.
pub(super) fn may_pass(url: &str, error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(error) => is_of_the_network(url, error),
        // PostgreSQL's driver reads a zero where the other end hung up, as what stands before a server does while that
        // is away. Any other byte is someone who isn't PostgreSQL.
        sqlx::Error::Protocol(words) => words.contains("SSLRequest: 0x00"),
        sqlx::Error::Database(error) => is_of_the_server(error.as_ref()),
        _ => false,
    }
}

fn is_of_the_network(url: &str, error: &io::Error) -> bool {
    use io::ErrorKind as Kind;
    match error.kind() {
        Kind::ConnectionRefused | Kind::ConnectionReset | Kind::ConnectionAborted | Kind::NotConnected => true,
        Kind::HostUnreachable | Kind::NetworkUnreachable | Kind::NetworkDown | Kind::AddrNotAvailable => true,
        Kind::TimedOut | Kind::BrokenPipe | Kind::UnexpectedEof => true,
        // The socket of a server that doesn't run; with TLS, which no socket has, a certificate's file.
        Kind::NotFound => !url.contains("ssl"),
        // A name server that can't be asked, as while the machine starts, has no number of its own: only these words of
        // the C library. That there is no such name is told in others.
        _ => error.to_string().contains("emporary failure in name resolution"),
    }
}

fn is_of_the_server(error: &dyn DatabaseError) -> bool {
    if let Some(error) = error.try_downcast_ref::<MySqlDatabaseError>() {
        // Too many connections, of all and of this user; no memory for one; stopping, and killed.
        return matches!(error.number(), 1040 | 1203 | 1041 | 1053 | 1927);
    }
    if let Some(error) = error.try_downcast_ref::<PgDatabaseError>() {
        // Classes of connections and of resources; stopping, crashed, and starting.
        let code = error.code();
        return ["08", "53"].iter().any(|class| code.starts_with(class)) || matches!(code, "57P01" | "57P02" | "57P03");
    }
    false
}

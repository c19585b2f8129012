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
        // The socket of a server that doesn't run; where the URL names a certificate's file, perhaps that.
        Kind::NotFound => !names_files(url),
        // A name server that can't be asked, as while the machine starts, has no number of its own: only these words of
        // the C library. That there is no such name is told in others.
        _ => error.to_string().contains("emporary failure in name resolution"),
    }
}

/// Whether a URL has options that name files, which only a TLS connection reads.
fn names_files(url: &str) -> bool {
    let options = url.split_once('?').map_or("", |(_, options)| options);
    let names = options.split('&').filter_map(|option| option.split('=').next());
    names.into_iter().any(|name| {
        matches!(name, "sslrootcert" | "sslcert" | "sslkey" | "ssl-root-cert" | "ssl-ca" | "ssl-cert" | "ssl-key")
    })
}

fn is_of_the_server(error: &dyn DatabaseError) -> bool {
    if let Some(error) = error.try_downcast_ref::<MySqlDatabaseError>() {
        // Too many connections, of all and of this user, by the server's setting and by the account's; no memory for one;
        // stopping, and killed.
        return matches!(error.number(), 1040 | 1203 | 1226 | 1041 | 1053 | 1927);
    }
    if let Some(error) = error.try_downcast_ref::<PgDatabaseError>() {
        // Classes of connections and of resources; stopping, crashed, and starting.
        let code = error.code();
        return ["08", "53"].iter().any(|class| code.starts_with(class)) || matches!(code, "57P01" | "57P02" | "57P03");
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_socket_that_isnt_there_may_come_and_a_certificate_that_isnt_there_may_not() {
        let missing = || sqlx::Error::Io(io::ErrorKind::NotFound.into());
        assert!(may_pass("postgres://ssl:ssl@localhost/workshops?host=/run/postgresql&sslmode=disable", &missing()));
        assert!(!may_pass("postgres://u@localhost/workshops?sslmode=verify-full&sslrootcert=/ca.pem", &missing()));
        assert!(!may_pass("mysql://u@localhost/workshops?ssl-ca=/ca.pem", &missing()));
    }
}

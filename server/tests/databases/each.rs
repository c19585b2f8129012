//! One test for each database.

/// Makes three tests of one: on each database, with an empty one as its argument.
macro_rules! on_every_database {
    ($($(#[$attribute:meta])* async fn $name:ident($database:ident) $body:block)*) => {$(
        $(#[$attribute])*
        mod $name {
            use super::*;
            use crate::databases::{Database, Server};

            async fn check($database: Database) $body

            #[tokio::test(flavor = "multi_thread")]
            async fn sqlite() {
                check(Database::new(Server::Sqlite).await).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn postgres() {
                check(Database::new(Server::Postgres).await).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn mariadb() {
                check(Database::new(Server::MySql).await).await;
            }
        }
    )*};
}
pub(crate) use on_every_database;

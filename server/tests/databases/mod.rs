//! A database for each test, on any of the three servers; it is gone when the test is over.

mod proxy;

pub use proxy::{Closed, Proxy};

use sqlx::{
    AssertSqlSafe, Connection, Executor, MySqlConnection, MySqlPool, PgConnection, PgPool, SqlitePool,
    mysql::MySqlPoolOptions, postgres::PgPoolOptions, sqlite::SqlitePoolOptions,
};
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;

/// A server that databases can be made on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Server {
    /// A file in a temporary folder.
    Sqlite,
    /// The PostgreSQL server of the tests.
    Postgres,
    /// Their MariaDB server.
    MySql,
}

/// An empty database.
pub struct Database {
    /// Where it is.
    pub url: String,
    /// A connection beside the program's.
    pub raw: Raw,
    name: String,
    server: Server,
    folder: TempDir,
}

/// A connection beside the program's, for looking and for meddling.
pub enum Raw {
    /// To SQLite.
    Sqlite(SqlitePool),
    /// To PostgreSQL.
    Postgres(PgPool),
    /// To MariaDB.
    MySql(MySqlPool),
}

impl Server {
    /// The URL of the server, as `make unit` says it.
    fn url(self) -> String {
        let variable = match self {
            Self::Sqlite => return String::new(),
            Self::Postgres => "WORKSHOPS_TEST_POSTGRES_URL",
            Self::MySql => "WORKSHOPS_TEST_MYSQL_URL",
        };
        let url = std::env::var_os(variable).and_then(|url| url.into_string().ok());
        url.unwrap_or_else(|| panic!("{variable} isn't set: run `make unit`, which starts the servers for the tests"))
    }
}

impl Database {
    /// Makes one.
    pub async fn new(server: Server) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("workshops_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = tempfile::tempdir().expect("a folder");
        let url = match server {
            Server::Sqlite => format!("sqlite://{}", folder.path().join("workshops.db").display()),
            Server::Postgres | Server::MySql => {
                meddle(server, vec![format!("create database {name}")]).await;
                let url = server.url();
                let (address, _) = url.rsplit_once('/').expect("a URL with a database");
                format!("{address}/{name}")
            }
        };
        let raw = match server {
            Server::Sqlite => {
                Raw::Sqlite(SqlitePoolOptions::new().max_connections(1).connect_lazy(&url).expect("a URL"))
            }
            Server::Postgres => {
                Raw::Postgres(PgPoolOptions::new().max_connections(1).connect_lazy(&url).expect("a URL"))
            }
            Server::MySql => {
                let quotes = "set session sql_mode = 'ANSI_QUOTES,STRICT_ALL_TABLES'";
                let options = MySqlPoolOptions::new().max_connections(1).after_connect(move |connection, _| {
                    Box::pin(async move { connection.execute(quotes).await.map(drop) })
                });
                Raw::MySql(options.connect_lazy(&url).expect("a URL"))
            }
        };
        Self { url, raw, name, server, folder }
    }

    /// Makes one on the same server as another, by the scheme of that one's URL.
    pub async fn like(scheme: &str) -> Self {
        Self::new(match scheme {
            "sqlite" => Server::Sqlite,
            "postgres" => Server::Postgres,
            "mysql" => Server::MySql,
            other => panic!("no server for {other}"),
        })
        .await
    }

    /// The URL of a SQLite database in a folder of this one's own.
    pub fn beside(&self, name: &str) -> String {
        format!("sqlite://{}", self.folder.path().join(name).display())
    }

    /// Whether it is a file.
    pub fn is_sqlite(&self) -> bool {
        self.server == Server::Sqlite
    }

    /// A way to it that can be cut.
    pub fn proxy(&self) -> Proxy {
        self.closed_proxy().open()
    }

    /// A way to it that isn't there yet.
    pub fn closed_proxy(&self) -> Closed {
        Closed::to(&self.url)
    }

    /// Makes a user who may do everything in this database, and nothing elsewhere; gives its URL for him. SQLite has no
    /// users.
    pub async fn url_of_user(&self) -> String {
        let (name, server) = (&self.name, self.server);
        let statements = match server {
            Server::Sqlite => return self.url.clone(),
            Server::Postgres => vec![
                format!("create user {name} password '{name}'"),
                format!("grant all on database {name} to {name}"),
                format!("alter database {name} owner to {name}"),
            ],
            Server::MySql => vec![
                format!("create user {name}@'127.0.0.1' identified by '{name}'"),
                format!("grant all on {name}.* to {name}@'127.0.0.1'"),
            ],
        };
        meddle(server, statements).await;
        let (_, address) = self.url.rsplit_once('@').expect("a URL with a user");
        let scheme = if server == Server::Postgres { "postgres" } else { "mysql" };
        format!("{scheme}://{name}:{name}@{address}")
    }

    /// Lets the user that [`Database::url_of_user`] made write in this database, or only read; new connections know it.
    pub async fn set_writable(&self, is_writable: bool) {
        let name = &self.name;
        let statements = match (self.server, is_writable) {
            (Server::Sqlite, _) => return,
            (Server::Postgres, false) => vec![format!("alter database {name} set default_transaction_read_only = on")],
            (Server::Postgres, true) => vec![format!("alter database {name} reset default_transaction_read_only")],
            (Server::MySql, false) => vec![
                format!("revoke all on {name}.* from {name}@'127.0.0.1'"),
                format!("grant select on {name}.* to {name}@'127.0.0.1'"),
            ],
            (Server::MySql, true) => vec![format!("grant all on {name}.* to {name}@'127.0.0.1'")],
        };
        meddle(self.server, statements).await;
    }

    /// Cuts all connections that others have to it, as a server that restarts does, and waits until they are gone.
    pub async fn cut_connections(&self) {
        match &self.raw {
            Raw::Sqlite(_) => {}
            Raw::Postgres(_) => {
                let cut = "select pg_terminate_backend(pid, 10000) from pg_stat_activity \
                           where datname = current_database() and pid <> pg_backend_pid()";
                self.run(cut).await.expect("cutting connections");
            }
            Raw::MySql(pool) => {
                let others: Vec<i64> = sqlx::query_scalar(
                    "select cast(id as signed) from information_schema.processlist \
                     where db = ? and id <> connection_id()",
                )
                .bind(&self.name)
                .fetch_all(pool)
                .await
                .expect("connections");
                for other in others {
                    // It may have ended by itself meanwhile.
                    let _ = self.run(format!("kill {other}")).await;
                    let still = format!("select count(*) from information_schema.processlist where id = {other}");
                    while self.number(&still).await > 0 {}
                }
            }
        }
    }

    /// Waits until somebody waits for a lock in it. On SQLite nobody can be seen to.
    pub async fn await_waiting(&self) {
        let waiting = match &self.raw {
            Raw::Sqlite(_) => return,
            Raw::Postgres(_) => {
                "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
            }
            Raw::MySql(_) => {
                // What InnoDB itself says of waiting stands still while one asks for it more often than ten times a second.
                "select count(*) from information_schema.processlist \
                 where db = database() and id <> connection_id() and info like '% for update'"
            }
        };
        while self.number(waiting).await == 0 {}
    }

    /// Runs a statement, and gives how many rows it met.
    pub async fn run(&self, statement: impl Into<String>) -> Result<u64, sqlx::Error> {
        let statement = AssertSqlSafe(statement.into());
        Ok(match &self.raw {
            Raw::Sqlite(pool) => sqlx::raw_sql(statement).execute(pool).await?.rows_affected(),
            Raw::Postgres(pool) => sqlx::raw_sql(statement).execute(pool).await?.rows_affected(),
            Raw::MySql(pool) => sqlx::raw_sql(statement).execute(pool).await?.rows_affected(),
        })
    }

    /// The number that a statement gives.
    pub async fn number(&self, statement: &str) -> i64 {
        let statement = AssertSqlSafe(statement.to_owned());
        let number = match &self.raw {
            Raw::Sqlite(pool) => sqlx::query_scalar(statement).fetch_one(pool).await,
            Raw::Postgres(pool) => sqlx::query_scalar(statement).fetch_one(pool).await,
            Raw::MySql(pool) => sqlx::query_scalar(statement).fetch_one(pool).await,
        };
        number.expect("a number")
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let (server, name) = (self.server, self.name.clone());
        if server == Server::Sqlite {
            return;
        }
        let host = if server == Server::MySql { "@'127.0.0.1'" } else { "" };
        let drop_user = format!("drop user if exists {name}{host}");
        // The test's runtime may be ending: what is left to do has one of its own.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(meddle(server, vec![format!("drop database {name}"), drop_user]));
        });
        // A database that stays takes only room: the server is the tests' own.
        let _ = dropping.join();
    }
}

/// Runs statements on the server itself. A database that is dropped loses its connections first.
async fn meddle(server: Server, statements: Vec<String>) {
    let mut url = server.url();
    match server {
        Server::Sqlite => {}
        Server::Postgres => {
            let mut connection = PgConnection::connect(&url).await.expect("the PostgreSQL server of the tests");
            for statement in statements {
                let force = if statement.starts_with("drop database") { " with (force)" } else { "" };
                sqlx::raw_sql(AssertSqlSafe(statement + force)).execute(&mut connection).await.expect("a database");
            }
        }
        Server::MySql => {
            url.push_str("?ssl-mode=preferred");
            let mut connection = MySqlConnection::connect(&url).await.expect("the MariaDB server of the tests");
            for statement in statements {
                if let Some(name) = statement.strip_prefix("drop database ") {
                    let others: Vec<i64> = sqlx::query_scalar(
                        "select cast(id as signed) from information_schema.processlist where db = ?",
                    )
                    .bind(name)
                    .fetch_all(&mut connection)
                    .await
                    .expect("connections");
                    for other in others {
                        // It may have ended by itself meanwhile.
                        let _ = sqlx::raw_sql(AssertSqlSafe(format!("kill {other}"))).execute(&mut connection).await;
                    }
                }
                sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut connection).await.expect("a database");
            }
        }
    }
}

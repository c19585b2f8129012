//! The contract of the store: every test runs on SQLite, on PostgreSQL and on MariaDB, and its name ends with which.

mod changes;
mod constraints;
mod copying;
#[path = "../databases/mod.rs"]
#[expect(dead_code, reason = "the suite of processes asks for more")]
mod databases;
#[path = "../databases/each.rs"]
mod each;
mod events;
mod fixture;
mod opening;
mod order;
mod promises;
mod registering;
mod students;
mod trouble;

use each::on_every_database;

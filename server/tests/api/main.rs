//! The program as browsers meet it: each test starts the true server on a free port over a database of its own: on
//! SQLite, or on what WORKSHOPS_TEST_DATABASE names (`postgres`, `mysql`).

#[path = "../databases/mod.rs"]
#[expect(dead_code, reason = "only the store's own suite looks behind the program's back")]
mod databases;
mod documents;
mod harness;
mod html;
mod live;
mod logging_in;
mod manager;
mod managing;
mod metrics;
mod overload;
mod pages;
mod permissions;
mod promises;
mod registering;
mod rest;
#[path = "../setting.rs"]
mod setting;
mod slow;
mod stopping;

//! The true program, as processes of their own on one database: many at once, killed, and cut off from what they need.

mod attack;
mod backup;
#[path = "../databases/mod.rs"]
#[expect(dead_code, reason = "the store's own suite asks for more")]
mod databases;
#[path = "../databases/each.rs"]
mod each;
#[path = "../store/fixture.rs"]
#[expect(dead_code, reason = "the store's own suite asks for more")]
mod fixture;
mod kill;
mod opening;
mod process;
mod read_only;
#[path = "../setting.rs"]
mod setting;
mod starting;
mod stopping;
mod student;
mod trouble;
mod waiting;

use each::on_every_database;

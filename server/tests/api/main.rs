//! The program as browsers meet it: each test starts the true server on a free port over a database of its own.

mod documents;
mod harness;
mod html;
mod logging_in;
mod manager;
mod managing;
mod pages;
mod permissions;
mod promises;
mod registering;
mod rest;

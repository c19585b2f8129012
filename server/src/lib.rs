//! Everything with I/O: the web server, the database, import and the command line.
//!
//! Reading order: [`router`] (the whole HTTP surface), `forms` (what browsers post),
//! [`rest`] (what programs call), [`service`] (what the program
//! does), [`engine`] (how a registration is decided), [`store`] (the only SQL).
//!
//! Architecture invariant: handlers parse, call one service method and answer; services call the store and `domain`;
//! the store calls nothing but the database.

pub mod accept;
pub mod auth;
pub mod cli;
pub mod clock;
pub mod config;
pub mod connection;
pub mod downloads;
pub mod engine;
pub mod error;
pub mod export;
mod forms;
pub mod gate;
pub mod import;
pub mod live;
pub mod metrics;
pub mod opening;
pub mod random;
pub mod rest;
pub mod router;
pub mod serve;
pub mod service;
pub mod state;
pub mod store;
mod text;
pub mod web;

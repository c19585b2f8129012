//! The pages: what students and administrators see.
//!
//! Leptos components, rendered on the server and hydrated in the browser. Reading order: [`app`](mod@app) (the route
//! table), `pages`, `api` (server functions), `backend` (what the pages need of the server), `message` (words).
//!
//! Architecture invariant: no I/O and no database here. Server functions reach the server through the traits of
//! `backend`, which the server implements, so that editing SQL never rebuilds a view and no database crate can get
//! into the WASM.

#![recursion_limit = "512"]

pub mod api;
pub mod app;
#[cfg(feature = "ssr")]
pub mod backend;
#[cfg(feature = "ssr")]
pub mod busy;
mod components;
pub mod error;
pub mod i18n;
mod listening;
pub mod message;
mod pages;
#[cfg(feature = "ssr")]
pub mod print;
mod shell;
mod status;

pub use app::App;
pub use shell::shell;

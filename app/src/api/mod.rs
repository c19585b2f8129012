//! Server functions: each finds who is asking, calls one method of the backend, and answers.

pub mod managing;
mod packed;
pub mod registering;
pub mod session;

pub use packed::Packed;

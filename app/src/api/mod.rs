//! Server functions: each finds who is asking, calls one method of the backend, and answers.

pub mod managing;
pub mod registering;
pub mod session;

//! Between HTTP and the pages: who is asking, from where, in which language, and under which content security policy.

pub mod address;
pub mod around;
pub mod attachment;
pub mod compress;
pub mod cookies;
pub mod identify;
pub mod metrics;
pub mod overload;
pub mod render;
pub mod security;
pub mod starting;
pub mod stopping;
pub mod watch;

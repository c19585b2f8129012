//! Everything with I/O: the web server, the database, import and the command line.

pub mod clock;
pub mod import;
pub mod random;

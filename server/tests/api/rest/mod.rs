//! The REST API as programs meet it, subject by subject.
//!
//! Every answer that these tests get is held against the OpenAPI document ([`client`]): its status, its media type and
//! its body must be what the document promises for that call.

mod client;
mod description;

mod agreeing;
mod asking;
mod conditions;
mod events;
mod exporting;
mod failing;
mod importing;
mod json;
mod limits;
mod listing;
mod logging_in;
mod memory;
mod parts;
mod permissions;
mod placing;
mod promises;
mod refusing;
mod registering;
mod routes;
mod streaming;
mod students;
mod workshops;

//! Changes that an administrator makes to an event: what he typed, what is wrong with it, and the event that comes out.
//!
//! A form says the same in the browser while it is filled in and on the server when it is sent, because both ask here.
//! What a change does to registrations is [`rules::consequences`](crate::rules::consequences()).

mod apply;
mod fingerprint;
mod forms;
mod links;
mod problem;
pub mod text;

pub use apply::{EventEdit, GroupPut, MomentPut, Step, WorkshopPut};
pub use fingerprint::fingerprint;
pub use forms::{
    LinkForm, StudentData, StudentForm, WorkshopForm, check_availability, check_name, check_settings, check_span,
};
pub use links::{LinkProblem, check_link, link_remark};
pub use problem::{Field, FieldError, Problem};

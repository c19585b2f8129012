//! What a workshop event is, and what its rules allow.
//!
//! Everything here is pure: no I/O, no async, no clock, no randomness. The same code runs in the browser after every
//! click and on the server inside the transaction that stores a registration, so the two can't disagree.
//!
//! Architecture invariant: nothing in this crate knows of Leptos, a database, or the time of day. Whoever needs the
//! time hands it in as a [`Timestamp`].
//!
//! # Glossary
//!
//! | word | Dutch | meaning |
//! | --- | --- | --- |
//! | [`Event`] | evenement | one workshop day |
//! | [`Moment`] | moment | a time slot of the event; required or optional |
//! | [`Group`] | doelgroep | who may take what; every student has one |
//! | class | klas | a student's class; for lists only, no rule looks at it |
//! | [`Workshop`] | workshop | what one can register for: one or more moments, a capacity, the groups it admits |
//! | [`Link`] | koppeling | two workshops: both or neither, or never both |
//! | [`StudentKey`] | toegangscode | what a student logs in with |
//! | [`Selection`] | keuze | the set of workshops that a student asks for or holds |
//! | registration | inschrijving | a selection that was stored |
//! | [`Availability`] | openstelling | closed, open, or scheduled; at one instant that is a [`Phase`] |
//! | [`Violation`] | | one reason why a selection is refused |

mod availability;
pub mod edit;
mod event;
mod id;
mod key;
pub mod rules;
mod seats;
mod selection;
mod slug;
pub mod student_file;
mod timestamp;
mod violation;

pub use availability::{Availability, AvailabilityState, Phase};
pub use event::{Event, Group, Link, LinkKind, Moment, Workshop};
pub use id::{EventId, GroupId, Id, MomentId, StudentId, WorkshopId};
pub use key::{InvalidKey, StudentKey};
pub use seats::{Filling, Seats};
pub use selection::{Held, Selection};
pub use slug::{InvalidSlug, Slug};
pub use timestamp::Timestamp;
pub use violation::Violation;

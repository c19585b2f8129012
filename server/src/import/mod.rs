//! Reads the files that schools have.
//!
//! A student file becomes text ([`encoding`]), a table ([`table`]) with known columns ([`columns`]), records
//! ([`students`]), and a plan that says what each would change ([`plan`]). An event comes and goes as one JSON document
//! ([`event_document`]).
//!
//! Architecture invariant: everything here is pure. Bytes and data come in, data goes out; who calls it reads the
//! database before and writes it afterwards, limits the size of what is uploaded, and hands in time and randomness.

pub mod columns;
pub mod encoding;
pub mod event_document;
mod matching;
pub mod plan;
pub mod students;
pub mod table;
pub mod words;
pub mod workshops;

pub use event_document::{DocumentError, DocumentKeys, EventDocument, ImportedEvent};
pub use plan::{ExistingStudent, ImportPlan, PlannedRow, Roster, plan_students};
pub use students::{StudentFile, read_students};
pub use workshops::{PastedWorkshop, read_workshops};

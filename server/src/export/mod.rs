//! Writes the files that schools take away: student lists and key cards ([`students_csv`]), the registrations
//! ([`workbook`]) and the QR codes on the cards ([`qr()`]).
//!
//! Architecture invariant: everything here is pure. Data comes in, bytes and text go out; who calls it reads the
//! database, knows the time and has the words. No data makes a file that can't be opened, and none makes a cell that
//! a spreadsheet would calculate ([`formula`]).

mod collation;
pub mod formula;
mod qr;
mod sheet_names;
pub mod students_csv;
mod text;
pub mod workbook;

pub(crate) use collation::sort_key;

pub use qr::{Qr, qr};

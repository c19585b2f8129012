//! Pages for paper: cards with keys, attendance lists, timetables of classes.
//!
//! Rendered on the server alone, as whole documents without any script, so that they add nothing to what a browser
//! downloads for the other pages. The caller sorts, and says in words what depends on dates.
//!
//! Architecture invariant: nothing here is reactive and nothing reads context; each page is a function of its data.

mod attendance;
mod key_cards;
mod paper;
mod timetables;

pub use attendance::{Attendance, AttendanceList, Attendee, attendance};
pub use key_cards::{Card, CardClass, KeyCards, QrDrawing, key_cards};
pub use timetables::{CellItem, ClassTimetable, MomentHead, StudentTimetable, Timetables, timetables};

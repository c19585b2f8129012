//! The registrations as a workbook for Excel: a summary, a sheet for every workshop, and the students who still have to
//! choose.
//!
//! What stands on a sheet is said by `summary`, `workshop` and `incomplete`, as data; `page` writes it, and decides how it
//! looks and prints.

mod incomplete;
mod page;
mod style;
mod summary;
#[cfg(test)]
mod tests;
mod words;
mod workshop;

pub use words::Words;

use super::{
    sheet_names::SheetNames,
    text::{cut, writable},
};
use page::Page;
use rust_xlsxwriter::{DocProperties, XlsxError};
use style::Style;

/// What the workbook tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Registrations {
    /// The event's title.
    pub event: String,
    /// When this was so, in words.
    pub made_at: String,
    /// How many students there are.
    pub students: u32,
    /// How many of them are registered for every moment.
    pub complete: u32,
    /// How many are registered, but not for every moment.
    pub partial: u32,
    /// How many are not registered at all.
    pub none: u32,
    /// The workshops, in order.
    pub workshops: Vec<WorkshopList>,
    /// The students without a complete registration, in any order.
    pub incomplete: Vec<IncompleteStudent>,
}

/// A workshop and who comes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkshopList {
    /// Its title; two workshops may share one.
    pub title: String,
    /// Where it is; may be empty.
    pub location: String,
    /// Who gives it; may be empty.
    pub host: String,
    /// The names of its moments, in order.
    pub moments: Vec<String>,
    /// The names of the groups that it admits; none means every group.
    pub groups: Vec<String>,
    /// How many students fit.
    pub capacity: u32,
    /// How many seats are taken, those above the capacity not counted.
    pub taken: u32,
    /// How many are registered above the capacity.
    pub extra: u32,
    /// Whether it was called off.
    pub cancelled: bool,
    /// Who is registered, in any order.
    pub students: Vec<Attendee>,
}

/// A student of a workshop.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attendee {
    /// The student's name.
    pub name: String,
    /// The class.
    pub class: String,
    /// Whether the administrator gave him a seat above the capacity.
    pub extra_seat: bool,
}

/// A student without a complete registration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IncompleteStudent {
    /// The student's name.
    pub name: String,
    /// The class.
    pub class: String,
    /// The group's name.
    pub group: String,
    /// The titles of what he chose.
    pub chosen: Vec<String>,
    /// The names of the moments for which he has nothing.
    pub missing: Vec<String>,
}

/// Writes the workbook.
///
/// # Errors
/// None that data could cause: texts that are too long for a cell are cut, names of sheets made legal. What is left are
/// the limits of Excel itself, such as a million lines on a sheet.
pub fn registrations(registrations: &Registrations, words: &Words<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut names = SheetNames::new(words.workshop);
    let summary = names.name(words.summary);
    let incomplete = names.name(words.incomplete);
    let sheets: Vec<String> = registrations.workshops.iter().map(|workshop| names.name(&workshop.title)).collect();

    let mut pages = vec![(summary, summary::page(registrations, &sheets, words))];
    let workshops = registrations.workshops.iter().map(|workshop| workshop::page(workshop, words));
    pages.extend(sheets.iter().cloned().zip(workshops));
    pages.push((incomplete, incomplete::page(registrations, words)));

    let style = Style::new(&registrations.event, &registrations.made_at, words);
    let mut workbook = rust_xlsxwriter::Workbook::new();
    // The crate puts the time of writing beside it.
    workbook.set_properties(&DocProperties::new().set_title(cut(&writable(&registrations.event), 255)));
    for (name, page) in &pages {
        workbook.push_worksheet(Page::worksheet(page, name, &style)?);
    }
    workbook.save_to_buffer()
}

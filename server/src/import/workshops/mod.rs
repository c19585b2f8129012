//! Many workshops at once, pasted from a spreadsheet: from text to filled-in forms, with all that is wrong in them and
//! with what each would change. And back: the workshops of an event as a table to copy.
//!
//! A table that was copied and is pasted back changes nothing, whatever the event holds.

mod cells;
mod clipboard;
mod columns;
mod line;
mod matching;
mod names;

pub use columns::HEADER;

use super::matching::folded;
use crate::export::formula::made_harmless;
use cells::Shape;
use columns::Columns;
use domain::{
    Event, Workshop, WorkshopId,
    edit::{Field, FieldError, Problem, WorkshopForm, text::MAX_WORKSHOPS},
};
use line::Line;
use matching::Mark;
use names::Names;
use std::collections::{HashMap, HashSet};

/// One line of a pasted table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastedWorkshop {
    /// The line on which it begins in what was pasted; the first is 1.
    pub line: u32,
    /// As it would stand in the form.
    pub form: WorkshopForm,
    /// The workshop that the event has already: the one with this title at these moments, else the only one with this
    /// title.
    pub existing: Option<WorkshopId>,
    /// Whether anything would change; true for a new one.
    pub changes: bool,
    /// What is wrong; [`FieldError::of`] is the line.
    pub errors: Vec<FieldError>,
}

/// Reads a pasted table of workshops.
///
/// A cell that is empty empties the field of a workshop that is known, a column that isn't there leaves it alone.
/// Workshops that aren't in the table stay as they are. What a line does to the links of its workshop isn't judged here.
///
/// # Errors
/// [`Problem::Empty`], [`Problem::MissingColumns`], [`Problem::OpenQuote`], and [`Problem::TooMany`] if the event would
/// have more workshops than it may.
pub fn read_workshops(pasted: &str, event: &Event) -> Result<Vec<PastedWorkshop>, Problem> {
    let rows = clipboard::rows(pasted)?;
    let (columns, rows) = Columns::find(&rows, event)?;
    if rows.len() > MAX_WORKSHOPS {
        return Err(clipboard::too_many());
    }
    let known = Known::of(event);
    let lines: Vec<Line> = rows.iter().map(|row| Line::read(row, &columns, &known)).collect();
    let marks: Vec<Mark> = lines.iter().map(|line| line.mark(&known)).collect();
    let found = matching::match_workshops(
        &marks,
        &known.marks,
        &[
            &|line, place| lines[line].is_as(&event.workshops[place], &known),
            &|line, place| lines[line].says(Field::Location, &event.workshops[place].location),
            &|line, place| lines[line].says(Field::Host, &event.workshops[place].host),
        ],
    );
    let read: Vec<PastedWorkshop> = lines.iter().zip(found).map(|(line, found)| line.finish(found, &known)).collect();
    let new = read.iter().filter(|workshop| workshop.existing.is_none() && workshop.errors.is_empty()).count();
    if new > 0 && event.workshops.len() + new > MAX_WORKSHOPS { Err(clipboard::too_many()) } else { Ok(read) }
}

/// The event's workshops as a table, to be copied to a spreadsheet and pasted back. No cell can be taken for a formula.
#[must_use]
pub fn to_table(event: &Event) -> String {
    let known = Known::of(event);
    let mut table = format!("{HEADER}\n");
    for (workshop, mark) in event.workshops.iter().zip(&known.marks) {
        let moments = known.moments.write(&mark.moments);
        let groups = known.groups.write(&groups_of(event, workshop));
        let capacity = workshop.capacity.to_string();
        // In the order of the header.
        let texts =
            [&workshop.title, &moments, &capacity, &workshop.location, &workshop.host, &groups, &workshop.description];
        let cells = texts.map(|text| clipboard::cell(&made_harmless(&Shape::Lines.tidy(text))).into_owned());
        table.push_str(&cells.join("\t"));
        table.push('\n');
    }
    table
}

/// The event, prepared for looking things up.
struct Known<'a> {
    event: &'a Event,
    moments: Names<'a>,
    groups: Names<'a>,
    /// Those of the workshops, in their order.
    marks: Vec<Mark>,
    /// The titles, as titles are compared.
    titles: HashSet<String>,
    /// The titles by what a spreadsheet may have made of them.
    bare_titles: HashMap<String, String>,
}

impl<'a> Known<'a> {
    fn of(event: &'a Event) -> Self {
        let mark = |workshop: &Workshop| Mark { title: folded(&workshop.title), moments: moments_of(event, workshop) };
        let bare = |workshop: &'a Workshop| {
            let title = folded(&workshop.title);
            let bare = cells::without_signs(workshop.title.trim()).into_iter().flatten().map(folded);
            bare.map(move |bare| (bare, title.clone()))
        };
        Self {
            event,
            moments: Names::of_moments(event),
            groups: Names::of_groups(event),
            marks: event.workshops.iter().map(mark).collect(),
            titles: event.workshops.iter().map(|workshop| folded(&workshop.title)).collect(),
            bare_titles: event.workshops.iter().flat_map(bare).collect(),
        }
    }
}

/// The places of a workshop's moments.
fn moments_of(event: &Event, workshop: &Workshop) -> Vec<usize> {
    (0..event.moments.len()).filter(|&place| workshop.moments.contains(&event.moments[place].id)).collect()
}

/// The places of the groups that a workshop names.
fn groups_of(event: &Event, workshop: &Workshop) -> Vec<usize> {
    (0..event.groups.len()).filter(|&place| workshop.groups.contains(&event.groups[place].id)).collect()
}

#[cfg(test)]
mod tests;

//! The first sheet: how many students are registered, and every workshop with its seats.

use super::{
    Registrations, Words, WorkshopList,
    page::{Cell, Column, Page},
};

/// The summary. `sheets` are the names of the workshops' sheets, in their order.
pub(super) fn page<'a>(registrations: &'a Registrations, sheets: &'a [String], words: &Words<'a>) -> Page<'a> {
    let has_remarks = registrations.workshops.iter().any(|workshop| workshop.cancelled);
    let mut columns = vec![
        Column::text(words.workshop, 180..=330),
        Column::text(words.moments, 80..=180),
        Column::text(words.location, 60..=160),
        Column::text(words.host, 60..=180),
        Column::text(words.groups, 80..=300),
        Column::number(words.capacity),
        Column::number(words.registered),
        Column::number(words.free),
    ];
    if has_remarks {
        columns.push(Column::text(words.remark, 60..=120));
    }
    let line = |(workshop, sheet): (&'a WorkshopList, &'a String)| {
        let mut line = vec![
            Cell::Link { text: &workshop.title, sheet },
            Cell::list(&workshop.moments, ", "),
            Cell::from(workshop.location.as_str()),
            Cell::from(workshop.host.as_str()),
            groups(workshop, words),
            Cell::Number(workshop.capacity),
            Cell::Number(workshop.taken + workshop.extra),
            // What was called off has no seats to give away.
            if workshop.cancelled {
                Cell::from("")
            } else {
                Cell::Number(workshop.capacity.saturating_sub(workshop.taken))
            },
        ];
        if has_remarks {
            line.push(Cell::from(if workshop.cancelled { words.cancelled } else { "" }));
        }
        line
    };
    Page {
        title: &registrations.event,
        notice: None,
        facts: vec![
            (words.made_at, Cell::from(registrations.made_at.as_str())),
            (words.students, Cell::Number(registrations.students)),
            (words.complete, Cell::Number(registrations.complete)),
            (words.partial, Cell::Number(registrations.partial)),
            (words.none, Cell::Number(registrations.none)),
        ],
        columns,
        lines: registrations.workshops.iter().zip(sheets).map(line).collect(),
        nothing: "",
        landscape: true,
    }
}

/// The groups that a workshop admits.
pub(super) fn groups<'a>(workshop: &'a WorkshopList, words: &Words<'a>) -> Cell<'a> {
    if workshop.groups.is_empty() { Cell::from(words.everyone) } else { Cell::list(&workshop.groups, ", ") }
}

//! The last sheet: who still has to choose.

use super::{
    IncompleteStudent, Registrations, Words,
    page::{Cell, Column, Page},
};
use crate::export::collation::sort_key;

/// The students without a complete registration, by class.
pub(super) fn page<'a>(registrations: &'a Registrations, words: &Words<'a>) -> Page<'a> {
    let mut students: Vec<&IncompleteStudent> = registrations.incomplete.iter().collect();
    students.sort_by_cached_key(|student| (sort_key(&student.class), sort_key(&student.name), &student.name));
    let line = |student: &'a IncompleteStudent| {
        vec![
            Cell::from(student.name.as_str()),
            Cell::from(student.class.as_str()),
            Cell::from(student.group.as_str()),
            // Titles may well hold commas.
            Cell::list(&student.chosen, "; "),
            Cell::list(&student.missing, ", "),
        ]
    };
    Page {
        title: words.incomplete,
        notice: None,
        facts: Vec::new(),
        columns: vec![
            Column::text(words.name, 160..=330),
            Column::text(words.class, 60..=140),
            Column::text(words.group, 80..=180),
            Column::text(words.chosen, 160..=380),
            Column::text(words.missing, 120..=260),
        ],
        lines: students.into_iter().map(line).collect(),
        nothing: words.nobody_incomplete,
        landscape: true,
    }
}

//! A workshop's own sheet, for whoever gives it: what it is, and who comes.

use super::{
    Attendee, Words, WorkshopList,
    page::{Cell, Column, Page},
    summary::groups,
};
use crate::export::collation::sort_key;

/// The sheet of a workshop, its students sorted by name.
pub(super) fn page<'a>(workshop: &'a WorkshopList, words: &Words<'a>) -> Page<'a> {
    let has_remarks = workshop.students.iter().any(|student| student.extra_seat);
    let mut columns = vec![
        Column::text(words.number, 40..=120),
        Column::text(words.name, 260..=400),
        Column::text(words.class, 80..=160),
    ];
    if has_remarks {
        columns.push(Column::text(words.remark, 80..=140));
    }
    let mut students: Vec<&Attendee> = workshop.students.iter().collect();
    students.sort_by_cached_key(|student| (sort_key(&student.name), sort_key(&student.class), &student.name));
    let line = |(number, student): (u32, &'a Attendee)| {
        let mut line =
            vec![Cell::Number(number), Cell::from(student.name.as_str()), Cell::from(student.class.as_str())];
        if has_remarks {
            line.push(Cell::from(if student.extra_seat { words.extra_seat } else { "" }));
        }
        line
    };
    let seats = format!("{} {} {}", workshop.taken + workshop.extra, words.of, workshop.capacity);
    let facts = [
        (words.moments, Cell::list(&workshop.moments, ", ")),
        (words.location, Cell::from(workshop.location.as_str())),
        (words.host, Cell::from(workshop.host.as_str())),
        (words.groups, groups(workshop, words)),
        (words.registered, Cell::from(seats)),
    ];
    Page {
        title: &workshop.title,
        notice: workshop.cancelled.then_some(words.cancelled),
        facts: facts.into_iter().filter(|(_, fact)| !fact.is_empty()).collect(),
        columns,
        lines: (1..).zip(students).map(line).collect(),
        nothing: words.nobody,
        landscape: false,
    }
}

//! Timetables of whole classes, for the wall or the tutor.

use super::paper::{Bar, Paper, about_pages, class_name, document, nothing, students};
use crate::i18n::{Locale, td_string};
use leptos::prelude::*;

/// The timetables of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timetables {
    /// The event's title.
    pub event: String,
    /// Where the link back goes.
    pub back: String,
    /// The event's moments, in order: the columns.
    pub moments: Vec<MomentHead>,
    /// The classes, in order.
    pub classes: Vec<ClassTimetable>,
}

/// A moment above its column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MomentHead {
    /// Its name.
    pub name: String,
    /// When it begins and ends, in words; empty if that isn't known.
    pub time: String,
}

/// The timetable of one class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassTimetable {
    /// The class; empty for students without one.
    pub class: String,
    /// Its students, in order.
    pub students: Vec<StudentTimetable>,
}

/// What one student chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StudentTimetable {
    /// The student's name.
    pub name: String,
    /// What he does at each moment, in the order of the moments; empty where he chose nothing.
    pub cells: Vec<Vec<CellItem>>,
}

/// A workshop in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellItem {
    /// The workshop's title.
    pub title: String,
    /// Where; empty if that isn't known.
    pub location: String,
    /// Whether it was called off.
    pub cancelled: bool,
}

/// The page with all timetables, as a whole document.
#[must_use]
pub fn timetables(data: &Timetables, locale: Locale, stylesheet: &str) -> String {
    let classes: Vec<&ClassTimetable> = data.classes.iter().filter(|class| !class.students.is_empty()).collect();
    let per_page = students_per_page(data.moments.len());
    let page_count = classes.iter().map(|class| class.students.len().div_ceil(per_page)).sum();
    let amount = match classes.len() {
        n if n == 0 || data.moments.is_empty() => String::new(),
        1 => format!("{}, {}", td_string!(locale, print.classes_single), about_pages(locale, page_count)),
        n => format!("{}, {}", td_string!(locale, print.classes_many, n = n), about_pages(locale, page_count)),
    };
    let bar = Bar {
        title: td_string!(locale, print.timetables_title),
        event: data.event.clone(),
        amount,
        advice: vec![td_string!(locale, print.timetables_advice)],
        back: data.back.clone(),
    };
    let content = if data.moments.is_empty() {
        nothing(td_string!(locale, print.no_moments))
    } else if classes.is_empty() {
        nothing(td_string!(locale, print.no_students))
    } else {
        classes.into_iter().map(|class| sheet(data, class, locale)).collect_view().into_any()
    };
    document(locale, stylesheet, Paper::Sideways, bar, content)
}

/// The sheet of one class. The heading stands in the table's head, which is repeated on every page.
fn sheet(data: &Timetables, class: &ClassTimetable, locale: Locale) -> AnyView {
    let name = class_name(locale, &class.class);
    let columns = data.moments.len() + 1;
    let has_gap =
        class.students.iter().any(|student| (0..data.moments.len()).any(|index| cell(student, index).is_empty()));
    let heads = data.moments.iter().map(|moment| {
        view! {
            <th scope="col">
                <bdi>{moment.name.clone()}</bdi>
                {(!moment.time.trim().is_empty()).then(|| view! { " "<span class="print-time">{moment.time.clone()}</span> })}
            </th>
        }
    });
    view! {
        <section class="print-sheet print-timetable" tabindex="0" aria-label=name.clone()>
            <table class=table_class(data.moments.len())>
                <colgroup>
                    <col class="print-who" />
                    <col span=data.moments.len().to_string() />
                </colgroup>
                <thead>
                    <tr>
                        <td class="print-heading" colspan=columns.to_string()>
                            <h2><bdi>{name.clone()}</bdi></h2>
                            <p class="print-event">
                                <bdi>{data.event.clone()}</bdi>" · "{students(locale, class.students.len())}
                                {has_gap.then(|| view! {
                                    <span class="print-legend">
                                        <span class="print-nothing">"–"</span>
                                        " "
                                        {td_string!(locale, print.nothing)}
                                    </span>
                                })}
                            </p>
                        </td>
                    </tr>
                    <tr><th scope="col">{td_string!(locale, print.name)}</th>{heads.collect_view()}</tr>
                </thead>
                <tbody>
                    {class.students.iter().map(|student| row(student, data.moments.len(), locale)).collect_view()}
                </tbody>
            </table>
        </section>
    }
    .into_any()
}

/// More columns, smaller letters.
fn table_class(moments: usize) -> &'static str {
    match moments {
        0..=3 => "print-table",
        4..=5 => "print-table print-smaller",
        _ => "print-table print-smallest",
    }
}

/// About how many rows fit on a page: in narrower columns titles take more lines.
fn students_per_page(moments: usize) -> usize {
    match moments {
        0..=3 => 22,
        4..=5 => 15,
        _ => 12,
    }
}

fn cell(student: &StudentTimetable, index: usize) -> &[CellItem] {
    student.cells.get(index).map_or(&[], Vec::as_slice)
}

fn row(student: &StudentTimetable, moments: usize, locale: Locale) -> AnyView {
    let cells = (0..moments).map(|index| cell_view(cell(student, index), locale));
    view! {
        <tr>
            <th scope="row"><bdi>{student.name.clone()}</bdi></th>
            {cells.collect_view()}
        </tr>
    }
    .into_any()
}

fn cell_view(items: &[CellItem], locale: Locale) -> AnyView {
    if items.is_empty() {
        let label = td_string!(locale, print.nothing);
        return view! { <td><span class="print-nothing" role="img" aria-label=label>"–"</span></td> }.into_any();
    }
    let item = |item: &CellItem| {
        let title = item.title.clone();
        let title = if item.cancelled {
            view! { <s><bdi>{title}</bdi></s>" "<span class="print-tag">{td_string!(locale, print.cancelled)}</span> }
                .into_any()
        } else {
            view! { <bdi>{title}</bdi> }.into_any()
        };
        let location = (!item.cancelled && !item.location.trim().is_empty())
            .then(|| view! { " "<span class="print-place"><bdi>{item.location.clone()}</bdi></span> });
        view! { <p>{title}{location}</p> }
    };
    view! { <td>{items.iter().map(item).collect_view()}</td> }.into_any()
}

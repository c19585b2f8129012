//! Attendance lists: a sheet for every workshop, to tick off who came.

use super::paper::{Bar, Paper, about_pages, document, nothing, students};
use crate::{
    i18n::{Locale, td_string},
    message,
};
use leptos::prelude::*;

/// Lines without a name at the end of a list.
const LATECOMERS: usize = 4;
/// How many lines fit below the heading, which every page repeats, if no name needs two.
const LINES_PER_PAGE: usize = 30;

/// The attendance lists of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attendance {
    /// The event's title.
    pub event: String,
    /// Where the link back goes.
    pub back: String,
    /// The workshops, in order.
    pub workshops: Vec<AttendanceList>,
}

/// The list of one workshop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttendanceList {
    /// The workshop's title.
    pub title: String,
    /// The names of its moments, in order.
    pub moments: Vec<String>,
    /// When it begins and ends, in words; empty if that isn't known.
    pub times: String,
    /// Where; empty if that isn't known.
    pub location: String,
    /// Who gives it; empty if that isn't known.
    pub host: String,
    /// How many seats it has.
    pub capacity: u32,
    /// Whether it was called off.
    pub cancelled: bool,
    /// Who is registered, in order.
    pub students: Vec<Attendee>,
}

/// A student on the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attendee {
    /// The student's name.
    pub name: String,
    /// His class.
    pub class: String,
    /// Whether he was placed beyond the capacity.
    pub extra_seat: bool,
}

/// The page with all lists, as a whole document.
#[must_use]
pub fn attendance(data: &Attendance, locale: Locale, stylesheet: &str) -> String {
    let page_count = data.workshops.iter().map(|list| lines(list).div_ceil(LINES_PER_PAGE)).sum();
    let amount = match data.workshops.len() {
        0 => String::new(),
        1 => format!("{}, {}", td_string!(locale, print.lists_single), about_pages(locale, page_count)),
        n => format!("{}, {}", td_string!(locale, print.lists_many, n = n), about_pages(locale, page_count)),
    };
    let bar = Bar {
        title: td_string!(locale, print.attendance_title),
        event: data.event.clone(),
        amount,
        advice: vec![td_string!(locale, print.lists_advice)],
        back: data.back.clone(),
    };
    let content = if data.workshops.is_empty() {
        nothing(td_string!(locale, print.no_workshops))
    } else {
        data.workshops.iter().map(|list| sheet(&data.event, list, locale)).collect_view().into_any()
    };
    document(locale, stylesheet, Paper::Upright, bar, content)
}

/// The sheet of one workshop. The heading stands in the table's head, which is repeated on every page.
fn sheet(event: &str, list: &AttendanceList, locale: Locale) -> AnyView {
    let rows = list.students.iter().enumerate().map(|(index, student)| row(index + 1, student, locale));
    view! {
        <div class="print-sheet print-list" role="group" tabindex="0" aria-label=list.title.clone()>
            <table class="print-table">
                <colgroup>
                    <col class="print-number" />
                    <col />
                    <col class="print-class" />
                    <col class="print-present" />
                    <col class="print-remark" />
                </colgroup>
                <thead>
                    <tr>
                        <td class="print-heading" colspan="5">{heading(event, list, locale)}</td>
                    </tr>
                    <tr>
                        <th scope="col" class="print-number">{td_string!(locale, print.number)}</th>
                        <th scope="col">{td_string!(locale, print.name)}</th>
                        <th scope="col">{td_string!(locale, print.class_head)}</th>
                        <th scope="col" class="print-present">{td_string!(locale, print.present)}</th>
                        <th scope="col">{td_string!(locale, print.remark)}</th>
                    </tr>
                </thead>
                <tbody>
                    {rows.collect_view()}
                    {list.students.is_empty().then(|| view! {
                        <tr><td class="print-nobody" colspan="5">{td_string!(locale, print.nobody)}</td></tr>
                    })}
                </tbody>
                {(!list.cancelled).then(|| latecomers(list.students.len(), locale))}
            </table>
        </div>
    }
    .into_any()
}

fn heading(event: &str, list: &AttendanceList, locale: Locale) -> AnyView {
    let when = match list.times.trim() {
        "" => message::list(locale, &list.moments),
        times => format!("{}, {times}", message::list(locale, &list.moments)),
    };
    let seats = td_string!(locale, print.of_seats, n = list.capacity).to_string();
    let facts = [
        (td_string!(locale, print.when), when),
        (td_string!(locale, print.place), list.location.clone()),
        (td_string!(locale, print.host), list.host.clone()),
        (td_string!(locale, print.registered), format!("{} {seats}", students(locale, list.students.len()))),
    ];
    let facts = facts.into_iter().filter(|(_, fact)| !fact.trim().is_empty());
    view! {
        <p class="print-event"><bdi>{event.to_owned()}</bdi></p>
        <h2>
            <bdi>{list.title.clone()}</bdi>
            {list.cancelled.then(|| view! { " "<span class="print-stamp">{td_string!(locale, print.cancelled)}</span> })}
        </h2>
        <dl class="print-facts">
            {facts
                .map(|(label, fact)| view! { <div><dt>{label}</dt>" "<dd><bdi>{fact}</bdi></dd></div> })
                .collect_view()}
        </dl>
    }
    .into_any()
}

fn row(number: usize, student: &Attendee, locale: Locale) -> AnyView {
    let extra =
        student.extra_seat.then(|| view! { " "<span class="print-tag">{td_string!(locale, print.extra)}</span> });
    view! {
        <tr>
            <td class="print-number">{number}</td>
            <td><bdi>{student.name.clone()}</bdi>{extra}</td>
            <td><bdi>{student.class.clone()}</bdi></td>
            <td class="print-present"><span class="print-box"></span></td>
            <td></td>
        </tr>
    }
    .into_any()
}

/// How many lines a list has, if no name needs two.
fn lines(list: &AttendanceList) -> usize {
    let students = list.students.len();
    let latecomers = if list.cancelled { 0 } else { 1 + latecomer_lines(students) };
    students.max(1) + latecomers
}

/// How many empty lines there are: fewer where that spares a page with nothing else on it.
fn latecomer_lines(students: usize) -> usize {
    let left = LINES_PER_PAGE - 1 - students % LINES_PER_PAGE; // one is for the words above them
    if (2..LATECOMERS).contains(&left) { left } else { LATECOMERS }
}

/// Empty lines for whoever comes and isn't on the list.
fn latecomers(students: usize, locale: Locale) -> AnyView {
    let line = |_| {
        view! {
            <tr>
                <td></td>
                <td></td>
                <td></td>
                <td class="print-present"><span class="print-box"></span></td>
                <td></td>
            </tr>
        }
    };
    view! {
        <tbody class="print-latecomers">
            <tr><td class="print-note" colspan="5">{td_string!(locale, print.latecomers)}</td></tr>
            {(0..latecomer_lines(students)).map(line).collect_view()}
        </tbody>
    }
    .into_any()
}

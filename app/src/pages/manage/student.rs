//! One student: his data, his key, what he chose, and what was decided about him.

use super::{
    events::check_line,
    fields::{Choice, Line},
    form::EditForm,
    frame::EventFrame,
    placing::Placing,
    state::status,
    tried::Tried,
    workshop::Conflict,
};
use crate::{
    api::managing::{DecisionShown, EventHead, Place, Section, StudentDetails},
    i18n::{td_string, use_locale},
};
use domain::{
    Event, StudentKey,
    edit::{Field, Problem, text},
    student_file::Column,
};
use leptos::prelude::*;

/// The form for a student who is still to be added.
pub fn new_student(head: EventHead, event: Event) -> AnyView {
    let locale = use_locale();
    let all = Place::Event(head.id, Section::Students).to_string();
    view! {
        <EventFrame head=head title=td_string!(locale, students.create) event=event.clone()>
            <p><a href=all rel="external">{td_string!(locale, students.back)}</a></p>
            <section class="card">
                <EditForm name="student" class="stack narrow">
                    <Fields event=event stored=[String::new(), String::new(), String::new(), String::new()] />
                    <Line field=Field::Key label=td_string!(locale, field.key) hint=td_string!(locale, students.key_hint).to_string() check=check_key />
                    <button class="button">{td_string!(locale, students.add)}</button>
                </EditForm>
            </section>
        </EventFrame>
    }
    .into_any()
}

/// The page of one student.
pub fn student(head: EventHead, details: StudentDetails) -> AnyView {
    let locale = use_locale();
    let line = details.line.clone();
    let all = Place::Event(head.id, Section::Students).to_string();
    let card = format!("/manage/events/{}/print/cards?student={}", head.id, line.id);
    let (class, word) = status(locale, line.status);
    let stored =
        [line.name.clone(), line.class.clone(), details.group.to_string(), line.number.clone().unwrap_or_default()];
    let is_conflict = Tried::here().problem("form-error") == Some(Problem::Changed);
    let tried = Tried::here();
    let group_name =
        |id: &str| details.event.groups.iter().find(|group| group.id.to_string() == id).map(|group| group.name.clone());
    let conflict = is_conflict.then(|| {
        let mine = |name: &str| tried.value(name).unwrap_or_default().to_owned();
        vec![
            (td_string!(locale, field.name).to_owned(), line.name.clone(), mine("name")),
            (td_string!(locale, field.class).to_owned(), line.class.clone(), mine("class")),
            (
                td_string!(locale, field.group).to_owned(),
                line.group.clone(),
                group_name(&mine("group")).unwrap_or_default(),
            ),
            (td_string!(locale, field.number).to_owned(), line.number.clone().unwrap_or_default(), mine("number")),
        ]
    });
    let id = line.id.to_string();
    let name = line.name.clone();
    view! {
        <EventFrame head=head title=line.name.clone() event=details.event.clone()>
            <p><a href=all rel="external">{td_string!(locale, students.back)}</a></p>
            <section class="card">
                <div class="head">
                    <h2>{td_string!(locale, students.registration)}</h2>
                    <span class=class>{word}</span>
                    {details.registered_at.clone().map(|at| view! {
                        <span class="soft">{td_string!(locale, timetable.since, time = at).to_string()}</span>
                    })}
                </div>
                <Placing details=details.clone() />
            </section>
            <div class="side-by-side">
                <section class="card">
                    <h2>{td_string!(locale, students.data)}</h2>
                    <EditForm name="student" base=details.base.clone()>
                        {conflict.map(|rows| view! { <Conflict rows=rows /> })}
                        <Fields event=details.event.clone() stored=stored />
                        <button class="button">{td_string!(locale, common.save)}</button>
                    </EditForm>
                </section>
                <section class="card">
                    <h2>{td_string!(locale, field.key)}</h2>
                    <p class="key"><code>{line.key.clone()}</code></p>
                    <p><a href=card rel="external">{td_string!(locale, students.card)}</a></p>
                    <form method="post">
                        <input type="hidden" name="form" value="keys" />
                        <input type="hidden" name="student" value=id.clone() />
                        <button class="button quiet">{td_string!(locale, students.new_key)}</button>
                    </form>
                    <hr />
                    <form method="post">
                        <input type="hidden" name="form" value="remove-students" />
                        <input type="hidden" name="student" value=id />
                        <input type="hidden" name="name" value=name />
                        <button class="button quiet danger">{td_string!(locale, students.remove)}</button>
                    </form>
                </section>
            </div>
            <section class="card">
                <h2>{td_string!(locale, students.history)}</h2>
                <Decisions decisions=details.decisions />
            </section>
        </EventFrame>
    }
    .into_any()
}

/// A student's data: name, class, group's id and number as stored.
#[component]
fn Fields(event: Event, stored: [String; 4]) -> impl IntoView {
    let locale = use_locale();
    let [name, class, group, number] = stored;
    let mut groups: Vec<(String, String)> =
        event.groups.iter().map(|group| (group.id.to_string(), group.name.clone())).collect();
    if group.is_empty() && groups.len() > 1 {
        groups.insert(0, (String::new(), td_string!(locale, students.choose_group).to_owned()));
    }
    view! {
        <Line field=Field::Name label=td_string!(locale, field.name) value=name check=check_line />
        <Line field=Field::Class label=td_string!(locale, field.class) value=class check=check_class />
        <Choice name="group" label=td_string!(locale, field.group) options=groups value=group />
        <Line field=Field::Number label=td_string!(locale, field.number) value=number hint=td_string!(locale, students.number_hint).to_string() check=check_number />
    }
}

fn check_class(text: &str) -> Option<Problem> {
    text::line_of(text, most(Column::Class)).err()
}

fn check_number(text: &str) -> Option<Problem> {
    if text.trim().is_empty() { None } else { text::line_of(text, most(Column::Number)).err() }
}

fn check_key(text: &str) -> Option<Problem> {
    if text.trim().is_empty() { None } else { text.parse::<StudentKey>().err().map(|_| Problem::NoKey) }
}

fn most(column: Column) -> u32 {
    u32::try_from(column.max_chars()).unwrap_or(u32::MAX)
}

/// What was decided about the student, so that "I clicked at eight!" has an answer.
#[component]
fn Decisions(decisions: Vec<DecisionShown>) -> impl IntoView {
    let locale = use_locale();
    if decisions.is_empty() {
        return view! { <p class="soft">{td_string!(locale, students.no_history)}</p> }.into_any();
    }
    let row = |decision: DecisionShown| {
        let asked = if decision.requested.is_empty() {
            td_string!(locale, students.withdrew).to_owned()
        } else {
            decision.requested.join(", ")
        };
        let (class, word) = if decision.reasons.is_empty() {
            ("seats free", td_string!(locale, students.stored))
        } else {
            ("seats full", td_string!(locale, students.not_stored))
        };
        let by_whom = decision.by_whom.unwrap_or_else(|| td_string!(locale, students.himself).to_owned());
        let reasons = decision.reasons.into_iter().map(|reason| view! { <li>{reason}</li> }).collect_view();
        view! {
            <tr>
                <td>{decision.at}</td>
                <td>{by_whom}</td>
                <td>{asked}</td>
                <td><span class=class>{word}</span><ul>{reasons}</ul></td>
            </tr>
        }
    };
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=td_string!(locale, students.history)>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{td_string!(locale, record.at)}</th>
                        <th scope="col">{td_string!(locale, record.by_whom)}</th>
                        <th scope="col">{td_string!(locale, students.asked)}</th>
                        <th scope="col">{td_string!(locale, students.outcome)}</th>
                    </tr>
                </thead>
                <tbody>{decisions.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

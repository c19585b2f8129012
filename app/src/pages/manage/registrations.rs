//! Who is registered for what: by workshop, by class, and as a workbook.

use super::{
    frame::EventFrame,
    state::status,
    tables::{Fillings, ProgressTable, RegisteredList},
};
use crate::{
    api::managing::{ClassRegistrations, EventHead, Place, Progress, RegistrationsPage, Section},
    i18n::{td_string, use_locale},
};
use domain::EventId;
use leptos::prelude::*;

/// The page of the registrations.
pub fn registrations(head: EventHead, page: RegistrationsPage) -> AnyView {
    let locale = use_locale();
    let event = head.id;
    let export = format!("/manage/events/{event}/registrations.xlsx");
    let here = Place::Event(event, Section::Registrations).to_string();
    let beside = view! {
        <span class="beside">
            <a class="button" href=export rel="external">{td_string!(locale, registrations.excel)}</a>
        </span>
    };
    let workshop = page.workshop.and_then(|(id, registered)| {
        page.workshops.iter().find(|workshop| workshop.id == id).cloned().map(|workshop| (workshop, registered))
    });
    let is_narrowed = workshop.is_some() || page.class.is_some();
    view! {
        <EventFrame head=head title=td_string!(locale, nav.registrations) beside=beside.into_any()>
            {is_narrowed.then(|| view! {
                <p><a href=here rel="external">{td_string!(locale, registrations.back)}</a></p>
            })}
            {workshop.map(|(workshop, registered)| view! {
                <section class="card">
                    <div class="head">
                        <h2>{workshop.title.clone()}</h2>
                        <span class="soft">{workshop.moments.join(" + ")}" · "{workshop.taken}" / "{workshop.capacity}</span>
                        <a class="button quiet" rel="external"
                            href=format!("/manage/events/{event}/print/attendance?workshop={}", workshop.id)>
                            {td_string!(locale, printing.attendance)}
                        </a>
                    </div>
                    <RegisteredList event=event registered=registered />
                </section>
            })}
            {page.class.map(|class| view! { <OfClass event=event class=class /> })}
            {(!is_narrowed).then(|| view! {
                <ByClass classes=page.classes />
                <Fillings
                    title=td_string!(locale, registrations.by_workshop)
                    workshops=Signal::stored(page.workshops)
                    link="?workshop=".to_owned()
                />
            })}
        </EventFrame>
    }
    .into_any()
}

#[component]
fn ByClass(classes: Vec<(String, Progress)>) -> impl IntoView {
    let locale = use_locale();
    if classes.is_empty() {
        return view! { <p class="card">{td_string!(locale, students.none)}</p> }.into_any();
    }
    view! {
        <section class="card">
            <h2>{td_string!(locale, registrations.by_class)}</h2>
            <ProgressTable name=td_string!(locale, field.class) rows=classes link="?class=" />
        </section>
    }
    .into_any()
}

/// What the students of a class chose.
#[component]
fn OfClass(event: EventId, class: ClassRegistrations) -> impl IntoView {
    let locale = use_locale();
    let ClassRegistrations { class, moments, students } = class;
    let print = format!("/manage/events/{event}/print/timetables?class={}", super::asking::encoded(&class));
    let rows = students.into_iter().map(|student| {
        let (class, word) = status(locale, student.status);
        let href = Place::Event(event, Section::Student(student.id)).to_string();
        let cells = student.chosen.into_iter().map(|title| {
            let title = if title.is_empty() { "–".to_owned() } else { title };
            view! { <td>{title}</td> }
        });
        view! {
            <tr>
                <th scope="row"><a href=href rel="external"><bdi>{student.name}</bdi></a></th>
                <td><span class=class>{word}</span></td>
                {cells.collect_view()}
            </tr>
        }
    });
    let rows = rows.collect_view();
    let moments = moments.into_iter().map(|moment| view! { <th scope="col">{moment}</th> }).collect_view();
    view! {
        <section class="card">
            <div class="head">
                <h2>{td_string!(locale, field.class)}" "{class.clone()}</h2>
                <a class="button quiet" href=print rel="external">{td_string!(locale, printing.timetables)}</a>
            </div>
            <div class="scroll" tabindex="0" role="region" aria-label=class>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{td_string!(locale, field.name)}</th>
                            <th scope="col">{td_string!(locale, students.status)}</th>
                            {moments}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

//! Who is registered for what: by workshop, by class, and as a workbook.

use super::{
    frame::EventFrame,
    state::{Meter, filling, status},
};
use crate::{
    api::managing::{
        ClassRegistrations, EventHead, Place, Progress, RegisteredStudent, RegistrationsPage, Section, WorkshopFilling,
    },
    components::search::Search,
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
            <a class="button" href=export download="" rel="external">{td_string!(locale, registrations.excel)}</a>
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
                <ByWorkshop workshops=page.workshops />
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

/// How far classes or groups are.
#[component]
pub fn ProgressTable(
    /// What the rows are.
    name: &'static str,
    /// The rows.
    rows: Vec<(String, Progress)>,
    /// What the names lead to, if to anything: their name is put behind it.
    #[prop(optional)]
    link: Option<&'static str>,
) -> impl IntoView {
    let locale = use_locale();
    let row = |(name, progress): (String, Progress)| {
        let href = link.map(|link| format!("{link}{}", super::students::encoded(&name)));
        let shown = match href {
            Some(href) => view! { <a href=href rel="external">{name.clone()}</a> }.into_any(),
            None => view! { {name.clone()} }.into_any(),
        };
        view! {
            <tr>
                <th scope="row" class="short">{shown}</th>
                <td class="n">{progress.students}</td>
                <td class="n">{progress.complete}</td>
                <td class="n">{progress.partial}</td>
                <td class="n">{progress.none()}</td>
                <td>
                    <progress
                        aria-label=format!("{}: {name}", td_string!(locale, manage.complete))
                        max=progress.students.max(1).to_string()
                        value=progress.complete.to_string()
                    ></progress>
                </td>
            </tr>
        }
    };
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=name>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{name}</th>
                        <th scope="col" class="n">{td_string!(locale, nav.students)}</th>
                        <th scope="col" class="n">{td_string!(locale, manage.complete)}</th>
                        <th scope="col" class="n">{td_string!(locale, manage.partial)}</th>
                        <th scope="col" class="n">{td_string!(locale, manage.none)}</th>
                        <th scope="col">{td_string!(locale, overview.share)}</th>
                    </tr>
                </thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn ByWorkshop(workshops: Vec<WorkshopFilling>) -> impl IntoView {
    let locale = use_locale();
    let sought = RwSignal::new(String::new());
    let rows = workshops.into_iter().map(|workshop| {
        let href = format!("?workshop={}", workshop.id);
        view! { <FillingRow workshop=workshop href=href sought=sought /> }
    });
    let rows = rows.collect_view();
    view! {
        <section class="card">
            <div class="head">
                <h2>{td_string!(locale, registrations.by_workshop)}</h2>
                <Search label=td_string!(locale, manage.search) sought=sought />
            </div>
            <FillingTable>{rows}</FillingTable>
        </section>
    }
}

/// The table around rows of workshops.
#[component]
pub fn FillingTable(
    /// The rows.
    children: Children,
) -> impl IntoView {
    let locale = use_locale();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=td_string!(locale, manage.filling)>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{td_string!(locale, manage.workshop)}</th>
                        <th scope="col">{td_string!(locale, manage.moment)}</th>
                        <th scope="col">{td_string!(locale, manage.groups)}</th>
                        <th scope="col">{td_string!(locale, manage.filling)}</th>
                        <th scope="col" class="n">{td_string!(locale, manage.seats)}</th>
                    </tr>
                </thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
}

/// How full a workshop is.
#[component]
pub fn FillingRow(
    /// The workshop.
    workshop: WorkshopFilling,
    /// Where its name leads.
    href: String,
    /// What is sought.
    sought: RwSignal<String>,
) -> impl IntoView {
    let locale = use_locale();
    let (class, word) = filling(locale, workshop.taken, workshop.capacity, workshop.cancelled);
    let folded = workshop.title.to_lowercase();
    let is_hidden = move || !folded.contains(&sought.read().trim().to_lowercase());
    let groups = if workshop.groups.is_empty() {
        td_string!(locale, manage.everyone).to_owned()
    } else {
        workshop.groups.join(", ")
    };
    let extra = (workshop.extra > 0).then(|| format!(" +{}", workshop.extra));
    view! {
        <tr hidden=is_hidden>
            <th scope="row"><a href=href rel="external">{workshop.title.clone()}</a></th>
            <td>{workshop.moments.join(" + ")}</td>
            <td>{groups}</td>
            <td>
                <Meter label=workshop.title taken=workshop.taken capacity=workshop.capacity />
                " "
                <span class=class>{word}</span>
            </td>
            <td class="n">{format!("{} / {}", workshop.taken, workshop.capacity)}{extra}</td>
        </tr>
    }
}

/// What the students of a class chose.
#[component]
fn OfClass(event: EventId, class: ClassRegistrations) -> impl IntoView {
    let locale = use_locale();
    let ClassRegistrations { class, moments, students } = class;
    let print = format!("/manage/events/{event}/print/timetables?class={}", super::students::encoded(&class));
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

/// Who is registered for a workshop, class and time beside each.
#[component]
pub fn RegisteredList(
    /// The event.
    event: EventId,
    /// Who, by name.
    registered: Vec<RegisteredStudent>,
) -> impl IntoView {
    let locale = use_locale();
    if registered.is_empty() {
        return view! { <p class="soft">{td_string!(locale, manage.nobody)}</p> }.into_any();
    }
    let row = |student: RegisteredStudent| {
        let href = Place::Event(event, Section::Student(student.id)).to_string();
        view! {
            <tr>
                <th scope="row"><a href=href rel="external"><bdi>{student.name}</bdi></a></th>
                <td>{student.class}</td>
                <td>{student.since}</td>
                <td>
                    {student.extra_seat.then(|| view! { <span class="tag">{td_string!(locale, manage.extra)}</span> })}
                    {student.despite_group.then(|| view! { <span class="tag">{td_string!(locale, students.other_group)}</span> })}
                </td>
            </tr>
        }
    };
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=td_string!(locale, manage.registered)>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{td_string!(locale, field.name)}</th>
                        <th scope="col">{td_string!(locale, field.class)}</th>
                        <th scope="col">{td_string!(locale, registrations.since)}</th>
                        <th scope="col"><span class="visually-hidden">{td_string!(locale, registrations.remark)}</span></th>
                    </tr>
                </thead>
                <tbody>{registered.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

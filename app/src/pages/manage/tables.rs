//! Tables that several pages show: how far classes are, how full workshops are, who is registered.

use super::state::{Meter, filling};
use crate::{
    api::managing::{Place, Progress, RegisteredStudent, Section, WorkshopFilling},
    components::search::Search,
    i18n::{Locale, td_string, use_locale},
};
use domain::EventId;
use leptos::prelude::*;

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
        let href = link.map(|link| format!("{link}{}", super::asking::encoded(&name)));
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

/// In which order workshops are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Order {
    /// As the event has them.
    #[default]
    OfEvent,
    /// By title.
    Title,
    /// Those with the fewest seats left first.
    Fullest,
    /// Those with the most seats left first.
    Emptiest,
}

impl Order {
    const ALL: [Self; 4] = [Self::OfEvent, Self::Title, Self::Fullest, Self::Emptiest];

    fn name(self, locale: Locale) -> &'static str {
        match self {
            Self::OfEvent => td_string!(locale, order.of_event),
            Self::Title => td_string!(locale, order.title),
            Self::Fullest => td_string!(locale, order.fullest),
            Self::Emptiest => td_string!(locale, order.emptiest),
        }
    }

    fn sort(self, workshops: &mut [WorkshopFilling]) {
        let left = |workshop: &WorkshopFilling| i64::from(workshop.capacity) - i64::from(workshop.taken);
        match self {
            Self::OfEvent => {}
            Self::Title => workshops.sort_by_cached_key(|workshop| workshop.title.to_lowercase()),
            Self::Fullest => workshops.sort_by_key(left),
            Self::Emptiest => workshops.sort_by_key(|workshop| -left(workshop)),
        }
    }
}

/// How full the workshops are, searched and sorted as the reader likes.
#[component]
pub fn Fillings(
    /// What the list is called.
    title: &'static str,
    /// The workshops.
    #[prop(into)]
    workshops: Signal<Vec<WorkshopFilling>>,
    /// Where a workshop's name leads; its id is put behind it.
    link: String,
    /// What stands between the heading and the list.
    #[prop(optional)]
    above: Option<AnyView>,
) -> impl IntoView {
    let locale = use_locale();
    let (sought, order) = (RwSignal::new(String::new()), RwSignal::new(Order::default()));
    let is_live = RwSignal::new(false);
    Effect::new(move |_| is_live.set(true));
    let options = Order::ALL.iter().enumerate().map(|(place, order)| {
        view! { <option value=place.to_string()>{order.name(locale)}</option> }
    });
    let options = options.collect_view();
    let choose = move |place: String| {
        order.set(place.parse().ok().and_then(|place: usize| Order::ALL.get(place).copied()).unwrap_or_default());
    };
    let rows = move || {
        let mut workshops = workshops.get();
        order.get().sort(&mut workshops);
        let row = |workshop: WorkshopFilling| {
            let href = format!("{link}{}", workshop.id);
            view! { <FillingRow workshop=workshop href=href sought=sought /> }
        };
        workshops.into_iter().map(row).collect_view()
    };
    view! {
        <section class="card">
            <div class="head">
                <h2>{title}</h2>
                <select
                    class="sort"
                    hidden=move || !is_live.get()
                    aria-label=td_string!(locale, order.label)
                    on:change:target=move |event| choose(event.target().value())
                >
                    {options}
                </select>
                <Search label=td_string!(locale, manage.search) sought=sought />
            </div>
            {above}
            <FillingTable>{rows}</FillingTable>
        </section>
    }
}

/// The table around rows of workshops.
#[component]
fn FillingTable(
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
fn FillingRow(
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

//! All students: searched, narrowed down and sorted by the server, page by page, so that thousands stay quick.

use super::{
    asking::{Asking, written},
    frame::EventFrame,
    state::status,
};
use crate::{
    api::managing::{EventHead, Place, Section, StudentLine, StudentQuery, StudentsPage},
    i18n::{td_string, use_locale},
};
use domain::EventId;
use leptos::prelude::*;

/// The table of students.
pub fn students(head: EventHead, page: StudentsPage) -> AnyView {
    let locale = use_locale();
    let event = head.id;
    let link = |section| Place::Event(event, section).to_string();
    let (new, import) = (link(Section::NewStudent), link(Section::ImportStudents));
    let export = format!("/manage/events/{event}/students.csv");
    let beside = view! {
        <span class="beside">
            <a class="button quiet" href=export rel="external">{td_string!(locale, students.export)}</a>
            <a class="button quiet" href=import rel="external">{td_string!(locale, students.import)}</a>
            <a class="button" href=new rel="external">{td_string!(locale, students.create)}</a>
        </span>
    };
    let total = page.total;
    view! {
        <EventFrame head=head title=td_string!(locale, nav.students) beside=beside.into_any()>
            {if total == 0 {
                view! { <p class="card">{td_string!(locale, students.none)}</p> }.into_any()
            } else {
                view! { <Table event=event page=page /> }.into_any()
            }}
        </EventFrame>
    }
    .into_any()
}

#[component]
fn Table(event: EventId, page: StudentsPage) -> impl IntoView {
    let locale = use_locale();
    let StudentsPage { query, list, total, classes, groups } = page;
    let asking = Asking::new(event, query.clone(), list);
    // With scripts the list follows what is filled in; without, it takes a button.
    let is_live = RwSignal::new(false);
    Effect::new(move |_| is_live.set(true));
    let option = move |value: String, label: String, chosen: &str| {
        let is_chosen = value == chosen;
        view! { <option value=value selected=is_chosen>{label}</option> }
    };
    let all = || (String::new(), td_string!(locale, students.all).to_owned());
    let choice = move |name: &'static str, label: &'static str, options: Vec<(String, String)>, chosen: &str| {
        let options = options.into_iter().map(|(value, label)| option(value, label, chosen)).collect_view();
        view! {
            <label class="filter">
                <span>{label}</span>
                <select
                    name=name
                    on:change:target=move |event| {
                        let value = event.target().value();
                        asking.change(|query| match name {
                            "class" => query.class = value,
                            "group" => query.group = value,
                            _ => query.status = value,
                        });
                    }
                >
                    {options}
                </select>
            </label>
        }
    };
    let statuses = vec![
        all(),
        ("none".to_owned(), td_string!(locale, manage.none).to_owned()),
        ("partial".to_owned(), td_string!(locale, manage.partial).to_owned()),
        ("complete".to_owned(), td_string!(locale, manage.complete).to_owned()),
    ];
    let classes: Vec<_> = std::iter::once(all()).chain(classes.into_iter().map(|c| (c.clone(), c))).collect();
    let groups: Vec<_> =
        std::iter::once(all()).chain(groups.into_iter().map(|group| (group.id.to_string(), group.name))).collect();
    let found = move || {
        let found = asking.list.read().found;
        td_string!(locale, students.found, n = found, total = total).to_string()
    };
    view! {
        <section class="card">
            <form method="get" class="filters" role="search" on:submit=move |event| event.prevent_default()>
                <label class="filter grow">
                    <span>{td_string!(locale, students.search)}</span>
                    <input
                        type="search"
                        name="q"
                        class="search"
                        value=query.q.clone()
                        autocomplete="off"
                        on:input:target=move |event| {
                            let value = event.target().value();
                            asking.change(|query| query.q = value);
                        }
                    />
                </label>
                {choice("class", td_string!(locale, field.class), classes, &query.class)}
                {choice("group", td_string!(locale, field.group), groups, &query.group)}
                {choice("status", td_string!(locale, students.status), statuses, &query.status)}
                <button class="button quiet" hidden=move || is_live.get()>{td_string!(locale, students.filter)}</button>
            </form>
            <p class="soft" role="status">
                {found}
                {move || asking.is_stale.get().then(|| view! {
                    " "<strong>{td_string!(locale, students.stale)}</strong>
                })}
            </p>
            <div class="scroll" tabindex="0" role="region" aria-label=td_string!(locale, nav.students)>
                <table>
                    <thead>
                        <tr>
                            <Column asking=asking name="name" label=td_string!(locale, field.name) />
                            <Column asking=asking name="class" label=td_string!(locale, field.class) />
                            <Column asking=asking name="group" label=td_string!(locale, field.group) />
                            <th scope="col">{td_string!(locale, field.key)}</th>
                            <Column asking=asking name="status" label=td_string!(locale, students.status) />
                            <th scope="col">{td_string!(locale, students.chosen)}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {move || asking.list.get().rows.into_iter().map(|line| view! { <Row event=event line=line /> }).collect_view()}
                    </tbody>
                </table>
            </div>
            <Pages asking=asking />
        </section>
    }
}

/// The head of a column by which the list can be sorted.
#[component]
fn Column(asking: Asking, name: &'static str, label: &'static str) -> impl IntoView {
    let order = move || match asking.query.read().sort.strip_prefix('-') {
        Some(sort) if sort == name => Some("descending"),
        None if asking.query.read().sort == name => Some("ascending"),
        _ => None,
    };
    let next = move || if order() == Some("ascending") { format!("-{name}") } else { name.to_owned() };
    let href = move || format!("?{}", written(&StudentQuery { sort: next(), page: 0, ..asking.query.get() }));
    view! {
        <th scope="col" aria-sort=order>
            <a
                href=href
                rel="external"
                on:click=move |event| {
                    event.prevent_default();
                    let sort = next();
                    asking.change(|query| query.sort = sort);
                }
            >
                {label}
                <span aria-hidden="true">
                    {move || match order() {
                        Some("ascending") => " ▲",
                        Some(_) => " ▼",
                        None => "",
                    }}
                </span>
            </a>
        </th>
    }
}

#[component]
fn Row(event: EventId, line: StudentLine) -> impl IntoView {
    let locale = use_locale();
    let (class, word) = status(locale, line.status);
    let href = Place::Event(event, Section::Student(line.id)).to_string();
    view! {
        <tr>
            <th scope="row"><a href=href rel="external"><bdi>{line.name}</bdi></a></th>
            <td>{line.class}</td>
            <td>{line.group}</td>
            <td><code>{line.key}</code></td>
            <td><span class=class>{word}</span></td>
            <td class="small">{line.chosen.join(", ")}</td>
        </tr>
    }
}

/// The way to the other pages of the list.
#[component]
fn Pages(asking: Asking) -> impl IntoView {
    let locale = use_locale();
    let pages = move || {
        let list = asking.list.read();
        list.found.div_ceil(list.page_size.max(1))
    };
    let to = move |page: u32| format!("?{}", written(&StudentQuery { page, ..asking.query.get() }));
    view! {
        <Show when=move || { pages() > 1 }>
            <nav class="pages" aria-label=td_string!(locale, students.pages)>
                {move || {
                    let here = asking.query.read().page;
                    (0..pages())
                        .map(|page| {
                            let current = (page == here).then_some("page");
                            view! { <a href=to(page) rel="external" aria-current=current>{page + 1}</a> }
                        })
                        .collect_view()
                }}
            </nav>
        </Show>
    }
}

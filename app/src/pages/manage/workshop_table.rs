//! Who is registered for what.

use crate::{
    api::managing::{ManagedWorkshop, RegisteredStudent},
    i18n::{td_string, use_locale},
};
use domain::Filling;
use leptos::prelude::*;

/// All workshops with their filling, searchable, each with the list of who is registered.
#[component]
pub fn WorkshopTable(
    /// The workshops, in order.
    workshops: Vec<ManagedWorkshop>,
) -> impl IntoView {
    let locale = use_locale();
    // Without scripts nothing would happen here.
    let is_live = RwSignal::new(false);
    Effect::new(move |_| is_live.set(true));
    let sought = RwSignal::new(String::new());
    let titles: Vec<String> = workshops.iter().map(|workshop| workshop.title.to_lowercase()).collect();
    let found = move |title: &str| title.contains(&sought.read().trim().to_lowercase());
    let any_found = {
        let titles = titles.clone();
        move || titles.iter().any(|title| found(title))
    };
    let rows = workshops.into_iter().zip(titles).map(move |(workshop, title)| {
        view! { <WorkshopRow workshop=workshop is_hidden=Signal::derive(move || !found(&title)) /> }
    });
    view! {
        <section class="card">
            <div class="head">
                <h2 id="workshops">{td_string!(locale, manage.workshops)}</h2>
                <input
                    type="search"
                    hidden=move || !is_live.get()
                    class="search"
                    aria-label=td_string!(locale, manage.search)
                    placeholder=td_string!(locale, manage.search)
                    prop:value=move || sought.get()
                    on:input:target=move |event| sought.set(event.target().value())
                />
            </div>
            <div class="scroll" tabindex="0" role="region" aria-labelledby="workshops">
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
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
            <p class="soft" role="status">
                {move || (!any_found()).then(|| td_string!(locale, manage.nothing_found))}
            </p>
        </section>
    }
}

#[component]
fn WorkshopRow(workshop: ManagedWorkshop, is_hidden: Signal<bool>) -> impl IntoView {
    let locale = use_locale();
    let (class, state) = match Filling::of(workshop.taken, workshop.capacity) {
        _ if workshop.cancelled => ("seats full", td_string!(locale, manage.cancelled)),
        Filling::Full => ("seats full", td_string!(locale, manage.full)),
        Filling::Nearly { .. } => ("seats filling", td_string!(locale, manage.almost_full)),
        Filling::Free { .. } => ("seats free", td_string!(locale, manage.free)),
    };
    let groups = if workshop.groups.is_empty() {
        td_string!(locale, manage.everyone).to_string()
    } else {
        workshop.groups.join(", ")
    };
    let name = workshop.title.clone();
    view! {
        <tr hidden=move || is_hidden.get()>
            <th scope="row">
                {workshop.title}
                <details>
                    <summary>{td_string!(locale, manage.registered)}" ("{workshop.registered.len()}")"</summary>
                    <RegisteredList registered=workshop.registered />
                </details>
            </th>
            <td>{workshop.moments.join(" + ")}</td>
            <td>{groups}</td>
            <td>
                <meter
                    aria-label=name
                    max=workshop.capacity.max(1).to_string()
                    value=workshop.taken.to_string()
                    high=(workshop.capacity - workshop.capacity / 10).to_string()
                    optimum="0"
                ></meter>
                " "
                <span class=class>{state}</span>
            </td>
            <td class="n">{format!("{} / {}", workshop.taken, workshop.capacity)}</td>
        </tr>
    }
}

#[component]
fn RegisteredList(registered: Vec<RegisteredStudent>) -> impl IntoView {
    let locale = use_locale();
    if registered.is_empty() {
        return view! { <p class="soft">{td_string!(locale, manage.nobody)}</p> }.into_any();
    }
    let item = |student: RegisteredStudent| {
        view! {
            <li>
                {student.name}" "
                <span class="soft">{student.class}" · "{student.since}</span>
                {student.extra_seat.then(|| view! { <span class="tag">{td_string!(locale, manage.extra)}</span> })}
            </li>
        }
    };
    view! { <ol class="names">{registered.into_iter().map(item).collect_view()}</ol> }.into_any()
}

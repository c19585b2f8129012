//! What goes on paper, and what leaves as a file.

use super::frame::EventFrame;
use crate::{
    api::managing::{EventHead, PrintingPage},
    i18n::{td_string, use_locale},
};
use leptos::prelude::*;

/// The choice of a class.
#[component]
fn Classes(id: &'static str, classes: Vec<(String, u32)>) -> impl IntoView {
    let locale = use_locale();
    let option = |(class, students): (String, u32)| {
        let label = format!("{class} ({students})");
        view! { <option value=class>{label}</option> }
    };
    view! {
        <label class="filter" for=id>
            <span>{td_string!(locale, field.class)}</span>
            <select name="class" id=id>
                <option value="">{td_string!(locale, printing.all_classes)}</option>
                {classes.into_iter().map(option).collect_view()}
            </select>
        </label>
    }
}

/// The page with everything to print.
pub fn printing(head: EventHead, page: PrintingPage) -> AnyView {
    let locale = use_locale();
    let base = format!("/manage/events/{}", head.id);
    let at = move |path: &str| format!("{base}/{path}");
    let workshops = page.workshops.iter().map(|(id, label, registered)| {
        view! { <option value=id.to_string()>{format!("{label} – {registered}")}</option> }
    });
    let workshops = workshops.collect_view();
    view! {
        <EventFrame head=head title=td_string!(locale, nav.printing)>
            <section class="card">
                <h2>{td_string!(locale, printing.cards)}</h2>
                <p>{td_string!(locale, printing.cards_hint)}</p>
                <p class="soft">
                    {td_string!(locale, printing.address, address = page.address.clone()).to_string()}
                    {page.cards_made.clone().map(|at| format!(" {}", td_string!(locale, printing.made, time = at)))}
                </p>
                <form method="get" action=at("print/cards") class="filters">
                    <Classes id="cards-class" classes=page.classes.clone() />
                    <button class="button">{td_string!(locale, printing.cards_button)}</button>
                    <button class="button quiet" formaction=at("keys.csv")>{td_string!(locale, printing.keys_csv)}</button>
                </form>
                <form method="post">
                    <input type="hidden" name="form" value="keys" />
                    <div class="filters">
                        <Classes id="keys-class" classes=page.classes.clone() />
                        <button class="button quiet danger">{td_string!(locale, printing.new_keys)}</button>
                    </div>
                </form>
            </section>
            <section class="card">
                <h2>{td_string!(locale, printing.attendance)}</h2>
                <p>{td_string!(locale, printing.attendance_hint)}</p>
                <form method="get" action=at("print/attendance") class="filters">
                    <label class="filter" for="attendance-workshop">
                        <span>{td_string!(locale, manage.workshop)}</span>
                        <select name="workshop" id="attendance-workshop">
                            <option value="">{td_string!(locale, printing.all_workshops)}</option>
                            {workshops}
                        </select>
                    </label>
                    <button class="button">{td_string!(locale, printing.attendance_button)}</button>
                </form>
            </section>
            <section class="card">
                <h2>{td_string!(locale, printing.timetables)}</h2>
                <p>{td_string!(locale, printing.timetables_hint)}</p>
                <form method="get" action=at("print/timetables") class="filters">
                    <Classes id="timetables-class" classes=page.classes />
                    <button class="button">{td_string!(locale, printing.timetables_button)}</button>
                </form>
            </section>
            <section class="card">
                <h2>{td_string!(locale, printing.files)}</h2>
                <ul class="lines">
                    <li><a href=at("registrations.xlsx") rel="external">{td_string!(locale, registrations.excel)}</a></li>
                    <li><a href=at("students.csv") rel="external">{td_string!(locale, students.export)}</a></li>
                    <li><a href=at("document.json") rel="external">{td_string!(locale, settings.document)}</a></li>
                </ul>
            </section>
        </EventFrame>
    }
    .into_any()
}

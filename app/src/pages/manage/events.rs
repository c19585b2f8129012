//! All events.

use super::{ManageFrame, availability::PhaseTag};
use crate::{
    api::{managing::EventSummary, session::Attempt},
    i18n::{td_string, use_locale},
};
use leptos::prelude::*;

/// The list of events.
pub fn events(events: Vec<EventSummary>, _attempt: Option<Attempt>) -> AnyView {
    let locale = use_locale();
    let title = td_string!(locale, manage.events);
    view! {
        <ManageFrame title=title>
            <div class="head">
                <h1>{title}</h1>
                <a class="button quiet" href="/manage/password">{td_string!(locale, manage.change_password)}</a>
            </div>
            {if events.is_empty() {
                view! { <p class="card">{td_string!(locale, manage.no_events)}</p> }.into_any()
            } else {
                events.into_iter().map(|event| view! { <EventCard event=event /> }).collect_view().into_any()
            }}
        </ManageFrame>
    }
    .into_any()
}

#[component]
fn EventCard(event: EventSummary) -> impl IntoView {
    let locale = use_locale();
    let progress = event.progress;
    view! {
        <section class="card event-card">
            <div class="head">
                <h2><a href=format!("/manage/events/{}", event.id)>{event.title}</a></h2>
                <PhaseTag phase=event.phase time=event.phase_time />
            </div>
            <p class="soft">
                {format!("{}: {} ", td_string!(locale, manage.complete), progress.complete)}
                {td_string!(locale, manage.of, total = progress.students).to_string()}
            </p>
            <progress
                max=progress.students.max(1).to_string()
                value=progress.complete.to_string()
                aria-label=td_string!(locale, manage.complete)
            ></progress>
        </section>
    }
}

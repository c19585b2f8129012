//! One event: how far its students are, whether they can register, and who is registered for what.

use super::{
    ManageFrame,
    availability::{AvailabilityForm, PhaseTag},
    workshop_table::WorkshopTable,
};
use crate::{
    api::{managing::ManagedEvent, session::Attempt},
    i18n::{td_string, use_locale},
};
use leptos::prelude::*;

/// The page of one event.
pub fn event(event: ManagedEvent, _attempt: Option<Attempt>) -> AnyView {
    let locale = use_locale();
    let summary = event.summary.clone();
    let progress = summary.progress;
    let link = format!("/events/{}", summary.slug);
    let figure = move |label: &'static str, value: u32| {
        view! {
            <div class="card">
                <p class="soft">{label}</p>
                <p class="big">
                    {value}
                    " "
                    <span class="soft">{td_string!(locale, manage.of, total = progress.students).to_string()}</span>
                </p>
            </div>
        }
    };
    view! {
        <ManageFrame title=summary.title.clone()>
            <p><a href="/manage">{td_string!(locale, manage.back)}</a></p>
            <div class="head">
                <h1>{summary.title}</h1>
                <PhaseTag phase=summary.phase time=summary.phase_time />
            </div>
            <p class="soft">
                {td_string!(locale, manage.link)}": "
                <a href=link.clone() rel="external">{link.clone()}</a>
            </p>
            <div class="cards">
                {figure(td_string!(locale, manage.complete), progress.complete)}
                {figure(td_string!(locale, manage.partial), progress.partial)}
                {figure(td_string!(locale, manage.none), progress.none())}
            </div>
            <AvailabilityForm event=event.clone() />
            <WorkshopTable workshops=event.workshops />
        </ManageFrame>
    }
    .into_any()
}

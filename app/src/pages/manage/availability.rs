//! Whether students can register: buttons that change it at once, and the schedule.

use super::{fields::Line, form::EditForm, tried::Tried, workshop::Conflict};
use crate::{
    api::managing::SettingsPage,
    i18n::{td_string, use_locale},
};
use domain::{
    AvailabilityState, Phase,
    edit::{Field, Problem, fingerprint},
};
use leptos::prelude::*;

/// What holds now, and what can be done about it; each button stands beside what it will do.
#[component]
pub fn AvailabilityCard(
    /// What holds now.
    phase: Phase,
    /// The event's settings.
    page: SettingsPage,
) -> impl IntoView {
    let locale = use_locale();
    let is_scheduled = page.state == AvailabilityState::Scheduled;
    let is_open = phase.is_open();
    let is_closed = phase == Phase::Closed;
    let [from, until] = page.schedule_words;
    let words = match (from, until) {
        (Some(from), Some(until)) => {
            Some(td_string!(locale, manage.schedule_times, from = from, until = until).to_string())
        }
        (Some(from), None) => Some(td_string!(locale, manage.schedule_from, from = from).to_string()),
        (None, Some(until)) => Some(td_string!(locale, manage.schedule_until, until = until).to_string()),
        (None, None) => None,
    };
    let can_schedule = words.is_some() && !is_scheduled;
    let [opens, closes] = page.schedule;
    let tried = Tried::here();
    let is_conflict = tried.form() == "schedule" && tried.problem("form-error") == Some(Problem::Changed);
    let mine = |field: &str| tried.value(field).unwrap_or_default().to_owned();
    let rows = vec![
        (td_string!(locale, field.opens).to_owned(), opens.clone(), mine("opens")),
        (td_string!(locale, field.closes).to_owned(), closes.clone(), mine("closes")),
    ];
    view! {
        <section class="card" id="availability">
            <h2>{td_string!(locale, manage.availability)}</h2>
            {words.map(|words| view! { <p>{words}</p> })}
            <form method="post" class="choices">
                <input type="hidden" name="form" value="availability" />
                {(!is_open || is_scheduled).then(|| view! {
                    <p>
                        <button class="button" name="state" value="open" aria-describedby="open-warning">
                            {td_string!(locale, manage.open_now)}
                        </button>
                        <span id="open-warning" class="soft">{td_string!(locale, manage.open_warning)}</span>
                    </p>
                })}
                {(!is_closed).then(|| view! {
                    <p>
                        <button class="button warn" name="state" value="closed" aria-describedby="close-warning">
                            {td_string!(locale, manage.close_now)}
                        </button>
                        <span id="close-warning" class="soft">{td_string!(locale, manage.close_warning)}</span>
                    </p>
                })}
                {can_schedule.then(|| view! {
                    <p>
                        <button class="button quiet" name="state" value="scheduled">
                            {td_string!(locale, manage.schedule)}
                        </button>
                    </p>
                })}
            </form>
            <hr />
            {is_conflict.then(|| view! { <Conflict rows=rows /> })}
            <EditForm name="schedule" base=fingerprint(&page.event.availability)>
                <p class="soft">{td_string!(locale, settings.schedule_hint, zone = page.zone).to_string()}</p>
                <div class="columns">
                    <Line field=Field::Opens kind="datetime-local" label=td_string!(locale, field.opens) value=opens />
                    <Line field=Field::Closes kind="datetime-local" label=td_string!(locale, field.closes) value=closes />
                </div>
                <button class="button quiet">{td_string!(locale, settings.schedule_save)}</button>
            </EditForm>
        </section>
    }
}

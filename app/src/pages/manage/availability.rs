//! Whether students can register, and the buttons that change it.

use crate::{
    api::managing::ManagedEvent,
    i18n::{td_string, use_locale},
};
use domain::Phase;
use leptos::prelude::*;

/// Whether students can register now, in word and colour.
#[component]
pub fn PhaseTag(
    /// What holds now.
    phase: Phase,
    /// When that changes or changed, in words.
    time: Option<String>,
) -> impl IntoView {
    let locale = use_locale();
    let (class, shape, text) = match (phase, time) {
        (Phase::Open { .. }, Some(time)) => {
            ("tag", "●", td_string!(locale, manage.state_open_until, time = time).to_string())
        }
        (Phase::Open { .. }, None) => ("tag", "●", td_string!(locale, manage.state_open).to_string()),
        (Phase::Waiting { .. }, time) => {
            let time = time.unwrap_or_default();
            ("tag off", "◐", td_string!(locale, manage.state_waiting, time = time).to_string())
        }
        (Phase::Over { .. }, Some(time)) => {
            ("tag off", "○", td_string!(locale, manage.state_over, time = time).to_string())
        }
        (Phase::Over { .. } | Phase::Closed, _) => {
            ("tag off", "○", td_string!(locale, manage.state_closed).to_string())
        }
    };
    view! { <span class=class><span aria-hidden="true">{shape}</span>" "{text}</span> }
}

/// What holds now, and what can be done about it; each button stands beside what it will do.
#[component]
pub fn AvailabilityForm(
    /// The event.
    event: ManagedEvent,
) -> impl IntoView {
    let locale = use_locale();
    let is_open = event.summary.phase.is_open();
    let is_closed = event.summary.phase == Phase::Closed;
    let schedule = match (event.opens, event.closes) {
        (Some(from), Some(until)) => {
            Some(td_string!(locale, manage.schedule_times, from = from, until = until).to_string())
        }
        (Some(from), None) => Some(td_string!(locale, manage.schedule_from, from = from).to_string()),
        (None, Some(until)) => Some(td_string!(locale, manage.schedule_until, until = until).to_string()),
        (None, None) => None,
    };
    let can_schedule = schedule.is_some() && !event.is_scheduled;
    view! {
        <section class="card">
            <h2>{td_string!(locale, manage.availability)}</h2>
            {schedule.map(|schedule| view! { <p>{schedule}</p> })}
            <form method="post" class="choices">
                <input type="hidden" name="form" value="availability" />
                {(!is_open || event.is_scheduled).then(|| view! {
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
        </section>
    }
}

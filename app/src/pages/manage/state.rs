//! States in word and shape: of an event, of a workshop, of a student.

use crate::i18n::{Locale, td_string, use_locale};
use domain::{Filling, Phase, rules::Status};
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

/// How full a workshop is: the class that draws its shape, and the word.
pub fn filling(locale: Locale, taken: u32, capacity: u32, is_cancelled: bool) -> (&'static str, &'static str) {
    match Filling::of(taken, capacity) {
        _ if is_cancelled => ("seats full", td_string!(locale, manage.cancelled)),
        Filling::Full => ("seats full", td_string!(locale, manage.full)),
        Filling::Nearly { .. } => ("seats filling", td_string!(locale, manage.almost_full)),
        Filling::Free { .. } => ("seats free", td_string!(locale, manage.free)),
    }
}

/// How far a student is: the class that draws its shape, and the word.
pub fn status(locale: Locale, status: Status) -> (&'static str, &'static str) {
    match status {
        Status::Complete => ("seats free", td_string!(locale, manage.complete)),
        Status::Partial => ("seats filling", td_string!(locale, manage.partial)),
        Status::None => ("seats full", td_string!(locale, manage.none)),
    }
}

/// How full something is, drawn and in figures.
#[component]
pub fn Meter(
    /// What is measured, for whoever can't see it.
    #[prop(into)]
    label: String,
    /// How many are taken.
    taken: u32,
    /// Of how many.
    capacity: u32,
) -> impl IntoView {
    view! {
        <meter
            aria-label=label
            max=capacity.max(1).to_string()
            value=taken.to_string()
            high=(capacity - capacity / 10).to_string()
            optimum="0"
        ></meter>
    }
}

//! The time until registration opens.

use super::live::load_anew;
use crate::i18n::{Locale, td_string, use_locale};
use domain::Timestamp;
use leptos::prelude::*;
use std::time::Duration;

/// How long it takes until registration opens, by the server's clock: the browser only measures how much time went by
/// since the page came. The server renders it too, standing still.
#[component]
pub fn Countdown(
    /// When it opens.
    opens_at: Timestamp,
    /// The server's time when it answered.
    now: Timestamp,
    /// Whether to load the page anew when the time has come.
    reload: bool,
) -> impl IntoView {
    let locale = use_locale();
    let seconds = move |elapsed_ms: f64| {
        #[expect(clippy::cast_possible_truncation, reason = "a page isn't open for 300,000 years")]
        let elapsed = (elapsed_ms * 1000.0) as i64;
        ((opens_at.as_micros() - now.as_micros() - elapsed).max(0) + 999_999) / 1_000_000
    };
    let left = RwSignal::new(seconds(0.0));
    Effect::new(move |_| {
        let Some(performance) = window().performance() else { return };
        let (began, began_by_clock) = (performance.now(), js_sys::Date::now());
        let tick = move || {
            let Some(performance) = window().performance() else { return };
            // The one stands still while a phone sleeps, the other jumps when someone sets the clock: coming too early
            // only asks the server once more.
            let elapsed = (performance.now() - began).max(js_sys::Date::now() - began_by_clock);
            let now_left = seconds(elapsed);
            if now_left == 0 && reload && left.get_untracked() != 0 {
                load_anew();
            }
            left.set(now_left);
        };
        if let Ok(interval) = set_interval_with_handle(tick, Duration::from_millis(250)) {
            on_cleanup(move || interval.clear());
        }
    });
    view! {
        <p class="countdown" role="timer" aria-live="off">
            {move || match left.get() {
                0 => td_string!(locale, event.opening).to_string(),
                left => td_string!(locale, event.opens_in, time = span(locale, left)).to_string(),
            }}
        </p>
    }
}

/// "3 dagen 04:05:06", without days if there are none.
fn span(locale: Locale, seconds: i64) -> String {
    let clock = format!("{:02}:{:02}:{:02}", seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    match seconds / 86_400 {
        0 => clock,
        1 => format!("{} {clock}", td_string!(locale, event.days_single, n = 1)),
        days => format!("{} {clock}", td_string!(locale, event.days_many, n = days)),
    }
}

//! Keeps an open page up to date: the server tells it how the seats stand, and when it is out of date.

use crate::{
    api::registering::{Seen, load_seats},
    listening::Listening,
};
use leptos::{prelude::*, task::spawn_local};
use std::time::Duration;

/// How often a page that lost its stream asks instead, and tries to have it back.
const POLL: Duration = Duration::from_secs(5);

/// The longest that a page waits before it loads itself anew, in milliseconds: a whole school must not come back in
/// one millisecond.
const JITTER: f64 = 2500.0;

/// Tells `take_in` how the event stands whenever that changes, and loads the page anew once it is made of another
/// `state`: the event was opened, closed or changed. Gives whether the stream is lost; the page asks by itself then.
pub fn follow(state: String, take_in: impl Fn(Seen) + Copy + 'static) -> RwSignal<bool> {
    let is_lost = RwSignal::new(false);
    Effect::new(move |_| {
        let path = window().location().pathname().unwrap_or_default();
        let path = path.trim_end_matches('/').to_owned();
        let slug = path.rsplit('/').next().unwrap_or_default().to_owned();
        let state = state.clone();
        let is_old = StoredValue::new(false);
        let hear = move |line: &str| {
            let Some(seen) = Seen::from_line(line) else { return };
            if seen.state == state {
                take_in(seen);
            } else if !is_old.get_value() {
                is_old.set_value(true);
                load_anew();
            }
        };
        let address = format!("{path}/live");
        let listening = Listening::open(&address, hear.clone(), is_lost);
        is_lost.set(listening.is_none());
        let listening = StoredValue::new_local(listening);
        let poll = move || {
            if !is_lost.get_untracked() || document().hidden() {
                return;
            }
            if listening.with_value(|listening| listening.as_ref().is_some_and(Listening::is_closed)) {
                listening.set_value(Listening::open(&address, hear.clone(), is_lost));
            }
            let (slug, hear) = (slug.clone(), hear.clone());
            spawn_local(async move {
                if let Ok(line) = load_seats(slug).await {
                    hear(&line);
                }
            });
        };
        if let Ok(interval) = set_interval_with_handle(poll, POLL) {
            on_cleanup(move || {
                interval.clear();
                listening.dispose();
            });
        }
    });
    is_lost
}

/// Loads the page anew within the next seconds, not at the same moment as everyone.
pub fn load_anew() {
    set_timeout(
        || {
            let _ = window().location().reload();
        },
        jitter(js_sys::Math::random()),
    );
}

/// How long a page waits that drew this number between 0 and 1.
fn jitter(drawn: f64) -> Duration {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and a few thousand")]
    let millis = (drawn * JITTER) as u64;
    Duration::from_millis(millis)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_school_that_waits_comes_back_spread_over_two_and_a_half_seconds() {
        // A thousand pages that draw evenly.
        let waits: Vec<Duration> = (0..1000).map(|page| jitter(f64::from(page) / 1000.0)).collect();
        let at_once = |from: u64| {
            let (from, to) = (Duration::from_millis(from), Duration::from_millis(from + 100));
            waits.iter().filter(|wait| (from..to).contains(*wait)).count()
        };
        for tenth in 0..25 {
            assert_eq!(at_once(tenth * 100), 40, "{tenth}");
        }
    }
}

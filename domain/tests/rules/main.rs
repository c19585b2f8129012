//! The rules against a brute-force reference, on random events.
//!
//! [`reference`] states the rule table once more, as naively as it can be said; [`events`] makes the events ([`by_hand`] plain ones); the other
//! modules hold the properties. The two statements share nothing but the crate's types.

mod by_hand;
mod clicks;
mod contradictions;
mod dead_ends;
mod edits;
mod events;
mod feasibility;
mod hard_days;
mod judging;
mod large_day;
mod offers;
mod reference;
mod seats;
mod shortages;
mod size;
mod violation_codes;

use proptest::test_runner::Config;

/// How often a property is tried. A failure prints the smallest event that shows it; that one becomes a test by hand,
/// so no file of seeds is kept.
fn cases(cases: u32) -> Config {
    Config { cases, failure_persistence: None, max_global_rejects: 20 * cases, ..Config::default() }
}

//! The rules: what may be chosen, and why not.
//!
//! - [`Rulebook`]: an event prepared for the questions below; made once for each version of an event.
//! - [`judge()`]: names everything that is wrong with a selection.
//! - [`options()`]: for every workshop, whether a student can choose it now, and if not, why and what would help.
//! - [`choose()`], [`leave`]: what a selection becomes when a student clicks.
//! - [`feasibility()`], [`shortages()`]: whether an event can work at all, and where seats run out.
//! - [`consequences()`]: what a change to an event does to registrations.
//!
//! Architecture invariant: no rule is stated anywhere else, neither in SQL nor in a page.

mod bits;
mod choose;
mod consequences;
mod feasibility;
mod judge;
mod options;
mod rulebook;
mod search;

pub use choose::{choose, give_way, keep_possible, leave};
pub use consequences::{Consequence, Holding, consequences};
pub use feasibility::{
    Contradiction, Feasibility, GroupOutlook, GroupSize, Hindrance, Shortage, Untakeable, Waiting, feasibility,
    shortages,
};
pub use judge::{Status, Verdict, judge, open_moments, progress, status};
pub use options::{Obstacle, Offer, OfferState, options};
pub use rulebook::{MAX_MOMENTS, Rulebook, Standing};

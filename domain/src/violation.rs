//! Why a selection is refused.

use crate::{GroupId, MomentId, Timestamp, WorkshopId};
use serde::{Deserialize, Serialize};

/// One reason why a selection is refused, with its data and without words: those are the reader's language's matter.
///
/// Serialized it is the object that the REST API shows: `{"code": "full", "workshop": …, "capacity": …}`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum Violation {
    /// The event takes no registrations now.
    NotOpen {
        /// When it opens, if it is still to open.
        opens_at: Option<Timestamp>,
    },
    /// Not a workshop of the student's event.
    UnknownWorkshop {
        /// The id that was asked for.
        workshop: WorkshopId,
    },
    /// The workshop was called off.
    Cancelled {
        /// Which.
        workshop: WorkshopId,
    },
    /// The workshop doesn't admit the student's group.
    NotForGroup {
        /// Which.
        workshop: WorkshopId,
        /// The student's group.
        group: GroupId,
    },
    /// Chosen workshops share a moment.
    MomentClash {
        /// The moment.
        moment: MomentId,
        /// All that were chosen for it, two or more.
        workshops: Vec<WorkshopId>,
    },
    /// A required moment isn't covered, though it could be.
    MomentMissing {
        /// The moment.
        moment: MomentId,
    },
    /// One of a `together` pair is chosen without the other.
    LinkTogether {
        /// The one chosen.
        workshop: WorkshopId,
        /// The one that must go with it.
        missing: WorkshopId,
    },
    /// Both of an `exclusive` pair are chosen.
    LinkExclusive {
        /// The pair, in the event's order.
        workshops: [WorkshopId; 2],
    },
    /// The seats taken by others have reached the capacity.
    Full {
        /// Which.
        workshop: WorkshopId,
        /// How many fit.
        capacity: u32,
    },
}

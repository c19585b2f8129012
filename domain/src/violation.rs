//! Why a selection is refused.

use crate::{GroupId, MomentId, Timestamp, WorkshopId};
use serde::{Deserialize, Serialize};

/// One reason why a selection is refused, with its data and without words: those are the reader's language's matter.
///
/// Serialized it is the object that the REST API shows: `{"code": "full", "workshop": …, "capacity": …}`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "kebab-case", try_from = "Flat")]
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

/// What a violation is read from. Derived reading of a tagged object first keeps every value in a form of its own, and
/// that weighs more in the browser than all the rules.
#[derive(Deserialize)]
struct Flat {
    code: String,
    opens_at: Option<Timestamp>,
    workshop: Option<WorkshopId>,
    missing: Option<WorkshopId>,
    workshops: Option<Vec<WorkshopId>>,
    moment: Option<MomentId>,
    group: Option<GroupId>,
    capacity: Option<u32>,
}

impl TryFrom<Flat> for Violation {
    type Error = &'static str;

    fn try_from(flat: Flat) -> Result<Self, Self::Error> {
        const LACKING: &str = "a violation lacks a field of its code";
        let Flat { code, opens_at, workshop, missing, workshops, moment, group, capacity } = flat;
        match (&*code, workshop, moment) {
            ("not-open", _, _) => Ok(Self::NotOpen { opens_at }),
            ("unknown-workshop", Some(workshop), _) => Ok(Self::UnknownWorkshop { workshop }),
            ("cancelled", Some(workshop), _) => Ok(Self::Cancelled { workshop }),
            ("not-for-group", Some(workshop), _) => Ok(Self::NotForGroup { workshop, group: group.ok_or(LACKING)? }),
            ("moment-clash", _, Some(moment)) => Ok(Self::MomentClash { moment, workshops: workshops.ok_or(LACKING)? }),
            ("moment-missing", _, Some(moment)) => Ok(Self::MomentMissing { moment }),
            ("link-together", Some(workshop), _) => {
                Ok(Self::LinkTogether { workshop, missing: missing.ok_or(LACKING)? })
            }
            ("link-exclusive", _, _) => {
                let pair = workshops.and_then(|pair| pair.try_into().ok());
                Ok(Self::LinkExclusive { workshops: pair.ok_or(LACKING)? })
            }
            ("full", Some(workshop), _) => Ok(Self::Full { workshop, capacity: capacity.ok_or(LACKING)? }),
            _ => Err("no violation has this code, or a field is missing"),
        }
    }
}

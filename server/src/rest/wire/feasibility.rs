//! Whether an event can work at all.

use app::{i18n::Locale, message};
use domain::{
    Event, GroupId, MomentId,
    rules::{Feasibility, Shortage},
};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

/// Whether an event can work at all, and where it fails.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "clear": false,
    "groups": [{
        "group_id": "018f3a1e-0000-7000-8000-000000000003", "feasible": true, "nothing_for": [], "unfillable": [],
    }],
    "untakeable": [], "contradictions": [],
    "shortages": [{
        "moment_id": "018f3a1e-0000-7000-8000-000000000004",
        "group_ids": ["018f3a1e-0000-7000-8000-000000000003"], "students": 480, "seats": 452,
    }],
    "warnings": ["Ronde 2, Onderbouw: 480 students, 452 seats."],
}))]
pub(in crate::rest) struct FeasibilityBody {
    /// Whether nothing was found.
    pub clear: bool,
    /// For each group, whether its students can fill their day.
    pub groups: Vec<GroupOutlookBody>,
    /// Workshops that no one can ever take, and why.
    #[schema(value_type = Vec<Object>)]
    pub untakeable: Vec<Value>,
    /// Links that contradict each other or a moment, as the smallest sets of rules that clash.
    #[schema(value_type = Vec<Object>)]
    pub contradictions: Vec<Value>,
    /// Required moments with too few seats.
    pub shortages: Vec<ShortageBody>,
    /// All of it in words.
    pub warnings: Vec<String>,
}

/// Whether a group's students can fill their day.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct GroupOutlookBody {
    /// Which group.
    #[schema(value_type = uuid::Uuid)]
    pub group_id: GroupId,
    /// Whether a complete selection exists.
    pub feasible: bool,
    /// Required moments at which nothing takes place for the group.
    #[schema(value_type = Vec<uuid::Uuid>)]
    pub nothing_for: Vec<MomentId>,
    /// Required moments that can't be filled.
    #[schema(value_type = Vec<uuid::Uuid>)]
    pub unfillable: Vec<MomentId>,
}

/// A required moment with too few seats for some groups.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct ShortageBody {
    /// When.
    #[schema(value_type = uuid::Uuid)]
    pub moment_id: MomentId,
    /// For whom.
    #[schema(value_type = Vec<uuid::Uuid>)]
    pub group_ids: Vec<GroupId>,
    /// How many students these groups have.
    pub students: u32,
    /// How many seats there are for them.
    pub seats: u32,
}

impl From<&Shortage> for ShortageBody {
    fn from(shortage: &Shortage) -> Self {
        Self {
            moment_id: shortage.moment,
            group_ids: shortage.groups.clone(),
            students: shortage.students,
            seats: shortage.seats,
        }
    }
}

impl FeasibilityBody {
    /// What was found.
    pub fn new(event: &Event, found: &Feasibility) -> Self {
        let values = |list: Value| list.as_array().cloned().unwrap_or_default();
        Self {
            clear: found.is_clear(),
            groups: (found.groups.iter())
                .map(|outlook| GroupOutlookBody {
                    group_id: outlook.group,
                    feasible: outlook.is_feasible(),
                    nothing_for: outlook.nothing_for.clone(),
                    unfillable: outlook.unfillable.clone(),
                })
                .collect(),
            untakeable: values(json!(found.untakeable)),
            contradictions: values(json!(found.contradictions)),
            shortages: found.shortages.iter().map(ShortageBody::from).collect(),
            warnings: message::feasibility(Locale::en, event, found),
        }
    }
}

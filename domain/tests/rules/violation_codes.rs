//! Violations as the REST API shows them: the codes and the data of the design's rule table.

use domain::{GroupId, MomentId, Timestamp, Violation, WorkshopId};
use serde_json::{Value, json};

const FIRST: &str = "00000000-0000-0000-0000-000000000001";
const SECOND: &str = "00000000-0000-0000-0000-000000000002";

fn table() -> Vec<(Violation, Value)> {
    let (workshop, other) = (WorkshopId::from_u128(1), WorkshopId::from_u128(2));
    let (moment, group) = (MomentId::from_u128(2), GroupId::from_u128(2));
    let opens_at = Some(Timestamp::from_micros(1_700_000_000_000_000));
    vec![
        (Violation::NotOpen { opens_at }, json!({"code": "not-open", "opens_at": 1_700_000_000_000_000i64})),
        (Violation::NotOpen { opens_at: None }, json!({"code": "not-open", "opens_at": null})),
        (Violation::UnknownWorkshop { workshop }, json!({"code": "unknown-workshop", "workshop": FIRST})),
        (Violation::Cancelled { workshop }, json!({"code": "cancelled", "workshop": FIRST})),
        (
            Violation::NotForGroup { workshop, group },
            json!({"code": "not-for-group", "workshop": FIRST, "group": SECOND}),
        ),
        (
            Violation::MomentClash { moment, workshops: vec![workshop, other] },
            json!({"code": "moment-clash", "moment": SECOND, "workshops": [FIRST, SECOND]}),
        ),
        (Violation::MomentMissing { moment }, json!({"code": "moment-missing", "moment": SECOND})),
        (
            Violation::LinkTogether { workshop, missing: other },
            json!({"code": "link-together", "workshop": FIRST, "missing": SECOND}),
        ),
        (
            Violation::LinkExclusive { workshops: [workshop, other] },
            json!({"code": "link-exclusive", "workshops": [FIRST, SECOND]}),
        ),
        (Violation::Full { workshop, capacity: 24 }, json!({"code": "full", "workshop": FIRST, "capacity": 24})),
    ]
}

#[test]
fn every_violation_travels_under_the_code_of_the_rule_table() {
    for (violation, expected) in table() {
        assert_eq!(serde_json::to_value(&violation).expect("json"), expected);
    }
}

#[test]
fn every_violation_can_be_read_back() {
    for (violation, written) in table() {
        assert_eq!(serde_json::from_value::<Violation>(written).expect("a violation"), violation);
    }
}

#[test]
fn the_table_leaves_no_violation_out() {
    // A new violation doesn't compile until it stands here, and then belongs in the table above.
    let place = |violation: &Violation| match violation {
        Violation::NotOpen { .. } => 0,
        Violation::UnknownWorkshop { .. } => 1,
        Violation::Cancelled { .. } => 2,
        Violation::NotForGroup { .. } => 3,
        Violation::MomentClash { .. } => 4,
        Violation::MomentMissing { .. } => 5,
        Violation::LinkTogether { .. } => 6,
        Violation::LinkExclusive { .. } => 7,
        Violation::Full { .. } => 8,
    };
    let mut places: Vec<i32> = table().iter().map(|(violation, _)| place(violation)).collect();
    places.dedup();
    assert_eq!(places, (0..9).collect::<Vec<_>>());
}

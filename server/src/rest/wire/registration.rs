//! Registrations, why they are refused, and what a change does to them.

use super::{
    Instant, StatusName,
    values::{Word, distinct},
};
use crate::{engine::Touched, store::StandingRow};
use domain::{Selection, Timestamp, Violation, WorkshopId};
use serde::{Deserialize, Deserializer, Serialize, de::Error};
use serde_json::{Value, json};
use utoipa::ToSchema;

/// The most workshops that a body may name: no event has more.
const MOST: usize = domain::edit::text::MAX_WORKSHOPS;

/// What a student holds.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct RegistrationBody {
    /// The workshops; none for a student who isn't registered.
    #[schema(value_type = Vec<uuid::Uuid>)]
    pub workshop_ids: Vec<WorkshopId>,
    /// When that was confirmed.
    #[schema(required)]
    pub registered_at: Option<Instant>,
}

impl From<&StandingRow> for RegistrationBody {
    fn from(standing: &StandingRow) -> Self {
        Self {
            workshop_ids: standing.held.selection.iter().collect(),
            registered_at: Instant::maybe(standing.changed_at()),
        }
    }
}

/// What a student is to hold.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "workshop_ids": ["018f3a1e-0000-7000-8000-000000000002"] }))]
pub(in crate::rest) struct SelectionInput {
    /// The workshops; none withdraws him.
    #[serde(deserialize_with = "selection")]
    #[schema(value_type = HashSet<uuid::Uuid>, max_items = 2000)]
    pub workshop_ids: Selection,
}

/// Where a student is placed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::rest) struct Placing {
    /// The workshops; none takes everything from him.
    #[serde(deserialize_with = "selection")]
    #[schema(value_type = HashSet<uuid::Uuid>, max_items = 2000)]
    pub workshop_ids: Selection,
    /// What is overridden, on purpose and on record.
    #[serde(default, rename = "override", deserialize_with = "overrides")]
    #[schema(value_type = HashSet<OverrideName>, max_items = 2)]
    pub overrides: Vec<OverrideName>,
}

/// What an administrator may override.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(in crate::rest) enum OverrideName {
    /// A full workshop gets an extra seat.
    Full,
    /// The workshop may be for another group.
    NotForGroup,
}

/// Reads what is overridden.
fn overrides<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<OverrideName>, D::Error> {
    Ok(distinct(deserializer)?.into_iter().map(|Word(name)| name).collect())
}

/// Reads a selection.
fn selection<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Selection, D::Error> {
    let ids: Vec<WorkshopId> = distinct(deserializer)?;
    if ids.len() > MOST {
        return Err(D::Error::custom(format_args!("more than {MOST} workshops")));
    }
    Ok(Selection::from(ids))
}

/// A violation as clients read it: DESIGN's codes with their data, and times as RFC 3339.
pub(in crate::rest) fn violation(violation: &Violation) -> Value {
    let mut value = json!(violation);
    if let Some(at) = value.get("opens_at").and_then(Value::as_i64) {
        value["opens_at"] = json!(Instant(Timestamp::from_micros(at)));
    }
    value
}

/// A registration that a change would touch.
pub(in crate::rest) fn touched(touched: &Touched) -> Value {
    let Touched { name, class, consequence } = touched;
    json!({
        "student_id": consequence.student, "name": name, "class": class,
        "lost": consequence.lost, "cancelled": consequence.cancelled,
        "was": StatusName::from(consequence.was), "becomes": StatusName::from(consequence.becomes),
    })
}

//! What programs send to make or change events and their parts.

use super::{
    Instant,
    event::StateName,
    text::{Line, OptionalLine, Paragraphs},
    values::{distinct, given, given_distinct, given_object, given_whole, present, whole, word},
};
use domain::{GroupId, MomentId};
use serde::Deserialize;
use utoipa::ToSchema;

/// A new event: closed, with one moment and one group to begin with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::rest) struct EventInput {
    /// What stands in its link.
    #[schema(example = "workshopdag-2027", pattern = "^[A-Za-z0-9_-]{1,32}$")]
    pub slug: String,
    /// Its title.
    pub title: Line,
    /// What students read first.
    #[serde(default)]
    pub intro: Paragraphs,
}

/// What changes of an event; what is left out stays.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::rest) struct EventPatch {
    /// What stands in its link; links that were printed end when it changes.
    #[serde(default, deserialize_with = "given")]
    #[schema(pattern = "^[A-Za-z0-9_-]{1,32}$", nullable = false)]
    pub slug: Option<String>,
    /// Its title.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    pub title: Option<Line>,
    /// What students read first.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    pub intro: Option<Paragraphs>,
    /// When students can register.
    #[serde(default, deserialize_with = "given_object")]
    #[schema(nullable = false)]
    pub availability: Option<AvailabilityPatch>,
}

/// What changes of an availability; a time that is left out stays, `null` takes it away.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::rest) struct AvailabilityPatch {
    /// Whether the times count.
    #[serde(deserialize_with = "word")]
    pub state: StateName,
    /// When a scheduled event opens.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Instant>)]
    pub opens_at: Option<Option<Instant>>,
    /// When a scheduled event closes.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Instant>)]
    pub closes_at: Option<Option<Instant>>,
}

/// A new moment, after those that there are.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::rest) struct MomentInput {
    /// Its name, which no other moment of the event has.
    pub name: Line,
    /// When it starts.
    #[serde(default)]
    pub starts_at: Option<Instant>,
    /// When it ends.
    #[serde(default)]
    pub ends_at: Option<Instant>,
    /// Whether every student must choose something here.
    #[serde(default = "yes")]
    #[schema(default = true)]
    pub required: bool,
}

const fn yes() -> bool {
    true
}

/// What changes of a moment; what is left out stays.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::rest) struct MomentPatch {
    /// Its name.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    pub name: Option<Line>,
    /// When it starts; `null` says that nobody knows.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Instant>)]
    pub starts_at: Option<Option<Instant>>,
    /// When it ends; `null` says that nobody knows.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Instant>)]
    pub ends_at: Option<Option<Instant>>,
    /// Whether every student must choose something here.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    pub required: Option<bool>,
}

/// A group, new or renamed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "name": "Onderbouw" }))]
pub(in crate::rest) struct GroupInput {
    /// Its name, which no other group of the event has.
    pub name: Line,
}

/// A new workshop, after those that there are.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::rest) struct WorkshopInput {
    /// Its title.
    pub title: Line,
    /// What students read about it.
    #[serde(default)]
    pub description: Paragraphs,
    /// The moments that it takes up.
    #[serde(deserialize_with = "distinct")]
    #[schema(value_type = HashSet<uuid::Uuid>, min_items = 1)]
    pub moment_ids: Vec<MomentId>,
    /// The groups that it admits; none means every group.
    #[serde(default, deserialize_with = "distinct")]
    #[schema(value_type = HashSet<uuid::Uuid>)]
    pub group_ids: Vec<GroupId>,
    /// How many fit.
    #[serde(deserialize_with = "whole")]
    #[schema(example = 24, maximum = 100_000)]
    pub capacity: u32,
    /// Where it is.
    #[serde(default)]
    pub location: OptionalLine,
    /// Who gives it.
    #[serde(default)]
    pub host: OptionalLine,
    /// Whether it is called off.
    #[serde(default)]
    pub cancelled: bool,
}

/// What changes of a workshop; what is left out stays.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "capacity": 26, "location": "Gymzaal 2" }))]
pub(in crate::rest) struct WorkshopPatch {
    /// Its title.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    pub title: Option<Line>,
    /// What students read about it.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    pub description: Option<Paragraphs>,
    /// The moments that it takes up.
    #[serde(default, deserialize_with = "given_distinct")]
    #[schema(value_type = Option<HashSet<uuid::Uuid>>, min_items = 1, nullable = false)]
    pub moment_ids: Option<Vec<MomentId>>,
    /// The groups that it admits; none means every group.
    #[serde(default, deserialize_with = "given_distinct")]
    #[schema(value_type = Option<HashSet<uuid::Uuid>>, nullable = false)]
    pub group_ids: Option<Vec<GroupId>>,
    /// How many fit.
    #[serde(default, deserialize_with = "given_whole")]
    #[schema(maximum = 100_000, nullable = false)]
    pub capacity: Option<u32>,
    /// Where it is.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    pub location: Option<OptionalLine>,
    /// Who gives it.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    pub host: Option<OptionalLine>,
    /// Whether it is called off.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    pub cancelled: Option<bool>,
}

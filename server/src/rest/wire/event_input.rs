//! What programs send to make or change events and their parts.

use super::{Instant, event::StateName, given, present};
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
    #[schema(example = "Workshopdag 2027", min_length = 1, max_length = 200)]
    pub title: String,
    /// What students read first.
    #[serde(default)]
    #[schema(max_length = 5000)]
    pub intro: String,
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
    #[schema(min_length = 1, max_length = 200, nullable = false)]
    pub title: Option<String>,
    /// What students read first.
    #[serde(default, deserialize_with = "given")]
    #[schema(max_length = 5000, nullable = false)]
    pub intro: Option<String>,
    /// When students can register.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    pub availability: Option<AvailabilityPatch>,
}

/// What changes of an availability; a time that is left out stays, `null` takes it away.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::rest) struct AvailabilityPatch {
    /// Whether the times count.
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
    #[schema(example = "Ronde 1", min_length = 1, max_length = 200)]
    pub name: String,
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
    #[schema(min_length = 1, max_length = 200, nullable = false)]
    pub name: Option<String>,
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
pub(in crate::rest) struct GroupInput {
    /// Its name, which no other group of the event has.
    #[schema(example = "Onderbouw", min_length = 1, max_length = 200)]
    pub name: String,
}

/// A new workshop, after those that there are.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::rest) struct WorkshopInput {
    /// Its title.
    #[schema(example = "Judo", min_length = 1, max_length = 200)]
    pub title: String,
    /// What students read about it.
    #[serde(default)]
    #[schema(max_length = 5000)]
    pub description: String,
    /// The moments that it takes up.
    #[schema(value_type = Vec<uuid::Uuid>, min_items = 1)]
    pub moment_ids: Vec<MomentId>,
    /// The groups that it admits; none means every group.
    #[serde(default)]
    #[schema(value_type = Vec<uuid::Uuid>)]
    pub group_ids: Vec<GroupId>,
    /// How many fit.
    #[schema(example = 24, maximum = 100_000)]
    pub capacity: u32,
    /// Where it is.
    #[serde(default)]
    #[schema(max_length = 200)]
    pub location: String,
    /// Who gives it.
    #[serde(default)]
    #[schema(max_length = 200)]
    pub host: String,
    /// Whether it is called off.
    #[serde(default)]
    pub cancelled: bool,
}

/// What changes of a workshop; what is left out stays.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::rest) struct WorkshopPatch {
    /// Its title.
    #[serde(default, deserialize_with = "given")]
    #[schema(min_length = 1, max_length = 200, nullable = false)]
    pub title: Option<String>,
    /// What students read about it.
    #[serde(default, deserialize_with = "given")]
    #[schema(max_length = 5000, nullable = false)]
    pub description: Option<String>,
    /// The moments that it takes up.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Vec<uuid::Uuid>>, min_items = 1, nullable = false)]
    pub moment_ids: Option<Vec<MomentId>>,
    /// The groups that it admits; none means every group.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<Vec<uuid::Uuid>>, nullable = false)]
    pub group_ids: Option<Vec<GroupId>>,
    /// How many fit.
    #[serde(default, deserialize_with = "given")]
    #[schema(maximum = 100_000, nullable = false)]
    pub capacity: Option<u32>,
    /// Where it is.
    #[serde(default, deserialize_with = "given")]
    #[schema(max_length = 200, nullable = false)]
    pub location: Option<String>,
    /// Who gives it.
    #[serde(default, deserialize_with = "given")]
    #[schema(max_length = 200, nullable = false)]
    pub host: Option<String>,
    /// Whether it is called off.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    pub cancelled: Option<bool>,
}

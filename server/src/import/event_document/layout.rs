//! How an event document is written down: field by field, in the order in which they are shown.

use domain::LinkKind;
use serde::{Deserialize, Serialize};

/// The only format there is so far.
pub(super) const FORMAT: &str = "workshops-event/1";

/// What is read before the rest, to tell a document of another format from a faulty one.
#[derive(Deserialize)]
pub(super) struct Head {
    pub format: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Layout {
    pub format: String,
    pub slug: String,
    pub title: String,
    #[serde(default)]
    pub intro: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opens_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closes_at: Option<String>,
    pub moments: Vec<MomentLayout>,
    pub groups: Vec<GroupLayout>,
    pub workshops: Vec<WorkshopLayout>,
    #[serde(default)]
    pub links: Vec<LinkLayout>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MomentLayout {
    pub key: String,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<String>,
    #[serde(default = "yes")]
    pub required: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GroupLayout {
    pub key: String,
    pub name: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WorkshopLayout {
    pub key: String,
    pub title: String,
    #[serde(default)]
    pub description: String,
    pub moments: Vec<String>,
    #[serde(default)]
    pub groups: Vec<String>,
    pub capacity: u32,
    #[serde(default)]
    pub location: String,
    #[serde(default)]
    pub host: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cancelled: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LinkLayout {
    pub a: String,
    pub b: String,
    pub kind: LinkKind,
}

fn yes() -> bool {
    true
}

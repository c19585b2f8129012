//! How an event document is written down: field by field, in the order in which they are shown.

use domain::LinkKind;
use serde::{Deserialize, Serialize};
use utoipa::{
    ToSchema,
    openapi::{Object, ObjectBuilder, schema::Type},
};

/// The only format there is so far.
pub(super) const FORMAT: &str = "workshops-event/1";

/// What is read before the rest, to tell a document of another format from a faulty one.
#[derive(Deserialize)]
pub(super) struct Head {
    pub format: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
/// An event as a file. Parts are named by keys that hold in this document alone.
#[schema(as = EventDocument, example = json!({
    "format": FORMAT, "slug": "workshopdag-2027", "title": "Workshopdag 2027",
    "opens_at": "2027-01-11T08:00:00+01:00", "closes_at": "2027-01-22T17:00:00+01:00",
    "moments": [{"key": "r1", "name": "Ronde 1"}],
    "groups": [{"key": "onderbouw", "name": "Onderbouw"}],
    "workshops": [
        {"key": "judo", "title": "Judo", "moments": ["r1"], "groups": ["onderbouw"], "capacity": 24},
        {"key": "koken", "title": "Koken", "moments": ["r1"], "capacity": 16, "location": "Keuken"},
    ],
    "links": [{"a": "judo", "b": "koken", "kind": "exclusive"}],
}))]
pub(super) struct Layout {
    /// Always `workshops-event/1`.
    #[schema(pattern = "^workshops-event/1$")]
    pub format: String,
    /// What stands in the event's link.
    #[schema(pattern = "^[A-Za-z0-9_-]{1,32}$")]
    pub slug: String,
    /// The event's title.
    #[schema(min_length = 1, max_length = 200)]
    pub title: String,
    /// What students read first.
    #[serde(default)]
    #[schema(max_length = 5000)]
    pub intro: String,
    /// When it opens; an event with neither time is closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    pub opens_at: Option<String>,
    /// When it closes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    pub closes_at: Option<String>,
    /// Its moments, in order.
    #[schema(max_items = 64)]
    pub moments: Vec<MomentLayout>,
    /// Its groups, in order.
    #[schema(max_items = 200)]
    pub groups: Vec<GroupLayout>,
    /// Its workshops, in order.
    #[schema(max_items = 2000)]
    pub workshops: Vec<WorkshopLayout>,
    /// The links between them.
    #[serde(default)]
    #[schema(max_items = 10000)]
    pub links: Vec<LinkLayout>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
/// A moment of an event document.
#[schema(as = EventDocumentMoment)]
pub(super) struct MomentLayout {
    /// What the rest of the document calls it.
    #[schema(min_length = 1, max_length = 200)]
    pub key: String,
    /// Its name.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// When it starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    pub starts_at: Option<String>,
    /// When it ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    pub ends_at: Option<String>,
    /// Whether every student must choose something here.
    #[serde(default = "yes")]
    #[schema(default = true)]
    pub required: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
/// A group of an event document.
#[schema(as = EventDocumentGroup)]
pub(super) struct GroupLayout {
    /// What the rest of the document calls it.
    #[schema(min_length = 1, max_length = 200)]
    pub key: String,
    /// Its name.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
/// A workshop of an event document.
#[schema(as = EventDocumentWorkshop)]
pub(super) struct WorkshopLayout {
    /// What the rest of the document calls it.
    #[schema(min_length = 1, max_length = 200)]
    pub key: String,
    /// Its title.
    #[schema(min_length = 1, max_length = 200)]
    pub title: String,
    /// What students read about it.
    #[serde(default)]
    #[schema(max_length = 5000)]
    pub description: String,
    /// The keys of the moments that it takes up.
    #[schema(value_type = HashSet<String>, min_items = 1)]
    pub moments: Vec<String>,
    /// The keys of the groups that it admits; none means every group.
    #[serde(default)]
    #[schema(value_type = HashSet<String>)]
    pub groups: Vec<String>,
    /// How many fit.
    #[schema(maximum = 100_000)]
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
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cancelled: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
/// A link of an event document.
#[schema(as = EventDocumentLink)]
pub(super) struct LinkLayout {
    /// The key of one workshop.
    pub a: String,
    /// The key of the other.
    pub b: String,
    /// `together` (both or neither) or `exclusive` (never both).
    #[schema(schema_with = link_kind)]
    pub kind: LinkKind,
}

fn link_kind() -> Object {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(["together", "exclusive"])).build()
}

fn yes() -> bool {
    true
}

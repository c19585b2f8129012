//! Seats. The bodies themselves are [`crate::live::SeatList`], encoded once for all who listen; these describe them.

use serde::Serialize;
use std::borrow::Cow;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{Object, ObjectBuilder, Ref, RefOr, Schema, schema::Type},
};

/// The seats of an event.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "seats": [{ "workshop_id": "018f3a1e-0000-7000-8000-000000000002", "capacity": 24, "taken": 15 }] }))]
pub(in crate::rest) struct SeatsBody {
    /// One entry for each workshop, in the event's order.
    pub seats: Vec<SeatCountBody>,
}

/// The seats of a workshop.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct SeatCountBody {
    /// Which workshop.
    pub workshop_id: uuid::Uuid,
    /// How many fit.
    pub capacity: u32,
    /// How many seats are taken.
    pub taken: u32,
}

/// A message of the stream of seats.
pub(in crate::rest) struct SeatMessage;

impl PartialSchema for SeatMessage {
    fn schema() -> RefOr<Schema> {
        let text = |description: &str| ObjectBuilder::new().schema_type(Type::String).description(Some(description));
        let mut seats: Object = text("The seats, as JSON.").content_media_type("application/json").build();
        seats.content_schema = Some(Box::new(Ref::from_schema_name("SeatsBody").into()));
        ObjectBuilder::new()
            .description(Some("One message of the stream, its fields as the members of an object."))
            .property("event", text("What it is about.").enum_values(Some(["seats"])))
            .required("event")
            .property("id", text("What `Last-Event-ID` can name."))
            .required("id")
            .property(
                "retry",
                ObjectBuilder::new()
                    .schema_type(Type::Integer)
                    .description(Some("How many milliseconds to wait before coming back.")),
            )
            .required("retry")
            .property("data", seats)
            .required("data")
            .into()
    }
}

impl ToSchema for SeatMessage {
    fn name() -> Cow<'static, str> {
        "SeatMessage".into()
    }
}

//! Seats. The bodies themselves are [`crate::live::SeatList`], encoded once for all who listen; these describe them.

use serde::Serialize;
use utoipa::ToSchema;

/// The seats of an event.
#[derive(Serialize, ToSchema)]
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

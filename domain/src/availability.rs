//! When an event takes registrations.

use crate::Timestamp;
use serde::{Deserialize, Serialize};

/// What the administrator set: whether students may register, or from when until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Availability {
    /// Whether the times below count.
    pub state: AvailabilityState,
    /// When a scheduled event opens; without it, it is open from the start.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub opens_at: Option<Timestamp>,
    /// When a scheduled event closes; without it, it stays open.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub closes_at: Option<Timestamp>,
}

/// Whether an event's times count, and if they don't, what holds instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AvailabilityState {
    /// Nobody can register; the times are kept for later.
    Closed,
    /// Students can register until the administrator closes the event; the times are kept for later.
    Open,
    /// Students can register between the two times.
    Scheduled,
}

/// What an [`Availability`] comes to at one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// Closed by hand.
    Closed,
    /// Scheduled, and not yet open.
    Waiting {
        /// When it opens.
        opens_at: Timestamp,
    },
    /// Students can register.
    Open {
        /// When it closes, if that is known.
        closes_at: Option<Timestamp>,
    },
    /// Scheduled, and over.
    Over {
        /// When it closed.
        closed_at: Timestamp,
    },
}

impl Availability {
    /// Closed, with no times.
    pub const CLOSED: Self = Self { state: AvailabilityState::Closed, opens_at: None, closes_at: None };

    /// What holds at `now`. An event opens at the very instant `opens_at` and is closed from `closes_at` on.
    #[must_use]
    pub fn phase(&self, now: Timestamp) -> Phase {
        match self.state {
            AvailabilityState::Closed => Phase::Closed,
            AvailabilityState::Open => Phase::Open { closes_at: None },
            AvailabilityState::Scheduled => match (self.opens_at, self.closes_at) {
                (_, Some(closed_at)) if now >= closed_at => Phase::Over { closed_at },
                (Some(opens_at), _) if now < opens_at => Phase::Waiting { opens_at },
                (_, closes_at) => Phase::Open { closes_at },
            },
        }
    }
}

impl Phase {
    /// Whether students can register.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Open { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scheduled_event_opens_and_closes_at_its_instants() {
        let at = Timestamp::from_micros;
        let availability =
            Availability { state: AvailabilityState::Scheduled, opens_at: Some(at(100)), closes_at: Some(at(200)) };
        assert_eq!(availability.phase(at(99)), Phase::Waiting { opens_at: at(100) });
        assert_eq!(availability.phase(at(100)), Phase::Open { closes_at: Some(at(200)) });
        assert_eq!(availability.phase(at(199)), Phase::Open { closes_at: Some(at(200)) });
        assert_eq!(availability.phase(at(200)), Phase::Over { closed_at: at(200) });
    }

    #[test]
    fn open_and_closed_by_hand_leave_the_times_aside() {
        let at = Timestamp::from_micros;
        let mut availability =
            Availability { state: AvailabilityState::Open, opens_at: Some(at(100)), closes_at: Some(at(200)) };
        assert_eq!(availability.phase(at(500)), Phase::Open { closes_at: None });
        availability.state = AvailabilityState::Closed;
        assert_eq!(availability.phase(at(150)), Phase::Closed);
    }
}

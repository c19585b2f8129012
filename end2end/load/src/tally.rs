//! What students were told that they hold, counted beside what the server says is taken.

use crate::client::{Client, Error, Who};
use domain::{Selection, WorkshopId};
use http::{Method, StatusCode};
use serde::Deserialize;
use std::{cell::RefCell, collections::HashMap};

/// What was last acknowledged to each student.
pub struct Tally(RefCell<Vec<Selection>>);

/// How many seats a workshop has, and how many are taken, as the server says.
#[derive(Deserialize)]
struct Seat {
    workshop_id: WorkshopId,
    capacity: u64,
    taken: u64,
}

#[derive(Deserialize)]
struct Seats {
    seats: Vec<Seat>,
}

impl Tally {
    /// None of so many students holds anything.
    pub fn new(students: usize) -> Self {
        Self(RefCell::new(vec![Selection::empty(); students]))
    }

    /// A student's wish was answered. A refusal leaves him what he had; after anything else nobody knows what he has.
    pub fn answered(&self, pupil: usize, wish: &Selection, status: Option<StatusCode>) {
        match status {
            Some(status) if status.is_success() => self.0.borrow_mut()[pupil] = wish.clone(),
            Some(StatusCode::UNPROCESSABLE_ENTITY) => {}
            _ => self.0.borrow_mut()[pupil] = Selection::empty(),
        }
    }

    /// Asks the server for the seats of its event's workshops, and gives how many are taken beyond the capacity, of all
    /// workshops together: by what it says itself, or by what it acknowledged if that is more.
    pub async fn oversold(&self, client: &mut Client, admin: &str, event: &str) -> Result<u64, Error> {
        let path = format!("/api/v1/events/{event}/seats");
        let answer = client.send(Method::GET, &path, Who::Token(admin), None).await?;
        if answer.status != StatusCode::OK {
            return Err(format!("{path} answered {}", answer.status).into());
        }
        Ok(self.beyond(&serde_json::from_slice::<Seats>(&answer.body)?.seats))
    }

    fn beyond(&self, seats: &[Seat]) -> u64 {
        let mut acknowledged = HashMap::<WorkshopId, u64>::new();
        for workshop in self.0.borrow().iter().flat_map(Selection::iter) {
            *acknowledged.entry(workshop).or_default() += 1;
        }
        let taken = |seat: &Seat| seat.taken.max(acknowledged.get(&seat.workshop_id).copied().unwrap_or(0));
        seats.iter().map(|seat| taken(seat).saturating_sub(seat.capacity)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: WorkshopId = WorkshopId::from_u128(1);
    const B: WorkshopId = WorkshopId::from_u128(2);

    fn seats(taken: [u64; 2]) -> Vec<Seat> {
        [(A, 1, taken[0]), (B, 2, taken[1])]
            .map(|(workshop_id, capacity, taken)| Seat { workshop_id, capacity, taken })
            .into()
    }

    #[test]
    fn what_the_server_says_is_beyond_the_capacity_counts() {
        let tally = Tally::new(3);
        assert_eq!(tally.beyond(&seats([1, 2])), 0);
        assert_eq!(tally.beyond(&seats([2, 5])), 4);
    }

    #[test]
    fn so_does_what_it_acknowledged_and_doesnt_say() {
        let tally = Tally::new(3);
        let (a, both) = (Selection::from(vec![A]), Selection::from(vec![A, B]));
        tally.answered(0, &both, Some(StatusCode::OK));
        tally.answered(1, &a, Some(StatusCode::UNPROCESSABLE_ENTITY));
        tally.answered(2, &a, None);
        assert_eq!(tally.beyond(&seats([1, 1])), 0);
        tally.answered(1, &a, Some(StatusCode::OK));
        assert_eq!(tally.beyond(&seats([1, 1])), 1);
        tally.answered(1, &a, Some(StatusCode::UNPROCESSABLE_ENTITY));
        assert_eq!(tally.beyond(&seats([1, 1])), 1, "a refusal takes nothing away");
        tally.answered(1, &Selection::empty(), Some(StatusCode::OK));
        assert_eq!(tally.beyond(&seats([1, 1])), 0);
    }
}

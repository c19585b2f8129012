//! To which event something belongs.

use super::{Store, db::Fetch};
use crate::error::Result;
use domain::{EventId, GroupId, MomentId, WorkshopId};

/// A part of an event, by its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A moment.
    Moment(MomentId),
    /// A group.
    Group(GroupId),
    /// A workshop.
    Workshop(WorkshopId),
}

impl Store {
    /// The event that a part belongs to, if there is such a part.
    ///
    /// # Errors
    /// [`Error::Database`](crate::error::Error::Database).
    pub async fn event_of(&self, part: Part) -> Result<Option<EventId>> {
        let (statement, part) = match part {
            Part::Moment(id) => ("select event_id from moment where id = ?", id.into()),
            Part::Group(id) => ("select event_id from student_group where id = ?", id.into()),
            Part::Workshop(id) => ("select event_id from workshop where id = ?", id.into()),
        };
        let row = self.db.reader().fetch_optional(statement, &[part]).await?;
        row.map(|row| row.id("event_id")).transpose()
    }
}

//! Events and what belongs to them.

use super::{
    EventTransaction, Store, count, id,
    record::{self, Entry},
    time,
    writing::References,
};
use crate::error::{Error, Result};
use domain::{
    Availability, AvailabilityState, Event, EventId, Group, Link, LinkKind, Moment, Timestamp, Workshop, WorkshopId,
};
use serde_json::json;
use sqlx::{Row, SqliteConnection, SqliteTransaction, sqlite::SqliteRow};

/// An event to write.
#[derive(Clone, Copy, Debug)]
pub struct NewEvent<'a> {
    /// The event.
    pub event: &'a Event,
    /// What its document calls its parts.
    pub references: References<'a>,
    /// What was done, for the record.
    pub action: &'a str,
}

/// An event's row, without what belongs to it.
#[derive(Clone, Debug)]
pub struct EventState {
    /// Its id.
    pub id: EventId,
    /// Its version, see the migration.
    pub version: i64,
}

impl Store {
    /// Writes a new event with all that belongs to it, in a transaction that more can follow in.
    ///
    /// # Errors
    /// [`Error::SlugTaken`] if another event has its slug.
    pub async fn insert_event(&self, new: NewEvent<'_>, by_whom: &str, now: Timestamp) -> Result<EventTransaction> {
        let mut transaction = self.db.write.begin_with("begin immediate").await?;
        let taken: Option<String> = sqlx::query_scalar("select id from event where slug = ?")
            .bind(new.event.slug.as_str())
            .fetch_optional(&mut *transaction)
            .await?;
        if taken.is_some() {
            return Err(Error::SlugTaken(new.event.slug.clone()));
        }
        insert_event_row(&mut transaction, new.event, now).await?;
        let mut transaction = EventTransaction { transaction, event: new.event.id, version: 1 };
        let nothing = Event {
            moments: Vec::new(),
            groups: Vec::new(),
            workshops: Vec::new(),
            links: Vec::new(),
            ..new.event.clone()
        };
        transaction.save_event(&nothing, new.event, new.references).await?;
        let after = json!({ "slug": new.event.slug, "title": new.event.title }).to_string();
        transaction.record(new.action, ["", &after], by_whom, now).await?;
        Ok(transaction)
    }

    /// The event with this slug.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn event_by_slug(&self, slug: &str) -> Result<Option<EventState>> {
        let row = sqlx::query("select id, version from event where slug = ?")
            .bind(slug)
            .fetch_optional(&self.db.read)
            .await?;
        row.as_ref().map(state).transpose()
    }

    /// The event with this id.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn event_state(&self, event: EventId) -> Result<Option<EventState>> {
        let row = sqlx::query("select id, version from event where id = ?")
            .bind(event.to_string())
            .fetch_optional(&self.db.read)
            .await?;
        row.as_ref().map(state).transpose()
    }

    /// All events, newest first.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn events(&self) -> Result<Vec<EventState>> {
        let rows = sqlx::query("select id, version from event order by created_at desc, id desc")
            .fetch_all(&self.db.read)
            .await?;
        rows.iter().map(state).collect()
    }

    /// An event with all that belongs to it, and its version, as of one instant.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is none.
    pub async fn event(&self, event: EventId) -> Result<(Event, i64)> {
        let mut transaction = self.db.read.begin().await?;
        load_event(&mut transaction, event).await
    }

    /// What an event's document calls its moments, groups and workshops, in their order.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn references(&self, event: EventId) -> Result<[Vec<String>; 3]> {
        let mut transaction = self.db.read.begin().await?;
        let mut found: [Vec<String>; 3] = Default::default();
        for (list, statement) in found.iter_mut().zip([
            "select reference from moment where event_id = ? order by position",
            "select reference from student_group where event_id = ? order by position",
            "select reference from workshop where event_id = ? order by position",
        ]) {
            *list = sqlx::query_scalar(statement).bind(event.to_string()).fetch_all(&mut *transaction).await?;
        }
        Ok(found)
    }

    /// Deletes an event with everything that belongs to it; that it was deleted stays on record.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such event.
    pub async fn delete_event(&self, event: EventId, by_whom: &str, now: Timestamp) -> Result<()> {
        let mut transaction = self.db.write.begin_with("begin immediate").await?;
        let (before, _) = load_event(&mut transaction, event).await?;
        // Deleting a workshop that has registrations must be decided: it is, here.
        sqlx::query("delete from registration where event_id = ?")
            .bind(event.to_string())
            .execute(&mut *transaction)
            .await?;
        sqlx::query("delete from event where id = ?").bind(event.to_string()).execute(&mut *transaction).await?;
        let before = json!({ "slug": before.slug, "title": before.title }).to_string();
        let entry = Entry { event: None, action: "delete-event", before: &before, after: "" };
        record::write(&mut transaction, entry, by_whom, now).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// When key cards with the event's link were last made, if they were.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn cards_made_at(&self, event: EventId) -> Result<Option<Timestamp>> {
        let at: Option<Option<i64>> = sqlx::query_scalar("select cards_made_at from event where id = ?")
            .bind(event.to_string())
            .fetch_optional(&self.db.read)
            .await?;
        Ok(at.flatten().map(time))
    }

    /// Notes that key cards were made, and puts it on record.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn note_cards_made(&self, event: EventId, cards: usize, by_whom: &str, now: Timestamp) -> Result<()> {
        let mut transaction = self.db.write.begin_with("begin immediate").await?;
        sqlx::query("update event set cards_made_at = ? where id = ?")
            .bind(now.as_micros())
            .bind(event.to_string())
            .execute(&mut *transaction)
            .await?;
        let after = json!({ "cards": cards }).to_string();
        let entry = Entry { event: Some(event), action: "cards", before: "", after: &after };
        record::write(&mut transaction, entry, by_whom, now).await?;
        transaction.commit().await?;
        Ok(())
    }
}

/// An event with all that belongs to it, inside a transaction.
pub(super) async fn load_event(connection: &mut SqliteConnection, event: EventId) -> Result<(Event, i64)> {
    let event_id = event.to_string();
    let row = sqlx::query("select * from event where id = ?")
        .bind(&event_id)
        .fetch_optional(&mut *connection)
        .await?
        .ok_or(Error::NotFound)?;
    let moments = sqlx::query("select * from moment where event_id = ? order by position")
        .bind(&event_id)
        .fetch_all(&mut *connection)
        .await?;
    let groups = sqlx::query("select * from student_group where event_id = ? order by position")
        .bind(&event_id)
        .fetch_all(&mut *connection)
        .await?;
    let workshops = sqlx::query("select * from workshop where event_id = ? order by position")
        .bind(&event_id)
        .fetch_all(&mut *connection)
        .await?;
    let links = sqlx::query("select * from link where event_id = ? order by position")
        .bind(&event_id)
        .fetch_all(&mut *connection)
        .await?;
    let mut workshops: Vec<Workshop> = workshops.iter().map(workshop).collect::<Result<_>>()?;
    let moment_pairs = sqlx::query(
        "select w.workshop_id, w.moment_id from workshop_moment w join moment m on m.id = w.moment_id \
         where w.event_id = ? order by m.position",
    )
    .bind(&event_id)
    .fetch_all(&mut *connection)
    .await?;
    for pair in &moment_pairs {
        let (workshop, moment) = (id(pair.try_get(0)?)?, id(pair.try_get(1)?)?);
        if let Some(workshop) = find(&mut workshops, workshop) {
            workshop.moments.push(moment);
        }
    }
    let group_pairs = sqlx::query(
        "select w.workshop_id, w.group_id from workshop_group w join student_group g on g.id = w.group_id \
         where w.event_id = ? order by g.position",
    )
    .bind(&event_id)
    .fetch_all(&mut *connection)
    .await?;
    for pair in &group_pairs {
        let (workshop, group) = (id(pair.try_get(0)?)?, id(pair.try_get(1)?)?);
        if let Some(workshop) = find(&mut workshops, workshop) {
            workshop.groups.push(group);
        }
    }
    let slug: String = row.try_get("slug")?;
    let version: i64 = row.try_get("version")?;
    let event = Event {
        id: event,
        slug: slug.parse().map_err(|_| Error::Corrupt { what: "a slug that is none", value: slug })?,
        title: row.try_get("title")?,
        intro: row.try_get("intro")?,
        availability: Availability {
            state: availability_state(row.try_get("state")?)?,
            opens_at: row.try_get::<Option<i64>, _>("opens_at")?.map(time),
            closes_at: row.try_get::<Option<i64>, _>("closes_at")?.map(time),
        },
        moments: moments.iter().map(moment).collect::<Result<_>>()?,
        groups: groups.iter().map(group).collect::<Result<_>>()?,
        workshops,
        links: links.iter().map(link).collect::<Result<_>>()?,
    };
    Ok((event, version))
}

fn state(row: &SqliteRow) -> Result<EventState> {
    Ok(EventState { id: id(row.try_get("id")?)?, version: row.try_get("version")? })
}

fn find(workshops: &mut [Workshop], id: WorkshopId) -> Option<&mut Workshop> {
    workshops.iter_mut().find(|workshop| workshop.id == id)
}

fn moment(row: &SqliteRow) -> Result<Moment> {
    Ok(Moment {
        id: id(row.try_get("id")?)?,
        name: row.try_get("name")?,
        starts_at: row.try_get::<Option<i64>, _>("starts_at")?.map(time),
        ends_at: row.try_get::<Option<i64>, _>("ends_at")?.map(time),
        required: row.try_get::<i64, _>("required")? != 0,
    })
}

fn group(row: &SqliteRow) -> Result<Group> {
    Ok(Group { id: id(row.try_get("id")?)?, name: row.try_get("name")? })
}

fn workshop(row: &SqliteRow) -> Result<Workshop> {
    Ok(Workshop {
        id: id(row.try_get("id")?)?,
        title: row.try_get("title")?,
        description: row.try_get("description")?,
        moments: Vec::new(),
        groups: Vec::new(),
        capacity: count(row.try_get("capacity")?)?,
        location: row.try_get("location")?,
        host: row.try_get("host")?,
        cancelled: row.try_get::<i64, _>("cancelled")? != 0,
    })
}

fn link(row: &SqliteRow) -> Result<Link> {
    let kind = match row.try_get("kind")? {
        "together" => LinkKind::Together,
        "exclusive" => LinkKind::Exclusive,
        other => return Err(Error::Corrupt { what: "a link of no kind", value: other.to_owned() }),
    };
    Ok(Link { a: id(row.try_get("a")?)?, b: id(row.try_get("b")?)?, kind })
}

pub(super) const fn kind_name(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Together => "together",
        LinkKind::Exclusive => "exclusive",
    }
}

pub(super) const fn state_name(state: AvailabilityState) -> &'static str {
    match state {
        AvailabilityState::Closed => "closed",
        AvailabilityState::Open => "open",
        AvailabilityState::Scheduled => "scheduled",
    }
}

fn availability_state(name: &str) -> Result<AvailabilityState> {
    match name {
        "closed" => Ok(AvailabilityState::Closed),
        "open" => Ok(AvailabilityState::Open),
        "scheduled" => Ok(AvailabilityState::Scheduled),
        other => Err(Error::Corrupt { what: "an availability that is none", value: other.to_owned() }),
    }
}

pub(super) fn position(index: usize) -> i64 {
    i64::try_from(index).unwrap_or(i64::MAX)
}

async fn insert_event_row(transaction: &mut SqliteTransaction<'_>, event: &Event, now: Timestamp) -> Result<()> {
    sqlx::query(
        "insert into event (id, slug, title, intro, state, opens_at, closes_at, created_at) \
         values (?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(event.id.to_string())
    .bind(event.slug.as_str())
    .bind(&event.title)
    .bind(&event.intro)
    .bind(state_name(event.availability.state))
    .bind(event.availability.opens_at.map(Timestamp::as_micros))
    .bind(event.availability.closes_at.map(Timestamp::as_micros))
    .bind(now.as_micros())
    .execute(&mut **transaction)
    .await?;
    Ok(())
}

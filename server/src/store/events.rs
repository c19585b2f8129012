//! Events and what belongs to them.

use super::{
    EventTransaction, Store,
    db::{Fetch, Kind, Row, Transaction},
    patience::patiently,
    record::{self, Entry},
    writing::References,
};
use crate::error::{Error, Result};
use domain::{
    Availability, AvailabilityState, Event, EventId, Group, Link, LinkKind, Moment, Slug, Timestamp, Workshop,
    WorkshopId,
};
use serde_json::json;

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
#[derive(Clone, Debug, Copy)]
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
        let mut transaction = self.db.begin().await?;
        let slug = &new.event.slug;
        let statement = "select id from event where slug = ?";
        if transaction.fetch_optional(statement, &[slug.as_str().into()]).await?.is_some() {
            return Err(Error::SlugTaken(slug.clone()));
        }
        // Where several write at once, another event may have got the slug just now.
        insert_event_row(&mut transaction, new.event, now).await.map_err(|error| match error {
            error if error.is_double() => Error::SlugTaken(slug.clone()),
            error => error,
        })?;
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
        // What is no slug, as one with a NUL, isn't asked for: PostgreSQL can't even be told of it.
        if slug.parse::<Slug>().is_err() {
            return Ok(None);
        }
        let statement = "select id, version from event where slug = ?";
        self.db.reader().fetch_optional(statement, &[slug.into()]).await?.as_ref().map(state).transpose()
    }

    /// The event with this id.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn event_state(&self, event: EventId) -> Result<Option<EventState>> {
        let statement = "select id, version from event where id = ?";
        self.db.reader().fetch_optional(statement, &[event.into()]).await?.as_ref().map(state).transpose()
    }

    /// All events, newest first.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn events(&self) -> Result<Vec<EventState>> {
        let statement = "select id, version from event order by created_at desc, id desc";
        self.db.reader().fetch_all(statement, &[]).await?.iter().map(state).collect()
    }

    /// An event with all that belongs to it, and its version, as of one instant.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is none.
    pub async fn event(&self, event: EventId) -> Result<(Event, i64)> {
        let mut transaction = self.db.begin_snapshot().await?;
        load_event(&mut transaction, event).await
    }

    /// What an event's document calls its moments, groups and workshops, in their order.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn references(&self, event: EventId) -> Result<[Vec<String>; 3]> {
        let mut transaction = self.db.begin_snapshot().await?;
        let mut found: [Vec<String>; 3] = Default::default();
        for (list, statement) in found.iter_mut().zip([
            "select reference from moment where event_id = ? order by position",
            "select reference from student_group where event_id = ? order by position",
            "select reference from workshop where event_id = ? order by position",
        ]) {
            let rows = transaction.fetch_all(statement, &[event.into()]).await?;
            *list = rows.iter().map(|row| row.string("reference")).collect::<Result<_>>()?;
        }
        Ok(found)
    }

    /// Deletes an event with everything that belongs to it; that it was deleted stays on record.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such event.
    pub async fn delete_event(&self, event: EventId, by_whom: &str, now: Timestamp) -> Result<()> {
        patiently(|| self.try_delete_event(event, by_whom, now)).await
    }

    async fn try_delete_event(&self, event: EventId, by_whom: &str, now: Timestamp) -> Result<()> {
        let EventTransaction { mut transaction, .. } = self.begin_event(event).await?;
        let (before, _) = load_event(&mut transaction, event).await?;
        // Deleting a workshop that has registrations must be decided: it is, here. Students go before their groups.
        for statement in [
            "delete from registration where event_id = ?",
            "delete from student where event_id = ?",
            "delete from event where id = ?",
        ] {
            transaction.execute(statement, &[event.into()]).await?;
        }
        let before = json!({ "slug": before.slug, "title": before.title }).to_string();
        let entry = Entry { event: None, action: "delete-event", before: &before, after: "" };
        record::write(&mut transaction, entry, by_whom, now).await?;
        transaction.commit().await
    }

    /// When key cards with the event's link were last made, if they were.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn cards_made_at(&self, event: EventId) -> Result<Option<Timestamp>> {
        let statement = "select cards_made_at from event where id = ?";
        let row = self.db.reader().fetch_optional(statement, &[event.into()]).await?;
        Ok(row.map(|row| row.optional_time("cards_made_at")).transpose()?.flatten())
    }

    /// Notes that key cards were made, and puts it on record.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such event.
    pub async fn note_cards_made(&self, event: EventId, cards: usize, by_whom: &str, now: Timestamp) -> Result<()> {
        patiently(|| self.try_note_cards_made(event, cards, by_whom, now)).await
    }

    async fn try_note_cards_made(&self, event: EventId, cards: usize, by_whom: &str, now: Timestamp) -> Result<()> {
        let mut transaction = self.begin_event(event).await?;
        let statement = "update event set cards_made_at = ? where id = ?";
        transaction.transaction.execute(statement, &[now.into(), event.into()]).await?;
        let after = json!({ "cards": cards }).to_string();
        transaction.record("cards", ["", &after], by_whom, now).await?;
        transaction.commit().await
    }
}

/// Takes the event's lock until the transaction ends, and gives the event's version. On SQLite the transaction holds the
/// lock of the only writer already. PostgreSQL is asked in the same breath to tell every process, once and if the
/// transaction commits: whoever takes the lock means to change something.
pub(super) async fn lock(transaction: &mut Transaction, kind: Kind, event: EventId) -> Result<Option<i64>> {
    let statement = match kind {
        Kind::Sqlite => "select version from event where id = ?",
        Kind::MySql => "select version from event where id = ? for update",
        Kind::Postgres => "select version, pg_notify('workshops', id) from event where id = ? for update",
    };
    let row = transaction.fetch_optional(statement, &[event.into()]).await?;
    row.map(|row| row.integer("version")).transpose()
}

/// An event with all that belongs to it, inside a transaction.
pub(super) async fn load_event(transaction: &mut Transaction, event: EventId) -> Result<(Event, i64)> {
    let id = [event.into()];
    let statement = "select slug, title, intro, state, opens_at, closes_at, version from event where id = ?";
    let row = transaction.fetch_optional(statement, &id).await?.ok_or(Error::NotFound)?;
    let statement = "select id, name, starts_at, ends_at, required from moment where event_id = ? order by position";
    let moments = transaction.fetch_all(statement, &id).await?;
    let statement = "select id, name from student_group where event_id = ? order by position";
    let groups = transaction.fetch_all(statement, &id).await?;
    let statement = "select id, title, description, capacity, location, host, cancelled \
                     from workshop where event_id = ? order by position";
    let workshops = transaction.fetch_all(statement, &id).await?;
    let statement = "select a, b, kind from link where event_id = ? order by position";
    let links = transaction.fetch_all(statement, &id).await?;
    let statement = "select w.workshop_id, w.moment_id from workshop_moment w join moment m on m.id = w.moment_id \
                     where w.event_id = ? order by m.position";
    let moment_pairs = transaction.fetch_all(statement, &id).await?;
    let statement = "select w.workshop_id, w.group_id from workshop_group w join student_group g on g.id = w.group_id \
                     where w.event_id = ? order by g.position";
    let group_pairs = transaction.fetch_all(statement, &id).await?;
    let mut workshops: Vec<Workshop> = workshops.iter().map(workshop).collect::<Result<_>>()?;
    for pair in &moment_pairs {
        if let Some(workshop) = find(&mut workshops, pair.id("workshop_id")?) {
            workshop.moments.push(pair.id("moment_id")?);
        }
    }
    for pair in &group_pairs {
        if let Some(workshop) = find(&mut workshops, pair.id("workshop_id")?) {
            workshop.groups.push(pair.id("group_id")?);
        }
    }
    let event = Event {
        id: event,
        slug: row.one_of("slug", "a slug that is none", |text| text.parse().ok())?,
        title: row.string("title")?,
        intro: row.string("intro")?,
        availability: Availability {
            state: row.one_of("state", "an availability that is none", availability_state)?,
            opens_at: row.optional_time("opens_at")?,
            closes_at: row.optional_time("closes_at")?,
        },
        moments: moments.iter().map(moment).collect::<Result<_>>()?,
        groups: groups.iter().map(group).collect::<Result<_>>()?,
        workshops,
        links: links.iter().map(link).collect::<Result<_>>()?,
    };
    Ok((event, row.integer("version")?))
}

fn state(row: &Row) -> Result<EventState> {
    Ok(EventState { id: row.id("id")?, version: row.integer("version")? })
}

fn find(workshops: &mut [Workshop], id: WorkshopId) -> Option<&mut Workshop> {
    workshops.iter_mut().find(|workshop| workshop.id == id)
}

fn moment(row: &Row) -> Result<Moment> {
    Ok(Moment {
        id: row.id("id")?,
        name: row.string("name")?,
        starts_at: row.optional_time("starts_at")?,
        ends_at: row.optional_time("ends_at")?,
        required: row.yes("required")?,
    })
}

fn group(row: &Row) -> Result<Group> {
    Ok(Group { id: row.id("id")?, name: row.string("name")? })
}

fn workshop(row: &Row) -> Result<Workshop> {
    Ok(Workshop {
        id: row.id("id")?,
        title: row.string("title")?,
        description: row.string("description")?,
        moments: Vec::new(),
        groups: Vec::new(),
        capacity: row.count("capacity")?,
        location: row.string("location")?,
        host: row.string("host")?,
        cancelled: row.yes("cancelled")?,
    })
}

fn link(row: &Row) -> Result<Link> {
    let kind = row.one_of("kind", "a link of no kind", |name| match name {
        "together" => Some(LinkKind::Together),
        "exclusive" => Some(LinkKind::Exclusive),
        _ => None,
    })?;
    Ok(Link { a: row.id("a")?, b: row.id("b")?, kind })
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

fn availability_state(name: &str) -> Option<AvailabilityState> {
    match name {
        "closed" => Some(AvailabilityState::Closed),
        "open" => Some(AvailabilityState::Open),
        "scheduled" => Some(AvailabilityState::Scheduled),
        _ => None,
    }
}

pub(super) fn position(index: usize) -> i64 {
    i64::try_from(index).unwrap_or(i64::MAX)
}

async fn insert_event_row(transaction: &mut Transaction, event: &Event, now: Timestamp) -> Result<()> {
    let row = [
        event.id.into(),
        event.slug.as_str().into(),
        (&event.title).into(),
        (&event.intro).into(),
        state_name(event.availability.state).into(),
        event.availability.opens_at.into(),
        event.availability.closes_at.into(),
        now.into(),
    ];
    transaction
        .insert("insert into event (id, slug, title, intro, state, opens_at, closes_at, created_at)", &[row])
        .await
}

//! Ids: 128 bits, made by the server, written as a UUID everywhere outside the program.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{cmp::Ordering, fmt, hash, marker::PhantomData, str::FromStr};
use uuid::Uuid;

/// The id of a `T`. Its type keeps a workshop's id from standing where a moment's belongs.
pub struct Id<T>(Uuid, PhantomData<fn() -> T>);

/// Names the type of an id, see [`Id`].
#[derive(Debug)]
pub enum EventTag {}
/// Names the type of an id, see [`Id`].
#[derive(Debug)]
pub enum MomentTag {}
/// Names the type of an id, see [`Id`].
#[derive(Debug)]
pub enum GroupTag {}
/// Names the type of an id, see [`Id`].
#[derive(Debug)]
pub enum WorkshopTag {}
/// Names the type of an id, see [`Id`].
#[derive(Debug)]
pub enum StudentTag {}

/// The id of an event.
pub type EventId = Id<EventTag>;
/// The id of a moment.
pub type MomentId = Id<MomentTag>;
/// The id of a group.
pub type GroupId = Id<GroupTag>;
/// The id of a workshop.
pub type WorkshopId = Id<WorkshopTag>;
/// The id of a student.
pub type StudentId = Id<StudentTag>;

impl<T> Id<T> {
    /// The id with these 128 bits.
    #[must_use]
    pub const fn from_u128(bits: u128) -> Self {
        Self(Uuid::from_u128(bits), PhantomData)
    }

    /// The id with this UUID.
    #[must_use]
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self(uuid, PhantomData)
    }
}

impl<T> FromStr for Id<T> {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Uuid::parse_str(text).map(Self::from_uuid)
    }
}

impl<T> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Id<T> {}

impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<T> Eq for Id<T> {}

impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}

impl<T> hash::Hash for Id<T> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<T> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, T> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Uuid::deserialize(deserializer).map(Self::from_uuid)
    }
}

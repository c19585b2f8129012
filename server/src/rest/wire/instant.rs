//! Instants: RFC 3339 on the wire.

use domain::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::borrow::Cow;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat, schema::Type},
};

/// An instant, to the microsecond. Written in UTC; read with any offset, in the years that RFC 3339 can write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rest) struct Instant(pub Timestamp);

/// The first second of the year 1.
const FIRST: i64 = -62_135_596_800_000_000;

impl Instant {
    /// The same of an instant that may not be known.
    pub fn maybe(at: Option<Timestamp>) -> Option<Self> {
        at.map(Self)
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let instant = jiff::Timestamp::from_microsecond(self.0.as_micros()).unwrap_or(jiff::Timestamp::MAX);
        serializer.collect_str(&instant)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        let instant: jiff::Timestamp = text
            .parse()
            .map_err(|_| D::Error::custom("no RFC 3339 time with an offset, as 2027-01-11T08:00:00+01:00"))?;
        let micros = instant.as_microsecond();
        if micros < FIRST {
            return Err(D::Error::custom("a time before the year 1"));
        }
        Ok(Self(Timestamp::from_micros(micros)))
    }
}

impl PartialSchema for Instant {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .description(Some("RFC 3339, with an offset"))
            .examples(["2027-01-11T07:00:00Z"])
            .into()
    }
}

impl ToSchema for Instant {
    fn name() -> Cow<'static, str> {
        "Instant".into()
    }
}

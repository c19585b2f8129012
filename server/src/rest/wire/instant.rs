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
        // jiff reads more than RFC 3339 has, as times without seconds.
        let instant: Option<jiff::Timestamp> = has_form(&text).then(|| text.parse().ok()).flatten();
        let instant =
            instant.ok_or_else(|| D::Error::custom("no RFC 3339 time with an offset, as 2027-01-11T08:00:00+01:00"))?;
        let micros = instant.as_microsecond();
        if micros < FIRST {
            return Err(D::Error::custom("a time before the year 1"));
        }
        Ok(Self(Timestamp::from_micros(micros)))
    }
}

/// Whether a text has the form `2027-01-11T08:00:00`, perhaps with a fraction of the last second, and an offset.
fn has_form(text: &str) -> bool {
    let is = |text: &str, form: &str| {
        text.len() == form.len()
            && (text.bytes().zip(form.bytes())).all(|(byte, wanted)| match wanted {
                b'0' => byte.is_ascii_digit(),
                b'T' => matches!(byte, b'T' | b't' | b' '),
                wanted => byte == wanted,
            })
    };
    let Some((local, rest)) = text.split_at_checked(19) else { return false };
    let fraction = rest
        .strip_prefix('.')
        .map(|digits| digits.len() - digits.trim_start_matches(|c: char| c.is_ascii_digit()).len());
    let offset = match fraction {
        Some(0) => return false,
        Some(digits) => &rest[digits + 1..],
        None => rest,
    };
    is(local, "0000-00-00T00:00:00") && (matches!(offset, "Z" | "z") || is(offset, "+00:00") || is(offset, "-00:00"))
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

#[cfg(test)]
mod tests {
    use super::{FIRST, Instant};

    #[test]
    fn an_instant_is_rfc_3339_and_nothing_else() {
        let read =
            |text: &str| serde_json::from_value::<Instant>(text.into()).ok().map(|instant| instant.0.as_micros());
        assert_eq!(read("1970-01-01T01:00:00+01:00"), Some(0));
        assert_eq!(read("1970-01-01t00:00:00.5z"), Some(500_000));
        assert_eq!(read("0001-01-01T00:00:00Z"), Some(FIRST));
        for wrong in [
            "",
            "1970-01-01",
            "1970-01-01T00:00Z",
            "19700101T000000Z",
            "1970-01-01T00:00:00",
            "1970-01-01T00:00:00.Z",
            "1970-01-01T00:00:00+01",
            "1970-01-01T00:00:00Z[UTC]",
            "1970-01-01T00:00:00,5Z",
            "0000-12-31T23:59:59Z",
            "1970-02-30T00:00:00Z",
            "+001970-01-01T00:00:00Z",
            "1970-01-01T00:00:0\u{e9}Z",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}

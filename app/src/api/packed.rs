//! How answers travel.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, de::DeserializeOwned, ser};

/// An answer that travels as a text of JSON inside the JSON around it.
///
/// A page reads each kind of answer in two ways: out of the HTML that the server rendered, and out of the response to a
/// call. Each way would have reading code of its own for every type in the student's download; packed, both only read
/// a text, and share the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed<T>(
    /// The answer.
    pub T,
);

impl<T: Serialize> Serialize for Packed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&serde_json::to_string(&self.0).map_err(ser::Error::custom)?)
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Packed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = String::deserialize(deserializer)?;
        serde_json::from_str(&json).map(Self).map_err(de::Error::custom)
    }
}

//! Reading values more exactly than serde does by itself.

use serde::{
    Deserialize, Deserializer,
    de::{Error, IntoDeserializer, MapAccess, Visitor, value::MapAccessDeserializer},
};
use serde_json::Number;
use std::{collections::HashSet, fmt, hash::Hash, marker::PhantomData};

/// Tells `null` from a member that isn't there: the first clears, the second keeps.
///
/// # Errors
/// As reading a `T` does.
pub(in crate::rest) fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(deserializer).map(Some)
}

/// A member that may be left out, and that `null` makes no sense for.
///
/// # Errors
/// As reading a `T` does.
pub(in crate::rest) fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// What must be an object; a derived reader takes a list of its members' values too.
pub(in crate::rest) struct Object<T>(pub T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Members<T> {
            type Value = T;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<T, A::Error> {
                T::deserialize(MapAccessDeserializer::new(members))
            }
        }

        deserializer.deserialize_map(Members(PhantomData)).map(Self)
    }
}

/// An object that may be left out.
///
/// # Errors
/// As reading a `T` does, and if it is no object.
pub(in crate::rest) fn given_object<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    Object::deserialize(deserializer).map(|Object(value)| Some(value))
}

/// A list of objects.
///
/// # Errors
/// As reading a list of `T` does, and if one of them is no object.
pub(in crate::rest) fn objects<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    Vec::deserialize(deserializer).map(|list: Vec<Object<T>>| list.into_iter().map(|Object(value)| value).collect())
}

/// One of the words of an enum; a derived reader takes `{"word": null}` too, and what isn't text for no JSON at all.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::rest) struct Word<T>(pub T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Word<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(String::deserialize(deserializer)?.into_deserializer()).map(Self)
    }
}

/// Such a word.
///
/// # Errors
/// If it is none of them.
pub(in crate::rest) fn word<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    Word::deserialize(deserializer).map(|Word(value)| value)
}

/// A list in which nothing stands twice.
///
/// # Errors
/// As reading a list of `T` does, and if something stands there twice.
pub(in crate::rest) fn distinct<'de, T: Deserialize<'de> + Eq + Hash + Copy, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    let list = Vec::<T>::deserialize(deserializer)?;
    let mut seen = HashSet::with_capacity(list.len());
    if list.iter().all(|value| seen.insert(*value)) {
        Ok(list)
    } else {
        Err(D::Error::custom("something stands there twice"))
    }
}

/// Such a list that may be left out.
///
/// # Errors
/// As [`distinct`].
pub(in crate::rest) fn given_distinct<'de, T: Deserialize<'de> + Eq + Hash + Copy, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Vec<T>>, D::Error> {
    distinct(deserializer).map(Some)
}

/// A whole number. `24.0` is one too (JSON Schema 2020-12, validation, 6.1.1), and some languages write it so.
///
/// # Errors
/// If it isn't whole, or isn't between 0 and 2³² - 1.
pub(in crate::rest) fn whole<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let number = Number::deserialize(deserializer)?;
    // A number of 64 bits that is whole and below 2³² is written without a point and a sign.
    let whole = number.as_u64().or_else(|| number.as_f64().and_then(|float| format!("{float}").parse().ok()));
    whole.and_then(|whole| u32::try_from(whole).ok()).ok_or_else(|| D::Error::custom("no whole number from 0"))
}

/// Such a number that may be left out.
///
/// # Errors
/// As [`whole`].
pub(in crate::rest) fn given_whole<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
    whole(deserializer).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_whole_number_may_be_written_with_a_point() {
        for (number, read) in [(json!(24), 24), (json!(24.0), 24), (json!(0), 0), (json!(1e5), 100_000)] {
            assert_eq!(whole(number).ok(), Some(read));
        }
        for wrong in [json!(-1), json!(2.5), json!(1e300), json!(4_294_967_296_u64), json!("24"), json!(null)] {
            assert!(whole(&wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn nothing_stands_twice_in_a_list() {
        assert_eq!(distinct::<u32, _>(json!([1, 2])).ok(), Some(vec![1, 2]));
        assert!(distinct::<u32, _>(json!([1, 2, 1])).is_err());
    }
}

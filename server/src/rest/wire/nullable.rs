//! Members that a change may leave out: which of them may be `null`.

use serde::{Deserialize, Deserializer};

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

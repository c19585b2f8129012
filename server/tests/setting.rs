//! What the one who runs the tests may set.

use std::{fmt::Debug, str::FromStr};

/// What a variable says, if it is set.
pub fn setting<T: FromStr<Err: Debug>>(name: &str) -> Option<T> {
    let text = std::env::var_os(name)?.into_string().expect("a number");
    Some(text.parse().expect("a number"))
}

/// How often an attack is repeated: once, or as often as WORKSHOPS_TEST_ROUNDS says.
#[must_use]
pub fn rounds() -> usize {
    setting("WORKSHOPS_TEST_ROUNDS").unwrap_or(1)
}

//! Texts in requests, and what the description says of them. The rules themselves are `domain::edit::text` and
//! [`domain::StudentKey`]; here is what a schema can say of them, so that `make fuzz-api` finds where the two differ.
//! They drop the space around a text and then count, a schema counts all; so all is counted here first.

use domain::edit::text::{LINE, PARAGRAPHS};
use serde::{Deserialize, Deserializer, de::Error};
use std::{borrow::Cow, ops::Deref};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::Type},
};

/// White space as Unicode has it (`White_Space`), inside the brackets of a regular expression: it is dropped at both ends.
const SPACE: &str = r"\t-\r\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000";
/// What can't be written in a list.
const UNWRITABLE: &str = r"\u0000-\u001f\u007f-\u009f\ufffe\uffff";
/// The same in a text that has lines.
const UNWRITABLE_IN_LINES: &str = r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff";
/// What is skipped in a key, space aside.
const HYPHENS: &str = r"\-\u00ad\u2010-\u2015\u2212";

macro_rules! text {
    ($(#[doc = $text:literal] $name:ident: $least:literal to $most:expr, $pattern:expr;)*) => {$(
        #[doc = $text]
        #[derive(Clone, Default)]
        pub(in crate::rest) struct $name(String);

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                if text.chars().count() > $most as usize {
                    return Err(D::Error::custom(format_args!("more than {} characters", $most)));
                }
                Ok(Self(text))
            }
        }

        impl Deref for $name {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                ObjectBuilder::new()
                    .schema_type(Type::String)
                    .description(Some($text.trim()))
                    .min_length(($least > 0).then_some($least))
                    .max_length(Some($most as usize))
                    .pattern(Some($pattern))
                    .into()
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                stringify!($name).into()
            }
        }
    )*};
}

text! {
    /// A line that isn't empty, of at most 200 characters, none of them a control character. Space around it is dropped.
    Line: 1 to LINE, filled_line();
    /// A line of at most 200 characters, none of them a control character. Space around it is dropped.
    OptionalLine: 0 to LINE, format!("^[{SPACE}]*(?:[^{UNWRITABLE}{SPACE}][^{UNWRITABLE}]*)?[{SPACE}]*$");
    /// Any number of lines, at most 5,000 characters, no control characters but tabs and ends of lines.
    Paragraphs: 0 to PARAGRAPHS, format!("^[{SPACE}]*(?:[^{UNWRITABLE}{SPACE}][^{UNWRITABLE_IN_LINES}]*)?[{SPACE}]*$");
    /// A class: a line that isn't empty, of at most 40 characters.
    ClassName: 1 to 40, filled_line();
    /// A school's number of a student: a line of at most 40 characters; an empty one is none.
    StudentNumber: 0 to 40, format!("^[{SPACE}]*(?:[^{UNWRITABLE}{SPACE}][^{UNWRITABLE}]*)?[{SPACE}]*$");
    /// A key that is set by hand: 4 to 64 characters; case, hyphens and spaces don't count. An empty one is none.
    KeyText: 0 to 200, format!(
        "^(?:[{SPACE}]*|[{HYPHENS}{SPACE}]*(?:[^{UNWRITABLE_IN_KEYS}{HYPHENS}{SPACE}][{HYPHENS}{SPACE}]*){{4,64}})$"
    );
}

/// Control characters: a key isn't exported but in a cell that escapes the rest.
const UNWRITABLE_IN_KEYS: &str = r"\u0000-\u001f\u007f-\u009f";

fn filled_line() -> String {
    format!("^[{SPACE}]*[^{UNWRITABLE}{SPACE}][^{UNWRITABLE}]*[{SPACE}]*$")
}

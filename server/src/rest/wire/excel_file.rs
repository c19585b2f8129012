//! An Excel file.

use std::borrow::Cow;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat, schema::Type},
};

/// An Excel file, for the description: what is answered is the file's bytes.
pub(in crate::rest) struct ExcelFile;

impl PartialSchema for ExcelFile {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)))
            .description(Some("An Excel file."))
            .into()
    }
}

impl ToSchema for ExcelFile {
    fn name() -> Cow<'static, str> {
        "ExcelFile".into()
    }
}

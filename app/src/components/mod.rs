//! Parts that know no word of the business.

pub mod alert;
pub mod page_title;
pub mod text_field;

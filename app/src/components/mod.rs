//! Parts that know no word of the business.

pub mod alert;
pub mod page_title;
pub mod search;
pub mod text_area;
pub mod text_field;

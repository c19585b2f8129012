//! What goes over the wire: the bodies of requests and answers, apart from the program's own types, so that a change
//! inside changes no client.

mod event;
mod event_input;
mod excel_file;
mod feasibility;
mod instant;
mod registration;
mod seats;
mod session;
mod student;
mod student_file;
mod text;
mod values;

pub(super) use event::{EventBody, EventList, EventSummary, GroupBody, Links, MomentBody, WorkshopBody};
pub(super) use event_input::{
    EventInput, EventPatch, GroupInput, MomentInput, MomentPatch, WorkshopInput, WorkshopPatch,
};
pub(super) use excel_file::ExcelFile;
pub(super) use feasibility::FeasibilityBody;
pub(super) use instant::Instant;
pub(super) use registration::{OverrideName, Placing, RegistrationBody, SelectionInput, touched, violation};
pub(super) use seats::{SeatMessage, SeatsBody};
pub(super) use session::{LoggedIn, Login, LoginType, Me, NewPassword, NewToken, Role};
pub(super) use student::{StatusName, StudentBody, StudentInput, StudentList, StudentPatch};
pub(super) use student_file::{ImportBody, file_errors};
pub(super) use values::Object;

use domain::edit::Field;

/// What a field of a form is called here.
pub(super) const fn member(field: Field) -> &'static str {
    match field {
        Field::Form | Field::File => "",
        Field::Title => "title",
        Field::Slug => "slug",
        Field::Intro => "intro",
        Field::Name => "name",
        Field::Starts => "starts_at",
        Field::Ends => "ends_at",
        Field::Opens => "availability/opens_at",
        Field::Closes => "availability/closes_at",
        Field::Capacity => "capacity",
        Field::Location => "location",
        Field::Host => "host",
        Field::Description => "description",
        Field::Moments => "moment_ids",
        Field::Groups => "group_ids",
        Field::A => "a",
        Field::B => "b",
        Field::Class => "class",
        Field::Group => "group_id",
        Field::Number => "number",
        Field::Key => "key",
    }
}

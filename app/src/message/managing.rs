//! Words for administrators: what is wrong with a form or a file, and what the record says.

use super::{list, title};
use crate::i18n::{Locale, td_string};
use domain::{
    Event, WorkshopId,
    edit::{Field, LinkForm, LinkProblem, Problem},
    student_file::{Column, FileProblem, LineProblem},
};

/// What is wrong with a field. Workshops are called as the event calls them.
pub fn problem(locale: Locale, event: Option<&Event>, problem: &Problem) -> String {
    let label = |id: WorkshopId| event.map(|event| LinkForm::label(event, id)).unwrap_or_default();
    match problem {
        Problem::Empty => td_string!(locale, problem.empty).to_string(),
        Problem::TooLong { limit } => td_string!(locale, problem.too_long, n = *limit).to_string(),
        Problem::ControlCharacter => td_string!(locale, problem.control).to_string(),
        Problem::NoNumber => td_string!(locale, problem.no_number).to_string(),
        Problem::TooMuch { limit } => td_string!(locale, problem.too_much, n = *limit).to_string(),
        Problem::NoSlug => td_string!(locale, problem.no_slug).to_string(),
        Problem::NoKey => td_string!(locale, problem.no_key).to_string(),
        Problem::NoTime => td_string!(locale, problem.no_time).to_string(),
        Problem::NotLater => td_string!(locale, problem.not_later).to_string(),
        Problem::Taken => td_string!(locale, problem.taken).to_string(),
        Problem::NoMoment => td_string!(locale, problem.no_moment).to_string(),
        Problem::TooMany { limit } => td_string!(locale, problem.too_many, n = *limit).to_string(),
        Problem::Gone => td_string!(locale, problem.gone).to_string(),
        Problem::Unknown { name } => td_string!(locale, problem.unknown, name = name.clone()).to_string(),
        Problem::MissingColumns { fields } => {
            let names: Vec<String> = fields.iter().map(|&field| self::field(locale, field).to_owned()).collect();
            td_string!(locale, problem.missing_columns, names = list(locale, &names)).to_string()
        }
        Problem::OpenQuote => td_string!(locale, problem.open_quote).to_string(),
        Problem::Changed => td_string!(locale, problem.changed).to_string(),
        Problem::Link(link) => link_problem(locale, event, link),
        Problem::LinkBroken { with } => td_string!(locale, problem.link_broken, title = label(*with)).to_string(),
        Problem::HasStudents { students } => td_string!(locale, problem.has_students, n = *students).to_string(),
        Problem::OnlyGroupOf { workshops } => {
            let titles: Vec<String> = workshops.iter().copied().map(label).collect();
            td_string!(locale, problem.only_group, titles = list(locale, &titles)).to_string()
        }
        Problem::OnlyMomentOf { workshops } => {
            let titles: Vec<String> = workshops.iter().copied().map(label).collect();
            td_string!(locale, problem.only_moment, titles = list(locale, &titles)).to_string()
        }
        Problem::Expired => td_string!(locale, problem.expired).to_string(),
        Problem::Differs => td_string!(locale, problem.differs).to_string(),
    }
}

fn link_problem(locale: Locale, event: Option<&Event>, problem: &LinkProblem) -> String {
    let name = |id| event.map(|event| title(event, id)).unwrap_or_default();
    match *problem {
        LinkProblem::Itself => td_string!(locale, links.itself).to_string(),
        LinkProblem::Twice => td_string!(locale, links.twice).to_string(),
        LinkProblem::SameMoment { first, second, moment } => {
            let moment = event.and_then(|event| event.moment(moment)).map(|m| m.name.clone()).unwrap_or_default();
            td_string!(locale, links.same_moment, a = name(first), b = name(second), moment = moment).to_string()
        }
        LinkProblem::NoCommonGroup => td_string!(locale, links.no_common_group).to_string(),
        LinkProblem::Contradiction { first, second } => {
            td_string!(locale, links.contradiction, a = name(first), b = name(second)).to_string()
        }
    }
}

/// What a field is called.
pub(crate) fn field(locale: Locale, field: Field) -> &'static str {
    match field {
        Field::Form => "",
        Field::Title => td_string!(locale, field.title),
        Field::Slug => td_string!(locale, field.slug),
        Field::Intro => td_string!(locale, field.intro),
        Field::Name => td_string!(locale, field.name),
        Field::Starts => td_string!(locale, field.starts),
        Field::Ends => td_string!(locale, field.ends),
        Field::Opens => td_string!(locale, field.opens),
        Field::Closes => td_string!(locale, field.closes),
        Field::Capacity => td_string!(locale, field.capacity),
        Field::Location => td_string!(locale, field.location),
        Field::Host => td_string!(locale, field.host),
        Field::Description => td_string!(locale, field.description),
        Field::Moments => td_string!(locale, field.moments),
        Field::Groups => td_string!(locale, field.groups),
        Field::A => td_string!(locale, links.a),
        Field::B => td_string!(locale, links.b),
        Field::Class => td_string!(locale, field.class),
        Field::Group => td_string!(locale, field.group),
        Field::Number => td_string!(locale, field.number),
        Field::Key => td_string!(locale, field.key),
        Field::File => td_string!(locale, import.file),
    }
}

/// What a column of a student file is called.
pub(crate) fn column(locale: Locale, column: Column) -> &'static str {
    match column {
        Column::Name => td_string!(locale, field.name),
        Column::Class => td_string!(locale, field.class),
        Column::Group => td_string!(locale, field.group),
        Column::Key => td_string!(locale, field.key),
        Column::Number => td_string!(locale, field.number),
    }
}

/// Why a student file can't be read, and what to do about it.
pub fn file_problem(locale: Locale, problem: &FileProblem) -> String {
    match problem {
        FileProblem::Empty => td_string!(locale, file.empty).to_string(),
        FileProblem::NoRows => td_string!(locale, file.no_rows).to_string(),
        FileProblem::Spreadsheet => td_string!(locale, file.spreadsheet).to_string(),
        FileProblem::NotText => td_string!(locale, file.not_text).to_string(),
        FileProblem::MissingColumns { columns } => {
            let names: Vec<String> = columns.iter().map(|&c| column(locale, c).to_owned()).collect();
            td_string!(locale, file.missing_columns, names = list(locale, &names)).to_string()
        }
        FileProblem::ColumnTwice { column: twice } => {
            td_string!(locale, file.column_twice, name = column(locale, *twice)).to_string()
        }
        FileProblem::BrokenQuotes { line } => td_string!(locale, file.broken_quotes, n = *line).to_string(),
        FileProblem::TooManyRows { limit } => td_string!(locale, file.too_many_rows, n = *limit).to_string(),
        FileProblem::TooLarge { limit } => {
            td_string!(locale, file.too_large, n = limit.div_ceil(1_000_000)).to_string()
        }
    }
}

/// What is wrong with a line of a student file.
pub fn line_problem(locale: Locale, problem: &LineProblem) -> String {
    match problem {
        LineProblem::MissingName => td_string!(locale, line.missing_name).to_string(),
        LineProblem::MissingClass => td_string!(locale, line.missing_class).to_string(),
        LineProblem::MissingGroup => td_string!(locale, line.missing_group).to_string(),
        LineProblem::UnknownGroup { group } => td_string!(locale, line.unknown_group, name = group.clone()).to_string(),
        LineProblem::InvalidKey => td_string!(locale, problem.no_key).to_string(),
        LineProblem::KeyTwice { first_line } => td_string!(locale, line.key_twice, n = *first_line).to_string(),
        LineProblem::KeyInUse => td_string!(locale, line.key_in_use).to_string(),
        LineProblem::NumberTwice { first_line } => td_string!(locale, line.number_twice, n = *first_line).to_string(),
        LineProblem::SameStudentTwice { first_line } => {
            td_string!(locale, line.same_student, n = *first_line).to_string()
        }
        LineProblem::SeveralStudents => td_string!(locale, line.several).to_string(),
        LineProblem::TooLong { column: long, limit } => {
            td_string!(locale, line.too_long, name = column(locale, *long), n = *limit).to_string()
        }
        LineProblem::TooFewFields => td_string!(locale, line.too_few).to_string(),
        LineProblem::TooManyFields => td_string!(locale, line.too_many).to_string(),
        LineProblem::UnreadableCharacters { column: bad } => {
            td_string!(locale, line.unreadable, name = column(locale, *bad)).to_string()
        }
        LineProblem::BrokenQuotes => td_string!(locale, line.broken_quotes).to_string(),
    }
}

/// What was done, as the record calls it.
#[must_use]
pub fn record_action(locale: Locale, action: &str) -> String {
    match action {
        "create-event" => td_string!(locale, action.create_event).to_string(),
        "import-event" => td_string!(locale, action.import_event).to_string(),
        "copy-event" => td_string!(locale, action.copy_event).to_string(),
        "delete-event" => td_string!(locale, action.delete_event).to_string(),
        "password" => td_string!(locale, action.password).to_string(),
        "settings" => td_string!(locale, action.settings).to_string(),
        "availability" => td_string!(locale, action.availability).to_string(),
        "moments" => td_string!(locale, action.moments).to_string(),
        "groups" => td_string!(locale, action.groups).to_string(),
        "workshops" => td_string!(locale, action.workshops).to_string(),
        "links" => td_string!(locale, action.links).to_string(),
        "students" | "import-students" => td_string!(locale, action.import_students).to_string(),
        "add-student" => td_string!(locale, action.add_student).to_string(),
        "edit-student" => td_string!(locale, action.edit_student).to_string(),
        "remove-students" => td_string!(locale, action.remove_students).to_string(),
        "new-keys" => td_string!(locale, action.new_keys).to_string(),
        "cards" => td_string!(locale, action.cards).to_string(),
        "place" => td_string!(locale, action.place).to_string(),
        other => other.to_owned(),
    }
}

/// Which field of a change the record names.
#[must_use]
pub fn record_field(locale: Locale, name: &str) -> String {
    match name {
        "title" => td_string!(locale, field.title).to_string(),
        "slug" => td_string!(locale, field.slug).to_string(),
        "intro" => td_string!(locale, field.intro).to_string(),
        "state" => td_string!(locale, manage.availability).to_string(),
        "opens_at" => td_string!(locale, field.opens).to_string(),
        "closes_at" => td_string!(locale, field.closes).to_string(),
        "moments" => td_string!(locale, field.moments).to_string(),
        "groups" => td_string!(locale, field.groups).to_string(),
        "workshops" => td_string!(locale, nav.workshops).to_string(),
        "links" => td_string!(locale, nav.links).to_string(),
        "name" => td_string!(locale, field.name).to_string(),
        "class" => td_string!(locale, field.class).to_string(),
        "group" => td_string!(locale, field.group).to_string(),
        "number" => td_string!(locale, field.number).to_string(),
        "key" => td_string!(locale, field.key).to_string(),
        "student" => td_string!(locale, field.student).to_string(),
        "students" => td_string!(locale, nav.students).to_string(),
        "lost" => td_string!(locale, record.lost).to_string(),
        "extra_seat" => td_string!(locale, manage.extra).to_string(),
        "despite_group" => td_string!(locale, students.other_group).to_string(),
        "added" => td_string!(locale, import.added).to_string(),
        "changed" => td_string!(locale, import.changed).to_string(),
        "description" => td_string!(locale, field.description).to_string(),
        "capacity" => td_string!(locale, field.capacity).to_string(),
        "location" => td_string!(locale, field.location).to_string(),
        "host" => td_string!(locale, field.host).to_string(),
        "cancelled" => td_string!(locale, field.cancelled).to_string(),
        "starts_at" => td_string!(locale, field.starts).to_string(),
        "ends_at" => td_string!(locale, field.ends).to_string(),
        "required" => td_string!(locale, settings.required).to_string(),
        "kind" => td_string!(locale, links.kind).to_string(),
        "a" => td_string!(locale, links.a).to_string(),
        "b" => td_string!(locale, links.b).to_string(),
        "keys" => td_string!(locale, record.keys).to_string(),
        "cards" => td_string!(locale, record.cards).to_string(),
        "of" => td_string!(locale, record.of).to_string(),
        other => other.to_owned(),
    }
}

/// A value that the record holds as a code.
#[must_use]
pub fn record_value(locale: Locale, name: &str, value: &str) -> String {
    match (name, value) {
        ("state", "open") => td_string!(locale, manage.state_open).to_string(),
        ("state", "closed") => td_string!(locale, manage.state_closed).to_string(),
        ("state", "scheduled") => td_string!(locale, manage.schedule).to_string(),
        ("kind", "together") => td_string!(locale, links.together).to_string(),
        ("kind", "exclusive") => td_string!(locale, links.exclusive).to_string(),
        ("of", "*") => td_string!(locale, record.everyone).to_string(),
        (_, value) => value.to_owned(),
    }
}

/// "Ja" or "Nee".
#[must_use]
pub fn yes_or_no(locale: Locale, yes: bool) -> &'static str {
    if yes { td_string!(locale, common.yes) } else { td_string!(locale, common.no) }
}

/// Who did it.
#[must_use]
pub fn by_whom(locale: Locale, name: &str) -> String {
    match name {
        "command line" => td_string!(locale, record.command).to_string(),
        name => name.to_owned(),
    }
}

/// What the first moment and the first group of a new event are called.
#[must_use]
pub fn first_parts(locale: Locale) -> [String; 2] {
    [td_string!(locale, events.first_moment).to_string(), td_string!(locale, events.first_group).to_string()]
}

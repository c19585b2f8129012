//! Forms as they are filled in, and the data in them once nothing is wrong.

use super::{Field, FieldError, Problem, text};
use crate::{
    Availability, AvailabilityState, Event, GroupId, Link, LinkKind, MomentId, Slug, StudentKey, Timestamp, Workshop,
    WorkshopId, student_file::Column,
};
use serde::{Deserialize, Serialize};

/// Collects what is wrong, and goes on with what could be read.
#[derive(Default)]
struct Check(Vec<FieldError>);

impl Check {
    fn field<T: Default>(&mut self, field: Field, read: Result<T, Problem>) -> T {
        read.unwrap_or_else(|problem| {
            self.0.push(FieldError::of_form(field, problem));
            T::default()
        })
    }

    fn end<T>(self, value: T) -> Result<T, Vec<FieldError>> {
        if self.0.is_empty() { Ok(value) } else { Err(self.0) }
    }
}

/// A workshop as it is filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkshopForm {
    /// Its title.
    pub title: String,
    /// What students read about it.
    pub description: String,
    /// The moments that are ticked.
    pub moments: Vec<MomentId>,
    /// The groups that are ticked.
    pub groups: Vec<GroupId>,
    /// How many fit.
    pub capacity: String,
    /// Where it is.
    pub location: String,
    /// Who gives it.
    pub host: String,
    /// Whether it is called off.
    pub cancelled: bool,
}

impl From<&Workshop> for WorkshopForm {
    fn from(workshop: &Workshop) -> Self {
        Self {
            title: workshop.title.clone(),
            description: workshop.description.clone(),
            moments: workshop.moments.clone(),
            groups: workshop.groups.clone(),
            capacity: workshop.capacity.to_string(),
            location: workshop.location.clone(),
            host: workshop.host.clone(),
            cancelled: workshop.cancelled,
        }
    }
}

impl WorkshopForm {
    /// The workshop `id` as it is filled in, its moments and groups in the event's order. All groups is the same as
    /// none.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn check(&self, event: &Event, id: WorkshopId) -> Result<Workshop, Vec<FieldError>> {
        let mut check = Check::default();
        let title = check.field(Field::Title, text::line(&self.title));
        let description = check.field(Field::Description, text::paragraphs(&self.description));
        let capacity = check.field(Field::Capacity, text::capacity(&self.capacity));
        let location = check.field(Field::Location, text::optional_line(&self.location));
        let host = check.field(Field::Host, text::optional_line(&self.host));
        let moments: Vec<MomentId> =
            event.moments.iter().map(|moment| moment.id).filter(|id| self.moments.contains(id)).collect();
        if moments.is_empty() {
            check.field(Field::Moments, Err::<(), _>(Problem::NoMoment));
        } else if self.moments.iter().any(|&id| event.moment(id).is_none()) {
            check.field(Field::Moments, Err::<(), _>(Problem::Gone));
        }
        let mut groups: Vec<GroupId> =
            event.groups.iter().map(|group| group.id).filter(|id| self.groups.contains(id)).collect();
        if self.groups.iter().any(|&id| event.group(id).is_none()) {
            check.field(Field::Groups, Err::<(), _>(Problem::Gone));
        }
        // What named all groups keeps naming them: a group that is added later isn't let in unasked.
        let named_all = event.workshop(id).is_some_and(|old| groups.iter().all(|group| old.groups.contains(group)));
        if groups.len() == event.groups.len() && !named_all {
            groups.clear();
        }
        let cancelled = self.cancelled;
        check.end(Workshop { id, title, description, moments, groups, capacity, location, host, cancelled })
    }
}

/// An event's title, slug and introduction as they are filled in.
///
/// # Errors
/// All that is wrong.
pub fn check_settings(title: &str, slug: &str, intro: &str) -> Result<(String, Slug, String), Vec<FieldError>> {
    let mut check = Check::default();
    let title = check.field(Field::Title, text::line(title));
    let intro = check.field(Field::Intro, text::paragraphs(intro));
    let problem = if slug.trim().is_empty() { Problem::Empty } else { Problem::NoSlug };
    match slug.trim().parse() {
        Ok(slug) => check.end((title, slug, intro)),
        Err(_) => {
            check.field(Field::Slug, Err::<(), _>(problem));
            Err(check.0)
        }
    }
}

/// The name of a moment or a group as it is filled in.
///
/// # Errors
/// What is wrong.
pub fn check_name(name: &str) -> Result<String, Vec<FieldError>> {
    text::line(name).map_err(|problem| vec![FieldError::of_form(Field::Name, problem)])
}

/// Two times of which the second, if both are known, comes after the first. `at` is the second's field.
///
/// # Errors
/// [`Problem::NotLater`].
pub fn check_span(span: (Option<Timestamp>, Option<Timestamp>), at: Field) -> Result<(), Vec<FieldError>> {
    match span {
        (Some(from), Some(until)) if until <= from => Err(vec![FieldError::of_form(at, Problem::NotLater)]),
        _ => Ok(()),
    }
}

/// When students can register, as it is filled in: a schedule without times says nothing.
///
/// # Errors
/// [`Problem::Empty`], [`Problem::NotLater`].
pub fn check_availability(availability: &Availability) -> Result<(), Vec<FieldError>> {
    let Availability { state, opens_at, closes_at } = *availability;
    if state == AvailabilityState::Scheduled && opens_at.is_none() && closes_at.is_none() {
        return Err(vec![FieldError::of_form(Field::Opens, Problem::Empty)]);
    }
    check_span((opens_at, closes_at), Field::Closes)
}

/// A link as it is filled in: workshops by what stands in the two search boxes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkForm {
    /// One workshop.
    pub a: String,
    /// The other.
    pub b: String,
    /// `together` or `exclusive`.
    pub kind: String,
}

impl LinkForm {
    /// The link, if it may be added to the event.
    ///
    /// # Errors
    /// What is wrong.
    pub fn check(&self, event: &Event) -> Result<Link, Vec<FieldError>> {
        let mut check = Check::default();
        let found = |text: &str| -> Result<Option<WorkshopId>, Problem> {
            if text.trim().is_empty() {
                return Err(Problem::Empty);
            }
            Self::find(event, text).map(Some).ok_or(Problem::Gone)
        };
        let a = check.field(Field::A, found(&self.a));
        let b = check.field(Field::B, found(&self.b));
        let kind = if self.kind == "exclusive" { LinkKind::Exclusive } else { LinkKind::Together };
        let (Some(a), Some(b)) = (a, b) else { return Err(check.0) };
        let link = Link { a, b, kind };
        match super::check_link(event, link) {
            Ok(()) => check.end(link),
            Err(problem) => Err(vec![FieldError::of_form(Field::Form, Problem::Link(problem))]),
        }
    }

    /// How a workshop is called where it must not be mistaken for one with the same title: with its moments, and with
    /// a number if that still isn't enough.
    #[must_use]
    pub fn label(event: &Event, id: WorkshopId) -> String {
        let plain = |workshop: &Workshop| {
            let moments: Vec<&str> =
                workshop.moments.iter().filter_map(|&id| event.moment(id)).map(|moment| moment.name.as_str()).collect();
            // A search box is read without the space around it.
            format!("{} ({})", workshop.title.trim(), moments.join(" + "))
        };
        let Some(workshop) = event.workshop(id) else { return String::new() };
        let label = plain(workshop);
        let earlier = event.workshops.iter().take_while(|other| other.id != id).filter(|w| plain(w) == label).count();
        if earlier == 0 { label } else { format!("{label} #{}", earlier + 1) }
    }

    /// The workshop that a text in a search box means: its id, its label, or a title that only one has.
    #[must_use]
    pub fn find(event: &Event, text: &str) -> Option<WorkshopId> {
        let text = text.trim();
        let by_id = text.parse::<WorkshopId>().ok().filter(|&id| event.workshop(id).is_some());
        let by_label = || event.workshops.iter().map(|workshop| workshop.id).find(|&id| Self::label(event, id) == text);
        let by_title = || {
            let mut same = event.workshops.iter().filter(|workshop| workshop.title.trim() == text);
            same.next().filter(|_| same.next().is_none()).map(|workshop| workshop.id)
        };
        by_id.or_else(by_label).or_else(by_title)
    }
}

/// A student as he is filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StudentForm {
    /// His name.
    pub name: String,
    /// His class.
    pub class: String,
    /// His group's id.
    pub group: String,
    /// His school number; may be empty.
    pub number: String,
    /// A key set by hand; empty keeps the one that he has, or has one made.
    pub key: String,
}

/// A student as he is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StudentData {
    /// His name.
    pub name: String,
    /// His class.
    pub class: String,
    /// His group.
    pub group: GroupId,
    /// His school number.
    pub number: Option<String>,
    /// The key to set.
    pub key: Option<StudentKey>,
}

impl StudentForm {
    /// The student as he is filled in.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn check(&self, event: &Event) -> Result<StudentData, Vec<FieldError>> {
        let limit = |column: Column| u32::try_from(column.max_chars()).unwrap_or(u32::MAX);
        let mut check = Check::default();
        let name = check.field(Field::Name, text::line(&self.name));
        let class = check.field(Field::Class, text::line_of(&self.class, limit(Column::Class)));
        let number = match self.number.trim() {
            "" => None,
            number => Some(check.field(Field::Number, text::line_of(number, limit(Column::Number)))),
        };
        let key = match self.key.trim() {
            "" => None,
            key => check.field(Field::Key, key.parse().map(Some).map_err(|_| Problem::NoKey)),
        };
        let known = |id: &GroupId| event.group(*id).is_some();
        let problem = if self.group.is_empty() { Problem::Empty } else { Problem::Gone };
        let group = check.field(Field::Group, self.group.parse().ok().filter(known).map(Some).ok_or(problem));
        match group {
            Some(group) => check.end(StudentData { name, class, group, number, key }),
            None => Err(check.0),
        }
    }
}

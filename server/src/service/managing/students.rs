//! The list of students, and one of them.

use super::{
    super::people::{People, Person},
    Services, field,
};
use crate::{
    error::{Error, Result},
    export::sort_key,
    service::people::titles,
    text::folded,
};
use app::{
    api::managing::{DecisionShown, StudentDetails, StudentList, StudentQuery, StudentsPage},
    i18n::Locale,
    message,
};
use domain::{EventId, StudentId, StudentKey, edit::fingerprint, rules::Status};

/// How many students a page of the list shows.
const PAGE_SIZE: u32 = 100;

/// How many decisions a student's page shows.
const DECISIONS: u32 = 50;

/// What the query of an address asks for.
fn query_of(query: &str) -> StudentQuery {
    StudentQuery {
        q: field(query, "q"),
        class: field(query, "class"),
        group: field(query, "group"),
        status: field(query, "status"),
        sort: field(query, "sort"),
        page: field(query, "page").parse().unwrap_or(0),
    }
}

/// A page of the students that a query asks for.
pub(super) fn list(people: &People, query: &StudentQuery) -> StudentList {
    let found = found(people, query);
    let from = query.page.saturating_mul(PAGE_SIZE) as usize;
    StudentList {
        found: u32::try_from(found.len()).unwrap_or(u32::MAX),
        page_size: PAGE_SIZE,
        rows: found.into_iter().skip(from).take(PAGE_SIZE as usize).map(|person| people.line(person)).collect(),
    }
}

/// All students that a query asks for, in the order that it asks for.
#[must_use]
pub fn found<'a>(people: &'a People, query: &StudentQuery) -> Vec<&'a Person> {
    let words: Vec<String> = folded(&query.q).split_whitespace().map(str::to_owned).collect();
    // A key may be typed in any way.
    let key = query.q.parse::<StudentKey>().ok();
    let group = query.group.parse().ok();
    let status = status_of(&query.status);
    let mut found: Vec<_> = people
        .all
        .iter()
        .filter(|person| query.class.is_empty() || person.row.class == query.class)
        .filter(|person| query.group.is_empty() || Some(person.row.group) == group)
        .filter(|person| status.is_none_or(|status| person.status == status))
        .filter(|person| {
            let row = &person.row;
            let has_key = || key.as_ref().is_some_and(|key| row.key.as_str().contains(key.as_str()));
            let number = row.number.as_deref().unwrap_or_default();
            let text = || folded(&format!("{} {} {number} {}", row.name, row.class, row.key));
            let holds = |text: String| words.iter().all(|word| text.contains(word));
            words.is_empty() || has_key() || holds(text())
        })
        .collect();
    let (sort, is_reversed) = match query.sort.strip_prefix('-') {
        Some(sort) => (sort, true),
        None => (query.sort.as_str(), false),
    };
    let position = |id| people.event().groups.iter().position(|group| group.id == id);
    match sort {
        "name" => found.sort_by_cached_key(|person| sort_key(&person.row.name)),
        "group" => found.sort_by_key(|person| position(person.row.group)),
        "status" => found.sort_by_key(|person| match person.status {
            Status::None => 0,
            Status::Partial => 1,
            Status::Complete => 2,
        }),
        // The list comes by class and name.
        _ => {}
    }
    if is_reversed {
        found.reverse();
    }
    found
}

fn status_of(name: &str) -> Option<Status> {
    match name {
        "none" => Some(Status::None),
        "partial" => Some(Status::Partial),
        "complete" => Some(Status::Complete),
        _ => None,
    }
}

impl Services {
    pub(super) async fn students_page(&self, event: EventId, query: &str) -> Result<StudentsPage> {
        let people = self.people(event).await?;
        let query = query_of(query);
        Ok(StudentsPage {
            list: list(&people, &query),
            query,
            total: u32::try_from(people.all.len()).unwrap_or(u32::MAX),
            classes: people.classes().into_iter().map(|(class, _)| class).collect(),
            groups: people.event().groups.clone(),
        })
    }

    pub(super) async fn student_details(
        &self,
        event: EventId,
        student: StudentId,
        locale: Locale,
    ) -> Result<StudentDetails> {
        let people = self.people(event).await?;
        let person = people.all.iter().find(|person| person.row.id == student).ok_or(Error::NotFound)?;
        let dates = self.dates(locale);
        let book = &people.book;
        let decisions = self.store.decisions_of(event, student, DECISIONS).await?;
        let decisions = decisions.into_iter().map(|decision| DecisionShown {
            at: dates.exactly(decision.at),
            requested: titles(book.event(), &decision.requested),
            reasons: decision.violations.iter().map(|v| message::admin_violation(locale, book.event(), v)).collect(),
            by_whom: Some(decision.by_whom).filter(|name| name != "student"),
        });
        Ok(StudentDetails {
            line: people.line(person),
            group: person.row.group,
            base: base(&person.row),
            seats: self.store.seats(book.event()).await?,
            event: book.event().clone(),
            registered_at: person.standing.changed_at().map(|at| dates.day_and_time(at)),
            held: person.standing.held.clone(),
            decisions: decisions.collect(),
        })
    }
}

/// What tells whether a student is still as a page showed him.
#[must_use]
pub fn base(row: &crate::store::StudentRow) -> String {
    fingerprint(&(&row.name, &row.class, &row.group, &row.number, row.key.as_str()))
}

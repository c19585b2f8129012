//! One line of a pasted table: what its cells say, and the form that they fill in.

use super::{
    Known, PastedWorkshop,
    cells::Shape,
    columns::{self, Columns},
    groups_of,
    matching::{Found, Mark},
    moments_of,
    names::Named,
};
use crate::import::{matching::folded, table::Row};
use domain::{
    Workshop, WorkshopId,
    edit::{Field, FieldError, Problem, WorkshopForm, text},
};

/// Words for every group, unless a group is called so.
const EVERYONE: [&str; 7] = ["alle", "iedereen", "alle groepen", "alle doelgroepen", "all", "everyone", "all groups"];

/// A row, its cells read but not compared with the workshops yet.
pub(super) struct Line<'a> {
    row: &'a Row,
    columns: &'a Columns,
    moments: Named,
    /// None where the table hasn't the column.
    groups: Option<Named>,
    capacity: String,
}

impl<'a> Line<'a> {
    /// Reads a row.
    pub fn read(row: &'a Row, columns: &'a Columns, known: &Known) -> Self {
        let text = |field: Field| columns.cell(row, field).map(|cell| Shape::Lines.read(cell));
        let mut moments = known.moments.read(&text(Field::Moments).unwrap_or_default());
        if known.event.moments.len() == 1 && moments == Named::default() {
            moments.places.push(0);
        }
        let groups = text(Field::Groups).map(|cell| match known.groups.read(&cell) {
            named if !named.unknown.is_empty() && EVERYONE.contains(&folded(&cell).as_str()) => Named::default(),
            named => named,
        });
        let capacity = columns::whole_number(&text(Field::Capacity).unwrap_or_default());
        Self { row, columns, moments, groups, capacity }
    }

    fn cell(&self, field: Field) -> Option<&'a str> {
        self.columns.cell(self.row, field)
    }

    /// What the workshop is known by: the title of a known one, if it can be that.
    pub fn mark(&self, known: &Known) -> Mark {
        let cell = self.cell(Field::Title).unwrap_or_default();
        let (title, as_written) = (folded(&Shape::Line.read(cell)), folded(cell));
        let title = if known.titles.contains(&title) {
            title
        } else if known.titles.contains(&as_written) {
            as_written
        } else {
            known.bare_titles.get(&title).cloned().unwrap_or(title)
        };
        let moments = if self.moments.unknown.is_empty() { self.moments.places.clone() } else { Vec::new() };
        Mark { title, moments }
    }

    /// Whether the table has the column, which says what is known already.
    pub fn says(&self, field: Field, known: &str) -> bool {
        self.cell(field).is_some_and(|cell| Shape::Line.says(cell, known))
    }

    /// Whether the line would change nothing in the workshop.
    pub fn is_as(&self, workshop: &Workshop, known: &Known) -> bool {
        // Cells first, because there may be many pairs to compare.
        let is_other = |field: Field, known: &str| self.cell(field).is_some_and(|cell| !Shape::Line.says(cell, known));
        !is_other(Field::Location, &workshop.location)
            && !is_other(Field::Host, &workshop.host)
            && self.form(Some(workshop), known) == WorkshopForm::from(workshop)
    }

    /// The form as it would be filled in. What says the same as before stays to the letter.
    fn form(&self, existing: Option<&Workshop>, known: &Known) -> WorkshopForm {
        let old = existing.map(WorkshopForm::from).unwrap_or_default();
        let text = |field: Field, shape: Shape, old: String| match self.cell(field) {
            Some(cell) if !shape.says(cell, &old) => shape.read(cell),
            _ => old,
        };
        let event = known.event;
        let is_same = |named: &Named, places: &[usize]| named.unknown.is_empty() && named.places == places;
        let moments = match existing {
            Some(workshop) if is_same(&self.moments, &moments_of(event, workshop)) => old.moments,
            _ => self.moments.places.iter().map(|&place| event.moments[place].id).collect(),
        };
        let groups = match (&self.groups, existing) {
            (Some(groups), Some(workshop)) if is_same(groups, &groups_of(event, workshop)) => old.groups,
            (Some(groups), _) => groups.places.iter().map(|&place| event.groups[place].id).collect(),
            (None, _) => old.groups,
        };
        let is_same_number = existing.is_some_and(|old| text::capacity(&self.capacity) == Ok(old.capacity));
        WorkshopForm {
            title: text(Field::Title, Shape::Line, old.title),
            description: text(Field::Description, Shape::Lines, old.description),
            moments,
            groups,
            capacity: if is_same_number { old.capacity } else { self.capacity.clone() },
            location: text(Field::Location, Shape::Line, old.location),
            host: text(Field::Host, Shape::Line, old.host),
            cancelled: old.cancelled,
        }
    }

    /// The line with the workshop that was found for it.
    pub fn finish(&self, found: Found, known: &Known) -> PastedWorkshop {
        let existing = match found {
            Found::Known(place) => known.event.workshops.get(place),
            Found::New | Found::Taken => None,
        };
        let form = self.form(existing, known);
        let unknown = |field: Field, named: &Named| {
            let problem = |name: &String| FieldError::of_form(field, Problem::Unknown { name: name.clone() });
            named.unknown.iter().map(problem).collect::<Vec<_>>()
        };
        let mut errors = unknown(Field::Moments, &self.moments);
        errors.extend(self.groups.iter().flat_map(|groups| unknown(Field::Groups, groups)));
        if found == Found::Taken {
            errors.push(FieldError::of_form(Field::Title, Problem::Taken));
        }
        if self.row.broken {
            errors.push(FieldError::of_form(Field::Form, Problem::OpenQuote));
        }
        // No workshop has this id; the one that is made of the form gets its own.
        let id = existing.map_or(WorkshopId::from_u128(0), |workshop| workshop.id);
        for error in form.check(known.event, id).err().unwrap_or_default() {
            // What can't be read isn't missing, too.
            if errors.iter().all(|said| said.field != error.field) {
                errors.push(error);
            }
        }
        let line = self.row.line;
        errors.iter_mut().for_each(|error| error.of = line.to_string());
        let changes = existing.is_none_or(|workshop| form != WorkshopForm::from(workshop));
        PastedWorkshop { line, form, existing: existing.map(|workshop| workshop.id), changes, errors }
    }
}

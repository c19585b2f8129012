//! Which column of a pasted table is which: told by its header, or by the order of the table that the page offers.

use crate::import::table::Row;
use domain::{
    Event,
    edit::{
        Field, Problem,
        text::{self, PARAGRAPHS},
    },
};

/// The header of the table to begin with: paste it into a spreadsheet, and fill in what goes below.
pub const HEADER: &str = "Titel\tMomenten\tPlaatsen\tLokaal\tBegeleider\tDoelgroepen\tOmschrijving";

/// The columns in the order of [`HEADER`], with what else they may be called: as [`plain`] writes it, and the surest
/// name first.
const COLUMNS: [(Field, &[&str]); 7] = [
    (
        Field::Title,
        &[
            "titel",
            "title",
            "workshoptitel",
            "workshoptitle",
            "titelworkshop",
            "workshopnaam",
            "workshopname",
            "naamworkshop",
            "workshop",
            "naam",
            "name",
        ],
    ),
    (Field::Moments, &["momenten", "moments", "moment", "rondes", "rounds", "ronde", "round"]),
    (
        Field::Capacity,
        &[
            "plaatsen",
            "aantalplaatsen",
            "capaciteit",
            "capacity",
            "seats",
            "maxaantal",
            "maximumaantal",
            "maximaalaantal",
            "aantaldeelnemers",
            "maxdeelnemers",
            "max",
            "maximum",
            "maximaal",
            "aantal",
        ],
    ),
    (Field::Location, &["lokaal", "locatie", "location", "room", "ruimte", "zaal", "plaats", "place", "waar", "where"]),
    (
        Field::Host,
        &[
            "begeleider",
            "begeleiders",
            "gastdocent",
            "gastdocenten",
            "docent",
            "docenten",
            "host",
            "hosts",
            "teacher",
            "teachers",
            "spreker",
            "speaker",
            "door",
        ],
    ),
    (
        Field::Groups,
        &["doelgroepen", "doelgroep", "groups", "group", "targetgroups", "targetgroup", "groepen", "groep"],
    ),
    (Field::Description, &["omschrijving", "beschrijving", "description", "toelichting"]),
];

/// Where the columns stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Columns([Option<usize>; COLUMNS.len()]);

impl Columns {
    /// Finds the columns, and the rows below the header, if there is one.
    ///
    /// # Errors
    /// [`Problem::Empty`] without rows, [`Problem::MissingColumns`].
    pub fn find<'a>(rows: &'a [Row], event: &Event) -> Result<(Self, &'a [Row]), Problem> {
        let (first, below) = rows.split_first().ok_or(Problem::Empty)?;
        let named = Self::named(first);
        if named.place(Field::Title).is_none() && has_seats_in_place(first) {
            return Ok((Self::in_order(rows), rows));
        }
        let is_missing =
            |field: &Field| named.place(*field).is_none() && !(*field == Field::Moments && event.moments.len() == 1);
        let missing: Vec<Field> =
            [Field::Title, Field::Moments, Field::Capacity].into_iter().filter(is_missing).collect();
        if !missing.is_empty() {
            Err(Problem::MissingColumns { fields: missing })
        } else if below.is_empty() {
            Err(Problem::Empty)
        } else {
            Ok((named, below))
        }
    }

    /// The columns that a header names. Where two mean the same, the surer name counts, then the first.
    fn named(header: &Row) -> Self {
        let names: Vec<String> = header.cells.iter().map(|cell| plain(cell)).collect();
        Self(COLUMNS.map(|(_, known)| known.iter().find_map(|known| names.iter().position(|name| name == known))))
    }

    /// The columns of a table without a header, as far as anything stands in them: what is empty throughout wasn't
    /// filled in, which isn't the same as taken out.
    fn in_order(rows: &[Row]) -> Self {
        let is_filled =
            |place: &usize| rows.iter().any(|row| row.cells.get(*place).is_some_and(|c| !c.trim().is_empty()));
        Self(std::array::from_fn(|place| Some(place).filter(is_filled)))
    }

    fn place(&self, field: Field) -> Option<usize> {
        COLUMNS.iter().zip(self.0).find(|((column, _), _)| *column == field).and_then(|(_, place)| place)
    }

    /// A cell of a row as it was written; none where the table hasn't the column. A row may end early where only empty
    /// cells would follow.
    pub fn cell<'a>(&self, row: &'a Row, field: Field) -> Option<&'a str> {
        self.place(field).map(|place| row.cells.get(place).map_or("", String::as_str))
    }
}

/// Whether the third cell is a number, as in a row of the table to begin with.
fn has_seats_in_place(row: &Row) -> bool {
    row.cells.get(2).is_some_and(|cell| text::capacity(&whole_number(cell)).is_ok())
}

/// A number without the decimal that a spreadsheet may show behind it. No more than one zero goes: `1.000` is a
/// thousand in Dutch.
pub(super) fn whole_number(cell: &str) -> String {
    let cell = cell.trim();
    let whole = cell.strip_suffix(",0").or_else(|| cell.strip_suffix(".0"));
    whole.filter(|whole| whole.bytes().all(|byte| byte.is_ascii_digit())).unwrap_or(cell).to_owned()
}

/// A header's letters in lower case, without what stands in brackets.
fn plain(header: &str) -> String {
    let mut depth = 0_usize;
    let mut letters = String::new();
    // No header is that long; a description that stands in its place may be.
    for c in header.chars().take(PARAGRAPHS as usize) {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 && c.is_alphanumeric() => letters.extend(c.to_lowercase()),
            _ => {}
        }
    }
    letters
}

//! Which column is which, told by the header line.

use super::table::Row;
use domain::student_file::{Column, FileProblem};

/// Where the columns stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    places: [Option<usize>; Column::ALL.len()],
    /// How many columns have a header, from the first to the last that has one.
    pub count: usize,
}

impl Columns {
    /// Finds the columns by their Dutch or English names: in any order and case, brackets and what stands in them left
    /// aside. Other columns are nobody's business.
    ///
    /// # Errors
    /// [`FileProblem::MissingColumns`] without name, class or group, [`FileProblem::ColumnTwice`].
    pub fn find(header: &Row) -> Result<Self, FileProblem> {
        let mut places = [None; Column::ALL.len()];
        for (place, cell) in header.cells.iter().enumerate() {
            let Some(column) = meant_by(cell) else { continue };
            if places[column as usize].replace(place).is_some() {
                return Err(FileProblem::ColumnTwice { column });
            }
        }
        let missing: Vec<Column> = [Column::Name, Column::Class, Column::Group]
            .into_iter()
            .filter(|&column| places[column as usize].is_none())
            .collect();
        if !missing.is_empty() {
            return Err(FileProblem::MissingColumns { columns: missing });
        }
        let count = header.cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1);
        Ok(Self { places, count })
    }

    /// The place of a column in every row, if the file has it.
    #[must_use]
    pub fn place(&self, column: Column) -> Option<usize> {
        self.places[column as usize]
    }
}

/// The column that a header means.
fn meant_by(header: &str) -> Option<Column> {
    let name: String = without_brackets(header).to_lowercase();
    let words: Vec<&str> =
        name.split(|c: char| c.is_whitespace() || matches!(c, '_' | '-' | ':' | '*' | '\u{feff}')).collect();
    match words.concat().as_str() {
        "naam" | "name" | "leerlingnaam" | "studentname" => Some(Column::Name),
        "klas" | "class" => Some(Column::Class),
        "doelgroep" | "group" | "targetgroup" => Some(Column::Group),
        "identificatie" | "identification" | "toegangscode" | "accesscode" | "key" | "studentkey" | "credential"
        | "credentials" => Some(Column::Key),
        "leerlingnummer" | "leerlingnr" | "number" | "nummer" | "studentnumber" | "schoolnumber" => {
            Some(Column::Number)
        }
        _ => None,
    }
}

/// A header without `(…)` and `[…]`.
fn without_brackets(header: &str) -> String {
    let mut depth = 0_usize;
    let mut kept = String::new();
    for c in header.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(header: &[&str]) -> Result<Columns, FileProblem> {
        let cells = header.iter().map(|&cell| cell.to_owned()).collect();
        Columns::find(&Row { line: 1, cells, broken: false, overflow: false })
    }

    #[test]
    fn columns_are_found_by_name_in_any_order_case_and_language() {
        for header in [
            ["Naam", "Klas", "Doelgroep", "Identificatie", "Leerlingnummer"],
            ["NAME ", " class", "Group", "Key", "Student number"],
            ["naam (achternaam, voornaam)", "klas [2027]", "doelgroep:", "Toegangscode (laat leeg)", "Leerling-nummer"],
        ] {
            let columns = find(&header).expect("columns");
            assert_eq!(Column::ALL.map(|column| columns.place(column)), [0, 1, 2, 3, 4].map(Some), "{header:?}");
        }
        let columns = find(&["Mentor", "Group", "", "Class", "Name", "", ""]).expect("columns");
        assert_eq!(Column::ALL.map(|column| columns.place(column)), [Some(4), Some(3), Some(1), None, None]);
        assert_eq!(columns.count, 5);
    }

    #[test]
    fn all_missing_columns_are_named_and_so_is_a_double_one() {
        assert_eq!(
            find(&["Klas", "Mentor"]),
            Err(FileProblem::MissingColumns { columns: vec![Column::Name, Column::Group] })
        );
        assert_eq!(
            find(&["Naam", "Klas", "Doelgroep", "Name"]),
            Err(FileProblem::ColumnTwice { column: Column::Name })
        );
    }
}

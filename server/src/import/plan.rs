//! What a student file would change: who is new, who is known, and what stands in the way.

use super::{StudentFile, matching};
use domain::{
    Group, GroupId, StudentId, StudentKey,
    student_file::{
        Column, ImportPreview, LineError, LineProblem, MissingStudent, PreviewRow, RowOutcome, StudentRecord,
    },
};
use std::collections::HashMap;

/// A student of the event as he is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExistingStudent {
    /// His id.
    pub id: StudentId,
    /// His name.
    pub name: String,
    /// His class.
    pub class: String,
    /// His group.
    pub group: GroupId,
    /// The school's number, if it is known.
    pub number: Option<String>,
    /// His key.
    pub key: StudentKey,
    /// Whether he holds a registration.
    pub registered: bool,
}

/// The event that a file is compared with.
#[derive(Clone, Copy, Debug)]
pub struct Roster<'a> {
    /// All its students.
    pub students: &'a [ExistingStudent],
    /// All its groups.
    pub groups: &'a [Group],
}

/// One line as it is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedRow {
    /// The line in the file.
    pub line: u32,
    /// What becomes of it.
    pub outcome: RowOutcome,
    /// The known student, or none for a new one.
    pub student: Option<StudentId>,
    /// His name from now on.
    pub name: String,
    /// His class from now on.
    pub class: String,
    /// His group from now on.
    pub group: GroupId,
    /// His number from now on: the file's, or where the file has none the one that he has.
    pub number: Option<String>,
    /// The key to set. None means: a known student keeps his, a new one gets a generated one.
    pub key: Option<StudentKey>,
}

/// What an import would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportPlan {
    /// The lines without errors, in the file's order. To be written only if the preview is clean.
    pub rows: Vec<PlannedRow>,
    /// The same for the reader's eyes, with the errors.
    pub preview: ImportPreview,
}

/// Compares a file with the event's students. `key_elsewhere` tells whether a key belongs to a student of another event.
#[must_use]
pub fn plan_students(
    file: &StudentFile,
    roster: Roster<'_>,
    key_elsewhere: impl Fn(&StudentKey) -> bool,
) -> ImportPlan {
    let matches = matching::match_students(&file.records, roster.students, key_elsewhere);
    let groups: HashMap<String, &Group> =
        roster.groups.iter().map(|group| (matching::folded(&group.name), group)).collect();

    let mut plan = ImportPlan::default();
    plan.preview.errors.clone_from(&file.errors);
    for (record, found) in file.records.iter().zip(&matches.rows) {
        let group = groups.get(&matching::folded(&record.group)).copied();
        let unknown_group = LineProblem::UnknownGroup { group: record.group.clone() };
        let problems = found.problems.iter().cloned().chain(group.is_none().then_some(unknown_group));
        plan.preview.errors.extend(problems.map(|problem| LineError { line: record.line, problem }));
        if let (Some(group), true) = (group, found.problems.is_empty()) {
            let existing = found.student.and_then(|place| roster.students.get(place));
            plan.add(planned(record, existing, group.id), group);
        }
    }
    plan.preview.errors.sort_by_key(|error| error.line);
    plan.preview.missing = roster
        .students
        .iter()
        .zip(&matches.claimed)
        .filter(|(_, claimed)| !**claimed)
        .map(|(student, _)| MissingStudent {
            id: student.id,
            name: student.name.clone(),
            class: student.class.clone(),
            registered: student.registered,
        })
        .collect();
    plan
}

impl ImportPlan {
    fn add(&mut self, row: PlannedRow, group: &Group) {
        let count = match row.outcome {
            RowOutcome::Added => &mut self.preview.added,
            RowOutcome::Changed { .. } => &mut self.preview.changed,
            RowOutcome::Unchanged => &mut self.preview.unchanged,
        };
        *count += 1;
        self.preview.rows.push(PreviewRow {
            line: row.line,
            name: row.name.clone(),
            class: row.class.clone(),
            group: group.name.clone(),
            outcome: row.outcome.clone(),
        });
        self.rows.push(row);
    }
}

fn planned(record: &StudentRecord, existing: Option<&ExistingStudent>, group: GroupId) -> PlannedRow {
    let number = record.number.clone().or_else(|| existing.and_then(|student| student.number.clone()));
    let key = record.key.clone().filter(|key| existing.is_none_or(|student| student.key != *key));
    let outcome = match existing {
        None => RowOutcome::Added,
        Some(student) => {
            let what: Vec<Column> = [
                (Column::Name, student.name != record.name),
                (Column::Class, student.class != record.class),
                (Column::Group, student.group != group),
                (Column::Key, key.is_some()),
                (Column::Number, student.number != number),
            ]
            .into_iter()
            .filter_map(|(column, differs)| differs.then_some(column))
            .collect();
            if what.is_empty() { RowOutcome::Unchanged } else { RowOutcome::Changed { what } }
        }
    };
    PlannedRow {
        line: record.line,
        outcome,
        student: existing.map(|student| student.id),
        name: record.name.clone(),
        class: record.class.clone(),
        group,
        number,
        key,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::read_students;
    use LineProblem::*;

    const HEADER: &str = "Naam;Klas;Doelgroep;Identificatie;Leerlingnummer\n";

    fn groups() -> Vec<Group> {
        ["Onderbouw", "Bovenbouw", "Examenklassen"]
            .iter()
            .zip(1..)
            .map(|(name, id)| Group { id: GroupId::from_u128(id), name: (*name).to_owned() })
            .collect()
    }

    /// A student of the first group; an empty number is none.
    fn student(id: u128, name: &str, class: &str, number: &str, key: &str) -> ExistingStudent {
        ExistingStudent {
            id: StudentId::from_u128(id),
            name: name.to_owned(),
            class: class.to_owned(),
            group: GroupId::from_u128(1),
            number: (!number.is_empty()).then(|| number.to_owned()),
            key: key.parse().expect("a key"),
            registered: false,
        }
    }

    fn plan(lines: &str, students: &[ExistingStudent]) -> ImportPlan {
        let file = read_students(format!("{HEADER}{lines}").as_bytes()).expect("a student file");
        let elsewhere = |key: &StudentKey| key.as_str() == "ELDERS";
        plan_students(&file, Roster { students, groups: &groups() }, elsewhere)
    }

    /// Line, student, and what becomes of him.
    fn rows(plan: &ImportPlan) -> Vec<(u32, Option<u32>, RowOutcome)> {
        let id = |id: StudentId| (1..100).find(|&n| StudentId::from_u128(u128::from(n)) == id).expect("an id");
        plan.rows.iter().map(|row| (row.line, row.student.map(id), row.outcome.clone())).collect()
    }

    fn errors(plan: &ImportPlan) -> Vec<(u32, LineProblem)> {
        plan.preview.errors.iter().map(|error| (error.line, error.problem.clone())).collect()
    }

    fn changed(what: &[Column]) -> RowOutcome {
        RowOutcome::Changed { what: what.to_vec() }
    }

    /// The students as they are once a plan was carried out.
    fn carried_out(plan: &ImportPlan) -> Vec<ExistingStudent> {
        plan.rows
            .iter()
            .zip(1_u128..)
            .map(|(row, id)| ExistingStudent {
                id: StudentId::from_u128(id),
                name: row.name.clone(),
                class: row.class.clone(),
                group: row.group,
                number: row.number.clone(),
                key: row.key.clone().unwrap_or_else(|| format!("KEY{id:05}").parse().expect("a key")),
                registered: id % 2 == 0,
            })
            .collect()
    }

    #[test]
    fn every_bad_line_of_the_fixture_is_reported_at_once() {
        let bytes = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/students-with-errors.csv"));
        let file = read_students(bytes).expect("a student file");
        let plan = plan_students(&file, Roster { students: &[], groups: &groups() }, |_| false);
        assert_eq!(
            errors(&plan),
            [
                (3, KeyTwice { first_line: 2 }),
                (4, MissingName),
                (5, UnknownGroup { group: "Bestaat niet".into() }),
                (6, MissingClass),
                (8, TooFewFields),
                (9, TooLong { column: Column::Name, limit: 200 }),
                (11, SameStudentTwice { first_line: 10 }),
            ]
        );
        assert!(!plan.preview.is_clean());
        assert_eq!(rows(&plan).into_iter().map(|row| row.0).collect::<Vec<_>>(), [2, 7, 10]);
    }

    #[test]
    fn the_large_file_adds_everyone_and_the_second_time_nobody() {
        let bytes = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/students.csv"));
        let file = read_students(bytes).expect("a student file");
        let first = plan_students(&file, Roster { students: &[], groups: &groups() }, |_| false);
        assert!(first.preview.is_clean());
        assert_eq!((first.preview.added, first.preview.changed, first.preview.unchanged), (1200, 0, 0));
        let students = carried_out(&first);
        let again = plan_students(&file, Roster { students: &students, groups: &groups() }, |_| false);
        assert_eq!((again.preview.added, again.preview.changed, again.preview.unchanged), (0, 0, 1200));
        assert_eq!(again.preview.missing, []);
    }

    #[test]
    fn a_student_is_known_by_number_else_by_key_else_by_name_and_class() {
        let students = [
            student(1, "Noa Visser", "1A", "11", "AAAA"),
            student(2, "Bas Kok", "1A", "", "BBBB"),
            student(3, "Sam Smit", "1B", "13", "CCCC"),
        ];
        let plan = plan(
            "Noa de Vries;2A;bovenbouw ;;11\nBas de Kok;1A;Onderbouw;bb-bb;12\nsam  smit;1b;ONDERBOUW;;",
            &students,
        );
        assert_eq!(errors(&plan), []);
        assert_eq!(
            rows(&plan),
            [
                (2, Some(1), changed(&[Column::Name, Column::Class, Column::Group])),
                (3, Some(2), changed(&[Column::Name, Column::Number])),
                (4, Some(3), changed(&[Column::Name, Column::Class])),
            ]
        );
        assert_eq!(plan.rows[0].group, GroupId::from_u128(2));
        assert_eq!(plan.preview.rows[0].group, "Bovenbouw");
    }

    #[test]
    fn empty_cells_keep_key_and_number_and_a_new_student_gets_a_generated_key() {
        let students = [student(1, "Noa", "1A", "11", "AAAA"), student(2, "Bas", "1A", "12", "BBBB")];
        let plan =
            plan("Noa;1A;Onderbouw;;\nBas;1A;Onderbouw;BBBB;12\nSam;1A;Onderbouw;;\nJip;1A;Onderbouw;JJJJ;", &students);
        assert_eq!(
            rows(&plan),
            [
                (2, Some(1), RowOutcome::Unchanged),
                (3, Some(2), RowOutcome::Unchanged),
                (4, None, RowOutcome::Added),
                (5, None, RowOutcome::Added),
            ]
        );
        let keys: Vec<Option<&str>> = plan.rows.iter().map(|row| row.key.as_ref().map(StudentKey::as_str)).collect();
        assert_eq!(keys, [None, None, None, Some("JJJJ")]);
        assert_eq!(plan.rows[0].number.as_deref(), Some("11"));
    }

    #[test]
    fn a_new_key_in_the_file_is_set() {
        let plan = plan("Noa;1A;Onderbouw;NIEUW;11", &[student(1, "Noa", "1A", "11", "AAAA")]);
        assert_eq!(rows(&plan), [(2, Some(1), changed(&[Column::Key]))]);
        assert_eq!(plan.rows[0].key.as_ref().map(StudentKey::as_str), Some("NIEUW"));
    }

    #[test]
    fn students_who_left_the_file_are_named_with_whether_they_hold_a_registration() {
        let mut students = [student(1, "Noa", "1A", "11", "AAAA"), student(2, "Bas", "1A", "12", "BBBB")];
        students[1].registered = true;
        let plan = plan("Noa;1A;Onderbouw;;11", &students);
        let id = StudentId::from_u128(2);
        let bas = MissingStudent { id, name: "Bas".into(), class: "1A".into(), registered: true };
        assert_eq!(plan.preview.missing, [bas]);
        assert!(plan.preview.is_clean());
    }

    #[test]
    fn a_student_whose_line_has_an_error_has_not_left_the_file() {
        let students = [student(1, "Noa", "1A", "11", "AAAA"), student(2, "Bas", "1A", "12", "BBBB")];
        let plan = plan("Noa;1A;Nergens;;11\nBas;1A;Onderbouw;ELDERS;12", &students);
        assert_eq!(errors(&plan), [(2, UnknownGroup { group: "Nergens".into() }), (3, KeyInUse)]);
        assert_eq!(plan.preview.missing, []);
    }

    #[test]
    fn a_key_of_someone_else_is_refused() {
        let students = [student(1, "Noa", "1A", "11", "AAAA"), student(2, "Bas", "1A", "12", "BBBB")];
        // Of another student by number, of another event, and of a stranger by number and name.
        let plan = plan("Noa;1A;Onderbouw;BBBB;11\nSam;1A;Onderbouw;elders;13\nJip;1A;Onderbouw;AAAA;14", &students);
        assert_eq!(errors(&plan), [(2, KeyInUse), (3, KeyInUse), (4, KeyInUse)]);
    }

    #[test]
    fn a_number_or_key_may_stand_in_the_file_once() {
        let plan =
            plan("Noa;1A;Onderbouw;SLOT;1\nBas;1A;Onderbouw;;1\nSam;1A;Onderbouw;slot;\nJip;1A;Onderbouw;SLOT;1", &[]);
        assert_eq!(
            errors(&plan),
            [
                (3, NumberTwice { first_line: 2 }),
                (4, KeyTwice { first_line: 2 }),
                (5, NumberTwice { first_line: 2 }),
                (5, KeyTwice { first_line: 2 }),
            ]
        );
    }

    #[test]
    fn two_students_of_one_name_and_class_need_numbers_or_keys() {
        let twice = |first: &str, second: &str| {
            errors(&plan(&format!("Noa Bos;1A;Onderbouw;{first}\nnoa bos;1a;Onderbouw;{second}"), &[]))
        };
        assert_eq!(twice(";1", ";2"), []);
        assert_eq!(twice("EENEEN;", "TWEETWEE;"), []);
        for (first, second) in [(";", ";"), (";1", ";"), (";", ";1"), (";1", "TWEETWEE;"), ("EENEEN;", "EENEEN;")] {
            assert_eq!(twice(first, second), [(3, SameStudentTwice { first_line: 2 })], "{first} {second}");
        }
    }

    #[test]
    fn where_a_name_could_be_two_students_nobody_guesses() {
        let two = [student(1, "Noa Bos", "1A", "1", "AAAA"), student(2, "Noa Bos", "1A", "2", "BBBB")];
        let unclear = plan("Noa Bos;1A;Onderbouw;;", &two);
        assert_eq!(errors(&unclear), [(2, SeveralStudents)]);
        assert_eq!(unclear.preview.missing, []);
        let by_number_and_key = plan("Noa Bos;1A;Onderbouw;;2\nNoa Bos;1A;Onderbouw;AAAA;", &two);
        assert_eq!(
            rows(&by_number_and_key),
            [(2, Some(2), RowOutcome::Unchanged), (3, Some(1), RowOutcome::Unchanged)]
        );

        let one = [student(1, "Noa Bos", "1A", "", "AAAA")];
        assert_eq!(errors(&plan("Noa Bos;1A;Onderbouw;;1\nNoa Bos;1A;Onderbouw;;2", &one)).len(), 2);
        assert_eq!(rows(&plan("Noa Bos;1A;Onderbouw;;1", &one)), [(2, Some(1), changed(&[Column::Number]))]);
    }

    #[test]
    fn another_number_is_another_student_of_the_same_name_and_class() {
        let plan = plan("Noa Bos;1A;Onderbouw;;2", &[student(1, "Noa Bos", "1A", "1", "AAAA")]);
        assert_eq!(rows(&plan), [(2, None, RowOutcome::Added)]);
        assert_eq!(plan.preview.missing.len(), 1);
    }
}

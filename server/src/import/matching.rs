//! Which line of a student file is which student: the same by number, else by key, else by name and class.

use super::ExistingStudent;
use domain::{
    StudentKey,
    student_file::{LineProblem, StudentRecord},
};
use std::collections::HashMap;

/// What was found for every line, and which students the file names.
#[derive(Debug)]
pub(super) struct Matches {
    /// For every record, in their order.
    pub rows: Vec<Found>,
    /// For every student, in their order: whether a line is his, or may be.
    pub claimed: Vec<bool>,
}

/// What was found for one line.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    /// The place of the student among the known ones.
    pub student: Option<usize>,
    /// Why the line can't be carried out.
    pub problems: Vec<LineProblem>,
}

/// Names, classes, numbers and groups are compared without regard to case and to how much space stands where.
pub(super) fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Finds the student of every line.
pub(super) fn match_students(
    records: &[StudentRecord],
    students: &[ExistingStudent],
    key_elsewhere: impl Fn(&StudentKey) -> bool,
) -> Matches {
    let mut matcher = Matcher {
        records,
        students,
        persons: records.iter().map(|record| person(&record.name, &record.class)).collect(),
        found: vec![Found::default(); records.len()],
        claimed: vec![false; students.len()],
    };
    matcher.refuse_doubles();
    matcher.match_numbers();
    matcher.match_keys(key_elsewhere);
    matcher.refuse_twins();
    matcher.match_persons();
    Matches { rows: matcher.found, claimed: matcher.claimed }
}

/// A name and a class, as they are compared.
type Person = (String, String);

fn person(name: &str, class: &str) -> Person {
    (folded(name), folded(class))
}

struct Matcher<'a> {
    records: &'a [StudentRecord],
    students: &'a [ExistingStudent],
    persons: Vec<Person>,
    found: Vec<Found>,
    claimed: Vec<bool>,
}

impl Matcher<'_> {
    fn claim(&mut self, row: usize, student: usize) {
        self.found[row].student = Some(student);
        self.claimed[student] = true;
    }

    fn refuse(&mut self, row: usize, problem: LineProblem) {
        self.found[row].problems.push(problem);
    }

    /// The rows that nothing was said against, and no student found for if `open` is asked.
    fn rows(&self, open: bool) -> Vec<usize> {
        let wanted = |found: &Found| found.problems.is_empty() && !(open && found.student.is_some());
        (0..self.found.len()).filter(|&row| wanted(&self.found[row])).collect()
    }

    /// Numbers and keys that an earlier line has already.
    fn refuse_doubles(&mut self) {
        let mut numbers: HashMap<String, usize> = HashMap::new();
        let mut keys: HashMap<&StudentKey, usize> = HashMap::new();
        for (row, record) in self.records.iter().enumerate() {
            let same_person = |first: usize| self.persons[first] == self.persons[row];
            let mut problems = Vec::new();
            if let Some(number) = &record.number {
                let first = *numbers.entry(folded(number)).or_insert(row);
                let first_line = self.records[first].line;
                if first != row {
                    problems.push(if same_person(first) {
                        LineProblem::SameStudentTwice { first_line }
                    } else {
                        LineProblem::NumberTwice { first_line }
                    });
                }
            }
            if let Some(key) = &record.key {
                let first = *keys.entry(key).or_insert(row);
                let first_line = self.records[first].line;
                let told_apart = record.number.is_some() && self.records[first].number.is_some();
                if first != row && same_person(first) && !told_apart {
                    problems.push(LineProblem::SameStudentTwice { first_line });
                } else if first != row && !matches!(problems[..], [LineProblem::SameStudentTwice { .. }]) {
                    problems.push(LineProblem::KeyTwice { first_line });
                }
            }
            self.found[row].problems = problems;
        }
    }

    fn match_numbers(&mut self) {
        let numbered = |(place, student): (usize, &ExistingStudent)| Some((folded(student.number.as_deref()?), place));
        let places: HashMap<String, usize> = self.students.iter().enumerate().filter_map(numbered).collect();
        // Lines with an error too, so that their students don't count as missing.
        for row in 0..self.records.len() {
            let number = self.records[row].number.as_deref().map(folded);
            match number.and_then(|number| places.get(&number)) {
                Some(&student) if !self.claimed[student] => self.claim(row, student),
                _ => {}
            }
        }
    }

    /// By key; a key that is someone else's is refused, also where two students would swap theirs.
    fn match_keys(&mut self, key_elsewhere: impl Fn(&StudentKey) -> bool) {
        let places: HashMap<&StudentKey, usize> =
            self.students.iter().enumerate().map(|(place, student)| (&student.key, place)).collect();
        for row in self.rows(false) {
            let Some(key) = &self.records[row].key else { continue };
            match (places.get(key).copied(), self.found[row].student) {
                (Some(owner), Some(student)) if owner == student => {}
                (Some(owner), None) if !self.claimed[owner] && !self.is_someone_else(row, owner) => {
                    self.claim(row, owner);
                }
                (None, _) if !key_elsewhere(key) => {}
                _ => self.refuse(row, LineProblem::KeyInUse),
            }
        }
    }

    /// Whether both the number and the name speak against the key. A registration must not pass to a stranger who was
    /// handed a used card; one of the two alone is a correction.
    fn is_someone_else(&self, row: usize, student: usize) -> bool {
        let (record, student) = (&self.records[row], &self.students[student]);
        record.number.is_some() && student.number.is_some() && folded(&record.name) != folded(&student.name)
    }

    /// Lines of one name and class that nothing tells apart. Two students may well share both; then each line needs
    /// what the other has too: a number, a key, or a student that was already found by one of these.
    fn refuse_twins(&mut self) {
        let mut seen: HashMap<&Person, [Option<u32>; 8]> = HashMap::new();
        let mut refused = Vec::new();
        for row in self.rows(false) {
            let record = &self.records[row];
            let marks = usize::from(record.number.is_some())
                | usize::from(record.key.is_some()) << 1
                | usize::from(self.found[row].student.is_some()) << 2;
            let lines = seen.entry(&self.persons[row]).or_default();
            let twin = (0..8).filter(|other| other & marks == 0).filter_map(|other| lines[other]).min();
            match twin {
                Some(first_line) => refused.push((row, first_line)),
                None => lines[marks] = lines[marks].or(Some(record.line)),
            }
        }
        for (row, first_line) in refused {
            self.refuse(row, LineProblem::SameStudentTwice { first_line });
        }
    }

    /// By name and class, for what is left. Where that could be read in more than one way, nobody guesses.
    fn match_persons(&mut self) {
        let mut known: HashMap<Person, Vec<usize>> = HashMap::new();
        for (place, student) in self.students.iter().enumerate().filter(|(place, _)| !self.claimed[*place]) {
            known.entry(person(&student.name, &student.class)).or_default().push(place);
        }
        let rows = self.rows(true);
        let mut lines: HashMap<&Person, u32> = HashMap::new();
        for &row in &rows {
            *lines.entry(&self.persons[row]).or_default() += 1;
        }
        let alone: Vec<bool> = rows.iter().map(|&row| lines[&self.persons[row]] == 1).collect();
        for (row, alone) in rows.into_iter().zip(alone) {
            let Some(known) = known.get(&self.persons[row]) else { continue };
            // Two numbers that differ are two students; had they been equal, the student would have been found.
            let possible = |place: &usize| self.records[row].number.is_none() || self.students[*place].number.is_none();
            let mut candidates = known.iter().copied().filter(possible);
            match (candidates.next(), candidates.next()) {
                (None, _) => {}
                (Some(student), None) if alone => self.claim(row, student),
                _ => {
                    self.refuse(row, LineProblem::SeveralStudents);
                    known.iter().for_each(|&place| self.claimed[place] = true);
                }
            }
        }
    }
}

//! Student lists as CSV, as a Dutch Excel opens them by double click: UTF-8 with BOM, `;` and CRLF.
//!
//! Written out here, because writing into memory can't fail, while the `csv` crate must allow for it. Its reader is in
//! the tests.

use super::formula::made_harmless;
use domain::StudentKey;

/// A student, as a line of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StudentLine {
    /// The student's name.
    pub name: String,
    /// The class.
    pub class: String,
    /// The group's name.
    pub group: String,
    /// The key, which is written as it stands on a card.
    pub key: StudentKey,
    /// The school's number, if it is known.
    pub number: Option<String>,
}

/// The students, in the given order: the file that [`read_students`](crate::import::read_students()) reads back unchanged.
#[must_use]
pub fn students(students: &[StudentLine]) -> Vec<u8> {
    let mut file = File::with_header(["Naam", "Klas", "Doelgroep", "Identificatie", "Leerlingnummer"]);
    for student in students {
        let number = student.number.as_deref().unwrap_or_default();
        file.line([&student.name, &student.class, &student.group, &student.key.to_string(), number]);
    }
    file.bytes()
}

/// The file to begin with, for an event with these groups: headers that say what to fill in, and no line below them.
///
/// An example line would be imported as a student by whoever forgets to delete it. The hints stand in brackets, which
/// the import ignores; and it refuses the file as it is, because nobody is in it.
#[must_use]
pub fn start_file(groups: &[String]) -> Vec<u8> {
    let groups: Vec<String> = groups.iter().map(|group| within_brackets(group)).collect();
    let group = match groups.as_slice() {
        [] => "Doelgroep (zoals die bij het evenement heet)".to_owned(),
        [group] => format!("Doelgroep (voor iedereen: {group})"),
        groups => format!("Doelgroep (een van deze: {})", groups.join(" | ")),
    };
    let header = [
        "Naam (voornaam en achternaam)",
        "Klas",
        &group,
        "Identificatie (leeg laten: wordt gemaakt)",
        "Leerlingnummer (mag leeg blijven)",
    ];
    File::with_header(header).bytes()
}

/// The students with their keys and links, for a mail merge. `link_of` makes a key's link.
#[must_use]
pub fn key_cards(students: &[StudentLine], link_of: impl Fn(&StudentKey) -> String) -> Vec<u8> {
    let mut file = File::with_header(["Naam", "Klas", "Doelgroep", "Toegangscode", "Link"]);
    for student in students {
        let (key, link) = (student.key.to_string(), link_of(&student.key));
        file.line([&student.name, &student.class, &student.group, &key, &link]);
    }
    file.bytes()
}

/// A group's name for the hint in a header. A bracket without its partner would end the hint, or the header.
fn within_brackets(group: &str) -> String {
    let mut depth = 0_i32;
    let is_paired = group.chars().all(|c| {
        depth += i32::from(matches!(c, '(' | '[')) - i32::from(matches!(c, ')' | ']'));
        depth >= 0
    }) && depth == 0;
    let group = group.split_whitespace().collect::<Vec<_>>().join(" ");
    if is_paired { group } else { group.replace(['(', ')', '[', ']'], "") }
}

/// A CSV file of five columns.
struct File {
    text: String,
}

impl File {
    fn with_header(header: [&str; 5]) -> Self {
        let mut file = Self { text: "\u{feff}".to_owned() };
        file.line(header);
        file
    }

    fn line(&mut self, cells: [&str; 5]) {
        for (place, cell) in cells.into_iter().enumerate() {
            if place > 0 {
                self.text.push(';');
            }
            self.cell(cell);
        }
        self.text.push_str("\r\n");
    }

    /// Control characters are left out: nobody sees them, and one NUL makes a program refuse the whole file.
    fn cell(&mut self, text: &str) {
        let visible: String = text.chars().filter(|&c| !c.is_control() || c.is_whitespace()).collect();
        let cell = made_harmless(&visible);
        if cell.contains([';', '"', '\r', '\n']) {
            self.text.push('"');
            self.text.push_str(&cell.replace('"', "\"\""));
            self.text.push('"');
        } else {
            self.text.push_str(&cell);
        }
    }

    fn bytes(self) -> Vec<u8> {
        self.text.into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::read_students;
    use domain::student_file::FileProblem;

    fn student(name: &str) -> StudentLine {
        StudentLine {
            name: name.to_owned(),
            class: "1A".to_owned(),
            group: "Onderbouw".to_owned(),
            key: "ABCDEFGHJK".parse().expect("a key"),
            number: Some("100841".to_owned()),
        }
    }

    fn text(bytes: &[u8]) -> &str {
        std::str::from_utf8(bytes).expect("utf-8")
    }

    /// The file's cells as another program reads them.
    fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").expect("a byte order mark");
        let mut reader = csv::ReaderBuilder::new().delimiter(b';').has_headers(false).from_reader(bytes);
        reader.records().map(|record| record.expect("a record").iter().map(str::to_owned).collect()).collect()
    }

    #[test]
    fn the_student_file_is_what_a_dutch_excel_opens() {
        let mut unnumbered = student("Zoë \"Zo\" de Wit; jr.");
        unnumbered.number = None;
        assert_eq!(
            text(&students(&[student("Noa Bakker"), unnumbered])),
            "\u{feff}Naam;Klas;Doelgroep;Identificatie;Leerlingnummer\r\n\
             Noa Bakker;1A;Onderbouw;ABCDE-FGHJK;100841\r\n\
             \"Zoë \"\"Zo\"\" de Wit; jr.\";1A;Onderbouw;ABCDE-FGHJK;\r\n"
        );
    }

    #[test]
    fn every_cell_that_a_spreadsheet_would_calculate_is_harmless() {
        let dangerous = |text: &str| StudentLine {
            name: text.to_owned(),
            class: text.to_owned(),
            group: text.to_owned(),
            key: format!("{text}ABCD").parse().expect("a key"),
            number: Some(text.to_owned()),
        };
        for first in ["=", "+", "-", "@", "\t", "\r", "\n", " =", "'="] {
            let student = dangerous(&format!("{first}1"));
            let files = [students(std::slice::from_ref(&student)), key_cards(&[student], |_| format!("{first}1"))];
            for cell in files.iter().flat_map(|file| cells(file)).flatten() {
                assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', ' ']), "{cell:?}");
            }
        }
    }

    #[test]
    fn the_import_reads_back_what_was_exported() {
        let names = [
            "Noa Bakker",
            "'t Hart, Jan",
            "''s Jongers",
            "=HYPERLINK(\"http://example.invalid\";\"klik\")",
            "'=1+1",
            "''=1+1",
            "'''@x",
            "' =1",
            "+31 6 1234",
            "-",
            "@home",
            "\"",
            "\"Jan\" \"Jantje\" Smit",
            "a;b,c|d",
            "مريم العلي",
            "נועה לוי",
            "😀 👩‍🔬",
            "Zoe\u{308}",
            "<b>&amp;</b>",
            "_x0041_",
            "x",
        ];
        let mut lines: Vec<StudentLine> = Vec::new();
        for (place, name) in names.into_iter().enumerate() {
            lines.push(StudentLine {
                name: name.to_owned(),
                class: name.chars().take(40).collect(),
                group: format!("{name}{place}"),
                key: format!("{}{place}", ["'=AB", "=ABC", "ABCDE", "+ABC"][place % 4]).parse().expect("a key"),
                number: (place % 2 == 0).then(|| name.chars().take(40).collect()),
            });
        }
        let file = read_students(&students(&lines)).expect("a student file");
        assert_eq!(file.errors, []);
        assert_eq!(file.records.len(), lines.len());
        for (record, line) in file.records.into_iter().zip(lines) {
            let read = StudentLine {
                name: record.name,
                class: record.class,
                group: record.group,
                key: record.key.expect("a key"),
                number: record.number,
            };
            assert_eq!(read, line);
        }
    }

    #[test]
    fn a_name_that_no_import_would_leave_as_it_is_comes_back_tidied() {
        for (name, tidied) in [
            ("Noa\r\nBakker", "Noa Bakker"),
            ("Noa\rBakker", "Noa Bakker"),
            ("\t=1", "=1"),
            ("\r\n'=1", "'=1"),
            (" -1", "-1"),
            ("\u{200f}=1", "=1"),
            ("'\u{200b}=1", "'=1"),
            ("N\0o\u{1}a", "Noa"),
        ] {
            let file = read_students(&students(&[student(name)])).expect("a student file");
            assert_eq!(file.errors, []);
            assert_eq!(file.records[0].name, tidied, "{name:?}");
        }
    }

    #[test]
    fn the_file_to_begin_with_has_columns_that_the_import_knows_and_no_students() {
        let groups = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<String>>();
        assert_eq!(
            text(&start_file(&groups(&["Onderbouw", "Bovenbouw"]))),
            "\u{feff}Naam (voornaam en achternaam);Klas;Doelgroep (een van deze: Onderbouw | Bovenbouw);\
             Identificatie (leeg laten: wordt gemaakt);Leerlingnummer (mag leeg blijven)\r\n"
        );
        for names in [
            &[][..],
            &["Iedereen"],
            &["Klas 1, 2; 3", "\"Brug\""],
            &["Onderbouw (klas 1)", "Boven[2]"],
            &["a) Klas", "b) Naam"],
            &["((", "=1\r\n"],
        ] {
            let mut file = start_file(&groups(names));
            assert_eq!(read_students(&file), Err(FileProblem::NoRows), "{names:?}");
            file.extend("Noa Bakker;1A;Onderbouw;;\r\n".as_bytes());
            let read = read_students(&file).expect("a student file");
            assert_eq!((read.records.len(), read.errors.len()), (1, 0), "{names:?}");
        }
    }

    #[test]
    fn key_cards_have_a_key_and_a_link() {
        let file = key_cards(&[student("Noa Bakker")], |key| format!("https://x.example/events/w#{}", key.as_str()));
        assert_eq!(
            text(&file),
            "\u{feff}Naam;Klas;Doelgroep;Toegangscode;Link\r\n\
             Noa Bakker;1A;Onderbouw;ABCDE-FGHJK;https://x.example/events/w#ABCDEFGHJK\r\n"
        );
    }
}

//! The student file: from bytes to records, with everything that is wrong in it at once.

use super::{columns::Columns, encoding, table};
use crate::export::formula::as_it_was;
use domain::{
    StudentKey,
    student_file::{Column, FileProblem, LineError, LineProblem, StudentRecord},
};

/// A student file as it was read. Nothing in it was compared with the event yet, nor one line with another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StudentFile {
    /// The lines that can be read, in the file's order.
    pub records: Vec<StudentRecord>,
    /// What is wrong with the others, by line; a line may have several errors.
    pub errors: Vec<LineError>,
}

/// Reads a student file.
///
/// # Errors
/// [`FileProblem`] when it can't be read at all.
pub fn read_students(bytes: &[u8]) -> Result<StudentFile, FileProblem> {
    let decoded = encoding::decode(bytes)?;
    let rows = table::rows(&decoded.text)?;
    let (header, rows) = rows.split_first().ok_or(FileProblem::Empty)?;
    let columns = Columns::find(header)?;
    if rows.is_empty() {
        return Err(FileProblem::NoRows);
    }
    let mut file = StudentFile::default();
    for row in rows {
        match record(row, &columns, decoded.guessed) {
            Ok(record) => file.records.push(record),
            Err(problems) => {
                file.errors.extend(problems.into_iter().map(|problem| LineError { line: row.line, problem }));
            }
        }
    }
    Ok(file)
}

fn record(row: &table::Row, columns: &Columns, guessed: bool) -> Result<StudentRecord, Vec<LineProblem>> {
    if row.broken {
        return Err(vec![LineProblem::BrokenQuotes]);
    }
    if row.overflow || row.cells.iter().skip(columns.count).any(|cell| !cell.trim().is_empty()) {
        return Err(vec![LineProblem::TooManyFields]);
    }
    // A line may end early where only empty cells would follow; many programs write it so.
    let ends_early = |column: Column| columns.place(column).is_none_or(|place| row.cells.get(place).is_none());
    if [Column::Name, Column::Class, Column::Group].into_iter().any(ends_early) {
        return Err(vec![LineProblem::TooFewFields]);
    }
    let mut problems = Vec::new();
    let mut cell = |column: Column| {
        let raw = columns.place(column).and_then(|place| row.cells.get(place)).map_or("", String::as_str);
        match tidy(raw, column, guessed) {
            Ok(text) if text.is_empty() => {
                problems.extend(missing(column));
                None
            }
            Ok(text) => Some(text),
            Err(problem) => {
                problems.push(problem);
                None
            }
        }
    };
    let [name, class, group, key, number] = Column::ALL.map(&mut cell);
    let key = match key.map(|key| key.parse::<StudentKey>()).transpose() {
        Ok(key) => key,
        Err(_) => {
            problems.push(LineProblem::InvalidKey);
            None
        }
    };
    match (name, class, group) {
        (Some(name), Some(class), Some(group)) if problems.is_empty() => {
            Ok(StudentRecord { line: row.line, name, class, group, key, number })
        }
        _ => Err(problems),
    }
}

/// What is wrong with an empty cell, if anything.
fn missing(column: Column) -> Option<LineProblem> {
    match column {
        Column::Name => Some(LineProblem::MissingName),
        Column::Class => Some(LineProblem::MissingClass),
        Column::Group => Some(LineProblem::MissingGroup),
        Column::Key | Column::Number => None,
    }
}

/// A cell's text: without the `'` that exports put before what a spreadsheet would calculate, without spaces around it,
/// with one space for every run of spaces, tabs and line breaks, and without characters that can't be seen.
fn tidy(raw: &str, column: Column, guessed: bool) -> Result<String, LineProblem> {
    let visible: String = as_it_was(raw).chars().filter(|&c| !is_invisible(c)).collect();
    let text = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().any(|c| c.is_control() || c == '\u{fffd}') || (column == Column::Name && is_garbled(&text, guessed))
    {
        return Err(LineProblem::UnreadableCharacters { column });
    }
    // A long key is an invalid one, which says more.
    if column != Column::Key && text.chars().count() > column.max_chars() {
        let limit = u32::try_from(column.max_chars()).unwrap_or(u32::MAX);
        return Err(LineProblem::TooLong { column, limit });
    }
    Ok(text)
}

/// Soft hyphens, zero-width spaces, byte order marks and marks of writing direction: copied along from web pages, and
/// enough to make two equal names differ. The joiners that Persian and Hindi names need are not among them.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Whether a name shows that it was read with the wrong code page: UTF-8 that another program took for Windows-1252
/// ("RenÃ©e"), or, where the encoding had to be guessed, the code page of MS-DOS ("Ren‚e", "Bj”rn").
fn is_garbled(name: &str, guessed: bool) -> bool {
    let mut before = None;
    let mut letters = name.chars().peekable();
    while let Some(c) = letters.next() {
        let after = letters.peek().copied();
        let twice_encoded = matches!(c, 'Ã' | 'Â') && after.is_some_and(|next| ('\u{80}'..='\u{bf}').contains(&next));
        let between_letters = before.is_some_and(char::is_alphabetic) && after.is_some_and(char::is_alphabetic);
        let from_dos = guessed
            && (matches!(c, '‚' | '„' | '…' | '†' | '‡' | 'ˆ' | '‰' | '‹' | '•' | '™')
                || (c == '”' && between_letters));
        if twice_encoded || from_dos {
            return true;
        }
        before = Some(c);
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use LineProblem::*;

    const STUDENTS: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/students.csv"));
    const UNICODE_TEXT: &[u8] =
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/students-excel-unicode-text.txt"));
    const BOM_COMMA: &[u8] =
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/students-excel-utf8-bom-comma.csv"));
    const WINDOWS_1252: &[u8] =
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/students-excel-windows1252.csv"));
    const FOUR_COLUMNS: &[u8] =
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/students-four-columns.csv"));
    const WITH_ERRORS: &[u8] =
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/students-with-errors.csv"));

    fn clean(bytes: &[u8]) -> Vec<StudentRecord> {
        let file = read_students(bytes).expect("a student file");
        assert_eq!(file.errors, []);
        file.records
    }

    /// The errors of a file with all five columns, under its header line.
    fn errors(lines: &str) -> Vec<(u32, LineProblem)> {
        let text = format!("Naam;Klas;Doelgroep;Identificatie;Leerlingnummer\r\n{lines}");
        let file = read_students(text.as_bytes()).expect("a student file");
        file.errors.into_iter().map(|error| (error.line, error.problem)).collect()
    }

    fn without_lines(records: Vec<StudentRecord>) -> Vec<StudentRecord> {
        records.into_iter().map(|record| StudentRecord { line: 0, ..record }).collect()
    }

    #[test]
    fn all_students_of_the_large_file_are_read() {
        let records = clean(STUDENTS);
        assert_eq!(records.len(), 1200);
        let last = records.last().expect("a record");
        assert_eq!((last.line, last.name.as_str(), last.number.as_deref()), (1201, "Aaron Zwart", Some("101579")));
        assert!(records.iter().all(|record| record.key.is_none()));
    }

    #[test]
    fn every_format_that_excel_writes_gives_the_same_students() {
        assert_eq!(clean(UNICODE_TEXT), clean(BOM_COMMA));
        let all = without_lines(clean(STUDENTS));
        for bytes in [UNICODE_TEXT, BOM_COMMA, WINDOWS_1252] {
            let records = clean(bytes);
            assert_eq!(records.len(), 120);
            for record in without_lines(records) {
                assert!(all.contains(&record), "{record:?}");
            }
        }
        let names: Vec<String> = clean(WINDOWS_1252).into_iter().map(|record| record.name).collect();
        assert!(names.iter().any(|name| name == "Björn Yilmaz") && names.iter().any(|name| name == "Renée Bos"));
    }

    #[test]
    fn a_file_may_lack_the_number_column_and_name_another_in_brackets() {
        let records = clean(FOUR_COLUMNS);
        assert_eq!(records.len(), 40);
        assert!(records.iter().all(|record| record.number.is_none() && record.key.is_none()));
        assert!(records.iter().any(|record| record.name == "Dewi Wiśniewska" && record.class == "2E"));
    }

    #[test]
    fn the_same_text_gives_the_same_students_in_every_encoding_and_with_every_separator() {
        let text = String::from_utf8(STUDENTS.to_vec()).expect("utf-8");
        let records = clean(STUDENTS);
        let utf16 = |mark: &str, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
            format!("{mark}{text}").encode_utf16().flat_map(bytes).collect()
        };
        for bytes in [
            format!("\u{feff}{text}").into_bytes(),
            utf16("\u{feff}", u16::to_le_bytes),
            utf16("\u{feff}", u16::to_be_bytes),
            utf16("", u16::to_le_bytes),
            utf16("", u16::to_be_bytes),
            text.replace("\r\n", "\n").into_bytes(),
            text.replace(';', "\t").into_bytes(),
            text.replace(';', ",").into_bytes(),
        ] {
            assert_eq!(clean(&bytes), records);
        }
    }

    #[test]
    fn every_bad_line_is_reported_at_once() {
        let file = read_students(WITH_ERRORS).expect("a student file");
        let errors: Vec<(u32, LineProblem)> =
            file.errors.into_iter().map(|error| (error.line, error.problem)).collect();
        // Doubles (3 and 11) and the unknown group (5) show when the lines are compared: see `plan`.
        assert_eq!(
            errors,
            [(4, MissingName), (6, MissingClass), (8, TooFewFields), (9, TooLong { column: Column::Name, limit: 200 }),]
        );
        assert_eq!(file.records.iter().map(|record| record.line).collect::<Vec<_>>(), [2, 3, 5, 7, 10, 11]);
        assert_eq!(file.records[3].name, r#"=HYPERLINK("http://example.invalid";"klik")"#);
    }

    #[test]
    fn one_line_may_have_several_errors() {
        assert_eq!(
            errors(";;Onderbouw;ab;12\u{7}3\r\nNoa;1A;;;"),
            [
                (2, MissingName),
                (2, MissingClass),
                (2, UnreadableCharacters { column: Column::Number }),
                (2, InvalidKey),
                (3, MissingGroup),
            ]
        );
    }

    #[test]
    fn lines_of_the_wrong_length_are_reported_and_trailing_empty_fields_are_not() {
        assert_eq!(
            errors("Noa;1A\nBas;1A;Onderbouw;;1;;;\nSam;1A;Onderbouw\nKok;Jan;1A;Onderbouw;;1\nSem;1A;Onderbouw;;2\n"),
            [(2, TooFewFields), (5, TooManyFields)]
        );
    }

    #[test]
    fn a_damaged_quote_is_an_error_of_its_line_and_a_truncated_file_one_of_the_file() {
        assert_eq!(errors("\"Jan \"Jantje\" Smit\";1A;Onderbouw\nNoa;1A;Onderbouw"), [(2, BrokenQuotes)]);
        let cut = &BOM_COMMA[..BOM_COMMA.len() - 4];
        assert_eq!(read_students(cut), Err(FileProblem::BrokenQuotes { line: 121 }));
        for length in 0..BOM_COMMA.len().min(400) {
            // Wherever it is cut, it is read or refused, and nothing else happens.
            drop(read_students(&BOM_COMMA[..length]));
            drop(read_students(&UNICODE_TEXT[..length]));
        }
    }

    #[test]
    fn names_are_tidied() {
        let text = "Naam;Klas;Doelgroep;Identificatie;Leerlingnummer\n\
                    \"  Noa\r\n van \t der\u{a0}Berg\u{200b} \"; 1A ;Onderbouw;ab cd-12; 7 \n\
                    '=1+1;1A;Onderbouw;;\n\
                    't Hart, Jan;1A;Onderbouw;;\n\
                    ''=1+1;1A;Onderbouw;;";
        let records = clean(text.as_bytes());
        assert_eq!((records[0].name.as_str(), records[0].class.as_str()), ("Noa van der Berg", "1A"));
        assert_eq!(records[0].key.as_ref().map(StudentKey::as_str), Some("ABCD12"));
        assert_eq!(records[0].number.as_deref(), Some("7"));
        // What an export made harmless comes back as it was; an apostrophe that belongs to a name stays.
        assert_eq!((records[1].line, records[1].name.as_str()), (4, "=1+1"));
        assert_eq!(records[2].name, "'t Hart, Jan");
        assert_eq!(records[3].name, "'=1+1");
    }

    #[test]
    fn names_in_a_code_page_that_was_not_recognised_are_errors_and_not_new_names() {
        let dos = b"Naam;Klas;Doelgroep\r\nRen\x82e Bos;1A;Onderbouw\r\nBj\x94rn;1A;Onderbouw\r\nZo\x89;1A;Onderbouw\r\nO\x92Brien;1A;Onderbouw";
        let file = read_students(dos).expect("a student file");
        assert_eq!(file.errors.iter().map(|error| error.line).collect::<Vec<_>>(), [2, 3, 4]);
        assert_eq!(file.records[0].name, "O’Brien");
        assert_eq!(errors("RenÃ©e;1A;Onderbouw"), [(2, UnreadableCharacters { column: Column::Name })]);
        assert_eq!(errors("JOÃO Bos;1A;Onderbouw\nÂngela;1A;Onderbouw"), []);
    }

    #[test]
    fn only_the_line_that_was_damaged_is_an_error_in_a_damaged_utf8_file() {
        let mut bytes = STUDENTS.to_vec();
        let place = bytes.windows(2).position(|pair| pair == "ś".as_bytes()).expect("an accent");
        bytes.remove(place + 1);
        let file = read_students(&bytes).expect("a student file");
        assert_eq!(file.records.len(), 1199);
        let problem = UnreadableCharacters { column: Column::Name };
        assert_eq!(file.errors, [LineError { line: 3, problem }]);
    }

    #[test]
    fn a_file_that_is_no_student_file_says_why() {
        let all = vec![Column::Name, Column::Class, Column::Group];
        for (bytes, problem) in [
            (&b""[..], FileProblem::Empty),
            (b";;;\r\n;;;", FileProblem::Empty),
            (b"Naam;Klas;Doelgroep\r\n", FileProblem::NoRows),
            (b"Naam;Klas;Doelgroep\r\n;;\r\n", FileProblem::NoRows),
            (b"PK\x03\x04\x14\0\x06\0", FileProblem::Spreadsheet),
            (b"Noa;1A;Onderbouw\r\n", FileProblem::MissingColumns { columns: all }),
        ] {
            assert_eq!(read_students(bytes), Err(problem));
        }
    }

    #[test]
    fn unknown_columns_are_left_aside() {
        let text = "Mentor;Naam;E-mail;Klas;Opmerking;Group\nJan;Noa;noa@example.invalid;1A;;Onderbouw\n";
        let records = clean(text.as_bytes());
        assert_eq!((records[0].name.as_str(), records[0].group.as_str()), ("Noa", "Onderbouw"));
    }
}

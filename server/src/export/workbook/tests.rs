use super::*;
use calamine::{Data, Reader, Xlsx};
use std::io::Cursor;

const WORDS: Words<'static> = Words {
    summary: "Overzicht",
    incomplete: "Niet volledig ingeschreven",
    made_at: "Gemaakt",
    students: "Leerlingen",
    complete: "Volledig ingeschreven",
    partial: "Gedeeltelijk ingeschreven",
    none: "Niet ingeschreven",
    workshop: "Workshop",
    moments: "Momenten",
    location: "Plaats",
    host: "Begeleider",
    groups: "Doelgroepen",
    everyone: "Alle",
    capacity: "Plaatsen",
    registered: "Ingeschreven",
    free: "Vrij",
    of: "van",
    remark: "Opmerking",
    cancelled: "Gaat niet door",
    extra_seat: "extra plaats",
    number: "Nr",
    name: "Naam",
    class: "Klas",
    group: "Doelgroep",
    chosen: "Gekozen",
    missing: "Ontbreekt",
    nobody: "Nog niemand ingeschreven",
    nobody_incomplete: "Iedereen is volledig ingeschreven",
    page: "Pagina",
};

/// Texts that have broken workbooks before.
const NASTY: [&str; 14] = [
    "=HYPERLINK(\"http://example.invalid\";\"klik\")",
    "+1",
    "@SUM(A1)",
    "'=1",
    "Jan \"Jantje\" <Smit> & zoon",
    "twee\nregels",
    "مريم العلي",
    "\u{202e}verkeerd om",
    "_x0041_",
    "<r>geen xml</r>",
    "<r><t>a</t></r>",
    " spaties ",
    "😀 👩‍🔬 Zoe\u{308}",
    "tab\there",
];

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

fn attendee(name: &str, class: &str) -> Attendee {
    Attendee { name: name.to_owned(), class: class.to_owned(), extra_seat: false }
}

fn workshop(title: &str, students: Vec<Attendee>) -> WorkshopList {
    WorkshopList {
        title: title.to_owned(),
        moments: texts(&["Ronde 1"]),
        capacity: 20,
        taken: u32::try_from(students.len()).expect("a number"),
        students,
        ..WorkshopList::default()
    }
}

fn day() -> Registrations {
    let judo = WorkshopList {
        location: "Gymzaal 2".to_owned(),
        host: "mevr. De Boer".to_owned(),
        moments: texts(&["Ronde 1", "Ronde 2"]),
        groups: texts(&["Onderbouw", "Bovenbouw"]),
        capacity: 3,
        ..workshop(
            "Judo",
            vec![
                attendee("zoë Bos", "1A"),
                Attendee { extra_seat: true, ..attendee("Élise Smit", "10A") },
                attendee("Elise Smit", "2A"),
                attendee("Aaron 't Hart", "3hv2"),
            ],
        )
    };
    Registrations {
        event: "Workshopdag 2027".to_owned(),
        made_at: "maandag 11 januari 2027 om 08:05".to_owned(),
        students: 1200,
        complete: 1197,
        partial: 2,
        none: 1,
        workshops: vec![judo, WorkshopList { cancelled: true, ..workshop("Koken/bakken", Vec::new()) }],
        incomplete: vec![
            IncompleteStudent {
                name: "Noa Vos".to_owned(),
                class: "10A".to_owned(),
                group: "Bovenbouw".to_owned(),
                chosen: Vec::new(),
                missing: texts(&["Ronde 1", "Ronde 2"]),
            },
            IncompleteStudent {
                name: "Sam de Wit".to_owned(),
                class: "2A".to_owned(),
                group: "Onderbouw".to_owned(),
                chosen: texts(&["Dans, zang en spel", "Judo"]),
                missing: texts(&["Ronde 3"]),
            },
        ],
    }
}

/// The names of the sheets, and for each the rows with the texts of their cells, those at the end that are empty left
/// out.
fn read(day: &Registrations) -> Vec<(String, Vec<Vec<String>>)> {
    let bytes = registrations(day, &WORDS).expect("a workbook");
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook that can be read");
    let cells = |row: &[Data]| {
        let mut cells: Vec<String> = row
            .iter()
            .map(|cell| match cell {
                Data::String(text) => text.clone(),
                Data::Float(number) => format!("#{number}"),
                Data::Empty => String::new(),
                other => panic!("{other:?} is neither text nor number"),
            })
            .collect();
        cells.truncate(cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1));
        cells
    };
    let names = workbook.sheet_names();
    let mut sheet = |name: &String| workbook.worksheet_range(name).expect("a sheet").rows().map(cells).collect();
    names.iter().map(|name| (name.clone(), sheet(name))).collect()
}

fn assert_rows(rows: &[Vec<String>], expected: &[&[&str]]) {
    assert_eq!(rows, expected.iter().map(|row| texts(row)).collect::<Vec<_>>());
}

#[test]
fn the_summary_tells_how_far_registration_is_and_what_is_left() {
    let sheets = read(&day());
    assert_eq!(sheets[0].0, "Overzicht");
    assert_rows(
        &sheets[0].1,
        &[
            &["Workshopdag 2027"],
            &["Gemaakt", "maandag 11 januari 2027 om 08:05"],
            &["Leerlingen", "#1200"],
            &["Volledig ingeschreven", "#1197"],
            &["Gedeeltelijk ingeschreven", "#2"],
            &["Niet ingeschreven", "#1"],
            &[],
            &[
                "Workshop",
                "Momenten",
                "Plaats",
                "Begeleider",
                "Doelgroepen",
                "Plaatsen",
                "Ingeschreven",
                "Vrij",
                "Opmerking",
            ],
            &["Judo", "Ronde 1, Ronde 2", "Gymzaal 2", "mevr. De Boer", "Onderbouw, Bovenbouw", "#3", "#4", "#0"],
            &["Koken/bakken", "Ronde 1", "", "", "Alle", "#20", "#0", "", "Gaat niet door"],
        ],
    );
}

#[test]
fn a_title_on_the_summary_leads_to_the_workshops_sheet() {
    let (day, sheets) = (day(), texts(&["Judo", "Koken-bakken"]));
    let page = summary::page(&day, &sheets, &WORDS);
    let links = page.lines.iter().map(|line| match line[0] {
        page::Cell::Link { text, sheet } => (text, sheet),
        _ => panic!("no link"),
    });
    assert_eq!(links.collect::<Vec<_>>(), [("Judo", "Judo"), ("Koken/bakken", "Koken-bakken")]);
}

#[test]
fn a_workshop_has_a_sheet_with_its_students_sorted_by_name() {
    let sheets = read(&day());
    assert_eq!(sheets[1].0, "Judo");
    assert_rows(
        &sheets[1].1,
        &[
            &["Judo"],
            &["Momenten", "Ronde 1, Ronde 2"],
            &["Plaats", "Gymzaal 2"],
            &["Begeleider", "mevr. De Boer"],
            &["Doelgroepen", "Onderbouw, Bovenbouw"],
            &["Ingeschreven", "4 van 3"],
            &[],
            &["Nr", "Naam", "Klas", "Opmerking"],
            &["#1", "Aaron 't Hart", "3hv2"],
            &["#2", "Elise Smit", "2A"],
            &["#3", "Élise Smit", "10A", "extra plaats"],
            &["#4", "zoë Bos", "1A"],
        ],
    );
}

#[test]
fn a_workshop_without_students_says_so_and_leaves_out_what_is_unknown() {
    let sheets = read(&day());
    assert_eq!(sheets[2].0, "Koken-bakken");
    assert_rows(
        &sheets[2].1,
        &[
            &["Koken/bakken"],
            &["Gaat niet door"],
            &["Momenten", "Ronde 1"],
            &["Doelgroepen", "Alle"],
            &["Ingeschreven", "0 van 20"],
            &[],
            &["Nr", "Naam", "Klas"],
            &["Nog niemand ingeschreven"],
        ],
    );
}

#[test]
fn students_without_a_complete_registration_are_listed_by_class() {
    let mut day = day();
    let sheets = read(&day);
    assert_eq!(sheets[3].0, "Niet volledig ingeschreven");
    assert_rows(
        &sheets[3].1,
        &[
            &["Niet volledig ingeschreven"],
            &[],
            &["Naam", "Klas", "Doelgroep", "Gekozen", "Ontbreekt"],
            &["Sam de Wit", "2A", "Onderbouw", "Dans, zang en spel; Judo", "Ronde 3"],
            &["Noa Vos", "10A", "Bovenbouw", "", "Ronde 1, Ronde 2"],
        ],
    );
    day.incomplete.clear();
    assert_eq!(read(&day)[3].1[3], ["Iedereen is volledig ingeschreven"]);
}

#[test]
fn sheets_have_legal_names_in_the_order_of_the_workshops() {
    let titles = [
        "a/b\\c?d*e:f[g]h",
        "Judo",
        "judo",
        "Een heel lange titel van een workshop",
        "Een heel lange titel van een andere",
        "Overzicht",
        "Niet volledig ingeschreven",
        "Geschiedenis",
        "'t Spel'",
        "",
        "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀",
        "A1",
        "R1C1",
        "\u{1}\u{fffe}",
    ];
    let mut day = day();
    day.workshops = titles.iter().map(|title| workshop(title, vec![attendee("Noa", "1A")])).collect();
    let sheets = read(&day);
    let names: Vec<&str> = sheets.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "Overzicht",
            "a-b-cde.f(g)h",
            "Judo",
            "judo (2)",
            "Een heel lange titel van een wo",
            "Een heel lange titel van een an",
            "Overzicht (2)",
            "Niet volledig ingeschreven (2)",
            "Geschiedenis (1)",
            "t Spel",
            "Workshop",
            "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀",
            "A1",
            "R1C1",
            "Workshop (2)",
            "Niet volledig ingeschreven",
        ]
    );
    // On the sheet itself stands the whole title.
    for (title, (_, rows)) in titles.iter().zip(&sheets[1..]).take(9) {
        assert_eq!(rows[0], [*title]);
    }
}

#[test]
fn every_text_comes_back_exactly_as_a_text() {
    for text in NASTY {
        let mut nasty = workshop(text, vec![Attendee { extra_seat: true, ..attendee(text, text) }]);
        nasty.location = text.to_owned();
        nasty.host = text.to_owned();
        nasty.moments = texts(&[text]);
        nasty.groups = texts(&[text]);
        let day = Registrations {
            event: text.to_owned(),
            made_at: text.to_owned(),
            workshops: vec![nasty],
            incomplete: vec![IncompleteStudent {
                name: text.to_owned(),
                class: text.to_owned(),
                group: text.to_owned(),
                chosen: texts(&[text]),
                missing: texts(&[text]),
            }],
            ..Registrations::default()
        };
        let sheets = read(&day);
        let rows = |sheet: usize| &sheets[sheet].1;
        assert_eq!((&rows(0)[0][0], &rows(0)[1][1]), (&text.to_owned(), &text.to_owned()));
        assert_eq!(rows(0)[8][..5], [text; 5]);
        assert_eq!(rows(1)[0], [text]);
        assert_eq!([1, 2, 3, 4].map(|row| rows(1)[row][1].as_str()), [text; 4]);
        assert_eq!(rows(1)[8][1..3], [text; 2]);
        assert_eq!(rows(2)[3], [text; 5]);
    }
}

#[test]
fn what_xml_cannot_write_is_left_out() {
    let text = "Ju\u{1}do\u{fffe}\u{ffff}\0 \u{85}1\u{7f}";
    let mut day = day();
    day.event = text.to_owned();
    day.workshops = vec![workshop(text, vec![attendee(text, text)])];
    let sheets = read(&day);
    assert_eq!(sheets[0].1[0], ["Judo 1"]);
    assert_eq!((sheets[1].0.as_str(), sheets[1].1[0][0].as_str()), ("Judo 1", "Judo 1"));
}

#[test]
fn an_event_without_anything_has_a_workbook() {
    let sheets = read(&Registrations::default());
    assert_eq!(
        sheets.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
        ["Overzicht", "Niet volledig ingeschreven"]
    );
    assert!(registrations(&day(), &Words::default()).is_ok());
}

#[test]
fn more_than_a_cell_holds_is_cut() {
    let mut day = day();
    day.workshops[0].groups = vec!["x".repeat(200); 200];
    day.workshops[1].groups = vec![format!("<r>{}</r>", "<".repeat(30_000))];
    let sheets = read(&day);
    assert_eq!(sheets[1].1[4][1].len(), 32_767);
    assert!(sheets[2].1[3][1].starts_with("<r><<<"));
}

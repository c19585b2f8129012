//! Tables that are pasted, and what is read in them.

mod copies;

use super::*;
use crate::{
    import::EventDocument,
    random::{Random, SeededRandom},
};
use domain::Timestamp;
use serde_json::json;

const FIXTURE: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/event.json"));

fn imported(document: &[u8]) -> Event {
    let document = EventDocument::parse(document).expect("a document");
    document.into_event(&SeededRandom::new(1), Timestamp::from_micros(0)).expect("an event").event
}

/// Two rounds and two groups. Judo in both rounds, for the juniors; Koken over both, for all.
fn small() -> Event {
    let judo = |key: &str, moment: &str| {
        json!({"key": key, "title": "Judo", "description": "Valbreken", "moments": [moment], "groups": ["a"],
            "capacity": 20, "location": "Gymzaal", "host": "dhr. Kok"})
    };
    let document = json!({
        "format": "workshops-event/1", "slug": "dag", "title": "Dag",
        "moments": [{"key": "r1", "name": "Ronde 1"}, {"key": "r2", "name": "Ronde 2"}],
        "groups": [{"key": "a", "name": "Onderbouw"}, {"key": "b", "name": "Bovenbouw"}],
        "workshops": [
            judo("w0", "r1"),
            judo("w1", "r2"),
            {"key": "w2", "title": "Koken", "moments": ["r1", "r2"], "capacity": 24, "cancelled": true},
        ],
    });
    imported(document.to_string().as_bytes())
}

fn read(pasted: &str, event: &Event) -> Vec<PastedWorkshop> {
    read_workshops(pasted, event).expect("a table")
}

fn only(pasted: &str, event: &Event) -> PastedWorkshop {
    let mut read = read(pasted, event);
    assert_eq!(read.len(), 1, "{read:?}");
    read.remove(0)
}

/// What is wrong, by line and field.
fn errors(pasted: &str, event: &Event) -> Vec<(u32, Field, Problem)> {
    let of_line = |workshop: PastedWorkshop| {
        let line = workshop.line;
        workshop.errors.into_iter().map(move |error| {
            assert_eq!(error.of, line.to_string());
            (line, error.field, error.problem)
        })
    };
    read(pasted, event).into_iter().flat_map(of_line).collect()
}

#[test]
fn every_column_has_many_names() {
    let event = small();
    let cell = |field: Field| match field {
        Field::Title => "Schaken",
        Field::Moments => "Ronde 2",
        Field::Capacity => "12",
        Field::Location => "Aula",
        Field::Host => "Schaakclub",
        Field::Groups => "Bovenbouw",
        _ => "Een toernooi.",
    };
    let expected = WorkshopForm {
        title: "Schaken".to_owned(),
        description: "Een toernooi.".to_owned(),
        moments: vec![event.moments[1].id],
        groups: vec![event.groups[1].id],
        capacity: "12".to_owned(),
        location: "Aula".to_owned(),
        host: "Schaakclub".to_owned(),
        cancelled: false,
    };
    let names: [(Field, &[&str]); 7] = [
        (Field::Title, &["Titel", "WORKSHOP", "Naam", "Title", "Name", "Titel workshop", "Naam (van de workshop)"]),
        (
            Field::Moments,
            &["Moment", "Momenten", "Ronde", "Rondes", "Moments", "Ronde(s)", "\"Ronde\n[1 of 2]\"", "Round"],
        ),
        (
            Field::Capacity,
            &["Plaatsen", "Aantal plaatsen", "Capaciteit", "Capacity", "Seats", "Max", "Max.", "Max. aantal (24)"],
        ),
        (Field::Location, &["Lokaal", "Locatie", "Plaats", "Waar", "Location", "Room", " plaats: "]),
        (Field::Host, &["Begeleider", "Docent", "Host", "Gastdocent", "Door", "Docent(en)"]),
        (Field::Groups, &["Doelgroep", "Doelgroepen", "Groups", "Group", "*Doel-groep*"]),
        (Field::Description, &["Omschrijving", "Beschrijving", "Description"]),
    ];
    for (place, (_, known)) in names.iter().enumerate() {
        for &name in *known {
            // In an order of their own, with a column that is nobody's business.
            let mut columns = names.map(|(field, names)| (names[0], cell(field)));
            columns[place].0 = name;
            columns.rotate_left(place);
            let (header, cells): (Vec<&str>, Vec<&str>) = columns.into_iter().unzip();
            let pasted = format!("Nr\t{}\n007\t{}\n", header.join("\t"), cells.join("\t"));
            let read = only(&pasted, &event);
            assert_eq!((&read.form, read.errors.len()), (&expected, 0), "{pasted}");
            assert_eq!((read.existing, read.changes), (None, true));
        }
    }
}

#[test]
fn of_two_columns_that_mean_the_same_the_surer_name_counts() {
    let read = only("Workshop\tTitel\tRonde\tAantal\tMax\tMax\nW1\tJudo\t1\t3\t20\t30", &small());
    assert_eq!((read.form.title.as_str(), read.form.capacity.as_str()), ("Judo", "20"));
}

#[test]
fn a_table_without_a_header_is_known_by_a_number_in_its_third_column() {
    let event = small();
    let read = read("Judo\tRonde 1\t25,0\t\t\t\tVallen\nSchaken\t1 en 2\t10\tAula\t\t\t\n", &event);
    assert_eq!((read[0].line, read[0].existing), (1, Some(event.workshops[0].id)));
    assert_eq!((read[0].form.capacity.as_str(), read[0].form.location.as_str()), ("25", ""));
    // The columns of hosts and groups are empty throughout.
    let kept = (read[0].form.host.as_str(), read[0].form.description.as_str(), &read[0].form.groups);
    assert_eq!(kept, ("dhr. Kok", "Vallen", &event.workshops[0].groups));
    assert_eq!((read[1].form.location.as_str(), read[1].errors.len()), ("Aula", 0));
}

#[test]
fn columns_that_cannot_be_left_out_are_named() {
    let mut event = small();
    let missing = |fields: &[Field]| Err(Problem::MissingColumns { fields: fields.to_vec() });
    let all = missing(&[Field::Title, Field::Moments, Field::Capacity]);
    assert_eq!(read_workshops("Judo\tRonde 1\tveel\n", &event), all);
    assert_eq!(read_workshops("zomaar wat tekst", &event), all);
    assert_eq!(read_workshops("Ronde\tPlaats\nRonde 1\tAula\n", &event), missing(&[Field::Title, Field::Capacity]));
    assert_eq!(read_workshops("Titel\tPlaatsen\nJudo\t20", &event), missing(&[Field::Moments]));
    event.moments.truncate(1);
    event.workshops.truncate(1);
    assert!(!only("Titel\tPlaatsen\nJudo\t20", &event).changes);
    assert!(!only("Titel\tPlaatsen\tRonde\nJudo\t20\t", &event).changes);
    assert_eq!(read_workshops("Titel\nJudo", &event), missing(&[Field::Capacity]));
}

#[test]
fn nothing_to_read_is_a_problem_and_so_are_broken_quotes_and_too_much() {
    let event = small();
    for empty in ["", " \r\n \n", "\t\t\n", "\u{feff}", HEADER, "Titel\tRonde\tMax\n\t\t\n"] {
        assert_eq!(read_workshops(empty, &event), Err(Problem::Empty), "{empty:?}");
    }
    assert_eq!(read_workshops("Titel\tRonde\tMax\n\"Judo\t1\t20\n", &event), Err(Problem::OpenQuote));
    let many = |count: usize| -> String { (0..count).map(|place| format!("w{place}\t1\t20\n")).collect() };
    assert_eq!(read(&many(1_997), &event).len(), 1_997);
    for count in [1_998, 2_001, 60_000] {
        assert_eq!(read_workshops(&many(count), &event), Err(Problem::TooMany { limit: 2_000 }), "{count}");
    }
}

#[test]
fn cells_may_have_lines() {
    let event = small();
    let pasted = "\"Aantal\nplaatsen\"\tTitel\tRonde\tOmschrijving\r\n\
                  20\t\"Koken voor\n twee\"\t\"Ronde 1\nRonde 2\"\t\"Neem mee:\r\n- een \"\"schort\"\"\r\n\"\r\n\
                  10\tSchaken\t2\t\r\n";
    let read = read(pasted, &event);
    assert_eq!(read.iter().map(|read| read.line).collect::<Vec<_>>(), [3, 8]);
    assert_eq!(read[0].form.title, "Koken voor twee");
    assert_eq!(read[0].form.moments, [event.moments[0].id, event.moments[1].id]);
    assert_eq!(read[0].form.description, "Neem mee:\n- een \"schort\"");
    assert!(read.iter().all(|read| read.errors.is_empty()), "{read:?}");
}

#[test]
fn a_column_that_is_absent_is_kept_and_an_empty_cell_empties() {
    let event = small();
    let read = only("Titel\tRonde\tMax\nJUDO\t1\t25", &event);
    let judo = &event.workshops[0];
    let expected = Workshop { title: "JUDO".to_owned(), capacity: 25, ..judo.clone() };
    assert_eq!((read.existing, read.changes), (Some(judo.id), true));
    assert_eq!(read.form, WorkshopForm::from(&expected));
    assert_eq!(read.form.check(&event, judo.id), Ok(expected));

    let read = only("Titel\tRonde\tMax\tLokaal\tDoelgroep\nJudo\t1\t20\t\t", &event);
    assert_eq!((read.form.location.as_str(), read.form.host.as_str()), ("", "dhr. Kok"));
    assert_eq!(read.form.groups, []);
    // Called off it stays.
    assert!(only("Titel\tRonde\tMax\nKoken\t2+1\t24.0", &event).form.cancelled);
    assert!(!only("Titel\tRonde\tMax\nKoken\t2+1\t24.0", &event).changes);
}

#[test]
fn a_workshop_moves_if_its_title_is_the_only_one() {
    let event = small();
    let read = read("Titel\tRonde\tMax\nkoken\t2\t24\nJudo\t1+2\t20\nJudo\t2\t20", &event);
    assert_eq!((read[0].existing, &read[0].form.moments), (Some(event.workshops[2].id), &vec![event.moments[1].id]));
    assert_eq!((read[1].existing, read[2].existing), (None, Some(event.workshops[1].id)));
}

#[test]
fn every_group_can_be_said_in_many_ways() {
    let mut event = small();
    let groups = |cell: &str, event: &Event| {
        let read = only(&format!("Titel\tRonde\tMax\tDoelgroep\nSchaken\t1\t20\t{cell}"), event);
        assert_eq!(read.errors, [], "{cell}");
        read.form.groups
    };
    for cell in ["", " ", "Alle", "iedereen", "ALL", "everyone", "alle  groepen"] {
        assert_eq!(groups(cell, &event), [], "{cell}");
    }
    assert_eq!(groups("bovenbouw, ONDERBOUW", &event), [event.groups[0].id, event.groups[1].id]);
    event.groups[1].name = "Alle".to_owned();
    assert_eq!(groups("alle", &event), [event.groups[1].id]);
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let event = small();
    let unknown = |name: &str| Problem::Unknown { name: name.to_owned() };
    let pasted = format!(
        "Titel\tMomenten\tPlaatsen\tDoelgroepen\n\
         \tRonde 9\tveel\tBrugklas, Onderbouw\n\
         Judo\tRonde 1 + Pauze\t-1\t\n\
         Schaken\t\t1.000\t3\n\
         {}\t1\t\tAlle\n\
         Da\u{7}m\t2\t100001\n",
        "x".repeat(201)
    );
    assert_eq!(
        errors(&pasted, &event),
        [
            (2, Field::Moments, unknown("Ronde 9")),
            (2, Field::Groups, unknown("Brugklas")),
            (2, Field::Title, Problem::Empty),
            (2, Field::Capacity, Problem::NoNumber),
            (3, Field::Moments, unknown("Pauze")),
            (3, Field::Capacity, Problem::NoNumber),
            (4, Field::Groups, unknown("3")),
            (4, Field::Capacity, Problem::NoNumber),
            (4, Field::Moments, Problem::NoMoment),
            (5, Field::Title, Problem::TooLong { limit: 200 }),
            (5, Field::Capacity, Problem::Empty),
            (6, Field::Title, Problem::ControlCharacter),
            (6, Field::Capacity, Problem::TooMuch { limit: 100_000 }),
        ]
    );
    assert_eq!(errors("Titel;Ronde;Max\n\"Dam\"men;1;20", &event), [(2, Field::Form, Problem::OpenQuote)]);
}

#[test]
fn the_same_workshop_twice_is_one_too_many() {
    let event = small();
    let pasted =
        "Titel\tRonde\tMax\nSchaken\t1 + 2\t20\nschaken\t2, 1\t30\nJudo\t1\t20\nJudo\tRonde 1\t9\nSchaken\t1\t20\n";
    assert_eq!(errors(pasted, &event), [(3, Field::Title, Problem::Taken), (5, Field::Title, Problem::Taken)]);
    let existing: Vec<_> = read(pasted, &event).into_iter().map(|read| read.existing).collect();
    assert_eq!(existing, [None, None, Some(event.workshops[0].id), None, None]);
}

#[test]
fn workshops_that_share_title_and_moments_are_told_apart_by_place_and_host() {
    let mut event = small();
    event.workshops[1].moments = event.workshops[0].moments.clone();
    event.workshops[1].location = "Dojo".to_owned();
    let ids: Vec<WorkshopId> = event.workshops.iter().map(|workshop| workshop.id).collect();
    let existing = |pasted: &str| -> Vec<_> { read(pasted, &event).into_iter().map(|read| read.existing).collect() };
    let header = "Titel\tRonde\tMax\tLokaal\n";
    assert_eq!(existing(&format!("{header}Judo\t1\t30\tDojo")), [Some(ids[1])]);
    assert_eq!(existing(&format!("{header}Judo\t1\t30\tDojo\nJudo\t1\t30\tAula")), [Some(ids[1]), Some(ids[0])]);
    assert_eq!(
        errors(&format!("{header}Judo\t1\t30\tAula"), &event),
        [(2, Field::Title, Problem::Taken)],
        "any of the two could be meant"
    );
}

#[test]
fn whatever_is_pasted_nothing_breaks() {
    let event = imported(FIXTURE);
    let random = SeededRandom::new(3);
    let tokens = [
        "\t", "\n", "\r", "\"", ";", ",", " ", "Titel", "Ronde", "Max", "1", "é", "\u{feff}", "sep=", "+", "#", "'",
        "\0",
    ];
    for length in 0..3_000 {
        let mut bytes = vec![0; length % 200];
        random.fill(&mut bytes);
        let chaos = String::from_utf8_lossy(&bytes);
        let order: String = bytes.iter().map(|&byte| tokens[usize::from(byte) % tokens.len()]).collect();
        for pasted in [&*chaos, &order] {
            drop(read_workshops(pasted, &event));
            drop(read_workshops(&format!("{HEADER}\n{pasted}"), &event));
        }
    }
    let table = to_table(&event);
    for (cut, _) in table.char_indices().take(1_500) {
        drop(read_workshops(&table[..cut], &event));
        drop(read_workshops(&table[cut..], &event));
    }
}

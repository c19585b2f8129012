//! Tables that are copied and pasted back.

use super::*;
use domain::{Group, GroupId, Moment, MomentId};
use std::collections::BTreeSet;

fn assert_unchanged(event: &Event) {
    let table = to_table(event);
    if event.workshops.is_empty() {
        assert_eq!(read_workshops(&table, event), Err(Problem::Empty));
        return;
    }
    for cell in clipboard::rows(&table).expect("a table").iter().flat_map(|row| &row.cells) {
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\n']), "{cell:?}");
    }
    for table in [table.clone(), table.replace('\n', "\r\n")] {
        let read = read(&table, event);
        assert_eq!(read.len(), event.workshops.len());
        for (read, workshop) in read.into_iter().zip(&event.workshops) {
            assert_eq!((read.existing, read.changes), (Some(workshop.id), false), "{read:?} {table}");
            assert_eq!((read.errors, read.form), (vec![], WorkshopForm::from(workshop)), "{table}");
        }
    }
}

#[test]
fn an_event_that_is_copied_and_pasted_back_is_unchanged() {
    let event = imported(FIXTURE);
    assert_unchanged(&event);
    assert_unchanged(&small());
    let table = to_table(&event);
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!((lines.len(), lines[0]), (33, HEADER));
    assert_eq!(
        lines[8],
        "Filmproject (dubbele ronde)\tRonde 2 + Ronde 3\t90\tAula\tmevr. de Wit\t\
         Onderbouw + Bovenbouw + Examenklassen\tJe bedenkt, filmt en monteert een korte film; duurt ronde 2 en 3."
    );
}

#[test]
fn every_event_can_be_copied_and_pasted_back() {
    let pieces = [
        "a", "A", "b", "'", "''", "\"", "\"\"", "=", "-", "+", "@", ",", "/", "&", ";", "#", "1", "2", "10", " en ",
        " and ", " ", "  ", "\u{a0}", "alle", "Titel", "é", "İ", "😀", "(", "]", "sep=", "\u{feff}", "\u{200b}",
    ];
    let random = SeededRandom::new(7);
    let below = |bound: usize| {
        let mut bytes = [0; 2];
        random.fill(&mut bytes);
        usize::from(u16::from_le_bytes(bytes)) % bound
    };
    let text = |most: usize, breaks: bool| -> String {
        let piece = |_| match below(if breaks { 40 } else { 34 }) {
            place @ 0..34 => pieces[place],
            place => ["\n", "\r\n", "\r", "\t", "\n\n", "\n- "][place - 34],
        };
        (0..below(most + 1)).map(piece).collect()
    };
    let name = || Some(text(3, false)).filter(|name| !name.trim().is_empty()).unwrap_or_else(|| "x".to_owned());
    for _ in 0..1_000 {
        let mut event = small();
        let moment = event.moments[0].clone();
        event.moments = (0..below(5) + 1)
            .map(|place| Moment { id: MomentId::from_u128(place as u128), name: name(), ..moment.clone() })
            .collect();
        // Names of groups differ, and that is more than can be said of moments.
        let names: BTreeSet<String> = (0..below(5)).map(|_| name().trim().to_lowercase()).collect();
        event.groups =
            names.into_iter().zip(0..).map(|(name, place)| Group { id: GroupId::from_u128(place), name }).collect();
        let workshop = event.workshops[0].clone();
        event.workshops = (0..below(6) as u128)
            .map(|place| {
                let first = event.moments[below(event.moments.len())].id;
                let mut moments: Vec<MomentId> = event.moments.iter().map(|moment| moment.id).collect();
                moments.retain(|&id| id == first || below(3) == 0);
                let mut groups: Vec<GroupId> = event.groups.iter().map(|group| group.id).collect();
                groups.retain(|_| below(2) == 0);
                if below(4) == 0 {
                    moments.reverse();
                    groups.reverse();
                }
                Workshop {
                    id: WorkshopId::from_u128(place + 1),
                    title: if below(2) == 0 { name() } else { "Judo".to_owned() },
                    description: text(6, true),
                    moments,
                    groups,
                    capacity: below(2) as u32,
                    location: text(2, false),
                    host: text(2, false),
                    ..workshop.clone()
                }
            })
            .collect();
        assert_unchanged(&event);
    }
}

#[test]
fn no_cell_of_the_table_is_a_formula() {
    let mut event = small();
    event.workshops.truncate(1);
    event.workshops[0].title = "=HYPERLINK(\"http://example.invalid\")".to_owned();
    event.workshops[0].host = "@techlab".to_owned();
    event.workshops[0].location = "-1.04".to_owned();
    event.workshops[0].description = "- schaar\n- lijm".to_owned();
    let table = to_table(&event);
    assert_eq!(
        table.split_once('\n').expect("a header").1,
        "'=HYPERLINK(\"http://example.invalid\")\tRonde 1\t20\t'-1.04\t'@techlab\tOnderbouw\t\"'- schaar\n- lijm\"\n"
    );
    assert_unchanged(&event);
    // A spreadsheet may show the apostrophe or keep it to itself.
    assert!(!only(&table.replace("'=", "=").replace("'-", "-").replace("'@", "@"), &event).changes);
}

#[test]
fn what_a_spreadsheet_takes_for_its_own_sign_makes_no_new_workshop() {
    let mut event = small();
    event.workshops[0].title = "'t Is een kunst".to_owned();
    event.workshops[1].title = "\"Nepnieuws\" herkennen".to_owned();
    event.workshops[2].title = "\"Nepnieuws\"".to_owned();
    let pasted = "Titel\tMoment\tMax\nt Is een kunst\t1\t20\n\"Nepnieuws\" herkennen\t2\t20\n\"Nepnieuws\"\t1+2\t24\n";
    let read = read(pasted, &event);
    assert!(read.iter().all(|read| !read.changes && read.errors.is_empty()), "{read:?}");
    assert_eq!(read[0].form.title, "'t Is een kunst");
}

#[test]
fn the_header_is_in_the_order_of_the_columns() {
    let event = small();
    let below = to_table(&event);
    let below = below.strip_prefix(HEADER).expect("the header").trim_start();
    // Without a header they are known by their order.
    assert_eq!(read(below, &event).len(), 3);
    assert!(read(below, &event).iter().all(|read| !read.changes));
}

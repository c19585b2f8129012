//! The pages for paper: whole documents without scripts, in which no name can do harm.
#![cfg(feature = "ssr")]

use app::{
    i18n::Locale,
    print::{
        Attendance, AttendanceList, Attendee, Card, CardClass, CellItem, ClassTimetable, KeyCards, MomentHead,
        QrDrawing, StudentTimetable, Timetables, attendance, key_cards, timetables,
    },
};

const NASTY: &str = r#"<script>alert("x")</script></title>'&\u{202e}"#;
const STYLESHEET: &str = "/pkg/workshops.css";

fn card(name: &str, class: &str) -> Card {
    let qr = QrDrawing { size: 33, path: "M0 0h7v7h-7z".to_owned() };
    Card { name: name.to_owned(), class: class.to_owned(), key: "ABCDE-FGHJK".to_owned(), qr }
}

fn cards(classes: &[(&str, usize)]) -> KeyCards {
    let class = |&(class, count): &(&str, usize)| CardClass {
        class: class.to_owned(),
        cards: (0..count).map(|_| card("Anouk Maes", class)).collect(),
    };
    KeyCards {
        event: "Workshopdag".to_owned(),
        address: "https://school.example/events/dag".to_owned(),
        back: "/manage/events/1".to_owned(),
        classes: classes.iter().map(class).collect(),
    }
}

fn list(students: usize) -> AttendanceList {
    let student = || Attendee { name: "Anouk Maes".to_owned(), class: "2A".to_owned(), extra_seat: false };
    AttendanceList {
        title: "Judo".to_owned(),
        moments: vec!["Ronde 1".to_owned(), "Ronde 2".to_owned()],
        times: "09:00–12:20".to_owned(),
        location: "Gymzaal".to_owned(),
        host: "mevr. Bakker".to_owned(),
        capacity: 20,
        cancelled: false,
        students: (0..students).map(|_| student()).collect(),
    }
}

fn lists(workshops: Vec<AttendanceList>) -> Attendance {
    Attendance { event: "Workshopdag".to_owned(), back: "/manage/events/1".to_owned(), workshops }
}

fn item(title: &str) -> CellItem {
    CellItem { title: title.to_owned(), location: "Gymzaal".to_owned(), cancelled: false }
}

fn table(classes: Vec<ClassTimetable>) -> Timetables {
    let moment = |name: &str| MomentHead { name: name.to_owned(), time: "09:00–10:30".to_owned() };
    Timetables {
        event: "Workshopdag".to_owned(),
        back: "/manage/events/1".to_owned(),
        moments: vec![moment("Ronde 1"), moment("Ronde 2")],
        classes,
    }
}

fn class(class: &str, cells: Vec<Vec<CellItem>>) -> ClassTimetable {
    ClassTimetable {
        class: class.to_owned(),
        students: vec![StudentTimetable { name: "Anouk Maes".to_owned(), cells }],
    }
}

/// All three pages with the same nasty text wherever a text can stand.
fn nasty_pages() -> [String; 3] {
    let text = NASTY.to_owned();
    let cards = KeyCards {
        event: text.clone(),
        address: text.clone(),
        back: text.clone(),
        classes: vec![CardClass { class: text.clone(), cards: vec![Card { key: text.clone(), ..card(NASTY, NASTY) }] }],
    };
    let list = AttendanceList {
        title: text.clone(),
        moments: vec![text.clone()],
        location: text.clone(),
        host: text.clone(),
        students: vec![Attendee { name: text.clone(), class: text.clone(), extra_seat: true }],
        ..list(0)
    };
    let item = CellItem { title: text.clone(), location: text.clone(), cancelled: false };
    let called_off = CellItem { cancelled: true, ..item.clone() };
    let table = Timetables {
        event: text.clone(),
        back: text.clone(),
        moments: vec![MomentHead { name: text.clone(), time: "09:00".to_owned() }],
        classes: vec![ClassTimetable {
            class: text.clone(),
            students: vec![StudentTimetable { name: text.clone(), cells: vec![vec![item, called_off]] }],
        }],
    };
    [
        key_cards(&cards, Locale::nl, NASTY),
        attendance(&Attendance { event: text.clone(), back: text, workshops: vec![list] }, Locale::en, NASTY),
        timetables(&table, Locale::nl, NASTY),
    ]
}

/// How often a class stands on an element.
fn count(html: &str, class: &str) -> usize {
    let classes = html.split("class=\"").skip(1).filter_map(|rest| rest.split('"').next());
    classes.filter(|classes| classes.split(' ').any(|one| one == class)).count()
}

#[test]
fn what_people_typed_stands_there_as_text() {
    for html in nasty_pages() {
        assert!(html.contains("&lt;script&gt;"), "{html}");
        assert!(!html.contains("<script"), "{html}");
        assert_eq!(html.matches("</title>").count(), 1, "{html}");
        // In an attribute a quotation mark would end it.
        assert!(html.contains("&lt;script&gt;alert(&quot;x&quot;)"), "{html}");
        assert!(!html.contains(r#"="<"#), "{html}");
    }
}

#[test]
fn names_cannot_turn_the_text_around_them() {
    for html in nasty_pages() {
        let body = html.split_once("<body").expect("a body").1;
        for (at, _) in body.match_indices("&lt;script") {
            let before = body[..at].trim_end_matches("Klas ");
            let is_attribute = before.ends_with("=\"");
            let is_isolated =
                before.rsplit_once("<bdi").is_some_and(|(_, rest)| rest.ends_with('>') && !rest.contains('<'));
            assert!(is_attribute || is_isolated, "{}", &body[at.saturating_sub(60)..at]);
        }
    }
}

#[test]
fn nothing_is_inline_and_no_script_is_there() {
    for html in nasty_pages() {
        for tag in html.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
            assert!(!tag.starts_with("style") && !tag.contains(" style=") && !tag.contains(" onclick="), "{tag}");
        }
        assert!(html.starts_with("<!DOCTYPE html><html") && !html.contains("<!>"), "{html}");
        assert_eq!(html.matches(r#"rel="stylesheet""#).count(), 1);
    }
}

#[test]
fn every_class_begins_on_a_sheet_of_its_own() {
    let html = key_cards(&cards(&[("1A", 3), ("1B", 21)]), Locale::nl, STYLESHEET);
    assert_eq!(count(&html, "print-sheet"), 4);
    assert_eq!(count(&html, "print-card"), 24);
    let sheets: Vec<&str> = html.split("<section").skip(1).collect();
    for (sheet, (head, cards)) in sheets.iter().zip([
        (["Klas 1A", "blad 1 van 1"], 3),
        (["Klas 1B", "blad 1 van 3"], 10),
        (["Klas 1B", "blad 2 van 3"], 10),
        (["Klas 1B", "blad 3 van 3"], 1),
    ]) {
        assert!(head.iter().all(|words| sheet.contains(words)), "{head:?}: {sheet}");
        assert_eq!(count(sheet, "print-card"), cards);
    }
    assert!(html.contains("24 kaarten, 4 bladzijden"));

    let html = timetables(&table(vec![class("1A", vec![]), class("1B", vec![])]), Locale::en, STYLESHEET);
    assert_eq!(count(&html, "print-sheet"), 2);
    assert!(html.contains("Class 1A") && html.contains("Class 1B"));
    assert!(html.contains("2 classes, about 2 pages"));
}

#[test]
fn a_card_holds_its_key_its_address_and_its_code() {
    let html = key_cards(&cards(&[("1A", 1)]), Locale::nl, STYLESHEET);
    for part in [
        "<bdi>ABCDE-FGHJK</bdi>",
        "https://school.example/events/dag",
        r#"viewBox="-4 -4 41 41""#,
        r#"<path d="M0 0h7v7h-7z">"#,
        "Scan de code",
        "1 kaart, 1 bladzijde",
        r#"<html lang="nl""#,
        r#"href="/manage/events/1""#,
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
}

#[test]
fn a_card_without_a_code_tells_to_type_the_address() {
    let mut data = cards(&[("1A", 1)]);
    data.classes[0].cards[0].qr = QrDrawing::default();
    let html = key_cards(&data, Locale::nl, STYLESHEET);
    assert!(!html.contains("<svg") && !html.contains("Scan de code") && html.contains("Ga naar"));
}

#[test]
fn long_names_keys_and_addresses_get_smaller_letters() {
    let mut data = cards(&[("1A", 1)]);
    assert_eq!(count(&key_cards(&data, Locale::nl, STYLESHEET), "print-smaller"), 0);
    data.classes[0].cards[0].name = "Maximiliaan van den Heuvel-Berg".to_owned();
    data.classes[0].cards[0].key = "zonnebloem-2027".to_owned();
    data.address = format!("https://{}.example", "a".repeat(60));
    assert_eq!(count(&key_cards(&data, Locale::nl, STYLESHEET), "print-smaller"), 3);
    data.classes[0].cards[0].key = "a".repeat(64);
    assert_eq!(count(&key_cards(&data, Locale::nl, STYLESHEET), "print-smallest"), 1);
}

#[test]
fn a_list_has_a_numbered_line_for_each_student_and_some_for_latecomers() {
    let html = attendance(&lists(vec![list(3)]), Locale::nl, STYLESHEET);
    assert_eq!(count(&html, "print-box"), 3 + 4);
    for part in [r#"<td class="print-number">3</td>"#, "Ronde 1 en Ronde 2, 09:00–12:20", "3 studenten op 20 plaatsen"]
    {
        assert!(html.contains(part), "{part}: {html}");
    }
}

#[test]
fn latecomers_alone_take_no_page() {
    for (students, lines) in [(25, 4), (26, 3), (27, 2), (28, 4), (30, 4)] {
        let html = attendance(&lists(vec![list(students)]), Locale::nl, STYLESHEET);
        assert_eq!(count(&html, "print-box"), students + lines, "{students}");
    }
}

#[test]
fn a_workshop_without_students_says_so() {
    let html = attendance(&lists(vec![list(0)]), Locale::nl, STYLESHEET);
    assert!(html.contains("niemand ingeschreven"));
    assert!(html.contains("0 studenten op 20 plaatsen"));
}

#[test]
fn a_workshop_that_was_called_off_says_so_and_expects_nobody() {
    let html = attendance(&lists(vec![AttendanceList { cancelled: true, ..list(2) }]), Locale::nl, STYLESHEET);
    assert_eq!(count(&html, "print-stamp"), 1);
    assert_eq!(count(&html, "print-box"), 2);
}

#[test]
fn nothing_chosen_shows_in_words_and_shape() {
    let cells = vec![vec![item("Judo")], vec![]];
    let html = timetables(&table(vec![class("1A", cells)]), Locale::nl, STYLESHEET);
    assert!(html.contains(r#"aria-label="niets gekozen""#));
    assert_eq!(count(&html, "print-nothing"), 2, "in the cell and in the legend");

    let cells = vec![vec![item("Judo")], vec![CellItem { cancelled: true, ..item("Schaken") }]];
    let html = timetables(&table(vec![class("1A", cells)]), Locale::nl, STYLESHEET);
    assert_eq!(count(&html, "print-nothing"), 0);
    assert!(html.contains("<s><bdi>Schaken</bdi></s>") && html.contains("gaat niet door"));
}

#[test]
fn every_row_has_a_cell_for_each_moment() {
    let html = timetables(&table(vec![class("1A", vec![])]), Locale::nl, STYLESHEET);
    let row = html.rsplit_once(r#"<th scope="row">"#).expect("a row").1;
    assert_eq!(row.matches("<td>").count(), 2);
}

#[test]
fn without_data_a_page_says_what_to_do() {
    for locale in [Locale::nl, Locale::en] {
        for html in [
            key_cards(&cards(&[]), locale, STYLESHEET),
            key_cards(&cards(&[("1A", 0)]), locale, STYLESHEET),
            attendance(&lists(vec![]), locale, STYLESHEET),
            timetables(&table(vec![]), locale, STYLESHEET),
            timetables(&Timetables { moments: vec![], ..table(vec![class("1A", vec![])]) }, locale, STYLESHEET),
        ] {
            assert_eq!(count(&html, "print-empty"), 1, "{html}");
            assert_eq!(count(&html, "print-sheet"), 0, "{html}");
            assert!(!html.contains("Ctrl+P"), "{html}");
        }
    }
}

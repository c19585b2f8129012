use super::*;
use crate::random::SeededRandom;
use domain::{Availability, AvailabilityState, LinkKind};
use serde_json::{Value, json};

const FIXTURE: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/event.json"));

fn amsterdam() -> TimeZone {
    TimeZone::get("Europe/Amsterdam").expect("a time zone")
}

fn imported(bytes: &[u8]) -> ImportedEvent {
    let document = EventDocument::parse(bytes).expect("a document");
    document.into_event(&SeededRandom::new(1), Timestamp::from_micros(0)).expect("an event")
}

fn small() -> Value {
    json!({
        "format": "workshops-event/1", "slug": "dag", "title": "Dag",
        "moments": [{"key": "r1", "name": "Ronde 1"}, {"key": "r2", "name": "Ronde 2", "required": false}],
        "groups": [{"key": "a", "name": "Onderbouw"}, {"key": "b", "name": "Bovenbouw"}],
        "workshops": [
            {"key": "w1", "title": "Judo", "moments": ["r1"], "capacity": 20},
            {"key": "w2", "title": "Koken", "moments": ["r1", "r2"], "groups": ["b"], "capacity": 0, "cancelled": true},
        ],
        "links": [{"a": "w1", "b": "w2", "kind": "exclusive"}],
    })
}

/// What is said of the small document once the value at `pointer` is another.
fn refusal(pointer: &str, value: Value) -> String {
    let mut document = small();
    if let Some(place) = document.pointer_mut(pointer) {
        *place = value;
    } else {
        let (parent, field) = pointer.rsplit_once('/').expect("a pointer");
        document.pointer_mut(parent).expect("its parent")[field] = value;
    }
    EventDocument::parse(document.to_string().as_bytes()).expect_err("a refusal").to_string()
}

#[test]
fn the_fixture_comes_back_unchanged() {
    let ImportedEvent { event, keys } = imported(FIXTURE);
    assert_eq!((event.moments.len(), event.groups.len(), event.workshops.len(), event.links.len()), (3, 3, 32, 4));
    assert_eq!(event.availability.state, AvailabilityState::Scheduled);
    assert_eq!((keys.moments[2].as_str(), keys.workshops[31].as_str()), ("r3", "w31"));
    assert_eq!(event.workshops[7].moments, [event.moments[1].id, event.moments[2].id]);
    assert_eq!(event.links[0].kind, LinkKind::Together);

    let written = EventDocument::from_event(&event, &keys, &amsterdam());
    let (before, after): (Value, Value) =
        (serde_json::from_slice(FIXTURE).expect("json"), serde_json::to_value(&written).expect("json"));
    assert_eq!(after, before);
    assert_eq!(written, EventDocument::parse(FIXTURE).expect("a document"));
    // The order of the fields, too.
    let compact = serde_json::to_string(&written).expect("json");
    let text = String::from_utf8(FIXTURE.to_vec()).expect("utf-8");
    let squeezed: String = text.lines().map(|line| line.trim_start().replacen("\": ", "\":", 1)).collect();
    assert_eq!(compact, squeezed);
}

#[test]
fn what_a_document_leaves_out_is_empty_and_required_and_closed() {
    let ImportedEvent { event, keys } = imported(format!("\u{feff}{}", small()).as_bytes());
    assert_eq!(event.availability, Availability::CLOSED);
    assert_eq!(event.intro, "");
    assert_eq!(event.moments.iter().map(|moment| moment.required).collect::<Vec<_>>(), [true, false]);
    assert_eq!(event.workshops[0].groups, []);
    assert!(event.workshops[1].cancelled && !event.workshops[0].cancelled);
    let mut ids: Vec<String> = event.workshops.iter().map(|workshop| workshop.id.to_string()).collect();
    ids.extend(event.moments.iter().map(|moment| moment.id.to_string()));
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 4);

    let written = serde_json::to_value(EventDocument::from_event(&event, &keys, &TimeZone::UTC)).expect("json");
    assert_eq!(written["workshops"][1]["cancelled"], true);
    assert_eq!(written["workshops"][0].get("cancelled"), None);
    assert_eq!(written.get("opens_at"), None);
}

#[test]
fn parts_without_a_key_get_one_when_they_are_written() {
    let ImportedEvent { event, .. } = imported(&small().to_string().into_bytes());
    let keys = DocumentKeys {
        workshops: vec![String::new(), "w1".into()],
        moments: vec!["x".into(), "x".into()],
        groups: vec![],
    };
    let written = EventDocument::from_event(&event, &keys, &TimeZone::UTC);
    let bytes = serde_json::to_vec(&written).expect("json");
    let again = imported(&bytes);
    assert_eq!(again.keys.workshops, ["w2", "w1"]);
    assert_eq!(again.keys.moments, ["x", "m1"]);
    assert_eq!(again.keys.groups, ["g1", "g2"]);
}

#[test]
fn one_time_is_enough_for_a_schedule() {
    let mut document = small();
    document["closes_at"] = json!("2027-01-22T17:00:00+01:00");
    let availability = imported(document.to_string().as_bytes()).event.availability;
    assert_eq!(availability.state, AvailabilityState::Scheduled);
    assert_eq!((availability.opens_at, availability.closes_at.is_some()), (None, true));
}

#[test]
fn a_refusal_names_the_place_and_the_reason() {
    let long = "x".repeat(201);
    for (pointer, value, words) in [
        ("/slug", json!("dag 2027"), "slug: a slug has 1 to 32 letters, digits, underscores or hyphens"),
        ("/title", json!(" "), "title: must not be empty"),
        ("/title", json!(long), "title: has more than 200 characters"),
        ("/intro", json!("x".repeat(5001)), "intro: has more than 5000 characters"),
        ("/intro", json!("a\u{0}b"), "intro: has control characters"),
        ("/opens_at", json!("2027-01-11T08:00:00"), "opens_at: is not a time such as 2027-01-11T08:00:00+01:00"),
        ("/moments/1/name", json!(""), "moments[1].name: must not be empty"),
        ("/moments/1/key", json!("r1"), "moments[1].key: \"r1\" occurs twice"),
        ("/groups/1/key", json!(""), "groups[1].key: must not be empty"),
        ("/groups/1/name", json!("onderbouw "), "groups[1].name: \"onderbouw \" occurs twice"),
        ("/workshops/1/key", json!("w1"), "workshops[1].key: \"w1\" occurs twice"),
        ("/workshops/0/title", json!("a\nb"), "workshops[0].title: has control characters"),
        ("/workshops/1/moments", json!([]), "workshops[1].moments: a workshop needs at least one moment"),
        ("/workshops/1/moments", json!(["r1", "r9"]), "workshops[1].moments[1]: nothing has the key \"r9\""),
        ("/workshops/1/moments", json!(["r1", "r1"]), "workshops[1].moments[1]: \"r1\" occurs twice"),
        ("/workshops/1/groups", json!(["z"]), "workshops[1].groups[0]: nothing has the key \"z\""),
        ("/workshops/1/capacity", json!(100_001), "workshops[1].capacity: is more than 100000"),
        ("/workshops/0/host", json!(long), "workshops[0].host: has more than 200 characters"),
        ("/links/0/b", json!("w9"), "links[0].b: nothing has the key \"w9\""),
        ("/links/0/b", json!("w1"), "links[0]: a workshop is linked to itself"),
        (
            "/links",
            json!([{"a": "w1", "b": "w2", "kind": "exclusive"}, {"a": "w2", "b": "w1", "kind": "together"}]),
            "links[1]: the two workshops are linked already",
        ),
    ] {
        assert_eq!(refusal(pointer, value), words);
    }
}

#[test]
fn times_must_be_in_order() {
    let mut document = small();
    document["opens_at"] = json!("2027-01-11T08:00:00+01:00");
    document["closes_at"] = json!("2027-01-11T07:00:00Z");
    let refused = EventDocument::parse(document.to_string().as_bytes()).expect_err("a refusal");
    assert_eq!(refused.to_string(), "closes_at: is not later than opens_at");
    let mut document = small();
    document["moments"][0]["starts_at"] = json!("2027-02-05T09:00:00+01:00");
    document["moments"][0]["ends_at"] = json!("2027-02-05T08:30:00+01:00");
    let refused = EventDocument::parse(document.to_string().as_bytes()).expect_err("a refusal");
    assert_eq!(refused.to_string(), "moments[0].ends_at: is not later than starts_at");
}

#[test]
fn lists_have_limits() {
    let many = |count: usize| -> Value {
        (0..count).map(|n| json!({"key": format!("k{n}"), "name": format!("n{n}"), "required": true})).collect()
    };
    assert_eq!(refusal("/moments", many(domain::rules::MAX_MOMENTS + 1)), "moments: has more than 64 entries");
    let groups: Value = (0..201).map(|n| json!({"key": format!("k{n}"), "name": format!("n{n}")})).collect();
    assert_eq!(refusal("/groups", groups), "groups: has more than 200 entries");
    let workshops: Value =
        (0..2001).map(|n| json!({"key": format!("k{n}"), "title": "t", "moments": ["r1"], "capacity": 1})).collect();
    assert_eq!(refusal("/workshops", workshops), "workshops: has more than 2000 entries");
    let links: Value = (0..10_001).map(|_| json!({"a": "w1", "b": "w2", "kind": "together"})).collect();
    assert_eq!(refusal("/links", links), "links: has more than 10000 entries");
}

#[test]
fn unknown_fields_and_values_are_refused_with_line_and_column() {
    let field = refusal("/workshops/0/colour", json!("red"));
    assert!(field.starts_with("line 1, column ") && field.contains("unknown field `colour`"), "{field}");
    assert!(refusal("/links/0/kind", json!("maybe")).contains("unknown variant `maybe`"));
    assert!(refusal("/workshops/0/capacity", json!(-1)).contains("expected u32"));
    assert!(refusal("/title", json!(null)).contains("expected a string"));
    let broken = EventDocument::parse(b"{\n \"format\": \"workshops-event/1\",\n }").expect_err("a refusal");
    assert_eq!(broken.to_string(), "line 3, column 2: trailing comma");
}

#[test]
fn another_format_is_told_from_a_faulty_document() {
    assert_eq!(
        refusal("/format", json!("workshops-event/2")),
        "not an event document of format \"workshops-event/1\": it says \"workshops-event/2\""
    );
    assert_eq!(
        EventDocument::parse(b"{\"name\": \"package\"}").expect_err("a refusal"),
        DocumentError::UnknownFormat(None)
    );
    for bytes in [&b""[..], b"PK\x03\x04", b"[]", b"\xFF\xFE{\0}\0", b"null"] {
        assert!(matches!(EventDocument::parse(bytes), Err(DocumentError::Json { .. })), "{bytes:?}");
    }
}

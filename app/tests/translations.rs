//! Both languages have every text, with the same things to fill in.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

fn texts(name: &str) -> BTreeMap<String, String> {
    fn walk(path: &str, value: &Value, texts: &mut BTreeMap<String, String>) {
        match value {
            Value::Object(object) => {
                for (key, value) in object {
                    walk(&format!("{path}.{key}"), value, texts);
                }
            }
            Value::String(text) => {
                texts.insert(path.to_owned(), text.clone());
            }
            other => panic!("{path} is no text: {other}"),
        }
    }
    let file = format!("{}/locales/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let value = serde_json::from_str(&std::fs::read_to_string(file).expect("a file")).expect("json");
    let mut texts = BTreeMap::new();
    walk("", &value, &mut texts);
    texts
}

/// The names between `{{` and `}}`.
fn gaps(text: &str) -> BTreeSet<&str> {
    text.split("{{").skip(1).map(|rest| rest.split("}}").next().unwrap_or_default().trim()).collect()
}

#[test]
fn both_languages_have_every_text_with_the_same_gaps() {
    let (dutch, english) = (texts("nl"), texts("en"));
    assert_eq!(dutch.keys().collect::<Vec<_>>(), english.keys().collect::<Vec<_>>());
    assert!(dutch.len() > 100);
    for (key, text) in &dutch {
        assert_eq!(gaps(text), gaps(&english[key]), "{key}");
        assert!(!text.trim().is_empty() && !english[key].trim().is_empty(), "{key}");
    }
}

#[test]
fn every_text_is_used_somewhere() {
    fn sources(folder: &std::path::Path, all: &mut String) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                sources(&path, all);
            } else {
                all.push_str(&std::fs::read_to_string(&path).expect("a file"));
            }
        }
    }
    let mut all = String::new();
    sources(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut all);
    let unused: Vec<String> = texts("nl")
        .into_keys()
        .map(|key| key.trim_start_matches('.').to_owned())
        .filter(|key| !all.contains(key))
        .collect();
    assert_eq!(unused, Vec::<String>::new());
}

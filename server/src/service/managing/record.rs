//! Who changed what.

use super::{Services, field};
use crate::{error::Result, store::RecordRow, text::folded};
use app::{
    api::managing::{RecordEntry, RecordPage},
    i18n::Locale,
};
use domain::{EventId, StudentId};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};

/// How many entries a page shows.
const ENTRIES: usize = 50;

/// How many entries are read at a time while one that fits is looked for.
const READ: u32 = 500;

impl Services {
    /// The record of an event, or of what belongs to none.
    pub(super) async fn record_page(&self, event: Option<EventId>, query: &str, locale: Locale) -> Result<RecordPage> {
        let q = field(query, "q");
        let sought: Vec<String> = folded(&q).split_whitespace().map(str::to_owned).collect();
        let mut names: HashMap<StudentId, String> = HashMap::new();
        if let Some(event) = event {
            self.book(event).await?;
            names.extend(self.store.students(event).await?.into_iter().map(|(row, _)| (row.id, row.name)));
        }
        let mut until = field(query, "before").parse().ok();
        let mut entries = Vec::new();
        let mut older = None;
        'reading: loop {
            let rows = self.store.records(event, until, READ).await?;
            let Some(last) = rows.last().map(|row| row.number) else { break };
            for row in rows {
                let number = row.number;
                let entry = self.entry(row, &names, locale);
                if !fits(&entry, &sought) {
                    continue;
                }
                if entries.len() == ENTRIES {
                    older = until_of(number);
                    break 'reading;
                }
                entries.push(entry);
            }
            until = Some(last);
        }
        Ok(RecordPage { q, entries, older })
    }

    fn entry(&self, row: RecordRow, names: &HashMap<StudentId, String>, locale: Locale) -> RecordEntry {
        let [before, after] = [&row.before, &row.after].map(|side| lines(side, names));
        let mut changes: BTreeMap<String, [String; 2]> = BTreeMap::new();
        for (side, lines) in [before, after].into_iter().enumerate() {
            for (name, value) in lines {
                changes.entry(name).or_default()[side] = value;
            }
        }
        RecordEntry {
            at: self.dates(locale).to_the_second(row.at),
            by_whom: row.by_whom,
            action: row.action,
            changes: changes.into_iter().map(|(name, [before, after])| (name, before, after)).collect(),
        }
    }
}

/// The number that shows an entry and older ones.
fn until_of(number: i64) -> Option<i64> {
    number.checked_add(1)
}

fn fits(entry: &RecordEntry, sought: &[String]) -> bool {
    if sought.is_empty() {
        return true;
    }
    let mut text = format!("{} {} {}", entry.at, entry.by_whom, entry.action);
    for (name, before, after) in &entry.changes {
        text.push_str(&format!(" {name} {before} {after}"));
    }
    let text = folded(&text);
    sought.iter().all(|word| text.contains(word))
}

/// One side of an entry, field by field.
fn lines(side: &str, names: &HashMap<StudentId, String>) -> Vec<(String, String)> {
    match serde_json::from_str(side) {
        Ok(Value::Object(fields)) => fields
            .into_iter()
            .map(|(name, value)| match (name.as_str(), &value) {
                ("student_id", Value::String(id)) => {
                    let known = id.parse().ok().and_then(|id: StudentId| names.get(&id).cloned());
                    ("student".to_owned(), known.unwrap_or_else(|| id.clone()))
                }
                _ => (name, words(&value)),
            })
            .collect(),
        Ok(Value::Null) | Err(_) if side.is_empty() => Vec::new(),
        Ok(other) => vec![(String::new(), words(&other))],
        Err(_) => vec![(String::new(), side.to_owned())],
    }
}

/// A value as a reader can follow it: lists and objects on lines of their own.
fn words(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(yes) => if *yes { "✓" } else { "–" }.to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Array(items) if items.iter().all(|item| !item.is_object()) => {
            items.iter().map(words).collect::<Vec<_>>().join(", ")
        }
        Value::Array(items) => items.iter().map(words).collect::<Vec<_>>().join("\n"),
        Value::Object(fields) => {
            let stated = fields.values().map(words).filter(|text| !text.is_empty());
            stated.collect::<Vec<_>>().join(" · ")
        }
    }
}

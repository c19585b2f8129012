//! Who changed what.

use super::{Services, field};
use crate::{error::Result, store::RecordRow, text::folded};
use app::{
    api::managing::{RecordEntry, RecordPage},
    i18n::Locale,
    message,
};
use domain::{EventId, StudentId, Timestamp};
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
                if !fits(&entry, &sought, locale) {
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
        let [before, after] = [&row.before, &row.after].map(|side| self.lines(side, names, locale));
        let mut changes: BTreeMap<String, [String; 2]> = BTreeMap::new();
        for (side, lines) in [before, after].into_iter().enumerate() {
            for (name, value) in lines {
                changes.entry(name).or_default()[side] = value;
            }
        }
        RecordEntry {
            at: self.dates(locale).exactly(row.at),
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

fn fits(entry: &RecordEntry, sought: &[String], locale: Locale) -> bool {
    if sought.is_empty() {
        return true;
    }
    let action = message::record_action(locale, &entry.action);
    let mut text = format!("{} {} {action}", entry.at, message::by_whom(locale, &entry.by_whom));
    for (name, before, after) in &entry.changes {
        text.push_str(&format!(" {} {before} {after}", message::record_field(locale, name)));
    }
    let text = folded(&text);
    sought.iter().all(|word| text.contains(word))
}

impl Services {
    /// One side of an entry, field by field.
    fn lines(&self, side: &str, names: &HashMap<StudentId, String>, locale: Locale) -> Vec<(String, String)> {
        match serde_json::from_str(side) {
            Ok(Value::Object(fields)) => fields
                .into_iter()
                .map(|(name, value)| match (name.as_str(), &value) {
                    ("student_id", Value::String(id)) => {
                        let known = id.parse().ok().and_then(|id: StudentId| names.get(&id).cloned());
                        ("student".to_owned(), known.unwrap_or_else(|| id.clone()))
                    }
                    _ => {
                        let words = self.words(&name, &value, locale);
                        (name, words)
                    }
                })
                .collect(),
            Ok(other) => vec![(String::new(), self.words("", &other, locale))],
            Err(_) if side.is_empty() => Vec::new(),
            Err(_) => vec![(String::new(), side.to_owned())],
        }
    }

    /// A value of a field as a reader can follow it; lists of things have a line for each.
    fn words(&self, name: &str, value: &Value, locale: Locale) -> String {
        match value {
            Value::Null => String::new(),
            Value::Bool(yes) => message::yes_or_no(locale, *yes).to_owned(),
            Value::Number(number) => number.to_string(),
            Value::String(text) if name.ends_with("_at") => match text.parse::<jiff::Timestamp>() {
                Ok(at) => self.dates(locale).day_and_time(Timestamp::from_micros(at.as_microsecond())),
                Err(_) => text.clone(),
            },
            Value::String(text) => message::record_value(locale, name, text),
            Value::Array(items) if items.iter().all(|item| !item.is_object()) => {
                items.iter().map(|item| self.words("", item, locale)).collect::<Vec<_>>().join(", ")
            }
            Value::Array(items) => items.iter().map(|item| self.words("", item, locale)).collect::<Vec<_>>().join("\n"),
            Value::Object(fields) => {
                // What it is called comes first, and needs no name before it.
                let title = |name: &str| matches!(name, "title" | "name");
                let first =
                    fields.iter().filter(|(name, _)| title(name)).map(|(name, value)| self.words(name, value, locale));
                let rest = fields.iter().filter(|(name, _)| !title(name)).filter_map(|(name, value)| {
                    let words = self.words(name, value, locale);
                    (!words.is_empty()).then(|| format!("{}: {words}", message::record_field(locale, name)))
                });
                first.chain(rest).collect::<Vec<_>>().join(" · ")
            }
        }
    }
}

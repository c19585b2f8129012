//! What the list of students asks the server for, and what it gets.

use crate::api::{
    Packed,
    managing::{StudentList, StudentQuery, load_students},
};
use domain::{EventId, StudentKey};
use leptos::{prelude::*, task::spawn_local};

/// What the page asks for, and what it got.
#[derive(Clone, Copy)]
pub struct Asking {
    /// The event.
    pub event: EventId,
    /// What is asked for.
    pub query: RwSignal<StudentQuery>,
    /// What was found.
    pub list: RwSignal<StudentList>,
    /// Counts the questions, so that a late answer to an early one changes nothing.
    asked: StoredValue<u32>,
    /// Whether the last question got no answer: what is shown is that of an earlier one.
    pub is_stale: RwSignal<bool>,
}

impl Asking {
    /// A list that was loaded with the page.
    pub fn new(event: EventId, query: StudentQuery, list: StudentList) -> Self {
        Self {
            event,
            query: RwSignal::new(query),
            list: RwSignal::new(list),
            asked: StoredValue::new(0),
            is_stale: RwSignal::new(false),
        }
    }

    /// Narrows the list down further, or less.
    pub fn change(self, change: impl FnOnce(&mut StudentQuery)) {
        self.query.update(|query| {
            change(query);
            query.page = 0;
        });
        let query = self.query.get_untracked();
        // What is asked for stands in the address, so that it can be kept and gone back to.
        if let (Ok(history), Ok(path)) = (window().history(), window().location().pathname()) {
            let address = format!("{path}?{}", written(&query));
            let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&address));
        }
        self.asked.update_value(|asked| *asked += 1);
        let number = self.asked.get_value();
        spawn_local(async move {
            let answer = load_students(self.event, query).await;
            if self.asked.try_get_value() != Some(number) {
                return;
            }
            self.is_stale.set(answer.is_err());
            if let Ok(Packed(list)) = answer {
                self.list.set(list);
            }
        });
    }
}

/// A query as it stands in an address.
pub fn written(query: &StudentQuery) -> String {
    let fields = [
        ("q", if is_like_key(&query.q) { String::new() } else { query.q.clone() }),
        ("class", query.class.clone()),
        ("group", query.group.clone()),
        ("status", query.status.clone()),
        ("sort", query.sort.clone()),
        ("page", if query.page == 0 { String::new() } else { query.page.to_string() }),
    ];
    let stated = fields.into_iter().filter(|(_, value)| !value.is_empty());
    stated.map(|(name, value)| format!("{name}={}", encoded(&value))).collect::<Vec<_>>().join("&")
}

/// Whether a text may be a key that the program made: such a one has no business in an address, which histories and logs
/// keep.
fn is_like_key(text: &str) -> bool {
    let key = text.parse::<StudentKey>().ok();
    key.is_some_and(|key| {
        key.as_str().len() == StudentKey::GENERATED_LENGTH && key.as_str().bytes().any(|byte| byte.is_ascii_digit())
    })
}

/// A value as a query may hold it.
pub fn encoded(value: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    value.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

//! Keeps an unconfirmed choice on the device, so that a reload, another language or logging in again loses nothing.

use super::draft::Draft;
use domain::{Selection, StudentId};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Takes up the draft that this tab kept for the student, and keeps every later change. Another student on the same
/// device has his own.
pub fn keep(draft: Draft, student: StudentId) {
    let name = format!("draft:{student}");
    let clicked = clicked_before();
    Effect::new(move |first: Option<()>| {
        let selection = draft.selection.get();
        let is_held = selection == draft.held.read().selection;
        let storage = window().session_storage().ok().flatten();
        if first.is_none() {
            draft.is_live.set(true);
            let kept = storage.as_ref().and_then(|storage| storage.get_item(&name).ok().flatten());
            let known = |ids: &str| -> Selection {
                let ids = ids.split_whitespace().filter_map(|id| id.parse().ok());
                draft.book.with_value(|book| ids.filter(|&id| book.event().workshop(id).is_some()).collect())
            };
            let clicked = Some(known(&clicked)).filter(|clicked| !clicked.is_empty() && *clicked != selection);
            let kept = kept.as_deref().map(known).filter(|kept| is_held && !kept.is_empty() && *kept != selection);
            draft.is_restored.set(clicked.is_none() && kept.is_some());
            if let Some(chosen) = clicked.or(kept) {
                draft.selection.set(chosen);
                return;
            }
        }
        let Some(storage) = storage else { return };
        let _ = if is_held {
            storage.remove_item(&name)
        } else {
            let ids: Vec<String> = selection.iter().map(|id| id.to_string()).collect();
            storage.set_item(&name, &ids.join(" "))
        };
    });
}

/// What is chosen on the page as the server sent it, which a student may have clicked while the scripts were loading.
/// Nothing on the server, and nothing when the page was made in the browser.
fn clicked_before() -> String {
    if cfg!(feature = "ssr") {
        return String::new();
    }
    let Ok(radios) = document().query_selector_all(".choosing input[type=radio]:checked") else {
        return String::new();
    };
    let values = (0..radios.length())
        .filter_map(|place| radios.get(place)?.dyn_into::<web_sys::HtmlInputElement>().ok())
        .map(|radio| radio.value());
    values.collect::<Vec<_>>().join(" ")
}

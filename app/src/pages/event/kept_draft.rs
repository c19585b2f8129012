//! Keeps an unconfirmed choice on the device, so that a reload, another language or logging in again loses nothing.

use super::draft::Draft;
use domain::{Selection, StudentId};
use leptos::prelude::*;

/// Takes up the draft that this tab kept for the student, and keeps every later change. Another student on the same
/// device has his own.
pub fn keep(draft: Draft, student: StudentId) {
    let name = format!("draft:{student}");
    Effect::new(move |first: Option<()>| {
        let selection = draft.selection.get();
        let is_held = selection == draft.held.read().selection;
        let Ok(Some(storage)) = window().session_storage() else { return };
        if first.is_none() {
            draft.is_live.set(true);
            let kept = storage.get_item(&name).ok().flatten();
            let known = |ids: &str| -> Selection {
                let ids = ids.split_whitespace().filter_map(|id| id.parse().ok());
                draft.book.with_value(|book| ids.filter(|&id| book.event().workshop(id).is_some()).collect())
            };
            if let Some(kept) =
                kept.as_deref().map(known).filter(|kept| is_held && !kept.is_empty() && *kept != selection)
            {
                draft.selection.set(kept);
                draft.is_restored.set(true);
                return;
            }
        }
        let _ = if is_held {
            storage.remove_item(&name)
        } else {
            let ids: Vec<String> = selection.iter().map(|id| id.to_string()).collect();
            storage.set_item(&name, &ids.join(" "))
        };
    });
}

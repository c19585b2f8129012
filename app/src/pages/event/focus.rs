//! Where the focus goes when the page changes under it.

use super::draft::Draft;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Moves the focus to the heading when this has just taken another's place on the page, so that it is read out; not
/// when the page is loaded.
pub fn focus_when_turned(draft: Draft, heading: NodeRef<leptos::html::H1>) {
    Effect::new(move |_| {
        if let Some(heading) = heading.get()
            && draft.is_turned.try_update(std::mem::take).unwrap_or_default()
        {
            let _ = heading.focus();
        }
    });
}

/// Brings what went wrong into view, and the focus with it.
pub fn focus_refusal() {
    focus("refusal".to_owned());
}

/// Moves the focus to the element with this id, once the page shows what has just changed.
pub fn focus(id: String) {
    request_animation_frame(move || {
        let element = document().get_element_by_id(&id);
        if let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = element.focus();
        }
    });
}

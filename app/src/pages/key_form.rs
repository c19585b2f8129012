//! The form in which a student types his key.

use crate::{
    api::session::Attempt,
    components::text_field::TextField,
    i18n::{td_string, use_locale},
    message,
};
use domain::Selection;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// The form in which a student types his key. It posts to the page that it stands on, so that a wrong key is shown
/// again beside its error.
#[component]
pub fn KeyForm(
    /// What was tried just now.
    attempt: Option<Attempt>,
) -> impl IntoView {
    let locale = use_locale();
    // What was chosen when the session ended comes back with the login.
    let kept = match &attempt {
        Some(Attempt::Failed { selection: Some(kept), .. } | Attempt::Login { kept, .. }) => kept.clone(),
        _ => Selection::empty(),
    };
    let (typed, error) = match attempt {
        Some(Attempt::Login { typed, problem, .. }) => (typed, Some(message::login_problem(locale, problem))),
        Some(Attempt::Failed { error, .. }) => (String::new(), Some(message::error(locale, &error))),
        _ => (String::new(), None),
    };
    view! {
        <form method="post" class="stack">
            <input type="hidden" name="form" value="login" />
            {kept.iter().map(|id| view! { <input type="hidden" name="moment-" value=id.to_string() /> }).collect_view()}
            <TextField
                name="key"
                label=td_string!(locale, login.key)
                hint=td_string!(locale, login.key_hint).to_string()
                value=typed
                error=error
                autocomplete="username"
                code=true
            />
            <button class="button">{td_string!(locale, login.submit)}</button>
        </form>
    }
}

/// Sends the key that stands in the address's fragment, as cards' QR codes have it, whoever is logged in here, and takes
/// it out of the address so that it stays in no history.
#[component]
pub fn CardForm() -> impl IntoView {
    let form = NodeRef::<leptos::html::Form>::new();
    let input = NodeRef::<leptos::html::Input>::new();
    let send = move || {
        let (Some(form), Some(input)) = (form.get_untracked(), input.get_untracked()) else { return };
        let Ok(fragment) = window().location().hash() else { return };
        let fragment = fragment.trim_start_matches('#');
        let key = js_sys::decode_uri_component(fragment).map_or_else(|_| fragment.to_owned(), String::from);
        // A fragment may also name a place on the page, as the link that skips the bar does.
        if key.parse::<domain::StudentKey>().is_err() || document().get_element_by_id(&key).is_some() {
            return;
        }
        if let (Ok(history), Ok(path)) = (window().history(), window().location().pathname()) {
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&path));
        }
        input.set_value(&key);
        let _ = form.submit();
    };
    // A card may also be scanned into a page that is open already.
    Effect::new(move |_| {
        send();
        let listener = window_event_listener(leptos::ev::hashchange, move |_| send());
        on_cleanup(move || listener.remove());
    });
    view! {
        <form method="post" hidden node_ref=form>
            <input type="hidden" name="form" value="login" />
            <input type="hidden" name="key" node_ref=input />
        </form>
    }
}

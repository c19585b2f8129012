//! The form in which a student types his key.

use crate::{
    api::session::Attempt,
    components::text_field::TextField,
    i18n::{td_string, use_locale},
    message,
};
use domain::Selection;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};

/// The form in which a student types his key. It posts to the page that it stands on, so that a wrong key is shown
/// again beside its error. A key in the address's fragment, as cards' QR codes have it, is filled in and sent.
#[component]
pub fn KeyForm(
    /// What was tried just now.
    attempt: Option<Attempt>,
) -> impl IntoView {
    let locale = use_locale();
    // What was chosen when the session ended comes back with the login.
    let kept = match &attempt {
        Some(Attempt::Failed { selection: Some(selection), .. }) => selection.clone(),
        _ => Selection::empty(),
    };
    let (typed, error) = match attempt {
        Some(Attempt::Login { typed, problem }) => (typed, Some(message::login_problem(locale, problem))),
        Some(Attempt::Failed { error, .. }) => (String::new(), Some(message::error(locale, &error))),
        _ => (String::new(), None),
    };
    let form = NodeRef::<leptos::html::Form>::new();
    send_key_of_card(form);
    view! {
        <form method="post" class="stack" node_ref=form>
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

/// Sends the key that stands in the address's fragment, and takes it out of the address so that it stays in no
/// history.
fn send_key_of_card(form: NodeRef<leptos::html::Form>) {
    Effect::new(move |_| {
        let Some(form) = form.get() else { return };
        let Ok(fragment) = window().location().hash() else { return };
        let key = fragment.trim_start_matches('#');
        if key.parse::<domain::StudentKey>().is_err() {
            return;
        }
        let input = document().get_element_by_id("key");
        if let Some(input) = input.and_then(|input| input.dyn_into::<web_sys::HtmlInputElement>().ok()) {
            input.set_value(key);
        }
        if let (Ok(history), Ok(path)) = (window().history(), window().location().pathname()) {
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&path));
        }
        let _ = form.request_submit();
    });
}

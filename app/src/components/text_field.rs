//! A labelled text box with its hint and its error beside it.

use leptos::prelude::*;

/// A labelled text box.
#[component]
pub fn TextField(
    /// Its name in the form, and its id.
    name: &'static str,
    /// Its label.
    #[prop(into)]
    label: String,
    /// `text` or `password`.
    #[prop(default = "text")]
    kind: &'static str,
    /// What stands in it at first.
    #[prop(into, optional)]
    value: String,
    /// What helps to fill it in.
    #[prop(into, optional_no_strip)]
    hint: Option<String>,
    /// What is wrong with what was filled in.
    #[prop(into, optional_no_strip)]
    error: Option<String>,
    /// What a browser may fill in by itself.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Whether it is a code: capitals, wide letters, no spelling check.
    #[prop(optional)]
    code: bool,
) -> impl IntoView {
    let described: Vec<String> =
        [hint.is_some().then(|| format!("{name}-hint")), error.is_some().then(|| format!("{name}-error"))]
            .into_iter()
            .flatten()
            .collect();
    view! {
        <div class="field">
            <label for=name>{label}</label>
            {hint.map(|hint| view! { <p class="soft" id=format!("{name}-hint")>{hint}</p> })}
            <input
                id=name
                name=name
                type=kind
                value=value
                class:code=code
                autocomplete=autocomplete
                autocapitalize=if code { "characters" } else { "off" }
                spellcheck="false"
                maxlength="256"
                autofocus=error.is_some()
                aria-invalid=error.is_some().then_some("true")
                aria-describedby=(!described.is_empty()).then(|| described.join(" "))
            />
            {error.map(|error| view! { <p class="error" role="alert" id=format!("{name}-error")>{error}</p> })}
        </div>
    }
}

//! The fields of forms: each says beside itself what is wrong with it.

use super::{
    form::{Check, Live, in_words},
    tried::Scope,
};
use crate::{components::text_area::TextArea, i18n::use_locale};
use domain::edit::{Field, Problem};
use leptos::prelude::*;

/// A labelled text box.
#[component]
pub fn Line(
    /// Which field it is.
    field: Field,
    /// What it is called.
    #[prop(into)]
    label: String,
    /// What is stored.
    #[prop(into, optional)]
    value: String,
    /// What helps to fill it in.
    #[prop(into, optional_no_strip)]
    hint: Option<String>,
    /// `text`, `number`, `datetime-local`, `search`.
    #[prop(default = "text")]
    kind: &'static str,
    /// How it is read.
    #[prop(optional)]
    check: Option<Check>,
    /// The id of the list of what may be chosen.
    #[prop(optional)]
    list: Option<&'static str>,
) -> impl IntoView {
    let scope = Scope::here();
    let input = field.name();
    let id = scope.id(input);
    let problem = problem_of(&scope, input);
    let live = Live::new(problem.as_ref(), check);
    let error = live.error();
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described = if hint.is_some() { format!("{hint_id} {error_id}") } else { error_id.clone() };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            {hint.map(|hint| view! { <p class="soft" id=hint_id>{hint}</p> })}
            <input
                id=id
                name=input
                type=if kind == "number" { "text" } else { kind }
                inputmode=(kind == "number").then_some("numeric")
                value=scope.value(input, &value)
                list=list
                autocomplete="off"
                autofocus=problem.is_some()
                aria-invalid=move || error.read().is_some().then_some("true")
                aria-describedby=described
                on:input:target=move |event| live.typed(&event.target().value())
                on:change:target=move |event| live.left(event.target().value())
            />
            <p class="error" id=error_id role="alert">{move || error.get()}</p>
        </div>
    }
}

/// A labelled box for several lines.
#[component]
pub fn Area(
    /// Which field it is.
    field: Field,
    /// What it is called.
    #[prop(into)]
    label: String,
    /// What is stored.
    #[prop(into, optional)]
    value: String,
    /// What helps to fill it in.
    #[prop(into, optional_no_strip)]
    hint: Option<String>,
    /// How many lines it shows.
    #[prop(default = 4)]
    rows: u32,
    /// How it is read.
    #[prop(optional)]
    check: Option<Check>,
) -> impl IntoView {
    let scope = Scope::here();
    let input = field.name();
    let id = scope.id(input);
    let problem = problem_of(&scope, input);
    let live = Live::new(problem.as_ref(), check);
    let error = live.error();
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described = if hint.is_some() { format!("{hint_id} {error_id}") } else { error_id.clone() };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            {hint.map(|hint| view! { <p class="soft" id=hint_id>{hint}</p> })}
            <TextArea
                id=id
                name=input
                value=scope.value(input, &value)
                rows=rows
                described=described
                is_invalid=Signal::derive(move || error.read().is_some())
                on_input=Callback::new(move |text: String| live.typed(&text))
                on_change=Callback::new(move |text: String| live.left(text))
            />
            <p class="error" id=error_id role="alert">{move || error.get()}</p>
        </div>
    }
}

/// What the server said is wrong with a field: of a form, or of one row of several.
fn problem_of(scope: &Scope, input: &str) -> Option<Problem> {
    scope.tried.problem(input).or_else(|| scope.tried.problem(&format!("{input}-{}", scope.of)))
}

/// A group of check boxes: value, label, whether it is ticked as stored.
#[component]
pub fn Boxes(
    /// Which field it is.
    field: Field,
    /// What it is called.
    #[prop(into)]
    label: String,
    /// What helps to fill it in.
    #[prop(into, optional_no_strip)]
    hint: Option<String>,
    /// The boxes.
    boxes: Vec<(String, String, bool)>,
) -> impl IntoView {
    let locale = use_locale();
    let scope = Scope::here();
    let input = field.name();
    let problem = problem_of(&scope, input);
    let error = problem.map(|problem| in_words(locale, &problem));
    let error_id = scope.id(&format!("{input}-error"));
    let described = error.is_some().then(|| error_id.clone());
    let each = boxes.into_iter().map(|(value, label, stored)| {
        let is_ticked = scope.ticked(input, &value, stored);
        view! {
            <label class="tick">
                <input type="checkbox" name=input value=value checked=is_ticked />
                <span>{label}</span>
            </label>
        }
    });
    view! {
        <fieldset class="field" aria-describedby=described>
            <legend>{label}</legend>
            {hint.map(|hint| view! { <p class="soft">{hint}</p> })}
            <div class="ticks">{each.collect_view()}</div>
            {error.map(|error| view! { <p class="error" id=error_id role="alert">{error}</p> })}
        </fieldset>
    }
}

/// One check box.
#[component]
pub fn Tick(
    /// Its name in the form.
    name: &'static str,
    /// What it is called.
    #[prop(into)]
    label: String,
    /// Whether it is ticked as stored.
    #[prop(optional)]
    ticked: bool,
) -> impl IntoView {
    let is_ticked = Scope::here().ticked(name, "yes", ticked);
    view! {
        <label class="tick">
            <input type="checkbox" name=name value="yes" checked=is_ticked />
            <span>{label}</span>
        </label>
    }
}

/// A choice out of a few: value and label of each.
#[component]
pub fn Choice(
    /// Its name in the form.
    name: &'static str,
    /// What it is called.
    #[prop(into)]
    label: String,
    /// What can be chosen.
    options: Vec<(String, String)>,
    /// What is chosen as stored.
    #[prop(into, optional)]
    value: String,
) -> impl IntoView {
    let locale = use_locale();
    let scope = Scope::here();
    let id = scope.id(name);
    let problem = problem_of(&scope, name);
    let error = problem.map(|problem| in_words(locale, &problem));
    let error_id = format!("{id}-error");
    let chosen = scope.value(name, &value);
    let described = error.is_some().then(|| error_id.clone());
    let each = options.into_iter().map(|(value, label)| {
        let is_chosen = value == chosen;
        view! { <option value=value selected=is_chosen>{label}</option> }
    });
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select id=id name=name aria-describedby=described>{each.collect_view()}</select>
            {error.map(|error| view! { <p class="error" id=error_id role="alert">{error}</p> })}
        </div>
    }
}

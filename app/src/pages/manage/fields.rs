//! Forms and their fields: each says at once what is wrong with it, by the same checks as the server's.

use super::tried::Scope;
use crate::{
    components::text_area::TextArea,
    i18n::{Locale, use_locale},
    message,
};
use domain::{
    Event,
    edit::{Field, Problem},
};
use leptos::{context::Provider, prelude::*};
use std::sync::Arc;

/// The event that messages take their names from.
#[derive(Clone)]
pub struct Names(pub Arc<Event>);

/// What is wrong, in words.
pub fn in_words(locale: Locale, problem: &Problem) -> String {
    let names = use_context::<Names>();
    message::problem(locale, names.as_ref().map(|names| &*names.0), problem)
}

/// A form that posts to the page that it stands on. The browser asks before it leaves what isn't saved.
#[component]
pub fn EditForm(
    /// Its name.
    name: &'static str,
    /// Which of several with that name: the id of what it changes.
    #[prop(into, optional)]
    of: String,
    /// The fingerprint of what it shows.
    #[prop(into, optional)]
    base: String,
    /// Whether a file can go along.
    #[prop(optional)]
    with_file: bool,
    /// Its class.
    #[prop(default = "stack")]
    class: &'static str,
    /// Its fields and buttons.
    children: Children,
) -> impl IntoView {
    let scope = Scope::new(name, of.clone());
    // After a conflict the form is about what is stored now, not about what it was made of.
    let problem =
        scope.tried.problem(&if of.is_empty() { "form-error".to_owned() } else { format!("form-error-{of}") });
    let problem = problem.or_else(|| scope.tried.problem("form-error"));
    let is_dirty = StoredValue::new(false);
    Effect::new(move |_| {
        let listener = window_event_listener(leptos::ev::beforeunload, move |event| {
            if is_dirty.get_value() {
                event.prevent_default();
            }
        });
        on_cleanup(move || listener.remove());
    });
    let locale = use_locale();
    let error = problem.map(|problem| in_words(locale, &problem));
    view! {
        <form
            method="post"
            class=class
            enctype=with_file.then_some("multipart/form-data")
            on:input=move |_| is_dirty.set_value(true)
            on:submit=move |_| is_dirty.set_value(false)
        >
            <input type="hidden" name="form" value=name />
            {(!of.is_empty()).then(|| view! { <input type="hidden" name="id" value=of /> })}
            {(!base.is_empty()).then(|| view! { <input type="hidden" name="base" value=base /> })}
            {error.map(|error| view! { <p class="error" role="alert">{error}</p> })}
            <Provider value=scope>{children()}</Provider>
        </form>
    }
}

/// Reads a text as it is typed: what is wrong with it, if anything.
pub type Check = fn(&str) -> Option<Problem>;

/// What a field says is wrong: at first what the server said, then what its own check says, once it was left.
#[derive(Clone, Copy)]
pub struct Live {
    error: RwSignal<Option<String>>,
    was_left: StoredValue<bool>,
    check: Option<Check>,
    locale: Locale,
}

impl Live {
    /// The state of a field.
    pub fn new(problem: Option<&Problem>, check: Option<Check>) -> Self {
        let locale = use_locale();
        let error = problem.map(|problem| in_words(locale, problem));
        Self { was_left: StoredValue::new(error.is_some()), error: RwSignal::new(error), check, locale }
    }

    /// Something was typed.
    pub fn typed(self, text: &str) {
        if self.was_left.get_value() {
            self.judge(text);
        }
    }

    /// The field was left.
    pub fn left(self, text: &str) {
        self.was_left.set_value(true);
        self.judge(text);
    }

    fn judge(self, text: &str) {
        if let Some(check) = self.check {
            self.error.set(check(text).map(|problem| message::problem(self.locale, None, &problem)));
        }
    }

    /// What is wrong.
    pub fn error(self) -> Signal<Option<String>> {
        self.error.into()
    }
}

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
    let problem = scope.tried.problem(input).or_else(|| scope.tried.problem(&format!("{input}-{}", scope.of)));
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
                on:change:target=move |event| live.left(&event.target().value())
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
    let problem = scope.tried.problem(input).or_else(|| scope.tried.problem(&format!("{input}-{}", scope.of)));
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
                on_change=Callback::new(move |text: String| live.left(&text))
            />
            <p class="error" id=error_id role="alert">{move || error.get()}</p>
        </div>
    }
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
    let problem = scope.tried.problem(input).or_else(|| scope.tried.problem(&format!("{input}-{}", scope.of)));
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
    let problem = scope.tried.problem(name);
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

//! A form, and what its fields say while they are filled in: by the same checks as the server's.

use super::tried::Scope;
use crate::{
    i18n::{Locale, use_locale},
    message,
};
use domain::{Event, edit::Problem};
use leptos::{context::Provider, prelude::*};
use std::{sync::Arc, time::Duration};

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
    // What was refused is compared with what its page showed at first: sent again, it must not cover up what someone else
    // changed in between. After a conflict that was shown, it is what is stored now.
    let base = match scope.tried.value("base") {
        Some(tried) if problem != Some(Problem::Changed) => tried.to_owned(),
        _ => base,
    };
    let id = scope.id("form");
    let is_dirty = StoredValue::new(scope.is_tried());
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
            id=id
            method="post"
            class=class
            enctype=with_file.then_some("multipart/form-data")
            on:input=move |_| is_dirty.set_value(true)
            on:submit=move |_| is_dirty.set_value(false)
        >
            <input type="hidden" name="form" value=name />
            {(!of.is_empty()).then(|| view! { <input type="hidden" name="id" value=of /> })}
            {(!base.is_empty()).then(|| view! { <input type="hidden" name="base" value=base /> })}
            {error.map(|error| view! {
                <p class="error" role="alert" tabindex="-1" autofocus>{error}</p>
            })}
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

    /// The field was left. What is wrong is said a moment later: said at once, it could move the button away from under
    /// the finger that leaves the field for it.
    pub fn left(self, text: String) {
        self.was_left.set_value(true);
        set_timeout(move || self.judge(&text), Duration::from_millis(200));
    }

    fn judge(self, text: &str) {
        if let Some(check) = self.check {
            // The page may be gone by now.
            self.error.try_set(check(text).map(|problem| message::problem(self.locale, None, &problem)));
        }
    }

    /// What is wrong.
    pub fn error(self) -> Signal<Option<String>> {
        self.error.into()
    }
}

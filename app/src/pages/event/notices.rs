//! What went wrong with an attempt, and what else the student should know.

use super::draft::Draft;
use crate::{
    components::alert::Alert,
    i18n::{td_string, use_locale},
    message,
};
use leptos::prelude::*;

/// What went wrong, and what else the student should know.
#[component]
pub fn Notices(
    /// The student's choice.
    draft: Draft,
) -> impl IntoView {
    let locale = use_locale();
    let refusal = move || {
        let violations = draft.refusal.get();
        (!violations.is_empty()).then(|| {
            let lines = draft.book.with_value(|book| {
                violations
                    .iter()
                    .map(|violation| message::violation(locale, book.event(), violation))
                    .collect::<Vec<_>>()
            });
            let holds_something = !draft.held.read().selection.is_empty();
            view! {
                <Alert id="refusal" title=td_string!(locale, refusal.title)>
                    <ul>{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
                    <p>
                        {td_string!(locale, refusal.kept)}
                        {holds_something.then(|| format!(" {}", td_string!(locale, refusal.held)))}
                    </p>
                </Alert>
            }
        })
    };
    let failure = move || {
        draft.failure.get().map(|error| {
            view! {
                <Alert id="refusal" title=td_string!(locale, refusal.title)>
                    <p>{message::error(locale, &error)}</p>
                    {matches!(error, crate::error::AppError::NotLoggedIn).then(|| view! {
                        <p><a href="" rel="external">{td_string!(locale, login.submit)}</a></p>
                    })}
                </Alert>
            }
        })
    };
    let filled = Memo::new(move |_| draft.filled());
    let filled_titles = move || draft.book.with_value(|book| message::titles(locale, book.event(), filled.get()));
    view! {
        {refusal}
        {failure}
        // Always there, so that readers for the blind hear it when it gets words.
        <p role="status" class="note" class:visually-hidden=move || filled.read().is_empty()>
            {move || {
                let titles = filled_titles();
                (!titles.is_empty()).then(|| td_string!(locale, choose.filled, titles = titles).to_string())
            }}
        </p>
        {move || draft.is_restored.get().then(|| view! {
            <p class="note" role="status">{td_string!(locale, choose.restored)}</p>
        })}
        {move || draft.is_withdrawn.get().then(|| view! {
            <p class="note" role="status">{td_string!(locale, timetable.withdrawn)}</p>
        })}
    }
}

//! The workshops of one moment: a group of radios.

use super::{draft::Draft, workshop_choice::WorkshopChoice};
use crate::i18n::{td_string, use_locale};
use domain::{MomentId, rules::OfferState};
use leptos::prelude::*;

/// The workshops of one moment.
#[component]
pub fn MomentGroup(
    /// The student's choice.
    draft: Draft,
    /// The moment's place in the event.
    place: usize,
    /// The moment.
    id: MomentId,
) -> impl IntoView {
    let locale = use_locale();
    let Some((name, required, here)) = draft.book.with_value(|book| {
        let event = book.event();
        let here = event.workshops.iter().enumerate().filter(|(_, workshop)| workshop.moments.contains(&id));
        let here: Vec<usize> = here.map(|(index, _)| index).collect();
        event.moment(id).map(|moment| (moment.name.clone(), moment.required, here))
    }) else {
        return ().into_any();
    };
    let time = draft.times.with_value(|times| times.get(place).cloned()).unwrap_or_default();
    let is_here = here.clone();
    let chosen = move || {
        let selection = draft.selection.read();
        draft.book.with_value(|book| {
            let workshops = is_here.iter().map(|&index| &book.event().workshops[index]);
            workshops.filter(|workshop| selection.contains(workshop.id)).map(|workshop| workshop.title.clone()).next()
        })
    };
    let all_here = here.clone();
    let nothing_left = Memo::new(move |_| {
        let gone = |&index: &usize| matches!(draft.state(index), OfferState::Unavailable { instead_of: None, .. });
        !all_here.is_empty() && all_here.iter().all(gone)
    });
    let nothing_chosen = {
        let chosen = chosen.clone();
        Memo::new(move |_| chosen().is_none())
    };
    view! {
        <fieldset class="moment" aria-labelledby=format!("moment-{place}")>
            <header>
                <h2 id=format!("moment-{place}")>{name}</h2>
                <span class="time">{time}</span>
                {(!required).then(|| view! { <span class="soft">{td_string!(locale, choose.optional)}</span> })}
                <span class="chosen" aria-hidden="true">{move || chosen().map(|title| format!("✓ {title}"))}</span>
            </header>
            {here.is_empty().then(|| view! { <p class="soft">{td_string!(locale, choose.none_offered)}</p> })}
            {move || nothing_left.get().then(|| view! { <p class="note">{td_string!(locale, choose.no_seat)}</p> })}
            {(!required && !here.is_empty()).then(|| view! {
                <div class="choice">
                    <input
                        type="radio"
                        name=format!("moment-{place}")
                        value=""
                        id=format!("none-{place}")
                        checked=nothing_chosen.get_untracked()
                        prop:checked=move || nothing_chosen.get()
                        on:change=move |_| draft.clear(id)
                    />
                    <label class="title" for=format!("none-{place}")>{td_string!(locale, choose.nothing)}</label>
                </div>
            })}
            {here.into_iter().map(|index| view! {
                <WorkshopChoice draft=draft index=index place=place moment=id />
            }).collect_view()}
        </fieldset>
    }
    .into_any()
}

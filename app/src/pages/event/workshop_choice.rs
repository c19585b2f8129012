//! One workshop to choose.

use super::{draft::Draft, focus::focus};
use crate::{
    i18n::{Locale, td_string, use_locale},
    message,
};
use domain::{Filling, MomentId, Workshop, WorkshopId, rules::OfferState};
use leptos::{ev::MouseEvent, prelude::*};

/// One workshop at one moment: its radio, its facts, its seats, and if it can't be chosen, why and what would help.
#[component]
pub fn WorkshopChoice(
    draft: Draft,
    /// The workshop's place in the event.
    index: usize,
    /// The moment's place in the event.
    place: usize,
    moment: MomentId,
) -> impl IntoView {
    let locale = use_locale();
    let Some(workshop) = draft.book.with_value(|book| book.event().workshops.get(index).cloned()) else {
        return ().into_any();
    };
    let id = workshop.id;
    let state = Memo::new(move |_| draft.state(index));
    let is_chosen = Memo::new(move |_| draft.selection.read().contains(id));
    // Without scripts nothing is locked that another choice on the same form could free.
    let is_locked = Memo::new(move |_| match state.get() {
        OfferState::Unavailable { instead_of, .. } => instead_of.is_none() || draft.is_live.get(),
        _ => false,
    });
    // Seats change by themselves: a radio that is locked while the focus is on it keeps the focus.
    let has_focus = RwSignal::new(false);
    let also_at = also_at(draft, locale, &workshop, moment);
    let element = |part: &str| format!("{part}-{place}-{index}");
    let radio = element("choice");
    view! {
        <div class="choice" class:locked=move || is_locked.get()>
            <input
                type="radio"
                name=format!("moment-{place}")
                value=id.to_string()
                id=element("choice")
                checked=is_chosen.get_untracked()
                prop:checked=move || is_chosen.get()
                disabled=move || is_locked.get() && !has_focus.get()
                aria-disabled=move || (is_locked.get() && has_focus.get()).then_some("true")
                aria-describedby=format!("{} {}", element("about"), element("why"))
                on:focus=move |_| has_focus.set(true)
                on:blur=move |_| has_focus.set(false)
                on:click=move |event| if is_locked.get_untracked() { event.prevent_default() }
                on:change=move |_| draft.choose(id)
            />
            <label class="title" for=element("choice")>{workshop.title.clone()}</label>
            <div id=element("about")>
                {(!workshop.description.is_empty()).then(|| view! { <p>{workshop.description.clone()}</p> })}
                <p class="facts">
                    <SeatCount draft=draft index=index capacity=workshop.capacity id=id />
                    {(!workshop.location.is_empty()).then(|| view! { <span>{workshop.location.clone()}</span> })}
                    {(!workshop.host.is_empty()).then(|| view! { <span>{workshop.host.clone()}</span> })}
                    {also_at.map(|also| view! { <span class="linked">{also}</span> })}
                </p>
            </div>
            <div id=element("why") class="below">{move || explanation(draft, locale, id, &radio, &state.get())}</div>
        </div>
    }
    .into_any()
}

/// "ook Ronde 3", for a workshop that takes up more than this moment.
fn also_at(draft: Draft, locale: Locale, workshop: &Workshop, moment: MomentId) -> Option<String> {
    let others: Vec<MomentId> = workshop.moments.iter().copied().filter(|&other| other != moment).collect();
    (!others.is_empty()).then(|| {
        let moments = draft.book.with_value(|book| message::moments(locale, book.event(), &others));
        td_string!(locale, choose.also_at, moments = moments).to_string()
    })
}

/// What stands below a workshop: what it brings along, or why it can't be chosen and what would help.
fn explanation(draft: Draft, locale: Locale, id: WorkshopId, radio: &str, state: &OfferState) -> Option<AnyView> {
    draft.book.with_value(|book| {
        let event = book.event();
        match state {
            OfferState::Chosen => None,
            OfferState::ChosenWith { partner } => {
                let title = message::title(event, *partner);
                let text = td_string!(locale, choose.came_along, title = title).to_string();
                Some(view! { <p class="linked">{text}</p> }.into_any())
            }
            OfferState::Free => {
                let partners: Vec<WorkshopId> = book.partners(id).collect();
                (!partners.is_empty()).then(|| {
                    let titles = message::titles(locale, event, partners);
                    let text = td_string!(locale, choose.along, titles = titles).to_string();
                    view! { <p class="linked">{text}</p> }.into_any()
                })
            }
            OfferState::Unavailable { obstacles, instead_of } => {
                let mut lines: Vec<String> =
                    obstacles.iter().filter_map(|obstacle| message::obstacle(locale, event, id, obstacle)).collect();
                lines.dedup();
                let swap = instead_of.as_ref().map(|given_up| {
                    let new = message::titles(locale, event, std::iter::once(id).chain(book.partners(id)));
                    let old = message::titles(locale, event, given_up.iter().copied());
                    td_string!(locale, choose.replace, old = old, new = new).to_string()
                });
                (!lines.is_empty() || swap.is_some()).then(|| why(draft, id, radio.to_owned(), lines, swap).into_any())
            }
        }
    })
}

fn why(draft: Draft, id: WorkshopId, radio: String, lines: Vec<String>, swap: Option<String>) -> impl IntoView + use<> {
    let choose = move |event: MouseEvent| {
        event.prevent_default();
        draft.choose(id);
        // The button goes with its reason; the focus stays with the workshop.
        focus(radio.clone());
    };
    view! {
        <div class="why">
            {lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
            {swap.map(|text| view! {
                <button class="button quiet small" name="choose" value=id.to_string() on:click=choose>{text}</button>
            })}
        </div>
    }
}

/// How many seats are left, in word and shape.
#[component]
fn SeatCount(
    draft: Draft,
    /// The workshop's place in the event.
    index: usize,
    capacity: u32,
    id: WorkshopId,
) -> impl IntoView {
    let locale = use_locale();
    move || {
        let is_mine = draft.held.read().selection.contains(id);
        let (class, text) = match Filling::of(draft.seats.read().taken(index), capacity) {
            _ if is_mine => ("seats free", td_string!(locale, choose.seats_mine).to_string()),
            Filling::Full => ("seats full", td_string!(locale, choose.seats_full).to_string()),
            Filling::Nearly { left } => {
                ("seats filling", td_string!(locale, choose.seats_filling, n = left).to_string())
            }
            Filling::Free { left: 1 } => ("seats free", td_string!(locale, choose.seats_single).to_string()),
            Filling::Free { left } => ("seats free", td_string!(locale, choose.seats_many, n = left).to_string()),
        };
        view! { <span class=class>{text}</span> }
    }
}

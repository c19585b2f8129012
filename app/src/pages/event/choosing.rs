//! Choosing: a group of radios for every moment, and the button that confirms.

use super::{draft::Draft, workshop_choice::WorkshopChoice};
use crate::{
    api::registering::register,
    components::{alert::Alert, page_title::PageTitle},
    i18n::{td_string, use_locale},
    message,
};
use domain::MomentId;
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use wasm_bindgen::JsCast;

/// The form in which a student chooses. Without scripts it is posted whole; with them every click is answered at once.
#[component]
pub fn Choosing(
    /// His choice.
    draft: Draft,
    /// The event's title.
    title: String,
    /// Until when he can change it.
    until: Option<String>,
) -> impl IntoView {
    let locale = use_locale();
    let holds_something = move || !draft.held.read().selection.is_empty();
    let heading = move || {
        if holds_something() { td_string!(locale, choose.change_title) } else { td_string!(locale, choose.title) }
    };
    let intro = draft.book.with_value(|book| book.event().intro.clone());
    let title_element = NodeRef::<leptos::html::H1>::new();
    focus_when_turned(draft, title_element);
    let is_busy = RwSignal::new(false);
    let submit = confirm(draft, is_busy);
    let moments = draft.book.with_value(|book| {
        let moments = book.event().moments.iter().enumerate();
        moments.map(|(place, moment)| (place, moment.id)).collect::<Vec<_>>()
    });
    view! {
        <PageTitle text=format!("{} – {title}", td_string!(locale, choose.title)) />
        <form method="post" class="choosing" on:submit=submit>
            <input type="hidden" name="form" value="register" />
            // What Enter on a radio presses: the first button of the form, which would else be one that replaces.
            <button name="confirm" value="yes" class="visually-hidden" tabindex="-1" aria-hidden="true"></button>
            <div class="lead">
                <h1 node_ref=title_element tabindex="-1">{heading}</h1>
                {(!intro.is_empty()).then(|| view! { <p>{intro}</p> })}
                {until.map(|until| view! {
                    <p class="soft">{td_string!(locale, choose.intro_until, time = until).to_string()}</p>
                })}
                {move || holds_something().then(|| view! {
                    <p class="soft">
                        {td_string!(locale, choose.keep)}" "
                        <a href="?" on:click=move |_| draft.give_up()>{td_string!(locale, choose.cancel)}</a>
                    </p>
                })}
            </div>
            <Notices draft=draft />
            {moments.into_iter().map(|(place, id)| view! { <MomentGroup draft=draft place=place id=id /> }).collect_view()}
            <div class="dock">
                <Progress draft=draft />
                <button class="button" name="confirm" value="yes" aria-busy=move || is_busy.get().then_some("true")>
                    {move || if is_busy.get() {
                        td_string!(locale, choose.confirming)
                    } else {
                        td_string!(locale, choose.confirm)
                    }}
                </button>
            </div>
        </form>
        <p class="visually-hidden" role="status">{announcement(draft)}</p>
    }
}

/// What happens at "Bevestigen": what this page can see is wrong is said at once; else the server decides.
fn confirm(draft: Draft, is_busy: RwSignal<bool>) -> impl Fn(SubmitEvent) + Clone + 'static {
    let navigate = use_navigate();
    move |event: SubmitEvent| {
        event.prevent_default();
        if is_busy.get_untracked() {
            return;
        }
        let violations = draft.judge();
        draft.refusal.set(violations.clone());
        if !violations.is_empty() {
            focus_refusal();
            return;
        }
        is_busy.set(true);
        let navigate = navigate.clone();
        spawn_local(async move {
            let outcome = register(draft.selection.get_untracked()).await;
            if is_busy.try_set(false).is_some() {
                // The student has gone to another page meanwhile.
                return;
            }
            if draft.take_in(outcome) {
                let path = window().location().pathname().unwrap_or_default();
                navigate(&path, NavigateOptions { replace: true, scroll: true, ..NavigateOptions::default() });
            } else {
                focus_refusal();
            }
        });
    }
}

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

/// What went wrong, and what else the student should know.
#[component]
pub fn Notices(draft: Draft) -> impl IntoView {
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
    view! {
        {refusal}
        {failure}
        {move || draft.is_restored.get().then(|| view! {
            <p class="note" role="status">{td_string!(locale, choose.restored)}</p>
        })}
        {move || draft.is_withdrawn.get().then(|| view! {
            <p class="note" role="status">{td_string!(locale, timetable.withdrawn)}</p>
        })}
    }
}

/// The workshops of one moment.
#[component]
fn MomentGroup(
    draft: Draft,
    /// The moment's place in the event.
    place: usize,
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

/// How far the student is.
#[component]
fn Progress(draft: Draft) -> impl IntoView {
    let locale = use_locale();
    let progress = Memo::new(move |_| draft.progress());
    view! {
        <span class="steps" aria-hidden="true">
            {move || {
                let (done, total) = progress.get();
                (0..total).map(|step| view! { <i class:done=step < done></i> }).collect_view()
            }}
        </span>
        <span class="progress">
            {move || {
                let (n, total) = progress.get();
                td_string!(locale, choose.progress, n = n, total = total).to_string()
            }}
        </span>
    }
}

/// What the last click changed, for whoever can't see it.
fn announcement(draft: Draft) -> impl Fn() -> String + Clone {
    let locale = use_locale();
    move || {
        let change = draft.announcement.get();
        draft.book.with_value(|book| {
            let named = |ids: &[domain::WorkshopId]| message::titles(locale, book.event(), ids.iter().copied());
            let mut said = Vec::new();
            if !change.chosen.is_empty() {
                said.push(td_string!(locale, choose.now_chosen, titles = named(&change.chosen)).to_string());
            }
            if !change.left.is_empty() {
                said.push(td_string!(locale, choose.now_left, titles = named(&change.left)).to_string());
            }
            said.join(" ")
        })
    }
}

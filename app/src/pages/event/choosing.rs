//! Choosing: a group of radios for every moment, and the button that confirms.

use super::{
    draft::Draft,
    focus::{focus_refusal, focus_when_turned},
    moment_group::MomentGroup,
    notices::Notices,
};
use crate::{
    api::registering::register,
    components::page_title::PageTitle,
    error::AppError,
    i18n::{td_string, use_locale},
    message,
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use std::time::Duration;

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
    let (is_busy, waits_for) = (RwSignal::new(false), RwSignal::new(None));
    let submit = confirm(draft, is_busy, waits_for);
    let moments = draft.book.with_value(|book| {
        let moments = book.event().moments.iter().enumerate();
        moments.map(|(place, moment)| (place, moment.id)).collect::<Vec<_>>()
    });
    view! {
        <PageTitle text=format!("{} – {title}", td_string!(locale, choose.title)) />
        <form method="post" class="choosing" on:submit=submit>
            <input type="hidden" name="form" value="register" />
            <input type="hidden" name="student" value=draft.student.to_string() />
            // What Enter on a radio presses: the first button of the form, which would else be one that replaces.
            <button name="confirm" value="yes" class="visually-hidden" tabindex="-1" aria-hidden="true"></button>
            <div class="lead">
                <h1 node_ref=title_element tabindex="-1">{heading}</h1>
                {draft.day.get_value().map(|day| view! { <p class="day">{day}</p> })}
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
                <p role="status" class="change" class:visually-hidden=move || !draft.announcement.read().is_notable()>
                    {announcement(draft)}
                </p>
                <p role="status" class="change" class:visually-hidden=move || waits_for.read().is_none()>
                    {move || waits_for.get().map(|error| match error {
                        AppError::Unavailable => td_string!(locale, choose.unavailable),
                        _ => td_string!(locale, choose.busy),
                    })}
                </p>
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
    }
}

/// How often a page tries again by itself when the server has too much to do or is unavailable.
const BUSY_TRIES: u32 = 10;

/// Between two and five seconds, so that not all who were turned away come back at once.
async fn pause() {
    let (sender, receiver) = futures_channel::oneshot::channel();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 3,000")]
    let more = (js_sys::Math::random() * 3000.0) as u64;
    set_timeout(
        || {
            let _ = sender.send(());
        },
        Duration::from_millis(2000 + more),
    );
    let _ = receiver.await;
}

/// What happens at "Bevestigen": what this page can see is wrong is said at once; else the server decides.
fn confirm(
    draft: Draft,
    is_busy: RwSignal<bool>,
    waits_for: RwSignal<Option<AppError>>,
) -> impl Fn(SubmitEvent) + Clone + 'static {
    let send = sender(draft, is_busy, waits_for);
    move |event: SubmitEvent| {
        event.prevent_default();
        if is_busy.get_untracked() {
            return;
        }
        if draft.selection.read_untracked().is_empty() {
            draft.failure.set(Some(AppError::NothingChosen));
            focus_refusal();
            return;
        }
        let violations = draft.judge();
        draft.refusal.set(violations.clone());
        if !violations.is_empty() {
            draft.let_go_of_full(&violations);
            focus_refusal();
            return;
        }
        send();
    }
}

/// Sends the choice, and again by itself while the server has too much to do or is unavailable.
fn sender(draft: Draft, is_busy: RwSignal<bool>, waits_for: RwSignal<Option<AppError>>) -> impl Fn() + Clone + 'static {
    let navigate = use_navigate();
    move || {
        is_busy.set(true);
        let navigate = navigate.clone();
        spawn_local(async move {
            let Some(selection) = draft.selection.try_get_untracked() else { return };
            let mut outcome = register(draft.student, selection.clone()).await;
            for _ in 0..BUSY_TRIES {
                let Some(error) = outcome.as_ref().err().filter(|error| error.is_passing()).cloned() else { break };
                if waits_for.try_set(Some(error)).is_some() {
                    break;
                }
                pause().await;
                outcome = register(draft.student, selection.clone()).await;
            }
            waits_for.try_set(None);
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

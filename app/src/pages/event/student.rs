//! What a student of the event sees, by phase.

use super::{
    choosing::Choosing, countdown::Countdown, draft::Draft, live::follow, phase_notice, timetable::Timetable,
    workshop_list::WorkshopList,
};
use crate::{
    api::registering::{EventPage, StudentPage},
    components::page_title::PageTitle,
    i18n::{td_string, use_locale},
    pages::frame::Frame,
};
use domain::Phase;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// What a student of the event sees: the countdown before it opens, choosing while it is open, and what he holds.
#[component]
pub fn StudentView(
    /// The page's data.
    page: EventPage,
    /// The part of it that is his.
    student: StudentPage,
) -> impl IntoView {
    let who =
        if student.class.is_empty() { student.name.clone() } else { format!("{} · {}", student.name, student.class) };
    let notice = phase_notice(&page);
    let title = page.title.clone();
    let content = match page.phase {
        Phase::Open { .. } => view! { <Open page=page student=student /> }.into_any(),
        Phase::Waiting { opens_at } => {
            view! { <Waiting page=page student=student notice=notice opens_at=opens_at /> }.into_any()
        }
        Phase::Closed | Phase::Over { .. } => view! { <Closed page=page student=student notice=notice /> }.into_any(),
    };
    view! { <Frame title=title who=who>{content}</Frame> }
}

/// Says that the page no longer hears how the seats stand.
#[component]
fn Lost(is_lost: RwSignal<bool>) -> impl IntoView {
    let locale = use_locale();
    view! {
        <p role="status" class="note" class:visually-hidden=move || !is_lost.get()>
            {move || is_lost.get().then(|| td_string!(locale, event.lost))}
        </p>
    }
}

/// Choosing, or what was chosen. Which of the two stands in the address, so that "back" does what one expects.
#[component]
fn Open(page: EventPage, student: StudentPage) -> impl IntoView {
    let draft = Draft::new(&page, student);
    let is_lost = follow(page.state.clone(), move |seen| draft.take_in_seen(&seen));
    let query = use_query_map();
    // A form without scripts says by its redirect that it withdrew him.
    draft.is_withdrawn.set(query.read_untracked().get("withdrawn").is_some() && page.attempt.is_none());
    let is_changing = Memo::new(move |_| query.read().get("change").is_some());
    let shows_timetable =
        Memo::new(move |_| !draft.held.read().selection.is_empty() && !is_changing.get() && !draft.is_retry());
    let until = page.phase_time.clone();
    let title = page.title.clone();
    move || {
        let (until, title) = (until.clone(), title.clone());
        if shows_timetable.get() {
            view! { <Timetable draft=draft title=title until=until can_change=true /> }.into_any()
        } else {
            view! {
                <Lost is_lost=is_lost />
                <Choosing draft=draft title=title until=until />
            }
            .into_any()
        }
    }
}

#[component]
fn Waiting(page: EventPage, student: StudentPage, notice: String, opens_at: domain::Timestamp) -> impl IntoView {
    let locale = use_locale();
    let holds_something = !student.held.selection.is_empty();
    let draft = Draft::new(&page, student.clone());
    follow(page.state.clone(), |_| ());
    view! {
        <PageTitle text=page.title.clone() />
        <div class="welcome">
            <h1>{page.title.clone()}</h1>
            {(!page.intro.is_empty()).then(|| view! { <p>{page.intro.clone()}</p> })}
            <p class="opens">{notice}</p>
            <Countdown opens_at=opens_at now=page.now reload=true />
            <p class="soft">{td_string!(locale, event.opens_hint)}</p>
        </div>
        {if holds_something {
            view! { <Timetable draft=draft title=page.title.clone() until=None can_change=false /> }.into_any()
        } else {
            view! {
                <details class="preview">
                    <summary>{td_string!(locale, event.preview)}</summary>
                    <WorkshopList student=student />
                </details>
            }
            .into_any()
        }}
    }
}

#[component]
fn Closed(page: EventPage, student: StudentPage, notice: String) -> impl IntoView {
    let locale = use_locale();
    let draft = Draft::new(&page, student);
    follow(page.state.clone(), |_| ());
    if draft.held.get_untracked().selection.is_empty() {
        view! {
            <PageTitle text=page.title.clone() />
            <div class="welcome">
                <h1>{td_string!(locale, event.closed_title)}</h1>
                <p>{notice}</p>
                <p>{td_string!(locale, event.closed_nothing)}</p>
            </div>
        }
        .into_any()
    } else {
        view! {
            <Timetable draft=draft title=page.title.clone() until=None can_change=false />
            <p class="soft">{notice}</p>
        }
        .into_any()
    }
}

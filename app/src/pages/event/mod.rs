//! `/events/{slug}`: welcome, countdown, choosing, timetable.

mod choosing;
mod countdown;
mod draft;
mod focus;
mod kept_draft;
mod live;
mod moment_group;
mod notices;
mod student;
mod timetable;
mod workshop_choice;
mod workshop_list;

use crate::{
    api::registering::{EventPage, load_event},
    components::page_title::PageTitle,
    i18n::{td_string, use_locale},
    pages::{
        frame::Frame,
        key_form::{CardForm, KeyForm},
        loading::Loaded,
    },
};
use domain::Phase;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The page of one event.
#[component]
pub fn EventRoute() -> impl IntoView {
    let params = use_params_map();
    let slug = Memo::new(move |_| params.read().get("slug").unwrap_or_default());
    let page = Resource::new_blocking(move || slug.get(), load_event);
    view! { <Loaded resource=page show=event_page /> }
}

fn event_page(mut page: EventPage) -> impl IntoView {
    let content = match page.student.take() {
        Some(student) => view! { <student::StudentView page=page student=student /> }.into_any(),
        None => view! { <Welcome page=page /> }.into_any(),
    };
    view! { {content} <CardForm /> }
}

/// What whoever isn't logged in sees: what the event is, when it opens, and where to type the key.
#[component]
fn Welcome(
    /// The page's data.
    page: EventPage,
) -> impl IntoView {
    let locale = use_locale();
    let notice = phase_notice(&page);
    let waiting = match page.phase {
        Phase::Waiting { opens_at } => Some((opens_at, page.now)),
        _ => None,
    };
    view! {
        <PageTitle text=format!("{} – {}", td_string!(locale, login.page_title), page.title) />
        <Frame title=page.title.clone()>
            <div class="welcome">
                <h1>{page.title.clone()}</h1>
                {(!page.intro.is_empty()).then(|| view! { <p>{page.intro.clone()}</p> })}
                <p class="soft">{notice}</p>
                {waiting.map(|(opens_at, now)| view! { <countdown::Countdown opens_at=opens_at now=now reload=false /> })}
                <KeyForm attempt=page.attempt />
            </div>
        </Frame>
    }
}

/// Whether one can register now, and until or from when, in a sentence.
fn phase_notice(page: &EventPage) -> String {
    let locale = use_locale();
    match (&page.phase, page.phase_time.clone()) {
        (Phase::Open { .. }, Some(time)) => td_string!(locale, event.open_until, time = time).to_string(),
        (Phase::Open { .. }, None) => td_string!(locale, event.open).to_string(),
        (Phase::Waiting { .. }, time) => td_string!(locale, event.opens, time = time.unwrap_or_default()).to_string(),
        (Phase::Over { .. }, time) => td_string!(locale, event.over, time = time.unwrap_or_default()).to_string(),
        (Phase::Closed, _) => td_string!(locale, event.closed).to_string(),
    }
}

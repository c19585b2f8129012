//! What stands around the administrator's pages.

use super::{
    Failed,
    ask::Ask,
    form::{Names, in_words},
    place,
    state::PhaseTag,
    tried::Tried,
};
use crate::{
    api::managing::{Answer, EventHead, Notice, Place, Section},
    components::{alert::Alert, page_title::PageTitle},
    i18n::{Locale, td_string, use_locale},
    message,
    pages::frame::{LanguageForm, mark_hydrated},
};
use domain::Event;
use leptos::prelude::*;
use std::sync::Arc;

/// A page of the administrator's that belongs to no event.
#[component]
pub fn ManageFrame(
    /// What the document is called.
    #[prop(into)]
    title: String,
    /// The content.
    children: Children,
) -> impl IntoView {
    let locale = use_locale();
    let manage = td_string!(locale, manage.page_title);
    mark_hydrated();
    view! {
        <PageTitle text=format!("{title} – {manage}") />
        <Bar />
        <main id="content" class="wrap wide" tabindex="-1">
            <Said />
            {children()}
        </main>
        <Foot />
    }
}

/// A page of an event, with the way to its other pages.
#[component]
pub fn EventFrame(
    /// The event.
    head: EventHead,
    /// What the page is called.
    #[prop(into)]
    title: String,
    /// The event whose names messages use.
    #[prop(optional)]
    event: Option<Event>,
    /// What stands beside the heading.
    #[prop(optional)]
    beside: Option<AnyView>,
    /// The content.
    children: Children,
) -> impl IntoView {
    let locale = use_locale();
    if let Some(event) = event {
        provide_context(Names(Arc::new(event)));
    }
    mark_hydrated();
    view! {
        <PageTitle text=format!("{title} – {}", head.title) />
        <Bar />
        <div class="managed">
            <nav class="sections" aria-label=td_string!(locale, nav.label)>
                <p class="of-event">{head.title.clone()}</p>
                <Sections head=head.clone() />
            </nav>
            <main id="content" class="managing" tabindex="-1">
                <div class="head">
                    <h1>{title}</h1>
                    <PhaseTag phase=head.phase time=head.phase_time.clone() />
                    {beside}
                </div>
                <Said />
                {children()}
            </main>
        </div>
        <Foot />
    }
}

/// The bar above everything.
#[component]
fn Bar() -> impl IntoView {
    let locale = use_locale();
    view! {
        <a class="skip" href="#content" rel="external">{td_string!(locale, common.skip)}</a>
        <header class="bar">
            <a class="name" href="/manage" rel="external">{td_string!(locale, manage.page_title)}</a>
            <form method="post" action="/logout">
                <button class="link">{td_string!(locale, common.log_out)}</button>
            </form>
        </header>
    }
}

#[component]
fn Foot() -> impl IntoView {
    let locale = use_locale();
    view! {
        <footer class="wrap wide foot">
            <LanguageForm />
            <a href="/manage/password" rel="external">{td_string!(locale, manage.change_password)}</a>
        </footer>
    }
}

/// The way to an event's pages.
#[component]
fn Sections(head: EventHead) -> impl IntoView {
    let locale = use_locale();
    let here = place().map(Section::tab);
    let sections = [
        (Section::Overview, td_string!(locale, nav.overview)),
        (Section::Workshops, td_string!(locale, nav.workshops)),
        (Section::Links, td_string!(locale, nav.links)),
        (Section::Students, td_string!(locale, nav.students)),
        (Section::Registrations, td_string!(locale, nav.registrations)),
        (Section::Printing, td_string!(locale, nav.printing)),
        (Section::Settings, td_string!(locale, nav.settings)),
        (Section::Record, td_string!(locale, nav.record)),
    ];
    let each = sections.map(|(section, name)| {
        let current = (here == Some(section)).then_some("page");
        view! {
            <li><a href=Place::Event(head.id, section).to_string() rel="external" aria-current=current>{name}</a></li>
        }
    });
    view! { <ul>{each.into_iter().collect_view()}</ul> }
}

/// What the last form led to: an error, a question, or good news.
#[component]
fn Said() -> impl IntoView {
    let locale = use_locale();
    let tried = Tried::here();
    let is_news = tried.attempt().is_none() && use_context::<Failed>().is_none();
    let notice = Notice::of(&super::asked("done")).filter(|_| is_news);
    let unclaimed = match tried.answer() {
        Some(Answer::Refused(errors)) if !has_fields(tried.form()) => errors.clone(),
        _ => Vec::new(),
    };
    // Said once: whoever loads the page again has read it.
    Effect::new(move |_| {
        let location = window().location();
        if let (Ok(history), Ok(path), Ok(query), Ok(hash)) =
            (window().history(), location.pathname(), location.search(), location.hash())
            && query.starts_with("?done=")
        {
            let address = format!("{path}{hash}");
            let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&address));
        }
    });
    view! {
        {use_context::<Failed>().map(|Failed(error)| view! {
            <Alert title=td_string!(locale, error.title)><p>{message::admin_error(locale, &error)}</p></Alert>
        })}
        {notice.map(|notice| view! {
            <Alert title=notice_in_words(locale, notice) good=true>""</Alert>
        })}
        {(!unclaimed.is_empty()).then(|| view! {
            <Alert title=td_string!(locale, error.title)>
                <ul>
                    {unclaimed.iter().map(|error| view! { <li>{in_words(locale, &error.problem)}</li> }).collect_view()}
                </ul>
            </Alert>
        })}
        <Ask />
    }
}

/// Whether a form says beside its own fields what is wrong with it.
fn has_fields(form: &str) -> bool {
    let forms = [
        "create-event",
        "copy-event",
        "delete-event",
        "settings",
        "schedule",
        "moment",
        "group",
        "delete-moment",
        "delete-group",
        "workshop",
        "workshops",
        "link",
        "student",
        "place",
    ];
    forms.contains(&form)
}

fn notice_in_words(locale: Locale, notice: Notice) -> &'static str {
    match notice {
        Notice::Saved => td_string!(locale, notice.saved),
        Notice::Added => td_string!(locale, notice.added),
        Notice::Removed => td_string!(locale, notice.removed),
        Notice::Imported => td_string!(locale, notice.imported),
        Notice::NewKey => td_string!(locale, notice.key),
        Notice::Placed => td_string!(locale, notice.placed),
    }
}

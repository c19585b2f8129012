//! An event's settings: what it is called, when it is open, its moments and groups, and what becomes of it.

mod fate;
mod parts;

use super::{
    availability::AvailabilityCard,
    events::{TitleAndSlug, check_intro},
    fields::Area,
    form::EditForm,
    frame::EventFrame,
    tried::Tried,
    workshop::Conflict,
};
use crate::{
    api::managing::{EventHead, SettingsPage},
    components::alert::Alert,
    i18n::{td_string, use_locale},
};
use domain::edit::{Field, Problem, fingerprint};
use leptos::prelude::*;

/// The page of the settings.
pub fn settings(head: EventHead, page: SettingsPage) -> AnyView {
    let locale = use_locale();
    let event = page.event.clone();
    let phase = head.phase;
    view! {
        <EventFrame head=head title=td_string!(locale, nav.settings) event=event.clone()>
            <AvailabilityCard phase=phase page=page.clone() />
            <General page=page.clone() />
            <parts::Moments page=page.clone() />
            <parts::Groups page=page.clone() />
            <fate::Fate page=page />
        </EventFrame>
    }
    .into_any()
}

/// Title, link and introduction.
#[component]
fn General(page: SettingsPage) -> impl IntoView {
    let locale = use_locale();
    let event = page.event;
    let base = fingerprint(&(&event.title, &event.slug, &event.intro));
    let tried = Tried::here();
    let conflict = (tried.form() == "settings" && tried.problem("form-error") == Some(Problem::Changed)).then(|| {
        let mine = |name: &str| tried.value(name).unwrap_or_default().replace("\r\n", "\n");
        vec![
            (td_string!(locale, field.event_title).to_owned(), event.title.clone(), mine("title")),
            (td_string!(locale, field.slug).to_owned(), event.slug.to_string(), mine("slug")),
            (td_string!(locale, field.intro).to_owned(), event.intro.clone(), mine("intro")),
        ]
    });
    let link = format!("{}{}", page.link, event.slug);
    view! {
        <section class="card">
            <h2>{td_string!(locale, settings.general)}</h2>
            <p class="soft">
                {td_string!(locale, manage.link)}": "
                <a href=link.clone() rel="external">{link.clone()}</a>
            </p>
            <EditForm name="settings" base=base>
                {conflict.map(|rows| view! { <Conflict rows=rows /> })}
                {page.cards_made.map(|at| view! {
                    <Alert title=td_string!(locale, settings.printed, time = at).to_string()>
                        <p>{td_string!(locale, settings.printed_hint)}</p>
                    </Alert>
                })}
                <TitleAndSlug title=event.title slug=event.slug.to_string() />
                <Area field=Field::Intro label=td_string!(locale, field.intro) value=event.intro
                    hint=td_string!(locale, events.intro_hint).to_string() check=check_intro />
                <button class="button">{td_string!(locale, common.save)}</button>
            </EditForm>
        </section>
    }
}

//! All events, and making another one.

use super::{
    fields::{Area, Line},
    form::EditForm,
    frame::ManageFrame,
    state::PhaseTag,
    tried::Tried,
};
use crate::{
    api::managing::{Answer, EventSummary},
    components::alert::Alert,
    i18n::{td_string, use_locale},
};
use domain::edit::{Field, Problem, text};
use leptos::prelude::*;

/// The list of events.
pub fn events(events: Vec<EventSummary>) -> AnyView {
    let locale = use_locale();
    let title = td_string!(locale, manage.events);
    let tried = Tried::here();
    let is_empty = events.is_empty();
    let is_making = is_empty || matches!(tried.form(), "create-event");
    let is_importing = tried.form() == "import-event";
    let mistake = match tried.answer() {
        Some(Answer::Document(mistake)) => Some(mistake.clone()),
        _ => None,
    };
    view! {
        <ManageFrame title=title>
            <div class="head">
                <h1>{title}</h1>
            </div>
            {is_empty.then(|| view! { <p class="soft">{td_string!(locale, events.first)}</p> })}
            {events.into_iter().map(|event| view! { <EventCard event=event /> }).collect_view()}
            <details class="card" open=is_making>
                <summary><h2>{td_string!(locale, events.create)}</h2></summary>
                <EditForm name="create-event" class="stack narrow">
                    <TitleAndSlug />
                    <Area field=Field::Intro label=td_string!(locale, field.intro)
                        hint=td_string!(locale, events.intro_hint).to_string() check=check_intro />
                    <button class="button">{td_string!(locale, events.create_button)}</button>
                </EditForm>
            </details>
            <details class="card" open=is_importing>
                <summary><h2>{td_string!(locale, events.import)}</h2></summary>
                {mistake.map(|mistake| view! {
                    <Alert title=td_string!(locale, events.mistake)>
                        <p>
                            {(!mistake.place.is_empty()).then(|| view! { <code>{mistake.place.clone()}</code>": " })}
                            {mistake.mistake}
                        </p>
                    </Alert>
                })}
                <EditForm name="import-event" class="stack narrow" with_file=true>
                    <p class="soft">{td_string!(locale, events.import_hint)}</p>
                    <div class="field">
                        <label for="import-event-file">{td_string!(locale, events.document)}</label>
                        <input id="import-event-file" type="file" name="file" accept=".json,application/json" />
                    </div>
                    <button class="button">{td_string!(locale, events.import_button)}</button>
                </EditForm>
            </details>
            <p><a href="/manage/record" rel="external">{td_string!(locale, record.all)}</a></p>
        </ManageFrame>
    }
    .into_any()
}

/// An event's title, and what stands in its link.
#[component]
pub fn TitleAndSlug(
    /// The title as stored.
    #[prop(into, optional)]
    title: String,
    /// The slug as stored.
    #[prop(into, optional)]
    slug: String,
) -> impl IntoView {
    let locale = use_locale();
    view! {
        <Line field=Field::Title label=td_string!(locale, field.event_title) value=title check=check_line />
        <Line
            field=Field::Slug
            label=td_string!(locale, field.slug)
            value=slug
            hint=td_string!(locale, events.slug_hint).to_string()
            check=check_slug
        />
    }
}

/// What is wrong with a text of one line that can't be empty.
pub fn check_line(text: &str) -> Option<Problem> {
    text::line(text).err()
}

/// What is wrong with a text of several lines.
pub fn check_intro(text: &str) -> Option<Problem> {
    text::paragraphs(text).err()
}

fn check_slug(text: &str) -> Option<Problem> {
    match text.trim() {
        "" => Some(Problem::Empty),
        slug => slug.parse::<domain::Slug>().err().map(|_| Problem::NoSlug),
    }
}

#[component]
fn EventCard(event: EventSummary) -> impl IntoView {
    let locale = use_locale();
    let progress = event.progress;
    let head = event.head;
    view! {
        <section class="card event-card">
            <div class="head">
                <h2><a href=format!("/manage/events/{}", head.id) rel="external">{head.title}</a></h2>
                <PhaseTag phase=head.phase time=head.phase_time />
            </div>
            <p class="soft">
                {format!("{}: {} ", td_string!(locale, manage.complete), progress.complete)}
                {td_string!(locale, manage.of, total = progress.students).to_string()}
            </p>
            <progress
                max=progress.students.max(1).to_string()
                value=progress.complete.to_string()
                aria-label=td_string!(locale, manage.complete)
            ></progress>
        </section>
    }
}

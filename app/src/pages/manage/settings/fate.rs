//! What becomes of an event: a document, a copy, or nothing.

use super::super::{
    events::TitleAndSlug,
    fields::{Line, Tick},
    form::EditForm,
    tried::Tried,
};
use crate::{
    api::managing::SettingsPage,
    i18n::{td_string, use_locale},
};
use domain::edit::Field;
use leptos::prelude::*;

/// Export, copy and delete.
#[component]
pub fn Fate(page: SettingsPage) -> impl IntoView {
    let locale = use_locale();
    let event = page.event;
    let document = format!("/manage/events/{}/document.json", event.id);
    let [students, registered] = page.students;
    let tried = Tried::here();
    let (is_copying, is_deleting) = (tried.form() == "copy-event", tried.form() == "delete-event");
    let warning = td_string!(
        locale,
        settings.delete_event_detail,
        workshops = event.workshops.len(),
        students = students,
        registered = registered
    )
    .to_string();
    let label = td_string!(locale, settings.delete_event_label, title = event.title.clone()).to_string();
    view! {
        <section class="card">
            <h2>{td_string!(locale, settings.document)}</h2>
            <p class="soft">{td_string!(locale, settings.document_hint)}</p>
            <p><a class="button quiet" href=document rel="external">{td_string!(locale, settings.download)}</a></p>
        </section>
        <details class="card" open=is_copying>
            <summary><h2>{td_string!(locale, settings.copy)}</h2></summary>
            <EditForm name="copy-event" class="stack narrow">
                <TitleAndSlug title=event.title />
                <fieldset class="field">
                    <legend>{td_string!(locale, settings.along)}</legend>
                    <p class="soft">{td_string!(locale, settings.along_hint)}</p>
                    <Tick name="groups" label=td_string!(locale, settings.groups) ticked=true />
                    <Tick name="workshops" label=td_string!(locale, nav.workshops) ticked=true />
                    <Tick name="links" label=td_string!(locale, nav.links) ticked=true />
                    <Tick name="students" label=td_string!(locale, settings.along_students) />
                </fieldset>
                <button class="button">{td_string!(locale, settings.copy_button)}</button>
            </EditForm>
        </details>
        <details class="card" open=is_deleting>
            <summary><h2>{td_string!(locale, settings.delete_event)}</h2></summary>
            <EditForm name="delete-event" class="stack narrow">
                <p>{warning}</p>
                <Line field=Field::Title label=label />
                <button class="button warn">{td_string!(locale, settings.delete_event_button)}</button>
            </EditForm>
        </details>
    }
}

//! The moments and groups of an event.

use super::super::{
    events::check_line,
    fields::{Line, Tick},
    form::EditForm,
    tried::Tried,
    workshop::Conflict,
};
use crate::{
    api::managing::SettingsPage,
    i18n::{td_string, use_locale},
};
use domain::edit::{Field, Problem, fingerprint};
use leptos::prelude::*;

/// The moments, each with its form, and the form for another one.
#[component]
pub fn Moments(page: SettingsPage) -> impl IntoView {
    let locale = use_locale();
    let count = page.event.moments.len();
    let moments = page.event.moments;
    let each = moments.into_iter().zip(page.moment_times).zip(page.moment_sizes).enumerate().map(
        |(place, ((moment, [starts, ends]), workshops))| {
            let (id, name) = (moment.id.to_string(), moment.name.clone());
            let size = if workshops == 1 {
                td_string!(locale, settings.workshops_single).to_string()
            } else {
                td_string!(locale, settings.workshops_many, n = workshops).to_string()
            };
            let stored = [
                (td_string!(locale, field.name), moment.name.clone(), "name"),
                (td_string!(locale, field.starts), starts.clone(), "starts"),
                (td_string!(locale, field.ends), ends.clone(), "ends"),
            ];
            view! {
                <li class="part">
                    {conflict("moment", &id, &stored)}
                    <EditForm name="moment" of=id.clone() base=fingerprint(&moment) class="part-form">
                        <Line field=Field::Name label=td_string!(locale, field.name) value=moment.name.clone() check=check_line />
                        <Line field=Field::Starts kind="datetime-local" label=td_string!(locale, field.starts) value=starts />
                        <Line field=Field::Ends kind="datetime-local" label=td_string!(locale, field.ends) value=ends />
                        <Tick name="required" label=td_string!(locale, settings.required) ticked=moment.required />
                        <button class="button quiet">{td_string!(locale, common.save)}</button>
                    </EditForm>
                    <PartButtons kind="moment" id=id name=name is_first={place == 0} is_last={place + 1 == count} size=size />
                </li>
            }
        },
    );
    let each = each.collect_view();
    view! {
        <section class="card" id="moments">
            <h2>{td_string!(locale, settings.moments)}</h2>
            <p class="soft">{td_string!(locale, settings.moments_hint)}</p>
            <ol class="parts">{each}</ol>
            <details open=is_adding("moment")>
                <summary>{td_string!(locale, settings.add_moment)}</summary>
                <EditForm name="moment" class="part-form">
                    <Line field=Field::Name label=td_string!(locale, field.name) check=check_line />
                    <Line field=Field::Starts kind="datetime-local" label=td_string!(locale, field.starts) />
                    <Line field=Field::Ends kind="datetime-local" label=td_string!(locale, field.ends) />
                    <Tick name="required" label=td_string!(locale, settings.required) ticked=true />
                    <button class="button">{td_string!(locale, common.add)}</button>
                </EditForm>
            </details>
        </section>
    }
}

/// The groups, each with its form, and the form for another one.
#[component]
pub fn Groups(page: SettingsPage) -> impl IntoView {
    let locale = use_locale();
    let count = page.event.groups.len();
    let each = page.event.groups.into_iter().zip(page.group_sizes).enumerate().map(|(place, (group, students))| {
        let (id, name) = (group.id.to_string(), group.name.clone());
        let size = if students == 1 {
            td_string!(locale, settings.students_single).to_string()
        } else {
            td_string!(locale, settings.students_many, n = students).to_string()
        };
        let stored = [(td_string!(locale, field.name), group.name.clone(), "name")];
        view! {
            <li class="part">
                {conflict("group", &id, &stored)}
                <EditForm name="group" of=id.clone() base=fingerprint(&group) class="part-form">
                    <Line field=Field::Name label=td_string!(locale, field.name) value=group.name.clone() check=check_line />
                    <button class="button quiet">{td_string!(locale, common.save)}</button>
                </EditForm>
                <PartButtons kind="group" id=id name=name is_first={place == 0} is_last={place + 1 == count} size=size />
            </li>
        }
    });
    let each = each.collect_view();
    view! {
        <section class="card" id="groups">
            <h2>{td_string!(locale, settings.groups)}</h2>
            <p class="soft">{td_string!(locale, settings.groups_hint)}</p>
            <ol class="parts">{each}</ol>
            <details open=is_adding("group")>
                <summary>{td_string!(locale, settings.add_group)}</summary>
                <EditForm name="group" class="part-form">
                    <Line field=Field::Name label=td_string!(locale, field.name) check=check_line />
                    <button class="button">{td_string!(locale, common.add)}</button>
                </EditForm>
            </details>
        </section>
    }
}

/// What someone else made of a part in the meantime, beside what was filled in here: name, what is stored, field.
fn conflict(form: &str, id: &str, stored: &[(&'static str, String, &'static str)]) -> Option<impl IntoView + use<>> {
    let tried = Tried::here();
    let is_this = tried.form() == form && tried.value("id") == Some(id);
    let is_conflict = is_this && tried.problem(&format!("form-error-{id}")) == Some(Problem::Changed);
    let mine = |field: &str| tried.value(field).unwrap_or_default().to_owned();
    let rows: Vec<_> =
        stored.iter().map(|(name, theirs, field)| ((*name).to_owned(), theirs.clone(), mine(field))).collect();
    is_conflict.then(|| view! { <Conflict rows=rows /> })
}

/// Whether the form that adds such a part was tried just now.
fn is_adding(form: &str) -> bool {
    let tried = Tried::here();
    tried.form() == form && tried.value("id").is_none()
}

/// The buttons that move and delete a part, and what belongs to it.
#[component]
fn PartButtons(
    kind: &'static str,
    id: String,
    name: String,
    is_first: bool,
    is_last: bool,
    size: String,
) -> impl IntoView {
    let locale = use_locale();
    let tried = Tried::here();
    let delete = format!("delete-{kind}");
    // What stands in the way of deleting it is said here.
    let error = tried
        .problem(&format!("form-error-{id}"))
        .filter(|_| tried.form() == delete)
        .map(|problem| super::super::form::in_words(locale, &problem));
    let up = td_string!(locale, workshops.up, title = name.clone()).to_string();
    let down = td_string!(locale, workshops.down, title = name.clone()).to_string();
    let remove = td_string!(locale, settings.delete_of, name = name.clone()).to_string();
    view! {
        <form method="post" class="part-buttons">
            <input type="hidden" name="id" value=id />
            <input type="hidden" name="name" value=name />
            <span class="soft">{size}</span>
            <span class="row">
                <button class="button quiet small" name="form" value=format!("up-{kind}") disabled=is_first aria-label=up>"↑"</button>
                <button class="button quiet small" name="form" value=format!("down-{kind}") disabled=is_last aria-label=down>"↓"</button>
                <button class="button quiet small danger" name="form" value=delete aria-label=remove>
                    {td_string!(locale, settings.delete)}
                </button>
            </span>
            {error.map(|error| view! { <p class="error" role="alert" tabindex="-1" autofocus>{error}</p> })}
        </form>
    }
}

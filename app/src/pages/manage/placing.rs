//! What a student holds, changed by hand.

use super::{
    fields::Tick,
    form::EditForm,
    tried::{Scope, Tried},
};
use crate::{
    api::managing::{Answer, StudentDetails},
    components::alert::Alert,
    i18n::{td_string, use_locale},
    message,
};
use domain::{Filling, Workshop, edit::fingerprint};
use leptos::prelude::*;

/// What the student holds at each moment, to be changed by hand.
#[component]
pub fn Placing(
    /// The student.
    details: StudentDetails,
) -> impl IntoView {
    let locale = use_locale();
    let tried = Tried::here();
    let base = fingerprint(&details.held.selection);
    let reasons = match tried.answer() {
        Some(Answer::Selection(reasons)) if tried.form() == "place" => Some(reasons.clone()),
        _ => None,
    };
    let event = details.event.clone();
    let moments = event.moments.iter().map(|moment| {
        let name = format!("moment-{}", moment.id);
        let held = event
            .workshops
            .iter()
            .find(|workshop| workshop.moments.contains(&moment.id) && details.held.selection.contains(workshop.id))
            .map(|workshop| workshop.id.to_string())
            .unwrap_or_default();
        let chosen = if reasons.is_some() { tried.value(&name).unwrap_or_default().to_owned() } else { held };
        let here = event.workshops.iter().enumerate().filter(|(_, w)| w.moments.contains(&moment.id));
        let options = here
            .map(|(place, workshop)| {
                let value = workshop.id.to_string();
                let is_chosen = value == chosen;
                let label = label(&details, place, workshop);
                view! { <option value=value selected=is_chosen>{label}</option> }
            })
            .collect_view();
        view! {
            <label class="filter">
                <span>{moment.name.clone()}</span>
                <select name=name>
                    <option value="">{td_string!(locale, timetable.nothing)}</option>
                    {options}
                </select>
            </label>
        }
    });
    let moments = moments.collect_view();
    let scope = Scope::new("place", String::new());
    let is_refused = reasons.is_some();
    let titles = message::list(locale, &details.line.chosen);
    view! {
        {reasons.map(|reasons| view! {
            <Alert title=td_string!(locale, students.refused)>
                <ul>{reasons.into_iter().map(|reason| view! { <li>{reason}</li> }).collect_view()}</ul>
            </Alert>
        })}
        <EditForm name="place" base=base.clone()>
            <p class="soft">{td_string!(locale, students.place_hint)}</p>
            <div class="placing">{moments}</div>
            <details open=is_refused || scope.is_tried()>
                <summary>{td_string!(locale, students.override_title)}</summary>
                <p class="soft">{td_string!(locale, students.override_hint)}</p>
                <Tick name="full" label=td_string!(locale, students.override_full) />
                <Tick name="not-for-group" label=td_string!(locale, students.override_group) />
            </details>
            <button class="button">{td_string!(locale, students.place)}</button>
        </EditForm>
        {(!titles.is_empty()).then(|| view! {
            <details>
                <summary>{td_string!(locale, timetable.withdraw)}</summary>
                <p>{td_string!(locale, students.withdraw_warn, titles = titles).to_string()}</p>
                <form method="post">
                    <input type="hidden" name="form" value="place" />
                    <input type="hidden" name="base" value=base />
                    <button class="button warn">{td_string!(locale, students.withdraw)}</button>
                </form>
            </details>
        })}
    }
}

/// A workshop as the administrator chooses it for a student: with how full it is, and what stands in the way.
fn label(details: &StudentDetails, place: usize, workshop: &Workshop) -> String {
    let locale = use_locale();
    let taken = details.seats.taken(place);
    let mut remarks = vec![format!("{taken}/{}", workshop.capacity)];
    if matches!(Filling::of(taken, workshop.capacity), Filling::Full) {
        remarks.push(td_string!(locale, manage.full).to_owned());
    }
    if workshop.cancelled {
        remarks.push(td_string!(locale, manage.cancelled).to_owned());
    }
    if !workshop.admits(details.group) {
        remarks.push(td_string!(locale, students.other_group).to_owned());
    }
    if details.held.extra_seat.contains(workshop.id) {
        remarks.push(td_string!(locale, manage.extra).to_owned());
    }
    let also = (workshop.moments.len() > 1).then(|| message::moments(locale, &details.event, &workshop.moments));
    remarks.extend(also);
    format!("{} ({})", workshop.title, remarks.join(", "))
}

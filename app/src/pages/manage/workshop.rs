//! One workshop: its form, and who is registered for it.

use super::{
    events::{check_intro, check_line},
    fields::{Area, Boxes, Line, Tick},
    form::EditForm,
    frame::EventFrame,
    tables::RegisteredList,
    tried::Tried,
};
use crate::{
    api::managing::{EventHead, EventWithSeats, Place, RegisteredStudent, Section},
    i18n::{td_string, use_locale},
    message,
};
use domain::{
    Event, WorkshopId,
    edit::{Field, Problem, WorkshopForm, fingerprint, text},
};
use leptos::prelude::*;

/// The form for a new workshop.
pub fn new_workshop(head: EventHead, event: Event) -> AnyView {
    let locale = use_locale();
    let all = Place::Event(head.id, Section::Workshops).to_string();
    view! {
        <EventFrame head=head title=td_string!(locale, workshops.create) event=event.clone()>
            <p><a href=all rel="external">{td_string!(locale, workshops.back)}</a></p>
            <section class="card">
                <EditForm name="workshop">
                    <Fields form=WorkshopForm::default() event=event />
                    <button class="button">{td_string!(locale, workshops.add)}</button>
                </EditForm>
            </section>
        </EventFrame>
    }
    .into_any()
}

/// The form of a workshop.
pub fn workshop(head: EventHead, id: WorkshopId, shown: EventWithSeats, registered: Vec<RegisteredStudent>) -> AnyView {
    let locale = use_locale();
    let event = shown.event;
    let Some(workshop) = event.workshop(id).cloned() else { return ().into_any() };
    let all = Place::Event(head.id, Section::Workshops).to_string();
    let form = WorkshopForm::from(&workshop);
    let is_conflict = Tried::here().problem(&format!("form-error-{id}")) == Some(Problem::Changed);
    let count = registered.len();
    let stored = is_conflict.then(|| view! { <Stored form=form.clone() event=event.clone() /> });
    let event_id = event.id;
    let print = format!("/manage/events/{}/print/attendance?workshop={id}", head.id);
    view! {
        <EventFrame head=head title=workshop.title.clone() event=event.clone()>
            <p><a href=all rel="external">{td_string!(locale, workshops.back)}</a></p>
            <section class="card">
                <EditForm name="workshop" of=id.to_string() base=fingerprint(&workshop)>
                    {stored}
                    <Fields form=form event=event />
                    <div class="row">
                        <button class="button">{td_string!(locale, common.save)}</button>
                    </div>
                </EditForm>
            </section>
            <section class="card">
                <div class="head">
                    <h2>{td_string!(locale, manage.registered)}" ("{count}")"</h2>
                    <a class="button quiet" href=print rel="external">{td_string!(locale, printing.attendance)}</a>
                </div>
                <RegisteredList event=event_id registered=registered />
            </section>
            <section class="card">
                <form method="post">
                    <input type="hidden" name="form" value="delete-workshop" />
                    <input type="hidden" name="id" value=id.to_string() />
                    <button class="button quiet danger">{td_string!(locale, workshops.delete)}</button>
                </form>
            </section>
        </EventFrame>
    }
    .into_any()
}

/// What someone else made of the workshop in the meantime, beside what was filled in here.
#[component]
fn Stored(form: WorkshopForm, event: Event) -> impl IntoView {
    let locale = use_locale();
    let tried = Tried::here();
    let mine = |name: &str| tried.value(name).unwrap_or_default().to_owned();
    let names = |ids: Vec<String>| {
        let named: Vec<String> = event
            .moments
            .iter()
            .map(|moment| (moment.id.to_string(), &moment.name))
            .chain(event.groups.iter().map(|group| (group.id.to_string(), &group.name)))
            .filter(|(id, _)| ids.contains(id))
            .map(|(_, name)| name.clone())
            .collect();
        named.join(", ")
    };
    let ids = |name: &str| tried.values(name).into_iter().map(str::to_owned).collect::<Vec<_>>();
    let yes_no = |yes: bool| if yes { td_string!(locale, common.yes) } else { td_string!(locale, common.no) };
    let rows = [
        (td_string!(locale, field.title), form.title.clone(), mine("title")),
        (td_string!(locale, field.capacity), form.capacity.clone(), mine("capacity")),
        (td_string!(locale, field.location), form.location.clone(), mine("location")),
        (td_string!(locale, field.host), form.host.clone(), mine("host")),
        (td_string!(locale, field.description), form.description.clone(), mine("description").replace("\r\n", "\n")),
        (
            td_string!(locale, field.moments),
            names(form.moments.iter().map(ToString::to_string).collect()),
            names(ids("moments")),
        ),
        (
            td_string!(locale, field.groups),
            names(form.groups.iter().map(ToString::to_string).collect()),
            names(ids("groups")),
        ),
        (
            td_string!(locale, field.cancelled),
            yes_no(form.cancelled).to_owned(),
            yes_no(tried.value("cancelled").is_some()).to_owned(),
        ),
    ];
    view! { <Conflict rows=rows.into_iter().map(|(name, theirs, mine)| (name.to_owned(), theirs, mine)).collect() /> }
}

/// A table of what is stored now and what was filled in here, where they differ: field, theirs, mine.
#[component]
pub fn Conflict(
    /// The fields.
    rows: Vec<(String, String, String)>,
) -> impl IntoView {
    let locale = use_locale();
    let rows = rows.into_iter().filter(|(_, theirs, mine)| theirs != mine).map(|(name, theirs, mine)| {
        view! { <tr><th scope="row">{name}</th><td>{theirs}</td><td>{mine}</td></tr> }
    });
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=td_string!(locale, ask.both)>
            <table class="both">
                <thead>
                    <tr>
                        <th scope="col"><span class="visually-hidden">{td_string!(locale, record.what)}</span></th>
                        <th scope="col">{td_string!(locale, ask.theirs)}</th>
                        <th scope="col">{td_string!(locale, ask.mine)}</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
}

/// The fields of a workshop.
#[component]
fn Fields(form: WorkshopForm, event: Event) -> impl IntoView {
    let locale = use_locale();
    let only = event.moments.len() == 1 && form.moments.is_empty();
    let moments = event
        .moments
        .iter()
        .map(|moment| (moment.id.to_string(), moment.name.clone(), only || form.moments.contains(&moment.id)));
    let groups =
        event.groups.iter().map(|group| (group.id.to_string(), group.name.clone(), form.groups.contains(&group.id)));
    view! {
        <Line field=Field::Title label=td_string!(locale, field.title) value=form.title check=check_line />
        <Boxes
            field=Field::Moments
            label=td_string!(locale, field.moments)
            hint=td_string!(locale, workshops.moments_hint).to_string()
            boxes=moments.collect()
        />
        <Boxes
            field=Field::Groups
            label=td_string!(locale, field.groups)
            hint=td_string!(locale, workshops.groups_hint).to_string()
            boxes=groups.collect()
        />
        <div class="columns">
            <Line field=Field::Capacity label=td_string!(locale, field.capacity) kind="number" value=form.capacity check=check_capacity />
            <Line field=Field::Location label=td_string!(locale, field.location) value=form.location check=check_optional />
            <Line field=Field::Host label=td_string!(locale, field.host) value=form.host check=check_optional />
        </div>
        <Area field=Field::Description label=td_string!(locale, field.description) value=form.description check=check_intro />
        <Tick name="cancelled" label=td_string!(locale, workshops.cancel) ticked=form.cancelled />
    }
}

/// What is wrong with a capacity.
pub fn check_capacity(text: &str) -> Option<Problem> {
    text::capacity(text).err()
}

/// What is wrong with a text of one line that may be empty.
pub fn check_optional(text: &str) -> Option<Problem> {
    text::optional_line(text).err()
}

/// The names of moments, joined as the tables show them.
pub fn moment_names(event: &Event, moments: &[domain::MomentId]) -> String {
    message::moments(use_locale(), event, moments)
}

//! All workshops, in a table that can be edited in place.

use super::{
    events::check_line,
    form::{EditForm, Live, in_words},
    frame::EventFrame,
    state::filling,
    tried::{Scope, Tried},
    workshop::{Conflict, check_capacity, check_optional},
};
use crate::{
    api::managing::{EventHead, EventWithSeats, Place, Section},
    components::search::Search,
    i18n::{td_string, use_locale},
};
use domain::{
    Event, Workshop,
    edit::{Field, Problem, fingerprint},
};
use leptos::prelude::*;

/// The table of workshops.
pub fn workshops(head: EventHead, shown: EventWithSeats) -> AnyView {
    let locale = use_locale();
    let link = |section| Place::Event(head.id, section).to_string();
    let (new, paste) = (link(Section::NewWorkshop), link(Section::PasteWorkshops));
    let EventWithSeats { event, seats } = shown;
    let is_empty = event.workshops.is_empty();
    let beside = view! {
        <span class="beside">
            <a class="button quiet" href=paste rel="external">{td_string!(locale, workshops.paste)}</a>
            <a class="button" href=new rel="external">{td_string!(locale, workshops.create)}</a>
        </span>
    };
    let sought = RwSignal::new(String::new());
    let rows: Vec<_> = event.workshops.iter().cloned().enumerate().map(|(place, w)| (seats.taken(place), w)).collect();
    let moments = event.moments.iter().map(|moment| view! { <th scope="col" class="tight">{moment.name.clone()}</th> });
    let moments = moments.collect_view();
    view! {
        <EventFrame head=head title=td_string!(locale, nav.workshops) event=event.clone() beside=beside.into_any()>
            {if is_empty {
                view! { <p class="card">{td_string!(locale, workshops.none)}</p> }.into_any()
            } else {
                view! {
                    <section class="card">
                        <div class="head">
                            <p class="soft grow">{td_string!(locale, workshops.in_place)}</p>
                            <Search label=td_string!(locale, manage.search) sought=sought />
                        </div>
                        <EditForm name="workshops" class="table-form">
                            // What Enter in a field presses: else it would be the first arrow.
                            <button class="visually-hidden" tabindex="-1" aria-hidden="true"></button>
                            <Conflicts event=event.clone() />
                            <div class="scroll" tabindex="0" role="region" aria-label=td_string!(locale, nav.workshops)>
                                <table class="edit">
                                    <thead>
                                        <tr>
                                            <th scope="col">{td_string!(locale, field.title)}</th>
                                            {moments}
                                            <th scope="col">{td_string!(locale, field.capacity)}</th>
                                            <th scope="col">{td_string!(locale, field.location)}</th>
                                            <th scope="col">{td_string!(locale, field.host)}</th>
                                            <th scope="col">{td_string!(locale, manage.filling)}</th>
                                            <th scope="col">{td_string!(locale, workshops.order)}</th>
                                        </tr>
                                    </thead>
                                    <tbody>
                                        {rows
                                            .into_iter()
                                            .map(|(taken, workshop)| view! {
                                                <Row event=event.clone() workshop=workshop taken=taken sought=sought />
                                            })
                                            .collect_view()}
                                    </tbody>
                                </table>
                            </div>
                            <div class="row save">
                                <button class="button">{td_string!(locale, common.save)}</button>
                            </div>
                        </EditForm>
                    </section>
                }
                .into_any()
            }}
        </EventFrame>
    }
    .into_any()
}

/// What someone else made in the meantime of workshops that were changed here too.
#[component]
fn Conflicts(event: Event) -> impl IntoView {
    let locale = use_locale();
    let tried = Tried::here();
    let changed =
        |workshop: &&Workshop| tried.problem(&format!("form-error-{}", workshop.id)) == Some(Problem::Changed);
    let each = event.workshops.iter().filter(changed).map(|workshop| {
        let mine =
            |field: Field| tried.value(&format!("{}-{}", field.name(), workshop.id)).unwrap_or_default().to_owned();
        let rows = vec![
            (td_string!(locale, field.title).to_owned(), workshop.title.clone(), mine(Field::Title)),
            (td_string!(locale, field.capacity).to_owned(), workshop.capacity.to_string(), mine(Field::Capacity)),
            (td_string!(locale, field.location).to_owned(), workshop.location.clone(), mine(Field::Location)),
            (td_string!(locale, field.host).to_owned(), workshop.host.clone(), mine(Field::Host)),
        ];
        view! {
            <div class="alert" role="alert">
                <strong>{workshop.title.clone()}": "{in_words(locale, &Problem::Changed)}</strong>
                <Conflict rows=rows />
            </div>
        }
    });
    each.collect_view()
}

/// One workshop, editable.
#[component]
fn Row(event: Event, workshop: Workshop, taken: u32, sought: RwSignal<String>) -> impl IntoView {
    let locale = use_locale();
    // A row that wasn't there yet when the form was sent is as it is stored.
    let here = Scope::here();
    let id = workshop.id.to_string();
    let sent = here.tried.values("row").into_iter().find(|row| row.starts_with(&id)).map(str::to_owned);
    let scope = if sent.is_some() { Scope::here() } else { Scope::untried("workshops") };
    let tried = scope.tried.clone();
    let is_conflict = tried.problem(&format!("form-error-{}", workshop.id)) == Some(Problem::Changed);
    let row = match sent {
        Some(sent) if !is_conflict => sent,
        _ => format!("{} {}", workshop.id, fingerprint(&workshop)),
    };
    let id = workshop.id.to_string();
    let details = Place::Event(event.id, Section::Workshop(workshop.id)).to_string();
    let (class, word) = filling(locale, taken, workshop.capacity, workshop.cancelled);
    let title = workshop.title.clone();
    let folded = title.to_lowercase();
    let is_hidden = move || !folded.contains(&sought.read().trim().to_lowercase());
    let input = move |field: Field, label: &'static str, stored: String, check: super::form::Check, narrow: bool| {
        let name = format!("{}-{id}", field.name());
        let problem = tried.problem(&name);
        let live = Live::new(problem.as_ref(), Some(check));
        let error = live.error();
        let error_id = format!("{name}-error");
        view! {
            <td class:narrow=narrow>
                <input
                    type="text"
                    name=name.clone()
                    value=tried.value(&name).unwrap_or(&stored).to_owned()
                    inputmode=narrow.then_some("numeric")
                    aria-label=format!("{label}: {title}")
                    autocomplete="off"
                    aria-invalid=move || error.read().is_some().then_some("true")
                    aria-describedby=error_id.clone()
                    on:input:target=move |event| live.typed(&event.target().value())
                    on:change:target=move |event| live.left(event.target().value())
                />
                <p class="error" id=error_id role="alert">{move || error.get()}</p>
            </td>
        }
    };
    let tried = scope;
    let moments_name = format!("moments-{}", workshop.id);
    let problem = tried.tried.problem(&moments_name).map(|problem| in_words(locale, &problem));
    let moments = event.moments.iter().map(|moment| {
        let value = moment.id.to_string();
        let is_ticked = tried.ticked(&moments_name, &value, workshop.moments.contains(&moment.id));
        view! {
            <td class="tight">
                <input
                    type="checkbox"
                    name=moments_name.clone()
                    value=value
                    checked=is_ticked
                    aria-label=format!("{}: {}", moment.name, workshop.title)
                />
            </td>
        }
    });
    let moments = moments.collect_view();
    let first = input(Field::Title, td_string!(locale, field.title), workshop.title.clone(), check_line, false);
    let capacity =
        input(Field::Capacity, td_string!(locale, field.capacity), workshop.capacity.to_string(), check_capacity, true);
    let location =
        input(Field::Location, td_string!(locale, field.location), workshop.location.clone(), check_optional, false);
    let host = input(Field::Host, td_string!(locale, field.host), workshop.host.clone(), check_optional, false);
    let up = td_string!(locale, workshops.up, title = workshop.title.clone()).to_string();
    let down = td_string!(locale, workshops.down, title = workshop.title.clone()).to_string();
    let details_label = td_string!(locale, workshops.details_of, title = workshop.title.clone()).to_string();
    view! {
        <tr hidden=is_hidden>
            {first}
            {moments}
            {capacity}
            {location}
            {host}
            <td>
                <input type="hidden" name="row" value=row />
                {problem.map(|problem| view! { <p class="error" role="alert">{problem}</p> })}
                <span class=class>{format!("{taken} / {}", workshop.capacity)}" "<span class="word">{word}</span></span>
            </td>
            <td class="buttons">
                <a class="button quiet small" href=details rel="external" aria-label=details_label>
                    {td_string!(locale, workshops.details)}
                </a>
                <button class="button quiet small" name="up" value=workshop.id.to_string() aria-label=up>"↑"</button>
                <button class="button quiet small" name="down" value=workshop.id.to_string() aria-label=down>"↓"</button>
            </td>
        </tr>
    }
}

//! How an event stands, kept up to date while students register.

mod pace;

use super::{
    frame::EventFrame,
    state::Meter,
    tables::{Fillings, ProgressTable},
};
use crate::{
    api::{
        Packed,
        managing::{EventHead, MomentFilling, Overview, Place, Section, ShortageShown, load_overview},
    },
    i18n::{td_string, use_locale},
    listening::Listening,
    message,
};
use domain::EventId;
use leptos::{prelude::*, task::spawn_local};
use pace::Pace;
use std::time::Duration;

/// How often the page looks whether something was told; asking costs the server more than telling.
const EVERY: Duration = Duration::from_secs(1);

/// How often the page asks when nothing was told: figures such as the pace move by themselves.
const QUIET: u32 = 20;

/// The page that shows how an event stands.
pub fn overview(head: EventHead, overview: Overview) -> AnyView {
    let locale = use_locale();
    let event = head.id;
    let settings = format!("{}#availability", Place::Event(event, Section::Settings));
    let link = format!("/events/{}", head.slug);
    let beside = view! {
        <span class="beside">
            <a class="button quiet" href=settings rel="external">{td_string!(locale, overview.change)}</a>
        </span>
    };
    let is_new = overview.workshops.is_empty() || overview.progress.students == 0;
    let now = RwSignal::new(overview);
    let is_stale = RwSignal::new(false);
    keep_up(event, format!("{link}/live"), now, is_stale);
    view! {
        <EventFrame head=head title=td_string!(locale, nav.overview) beside=beside.into_any()>
            {is_new.then(|| view! { <FirstSteps event=event /> })}
            <p class="soft">
                {td_string!(locale, manage.link)}": "<a href=link.clone() rel="external">{link.clone()}</a>" · "
                {move || td_string!(locale, overview.at, time = now.read().at.clone()).to_string()}
                {move || is_stale.get().then(|| view! {
                    " "<strong role="status">{td_string!(locale, overview.stale)}</strong>
                })}
            </p>
            <Figures event=event now=now />
            {move || {
                let shown = now.read().shortages.clone();
                shown.into_iter().map(|shortage| view! { <Short event=event shortage=shortage /> }).collect_view()
            }}
            {move || {
                let warnings = now.read().warnings.clone();
                (!warnings.is_empty()).then(|| view! {
                    <details class="card">
                        <summary>{td_string!(locale, overview.warnings, n = warnings.len()).to_string()}</summary>
                        <ul class="lines">{warnings.into_iter().map(|warning| view! { <li>{warning}</li> }).collect_view()}</ul>
                    </details>
                })
            }}
            <Filling event=event now=now />
            <section class="card">
                <h2>{td_string!(locale, overview.by_class)}</h2>
                {move || {
                    let now = now.read();
                    view! {
                        <ProgressTable name=td_string!(locale, field.group) rows=now.groups.clone() />
                        <ProgressTable name=td_string!(locale, field.class) rows=now.classes.clone() link="registrations?class=" />
                    }
                }}
            </section>
        </EventFrame>
    }
    .into_any()
}

/// Asks how things stand whenever the server tells that something changed; at least now and then, and all the time
/// while it can't be heard.
fn keep_up(event: EventId, stream: String, now: RwSignal<Overview>, is_stale: RwSignal<bool>) {
    Effect::new(move |_| {
        let is_asking = StoredValue::new(false);
        let is_lost = RwSignal::new(false);
        let has_news = StoredValue::new(false);
        let waited = StoredValue::new(0_u32);
        let listening = Listening::open(
            &stream,
            move |_| {
                has_news.try_set_value(true);
            },
            is_lost,
        );
        is_lost.set(listening.is_none());
        let listening = StoredValue::new_local(listening);
        let ask = move || {
            waited.update_value(|waited| *waited += 1);
            let is_due = has_news.get_value() || is_lost.get_untracked() || waited.get_value() >= QUIET;
            if !is_due || document().hidden() || is_asking.get_value() {
                return;
            }
            has_news.set_value(false);
            waited.set_value(0);
            is_asking.set_value(true);
            spawn_local(async move {
                let answer = load_overview(event).await;
                is_asking.try_set_value(false);
                match answer {
                    Ok(Packed(overview)) => {
                        is_stale.try_set(false);
                        if now.try_with_untracked(|now| *now != overview) == Some(true) {
                            now.try_set(overview);
                        }
                    }
                    Err(_) => {
                        is_stale.try_set(true);
                    }
                }
            });
        };
        if let Ok(handle) = set_interval_with_handle(ask, EVERY) {
            on_cleanup(move || {
                handle.clear();
                listening.dispose();
            });
        }
    });
}

/// What to do first.
#[component]
fn FirstSteps(event: EventId) -> impl IntoView {
    let locale = use_locale();
    let to = |section| Place::Event(event, section).to_string();
    view! {
        <section class="card">
            <h2>{td_string!(locale, overview.first)}</h2>
            <ol class="steps-list">
                <li><a href=to(Section::Settings) rel="external">{td_string!(locale, overview.first_settings)}</a></li>
                <li><a href=to(Section::Workshops) rel="external">{td_string!(locale, overview.first_workshops)}</a></li>
                <li><a href=to(Section::ImportStudents) rel="external">{td_string!(locale, overview.first_students)}</a></li>
                <li><a href=to(Section::Printing) rel="external">{td_string!(locale, overview.first_cards)}</a></li>
                <li><a href=to(Section::Settings) rel="external">{td_string!(locale, overview.first_open)}</a></li>
            </ol>
        </section>
    }
}

/// How many are how far, and how fast it goes.
#[component]
fn Figures(event: EventId, now: RwSignal<Overview>) -> impl IntoView {
    let locale = use_locale();
    let students = Place::Event(event, Section::Students).to_string();
    let (none, partial) = (format!("{students}?status=none"), format!("{students}?status=partial"));
    let progress = Memo::new(move |_| now.read().progress);
    view! {
        <div class="cards">
            <div class="card">
                <p class="soft">{td_string!(locale, manage.complete)}</p>
                <p class="big">
                    {move || progress.get().complete}" "
                    <span class="soft">
                        {move || td_string!(locale, manage.of, total = progress.get().students).to_string()}
                    </span>
                </p>
                <progress
                    class="whole"
                    aria-label=td_string!(locale, manage.complete)
                    max=move || progress.get().students.max(1).to_string()
                    value=move || progress.get().complete.to_string()
                ></progress>
            </div>
            <div class="card">
                <p class="soft">{td_string!(locale, manage.none)}</p>
                <p class="big">{move || progress.get().none()}</p>
                <a href=none rel="external">{td_string!(locale, overview.who)}</a>
            </div>
            <div class="card">
                <p class="soft">{td_string!(locale, manage.partial)}</p>
                <p class="big">{move || progress.get().partial}</p>
                <a href=partial rel="external">{td_string!(locale, overview.who)}</a>
            </div>
            <div class="card">
                <Pace steps=Memo::new(move |_| now.read().pace.clone()) />
            </div>
        </div>
    }
}

/// Students who outnumber the seats.
#[component]
fn Short(event: EventId, shortage: ShortageShown) -> impl IntoView {
    let locale = use_locale();
    let missing = shortage.students.saturating_sub(shortage.seats);
    let groups = message::list(locale, &shortage.groups);
    let title =
        td_string!(locale, overview.short, moment = shortage.moment.clone(), n = missing, groups = groups).to_string();
    let detail =
        td_string!(locale, overview.short_detail, students = shortage.students, seats = shortage.seats).to_string();
    view! {
        // Not an alert: its figures change every few seconds, and nobody wants to hear each.
        <div class="alert">
            <strong>{title}</strong>
            <p>
                {detail}" "
                <a href=Place::Event(event, Section::Workshops).to_string() rel="external">
                    {td_string!(locale, overview.short_link)}
                </a>
            </p>
        </div>
    }
}

/// How full the moments and workshops are.
#[component]
fn Filling(event: EventId, now: RwSignal<Overview>) -> impl IntoView {
    let locale = use_locale();
    let moments = move || {
        let row = |moment: MomentFilling| {
            view! {
                <tr>
                    <th scope="row" class="short">{moment.name.clone()}</th>
                    <td><Meter label=moment.name taken=moment.taken capacity=moment.capacity /></td>
                    <td class="n">{format!("{} / {}", moment.taken, moment.capacity)}</td>
                    <td class="n">{moment.waiting}</td>
                </tr>
            }
        };
        now.read().moments.clone().into_iter().map(row).collect_view()
    };
    let above = view! {
        <div class="scroll" tabindex="0" role="region" aria-label=td_string!(locale, overview.by_moment)>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{td_string!(locale, manage.moment)}</th>
                        <th scope="col">{td_string!(locale, manage.filling)}</th>
                        <th scope="col" class="n">{td_string!(locale, manage.seats)}</th>
                        <th scope="col" class="n">{td_string!(locale, overview.waiting)}</th>
                    </tr>
                </thead>
                <tbody>{moments}</tbody>
            </table>
        </div>
    };
    view! {
        <Fillings
            title=td_string!(locale, manage.filling)
            workshops=Memo::new(move |_| now.read().workshops.clone())
            link=format!("{}?workshop=", Place::Event(event, Section::Registrations))
            above=above.into_any()
        />
    }
}

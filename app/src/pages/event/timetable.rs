//! What a student holds.

use super::{
    draft::Draft,
    focus::{focus_refusal, focus_when_turned},
    notices::Notices,
};
use crate::{
    api::registering::withdraw,
    components::{alert::Alert, page_title::PageTitle},
    i18n::{td_string, use_locale},
    message,
};
use domain::{Moment, rules::Status};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};

/// What a student holds, moment by moment, and the ways to change it.
#[component]
pub fn Timetable(
    /// His choice.
    draft: Draft,
    /// The event's title.
    title: String,
    /// Until when he can change it.
    until: Option<String>,
    /// Whether he can.
    can_change: bool,
) -> impl IntoView {
    let locale = use_locale();
    let heading = NodeRef::<leptos::html::H1>::new();
    focus_when_turned(draft, heading);
    let rows = move || {
        draft.book.with_value(|book| {
            let moments = book.event().moments.iter().zip(draft.times.get_value());
            moments.map(|(moment, time)| row(draft, moment, time)).collect_view()
        })
    };
    view! {
        <PageTitle text=format!("{} – {title}", td_string!(locale, timetable.page_title)) />
        <div class="lead">
            <h1 node_ref=heading tabindex="-1">{td_string!(locale, timetable.title)}</h1>
            {move || draft.registered_at.get().map(|time| view! {
                <p class="soft">{td_string!(locale, timetable.since, time = time).to_string()}</p>
            })}
            {draft.day.get_value().map(|day| view! { <p class="day">{day}</p> })}
        </div>
        {move || (can_change && draft.held_status() == Status::Partial).then(|| view! {
            <Alert title=td_string!(locale, timetable.partial)>""</Alert>
        })}
        <Notices draft=draft />
        <ol class="timetable">{rows}</ol>
        {can_change.then(|| view! {
            <p class="actions"><a class="button" href="?change" on:click=move |_| draft.is_turned.set(true)>
                    {td_string!(locale, timetable.change)}
                </a></p>
            {until.map(|until| view! {
                <p class="soft">{td_string!(locale, choose.intro_until, time = until).to_string()}</p>
            })}
            <Withdraw draft=draft />
        })}
    }
}

fn row(draft: Draft, moment: &Moment, time: String) -> impl IntoView + use<> {
    let locale = use_locale();
    let held = draft.held.read();
    let here = draft.book.with_value(|book| {
        book.event()
            .workshops
            .iter()
            .find(|workshop| held.selection.contains(workshop.id) && workshop.moments.contains(&moment.id))
            .cloned()
    });
    view! {
        <li>
            <p class="when"><strong>{moment.name.clone()}</strong><span class="time">{time}</span></p>
            {match here {
                None => view! { <p class="soft">{td_string!(locale, timetable.nothing)}</p> }.into_any(),
                Some(workshop) => view! {
                    <div>
                        <p class="title">
                            {workshop.title}
                            {workshop.cancelled.then(|| view! {
                                <span class="tag warn">{td_string!(locale, timetable.cancelled)}</span>
                            })}
                        </p>
                        <p class="facts">
                            {[workshop.location, workshop.host].into_iter().filter(|fact| !fact.is_empty())
                                .map(|fact| view! { <span>{fact}</span> }).collect_view()}
                        </p>
                    </div>
                }
                .into_any(),
            }}
        </li>
    }
}

/// Gives everything up, after a question that names what is lost.
#[component]
fn Withdraw(draft: Draft) -> impl IntoView {
    let locale = use_locale();
    let titles =
        move || draft.book.with_value(|book| message::titles(locale, book.event(), draft.held.read().selection.iter()));
    let is_busy = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        spawn_local(async move {
            let outcome = withdraw(draft.student).await;
            // If the busy sign is gone, the student has gone to another page meanwhile.
            if is_busy.try_set(false).is_none() && !draft.take_in(outcome) {
                focus_refusal();
            }
        });
    };
    view! {
        <details class="withdraw">
            <summary>{td_string!(locale, timetable.withdraw)}</summary>
            <form method="post" on:submit=submit>
                <p>{move || td_string!(locale, timetable.withdraw_warn, titles = titles()).to_string()}</p>
                <input type="hidden" name="student" value=draft.student.to_string() />
                <button
                    class="button warn" name="form" value="withdraw" aria-busy=move || is_busy.get().then_some("true")
                >
                    {td_string!(locale, timetable.withdraw_confirm)}
                </button>
            </form>
        </details>
    }
}

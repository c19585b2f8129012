//! Who changed what, and when.

use super::frame::{EventFrame, ManageFrame};
use crate::{
    api::managing::{EventHead, RecordEntry, RecordPage},
    i18n::{td_string, use_locale},
    message,
};
use leptos::prelude::*;

/// The page of an event's record.
pub fn record(head: EventHead, page: RecordPage) -> AnyView {
    let locale = use_locale();
    view! { <EventFrame head=head title=td_string!(locale, nav.record)><Found page=page /></EventFrame> }.into_any()
}

/// The page of what belongs to no event.
pub fn record_of_all(page: RecordPage) -> AnyView {
    let locale = use_locale();
    let title = td_string!(locale, record.all);
    view! {
        <ManageFrame title=title>
            <div class="head"><h1>{title}</h1></div>
            <Found page=page />
        </ManageFrame>
    }
    .into_any()
}

/// What was found, and where to look further.
#[component]
fn Found(page: RecordPage) -> impl IntoView {
    let locale = use_locale();
    let is_empty = page.entries.is_empty();
    let q = page.q.clone();
    let older = page.older.map(|number| format!("?q={}&before={number}", super::asking::encoded(&page.q)));
    view! {
        <section class="card">
            <form method="get" class="filters" role="search">
                <label class="filter grow">
                    <span>{td_string!(locale, record.search)}</span>
                    <input type="search" name="q" class="search" value=q autocomplete="off" />
                </label>
                <button class="button quiet">{td_string!(locale, students.filter)}</button>
            </form>
            {if is_empty {
                view! { <p class="soft" role="status">{td_string!(locale, record.none)}</p> }.into_any()
            } else {
                view! { <Entries entries=page.entries /> }.into_any()
            }}
            {older.map(|href| view! {
                <p><a class="button quiet" href=href rel="external">{td_string!(locale, record.older)}</a></p>
            })}
        </section>
    }
}

#[component]
fn Entries(entries: Vec<RecordEntry>) -> impl IntoView {
    let locale = use_locale();
    let row = |entry: RecordEntry| {
        let change = |(name, before, after): (String, String, String)| {
            view! {
                <tr>
                    <th scope="row" class="short">{message::record_field(locale, &name)}</th>
                    <td class="pre">{before}</td>
                    <td class="pre">{after}</td>
                </tr>
            }
        };
        let action = message::record_action(locale, &entry.action);
        let label = format!("{action}, {}", entry.at);
        let has_changes = !entry.changes.is_empty();
        view! {
            <li class="entry">
                <p>
                    <strong>{action}</strong>" "
                    <span class="soft">{entry.at}" · "{message::by_whom(locale, &entry.by_whom)}</span>
                </p>
                {has_changes.then(|| view! {
                    <details>
                        <summary>{td_string!(locale, record.what)}</summary>
                        <div class="scroll" tabindex="0" role="region" aria-label=label>
                            <table>
                                <thead>
                                    <tr>
                                        <th scope="col"><span class="visually-hidden">{td_string!(locale, record.what)}</span></th>
                                        <th scope="col">{td_string!(locale, record.before)}</th>
                                        <th scope="col">{td_string!(locale, record.after)}</th>
                                    </tr>
                                </thead>
                                <tbody>{entry.changes.into_iter().map(change).collect_view()}</tbody>
                            </table>
                        </div>
                    </details>
                })}
            </li>
        }
    };
    view! { <ol class="entries">{entries.into_iter().map(row).collect_view()}</ol> }
}

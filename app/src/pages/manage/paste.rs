//! Many workshops at once, pasted from a spreadsheet, with a look at them before anything is stored.

use super::{
    form::{EditForm, in_words},
    frame::EventFrame,
    tried::Tried,
    workshop::moment_names,
};
use crate::{
    api::managing::{Answer, EventHead, PastedRow, Place, Section},
    components::{alert::Alert, text_area::TextArea},
    i18n::{td_string, use_locale},
};
use domain::Event;
use leptos::prelude::*;

/// The page where workshops are pasted.
pub fn paste(head: EventHead, event: Event) -> AnyView {
    let locale = use_locale();
    let all = Place::Event(head.id, Section::Workshops).to_string();
    let table = format!("/manage/events/{}/workshops.txt", head.id);
    let tried = Tried::here();
    let (rows, problem) = match tried.answer() {
        Some(Answer::Workshops { rows, plan }) => (Some((rows.clone(), plan.clone())), None),
        Some(Answer::Table(problem)) => (None, Some(in_words(locale, problem))),
        _ => (None, None),
    };
    let pasted = tried.value("pasted").unwrap_or_default().to_owned();
    let example: Vec<String> = event.moments.iter().map(|moment| moment.name.clone()).collect();
    view! {
        <EventFrame head=head title=td_string!(locale, workshops.paste) event=event.clone()>
            <p><a href=all rel="external">{td_string!(locale, workshops.back)}</a></p>
            {rows.map(|(rows, plan)| view! {
                <Preview rows=rows plan=plan event=event.clone() pasted=pasted.clone() />
            })}
            <section class="card">
                <h2>{td_string!(locale, paste.title)}</h2>
                <p>{td_string!(locale, paste.how)}</p>
                <p class="soft">{td_string!(locale, paste.moments, names = example.join(", ")).to_string()}</p>
                <p><a href=table rel="external">{td_string!(locale, paste.table)}</a></p>
                {problem.map(|problem| view! {
                    <Alert title=td_string!(locale, paste.problem)><p>{problem}</p></Alert>
                })}
                <EditForm name="paste">
                    <div class="field">
                        <label for="pasted">{td_string!(locale, paste.label)}</label>
                        <TextArea
                            id="pasted"
                            name="pasted"
                            value=pasted
                            rows=10
                            is_invalid=false
                            on_input=Callback::new(|_| ())
                            on_change=Callback::new(|_| ())
                        />
                    </div>
                    <button class="button">{td_string!(locale, paste.preview)}</button>
                </EditForm>
            </section>
        </EventFrame>
    }
    .into_any()
}

/// What would be stored.
#[component]
fn Preview(rows: Vec<PastedRow>, plan: String, event: Event, pasted: String) -> impl IntoView {
    let locale = use_locale();
    let wrong = rows.iter().filter(|row| !row.errors.is_empty()).count();
    let added = rows.iter().filter(|row| row.errors.is_empty() && row.existing.is_none()).count();
    let changed = rows.iter().filter(|row| row.errors.is_empty() && row.existing.is_some() && row.changes).count();
    let same = rows.len() - wrong - added - changed;
    let title = td_string!(locale, paste.summary, added = added, changed = changed, same = same).to_string();
    let row = |row: PastedRow| {
        let (class, what) = match (row.errors.is_empty(), row.existing, row.changes) {
            (false, ..) => ("seats wrong", td_string!(locale, import.wrong)),
            (true, None, _) => ("seats free", td_string!(locale, import.added)),
            (true, Some(_), true) => ("seats filling", td_string!(locale, import.changed)),
            (true, Some(_), false) => ("seats full", td_string!(locale, import.unchanged)),
        };
        let errors =
            row.errors.iter().map(|error| view! { <li>{in_words(locale, &error.problem)}</li> }).collect_view();
        let groups: Vec<String> = event
            .groups
            .iter()
            .filter(|group| row.form.groups.contains(&group.id))
            .map(|group| group.name.clone())
            .collect();
        let moments = moment_names(&event, &row.form.moments);
        view! {
            <tr>
                <td class="n">{row.line}</td>
                <td><span class=class>{what}</span><ul class="error">{errors}</ul></td>
                <th scope="row">{row.form.title}</th>
                <td>{moments}</td>
                <td class="n">{row.form.capacity}</td>
                <td>{row.form.location}</td>
                <td>{row.form.host}</td>
                <td>{groups.join(", ")}</td>
            </tr>
        }
    };
    view! {
        <section class="card">
            <h2>{title}</h2>
            {(wrong > 0).then(|| view! {
                <Alert title=td_string!(locale, paste.wrong, n = wrong).to_string()>
                    <p>{td_string!(locale, paste.wrong_hint)}</p>
                </Alert>
            })}
            <div class="scroll tall" tabindex="0" role="region" aria-label=td_string!(locale, paste.preview)>
                <table>
                    <thead>
                        <tr>
                            <th scope="col" class="n">{td_string!(locale, import.line)}</th>
                            <th scope="col">{td_string!(locale, import.outcome)}</th>
                            <th scope="col">{td_string!(locale, field.title)}</th>
                            <th scope="col">{td_string!(locale, field.moments)}</th>
                            <th scope="col" class="n">{td_string!(locale, field.capacity)}</th>
                            <th scope="col">{td_string!(locale, field.location)}</th>
                            <th scope="col">{td_string!(locale, field.host)}</th>
                            <th scope="col">{td_string!(locale, field.groups)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
            {(wrong == 0 && added + changed > 0).then(|| view! {
                <form method="post" class="row">
                    <input type="hidden" name="form" value="paste-save" />
                    <input type="hidden" name="pasted" value=pasted />
                    <input type="hidden" name="plan" value=plan />
                    <button class="button">{td_string!(locale, paste.save)}</button>
                </form>
            })}
        </section>
    }
}

//! The question before something is destroyed or a registration is touched: what it is, whom it hits, and the way back.

use super::{form::Names, tried::Tried};
use crate::{
    api::managing::{Answer, TouchedShown},
    i18n::{Locale, td_string, use_locale},
};
use domain::edit::LinkForm;
use leptos::prelude::*;

/// The question that the last form led to, if it did. What was filled in stays in its form below.
#[component]
pub fn Ask() -> impl IntoView {
    let locale = use_locale();
    let tried = Tried::here();
    let Some(Answer::Asks { touched, agree }) = tried.answer() else { return ().into_any() };
    let question = question(locale, &tried, touched.len());
    let fields = tried.attempt().map(|attempt| attempt.fields.clone()).unwrap_or_default();
    let hidden = fields
        .into_iter()
        .filter(|(name, _)| name != "agreed")
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> });
    let count = touched.len();
    let lead = match count {
        0 => None,
        1 => Some(td_string!(locale, ask.touched_single).to_string()),
        n => Some(td_string!(locale, ask.touched_many, n = n).to_string()),
    };
    // What was filled in stands in its form; a question without one goes with the page as it is stored.
    let back = match (tried.form(), tried.value("id")) {
        (form @ ("workshop" | "moment" | "group"), Some(id)) => format!("#{form}-form-{id}"),
        (form @ ("workshop" | "workshops" | "link" | "student" | "settings"), _) => format!("#{form}-form"),
        _ => String::new(),
    };
    let element = NodeRef::<leptos::html::Section>::new();
    Effect::new(move |_| {
        if let Some(element) = element.get() {
            let _ = element.focus();
        }
    });
    view! {
        <section class="alert ask" role="alertdialog" aria-labelledby="ask-title" tabindex="-1" node_ref=element>
            <h2 id="ask-title">{question.title}</h2>
            {question.detail.map(|detail| view! { <p>{detail}</p> })}
            {lead.map(|lead| view! { <p>{lead}</p> })}
            {(count > 0).then(|| view! { <TouchedTable touched=touched.clone() /> })}
            <form method="post" class="row">
                {hidden.collect_view()}
                <input type="hidden" name="agreed" value=agree.clone() />
                <button class="button warn">{question.yes}</button>
                <a class="button quiet" href=back rel="external">{td_string!(locale, ask.back)}</a>
            </form>
        </section>
    }
    .into_any()
}

struct Question {
    title: String,
    detail: Option<String>,
    yes: String,
}

fn question(locale: Locale, tried: &Tried, count: usize) -> Question {
    let names = use_context::<Names>();
    let id = tried.value("id").unwrap_or_default();
    let workshop = || {
        let event = names.as_ref().map(|names| &names.0)?;
        Some(LinkForm::label(event, id.parse().ok()?))
    };
    let delete = td_string!(locale, ask.delete).to_string();
    match tried.form() {
        "delete-workshop" => Question {
            title: td_string!(locale, ask.delete_workshop, title = workshop().unwrap_or_default()).to_string(),
            detail: Some(td_string!(locale, ask.delete_workshop_detail).to_string()),
            yes: delete,
        },
        "delete-moment" | "delete-group" => Question {
            title: td_string!(locale, ask.delete_part, name = tried.value("name").unwrap_or_default().to_owned())
                .to_string(),
            detail: None,
            yes: delete,
        },
        "remove-students" => {
            let n = tried.values("student").len();
            let title = if n == 1 && tried.value("name").is_some() {
                td_string!(locale, ask.remove_student, name = tried.value("name").unwrap_or_default().to_owned())
                    .to_string()
            } else {
                td_string!(locale, ask.remove_students, n = n).to_string()
            };
            Question { title, detail: Some(td_string!(locale, ask.remove_detail).to_string()), yes: delete }
        }
        "student" if count == 0 => Question {
            title: td_string!(locale, ask.twin).to_string(),
            detail: Some(td_string!(locale, ask.twin_detail).to_string()),
            yes: td_string!(locale, ask.twin_yes).to_string(),
        },
        "keys" => Question {
            title: match (tried.value("student"), tried.value("class")) {
                (Some(_), _) => td_string!(locale, ask.key_student).to_string(),
                (None, Some(class)) if !class.is_empty() => {
                    td_string!(locale, ask.key_class, class = class.to_owned()).to_string()
                }
                _ => td_string!(locale, ask.key_all).to_string(),
            },
            detail: Some(td_string!(locale, ask.key_detail).to_string()),
            yes: td_string!(locale, ask.key_yes).to_string(),
        },
        _ => Question {
            title: td_string!(locale, ask.touches).to_string(),
            detail: None,
            yes: td_string!(locale, ask.save_anyway).to_string(),
        },
    }
}

/// Whom a change would hit, and what each would lose.
#[component]
fn TouchedTable(touched: Vec<TouchedShown>) -> impl IntoView {
    let locale = use_locale();
    let row = |student: TouchedShown| {
        let mut what = Vec::new();
        if !student.lost.is_empty() {
            what.push(td_string!(locale, ask.loses, titles = student.lost.join(", ")).to_string());
        }
        if !student.cancelled.is_empty() {
            what.push(td_string!(locale, ask.off, titles = student.cancelled.join(", ")).to_string());
        }
        if student.becomes_incomplete {
            what.push(td_string!(locale, ask.incomplete).to_string());
        }
        view! {
            <tr>
                <th scope="row"><bdi>{student.name}</bdi></th>
                <td>{student.class}</td>
                <td>{what.join(" ")}</td>
            </tr>
        }
    };
    view! {
        <div class="scroll tall" tabindex="0" role="region" aria-labelledby="ask-title">
            <table>
                <thead>
                    <tr>
                        <th scope="col">{td_string!(locale, field.student)}</th>
                        <th scope="col">{td_string!(locale, field.class)}</th>
                        <th scope="col">{td_string!(locale, ask.what)}</th>
                    </tr>
                </thead>
                <tbody>{touched.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

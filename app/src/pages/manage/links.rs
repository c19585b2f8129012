//! The links between workshops.

use super::{
    fields::Line,
    form::{EditForm, in_words},
    frame::EventFrame,
    tried::Tried,
};
use crate::{
    api::managing::EventHead,
    components::search::Search,
    i18n::{td_string, use_locale},
};
use domain::{
    Event, Link, LinkKind,
    edit::{Field, LinkForm, Problem, link_remark},
};
use leptos::prelude::*;

/// The page of the links.
pub fn links(head: EventHead, event: Event) -> AnyView {
    let locale = use_locale();
    let sought = RwSignal::new(String::new());
    let is_empty = event.links.is_empty();
    let rows = event.links.iter().map(|&link| view! { <Row event=event.clone() link=link sought=sought /> });
    let rows = rows.collect_view();
    view! {
        <EventFrame head=head title=td_string!(locale, nav.links) event=event.clone()>
            <section class="card">
                <h2>{td_string!(locale, links.add)}</h2>
                <p class="soft">{td_string!(locale, links.hint)}</p>
                <NewLink event=event.clone() />
            </section>
            <section class="card">
                <div class="head">
                    <h2>{td_string!(locale, links.all)}" ("{event.links.len()}")"</h2>
                    <Search label=td_string!(locale, manage.search) sought=sought />
                </div>
                {if is_empty {
                    view! { <p class="soft">{td_string!(locale, links.none)}</p> }.into_any()
                } else {
                    view! {
                        <div class="scroll" tabindex="0" role="region" aria-label=td_string!(locale, links.all)>
                            <table>
                                <thead>
                                    <tr>
                                        <th scope="col">{td_string!(locale, links.a)}</th>
                                        <th scope="col">{td_string!(locale, links.kind)}</th>
                                        <th scope="col">{td_string!(locale, links.b)}</th>
                                        <th scope="col"><span class="visually-hidden">{td_string!(locale, links.remove)}</span></th>
                                    </tr>
                                </thead>
                                <tbody>{rows}</tbody>
                            </table>
                        </div>
                    }
                    .into_any()
                }}
            </section>
        </EventFrame>
    }
    .into_any()
}

/// The form that adds a link: what is wrong with it is said as soon as both workshops are chosen.
#[component]
fn NewLink(event: Event) -> impl IntoView {
    let locale = use_locale();
    let tried = Tried::here();
    let of = |name: &str| tried.value(name).filter(|_| tried.form() == "link").unwrap_or_default().to_owned();
    let typed = RwSignal::new(LinkForm { a: of("a"), b: of("b"), kind: of("kind") });
    let labels = event.workshops.iter().map(|workshop| LinkForm::label(&event, workshop.id));
    let options = labels.map(|label| view! { <option value=label></option> }).collect_view();
    let kind = of("kind");
    let is_exclusive = kind == "exclusive";
    let book = StoredValue::new(event);
    let verdict = move || {
        let form = typed.get();
        if form.a.trim().is_empty() || form.b.trim().is_empty() {
            return None;
        }
        book.with_value(|event| match form.check(event) {
            Ok(link) => link_remark(event, link).map(|_| td_string!(locale, links.needless).to_string()),
            Err(errors) => errors
                .iter()
                .find(|error| !matches!(error.problem, Problem::Gone))
                .map(|error| in_words(locale, &error.problem)),
        })
    };
    let read = move |event: leptos::ev::Event| {
        // The form's fields bubble up to here.
        let target = leptos::prelude::event_target::<web_sys::HtmlInputElement>(&event);
        typed.update(|form| match target.name().as_str() {
            "a" => form.a = target.value(),
            "b" => form.b = target.value(),
            "kind" => form.kind = target.value(),
            _ => {}
        });
    };
    view! {
        <EditForm name="link">
            <datalist id="workshops">{options}</datalist>
            <div class="link-pair" on:input=read>
                <Line field=Field::A label=td_string!(locale, links.a) list="workshops" />
                <fieldset class="field">
                    <legend>{td_string!(locale, links.kind)}</legend>
                    <label class="tick">
                        <input type="radio" name="kind" value="together" checked=!is_exclusive />
                        <span>{td_string!(locale, links.together)}</span>
                    </label>
                    <label class="tick">
                        <input type="radio" name="kind" value="exclusive" checked=is_exclusive />
                        <span>{td_string!(locale, links.exclusive)}</span>
                    </label>
                </fieldset>
                <Line field=Field::B label=td_string!(locale, links.b) list="workshops" />
            </div>
            <p class="error" role="status">{verdict}</p>
            <button class="button">{td_string!(locale, links.add_button)}</button>
        </EditForm>
    }
}

#[component]
fn Row(event: Event, link: Link, sought: RwSignal<String>) -> impl IntoView {
    let locale = use_locale();
    let (a, b) = (LinkForm::label(&event, link.a), LinkForm::label(&event, link.b));
    let kind = match link.kind {
        LinkKind::Together => td_string!(locale, links.together),
        LinkKind::Exclusive => td_string!(locale, links.exclusive),
    };
    let text = format!("{a} {b}").to_lowercase();
    let is_hidden = move || !text.contains(&sought.read().trim().to_lowercase());
    let remove = td_string!(locale, links.remove_of, a = a.clone(), b = b.clone()).to_string();
    view! {
        <tr hidden=is_hidden>
            <th scope="row">{a}</th>
            <td>{kind}</td>
            <th scope="row">{b}</th>
            <td>
                <form method="post">
                    <input type="hidden" name="form" value="unlink" />
                    <input type="hidden" name="a" value=link.a.to_string() />
                    <input type="hidden" name="b" value=link.b.to_string() />
                    <button class="button quiet small" aria-label=remove>{td_string!(locale, links.remove)}</button>
                </form>
            </td>
        </tr>
    }
}

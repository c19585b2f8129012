//! `/`: where a student types his key.

use crate::{
    api::session::{Session, Who, load_session},
    components::page_title::PageTitle,
    i18n::{td_string, use_locale},
    pages::{frame::Frame, key_form::KeyForm, loading::Loaded},
};
use leptos::prelude::*;

/// Where a student types his key, or goes on if he has.
#[component]
pub fn HomePage() -> impl IntoView {
    let session = Resource::new_blocking(|| (), |()| load_session());
    view! { <Loaded resource=session show=home /> }
}

fn home(session: Session) -> impl IntoView {
    let locale = use_locale();
    let student = match session.who {
        Who::Student { name, event_title, event_slug } => Some((name, event_title, event_slug)),
        Who::Nobody | Who::Admin => None,
    };
    let who = student.as_ref().map(|(name, ..)| name.clone());
    view! {
        <PageTitle text=format!("{} – Workshops", td_string!(locale, login.page_title)) />
        <Frame title="Workshops" who=who>
            <div class="welcome">
                <h1>{td_string!(locale, login.title)}</h1>
                {match student {
                    Some((name, title, slug)) => view! {
                        <p>{td_string!(locale, login.already, name = name).to_string()}</p>
                        <p>
                            <a class="button" href=format!("/events/{slug}")>
                                {td_string!(locale, login.to_event, title = title).to_string()}
                            </a>
                        </p>
                    }
                    .into_any(),
                    None => view! {
                        <p class="soft">{td_string!(locale, login.intro)}</p>
                        <KeyForm attempt=session.attempt />
                    }
                    .into_any(),
                }}
            </div>
        </Frame>
    }
}

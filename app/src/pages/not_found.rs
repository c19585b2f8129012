//! What a wrong address shows.

use crate::{
    components::page_title::PageTitle,
    i18n::{td_string, use_locale},
    pages::frame::Frame,
    status::set_status,
};
use leptos::prelude::*;

/// The page for an address that leads nowhere, with status 404.
#[component]
pub fn NotFound() -> impl IntoView {
    set_status(404);
    let locale = use_locale();
    let title = td_string!(locale, error.not_found_title);
    view! {
        <PageTitle text=title />
        <Frame title="Workshops" home="/">
            <div class="welcome">
                <h1>{title}</h1>
                <p>{td_string!(locale, error.not_found)}</p>
                <p><a class="button" href="/">{td_string!(locale, common.to_start)}</a></p>
            </div>
        </Frame>
    }
}

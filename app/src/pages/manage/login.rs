//! Where the administrator types the password.

use crate::{
    api::session::Attempt,
    components::{page_title::PageTitle, text_field::TextField},
    i18n::{td_string, use_locale},
    message,
    pages::frame::Frame,
};
use leptos::prelude::*;

/// The form with the password. It posts to the page that it stands on.
pub fn login(attempt: Option<Attempt>) -> AnyView {
    let locale = use_locale();
    let error = match attempt {
        Some(Attempt::Login { problem, .. }) => Some(message::admin_login_problem(locale, problem)),
        Some(Attempt::Failed { error, .. }) => Some(message::admin_error(locale, &error)),
        _ => None,
    };
    let title = td_string!(locale, manage.login_title);
    view! {
        <PageTitle text=title />
        <Frame title="Workshops" home="/">
            <div class="welcome">
                <h1>{title}</h1>
                <p class="soft">{td_string!(locale, manage.login_intro)}</p>
                <form method="post" class="stack">
                    <input type="hidden" name="form" value="login" />
                    <TextField
                        name="password"
                        kind="password"
                        label=td_string!(locale, manage.password)
                        error=error
                        autocomplete="current-password"
                    />
                    <button class="button">{td_string!(locale, manage.login)}</button>
                </form>
            </div>
        </Frame>
    }
    .into_any()
}

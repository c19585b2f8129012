//! The page for whoever must come back later: it tries again by itself, and keeps what was sent. What doesn't pass by
//! itself it only tells.
//!
//! Rendered on the server alone and without the app, which costs next to nothing: it is shown when there is too much to
//! do.

use crate::{
    error::AppError,
    i18n::{Locale, td_string},
    message,
};
use leptos::prelude::*;
use std::time::Duration;

/// What is tried again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Again {
    /// Loading the page.
    Load,
    /// Sending these fields, by their names.
    Send(Vec<(String, String)>),
    /// Nothing: what was sent can't be kept here, and was not carried out.
    Unsent,
    /// Nothing: whether what was sent was carried out isn't known.
    Unsure,
    /// Nothing: it failed for this reason, which doesn't pass by itself.
    Never(AppError),
}

/// A whole document. With scripts it tries again after the pause; without, loading does so too, and sending has a
/// button.
#[must_use]
pub fn page(locale: Locale, stylesheet: &str, nonce: &str, pause: Duration, again: Again) -> String {
    let text = match &again {
        Again::Load => td_string!(locale, busy.load).to_owned(),
        Again::Send(_) => td_string!(locale, busy.send).to_owned(),
        Again::Unsent => td_string!(locale, busy.unsent).to_owned(),
        Again::Unsure => td_string!(locale, busy.unsure).to_owned(),
        Again::Never(error) => message::error(locale, error),
    };
    let title = match again {
        Again::Never(_) => td_string!(locale, error.title),
        _ => td_string!(locale, busy.title),
    };
    let millis = pause.as_millis();
    let script = match again {
        Again::Load => format!("setTimeout(() => location.reload(), {millis})"),
        Again::Send(_) => format!("setTimeout(() => document.forms[0].submit(), {millis})"),
        Again::Unsent | Again::Unsure | Again::Never(_) => String::new(),
    };
    let refresh = (again == Again::Load).then(|| {
        let refresh = format!("<meta http-equiv=\"refresh\" content=\"{}\">", pause.as_secs());
        view! { <noscript inner_html=refresh></noscript> }
    });
    let form = match again {
        Again::Send(fields) => {
            let field = |(name, value)| view! { <input type="hidden" name=name value=value /> };
            let fields = fields.into_iter().map(field).collect_view();
            Some(view! {
                <form method="post">
                    {fields}
                    <button class="button">{td_string!(locale, busy.again)}</button>
                </form>
            })
        }
        _ => None,
    };
    view! {
        <!DOCTYPE html>
        <html lang=locale.to_string()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                {refresh}
                <title>{title}</title>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="stylesheet" href=stylesheet.to_owned() />
            </head>
            <body>
                <main class="wrap">
                    <div class="welcome">
                        <h1>{title}</h1>
                        <p role="status">{text}</p>
                        {form}
                    </div>
                </main>
                {(!script.is_empty()).then(|| view! { <script nonce=nonce.to_owned() inner_html=script></script> })}
            </body>
        </html>
    }
    .to_html()
    // What marks the places for hydration; in `<title>` it would be read. What was sent is escaped.
    .replace("<!>", "")
}

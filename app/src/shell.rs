//! The document around every page, and its content security policy.

use crate::{App, i18n::use_locale};
use leptos::{
    hydration::{AutoReload, HydrationScripts},
    prelude::*,
};
use leptos_meta::MetaTags;

/// The document around every page; the stylesheet is at this path.
pub fn shell(options: LeptosOptions, stylesheet: String) -> impl IntoView {
    let locale = crate::i18n::provide_locale();
    debug_assert_eq!(locale, use_locale());
    view! {
        <!DOCTYPE html>
        <html lang=locale.to_string()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <meta name="theme-color" media="(prefers-color-scheme: light)" content="#ffffff" />
                <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#1c2229" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link id="style" rel="stylesheet" href=stylesheet />
                <AutoReload options=options.clone() />
                <HydrationScripts options=options.clone() />
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

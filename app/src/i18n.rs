//! The translations, generated from `locales/*.json`, and the reader's language.
//!
//! Dutch is the default whatever the browser says; English is the reader's own choice, remembered in a cookie. The
//! language changes with a page load (a form post), so it is a plain value here and no text has to be reactive.

#[expect(missing_docs, unused_imports, dead_code, reason = "generated code")]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/i18n/mod.rs"));
}

pub use generated::i18n::Locale;
pub(crate) use generated::i18n::*;

use leptos::prelude::*;

/// The name of the cookie that remembers the reader's language.
pub const LANGUAGE_COOKIE: &str = "language";

/// The language of the page.
#[must_use]
pub fn use_locale() -> Locale {
    use_context::<Locale>().unwrap_or_default()
}

/// Finds the language of the page and provides it to all components: on the server what the request says, in the
/// browser what the server wrote in `<html lang>`.
pub fn provide_locale() -> Locale {
    #[cfg(feature = "ssr")]
    let locale = crate::backend::request().map(|request| request.locale).unwrap_or_default();
    #[cfg(not(feature = "ssr"))]
    let locale = document()
        .document_element()
        .and_then(|html| html.get_attribute("lang"))
        .and_then(|lang| lang.parse().ok())
        .unwrap_or_default();
    provide_context(locale);
    locale
}

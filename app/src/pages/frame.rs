//! What stands around every page: the bar with who is logged in, and the foot with the language.

use crate::i18n::{Locale, td_string, use_locale};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// A page with its bar and its foot.
#[component]
pub fn Frame(
    /// What the bar says first.
    #[prop(into)]
    title: String,
    /// Who is logged in, in the bar; nothing for nobody.
    #[prop(into, optional_no_strip)]
    who: Option<String>,
    /// Where the title leads, if anywhere.
    #[prop(optional)]
    home: Option<&'static str>,
    /// Whether the content may be wider than a column of text.
    #[prop(optional)]
    wide: bool,
    /// The content.
    children: Children,
) -> impl IntoView {
    let locale = use_locale();
    mark_hydrated();
    view! {
        <a class="skip" href="#content" rel="external">{td_string!(locale, common.skip)}</a>
        <header class="bar">
            {match home {
                Some(href) => view! { <a class="name" href=href>{title}</a> }.into_any(),
                None => view! { <strong class="name">{title}</strong> }.into_any(),
            }}
            {who.map(|who| view! {
                <span class="soft who">{who}</span>
                <form method="post" action="/logout">
                    <button class="link">{td_string!(locale, common.log_out)}</button>
                </form>
            })}
        </header>
        <main id="content" class="wrap" class:wide=wide tabindex="-1">{children()}</main>
        <footer class="wrap foot" class:wide=wide>
            <LanguageForm />
            <a href="/manage" rel="external">{td_string!(locale, common.manage)}</a>
        </footer>
    }
}

/// Notes in the document that it is hydrated. Tests wait for this before they click: whatever page it is, it is hydrated
/// when its frame is.
pub fn mark_hydrated() {
    Effect::new(|_| {
        if let Some(html) = document().document_element() {
            let _ = html.set_attribute("data-hydrated", "");
        }
    });
}

/// The switch to the other language; the page is loaded anew in it.
#[component]
pub fn LanguageForm() -> impl IntoView {
    let locale = use_locale();
    let other = match locale {
        Locale::nl => Locale::en,
        Locale::en => Locale::nl,
    };
    let location = use_location();
    let back = move || match location.search.get() {
        search if search.is_empty() => location.pathname.get(),
        search => format!("{}?{search}", location.pathname.get()),
    };
    view! {
        <form method="post" action="/language">
            <input type="hidden" name="language" value=other.to_string() />
            <input type="hidden" name="back" value=back />
            <button class="link" lang=other.to_string()>{td_string!(locale, common.other_language)}</button>
        </form>
    }
}

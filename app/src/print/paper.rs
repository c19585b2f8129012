//! The document around every page for paper, and the words that they share.

use crate::i18n::{Locale, td_string};
use leptos::prelude::*;

/// What stands above the sheets on the screen, and isn't printed.
pub(super) struct Bar {
    /// What is printed.
    pub title: &'static str,
    /// Of which event.
    pub event: String,
    /// How much of it, in words; empty for nothing at all.
    pub amount: String,
    /// What to know before printing, beside how to.
    pub advice: Vec<&'static str>,
    /// Where the reader came from.
    pub back: String,
}

/// The size and the margins of the paper: names of the `@page` rules in `style/_print.scss`.
#[derive(Clone, Copy)]
pub(super) enum Paper {
    /// Upright, with narrow margins, for cards that are cut out.
    Cards,
    /// Upright.
    Upright,
    /// On its side.
    Sideways,
}

impl Paper {
    fn class(self) -> &'static str {
        match self {
            Self::Cards => "print-page print-on-cards",
            Self::Upright => "print-page print-on-upright",
            Self::Sideways => "print-page print-on-sideways",
        }
    }
}

/// A whole document: the bar, and below it the sheets.
pub(super) fn document(locale: Locale, stylesheet: &str, paper: Paper, bar: Bar, sheets: AnyView) -> String {
    let Bar { title, event, amount, advice, back } = bar;
    let has_sheets = !amount.is_empty();
    let advice = [td_string!(locale, print.hint)].into_iter().chain(advice);
    let advice = advice.map(|line| view! { <li>{line}</li> }).collect_view();
    view! {
        <!DOCTYPE html>
        <html lang=locale.to_string() class="print-root">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="only light" />
                <title>{format!("{title} – {event}")}</title>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="stylesheet" href=stylesheet.to_owned() />
            </head>
            <body class=paper.class()>
                <header class="print-bar">
                    <a class="print-back" href=back>{td_string!(locale, print.back)}</a>
                    <div>
                        <h1>{title}</h1>
                        <p><bdi>{event}</bdi></p>
                        {has_sheets.then(|| view! { <p class="print-amount">{amount}</p> })}
                    </div>
                    {has_sheets.then(|| view! { <ul class="print-advice">{advice}</ul> })}
                </header>
                <main class="print-main">{sheets}</main>
            </body>
        </html>
    }
    .to_html()
    // What marks the places for hydration; in `<title>` it would be read. What people typed holds no bare `<`.
    .replace("<!>", "")
}

/// In the place of the sheets: that there is nothing to print, and what to do.
pub(super) fn nothing(text: &'static str) -> AnyView {
    view! { <p class="print-empty">{text}</p> }.into_any()
}

/// "Klas 2A"; for students without a class that.
pub(super) fn class_name(locale: Locale, class: &str) -> String {
    match class.trim() {
        "" => td_string!(locale, print.no_class).to_string(),
        class => td_string!(locale, print.class, class = class.to_owned()).to_string(),
    }
}

/// "1 student", "12 studenten".
pub(super) fn students(locale: Locale, n: usize) -> String {
    match n {
        1 => td_string!(locale, print.students_single).to_string(),
        n => td_string!(locale, print.students_many, n = n).to_string(),
    }
}

/// "1 bladzijde", "12 bladzijden".
pub(super) fn pages(locale: Locale, n: usize) -> String {
    match n {
        1 => td_string!(locale, print.pages_single).to_string(),
        n => td_string!(locale, print.pages_many, n = n).to_string(),
    }
}

/// "ongeveer 12 bladzijden", where the length of names decides.
pub(super) fn about_pages(locale: Locale, n: usize) -> String {
    td_string!(locale, print.about, pages = pages(locale, n)).to_string()
}

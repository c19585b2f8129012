//! Cards with the students' keys, ten on a sheet, to cut out and hand out.

use super::paper::{Bar, Paper, class_name, document, nothing, pages};
use crate::i18n::{Locale, td_string};
use leptos::prelude::*;

/// Two beside each other, five below each other: `style/_print_cards.scss` knows it as well.
const CARDS_PER_SHEET: usize = 10;

/// All cards of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyCards {
    /// The event's title.
    pub event: String,
    /// Where students log in, as printed: without the key.
    pub address: String,
    /// Where the link back goes.
    pub back: String,
    /// The classes, in order.
    pub classes: Vec<CardClass>,
}

/// The cards of one class: they begin on a new sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardClass {
    /// The class; empty for students without one.
    pub class: String,
    /// Its cards, in order.
    pub cards: Vec<Card>,
}

/// The card of one student.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// The student's name.
    pub name: String,
    /// His class; empty if he has none.
    pub class: String,
    /// His key, as he is to type it: `ABCDE-FGHJK`.
    pub key: String,
    /// The link with his key.
    pub qr: QrDrawing,
}

/// A QR code to draw: one module is one unit, and a quiet zone of four is added around it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QrDrawing {
    /// Modules on each side; 0 for no code at all, and then the card tells to type the address.
    pub size: u32,
    /// The `d` of a `<path>` that fills the dark modules.
    pub path: String,
}

/// The page with all cards, as a whole document.
#[must_use]
pub fn key_cards(data: &KeyCards, locale: Locale, stylesheet: &str) -> String {
    let count: usize = data.classes.iter().map(|class| class.cards.len()).sum();
    let sheet_count: usize = data.classes.iter().map(|class| class.cards.len().div_ceil(CARDS_PER_SHEET)).sum();
    let amount = match count {
        0 => String::new(),
        1 => format!("{}, {}", td_string!(locale, print.cards_single), pages(locale, sheet_count)),
        n => format!("{}, {}", td_string!(locale, print.cards_many, n = n), pages(locale, sheet_count)),
    };
    let bar = Bar {
        title: td_string!(locale, print.cards_title),
        event: data.event.clone(),
        amount,
        advice: vec![td_string!(locale, print.cards_advice), td_string!(locale, print.cards_secret)],
        back: data.back.clone(),
    };
    let content = if count == 0 {
        nothing(td_string!(locale, print.no_students))
    } else {
        let sheets = data.classes.iter().flat_map(|class| sheets_of(data, class, locale));
        sheets.collect_view().into_any()
    };
    document(locale, stylesheet, Paper::Cards, bar, content)
}

/// The sheets of one class, each with the class and its place among them.
fn sheets_of(data: &KeyCards, class: &CardClass, locale: Locale) -> Vec<AnyView> {
    let name = class_name(locale, &class.class);
    let sheets = class.cards.chunks(CARDS_PER_SHEET);
    let total = sheets.len();
    let sheet = |(index, cards): (usize, &[Card])| {
        let position = td_string!(locale, print.position, n = index + 1, total = total).to_string();
        view! {
            <section class="print-sheet print-card-sheet">
                <h2 class="print-sheet-head"><bdi>{name.clone()}</bdi>" · "{position}</h2>
                <ul class="print-cards">
                    {cards.iter().map(|card| card_view(data, card, locale)).collect_view()}
                </ul>
            </section>
        }
        .into_any()
    };
    sheets.enumerate().map(sheet).collect()
}

fn card_view(data: &KeyCards, card: &Card, locale: Locale) -> AnyView {
    let class = (!card.class.trim().is_empty())
        .then(|| view! { <p class="print-card-class"><bdi>{class_name(locale, &card.class)}</bdi></p> });
    let has_code = card.qr.size > 0;
    let way = if has_code { td_string!(locale, print.scan) } else { td_string!(locale, print.go) };
    view! {
        <li class="print-card">
            <div class="print-card-text">
                <p class="print-card-event"><bdi>{data.event.clone()}</bdi></p>
                <p class=name_class(&card.name)><bdi>{card.name.clone()}</bdi></p>
                {class}
                <p class="print-card-label">{td_string!(locale, print.key)}</p>
                <p class=key_class(&card.key)><bdi>{card.key.clone()}</bdi></p>
            </div>
            {has_code.then(|| qr_view(&card.qr))}
            <p class=how_class(&data.address)>
                {way}" "<bdi class="print-card-address">{data.address.clone()}</bdi>" "
                {td_string!(locale, print.enter)}
            </p>
        </li>
    }
    .into_any()
}

/// The name on the card says who it is for; what the code holds is printed beside it, so it is hidden from readers.
fn qr_view(qr: &QrDrawing) -> AnyView {
    let side = qr.size + 8;
    view! {
        <svg class="print-qr" viewBox=format!("-4 -4 {side} {side}") aria-hidden="true">
            <path d=qr.path.clone() />
        </svg>
    }
    .into_any()
}

/// The length decides the size, because without scripts nothing can measure what fits.
fn name_class(name: &str) -> &'static str {
    if name.chars().count() > 28 { "print-card-name print-smaller" } else { "print-card-name" }
}

/// A generated key has eleven characters and stays on one line; one set by hand may have 64.
fn key_class(key: &str) -> &'static str {
    match key.chars().count() {
        0..=12 => "print-card-key",
        13..=19 => "print-card-key print-smaller",
        _ => "print-card-key print-smallest",
    }
}

fn how_class(address: &str) -> &'static str {
    match address.chars().count() {
        0..=56 => "print-card-how",
        57..=130 => "print-card-how print-smaller",
        _ => "print-card-how print-smallest",
    }
}

//! How the workbook looks, and what stands on the edges of its printed pages.

use super::Words;
use crate::export::text::{cut, writable};
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, FormatUnderline};

const LINES: u32 = 0x00bf_bfbf;
const HEADING: u32 = 0x00e7_e9f3;
const LINK: u32 = 0x001f_4e9e;
const WARNING: u32 = 0x00a6_1b1b;

/// The size of the title's letters.
pub(super) const TITLE_POINTS: u32 = 16;
/// The size of the notice's letters.
pub(super) const NOTICE_POINTS: u32 = 12;

/// The formats of the cells, and the texts above and below every page.
pub(super) struct Style {
    /// The title at the top.
    pub title: Format,
    /// What nobody may miss, below the title.
    pub notice: Format,
    /// The word before a fact.
    pub label: Format,
    /// A fact.
    pub fact: Format,
    /// A heading of the table.
    pub heading: Format,
    /// A heading over numbers.
    pub number_heading: Format,
    /// A text in the table.
    pub text: Format,
    /// A number in the table, clear of the filter's button above it.
    pub number: Format,
    /// A link in the table.
    pub link: Format,
    /// The words instead of a table's lines.
    pub nothing: Format,
    /// Above every page: the event and the sheet.
    pub header: String,
    /// Below every page: when it was made, and which page it is.
    pub footer: String,
}

impl Style {
    pub(super) fn new(event: &str, made_at: &str, words: &Words<'_>) -> Self {
        let top = Format::new().set_align(FormatAlign::Top).set_text_wrap();
        let fact = top.clone().set_align(FormatAlign::Left);
        let cell = top.clone().set_border(FormatBorder::Thin).set_border_color(LINES);
        let heading = cell.clone().set_bold().set_background_color(HEADING);
        Self {
            title: fact.clone().set_bold().set_font_size(TITLE_POINTS),
            notice: fact.clone().set_bold().set_font_size(NOTICE_POINTS).set_font_color(WARNING),
            label: fact.clone().set_bold(),
            nothing: Format::new().set_italic(),
            number_heading: heading.clone().set_align(FormatAlign::Right).set_indent(2),
            number: cell.clone().unset_text_wrap().set_align(FormatAlign::Right).set_indent(2),
            link: cell.clone().set_font_color(LINK).set_underline(FormatUnderline::Single),
            text: cell.clone().set_align(FormatAlign::Left),
            fact,
            heading,
            header: format!("&L{}&R&A", edge(event, 90)),
            footer: format!("&L{}&R{} &P {} &N", edge(made_at, 60), edge(words.page, 20), edge(words.of, 20)),
        }
    }
}

/// A text for the edge of a page, where `&` begins an order and Excel counts up to 255.
fn edge(text: &str, limit: usize) -> String {
    let text = writable(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let short = cut(&text, limit);
    let dots = if short.len() < text.len() { "…" } else { "" };
    format!("{short}{dots}").replace('&', "&&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_edges_of_a_page_keep_within_what_excel_allows() {
        let words = Words { page: "Pagina", of: "van", ..Words::default() };
        let style = Style::new("Rock & roll\r\ndag", "11 januari", &words);
        assert_eq!(style.header, "&LRock && roll dag&R&A");
        assert_eq!(style.footer, "&L11 januari&RPagina &P van &N");
        let long = "&".repeat(300);
        let words = Words { page: &long, of: &long, ..words };
        let style = Style::new(&long, &long, &words);
        assert!(style.header.encode_utf16().count() <= 255 && style.footer.encode_utf16().count() <= 255);
    }
}

//! What every sheet is made of: a title, facts, and a table; and how that is written and printed.

use super::style::{NOTICE_POINTS, Style, TITLE_POINTS};
use crate::export::{
    formula::begins_like_formula,
    text::{cut, writable},
};
use rust_xlsxwriter::{ColNum, Format, IgnoreError, RowNum, Url, Worksheet, XlsxError, utility::cell_autofit_width};
use std::{borrow::Cow, ops::RangeInclusive};

/// Excel's number of this paper.
const A4: u8 = 9;
/// What a cell may hold, in UTF-16 code units.
const MAX_CELL: usize = 32_767;
/// How tall a row may be, in points.
const MAX_ROW: f64 = 409.0;
/// The height of a line of text, in points.
const LINE: f64 = 15.0;
/// How much may stay in sight while the table is scrolled, in points: half of a small screen.
const MAX_FROZEN: f64 = 260.0;
/// What is left free beside a text, in pixels.
const PADDING: u32 = 7;
/// The width of a space, in pixels.
const BLANK: u32 = 3;
/// What a filter's button takes of a heading, in pixels.
const FILTER_BUTTON: u32 = 20;

/// What stands on a sheet.
pub(super) struct Page<'a> {
    /// The title at the top.
    pub title: &'a str,
    /// What nobody may miss.
    pub notice: Option<&'a str>,
    /// Facts, each with the word before it.
    pub facts: Vec<(&'a str, Cell<'a>)>,
    /// The table's columns, at least three.
    pub columns: Vec<Column<'a>>,
    /// The table's lines, each with a cell for every column.
    pub lines: Vec<Vec<Cell<'a>>>,
    /// The words instead of lines, if there are none.
    pub nothing: &'a str,
    /// Whether it is printed on the paper's broad side.
    pub landscape: bool,
}

/// A column of a table.
pub(super) struct Column<'a> {
    heading: &'a str,
    /// In pixels.
    width: RangeInclusive<u32>,
    is_number: bool,
}

impl<'a> Column<'a> {
    /// A column of texts, with the least and the greatest width in pixels.
    pub(super) fn text(heading: &'a str, width: RangeInclusive<u32>) -> Self {
        Self { heading, width, is_number: false }
    }

    /// A column of numbers, as wide as its heading.
    pub(super) fn number(heading: &'a str) -> Self {
        Self { heading, width: 60..=150, is_number: true }
    }
}

/// What stands in a cell.
pub(super) enum Cell<'a> {
    /// A text.
    Text(Cow<'a, str>),
    /// A number.
    Number(u32),
    /// A text that leads to another sheet.
    Link {
        /// The text.
        text: &'a str,
        /// The name of that sheet.
        sheet: &'a str,
    },
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl Cell<'_> {
    /// A text for each, with something between them.
    pub(super) fn list(texts: &[String], between: &str) -> Self {
        Self::from(texts.join(between))
    }

    /// Whether nothing stands in it.
    pub(super) fn is_empty(&self) -> bool {
        matches!(self, Self::Text(text) if text.trim().is_empty())
    }

    fn width(&self) -> u32 {
        match self {
            Self::Text(text) => width(text),
            Self::Link { text, .. } => width(text),
            Self::Number(number) => width(&number.to_string()),
        }
    }

    fn height(&self, space: u32) -> f64 {
        match self {
            Self::Text(text) => height(text, space, None),
            Self::Link { text, .. } => height(text, space, None),
            Self::Number(_) => LINE,
        }
    }
}

impl Page<'_> {
    /// Writes the sheet.
    pub(super) fn worksheet(&self, name: &str, style: &Style) -> Result<Worksheet, XlsxError> {
        let widths = self.widths();
        let mut sheet = Sheet { worksheet: Worksheet::new(), row: 0, height: 0.0 };
        sheet.worksheet.set_name(name)?;
        for (column, &width) in (0..).zip(&widths) {
            sheet.worksheet.set_column_width_pixels(column, width)?;
        }
        self.write_head(&mut sheet, &widths, style)?;
        self.write_table(&mut sheet, &widths, style)?;
        self.set_up_paper(&mut sheet.worksheet, style);
        Ok(sheet.worksheet)
    }

    /// The columns' widths in pixels: what stands in them, within bounds.
    fn widths(&self) -> Vec<u32> {
        let mut widths: Vec<u32> =
            self.columns.iter().map(|column| bold(width(column.heading)) + FILTER_BUTTON).collect();
        if let Some(first) = widths.first_mut() {
            *first = self.facts.iter().map(|(label, _)| bold(width(label))).fold(*first, u32::max);
        }
        for line in &self.lines {
            for (cell, known) in line.iter().zip(&mut widths) {
                *known = cell.width().max(*known);
            }
        }
        let bounded = |(column, width): (&Column<'_>, u32)| width.clamp(*column.width.start(), *column.width.end());
        self.columns.iter().zip(widths).map(bounded).collect()
    }

    /// Writes all that stands above the table, over its whole width.
    fn write_head(&self, sheet: &mut Sheet, widths: &[u32], style: &Style) -> Result<(), XlsxError> {
        let last = last(widths.len());
        let (all, right) = (widths.iter().sum::<u32>(), widths.iter().skip(1).sum::<u32>());
        sheet.wide(0..=last, self.title, &style.title, height(self.title, all, Some(TITLE_POINTS)))?;
        sheet.next_row();
        if let Some(notice) = self.notice {
            sheet.wide(0..=last, notice, &style.notice, height(notice, all, Some(NOTICE_POINTS)))?;
            sheet.next_row();
        }
        for (label, fact) in &self.facts {
            sheet.text(0, label, &style.label)?;
            match fact {
                Cell::Number(number) => sheet.number(1, *number, &style.fact)?,
                Cell::Text(text) => sheet.wide(1..=last, text, &style.fact, height(text, right, None))?,
                Cell::Link { text, .. } => sheet.wide(1..=last, text, &style.fact, LINE)?,
            }
            sheet.next_row();
        }
        sheet.next_row();
        Ok(())
    }

    fn write_table(&self, sheet: &mut Sheet, widths: &[u32], style: &Style) -> Result<(), XlsxError> {
        let (head, last) = (sheet.row, last(self.columns.len()));
        for (place, column) in (0..).zip(&self.columns) {
            let format = if column.is_number { &style.number_heading } else { &style.heading };
            sheet.text(place, column.heading, format)?;
        }
        if sheet.height <= MAX_FROZEN {
            sheet.worksheet.set_freeze_panes(head + 1, 0)?;
        }
        sheet.worksheet.set_repeat_rows(head, head)?;
        sheet.next_row();
        for line in &self.lines {
            for ((place, cell), column) in (0..).zip(line).zip(&self.columns) {
                let format = if column.is_number { &style.number } else { &style.text };
                match cell {
                    Cell::Text(text) => sheet.text(place, text, format)?,
                    Cell::Number(number) => sheet.number(place, *number, format)?,
                    Cell::Link { text, sheet: target } => sheet.link(place, text, target, &style.link)?,
                }
            }
            // Excel fits a row to its texts by itself; LibreOffice must be told.
            let cells = line.iter().zip(widths).map(|(cell, &space)| cell.height(space));
            let height = cells.fold(LINE, f64::max);
            if height > LINE {
                sheet.worksheet.set_row_height(sheet.row, height)?;
            }
            sheet.next_row();
        }
        if self.lines.is_empty() {
            return sheet.text(0, self.nothing, &style.nothing);
        }
        let end = sheet.row - 1;
        sheet.worksheet.autofilter(head, 0, end, last)?;
        // A class may be called 2: that is a text, and no mistake.
        sheet.worksheet.ignore_error_range(head + 1, 0, end, last, IgnoreError::NumberStoredAsText)?;
        Ok(())
    }

    fn set_up_paper(&self, worksheet: &mut Worksheet, style: &Style) {
        if self.landscape {
            worksheet.set_landscape();
        }
        worksheet
            .set_paper_size(A4)
            .set_print_fit_to_pages(1, 0)
            .set_margins(0.6, 0.6, 0.8, 0.7, 0.4, 0.35)
            .set_header(&style.header)
            .set_footer(&style.footer);
    }
}

/// A worksheet, and the row that is being written.
struct Sheet {
    worksheet: Worksheet,
    row: RowNum,
    /// Of the rows before, in points.
    height: f64,
}

impl Sheet {
    fn next_row(&mut self) {
        self.row += 1;
        self.height += LINE;
    }

    /// Writes a text as it is. A cell of a workbook has a type, and a text is no formula, whatever it begins with: nothing
    /// need be put before it. Excel is only told to keep it a text if someone edits the cell.
    fn text(&mut self, column: ColNum, text: &str, format: &Format) -> Result<(), XlsxError> {
        let text = writable(text);
        let mut text = cut(&text, MAX_CELL);
        let kept_text;
        let format = if begins_like_formula(text) {
            kept_text = format.clone().set_quote_prefix();
            &kept_text
        } else {
            format
        };
        if text.starts_with("<r>") && text.ends_with("</r>") {
            // The crate would take it for XML of its own, and write a broken file. What is given as a part of a rich
            // text gets escaped, to at most seven times its length.
            text = cut(text, MAX_CELL / 8);
            self.worksheet.write_rich_string_with_format(self.row, column, &[(&Format::default(), text)], format)?;
        } else {
            self.worksheet.write_string_with_format(self.row, column, text, format)?;
        }
        Ok(())
    }

    fn number(&mut self, column: ColNum, number: u32, format: &Format) -> Result<(), XlsxError> {
        self.worksheet.write_number_with_format(self.row, column, number, format)?;
        Ok(())
    }

    /// Writes a text that leads to the top of another sheet.
    fn link(&mut self, column: ColNum, text: &str, sheet: &str, format: &Format) -> Result<(), XlsxError> {
        let target = format!("internal:'{}'!A1", sheet.replace('\'', "''"));
        self.worksheet.write_url_with_text(self.row, column, Url::new(target), sheet)?;
        self.text(column, text, format)
    }

    /// Writes a text over several columns. Excel doesn't fit the height of a row to such a text; so it is given.
    fn wide(
        &mut self,
        columns: RangeInclusive<ColNum>,
        text: &str,
        format: &Format,
        height: f64,
    ) -> Result<(), XlsxError> {
        self.worksheet.merge_range(self.row, *columns.start(), self.row, *columns.end(), "", format)?;
        self.text(*columns.start(), text, format)?;
        self.worksheet.set_row_height(self.row, height)?;
        self.height += height - LINE;
        Ok(())
    }
}

/// The number of the last of so many columns.
fn last(columns: usize) -> ColNum {
    ColNum::try_from(columns).unwrap_or(ColNum::MAX).saturating_sub(1)
}

/// How wide the longest line of a text is, with the space around it, in pixels.
fn width(text: &str) -> u32 {
    let line = |line: &str| line.split(' ').map(|word| word_width(word) + BLANK).sum::<u32>();
    text.lines().map(line).max().unwrap_or_default() + PADDING
}

/// How wide a word is. To the crate an emoji is as wide as a letter.
fn word_width(word: &str) -> u32 {
    cell_autofit_width(word) - PADDING + word.chars().map(|c| if is_wide(c) { 8 } else { 0 }).sum::<u32>()
}

/// Whether a character is as wide as two: the scripts of East Asia and emoji.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{ff01}'..='\u{ff60}' | '\u{1f000}'..='\u{3ffff}')
}

/// The width of the same text in bold.
fn bold(width: u32) -> u32 {
    width * 11 / 10
}

/// The height in points of a text in so many pixels of width, in a bold font of so many points, or in the usual one.
fn height(text: &str, space: u32, bold_points: Option<u32>) -> f64 {
    // In a larger font there is room for less.
    let space = bold_points.map_or(space, |points| space * 10 / points).saturating_sub(PADDING).max(1);
    let lines: u32 = text.lines().map(|line| lines(line, space)).sum();
    let line = bold_points.map_or(LINE, |points| f64::from(points) * 1.36);
    (f64::from(lines.max(1)) * line).min(MAX_ROW)
}

/// Over how many lines a text is broken between its words, in so many pixels of width.
fn lines(text: &str, space: u32) -> u32 {
    let (mut lines, mut used) = (1, 0);
    for word in text.split(' ').map(word_width) {
        if used > 0 && used + word > space {
            lines += 1;
            used = 0;
        }
        // A word that is longer than the line goes on in the next.
        lines += word.saturating_sub(1) / space;
        used += word % space + BLANK;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_as_high_as_its_lines() {
        let name = "mevr. De Boer-van Oldenbarnevelt en dhr. El Idrissi";
        for (text, space, lines) in [
            ("", 100, 1.0),
            ("Judo", 100, 1.0),
            ("Ju\ndo", 100, 2.0),
            (name, width(name), 1.0),
            (name, width(name) - 2 * BLANK, 2.0),
            (name, 180, 3.0),
            (&"x".repeat(230), 400, 5.0),
            (&"woord ".repeat(10_000), 100, MAX_ROW / LINE),
        ] {
            assert_eq!(height(text, space, None), lines * LINE, "{text:?} in {space}");
        }
    }
}

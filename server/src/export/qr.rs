//! QR codes as paths of an SVG.

use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write;

/// A QR code to draw.
///
/// One module is one unit. Around it belongs a quiet zone of four, so `viewBox="-4 -4 {size + 8} {size + 8}"`, and the
/// path is filled dark on light, in the dark theme too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qr {
    /// Modules on each side, without the quiet zone.
    pub size: u32,
    /// The dark modules as the `d` of a `<path>`: the outlines of what hangs together, which is half as long as
    /// rectangles, and leaves no seams between rows.
    pub path: String,
}

/// The QR code of a text, of which 15 % may be damaged. None if the text doesn't fit: at most 2,331 bytes do.
#[must_use]
pub fn qr(text: &str) -> Option<Qr> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let size = code.width();
    let colors = code.into_colors();
    // What lies outside is light: zero wraps around to a number that is too large.
    let is_dark = |x: usize, y: usize| x < size && y < size && colors[y * size + x] == Color::Dark;
    let mut is_drawn = vec![false; size * size];
    let mut path = String::new();
    for y in 0..size {
        for x in 0..size {
            if is_dark(x, y) && !is_dark(x, y.wrapping_sub(1)) && !is_drawn[y * size + x] {
                outline(&mut path, (x, y), is_dark, |x, y| is_drawn[y * size + x] = true);
            }
        }
    }
    Some(Qr { size: u32::try_from(size).ok()?, path })
}

/// Where an outline goes next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Heading {
    Right,
    Down,
    Left,
    Up,
}

/// Follows an outline from the upper left corner of a module that is light above, with the dark on the right hand, so
/// that holes turn the other way. `draw` is told each module whose upper edge is drawn.
fn outline(
    path: &mut String,
    start: (usize, usize),
    is_dark: impl Fn(usize, usize) -> bool,
    mut draw: impl FnMut(usize, usize),
) {
    use Heading::{Down, Left, Right, Up};
    let ((mut x, mut y), mut heading, mut length) = (start, Right, 0);
    // Writing to a `String` never fails.
    let _ = write!(path, "M{x} {y}");
    loop {
        match heading {
            Right => {
                draw(x, y);
                x += 1;
            }
            Down => y += 1,
            Left => x -= 1,
            Up => y -= 1,
        }
        length += 1;
        let (west, north) = (x.wrapping_sub(1), y.wrapping_sub(1));
        // The modules ahead on the left and on the right hand, and where a turn leads.
        let (on_left, on_right, to_left, to_right) = match heading {
            Right => ((x, north), (x, y), Up, Down),
            Down => ((x, y), (west, y), Right, Left),
            Left => ((west, y), (west, north), Down, Up),
            Up => ((west, north), (x, north), Left, Right),
        };
        let next = if !is_dark(on_right.0, on_right.1) {
            to_right
        } else if is_dark(on_left.0, on_left.1) {
            to_left
        } else {
            heading
        };
        if next == heading {
            continue;
        }
        if (x, y) == start && next == Right {
            path.push('z'); // which draws the last edge
            return;
        }
        let _ = match heading {
            Right => write!(path, "h{length}"),
            Down => write!(path, "v{length}"),
            Left => write!(path, "h-{length}"),
            Up => write!(path, "v-{length}"),
        };
        (heading, length) = (next, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINK: &str = "https://workshops.example.school/events/workshopdag-2027#ABCDE-FGHJK";

    /// Fills a path as a reader of SVG would: a module is dark if it has an odd number of edges above it.
    fn filled(qr: &Qr) -> Vec<bool> {
        let size = qr.size as usize;
        let mut modules = vec![false; size * size];
        let mut edge = |from: i64, to: i64, y: i64| {
            for x in from.min(to)..from.max(to) {
                for below in y..size as i64 {
                    modules[below as usize * size + x as usize] ^= true;
                }
            }
        };
        for outline in qr.path.split_terminator('z') {
            let commands = outline.strip_prefix('M').expect("a start");
            let first = commands.find(['h', 'v']).expect("an edge");
            let (start_x, start_y) = commands[..first].split_once(' ').expect("two numbers");
            let start: (i64, i64) = (start_x.parse().expect("a number"), start_y.parse().expect("a number"));
            let (mut x, mut y) = start;
            let mut rest = &commands[first..];
            while let Some(name) = rest.chars().next() {
                let end = rest[1..].find(['h', 'v']).map_or(rest.len(), |end| end + 1);
                let length: i64 = rest[1..end].parse().expect("a number");
                if name == 'h' {
                    edge(x, x + length, y);
                    x += length;
                } else {
                    y += length;
                }
                rest = &rest[end..];
            }
            assert!(x == start.0 || y == start.1, "closed by a slanting line");
            edge(x, start.0, y);
        }
        modules
    }

    #[test]
    fn the_path_draws_the_modules_of_the_code() {
        for text in ["", "A", LINK, &LINK.repeat(30)] {
            let code = QrCode::with_error_correction_level(text, EcLevel::M).expect("a code");
            let qr = qr(text).expect("a code");
            assert_eq!(qr.size as usize, code.width());
            assert_eq!(
                filled(&qr),
                code.into_colors().into_iter().map(|color| color == Color::Dark).collect::<Vec<bool>>()
            );
        }
    }

    #[test]
    fn edges_are_merged() {
        let qr = qr(LINK).expect("a code");
        assert!(qr.path.starts_with("M0 0h7v7h-7z"), "the corner's outer edge is seven wide");
        assert!(qr.path.len() < 4_000, "{}", qr.path.len());
    }

    #[test]
    fn a_text_that_does_not_fit_has_no_code() {
        assert!(qr(&"x".repeat(2_331)).is_some());
        assert_eq!(qr(&"x".repeat(2_332)), None);
    }
}

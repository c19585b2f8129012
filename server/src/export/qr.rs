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
    /// The dark modules as the `d` of a `<path>`: a rectangle for every run in a row.
    pub path: String,
}

/// The QR code of a text, of which 15 % may be damaged. None if the text doesn't fit: at most 2,331 bytes do.
#[must_use]
pub fn qr(text: &str) -> Option<Qr> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let size = code.width();
    let mut path = String::new();
    for (y, row) in code.to_colors().chunks(size).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|one, next| one == next) {
            let length = run.len();
            if run[0] == Color::Dark {
                // Writing to a `String` never fails.
                let _ = write!(path, "M{x} {y}h{length}v1h-{length}z");
            }
            x += length;
        }
    }
    Some(Qr { size: u32::try_from(size).ok()?, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINK: &str = "https://workshops.example.school/events/workshopdag-2027#ABCDE-FGHJK";

    /// Draws a path as a reader of SVG would.
    fn drawn(qr: &Qr) -> Vec<bool> {
        let size = qr.size as usize;
        let mut modules = vec![false; size * size];
        for rectangle in qr.path.split_terminator('z') {
            let numbers: Vec<usize> = rectangle
                .split(['M', ' ', 'h', 'v', '-'])
                .filter(|number| !number.is_empty())
                .map(|number| number.parse().expect("a number"))
                .collect();
            let [x, y, right, 1, left] = numbers[..] else { panic!("{rectangle:?} is no run") };
            assert_eq!(right, left);
            for module in &mut modules[y * size + x..][..right] {
                assert!(!*module, "drawn twice");
                *module = true;
            }
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
                drawn(&qr),
                code.into_colors().into_iter().map(|color| color == Color::Dark).collect::<Vec<bool>>()
            );
        }
    }

    #[test]
    fn runs_are_merged() {
        let qr = qr(LINK).expect("a code");
        assert!(qr.path.starts_with("M0 0h7v1h-7z"), "the corner's upper edge is seven wide");
        assert!(qr.path.len() < 8_000, "{}", qr.path.len());
    }

    #[test]
    fn a_text_that_does_not_fit_has_no_code() {
        assert!(qr(&"x".repeat(2_331)).is_some());
        assert_eq!(qr(&"x".repeat(2_332)), None);
    }
}

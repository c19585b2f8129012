//! From bytes to text: what Excel and school systems save is rarely labelled.

use domain::student_file::FileProblem;
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How many bytes are looked at to recognise UTF-16 without its mark.
const SAMPLE: usize = 4096;

/// A file as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text. What can't be read stands in it as U+FFFD.
    pub text: String,
    /// Whether nothing proves the encoding: any bytes at all can be read as Windows-1252, even those of another code
    /// page.
    pub guessed: bool,
}

/// Decodes a text file: UTF-8 and UTF-16 with their marks, UTF-16 without, UTF-8, and else Windows-1252, which is what
/// "CSV" means to a Dutch Excel.
///
/// No detector of languages has a say: on short lists of names they take Windows-1252 for its Turkish and Baltic
/// neighbours.
///
/// # Errors
/// [`FileProblem::Empty`], [`FileProblem::Spreadsheet`] and [`FileProblem::NotText`].
pub fn decode(bytes: &[u8]) -> Result<Decoded, FileProblem> {
    const ZIP: &[u8] = b"PK\x03\x04";
    const COMPOUND_FILE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    if bytes.starts_with(ZIP) || bytes.starts_with(COMPOUND_FILE) {
        return Err(FileProblem::Spreadsheet);
    }
    if bytes.starts_with(b"%PDF") {
        return Err(FileProblem::NotText);
    }
    let decoded = decode_text(bytes);
    let text = decoded.text.trim_start();
    if text.is_empty() {
        return Err(FileProblem::Empty);
    }
    // School systems offer web pages as "Excel" files.
    if ["<html", "<!doctype", "<table", "<?xml", "<meta"].iter().any(|tag| begins_with(text, tag)) {
        return Err(FileProblem::Spreadsheet);
    }
    let strange = text.chars().filter(|&c| c.is_control() && !c.is_whitespace()).count();
    if text.contains('\0') || strange * 20 > text.len() {
        return Err(FileProblem::NotText);
    }
    Ok(decoded)
}

fn decode_text(bytes: &[u8]) -> Decoded {
    let certain = |encoding: &'static Encoding, bytes: &[u8]| Decoded {
        text: encoding.decode_without_bom_handling(bytes).0.into_owned(),
        guessed: false,
    };
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return certain(encoding, &bytes[mark..]);
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        return certain(encoding, bytes);
    }
    if is_utf8(bytes) {
        return Decoded { text: String::from_utf8_lossy(bytes).into_owned(), guessed: false };
    }
    Decoded { text: WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(), guessed: true }
}

/// Separators, digits and most letters have a zero byte in UTF-16, always on the same side.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let pairs = sample.len() / 2;
    let zeros = |side: usize| sample.chunks_exact(2).filter(|pair| pair[side] == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    let side = |many: usize, few: usize| many * 2 > pairs && few * 10 <= pairs;
    if side(second, first) {
        Some(UTF_16LE)
    } else if side(first, second) {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Whether the bytes are UTF-8, perhaps with a little damage such as a cut through the last character: taking such a
/// file for Windows-1252 would garble every name that isn't damaged.
fn is_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut damaged) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        damaged += usize::from(!chunk.invalid().is_empty());
    }
    damaged == 0 || whole > damaged
}

fn begins_with(text: &str, tag: &str) -> bool {
    text.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Naam;Klas\r\nRenée Özdemir;1A\r\nLoïs van ’t Hof;2B\r\n";

    fn read(bytes: &[u8]) -> (String, bool) {
        let decoded = decode(bytes).expect("text");
        (decoded.text, decoded.guessed)
    }

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn the_same_text_is_read_from_every_encoding() {
        let with_mark = format!("\u{feff}{TEXT}");
        for bytes in [
            TEXT.as_bytes().to_vec(),
            with_mark.as_bytes().to_vec(),
            utf16(&with_mark, u16::to_le_bytes),
            utf16(&with_mark, u16::to_be_bytes),
            utf16(TEXT, u16::to_le_bytes),
            utf16(TEXT, u16::to_be_bytes),
        ] {
            assert_eq!(read(&bytes), (TEXT.to_owned(), false));
        }
        let (windows, _, lost) = WINDOWS_1252.encode(TEXT);
        assert!(!lost);
        assert_eq!(read(&windows), (TEXT.to_owned(), true));
    }

    #[test]
    fn a_single_accent_at_the_very_end_is_windows_1252() {
        assert_eq!(read(b"Naam;Klas;Ren\xE9"), ("Naam;Klas;René".to_owned(), true));
    }

    #[test]
    fn utf8_that_was_cut_through_a_character_is_still_utf8() {
        let bytes = "Zoë;Renée;Loïs;Chloé".as_bytes();
        assert_eq!(read(&bytes[..bytes.len() - 1]), ("Zoë;Renée;Loïs;Chlo\u{fffd}".to_owned(), false));
    }

    #[test]
    fn utf16_of_an_odd_length_loses_only_its_end() {
        let mut bytes = utf16(TEXT, u16::to_le_bytes);
        bytes.push(b'x');
        assert_eq!(read(&bytes).0, format!("{TEXT}\u{fffd}"));
    }

    #[test]
    fn workbooks_are_recognised_and_so_are_web_pages_that_pose_as_one() {
        for bytes in [
            &b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00"[..],
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\x00\x00",
            b"\xEF\xBB\xBF\r\n<HTML><body><table>",
            b"<?xml version=\"1.0\"?><Workbook/>",
        ] {
            assert_eq!(decode(bytes), Err(FileProblem::Spreadsheet));
        }
    }

    #[test]
    fn what_is_not_text_is_refused() {
        let noise: Vec<u8> = (0..2000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8 | 1).collect();
        for bytes in [&b"Naam;Klas\0\0\0\x01"[..], b"%PDF-1.7 a page", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", &noise] {
            assert_eq!(decode(bytes), Err(FileProblem::NotText));
        }
    }

    #[test]
    fn nothing_but_blanks_is_an_empty_file() {
        for bytes in [&b""[..], b"\xEF\xBB\xBF", b"\r\n  \r\n", b"\xFF\xFE"] {
            assert_eq!(decode(bytes), Err(FileProblem::Empty));
        }
    }
}

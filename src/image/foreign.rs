//! Files that are a picture and something else at once, which another program would take for that.
//!
//! What phones append (films, depths, second pictures) is none of it: that is left out when the picture is
//! [cleaned](super::cleaned).

/// How far into a file readers of PDF look for its first mark.
const PDF_BYTES: usize = 1024;

/// The longest end of a ZIP archive: 22 bytes and a comment.
const ZIP_END_BYTES: usize = 22 + 65_535;

/// Marks of pages and programs, which begin with `<`, in small letters.
const TEXTS: [(&[u8], &str); 5] = [
    (b"<script", "HTML"),
    (b"<html", "HTML"),
    (b"<!doctype", "HTML"),
    (b"<iframe", "HTML"),
    (b"<?php", "PHP"),
];

/// Marks of other archives.
const ARCHIVES: [(&[u8], &str); 2] = [(b"Rar!\x1A\x07", "RAR"), (b"7z\xBC\xAF\x27\x1C", "7-Zip")];

/// What else a picture's file is, if it is anything.
pub fn foreign(bytes: &[u8]) -> Option<&'static str> {
    if bytes[..bytes.len().min(PDF_BYTES)].windows(5).any(|word| word == b"%PDF-") {
        return Some("PDF");
    }
    if ends_as_zip(bytes) {
        return Some("ZIP");
    }
    // Anywhere in the file: PHP runs what it finds behind any bytes.
    bytes.iter().enumerate().find_map(|(at, first)| {
        let rest = &bytes[at..];
        match first {
            b'<' => {
                let begins =
                    |mark: &[u8]| rest.get(..mark.len()).is_some_and(|own| own.eq_ignore_ascii_case(mark));
                TEXTS.iter().find(|(mark, _)| begins(mark)).map(|(_, name)| *name)
            }
            b'R' | b'7' => ARCHIVES.iter().find(|(mark, _)| rest.starts_with(mark)).map(|(_, name)| *name),
            _ => None,
        }
    })
}

/// Whether readers of ZIP find an archive's end: its mark, and a directory of entries before it.
fn ends_as_zip(bytes: &[u8]) -> bool {
    // Readers of ZIP begin at the end (APPNOTE 4.3.16) and do not mind what the file begins with.
    let end = &bytes[bytes.len().saturating_sub(ZIP_END_BYTES)..];
    end.windows(22).any(|record| {
        record.starts_with(b"PK\x05\x06")
            && bytes.windows(4).any(|word| word == b"PK\x01\x02" || word == b"PK\x03\x04")
    })
}

//! Files that are a picture and something else at once, which another program would take for that.
//!
//! What phones append (films, depths, second pictures) is none of it: that is left out when the picture is
//! [cleaned](super::cleaned).

/// How far into a file readers of PDF look for its first mark, and browsers for those of a page.
const BEGINNING_BYTES: usize = 1024;

/// The longest end of a ZIP archive: 22 bytes and a comment.
const ZIP_END_BYTES: usize = 22 + 65_535;

/// Marks of pages and programs, which begin with `<`, in small letters, and whether chance writes them: five bytes come
/// about by themselves in one of some thousand large photos, seven in none.
const TEXTS: [(&[u8], &str, bool); 5] = [
    (b"<script", "HTML", false),
    (b"<html", "HTML", true),
    (b"<!doctype", "HTML", false),
    (b"<iframe", "HTML", false),
    (b"<?php", "PHP", true),
];

/// As many bytes of text behind a short mark are no chance any more.
const TEXT_BYTES: usize = 5;

/// Marks of other archives.
const ARCHIVES: [(&[u8], &str); 2] = [(b"Rar!\x1A\x07", "RAR"), (b"7z\xBC\xAF\x27\x1C", "7-Zip")];

/// What else a picture's file is, if it is anything.
pub fn foreign(bytes: &[u8]) -> Option<&'static str> {
    let beginning = &bytes[..bytes.len().min(BEGINNING_BYTES)];
    if beginning.windows(5).any(|word| word == b"%PDF-") {
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
                let is_meant = |mark: &[u8], is_short: bool| {
                    let begun = rest.split_at_checked(mark.len());
                    let behind =
                        begun.filter(|(own, _)| own.eq_ignore_ascii_case(mark)).map(|(_, behind)| behind);
                    behind.is_some_and(|behind| !is_short || at < BEGINNING_BYTES || goes_on(behind))
                };
                TEXTS.iter().find(|(mark, _, is_short)| is_meant(mark, *is_short)).map(|(_, name, _)| *name)
            }
            b'R' | b'7' => ARCHIVES.iter().find(|(mark, _)| rest.starts_with(mark)).map(|(_, name)| *name),
            _ => None,
        }
    })
}

/// Whether what stands behind a short mark is the rest of a tag and no compressed data: it ends there, or a space and
/// more text follow.
fn goes_on(behind: &[u8]) -> bool {
    match behind.first() {
        None | Some(b'>') => true,
        Some(space) if space.is_ascii_whitespace() => {
            let text = &behind[..behind.len().min(TEXT_BYTES)];
            text.iter().all(|byte| byte.is_ascii_graphic() || byte.is_ascii_whitespace() || *byte >= 0x80)
        }
        Some(_) => false,
    }
}

/// Whether readers of ZIP find an archive's end: its mark, and somewhere an entry.
fn ends_as_zip(bytes: &[u8]) -> bool {
    // Readers of ZIP begin at the end (APPNOTE 4.3.16) and do not mind what the file begins with.
    let end = &bytes[bytes.len().saturating_sub(ZIP_END_BYTES)..];
    // One after the other: the whole file is looked through once, however many ends there are.
    end.windows(22).any(|record| record.starts_with(b"PK\x05\x06"))
        && bytes.windows(4).any(|word| word == b"PK\x01\x02" || word == b"PK\x03\x04")
}

#[cfg(test)]
mod tests {
    use super::foreign;

    /// Bytes as a compressed picture has them, with others among them.
    fn picture_with(others: &[u8]) -> Vec<u8> {
        [&[0xFF, 0xD8, 0x3C, 0x91].repeat(1000)[..], others, &[0xA7, 0x02, 0x3C, 0x3F].repeat(1000)].concat()
    }

    #[test]
    fn what_chance_writes_into_a_picture_is_nothing_else() {
        for by_chance in [
            &b"<html"[..],
            b"<HtMl\xE3",
            b"<html \x01\x9C",
            b"<?php",
            b"<?PhP\x00",
            b"<?php\n\x8A\x02",
            b"PK\x05\x06",
        ] {
            assert_eq!(foreign(&picture_with(by_chance)), None, "{}", by_chance.escape_ascii());
        }
    }

    #[test]
    fn pages_and_programs_are_found_wherever_they_are() {
        for (page, name) in [
            (&b"<html>"[..], "HTML"),
            (b"<HTML lang=en>", "HTML"),
            (b"<html\n  lang=\"en\">", "HTML"),
            (b"<!DOCTYPE html", "HTML"),
            (b"<script>alert(1)</script>", "HTML"),
            (b"<iframe src=x>", "HTML"),
            (b"<?php system($_GET['c']); ?>", "PHP"),
            (b"<?PHP\nf();", "PHP"),
            ("<?php /*堡*/".as_bytes(), "PHP"),
            (b"Rar!\x1A\x07\x01\x00", "RAR"),
        ] {
            assert_eq!(foreign(&picture_with(page)), Some(name), "{}", page.escape_ascii());
        }
        let ended = |page: &[u8]| foreign(&[&picture_with(b"")[..], page].concat());
        assert_eq!((ended(b"<?php"), ended(b"<html")), (Some("PHP"), Some("HTML")));
        assert_eq!(foreign(b"GIF89a\x01\x00<html\x00"), Some("HTML"), "browsers look at the beginning");
    }

    /// Looked through once for each of them, this would take hours.
    #[test]
    fn many_ends_of_an_archive_are_looked_for_together() {
        let bytes = [vec![0; 8 << 20], b"PK\x05\x06".repeat(16_000)].concat();
        assert_eq!(foreign(&bytes), None);
        assert_eq!(foreign(&[&bytes[..], b"PK\x03\x04", &[0; 30]].concat()), Some("ZIP"));
    }
}

//! What a file is that somebody attaches, by its bytes and not by its name.

use crate::image::{Format, Limits, ProbeError, probe};
use crate::interop::word::{WordError, read_word_text};
use crate::prose::to_plain_text;
use crate::uploads::{Looked, MOST_ATTACHED_BYTES, Refusal};

/// The media type of a Word file.
pub(super) const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// Where a PDF ends, nothing but what scanners put behind it follows.
const PDF_ENDS_WITHIN: usize = 64 << 10;

/// A report: a Word file, and its words.
pub(super) fn report(name: &str, bytes: &[u8]) -> Result<Looked, Refusal> {
    let draft = read_word_text(bytes).map_err(|error| match error {
        WordError::TooLarge => Refusal::TooLarge(MOST_ATTACHED_BYTES),
        WordError::Swells => Refusal::Swells,
        WordError::OldFormat => Refusal::OldWord,
        WordError::Protected => Refusal::Protected,
        // Old programs write RTF or HTML under these names too: to save it as .docx is what helps with all of them.
        WordError::NotWord(_) if is_old(name) => Refusal::OldWord,
        WordError::NotWord(_) => Refusal::NotWord,
    })?;
    let title = draft.title.unwrap_or_default();
    let text = to_plain_text(&draft.markdown);
    let text = if text.contains(&title) { text } else { format!("{title}\n{text}") };
    Ok(Looked { media_type: DOCX, endings: &["docx"], text })
}

fn is_old(name: &str) -> bool {
    let name = name.to_lowercase();
    [".doc", ".wps", ".wpt", ".dot"].iter().any(|ending| name.ends_with(ending))
}

/// A signed slip as scanners and telephones make it.
pub(super) fn scan(bytes: &[u8]) -> Result<Looked, Refusal> {
    if bytes.starts_with(b"%PDF-") {
        let end = &bytes[bytes.len().saturating_sub(PDF_ENDS_WITHIN)..];
        let is_whole = end.windows(5).any(|five| five == b"%%EOF");
        let looked = Looked { media_type: "application/pdf", endings: &["pdf"], text: String::new() };
        return if is_whole { Ok(looked) } else { Err(Refusal::CutShort) };
    }
    let format = match probe(bytes, &Limits::default()) {
        Ok(probe) => probe.format,
        Err(ProbeError::Truncated) => return Err(Refusal::CutShort),
        Err(_) => return Err(Refusal::NotAScan),
    };
    if !matches!(format, Format::Jpeg | Format::Png | Format::Tiff) {
        return Err(Refusal::NotAScan);
    }
    Ok(Looked { media_type: format.media_type(), endings: format.extensions(), text: String::new() })
}

//! A Word file (.docx, ECMA-376) as a draft of an essay: headings, emphasis, lists, tables, links, notes and
//! pictures in the archive's Markdown, and a list of what could not be carried over.
//!
//! The text is read here, element by element: what a reader hands on that makes a neutral document of it has lost
//! what Word counts, strikes out and joins. The file itself is the original and is kept by whoever brings it; this is
//! where writing goes on.

mod body;
mod inline;
mod left_out;
mod numbering;
mod parts;
mod styles;
mod xml;

use std::panic::catch_unwind;

use undoc::container::OoxmlContainer;

use self::body::Body;
pub use self::left_out::{LeftOut, LeftOutKind};
use self::parts::{Part, check_size};
use self::xml::Element;

/// A Word file may have this much; 64 MiB.
pub const MOST_BYTES: usize = 64 << 20;

/// A draft.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// The title the file names, else its first heading.
    pub title: Option<String>,
    /// Who wrote it, as the file's properties have it.
    pub author: Option<String>,
    /// Its keywords, as the file's properties have them.
    pub keywords: Vec<String>,
    /// The text.
    pub markdown: String,
    /// The pictures, in the order in which the text shows them.
    pub pictures: Vec<DraftPicture>,
    /// What could not be carried over; empty if all was.
    pub left_out: Vec<LeftOut>,
}

/// A picture of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftPicture {
    /// Its name, `image-01.png`; the text shows it as `![…](images/image-01.png)`.
    pub name: String,
    /// Its bytes, as the file has them; none where only the text was asked for.
    pub bytes: Vec<u8>,
}

/// Why a file is no draft.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WordError {
    /// It has more bytes than any essay.
    #[error("the file has over 64 MiB: save it without pictures, or with smaller ones")]
    TooLarge,
    /// It is a Word file of before 2007, or one of WPS.
    #[error("an old Word or WPS file (.doc, .wps): open it and save it as .docx（请另存为 docx）")]
    OldFormat,
    /// It is encrypted with a password.
    #[error("the file is protected by a password: take that off and save it again")]
    Protected,
    /// Unpacked it has more bytes than any essay.
    #[error("unpacked the file is too large: save it without pictures, or with smaller ones")]
    Swells,
    /// It is none.
    #[error("this is no Word file (.docx), or a damaged one: {0}")]
    NotWord(String),
}

/// What becomes of the bytes of pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PictureBytes {
    Kept,
    /// All of them together may be much larger than the file.
    LeftPacked,
}

/// Reads a Word file.
pub fn read_word(bytes: &[u8]) -> Result<Draft, WordError> {
    read(bytes, PictureBytes::Kept)
}

/// Reads a Word file without the bytes of its pictures, of which the draft has the names only.
pub fn read_word_text(bytes: &[u8]) -> Result<Draft, WordError> {
    read(bytes, PictureBytes::LeftPacked)
}

fn read(bytes: &[u8], pictures: PictureBytes) -> Result<Draft, WordError> {
    if bytes.len() > MOST_BYTES {
        return Err(WordError::TooLarge);
    }
    // Compound files: Word before 2007, or a .docx behind a password.
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        let is_protected = contains_utf16(bytes, "EncryptedPackage");
        return Err(if is_protected { WordError::Protected } else { WordError::OldFormat });
    }
    if !bytes.starts_with(b"PK") {
        return Err(WordError::NotWord("it does not begin as one".to_owned()));
    }
    // The reader is young and files are hostile: where it breaks down, the file is at fault.
    let read = catch_unwind(|| read_parts(bytes.to_vec(), pictures));
    read.unwrap_or_else(|_| Err(WordError::NotWord("its reader broke down".to_owned())))
}

fn read_parts(bytes: Vec<u8>, pictures: PictureBytes) -> Result<Draft, WordError> {
    // The reader of containers has a bound for each part by itself, but none for all of them together.
    check_size(&bytes)?;
    let not_word = |error: undoc::Error| WordError::NotWord(error.to_string());
    let container = OoxmlContainer::from_bytes(bytes).map_err(not_word)?;
    let main = Part::main(&container)?;
    let folder = main.name.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let document = Element::parse(&container.read_xml(&main.name).map_err(not_word)?)?;
    let text = document.get("body").ok_or_else(|| WordError::NotWord("it holds no text".to_owned()))?;
    // Before the body takes the part over.
    let comments = main.related(&container, "comments")?.map_or(0, |(_, part)| part.count("comment"));
    let mut draft = Body::new(&container, main, pictures)?.write_all(text);
    left_out::add(&mut draft.left_out, LeftOutKind::Comments, comments);
    left_out::add_parts(&container, &folder, &mut draft.left_out);
    draft.left_out.sort();
    let about = container.parse_core_metadata().unwrap_or_default();
    let plain = |text: &Option<String>| {
        text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    draft.title = plain(&about.title).or_else(|| first_heading(&draft.markdown));
    draft.author = plain(&about.author);
    draft.keywords = about.keywords;
    Ok(draft)
}

/// The first heading, where the file names no title.
fn first_heading(markdown: &str) -> Option<String> {
    let heading =
        markdown.lines().find_map(|line| line.strip_prefix("# ").or_else(|| line.strip_prefix("## ")))?;
    Some(crate::prose::to_plain_text(heading))
}

fn contains_utf16(bytes: &[u8], word: &str) -> bool {
    let wanted: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

//! Pictures and text boxes of a Word file.

use std::collections::HashMap;
use std::mem;

use super::Body;
use crate::interop::word::inline;
use crate::interop::word::left_out::LeftOutKind;
use crate::interop::word::xml::Element;
use crate::interop::word::{DraftPicture, PictureBytes};
use crate::model::PictureFormat;

/// Words for those who do not see a picture are no longer than this; characters.
const LONGEST_WORDS: usize = 1000;

/// A picture of the paragraph that is being read.
pub(super) struct Pending {
    /// Its part, where there is one in the file.
    part: Option<String>,
    /// What it shows, in words.
    words: String,
}

/// Pictures that the text shows.
#[derive(Debug)]
pub(super) struct Pictures {
    pub(super) taken: Vec<DraftPicture>,
    /// Their names, by their part.
    names: HashMap<String, String>,
    bytes: PictureBytes,
}

impl Pictures {
    pub(super) fn of(bytes: PictureBytes) -> Self {
        Self { taken: Vec::new(), names: HashMap::new(), bytes }
    }
}

impl Body<'_> {
    /// Pictures and text boxes of a drawing; one without either is told, but for charts and diagrams, which are counted
    /// by their parts.
    pub(super) fn drawing(&mut self, drawing: &Element) {
        let described = find(drawing, "docPr").or_else(|| find(drawing, "cNvPr"));
        let described = described.and_then(|own| own.attribute("descr"));
        let words = described.or_else(|| find(drawing, "shape")?.attribute("alt")).unwrap_or_default();
        let words: String = words.chars().take(LONGEST_WORDS).collect();
        let is_something = self.find_pictures(drawing, &words)
            || ["chart", "relIds", "OLEObject"].iter().any(|own| find(drawing, own).is_some());
        self.add(LeftOutKind::Drawings, usize::from(!is_something));
    }

    fn find_pictures(&mut self, of: &Element, words: &str) -> bool {
        let mut is_something = false;
        for element in of.elements() {
            is_something |= match element.name.as_str() {
                "blip" | "imagedata" => {
                    let id = element.attribute("embed").or_else(|| element.attribute("id"));
                    let part = id.and_then(|id| self.part.target(id));
                    self.pending.push(Pending { part, words: words.to_owned() });
                    true
                }
                "txbxContent" => {
                    self.text_box(element);
                    true
                }
                "AlternateContent" => match element.alternative() {
                    Some(own) => self.find_pictures(own, words),
                    None => false,
                },
                _ => self.find_pictures(element, words),
            };
        }
        is_something
    }

    /// Its blocks come behind the paragraph that holds it.
    fn text_box(&mut self, content: &Element) {
        // All that belongs to the paragraph around it is set aside: a list in the box is none of the text's.
        let (blocks, lists) = (mem::take(&mut self.blocks), mem::take(&mut self.lists));
        let (pending, boxes) = (mem::take(&mut self.pending), mem::take(&mut self.boxes));
        let joined = mem::take(&mut self.joined);
        self.write_blocks(content);
        self.end_joined();
        (self.lists, self.pending, self.boxes, self.joined) = (lists, pending, boxes, joined);
        let own = mem::replace(&mut self.blocks, blocks);
        self.boxes.extend(own);
    }

    /// Shows pictures as blocks of their own.
    pub(super) fn show(&mut self, pictures: Vec<Pending>) {
        for Pending { part, words } in pictures {
            let Some(name) = part.and_then(|part| self.name_of(part)) else {
                self.add(LeftOutKind::Pictures, 1);
                continue;
            };
            // Items are added to the last block, which is the picture from here on.
            self.lists.close();
            self.blocks.push(format!("![{}](images/{name})", inline::escaped(words.trim())));
        }
    }

    fn name_of(&mut self, part: String) -> Option<String> {
        // One that stands in several places is one file: little input must not become much output.
        if let Some(name) = self.pictures.names.get(&part) {
            return Some(name.clone());
        }
        let extension = extension_of(&part)?;
        // One that cannot be read is told as left out; the text is not lost for it.
        let bytes = match self.pictures.bytes {
            PictureBytes::Kept => self.container.read_binary(&part).ok()?,
            PictureBytes::LeftPacked => self.container.exists(&part).then(Vec::new)?,
        };
        let name = format!("image-{:02}.{extension}", self.pictures.taken.len() + 1);
        self.pictures.taken.push(DraftPicture { name: name.clone(), bytes });
        self.pictures.names.insert(part, name.clone());
        Some(name)
    }
}

fn find<'e>(of: &'e Element, name: &str) -> Option<&'e Element> {
    of.elements().find_map(|element| if element.name == name { Some(element) } else { find(element, name) })
}

/// How a picture is called that is carried over. A GIF, which no photo can be, lies beside the draft all the same:
/// whoever works on it makes of it what the archive takes.
fn extension_of(part: &str) -> Option<&'static str> {
    let own = part.rsplit('.').next()?.to_lowercase();
    let known = PictureFormat::from_extension(&own).map(PictureFormat::extension);
    known.or((own == "gif").then_some("gif"))
}

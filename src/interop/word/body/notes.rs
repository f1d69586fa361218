//! The notes of a Word file, numbered as the text marks them.

use std::collections::HashMap;
use std::mem;

use undoc::container::OoxmlContainer;

use crate::interop::word::WordError;
use crate::interop::word::parts::Part;
use crate::interop::word::xml::Element;

/// Notes by their part and id.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// Those of feet and those of ends; each has a part of its own.
    parts: [Part; 2],
    unmarked: HashMap<(usize, String), Element>,
    numbers: HashMap<(usize, String), usize>,
    /// Notes that are marked and not yet written, in the order of the text.
    waiting: Vec<(usize, Element)>,
    written: usize,
}

impl Notes {
    pub(super) fn read(container: &OoxmlContainer, main: &Part) -> Result<Notes, WordError> {
        let mut notes = Notes::default();
        for (place, kind) in ["footnotes", "endnotes"].into_iter().enumerate() {
            let Some((part, element)) = main.related(container, kind)? else { continue };
            notes.parts[place] = part;
            let each = element.into_elements().filter_map(|note| {
                let id = note.attribute("id")?.to_owned();
                Some(((place, id), note))
            });
            notes.unmarked.extend(each);
        }
        Ok(notes)
    }

    /// The number of the note that a mark leads to; `None` if it is not there, or says nothing.
    pub(super) fn mark(&mut self, is_endnote: bool, id: &str) -> Option<usize> {
        let key = (usize::from(is_endnote), id.to_owned());
        if let Some(number) = self.numbers.get(&key) {
            return Some(*number);
        }
        let says_something = |note: &Element| {
            !note.text().trim().is_empty()
                || ["blip", "imagedata", "oMath", "sym"].iter().any(|own| note.count(own) > 0)
        };
        // Taken out, not copied: each note is held once, however often it is marked.
        let note = self.unmarked.remove(&key).filter(says_something)?;
        // Numbered as they are marked: Word's own ids need not follow the text.
        self.waiting.push((key.0, note));
        self.numbers.insert(key, self.waiting.len());
        Some(self.waiting.len())
    }

    /// The next note to write: its number, its part, itself.
    pub(super) fn next(&mut self) -> Option<(usize, Part, Element)> {
        let (place, note) = self.waiting.get_mut(self.written)?;
        self.written += 1;
        // Handed out and given back, as the body needs it for its own while it writes; only one is out at a time.
        Some((self.written, mem::take(&mut self.parts[*place]), mem::take(note)))
    }

    /// Takes back the part that [`Notes::next`] has handed out.
    pub(super) fn give_back(&mut self, part: Part) {
        if let Some((place, _)) = self.waiting.get(self.written.saturating_sub(1)) {
            self.parts[*place] = part;
        }
    }
}

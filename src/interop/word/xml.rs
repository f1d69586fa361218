//! The parts of a Word file as trees of elements, whatever prefixes their names have.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use super::WordError;

/// Elements may stand in one another so deep; Word's own tables within tables need a tenth of it.
const DEEPEST: usize = 512;

/// A part may have so many elements, texts and attributes; a book of a thousand pages has a tenth of it.
const MOST_NODES: usize = 2_000_000;

/// An element, its names without prefixes.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    pub(super) nodes: Vec<Node>,
}

/// What stands in an element.
#[derive(Debug)]
pub(super) enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    /// Reads a part.
    pub(super) fn parse(xml: &str) -> Result<Element, WordError> {
        let mut reader = Reader::from_str(xml);
        // A bare `&` is no reason to refuse a whole text.
        reader.config_mut().allow_dangling_amp = true;
        let mut open = vec![Element::default()];
        let mut nodes = 0;
        let broken = |reason: &str| WordError::NotWord(reason.to_owned());
        loop {
            nodes += 1;
            // Counted by events: each costs memory, however few bytes it has in the file.
            if nodes > MOST_NODES {
                return Err(broken("a part of too many elements"));
            }
            match reader.read_event().map_err(|error| WordError::NotWord(error.to_string()))? {
                Event::Start(start) => {
                    // What reads the tree calls itself for each level; deeper ones would overflow the stack, which
                    // nothing catches.
                    if open.len() > DEEPEST {
                        return Err(broken("elements too deep within one another"));
                    }
                    let own = Element::of(&start);
                    nodes += own.attributes.len();
                    open.push(own);
                }
                Event::Empty(start) => {
                    let own = Element::of(&start);
                    nodes += own.attributes.len();
                    add(&mut open, Node::Element(own));
                }
                Event::End(_) => {
                    if let Some(done) = (open.len() > 1).then(|| open.pop()).flatten() {
                        add(&mut open, Node::Element(done));
                    }
                }
                Event::Text(text) => add(&mut open, Node::Text(text.to_string())),
                Event::CData(text) => add(&mut open, Node::Text(text.to_string())),
                Event::GeneralRef(reference) => {
                    let own = reference.resolve_char_ref().ok().flatten().map(String::from);
                    let named = || resolve_predefined_entity(&reference).map(str::to_owned);
                    if let Some(text) = own.or_else(named) {
                        add(&mut open, Node::Text(text));
                    }
                }
                Event::Eof => break,
                _ => {}
            }
        }
        // What was not closed is taken as far as it goes.
        while open.len() > 1 {
            if let Some(done) = open.pop() {
                add(&mut open, Node::Element(done));
            }
        }
        let root = open.pop().unwrap_or_default();
        root.into_elements().next().ok_or_else(|| broken("a part without contents"))
    }

    fn of(start: &BytesStart<'_>) -> Element {
        let local = |name: &str| name.rsplit(':').next().unwrap_or_default().to_owned();
        let mut found = start.attributes();
        let attributes = found
            // An attribute that stands twice is no reason to refuse the text.
            .with_checks(false)
            .flatten()
            .map(|own| (local(own.key.as_ref()), unescaped(&own.value)))
            .collect();
        Element { name: local(start.name().as_ref()), attributes, nodes: Vec::new() }
    }

    /// The elements in it, taken out.
    pub(super) fn into_elements(self) -> impl Iterator<Item = Element> {
        self.nodes.into_iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The elements in it.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first one of a name.
    pub(super) fn get(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// What is read of an `AlternateContent`: one of the two, as both say the same, the newer form, or that for programs
    /// which do not know it.
    pub(super) fn alternative(&self) -> Option<&Element> {
        self.get("Choice").or_else(|| self.get("Fallback"))
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// The value of `val` of the first element of a name.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.get(name)?.attribute("val")
    }

    /// A property that is on where it is there and does not say otherwise; `None` where it is not there.
    pub(super) fn switch(&self, name: &str) -> Option<bool> {
        let value = self.get(name)?.attribute("val").unwrap_or("true");
        Some(!matches!(value, "0" | "false" | "off" | "none"))
    }

    /// Its text and that of all in it.
    pub(super) fn text(&self) -> String {
        let each = self.nodes.iter().map(|node| match node {
            Node::Text(text) => text.clone(),
            Node::Element(element) => element.text(),
        });
        each.collect()
    }

    /// How many elements of a name there are in it, at any depth.
    pub(super) fn count(&self, name: &str) -> usize {
        let own = usize::from(self.name == name);
        own + self.elements().map(|element| element.count(name)).sum::<usize>()
    }
}

fn add(open: &mut [Element], node: Node) {
    if let Some(last) = open.last_mut() {
        last.nodes.push(node);
    }
}

/// A value as it was meant.
pub(super) fn unescaped(value: &str) -> String {
    quick_xml::escape::unescape(value).map_or_else(|_| value.to_owned(), |text| text.into_owned())
}

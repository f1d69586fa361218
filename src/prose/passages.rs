//! The passages of a text, each with whether it says where it has its facts from.
//!
//! The rule for essays (`essays/README.md` says it for writers): a passage of running text bears the mark of a
//! source, or begins by saying whose judgement it is, or states nothing. Nothing is looked up here: a mark counts
//! whether or not its source exists.

use std::collections::HashSet;

use comrak::Arena;
use comrak::nodes::{Node, NodeValue};

use super::judgement::is_judgement;
use super::markdown::{add_words_but, parse};
use super::paragraphs::{Numbers, figure};
use super::reference::Reference;
use crate::model::Kind;

/// A piece of a text that stands for itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// What it is.
    pub part: Part,
    /// The number of the paragraph it belongs to; none for headings, figures, tables and notes.
    pub paragraph: Option<usize>,
    /// The line it begins on, from 1.
    pub line: usize,
    /// Its words, without marks of sources and notes.
    pub words: String,
    /// Where it has its facts from.
    pub ground: Ground,
}

/// What a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A heading.
    Heading,
    /// A figure with its caption.
    Figure,
    /// A paragraph.
    Paragraph,
    /// An item of a list.
    Item,
    /// A quotation or a passage set apart.
    Quotation,
    /// A table.
    Table,
    /// A note.
    Note,
}

/// Where a passage has its facts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// A source is marked in it, in a note to it, or in the line that leads to it.
    Source,
    /// It says that it is the judgement of whoever writes.
    Judgement,
    /// It states nothing: a heading, a caption, a question, links alone.
    NothingStated,
    /// None is named.
    None,
}

/// The passages of a text, from top to bottom.
pub fn passages(markdown: &str) -> Vec<Passage> {
    let arena = Arena::new();
    let blocks: Vec<Node<'_>> = parse(&arena, markdown).children().collect();
    // First, as notes come behind the passages that they are notes to.
    let sourced_notes: HashSet<String> = blocks.iter().filter_map(|block| sourced_note(block)).collect();
    let look = |block, part, paragraph| look(block, part, paragraph, &sourced_notes);
    let mut numbers = Numbers::default();
    let mut passages: Vec<Passage> = Vec::new();
    // The ground of a paragraph that ends in a colon is that of what it leads to.
    let mut led_by = Ground::None;
    for block in blocks {
        let number = numbers.next(block).map(|(number, _)| number);
        let first = passages.len();
        match &block.data().value {
            NodeValue::Heading(_) => passages.push(look(block, Part::Heading, None)),
            NodeValue::Paragraph if figure(block).is_some() => passages.push(look(block, Part::Figure, None)),
            NodeValue::Paragraph => passages.push(look(block, Part::Paragraph, number)),
            // Item by item: a source behind one says nothing of the next.
            NodeValue::List(_) => {
                passages.extend(block.children().map(|item| look(item, Part::Item, number)));
            }
            NodeValue::BlockQuote | NodeValue::CodeBlock(_) => {
                passages.push(look(block, Part::Quotation, number));
            }
            NodeValue::Table(_) => passages.push(look(block, Part::Table, None)),
            NodeValue::FootnoteDefinition(_) => passages.push(look(block, Part::Note, None)),
            _ => {}
        }
        for passage in &mut passages[first..] {
            let is_led = matches!(passage.part, Part::Item | Part::Quotation | Part::Table);
            if is_led && passage.ground == Ground::None {
                passage.ground = led_by;
            }
        }
        led_by = match &passages[first..] {
            [leading]
                if leading.part == Part::Paragraph && leading.words.trim_end().ends_with(['：', ':']) =>
            {
                leading.ground
            }
            _ => Ground::None,
        };
    }
    passages
}

fn look(block: Node<'_>, part: Part, paragraph: Option<usize>, sourced_notes: &HashSet<String>) -> Passage {
    let words = own_words(block);
    let cites = |node: Node<'_>| match &node.data().value {
        NodeValue::FootnoteReference(note) => sourced_notes.contains(&note.name),
        _ => is_source(node),
    };
    // In this order: a source counts more than a turn of phrase, and only what has neither may be a question.
    let ground = if matches!(part, Part::Heading | Part::Figure) {
        Ground::NothingStated
    } else if block.descendants().any(cites) {
        Ground::Source
    } else if is_judgement(&words) {
        Ground::Judgement
    } else if is_question(&words) || is_links_alone(block) {
        Ground::NothingStated
    } else {
        Ground::None
    };
    Passage { part, paragraph, line: block.data().sourcepos.start.line, words, ground }
}

/// The name of a note in which a source is marked.
fn sourced_note(block: Node<'_>) -> Option<String> {
    match &block.data().value {
        NodeValue::FootnoteDefinition(note) if block.descendants().any(is_source) => Some(note.name.clone()),
        _ => None,
    }
}

fn is_source(node: Node<'_>) -> bool {
    match &node.data().value {
        NodeValue::Link(link) => {
            matches!(Reference::parse(&link.url), Reference::Record(record) if record.kind == Kind::Source)
        }
        _ => false,
    }
}

/// The words of a block without those in the marks of its sources: they are a page number, and no words of the passage.
fn own_words(block: Node<'_>) -> String {
    let mut words = String::new();
    add_words_but(block, &is_source, &mut words);
    words
}

/// Whether every sentence asks.
fn is_question(words: &str) -> bool {
    let words = words.trim();
    let asks = |c: char| matches!(c, '？' | '?');
    // No other sentence in it: one question at the end would else cover whatever is said before.
    words.ends_with(asks) && !words.contains(['。', '！', '；', ';']) && !words.contains(". ")
}

/// Whether a block only leads on: links, and the words around them that say so.
fn is_links_alone(block: Node<'_>) -> bool {
    let is_link = |node: Node<'_>| matches!(node.data().value, NodeValue::Link(_));
    let mut rest = String::new();
    add_words_but(block, &is_link, &mut rest);
    let is_leading = |word: &str| ["see", "also", "and"].contains(&word.to_lowercase().as_str());
    let rest =
        rest.replace(|c: char| c.is_ascii_punctuation() || "、，。；：另参又见和与及《》".contains(c), " ");
    block.descendants().any(is_link) && rest.split_whitespace().all(is_leading)
}

#[cfg(test)]
mod tests {
    use super::{Ground, passages};

    fn grounds(text: &str) -> Vec<Ground> {
        passages(text).into_iter().map(|passage| passage.ground).collect()
    }

    #[test]
    fn a_fact_without_a_source_has_no_ground() {
        assert_eq!(grounds("小张的堡建于明代。\n"), [Ground::None]);
        assert_eq!(grounds("见[小张](village:xiaozhang)的堡，建于明代。\n"), [Ground::None]);
        assert_eq!(grounds("> 引文一段。\n\n| 甲 |\n|--|\n| 一 |\n"), [Ground::None; 2]);
        assert_eq!(grounds("堡是什么？小张就有一座。\n"), [Ground::None]);
        assert_eq!(grounds("据说有两座[^1]。\n\n[^1]: 未记出处。\n"), [Ground::None; 2]);
    }

    #[test]
    fn a_source_may_stand_in_the_passage_in_its_note_or_in_the_line_that_leads_to_it() {
        assert_eq!(grounds("小张的堡建于明代[](source:a)。\n"), [Ground::Source]);
        assert_eq!(grounds("建于明代[^1]。\n\n[^1]: 见某书[12](source:a)。\n"), [Ground::Source; 2]);
        let led = "名录里有[](source:a)：\n\n- 樊村堡\n- 武家堡\n";
        assert_eq!(grounds(led), [Ground::Source; 3]);
        assert_eq!(grounds(&led.replace('：', "。")), [Ground::Source, Ground::None, Ground::None]);
        assert_eq!(grounds("- 樊村堡[](source:a)\n- 武家堡\n"), [Ground::Source, Ground::None]);
        assert_eq!(
            grounds("本档案建议记下：\n\n| 项 |\n|--|\n| 高 |\n\n墙高六米。\n"),
            [Ground::Judgement, Ground::Judgement, Ground::None],
        );
    }

    #[test]
    fn headings_captions_questions_and_links_state_nothing() {
        let text = "## 有墙\n\n![墙。](photo:a-1)\n\n堡在哪里？叫什么？\n\n- 另见[](essay:b)和[](term:c)。\n\nSee also [](essay:b).\n";
        assert_eq!(grounds(text), [Ground::NothingStated; 5]);
    }

    #[test]
    fn lines_numbers_and_words_are_those_of_the_passage() {
        let found = passages("甲[12](source:a)乙\n丙\n\n- 一\n- 二[^1]\n\n[^1]: 注\n");
        let told: Vec<_> =
            found.iter().map(|passage| (passage.line, passage.paragraph, passage.words.trim())).collect();
        assert_eq!(told, [(1, Some(1), "甲乙丙"), (4, Some(2), "一"), (5, Some(2), "二"), (7, None, "注")]);
    }
}

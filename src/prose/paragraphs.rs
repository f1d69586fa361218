//! The blocks of a text, each with what it can be cited and compared by.

use std::collections::HashMap;

use comrak::Arena;
use comrak::nodes::{Node, NodeValue};
use sha2::{Digest as _, Sha256};

use super::markdown::{add_words, parse};

/// A block of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// Its place among the blocks of running text, from 1; none for headings, figures and tables.
    pub number: Option<usize>,
    /// Its id on the page, `p-` and ten hexadecimal digits of the digest of its words: the same in every revision
    /// in which the words are the same. A text that stands twice gets `-2`.
    pub id: Option<String>,
    /// Its words.
    pub words: String,
    /// Its Markdown.
    pub markdown: String,
}

/// The blocks of a text in order, notes last.
pub fn paragraphs(markdown: &str) -> Vec<Paragraph> {
    let arena = Arena::new();
    let lines: Vec<&str> = markdown.lines().collect();
    let mut numbers = Numbers::default();
    let block = |node: Node<'_>| {
        let position = node.data().sourcepos;
        // Held to the lines there are: positions are the library's, and beyond the last line there would be no
        // Markdown at all.
        let (first, last) = (position.start.line.max(1) - 1, position.end.line.min(lines.len()));
        let (number, id) = numbers.next(node).unzip();
        Paragraph {
            number,
            id,
            words: words(node),
            markdown: lines.get(first..last).unwrap_or_default().join("\n"),
        }
    };
    parse(&arena, markdown).children().map(block).collect()
}

/// The words of one block.
pub(super) fn words(node: Node<'_>) -> String {
    let mut words = String::new();
    add_words(node, &mut words);
    words
}

/// The photo of a block that is nothing but a figure: the address in its image, and the image.
pub(super) fn figure(block: Node<'_>) -> Option<(String, Node<'_>)> {
    if !matches!(block.data().value, NodeValue::Paragraph) {
        return None;
    }
    let image = block.first_child().filter(|child| child.next_sibling().is_none())?;
    match &image.data().value {
        NodeValue::Image(link) if link.url.starts_with("photo:") => Some((link.url.clone(), image)),
        _ => None,
    }
}

/// Gives blocks of running text their numbers and ids, from top to bottom.
#[derive(Default)]
pub(super) struct Numbers {
    last: usize,
    seen: HashMap<String, usize>,
}

impl Numbers {
    pub(super) fn next(&mut self, block: Node<'_>) -> Option<(usize, String)> {
        let is_running = match block.data().value {
            NodeValue::Paragraph => figure(block).is_none(),
            NodeValue::BlockQuote | NodeValue::List(_) | NodeValue::CodeBlock(_) => true,
            _ => false,
        };
        if !is_running {
            return None;
        }
        self.last += 1;
        // White space is made one: who wraps the lines of the file anew must not break what others have cited.
        let digest = Sha256::digest(words(block).split_whitespace().collect::<Vec<_>>().join(" "));
        // Forty bits: two of a few hundred paragraphs hardly ever have the same, and an address stays short.
        let id: String = digest.iter().take(5).map(|byte| format!("{byte:02x}")).collect();
        let count = self.seen.entry(id.clone()).or_default();
        *count += 1;
        let id = if *count == 1 { format!("p-{id}") } else { format!("p-{id}-{count}") };
        Some((self.last, id))
    }
}

#[cfg(test)]
mod tests {
    use super::paragraphs;

    #[test]
    fn a_paragraph_keeps_its_id_while_its_words_stay() {
        let ids = |text: &str| -> Vec<Option<String>> {
            paragraphs(text).into_iter().map(|block| block.id).collect()
        };
        let before = ids("# 题\n\n第一段。\n\n第二段。\n");
        let after = ids("# 另题\n\n新的一段。\n\n第一\n段[](source:a)。\n\n第二段。\n\n第二段。\n");
        assert_eq!(before[0], None);
        assert_eq!((&after[2], &after[3]), (&before[1], &before[2]));
        assert_eq!(after[4], after[3].as_ref().map(|id| format!("{id}-2")));
    }

    #[test]
    fn running_text_is_numbered_and_the_rest_is_not() {
        let numbers = |text: &str| -> Vec<Option<usize>> {
            paragraphs(text).iter().map(|block| block.number).collect()
        };
        let text =
            "甲\n\n## 题\n\n![](photo:a-1)\n\n> 引文\n\n- 项\n\n| 表 |\n|--|\n| 1 |\n\n乙[^1]\n\n[^1]: 注\n";
        assert_eq!(numbers(text), [Some(1), None, None, Some(2), Some(3), None, Some(4), None]);
    }
}

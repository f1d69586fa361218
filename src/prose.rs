//! Prose: Markdown to safe HTML whose headings can be linked to, and to plain text. What is written in a record
//! is read here only.

use std::fmt;

use comrak::adapters::{HeadingAdapter, HeadingMeta};
use comrak::nodes::{NodeValue, Sourcepos};
use comrak::options::Plugins;
use comrak::{Anchorizer, Arena, Options};

/// A heading of a text.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Heading {
    /// Its id in the page.
    pub id: String,
    /// Its words.
    pub text: String,
}

/// A text as HTML, with its headings in order.
pub struct Html {
    /// The text.
    pub html: String,
    /// Its headings.
    pub headings: Vec<Heading>,
}

/// Renders a text. Raw HTML in it is left out, links to anything but http(s) and mail are dropped.
pub fn to_html(markdown: &str) -> Html {
    let options = options();
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, markdown, &options);
    let headings = collect_headings(root);
    let adapter = AnchoredHeadings::default();
    let mut plugins = Plugins::default();
    plugins.render.heading_adapter = Some(&adapter);
    let mut html = String::new();
    // Writing into a String cannot fail.
    let _ = comrak::format_html_with_plugins(root, &options, &mut html, &plugins);
    Html { html, headings }
}

/// The words of a text, a line for each block; what stands in footnotes comes where the notes stand.
pub fn to_plain_text(markdown: &str) -> String {
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, markdown, &options());
    let mut text = String::new();
    for node in root.descendants() {
        match &node.data.borrow().value {
            NodeValue::Text(part) => text.push_str(part),
            NodeValue::Code(code) => text.push_str(&code.literal),
            NodeValue::CodeBlock(code) => text.push_str(&code.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => text.push(' '),
            value if value.block() && !text.is_empty() && !text.ends_with('\n') => text.push('\n'),
            _ => {}
        }
    }
    text
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.footnotes = true;
    options.extension.cjk_friendly_emphasis = true;
    options
}

fn collect_headings<'a>(root: comrak::Node<'a>) -> Vec<Heading> {
    let mut ids = Ids::default();
    let mut headings = Vec::new();
    for node in root.descendants() {
        if !matches!(node.data.borrow().value, NodeValue::Heading(_)) {
            continue;
        }
        let mut text = String::new();
        for inner in node.descendants() {
            match &inner.data.borrow().value {
                NodeValue::Text(part) => text.push_str(part),
                NodeValue::Code(code) => text.push_str(&code.literal),
                _ => {}
            }
        }
        headings.push(Heading { id: ids.next(&text), text });
    }
    headings
}

/// Ids of headings: `s-` and the words, so that they never meet the ids of a page.
#[derive(Default)]
struct Ids(Anchorizer);

impl Ids {
    fn next(&mut self, text: &str) -> String {
        format!("s-{}", self.0.anchorize(text))
    }
}

/// Writes `<h2 id="…">`; a text's own first level is the page's second.
#[derive(Default)]
struct AnchoredHeadings {
    ids: std::sync::Mutex<Ids>,
}

impl HeadingAdapter for AnchoredHeadings {
    fn enter(&self, output: &mut dyn fmt::Write, heading: &HeadingMeta, _: Option<Sourcepos>) -> fmt::Result {
        let mut ids = self.ids.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        write!(output, "<h{} id=\"{}\">", level(heading), ids.next(&heading.content))
    }

    fn exit(&self, output: &mut dyn fmt::Write, heading: &HeadingMeta) -> fmt::Result {
        writeln!(output, "</h{}>", level(heading))
    }
}

fn level(heading: &HeadingMeta) -> u8 {
    heading.level.clamp(2, 6)
}

#[cfg(test)]
mod tests {
    use super::{to_html, to_plain_text};

    #[test]
    fn headings_can_be_linked_to_and_are_listed() {
        let page = to_html("## 位置\n\n文字。\n\n## 位置\n");
        assert!(page.html.contains("<h2 id=\"s-位置\">位置</h2>"), "{}", page.html);
        assert_eq!(page.headings.iter().map(|h| h.id.as_str()).collect::<Vec<_>>(), ["s-位置", "s-位置-1"]);
    }

    #[test]
    fn nothing_active_comes_through() {
        let page = to_html("<script>alert(1)</script>\n\n[x](javascript:alert(1)) <b onclick=x>b</b>");
        assert!(!page.html.contains("script") && !page.html.contains("onclick"), "{}", page.html);
    }

    #[test]
    fn emphasis_stands_beside_chinese_marks() {
        assert!(to_html("**“小北京”**之称").html.contains("<strong>“小北京”</strong>"));
    }

    #[test]
    fn plain_text_keeps_the_words_alone() {
        let text = to_plain_text(
            "## 位置\n\n**樊村**堡[^1]在此。\n\n| 甲 | 乙 |\n|--|--|\n| 1 | 2 |\n\n[^1]: 据县志。\n",
        );
        assert_eq!(text, "位置\n樊村堡在此。\n甲\n乙\n1\n2\n据县志。");
    }
}

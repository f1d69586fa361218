//! Just enough reading of HTML for the tests: attributes, and what is between tags.

/// The values of an attribute, as written, entities undone.
pub(crate) fn values(html: &str, attribute: &str) -> Vec<String> {
    let opening = format!(" {attribute}=\"");
    let raw = html.split(&opening).skip(1).filter_map(|rest| rest.split_once('"').map(|(value, _)| value));
    raw.map(unescaped).collect()
}

/// The words of a page, tags taken out and entities undone.
pub(crate) fn words(html: &str) -> String {
    let (mut words, mut inside) = (String::new(), false);
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => words.push(c),
            _ => {}
        }
    }
    unescaped(&words)
}

/// The piece of a page from `from` up to `to`.
#[track_caller]
pub(crate) fn piece<'h>(html: &'h str, from: &str, to: &str) -> &'h str {
    let start = html.find(from).unwrap_or_else(|| panic!("no {from} in {html}"));
    let rest = &html[start..];
    &rest[..rest.find(to).unwrap_or(rest.len())]
}

/// A text with its entities undone.
pub(crate) fn unescaped(text: &str) -> String {
    let mut text = text.to_owned();
    for (entity, character) in
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x2f;", "/"), ("&amp;", "&")]
    {
        text = text.replace(entity, character);
    }
    text
}

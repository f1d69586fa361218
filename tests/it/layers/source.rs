//! Reads of a source file what the layer tests ask of it: its modules, its `use` lines, and every path in its code.

use std::collections::BTreeSet;

/// A file by the modules that lead to it.
pub(super) type Place = Vec<String>;

/// What a file names.
#[derive(Debug, Default)]
pub(super) struct File {
    /// The modules it declares, whose files stand below it.
    pub(super) modules: BTreeSet<String>,
    pub(super) uses: Vec<Use>,
    /// Paths in the code, of two steps or more.
    pub(super) paths: Vec<Vec<String>>,
}

/// One name that `use` brings in.
#[derive(Debug)]
pub(super) struct Use {
    pub(super) is_public: bool,
    pub(super) path: Vec<String>,
    /// What it is called from then on.
    pub(super) name: String,
}

/// Reads a file, down to the first thing that is for tests alone.
pub(super) fn read(text: &str) -> File {
    let text = text.split("#[cfg(test)]").next().unwrap_or(text);
    let tokens = tokens(text);
    let (mut file, mut at) = (File::default(), 0);
    let mut is_public = false;
    while let Some(token) = tokens.get(at) {
        let next = tokens.get(at + 1).map(String::as_str);
        match token.as_str() {
            "pub" => {
                is_public = true;
                at += 1;
                // Who may see it is no use of it.
                if next == Some("(") {
                    at += tokens[at..].iter().position(|token| token == ")").unwrap_or(0) + 1;
                }
                continue;
            }
            "use" => {
                let end = at + tokens[at..].iter().position(|token| token == ";").unwrap_or(0);
                tree(&tokens[at + 1..end.max(at + 1)], &[], &mut |path, name| {
                    file.uses.push(Use { is_public, path, name });
                });
                at = end;
            }
            "mod" if tokens.get(at + 2).is_some_and(|token| token == ";") => {
                file.modules.extend(next.map(str::to_owned));
            }
            word if is_word(word) && next == Some("::") => {
                let mut path = vec![token.clone()];
                while tokens.get(at + 1).is_some_and(|token| token == "::")
                    && tokens.get(at + 2).is_some_and(|token| is_word(token))
                {
                    path.push(tokens[at + 2].clone());
                    at += 2;
                }
                file.paths.push(path);
            }
            _ => {}
        }
        is_public = false;
        at += 1;
    }
    file
}

/// Takes the tree of a `use` apart.
fn tree(tokens: &[String], before: &[String], found: &mut dyn FnMut(Vec<String>, String)) {
    let steps = tokens.iter().position(|token| token == "{" || token == "as").unwrap_or(tokens.len());
    let own = tokens[..steps].iter().filter(|token| *token != "::").cloned();
    let mut path: Vec<String> = before.iter().cloned().chain(own).collect();
    match tokens.get(steps).map(String::as_str) {
        Some("{") => {
            let (mut depth, mut from) = (0, steps + 1);
            for (at, token) in tokens.iter().enumerate().skip(steps) {
                match token.as_str() {
                    "{" => depth += 1,
                    "}" => depth -= 1,
                    _ => {}
                }
                if (token == "," && depth == 1) || (token == "}" && depth == 0) {
                    if from < at {
                        tree(&tokens[from..at], &path, found);
                    }
                    from = at + 1;
                }
            }
        }
        other => {
            if path.len() > 1 && path.last().is_some_and(|last| last == "self" || last == "*") {
                path.pop();
            }
            let alias = other.and_then(|_| tokens.get(steps + 1)).or(path.last()).cloned();
            found(path, alias.unwrap_or_default());
        }
    }
}

fn is_word(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Words and signs; comments, texts, characters and lifetimes left out.
fn tokens(text: &str) -> Vec<String> {
    let (mut tokens, mut rest) = (Vec::new(), text);
    while let Some(first) = rest.chars().next() {
        let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(length) = raw_text(rest) {
            length
        } else if first == '"' {
            quoted(rest, '"')
        } else if first == '\'' {
            // A lifetime has no quote behind it.
            let is_character = rest.starts_with("'\\") || rest.chars().nth(2) == Some('\'');
            if is_character { quoted(rest, '\'') } else { 1 }
        } else if word > 0 {
            tokens.push(rest[..word].to_owned());
            word
        } else if rest.starts_with("::") {
            tokens.push("::".to_owned());
            2
        } else {
            if !first.is_whitespace() {
                tokens.push(first.to_string());
            }
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    tokens
}

/// The length of `r"…"` or `r#"…"#` that begins here.
fn raw_text(rest: &str) -> Option<usize> {
    let behind = rest.strip_prefix("br").or(rest.strip_prefix('r'))?;
    let marks = behind.len() - behind.trim_start_matches('#').len();
    let inside = behind[marks..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(marks));
    Some(rest.len() - inside.len() + inside.find(&end)? + end.len())
}

/// The length of what stands between two quotes, with them.
fn quoted(rest: &str, quote: char) -> usize {
    let mut is_escaped = false;
    let end = rest.char_indices().skip(1).find(|(_, c)| {
        let ends = *c == quote && !is_escaped;
        is_escaped = *c == '\\' && !is_escaped;
        ends
    });
    end.map_or(rest.len(), |(at, _)| at + 1)
}

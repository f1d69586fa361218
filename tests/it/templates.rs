//! The contracts between pages and program (`templates/README.md`, `templates/staff/README.md`) say what the templates use:
//! no more, no less.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

type Outcome = anyhow::Result<()>;

/// The fields of an object as the contract describes them: `name = { field: …, field: { … } }`, those of the outermost
/// braces.
fn described(contract: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut objects: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for block in contract.split("```text\n").skip(1) {
        let block = block.split("```").next().unwrap_or_default();
        let block: String = block.lines().map(without_remark).collect::<Vec<_>>().join("\n");
        let (mut depth, mut word, mut object) = (0_usize, String::new(), None::<String>);
        let mut last_word = String::new();
        for sign in block.chars() {
            match sign {
                'a'..='z' | 'A'..='Z' | '0'..='9' | '_' => {
                    word.push(sign);
                    continue;
                }
                '{' | '[' | '(' => {
                    if depth == 0 && sign == '{' {
                        object = Some(last_word.clone());
                    }
                    depth += 1;
                }
                '}' | ']' | ')' => depth = depth.saturating_sub(1),
                ':' if depth == 1 && !word.is_empty() => {
                    if let Some(object) = &object {
                        objects.entry(object.clone()).or_default().insert(word.clone());
                    }
                }
                _ => {}
            }
            if !word.is_empty() {
                last_word = std::mem::take(&mut word);
            }
        }
    }
    objects
}

/// A line as far as it describes; what stands after three blanks, or far to the right, is said of it.
fn without_remark(line: &str) -> &str {
    let indent = line.len() - line.trim_start().len();
    if indent >= 30 {
        return "";
    }
    let end = line[indent..].find("   ").map_or(line.len(), |at| indent + at);
    &line[..end]
}

/// The fields of `object` that a template asks for, under that name or the one it gives it.
fn asked(template: &str, object: &str) -> BTreeSet<String> {
    let given = template.split("{% set ").skip(1).filter_map(|rest| rest.split_once(" = "));
    let given = given.filter(|(_, value)| value.split(" %}").next() == Some(object)).map(|(name, _)| name);
    let mut fields = BTreeSet::new();
    for name in given.chain([object]) {
        for (at, found) in template.match_indices(&format!("{name}.")) {
            let is_of_another = |sign: char| sign.is_alphanumeric() || "_.\"/-".contains(sign);
            if !template[..at].chars().next_back().is_some_and(is_of_another) {
                let is_name = |sign: &char| sign.is_alphanumeric() || *sign == '_';
                let field: String = template[at + found.len()..].chars().take_while(is_name).collect();
                // A remark that ends with the word is no question.
                if !field.is_empty() {
                    fields.insert(field);
                }
            }
        }
    }
    fields
}

#[test]
fn the_contract_says_what_the_templates_use() -> Outcome {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    says_what_is_used(&folder, &[".", "parts"], "page")?;
    says_what_is_used(&folder.join("staff"), &["."], "frame")
}

/// Holds the contract of a folder against the templates in its parts, which all are given `common`.
fn says_what_is_used(folder: &Path, parts: &[&str], common: &'static str) -> Outcome {
    let contract = std::fs::read_to_string(folder.join("README.md"))?;
    let objects = described(&contract);
    let mut texts = Vec::new();
    for part in parts {
        for entry in std::fs::read_dir(folder.join(part))? {
            let path = entry?.path();
            if path.extension().is_some_and(|ending| ending == "html") {
                texts.push(std::fs::read_to_string(path)?);
            }
        }
    }
    let contexts: Vec<&str> = contract
        .lines()
        .filter_map(|line| line.strip_prefix("## ")?.split_once(".html — `")?.1.strip_suffix('`'))
        .chain([common])
        .collect();
    assert!(contexts.len() > 10, "{contexts:?}");
    for context in contexts {
        let described = objects.get(context).cloned().unwrap_or_default();
        let used: BTreeSet<String> = texts.iter().flat_map(|text| asked(text, context)).collect();
        assert_eq!(used, described, "`{context}`: what is used, what is described");
    }
    Ok(())
}

//! `baozhai draft FILE DIR`: a Word file as a draft of an essay, in the open folder form.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;

use crate::interop::word::{Draft, MOST_BYTES, read_word};
use crate::store::write_atomically;

/// Writes the draft into a new folder and lists what could not be carried over.
pub(super) fn run(file: &Path, folder: &Path) -> anyhow::Result<ExitCode> {
    let cannot = || format!("cannot read {}", file.display());
    let length = std::fs::metadata(file).with_context(cannot)?.len();
    // The reader says that it is too large; that many bytes need not be read for it.
    let bytes = if length > MOST_BYTES as u64 {
        vec![0; MOST_BYTES + 1]
    } else {
        std::fs::read(file).with_context(cannot)?
    };
    let draft = read_word(&bytes).with_context(|| file.display().to_string())?;
    // Read whole before anything is written: a file that is refused leaves no folder behind.
    write(&draft, folder).with_context(|| format!("cannot write {}", folder.display()))?;
    println!("{}: {} pictures", folder.display(), draft.pictures.len());
    if draft.left_out.is_empty() {
        println!("all was carried over");
    } else {
        println!("not carried over:");
        draft.left_out.iter().for_each(|left| println!("  {} × {}", left.count, left.kind.words()));
    }
    if !draft.pictures.is_empty() {
        println!("pictures: enter each as a photo, then write `![…](photo:id)` for `![…](images/…)`");
    }
    Ok(ExitCode::SUCCESS)
}

fn write(draft: &Draft, folder: &Path) -> anyhow::Result<()> {
    anyhow::ensure!(!folder.exists() || folder.read_dir()?.next().is_none(), "it must be empty or absent");
    std::fs::create_dir_all(folder.join("images"))?;
    for picture in &draft.pictures {
        write_atomically(folder.join("images").join(&picture.name), &picture.bytes)?;
    }
    if draft.pictures.is_empty() {
        std::fs::remove_dir(folder.join("images"))?;
    }
    write_atomically(folder.join("essay.toml"), record(draft))?;
    write_atomically(folder.join("text.zh.md"), &draft.markdown)?;
    Ok(())
}

/// The record as far as the file has it; what a person must say stands as a comment.
fn record(draft: &Draft) -> String {
    // Through the TOML writer: a title may hold quotes and line breaks.
    let quoted = |text: &str| toml::Value::from(text).to_string();
    let mut lines = vec![format!("title.zh = {}", quoted(draft.title.as_deref().unwrap_or("（题名待补）")))];
    if !draft.keywords.is_empty() {
        lines.push(format!("keywords.zh = {}", toml::Value::from(draft.keywords.clone())));
    }
    // Comments, so that `check` asks for what is missing and takes no example for a value.
    lines.push("# abstract.zh = \"摘要\"".to_owned());
    lines.push("# villages = [\"…\"]       # 涉及村堡".to_owned());
    lines.push("# sources = [\"…\"]        # 文中引用的来源".to_owned());
    lines.push("# rights = \"CC-BY-4.0\"   # 授权，须由作者定".to_owned());
    if let Some(author) = &draft.author {
        // Last: behind a table's head every key would belong to the author.
        lines.push(format!("\n[[author]]\nname.zh = {}", quoted(author)));
    }
    lines.join("\n") + "\n"
}

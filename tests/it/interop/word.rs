//! Word files as drafts of essays: `tests/fixtures/word/report` is one unpacked.

pub(crate) mod docx;
mod hostile;
mod numbers;
mod text;

use std::io::{Cursor, Write as _};
use std::path::Path;

use baozhai::interop::word::{LeftOutKind, WordError, read_word, read_word_text};
use zip::write::{SimpleFileOptions, ZipWriter};

use super::Outcome;
use crate::program::run;

/// The report as Word would have packed it.
pub(crate) fn report() -> anyhow::Result<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/word/report");
    let mut packed = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in crate::archives::files(&root)? {
        packed.start_file(name, SimpleFileOptions::default())?;
        packed.write_all(&bytes)?;
    }
    Ok(packed.finish()?.into_inner())
}

#[test]
fn what_an_author_wrote_is_carried_over() -> Outcome {
    let draft = read_word(&report()?)?;
    assert_eq!(
        draft.markdown,
        "## 甲堡调查记\n\n\
         堡在村北，墙高约**八**米[^1]，详见[另文](<https://example.org/a?b=1&amp;c=2>)。\n\n\
         ### 墙\n\n\
         北墙 \\<未测\\> \\*存疑\\*，补一句。\n\n\
         - 东门\n- 西门\n\n\
         1. 先看\n2. 再量\n\n\
         ![北墙西端](images/image-01.jpg)\n\n\
         | 项 | 值\\|量 |\n|---|---|\n| 墙高 | 8米 |\n| 合并的一格 |  |\n\n\
         [^1]: 据村民口述，2026年4月。\n"
    );
    assert_eq!((draft.title.as_deref(), draft.author.as_deref()), (Some("甲堡调查记"), Some("张三")));
    assert_eq!(draft.keywords, ["堡墙", "夯土"]);
    assert_eq!(draft.pictures.len(), 1);
    assert!(draft.pictures[0].bytes.starts_with(&[0xFF, 0xD8]), "the picture, byte for byte");
    Ok(())
}

#[test]
fn what_could_not_be_carried_over_is_listed() -> Outcome {
    let left_out = read_word(&report()?)?.left_out;
    let told: Vec<_> = left_out.iter().map(|left| (left.kind, left.count)).collect();
    use LeftOutKind::{
        Charts, Comments, DeletedPassages, Formulas, HeadersAndFooters, JoinedCells, Typography,
    };
    let expected = [Comments, DeletedPassages, HeadersAndFooters, Formulas, Charts, JoinedCells, Typography];
    assert_eq!(told, expected.map(|kind| (kind, 1)));
    Ok(())
}

#[test]
fn the_command_writes_a_draft_that_the_checks_understand() -> Outcome {
    let folder = crate::archives::copy_of_small()?;
    baozhai::store::write_atomically(folder.path().join("report.docx"), report()?)?;
    let made = run(folder.path(), &["draft", "report.docx", "essays/report"])?;
    assert_eq!((made.code, made.stderr.as_str()), (Some(0), ""));
    for told in ["1 pictures", "批注", "公式", "页眉"] {
        assert!(made.stdout.contains(told), "{told}: {}", made.stdout);
    }
    let again = run(folder.path(), &["draft", "report.docx", "essays/report"])?;
    assert_eq!(again.code, Some(2), "nothing is written over");
    let report = run(folder.path(), &["check", "."])?.stdout;
    for wanted in
        ["missing-key: `rights`", "foreign-picture", "essays/report/images/image-01.jpg: stray-file"]
    {
        assert!(report.contains(wanted), "{wanted}: {report}");
    }
    Ok(())
}

#[test]
fn what_is_no_word_file_is_said_in_words() -> Outcome {
    let refused = |bytes: &[u8]| read_word(bytes).err();
    assert_eq!(refused(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]), Some(WordError::OldFormat));
    let mut protected = vec![0xD0, 0xCF, 0x11, 0xE0];
    protected.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(refused(&protected), Some(WordError::Protected));
    assert!(matches!(refused(b"%PDF-1.7"), Some(WordError::NotWord(_))));
    assert!(matches!(refused(b""), Some(WordError::NotWord(_))));
    assert_eq!(refused(&vec![0; (64 << 20) + 1]), Some(WordError::TooLarge));
    Ok(())
}

#[test]
fn the_text_alone_is_the_same_without_the_bytes_of_any_picture() -> Outcome {
    let media = |number: usize| format!("word/media/image{number}.png");
    let shown = |number: usize| {
        format!("<w:p><w:r><w:drawing><a:blip r:embed=\"p{number}\"/></w:drawing></w:r></w:p>")
    };
    let several = (1..=5).fold(docx::docx(&(1..=5).map(shown).collect::<String>()), |file, number| {
        file.part(&media(number), "picture")
            .picture(&format!("p{number}"), &format!("media/image{number}.png"))
    });
    for bytes in [report()?, several.bytes()] {
        let (mut whole, text) = (read_word(&bytes)?, read_word_text(&bytes)?);
        assert!(!whole.pictures.is_empty() && whole.pictures.iter().all(|picture| !picture.bytes.is_empty()));
        for picture in &mut whole.pictures {
            picture.bytes.clear();
        }
        assert_eq!(text, whole);
    }
    Ok(())
}

//! What a Word file holds that an essay cannot.

use undoc::container::OoxmlContainer;

/// What could not be carried over, and how often it stood in the file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LeftOut {
    /// What it is.
    pub kind: LeftOutKind,
    /// How often.
    pub count: usize,
}

/// The kinds of things that are not carried over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOutKind {
    /// Comments in the margin.
    Comments,
    /// Passages that were deleted with changes tracked; inserted ones are kept.
    DeletedPassages,
    /// Headers and footers.
    HeadersAndFooters,
    /// Formulas.
    Formulas,
    /// Charts.
    Charts,
    /// Diagrams (SmartArt).
    Diagrams,
    /// Files within the file.
    EmbeddedFiles,
    /// Pictures of a kind no browser shows (EMF, WMF), or that the file only links to.
    Pictures,
    /// Cells that were joined, or tables within cells: the text is kept, the joining is not.
    JoinedCells,
    /// Hidden text.
    HiddenText,
    /// Words that are struck out.
    StruckOut,
    /// Signs of a font that has them in the place of letters, and which are not known.
    Symbols,
    /// Numbers in a form that is not known: digits stand for them.
    Numbers,
    /// Shapes, lines and handwriting.
    Drawings,
    /// Notes that are marked and not in the file, or empty.
    Notes,
    /// Links within the file, or to where no reader can go: the words are kept.
    Links,
    /// Underlining, colours and raised or lowered type: the words are kept.
    Typography,
}

impl LeftOutKind {
    /// What it is, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Comments => "批注 comments",
            Self::DeletedPassages => "修订中删去的文字 passages deleted under tracked changes",
            Self::HeadersAndFooters => "页眉页脚 headers and footers",
            Self::Formulas => "公式 formulas",
            Self::Charts => "图表 charts",
            Self::Diagrams => "SmartArt 图示 diagrams",
            Self::EmbeddedFiles => "嵌入的文件 embedded files",
            Self::Pictures => "不能显示的图片 pictures that cannot be shown",
            Self::JoinedCells => "合并单元格（文字保留）joined cells (their text is kept)",
            Self::HiddenText => "隐藏文字 hidden text",
            Self::StruckOut => "有删除线的文字 words that are struck out",
            Self::Symbols => "不认识的符号（以□代）unknown symbols (□ stands for them)",
            Self::Numbers => "不认识的编号格式（改为数字）numbers in an unknown form (digits stand for them)",
            Self::Drawings => "自选图形、线条、手写 shapes, lines and handwriting",
            Self::Notes => "缺失的注释 notes that are missing",
            Self::Links => {
                "文内或无效的链接（文字保留）links within the file or to nowhere (the words are kept)"
            }
            Self::Typography => {
                "下划线、颜色、上下标（文字保留）underlining, colours, raised type (the words are kept)"
            }
        }
    }
}

/// Counts one more.
pub(super) fn add(left_out: &mut Vec<LeftOut>, kind: LeftOutKind, count: usize) {
    if count == 0 {
        return;
    }
    match left_out.iter_mut().find(|left| left.kind == kind) {
        Some(left) => left.count += count,
        None => left_out.push(LeftOut { kind, count }),
    }
}

/// Adds what the text shows no trace of, as far as the parts beside the main one show it.
pub(super) fn add_parts(container: &OoxmlContainer, folder: &str, left_out: &mut Vec<LeftOut>) {
    let parts = |place: &str| {
        let place = if folder.is_empty() { place.to_owned() } else { format!("{folder}/{place}") };
        let files = container.list_files_with_prefix(&place);
        // The relationships of parts lie below the same folder, and are none themselves.
        files.iter().filter(|file| !file.contains("/_rels/")).count()
    };
    add(left_out, LeftOutKind::Charts, parts("charts/chart"));
    add(left_out, LeftOutKind::Diagrams, parts("diagrams/data"));
    add(left_out, LeftOutKind::EmbeddedFiles, parts("embeddings/"));
}

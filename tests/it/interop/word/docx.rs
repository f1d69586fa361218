//! Small Word files, made part by part.

use std::io::{Cursor, Write as _};

use baozhai::interop::word::{Draft, LeftOutKind, read_word};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A Word file in the making.
#[derive(Default)]
pub(crate) struct Docx {
    parts: Vec<(String, String)>,
    /// Those of the main part: id, kind, target, whether outside.
    links: Vec<(String, String, String, bool)>,
    is_packed: bool,
}

/// A file with a body.
pub(crate) fn docx(body: &str) -> Docx {
    Docx::default()
        .part("word/document.xml", &format!("<w:document><w:body>{body}<w:sectPr/></w:body></w:document>"))
}

/// A paragraph with properties and words.
pub(super) fn styled(properties: &str, text: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr>{}</w:p>", run("", text))
}

pub(crate) fn plain(text: &str) -> String {
    styled("", text)
}

pub(super) fn run(properties: &str, text: &str) -> String {
    format!("<w:r><w:rPr>{properties}</w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

impl Docx {
    pub(super) fn part(mut self, name: &str, text: &str) -> Docx {
        self.parts.push((name.to_owned(), text.to_owned()));
        self
    }

    /// A part beside the main one, which refers to it by its kind.
    pub(super) fn related(mut self, kind: &str, inner: &str) -> Docx {
        self.links.push((format!("{kind}Id"), kind.to_owned(), format!("{kind}.xml"), false));
        self.part(&format!("word/{kind}.xml"), &format!("<w:{kind}>{inner}</w:{kind}>"))
    }

    /// Packs the parts, which otherwise lie in it as they are.
    pub(crate) fn packed(mut self) -> Docx {
        self.is_packed = true;
        self
    }

    /// A link of the main part.
    pub(super) fn link(mut self, id: &str, address: &str) -> Docx {
        self.links.push((id.to_owned(), "hyperlink".to_owned(), address.to_owned(), true));
        self
    }

    /// A picture of the main part.
    pub(super) fn picture(mut self, id: &str, part: &str) -> Docx {
        self.links.push((id.to_owned(), "image".to_owned(), part.to_owned(), false));
        self
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let links = self.links.iter().map(|(id, kind, target, is_outside)| {
            let mode = if *is_outside { " TargetMode=\"External\"" } else { "" };
            format!("<Relationship Id=\"{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"{mode}/>")
        });
        let links = format!("<Relationships>{}</Relationships>", links.collect::<String>());
        let own = ("word/_rels/document.xml.rels".to_owned(), links);
        let mut packed = ZipWriter::new(Cursor::new(Vec::new()));
        let method = if self.is_packed { CompressionMethod::Deflated } else { CompressionMethod::Stored };
        let options = SimpleFileOptions::default().compression_method(method);
        for (name, text) in self.parts.iter().chain([&own]) {
            packed.start_file(name, options).expect("a new part");
            packed.write_all(text.as_bytes()).expect("packs");
        }
        packed.finish().expect("packs").into_inner()
    }

    #[track_caller]
    pub(super) fn read(&self) -> Draft {
        read_word(&self.bytes()).expect("is read")
    }

    /// The text, and what was left out of it.
    #[track_caller]
    pub(super) fn text(&self) -> (String, Vec<(LeftOutKind, usize)>) {
        let draft = self.read();
        (draft.markdown, draft.left_out.iter().map(|left| (left.kind, left.count)).collect())
    }
}

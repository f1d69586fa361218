//! Word files under other names, and those that are damaged or would swell.

use std::fmt::Write as _;

use baozhai::interop::word::{WordError, read_word};

use super::docx::{Docx, docx, plain, run};
use super::report;
use crate::interop::Outcome;

#[test]
fn the_main_part_is_the_one_the_package_names() {
    let package = "<Relationships><Relationship Id=\"rId1\" Type=\"http://purl.oclc.org/ooxml/officeDocument/relationships/\
                   officeDocument\" Target=\"/word/document2.xml\"/></Relationships>";
    let text = format!("<document><body>{}</body></document>", plain("网上写的文章"));
    let file = Docx::default().part("_rels/.rels", package).part("word/document2.xml", &text);
    assert_eq!(file.read().markdown, "网上写的文章\n");
}

#[test]
fn prefixes_are_nobodys_business() {
    let body =
        plain("甲") + "<w:tbl><w:tr><w:tc><w:p><w:r><w:b/><w:t>乙</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    let right = docx(&body).read();
    for prefix in ["", "ns0:", "doc:"] {
        let text = format!("<w:document><w:body>{body}</w:body></w:document>").replace("w:", prefix);
        assert_eq!(Docx::default().part("word/document.xml", &text).read(), right, "{prefix}");
    }
}

#[test]
fn a_damaged_one_is_refused_and_breaks_nothing() -> Outcome {
    let whole = report()?;
    for at in (0..whole.len()).step_by(whole.len() / 200) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x55;
        let _ = read_word(&damaged);
        let _ = read_word(&whole[..at]);
    }
    Ok(())
}

#[test]
fn a_text_that_is_cut_off_is_read_as_far_as_it_goes() {
    let whole = format!("<w:document><w:body>{}{}</w:body></w:document>", plain("甲"), plain("乙"));
    for (end, _) in whole.char_indices() {
        let _ = read_word(&Docx::default().part("word/document.xml", &whole[..end]).bytes());
    }
}

#[track_caller]
fn assert_refused(file: &Docx, why: &str) {
    let refused = read_word(&file.bytes()).err();
    assert!(
        matches!(&refused, Some(WordError::NotWord(reason)) if reason.contains(why)),
        "{why}: {refused:?}"
    );
}

#[test]
fn one_that_would_swell_is_refused() {
    let long = format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "x".repeat(65 << 20));
    assert_eq!(read_word(&docx(&long).packed().bytes()).err(), Some(WordError::Swells));
    assert_refused(&docx(&"<w:p/>".repeat(2_100_000)), "too many");
    let deep = 600;
    let body = format!("{}{}{}", "<w:sdt>".repeat(deep), plain("甲"), "</w:sdt>".repeat(deep));
    assert_refused(&docx(&body), "too deep");
}

#[test]
fn what_is_deep_is_read_on_a_small_stack() -> Outcome {
    for (open, close) in [
        ("<w:sdt>", "</w:sdt>"),
        ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
        ("<w:p><w:r><w:pict><w:txbxContent>", "</w:txbxContent></w:pict></w:r></w:p>"),
        ("<w:p><w:r><mc:AlternateContent><mc:Choice>", "</mc:Choice></mc:AlternateContent></w:r></w:p>"),
    ] {
        let levels = 480 / open.matches('<').count();
        let body = format!("{}{}{}", open.repeat(levels), plain("甲"), close.repeat(levels));
        let bytes = docx(&body).bytes();
        let reading = std::thread::Builder::new().stack_size(2 << 20).spawn(move || read_word(&bytes))?;
        let draft = reading.join().expect("does not break down")?;
        assert!(draft.markdown.len() < 10_000, "{open}");
    }
    Ok(())
}

#[test]
fn little_does_not_become_much() {
    let long = "长".repeat(100_000);
    let mut body = String::new();
    for number in 0..500 {
        let _ = write!(
            body,
            "<w:p><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr>{}<w:hyperlink r:id=\"a\">{}</w:hyperlink>\
             <w:r><w:footnoteReference w:id=\"1\"/></w:r></w:p>",
            run("", &number.to_string()),
            run("", "此处")
        );
    }
    let blips = "<a:blip r:embed=\"none\"/>".repeat(1000);
    let _ = write!(body, "<w:p><w:r><w:drawing><wp:docPr descr=\"{long}\"/>{blips}</w:drawing></w:r></w:p>");
    let cells = "<w:tc><w:tcPr><w:gridSpan w:val=\"64\"/></w:tcPr></w:tc>".repeat(300);
    let rows = "<w:tr><w:tc/></w:tr>".repeat(20_000);
    let _ = write!(body, "<w:tbl><w:tr>{cells}</w:tr>{rows}</w:tbl>");
    let numbering = format!(
        "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"{long}%1\"/>\
         </w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>"
    );
    let draft = docx(&body)
        .related("numbering", &numbering)
        .related("footnotes", &format!("<w:footnote w:id=\"1\">{}</w:footnote>", plain(&long)))
        .link("a", &format!("https://example.org/{}", "a".repeat(100_000)))
        .read();
    assert!(draft.markdown.len() < 2 << 20, "{} bytes", draft.markdown.len());
}

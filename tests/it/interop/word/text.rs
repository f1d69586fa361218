//! Words, cells, notes and links of Word files: what was written is carried over, and what is lost is told.

use baozhai::interop::word::LeftOutKind;

use super::docx::{docx, plain, run, styled};

fn paragraph(inner: &str) -> String {
    format!("<w:p>{inner}</w:p>")
}

fn cell(properties: &str, inner: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>")
}

fn table(rows: &[&[String]]) -> String {
    let rows: String = rows.iter().map(|cells| format!("<w:tr>{}</w:tr>", cells.concat())).collect();
    format!("<w:tbl><w:tblPr/><w:tblGrid/>{rows}</w:tbl>")
}

#[track_caller]
fn assert_text(body: &str, text: &str, told: &[(LeftOutKind, usize)]) {
    let (found, left_out) = docx(body).text();
    assert_eq!(found, format!("{text}\n"));
    assert_eq!(left_out, told);
}

#[test]
fn joined_cells_keep_the_places_of_the_others() {
    let down = table(&[
        &[cell("", &plain("村")), cell("", &plain("年")), cell("", &plain("堡数"))],
        &[
            cell("<w:vMerge w:val=\"restart\"/>", &plain("小张")),
            cell("", &plain("1990")),
            cell("", &plain("3")),
        ],
        &[cell("<w:vMerge/>", "<w:p/>"), cell("", &plain("2000")), cell("", &plain("2"))],
    ]);
    assert_text(
        &down,
        "| 村 | 年 | 堡数 |\n|---|---|---|\n| 小张 | 1990 | 3 |\n|  | 2000 | 2 |",
        &[(LeftOutKind::JoinedCells, 1)],
    );
    let both = table(&[
        &[
            cell("<w:vMerge w:val=\"restart\"/>", &plain("村")),
            cell("<w:gridSpan w:val=\"2\"/>", &plain("高度")),
        ],
        &[cell("<w:vMerge/>", "<w:p/>"), cell("", &plain("东墙")), cell("", &plain("西墙"))],
    ]);
    assert_text(
        &both,
        "| 村 | 高度 |  |\n|---|---|---|\n|  | 东墙 | 西墙 |",
        &[(LeftOutKind::JoinedCells, 2)],
    );
    // A row that begins further right.
    let late = "<w:tbl><w:tr><w:tc><w:p/></w:tc><w:tc><w:p/></w:tc></w:tr><w:tr><w:trPr><w:gridBefore w:val=\"1\"/>\
                </w:trPr><w:tc><w:p><w:r><w:t>8</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    assert_text(late, "|  |  |\n|---|---|\n|  | 8 |", &[]);
}

#[test]
fn cells_keep_what_is_counted_and_the_tables_within_them() {
    let inner = table(&[&[cell("", &plain("甲")), cell("", &plain("乙"))]]);
    let listed = "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr>";
    let counted = [styled(listed, "东门"), styled(listed, "西门")].concat();
    let body = table(&[&[cell("", &(inner + "<w:p/>")), cell("", &counted)]]);
    let numbering = "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/>\
                     <w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.\"/></w:lvl></w:abstractNum>\
                     <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>";
    let (text, told) = docx(&body).related("numbering", numbering).text();
    assert_eq!(text, "| 甲 乙 | 1. 东门 2. 西门 |\n|---|---|\n");
    assert_eq!(told, [(LeftOutKind::JoinedCells, 1)]);
}

#[test]
fn what_was_moved_stands_once_where_it_was_moved_to() {
    let sentence = run("", "搬走的一句。");
    let from = paragraph(&format!("{}<w:moveFrom w:id=\"1\">{sentence}</w:moveFrom>", run("", "甲段。")));
    let to = paragraph(&format!("{}<w:moveTo w:id=\"1\">{sentence}</w:moveTo>", run("", "乙段。")));
    assert_text(&(from + &to), "甲段。\n\n乙段。搬走的一句。", &[]);
    // A whole paragraph, with its end.
    let gone = format!(
        "<w:p><w:pPr><w:rPr><w:moveFrom w:id=\"1\"/></w:rPr></w:pPr><w:moveFrom w:id=\"2\">{sentence}</w:moveFrom></w:p>"
    );
    let come = format!("<w:moveTo w:id=\"3\">{}</w:moveTo>", plain("搬走的一句。"));
    assert_text(&[gone, plain("乙段。"), come].concat(), "乙段。\n\n搬走的一句。", &[]);
}

#[test]
fn a_paragraph_whose_end_is_deleted_goes_on_in_the_next() {
    let open =
        |text: &str| format!("<w:p><w:pPr><w:rPr><w:del w:id=\"1\"/></w:rPr></w:pPr>{}</w:p>", run("", text));
    assert_text(&[open("墙高"), plain("八米。")].concat(), "墙高八米。", &[]);
    assert_text(&open("最后一段"), "最后一段", &[]);
    let cells = table(&[&[cell("", &[open("墙高"), plain("八米")].concat())]]);
    assert_text(&cells, "| 墙高八米 |\n|---|", &[]);
}

#[test]
fn stars_stand_beside_the_words_and_not_beside_blanks() {
    for (words, text) in [
        ("　　民堡", "**民堡**是村民所筑。"),
        ("民堡　　", "**民堡**　　是村民所筑。"),
        (" 民堡 ", "**民堡** 是村民所筑。"),
        ("\u{2003}民\u{2003}堡\u{2003}", "**民\u{2003}堡**\u{2003}是村民所筑。"),
    ] {
        let body = paragraph(&(run("<w:b/>", words) + &run("", "是村民所筑。")));
        assert_text(&body, text, &[]);
    }
    let body = [run("", "见"), run("<w:b/>", "　"), run("<w:b/><w:i/>", " 县志 "), run("", "。")].concat();
    assert_text(&paragraph(&body), "见　 ***县志*** 。", &[]);
    let off =
        [run("<w:b/>", "甲"), run("<w:b w:val=\"0\"/>", "乙"), run("<w:i w:val=\"true\"/>", "丙")].concat();
    assert_text(&paragraph(&off), "**甲**乙*丙*", &[]);
}

#[test]
fn words_are_set_by_their_styles_too() {
    let styles = "<w:style w:type=\"paragraph\" w:styleId=\"A\"><w:name w:val=\"要点\"/><w:rPr><w:b/></w:rPr></w:style>\
                  <w:style w:type=\"character\" w:styleId=\"B\"><w:name w:val=\"密\"/><w:rPr><w:vanish/></w:rPr></w:style>\
                  <w:style w:type=\"character\" w:styleId=\"C\"><w:name w:val=\"重\"/><w:rPr><w:b/></w:rPr></w:style>";
    let body = format!(
        "<w:p><w:pPr><w:pStyle w:val=\"A\"/></w:pPr>{}{}{}</w:p>",
        run("", "民堡"),
        run("<w:rStyle w:val=\"B\"/>", "不给看"),
        run("<w:rStyle w:val=\"C\"/>", "官堡")
    );
    let (text, told) = docx(&body).related("styles", styles).text();
    assert_eq!((text.as_str(), told), ("**民堡**官堡\n", vec![(LeftOutKind::HiddenText, 1)]));
}

#[test]
fn what_is_hidden_or_struck_out_is_left_out_and_told() {
    for (properties, kind) in [
        ("<w:strike/>", LeftOutKind::StruckOut),
        ("<w:dstrike/>", LeftOutKind::StruckOut),
        ("<w:strike w:val=\"0\"/><w:dstrike/>", LeftOutKind::StruckOut),
        ("<w:vanish/>", LeftOutKind::HiddenText),
    ] {
        let body = [run("", "墙高"), run(properties, "六米"), run("", "八米")].concat();
        assert_text(&paragraph(&body), "墙高八米", &[(kind, 1)]);
    }
    let body = [run("<w:strike w:val=\"false\"/>", "墙高"), run("<w:vanish w:val=\"0\"/>", "八米")].concat();
    assert_text(&paragraph(&body), "墙高八米", &[]);
}

#[test]
fn readings_stand_beside_the_words_they_are_for() {
    let ruby = "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>bǔ</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>堡</w:t></w:r>\
                </w:rubyBase></w:ruby></w:r>";
    assert_text(&paragraph(&(run("", "这座") + ruby + &run("", "很高"))), "这座[堡](reading:bǔ)很高", &[]);
    let field = |instruction: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r>\
             <w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
        )
    };
    let by_field = field("EQ \\* jc2 \\* \"Font:宋体\" \\* hps10 \\o\\ad(\\s\\up 9(bǔ),堡)");
    assert_text(&paragraph(&(run("", "这座") + &by_field)), "这座[堡](reading:bǔ)", &[]);
    assert_text(&paragraph(&(field("EQ \\o\\ac(○,1)") + &run("", "东门"))), "①东门", &[]);
    let fraction = paragraph(&(run("", "约") + &field("EQ \\f(1,2)")));
    assert_text(&fraction, "约", &[(LeftOutKind::Formulas, 1)]);
}

#[test]
fn signs_of_fonts_become_signs() {
    let sign = |font: &str, code: &str| format!("<w:r><w:sym w:font=\"{font}\" w:char=\"{code}\"/></w:r>");
    let known = sign("Wingdings", "F0FC") + &sign("Symbol", "F0B4") + &sign("宋体", "2713");
    assert_text(&paragraph(&known), "✓×✓", &[]);
    let unknown = sign("Wingdings 3", "F044") + &run("", "门");
    assert_text(&paragraph(&unknown), "□门", &[(LeftOutKind::Symbols, 1)]);
    let by_font = "<w:rFonts w:ascii=\"Wingdings\" w:hAnsi=\"Wingdings\"/>";
    assert_text(&paragraph(&run(by_font, "\u{f0fe}")), "☑", &[]);
    assert_text(&paragraph(&run("", "堡\u{e123}")), "堡□", &[(LeftOutKind::Symbols, 1)]);
    let emoji = "<w:r><mc:AlternateContent><mc:Choice Requires=\"w16se\"><w16se:symEx w16se:font=\"Segoe UI Emoji\" \
                 w16se:char=\"1F3EF\"/></mc:Choice><mc:Fallback><w:t>🏯</w:t></mc:Fallback></mc:AlternateContent></w:r>";
    assert_text(&paragraph(emoji), "🏯", &[]);
}

#[test]
fn notes_are_whole_wherever_they_are_marked() {
    let note = |id: u8, inner: &str| format!("<w:footnote w:id=\"{id}\">{inner}</w:footnote>");
    let mark = |id: u8| format!("<w:r><w:footnoteReference w:id=\"{id}\"/></w:r>");
    let inner = table(&[&[cell("", &paragraph(&(run("", "乙") + &mark(2))))]]);
    let body = paragraph(&(run("", "甲") + &mark(1)))
        + &table(&[&[cell("", &(inner + "<w:p/>"))]])
        + &paragraph(&(run("", "丙") + &mark(9) + &mark(1)));
    let notes = note(1, &[plain("注一段"), plain("注二段")].concat()) + &note(2, &plain("表中注"));
    let file = docx(&body).related("footnotes", &notes);
    let (text, told) = file.text();
    assert_eq!(text, "甲[^1]\n\n| 乙[^2] |\n|---|\n\n丙[^1]\n\n[^1]: 注一段\n\n    注二段\n\n[^2]: 表中注\n");
    assert_eq!(told, [(LeftOutKind::JoinedCells, 1), (LeftOutKind::Notes, 1)]);
    // The archive reads all of it.
    let (_, findings) = baozhai::prose::find(&text);
    assert_eq!(findings, []);
}

#[test]
fn links_of_a_note_are_those_of_its_part() {
    let link = "<w:hyperlink r:id=\"rId1\"><w:r><w:t>志</w:t></w:r></w:hyperlink>";
    let body = paragraph(&format!("{link}<w:r><w:endnoteReference w:id=\"1\"/></w:r>"));
    let relations = "<Relationships><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/\
                     2006/relationships/hyperlink\" Target=\"https://example.org/note\" TargetMode=\"External\"/></Relationships>";
    let (text, _) = docx(&body)
        .link("rId1", "https://example.org/text")
        .related("endnotes", &format!("<w:endnote w:id=\"1\">{}</w:endnote>", paragraph(link)))
        .part("word/_rels/endnotes.xml.rels", relations)
        .text();
    assert_eq!(text, "[志](<https://example.org/text>)[^1]\n\n[^1]: [志](<https://example.org/note>)\n");
}

#[test]
fn a_link_that_leads_nowhere_is_told_and_its_words_stay() {
    let link = "<w:hyperlink r:id=\"a\"><w:r><w:t>此处</w:t></w:r></w:hyperlink>";
    for address in
        ["javascript:alert(1)", "file:///C:/a.doc", "a.doc", "\\\\server\\a.doc", "data:text/html,x"]
    {
        let (text, told) = docx(&paragraph(link)).link("a", address).text();
        assert_eq!((text.as_str(), told), ("此处\n", vec![(LeftOutKind::Links, 1)]), "{address}");
    }
    let (text, told) = docx(&paragraph(link)).link("a", "https://example.org/甲 &lt;乙&gt;").text();
    assert_eq!((text.as_str(), told), ("[此处](<https://example.org/甲 %3C乙%3E>)\n", vec![]));
    let within = "<w:hyperlink w:anchor=\"_Toc1\"><w:r><w:t>上文</w:t></w:r></w:hyperlink>";
    assert_text(&paragraph(within), "上文", &[(LeftOutKind::Links, 1)]);
    // A sign before a link begins no picture.
    let (text, _) = docx(&paragraph(&(run("", "Look!") + link))).link("a", "https://example.org/").text();
    assert_eq!(text, "Look\\![此处](<https://example.org/>)\n");
}

#[test]
fn a_page_break_ends_a_paragraph() {
    for kind in ["page", "column"] {
        let body =
            paragraph(&format!("{}<w:r><w:br w:type=\"{kind}\"/></w:r>{}", run("", "甲"), run("", "乙")));
        assert_text(&body, "甲\n\n乙", &[]);
    }
    let alone = paragraph("<w:r><w:br w:type=\"page\"/></w:r>");
    assert_text(&[plain("甲"), alone, plain("乙")].concat(), "甲\n\n乙", &[]);
    let line = paragraph(&format!("{}<w:r><w:br/></w:r>{}", run("", "甲"), run("", "1. 乙")));
    assert_text(&line, "甲\\\n1\\. 乙", &[]);
}

#[test]
fn what_is_drawn_and_cannot_be_shown_is_told() {
    let shape = "<w:r><w:drawing><wp:inline><wp:docPr id=\"1\" name=\"箭头\"/><a:graphic/></wp:inline></w:drawing></w:r>";
    assert_text(&paragraph(&(run("", "北") + shape)), "北", &[(LeftOutKind::Drawings, 1)]);
    let linked = "<w:r><w:drawing><a:blip r:link=\"x\"/></w:drawing></w:r>";
    assert_text(&paragraph(&(run("", "北") + linked)), "北", &[(LeftOutKind::Pictures, 1)]);
    let boxed = format!(
        "<w:r><w:drawing><wps:txbx><w:txbxContent>{}</w:txbxContent></wps:txbx></w:drawing></w:r>",
        plain("框中字")
    );
    assert_text(&paragraph(&(run("", "北") + &boxed)), "北\n\n框中字", &[]);
    let in_cell = table(&[&[cell("", &paragraph(&(run("", "北") + &boxed)))]]);
    assert_text(&in_cell, "| 北 |\n|---|\n\n框中字", &[]);
}

#[test]
fn forms_say_what_was_chosen() {
    let field = |data: &str| {
        paragraph(&format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\"><w:ffData>{data}</w:ffData></w:fldChar></w:r>\
             <w:r><w:instrText> FORM </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>{}",
            run("", "国保")
        ))
    };
    assert_text(&field("<w:checkBox><w:default w:val=\"1\"/></w:checkBox>"), "☑国保", &[]);
    let list =
        "<w:ddList><w:result w:val=\"1\"/><w:listEntry w:val=\"无\"/><w:listEntry w:val=\"是\"/></w:ddList>";
    assert_text(&field(list), "是国保", &[]);
}

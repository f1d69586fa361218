//! Headings and what Word counts: numbers that stand in no paragraph are carried over as Word shows them.

use baozhai::interop::word::LeftOutKind;

use super::docx::{Docx, docx, plain, styled};

fn level(number: usize, format: &str, text: &str, more: &str) -> String {
    format!(
        "<w:lvl w:ilvl=\"{number}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/>{more}<w:lvlText w:val=\"{text}\"/></w:lvl>"
    )
}

fn numbered(body: &str, levels: &str) -> Docx {
    let numbering = format!(
        "<w:abstractNum w:abstractNumId=\"0\">{levels}</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>"
    );
    docx(body).related("numbering", &numbering)
}

fn item(level: usize, text: &str) -> String {
    styled(&format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"1\"/></w:numPr>"), text)
}

#[test]
fn numbers_stay_as_word_shows_them() {
    for (format, text, first, twelfth) in [
        ("chineseCountingThousand", "%1、", "一、", "十二、"),
        ("chineseCounting", "（%1）", "（一）", "（十二）"),
        ("japaneseCounting", "第%1章", "第一章 ", "第十二章 "),
        ("chineseLegalSimplified", "%1、", "壹、", "壹拾贰、"),
        ("decimalEnclosedCircle", "%1", "① ", "⑫ "),
        ("ideographTraditional", "%1、", "甲、", "12、"),
        ("decimalFullWidth", "%1．", "１．", "１２．"),
        ("decimal", "%1）", "1）", "12）"),
        ("decimal", "%1、", "1、", "12、"),
        ("lowerLetter", "%1)", "a) ", "l) "),
        ("upperRoman", "%1.", "I. ", "XII. "),
    ] {
        let body: String = (0..12).map(|_| item(0, "门")).collect();
        let (markdown, told) = numbered(&body, &level(0, format, text, "")).text();
        let blocks: Vec<&str> = markdown.trim_end().split("\n\n").collect();
        assert_eq!(blocks.len(), 12, "{markdown}");
        assert_eq!((blocks[0], blocks[11]), (&*format!("{first}门"), &*format!("{twelfth}门")));
        let is_known = format != "ideographTraditional";
        assert_eq!(told, if is_known { vec![] } else { vec![(LeftOutKind::Numbers, 2)] });
    }
    let (_, told) = numbered(&item(0, "门"), &level(0, "koreanCounting", "%1.", "")).text();
    assert_eq!(told, [(LeftOutKind::Numbers, 1)]);
}

#[test]
fn plain_numbers_and_marks_are_lists() {
    let levels = level(0, "decimal", "%1.", "") + &level(1, "bullet", "•", "") + &level(2, "bullet", "◦", "");
    let body = [
        item(0, "城"),
        item(1, "门"),
        item(2, "环"),
        item(1, "楼"),
        item(0, "堡"),
        plain("一段。"),
        item(0, "寨"),
    ];
    assert_eq!(
        numbered(&body.concat(), &levels).text().0,
        "1. 城\n    - 门\n        - 环\n    - 楼\n2. 堡\n\n一段。\n\n3. 寨\n"
    );
    // A paragraph without words is counted.
    let body = [item(0, "城"), item(0, ""), item(0, "堡")].concat();
    assert_eq!(numbered(&body, &levels).text().0, "1. 城\n\n1) 堡\n".replace("1)", "3)"));
}

#[test]
fn levels_count_within_one_another() {
    let levels = level(0, "chineseCounting", "第%1章", "") + &level(1, "decimal", "%1.%2", "<w:isLgl/>");
    let body = [item(0, "地理"), item(1, "山"), item(1, "水"), item(0, "历史"), item(1, "明")].concat();
    assert_eq!(
        numbered(&body, &levels).text().0,
        "第一章 地理\n\n1.1 山\n\n1.2 水\n\n第二章 历史\n\n2.1 明\n"
    );
    // Articles go on through the chapters.
    let levels = level(0, "chineseCounting", "第%1章", "")
        + &level(1, "chineseCounting", "第%2条", "<w:lvlRestart w:val=\"0\"/>");
    let body = [item(0, "总则"), item(1, "一"), item(0, "保护"), item(1, "二")].concat();
    assert_eq!(numbered(&body, &levels).text().0, "第一章 总则\n\n第一条 一\n\n第二章 保护\n\n第二条 二\n");
}

#[test]
fn headings_are_found_by_outline_or_by_name_alone() {
    let styles = "<w:style w:styleId=\"a\"><w:name w:val=\"Heading 3\"/></w:style>\
                  <w:style w:styleId=\"b\"><w:name w:val=\"章题\"/><w:pPr><w:outlineLvl w:val=\"3\"/></w:pPr></w:style>\
                  <w:style w:styleId=\"c\"><w:name w:val=\"小题\"/><w:basedOn w:val=\"a\"/></w:style>\
                  <w:style w:styleId=\"d\"><w:name w:val=\"三级标题\"/></w:style>\
                  <w:style w:styleId=\"e\"><w:name w:val=\"TOC Heading\"/><w:basedOn w:val=\"a\"/><w:pPr><w:outlineLvl w:val=\"9\"/></w:pPr></w:style>";
    let of = |style: &str| format!("<w:pStyle w:val=\"{style}\"/>");
    for (properties, text) in [
        (of("a"), "### 墙"),
        (of("b"), "#### 墙"),
        (of("c"), "### 墙"),
        (of("d"), "### 墙"),
        (of("e"), "墙"),
        (of("Heading2"), "## 墙"),
        ("<w:outlineLvl w:val=\"4\"/>".to_owned(), "##### 墙"),
        (of("a") + "<w:outlineLvl w:val=\"9\"/>", "墙"),
    ] {
        let (found, told) = docx(&styled(&properties, "墙")).related("styles", styles).text();
        assert_eq!((found, told), (format!("{text}\n"), vec![]), "{properties}");
    }
    let (found, _) = docx(&styled(&of("标题 3"), "墙")).text();
    assert_eq!(found, "### 墙\n");
}

#[test]
fn a_style_may_count() {
    let styles = "<w:style w:styleId=\"1\"><w:name w:val=\"heading 1\"/><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>\
                  <w:style w:styleId=\"2\"><w:name w:val=\"heading 2\"/><w:basedOn w:val=\"1\"/><w:pPr><w:numPr><w:ilvl w:val=\"1\"/></w:numPr></w:pPr></w:style>\
                  <w:style w:styleId=\"l\"><w:name w:val=\"条目\"/><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>";
    let levels = level(0, "japaneseCounting", "第%1章", "")
        + &level(1, "decimal", "%2.", "")
        + &level(2, "decimal", "%3.", "<w:pStyle w:val=\"l\"/>");
    let of = |style: &str, text: &str| styled(&format!("<w:pStyle w:val=\"{style}\"/>"), text);
    let off = styled("<w:pStyle w:val=\"1\"/><w:numPr><w:numId w:val=\"0\"/></w:numPr>", "附录");
    let body = [of("1", "地理"), of("2", "山"), of("l", "东"), of("l", "西"), of("1", "历史"), off].concat();
    let (text, told) = numbered(&body, &levels).related("styles", styles).text();
    assert_eq!(text, "## 第一章 地理\n\n## 1. 山\n\n1. 东\n2. 西\n\n## 第二章 历史\n\n## 附录\n");
    assert_eq!(told, []);
}

#[test]
fn a_numbering_may_have_its_levels_from_another() {
    let numbering = format!(
        "<w:abstractNum w:abstractNumId=\"0\"><w:styleLink w:val=\"甲\"/>{}</w:abstractNum>\
         <w:abstractNum w:abstractNumId=\"1\"><w:numStyleLink w:val=\"甲\"/></w:abstractNum>\
         <w:num w:numId=\"1\"><w:abstractNumId w:val=\"1\"/></w:num>",
        level(0, "chineseCounting", "%1、", "")
    );
    let (text, _) = docx(&item(0, "东门")).related("numbering", &numbering).text();
    assert_eq!(text, "一、东门\n");
}

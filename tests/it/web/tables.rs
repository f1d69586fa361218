//! Tables as pages and as files: the page, the CSV and the XLSX say the same, cell by cell.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use super::html::{piece, values, words};
use super::{Outcome, TestApp, address};

/// A file as lines of text; numbers as they are written.
type Lines = Vec<Vec<String>>;

/// Reads a CSV, which must begin with a byte order mark and end each line with CR LF.
fn read_csv(bytes: &[u8]) -> anyhow::Result<Lines> {
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).ok_or_else(|| anyhow::anyhow!("no mark"))?;
    anyhow::ensure!(text.ends_with(b"\r\n"), "the last line is not ended");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
    reader.records().map(|record| Ok(record?.iter().map(str::to_owned).collect())).collect()
}

/// The sheets of a workbook by name, in order.
fn read_xlsx(bytes: &[u8]) -> anyhow::Result<Vec<(String, Vec<Vec<Data>>)>> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes.to_vec()))?;
    let sheets = book.worksheets().into_iter();
    Ok(sheets.map(|(name, range)| (name, range.rows().map(<[Data]>::to_vec).collect())).collect())
}

fn text_of(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::Float(number) => number.to_string(),
        cell => cell.to_string(),
    }
}

/// The text of a file's main sheet, and the ids of the sources by their number.
async fn files(app: &TestApp, page: &str) -> anyhow::Result<(Lines, BTreeMap<String, String>)> {
    let (path, query) = page.split_once('?').unwrap_or((page, ""));
    let csv = app.get(&format!("{path}.csv?{query}")).await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8; header=present");
    let lines = read_csv(&csv.body)?;
    let xlsx = app.get(&format!("{path}.xlsx?{query}")).await;
    let sheets = read_xlsx(&xlsx.body)?;
    assert_eq!(sheets.len(), 3, "the table, its sources, its words");
    let main: Lines = sheets[0].1.iter().map(|row| row.iter().map(text_of).collect()).collect();
    assert_eq!(main, lines, "{page}: the XLSX is not the CSV");
    let sources = sheets[1].1.iter().skip(1);
    Ok((lines, sources.map(|row| (text_of(&row[0]), text_of(&row[1]))).collect()))
}

/// The pieces of a page that begin with `from`, each up to the next.
fn each<'h>(html: &'h str, from: &str) -> Vec<&'h str> {
    let starts: Vec<usize> = html.match_indices(from).map(|(at, _)| at).collect();
    let ends = starts.iter().skip(1).copied().chain([html.len()]);
    starts.iter().zip(ends).map(|(start, end)| &html[*start..end]).collect()
}

/// The words of the first piece of its kind, without the marks of other languages; empty where there is none.
fn said(html: &str, from: &str, to: &str) -> String {
    if !html.contains(from) {
        return String::new();
    }
    let mut html = piece(html, from, to).to_owned();
    while let Some(mark) = html.find("<span class=\"other-language\">") {
        let end = html[mark..].find("</span>").map_or(html.len(), |end| mark + end + 7);
        html.replace_range(mark..end, "");
    }
    words(&html).trim().to_owned()
}

/// The fields that a claim on a page comes to in a file: value, coded values (of which these have none), at, survey, certainty, sources, note.
fn fields(claim: &str, unit: &str, ids: &BTreeMap<String, String>, between: &str) -> [String; 7] {
    let value = said(claim, "<p class=\"value", "</p>");
    let is_number = claim.contains("<p class=\"value number\"");
    let value = if is_number { value.trim_end_matches(unit).trim().to_owned() } else { value };
    let named = each(claim, "<span class=\"by\">");
    let sources = named.iter().map(|by| {
        let number = said(by, "<a class=\"note-mark\"", "</a>");
        format!("{} [{}]", said(by, "<span class=\"by\">", "<a class"), ids[&number])
    });
    [
        value,
        said(claim, "<p class=\"coded\">", "</p>"),
        said(claim, "<p class=\"measured\">", "</p>"),
        said(claim, "<p class=\"measured survey\">", "</p>"),
        said(claim, "<span class=\"sure\">", "</span>"),
        sources.collect::<Vec<_>>().join(between),
        said(claim, "<p class=\"reserve\">", "</p>"),
    ]
}

#[tokio::test]
async fn every_cell_of_a_comparison_is_a_group_of_fields_of_its_files() -> Outcome {
    let app = TestApp::start().await?;
    for (language, between) in [("zh", "；"), ("en", "; ")] {
        for page in ["/compare?ids=alpha,gamma,beta", "/compare?ids=open-a,alpha@1"] {
            let page = address(language, page);
            let html = app.page(&page).await;
            let (lines, ids) = files(&app, &page).await?;
            let forts = html.matches("class=\"fort-name\"").count();
            let mut expected: Lines = Vec::new();
            for row in each(&html, "<th scope=\"row\">") {
                let row = piece(row, "<th", "</tr>");
                let unit = said(row, "<span class=\"unit\">", "</span>");
                let label = said(row, "<th scope=\"row\">", "</th>");
                let label = label.strip_suffix(&unit).unwrap_or(&label).trim().to_owned();
                let cells: Vec<Vec<[String; 7]>> = each(row, "<td class=")
                    .into_iter()
                    .map(|cell| match said(cell, "<p class=\"blank-word\">", "</p>").as_str() {
                        "" => {
                            let claims = each(cell, "<div class=\"claim\">");
                            claims.into_iter().map(|claim| fields(claim, &unit, &ids, between)).collect()
                        }
                        blank => vec![["", "", "", "", blank, "", ""].map(str::to_owned)],
                    })
                    .collect();
                assert_eq!(cells.len(), forts, "{page}: {label}");
                for level in 0..cells.iter().map(Vec::len).max().unwrap_or(0) {
                    let mut line = vec![label.clone(), unit.clone()];
                    for cell in &cells {
                        line.extend(cell.get(level).cloned().unwrap_or_default());
                    }
                    expected.push(line);
                }
            }
            assert_eq!(lines[0].len(), 2 + 7 * forts);
            assert!(lines[0][2].ends_with("@1"), "{:?}", lines[0]);
            assert_eq!(&lines[1..], expected.as_slice(), "{page}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn every_cell_of_the_inventory_is_a_line_or_more_of_its_files() -> Outcome {
    let app = TestApp::start().await?;
    for (language, between) in [("zh", "；"), ("en", "; ")] {
        let page = address(language, "/inventory");
        let html = app.page(&page).await;
        let (lines, ids) = files(&app, &page).await?;
        let facts: Vec<String> = each(piece(&html, "<thead>", "</thead>"), "<th scope=\"col\" class=\"")
            .into_iter()
            .skip(1)
            .map(words)
            .collect();
        let mut shown: Vec<[String; 5]> = Vec::new();
        for row in each(&html, "<th scope=\"row\"><span class=\"pick\">") {
            let row = piece(row, "<th", "</tr>");
            let fort = said(row, "<span class=\"cited\">", "</span>");
            let cells = each(row, "<td class=");
            assert_eq!(cells.len(), facts.len());
            for (fact, cell) in facts.iter().zip(cells) {
                let claims = each(cell, "<span class=\"cell-claim\">");
                for claim in &claims {
                    let number = said(claim, "<span class=\"cell-text\">", "</span>");
                    let label = said(claim, "<a href", "</a>");
                    let label = label.strip_prefix(&number).unwrap_or(&label).trim().to_owned();
                    let marks = each(claim, "<a class=\"note-mark\"");
                    let marks = marks.iter().map(|mark| ids[&said(mark, "<a class", "</a>")].clone());
                    let marks: Vec<String> = marks.collect();
                    shown.push([fort.clone(), fact.trim().to_owned(), number, label, marks.join(" ")]);
                }
                if claims.is_empty() {
                    let blank = words(cell).trim().to_owned();
                    shown.push([fort.clone(), fact.trim().to_owned(), String::new(), blank, String::new()]);
                }
            }
        }
        let kept: Vec<[String; 5]> = lines[1..]
            .iter()
            .map(|line| {
                let number =
                    if line[4].is_empty() { String::new() } else { format!("{} {}", line[4], line[5]) };
                let ids = line[11].split(between).filter_map(|source| Some(source.rsplit_once('[')?.1));
                let ids: Vec<&str> = ids.map(|id| id.trim_end_matches(']')).collect();
                [line[1].clone(), line[3].clone(), number.trim().to_owned(), line[10].clone(), ids.join(" ")]
            })
            .collect();
        assert_eq!(kept, shown, "{page}");
        assert!(kept.len() >= 3 * facts.len());
    }
    Ok(())
}

#[tokio::test]
async fn numbers_are_numbers_with_their_unit_beside_them() -> Outcome {
    let app = TestApp::start().await?;
    let xlsx = read_xlsx(&app.get("/compare.xlsx?ids=alpha,beta").await.body)?;
    let row =
        |label: &str| xlsx[0].1.iter().find(|row| text_of(&row[0]) == label).cloned().unwrap_or_default();
    let height = row("墙高");
    assert_eq!((&height[1], &height[2]), (&Data::String("m".to_owned()), &Data::Float(6.5)));
    assert_eq!(text_of(&height[4]), "北墙西端");
    assert_eq!(text_of(&height[5]), "2026年4月，张三、李四");
    assert_eq!(text_of(&height[13]), "未测", "of the other fort");
    assert_eq!(row("堡门数")[2], Data::Float(2.0));
    let key: Vec<String> = xlsx[2].1.iter().map(|row| text_of(&row[0])).collect();
    for word in ["有据", "据报道", "待核实", "未查到", "未查", "未测", "尚未确认", "引用地址"]
    {
        assert!(key.iter().any(|found| found == word), "{word} is not in {key:?}");
    }
    let about = xlsx[2].1.iter().map(|row| text_of(&row[1])).collect::<Vec<_>>().join(" ");
    assert!(about.contains("https://archive.example/compare?ids=alpha@1,beta@1"), "{about}");
    assert!(about.contains("样例档案") && about.contains("2026年11月24日"), "{about}");
    let cited = xlsx[1].1.iter().map(|row| text_of(&row[2])).collect::<Vec<_>>().join(" ");
    assert!(cited.contains("《甲村古堡 & <新事>》"), "plain text, in full: {cited}");
    Ok(())
}

#[tokio::test]
async fn what_looks_like_a_formula_is_words() -> Outcome {
    let app = TestApp::start().await?;
    for (place, formula) in
        ["=HYPERLINK(\\\"x\\\")", "＝1+1", "@SUM(A1)", "\\t=1", "-1"].into_iter().enumerate()
    {
        let before = if place == 0 { "存北墙一段".to_owned() } else { format!("第{place}句") };
        app.rewrite("alpha", &format!("\"zh\":\"{before}\""), &format!("\"zh\":\"{formula}\"")).await?;
        app.catch_up().await?;
        let plain: String = serde_json::from_str(&format!("\"{formula}\""))?;
        for page in ["/compare?ids=alpha,beta", "/inventory"] {
            let (lines, _) = files(&app, page).await?;
            let fields: Vec<&String> = lines.iter().flatten().collect();
            assert!(fields.iter().any(|field| **field == format!("'{plain}")), "{page}: {plain}");
            assert!(!fields.iter().any(|field| **field == plain), "{page}: {plain}");
            assert!(fields.iter().any(|field| *field == "6.5"), "a number stays a number");
        }
        let page = words(&app.page("/compare?ids=alpha,beta").await);
        assert!(page.contains(plain.trim()) && !page.contains(&format!("'{plain}")), "{plain}");
        app.rewrite("alpha", &format!("\"zh\":\"{formula}\""), &format!("\"zh\":\"第{}句\"", place + 1))
            .await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_file_has_a_name_and_the_same_bytes_each_time() -> Outcome {
    let app = TestApp::start().await?;
    let others = TestApp::start().await?;
    for (path, name) in [
        ("/compare.csv?ids=alpha,beta", "baozhai-compare-2026-11-24.csv"),
        ("/en/compare.xlsx?ids=alpha,beta@1", "baozhai-compare-2026-11-24.xlsx"),
        ("/en/inventory.csv", "baozhai-inventory-2026-11-24.csv"),
        ("/inventory.xlsx", "baozhai-inventory-2026-11-24.xlsx"),
    ] {
        let (one, two) = (app.get(path).await, others.get(path).await);
        assert_eq!(one.header("content-disposition"), format!("attachment; filename=\"{name}\""));
        assert!(!one.body.is_empty() && one.body == two.body, "{path}");
        assert_eq!(one.header("etag"), two.header("etag"));
    }
    let xlsx = app.get("/en/inventory.xlsx").await;
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(xlsx.body.to_vec()))?;
    assert_eq!(book.sheet_names().first().map(String::as_str), Some("What is known"));
    assert!(book.worksheet_range("Sources").is_ok() && book.worksheet_range("Key").is_ok());
    Ok(())
}

#[tokio::test]
async fn a_page_links_its_files() -> Outcome {
    let app = TestApp::start().await?;
    for (page, csv) in [
        ("/en/compare?ids=beta,alpha@1", "/en/compare.csv?ids=beta,alpha@1"),
        ("/inventory", "/inventory.csv"),
    ] {
        let html = app.page(page).await;
        assert_eq!(values(&html, "href").iter().filter(|href| *href == csv).count(), 2, "{page}");
        assert!(html.contains("<link rel=\"alternate\" type=\"text/csv"), "{page}");
    }
    Ok(())
}

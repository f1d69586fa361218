//! Papers of a change: the report that comes with a survey, the signed slip, what is found by their words, what is begun
//! from them. As browsers without scripts send them.

use axum::http::{Method, StatusCode};
use baozhai::changes::{About, Begun, ChangeId, DraftedFrom, Person, Template};
use baozhai::model::Id;
use baozhai::people::Role;
use baozhai::store::Digest;

use super::super::Outcome;
use super::super::app::Answer;
use super::changes::{Desk, hidden, leads_to};
use super::uploads::{FORM, form};
use crate::interop::word::docx::{docx, plain};
use crate::interop::word::report;
use crate::uploads::pictures::photo;

const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n";

async fn send(desk: &Desk, cookie: &str, path: &str, name: &str, bytes: &[u8]) -> Answer {
    send_as(desk, cookie, path, name, bytes, "text/html").await
}

async fn send_as(desk: &Desk, cookie: &str, path: &str, name: &str, bytes: &[u8], accept: &str) -> Answer {
    let headers = [FORM, ("cookie", cookie), ("sec-fetch-site", "same-origin"), ("accept", accept)];
    desk.app.send_bytes(Method::POST, path, &headers, form(&[("file", name, bytes)])).await
}

/// Where the report of a change is sent.
fn door(change: &str) -> String {
    format!("{change}/papers?kind=report")
}

/// The page that an answer leads to, without the part of it.
async fn followed(desk: &Desk, cookie: &str, answer: &Answer) -> Answer {
    let to = leads_to(answer);
    desk.app.get_as(cookie, to.split('#').next().unwrap_or_default()).await
}

async fn submit(desk: &Desk, change: &str) -> String {
    let version = hidden(&desk.app.get_as(&desk.surveyor, change).await, "version");
    let fields = [("version", version.as_str()), ("note", "请审")];
    leads_to(&desk.app.post_as(&desk.surveyor, &format!("{change}/submit"), &fields).await)
}

async fn decide(desk: &Desk, review: &str, fields: &[(&str, &str)]) -> String {
    let version = hidden(&desk.app.get_as(&desk.approver, review).await, "version");
    let mut all = vec![("version", version.as_str())];
    all.extend(fields);
    leads_to(&desk.app.post_as(&desk.approver, review, &all).await)
}

#[tokio::test]
async fn a_report_comes_in_without_script_and_goes_out_byte_for_byte() -> Outcome {
    let desk = Desk::start().await?;
    let change = desk.begin("beta").await;
    let page = desk.app.get_as(&desk.surveyor, &change).await;
    assert!(page.text().contains(&format!("action=\"{change}/papers?kind=report\"")), "{}", page.text());
    assert!(page.text().contains("最大64 MB"), "{}", page.text());
    let bytes = report()?;
    let sent = send(&desk, &desk.surveyor, &door(&change), "../../甲堡\u{202E}调查.docx", &bytes).await;
    assert_eq!(leads_to(&sent), format!("{change}#papers"));
    let page = followed(&desk, &desk.surveyor, &sent).await;
    assert!(
        page.text().contains("甲堡\u{FFFD}调查.docx") && !page.text().contains("../../"),
        "{}",
        page.text()
    );
    // The same file once more is the same paper.
    leads_to(&send(&desk, &desk.surveyor, &door(&change), "又一份.docx", &bytes).await);
    let page = desk.app.get_as(&desk.surveyor, &change).await;
    assert!(!page.text().contains("又一份.docx"));
    let file = format!("{change}/papers/{}", Digest::of(&bytes));
    let got = desk.app.get_as(&desk.surveyor, &file).await;
    assert!(got.status == StatusCode::OK && got.body == bytes, "as it came");
    let disposition = got.header("content-disposition");
    assert!(
        disposition.starts_with("attachment; filename=\"paper.docx\"; filename*=UTF-8''"),
        "{disposition}"
    );
    assert!(disposition.contains("%E7%94%B2%E5%A0%A1"), "{disposition}");
    assert_eq!(got.header("x-content-type-options"), "nosniff");
    assert_eq!(got.header("cache-control"), "no-store");
    // Whoever may not see the change has none of it; nor has anybody by the address of a picture.
    let other = desk.app.with_member("wang", Role::Surveyor).await?;
    assert_eq!(desk.app.get_as(&other, &file).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        desk.app.get_as(&desk.surveyor, &format!("{change}/papers/x")).await.status,
        StatusCode::NOT_FOUND
    );
    for path in [door(&change), format!("{change}/papers?kind=signed")] {
        assert_eq!(send(&desk, &other, &path, "a.docx", &bytes).await.status, StatusCode::NOT_FOUND);
    }
    for act in ["remove", "essay"] {
        let answer = desk.app.post_as(&other, &format!("{file}/{act}"), &[]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{act}");
    }
    leads_to(&desk.app.post_as(&desk.surveyor, &format!("{file}/remove"), &[]).await);
    assert_eq!(desk.app.get_as(&desk.surveyor, &file).await.status, StatusCode::NOT_FOUND);
    // Off is off, however often it is pressed.
    leads_to(&desk.app.post_as(&desk.surveyor, &format!("{file}/remove"), &[]).await);
    let log = desk.app.with_member("root", Role::Administrator).await?;
    let log = desk.app.get_as(&log, "/staff/audit").await;
    for said in ["附上文件", "去掉附件", "甲堡\u{FFFD}调查.docx"] {
        assert!(log.text().contains(said), "{said}: {}", log.text());
    }
    Ok(())
}

#[tokio::test]
async fn what_is_no_report_is_refused_with_what_to_do() -> Outcome {
    let desk = Desk::start().await?;
    let change = desk.begin("beta").await;
    let old = [&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1][..], &[0; 600]].concat();
    let long = format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "x".repeat(65 << 20));
    let bomb = docx(&long).packed().bytes();
    let whole = report()?;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("a.txt", zip::write::SimpleFileOptions::default())?;
    let zip = zip.finish()?.into_inner();
    let cases: [(&str, &[u8], &str); 10] = [
        ("调查.doc", &old, "另存为 docx"),
        ("调查.wps", &old, "另存为 docx"),
        ("调查.docx", &old, "另存为 docx"),
        ("调查.doc", b"{\\rtf1 old}", "另存为 docx"),
        ("空.docx", b"", "空文件"),
        ("bomb.docx", &bomb, "解开以后太大"),
        ("zip.docx", &zip, "只收 .docx"),
        ("cut.docx", &whole[..whole.len() / 2], "只收 .docx"),
        ("报告.pdf", PDF, "只收 .docx"),
        ("a.exe", b"MZ\0\0", "只收 .docx"),
    ];
    for (name, bytes, said) in cases {
        let refused = send(&desk, &desk.surveyor, &door(&change), name, bytes).await;
        let page = followed(&desk, &desk.surveyor, &refused).await;
        assert!(page.text().contains("id=\"paper-problem\"") && page.text().contains(said), "{name}: {said}");
        let told = send_as(&desk, &desk.surveyor, &door(&change), name, bytes, "application/json").await;
        assert!(told.status.is_client_error() && told.text().contains(said), "{name}: {}", told.text());
    }
    // Nothing was picked; no such kind; a form that breaks off.
    let nothing = send(&desk, &desk.surveyor, &door(&change), "", b"").await;
    assert!(followed(&desk, &desk.surveyor, &nothing).await.text().contains("没有选文件"));
    let kind = send(&desk, &desk.surveyor, &format!("{change}/papers?kind=other"), "a.docx", &whole).await;
    assert_eq!(kind.status, StatusCode::BAD_REQUEST);
    let headers = [FORM, ("cookie", desk.surveyor.as_str()), ("sec-fetch-site", "same-origin")];
    let broken = form(&[("file", "a.docx", &whole)]);
    let broken = broken[..broken.len() - 40].to_vec();
    let broken = desk.app.send_bytes(Method::POST, &door(&change), &headers, broken).await;
    assert!(followed(&desk, &desk.surveyor, &broken).await.text().contains("id=\"paper-problem\""));
    // A word of an address is no text of ours.
    let page = desk.app.get_as(&desk.surveyor, &format!("{change}?paper=%3Cb%3E")).await;
    assert!(!page.text().contains("paper-problem"));
    let id = desk.app.changes.of_person("li").await?.changes[0].clone();
    assert!(id.attachments.is_empty());
    assert_eq!(desk.app.uploads.sweep().await?, 0, "nothing was stored of what was refused");
    Ok(())
}

#[tokio::test]
async fn the_signed_slip_comes_with_the_review_and_after_it_and_who_may_take_back_takes_the_report_off()
-> Outcome {
    let desk = Desk::start().await?;
    let change = desk.begin("beta").await;
    let bytes = report()?;
    leads_to(&send(&desk, &desk.surveyor, &door(&change), "报告.docx", &bytes).await);
    leads_to(&desk.save(&change, &[("beta/note.zh", "补记")]).await);
    let signed = format!("{change}/papers?kind=signed");
    assert_eq!(send(&desk, &desk.surveyor, &signed, "a.pdf", PDF).await.status, StatusCode::NOT_FOUND);
    let review = submit(&desk, &change).await;
    let page = desk.app.get_as(&desk.approver, &review).await;
    assert!(page.text().contains("报告.docx"), "who reviews reads the report: {}", page.text());
    decide(&desk, &review, &[("do", "publish")]).await;
    let slip = format!("{change}/slip");
    let page = desk.app.get_as(&desk.approver, &slip).await;
    assert!(page.text().contains("id=\"paper-file\""), "{}", page.text());
    assert!(!desk.app.get_as(&desk.surveyor, &slip).await.text().contains("id=\"paper-file\""));
    assert_eq!(send(&desk, &desk.surveyor, &signed, "a.pdf", PDF).await.status, StatusCode::NOT_FOUND);
    for (name, bytes, said) in [
        ("a.docx", &bytes[..], "只收PDF、JPEG、PNG、TIFF"),
        ("a.pdf", &PDF[..20], "文件不完整"),
        ("a.jpg", &photo(1)[..700], "文件不完整"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "只收PDF、JPEG、PNG、TIFF"),
    ] {
        let refused = send(&desk, &desk.approver, &signed, name, bytes).await;
        assert!(followed(&desk, &desk.approver, &refused).await.text().contains(said), "{name}");
    }
    leads_to(&send(&desk, &desk.approver, &signed, "审批单.exe", PDF).await);
    leads_to(&send(&desk, &desk.approver, &signed, "第二页.jpg", &photo(1)).await);
    let page = desk.app.get_as(&desk.surveyor, &slip).await;
    for said in ["审批单.exe.pdf", "第二页.jpg", "报告.docx", "签字扫描件", "chief"] {
        assert!(page.text().contains(said), "{said}: {}", page.text());
    }
    let scan = desk.app.get_as(&desk.surveyor, &format!("{change}/papers/{}", Digest::of(PDF))).await;
    assert_eq!((scan.header("content-type"), &scan.body[..]), ("application/pdf", PDF));
    assert!(scan.header("content-disposition").starts_with("attachment"));
    // No other report comes to what is published, and who wrote it takes none off any more.
    let late = send(&desk, &desk.surveyor, &door(&change), "b.docx", &docx(&plain("乙")).bytes()).await;
    assert!(followed(&desk, &desk.surveyor, &late).await.text().contains("不能再附"));
    let file = format!("{change}/papers/{}", Digest::of(&bytes));
    let stays = desk.app.post_as(&desk.surveyor, &format!("{file}/remove"), &[]).await;
    assert!(!desk.app.get_as(&desk.surveyor, &slip).await.text().contains("/remove"));
    assert_eq!(stays.status, StatusCode::CONFLICT);
    assert_eq!(desk.app.uploads.sweep().await?, 0);
    assert_eq!(desk.app.get_as(&desk.surveyor, &file).await.body, bytes);
    // Nothing of it is public.
    let public = desk.app.page("/villages/beta").await;
    assert!(!public.contains("papers") && !public.contains("报告.docx"));
    assert_eq!(desk.app.get(&file).await.status, StatusCode::SEE_OTHER);
    let off = format!("{change}/papers/{}/remove?kind=signed", Digest::of(PDF));
    let page = desk.app.get_as(&desk.approver, &slip).await;
    assert!(page.text().contains(&format!("formaction=\"{off}\"")), "{}", page.text());
    // Pressed twice it leads to the page it was pressed on all the same.
    for _ in 0..2 {
        assert_eq!(leads_to(&desk.app.post_as(&desk.approver, &off, &[]).await), format!("{slip}#papers"));
    }
    assert!(!desk.app.get_as(&desk.approver, &slip).await.text().contains("审批单.exe.pdf"));
    // Who may take back what was published may take its report off too, as for somebody who is named in it.
    let off = format!("{file}/remove?kind=report");
    let page = desk.app.get_as(&desk.approver, &slip).await;
    assert!(page.text().contains(&format!("formaction=\"{off}\"")), "{}", page.text());
    assert_eq!(leads_to(&desk.app.post_as(&desk.approver, &off, &[]).await), format!("{slip}#papers"));
    assert_eq!(desk.app.get_as(&desk.surveyor, &file).await.status, StatusCode::NOT_FOUND);
    assert!(desk.app.uploads.sweep().await? > 0);
    let auditor = desk.app.with_member("zhao", Role::Auditor).await?;
    let log = desk.app.get_as(&auditor, "/staff/audit").await;
    assert!(log.text().contains("去掉附件") && log.text().contains("报告.docx"), "{}", log.text());
    Ok(())
}

#[tokio::test]
async fn a_change_is_found_by_its_number_people_village_and_the_words_of_its_report() -> Outcome {
    let desk = Desk::start().await?;
    let change = desk.begin("beta").await;
    let receipt = change.rsplit('/').next().unwrap_or_default().to_owned();
    let words = docx(&(plain("堡北城壕尚存十二米，樊村人称“老壕”。") + &plain("旁有<w:t/>碑")));
    leads_to(&send(&desk, &desk.surveyor, &door(&change), "踏查记.docx", &words.bytes()).await);
    let ask = async |cookie: &str, q: &str| {
        let q: String = q.bytes().map(|b| format!("%{b:02X}")).collect();
        desk.app.get_as(cookie, &format!("/staff/changes?q={q}")).await
    };
    let empty = desk.app.get_as(&desk.surveyor, "/staff/changes").await;
    assert!(empty.text().contains("name=\"q\"") && !empty.text().contains("找到"), "{}", empty.text());
    for q in
        [receipt.as_str(), &receipt[4..], "乙村", "BETA", "li", "城壕", "城 壕 樊邨", "老壕 乙村", "踏查"]
    {
        let found = ask(&desk.surveyor, q).await;
        assert!(found.text().contains("找到1件") && found.text().contains(&receipt), "{q}: {}", found.text());
    }
    let found = ask(&desk.surveyor, "城壕").await;
    assert!(found.text().contains("<mark>城壕</mark>"), "{}", found.text());
    for q in ["城壕 南门", "<script>", "北城城"] {
        let found = ask(&desk.surveyor, q).await;
        assert!(!found.text().contains(&receipt) && found.text().contains("没有找到"), "{q}");
        assert!(!found.text().contains("<script>"));
    }
    assert!(ask(&desk.surveyor, "   ").await.text().contains(&receipt), "blanks look for nothing");
    assert_eq!(ask(&desk.surveyor, &"壕".repeat(5_000)).await.status, StatusCode::OK);
    // A draft is its people's, and those who read all drafts.
    let other = desk.app.with_member("wang", Role::Surveyor).await?;
    assert!(!ask(&other, "城壕").await.text().contains(&receipt));
    assert!(ask(&desk.approver, "城壕").await.text().contains(&receipt));
    // With the report its words go.
    let file = format!("{change}/papers/{}", Digest::of(words.bytes()));
    leads_to(&desk.app.post_as(&desk.surveyor, &format!("{file}/remove"), &[]).await);
    assert!(!ask(&desk.surveyor, "城壕").await.text().contains(&receipt));
    Ok(())
}

#[tokio::test]
async fn an_essay_is_begun_from_a_report_and_says_what_it_lacks() -> Outcome {
    let desk = Desk::start().await?;
    let change = desk.begin("beta").await;
    let receipt = change.rsplit('/').next().unwrap_or_default().to_owned();
    let bytes = report()?;
    leads_to(&send(&desk, &desk.surveyor, &door(&change), "报告.docx", &bytes).await);
    let act = format!("{change}/papers/{}/essay", Digest::of(&bytes));
    let page = desk.app.get_as(&desk.surveyor, &change).await;
    assert!(page.text().contains(&format!("formaction=\"{act}\"")), "{}", page.text());
    let essay = leads_to(&desk.app.post_as(&desk.surveyor, &act, &[]).await);
    assert_ne!(essay, change);
    let page = desk.app.get_as(&desk.surveyor, &essay).await;
    let text = page.text();
    for said in
        ["甲堡调查记", "北墙", "（图：北墙西端）", "张三", "堡墙、夯土", "1张图", "批注", "公式", "页眉页脚"]
    {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(!text.contains("images/image-01"), "{text}");
    assert!(text.contains(&format!("<a href=\"{change}\">{receipt}</a>")), "the way back: {text}");
    // Pressed twice it is one essay.
    assert_eq!(leads_to(&desk.app.post_as(&desk.surveyor, &act, &[]).await), essay);
    let english = leads_to(&desk.app.post_as(&desk.approver, &format!("/en{act}"), &[]).await);
    let page = desk.app.get_as(&desk.approver, &english).await;
    assert!(page.text().contains("Left out") && page.text().contains("（图：北墙西端）"), "{}", page.text());
    Ok(())
}

#[tokio::test]
async fn a_report_that_no_essay_holds_begins_none_and_one_that_was_cut_off_is_filled() -> Outcome {
    let desk = Desk::start().await?;
    let change = desk.begin("beta").await;
    let essays = async || Ok::<_, anyhow::Error>(desk.app.changes.of_person("li").await?.changes.len() - 1);
    let long = docx(&plain(&"墙".repeat(140_000))).bytes();
    leads_to(&send(&desk, &desk.surveyor, &door(&change), "长.docx", &long).await);
    let act = format!("{change}/papers/{}/essay", Digest::of(&long));
    for _ in 0..2 {
        let told = desk.app.post_as(&desk.surveyor, &act, &[]).await;
        assert_eq!(leads_to(&told), format!("{change}?paper=too-long#papers"));
        assert!(followed(&desk, &desk.surveyor, &told).await.text().contains("报告太长"));
    }
    assert_eq!(essays().await?, 0, "nothing was begun");
    // Killed behind the note and before the text.
    let bytes = report()?;
    leads_to(&send(&desk, &desk.surveyor, &door(&change), "报告.docx", &bytes).await);
    let source = desk.app.changes.of_person("li").await?.changes[0].id.clone();
    let li = Person { name: "li".to_owned(), shown: "li".to_owned(), address: None };
    let cut_off = async |name: &str, from: DraftedFrom| {
        let id = Id::parse(name).map_err(|_| anyhow::anyhow!("no id"))?;
        let about = About::New { id, name: name.to_owned() };
        let Begun::New(essay) = desk.app.changes.begin(&li, Template::Essay, about).await? else {
            anyhow::bail!("it is there");
        };
        desk.app.changes.drafted_from(&essay.id, &li, &from, "").await?;
        Ok(essay.id)
    };
    let essay = cut_off("an-essay", DraftedFrom { change: source, sha256: Digest::of(&bytes) }).await?;
    let act = format!("{change}/papers/{}/essay", Digest::of(&bytes));
    let to = leads_to(&desk.app.post_as(&desk.surveyor, &act, &[]).await);
    assert_eq!(to, format!("/staff/changes/{essay}"));
    assert!(desk.app.get_as(&desk.surveyor, &to).await.text().contains("（图：北墙西端）"));
    assert_eq!(leads_to(&desk.app.post_as(&desk.surveyor, &act, &[]).await), to);
    assert_eq!(essays().await?, 1);
    // Of a change that they may not read an essay tells them nothing.
    let fields = [("template", "fort"), ("village", "alpha")];
    let hidden = leads_to(&desk.app.post_as(&desk.approver, "/staff/changes/new", &fields).await);
    let hidden = hidden.rsplit('/').next().unwrap_or_default();
    let from = ChangeId::parse(hidden).ok_or_else(|| anyhow::anyhow!("{hidden}"))?;
    let essay = cut_off("another", DraftedFrom { change: from, sha256: Digest::of(&bytes) }).await?;
    let page = desk.app.get_as(&desk.surveyor, &format!("/staff/changes/{essay}")).await;
    assert!(page.status == StatusCode::OK && !page.text().contains(hidden), "{}", page.text());
    Ok(())
}

#[tokio::test]
async fn of_a_refused_change_the_papers_are_named_and_lead_nowhere() -> Outcome {
    let desk = Desk::start().await?;
    let change = desk.begin("beta").await;
    let bytes = report()?;
    leads_to(&send(&desk, &desk.surveyor, &door(&change), "报告.docx", &bytes).await);
    leads_to(&desk.save(&change, &[("beta/note.zh", "补记")]).await);
    let review = submit(&desk, &change).await;
    decide(&desk, &review, &[("do", "reject"), ("note", "重复")]).await;
    let file = format!("{change}/papers/{}", Digest::of(&bytes));
    for is_swept in [false, true] {
        for page in [&change, &review] {
            let page = desk.app.get_as(&desk.surveyor, page).await;
            let text = page.text();
            assert!(
                text.contains("报告.docx") && text.contains("附件已删除") && !text.contains(&file),
                "{text}"
            );
        }
        assert_eq!(desk.app.get_as(&desk.surveyor, &file).await.status, StatusCode::NOT_FOUND, "{is_swept}");
        let essay = desk.app.post_as(&desk.surveyor, &format!("{file}/essay"), &[]).await;
        assert_eq!(essay.status, StatusCode::NOT_FOUND);
        desk.app.uploads.sweep().await?;
    }
    Ok(())
}

//! What is asked wrongly, what is not there, what cannot be made: the right status, in a word, at once.

use std::time::{Duration, Instant};

use axum::http::{Method, StatusCode};
use proptest::prelude::*;

use super::{Outcome, ROOT, TestApp};

#[tokio::test]
async fn what_cannot_be_is_refused_and_what_is_not_is_not_found() -> Outcome {
    let app = TestApp::start().await?;
    let nines = "9".repeat(6000);
    for (request, status, word) in [
        ("alpha-01/full/401,/0/default.jpg", 400, "400 × 240"),
        ("alpha-01/full/,241/0/default.jpg", 400, "not enlarged"),
        ("alpha-01/full/401,10/0/default.jpg", 400, "not enlarged"),
        ("alpha-01/full/pct:200/0/default.jpg", 400, "not enlarged"),
        ("alpha-01/0,0,10,10/11,/0/default.jpg", 400, "10 × 10"),
        ("alpha-01/full/4294967295,/0/default.jpg", 400, "not enlarged"),
        ("alpha-01/full/99999999999999999999,/0/default.jpg", 400, "size"),
        (&format!("alpha-01/full/{nines},/0/default.jpg"), 400, "size"),
        ("alpha-01/full/0,/0/default.jpg", 400, "size"),
        ("alpha-01/full/-5,/0/default.jpg", 400, "size"),
        ("alpha-01/full/1.5,/0/default.jpg", 400, "size"),
        ("alpha-01/full/1e9,/0/default.jpg", 400, "size"),
        ("alpha-01/full/NaN,/0/default.jpg", 400, "size"),
        ("alpha-01/full/pct:NaN/0/default.jpg", 400, "size"),
        ("alpha-01/full/,/0/default.jpg", 400, "size"),
        ("alpha-01/full/!/0/default.jpg", 400, "size"),
        ("alpha-01/full/max,/0/default.jpg", 400, "size"),
        ("alpha-01/full/full/0/default.jpg", 400, "size"),
        ("alpha-01/full/%EF%BC%91%EF%BC%90,/0/default.jpg", 400, "size"),
        ("alpha-01/full/160%2C%00/0/default.jpg", 400, "size"),
        ("alpha-01/full/%2525252525/0/default.jpg", 400, "size"),
        ("alpha-01/full/^max/0/default.jpg", 501, "not enlarged"),
        ("alpha-01/full/^500,/0/default.jpg", 501, "not enlarged"),
        ("alpha-01/full/^nonsense/0/default.jpg", 400, "size"),
        ("alpha-01/0,0,0,0/160,/0/default.jpg", 400, "region"),
        ("alpha-01/400,0,10,10/max/0/default.jpg", 400, "outside"),
        ("alpha-01/pct:100,0,10,10/max/0/default.jpg", 400, "outside"),
        ("alpha-01/-1,0,10,10/max/0/default.jpg", 400, "region"),
        ("alpha-01/a%2Fb/max/0/default.jpg", 400, "region"),
        ("alpha-01/full/160,/400/default.jpg", 400, "rotation"),
        ("alpha-01/full/160,/-90/default.jpg", 400, "rotation"),
        ("alpha-01/full/160,/0/default.exe", 400, "format"),
        ("alpha-01/full/160,/0/default", 400, "format"),
        ("alpha-01/full/160,/0/native.jpg", 400, "quality"),
        ("omega-01/full/160,/0/default.jpg", 404, "Not Found"),
        ("omega-01/info.json", 404, "Not Found"),
        ("omega-01", 404, "Not Found"),
        ("alpha/full/160,/0/default.jpg", 404, "Not Found"),
        ("alpha-01_2/full/160,/0/default.jpg", 404, "Not Found"),
        ("alpha-01_0/full/160,/0/default.jpg", 404, "Not Found"),
        ("alpha-01_x/full/160,/0/default.jpg", 404, "Not Found"),
        ("alpha-01_1_1/info.json", 404, "Not Found"),
        ("alpha-01_18446744073709551616/info.json", 404, "Not Found"),
        ("alpha-01_9223372036854775808/info.json", 404, "Not Found"),
        ("a%2Fb/full/160,/0/default.jpg", 404, "Not Found"),
        ("..%2f..%2fetc%2fpasswd/full/160,/0/default.jpg", 404, "Not Found"),
        ("%252e%252e/info.json", 404, "Not Found"),
        ("ALPHA-01/full/160,/0/default.jpg", 404, "Not Found"),
        ("%ff/info.json", 404, "Not Found"),
        ("alpha-01/%ff/160,/0/default.jpg", 404, "Not Found"),
        (&format!("{nines}/info.json"), 404, "Not Found"),
        ("alpha-01/full/160,/0", 404, ""),
        ("alpha-01/full/160,/0/default.jpg/more", 404, ""),
    ] {
        let begun = Instant::now();
        let answer = app.get(&format!("{ROOT}/{request}")).await;
        let shown: String = request.chars().take(80).collect();
        assert_eq!(answer.status.as_u16(), status, "{shown}: {}", answer.text());
        assert!(answer.text().contains(word), "{shown}: {}", answer.text());
        assert!(word.is_empty() || answer.body.len() < 120, "{shown}: {}", answer.text());
        assert!(word.is_empty() || answer.header("content-type") == "text/plain; charset=utf-8", "{shown}");
        assert_eq!(answer.header("cache-control"), "no-store", "{shown}");
        assert!(begun.elapsed() < Duration::from_secs(2), "{shown} took {:?}", begun.elapsed());
    }
    Ok(())
}

#[tokio::test]
async fn a_tag_of_any_kind_does_not_make_a_bad_request_good() -> Outcome {
    let app = TestApp::start().await?;
    for (request, status) in [("alpha-01/full/4000,/0/default.jpg", 400), ("omega-01/info.json", 404)] {
        let answer = app.ask(Method::GET, &format!("{ROOT}/{request}"), &[("if-none-match", "*")]).await;
        assert_eq!(answer.status.as_u16(), status, "{request}");
    }
    Ok(())
}

#[tokio::test]
async fn a_file_that_is_no_picture_is_not_found_and_a_lost_one_is_a_fault() -> Outcome {
    let app = TestApp::start().await?;
    let kept = app.get("/photos/gamma-01").await;
    assert_eq!(kept.status, StatusCode::OK);
    let garbage = app.keep(b"no picture at all").await?;
    let original = app.original("gamma-01").await?;
    let lost = baozhai::store::Digest::of(b"never kept").to_string();
    app.rewrite("gamma-01", &original, &garbage).await?;
    app.rewrite("gamma-01", &garbage, &lost).await?;
    app.catch_up().await?;
    let request = |number: u64| format!("{ROOT}/gamma-01_{number}/full/max/0/default.jpg");
    for (number, status, words) in
        [(1, 200, None), (2, 404, Some("Not Found\n")), (3, 500, Some("Internal Server Error\n"))]
    {
        let answer = app.get(&request(number)).await;
        assert_eq!(answer.status.as_u16(), status, "{number}");
        assert!(words.is_none_or(|words| answer.text() == words), "{number}");
        assert_eq!(answer.header("access-control-allow-origin"), "*");
    }
    // Who has it already costs nothing: not even a look at the file.
    let known = app.ask(Method::GET, &request(3), &[("if-none-match", "*")]).await;
    assert_eq!(known.status, StatusCode::NOT_MODIFIED);
    let information = app.get(&format!("{ROOT}/gamma-01_2/info.json")).await;
    assert_eq!(information.status, StatusCode::OK);
    Ok(())
}

/// A part of a request: right, nearly right, or anything.
fn part(right: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop_oneof![
        3 => proptest::sample::select(right).prop_map(str::to_owned),
        2 => "[!^]?(pct:)?[0-9.,]{0,12}",
        1 => "[!-~&&[^#?/%\"<>`{}|\\\\]]{0,20}",
        1 => "(%[0-9a-f]{2}){0,6}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_request_breaks_anything(
        identifier in part(&["alpha-01", "alpha-02_1", "gamma-01"]),
        region in part(&["full", "square", "0,0,50,50"]),
        size in part(&["max", "20,", ",20", "!9,9", "pct:9"]),
        rotation in part(&["0", "90", "!0", "7.5"]),
        file in part(&["default.jpg", "gray.png", "bitonal.webp", "color.jpg"]),
        edition in 2_u8..4,
    ) {
        let path = format!("/iiif/image/{edition}/{identifier}/{region}/{size}/{rotation}/{file}");
        let (runtime, app) = super::super::address::site();
        let answer = runtime.block_on(app.get(&path));
        let fits = [200, 308, 400, 404, 501].contains(&answer.status.as_u16());
        prop_assert!(fits, "{}: {}", path, answer.status);
        if answer.status == StatusCode::OK {
            prop_assert!(image::load_from_memory(&answer.body).is_ok(), "{}", path);
        }
    }
}

#[tokio::test]
async fn an_original_that_has_rotten_is_no_picture_until_it_is_mended() -> Outcome {
    let app = TestApp::start().await?;
    let head = app.records.head(&"alpha-01".parse()?).await?.ok_or_else(|| anyhow::anyhow!("no photo"))?;
    let record: serde_json::Value = serde_json::from_str(&head.body)?;
    let path = app.original_path(record["picture"]["sha256"].as_str().unwrap_or_default());
    let whole = std::fs::read(&path)?;
    let mut rotten = whole.clone();
    rotten[whole.len() / 2] ^= 1;
    // As a broken disk would, not as the program does.
    let mut file = std::fs::OpenOptions::new().write(true).open(&path)?;
    std::io::Write::write_all(&mut file, &rotten)?;
    for request in ["full/160,/0/default.jpg", "0,0,100,100/max/0/default.webp", "full/max/0/default.jpg"] {
        let answer = app.get(&format!("{ROOT}/alpha-01/{request}")).await;
        assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{request}");
        assert!(answer.headers.get("etag").is_none(), "{request}");
    }
    app.blobs.repair(whole.into()).await?;
    let answer = app.get(&format!("{ROOT}/alpha-01/full/160,/0/default.jpg")).await;
    assert_eq!(answer.status, StatusCode::OK);
    Ok(())
}

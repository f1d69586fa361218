//! Parts of pictures: what a download manager, a careful cache and a careless client get.

use axum::http::Method;

use super::super::app::Answer;
use super::{Outcome, ROOT, TestApp};

const WHOLE: &str = "/iiif/image/3/alpha-01_1/full/160,/0/default.jpg";

async fn part(app: &TestApp, range: &str) -> Answer {
    app.ask(Method::GET, WHOLE, &[("range", range)]).await
}

#[tokio::test]
async fn a_part_of_a_picture_is_those_bytes_of_it() -> Outcome {
    let app = TestApp::start().await?;
    // The first has to be made, the others lie ready: both ways are to answer alike.
    for path in [WHOLE, WHOLE, &format!("{ROOT}/alpha-01/full/100,/0/default.png")] {
        let again = app.get(path).await;
        let (whole, end) = (again.body.clone(), again.body.len() - 1);
        for (range, first, last) in [
            ("bytes=0-0".to_owned(), 0, 0),
            ("bytes=0-99".to_owned(), 0, 99),
            ("bytes=100-".to_owned(), 100, end),
            ("bytes=-100".to_owned(), end - 99, end),
            (format!("bytes={end}-"), end, end),
            (format!("bytes=10-{}", end + 1000), 10, end),
            (format!("bytes=-{}", end + 1000), 0, end),
            ("bytes=5-99999999999999999999999".to_owned(), 5, end),
            ("BYTES=3-4".to_owned(), 3, 4),
            ("bytes= 3-4 ,, ".to_owned(), 3, 4),
        ] {
            let answer = app.ask(Method::GET, path, &[("range", &range)]).await;
            assert_eq!(answer.status.as_u16(), 206, "{range}");
            assert_eq!(
                answer.header("content-range"),
                format!("bytes {first}-{last}/{}", whole.len()),
                "{range}"
            );
            assert_eq!(answer.body, whole.slice(first..=last), "{range}");
            let said = answer.header("content-length");
            assert!(said.is_empty() || said == answer.body.len().to_string(), "{range}: {said}");
            for same in [
                "etag",
                "cache-control",
                "content-type",
                "link",
                "accept-ranges",
                "access-control-allow-origin",
            ] {
                assert_eq!(answer.header(same), again.header(same), "{range}: {same}");
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn what_asks_for_no_part_gets_all_of_it() -> Outcome {
    let app = TestApp::start().await?;
    let whole = app.get(WHOLE).await;
    assert_eq!((whole.status.as_u16(), whole.header("accept-ranges")), (200, "bytes"));
    for range in [
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=,",
        "bytes=a-b",
        "bytes=9-3",
        "bytes=+1-2",
        "bytes=1-2-3",
        "bytes=--5",
        "bytes=0x1-2",
        "lines=0-5",
        "bytes 0-5",
        "bytes=1 - 2",
        "bytes=0-1,4-5",
        "bytes=0-,0-,0-,0-",
    ] {
        let answer = part(&app, range).await;
        assert_eq!((answer.status.as_u16(), &answer.body), (200, &whole.body), "{range:?}");
        assert_eq!(answer.header("content-range"), "", "{range:?}");
    }
    let twice = [("range", "bytes=0-1"), ("range", "bytes=4-5")];
    assert_eq!(app.ask(Method::GET, WHOLE, &twice).await.body, whole.body);
    let head = app.ask(Method::HEAD, WHOLE, &[("range", "bytes=0-9")]).await;
    assert_eq!((head.status.as_u16(), head.header("content-range")), (200, ""));
    assert_eq!(head.header("accept-ranges"), "bytes");
    assert_eq!(head.header("content-length"), whole.body.len().to_string());
    Ok(())
}

#[tokio::test]
async fn a_part_beyond_the_end_is_refused_with_the_length() -> Outcome {
    let app = TestApp::start().await?;
    let length = app.get(WHOLE).await.body.len();
    for range in [
        format!("bytes={length}-"),
        format!("bytes={length}-{length}"),
        "bytes=-0".to_owned(),
        format!("bytes={}-", u128::MAX),
    ] {
        let answer = part(&app, &range).await;
        assert_eq!(answer.status.as_u16(), 416, "{range}");
        assert_eq!(answer.header("content-range"), format!("bytes */{length}"), "{range}");
        assert_eq!(answer.header("cache-control"), "no-store", "{range}");
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{range}");
        assert_eq!(answer.text(), "Range Not Satisfiable\n");
    }
    Ok(())
}

#[tokio::test]
async fn a_part_goes_on_only_with_the_picture_it_began_with() -> Outcome {
    let app = TestApp::start().await?;
    let whole = app.get(WHOLE).await;
    let etag = whole.header("etag");
    let same = app.ask(Method::GET, WHOLE, &[("range", "bytes=7-"), ("if-range", etag)]).await;
    assert_eq!((same.status.as_u16(), &same.body), (206, &whole.body.slice(7..)));
    for other in
        ["\"other\"", &format!("W/{etag}"), "*", "Sat, 28 Nov 2026 00:00:00 GMT", "", etag.trim_matches('"')]
    {
        let answer = app.ask(Method::GET, WHOLE, &[("range", "bytes=7-"), ("if-range", other)]).await;
        assert_eq!((answer.status.as_u16(), &answer.body), (200, &whole.body), "{other}");
        // Nor is a part refused of what has become another picture.
        let beyond = app.ask(Method::GET, WHOLE, &[("range", "bytes=9999999-"), ("if-range", other)]).await;
        assert_eq!(beyond.status.as_u16(), 200, "{other}");
    }
    let known = [("range", "bytes=7-"), ("if-none-match", etag)];
    assert_eq!(app.ask(Method::GET, WHOLE, &known).await.status.as_u16(), 304, "who has it gets no part");
    let alone = app.ask(Method::GET, WHOLE, &[("if-range", etag)]).await;
    assert_eq!((alone.status.as_u16(), &alone.body), (200, &whole.body));
    Ok(())
}

#[tokio::test]
async fn what_is_no_picture_comes_whole() -> Outcome {
    let app = TestApp::start().await?;
    for path in [
        "/",
        "/iiif/image/3/alpha-01/info.json",
        "/robots.txt",
        "/iiif/image/3/omega-01/full/max/0/default.jpg",
    ] {
        let (whole, part) =
            (app.get(path).await, app.ask(Method::GET, path, &[("range", "bytes=0-9")]).await);
        assert_eq!((part.status, part.body.len()), (whole.status, whole.body.len()), "{path}");
        assert_eq!((part.header("content-range"), part.header("accept-ranges")), ("", ""), "{path}");
    }
    // The mark is a picture too.
    let icon = app.ask(Method::GET, "/favicon.ico", &[("range", "bytes=0-9")]).await;
    assert_eq!((icon.status.as_u16(), icon.body.len()), (206, 10));
    Ok(())
}

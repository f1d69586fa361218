//! `/iiif/image/3/…`: the derivatives the pages name, and nothing that costs more.

use axum::http::{Method, StatusCode};

use super::{Outcome, TestApp};

#[tokio::test]
async fn a_picture_comes_in_the_width_and_form_asked_for() -> Outcome {
    let app = TestApp::start().await?;
    for (photo, size, file, width, height, media_type) in [
        ("alpha-01", "160,", "default.jpg", 160, 96, "image/jpeg"),
        ("alpha-01", "160,", "default.webp", 160, 96, "image/webp"),
        ("alpha-01_1", "400,", "default.jpg", 400, 240, "image/jpeg"),
        ("alpha-02_1", "200,", "default.webp", 200, 320, "image/webp"),
        ("alpha-03", "1,", "default.jpg", 1, 1, "image/jpeg"),
        ("gamma-01_1", "max", "default.jpg", 120, 80, "image/jpeg"),
    ] {
        let path = format!("/iiif/image/3/{photo}/full/{size}/0/{file}");
        let answer = app.get(&path).await;
        assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, media_type), "{path}");
        let picture = image::load_from_memory(&answer.body)?;
        assert_eq!((picture.width(), picture.height()), (width, height), "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        let is_revision = photo.contains('_');
        assert_eq!(answer.header("cache-control").contains("immutable"), is_revision, "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn known_pictures_are_not_sent_again_and_heads_have_no_body() -> Outcome {
    let app = TestApp::start().await?;
    let path = "/iiif/image/3/alpha-01_1/full/160,/0/default.webp";
    let first = app.get(path).await;
    let etag = first.header("etag");
    let again = app.ask(Method::GET, path, &[("if-none-match", etag)]).await;
    assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
    let head = app.ask(Method::HEAD, path, &[]).await;
    assert_eq!((head.status, head.body.len(), head.header("etag")), (StatusCode::OK, 0, etag));
    assert_eq!(head.header("content-length"), first.body.len().to_string());
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_is_refused_and_what_is_not_is_not_found() -> Outcome {
    let app = TestApp::start().await?;
    let (bad, none) = (StatusCode::BAD_REQUEST, StatusCode::NOT_FOUND);
    for (path, status) in [
        ("alpha-01/full/401,/0/default.jpg", bad),
        ("alpha-01/full/4294967295,/0/default.jpg", bad),
        ("alpha-01/full/99999999999999999999,/0/default.jpg", bad),
        ("alpha-01/full/0,/0/default.jpg", bad),
        ("alpha-01/full/-5,/0/default.jpg", bad),
        ("alpha-01/full/1.5,/0/default.jpg", bad),
        ("alpha-01/full/,/0/default.jpg", bad),
        ("alpha-01/full/160,/0/default.exe", bad),
        ("alpha-01/full/160,/0/native.jpg", bad),
        ("alpha-01/full/160,/400/default.jpg", bad),
        ("alpha-01/0,0,0,0/160,/0/default.jpg", bad),
        ("omega-01/full/160,/0/default.jpg", none),
        ("alpha/full/160,/0/default.jpg", none),
        ("alpha-01_2/full/160,/0/default.jpg", none),
        ("alpha-01_0/full/160,/0/default.jpg", none),
        ("alpha-01_x/full/160,/0/default.jpg", none),
        ("a%2Fb/full/160,/0/default.jpg", none),
        ("..%2f..%2fetc%2fpasswd/full/160,/0/default.jpg", none),
        ("ALPHA-01/full/160,/0/default.jpg", none),
        ("alpha-01", none),
        ("alpha-01/full/160,/0", none),
        ("alpha-01/full/160,/0/default.jpg/more", none),
    ] {
        let answer = app.get(&format!("/iiif/image/3/{path}")).await;
        assert_eq!(answer.status, status, "{path}");
        assert!(answer.body.len() < 20_000, "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn a_tag_of_any_kind_does_not_make_a_bad_request_good() -> Outcome {
    let app = TestApp::start().await?;
    let path = "/iiif/image/3/alpha-01/full/4000,/0/default.jpg";
    let answer = app.ask(Method::GET, path, &[("if-none-match", "*")]).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    Ok(())
}

//! `/api/v1/coords/convert`.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::{Outcome, TestApp};

async fn asked(app: &TestApp, query: &str) -> anyhow::Result<Value> {
    let answer = app.get(&format!("/api/v1/coords/convert?{query}")).await;
    anyhow::ensure!(answer.status == StatusCode::OK, "{query}: {}", answer.text());
    Ok(serde_json::from_str(answer.text())?)
}

#[tokio::test]
async fn a_position_comes_back_in_the_datum_that_was_asked_for() -> Outcome {
    let app = TestApp::start().await?;
    // Of 110.696, 35.672 by gcoord 1.0.7, to a centimetre.
    for (query, lon, lat, crs) in [
        ("from=wgs84&to=gcj02&lon=110.696&lat=35.672", 110.701_502, 35.671_739_9, "gcj02"),
        ("from=WGS84&to=BD09&lon=110.696&lat=35.672", 110.708_127_6, 35.677_415, "bd09"),
        ("from=gcj02&to=wgs84&lon=110.701501996&lat=35.671739943", 110.696, 35.672, "wgs84"),
        ("from=bd09&to=cgcs2000&lon=110.7081276372&lat=35.6774149734", 110.696, 35.672, "cgcs2000"),
        ("from=wgs84&to=cgcs2000&lon=110.12345678&lat=-0.00000001", 110.123_456_8, 0.0, "cgcs2000"),
        ("from=wgs84&to=gcj02&lon=114.1694&lat=22.3193", 114.1694, 22.3193, "gcj02"),
        ("from=bd09&to=gcj02&lon=139.6917&lat=35.6895", 139.6917, 35.6895, "gcj02"),
    ] {
        assert_eq!(asked(&app, query).await?, json!({ "lon": lon, "lat": lat, "crs": crs }), "{query}");
    }
    Ok(())
}

#[tokio::test]
async fn it_is_kept_and_open_to_other_sites() -> Outcome {
    let app = TestApp::start().await?;
    let path = "/api/v1/coords/convert?from=wgs84&to=gcj02&lon=110.696&lat=35.672";
    let answer = app.get(path).await;
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(answer.header("content-type"), "application/json; charset=utf-8");
    assert_eq!(answer.header("cache-control"), "public, max-age=3600, stale-while-revalidate=86400");
    let tag = answer.header("etag");
    let again = app.ask(Method::GET, path, &[("if-none-match", tag)]).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    assert_eq!(app.ask(Method::OPTIONS, path, &[]).await.status, StatusCode::NO_CONTENT);
    Ok(())
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_with_a_way_on() -> Outcome {
    let app = TestApp::start().await?;
    for (query, told) in [
        ("", "`from` is one of"),
        ("from=wgs84&lon=110.7&lat=35.6", "`to` is one of `wgs84`, `cgcs2000`, `gcj02`, `bd09`"),
        ("from=wgs84&to=gcj02&lon=110.7", "`lat` is a number"),
        ("from=wgs84&to=mercator&lon=110.7&lat=35.6", "`to` is one of"),
        ("from=Beijing54&to=wgs84&lon=110.7&lat=35.6", "Beijing54 are kept as they were recorded"),
        ("from=wgs84&to=xian80&lon=110.7&lat=35.6", "Xian80 are kept"),
        ("from=wgs84&to=gcj02&lon=35.6&lat=110.7", "exchanged"),
        ("from=wgs84&to=gcj02&lon=181&lat=35.6", "-180 to 180"),
        ("from=wgs84&to=gcj02&lon=1&lat=-90.5", "exchanged"),
        ("from=wgs84&to=gcj02&lon=NaN&lat=35.6", "`lon` is a number"),
        ("from=wgs84&to=gcj02&lon=110.7&lat=inf", "`lat` is a number"),
        ("from=wgs84&to=gcj02&lon=1e999&lat=35.6", "`lon` is a number"),
        ("from=wgs84&to=gcj02&lon=110%C2%B042%E2%80%B2&lat=35.6", "`lon` is a number"),
        ("from=wgs84&to=gcj02&lon=110.7&lat=", "`lat` is a number"),
        ("from=wgs84&to=gcj02&lon=110.7&lat=35.6&alt=400", "the parameters are"),
        ("from=wgs84&to=gcj02&lon=110.7&lat=35.6&lat=35.7", "the parameters are"),
    ] {
        let answer = app.get(&format!("/api/v1/coords/convert?{query}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
        let problem: Value = serde_json::from_str(answer.text())?;
        let detail = problem["detail"].as_str().unwrap_or_default();
        assert!(detail.contains(told), "{query}: {detail}");
    }
    Ok(())
}

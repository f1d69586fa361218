//! Addresses made up at random: never a 5xx, never a panic, always the headers that protect.

use std::sync::OnceLock;

use axum::http::{Method, Uri};
use proptest::prelude::*;
use tokio::runtime::Runtime;

use super::TestApp;

/// One site for all the addresses; nothing here changes it.
pub(super) fn site() -> &'static (Runtime, TestApp) {
    static SITE: OnceLock<(Runtime, TestApp)> = OnceLock::new();
    SITE.get_or_init(|| {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
        let app = runtime.block_on(TestApp::start()).expect("a site");
        (runtime, app)
    })
}

/// A segment: of those that exist, of those that hurt, or anything.
fn segment() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => proptest::sample::select(vec![
            "villages", "photos", "en", "open", "about", "data", "glossary", "inventory", "iiif", "image", "3",
            "assets", "sitemap", "1.xml", "healthz", "alpha", "alpha-01", "alpha@1", "alpha-01_1", "full", "max",
            "alpha.bib", "alpha-02.ris", "alpha@1.csl.json", "alpha.gbt7714.txt", "160,", "0", "default.jpg", "default.webp", "info.json", "2", "square", "!90", "gray.png", "staff",
            "compare", "compare.csv", "compare.xlsx", "inventory.csv", "inventory.xlsx", "route", "route.gpx", "route.kml",
        ]).prop_map(str::to_owned),
        2 => proptest::sample::select(vec![
            "..", ".", "", "%2e%2e", "%2f", "%00", "%ff", "%e5%a0%a1", "%zz", "alpha@", "@1", "alpha@18446744073709551615",
            "alpha@18446744073709551616", "alpha_1", "\\", "a%5cb", "~root", "alpha;x=1", "1,1,1,1", "pct:1", "^max",
            "99999999999,", "4294967295,", "default.jpg%00.exe", "alpha.bib.bib", "alpha@9.ris", ".bib", "con", "-", "%F0%9F%8F%B0",
        ]).prop_map(str::to_owned),
        1 => "[!-~&&[^#?/ \"<>`{}|]]{0,80}",
        1 => "[a-z0-9-]{60,70}(@[0-9]{0,25})?",
    ]
}

fn query() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => Just(String::new()),
        1 => "\\?(xywh|edition|style)=(percent:|pixel:)?[0-9,.a-z-]{0,20}(&(edition|style|xywh)=[0-9a-z%-]{0,12}){0,2}",
        1 => "\\?ids=((alpha|beta|gamma|open-a|zeta|A)(@[0-9]{1,2})?,?){0,8}(&ids=(beta|%ff|%2C|@)){0,2}",
        1 => "\\?(village|element|page|view|ids)=[!-~&&[^#\"<>`{}|]]{0,30}(&(page|element|x)=[0-9a-z%]{0,12}){0,3}",
        1 => "\\?[!-~&&[^#\"<>`{}|]]{0,60}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn no_address_breaks_anything(
        segments in proptest::collection::vec(segment(), 0..9),
        query in query(),
        method in proptest::sample::select(vec![Method::GET, Method::HEAD, Method::POST, Method::OPTIONS]),
    ) {
        let path = format!("/{}{query}", segments.join("/"));
        prop_assume!(path.parse::<Uri>().is_ok());
        let (runtime, app) = site();
        let answer = runtime.block_on(app.ask(method, &path, &[("accept-encoding", "br")]));
        prop_assert!(!answer.status.is_server_error(), "{}: {}", path, answer.status);
        prop_assert!(!answer.header("content-security-policy").is_empty());
        prop_assert!(!answer.header("location").starts_with("//") && !answer.header("location").starts_with("/\\"));
    }
}

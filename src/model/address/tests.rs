//! What addresses look like, and which base addresses are taken.

use super::{Addresses, BadBase, File, Page, mended};
use crate::model::{Id, Kind, Language};

fn id(text: &str) -> Id {
    Id::parse(text).expect("an id")
}

#[test]
fn a_page_stands_below_the_base_in_each_language() {
    let alpha = id("alpha");
    let addresses = Addresses::at("https://example.cn/hejin").expect("a base");
    for (page, chinese, english) in [
        (Page::HOME, "/hejin/", "/hejin/en/"),
        (
            Page::VILLAGES.with("view", "grid").with("page", 2),
            "/hejin/villages?view=grid&page=2",
            "/hejin/en/villages?view=grid&page=2",
        ),
        (Page::record(Kind::Village, &alpha).at(3), "/hejin/villages/alpha@3", "/hejin/en/villages/alpha@3"),
        (Page::photo(&alpha).at(None).form("bib"), "/hejin/photos/alpha.bib", "/hejin/en/photos/alpha.bib"),
        (
            Page::changes(&alpha, 3).with("from", 1),
            "/hejin/essays/alpha@3/changes?from=1",
            "/hejin/en/essays/alpha@3/changes?from=1",
        ),
        (
            Page::COMPARISON.form("csv").with("ids", "alpha,beta@2"),
            "/hejin/compare.csv?ids=alpha,beta@2",
            "/hejin/en/compare.csv?ids=alpha,beta@2",
        ),
        (
            Page::SEARCH.with("q", "堡 &#"),
            "/hejin/search?q=%E5%A0%A1%20%26%23",
            "/hejin/en/search?q=%E5%A0%A1%20%26%23",
        ),
        (Page::record(Kind::Term, &alpha), "/hejin/glossary#alpha", "/hejin/en/glossary#alpha"),
        (
            Page::record(Kind::Source, &alpha),
            "/hejin/about/data#source-alpha",
            "/hejin/en/about/data#source-alpha",
        ),
    ] {
        assert_eq!(addresses.path(&page, Language::Chinese), chinese);
        assert_eq!(addresses.path(&page, Language::English), english);
        assert_eq!(addresses.address(&page, Language::English), format!("https://example.cn{english}"));
    }
    let image = File::Image { edition: 3, photo: &alpha, revision: Some(2) };
    assert_eq!(addresses.file(&image), "/hejin/iiif/image/3/alpha_2");
}

#[test]
fn a_base_address_is_read_as_people_write_it() {
    for (written, read) in [
        ("https://example.cn", "https://example.cn"),
        ("https://example.cn/", "https://example.cn"),
        ("https://example.cn/hejin", "https://example.cn/hejin"),
        ("https://example.cn/hejin//", "https://example.cn/hejin"),
        ("https://example.cn/a/B-c_d.e~f", "https://example.cn/a/B-c_d.e~f"),
        ("HTTPS://Example.CN:8443/Hejin/", "https://example.cn:8443/Hejin"),
        ("https://example.cn:443/hejin", "https://example.cn/hejin"),
        ("http://example.cn:443", "http://example.cn:443"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"),
        ("https://xn--fiq228c.example", "https://xn--fiq228c.example"),
    ] {
        assert_eq!(
            Addresses::at(written).map(|addresses| addresses.base()).as_deref(),
            Ok(read),
            "{written}"
        );
    }
}

#[test]
fn what_is_no_base_address_is_refused() {
    for (written, refused) in [
        ("", BadBase::Scheme),
        ("example.cn", BadBase::Scheme),
        ("ftp://example.cn", BadBase::Scheme),
        ("https://", BadBase::Host),
        ("https:///hejin", BadBase::Host),
        ("https://河津.example", BadBase::Host),
        ("https://a b", BadBase::Host),
        ("https://user@example.cn", BadBase::Host),
        ("https://a..b", BadBase::Host),
        ("https://[::1", BadBase::Host),
        ("https://example.cn:", BadBase::Port),
        ("https://example.cn:0", BadBase::Port),
        ("https://example.cn:65536", BadBase::Port),
        ("https://example.cn:+1", BadBase::Port),
        ("https://example.cn/a//b", BadBase::Path),
        ("https://example.cn//a", BadBase::Path),
        ("https://example.cn/../a", BadBase::Path),
        ("https://example.cn/./a", BadBase::Path),
        ("https://example.cn/%E6%B2%B3", BadBase::Path),
        ("https://example.cn/河津", BadBase::Path),
        ("https://example.cn/a b", BadBase::Path),
        ("https://example.cn/a\"><", BadBase::Path),
        ("https://example.cn/a{b}", BadBase::Path),
        ("https://example.cn/a?b=c", BadBase::Path),
        ("https://example.cn?b=c", BadBase::Path),
        ("https://example.cn/#a", BadBase::Path),
    ] {
        assert_eq!(Addresses::at(written), Err(refused), "{written}");
    }
}

#[test]
fn what_stands_beside_the_site_is_told_from_what_is_in_it() {
    let addresses = Addresses::at("https://example.cn/hejin").expect("a base");
    assert_eq!(addresses.inner("/hejin/villages"), Some("/villages"));
    assert_eq!(addresses.inner("/hejin/"), Some("/"));
    for beside in ["/", "/hejin", "/hejinx/villages", "/villages", "/HEJIN/", "*"] {
        assert_eq!(addresses.inner(beside), None, "{beside}");
    }
    let alone = Addresses::at("https://example.cn").expect("a base");
    assert_eq!(alone.inner("/villages"), Some("/villages"));
    assert!(!alone.is_bare_base(""));
}

#[test]
fn a_link_in_a_text_stays_within_the_site() {
    let addresses = Addresses::at("https://example.cn/hejin").expect("a base");
    for (written, english) in [
        ("/villages/alpha#f-fort", "/hejin/en/villages/alpha#f-fort"),
        ("/en/about", "/hejin/en/about"),
        ("/iiif/image/3/alpha-01/info.json", "/hejin/iiif/image/3/alpha-01/info.json"),
    ] {
        assert_eq!(addresses.written(written, Language::English), english);
    }
    assert_eq!(addresses.written("/about", Language::Chinese), "/hejin/about");
}

#[test]
fn only_a_whole_first_segment_is_a_language() {
    for (path, language) in [
        ("/en/villages", Language::English),
        ("/en", Language::English),
        ("/entry", Language::Chinese),
        ("/", Language::Chinese),
    ] {
        assert_eq!(Language::of_path(path), language, "{path}");
    }
}

#[test]
fn a_slash_too_many_is_taken_off_and_never_leads_away() {
    assert_eq!(mended("/villages/").as_deref(), Some("/villages"));
    assert_eq!(mended("/en").as_deref(), Some("/en/"));
    assert_eq!(mended("/en/").as_deref(), Some("/en"), "which the routes serve before");
    for kept in ["/", "//example.org/", "/villages", "/a//", "/\\example.org/"] {
        assert_eq!(mended(kept), None, "{kept}");
    }
}

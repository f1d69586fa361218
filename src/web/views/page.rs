//! What every page shares: its head, its other language, the site's name, the foot.

use serde::Serialize;

use super::picture::PhotoCard;
use super::reader::{DateText, LicenceLink, Reader, Text, licence};
use super::source::BOOK;
use crate::interop::citation::{script_safe, web_site};
use crate::model::address::Page;
use crate::model::{Id, Language};
use crate::web::site::Site;

/// The licence of the collection as a whole; each record carries its own.
const COLLECTION_RIGHTS: &str = "CC-BY-4.0";

/// The common part of a context.
#[derive(Debug, Serialize)]
pub(in crate::web) struct PageView {
    html_lang: &'static str,
    section: &'static str,
    other: Other,
    /// The absolute address of this very page, revision included, to be printed on paper.
    address: Option<String>,
    site: SiteView,
    head: Head,
    contact: Option<ContactView>,
    editors: Vec<Text>,
    updated: Option<DateText>,
    licence: LicenceLink,
    version: &'static str,
    /// What the `Link` header says.
    #[serde(skip)]
    signposts: Option<String>,
}

impl PageView {
    /// Says in the head, to programs, what the page shows: as `<meta>`, with the forms it is also to be had in
    /// (media type and address), as JSON-LD, and in the `Link` header.
    pub(in crate::web) fn say_what_it_shows<const N: usize>(
        &mut self,
        metas: Vec<(&'static str, String)>,
        forms: [(&'static str, String); N],
        json_ld: String,
        signposts: String,
    ) {
        self.head.metas = metas.into_iter().map(|(name, content)| Meta { name, content }).collect();
        let schema = "http://purl.org/dc/elements/1.1/".to_owned();
        self.head.links = vec![HeadLink { rel: "schema.DC", media_type: None, href: schema, title: None }];
        self.head.links.extend(forms.into_iter().map(|(media_type, href)| HeadLink {
            rel: "alternate",
            media_type: Some(media_type),
            href,
            title: None,
        }));
        self.head.json_ld = Some(json_ld);
        self.signposts = Some(signposts);
    }

    /// The same with what the site is and how it is searched, said to programs: for the front page.
    pub(in crate::web) fn with_site(mut self, site: &Site, reader: &Reader<'_>) -> Self {
        let (name, language) = (site.name(reader.language), reader.language.tag());
        let (home, search) = (reader.address(&Page::HOME), reader.address(&Page::SEARCH));
        let node = web_site(name, &self.head.description, &home, &search, language);
        self.head.json_ld = Some(script_safe(vec![node]));
        self.with_date(reader)
    }

    /// The same with the day of the archive's newest change. Any change makes such a page anew, so that only those about
    /// the whole archive say it.
    pub(in crate::web) fn with_date(mut self, reader: &Reader<'_>) -> Self {
        self.updated = Some(reader.day(reader.catalogue.updated_at()));
        self
    }

    /// What the `Link` header says of the page.
    pub(in crate::web) fn signposts(&self) -> Option<&str> {
        self.signposts.as_deref()
    }
}

#[derive(Debug, Serialize)]
struct Other {
    lang: &'static str,
    hreflang: &'static str,
    href: String,
}

#[derive(Debug, Serialize)]
struct SiteView {
    name: String,
}

#[derive(Debug, Serialize)]
struct ContactView {
    text: String,
    href: Option<String>,
}

#[derive(Debug, Serialize)]
struct Head {
    title: String,
    description: String,
    canonical: Option<String>,
    robots: Option<&'static str>,
    alternates: Vec<Alternate>,
    og: OpenGraph,
    metas: Vec<Meta>,
    links: Vec<HeadLink>,
    json_ld: Option<String>,
}

#[derive(Debug, Serialize)]
struct Alternate {
    hreflang: &'static str,
    href: String,
}

#[derive(Debug, Serialize)]
struct OpenGraph {
    #[serde(rename = "type")]
    kind: &'static str,
    locale: &'static str,
    image: Option<OgImage>,
}

#[derive(Debug, Serialize)]
struct OgImage {
    url: String,
    width: u32,
    height: u32,
    alt: String,
}

#[derive(Debug, Serialize)]
struct Meta {
    name: &'static str,
    content: String,
}

#[derive(Debug, Serialize)]
struct HeadLink {
    rel: &'static str,
    #[serde(rename = "type")]
    media_type: Option<&'static str>,
    href: String,
    title: Option<String>,
}

/// What a page says of itself.
pub(in crate::web) struct PageHead<'p> {
    /// `home`, `villages`, `map`, `photos`, `essays`, `glossary`, `inventory`, `about`, `search` or `none`.
    pub(in crate::web) section: &'static str,
    /// The title of this page alone.
    pub(in crate::web) title: String,
    /// What search engines show under it.
    pub(in crate::web) description: String,
    /// The page, of a record in its newest revision, with the query in canonical form.
    pub(in crate::web) page: Page,
    /// The revision the address names, for a page that shows an old one.
    pub(in crate::web) revision: Option<u64>,
    /// The picture that is shown where the page is shared.
    pub(in crate::web) picture: Option<&'p PhotoCard>,
    /// Whether the page is one record, an `article` to Open Graph.
    pub(in crate::web) article: bool,
}

impl PageView {
    /// The same for a page that search engines shall not list.
    pub(in crate::web) fn not_for_robots(mut self) -> Self {
        self.head.robots = Some("noindex");
        // To name the other languages would be to ask for them to be listed.
        self.head.alternates = Vec::new();
        self
    }
}

/// The common part of an ordinary page.
pub(in crate::web) fn page(site: &Site, reader: &Reader<'_>, head: PageHead<'_>) -> PageView {
    let address = |language| site.addresses().address(&head.page, language);
    // Who reads neither language is shown the Chinese page, which says all that there is.
    let alternates =
        [(Language::Chinese, "zh-Hans"), (Language::English, "en"), (Language::Chinese, "x-default")];
    let image = head.picture.map(|card| OgImage {
        url: site.addresses().absolute(&card.picture.shared_path()),
        width: card.picture.shared_sides_px().0,
        height: card.picture.shared_sides_px().1,
        alt: card.picture.alt_text().to_owned(),
    });
    let mut view = bare_page(site, reader, head.section, head.title, head.description);
    let own = head.page.clone().at(head.revision);
    // Who changes the language stays at the revision. What search engines are told leads to the newest.
    view.other.href = site.addresses().path(&own, view_other(reader.language));
    view.address = Some(reader.address(&own));
    view.head.canonical = Some(address(reader.language));
    view.head.robots = None;
    view.head.alternates = alternates
        .into_iter()
        .map(|(language, hreflang)| Alternate { hreflang, href: address(language) })
        .collect();
    view.head.og.kind = if head.article { "article" } else { "website" };
    view.head.og.image = image;
    view
}

/// The common part of a page that stands at no address of its own: an error.
pub(in crate::web) fn bare_page(
    site: &Site,
    reader: &Reader<'_>,
    section: &'static str,
    title: String,
    description: String,
) -> PageView {
    let other = view_other(reader.language);
    PageView {
        html_lang: reader.language.tag(),
        section,
        other: Other {
            lang: other.code(),
            hreflang: other.tag(),
            href: site.addresses().path(&Page::HOME, other),
        },
        address: None,
        site: SiteView { name: site.name(reader.language).to_owned() },
        head: Head {
            title,
            description,
            canonical: None,
            // For errors, which are no pages to be found; `page` takes it back.
            robots: Some("noindex"),
            alternates: Vec::new(),
            og: OpenGraph {
                kind: "website",
                locale: if reader.language == Language::Chinese { "zh_CN" } else { "en_GB" },
                image: None,
            },
            metas: Vec::new(),
            links: Vec::new(),
            json_ld: None,
        },
        contact: site
            .options
            .contact
            .as_ref()
            .map(|contact| ContactView { text: contact.text.clone(), href: contact.href.clone() }),
        editors: editors(reader),
        updated: None,
        licence: licence(COLLECTION_RIGHTS),
        version: env!("CARGO_PKG_VERSION"),
        signposts: None,
    }
}

impl PageView {
    /// The same at an address of its own, which it has in both languages and nobody cites.
    pub(in crate::web) fn standing_at(mut self, site: &Site, reader: &Reader<'_>, page: &Page) -> Self {
        self.other.href = site.addresses().path(page, view_other(reader.language));
        self
    }

    /// The same page under the absolute address that is to be printed and cited.
    pub(in crate::web) fn cited_at(mut self, address: String) -> Self {
        self.address = Some(address);
        self
    }

    /// The same with a form of the page for other programs.
    pub(in crate::web) fn with_form(mut self, media_type: &'static str, href: String) -> Self {
        let media_type = Some(media_type);
        self.head.links.push(HeadLink { rel: "alternate", media_type, href, title: None });
        self
    }
}

fn view_other(language: Language) -> Language {
    match language {
        Language::Chinese => Language::English,
        Language::English => Language::Chinese,
    }
}

fn editors(reader: &Reader<'_>) -> Vec<Text> {
    let book = Id::parse(BOOK).ok().and_then(|id| reader.catalogue.source(&id).cloned());
    book.map_or_else(Vec::new, |book| book.editors.iter().map(|editor| reader.chinese(editor)).collect())
}

//! How a record is cited: the block on its page, and what its page's head says to programs.

use serde::Serialize;

use super::page::PageView;
use super::reader::{Reader, licence};
use crate::interop::citation::{
    Archive, Crumb, Form, Item, Locator, Region, Shown, Style, Work, WorkKind, breadcrumbs, coins, json_ld,
    metas, script_safe,
};
use crate::model::address::Page;
use crate::model::{Essay, Language, Record, day_in_shanghai};
use crate::prose;
use crate::store::RevisionNote;
use crate::web::errors::PageError;
use crate::web::site::Site;

/// The block 引用 of a page.
#[derive(Debug, Serialize)]
pub(in crate::web) struct CiteView {
    /// References as text, the one that is asked for first.
    styles: Vec<StyleView>,
    forms: Vec<FormView>,
    /// The address that is cited.
    url: String,
    digest: String,
    /// The context object of COinS.
    coins: String,
    /// The region that is cited, and where another can be asked for; of photos alone.
    region: Option<PartView>,
    /// The paragraph that is cited; of essays alone.
    paragraph: Option<PartView>,
}

#[derive(Debug, Serialize)]
struct StyleView {
    id: &'static str,
    label: String,
    text: String,
    lang: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct FormView {
    id: &'static str,
    label: &'static str,
    media_type: &'static str,
    href: String,
    text: String,
}

#[derive(Debug, Serialize)]
struct PartView {
    value: String,
    action: String,
}

/// The part of a record that is asked for, as the query has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) enum Part<'q> {
    /// Of a photo.
    Region(&'q str),
    /// Of an essay.
    Paragraph(&'q str),
}

/// The work that a revision is, or a part of it.
pub(in crate::web) fn work(
    site: &Site,
    record: &Record,
    revision: &RevisionNote,
    language: Language,
    part: Option<Part<'_>>,
) -> Result<Work, PageError> {
    let archive: Archive<'_> = site.cited();
    let shown = Shown {
        revision: revision.number,
        digest: revision.digest.to_string(),
        published: day_in_shanghai(revision.committed_at),
        accessed: site.today(),
    };
    Ok(match record {
        Record::Village(village) => archive.village(village, &shown, language),
        Record::Essay(essay) => {
            let mut work = archive.essay(essay, &shown, language);
            if let Some(Part::Paragraph(asked)) = part {
                work.locator = Some(paragraph(essay, language, asked).ok_or(PageError::NotFound)?);
            }
            work
        }
        Record::Photo(photo) => {
            let mut work = archive.photo(photo, &shown, language);
            let (width, height) = (photo.picture.width_px, photo.picture.height_px);
            if let Some(Part::Region(asked)) = part {
                work.locator = Some(Locator::Region(Region::parse(asked, width, height)?));
            }
            work
        }
        _ => return Err(PageError::NotFound),
    })
}

/// A paragraph of the text as a reader of `language` gets it, by its number or its id.
fn paragraph(essay: &Essay, language: Language, asked: &str) -> Option<Locator> {
    let (text, _) = essay.text.for_reader(language)?;
    prose::paragraphs(text).into_iter().find_map(|block| {
        let (number, anchor) = (block.number?, block.id?);
        // By its id too, which stays when paragraphs before it come or go.
        let is_it = anchor == asked || number.to_string() == asked;
        is_it.then(|| Some(Locator::Paragraph { number: u32::try_from(number).ok()?, anchor })).flatten()
    })
}

/// The block for a page, with the revision that its address names.
pub(in crate::web) fn view(work: &Work, page: &Page, reader: &Reader<'_>) -> Result<CiteView, PageError> {
    let lang = (work.language != reader.language).then(|| work.language.tag());
    let mut styles = Vec::new();
    for style in Style::ALL {
        let label = reader.t(&format!("cite-{}", style.name()));
        styles.push(StyleView { id: style.name(), label, text: work.to_reference(style)?, lang });
    }
    let mut forms = Vec::new();
    for (form, label) in [(Form::Bibtex, "BibTeX"), (Form::Ris, "RIS"), (Form::CslJson, "CSL-JSON")] {
        forms.push(FormView {
            id: form.ending(),
            label,
            media_type: form.media_type(),
            href: reader.url(&page.clone().form(form.ending())),
            // As a file, RIS has lines that end in CR LF; shown and copied, they end as all others of the page.
            text: form.write(work, Style::default())?.trim_end().replace("\r\n", "\n"),
        });
    }
    let value = match &work.locator {
        Some(Locator::Region(region)) => region.to_string(),
        Some(Locator::Paragraph { number, .. }) => number.to_string(),
        None => String::new(),
    };
    let part =
        |kind| (work.kind == kind).then(|| PartView { value: value.clone(), action: reader.url(page) });
    Ok(CiteView {
        styles,
        forms,
        url: work.address().unwrap_or_default(),
        digest: work.digest.clone().unwrap_or_default(),
        coins: coins(work),
        region: part(WorkKind::Picture),
        paragraph: part(WorkKind::Essay),
    })
}

/// What programs are told of a page: its head, and the `Link` header (Signposting, FAIR profile, level 1).
///
/// `shown` is the page, with the revision that its address names; `way` leads from the front page to the page before
/// it.
pub(in crate::web) fn describe(
    page: &mut PageView,
    site: &Site,
    reader: &Reader<'_>,
    work: &Work,
    shown: &Page,
    way: &[(String, Page)],
    item: &Item<'_>,
) {
    let own = reader.address(shown);
    let rights = licence(work.rights.as_deref().unwrap_or_default());
    let home = reader.address(&Page::HOME);
    let archive = site.name(reader.language);
    let item =
        Item { page: &own, licence: rights.href.as_deref(), archive: (archive, &home), ..item.clone() };
    let mut crumbs = vec![Crumb { name: archive.to_owned(), address: home.clone() }];
    crumbs.extend(way.iter().map(|(name, page)| Crumb { name: name.clone(), address: reader.address(page) }));
    crumbs.push(Crumb { name: work.title.clone(), address: own.clone() });
    let node = json_ld(work, &item);
    let kind = node["@type"].as_str().unwrap_or("CreativeWork").to_owned();
    let forms = Form::ALL.map(|form| (form.media_type(), reader.address(&shown.clone().form(form.ending()))));
    page.say_what_it_shows(
        metas(work, archive, &own, rights.href.as_ref().unwrap_or(&rights.label)),
        forms.clone(),
        script_safe(vec![node, breadcrumbs(&crumbs)]),
        signposts(work, &kind, &forms, rights.href.as_deref()),
    );
}

fn signposts(work: &Work, kind: &str, forms: &[(&str, String)], licence: Option<&str>) -> String {
    let mut links = Vec::new();
    for orcid in work.authors.iter().filter_map(|author| author.orcid.as_ref()) {
        links.push(format!("<https://orcid.org/{orcid}>; rel=\"author\""));
    }
    links.extend(work.url.as_ref().map(|url| format!("<{url}>; rel=\"cite-as\"")));
    for (media_type, href) in forms {
        let essence = media_type.split(';').next().unwrap_or(media_type);
        links.push(format!("<{href}>; rel=\"describedby\"; type=\"{essence}\""));
    }
    links.extend(licence.map(|address| format!("<{address}>; rel=\"license\"")));
    // The profile names both: that this is a page about something, and what that is.
    links.push("<https://schema.org/AboutPage>; rel=\"type\"".to_owned());
    links.push(format!("<https://schema.org/{kind}>; rel=\"type\""));
    links.join(", ")
}

//! schema.org, as JSON-LD: what a page is about, and where it stands in the site.

use serde_json::{Value, json};

use super::name::Name;
use super::work::{Author, Work, WorkKind};

/// What a page shows beside the work itself.
#[derive(Debug, Clone, Default)]
pub struct Item<'p> {
    /// The page's address.
    pub page: &'p str,
    /// The address of the licence, if that has one.
    pub licence: Option<&'p str>,
    /// The archive's name and address.
    pub archive: (&'p str, &'p str),
    /// The address of the picture, of a photo or of a village's lead, with width and height in pixels.
    pub picture: Option<(&'p str, u32, u32)>,
    /// Who took or drew the picture.
    pub credit: Option<&'p str>,
    /// Other names of a village.
    pub also: Vec<String>,
    /// Where a village lies, in words, the widest first: province, county, town.
    pub within: Vec<String>,
    /// Longitude and latitude in degrees of WGS 84, of a place that was measured on the spot and may be told.
    pub position: Option<(f64, f64)>,
    /// When the picture was taken.
    pub taken: Option<String>,
    /// Addresses of what a work is about: a photo's village, an essay's villages.
    pub about: Vec<String>,
}

/// One step from the front page to a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crumb {
    /// What it is called.
    pub name: String,
    /// Its address.
    pub address: String,
}

/// The node of a work: `ScholarlyArticle`, `Photograph` (a drawing: `VisualArtwork`), or for the record of a
/// village the place itself, as `LandmarksOrHistoricalBuildings`, with the record as what describes it.
pub fn json_ld(work: &Work, item: &Item<'_>) -> Value {
    let mut node = match work.kind {
        WorkKind::Picture => picture(work, item),
        WorkKind::Record => return place(work, item),
        _ => json!({ "@type": "ScholarlyArticle", "headline": work.title }),
    };
    fill(&mut node, work, item);
    if let Some(title) = &work.other_title {
        node["alternateName"] = title.clone().into();
    }
    if !item.about.is_empty() {
        node["about"] = item.about.iter().map(|id| json!({ "@id": id })).collect();
    }
    node
}

/// The way from the front page, in order; the last is the page itself.
pub fn breadcrumbs(crumbs: &[Crumb]) -> Value {
    let step = |(place, crumb): (usize, &Crumb)| json!({ "@type": "ListItem", "position": place + 1, "name": crumb.name, "item": crumb.address });
    json!({
        "@type": "BreadcrumbList",
        "itemListElement": crumbs.iter().enumerate().map(step).collect::<Vec<_>>(),
    })
}

/// The site itself, with how it is searched: for its front page.
pub fn web_site(name: &str, description: &str, home: &str, search: &str, language: &str) -> Value {
    json!({
        "@type": "WebSite",
        "@id": home,
        "name": name,
        "description": description,
        "url": home,
        "inLanguage": language,
        "potentialAction": {
            "@type": "SearchAction",
            "target": { "@type": "EntryPoint", "urlTemplate": format!("{search}?q={{search_term_string}}") },
            "query-input": "required name=search_term_string",
        },
    })
}

/// Nodes as one JSON text that may stand in a `<script>`: no `<`, so that nothing in it ends the element.
pub fn script_safe(nodes: Vec<Value>) -> String {
    let graph = json!({ "@context": "https://schema.org", "@graph": nodes });
    // `</script>` and `<!--` end or alter the element inside of strings too; as an escape it is the same JSON.
    graph.to_string().replace('<', "\\u003c")
}

fn picture(work: &Work, item: &Item<'_>) -> Value {
    let kind = if work.stand_in { "VisualArtwork" } else { "Photograph" };
    let mut node = json!({ "@type": kind, "name": work.title });
    if let Some((url, width, height)) = item.picture {
        let mut image = json!({
            "@type": "ImageObject", "contentUrl": url,
            "width": { "@type": "QuantitativeValue", "value": width, "unitCode": "E37" },
            "height": { "@type": "QuantitativeValue", "value": height, "unitCode": "E37" },
        });
        if let Some(licence) = item.licence {
            image["license"] = licence.into();
        }
        if let Some(credit) = item.credit {
            image["creditText"] = credit.into();
        }
        node["image"] = image;
    }
    if let Some(taken) = &item.taken {
        node["dateCreated"] = taken.clone().into();
    }
    node
}

fn place(work: &Work, item: &Item<'_>) -> Value {
    let mut place = json!({
        "@type": "LandmarksOrHistoricalBuildings",
        "@id": format!("{}#place", item.page),
        "name": work.title,
        "url": item.page,
    });
    if !item.also.is_empty() {
        place["alternateName"] = json!(item.also);
    }
    if let Some(summary) = &work.summary {
        place["description"] = summary.clone().into();
    }
    if let Some((url, ..)) = item.picture {
        place["image"] = url.into();
    }
    // From the widest in: each takes the one before it as what it lies in.
    for within in &item.within {
        place["containedInPlace"] = match place.get("containedInPlace") {
            Some(wider) => {
                json!({ "@type": "AdministrativeArea", "name": within, "containedInPlace": wider })
            }
            None => json!({ "@type": "AdministrativeArea", "name": within }),
        };
    }
    if let Some((lon, lat)) = item.position {
        place["geo"] = json!({ "@type": "GeoCoordinates", "longitude": lon, "latitude": lat });
    }
    // A data set must have a description for search engines; the title stands in where there is no summary.
    let mut record = json!({ "@type": "Dataset", "name": work.title, "description": work.title });
    fill(&mut record, work, item);
    if let Some(summary) = &work.summary {
        record["description"] = summary.clone().into();
    }
    record["about"] = json!({ "@id": place["@id"] });
    place["subjectOf"] = record;
    place
}

/// What works of every kind have.
fn fill(node: &mut Value, work: &Work, item: &Item<'_>) {
    // The revision's address names the node; the page's, which follows the newest, is where it is read.
    node["@id"] = work.url.as_deref().unwrap_or(item.page).into();
    node["url"] = item.page.into();
    node["inLanguage"] = work.csl_language().into();
    if let Some(licence) = item.licence {
        node["license"] = licence.into();
    }
    node["isPartOf"] = json!({
        "@type": "Collection", "name": item.archive.0, "url": item.archive.1,
    });
    if !work.authors.is_empty() {
        let authors: Value = work.authors.iter().map(author).collect();
        node[if work.kind == WorkKind::Picture { "creator" } else { "author" }] = authors;
    }
    if let Some(publisher) = &work.publisher {
        node["publisher"] = json!({ "@type": "Organization", "name": publisher });
    }
    if let Some(issued) = work.issued {
        node["datePublished"] = issued.to_string().into();
    }
    if let Some(revision) = work.revision {
        node["version"] = revision.to_string().into();
    }
    if let Some(digest) = &work.digest {
        node["identifier"] = json!({ "@type": "PropertyValue", "propertyID": "SHA-256", "value": digest });
    }
    if let Some(summary) = work.summary.as_ref().filter(|_| work.kind == WorkKind::Essay) {
        node["abstract"] = summary.clone().into();
    }
    if !work.keywords.is_empty() {
        node["keywords"] = work.keywords.join(", ").into();
    }
}

fn author(author: &Author) -> Value {
    let mut node = match &author.name {
        Name::Person { family, given, .. } => json!({
            "@type": "Person", "name": author.name.spoken(), "familyName": family, "givenName": given,
        }),
        Name::Whole(name) if author.name.is_body() => json!({ "@type": "Organization", "name": name }),
        // Who cannot be told: a person whose name has no two parts, or a body that is not called one.
        Name::Whole(name) => json!({ "@type": "Thing", "name": name }),
    };
    if let Some(orcid) = &author.orcid {
        node["@id"] = format!("https://orcid.org/{orcid}").into();
    }
    node
}

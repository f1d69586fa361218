//! The positions of a survey on its form: what was understood of them, pasted pairs that were taken apart, and what the
//! cameras of its photos say, to be taken over by a press.

use serde::Serialize;

use super::fields::{Button, FieldView, Fields};
use super::words::{choices, group_title, id_of, message};
use crate::changes::form::{Asked, Choices};
use crate::changes::{
    self, Change, Draft, Edit, Measured, PublishedAs, Saved, Sides, Template, Understood, dms, free_units,
    is_wgs84, numbers_of,
};
use crate::image::{Told, ToldPosition};
use crate::uploads::State;
use crate::web::errors::PageError;
use crate::web::site::Site;
use crate::web::staff::form::Posted;
use crate::web::views::point::in_words;
use crate::web::views::reader::Reader;

/// What stands behind the photo in the value of a press that takes its position over: `new-1/position=place.gate.1`.
pub(super) const POSITION: &str = "position";

/// The fields that say where a place of one point lies.
const OF_POINT: [&str; 3] = ["pair", "lon", "lat"];

/// Where a place lies, as its group of the form shows it.
#[derive(Serialize)]
pub(super) struct PlaceView {
    /// What the names of its fields begin with: `fancunbu/place.gate.1`.
    name: String,
    fields: Vec<FieldView>,
    read: ReadView,
}

/// What was understood of a place.
#[derive(Serialize)]
pub(super) struct ReadView {
    id: String,
    /// Blank where nothing is typed yet.
    text: String,
    is_wrong: bool,
}

/// A field that the server has filled in.
#[derive(Serialize)]
pub(super) struct Filled {
    name: String,
    value: String,
}

/// The position that a photo brings along.
#[derive(Serialize)]
pub(super) struct PositionOffer {
    text: String,
    /// What to be careful of.
    remarks: Vec<String>,
    takes: Vec<Button>,
}

/// Whether a field says where a place of one point lies.
pub(super) fn is_of_point(asked: &Asked, unit: &str) -> bool {
    let within = asked.field.strip_prefix(unit).and_then(|rest| rest.strip_prefix('.'));
    unit.starts_with("place.") && within.is_some_and(|name| OF_POINT.contains(&name))
}

/// The part of a group that says where its place lies; none where it is no single point.
pub(super) fn place(fields: &Fields<'_>, unit: &str, asked: &[&Asked], side: &Sides) -> Option<PlaceView> {
    (!asked.is_empty()).then(|| PlaceView {
        name: format!("{}/{unit}", side.name),
        fields: asked.iter().map(|asked| fields.field(asked, side)).collect(),
        read: read(&fields.reader, fields.draft, unit, side),
    })
}

fn read(reader: &Reader<'_>, draft: &Draft, unit: &str, side: &Sides) -> ReadView {
    let wrong = draft.findings.iter().find(|finding| {
        let name = finding.field.strip_prefix(unit).and_then(|rest| rest.strip_prefix('.'));
        let is_here = finding.record == side.name && name.is_some_and(|name| OF_POINT.contains(&name));
        // While somebody types, what is only missing is no error yet.
        is_here && finding.is_blocking && finding.code != "missing"
    });
    let text = match (wrong, changes::understood(unit, &side.after)) {
        (Some(finding), _) => {
            let label = super::words::label(reader, side.kind, &finding.field);
            let why = message(reader, finding);
            reader.t_with("place-unread", [("label", label.into()), ("why", why.into())])
        }
        (None, Some(understood)) => as_understood(reader, &understood),
        (None, None) => String::new(),
    };
    ReadView { id: id_of(&side.name, &format!("{unit}.read")), text, is_wrong: wrong.is_some() }
}

/// What was understood, and what everybody would be told of it.
fn as_understood(reader: &Reader<'_>, understood: &Understood) -> String {
    let Understood { position, datum, published } = understood;
    let point = point(reader, position.lon(), position.lat());
    let named = datum.map(|word| datum_label(reader, word));
    let read = match named {
        Some(datum) => {
            reader.t_with("place-read", [("point", point.as_str().into()), ("datum", datum.into())])
        }
        None => reader.t_with("place-read-no-datum", [("point", point.as_str().into())]),
    };
    let told = match *published {
        None => return read,
        Some(PublishedAs::Withheld) => reader.t("place-told-withheld"),
        Some(PublishedAs::OtherDatum) => reader.t("place-told-other-datum"),
        Some(PublishedAs::Point { lon, lat, radius_m, decimals }) => {
            let point = in_words(reader, lon, lat, |degrees| format!("{:.decimals$}°", degrees.abs()));
            let metres = format!("{radius_m:.0}");
            reader.t_with("place-told", [("point", point.into()), ("m", metres.into())])
        }
    };
    format!("{read}\n{told}")
}

fn datum_label(reader: &Reader<'_>, word: &str) -> String {
    let all = choices(reader, Choices::Datum);
    all.into_iter().find(|(value, _)| value == word).map(|(_, label)| label).unwrap_or_default()
}

/// 北纬35°35′42.1″，东经110°42′36.0″
fn point(reader: &Reader<'_>, lon: f64, lat: f64) -> String {
    in_words(reader, lon, lat, dms)
}

/// What a script is to say of each place of the change's own record.
pub(super) fn all_read(reader: &Reader<'_>, draft: &Draft) -> Vec<ReadView> {
    let Some(side) = draft.sides.iter().find(|side| side.name == draft.change.about.as_str()) else {
        return Vec::new();
    };
    let unit = |field: &String| {
        let parts: Vec<&str> = field.split('.').collect();
        matches!(parts.as_slice(), ["place", _, _, name] if OF_POINT.contains(name))
            .then(|| parts[..3].join("."))
    };
    // Of before too: the line of a place whose numbers were just taken out is to be emptied.
    let mut units: Vec<String> = side.after.keys().chain(side.before.keys()).filter_map(unit).collect();
    units.sort();
    units.dedup();
    units.iter().map(|unit| read(reader, draft, unit, side)).collect()
}

/// Whether a field is one of a unit: those of `place.gate.10` are none of `place.gate.1`.
fn is_of_unit(field: &str, unit: &str) -> bool {
    field.strip_prefix(unit).is_some_and(|rest| rest.starts_with('.'))
}

/// The numbers of pasted pairs that were taken apart, for a script to show them.
pub(super) fn filled(posted: &Posted, draft: &Draft, saved: &[changes::Stale]) -> Vec<Filled> {
    let mut filled = Vec::new();
    for (name, value) in &posted.0 {
        let Some((record, unit)) = name.strip_suffix(".pair").and_then(|name| name.split_once('/')) else {
            continue;
        };
        let Some(side) = draft.sides.iter().find(|side| side.name == record) else { continue };
        let is_stale = saved.iter().any(|stale| stale.record == record && is_of_unit(&stale.field, unit));
        // What is still in its box could not be taken apart.
        if value.trim().is_empty() || is_stale || side.after.contains_key(&format!("{unit}.pair")) {
            continue;
        }
        let numbers = numbers_of(unit, &side.after).into_iter();
        filled.extend(
            numbers
                .map(|(field, value)| Filled { name: format!("{record}/{field}"), value: value.to_owned() }),
        );
    }
    filled
}

impl Filled {
    /// A field of a record that was filled in.
    pub(super) fn of(name: String, value: String) -> Self {
        Self { name, value }
    }
}

/// What the camera of a photo says of where it stood, and the places of the form that can have it.
pub(super) fn offer(fields: &Fields<'_>, side: &Sides, told: &Told) -> Option<PositionOffer> {
    let (reader, change) = (&fields.reader, &fields.draft.change);
    let position = told.position.as_ref()?;
    let point = point(reader, position.lon, position.lat);
    let text = match position.error_m {
        Some(metres) => {
            // Upwards, as it is filled in when it is taken over.
            let metres = format!("{:.0}", metres.ceil());
            reader.t_with("upload-position-within", [("point", point.into()), ("m", metres.into())])
        }
        None => reader.t_with("upload-position", [("point", point.into())]),
    };
    let named = position.datum.as_deref();
    let mut remarks = vec![match named {
        Some(datum) if is_wgs84(named) => reader.t_with("upload-datum", [("datum", datum.into())]),
        Some(datum) => reader.t_with("upload-datum-other", [("datum", datum.into())]),
        None => reader.t("upload-no-datum"),
    }];
    if position.error_m.is_none() {
        remarks.push(reader.t("upload-no-radius"));
    }
    remarks.push(reader.t("upload-position-care"));
    let main = fields.draft.sides.iter().find(|side| side.name == change.about.as_str());
    let has_places = matches!(change.template, Template::Fort | Template::Structure);
    let units = main.filter(|_| has_places).map(|main| free_units(&main.after)).unwrap_or_default();
    let take = |unit: String| Button {
        name: "take",
        value: format!("{}/{POSITION}={unit}", side.name),
        label: reader.t_with("upload-take-position", [("what", group_title(reader, &unit).into())]),
    };
    Some(PositionOffer { text, remarks, takes: units.into_iter().map(take).collect() })
}

/// A place that the press of somebody has given the position of a photo, and what that fills in.
pub(super) struct Taken {
    pub(super) unit: String,
    pub(super) edits: Vec<Edit>,
}

/// The position of a photo for a place, by a press: never over what stands there, nor over what is sent along in `edits`.
pub(super) async fn taken(
    site: &Site,
    change: &Change,
    sides: &[Sides],
    posted: &Posted,
    edits: &[Edit],
) -> Result<Option<Taken>, PageError> {
    let pressed = posted.get("take").split_once('/');
    let pressed = pressed.and_then(|(photo, rest)| Some((photo, rest.strip_prefix(POSITION)?)));
    let Some((photo, unit)) = pressed.and_then(|(photo, rest)| Some((photo, rest.strip_prefix('=')?))) else {
        return Ok(None);
    };
    let main = change.about.as_str();
    let Some(side) = sides.iter().find(|side| side.name == main) else { return Ok(None) };
    let Some(position) = position_of(site, change, photo).await? else { return Ok(None) };
    let mut fields = side.after.clone();
    for edit in edits.iter().filter(|edit| edit.record == main && !edit.value.trim().is_empty()) {
        fields.insert(edit.field.clone(), edit.value.clone());
    }
    // The place of the button may have been filled since the page was made: the next free one of its role takes it.
    let role = unit.rsplit_once('.').map_or(unit, |(role, _)| role);
    let free = free_units(&fields).into_iter();
    let free = free.into_iter().find(|unit| unit.rsplit_once('.').is_some_and(|(of, _)| of == role));
    Ok(free.map(|unit| {
        let measured = Measured {
            lon: position.lon,
            lat: position.lat,
            is_wgs84: is_wgs84(position.datum.as_deref()),
            radius_m: position.error_m,
        };
        Taken { edits: changes::measured(main, &unit, measured), unit }
    }))
}

/// What the file of a photo says of where it was taken.
async fn position_of(site: &Site, change: &Change, photo: &str) -> Result<Option<ToldPosition>, PageError> {
    let files = site.uploads().files(change).await?.files;
    let file = files.into_iter().find(|file| file.promise.record() == Some(photo));
    Ok(file.and_then(|file| match file.promise.state {
        State::Here(arrived) => arrived.told.position,
        _ => None,
    }))
}

/// What was saved, and which place a press has filled.
pub(super) struct Kept {
    pub(super) saved: Saved,
    pub(super) place: Option<String>,
}

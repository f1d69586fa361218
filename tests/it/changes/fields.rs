//! Records as fields, and back.

use baozhai::changes::{
    FieldFaultCode, essay_fields, essay_of, photo_fields, photo_of, village_fields, village_of,
};
use baozhai::folder::{DirectoryTree, read_folder};
use baozhai::model::{Collection, Geometry};

use super::{Outcome, id};
use crate::archives;
use crate::web::app::Probing;

fn collections() -> anyhow::Result<Vec<Collection>> {
    let shipped = archives::shipped()?;
    let folders = [archives::small(), shipped.path().to_owned()];
    let read =
        |folder: &std::path::PathBuf| Ok(read_folder(&DirectoryTree::new(folder), &Probing).collection);
    folders.iter().map(read).collect()
}

#[test]
fn every_record_comes_back_from_its_fields_as_it_was() -> Outcome {
    let mut seen = 0;
    for collection in collections()? {
        for village in &collection.villages {
            let back = village_of(&village.id, Some(village), &village_fields(village));
            assert_eq!(back.as_ref(), Ok(village));
            seen += 1;
        }
        for photo in &collection.photos {
            let back = photo_of(&photo.id, &photo.village, photo.picture.clone(), &photo_fields(photo));
            assert_eq!(back.as_ref(), Ok(photo));
        }
        for essay in &collection.essays {
            assert_eq!(essay_of(&essay.id, &essay_fields(essay)).as_ref(), Ok(essay));
        }
    }
    assert!(seen > 13, "{seen}");
    Ok(())
}

#[test]
fn a_blank_unit_is_taken_out_and_a_new_one_stands_with_its_like() -> Outcome {
    let collections = collections()?;
    let alpha = collections[0].villages.iter().find(|village| village.id == id("alpha"));
    let Some(alpha) = alpha else { anyhow::bail!("alpha is there") };
    let mut fields = village_fields(alpha);
    fields
        .retain(|name, _| !name.starts_with("statement.built.1.") && !name.starts_with("place.boundary.1."));
    for (name, value) in [
        ("statement.wall.2.value.zh", "南墙已毁"),
        ("statement.wall.2.certainty", "reported"),
        ("statement.wall.2.sources", "example-daily，example-list"),
        ("place.gate.1.lon", "东经110度41分45.6秒"),
        ("place.gate.1.lat", "35°40′19.2″"),
        ("place.gate.1.datum", "CGCS2000"),
        ("place.gate.1.uncertainty_m", "５"),
        ("place.gate.1.method", "gps"),
        ("place.gate.1.certainty", "established"),
        ("place.gate.1.sources", "example-list"),
        ("place.gate.1.public", "exact"),
    ] {
        fields.insert(name.to_owned(), value.to_owned());
    }
    let made = village_of(&alpha.id, Some(alpha), &fields).map_err(|faults| anyhow::anyhow!("{faults:?}"))?;
    let properties: Vec<&str> = made.statements.iter().map(|statement| statement.property.as_str()).collect();
    assert_eq!(properties, ["fort", "fort", "other_name", "wall", "wall", "listing", "access"]);
    assert_eq!(made.statements[4].sources, [id("example-daily"), id("example-list")]);
    let gate = &made.places[1];
    let Geometry::Point(point) = gate.geometry else { anyhow::bail!("a gate is a point") };
    assert!((point.lon() - 110.696).abs() < 1e-9 && (point.lat() - 35.672).abs() < 1e-9, "{point:?}");
    Ok(())
}

#[test]
fn every_fault_is_named_at_its_field_at_once() -> Outcome {
    let fields = [
        ("entry", "perhaps"),
        ("name.en", "Alpha"),
        ("rights", "CC-BY-4.0"),
        ("place.gate.1.lon", "35.6"),
        ("place.gate.1.lat", "110.7"),
        ("place.gate.1.datum", "WGS84"),
        ("place.gate.1.uncertainty_m", "a few"),
        ("place.gate.1.method", "gps"),
        ("place.gate.1.certainty", "lead"),
        ("place.gate.1.public", "exact"),
        ("statement.wall.1.certainty", "lead"),
        ("survey.s1.date", "spring"),
        ("invented", "x"),
    ];
    let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    let Err(faults) = village_of(&id("alpha"), None, &fields) else { anyhow::bail!("it is faulty") };
    let mut found: Vec<(&str, FieldFaultCode)> =
        faults.iter().map(|fault| (fault.field.as_str(), fault.code)).collect();
    found.sort_by_key(|(field, _)| *field);
    assert_eq!(
        found,
        [
            ("entry", FieldFaultCode::NoChoice),
            ("invented", FieldFaultCode::NoSuchField),
            ("name.zh", FieldFaultCode::Missing),
            ("place.gate.1.lon", FieldFaultCode::Exchanged),
            ("place.gate.1.uncertainty_m", FieldFaultCode::NotANumber),
            ("statement.wall.1.value.zh", FieldFaultCode::Missing),
            ("survey.s1.date", FieldFaultCode::NotADate),
            ("survey.s1.surveyors", FieldFaultCode::Missing),
        ]
    );
    Ok(())
}

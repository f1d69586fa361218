//! Writes an archive in the open folder form.

use crate::model::{Collection, PartlyBilingual, Photo};

use super::essay::write_essay;
use super::photo::write_photo;
use super::region::write_region;
use super::source::write_sources;
use super::village::write_village;
use super::vocabulary::write_vocabulary;

/// The text files of a collection, as `(path, content)`; with the guides, all but the pictures.
pub fn text_files(collection: &Collection) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> =
        super::GUIDES.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    files.push((
        "villages/vocabulary.toml".to_owned(),
        write_vocabulary(&collection.vocabulary, &collection.terms),
    ));
    files.push(("villages/sources.toml".to_owned(), write_sources(&collection.sources)));
    files.push(("villages/region.toml".to_owned(), write_region(&collection.region)));
    for village in &collection.villages {
        let folder = format!("villages/{}", village.id);
        files.push((format!("{folder}/village.toml"), write_village(village)));
        prose(&mut files, &folder, village.text.as_ref());
    }
    for photo in &collection.photos {
        files.push((format!("photos/{}/{}.toml", photo.village, photo.id), write_photo(photo)));
    }
    for essay in &collection.essays {
        let folder = format!("essays/{}", essay.id);
        files.push((format!("{folder}/essay.toml"), write_essay(essay)));
        prose(&mut files, &folder, Some(&essay.text));
    }
    files
}

/// Where a photo's picture goes.
pub fn picture_path(photo: &Photo) -> String {
    format!("photos/{}/{}.{}", photo.village, photo.id, photo.picture.extension())
}

fn prose(files: &mut Vec<(String, String)>, folder: &str, text: Option<&PartlyBilingual>) {
    let Some(text) = text else { return };
    for (name, text) in [("text.zh.md", &text.zh), ("text.en.md", &text.en)] {
        if let Some(text) = text {
            files.push((format!("{folder}/{name}"), text.clone()));
        }
    }
}

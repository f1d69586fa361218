//! Reads the photos of a folder: each record with the picture beside it.

use super::Walk;
use crate::folder::files::{Files, PhotoFiles};
use crate::folder::photo::PhotoRecord;
use crate::folder::pictures::{PictureFault, ReadPicture, look_at_pictures};
use crate::folder::problem::ProblemCode;
use crate::model::{Kind, Picture, PictureFormat, RecordKey, Target};

impl Walk<'_> {
    pub(super) fn photos(&mut self, files: &Files, pictures: &dyn ReadPicture) {
        let looked_at = look_at_pictures(self.tree, files, pictures);
        for (((village, stem), files), picture) in files.photos.iter().zip(looked_at) {
            if self.photo(village, stem, files, picture).is_none() {
                self.unread.items.insert((Target::Photo, stem.clone()));
            }
        }
    }

    fn photo(
        &mut self,
        village: &str,
        stem: &str,
        files: &PhotoFiles,
        picture: Option<Result<Picture, PictureFault>>,
    ) -> Option<()> {
        let picture_path = files.pictures.first();
        if let Some(extra) = files.pictures.get(1) {
            self.problem(
                ProblemCode::StrayFile,
                extra,
                None,
                "a photo has one picture; this is a second one",
            );
        }
        let picture = match (picture, picture_path) {
            (Some(Ok(picture)), _) => Some(picture),
            (Some(Err(fault)), Some(path)) => {
                self.problem(fault.code, path, None, fault.message);
                None
            }
            _ => {
                let file = files.record.as_deref().unwrap_or(stem);
                let message = format!("there is no {} beside it", pictures_called(stem));
                self.problem(ProblemCode::MissingPhoto, file, None, message);
                None
            }
        };
        let Some(file) = &files.record else {
            let path = picture_path.map_or(stem, String::as_str);
            self.problem(
                ProblemCode::MissingFile,
                path,
                None,
                format!("its record `{stem}.toml` is missing"),
            );
            return None;
        };
        let (village, id) = (self.id(village, file)?, self.id(stem, file)?);
        let (record, notes, _) = self.toml(file, PhotoRecord::read);
        self.read_at(RecordKey::new(Kind::Photo, &id), file, String::new(), &notes);
        self.reading.picture_paths.extend(picture_path.map(|path| (id.clone(), path.clone())));
        let is_whole = picture.is_some();
        self.reading.collection.photos.push(record?.with_picture(
            id,
            village,
            picture.unwrap_or_else(no_picture),
        ));
        is_whole.then_some(())
    }
}

/// Stands in for a picture that could not be read, so that the record beside it is checked all the same.
fn no_picture() -> Picture {
    let nothing = String::new;
    let (sha256, placeholder) = (nothing(), nothing());
    Picture { sha256, format: PictureFormat::Jpeg, width_px: 0, height_px: 0, bytes: 0, placeholder }
}

/// `alpha-01.jpg`, and how else a picture of that name may end.
fn pictures_called(stem: &str) -> String {
    let [first, between @ .., last] = PictureFormat::ORIGINALS.map(PictureFormat::extension);
    let between: String = between.iter().map(|extension| format!(", `.{extension}`")).collect();
    format!("`{stem}.{first}`{between} or `.{last}`")
}

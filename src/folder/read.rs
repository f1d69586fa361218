//! Walks a tree, reads every record, and gathers every problem of the whole in one run.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::essay::read_essay;
use super::fields::{Fields, File};
use super::photo::PhotoRecord;
use super::problem::{Problem, ProblemCode};
use super::region::read_region;
use super::source::read_sources;
use super::tree::Tree;
use super::village::read_village;
use super::vocabulary::read_vocabulary;
use crate::model::{Collection, Id, Kind, PartlyBilingual, Picture, RecordKey, Target, check_collection};

/// No record is written by hand in more than this; 1 MiB.
const MAX_TEXT_BYTES: u64 = 1 << 20;

/// Looks at a picture's bytes on behalf of the folder, which does not know pixels.
pub trait ReadPicture: Sync {
    /// The longest picture that is read into memory, in bytes.
    fn max_bytes(&self) -> u64;

    /// What is known of the picture at `path`. Called from several threads.
    fn read_picture(&self, path: &str, bytes: &[u8]) -> Result<Picture, PictureFault>;
}

/// Why a picture was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureFault {
    /// The problem's code.
    pub code: ProblemCode,
    /// What is wrong, in a sentence.
    pub message: String,
}

/// What a folder holds.
#[derive(Debug, Default)]
pub struct Reading {
    /// Every record that could be read whole.
    pub collection: Collection,
    /// Where each photo's picture lies in the tree.
    pub picture_paths: HashMap<Id, String>,
    /// Everything that is wrong, by file and line.
    pub problems: Vec<Problem>,
}

/// Reads a whole tree.
pub fn read_folder(tree: &dyn Tree, pictures: &dyn ReadPicture) -> Reading {
    let mut walk =
        Walk { tree, reading: Reading::default(), places: HashMap::new(), unread: Unread::default() };
    let files = Files::sort(tree, &mut walk.reading.problems);
    walk.lists(&files);
    walk.villages(&files);
    walk.photos(&files, pictures);
    walk.essays(&files);
    walk.meaning();
    let mut reading = walk.reading;
    reading.problems.sort_by(|a, b| (&a.file, a.line, a.code).cmp(&(&b.file, b.line, b.code)));
    reading
}

/// The files of a tree by what they are.
#[derive(Default)]
struct Files {
    lists: HashSet<String>,
    /// Files by name, by village or essay folder.
    villages: BTreeMap<String, HashSet<String>>,
    essays: BTreeMap<String, HashSet<String>>,
    /// Record and pictures by (village, stem).
    photos: BTreeMap<(String, String), PhotoFiles>,
}

#[derive(Default)]
struct PhotoFiles {
    record: Option<String>,
    pictures: Vec<String>,
}

impl Files {
    fn sort(tree: &dyn Tree, problems: &mut Vec<Problem>) -> Self {
        let mut files = Self::default();
        let mut note = |code, file: &str, message: &str| {
            problems.push(Problem { code, file: file.to_owned(), line: None, message: message.to_owned() });
        };
        let listing = tree.files();
        if listing.is_empty() {
            let message = "there is no `villages/`, `photos/` or `essays/` with anything in it here";
            note(ProblemCode::NotAnArchive, ".", message);
        }
        for file in listing {
            if let Some(fault) = &file.fault {
                note(ProblemCode::Unreadable, &file.path, fault);
                continue;
            }
            let parts: Vec<&str> = file.path.split('/').collect();
            let known = match parts.as_slice() {
                [_, "README.md"] => true,
                ["villages", "region.toml" | "sources.toml" | "vocabulary.toml"] => {
                    files.lists.insert(file.path.clone())
                }
                ["villages", folder, name @ ("village.toml" | "text.zh.md" | "text.en.md")] => {
                    files.villages.entry((*folder).to_owned()).or_default().insert((*name).to_owned())
                }
                ["essays", folder, name @ ("essay.toml" | "text.zh.md" | "text.en.md")] => {
                    files.essays.entry((*folder).to_owned()).or_default().insert((*name).to_owned())
                }
                ["photos", village, name] => files.add_photo(village, name, &file.path),
                _ => false,
            };
            if !known {
                note(ProblemCode::StrayFile, &file.path, "a file of this name means nothing here");
            }
        }
        files
    }

    fn add_photo(&mut self, village: &str, name: &str, path: &str) -> bool {
        let Some((stem, extension)) = name.rsplit_once('.') else { return false };
        let key = (village.to_owned(), stem.to_owned());
        match extension {
            "toml" => self.photos.entry(key).or_default().record = Some(path.to_owned()),
            "jpg" | "jpeg" | "png" | "webp" => {
                self.photos.entry(key).or_default().pictures.push(path.to_owned())
            }
            _ => return false,
        }
        true
    }
}

/// What could not be read, so that what refers to it is not blamed.
#[derive(Default)]
struct Unread {
    lists: HashSet<Target>,
    items: HashSet<(Target, String)>,
}

/// Where a record was read: its file, the path of its table in it, and the lines of that file.
struct ReadAt {
    file: String,
    prefix: String,
    lines: BTreeMap<String, usize>,
}

struct Walk<'t> {
    tree: &'t dyn Tree,
    reading: Reading,
    places: HashMap<RecordKey, ReadAt>,
    unread: Unread,
}

impl Walk<'_> {
    fn problem(&mut self, code: ProblemCode, file: &str, line: Option<usize>, message: impl Into<String>) {
        let message = message.into();
        self.reading.problems.push(Problem { code, file: file.to_owned(), line, message });
    }

    fn text(&mut self, path: &str) -> Option<String> {
        let bytes = match self.tree.read(path, MAX_TEXT_BYTES) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::FileTooLarge => {
                self.problem(ProblemCode::TooLarge, path, None, "a text file here has at most 1 MiB");
                return None;
            }
            Err(error) => {
                self.problem(ProblemCode::Unreadable, path, None, error.to_string());
                return None;
            }
        };
        match String::from_utf8(bytes) {
            Ok(text) => Some(text.trim_start_matches('\u{feff}').replace("\r\n", "\n")),
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                let line = 1 + error.as_bytes()[..valid].iter().filter(|byte| **byte == b'\n').count();
                let message = "not UTF-8 from here on: save the file as UTF-8 (GBK is a frequent cause)";
                self.problem(ProblemCode::BadUtf8, path, Some(line), message);
                None
            }
        }
    }

    /// Reads one TOML file; keeps the lines of its values and says whether it was without fault.
    fn toml<T>(
        &mut self,
        path: &str,
        read: impl FnOnce(&mut Fields<'_>) -> Option<T>,
    ) -> (Option<T>, BTreeMap<String, usize>, bool) {
        let Some(text) = self.text(path) else { return (None, BTreeMap::new(), false) };
        let (value, notes) = File::read(path, &text, read);
        let whole = notes.problems.is_empty() && value.is_some();
        self.reading.problems.extend(notes.problems);
        (value, notes.lines, whole)
    }

    fn read_at(&mut self, record: RecordKey, file: &str, prefix: String, lines: BTreeMap<String, usize>) {
        self.places.insert(record, ReadAt { file: file.to_owned(), prefix, lines });
    }

    fn lists(&mut self, files: &Files) {
        let vocabulary = [Target::Property, Target::Measure, Target::Element];
        for (file, targets) in [
            ("villages/vocabulary.toml", vocabulary.as_slice()),
            ("villages/sources.toml", &[Target::Source]),
            ("villages/region.toml", &[Target::Town]),
        ] {
            let whole = if files.lists.contains(file) {
                match file {
                    "villages/vocabulary.toml" => self.vocabulary(file),
                    "villages/sources.toml" => self.sources(file),
                    _ => self.region(file),
                }
            } else {
                self.problem(ProblemCode::MissingFile, file, None, "this file must be there");
                false
            };
            if !whole {
                self.unread.lists.extend(targets);
            }
        }
    }

    fn vocabulary(&mut self, file: &str) -> bool {
        let (read, lines, whole) = self.toml(file, read_vocabulary);
        if let Some((vocabulary, terms)) = read {
            for (n, term) in terms.iter().enumerate() {
                self.read_at(RecordKey::new(Kind::Term, &term.id), file, format!("term[{n}]"), lines.clone());
            }
            self.reading.collection.vocabulary = vocabulary;
            self.reading.collection.terms = terms;
        }
        self.read_at(RecordKey::vocabulary(), file, String::new(), lines);
        whole
    }

    fn sources(&mut self, file: &str) -> bool {
        let (read, lines, whole) = self.toml(file, read_sources);
        for (n, source) in read.iter().flatten().enumerate() {
            self.read_at(
                RecordKey::new(Kind::Source, &source.id),
                file,
                format!("source[{n}]"),
                lines.clone(),
            );
        }
        self.reading.collection.sources = read.unwrap_or_default();
        whole
    }

    fn region(&mut self, file: &str) -> bool {
        let (read, lines, whole) = self.toml(file, read_region);
        self.reading.collection.region = read.unwrap_or_default();
        self.read_at(RecordKey::region(), file, String::new(), lines);
        whole
    }

    fn id(&mut self, text: &str, file: &str) -> Option<Id> {
        Id::parse(text).map_err(|error| self.problem(ProblemCode::BadId, file, None, error.to_string())).ok()
    }

    fn villages(&mut self, files: &Files) {
        for (folder, names) in &files.villages {
            let file = format!("villages/{folder}/village.toml");
            let text = self.prose(&format!("villages/{folder}"), names);
            let read =
                self.item(folder, &file, names.contains("village.toml"), Kind::Village, |id, fields| {
                    read_village(id, text, fields)
                });
            match read {
                Some(village) => self.reading.collection.villages.push(village),
                None => drop(self.unread.items.insert((Target::Village, folder.clone()))),
            }
        }
    }

    fn essays(&mut self, files: &Files) {
        for (folder, names) in &files.essays {
            let file = format!("essays/{folder}/essay.toml");
            let text = self.prose(&format!("essays/{folder}"), names);
            let read = self.item(folder, &file, names.contains("essay.toml"), Kind::Essay, |id, fields| {
                read_essay(id, text, fields)
            });
            self.reading.collection.essays.extend(read);
        }
    }

    fn item<T>(
        &mut self,
        folder: &str,
        file: &str,
        is_there: bool,
        kind: Kind,
        read: impl FnOnce(Id, &mut Fields<'_>) -> Option<T>,
    ) -> Option<T> {
        let id = self.id(folder, file)?;
        if !is_there {
            self.problem(ProblemCode::MissingFile, file, None, "the record itself is missing");
            return None;
        }
        let (item, lines, _) = self.toml(file, |fields| read(id.clone(), fields));
        self.read_at(RecordKey::new(kind, &id), file, String::new(), lines);
        item
    }

    fn prose(&mut self, folder: &str, names: &HashSet<String>) -> Option<PartlyBilingual> {
        let mut read = |name: &str| {
            let path = format!("{folder}/{name}");
            let text = names.contains(name).then(|| self.text(&path)).flatten()?;
            if text.trim().is_empty() {
                self.problem(ProblemCode::BadValue, &path, None, "the text is empty: leave the file out");
                return None;
            }
            Some(text)
        };
        let (zh, en) = (read("text.zh.md"), read("text.en.md"));
        (zh.is_some() || en.is_some()).then_some(PartlyBilingual { zh, en })
    }

    fn photos(&mut self, files: &Files, pictures: &dyn ReadPicture) {
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
                let message = format!("there is no `{stem}.jpg`, `.png` or `.webp` beside it");
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
        let (record, lines, _) = self.toml(file, PhotoRecord::read);
        self.read_at(RecordKey::new(Kind::Photo, &id), file, String::new(), lines);
        self.reading.picture_paths.insert(id.clone(), picture_path?.clone());
        self.reading.collection.photos.push(record?.with_picture(id, village, picture?));
        Some(())
    }

    /// Adds the faults of meaning, with the file and line each stands on.
    fn meaning(&mut self) {
        for fault in check_collection(&self.reading.collection) {
            let blameless = fault.missing.as_ref().is_some_and(|missing| {
                self.unread.lists.contains(&missing.0) || self.unread.items.contains(missing)
            });
            if blameless {
                continue;
            }
            let place = self.places.get(&fault.record);
            let (file, line) =
                place.map_or((fault.record.to_string(), None), |at| (at.file.clone(), at.line(&fault.path)));
            self.problem(ProblemCode::Meaning(fault.code), &file, line, fault.message);
        }
    }
}

impl ReadAt {
    /// The line of the value at `path`, or of the nearest table around it.
    fn line(&self, path: &str) -> Option<usize> {
        let mut path = match (self.prefix.as_str(), path) {
            ("", path) => path.to_owned(),
            (prefix, "") => prefix.to_owned(),
            (prefix, path) => format!("{prefix}.{path}"),
        };
        loop {
            if let Some(line) = self.lines.get(&path) {
                return Some(*line);
            }
            path.truncate(path.rfind(['.', '['])?);
        }
    }
}

/// Has every photo's picture looked at, on all cores; the results stand in the order of `files.photos`.
fn look_at_pictures(
    tree: &dyn Tree,
    files: &Files,
    pictures: &dyn ReadPicture,
) -> Vec<Option<Result<Picture, PictureFault>>> {
    let paths: Vec<Option<&str>> =
        files.photos.values().map(|photo| photo.pictures.first().map(String::as_str)).collect();
    let look = |path: &str| match tree.read(path, pictures.max_bytes()) {
        Ok(bytes) => pictures.read_picture(path, &bytes),
        Err(error) if error.kind() == std::io::ErrorKind::FileTooLarge => {
            let message = format!("a picture has at most {} bytes", pictures.max_bytes());
            Err(PictureFault { code: ProblemCode::PictureTooLarge, message })
        }
        Err(error) => Err(PictureFault { code: ProblemCode::Unreadable, message: error.to_string() }),
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = paths.len().div_ceil(threads).max(1);
    std::thread::scope(|scope| {
        let workers: Vec<_> = paths
            .chunks(share)
            .map(|chunk| scope.spawn(move || chunk.iter().map(|path| path.map(look)).collect::<Vec<_>>()))
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap_or_default()).collect()
    })
}

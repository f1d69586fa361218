//! Writes a synthetic archive for `make bench`: `synthetic DIR [VILLAGES [PHOTOS-EACH]]`.
//!
//! Every village is one of the shipped ones under another name, every photo one of six shipped pictures made small, so
//! that the archive is large in records and not in bytes. It proves nothing about real forts.

use std::error::Error;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

/// The width of the shared pictures.
const PICTURE_WIDTH_PX: u32 = 480;

/// How many different pictures there are.
const PICTURES: usize = 6;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let to = PathBuf::from(arguments.next().ok_or("synthetic DIR [VILLAGES [PHOTOS-EACH]]")?);
    let villages: usize = arguments.next().map_or(Ok(10_000), |text| text.parse())?;
    let photos: usize = arguments.next().map_or(Ok(10), |text| text.parse())?;

    let from = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::create_dir_all(to.join("villages"))?;
    for list in ["region.toml", "sources.toml", "vocabulary.toml"] {
        fs::copy(from.join("villages").join(list), to.join("villages").join(list))?;
    }
    let moulds = moulds(from)?;
    let pictures = shared_pictures(&from.join("photos").join(&moulds[0].id), &to)?;
    for number in 0..villages {
        let mould = &moulds[number % moulds.len()];
        write_village(&to, mould, number, photos, &pictures)?;
    }
    fs::remove_dir_all(to.join("shared"))?;
    println!("{villages} villages and {} photos in {}", villages * photos, to.display());
    Ok(())
}

/// A shipped village and the records of its photos, as text.
struct Mould {
    id: String,
    village: String,
    photos: Vec<String>,
}

fn moulds(from: &Path) -> Result<Vec<Mould>, Box<dyn Error>> {
    let mut found = Vec::new();
    for folder in fs::read_dir(from.join("villages"))? {
        let folder = folder?.path();
        let Ok(village) = fs::read_to_string(folder.join("village.toml")) else { continue };
        let id =
            folder.file_name().and_then(|name| name.to_str()).ok_or("a name that is not UTF-8")?.to_owned();
        if !village.contains("entry = \"named\"") {
            continue;
        }
        let photos = (1..=PICTURES)
            .map(|n| fs::read_to_string(from.join("photos").join(&id).join(format!("{id}-{n:02}.toml"))))
            .collect::<Result<_, _>>()?;
        found.push(Mould { id, village, photos });
    }
    found.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(found)
}

fn shared_pictures(from: &Path, to: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let id = from.file_name().and_then(|name| name.to_str()).ok_or("a name that is not UTF-8")?;
    let folder = to.join("shared");
    fs::create_dir_all(&folder)?;
    (1..=PICTURES)
        .map(|n| {
            let path = folder.join(format!("{n}.jpg"));
            let picture = image::open(from.join(format!("{id}-{n:02}.jpg")))?;
            picture.thumbnail(PICTURE_WIDTH_PX, PICTURE_WIDTH_PX).to_rgb8().save(&path)?;
            Ok(path)
        })
        .collect()
}

fn write_village(
    to: &Path,
    mould: &Mould,
    number: usize,
    photos: usize,
    pictures: &[PathBuf],
) -> std::io::Result<()> {
    let id = format!("{}-{number:05}", mould.id);
    let village = mould
        .village
        .replace(&format!("lead = \"{}-", mould.id), &format!("lead = \"{id}-"))
        .replacen("村\"\n", &format!("{number}村\"\n"), 1)
        .replacen("Village\"\n", &format!("Village {number}\"\n"), 1);
    let folder = to.join("villages").join(&id);
    fs::create_dir_all(&folder)?;
    write_new(&folder.join("village.toml"), &village)?;
    let folder = to.join("photos").join(&id);
    fs::create_dir_all(&folder)?;
    for n in 0..photos {
        let name = format!("{id}-{:02}", n + 1);
        fs::hard_link(&pictures[n % pictures.len()], folder.join(format!("{name}.jpg")))?;
        write_new(&folder.join(format!("{name}.toml")), &mould.photos[n % mould.photos.len()])?;
    }
    Ok(())
}

/// A benchmark's input need not survive a power cut.
fn write_new(path: &Path, text: &str) -> std::io::Result<()> {
    File::create_new(path)?.write_all(text.as_bytes())
}

//! Assets: built files under names that carry their hash, so that they may be kept for ever.

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;
use rust_embed::{EmbeddedFile, RustEmbed};

use super::answer::{Answer, CachePolicy};
use crate::model::address::{Addresses, File};
use crate::store::Digest;

/// What `npm run build` makes of `static/css` and `static/js`.
#[derive(RustEmbed)]
#[folder = "static/dist"]
// A checkout compiles before the first `npm run build`; its pages fail and name the asset that is missing.
#[allow_missing = true]
struct Built;

/// The mark in its sizes.
#[derive(RustEmbed)]
#[folder = "static/icons"]
struct Icons;

/// All assets, by the name pages use and by the name they are served under.
pub(super) struct Assets {
    paths: HashMap<String, (String, Arc<Answer>)>,
    answers: HashMap<String, Arc<Answer>>,
}

impl Assets {
    /// Takes in every embedded file.
    pub(super) fn load(addresses: &Addresses) -> Self {
        let mut assets = Self { paths: HashMap::new(), answers: HashMap::new() };
        for (name, file) in Built::iter().map(|name| (Built::get(&name), name)).filter_map(named) {
            assets.add(addresses, &name, &file);
        }
        for (name, file) in Icons::iter().map(|name| (Icons::get(&name), name)).filter_map(named) {
            assets.add(addresses, &name, &file);
        }
        assets
    }

    fn add(&mut self, addresses: &Addresses, name: &str, file: &EmbeddedFile) {
        let Some((stem, extension)) = name.rsplit_once('.') else { return };
        let bytes = Bytes::from(file.data.to_vec());
        let digest = Digest::of(&bytes).to_string();
        // 48 bits tell the editions of one file apart, and stand in every page.
        let hashed = format!("{stem}.{}.{extension}", &digest[..12]);
        let text = |media_type| {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            Answer::text(media_type, text, CachePolicy::Immutable)
        };
        let answer = match extension {
            "css" => text("text/css; charset=utf-8"),
            "js" => text("text/javascript; charset=utf-8"),
            "svg" => text("image/svg+xml"),
            "png" => Answer::bytes("image/png", bytes, CachePolicy::Immutable),
            "ico" => Answer::bytes("image/x-icon", bytes, CachePolicy::Immutable),
            // Whatever else lies in the folders is not served.
            _ => return,
        };
        let answer = Arc::new(answer);
        self.paths.insert(name.to_owned(), (addresses.file(&File::Asset(&hashed)), Arc::clone(&answer)));
        self.answers.insert(hashed, answer);
    }

    /// The path of a file by its plain name.
    pub(super) fn path(&self, name: &str) -> Option<&str> {
        self.paths.get(name).map(|(path, _)| path.as_str())
    }

    /// The file by its plain name.
    pub(super) fn named(&self, name: &str) -> Option<&Arc<Answer>> {
        self.paths.get(name).map(|(_, answer)| answer)
    }

    /// The file under a hashed name.
    pub(super) fn get(&self, hashed: &str) -> Option<&Arc<Answer>> {
        self.answers.get(hashed)
    }
}

fn named<N: AsRef<str>>((file, name): (Option<EmbeddedFile>, N)) -> Option<(String, EmbeddedFile)> {
    file.map(|file| (name.as_ref().to_owned(), file))
}

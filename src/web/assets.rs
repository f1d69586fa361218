//! Assets: built files under names that carry their hash, so that they may be kept for ever.

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;
use rust_embed::{EmbeddedFile, RustEmbed};

use super::answer::{Answer, CachePolicy};
use crate::store::Digest;

/// What `npm run build` makes of `static/css` and `static/js`.
#[derive(RustEmbed)]
#[folder = "static/dist"]
#[allow_missing = true]
struct Built;

/// The mark in its sizes.
#[derive(RustEmbed)]
#[folder = "static/icons"]
struct Icons;

/// All assets, by the name pages use and by address.
pub(super) struct Assets {
    addresses: HashMap<String, String>,
    answers: HashMap<String, Arc<Answer>>,
}

impl Assets {
    /// Takes in every embedded file.
    pub(super) fn load() -> Self {
        let mut assets = Self { addresses: HashMap::new(), answers: HashMap::new() };
        for (name, file) in Built::iter().map(|name| (Built::get(&name), name)).filter_map(named) {
            assets.add(&name, &file);
        }
        for (name, file) in Icons::iter().map(|name| (Icons::get(&name), name)).filter_map(named) {
            assets.add(&name, &file);
        }
        assets
    }

    fn add(&mut self, name: &str, file: &EmbeddedFile) {
        let Some((stem, extension)) = name.rsplit_once('.') else { return };
        let bytes = Bytes::from(file.data.to_vec());
        let digest = Digest::of(&bytes).to_string();
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
            _ => return,
        };
        self.addresses.insert(name.to_owned(), format!("/assets/{hashed}"));
        self.answers.insert(hashed, Arc::new(answer));
    }

    /// The address of a file by its plain name.
    pub(super) fn address(&self, name: &str) -> Option<&str> {
        self.addresses.get(name).map(String::as_str)
    }

    /// The file under a hashed name.
    pub(super) fn get(&self, hashed: &str) -> Option<&Arc<Answer>> {
        self.answers.get(hashed)
    }
}

fn named<N: AsRef<str>>((file, name): (Option<EmbeddedFile>, N)) -> Option<(String, EmbeddedFile)> {
    file.map(|file| (name.as_ref().to_owned(), file))
}

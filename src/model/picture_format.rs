//! The formats of pictures: the one table of how each is called.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A picture format: of an original, or asked for in a derivative. Its document form is the media type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PictureFormat {
    /// JPEG (ISO/IEC 10918-1), baseline, extended or progressive Huffman, 8 bit.
    Jpeg,
    /// PNG (ISO/IEC 15948), one frame.
    Png,
    /// WebP (RFC 9649), lossy or lossless, one frame.
    WebP,
    /// TIFF 6.0 and BigTIFF, the largest picture in it: scanners write one, pyramids the same one smaller.
    Tiff,
    /// HEIC (ISO/IEC 23008-12 with HEVC), one picture or a grid of tiles: what phones write.
    Heic,
    /// AVIF (AV1 Image File Format 1.1): made, but not kept as an original.
    Avif,
}

/// How a format is called, and what it is used for.
struct Row {
    /// Every file extension that is right for it, the one the archive writes first.
    extensions: &'static [&'static str],
    /// The registered media type.
    media_type: &'static str,
    /// Its word at the end of an address (IIIF Image API 3.0, 4.5); none where the API has none that is made here.
    address_word: Option<&'static str>,
    /// Whether an original may have it.
    is_kept: bool,
}

impl PictureFormat {
    /// Every format.
    pub const ALL: [Self; 6] = [Self::Jpeg, Self::Png, Self::WebP, Self::Tiff, Self::Heic, Self::Avif];

    /// Those an original may have.
    pub const ORIGINALS: [Self; 5] = [Self::Jpeg, Self::Png, Self::WebP, Self::Tiff, Self::Heic];

    /// Those a derivative may have; AVIF, which can be switched off, last.
    pub const MADE: [Self; 4] = [Self::Jpeg, Self::Png, Self::WebP, Self::Avif];

    /// The table. Whoever adds a format adds its line here, and nobody else says what one is called.
    // A match and not a list: the compiler asks for the line of a format that is added.
    const fn row(self) -> Row {
        let (extensions, media_type, address_word, is_kept): (&[&str], _, _, _) = match self {
            Self::Jpeg => (&["jpg", "jpeg"], "image/jpeg", Some("jpg"), true),
            Self::Png => (&["png"], "image/png", Some("png"), true),
            Self::WebP => (&["webp"], "image/webp", Some("webp"), true),
            Self::Tiff => (&["tif", "tiff"], "image/tiff", None, true),
            Self::Heic => (&["heic", "heif"], "image/heic", None, true),
            Self::Avif => (&["avif"], "image/avif", Some("avif"), false),
        };
        Row { extensions, media_type, address_word, is_kept }
    }

    /// The format a word at the end of an address asks for (IIIF Image API 3.0, 4.5).
    pub fn of_address(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.row().address_word == Some(word))
    }

    /// The format of an original that an extension stands for (`jpg`, `jpeg`, `png`, `webp`, `tif`, `tiff`,
    /// `heic`, `heif`; any case), without the dot.
    pub fn from_extension(extension: &str) -> Option<Self> {
        let is_its_own =
            |format: &Self| format.extensions().iter().any(|known| known.eq_ignore_ascii_case(extension));
        // Only what is kept: AVIF is made, and an original never has it.
        Self::ALL.into_iter().filter(|format| format.row().is_kept).find(is_its_own)
    }

    /// The format of a media type, as it stands in a record.
    pub fn from_media_type(media_type: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.media_type() == media_type)
    }

    /// The extension the archive writes, without the dot; also the format word of the IIIF Image API.
    pub fn extension(self) -> &'static str {
        self.row().extensions[0]
    }

    /// Every extension that is right for the format, the preferred one first.
    pub fn extensions(self) -> &'static [&'static str] {
        self.row().extensions
    }

    /// The registered media type.
    pub fn media_type(self) -> &'static str {
        self.row().media_type
    }
}

impl Serialize for PictureFormat {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.media_type())
    }
}

impl<'de> Deserialize<'de> for PictureFormat {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let media_type = String::deserialize(deserializer)?;
        Self::from_media_type(&media_type)
            .ok_or_else(|| D::Error::custom(format!("`{media_type}` is no picture format of this archive")))
    }
}

#[cfg(test)]
mod tests {
    use super::PictureFormat;

    #[test]
    fn the_lists_are_those_of_the_table() {
        let kept = PictureFormat::ALL.into_iter().filter(|format| format.row().is_kept);
        assert_eq!(kept.collect::<Vec<_>>(), PictureFormat::ORIGINALS);
        let mut made = PictureFormat::MADE.to_vec();
        made.sort();
        let asked = PictureFormat::ALL.into_iter().filter(|format| format.row().address_word.is_some());
        assert_eq!(asked.collect::<Vec<_>>(), made);
        for format in made {
            assert_eq!(format.row().address_word, Some(format.extension()));
        }
    }
}

//! The picture formats the archive keeps and serves, told apart by content, never by name.

use super::ProbeError;

/// A picture format: of an original, or asked for in a derivative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
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

impl Format {
    /// Those an original may have.
    pub const ORIGINALS: [Format; 5] = [Format::Jpeg, Format::Png, Format::WebP, Format::Tiff, Format::Heic];

    /// Those a derivative may have; AVIF, which can be switched off, last.
    pub const MADE: [Format; 4] = [Format::Jpeg, Format::Png, Format::WebP, Format::Avif];

    /// Tells the format by the first bytes of a file.
    ///
    /// # Errors
    /// [`ProbeError::Empty`], [`ProbeError::UnsupportedFormat`] for pictures of other kinds,
    /// [`ProbeError::NotAnImage`] for all else.
    pub fn sniff(bytes: &[u8]) -> Result<Format, ProbeError> {
        match bytes {
            [] => Err(ProbeError::Empty),
            [0xFF, 0xD8, 0xFF, ..] => Ok(Format::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Ok(Format::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Ok(Format::WebP),
            [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..] => Ok(Format::Tiff),
            _ if is_heic(bytes) => Ok(Format::Heic),
            _ => Err(match other_picture(bytes) {
                Some(kind) => ProbeError::UnsupportedFormat { kind },
                None => ProbeError::NotAnImage,
            }),
        }
    }

    /// The format a word at the end of an address asks for (IIIF Image API 3.0, 4.5).
    pub fn of_address(word: &str) -> Option<Format> {
        Format::MADE.into_iter().find(|format| format.extension() == word)
    }

    /// The format an extension stands for (`jpg`, `jpeg`, `png`, `webp`, `tif`, `tiff`,
    /// `heic`, `heif`; any case), without the dot.
    pub fn from_extension(extension: &str) -> Option<Format> {
        Format::ORIGINALS
            .into_iter()
            .find(|format| format.extensions().iter().any(|known| known.eq_ignore_ascii_case(extension)))
    }

    /// The extension the archive writes, without the dot; also the format word of the IIIF Image API.
    pub fn extension(self) -> &'static str {
        self.extensions()[0]
    }

    /// Every extension that is right for the format, the preferred one first.
    pub fn extensions(self) -> &'static [&'static str] {
        match self {
            Format::Jpeg => &["jpg", "jpeg"],
            Format::Png => &["png"],
            Format::WebP => &["webp"],
            Format::Tiff => &["tif", "tiff"],
            Format::Heic => &["heic", "heif"],
            Format::Avif => &["avif"],
        }
    }

    /// The registered media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Jpeg => "image/jpeg",
            Format::Png => "image/png",
            Format::WebP => "image/webp",
            Format::Tiff => "image/tiff",
            Format::Heic => "image/heic",
            Format::Avif => "image/avif",
        }
    }
}

/// The brand of the file, or with the brand for any picture (`mif1`) one it is compatible with.
fn is_heic(bytes: &[u8]) -> bool {
    let [0, 0, 0, length, b'f', b't', b'y', b'p', brands @ ..] = bytes else { return false };
    let brands = &brands[..brands.len().min(usize::from(length.saturating_sub(8)))];
    let is_hevc = |brand: &[u8]| matches!(brand, b"heic" | b"heix");
    match brands.chunks_exact(4).next() {
        // The second word is a version.
        Some(b"mif1") => brands.chunks_exact(4).skip(2).any(is_hevc),
        own => own.is_some_and(is_hevc),
    }
}

/// Names pictures the archive does not take, so that the refusal can say what the file is.
fn other_picture(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [b'G', b'I', b'F', b'8', ..] => Some("GIF"),
        [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => Some("BMP"),
        [0, 0, 0, 12, b'J', b'X', b'L', b' ', ..] | [0xFF, 0x0A, ..] => Some("JPEG XL"),
        [0, 0, 0, 12, b'j', b'P', b' ', b' ', ..] | [0xFF, 0x4F, 0xFF, 0x51, ..] => Some("JPEG 2000"),
        [b'8', b'B', b'P', b'S', ..] => Some("Photoshop"),
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => match brand.get(..4) {
            Some(b"avif" | b"avis") => Some("AVIF"),
            Some(b"hevc" | b"hevx" | b"msf1") => Some("moving HEIF"),
            Some(b"heim" | b"heis" | b"mif1") => Some("HEIF without HEVC"),
            _ => None,
        },
        _ => bytes[..bytes.len().min(1024)].windows(4).any(|word| word == b"<svg").then_some("SVG"),
    }
}

//! How much two pictures look alike, told by their placeholders: whether the next of nine by eight fields is lighter.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image::ImageFormat;
use image::imageops::FilterType;
use serde::{Deserialize, Serialize};

/// Fields that are compared.
const FIELDS: (u32, u32) = (9, 8);

/// Pictures of less contrast (of 255) look like every other such.
const LEAST_CONTRAST: u8 = 24;

/// Steps of grey that coding alone makes between fields that are the same.
const GRAIN: u8 = 3;

/// Comparisons of 64 in which pictures may differ that are told to look alike: of a shot and the one after it about as many
/// do, of different ones about thirty.
const ALIKE: u32 = 6;

/// What a picture looks like from far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Likeness(u64);

impl Likeness {
    /// Whether two look alike.
    pub fn is_near(self, other: Self) -> bool {
        (self.0 ^ other.0).count_ones() <= ALIKE
    }
}

/// What the picture of a [placeholder](super::placeholder) looks like; nothing, if it is none or shows nothing.
pub fn likeness(placeholder: &str) -> Option<Likeness> {
    let (_, coded) = placeholder.split_once("base64,")?;
    let bytes = STANDARD.decode(coded).ok()?;
    let small = image::load_from_memory_with_format(&bytes, ImageFormat::WebP).ok()?.into_luma8();
    let fields = image::imageops::resize(&small, FIELDS.0, FIELDS.1, FilterType::Triangle);
    let lightest = fields.iter().max().copied()?;
    let darkest = fields.iter().min().copied()?;
    if lightest - darkest < LEAST_CONTRAST {
        return None;
    }
    let rows = fields.as_raw().chunks_exact(FIELDS.0 as usize);
    let lighter = rows.flat_map(|row| row.windows(2).map(|pair| pair[1] > pair[0].saturating_add(GRAIN)));
    Some(Likeness(lighter.fold(0, |bits, bit| bits << 1 | u64::from(bit))))
}

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
const GRAIN: u8 = 6;

/// As many comparisons have to be clear in both of two pictures to say anything of them.
const LEAST_CLEAR: u32 = 12;

/// One of as many clear comparisons may come out the other way in a picture that looks alike; of different ones, half do.
const AMONG: u32 = 8;

/// What a picture looks like from far: of each comparison, whether the next field is clearly lighter or clearly darker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Likeness {
    lighter: u64,
    darker: u64,
}

impl Likeness {
    /// Whether two look alike.
    pub fn is_near(self, other: Self) -> bool {
        let clear = ((self.lighter | self.darker) & (other.lighter | other.darker)).count_ones();
        let opposed = ((self.lighter & other.darker) | (self.darker & other.lighter)).count_ones();
        clear >= LEAST_CLEAR && opposed * AMONG <= clear
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
    // Eight comparisons in each of eight rows are just the bits of a number.
    let mut likeness = Likeness { lighter: 0, darker: 0 };
    for pair in rows.flat_map(|row| row.windows(2)) {
        likeness.lighter = likeness.lighter << 1 | u64::from(pair[1] > pair[0].saturating_add(GRAIN));
        likeness.darker = likeness.darker << 1 | u64::from(pair[0] > pair[1].saturating_add(GRAIN));
    }
    Some(likeness)
}

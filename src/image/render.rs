//! One derivative: find the smallest source that serves, decode only what is needed of it, make it the
//! right size, upright, sRGB, turned, encode.
//!
//! A rung serves where it has 1.5 pixels to each one that is made; else the part is cut out of the indexed
//! file and decoded at the scale that leaves as many. What is large is made in bands, so that a request
//! takes about [`BAND_PX`] pixels of memory beside what it gives back, whatever the original.

use std::ops::Range;

use bytes::Bytes;
use image::DynamicImage;

use super::access::{About, Access, AccessForm};
use super::formats::Index;
use super::resize::{Crop, picture, resize};
use super::turbo::{self, Shrink};
use super::{
    Digest, Format, Limits, OriginalError, Quality, Recipe, Rect, RenderError, Rendered, Rotation, colour,
    credit, encode, probe, turn,
};

/// Decoded pixels held at once.
const BAND_PX: u64 = 8_000_000;

/// How pixels are made of pixels. Whatever changes a derivative is a field here: all of them stand in its name
/// ([`settings`]).
#[derive(Debug, Clone, Copy)]
struct Settings {
    /// A picture is made of at least this many pixels to one, where the source has them: one and a half, but for
    /// what rounding to whole pixels takes off.
    least_ratio: f64,
    /// Source pixels on either side that Lanczos3 looks at, for each pixel of the result.
    reach: f64,
}

const SETTINGS: Settings = Settings { least_ratio: 1.48, reach: 3.0 };

/// The settings as a text that differs when they do.
pub(super) fn settings() -> String {
    format!("{SETTINGS:?}")
}

/// Makes a picture in the calling thread, from nothing but the original.
///
/// # Errors
/// See [`RenderError`].
pub fn render(bytes: &[u8], recipe: &Recipe, limits: &Limits) -> Result<Rendered, RenderError> {
    let probe = probe(bytes, limits)?;
    let digest = Digest::of(bytes);
    let access = AccessForm::in_memory(&digest, Access::make(bytes, &probe, limits)?);
    let part = |range: &Range<u64>| bytes.get(range.start as usize..range.end as usize);
    let original = |ranges: &[Range<u64>]| {
        let parts = ranges.iter().map(|range| part(range).map(Bytes::copy_from_slice));
        parts.collect::<Option<Vec<_>>>().ok_or(OriginalError::Missing)
    };
    render_with(&Source { access: &access, digest, original }, recipe, None)
}

/// Where a picture is made from: an access form, with the original beside it.
pub(super) struct Source<'a, F> {
    pub(super) access: &'a AccessForm,
    /// Whose it is.
    pub(super) digest: Digest,
    /// Reads parts of the original.
    pub(super) original: F,
}

/// Reads parts of a file, as many as there are ranges.
pub(super) trait ReadRanges: Fn(&[Range<u64>]) -> Result<Vec<Bytes>, OriginalError> {}

impl<F: Fn(&[Range<u64>]) -> Result<Vec<Bytes>, OriginalError>> ReadRanges for F {}

impl<F: ReadRanges> Source<'_, F> {
    fn about(&self) -> &About {
        self.access.about()
    }

    fn rung(&self, number: usize) -> Result<Bytes, RenderError> {
        self.access.rung(number).map_err(unread)
    }

    /// Parts of the indexed file, as they were when it was indexed.
    fn ranges(&self, ranges: &[Range<u64>]) -> Result<Vec<Bytes>, RenderError> {
        let sums = &self.about().sums;
        if self.about().is_of_copy {
            let read = sums.read(ranges, |runs| self.access.copy_ranges(runs).map_err(unread))?;
            return read.ok_or_else(|| RenderError::Access { reason: "the access copy is damaged".into() });
        }
        let read = sums.read(ranges, |runs| (self.original)(runs))?;
        read.ok_or(RenderError::Unread(OriginalError::Damaged(self.digest)))
    }
}

fn unread(error: std::io::Error) -> RenderError {
    RenderError::Access { reason: error.to_string() }
}

/// Memory that a recipe takes, an upper estimate: a band, its bits as they lie and as they are cut out, the
/// picture, and what its encoder holds.
pub(super) fn memory_bytes(recipe: &Recipe) -> u64 {
    let area = |(width_px, height_px): (u32, u32)| u64::from(width_px) * u64::from(height_px);
    let px = area(recipe.size_px);
    // What the encoders were seen to hold, the encoded file among it.
    let encoding_bytes = match recipe.format {
        Format::Png => px * 4,
        Format::WebP => px * 10,
        Format::Avif => px * 60,
        Format::Jpeg | Format::Tiff | Format::Heic => turbo::encoding_bytes(px),
    };
    // Twice three bytes while it is turned or converted; by an angle, four and four.
    let by_angle = match recipe.rotation.quarter_turns() {
        Some(_) => 0,
        None => area(recipe.rotation.turn_sides(recipe.size_px)) * 8,
    };
    BAND_PX * 5 + px * 6 + encoding_bytes + by_angle
}

/// Makes a picture of an access form.
pub(super) fn render_with<F: ReadRanges>(
    source: &Source<'_, F>,
    recipe: &Recipe,
    credit: Option<&str>,
) -> Result<Rendered, RenderError> {
    let about = source.about();
    // A recipe is in pixels: over other sides it would show another part, and be kept as this one.
    if recipe.sides_px != about.sides_px {
        return Err(RenderError::OtherSides { recipe_px: recipe.sides_px, picture_px: about.sides_px });
    }
    if let Some(number) = own_rung(about, recipe) {
        let rung = source.rung(number)?.to_vec();
        let bytes = match credit {
            Some(credit) => credit::sign(rung, Format::Jpeg, credit)?,
            None => rung,
        };
        return Ok(Rendered { bytes, width_px: recipe.size_px.0, height_px: recipe.size_px.1 });
    }
    let pixels = finish(pixels(source, recipe)?, recipe);
    let bytes = encode::encode(&pixels, recipe.format, about.chroma(), credit)?;
    Ok(Rendered { bytes, width_px: pixels.width(), height_px: pixels.height() })
}

/// The rung that already is what is asked for.
fn own_rung(about: &About, recipe: &Recipe) -> Option<usize> {
    let is_plain = recipe.format == Format::Jpeg
        && recipe.quality == Quality::Default
        && recipe.rotation == Rotation::NONE
        && recipe.region == Rect::whole(recipe.sides_px);
    is_plain.then(|| about.rungs_px.iter().position(|rung_px| *rung_px == recipe.size_px)).flatten()
}

/// Turns and colours what has its size.
fn finish(pixels: DynamicImage, recipe: &Recipe) -> DynamicImage {
    // Gray before it is turned, dots behind it: turned by an angle, dots would be grays again.
    let pixels = match recipe.quality {
        Quality::Default => pixels,
        Quality::Gray | Quality::Bitonal => pixels.into_luma8().into(),
    };
    let turned = turn::turn(pixels, recipe.rotation);
    if recipe.quality == Quality::Bitonal { colour::to_bitonal(turned) } else { turned }
}

/// The region in its size, upright and in sRGB.
fn pixels<F: ReadRanges>(source: &Source<'_, F>, recipe: &Recipe) -> Result<DynamicImage, RenderError> {
    let about = source.about();
    let scale = recipe.scale();
    let longer = |(width, height): (u32, u32)| f64::from(width.max(height));
    let serves =
        |rung_px: &(u32, u32)| longer(*rung_px) >= SETTINGS.least_ratio * scale * longer(about.sides_px);
    // Rungs rise, so the first that serves is the cheapest.
    match about.rungs_px.iter().position(serves) {
        Some(number) => from_rung(&source.rung(number)?, recipe),
        None => from_index(source, recipe),
    }
}

fn from_rung(rung: &[u8], recipe: &Recipe) -> Result<DynamicImage, RenderError> {
    let header_px = turbo::sides(rung)?;
    let rung_scale = f64::from(header_px.0) / f64::from(recipe.sides_px.0);
    let decoded = turbo::decode(rung, Shrink::keeping(rung_scale / recipe.scale(), SETTINGS.least_ratio))?;
    // Each direction by itself, since the sides of a rung are rounded each by itself.
    let across = f64::from(decoded.width()) / f64::from(recipe.sides_px.0);
    let down = f64::from(decoded.height()) / f64::from(recipe.sides_px.1);
    let Rect { left_px, top_px, width_px, height_px } = recipe.region;
    let crop = Crop {
        left: f64::from(left_px) * across,
        top: f64::from(top_px) * down,
        width: f64::from(width_px) * across,
        height: f64::from(height_px) * down,
    };
    resize(&decoded, crop.within(decoded.width(), decoded.height()), recipe.size_px)
}

fn from_index<F: ReadRanges>(source: &Source<'_, F>, recipe: &Recipe) -> Result<DynamicImage, RenderError> {
    let about = source.about();
    let orientation = about.orientation();
    let region = orientation.stored_rect(recipe.region, recipe.sides_px);
    let (width_px, height_px) = orientation.turn_sides(recipe.size_px);
    let shrink = Shrink::keeping(1.0 / recipe.scale(), SETTINGS.least_ratio);
    let decoded_px = u64::from(shrink.of(region.width_px)) * u64::from(shrink.of(region.height_px));
    let bands = u32::try_from(decoded_px.div_ceil(BAND_PX)).unwrap_or(height_px).clamp(1, height_px);
    let band_px = height_px.div_ceil(bands);
    // Room for the whole at once: to grow would take it twice.
    let mut made = Vec::with_capacity(if bands > 1 { width_px as usize * height_px as usize * 3 } else { 0 });
    for top_px in (0..height_px).step_by(band_px as usize) {
        let rows = top_px..(top_px + band_px).min(height_px);
        let band = band(source, &about.index, region, (width_px, height_px), rows.clone(), shrink)?;
        if rows.len() as u32 == height_px {
            return Ok(upright(band, about));
        }
        made.extend_from_slice(band.as_bytes());
    }
    let whole = picture(width_px, height_px, made);
    whole.map(|whole| upright(whole, about)).ok_or(RenderError::Resizing { reason: "bands differ".into() })
}

/// Some rows of a region in its size, as stored.
fn band<F: ReadRanges>(
    source: &Source<'_, F>,
    index: &Index,
    region: Rect,
    (width_px, height_px): (u32, u32),
    rows: Range<u32>,
    shrink: Shrink,
) -> Result<DynamicImage, RenderError> {
    let per_row = f64::from(region.height_px) / f64::from(height_px);
    let (from, to) = (f64::from(rows.start) * per_row, f64::from(rows.end) * per_row);
    // Between bands as far as the filter looks; at the edges of the region what the cut brings along.
    let reach = SETTINGS.reach * per_row.max(f64::from(shrink.divisor()));
    let top = (from - if rows.start > 0 { reach } else { 0.0 }).max(0.0).floor() as u32;
    let bottom =
        (to + if rows.end < height_px { reach } else { 0.0 }).min(region.height_px.into()).ceil() as u32;
    let (left, right) = (region.left_px, region.left_px + region.width_px);
    let cut = index.cut((left, region.top_px + top, right, region.top_px + bottom));
    let jpeg = index.splice(&cut, &source.ranges(&index.ranges(&cut))?)?;
    let decoded = turbo::decode(&jpeg, shrink)?;
    let divisor = f64::from(shrink.divisor());
    let crop = Crop {
        left: f64::from(left - cut.at_px.0) / divisor,
        top: (f64::from(region.top_px) + from - f64::from(cut.at_px.1)) / divisor,
        width: f64::from(region.width_px) / divisor,
        height: (to - from) / divisor,
    };
    resize(&decoded, crop.within(decoded.width(), decoded.height()), (width_px, rows.len() as u32))
}

fn upright(stored: DynamicImage, about: &About) -> DynamicImage {
    let mut pixels = colour::to_srgb(stored, about.profile.as_deref());
    pixels.apply_orientation(about.orientation().turn());
    pixels
}

//! How large (IIIF Image API 3.0, 4.2 and 5.3).

use super::number::{decimal, list, whole};
use super::{Malformed, Rotation, Unsatisfiable};

/// A size as asked for, before the region is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Size {
    /// Which form.
    pub form: SizeForm,
    /// Whether the picture may be enlarged for it (`^`).
    pub upscaled: bool,
}

/// The forms a size has.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SizeForm {
    /// `max`: as large as there is.
    Max,
    /// `w,`: exactly this width, the height in proportion.
    Width(u32),
    /// `,h`: exactly this height, the width in proportion.
    Height(u32),
    /// `pct:n`: this part of both sides.
    Percent(f64),
    /// `w,h`: exactly these sides, whatever the proportion.
    Exact(u32, u32),
    /// `!w,h`: as large as fits into these sides.
    Confined(u32, u32),
}

/// The largest picture that is made at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SizeLimits {
    /// `maxWidth`.
    pub max_width_px: u32,
    /// `maxHeight`.
    pub max_height_px: u32,
    /// `maxArea`.
    pub max_area_px: u64,
    /// Whether `^` is understood (`sizeUpscaling`).
    pub upscaling: bool,
}

impl Default for SizeLimits {
    /// The longest side WebP can hold, 40 megapixels, never enlarged.
    fn default() -> Self {
        SizeLimits { max_width_px: 16_383, max_height_px: 16_383, max_area_px: 40_000_000, upscaling: false }
    }
}

impl Size {
    /// `max`.
    pub const MAX: Size = Size { form: SizeForm::Max, upscaled: false };

    /// `w,`.
    pub fn width(px: u32) -> Size {
        Size { form: SizeForm::Width(px), upscaled: false }
    }

    pub(super) fn parse(text: &str) -> Result<Size, Malformed> {
        let (upscaled, form) = match text.strip_prefix('^') {
            Some(form) => (true, form),
            None => (false, text),
        };
        let form = SizeForm::parse(form).ok_or(Malformed::Size)?;
        Ok(Size { form, upscaled })
    }

    /// Width and height in pixels of what is made of a region of those sides; never below 1.
    pub(super) fn of(self, region_px: (u32, u32), limits: &SizeLimits) -> Result<(u32, u32), Unsatisfiable> {
        // Before all else: whatever stands behind the `^`, it is not done here.
        if self.upscaled && !limits.upscaling {
            return Err(Unsatisfiable::UpscalingOff);
        }
        let (width, height) = (f64::from(region_px.0), f64::from(region_px.1));
        let room = limits.room_for(region_px);
        let own = if self.upscaled { room } else { room.min(1.0) };
        let size_px = match self.form {
            SizeForm::Max => limits.at(region_px, own),
            SizeForm::Confined(most_width, most_height) => {
                let fits = (f64::from(most_width) / width).min(f64::from(most_height) / height);
                let (fit_width, fit_height) = limits.at(region_px, fits.min(own));
                // Rounded up, a side could be longer than the box by a pixel.
                (fit_width.min(most_width), fit_height.min(most_height))
            }
            SizeForm::Width(width_px) => (width_px, side(height * f64::from(width_px) / width)),
            SizeForm::Height(height_px) => (side(width * f64::from(height_px) / height), height_px),
            SizeForm::Percent(percent) => (side(width * percent / 100.0), side(height * percent / 100.0)),
            SizeForm::Exact(width_px, height_px) => (width_px, height_px),
        };
        if !self.upscaled && (size_px.0 > region_px.0 || size_px.1 > region_px.1) {
            return Err(Unsatisfiable::Enlarged { region_px });
        }
        if !limits.allow(size_px) {
            return Err(Unsatisfiable::OverLimit(*limits));
        }
        Ok(size_px)
    }
}

impl SizeForm {
    fn parse(text: &str) -> Option<SizeForm> {
        let form = if text == "max" {
            SizeForm::Max
        } else if let Some(percent) = text.strip_prefix("pct:") {
            SizeForm::Percent(decimal(percent)?)
        } else if let Some(sides) = text.strip_prefix('!') {
            let [width, height] = list(sides, whole)?;
            SizeForm::Confined(width, height)
        } else {
            match text.split_once(',')? {
                (width, "") => SizeForm::Width(whole(width)?),
                ("", height) => SizeForm::Height(whole(height)?),
                (width, height) => SizeForm::Exact(whole(width)?, whole(height)?),
            }
        };
        let is_empty = match form {
            SizeForm::Max => false,
            SizeForm::Percent(percent) => percent == 0.0,
            SizeForm::Width(side) | SizeForm::Height(side) => side == 0,
            SizeForm::Exact(width, height) | SizeForm::Confined(width, height) => width == 0 || height == 0,
        };
        (!is_empty).then_some(form)
    }
}

impl SizeLimits {
    /// What the limits leave for a region that is turned after it was made: by other than quarter turns it
    /// takes a larger box, and that is what must keep to them.
    pub(super) fn turned(self, region_px: (u32, u32), rotation: Rotation) -> SizeLimits {
        if rotation.quarter_turns().is_some() {
            return self;
        }
        let turned_px = rotation.turn_sides(region_px);
        let area = |(width, height): (u32, u32)| f64::from(width) * f64::from(height);
        let within = |side: u32, most: u32| {
            let scaled = f64::from(most) * f64::from(side) / f64::from(turned_px.0.max(turned_px.1));
            (scaled as u32).clamp(1, most)
        };
        SizeLimits {
            max_width_px: within(region_px.0, self.max_width_px),
            max_height_px: within(region_px.1, self.max_height_px),
            max_area_px: (self.max_area_px as f64 * area(region_px) / area(turned_px)).max(1.0) as u64,
            upscaling: self.upscaling,
        }
    }

    fn allow(&self, (width_px, height_px): (u32, u32)) -> bool {
        width_px <= self.max_width_px
            && height_px <= self.max_height_px
            && u64::from(width_px) * u64::from(height_px) <= self.max_area_px
    }

    /// The largest scale at which a region stays within the limits.
    fn room_for(&self, (width_px, height_px): (u32, u32)) -> f64 {
        let (width, height) = (f64::from(width_px), f64::from(height_px));
        let by_area = (self.max_area_px as f64 / (width * height)).sqrt();
        (f64::from(self.max_width_px) / width).min(f64::from(self.max_height_px) / height).min(by_area)
    }

    /// Both sides at a scale that stays within the limits but for rounding, which is then left out.
    fn at(&self, (width_px, height_px): (u32, u32), scale: f64) -> (u32, u32) {
        let (width, height) = (f64::from(width_px) * scale, f64::from(height_px) * scale);
        let rounded = (side(width), side(height));
        if self.allow(rounded) { rounded } else { (side(width.floor()), side(height.floor())) }
    }
}

fn side(px: f64) -> u32 {
    (px.round() as u32).max(1)
}

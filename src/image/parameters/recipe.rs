//! What to make of a picture, in pixels and without choice.

use super::{Quality, Rect, Rotation, Size, SizeLimits, Unsatisfiable};
use crate::image::Format;

/// What to make of a picture. Equal recipes give equal pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Recipe {
    /// Width and height of the upright picture it was made for.
    pub sides_px: (u32, u32),
    /// The part of it.
    pub region: Rect,
    /// Width and height of that part when made, before it is turned.
    pub size_px: (u32, u32),
    /// How it is turned then.
    pub rotation: Rotation,
    /// In which colours.
    pub quality: Quality,
    /// In which format.
    pub format: Format,
}

impl Recipe {
    /// The whole picture in a size.
    ///
    /// # Errors
    /// See [`Unsatisfiable`].
    pub fn sized(sides_px: (u32, u32), size: Size, format: Format) -> Result<Recipe, Unsatisfiable> {
        let region = Rect::whole(sides_px);
        let size_px = size.of(sides_px, &SizeLimits::default())?;
        let (rotation, quality) = (Rotation::NONE, Quality::Default);
        Ok(Recipe { sides_px, region, size_px, rotation, quality, format })
    }

    /// The canonical form (4.7): `{region}/{size}/{rotation}/{quality}.{format}`.
    pub fn canonical(&self, limits: &SizeLimits) -> String {
        let Rect { left_px, top_px, width_px, height_px } = self.region;
        let region = if self.region == Rect::whole(self.sides_px) {
            "full".to_owned()
        } else {
            format!("{left_px},{top_px},{width_px},{height_px}")
        };
        let region_px = (width_px, height_px);
        // Limits as they are for what is turned, where `max` means another size.
        let own = Size::MAX.of(region_px, &limits.turned(region_px, self.rotation));
        let (wide, high) = self.size_px;
        let size = if own == Ok(self.size_px) {
            "max".to_owned()
        } else if wide > width_px || high > height_px {
            format!("^{wide},{high}")
        } else {
            format!("{wide},{high}")
        };
        format!("{region}/{size}/{}/{}.{}", self.rotation, self.quality.word(), self.format.extension())
    }

    /// Output pixels to one of the region, the larger of both directions.
    pub(in crate::image) fn scale(&self) -> f64 {
        let across = f64::from(self.size_px.0) / f64::from(self.region.width_px);
        let down = f64::from(self.size_px.1) / f64::from(self.region.height_px);
        // `w,h` may squeeze: the direction that keeps more says how much has to be decoded.
        across.max(down)
    }
}

//! The parameters of an image request (IIIF Image API 3.0, section 4): read, then made definite.
//!
//! Reading needs no picture; what stands in an address becomes [`Parameters`] or is [`Malformed`]. With the
//! sides of the upright picture they become a [`Recipe`], which says in pixels what to make: two addresses
//! that mean the same give the same recipe, and its [canonical form](Recipe::canonical) is the one to use.

mod number;
mod quality;
mod recipe;
mod region;
mod rotation;
mod size;

pub use self::quality::Quality;
pub use self::recipe::Recipe;
pub use self::region::{Rect, Region};
pub use self::rotation::Rotation;
pub use self::size::{Size, SizeForm, SizeLimits};
use super::Format;

/// The parameters as they stand in an address.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parameters {
    /// Which part (4.1).
    pub region: Region,
    /// How large (4.2).
    pub size: Size,
    /// How turned (4.3).
    pub rotation: Rotation,
    /// In which colours (4.4).
    pub quality: Quality,
    /// In which format (4.5).
    pub format: Format,
}

/// A parameter that cannot be read, whatever the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// See 4.1.
    #[error("the region must be `full`, `square`, `x,y,w,h` or `pct:x,y,w,h`, and not empty")]
    Region,
    /// See 4.2.
    #[error("the size must be `max`, `w,`, `,h`, `pct:n`, `w,h` or `!w,h`, and not empty")]
    Size,
    /// See 4.3.
    #[error("the rotation must be a number from 0 to 360, with `!` before it to mirror the picture")]
    Rotation,
    /// See 4.4.
    #[error("the quality must be `default`, `color`, `gray` or `bitonal`")]
    Quality,
    /// See 4.5.
    #[error("the format must be `jpg`, `png`, `webp` or `avif`")]
    Format,
}

/// Parameters that make sense, but not of this picture or not here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unsatisfiable {
    /// The region begins beyond the edge of the picture (4.1).
    #[error("the region lies outside the picture, which has {} × {} px", .sides_px.0, .sides_px.1)]
    Outside {
        /// Sides of the upright picture.
        sides_px: (u32, u32),
    },
    /// The size is larger than the region, and enlarging was not asked for (4.2).
    #[error("the region has {} × {} px and is not enlarged", .region_px.0, .region_px.1)]
    Enlarged {
        /// Sides of the region.
        region_px: (u32, u32),
    },
    /// Enlarging was asked for, and this service does not do it (4.2; answered with 501).
    #[error("pictures are not enlarged here, so `^` means nothing")]
    UpscalingOff,
    /// More than the service makes in one piece (5.3).
    #[error("at most {} × {} px and {} px in all are made at once", .0.max_width_px, .0.max_height_px, .0.max_area_px)]
    OverLimit(SizeLimits),
}

impl Parameters {
    /// Reads the four segments of an address: region, size, rotation, and quality with format.
    ///
    /// # Errors
    /// The first parameter that cannot be read.
    pub fn parse(region: &str, size: &str, rotation: &str, file: &str) -> Result<Parameters, Malformed> {
        let (quality, format) = file.split_once('.').ok_or(Malformed::Format)?;
        Ok(Parameters {
            region: Region::parse(region)?,
            size: Size::parse(size)?,
            rotation: Rotation::parse(rotation)?,
            quality: Quality::parse(quality)?,
            format: Format::of_address(format).ok_or(Malformed::Format)?,
        })
    }

    /// Makes them definite for an upright picture of those sides.
    ///
    /// # Errors
    /// See [`Unsatisfiable`].
    pub fn of(&self, sides_px: (u32, u32), limits: &SizeLimits) -> Result<Recipe, Unsatisfiable> {
        let region = self.region.of(sides_px)?;
        let region_px = (region.width_px, region.height_px);
        let size_px = self.size.of(region_px, &limits.turned(region_px, self.rotation))?;
        Ok(Recipe {
            sides_px,
            region,
            size_px,
            rotation: self.rotation,
            quality: self.quality,
            format: self.format,
        })
    }
}

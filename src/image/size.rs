//! Sizes a derivative may be asked in. The IIIF service adds its other forms (`,h` `w,h` `!w,h` `pct:n`) here.

/// A size as asked for, before the original is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Size {
    /// As large as the original.
    Max,
    /// Exactly this width in pixels, the height in proportion.
    Width(u32),
}

/// The refusal of a width over the original's own (or of none at all): pictures are never enlarged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{asked_px} px wide was asked for, the original has {original_px} px")]
pub struct TooWide {
    /// Width asked for; 0 is refused too.
    pub asked_px: u32,
    /// Width of the upright original.
    pub original_px: u32,
}

impl Size {
    /// Width and height in pixels of a derivative of an upright original of those sides; never below 1.
    ///
    /// # Errors
    /// [`TooWide`] where the picture would have to be enlarged, or for a width of 0.
    pub fn of(self, (width_px, height_px): (u32, u32)) -> Result<(u32, u32), TooWide> {
        match self {
            Size::Max => Ok((width_px, height_px)),
            Size::Width(asked_px) if asked_px == 0 || asked_px > width_px => {
                Err(TooWide { asked_px, original_px: width_px })
            }
            Size::Width(asked_px) => {
                let (width, height) = (u64::from(width_px), u64::from(height_px));
                let scaled = (u64::from(asked_px) * height + width / 2) / width;
                // Not over `height_px`, so it fits.
                Ok((asked_px, u32::try_from(scaled).unwrap_or(height_px).max(1)))
            }
        }
    }
}

//! The ladder: smaller copies that are made once, so that small pictures need not read large files.

/// The longer sides of the rungs in pixels, rising, each with the longer side a picture must have for it.
///
/// The two lower ones serve what pages ask for; the third is for panoramas, whose overviews would else be
/// made of a hundred megapixels.
pub(super) const LADDER_PX: [(u32, u32); 3] = [(768, 1152), (1600, 2400), (3072, 12_288)];

/// Width and height of the rungs of an upright picture, the smallest first; none for a small picture.
pub fn rung_sides(sides_px: (u32, u32)) -> Vec<(u32, u32)> {
    let longer_px = sides_px.0.max(sides_px.1);
    let rungs = LADDER_PX.into_iter().filter(|(_, least_px)| longer_px >= *least_px);
    rungs.map(|(rung_px, _)| fitted(sides_px, rung_px)).collect()
}

/// Width and height in proportion, the longer being `longer_px`; never below 1.
pub(super) fn fitted((width_px, height_px): (u32, u32), longer_px: u32) -> (u32, u32) {
    let own_px = u64::from(width_px.max(height_px));
    let side = |px: u32| {
        let scaled = (u64::from(px) * u64::from(longer_px) + own_px / 2) / own_px;
        u32::try_from(scaled).unwrap_or(longer_px).max(1)
    };
    (side(width_px), side(height_px))
}

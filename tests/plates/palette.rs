//! The pigments of the plates: mineral colours as they stand on white at full strength, sRGB in `0.0..1.0`.

/// What a pigment lets through, per channel.
pub(crate) type Pigment = [f32; 3];

const fn rgb(r: u8, g: u8, b: u8) -> Pigment {
    [r as f32 / 255.0, g as f32 / 255.0, b as f32 / 255.0]
}

/// Pine-soot ink.
pub(crate) const INK: Pigment = rgb(30, 26, 22);
/// Thin ink, slightly warm: shade on earth.
pub(crate) const SHADE: Pigment = rgb(96, 80, 68);
/// Loess.
pub(crate) const LOESS: Pigment = rgb(198, 146, 84);
/// Ochre (赭石), the warm body colour of cut earth.
pub(crate) const OCHRE: Pigment = rgb(182, 116, 58);
/// Deep loess.
pub(crate) const DEEP: Pigment = rgb(122, 74, 36);
/// Brick grey.
pub(crate) const BRICK: Pigment = rgb(85, 98, 106);
/// Plant indigo (花青), for distance and water.
pub(crate) const INDIGO: Pigment = rgb(62, 88, 112);
/// Thin indigo mixed with ink: dusk skies and snow shade.
pub(crate) const DUSK: Pigment = rgb(92, 102, 116);
/// Indigo and gamboge: winter wheat, moss.
pub(crate) const WHEAT: Pigment = rgb(124, 128, 70);
/// Dry straw.
pub(crate) const STRAW: Pigment = rgb(206, 168, 96);
/// Cinnabar, for a few dabs in a plate at the most.
pub(crate) const CINNABAR: Pigment = rgb(168, 52, 42);
/// The sheet itself, as it is seen.
pub(crate) const SHEET: Pigment = rgb(251, 248, 241);

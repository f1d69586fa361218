//! What the colours of a PNG file mean (ISO/IEC 15948 of 2025, 4.3): `cICP` counts above a profile, that above
//! `sRGB`, and that above `gAMA` with `cHRM`.

use moxcms::{
    Chromaticity, CicpColorPrimaries, CicpProfile, ColorPrimaries, ColorProfile, MatrixCoefficients,
    ToneReprCurve, TransferCharacteristics, curve_from_gamma,
};

use super::Chunks;
use crate::image::ProbeError;

/// Curves of ITU-T H.273 that need a screen brighter than paper.
const PQ: u8 = 16;
const HLG: u8 = 18;

/// In `gAMA` and `cHRM`, 1.
const ONE: f32 = 100_000.0;

/// The exponent that programs write who mean sRGB.
const SRGB_GAMMA: std::ops::RangeInclusive<u32> = 45_000..=46_000;

/// What is said of the colours in another way than by a profile.
#[derive(Default)]
struct Said<'a> {
    cicp: Option<&'a [u8]>,
    has_profile: bool,
    is_srgb: bool,
    gamma: Option<u32>,
    corners: Option<&'a [u8]>,
    is_gray: bool,
}

/// A profile of what the file says without one; `None` where its own profile counts, or sRGB.
pub(super) fn profile(bytes: &[u8]) -> Option<Vec<u8>> {
    let said = Said::of(bytes);
    let profile = match said.cicp {
        Some(&[primaries, transfer, _, is_full]) => by_cicp(primaries, transfer, is_full != 0)?,
        _ if said.has_profile || said.is_srgb => return None,
        _ => by_gamma(said.gamma, said.corners)?,
    };
    let mut profile = if said.is_gray { gray_of(profile) } else { profile };
    // The profile is to be read as it stands, not by what it was made of.
    profile.cicp = None;
    profile.encode().ok()
}

/// Refuses what no screen of eight bits shows.
pub(super) fn check(chunk: &[u8]) -> Result<(), ProbeError> {
    match chunk {
        [_, PQ | HLG, ..] => Err(ProbeError::UnsupportedFormat { kind: "HDR (PQ or HLG) PNG" }),
        _ => Ok(()),
    }
}

impl<'a> Said<'a> {
    fn of(bytes: &'a [u8]) -> Said<'a> {
        let mut said = Said::default();
        let mut chunks = Chunks { rest: bytes.get(8..).unwrap_or_default() };
        let mut is_clear = false;
        while let Ok((name, body)) = chunks.next() {
            match name {
                b"IHDR" => said.is_gray = body.get(9) == Some(&0),
                b"cICP" => said.cicp = Some(body),
                b"iCCP" => said.has_profile = true,
                b"sRGB" => said.is_srgb = true,
                b"gAMA" => said.gamma = number(body, 0),
                b"cHRM" => said.corners = Some(body),
                b"tRNS" => is_clear = true,
                // What explains the colours stands before the pixels (clause 5.6).
                b"IDAT" => break,
                _ => {}
            }
        }
        // Gray with a transparent level is decoded to colours.
        said.is_gray &= !is_clear;
        said
    }
}

fn number(body: &[u8], at: usize) -> Option<u32> {
    let bytes = body.get(at * 4..)?.first_chunk::<4>()?;
    Some(u32::from_be_bytes(*bytes))
}

fn by_cicp(primaries: u8, transfer: u8, is_full: bool) -> Option<ColorProfile> {
    let color_primaries = CicpColorPrimaries::try_from(primaries).ok()?;
    let transfer_characteristics = TransferCharacteristics::try_from(transfer).ok()?;
    let mut profile = ColorProfile::new_srgb();
    let is_srgb = matches!(
        (color_primaries, transfer_characteristics),
        (CicpColorPrimaries::Bt709, TransferCharacteristics::Srgb)
    );
    if is_srgb || !is_full {
        return Some(profile);
    }
    profile.update_rgb_colorimetry_from_cicp(CicpProfile {
        color_primaries,
        transfer_characteristics,
        matrix_coefficients: MatrixCoefficients::Identity,
        full_range: true,
    });
    Some(profile)
}

/// Light as `gAMA` has it, else the curve of sRGB; the corners of `cHRM`, else those of sRGB.
fn by_gamma(gamma: Option<u32>, corners: Option<&[u8]>) -> Option<ColorProfile> {
    let mut profile = ColorProfile::new_srgb();
    let gamma = gamma.filter(|gamma| *gamma > 0 && !SRGB_GAMMA.contains(gamma));
    if gamma.is_none() && corners.is_none() {
        return None;
    }
    if let Some(gamma) = gamma {
        let curve: ToneReprCurve = curve_from_gamma((ONE / gamma as f32).clamp(0.1, 10.0));
        profile.red_trc = Some(curve.clone());
        profile.green_trc = Some(curve.clone());
        profile.blue_trc = Some(curve);
    }
    if let Some(corners) = corners {
        let corner = |at: usize| {
            let (x, y) = (number(corners, at * 2)? as f32 / ONE, number(corners, at * 2 + 1)? as f32 / ONE);
            (y > 0.0 && x < 1.0 && y < 1.0).then(|| Chromaticity::new(x, y))
        };
        // One that makes no sense makes nonsense of all four: then the picture is taken for sRGB.
        let (white, red, green, blue) = (corner(0)?, corner(1)?, corner(2)?, corner(3)?);
        profile.update_rgb_colorimetry(white.to_xyyb(), ColorPrimaries { red, green, blue });
    }
    Some(profile)
}

/// The same curve for gray.
fn gray_of(profile: ColorProfile) -> ColorProfile {
    let mut gray = ColorProfile::new_gray_with_gamma(1.0);
    gray.gray_trc = profile.green_trc;
    gray
}

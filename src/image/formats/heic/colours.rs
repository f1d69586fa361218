//! What the colours of a HEIC file mean.

use heifer::heifer_hevc_dec::nal::NalUnit;
use heifer::heifer_hevc_dec::params::ParameterSets;
use heifer::heifer_isobmff::boxes::{ColorInfo, Property};
use heifer::heifer_isobmff::{HeifFile, ItemId};
use moxcms::{CicpColorPrimaries, ColorProfile};

use super::{refusal, unsupported};
use crate::image::ProbeError;

/// Curves of ITU-T H.273 that need a screen brighter than paper.
const PQ: u16 = 16;
const HLG: u16 = 18;

/// The profile, or one of the named colours: named by the container, else by the coded picture. What is
/// neither is taken for sRGB.
pub(super) fn profile(file: &HeifFile<'_>, id: ItemId) -> Result<Option<Vec<u8>>, ProbeError> {
    let coded = file.referenced_items(id, b"dimg").first().copied().unwrap_or(id);
    let mut named = None;
    // A grid says its colours itself or leaves it to its tiles.
    for id in [id, coded] {
        for property in file.item_properties(id).map_err(refusal)? {
            match property {
                Property::Color(ColorInfo::Icc(profile)) if !profile.is_empty() => {
                    return Ok(Some(profile.clone()));
                }
                Property::Color(ColorInfo::Nclx { primaries, transfer, .. }) => {
                    named = named.or(Some((*primaries, *transfer)));
                }
                _ => {}
            }
        }
    }
    match named.or_else(|| named_by_coded(file, coded)) {
        Some((_, PQ | HLG)) => Err(unsupported("HDR (PQ or HLG) HEIC")),
        Some((primaries, _)) => Ok(of_primaries(primaries)),
        None => Ok(None),
    }
}

/// Primaries and transfer as the parameters of the coded picture have them (ITU-T H.265, annex E).
fn named_by_coded(file: &HeifFile<'_>, id: ItemId) -> Option<(u16, u16)> {
    let mut sets = ParameterSets::default();
    for unit in &file.hevc_config(id).ok()??.nal_units {
        sets.add(&NalUnit::parse(unit).ok()?).ok()?;
    }
    let vui = sets.sps.iter().flatten().find_map(|set| set.vui.as_ref())?;
    Some((u16::from(vui.colour_primaries), u16::from(vui.transfer_characteristics)))
}

/// Primaries of ITU-T H.273 other than those of sRGB, with the curve of sRGB as phones mean it.
fn of_primaries(primaries: u16) -> Option<Vec<u8>> {
    let primaries = CicpColorPrimaries::try_from(u8::try_from(primaries).ok()?).ok()?;
    let mut profile = ColorProfile::new_srgb();
    match primaries {
        CicpColorPrimaries::Smpte432 => profile = ColorProfile::new_display_p3(),
        CicpColorPrimaries::Bt2020 => {
            let curve = profile.red_trc;
            profile = ColorProfile::new_bt2020();
            (profile.red_trc, profile.green_trc, profile.blue_trc) = (curve.clone(), curve.clone(), curve);
        }
        _ => return None,
    }
    profile.cicp = None;
    profile.encode().ok()
}

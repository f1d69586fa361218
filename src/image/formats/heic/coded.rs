//! What a coded picture of a HEIC file says of itself (ITU-T H.265, clause 7), read and not decoded.

use heifer::heifer_hevc_dec::nal::NalUnit;
use heifer::heifer_hevc_dec::params::ParameterSets;
use heifer::heifer_isobmff::{HeifFile, ItemId};

use super::{damaged, refusal};
use crate::image::ProbeError;

/// Kinds of NAL units below this are pictures or parts of them (ITU-T H.265, table 7-1).
const FIRST_NOT_CODED: u8 = 32;

/// How many slices a coded picture has. Each may hold all of it, so each counts for that much work.
///
/// Looks at the parameters on the way: the decoder takes their word for what to cut off.
pub(super) fn coded_parts(file: &HeifFile<'_>, id: ItemId) -> Result<u64, ProbeError> {
    let config = file.hevc_config(id).map_err(refusal)?.ok_or_else(|| damaged("no decoder configuration"))?;
    let mut sets = ParameterSets::default();
    for unit in &config.nal_units {
        add(&mut sets, unit)?;
    }
    let length_bytes = usize::from(config.nal_length_size);
    let data = file.item_data(id).map_err(refusal)?;
    let mut rest: &[u8] = &data;
    let mut parts = 0;
    while !rest.is_empty() {
        let (length, behind) = rest.split_at_checked(length_bytes).ok_or(ProbeError::Truncated)?;
        // One to four bytes, as the configuration has it, high first.
        let length = length.iter().fold(0_usize, |length, byte| length << 8 | usize::from(*byte));
        let (unit, behind) = behind.split_at_checked(length).ok_or(ProbeError::Truncated)?;
        if unit.first().is_some_and(|kind| kind >> 1 & 0x3F < FIRST_NOT_CODED) {
            parts += 1;
        } else {
            add(&mut sets, unit)?;
        }
        rest = behind;
    }
    if parts == 0 { Err(ProbeError::Truncated) } else { Ok(parts) }
}

/// Adds parameters to those that are known, if they leave something to be seen.
fn add(sets: &mut ParameterSets, unit: &[u8]) -> Result<(), ProbeError> {
    let unit = NalUnit::parse(unit).map_err(|error| damaged(&error.to_string()))?;
    sets.add(&unit).map_err(|error| damaged(&error.to_string()))?;
    for set in sets.sps.iter().flatten() {
        let [left, right, top, bottom] = set.conf_win_offsets.map(u64::from);
        let (each_x, each_y) = set.chroma_subsampling();
        let cut_px = ((left + right) * u64::from(each_x), (top + bottom) * u64::from(each_y));
        let coded_px = (u64::from(set.pic_width_in_luma_samples), u64::from(set.pic_height_in_luma_samples));
        if cut_px.0 >= coded_px.0 || cut_px.1 >= coded_px.1 {
            return Err(damaged("more is cut off than there is"));
        }
    }
    Ok(())
}

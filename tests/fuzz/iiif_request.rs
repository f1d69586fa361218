//! Any text as the address of an image: it is refused, or what it asks for can be made.
//!
//! The input is the address, and behind it [`TAIL`] bytes: sides of the picture and limits.

#![no_main]

use baozhai::image::{Parameters, Recipe, SizeLimits};
use libfuzzer_sys::fuzz_target;

const TAIL: usize = 13;

fuzz_target!(|input: &[u8]| {
    let Some((address, tail)) = input.split_last_chunk::<TAIL>() else { return };
    let Ok(address) = str::from_utf8(address) else { return };
    let number = |at: usize| u32::from(u16::from_le_bytes([tail[at], tail[at + 1]])) + 1;
    let sides_px = (number(0), number(2));
    let limits = SizeLimits {
        max_width_px: number(4),
        max_height_px: number(6),
        max_area_px: u64::from(number(8)) * u64::from(number(10)),
        upscaling: tail[12] & 1 == 1,
    };
    let Some(recipe) = read(address, sides_px, &limits) else { return };
    assert_is_inside(&recipe, &limits);
    let canonical = recipe.canonical(&limits);
    assert_eq!(read(&canonical, sides_px, &limits), Some(recipe), "{address:?} as {canonical:?}");
});

/// Reads what stands between the slashes; those missing are empty.
fn read(address: &str, sides_px: (u32, u32), limits: &SizeLimits) -> Option<Recipe> {
    let mut parts = address.splitn(4, '/');
    let mut part = || parts.next().unwrap_or_default();
    Parameters::parse(part(), part(), part(), part()).ok()?.of(sides_px, limits).ok()
}

fn assert_is_inside(recipe: &Recipe, limits: &SizeLimits) {
    let (region, (width_px, height_px)) = (recipe.region, recipe.size_px);
    assert!(region.width_px > 0 && region.left_px + region.width_px <= recipe.sides_px.0, "{recipe:?}");
    assert!(region.height_px > 0 && region.top_px + region.height_px <= recipe.sides_px.1, "{recipe:?}");
    assert!((1..=limits.max_width_px).contains(&width_px), "{recipe:?}");
    assert!((1..=limits.max_height_px).contains(&height_px), "{recipe:?}");
    assert!(u64::from(width_px) * u64::from(height_px) <= limits.max_area_px, "{recipe:?}");
    let is_enlarged = width_px > region.width_px || height_px > region.height_px;
    assert!(!is_enlarged || limits.upscaling, "{recipe:?}");
}

//! The plate being drawn: light that the sheet still reflects, its tooth, its chance; and coverage regions on it.

use crate::geometry::Pt;
use crate::noise::Tile;
use crate::palette::Pigment;
use crate::rng::Rng;
use tiny_skia::{FillRule, Mask, PathBuilder, Transform};

/// Width of a plate in plate units.
pub(crate) const WIDTH: f32 = 2400.0;
/// Height of a plate in plate units.
pub(crate) const HEIGHT: f32 = 1600.0;

/// A sheet with what has been laid on it so far; every coordinate given to its methods is in plate units.
pub(crate) struct Plate {
    /// Rendered size in pixels.
    pub width_px: usize,
    /// Rendered size in pixels.
    pub height_px: usize,
    /// Pixels for one plate unit.
    pub scale: f32,
    /// What the layers let through for each pixel; 1.0 is bare paper.
    pub light: Vec<Pigment>,
    /// Height of the paper's surface for each pixel, `0.0..1.0`.
    pub tooth: Vec<f32>,
    /// Soft noise for washes and mist.
    pub cloud: Tile,
    /// The plate's own chance.
    pub rng: Rng,
}

/// A rectangle of pixels with the coverage of a shape in it.
pub(crate) struct Region {
    /// Left edge in pixels.
    pub left: usize,
    /// Top edge in pixels.
    pub top: usize,
    /// Width in pixels.
    pub width: usize,
    /// Height in pixels.
    pub height: usize,
    /// Coverage, `0.0..1.0`, row by row.
    pub cover: Vec<f32>,
}

impl Plate {
    /// Takes a fresh sheet for the photo `id`, rendered `width_px` wide.
    pub(crate) fn new(id: &str, width_px: usize) -> Self {
        let mut rng = Rng::from_id(id);
        let scale = width_px as f32 / WIDTH;
        let height_px = libm::roundf(HEIGHT * scale) as usize;
        let cloud = Tile::new(&mut rng, 8, 6);
        let tooth = crate::paper::tooth(&mut rng, width_px, height_px, scale);
        Self { width_px, height_px, scale, light: vec![[1.0; 3]; width_px * height_px], tooth, cloud, rng }
    }

    /// Gives a fresh seed for a waver.
    pub(crate) fn seed(&mut self) -> u32 {
        self.rng.bits()
    }

    /// Draws only inside an outline: whatever `draw` lays outside it is taken back; the edge is `soft` units wide.
    pub(crate) fn inside(&mut self, outline: &[Pt], soft: f32, draw: impl FnOnce(&mut Self)) {
        let before = self.light.clone();
        draw(self);
        let drawn = core::mem::replace(&mut self.light, before);
        let Some(region) = self.region(outline, soft * 2.0) else { return };
        let cover = region.blurred(soft * self.scale);
        for row in 0..region.height {
            for column in 0..region.width {
                let share = cover[row * region.width + column];
                let index = (row + region.top) * self.width_px + column + region.left;
                for (channel, new) in self.light[index].iter_mut().zip(drawn[index]) {
                    *channel += (new - *channel) * share;
                }
            }
        }
    }

    /// Turns the sheet left for right, so that one framing serves twice.
    pub(crate) fn mirror(&mut self) {
        for row in self.light.chunks_mut(self.width_px) {
            row.reverse();
        }
    }

    /// Finds the coverage of a polygon, with `pad` units of room round it; nothing if it is off the sheet.
    pub(crate) fn region(&self, polygon: &[Pt], pad: f32) -> Option<Region> {
        if polygon.len() < 3 {
            return None;
        }
        let s = self.scale;
        let mut low = (f32::MAX, f32::MAX);
        let mut high = (f32::MIN, f32::MIN);
        for p in polygon {
            low = (low.0.min(p.0), low.1.min(p.1));
            high = (high.0.max(p.0), high.1.max(p.1));
        }
        let left = ((low.0 - pad) * s - 1.0).max(0.0) as usize;
        let top = ((low.1 - pad) * s - 1.0).max(0.0) as usize;
        let right = (((high.0 + pad) * s + 2.0).max(0.0) as usize).min(self.width_px);
        let bottom = (((high.1 + pad) * s + 2.0).max(0.0) as usize).min(self.height_px);
        if right <= left || bottom <= top {
            return None;
        }
        let (width, height) = (right - left, bottom - top);
        let mut builder = PathBuilder::new();
        let place = |p: Pt| (p.0 * s - left as f32, p.1 * s - top as f32);
        let start = place(polygon[0]);
        builder.move_to(start.0, start.1);
        for &p in &polygon[1..] {
            let p = place(p);
            builder.line_to(p.0, p.1);
        }
        builder.close();
        let path = builder.finish()?;
        let mut mask = Mask::new(width as u32, height as u32)?;
        mask.fill_path(&path, FillRule::Winding, true, Transform::identity());
        let cover = mask.data().iter().map(|&a| f32::from(a) / 255.0).collect();
        Some(Region { left, top, width, height, cover })
    }
}

impl Region {
    /// Gives the coverage blurred by about `radius_px` (two passes of a box each way).
    pub(crate) fn blurred(&self, radius_px: f32) -> Vec<f32> {
        let radius = libm::roundf(radius_px) as usize;
        let mut values = self.cover.clone();
        if radius == 0 {
            return values;
        }
        let mut line = vec![0.0_f32; self.width.max(self.height)];
        for _ in 0..2 {
            for y in 0..self.height {
                box_pass(&mut values, y * self.width, 1, self.width, radius, &mut line);
            }
            for x in 0..self.width {
                box_pass(&mut values, x, self.width, self.height, radius, &mut line);
            }
        }
        values
    }
}

/// Averages along one line; the ends repeat, so a wash that runs off the sheet has no rim there.
fn box_pass(values: &mut [f32], start: usize, stride: usize, count: usize, radius: usize, line: &mut [f32]) {
    for (i, slot) in line.iter_mut().enumerate().take(count) {
        *slot = values[start + i * stride];
    }
    let at = |line: &[f32], i: isize| line[i.clamp(0, count as isize - 1) as usize];
    let width = (2 * radius + 1) as f32;
    let reach = radius as isize;
    let mut sum: f32 = (-reach..=reach).map(|i| at(line, i)).sum();
    for i in 0..count {
        values[start + i * stride] = (sum / width).clamp(0.0, 1.0);
        sum += at(line, i as isize + reach + 1) - at(line, i as isize - reach);
    }
}

//! The sheet: its tooth, its fibres, the bare uneven margin, and the last step that turns light into pixels.

use crate::geometry::{Pt, roughen};
use crate::noise::{Tile, smoothstep};
use crate::palette::SHEET;
use crate::plate::{HEIGHT, Plate, WIDTH};
use crate::rng::Rng;

/// Makes the surface of the sheet: felt bumps about 5 units wide, drawn out a little along the laid lines.
pub(crate) fn tooth(rng: &mut Rng, width_px: usize, height_px: usize, scale: f32) -> Vec<f32> {
    let felt = Tile::new(rng, 128, 2);
    let laid = Tile::new(rng, 64, 3);
    let mut out = Vec::with_capacity(width_px * height_px);
    for y in 0..height_px {
        let v = y as f32 / scale;
        for x in 0..width_px {
            let u = x as f32 / scale;
            out.push(0.6 * felt.at(u / 6.5, v / 5.0) + 0.4 * laid.at(u / 60.0, v / 9.0));
        }
    }
    out
}

impl Plate {
    /// Leaves the uneven bare margin round the picture, as a brush stops short of the edge of the sheet.
    pub(crate) fn margin(&mut self, inset: f32) {
        let seed = self.seed();
        let ring = [
            (inset, inset),
            (WIDTH - inset, inset * 0.9),
            (WIDTH - inset * 1.1, HEIGHT - inset),
            (inset * 0.9, HEIGHT - inset * 1.1),
            (inset, inset),
        ];
        let ring = roughen(&ring, inset * 0.22, 130.0, seed);
        let frame: Vec<Pt> = ring;
        let Some(inside) = self.region(&frame, inset * 2.0) else { return };
        let soft = inside.blurred(3.0 * self.scale);
        for y in 0..self.height_px {
            for x in 0..self.width_px {
                let inside_row = y >= inside.top && y < inside.top + inside.height;
                let inside_col = x >= inside.left && x < inside.left + inside.width;
                let cover = if inside_row && inside_col {
                    soft[(y - inside.top) * inside.width + x - inside.left]
                } else {
                    0.0
                };
                let index = y * self.width_px + x;
                let ragged = smoothstep(0.3, 0.7, cover + (self.tooth[index] - 0.5) * 0.7);
                for channel in &mut self.light[index] {
                    *channel = 1.0 + (*channel - 1.0) * ragged;
                }
            }
        }
    }

    /// Scatters a few plant fibres in the sheet.
    pub(crate) fn fibres(&mut self, count: usize) {
        for _ in 0..count {
            let start = (self.rng.range(0.0, WIDTH), self.rng.range(0.0, HEIGHT));
            let angle = self.rng.range(0.0, core::f32::consts::TAU);
            let reach = self.rng.range(14.0, 46.0);
            let bend = self.rng.range(-0.8, 0.8);
            let line: Vec<Pt> = (0..6)
                .map(|i| {
                    let t = i as f32 / 5.0;
                    let a = angle + bend * t;
                    (start.0 + libm::cosf(a) * reach * t, start.1 + libm::sinf(a) * reach * t)
                })
                .collect();
            let brush = crate::brush::Brush::new(1.5).load(0.10).ink(crate::palette::DEEP);
            self.stroke(&line, brush);
        }
    }

    /// Gives the finished picture as 8-bit RGB rows.
    pub(crate) fn develop(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.light.len() * 3);
        for (i, light) in self.light.iter().enumerate() {
            let (x, y) = ((i % self.width_px) as f32 / self.scale, (i / self.width_px) as f32 / self.scale);
            let age = (self.cloud.at(x / 700.0 + 3.3, y / 700.0) - 0.5) * 0.022;
            let grain = (self.tooth[i] - 0.5) * 0.022;
            let warm = [1.0 + grain - age, 1.0 + grain - age * 1.2, 1.0 + grain - age * 1.9];
            for channel in 0..3 {
                let value = SHEET[channel] * warm[channel] * light[channel];
                out.push(libm::roundf(value.clamp(0.0, 1.0) * 255.0) as u8);
            }
        }
        out
    }
}

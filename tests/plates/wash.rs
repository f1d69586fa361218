//! Washes: pigment in water on the sheet, with a ragged edge, a darker rim, granulation, pooling and fades; and lifting.

use crate::geometry::Pt;
use crate::noise::smoothstep;
use crate::palette::{Pigment, SHADE};
use crate::plate::Plate;

/// How a wash is laid.
#[derive(Clone, Copy)]
pub(crate) struct Wash {
    pigment: Pigment,
    strength: f32,
    rim: f32,
    grain: f32,
    pool: f32,
    pool_size: Pt,
    soft: f32,
    rag: f32,
    fade: Option<(Pt, Pt, f32)>,
    vary: (f32, f32),
    second: Option<Pigment>,
}

impl Wash {
    /// A plain wash; strength 1.0 gives the pigment's own colour on white.
    pub(crate) const fn new(pigment: Pigment, strength: f32) -> Self {
        Self {
            pigment,
            strength,
            rim: 0.25,
            grain: 0.3,
            pool: 0.4,
            pool_size: (420.0, 240.0),
            soft: 5.0,
            rag: 0.5,
            fade: None,
            vary: (1.0, 1.0),
            second: None,
        }
    }

    /// Sets how much darker the drying rim is, as a share of the strength.
    pub(crate) const fn rim(mut self, rim: f32) -> Self {
        self.rim = rim;
        self
    }

    /// Sets how much pigment settles in the hollows of the paper.
    pub(crate) const fn grain(mut self, grain: f32) -> Self {
        self.grain = grain;
        self
    }

    /// Sets how unevenly the water pools, and the size of the pools in units.
    pub(crate) const fn pool(mut self, pool: f32, width: f32, height: f32) -> Self {
        self.pool = pool;
        self.pool_size = (width, height);
        self
    }

    /// Lets the edge bleed over about `units`, without a rim.
    pub(crate) const fn wet(mut self, units: f32) -> Self {
        self.soft = units;
        self.rim = 0.0;
        self
    }

    /// Lets each wash take its own share of the strength, between `low` and `high`.
    pub(crate) const fn vary(mut self, low: f32, high: f32) -> Self {
        self.vary = (low, high);
        self
    }

    /// Lets a second pigment run into the first where the water takes it.
    pub(crate) const fn second(mut self, pigment: Pigment) -> Self {
        self.second = Some(pigment);
        self
    }

    /// Fades from full at `from` to `floor` at `to`.
    pub(crate) const fn fade(mut self, from: Pt, to: Pt, floor: f32) -> Self {
        self.fade = Some((from, to, floor));
        self
    }
}

impl Plate {
    /// Lays a wash inside a polygon.
    pub(crate) fn wash(&mut self, polygon: &[Pt], wash: Wash) {
        let Some(region) = self.region(polygon, wash.soft * 2.0) else { return };
        let wash = Wash { strength: wash.strength * self.rng.range(wash.vary.0, wash.vary.1), ..wash };
        let soft = region.blurred(wash.soft * self.scale);
        let offset = (self.rng.range(0.0, 8.0), self.rng.range(0.0, 8.0));
        let table = ladder(wash.pigment);
        let other = ladder(wash.second.unwrap_or(wash.pigment));
        let wet = if wash.rim == 0.0 { 0.5 } else { 0.22 };
        let spread = self.scale.recip();
        for row in 0..region.height {
            let y = (row + region.top) as f32 * spread;
            for column in 0..region.width {
                let near = soft[row * region.width + column];
                if near < 0.01 {
                    continue;
                }
                let x = (column + region.left) as f32 * spread;
                let index = (row + region.top) * self.width_px + column + region.left;
                let ragged = self.cloud.at(x / 90.0 + offset.1, y / 70.0 + offset.0);
                let tooth = self.tooth[index];
                let push = (ragged - 0.5) * wash.rag * 0.6 + (tooth - 0.5) * wash.rag * 0.5;
                let cover = smoothstep(0.5 - wet, 0.5 + wet, near + push * 4.0 * near * (1.0 - near));
                let pool = self.cloud.at(x / wash.pool_size.0 + offset.0, y / wash.pool_size.1 + offset.1);
                let mut depth = wash.strength * cover * (1.0 + wash.pool * (pool - 0.5) * 2.0);
                depth *= 1.0 + wash.grain * (0.5 - tooth) * 2.0;
                if wash.rim > 0.0 {
                    depth += wash.strength
                        * wash.rim
                        * cover
                        * (1.0 - smoothstep(0.55, 0.98, near))
                        * (0.4 + 1.2 * pool);
                }
                if let Some((from, to, floor)) = wash.fade {
                    depth *= fade_at(from, to, floor, (x, y), (ragged - 0.5) * 0.12);
                }
                if wash.second.is_some() {
                    let run = 0.85
                        * smoothstep(
                            0.08,
                            0.92,
                            self.cloud.at(
                                x / (wash.pool_size.0 * 0.8) + offset.1,
                                y / (wash.pool_size.1 * 0.8) + offset.1,
                            ),
                        );
                    stain(&mut self.light[index], &other, depth * run);
                    depth *= 1.0 - run;
                }
                stain(&mut self.light[index], &table, depth);
            }
        }
    }

    /// Takes everything off inside a polygon back to bare paper by `amount`, so that a nearer thing can stand there.
    pub(crate) fn lift(&mut self, polygon: &[Pt], amount: f32, soft: f32, fade: Option<(Pt, Pt, f32)>) {
        let Some(region) = self.region(polygon, soft * 2.0) else { return };
        let cover = region.blurred(soft * self.scale);
        let spread = self.scale.recip();
        for row in 0..region.height {
            for column in 0..region.width {
                let mut take = cover[row * region.width + column] * amount;
                if take <= 0.0 {
                    continue;
                }
                let (x, y) = ((column + region.left) as f32 * spread, (row + region.top) as f32 * spread);
                if let Some((from, to, floor)) = fade {
                    take *= fade_at(from, to, floor, (x, y), 0.0);
                }
                let index = (row + region.top) * self.width_px + column + region.left;
                for channel in &mut self.light[index] {
                    *channel += (1.0 - *channel) * take;
                }
            }
        }
    }

    /// Shades a polygon with thin warm ink: the dark side of a thing.
    pub(crate) fn shade(&mut self, polygon: &[Pt], strength: f32) {
        self.wash(polygon, Wash::new(SHADE, strength).pool(0.35, 260.0, 200.0));
    }

    /// Fills a small polygon with ink; `dry` leaves the high tooth of the paper bare.
    pub(crate) fn ink(&mut self, polygon: &[Pt], pigment: Pigment, load: f32, dry: f32) {
        let Some(region) = self.region(polygon, 0.0) else { return };
        let table = ladder(pigment);
        for row in 0..region.height {
            for column in 0..region.width {
                let cover = region.cover[row * region.width + column];
                if cover <= 0.0 {
                    continue;
                }
                let index = (row + region.top) * self.width_px + column + region.left;
                let tooth = self.tooth[index];
                let skip = smoothstep(1.14 - dry, 1.62 - dry, tooth + 0.12);
                let depth = load * (1.12 - 0.24 * tooth) * (1.0 - skip);
                let mut stained = self.light[index];
                stain(&mut stained, &table, depth);
                for (channel, new) in self.light[index].iter_mut().zip(stained) {
                    *channel += (new - *channel) * cover;
                }
            }
        }
    }
}

const STEPS: usize = 256;
const DEEPEST: f32 = 2.0;

/// Tabulates what a pigment lets through by depth, `0.0..=2.0`.
fn ladder(pigment: Pigment) -> Vec<Pigment> {
    (0..=STEPS)
        .map(|i| {
            let depth = DEEPEST * i as f32 / STEPS as f32;
            pigment.map(|c| libm::powf(c, depth))
        })
        .collect()
}

fn stain(light: &mut Pigment, table: &[Pigment], depth: f32) {
    let place = (depth.clamp(0.0, DEEPEST) / DEEPEST * STEPS as f32).min(STEPS as f32 - 0.001);
    let step = place as usize;
    let part = place - step as f32;
    for (c, channel) in light.iter_mut().enumerate() {
        *channel *= table[step][c] + (table[step + 1][c] - table[step][c]) * part;
    }
}

fn fade_at(from: Pt, to: Pt, floor: f32, p: Pt, nudge: f32) -> f32 {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let t = ((p.0 - from.0) * dx + (p.1 - from.1) * dy) / (dx * dx + dy * dy).max(1.0);
    floor + (1.0 - floor) * (1.0 - smoothstep(0.0, 1.0, t + nudge))
}

//! Noise: smooth one-dimensional waver for lines, and tiles of cloud noise sampled for washes and paper.

use crate::rng::Rng;

fn hash(x: i32, seed: u32) -> f32 {
    let mut h = (x as u32).wrapping_mul(0x9e37_79b1) ^ seed.wrapping_mul(0x85eb_ca6b);
    h = (h ^ (h >> 15)).wrapping_mul(0x2c1b_3c6d);
    h = (h ^ (h >> 12)).wrapping_mul(0x297a_2d39);
    ((h ^ (h >> 15)) >> 8) as f32 / 16_777_216.0
}

/// Goes smoothly from 0 to 1 while `x` goes from `low` to `high` (either order).
pub(crate) fn smoothstep(low: f32, high: f32, x: f32) -> f32 {
    let t = ((x - low) / (high - low)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// Wavers smoothly in `-1.0..1.0`; one bend for each unit of `x`.
pub(crate) fn waver(x: f32, seed: u32) -> f32 {
    let cell = libm::floorf(x);
    let f = x - cell;
    let f = f * f * (3.0 - 2.0 * f);
    let (a, b) = (hash(cell as i32, seed), hash(cell as i32 + 1, seed));
    (a + (b - a) * f) * 2.0 - 1.0
}

/// Wavers with three octaves, roughly in `-1.0..1.0`.
pub(crate) fn tremble(x: f32, seed: u32) -> f32 {
    (waver(x, seed) + 0.5 * waver(x * 2.1, seed ^ 77) + 0.25 * waver(x * 4.3, seed ^ 311)) / 1.4
}

/// Goes in `-1.0..1.0` by straight runs and uneven corners, as an edge cut with a spade.
pub(crate) fn jog(x: f32, seed: u32) -> f32 {
    let x = x + 0.42 * waver(x * 0.9, seed ^ 0x77) + 0.1 * waver(x * 4.1, seed ^ 0x78);
    let cell = libm::floorf(x);
    let f = ((x - cell - 0.5) * 1.5 + 0.5).clamp(0.0, 1.0);
    let (a, b) = (hash(cell as i32, seed), hash(cell as i32 + 1, seed));
    (a + (b - a) * f) * 2.0 - 1.0
}

const SIDE: usize = 512;

/// A square of noise that repeats without a seam; values are stretched to `0.0..1.0`.
pub(crate) struct Tile {
    values: Vec<f32>,
    texels_per_cell: f32,
}

impl Tile {
    /// Makes a tile with `cells` bumps a side at its coarsest and `octaves` finer ones.
    pub(crate) fn new(rng: &mut Rng, cells: usize, octaves: u32) -> Self {
        let mut values = vec![0.0_f32; SIDE * SIDE];
        let mut weight = 1.0;
        let mut side = cells;
        for _ in 0..octaves {
            if side > SIDE {
                break;
            }
            let lattice: Vec<f32> = (0..side * side).map(|_| rng.unit()).collect();
            let ratio = side as f32 / SIDE as f32;
            for y in 0..SIDE {
                let v = y as f32 * ratio;
                let row = v as usize;
                let fy = smoothstep(0.0, 1.0, v - row as f32);
                let below = (row + 1) % side;
                for x in 0..SIDE {
                    let u = x as f32 * ratio;
                    let column = u as usize;
                    let fx = smoothstep(0.0, 1.0, u - column as f32);
                    let right = (column + 1) % side;
                    let top = lattice[row * side + column] * (1.0 - fx) + lattice[row * side + right] * fx;
                    let low =
                        lattice[below * side + column] * (1.0 - fx) + lattice[below * side + right] * fx;
                    values[y * SIDE + x] += weight * (top * (1.0 - fy) + low * fy);
                }
            }
            weight *= 0.55;
            side *= 2;
        }
        let low = values.iter().copied().fold(f32::MAX, f32::min);
        let high = values.iter().copied().fold(f32::MIN, f32::max);
        for value in &mut values {
            let t = (*value - low) / (high - low);
            *value = smoothstep(0.12, 0.88, t);
        }
        Self { values, texels_per_cell: SIDE as f32 / cells as f32 }
    }

    /// Samples at `(x, y)`, both counted in cells of the coarsest bump.
    pub(crate) fn at(&self, x: f32, y: f32) -> f32 {
        let (u, v) = (x * self.texels_per_cell, y * self.texels_per_cell);
        let (cu, cv) = (libm::floorf(u), libm::floorf(v));
        let (fx, fy) = (u - cu, v - cv);
        let wrap = |n: f32| (n as i32).rem_euclid(SIDE as i32) as usize;
        let (x0, y0) = (wrap(cu), wrap(cv));
        let (x1, y1) = ((x0 + 1) % SIDE, (y0 + 1) % SIDE);
        let top = self.values[y0 * SIDE + x0] * (1.0 - fx) + self.values[y0 * SIDE + x1] * fx;
        let low = self.values[y1 * SIDE + x0] * (1.0 - fx) + self.values[y1 * SIDE + x1] * fx;
        top * (1.0 - fy) + low * fy
    }
}

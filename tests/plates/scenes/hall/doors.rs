//! The doors near, half open, fallen leaves.

use crate::bays::{Bay, sub};
use crate::geometry::Pt;
use crate::palette::{DEEP, INK, OCHRE, SHADE, STRAW};
use crate::plate::Plate;
use crate::site::{Site, View};
use crate::walling::Stuff;
use crate::wash::Wash;

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    let view = View::Eye { eye: (1.0, -5.6, 1.9), turn: 0.10, focal: 1950.0, centre: (1240.0, 770.0) };
    let site = Site::new(view, (0.0, 0.0, 0.0), 0.0);
    p.walling(&site.wall((-4.0, 0.0), (6.0, 0.0), 0.0, 4.2), Stuff::Mud, 20.0, 0.5, 0.8);
    for (a0, a1) in [(-4.4, -1.5), (3.5, 6.4)] {
        p.bay(&site.wall((a0, 0.0), (a1, 0.0), 0.45, 3.25), Bay::Window, 24.0, 0.9, 0.95);
    }
    let bay = site.wall((-1.25, 0.0), (3.25, 0.0), 0.45, 3.3);
    p.dark(&bay, 1.0);
    let glow = [
        site.at(1.0, 0.0, 0.47),
        site.at(1.85, 0.0, 0.47),
        site.at(1.25, 1.5, 0.47),
        site.at(0.55, 1.5, 0.47),
    ];
    p.lift(&glow, 0.34, 6.0, Some((glow[0], glow[3], 0.1)));
    p.wash(&glow, Wash::new(OCHRE, 0.3).wet(6.0));
    p.lattice(&sub(&bay, (0.0, 1.0), (0.0, 0.12)), (16, 2), 0.95, 0.95);
    p.timber(&sub(&bay, (0.0, 1.0), (0.12, 0.15)), 0.2, 0.0, 1.0);
    let shut = |s0: f32| sub(&bay, (s0, s0 + 0.245), (0.15, 0.985));
    p.leaf(&shut(0.005), 0.95, 1.0);
    p.leaf(&shut(0.75), 0.95, 1.0);
    let left = site.wall((-0.12, 0.0), (0.30, 1.0), 0.5, 2.85);
    p.leaf(&left, 0.75, 1.0);
    p.shade(&left.outline(), 0.55);
    let right = site.wall((1.75, 0.42), (2.12, 0.0), 0.5, 2.85);
    p.leaf(&right, 0.75, 1.0);
    p.shade(&right.outline(), 0.7);
    p.timber(&site.wall((-1.4, -0.05), (3.4, -0.05), 0.42, 0.62), 0.25, 0.0, 1.0);
    for a in [-1.4, 3.4] {
        p.post(&site, (a, -0.05), 0.45, 3.7, 0.16, 1.0);
    }
    p.timber(&site.wall((-4.6, -0.1), (6.6, -0.1), 3.3, 3.72), 0.3, 0.3, 1.0);
    let top = [(-60.0, -60.0), (2460.0, -60.0), (2460.0, 520.0), (-60.0, 380.0)];
    p.wash(&top, Wash::new(INK, 0.62).rim(0.0).fade((0.0, -60.0), (0.0, 520.0), 0.0));
    p.wash(&top, Wash::new(SHADE, 0.6).rim(0.0).fade((0.0, -60.0), (0.0, 480.0), 0.0));
    let platform = Site::new(view, (0.0, 0.0, 0.45), 0.0);
    p.slabs(&platform, (-5.0, 7.0), (-1.7, -0.05), (0.9, 0.8), 0.0, 0.85);
    let front = site.wall((-5.0, -1.7), (7.0, -1.7), 0.0, 0.45);
    p.walling(&front, Stuff::Brick, 26.0, 0.15, 0.9);
    p.edge(front.top(), 6.0, 1.0);
    p.slabs(&site, (-5.0, 7.0), (-3.4, -1.7), (1.1, 0.8), 0.0, 0.85);
    p.steps(&site, (-0.3, 2.3), -1.7, 0.45, 3, 1.0);
    light(p);
    leaves(p, &site, &platform);
}

/// Slants late sunlight across the doors: all but a broad band is in shade.
fn light(p: &mut Plate) {
    let low = [(-60.0, 700.0), (380.0, 900.0), (1000.0, 1230.0), (1560.0, 1640.0), (-60.0, 1700.0)];
    p.shade(&low, 0.42);
    let high = [(1500.0, -60.0), (2460.0, -60.0), (2460.0, 1250.0), (2080.0, 800.0), (1750.0, 330.0)];
    p.shade(&high, 0.42);
}

/// Scatters fallen leaves, more in the corner of the steps.
fn leaves(p: &mut Plate, site: &Site, platform: &Site) {
    for k in 0..120 {
        let (a, b) = (2.2 + p.rng.bell() * 2.6, p.rng.range(-3.3, -0.4));
        let at: Pt = if b > -1.6 {
            platform.at(a, b, 0.0)
        } else if (-0.6..2.6).contains(&a) && b > -2.8 {
            continue;
        } else {
            site.at(a, b, 0.0)
        };
        let size = p.rng.range(12.0, 26.0);
        let turn = p.rng.range(0.0, 3.1);
        let pigment = [OCHRE, DEEP, STRAW][k % 3];
        p.dab((at.0 + 3.0, at.1 + 4.0), size, 1.9, turn, crate::brush::Brush::new(1.0).load(0.4).ink(SHADE));
        p.dab(at, size, 1.9, turn, crate::brush::Brush::new(1.0).load(0.95).ink(pigment).dry(0.1));
    }
}

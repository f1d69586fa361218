//! Near and face on, the shadow of a branch on it, winter noon.

use crate::brush::Brush;
use crate::geometry::Pt;
use crate::hills::across;
use crate::palette::{BRICK, DUSK, INDIGO, INK, SHADE, STRAW};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::ridges::End;
use crate::roofs::{Slope, Tiles};
use crate::site::{Site, View};
use crate::trees::{Kind, Tree};
use crate::walling::Stuff;
use crate::wash::Wash;

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(INDIGO, 0.34, -60.0, 620.0);
    let view = View::Eye { eye: (2.6, -7.4, 1.6), turn: 0.0, focal: 2000.0, centre: (1330.0, 1010.0) };
    let site = Site::new(view, (0.0, 0.0, 0.0), 0.0);
    let yard = site.wall((-6.0, 0.5), (9.0, 0.5), 0.0, 2.5);
    p.walling(&yard, Stuff::Mud, 24.0, 0.0, 0.85);
    p.tread(&across(|_| site.at(0.0, 0.5, 0.0).1), &across(|_| 1700.0), STRAW, 0.6);
    let body = site.wall((0.0, 0.0), (5.2, 0.0), 0.0, 3.4);
    p.bricks(&body, 22.0, 0.0, 0.8);
    let base = site.wall((-0.15, -0.1), (5.35, -0.1), 0.0, 0.55);
    p.bricks(&base, 30.0, 0.2, 0.95);
    p.edge(&base.outline(), 5.0, 0.95);
    diaper(p, &site.wall((0.75, -0.02), (4.45, -0.02), 0.9, 2.95));
    let cap = Slope {
        ridge: (-0.2, 5.4),
        eave: (-0.35, 5.55),
        b: (0.35, -0.45),
        z: (4.25, 3.55),
        hip: 0.0,
        sag: 0.05,
        lift: 0.16,
    };
    let tiles = Tiles { step: 0.22, shade: 0.0, snow: 0.0, ink: 1.0 };
    let cornice = site.wall((-0.1, -0.12), (5.3, -0.12), 3.3, 3.5);
    p.bricks(&cornice, 16.0, 0.35, 0.9);
    p.edge(&cornice.outline(), 4.5, 1.0);
    p.slope(&site, cap, tiles);
    for right in [false, true] {
        p.verge(&site, &cap, right, 0.12, 1.0);
    }
    p.ridge(&site, &cap, 0.28, End::Curled, 1.0, false);
    p.wash(&site.wall((0.0, -0.02), (5.2, -0.02), 2.85, 3.3).outline(), Wash::new(INK, 0.35).rim(0.2));
    let wall = [(0.0, 3.3), (5.2, 3.3), (5.2, 0.0), (7.0, 0.0)].map(|q| site.at(q.0, 0.0, q.1));
    let lit = [
        wall[0],
        wall[1],
        wall[2],
        wall[3],
        (2460.0, 1700.0),
        (-60.0, 1700.0),
        (-60.0, wall[2].1),
        site.at(0.0, 0.0, 0.0),
    ];
    p.inside(&lit, 0.5, shadow);
}

/// Lays square tiles on their points inside a moulded frame.
fn diaper(p: &mut Plate, panel: &Patch) {
    p.lift(&panel.outline(), 0.9, 1.0, None);
    p.wash(&panel.outline(), Wash::new(BRICK, 0.34).second(DUSK).rim(0.3).pool(0.6, 240.0, 200.0));
    let (wide, tall) = (10, 5);
    for i in 0..wide {
        for j in 0..tall * 2 {
            let (u, v) = (1.0 / wide as f32, 0.5 / tall as f32);
            let s = (i as f32 + 0.5 * (j % 2) as f32) * u;
            let t = (j as f32) * v;
            let at = |ds: f32, dt: f32| panel.at((s + ds * u).clamp(0.0, 1.0), (t + dt * v).clamp(0.0, 1.0));
            let tile: [Pt; 4] = [at(0.5, 0.0), at(1.0, 1.0), at(0.5, 2.0), at(0.0, 1.0)];
            if p.rng.chance(0.4) {
                let pigment = if p.rng.chance(0.5) { SHADE } else { BRICK };
                p.wash(&tile, Wash::new(pigment, 0.3).vary(0.2, 1.0).rim(0.5));
            }
            p.stroke(&[tile[0], tile[1]], Brush::new(3.2).load(0.8).vary(0.5, 1.0).dry(0.3).breaks(0.08));
            p.stroke(&[tile[0], tile[3]], Brush::new(3.2).load(0.8).vary(0.5, 1.0).dry(0.3).breaks(0.08));
        }
    }
    for grow in [0.0, 0.022, 0.04] {
        let ring = [
            panel.at(-grow * 0.6, -grow),
            panel.at(1.0 + grow * 0.6, -grow),
            panel.at(1.0 + grow * 0.6, 1.0 + grow),
            panel.at(-grow * 0.6, 1.0 + grow),
            panel.at(-grow * 0.6, -grow),
        ];
        p.edge(&ring, 4.0, 0.9);
    }
}

/// Casts a bare tree on the wall: drawn on a blank sheet, taken as thin shade.
fn shadow(p: &mut Plate) {
    let before = p.light.clone();
    p.tree(Tree { kind: Kind::Persimmon, foot: (1640.0, 1640.0), height: 1330.0, lean: -0.16, load: 1.0 });
    let drawn = core::mem::replace(&mut p.light, before.clone());
    for ((light, old), new) in p.light.iter_mut().zip(&before).zip(&drawn) {
        let dark = 1.0 - new[0] / old[0].max(0.02);
        for (c, channel) in light.iter_mut().enumerate() {
            *channel *= 1.0 - dark.clamp(0.0, 1.0) * (0.52 - 0.07 * c as f32);
        }
    }
}

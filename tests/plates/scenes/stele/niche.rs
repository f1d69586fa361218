//! The stone: in a brick niche, after snow.

use super::stone;
use crate::brush::Brush;
use crate::geometry::{Pt, between, roughen};
use crate::hills::across;
use crate::noise::{jog, tremble};
use crate::palette::{BRICK, DUSK, INDIGO, INK, SHADE};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::trees::{Kind, Tree};
use crate::wash::Wash;

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    let wall = Patch::quad((-60.0, -60.0), (2460.0, -60.0), (2460.0, 1400.0), (-60.0, 1400.0));
    p.bricks(&wall, 40.0, 0.0, 0.55);
    p.lift(&[(-60.0, -60.0), (1300.0, -60.0), (700.0, 900.0), (-60.0, 1300.0)], 0.42, 160.0, None);
    p.wash(
        &[(1900.0, -60.0), (2460.0, -60.0), (2460.0, 1400.0), (2000.0, 1400.0)],
        Wash::new(DUSK, 0.5).wet(150.0),
    );
    niche(p);
    eave(p);
    ground(p);
    let tips =
        p.tree(Tree { kind: Kind::Date, foot: (330.0, 1560.0), height: 1380.0, lean: 0.16, load: 1.0 });
    for tip in tips.iter().step_by(3) {
        p.lift(
            &[
                (tip.0 - 9.0, tip.1 - 4.0),
                (tip.0 + 2.0, tip.1 - 10.0),
                (tip.0 + 10.0, tip.1 - 2.0),
                (tip.0, tip.1 + 2.0),
            ],
            0.9,
            1.0,
            None,
        );
    }
    p.snowfall(300, 1.6, 5.5);
}

/// The niche: an arch of brick on edge, dark within, and the slab standing in it.
fn niche(p: &mut Plate) {
    let arch = |grow: f32| -> Vec<Pt> {
        let mut line = vec![(1090.0 - grow, 1270.0)];
        line.extend((0..=30).map(|k| {
            let a = core::f32::consts::PI * (1.0 - k as f32 / 30.0);
            (1480.0 + libm::cosf(a) * (390.0 + grow), 640.0 - libm::sinf(a) * (390.0 + grow))
        }));
        line.push((1870.0 + grow, 1270.0));
        line
    };
    let outer = arch(92.0);
    p.lift(&outer, 0.9, 1.0, None);
    p.wash(&outer, Wash::new(BRICK, 0.72).second(DUSK).rim(0.3).pool(0.5, 200.0, 140.0));
    for k in 0..=44 {
        let a = core::f32::consts::PI * k as f32 / 44.0;
        let at = |r: f32| (1480.0 + libm::cosf(a) * r, 640.0 - libm::sinf(a) * r);
        p.stroke(&[at(394.0), at(480.0)], Brush::new(3.0).load(0.85).vary(0.4, 1.0).dry(0.3));
    }
    for k in 0..14 {
        let y = 662.0 + 44.0 * k as f32;
        for x in [1000.0, 1874.0] {
            p.stroke(&[(x, y), (x + 88.0, y + 2.0)], Brush::new(3.0).load(0.85).vary(0.4, 1.0).dry(0.3));
        }
    }
    let hole = arch(0.0);
    p.lift(&hole, 1.0, 1.0, None);
    p.wash(&hole, Wash::new(SHADE, 1.1).second(DUSK).rim(0.2));
    p.wash(&hole, Wash::new(INK, 0.75).rim(0.1).fade((1200.0, 300.0), (1900.0, 1500.0), 0.25));
    let face = stone::outline((1490.0, 1262.0), 470.0, 640.0, 150.0, 0.015);
    stone::slab(p, &face, (46.0, 0.0), 0.30, 1.0);
    let fall = [
        (1090.0, 250.0),
        (1870.0, 250.0),
        (1870.0, 470.0),
        (1600.0, 560.0),
        (1330.0, 760.0),
        (1200.0, 1270.0),
        (1090.0, 1270.0),
    ];
    p.inside(&hole, 1.0, |p| p.wash(&fall, Wash::new(SHADE, 0.75).second(INK).wet(30.0)));
    p.restate(&hole, Brush::new(7.0).load(1.0).dry(0.25));
    p.restate(&outer, Brush::new(5.0).load(0.95).dry(0.3).breaks(0.08));
}

/// A string course over it with snow lying along.
fn eave(p: &mut Plate) {
    let ledge = Patch::quad((-60.0, 60.0), (2460.0, 84.0), (2460.0, 136.0), (-60.0, 112.0));
    p.bricks(&ledge, 52.0, 0.35, 0.95);
    p.restate(&ledge.outline(), Brush::new(5.0).load(0.95).dry(0.25).breaks(0.06));
    p.wash(&between(ledge.foot(), &across(|x| 170.0 + 0.01 * x)), Wash::new(SHADE, 0.8).wet(9.0));
    let snow: Vec<Pt> = across(|x| -40.0 + 0.01 * x + 12.0 * tremble(x / 190.0, 4));
    let lip: Vec<Pt> = across(|x| 74.0 + 0.01 * x + 9.0 * jog(x / 60.0, 3));
    p.lift(&between(&snow, &lip), 1.0, 2.0, None);
}

/// Snow on the sill and drifted at the foot of the wall.
fn ground(p: &mut Plate) {
    let sill = roughen(&[(960.0, 1262.0), (2000.0, 1270.0)], 6.0, 120.0, 4);
    let face = Patch::new(&sill, &[(960.0, 1330.0), (2000.0, 1338.0)]);
    p.bricks(&face, 66.0, 0.4, 0.9);
    p.restate(&face.outline(), Brush::new(5.0).load(0.95).dry(0.25));
    let pillow: Vec<Pt> = sill.iter().map(|q| (q.0, q.1 - 26.0 - 12.0 * tremble(q.0 / 150.0, 6))).collect();
    p.lift(&between(&pillow, &crate::geometry::shift(&sill, 0.0, 8.0)), 1.0, 2.0, None);
    p.stroke(&pillow, Brush::new(4.0).load(0.7).dry(0.35).breaks(0.2));
    let drift = across(|x| {
        1384.0 + 26.0 * tremble(x / 420.0, 7) - 30.0 * libm::expf(-(x - 2200.0) * (x - 2200.0) / 90_000.0)
    });
    let body = between(&drift, &across(|_| 1700.0));
    p.lift(&body, 1.0, 3.0, None);
    p.wash(&body, Wash::new(DUSK, 0.22).second(INDIGO).rim(0.1).pool(1.0, 700.0, 80.0));
    p.stroke(&drift, Brush::new(4.0).load(0.7).dry(0.4).breaks(0.35));
    p.tufts(&drift, 40.0, 0.25, 0.95);
}

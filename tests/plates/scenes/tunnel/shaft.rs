//! The passage: a chamber under a shaft, the day coming down it.

use crate::brush::Brush;
use crate::earth::Face;
use crate::geometry::{Pt, between, curve, roughen};
use crate::hills::across;
use crate::noise::{tremble, waver};
use crate::palette::{DEEP, DUSK, INDIGO, INK, LOESS, OCHRE, SHADE, STRAW};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::wash::Wash;

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    let back = Patch::new(&across(|_| -40.0), &across(|x| 1220.0 + 10.0 * waver(x / 200.0, 4)));
    p.face(
        &back,
        Face {
            layers: 12,
            shade: 0.35,
            ink: 0.95,
            foot: 1.0,
            contour: 0.0,
            folds: 0.0,
            cracks: 1.2,
            wander: 0.7,
            ..Face::SUN
        },
    );
    let floor = between(&across(|x| 1220.0 + 10.0 * waver(x / 200.0, 4)), &across(|_| 1700.0));
    p.lift(&floor, 1.0, 1.0, None);
    p.wash(&floor, Wash::new(LOESS, 0.6).second(OCHRE).rim(0.2).pool(0.7, 500.0, 70.0));
    p.stroke(
        &across(|x| 1220.0 + 10.0 * waver(x / 200.0, 4)),
        Brush::new(5.0).load(0.95).dry(0.3).breaks(0.15),
    );
    hollow(p);
    shaft(p);
    beam(p);
    heap(p);
    jar(p, (700.0, 1330.0));
    near_wall(p);
}

/// The chamber darkens to the sides, and a low passage goes on at the back.
fn hollow(p: &mut Plate) {
    let left = [(-60.0, -60.0), (1150.0, -60.0), (1080.0, 700.0), (900.0, 1660.0), (-60.0, 1660.0)];
    let right = [(1800.0, -60.0), (2460.0, -60.0), (2460.0, 1660.0), (2120.0, 1660.0), (1930.0, 800.0)];
    for side in [&left, &right] {
        p.wash(side, Wash::new(SHADE, 0.85).second(INK).wet(130.0).pool(0.4, 400.0, 300.0));
    }
    p.wash(&left, Wash::new(INK, 0.5).wet(160.0).fade((100.0, 400.0), (1100.0, 700.0), 0.1));
    p.wash(&right, Wash::new(INK, 0.62).wet(120.0).fade((2400.0, 400.0), (1800.0, 700.0), 0.1));
    let mut way = vec![(770.0, 1222.0)];
    way.extend((0..=16).map(|k| {
        let a = core::f32::consts::PI * (1.0 - k as f32 / 16.0);
        (925.0 + libm::cosf(a) * 150.0, 930.0 - libm::sinf(a) * 170.0)
    }));
    way.push((1075.0, 1222.0));
    let way = roughen(&way, 6.0, 50.0, 8);
    p.wash(&way, Wash::new(SHADE, 1.2).rim(0.1));
    p.wash(&way, Wash::new(INK, 1.0).rim(0.1));
    p.restate(&way, Brush::new(6.0).load(1.0).dry(0.25));
}

/// The shaft through the roof: its far side lit, with foot-holes cut in two files.
fn shaft(p: &mut Plate) {
    let wall = Patch::new(
        &[(1330.0, -60.0), (1690.0, -60.0)],
        &curve(&[(1290.0, 330.0), (1400.0, 404.0), (1560.0, 420.0), (1730.0, 330.0)]),
    );
    let outline = roughen(&wall.outline(), 7.0, 60.0, 3);
    p.lift(&outline, 0.95, 2.0, None);
    p.wash(&outline, Wash::new(STRAW, 0.35).second(LOESS).rim(0.2));
    p.layers(&wall, Face { layers: 6, ink: 0.7, wander: 0.7, ..Face::SUN });
    p.wash(
        &[(1560.0, -60.0), (1700.0, -60.0), (1740.0, 340.0), (1600.0, 420.0)],
        Wash::new(SHADE, 0.6).wet(26.0),
    );
    p.restate(&roughen(wall.foot(), 6.0, 50.0, 5), Brush::new(8.0).load(1.0).dry(0.25));
    for (a, b) in [((1330.0, -60.0), (1290.0, 330.0)), ((1690.0, -60.0), (1730.0, 330.0))] {
        p.restate(&roughen(&[a, b], 6.0, 60.0, 7), Brush::new(7.0).load(1.0).dry(0.25));
    }
    let ceiling = [
        (-60.0, -60.0),
        (1330.0, -60.0),
        (1290.0, 330.0),
        (1080.0, 250.0),
        (700.0, 170.0),
        (300.0, 330.0),
        (-60.0, 560.0),
    ];
    p.wash(&roughen(&ceiling, 10.0, 90.0, 9), Wash::new(SHADE, 0.7).second(INK).rim(0.3));
    let over = [
        (1690.0, -60.0),
        (2460.0, -60.0),
        (2460.0, 600.0),
        (2200.0, 420.0),
        (1900.0, 330.0),
        (1730.0, 330.0),
    ];
    p.wash(&roughen(&over, 10.0, 90.0, 10), Wash::new(SHADE, 0.7).second(INK).rim(0.3));
    for k in 0..9 {
        let y = -10.0 + 118.0 * k as f32;
        for side in [-1.0, 1.0] {
            let x = 1450.0 + side * (54.0 + 3.0 * k as f32) + 6.0 * waver(k as f32 * 1.3, 5);
            let at = (x, y + 30.0 * side);
            let size = 30.0 + 2.0 * k as f32;
            p.dab(at, size, 1.3, 0.1, Brush::new(1.0).load(1.0).dry(0.1));
            p.stroke(
                &[(at.0 - size * 0.7, at.1 + size * 0.5), (at.0 + size * 0.7, at.1 + size * 0.55)],
                Brush::new(4.0).load(0.5).dry(0.4).ink(DEEP),
            );
        }
    }
}

/// The light itself: bare paper through everything, soft, leaning to the right.
fn beam(p: &mut Plate) {
    for (inset, amount, soft) in [(0.0, 0.34, 60.0), (50.0, 0.32, 36.0), (100.0, 0.26, 26.0)] {
        let ray = [
            (1330.0 + inset, -60.0),
            (1690.0 - inset, -60.0),
            (1960.0 - inset, 1330.0),
            (1420.0 + inset, 1330.0),
        ];
        p.lift(&ray, amount, soft, Some(((1500.0, 300.0), (1700.0, 1500.0), 0.55)));
    }
    let pool: Vec<Pt> = (0..36)
        .map(|k| {
            let a = core::f32::consts::TAU * k as f32 / 36.0;
            (1690.0 + libm::cosf(a) * 330.0, 1360.0 + libm::sinf(a) * 80.0)
        })
        .collect();
    p.lift(&pool, 0.75, 26.0, None);
    for _ in 0..46 {
        let (q, r) = (p.rng.unit(), p.rng.unit());
        let at = (1400.0 + 170.0 * q + 380.0 * r, 60.0 + 1180.0 * q);
        p.dab(at, 3.6, 1.0, 0.0, Brush::new(1.0).load(0.35).ink(DUSK));
    }
}

/// A heap of what has fallen down the shaft, lit on top.
fn heap(p: &mut Plate) {
    let top = roughen(
        &curve(&[
            (1400.0, 1392.0),
            (1520.0, 1330.0),
            (1650.0, 1262.0),
            (1760.0, 1290.0),
            (1880.0, 1350.0),
            (2030.0, 1398.0),
        ]),
        9.0,
        44.0,
        12,
    );
    let body = between(&top, &[(1400.0, 1396.0), (1720.0, 1430.0), (2030.0, 1402.0)]);
    p.lift(&body, 1.0, 1.0, None);
    p.wash(&body, Wash::new(LOESS, 0.4).second(STRAW).rim(0.3));
    p.wash(
        &roughen(
            &[
                (1690.0, 1272.0),
                (1770.0, 1300.0),
                (1890.0, 1356.0),
                (2030.0, 1400.0),
                (1840.0, 1420.0),
                (1770.0, 1370.0),
            ],
            9.0,
            40.0,
            3,
        ),
        Wash::new(SHADE, 0.6).second(OCHRE).wet(8.0),
    );
    p.restate(&top, Brush::new(6.0).load(1.0).dry(0.3).breaks(0.08));
    for _ in 0..24 {
        let at = (p.rng.range(1300.0, 2150.0), p.rng.range(1385.0, 1480.0));
        let size = p.rng.range(8.0, 26.0);
        p.dab(at, size, 1.4, 0.2, Brush::new(1.0).load(0.8).vary(0.3, 1.0).ink(DEEP));
    }
    p.tufts(&top[top.len() / 3..top.len() / 2], 46.0, 0.7, 0.95);
}

/// A storage jar left against the wall, half in the dark.
fn jar(p: &mut Plate, foot: Pt) {
    let side = |s: f32| {
        curve(&[
            (foot.0 + s * 46.0, foot.1 - 262.0),
            (foot.0 + s * 66.0, foot.1 - 236.0),
            (foot.0 + s * 118.0, foot.1 - 170.0),
            (foot.0 + s * 104.0, foot.1 - 70.0),
            (foot.0 + s * 60.0, foot.1),
        ])
    };
    let body = between(&side(-1.0), &side(1.0));
    p.lift(&body, 1.0, 0.8, None);
    p.wash(&body, Wash::new(DEEP, 0.75).second(INDIGO).rim(0.3));
    p.wash(&body, Wash::new(INK, 0.9).rim(0.1).fade((foot.0 - 110.0, 0.0), (foot.0 + 110.0, 0.0), 0.15));
    for s in [-1.0, 1.0] {
        p.restate(&side(s), Brush::new(5.0).load(1.0).dry(0.2));
    }
    for (y, w) in [(-262.0, 46.0), (-246.0, 58.0), (-150.0, 118.0)] {
        p.stroke(
            &curve(&[(foot.0 - w, foot.1 + y), (foot.0, foot.1 + y + 14.0), (foot.0 + w, foot.1 + y)]),
            Brush::new(4.0).load(1.0).dry(0.2),
        );
    }
    p.wash(
        &[
            (foot.0 - 160.0, foot.1 + 6.0),
            (foot.0 + 70.0, foot.1 - 14.0),
            (foot.0 + 60.0, foot.1 + 12.0),
            (foot.0 - 140.0, foot.1 + 30.0),
        ],
        Wash::new(INK, 0.5).wet(12.0),
    );
}

/// The mouth of the passage we look out of: a dark edge down the left and over the top.
fn near_wall(p: &mut Plate) {
    let inner = roughen(
        &curve(&[
            (420.0, 1700.0),
            (392.0, 1200.0),
            (372.0, 760.0),
            (300.0, 420.0),
            (120.0, 150.0),
            (-80.0, 40.0),
        ]),
        12.0,
        80.0,
        6,
    );
    let mut body = inner.clone();
    body.push((-80.0, 1700.0));
    p.lift(&body, 1.0, 1.0, None);
    p.wash(&body, Wash::new(SHADE, 1.25).second(DEEP).rim(0.1).pool(0.5, 200.0, 200.0));
    p.wash(&body, Wash::new(INK, 0.9).rim(0.0).fade((-60.0, 800.0), (460.0, 900.0), 0.25));
    for _ in 0..90 {
        let (x, y) = (p.rng.range(60.0, 390.0), p.rng.range(420.0, 1600.0));
        let drop = p.rng.range(30.0, 90.0);
        p.stroke(
            &[(x, y), (x - drop * 0.5, y + drop)],
            Brush::new(4.0).load(0.8).vary(0.3, 1.0).dry(0.4).taper(0.9, 0.1),
        );
    }
    p.restate(&inner, Brush::new(8.0).load(1.0).dry(0.25));
    let rim: Vec<Pt> = inner.iter().map(|q| (q.0 - 14.0 - 5.0 * tremble(q.1 / 90.0, 3), q.1)).collect();
    p.lift(&between(&inner, &rim), 0.14, 6.0, None);
}

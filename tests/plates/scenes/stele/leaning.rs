//! The stone: leaning by a rammed wall, its head broken off, late autumn.

use super::stone;
use crate::brush::Brush;
use crate::geometry::{between, roughen};
use crate::hills::across;
use crate::noise::waver;
use crate::palette::{CINNABAR, DEEP, LOESS, OCHRE, SHADE, STRAW};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::rampart::Rampart;
use crate::trees::{Kind, Tree};
use crate::wash::Wash;

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    let ground = across(|x| 1240.0 + 7.0 * waver(x / 160.0, 4));
    let wall = Patch::new(&across(|x| -60.0 + 0.01 * x), &ground);
    p.rammed(&wall, Rampart { layers: 11, shade: 0.10, ink: 0.85, wear: 0.75, holes: 2 });
    p.lift(&[(-60.0, -60.0), (1500.0, -60.0), (900.0, 500.0), (-60.0, 700.0)], 0.28, 140.0, None);
    let floor = between(&ground, &across(|_| 1700.0));
    p.lift(&floor, 1.0, 1.0, None);
    p.wash(&floor, Wash::new(STRAW, 0.55).second(LOESS).rim(0.2).pool(0.8, 500.0, 70.0));
    let cast = [
        (1010.0, 1372.0),
        (1330.0, 560.0),
        (1500.0, 420.0),
        (1700.0, 520.0),
        (1640.0, 1250.0),
        (1480.0, 1392.0),
    ];
    p.wash(&roughen(&cast, 9.0, 70.0, 6), Wash::new(SHADE, 0.85).rim(0.15).pool(0.4, 300.0, 200.0));

    let face = [
        (760.0, 1392.0),
        (815.0, 1000.0),
        (884.0, 520.0),
        (900.0, 404.0),
        (968.0, 372.0),
        (1030.0, 400.0),
        (1082.0, 330.0),
        (1170.0, 352.0),
        (1262.0, 300.0),
        (1300.0, 330.0),
        (1238.0, 800.0),
        (1168.0, 1398.0),
    ];
    stone::slab(p, &face, (58.0, -30.0), 0.06, 1.0);
    let rim = [(812.0, 1330.0), (862.0, 1000.0), (930.0, 520.0)];
    p.stroke(&roughen(&rim, 4.0, 60.0, 2), Brush::new(3.4).load(0.55).dry(0.45).breaks(0.35));
    let other = [(1120.0, 1330.0), (1186.0, 800.0), (1226.0, 480.0)];
    p.stroke(&roughen(&other, 4.0, 60.0, 3), Brush::new(3.4).load(0.5).dry(0.45).breaks(0.4));
    head(p);
    p.tufts(&roughen(&[(640.0, 1406.0), (1340.0, 1416.0)], 8.0, 60.0, 5), 86.0, 0.7, 1.0);
    p.tufts(&ground, 44.0, 0.45, 0.9);
    p.tufts(&across(|x| 1540.0 + 20.0 * waver(x / 220.0, 8)), 90.0, 0.3, 1.0);
    branch(p);
}

/// The broken head of it, lying where it fell.
fn head(p: &mut Plate) {
    let lump = [
        (1560.0, 1440.0),
        (1600.0, 1360.0),
        (1700.0, 1316.0),
        (1830.0, 1330.0),
        (1890.0, 1390.0),
        (1850.0, 1446.0),
        (1700.0, 1462.0),
    ];
    p.wash(
        &[(1580.0, 1440.0), (1880.0, 1420.0), (2010.0, 1450.0), (1760.0, 1484.0)],
        Wash::new(SHADE, 0.7).wet(10.0),
    );
    stone::slab(p, &lump, (26.0, -10.0), 0.2, 1.0);
    p.tufts(&roughen(&[(1520.0, 1452.0), (1900.0, 1462.0)], 6.0, 40.0, 4), 56.0, 0.55, 1.0);
}

/// A persimmon bough from outside the picture, its last leaves, and those that are down.
fn branch(p: &mut Plate) {
    let tips = p.tree(Tree {
        kind: Kind::Persimmon,
        foot: (2240.0, 1500.0),
        height: 1330.0,
        lean: -0.12,
        load: 1.0,
    });
    p.hang(&tips, 0.22, 24.0, OCHRE, 0.9);
    for _ in 0..64 {
        let at = (p.rng.range(500.0, 2360.0), p.rng.range(1300.0, 1570.0));
        let (size, turn) = (p.rng.range(12.0, 26.0), p.rng.range(-0.5, 0.5));
        let pigment = if p.rng.chance(0.12) {
            CINNABAR
        } else if p.rng.chance(0.5) {
            OCHRE
        } else {
            DEEP
        };
        p.dab(at, size, 1.9, turn, Brush::new(1.0).load(0.85).vary(0.5, 1.0).ink(pigment).dry(0.15));
    }
}

//! The stone: on a tortoise base under an old tree, summer, spots of sun.

use super::stone;
use crate::brush::Brush;
use crate::geometry::{Pt, between, curve, roughen};
use crate::hills::across;
use crate::noise::{jog, waver};
use crate::palette::{BRICK, DUSK, INDIGO, LOESS, SHADE, STRAW, WHEAT};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::rampart::Rampart;
use crate::trees::{Kind, Tree};
use crate::wash::Wash;

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(INDIGO, 0.26, -60.0, 700.0);
    let seed = p.seed();
    let top = across(|x| 690.0 + 12.0 * jog(x / 150.0, seed));
    let wall = Patch::new(&top, &across(|_| 1120.0));
    p.rammed(&wall, Rampart { layers: 9, shade: 0.1, ink: 0.6, wear: 0.5, holes: 0 });
    p.lift(&wall.outline(), 0.42, 2.0, None);
    let ground = across(|x| 1118.0 + 4.0 * waver(x / 200.0, 3));
    let yard = between(&ground, &across(|_| 1700.0));
    p.lift(&yard, 1.0, 1.0, None);
    p.wash(&yard, Wash::new(STRAW, 0.5).second(LOESS).rim(0.1).pool(0.8, 600.0, 80.0));
    p.tufts(&ground, 34.0, 0.5, 0.7);
    let shade = curve(&[
        (-60.0, 1190.0),
        (500.0, 1160.0),
        (1200.0, 1180.0),
        (1900.0, 1230.0),
        (2140.0, 1330.0),
        (1800.0, 1470.0),
        (900.0, 1520.0),
        (-60.0, 1480.0),
    ]);
    p.wash(
        &roughen(&shade, 16.0, 150.0, 5),
        Wash::new(SHADE, 0.55).second(DUSK).rim(0.12).pool(0.6, 300.0, 70.0),
    );
    for _ in 0..54 {
        let at = (p.rng.range(60.0, 2060.0), p.rng.range(1210.0, 1470.0));
        let (w, h) = (p.rng.range(14.0, 60.0), p.rng.range(4.0, 13.0));
        let spot: Vec<Pt> = (0..12)
            .map(|k| {
                let a = core::f32::consts::TAU * k as f32 / 12.0;
                (at.0 + libm::cosf(a) * w, at.1 + libm::sinf(a) * h)
            })
            .collect();
        p.lift(&spot, 0.6, 5.0, None);
    }
    tortoise(p);
    let face = stone::outline((1420.0, 1190.0), 360.0, 610.0, 130.0, 0.0);
    stone::slab(p, &face, (62.0, -22.0), 0.16, 1.0);
    let brow = curve(&[(1246.0, 596.0), (1330.0, 584.0), (1420.0, 580.0), (1510.0, 584.0), (1596.0, 596.0)]);
    p.restate(&brow, Brush::new(4.0).load(0.7).dry(0.35).breaks(0.2));
    for r in [58.0, 92.0] {
        let coil: Vec<Pt> = (0..=22)
            .map(|k| {
                let a = core::f32::consts::PI * k as f32 / 22.0;
                (1420.0 + libm::cosf(a) * r * 1.35, 574.0 - libm::sinf(a) * r)
            })
            .collect();
        p.stroke(&roughen(&coil, 4.0, 40.0, 3), Brush::new(4.0).load(0.55).dry(0.4).breaks(0.3));
    }
    old_tree(p);
}

/// The beast under the stone, worn to a boulder: plinth, shell, a blunt raised head to the left.
fn tortoise(p: &mut Plate) {
    let plinth = Patch::quad((960.0, 1330.0), (1900.0, 1340.0), (1912.0, 1412.0), (948.0, 1402.0));
    let under = [(930.0, 1404.0), (1912.0, 1412.0), (2040.0, 1440.0), (1000.0, 1436.0)];
    p.wash(&under, Wash::new(SHADE, 0.8).wet(10.0));
    let ledge = [(960.0, 1330.0), (1040.0, 1282.0), (1850.0, 1290.0), (1900.0, 1340.0)];
    for (body, depth) in [(plinth.outline(), 0.75), (ledge.to_vec(), 0.35)] {
        p.lift(&body, 1.0, 0.8, None);
        p.wash(&body, Wash::new(BRICK, depth).second(STRAW).rim(0.3));
        p.restate(&roughen(&body, 4.0, 60.0, 8), Brush::new(5.0).load(0.95).dry(0.25));
    }
    let shell = curve(&[
        (1096.0, 1312.0),
        (1120.0, 1210.0),
        (1230.0, 1140.0),
        (1430.0, 1112.0),
        (1640.0, 1146.0),
        (1750.0, 1224.0),
        (1784.0, 1316.0),
    ]);
    let neck = curve(&[
        (1130.0, 1236.0),
        (1050.0, 1190.0),
        (1010.0, 1128.0),
        (950.0, 1092.0),
        (884.0, 1104.0),
        (836.0, 1136.0),
        (832.0, 1178.0),
        (886.0, 1196.0),
        (964.0, 1214.0),
        (1010.0, 1270.0),
        (1098.0, 1310.0),
    ]);
    let stonework = Wash::new(BRICK, 0.62).second(STRAW).rim(0.35).pool(0.8, 160.0, 90.0);
    for line in [&neck, &shell] {
        let body = roughen(line, 6.0, 50.0, 4);
        p.lift(&body, 1.0, 0.8, None);
        p.wash(&body, stonework);
        p.restate(&body, Brush::new(7.0).load(1.0).dry(0.25).breaks(0.04));
    }
    p.wash(
        &curve(&[(1098.0, 1312.0), (1300.0, 1262.0), (1560.0, 1262.0), (1784.0, 1316.0)]),
        Wash::new(SHADE, 0.7).wet(14.0),
    );
    p.wash(
        &[(1560.0, 1130.0), (1780.0, 1230.0), (1784.0, 1316.0), (1560.0, 1310.0)],
        Wash::new(SHADE, 0.55).wet(22.0),
    );
    p.stroke(
        &curve(&[(836.0, 1164.0), (880.0, 1170.0), (930.0, 1162.0)]),
        Brush::new(4.5).load(0.9).dry(0.3),
    );
    p.stroke(
        &curve(&[(880.0, 1126.0), (916.0, 1134.0), (958.0, 1122.0), (990.0, 1140.0)]),
        Brush::new(5.0).load(0.7).dry(0.4).breaks(0.2),
    );
    p.wash(
        &curve(&[
            (880.0, 1180.0),
            (960.0, 1190.0),
            (1010.0, 1230.0),
            (1090.0, 1306.0),
            (1010.0, 1272.0),
            (960.0, 1222.0),
            (900.0, 1212.0),
        ]),
        Wash::new(SHADE, 0.7).wet(9.0),
    );
    for (x, y) in [(1120.0, 1318.0), (1690.0, 1326.0)] {
        let paw = roughen(
            &curve(&[
                (x - 74.0, y + 8.0),
                (x - 60.0, y - 46.0),
                (x + 10.0, y - 60.0),
                (x + 70.0, y - 30.0),
                (x + 78.0, y + 10.0),
            ]),
            4.0,
            40.0,
            6,
        );
        p.lift(&paw, 1.0, 0.8, None);
        p.wash(&paw, stonework);
        p.restate(&paw, Brush::new(5.5).load(1.0).dry(0.25));
        for k in 0..3 {
            let q = x - 46.0 + 24.0 * k as f32;
            p.stroke(&[(q, y - 18.0), (q - 6.0, y + 8.0)], Brush::new(3.6).load(0.9).dry(0.3));
        }
    }
    for (a, b, c) in [
        ((1180.0, 1240.0), (1250.0, 1196.0), (1260.0, 1280.0)),
        ((1620.0, 1190.0), (1680.0, 1240.0), (1640.0, 1290.0)),
        ((1250.0, 1196.0), (1232.0, 1150.0), (1210.0, 1150.0)),
    ] {
        p.stroke(&curve(&[a, b, c]), Brush::new(3.6).load(0.6).dry(0.4).breaks(0.2));
    }
}

/// The tree: an old bole at the left, its leaf filling the top of the sheet.
fn old_tree(p: &mut Plate) {
    let tips =
        p.tree(Tree { kind: Kind::Pagoda, foot: (380.0, 1420.0), height: 1860.0, lean: 0.06, load: 1.0 });
    let leaf: Vec<Pt> = tips.into_iter().filter(|q| q.1 < 760.0).collect();
    p.foliage(&leaf, 58.0, WHEAT, 0.42);
    p.tufts(&roughen(&[(200.0, 1412.0), (760.0, 1424.0)], 8.0, 60.0, 5), 54.0, 0.6, 1.0);
}

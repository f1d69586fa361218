//! The gate: from the road at an angle, late afternoon.

use crate::brush::Brush;
use crate::geometry::{Pt, between, curve, roughen};
use crate::hills::{Range, across};
use crate::masonry::Arch;
use crate::palette::{DEEP, INDIGO, INK, LOESS, OCHRE, STRAW};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::rampart::Rampart;
use crate::trees::{Kind, Tree};
use crate::wash::Wash;

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(STRAW, 0.40, 900.0, 120.0);
    p.sky(INDIGO, 0.24, -60.0, 420.0);
    p.streaks(OCHRE, 0.12, 260.0, 620.0, 5);
    p.range(Range {
        from: 1500.0,
        to: 2500.0,
        base: 960.0,
        height: 160.0,
        summit: 0.7,
        spur: 120.0,
        pigment: INDIGO,
        strength: 0.3,
        ink: 0.25,
    });
    p.mist(955.0, 40.0, 0.7);
    p.tread(&across(|_| 960.0), &across(|_| 1700.0), STRAW, 0.6);
    let seed = p.seed();
    let wall = Patch::new(
        &roughen(
            &[(-80.0, 210.0), (600.0, 380.0), (1200.0, 560.0), (1900.0, 760.0), (2180.0, 838.0)],
            7.0,
            120.0,
            seed,
        ),
        &roughen(
            &[(-80.0, 1440.0), (600.0, 1300.0), (1200.0, 1178.0), (1900.0, 1040.0), (2180.0, 988.0)],
            6.0,
            120.0,
            seed ^ 1,
        ),
    );
    p.parapet(&wall, 96.0, 22.0, 0.12, 0.95, 0.35);
    p.rammed(&wall, Rampart { layers: 16, shade: 0.12, ink: 0.9, wear: 0.45, holes: 4 });
    let at = |s: f32, t: f32| wall.at(s, t);
    let front = |q: Pt| (q.0 + 34.0, q.1 + 18.0);
    let block = Patch::quad(
        front(at(0.30, -0.10)),
        front(at(0.60, -0.10)),
        front(at(0.60, 1.01)),
        front(at(0.30, 1.01)),
    );
    let side = Patch::quad(at(0.60, -0.10), front(at(0.60, -0.10)), front(at(0.60, 1.01)), at(0.60, 1.0));
    p.bricks(&block, 17.0, 0.0, 0.8);
    p.bricks(&side, 17.0, 0.9, 0.8);
    p.parapet(&block, 52.0, 42.0, 0.25, 0.95, 0.1);
    p.restate(&block.outline(), Brush::new(5.0).load(0.95).dry(0.25).breaks(0.06));
    p.arch(
        &block,
        Arch { s: 0.50, half: 0.215, spring: 0.56, sill: 1.0, rings: 2, depth: (46.0, -14.0), ink: 0.95 },
    );
    let left = roughen(
        &curve(&[(822.0, 1284.0), (900.0, 1370.0), (1080.0, 1510.0), (1260.0, 1720.0)]),
        6.0,
        90.0,
        seed ^ 11,
    );
    let right = roughen(
        &curve(&[(1128.0, 1232.0), (1330.0, 1330.0), (1640.0, 1480.0), (2180.0, 1720.0)]),
        6.0,
        90.0,
        seed ^ 12,
    );
    let road = between(&left, &right);
    p.lift(&road, 0.8, 3.0, None);
    p.wash(&road, Wash::new(LOESS, 0.28).second(STRAW).rim(0.4).pool(0.7, 400.0, 60.0));
    for q in [0.0, 0.3, 0.42, 0.66, 0.78, 1.0] {
        let rut: Vec<Pt> = (0..30)
            .map(|k| {
                crate::geometry::mix(left[k * (left.len() - 1) / 29], right[k * (right.len() - 1) / 29], q)
            })
            .collect();
        let edge = q == 0.0 || q == 1.0;
        p.stroke(
            &rut,
            Brush::new(if edge { 5.0 } else { 6.0 })
                .load(if edge { 0.85 } else { 0.5 })
                .dry(0.4)
                .breaks(0.35)
                .taper(0.3, 1.0)
                .ink(if edge { INK } else { DEEP }),
        );
    }
    let cast = between(
        wall.foot(),
        &roughen(&[(-80.0, 1510.0), (600.0, 1350.0), (1200.0, 1210.0), (2180.0, 996.0)], 7.0, 90.0, seed ^ 8),
    );
    p.shade(&cast, 0.38);
    p.tufts(&[(-60.0, 1470.0), (560.0, 1345.0)], 40.0, 0.6, 0.95);
    p.tree(Tree { kind: Kind::Pagoda, foot: (1830.0, 1190.0), height: 640.0, lean: -0.1, load: 1.0 });
    for (x, y, s) in [(1320.0, 300.0, 46.0), (1440.0, 350.0, 36.0), (1240.0, 380.0, 30.0)] {
        p.crow((x, y), s, 0.9);
    }
}

//! The gate: small in a long wall across snow.

use crate::brush::Brush;
use crate::geometry::{Pt, between, curve};
use crate::hills::{Range, across};
use crate::masonry::Arch;
use crate::noise::{jog, waver};
use crate::palette::{BRICK, DUSK, INDIGO, INK};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::rampart::Rampart;
use crate::trees::{Kind, Tree};
use crate::wash::Wash;

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(DUSK, 0.55, -60.0, 760.0);
    p.streaks(DUSK, 0.22, 80.0, 500.0, 8);
    p.range(Range {
        from: -80.0,
        to: 2480.0,
        base: 800.0,
        height: 300.0,
        summit: 0.25,
        spur: 170.0,
        pigment: INDIGO,
        strength: 0.30,
        ink: 0.32,
    });
    p.mist(790.0, 70.0, 0.85);
    let seed = p.seed();
    let top = across(|x| 726.0 + 10.0 * jog(x / 120.0, seed) + 30.0 * (x / 2400.0));
    let foot = across(|x| 966.0 + 22.0 * (x / 2400.0) + 4.0 * waver(x / 90.0, seed));
    let wall = Patch::new(&top, &foot);
    p.parapet(&wall, 32.0, 32.0, 0.35, 0.9, 0.35);
    p.rammed(&wall, Rampart { layers: 9, shade: 0.62, ink: 0.85, wear: 0.6, holes: 2 });
    let lip: Vec<Pt> = top.iter().map(|q| (q.0, q.1 + 7.0)).collect();
    p.lift(&between(&top, &lip), 0.9, 1.0, None);
    let block = Patch::quad((1420.0, 664.0), (1790.0, 668.0), (1796.0, 990.0), (1414.0, 988.0));
    p.bricks(&block, 13.0, 0.35, 0.8);
    p.parapet(&block, 34.0, 34.0, 0.4, 0.95, 0.0);
    p.restate(&block.outline(), Brush::new(4.5).load(0.95).dry(0.25).breaks(0.08));
    p.arch(
        &block,
        Arch { s: 0.5, half: 0.25, spring: 0.56, sill: 1.0, rings: 2, depth: (20.0, -6.0), ink: 0.9 },
    );
    let field = Patch::new(&foot, &across(|_| 1700.0));
    p.lift(&field.outline(), 1.0, 2.0, None);
    p.wash(&field.part(0.0, 1.0, 0.0, 0.14), Wash::new(DUSK, 0.35).wet(16.0).pool(0.8, 500.0, 40.0));
    p.wash(&field.part(0.0, 0.6, 0.4, 1.0), Wash::new(BRICK, 0.18).wet(50.0).pool(0.9, 800.0, 120.0));
    p.ticks(&field, 9, 26.0, INK, 0.6);
    let path = curve(&[
        (640.0, 1700.0),
        (900.0, 1450.0),
        (1330.0, 1290.0),
        (1420.0, 1150.0),
        (1580.0, 1060.0),
        (1604.0, 990.0),
    ]);
    p.path(&path, |q| 74.0 * (1.0 - q) + 18.0, 0.7);
    p.lift(
        &path
            .iter()
            .map(|q| (q.0 - 20.0, q.1))
            .chain(path.iter().rev().map(|q| (q.0 + 26.0, q.1)))
            .collect::<Vec<_>>(),
        0.35,
        8.0,
        None,
    );
    p.tree(Tree { kind: Kind::Pagoda, foot: (420.0, 1270.0), height: 760.0, lean: 0.1, load: 1.0 });
    for (x, y, s) in [(900.0, 540.0, 40.0), (1010.0, 500.0, 34.0), (1100.0, 560.0, 28.0)] {
        p.crow((x, y), s, 0.9);
    }
    p.snowfall(420, 1.2, 4.4);
}

//! The ditch: across it, a causeway to a gate.

use crate::brush::Brush;
use crate::earth::Face;
use crate::geometry::{Pt, between, curve, roughen};
use crate::hills::across;
use crate::masonry::Arch;
use crate::noise::{jog, waver};
use crate::palette::{BRICK, INDIGO, LOESS, STRAW, WHEAT};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::rampart::Rampart;
use crate::trees::{Kind, Tree};
use crate::wash::Wash;

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(INDIGO, 0.16, -60.0, 500.0);
    p.streaks(BRICK, 0.08, 120.0, 420.0, 6);
    let seed = p.seed();
    let top = across(|x| 520.0 + 12.0 * jog(x / 130.0, seed) + 16.0 * (x / 2400.0));
    let foot = across(|x| 880.0 + 6.0 * waver(x / 100.0, seed));
    let wall = Patch::new(&top, &foot);
    p.parapet(&wall, 44.0, 44.0, 0.12, 0.85, 0.4);
    p.rammed(&wall, Rampart { layers: 12, shade: 0.15, ink: 0.85, wear: 0.7, holes: 3 });
    let block = Patch::quad((560.0, 420.0), (1080.0, 424.0), (1090.0, 912.0), (552.0, 910.0));
    p.bricks(&block, 17.0, 0.1, 0.75);
    p.parapet(&block, 46.0, 46.0, 0.2, 0.95, 0.0);
    p.restate(&block.outline(), Brush::new(5.0).load(0.95).dry(0.25).breaks(0.08));
    p.arch(
        &block,
        Arch { s: 0.5, half: 0.24, spring: 0.55, sill: 1.0, rings: 2, depth: (34.0, -8.0), ink: 0.95 },
    );
    let lip = roughen(
        &[(-60.0, 960.0), (600.0, 962.0), (1200.0, 968.0), (1800.0, 960.0), (2470.0, 972.0)],
        11.0,
        80.0,
        seed ^ 2,
    );
    p.tread(&foot[..], &lip, LOESS, 0.4);
    let scarp = p.bank(
        &lip,
        |_| 330.0,
        Face { layers: 8, shade: 0.75, ink: 0.95, foot: 1.0, contour: 7.0, ..Face::DARK },
    );
    p.gullies(&scarp, 12, 0.85);
    p.sink(&scarp, 0.1);
    p.mist(1300.0, 90.0, 0.9);
    let near = roughen(
        &[(-60.0, 1370.0), (300.0, 1352.0), (1100.0, 1372.0), (1600.0, 1330.0), (2470.0, 1362.0)],
        12.0,
        90.0,
        seed ^ 3,
    );
    let causeway_left = roughen(&[(646.0, 958.0), (600.0, 1130.0), (520.0, 1380.0)], 8.0, 60.0, seed ^ 4);
    let causeway_right = roughen(&[(998.0, 960.0), (1030.0, 1130.0), (1100.0, 1385.0)], 8.0, 60.0, seed ^ 5);
    let side = Patch::new(
        &causeway_right,
        &causeway_right.iter().map(|q| (q.0 + 70.0, q.1 + 230.0)).collect::<Vec<Pt>>(),
    );
    p.face(&side, Face { layers: 7, shade: 0.9, ink: 0.9, foot: 0.2, contour: 0.0, ..Face::DARK });
    let deck = between(&causeway_left, &causeway_right);
    p.lift(&deck, 1.0, 1.0, None);
    p.wash(&deck, Wash::new(LOESS, 0.45).second(STRAW).rim(0.3));
    p.restate(&causeway_left, Brush::new(5.0).load(0.9).dry(0.3));
    p.restate(&causeway_right, Brush::new(7.0).load(0.95).dry(0.3));
    let ground = between(&near, &across(|_| 1700.0));
    p.lift(&ground, 1.0, 1.0, None);
    p.wash(&ground, Wash::new(LOESS, 0.6).second(STRAW).rim(0.3).pool(0.8, 600.0, 80.0));
    p.stroke(&near, Brush::new(8.0).load(0.95).dry(0.25).breaks(0.08));
    p.path(
        &curve(&[(1100.0, 1710.0), (980.0, 1540.0), (830.0, 1380.0), (822.0, 1150.0), (822.0, 915.0)]),
        |q| 170.0 - 70.0 * q,
        0.7,
    );
    p.tufts(&near, 50.0, 0.55, 0.95);
    p.tufts(&lip, 22.0, 0.4, 0.85);
    let tips =
        p.tree(Tree { kind: Kind::Pagoda, foot: (1990.0, 1450.0), height: 1050.0, lean: -0.1, load: 1.0 });
    p.hang(&tips, 0.4, 12.0, WHEAT, 0.8);
}

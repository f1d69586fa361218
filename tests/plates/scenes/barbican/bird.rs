//! The barbican: from the air, as a gazetteer draws it, in spring.

use crate::brush::Brush;
use crate::gateway::Gateway;
use crate::geometry::{Pt, between, curve, roughen};
use crate::hills::across;
use crate::palette::{BRICK, DEEP, LOESS, OCHRE, SHADE, STRAW, WHEAT};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::rampart::Rampart;
use crate::trees::{Kind, Tree};
use crate::view::{Curtain, View};
use crate::wash::Wash;

const VIEW: View = View::Bird((620.0, 700.0), (36.0, 7.0), 37.0, (21.0, -24.0));

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    let flat = |x: f32, z: f32| VIEW.at([x, 0.0, z]);
    p.tread(&across(|_| -640.0), &across(|_| 1700.0), LOESS, 0.22);
    for (x0, x1, z0, z1, pigment, strength) in [
        (36.0, 62.0, -30.0, -16.0, WHEAT, 0.75),
        (38.0, 66.0, -46.0, -33.0, STRAW, 0.6),
        (-24.0, 0.0, -16.0, -6.0, WHEAT, 0.6),
        (-10.0, 20.0, -44.0, -34.0, WHEAT, 0.55),
    ] {
        let seed = p.seed();
        let bed = Patch::new(
            &roughen(&[flat(x0, z1), flat(x1, z1)], 7.0, 120.0, seed),
            &roughen(&[flat(x0, z0), flat(x1, z0)], 7.0, 120.0, seed ^ 2),
        );
        p.wash(&bed.outline(), Wash::new(pigment, strength).second(STRAW).rim(0.35).pool(0.8, 400.0, 90.0));
        p.furrows(&bed, 8, 0.9, 0.4);
    }
    p.mist(60.0, 240.0, 1.0);
    p.lift(&[(1400.0, -60.0), (2460.0, -60.0), (2460.0, 480.0), (1700.0, 400.0)], 0.75, 70.0, None);

    let wall = Rampart { layers: 11, shade: 0.0, ink: 0.85, wear: 0.45, holes: 3 };
    let side = Rampart { shade: 0.75, wear: 0.3, ..wall };
    let seed = p.seed();
    deck(p, [(-26.0, 0.0), (64.0, 0.0), (64.0, 5.0), (-26.0, 5.0)], 8.4);
    let long = VIEW.curtain(
        Curtain {
            from: (-26.0, 0.0),
            to: (64.0, 0.0),
            top: 8.4,
            foot: 0.0,
            batter: 1.0,
            spread: (0.0, 0.0),
            rag: 0.25,
        },
        seed,
    );
    let rear: Vec<Pt> = VIEW.line([-26.0, 8.4, 5.0], [64.0, 8.4, 5.0]);
    p.restate(&roughen(&rear, 5.0, 90.0, seed ^ 5), Brush::new(4.0).load(0.7).dry(0.3).breaks(0.2));
    p.rammed(&long, wall);
    p.parapet(&long, 34.0, 34.0, 0.05, 0.8, 0.45);

    let inner =
        Patch::quad(VIEW.at([9.0, 9.6, -0.8]), VIEW.at([19.0, 9.6, -0.8]), flat(19.0, -0.8), flat(9.0, -0.8));
    let cheek = Patch::quad(
        VIEW.at([19.0, 9.6, -0.8]),
        VIEW.at([19.0, 9.6, 3.0]),
        VIEW.at([19.0, 8.4, 3.0]),
        flat(19.0, -0.8),
    );
    p.bricks(&cheek, 14.0, 0.8, 0.7);
    deck(p, [(9.0, -0.8), (19.0, -0.8), (19.0, 5.0), (9.0, 5.0)], 9.6);
    p.restate(
        &VIEW.outline(&[[9.0, 9.6, -0.8], [9.0, 9.6, 5.0], [19.0, 9.6, 5.0], [19.0, 9.6, -0.8]]),
        Brush::new(3.6).load(0.8).dry(0.3).breaks(0.12),
    );
    p.bricks(&inner, 14.0, 0.0, 0.7);
    p.parapet(&inner, 32.0, 32.0, 0.1, 0.85, 0.1);
    p.restate(&inner.outline(), Brush::new(4.5).load(0.95).dry(0.25).breaks(0.06));
    p.gateway(|u, y, w| VIEW.at([14.0 + u, y, -0.8 + w]), GATE);

    court(p);
    outer(p, wall, side);
    road(p);
    let lip = VIEW.line([0.0, 7.0, -23.5], [0.0, 7.0, -1.0]);
    p.restate(&roughen(&lip, 4.0, 70.0, seed ^ 9), Brush::new(4.5).load(0.9).dry(0.3).breaks(0.1));
    let cast = [(2112.0, 1334.0), (2200.0, 1372.0), (2380.0, 1392.0), (2300.0, 1350.0)];
    p.shade(&roughen(&cast, 9.0, 40.0, 11), 0.45);
    p.mist(1560.0, 110.0, 0.8);
    let tips =
        p.tree(Tree { kind: Kind::Pagoda, foot: (2120.0, 1330.0), height: 430.0, lean: -0.1, load: 0.95 });
    p.foliage(&tips, 26.0, WHEAT, 0.7);
    let lost = [(-60.0, -60.0), (900.0, -60.0), (360.0, 300.0), (-60.0, 620.0)];
    p.lift(&lost, 0.85, 150.0, None);
    for (x, y, s) in [(1960.0, 200.0, 46.0), (2080.0, 250.0, 36.0)] {
        p.crow((x, y), s, 0.85);
    }
}

const GATE: Gateway =
    Gateway { half: 2.1, spring: 2.9, rings: 2, ring: 0.5, deep: 4.0, sides: (0.2, 0.6), ink: 0.9 };

/// Lays a trodden top between four corners of the plan.
fn deck(p: &mut Plate, corners: [Pt; 4], level: f32) {
    let floor = VIEW.floor([corners[3], corners[2], corners[1], corners[0]], level);
    p.lift(&floor.outline(), 1.0, 1.0, None);
    p.wash(&floor.outline(), Wash::new(LOESS, 0.34).second(STRAW).rim(0.3).pool(0.7, 200.0, 50.0));
    p.tufts(&floor.row(0.05, 0.95, |_| 0.6), 18.0, 0.4, 0.6);
}

/// The floor of the court and the inner faces that are seen.
fn court(p: &mut Plate) {
    let floor = VIEW.floor([(3.5, -1.0), (26.5, -1.0), (26.5, -20.0), (3.5, -20.0)], 0.0);
    p.lift(&floor.outline(), 1.0, 1.0, None);
    p.wash(&floor.outline(), Wash::new(STRAW, 0.42).second(LOESS).rim(0.2).pool(0.7, 300.0, 90.0));
    let seed = p.seed();
    deck(p, [(0.0, -23.5), (3.5, -23.5), (3.5, 0.0), (0.0, 0.0)], 7.0);
    let left = VIEW.curtain(
        Curtain {
            from: (3.5, -20.0),
            to: (3.5, -0.6),
            top: 7.0,
            foot: 0.0,
            batter: 0.6,
            spread: (0.0, 0.0),
            rag: 0.25,
        },
        seed,
    );
    p.rammed(&left, Rampart { layers: 9, shade: 0.75, ink: 0.8, wear: 0.35, holes: 2 });
    let cast = VIEW.outline(&[[4.1, 0.0, -20.0], [4.1, 0.0, -1.0], [8.0, 0.0, -1.0], [9.5, 0.0, -20.0]]);
    p.shade(&cast, 0.55);
}

/// The three outer sides: the far half of the right wall, its gate, and the front.
fn outer(p: &mut Plate, wall: Rampart, side: Rampart) {
    let seed = p.seed();
    let way = curve(&[
        VIEW.at([14.0, 0.0, -1.2]),
        VIEW.at([14.5, 0.0, -8.0]),
        VIEW.at([18.0, 0.0, -10.5]),
        VIEW.at([27.0, 0.0, -11.0]),
    ]);
    p.path(&way, |_| 40.0, 0.7);
    deck(p, [(26.5, -23.5), (30.0, -23.5), (30.0, 0.0), (26.5, 0.0)], 7.0);
    let right = VIEW.curtain(
        Curtain {
            from: (30.0, -23.5),
            to: (30.0, 0.0),
            top: 7.0,
            foot: 0.0,
            batter: 0.8,
            spread: (0.8, 0.0),
            rag: 0.25,
        },
        seed,
    );
    p.rammed(&right, side);
    p.parapet(&right, 30.0, 30.0, 0.4, 0.85, 0.35);
    let block = Patch::quad(
        VIEW.at([31.2, 8.0, -16.0]),
        VIEW.at([31.2, 8.0, -6.0]),
        VIEW.at([31.2, 0.0, -6.0]),
        VIEW.at([31.2, 0.0, -16.0]),
    );
    let top = VIEW.outline(&[[26.5, 8.0, -16.0], [26.5, 8.0, -6.0], [31.2, 8.0, -6.0], [31.2, 8.0, -16.0]]);
    let near = Patch::quad(
        VIEW.at([26.5, 8.0, -16.0]),
        VIEW.at([31.2, 8.0, -16.0]),
        VIEW.at([31.2, 0.0, -16.0]),
        VIEW.at([26.5, 0.0, -16.0]),
    );
    p.inside(
        &[
            VIEW.at([26.5, 8.0, -16.0]),
            VIEW.at([31.2, 8.0, -16.0]),
            VIEW.at([31.2, 0.0, -16.0]),
            VIEW.at([30.4, 0.0, -16.0]),
            VIEW.at([29.6, 7.0, -16.0]),
            VIEW.at([26.5, 7.0, -16.0]),
        ],
        0.6,
        |p| p.bricks(&near, 13.0, 0.0, 0.7),
    );
    p.lift(&top, 1.0, 0.6, None);
    p.wash(&top, Wash::new(BRICK, 0.35).rim(0.3));
    p.bricks(&block, 13.0, 0.55, 0.75);
    p.restate(&top, Brush::new(4.0).load(0.9).dry(0.25).breaks(0.08));
    p.restate(&block.outline(), Brush::new(4.5).load(0.95).dry(0.25).breaks(0.06));
    p.gateway(
        |u, y, w| VIEW.at([31.2 - w, y, -11.0 + u]),
        Gateway { spring: 2.6, half: 1.9, sides: (0.6, 0.3), ..GATE },
    );
    deck(p, [(0.0, -23.5), (30.0, -23.5), (30.0, -20.0), (0.0, -20.0)], 7.0);
    let brow = VIEW.line([3.5, 7.0, -20.0], [26.5, 7.0, -20.0]);
    p.restate(&roughen(&brow, 4.0, 70.0, seed ^ 4), Brush::new(4.0).load(0.85).dry(0.3).breaks(0.1));
    for (x, z) in [(3.5, -0.6), (26.5, -0.6)] {
        let line = VIEW.line([x, 7.0, -20.0], [x, 7.0, z]);
        p.restate(&roughen(&line, 3.0, 60.0, seed ^ 6), Brush::new(3.6).load(0.8).dry(0.3).breaks(0.12));
    }
    let front = VIEW.curtain(
        Curtain {
            from: (0.0, -23.5),
            to: (30.0, -23.5),
            top: 7.0,
            foot: 0.0,
            batter: 0.8,
            spread: (0.8, 0.8),
            rag: 0.25,
        },
        seed ^ 8,
    );
    p.rammed(&front, wall);
    p.parapet(&front, 32.0, 32.0, 0.05, 0.9, 0.3);
    let corner = [VIEW.at([30.0, 7.0, -23.5]), VIEW.at([30.8, 0.0, -24.3])];
    p.restate(&roughen(&corner, 5.0, 70.0, 4), Brush::new(7.0).load(1.0).dry(0.25));
    let hem = VIEW.outline(&[[30.8, 0.0, -24.3], [30.8, 0.0, -0.8], [36.0, 0.0, -0.8], [37.0, 0.0, -24.3]]);
    p.wash(&hem, Wash::new(SHADE, 0.5).rim(0.15).pool(0.5, 200.0, 90.0));
}

/// The road comes from the foreground round the corner to the outer gate.
fn road(p: &mut Plate) {
    let way = curve(&[
        (1130.0, 1700.0),
        VIEW.at([26.0, 0.0, -37.0]),
        VIEW.at([35.5, 0.0, -29.0]),
        VIEW.at([39.5, 0.0, -19.0]),
        VIEW.at([37.5, 0.0, -12.5]),
        VIEW.at([31.6, 0.0, -11.0]),
    ]);
    p.path(&way, |q| 62.0 - 14.0 * q, 0.9);
    let foot = VIEW.line([-1.0, 0.0, -24.6], [30.5, 0.0, -24.6]);
    p.tufts(&foot, 26.0, 0.45, 0.85);
    p.wash(
        &between(&foot, &crate::geometry::shift(&foot, 8.0, 40.0)),
        Wash::new(OCHRE, 0.25).second(DEEP).wet(14.0),
    );
}

//! The barbican: from the road at dusk, autumn; its gate looks aside.

use crate::brush::Brush;
use crate::gateway::Gateway;
use crate::geometry::{Pt, between, curve, roughen};
use crate::hills::{Range, across};
use crate::palette::{CINNABAR, DUSK, INDIGO, OCHRE, SHADE, STRAW};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::rampart::Rampart;
use crate::trees::{Kind, Tree};
use crate::view::{Curtain, View};
use crate::wash::Wash;

const VIEW: View = View::Eye([27.0, 2.0, -42.0], -0.52, 2300.0, (1120.0, 1110.0));

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(OCHRE, 0.50, 1080.0, 260.0);
    p.sky(DUSK, 0.55, -60.0, 620.0);
    p.streaks(SHADE, 0.16, 200.0, 700.0, 8);
    p.range(Range {
        from: 1300.0,
        to: 2500.0,
        base: 1106.0,
        height: 130.0,
        summit: 0.8,
        spur: 130.0,
        pigment: INDIGO,
        strength: 0.4,
        ink: 0.2,
    });
    p.mist(1100.0, 34.0, 0.6);
    p.tread(&across(|_| 1108.0), &across(|_| 1700.0), OCHRE, 0.42);
    let seed = p.seed();
    let wall = |from: Pt, to: Pt, top: f32, spread: (f32, f32)| Curtain {
        from,
        to,
        top,
        foot: 0.0,
        batter: 1.0,
        spread,
        rag: 0.2,
    };
    let main = VIEW.curtain(wall((-40.0, 0.0), (58.0, 0.0), 8.2, (0.0, 0.0)), seed);
    p.parapet(&main, 26.0, 40.0, 0.3, 0.85, 0.4);
    p.rammed(&main, Rampart { layers: 12, shade: 0.35, ink: 0.8, wear: 0.5, holes: 3 });
    let tower = Patch::quad(
        VIEW.at([-6.5, 10.6, -0.5]),
        VIEW.at([4.5, 10.6, -0.5]),
        VIEW.at([4.5, 6.0, -0.5]),
        VIEW.at([-6.5, 6.0, -0.5]),
    );
    p.bricks(&tower, 12.0, 0.3, 0.7);
    p.parapet(&tower, 30.0, 30.0, 0.3, 0.9, 0.1);
    p.restate(&tower.outline(), Brush::new(4.0).load(0.9).dry(0.3).breaks(0.1));

    let side = VIEW.curtain(wall((10.0, -19.0), (10.0, 0.0), 7.2, (1.0, -1.0)), seed ^ 2);
    p.parapet(&side, 64.0, 44.0, 0.75, 0.95, 0.3);
    p.rammed(&side, Rampart { layers: 13, shade: 0.95, ink: 0.95, wear: 0.4, holes: 3 });
    let front = VIEW.curtain(wall((-13.0, -19.0), (10.0, -19.0), 7.2, (1.0, 1.0)), seed ^ 3);
    p.parapet(&front, 62.0, 64.0, 0.1, 0.9, 0.55);
    p.rammed(&front, Rampart { layers: 13, shade: 0.0, ink: 0.95, wear: 0.75, holes: 4 });
    let edge = [VIEW.at([10.0, 7.2, -19.0]), VIEW.at([11.0, 0.0, -20.0])];
    p.restate(&roughen(&edge, 6.0, 70.0, seed ^ 5), Brush::new(9.0).load(1.0).dry(0.25));

    let place = |u: f32, y: f32, w: f32| VIEW.at([11.6 - w, y, -9.6 + u]);
    let near = Patch::quad(
        VIEW.at([9.6, 8.6, -13.8]),
        place(-4.2, 8.6, 0.0),
        place(-4.2, 0.0, 0.0),
        VIEW.at([10.6, 0.0, -13.8]),
    );
    p.bricks(&near, 16.0, 0.1, 0.8);
    let block =
        Patch::quad(place(-4.2, 8.6, 0.0), place(4.2, 8.6, 0.0), place(4.2, 0.0, 0.0), place(-4.2, 0.0, 0.0));
    p.bricks(&block, 17.0, 0.75, 0.85);
    p.parapet(&block, 50.0, 44.0, 0.6, 0.95, 0.1);
    p.restate(&near.outline(), Brush::new(4.0).load(0.9).dry(0.3).breaks(0.1));
    p.restate(&block.outline(), Brush::new(5.5).load(1.0).dry(0.25).breaks(0.05));
    p.gateway(
        place,
        Gateway { half: 2.0, spring: 2.8, rings: 2, ring: 0.42, deep: 4.5, sides: (0.9, 0.25), ink: 1.0 },
    );

    let cast = VIEW.outline(&[
        [11.0, 0.0, -20.0],
        [11.0, 0.0, -1.0],
        [26.0, 0.0, -1.0],
        [24.0, 0.0, -15.0],
        [19.0, 0.0, -20.0],
    ]);
    p.wash(&roughen(&cast, 10.0, 80.0, seed ^ 6), Wash::new(SHADE, 0.6).rim(0.12).pool(0.5, 400.0, 80.0));
    road(p);
    p.tufts(front.foot(), 30.0, 0.5, 0.95);
    p.tufts(&across(|x| 1530.0 + 0.02 * x), 46.0, 0.3, 0.95);
    let tips =
        p.tree(Tree { kind: Kind::Persimmon, foot: (2090.0, 1480.0), height: 760.0, lean: -0.12, load: 1.0 });
    p.hang(&tips, 0.10, 13.0, CINNABAR, 0.9);
    for (x, y, s) in [(700.0, 330.0, 52.0), (820.0, 280.0, 44.0), (920.0, 350.0, 36.0), (640.0, 420.0, 30.0)]
    {
        p.crow((x, y), s, 0.9);
    }
}

/// The road passes the corner and turns back into the gate.
fn road(p: &mut Plate) {
    let edge = |off: f32| {
        let spots = [
            (12.2, -9.6 + off * 0.7),
            (15.5, -11.0 + off),
            (19.0 + off * 0.8, -17.0 + off * 0.6),
            (20.5 + off, -25.0),
            (20.5 + off * 0.8, -33.0),
        ];
        let knots: Vec<Pt> = spots
            .iter()
            .map(|s| VIEW.at([s.0, 0.0, s.1]))
            .chain([VIEW.at([20.4 + off * 0.8, 0.0, -37.5])])
            .collect();
        roughen(&curve(&knots), 6.0, 90.0, 17)
    };
    let (left, right) = (edge(-1.9), edge(1.9));
    let body = between(&left, &right);
    p.lift(&body, 0.55, 3.0, None);
    p.wash(&body, Wash::new(STRAW, 0.25).rim(0.3).pool(0.7, 400.0, 60.0));
    for (line, load) in [(&left, 0.85), (&right, 0.85), (&edge(-0.8), 0.5), (&edge(0.7), 0.5)] {
        p.stroke(line, Brush::new(5.0).load(load).dry(0.4).breaks(0.35));
    }
}

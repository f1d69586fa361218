//! The barbican: from the wall over the inner gate, snow; one path through the court, turning.

use crate::brush::Brush;
use crate::gateway::Gateway;
use crate::geometry::{Pt, between, curve, roughen};
use crate::hills::{Range, across};
use crate::noise::{jog, tremble};
use crate::palette::{DUSK, INDIGO, INK, SHADE};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::rampart::Rampart;
use crate::trees::{Kind, Tree};
use crate::view::{Curtain, View};
use crate::wash::Wash;

const VIEW: View = View::Eye([-3.0, 13.0, -3.0], 0.10, 1260.0, (1200.0, 250.0));

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(DUSK, 0.6, -60.0, 300.0);
    p.range(Range {
        from: -80.0,
        to: 2480.0,
        base: 262.0,
        height: 90.0,
        summit: 0.7,
        spur: 110.0,
        pigment: INDIGO,
        strength: 0.4,
        ink: 0.3,
    });
    p.mist(258.0, 24.0, 0.8);
    let plain = Patch::new(&across(|_| 262.0), &across(|_| 1700.0));
    p.lift(&plain.outline(), 1.0, 2.0, None);
    p.wash(&plain.part(0.0, 1.0, 0.0, 0.2), Wash::new(DUSK, 0.28).wet(20.0).pool(0.9, 700.0, 40.0));
    for (y, bend) in [(300.0, 1), (330.0, 2), (372.0, 3)] {
        p.stroke(
            &across(|x| y + 7.0 * tremble(x / 420.0, bend)),
            Brush::new(3.0).load(0.6).dry(0.45).breaks(0.5),
        );
    }
    p.copse(&[(420.0, 300.0), (760.0, 304.0)], 46.0, 0.6);
    p.tree(Tree { kind: Kind::Date, foot: (1960.0, 420.0), height: 210.0, lean: 0.1, load: 0.9 });

    let seed = p.seed();
    let wall = |from: Pt, to: Pt| Curtain {
        from,
        to,
        top: 7.0,
        foot: 0.0,
        batter: 0.6,
        spread: (-0.6, -0.6),
        rag: 0.16,
    };
    let earth = Rampart { layers: 10, shade: 0.55, ink: 0.9, wear: 0.6, holes: 3 };
    for (corners, outer) in [
        ([(-15.0, 27.0), (15.0, 27.0), (15.0, 23.0), (-15.0, 23.0)], [(-15.0, 27.0), (15.0, 27.0)]),
        ([(-16.0, 27.0), (-12.0, 27.0), (-12.0, 0.0), (-16.0, 0.0)], [(-16.0, 0.0), (-16.0, 27.0)]),
        ([(11.0, 27.0), (15.0, 27.0), (15.0, 0.0), (11.0, 0.0)], [(15.0, 0.0), (15.0, 27.0)]),
    ] {
        let crest = VIEW.floor(corners, 7.0);
        p.lift(&crest.outline(), 1.0, 1.0, None);
        p.wash(&crest.outline(), Wash::new(DUSK, 0.10).rim(0.5).pool(0.9, 300.0, 50.0));
        let rim = VIEW.line([outer[0].0, 7.0, outer[0].1], [outer[1].0, 7.0, outer[1].1]);
        let foot: Vec<Pt> = rim.iter().map(|q| (q.0, q.1 + 20.0)).collect();
        p.parapet(&Patch::new(&rim, &foot), 36.0, 36.0, 0.5, 0.95, 0.45);
        let cap: Vec<Pt> = rim.iter().map(|q| (q.0, q.1 + 3.0)).collect();
        p.lift(&between(&rim, &cap), 0.9, 1.0, None);
    }
    let front = VIEW.curtain(wall((-12.0, 23.0), (11.0, 23.0)), seed);
    p.rammed(&front, earth);
    let left = VIEW.curtain(wall((-12.0, 1.0), (-12.0, 23.0)), seed ^ 1);
    p.rammed(&left, Rampart { shade: 0.95, ..earth });
    let right = VIEW.curtain(wall((11.0, 23.0), (11.0, 1.0)), seed ^ 2);
    p.rammed(&right, Rampart { shade: 0.2, ..earth });
    snow(p, &[&front, &left, &right]);
    let place = |u: f32, y: f32, w: f32| VIEW.at([10.0 + w, y, 13.5 - u]);
    let block =
        Patch::quad(place(-3.8, 8.0, 0.0), place(3.8, 8.0, 0.0), place(3.8, 0.0, 0.0), place(-3.8, 0.0, 0.0));
    p.bricks(&block, 17.0, 0.15, 0.85);
    let cap = VIEW.outline(&[[10.0, 8.0, 17.3], [15.0, 8.0, 17.3], [15.0, 8.0, 9.7], [10.0, 8.0, 9.7]]);
    p.lift(&cap, 1.0, 1.0, None);
    p.restate(&cap, Brush::new(4.0).load(0.95).dry(0.25));
    p.restate(&block.outline(), Brush::new(5.0).load(1.0).dry(0.25).breaks(0.06));
    p.gateway(
        place,
        Gateway { half: 1.9, spring: 2.6, rings: 2, ring: 0.42, deep: 4.0, sides: (0.3, 0.9), ink: 1.0 },
    );
    path(p);
    sill(p);
    p.snowfall(520, 1.4, 5.0);
}

/// Snow on the crests and drifted against the feet.
fn snow(p: &mut Plate, faces: &[&Patch]) {
    for patch in faces {
        let seed = p.seed();
        let lip = patch.row(0.0, 1.0, |s| 0.045 + 0.035 * jog(s * 24.0, seed));
        p.lift(&between(patch.top(), &lip), 1.0, 1.5, None);
        let drift = patch.row(0.0, 1.0, |s| 0.93 - 0.05 * tremble(s * 7.0, seed ^ 2).abs());
        let under = patch.row(0.0, 1.0, |_| 1.04);
        p.lift(&between(&drift, &under), 1.0, 5.0, None);
        p.stroke(patch.top(), Brush::new(5.0).load(0.95).dry(0.3).breaks(0.08));
    }
    let shade = VIEW.outline(&[
        [-11.4, 0.0, 22.3],
        [-11.4, 0.0, 4.0],
        [-6.2, 0.0, 4.0],
        [-6.6, 0.0, 12.0],
        [-6.5, 0.0, 17.0],
        [-6.8, 0.0, 22.3],
    ]);
    p.wash(
        &roughen(&shade, 9.0, 60.0, 3),
        Wash::new(DUSK, 0.42).second(INDIGO).wet(12.0).pool(0.5, 400.0, 90.0),
    );
}

/// The trodden path: up from under our feet, then aside to the outer gate.
fn path(p: &mut Plate) {
    let way: Vec<Pt> = [(-4.9, 7.0), (-4.6, 9.6), (-3.4, 12.0), (0.6, 13.4), (5.0, 13.2), (10.2, 13.5)]
        .iter()
        .map(|s| VIEW.at([s.0, 0.0, s.1]))
        .collect();
    let line = curve(&way);
    p.wash(
        &between(&crate::geometry::shift(&line, -26.0, -12.0), &crate::geometry::shift(&line, 30.0, 14.0)),
        Wash::new(SHADE, 0.32).wet(9.0).pool(0.9, 90.0, 60.0),
    );
    let count = 64;
    for (k, at) in crate::geometry::divide(&line, count).iter().enumerate() {
        let near = 1.0 - k as f32 / count as f32;
        let side = if k % 2 == 0 { -1.0 } else { 1.0 };
        let step = (at.0 + side * (8.0 + 12.0 * near), at.1 + side * 3.0);
        p.dab(
            step,
            11.0 + 14.0 * near,
            1.6,
            1.3 - 1.2 * (1.0 - near),
            Brush::new(1.0).load(0.75).vary(0.5, 1.0).dry(0.3).ink(DUSK),
        );
    }
}

/// The parapet we stand behind, dark, under a pillow of snow.
fn sill(p: &mut Plate) {
    for (x0, x1, top) in [
        (-80.0, 620.0, 1290.0),
        (620.0, 960.0, 1480.0),
        (960.0, 1660.0, 1318.0),
        (1660.0, 2000.0, 1490.0),
        (2000.0, 2480.0, 1336.0),
    ] {
        let seed = p.seed();
        let crest = roughen(&[(x0, top), (x1, top + 8.0)], 9.0, 120.0, seed);
        let block = between(&crest, &[(x0, 1700.0), (x1, 1700.0)]);
        p.lift(&block, 1.0, 1.0, None);
        let patch = Patch::new(&crest, &[(x0, 1700.0), (x1, 1700.0)]);
        p.bricks(&patch, 46.0, 0.75, 1.0);
        p.wash(&block, Wash::new(INK, 0.16).rim(0.1));
        let pillow = crest
            .iter()
            .map(|q| (q.0, q.1 - 26.0 - 10.0 * tremble(q.0 / 160.0, seed ^ 1)))
            .collect::<Vec<_>>();
        let low: Vec<Pt> =
            crest.iter().map(|q| (q.0, q.1 + 10.0 + 8.0 * tremble(q.0 / 60.0, seed ^ 2))).collect();
        p.lift(&between(&pillow, &low), 1.0, 2.0, None);
        p.wash(&between(&crest, &low), Wash::new(DUSK, 0.3).wet(8.0));
        p.restate(&pillow, Brush::new(5.0).load(0.9).dry(0.3).breaks(0.12));
        for x in [x0, x1] {
            p.stroke(&[(x, top - 10.0), (x, 1690.0)], Brush::new(7.0).load(1.0).dry(0.2));
        }
    }
}

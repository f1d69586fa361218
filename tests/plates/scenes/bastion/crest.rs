//! The bastion: from the crest of the wall, dry grass, the plain far below.

use crate::brush::Brush;
use crate::geometry::{Pt, curve, roughen};
use crate::hills::{Range, across};
use crate::noise::waver;
use crate::palette::{DEEP, INDIGO, LOESS, OCHRE, SHADE, STRAW, WHEAT};
use crate::plate::Plate;
use crate::rampart::Rampart;
use crate::trees::{Kind, Tree};
use crate::view::{Curtain, View};
use crate::wash::Wash;

const VIEW: View = View::Eye([-1.2, 10.6, -3.0], 0.30, 1350.0, (1150.0, 520.0));
const TOP: f32 = 8.0;

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(INDIGO, 0.32, -60.0, 460.0);
    p.streaks(INDIGO, 0.10, 60.0, 340.0, 6);
    p.range(Range {
        from: -80.0,
        to: 2480.0,
        base: 524.0,
        height: 190.0,
        summit: 0.25,
        spur: 150.0,
        pigment: INDIGO,
        strength: 0.32,
        ink: 0.25,
    });
    p.mist(520.0, 44.0, 0.85);
    plain(p);
    let seed = p.seed();
    let wall = |from: Pt, to: Pt, spread: (f32, f32)| Curtain {
        from,
        to,
        top: TOP,
        foot: 0.0,
        batter: 1.2,
        spread,
        rag: 0.2,
    };
    let far = Rampart { layers: 12, shade: 0.1, ink: 0.7, wear: 0.6, holes: 3 };

    let turn = VIEW.curtain(wall((2.2, 58.0), (60.0, 66.0), (0.0, 0.0)), seed);
    deck(p, [(2.2, 58.0), (60.0, 66.0), (60.0, 70.0), (-2.0, 63.0)]);
    p.parapet(&turn, 26.0, 24.0, 0.05, 0.7, 0.6);
    p.rammed(&turn, far);
    let other = VIEW.curtain(wall((22.0, 56.0), (30.0, 57.0), (1.2, 1.2)), seed ^ 1);
    let cheek = VIEW.curtain(wall((22.0, 61.0), (22.0, 56.0), (0.0, 1.2)), seed ^ 2);
    p.rammed(&cheek, Rampart { shade: 0.0, holes: 0, ..far });
    deck(p, [(22.0, 56.0), (30.0, 57.0), (30.0, 62.0), (22.0, 61.0)]);
    p.parapet(&other, 27.0, 27.0, 0.1, 0.8, 0.5);
    p.rammed(&other, Rampart { shade: 0.4, ..far });

    block(p, 30.0, 0.75);
    block(p, 8.0, 1.0);
    p.lift(
        &[(-60.0, 540.0), (690.0, 540.0), (500.0, 1000.0), (100.0, 1700.0), (-60.0, 1700.0)],
        0.7,
        90.0,
        None,
    );
    deck(p, [(-2.4, -2.6), (2.2, -2.6), (2.2, 60.0), (-2.4, 63.0)]);
    crest(p);
    for (x, y, s) in [(1700.0, 300.0, 56.0), (1830.0, 250.0, 44.0), (1560.0, 230.0, 34.0)] {
        p.crow((x, y), s, 0.9);
    }
}

/// The plain under the wall: strips of field, a track, one tree.
fn plain(p: &mut Plate) {
    p.tread(&across(|_| 524.0), &across(|_| 1700.0), STRAW, 0.42);
    for (x, near, far, pigment) in [
        ((1500.0, 3600.0), 900.0, 690.0, WHEAT),
        ((900.0, 2600.0), 660.0, 600.0, OCHRE),
        ((2300.0, 5200.0), 1400.0, 1000.0, LOESS),
    ] {
        let bed = p.plot(
            x,
            near,
            far,
            (900.0, 520.0),
            Wash::new(pigment, 0.5).second(STRAW).pool(0.8, 400.0, 50.0),
        );
        p.furrows(&bed, 7, 0.6, 0.4);
    }
    p.path(
        &curve(&[(2440.0, 960.0), (2100.0, 800.0), (1960.0, 680.0), (2100.0, 600.0), (1980.0, 540.0)]),
        |q| 26.0 * (1.0 - q) + 3.0,
        0.7,
    );
    p.tree(Tree { kind: Kind::Persimmon, foot: (2180.0, 700.0), height: 190.0, lean: 0.1, load: 0.85 });
    p.mist(600.0, 40.0, 0.5);
}

/// A level top under dry grass.
fn deck(p: &mut Plate, corners: [Pt; 4]) {
    let floor = VIEW.floor([corners[3], corners[2], corners[1], corners[0]], TOP);
    let outline = roughen(&floor.outline(), 4.0, 70.0, 9);
    p.lift(&outline, 1.0, 1.0, None);
    p.wash(&outline, Wash::new(STRAW, 0.62).second(LOESS).rim(0.25).pool(0.8, 300.0, 70.0));
    p.restate(&outline, Brush::new(3.4).load(0.8).dry(0.35).breaks(0.2));
}

/// A bastion standing out to the right at `z`, its near side in shade.
fn block(p: &mut Plate, z: f32, ink: f32) {
    let seed = p.seed();
    let side = |from: Pt, to: Pt, spread: (f32, f32)| Curtain {
        from,
        to,
        top: TOP,
        foot: 0.0,
        batter: 1.3,
        spread,
        rag: 0.2,
    };
    let flank = VIEW.curtain(side((2.2, z), (8.6, z), (0.0, 1.3)), seed);
    p.rammed(&flank, Rampart { layers: 13, shade: 0.55, ink, wear: 0.55, holes: 3 });
    deck(p, [(2.0, z), (8.6, z), (8.6, z + 9.0), (2.0, z + 9.0)]);
    let outer = VIEW.line([8.6, TOP, z + 9.0], [8.6, TOP, z]);
    let below: Vec<Pt> = outer.iter().map(|q| (q.0, q.1 + 30.0)).collect();
    let tall = |z: f32| VIEW.metre([8.6, TOP, z]) * 0.9;
    p.parapet(&crate::patch::Patch::new(&outer, &below), tall(z + 9.0), tall(z), 0.3, ink, 0.55);
    let back = VIEW.line([2.2, TOP, z + 9.0], [8.6, TOP, z + 9.0]);
    let behind: Vec<Pt> = back.iter().map(|q| (q.0, q.1 + 30.0)).collect();
    p.parapet(&crate::patch::Patch::new(&back, &behind), tall(z + 9.0) * 1.1, tall(z + 9.0), 0.1, ink, 0.7);
    let grass = VIEW.floor([(2.4, z + 8.0), (8.0, z + 8.0), (8.0, z + 0.8), (2.4, z + 0.8)], TOP);
    for t in [0.2, 0.45, 0.7, 0.95] {
        p.tufts(
            &grass.row(0.05, 0.95, |s| t + 0.03 * waver(s * 9.0, seed)),
            (10.0 + 26.0 * t) * (0.3 + 0.7 * ink),
            0.5,
            ink,
        );
    }
    let line = VIEW.line([2.2, TOP, z], [8.6, TOP, z]);
    p.restate(&roughen(&line, 5.0, 70.0, seed ^ 4), Brush::new(4.0 + 4.0 * ink).load(ink).dry(0.25));
}

/// The crest we stand on: a trodden line between the grass, the inner edge on the left.
fn crest(p: &mut Plate) {
    let side = |x: f32| VIEW.line([x, TOP, 60.0], [x, TOP, -1.6]);
    let way: Vec<Pt> =
        [(-0.5, -0.4), (0.1, 2.0), (-0.3, 5.0), (0.3, 9.0), (-0.2, 17.0), (0.1, 32.0), (-0.2, 58.0)]
            .iter()
            .map(|s| VIEW.at([s.0, TOP, s.1]))
            .collect();
    p.path(&curve(&way), |q| 170.0 * libm::powf(1.0 - q, 2.4) + 4.0, 0.75);
    for (z, tall) in [
        (52.0, 9.0),
        (40.0, 11.0),
        (30.0, 14.0),
        (23.0, 18.0),
        (17.0, 24.0),
        (12.0, 32.0),
        (8.5, 46.0),
        (6.0, 62.0),
        (4.0, 84.0),
        (2.4, 120.0),
    ] {
        for (x0, x1) in [(-2.3, -0.9), (0.9, 2.1)] {
            let shift = 0.12 * waver(z, 3);
            p.tufts(
                &roughen(&VIEW.line([x0, TOP, z], [x1 + shift, TOP, z + shift]), 10.0, 60.0, z as u32),
                tall,
                0.55,
                0.9,
            );
        }
    }
    let inner = VIEW.outline(&[[-2.4, TOP, 60.0], [-2.4, TOP, -2.6], [-9.0, 0.0, -2.6], [-4.0, 0.0, 60.0]]);
    p.lift(&inner, 1.0, 1.0, None);
    p.wash(&inner, Wash::new(SHADE, 0.9).second(DEEP).rim(0.2).pool(0.7, 300.0, 200.0));
    p.restate(&roughen(&side(-2.4), 8.0, 70.0, 5), Brush::new(8.0).load(1.0).dry(0.3));
    for (x, share) in [(-2.2, 0.75), (-1.5, 0.4), (1.3, 0.5), (2.0, 0.7)] {
        for (z0, z1, tall) in [(60.0, 20.0, 12.0), (20.0, 8.0, 26.0), (8.0, 3.0, 56.0), (3.0, 0.6, 110.0)] {
            p.tufts(&roughen(&VIEW.line([x, TOP, z0], [x, TOP, z1]), 8.0, 50.0, 6), tall, share, 0.95);
        }
    }
    p.wash(
        &VIEW.outline(&[[0.6, TOP, 0.0], [2.4, TOP, 0.0], [2.4, TOP, 60.0], [0.9, TOP, 60.0]]),
        Wash::new(OCHRE, 0.3).wet(14.0),
    );
}

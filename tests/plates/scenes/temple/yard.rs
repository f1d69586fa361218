//! From its porch out into rain.

use crate::brush::Brush;
use crate::geometry::Pt;
use crate::halls::Hall;
use crate::hills::Range;
use crate::palette::{BRICK, DUSK, INDIGO, INK, SHADE, STRAW, WHEAT};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::roofs::Tiles;
use crate::site::{Site, View};
use crate::trees::{Kind, Tree};
use crate::walling::Stuff;
use crate::wash::Wash;

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(DUSK, 0.50, -60.0, 900.0);
    p.streaks(INDIGO, 0.12, 200.0, 600.0, 5);
    p.range(Range {
        from: -80.0,
        to: 2480.0,
        base: 900.0,
        height: 260.0,
        summit: 0.4,
        spur: 150.0,
        pigment: INDIGO,
        strength: 0.22,
        ink: 0.12,
    });
    p.mist(860.0, 120.0, 0.8);
    let view = View::Eye { eye: (0.0, 0.0, 2.5), turn: 0.0, focal: 1700.0, centre: (1290.0, 860.0) };
    let site = Site::new(view, (0.0, 0.0, 0.0), 0.0);
    let tiles = Tiles { step: 0.27, shade: 0.2, snow: 0.0, ink: 0.75 };
    p.slabs(&site, (-14.0, 14.0), (4.0, 17.0), (1.1, 0.85), 0.34, 0.7);
    p.walling(&site.wall((-16.0, 17.0), (16.0, 17.0), 0.0, 2.4), Stuff::Brick, 10.0, 0.2, 0.6);
    p.coping(&site, (-16.0, 16.0), 17.0, 2.4, tiles);
    let gate = Site::new(view, (-3.9, 16.4, 0.0), 0.0);
    p.hall(
        &gate,
        &Hall {
            wide: 4.2,
            deep: 2.6,
            gallery: 0.0,
            base: 0.0,
            eave: 3.3,
            ridge: 5.0,
            out: 0.6,
            crest: 0.34,
            bays: &[],
            tiles,
            ..Hall::PLAIN
        },
    );
    let mouth = gate.wall((1.1, -0.02), (3.1, -0.02), 0.0, 2.5);
    p.dark(&mouth, 0.5);
    let beyond = gate.wall((1.3, -0.02), (2.9, -0.02), 0.0, 2.3);
    p.lift(&beyond.outline(), 0.95, 2.0, None);
    p.wash(&beyond.part(0.0, 1.0, 0.0, 0.6), Wash::new(INDIGO, 0.2).wet(4.0));
    p.wash(&beyond.part(0.0, 1.0, 0.58, 1.0), Wash::new(STRAW, 0.6).second(DUSK).rim(0.3));
    p.copse(&[beyond.at(0.1, 0.6), beyond.at(0.8, 0.6)], 26.0, 0.5);
    for (x, z) in [(-6.0, 12.5), (7.2, 13.5)] {
        let tips = p.tree(Tree {
            kind: Kind::Poplar,
            foot: site.at(x, z, 0.0),
            height: 800.0,
            lean: 0.01,
            load: 0.7,
        });
        let some: Vec<Pt> = tips.iter().copied().step_by(4).collect();
        p.foliage(&some, 26.0, WHEAT, 0.5);
        p.foliage(&some[some.len() / 2..], 20.0, INK, 0.3);
    }
    p.censer(&site, (1.9, 9.0), 1.7, 0.95);
    let glint = site.at(1.9, 9.0, 0.0);
    p.wash(
        &[
            (glint.0 - 70.0, glint.1 + 6.0),
            (glint.0 + 70.0, glint.1 + 6.0),
            (glint.0 + 50.0, glint.1 + 150.0),
            (glint.0 - 50.0, glint.1 + 150.0),
        ],
        Wash::new(INK, 0.35).wet(20.0).fade(glint, (glint.0, glint.1 + 150.0), 0.0),
    );
    p.rain(230, -0.10, 0.42);
    porch(p);
}

/// The porch: eave from within with water falling from its tiles, beam, two posts, wet edge of the platform.
fn porch(p: &mut Plate) {
    let roof = [(-80.0, -80.0), (2480.0, -80.0), (2480.0, 236.0), (1200.0, 250.0), (-80.0, 232.0)];
    p.lift(&roof, 1.0, 0.5, None);
    p.wash(&roof, Wash::new(SHADE, 1.15).rim(0.1));
    p.wash(&roof, Wash::new(INK, 0.8).rim(0.1).pool(0.4, 300.0, 100.0));
    for k in 0..42 {
        let x = -40.0 + 61.0 * k as f32;
        let from = (1290.0 + (x - 1290.0) * 1.3, -60.0);
        p.stroke(
            &[from, (x, 236.0)],
            Brush::new(24.0).load(0.55).vary(0.7, 1.0).ink(DUSK).dry(0.35).taper(1.0, 1.0),
        );
        p.stroke(&[(from.0 + 18.0, from.1), (x + 14.0, 240.0)], Brush::new(10.0).load(0.95).dry(0.25));
        p.dab((x + 26.0, 250.0), 38.0, 1.0, 0.0, Brush::new(1.0).load(1.0).dry(0.1));
        let drop = p.rng.range(120.0, 700.0);
        if p.rng.chance(0.8) {
            let at = x + 26.0;
            let strip: [Pt; 4] =
                [(at - 2.2, 280.0), (at + 2.2, 280.0), (at + 1.2, 290.0 + drop), (at - 1.0, 290.0 + drop)];
            p.lift(&strip, 0.75, 0.8, Some(((0.0, 280.0), (0.0, 300.0 + drop), 0.15)));
        }
    }
    let beam = Patch::quad((-80.0, 70.0), (2480.0, 78.0), (2480.0, 176.0), (-80.0, 168.0));
    p.timber(&beam, 0.75, 0.25, 1.0);
    let floor = [(-80.0, 1420.0), (2480.0, 1436.0), (2480.0, 1700.0), (-80.0, 1700.0)];
    p.lift(&floor, 1.0, 0.5, None);
    p.wash(&floor, Wash::new(SHADE, 0.85).second(BRICK).rim(0.2).pool(0.8, 500.0, 60.0));
    p.wash(&floor, Wash::new(INK, 0.5).rim(0.0).fade((0.0, 1700.0), (0.0, 1430.0), 0.0));
    p.edge(&[(-80.0, 1420.0), (2480.0, 1436.0)], 8.0, 1.0);
    p.edge(&[(-80.0, 1500.0), (2480.0, 1518.0)], 5.0, 0.9);
    for x in [300.0, 860.0, 1500.0, 2050.0] {
        p.stroke(&[(x, 1424.0), (x - (1290.0 - x) * 0.1, 1508.0)], Brush::new(5.0).load(0.9).dry(0.3));
    }
    let near = View::Parallel { origin: (0.0, 1660.0), right: (1.0, 0.0), away: (0.0, -1.0), up: 1.0 };
    let spot = Site::new(near, (0.0, 0.0, 0.0), 0.0);
    for (x, half) in [(470.0, 66.0), (2110.0, 66.0)] {
        p.post(&spot, (x, 0.0), 0.0, 1560.0, half, 1.0);
        let dark = [(x - half, -60.0), (x + half, -60.0), (x + half, 1620.0), (x - half, 1620.0)];
        p.wash(&dark, Wash::new(INK, 0.55).rim(0.0));
    }
}

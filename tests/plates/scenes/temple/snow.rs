//! Far off and small over snow.

use crate::bays::Bay;
use crate::brush::Brush;
use crate::geometry::{Pt, between, curve, divide};
use crate::halls::Hall;
use crate::hills::{Range, across};
use crate::noise::waver;
use crate::palette::{BRICK, DUSK, INDIGO, INK};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::ridges::End;
use crate::roofs::Tiles;
use crate::site::{Site, View};
use crate::trees::{Kind, Tree};
use crate::walling::Stuff;
use crate::wash::Wash;

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(DUSK, 0.46, -60.0, 820.0);
    p.streaks(DUSK, 0.18, 60.0, 460.0, 6);
    p.range(Range {
        from: -80.0,
        to: 2480.0,
        base: 800.0,
        height: 360.0,
        summit: 0.72,
        spur: 190.0,
        pigment: INDIGO,
        strength: 0.26,
        ink: 0.28,
    });
    p.mist(790.0, 130.0, 0.95);
    let view = View::Eye { eye: (-12.0, -34.0, 4.5), turn: 0.22, focal: 1950.0, centre: (1200.0, 760.0) };
    let site = Site::new(view, (0.0, 0.0, 0.0), 0.0);
    let white = Tiles { step: 0.3, shade: 0.1, snow: 0.82, ink: 0.95 };
    for (x, h) in [(1120.0, 420.0), (1190.0, 500.0), (1262.0, 380.0)] {
        p.tree(Tree { kind: Kind::Poplar, foot: (x, 900.0), height: h, lean: 0.02, load: 0.6 });
    }
    let wall = |p: &mut Plate, from: Pt, to: Pt, shade: f32| {
        let patch = site.wall(from, to, 0.0, 2.1);
        p.walling(&patch, Stuff::Adobe, 12.0, shade, 0.85);
        let cap = site.wall(from, to, 1.98, 2.25);
        p.lift(&cap.outline(), 1.0, 1.0, None);
        p.edge(cap.top(), 3.0, 0.85);
    };
    wall(p, (-2.0, 10.0), (11.5, 10.0), 0.1);
    wall(p, (-2.0, 10.0), (-2.0, -6.0), 0.05);
    let hall = Hall {
        wide: 8.6,
        deep: 6.0,
        base: 0.8,
        eave: 4.2,
        ridge: 7.0,
        out: 0.9,
        bays: &[Bay::Window, Bay::Doors, Bay::Window],
        lift: 0.3,
        end: End::Curled,
        tiles: white,
        ..Hall::PLAIN
    };
    p.hall(&site, &hall);
    p.tree(Tree { kind: Kind::Pagoda, foot: site.at(9.6, -3.0, 0.0), height: 620.0, lean: -0.16, load: 1.0 });
    wall(p, (-2.0, -6.0), (2.6, -6.0), 0.25);
    wall(p, (6.0, -6.0), (11.5, -6.0), 0.25);
    let gate = Site::new(view, (2.6, -6.6, 0.0), 0.0);
    p.hall(
        &gate,
        &Hall {
            wide: 3.4,
            deep: 2.0,
            gallery: 0.0,
            base: 0.0,
            eave: 2.9,
            ridge: 4.1,
            out: 0.5,
            crest: 0.26,
            bays: &[],
            tiles: white,
            ..Hall::PLAIN
        },
    );
    p.dark(&gate.wall((0.9, -0.02), (2.5, -0.02), 0.0, 2.2), 1.0);
    let seed = p.seed();
    let foot = across(|x| site.at(0.0, -6.7, 0.0).1 - 34.0 + 0.055 * x + 5.0 * waver(x / 160.0, seed));
    let field = Patch::new(&foot, &across(|_| 1700.0));
    p.lift(&field.outline(), 1.0, 3.0, None);
    p.wash(&field.part(0.0, 1.0, 0.0, 0.2), Wash::new(DUSK, 0.30).wet(20.0).pool(0.8, 500.0, 50.0));
    p.wash(&field.part(0.2, 1.0, 0.45, 1.0), Wash::new(BRICK, 0.15).wet(60.0).pool(0.9, 800.0, 120.0));
    p.ticks(&field, 6, 22.0, INK, 0.4);
    let trail = curve(&[(1000.0, 1700.0), (1080.0, 1420.0), (980.0, 1270.0), site.at(4.3, -7.4, 0.0)]);
    for (k, q) in divide(&trail, 56).iter().enumerate() {
        let near = ((q.1 - 940.0) / 640.0).clamp(0.12, 1.0);
        let off = if k % 2 == 0 { 13.0 } else { -13.0 };
        p.dab((q.0 + off * near, q.1), 17.0 * near, 1.6, 1.4, Brush::new(1.0).load(0.6).ink(DUSK).dry(0.2));
    }
    let drift =
        curve(&[(-60.0, 1480.0), (420.0, 1400.0), (900.0, 1470.0), (1500.0, 1600.0), (1900.0, 1720.0)]);
    p.wash(&between(&drift, &crate::geometry::shift(&drift, -20.0, 70.0)), Wash::new(DUSK, 0.3).wet(26.0));
    for (x, y, s) in [(760.0, 330.0, 40.0), (860.0, 290.0, 32.0), (700.0, 410.0, 26.0)] {
        p.crow((x, y), s, 0.95);
    }
    p.snowfall(300, 1.2, 4.0);
}

//! Across the ground in snow, small.

use crate::bays::Bay;
use crate::brush::Brush;
use crate::geometry::{between, curve, divide};
use crate::halls::Hall;
use crate::hills::{Range, across};
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
    p.sky(DUSK, 0.30, -60.0, 900.0);
    p.streaks(DUSK, 0.12, 160.0, 560.0, 4);
    p.range(Range {
        from: -80.0,
        to: 1500.0,
        base: 930.0,
        height: 210.0,
        summit: 0.35,
        spur: 150.0,
        pigment: INDIGO,
        strength: 0.2,
        ink: 0.2,
    });
    p.mist(900.0, 90.0, 0.95);
    let view = View::Eye { eye: (15.5, -27.0, 1.9), turn: -0.36, focal: 1900.0, centre: (1200.0, 960.0) };
    let site = Site::new(view, (0.0, 0.0, 0.0), 0.0);
    let white = Tiles { step: 0.3, shade: 0.1, snow: 0.8, ink: 0.95 };
    let wall = site.wall((-30.0, 8.0), (24.0, 8.0), 0.0, 2.4);
    p.walling(&wall, Stuff::Rammed, 12.0, 0.3, 0.7);
    let cap = site.wall((-30.0, 8.0), (24.0, 8.0), 2.3, 2.5);
    p.lift(&cap.outline(), 1.0, 1.0, None);
    for (k, x) in [1700.0, 1790.0, 1905.0, 1990.0, 2120.0].into_iter().enumerate() {
        let height = [560.0, 640.0, 600.0, 520.0, 580.0][k];
        p.tree(Tree { kind: Kind::Poplar, foot: (x, 1010.0), height, lean: 0.01, load: 0.8 });
    }
    let ground = across(|x| 1012.0 + 0.004 * x);
    let field = Patch::new(&ground, &across(|_| 1700.0));
    p.lift(&field.outline(), 1.0, 3.0, None);
    p.wash(&field.part(0.0, 1.0, 0.0, 0.14), Wash::new(DUSK, 0.28).wet(18.0).pool(0.8, 500.0, 50.0));
    p.wash(&field.part(0.0, 0.7, 0.5, 1.0), Wash::new(BRICK, 0.13).wet(60.0).pool(0.9, 800.0, 120.0));
    let hall = Hall {
        wide: 8.0,
        deep: 7.0,
        gallery: 4.2,
        base: 1.5,
        eave: 5.0,
        ridge: 7.6,
        out: 1.0,
        bays: &[Bay::Doors, Bay::Open, Bay::Doors],
        hips: 1.2,
        lift: 0.5,
        end: End::Curled,
        tiles: white,
        paint: 0.2,
        lit: 0.5,
        ..Hall::PLAIN
    };
    p.hall(&site, &hall);
    let foot = [site.at(-0.6, -0.8, 0.0), site.at(8.6, -0.8, 0.0), site.at(8.6, 7.0, 0.0)];
    for pair in foot.windows(2) {
        let drift: Vec<_> = divide(pair, 14);
        let upper: Vec<_> = drift.iter().map(|q| (q.0, q.1 - p.rng.range(4.0, 18.0))).collect();
        p.lift(&between(&upper, &crate::geometry::shift(&drift, 0.0, 14.0)), 1.0, 2.5, None);
    }
    p.ticks(&field, 5, 20.0, INK, 0.35);
    let trail = curve(&[
        (1750.0, 1700.0),
        (1500.0, 1440.0),
        (1250.0, 1260.0),
        (980.0, 1150.0),
        site.at(4.0, -3.0, 0.0),
    ]);
    for (k, q) in divide(&trail, 60).iter().enumerate() {
        let near = ((q.1 - 1010.0) / 600.0).clamp(0.1, 1.0);
        let off = if k % 2 == 0 { 14.0 } else { -14.0 };
        p.dab((q.0 + off * near, q.1), 19.0 * near, 1.6, 1.0, Brush::new(1.0).load(0.6).ink(DUSK).dry(0.2));
    }
    for (x, y, s) in
        [(1500.0, 420.0, 36.0), (1570.0, 370.0, 30.0), (1400.0, 480.0, 24.0), (1660.0, 450.0, 26.0)]
    {
        p.crow((x, y), s, 0.95);
    }
    p.snowfall(240, 1.2, 3.8);
}

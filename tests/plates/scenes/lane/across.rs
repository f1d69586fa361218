//! A long wall seen across the lane, its door and a tree, noon.

use crate::brush::Brush;
use crate::geometry::{Pt, between, roughen};
use crate::hills::across;
use crate::palette::{INDIGO, INK, LOESS, OCHRE, SHADE, WHEAT};
use crate::plate::Plate;
use crate::roofs::{Slope, Tiles};
use crate::site::{Site, View};
use crate::trees::{Kind, Tree};
use crate::walling::Stuff;
use crate::wash::Wash;

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(INDIGO, 0.30, -60.0, 760.0);
    let view = View::Eye { eye: (5.0, -11.0, 1.7), turn: 0.0, focal: 1650.0, centre: (1500.0, 1090.0) };
    let site = Site::new(view, (0.0, 0.0, 0.0), 0.0);
    let tips =
        p.tree(Tree { kind: Kind::Pagoda, foot: (690.0, 1090.0), height: 900.0, lean: 0.08, load: 0.95 });
    p.foliage(&tips, 46.0, WHEAT, 0.8);
    let tiles = Tiles { step: 0.25, shade: 0.0, snow: 0.0, ink: 0.9 };
    let back = Slope {
        ridge: (6.2, 14.0),
        eave: (6.2, 14.0),
        b: (5.4, 2.6),
        z: (5.1, 3.4),
        hip: 0.0,
        sag: 0.16,
        lift: 0.05,
    };
    p.slope(&site, back, tiles);
    p.verge(&site, &back, false, 0.18, 0.85);
    p.ridge(&site, &back, 0.3, crate::ridges::End::Tipped, 0.85, false);
    let wall = site.wall((-7.0, 0.0), (13.0, 0.0), 0.0, 2.75);
    p.walling(&wall, Stuff::Adobe, 22.0, 0.0, 0.95);
    p.walling(&site.wall((-7.0, -0.02), (13.0, -0.02), 0.0, 0.42), Stuff::Brick, 14.0, 0.05, 0.8);
    p.edge(&[site.at(-7.0, -0.02, 0.42), site.at(13.0, -0.02, 0.42)], 3.5, 0.85);
    p.coping(&site, (-7.0, 2.0), 0.1, 2.75, tiles);
    p.coping(&site, (5.6, 13.0), 0.1, 2.75, tiles);
    p.shade(&site.wall((-7.0, 0.0), (13.0, 0.0), 2.35, 2.72).outline(), 0.5);
    gate(p, &site, tiles);
    let lane = [
        (-60.0, site.at(0.0, 0.0, 0.0).1),
        (2460.0, site.at(0.0, 0.0, 0.0).1),
        (2460.0, 1700.0),
        (-60.0, 1700.0),
    ];
    p.lift(&lane, 1.0, 0.5, None);
    p.wash(&lane, Wash::new(LOESS, 0.42).second(OCHRE).rim(0.2).pool(0.7, 600.0, 60.0));
    let seed = p.seed();
    let foot = roughen(&[(-60.0, lane[0].1), (2460.0, lane[0].1)], 3.0, 90.0, seed);
    let under = roughen(&[(-60.0, lane[0].1 + 34.0), (2460.0, lane[0].1 + 34.0)], 7.0, 70.0, seed ^ 1);
    p.shade(&between(&foot, &under), 0.6);
    p.steps(&site, (2.75, 4.85), -0.55, 0.3, 2, 0.95);
    for y in [1420.0, 1470.0, 1540.0] {
        let rut: Vec<Pt> = across(|x| y + 0.012 * x + 8.0 * crate::noise::waver(x / 300.0, seed));
        p.stroke(&rut, Brush::new(5.0).load(0.5).dry(0.45).breaks(0.45).ink(SHADE));
    }
    p.tufts(&across(|_| lane[0].1 + 6.0), 34.0, 0.12, 0.9);
    for (x, y) in [(250.0, 300.0), (330.0, 260.0)] {
        p.crow((x, y), 34.0, 0.85);
    }
}

/// The gate in the wall: brick jambs, a lintel, a leaf ajar, its own small roof.
fn gate(p: &mut Plate, site: &Site, tiles: Tiles) {
    let block = site.wall((2.0, -0.25), (5.6, -0.25), 0.0, 3.7);
    p.bricks(&block, 13.0, 0.0, 0.85);
    p.edge(&block.outline(), 4.5, 0.95);
    let mouth = site.wall((2.85, -0.26), (4.75, -0.26), 0.3, 2.75);
    p.dark(&mouth, 1.0);
    p.planks(&site.wall((2.85, -0.26), (3.8, -0.26), 0.34, 2.7), 4, 0.88, 0.95);
    let turned = site.wall((4.45, 0.5), (4.75, -0.26), 0.34, 2.7);
    p.planks(&turned, 3, 0.1, 0.95);
    p.shade(&turned.outline(), 0.6);
    p.timber(&site.wall((2.6, -0.3), (5.0, -0.3), 2.75, 3.05), 0.1, 0.0, 0.95);
    let tablet = site.wall((3.2, -0.3), (4.4, -0.3), 3.12, 3.5);
    p.wash(&tablet.outline(), Wash::new(INK, 0.3).rim(0.4));
    p.edge(&tablet.outline(), 3.5, 0.9);
    let cap = Slope {
        ridge: (1.75, 5.85),
        eave: (1.7, 5.9),
        b: (0.4, -0.85),
        z: (4.75, 3.75),
        hip: 0.0,
        sag: 0.08,
        lift: 0.14,
    };
    p.shade(&site.wall((2.0, -0.26), (5.6, -0.26), 3.3, 3.7).outline(), 0.8);
    p.slope(site, cap, tiles);
    p.verge(site, &cap, false, 0.14, 0.95);
    p.verge(site, &cap, true, 0.14, 0.95);
    p.ridge(site, &cap, 0.28, crate::ridges::End::Tipped, 0.95, false);
}

//! In a yard wall seen past a dark door jamb, snow.

use crate::brush::Brush;
use crate::geometry::{between, curve, divide};
use crate::hills::across;
use crate::masonry::Arch;
use crate::palette::{DEEP, DUSK, INK, SHADE};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::ridges::End;
use crate::roofs::{Slope, Tiles};
use crate::site::{Site, View};
use crate::trees::{Kind, Tree};
use crate::walling::Stuff;
use crate::wash::Wash;

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(DUSK, 0.45, -60.0, 700.0);
    let view = View::Eye { eye: (1.0, -8.2, 1.7), turn: 0.0, focal: 1900.0, centre: (1130.0, 960.0) };
    let site = Site::new(view, (0.0, 0.0, 0.0), 0.0);
    let white = Tiles { step: 0.24, shade: 0.1, snow: 0.72, ink: 0.95 };
    p.tree(Tree { kind: Kind::Date, foot: (640.0, 900.0), height: 720.0, lean: 0.12, load: 0.8 });
    p.inside(
        &[
            site.at(-0.9, 0.35, 0.0),
            site.at(-0.9, 0.35, 3.4),
            site.at(6.5, 0.35, 5.2),
            site.at(6.5, 0.35, 0.0),
        ],
        0.5,
        |p| {
            p.walling(&site.wall((-1.0, 0.35), (6.6, 0.35), 0.0, 5.3), Stuff::Adobe, 22.0, 0.25, 0.9);
        },
    );
    p.edge(&[site.at(-0.9, 0.35, 0.0), site.at(-0.9, 0.35, 3.4), site.at(6.5, 0.35, 5.2)], 5.0, 0.95);
    let rake = [
        site.at(-1.1, 0.35, 3.32),
        site.at(6.6, 0.35, 5.2),
        site.at(6.6, 0.35, 5.45),
        site.at(-1.1, 0.35, 3.58),
    ];
    p.lift(&rake, 1.0, 2.0, None);
    p.edge(&[rake[3], rake[2]], 5.0, 0.9);
    let low = site.wall((-8.0, 0.4), (-0.9, 0.4), 0.0, 2.3);
    p.walling(&low, Stuff::Mud, 20.0, 0.25, 0.85);
    p.coping(&site, (-8.0, -0.9), 0.4, 2.3, white);
    screen(p, &site, white);
    let foot = site.at(0.0, -0.1, 0.0).1;
    let snow = between(&across(|_| foot), &across(|_| 1700.0));
    p.lift(&snow, 1.0, 4.0, None);
    p.wash(&snow, Wash::new(DUSK, 0.16).rim(0.0).pool(1.0, 700.0, 80.0));
    p.wash(&between(&across(|_| foot), &across(|x| foot + 60.0 + 0.01 * x)), Wash::new(DUSK, 0.4).wet(16.0));
    let swept = curve(&[(1500.0, 1700.0), (1420.0, 1520.0), (1180.0, 1440.0), (900.0, 1420.0)]);
    for (k, q) in divide(&swept, 18).iter().enumerate() {
        let off = if k % 2 == 0 { 14.0 } else { -14.0 };
        p.dab((q.0 + off, q.1 + off * 0.4), 18.0, 1.7, 2.4, Brush::new(1.0).load(0.6).ink(DUSK).dry(0.2));
    }
    p.snowfall(260, 1.2, 4.2);
    jamb(p);
}

/// The screen itself: brick frame, plain plastered field, a small tiled cap under snow, a niche shelf.
fn screen(p: &mut Plate, site: &Site, tiles: Tiles) {
    let body = site.wall((-0.2, 0.2), (3.8, 0.2), 0.0, 3.0);
    p.bricks(&body, 17.0, 0.1, 0.85);
    p.edge(&body.outline(), 5.0, 0.95);
    let base = site.wall((-0.3, 0.1), (3.9, 0.1), 0.0, 0.5);
    p.bricks(&base, 22.0, 0.2, 0.95);
    p.edge(&base.outline(), 4.5, 0.95);
    let field = site.wall((0.35, 0.18), (3.25, 0.18), 0.85, 2.5);
    p.walling(&field, Stuff::Mud, 20.0, 0.0, 0.6);
    p.lift(&field.outline(), 0.35, 2.0, None);
    for grow in [0.0, 0.08, 0.14] {
        let mut ring = site.wall((0.35 - grow, 0.17), (3.25 + grow, 0.17), 0.85 - grow, 2.5 + grow).outline();
        ring.push(ring[0]);
        p.edge(&ring, 4.0, 0.95);
    }
    let niche = site.wall((1.2, 0.15), (2.4, 0.15), 1.2, 2.25);
    p.bricks(&niche, 13.0, 0.05, 0.9);
    p.edge(&niche.outline(), 3.6, 0.95);
    p.arch(
        &niche,
        Arch { s: 0.5, half: 0.28, spring: 0.48, sill: 0.94, rings: 1, depth: (9.0, -3.0), ink: 0.95 },
    );
    let shelf = site.wall((1.1, 0.05), (2.5, 0.05), 1.13, 1.22);
    p.timber(&shelf, 0.0, 0.0, 0.95);
    p.shade(&site.wall((-0.2, 0.17), (3.8, 0.17), 2.62, 3.0).outline(), 0.9);
    let cap = Slope {
        ridge: (-0.4, 4.0),
        eave: (-0.5, 4.1),
        b: (0.3, -0.35),
        z: (3.72, 3.02),
        hip: 0.0,
        sag: 0.05,
        lift: 0.16,
    };
    p.slope(site, cap, tiles);
    for right in [false, true] {
        p.verge(site, &cap, right, 0.12, 0.95);
    }
    p.ridge(site, &cap, 0.22, End::Tipped, 0.95, true);
}

/// The near jamb and a door leaf at the right, dark, and the lintel's underside.
fn jamb(p: &mut Plate) {
    let wall = [(2000.0, -80.0), (2480.0, -80.0), (2480.0, 1700.0), (2000.0, 1700.0)];
    p.lift(&wall, 1.0, 0.5, None);
    p.wash(&wall, Wash::new(SHADE, 1.15).second(DEEP).rim(0.0).pool(0.5, 260.0, 400.0));
    p.wash(&wall, Wash::new(INK, 0.55).rim(0.0));
    let leaf = Patch::quad((1850.0, 40.0), (2110.0, -70.0), (2110.0, 1700.0), (1850.0, 1560.0));
    p.planks(&leaf, 4, 0.12, 1.0);
    p.wash(&leaf.outline(), Wash::new(INK, 0.22).rim(0.0));
    p.edge(&[leaf.at(0.0, 0.0), leaf.at(0.0, 1.0)], 9.0, 1.0);
    let lintel = Patch::quad((-80.0, -80.0), (1900.0, -80.0), (1900.0, 62.0), (-80.0, 44.0));
    p.timber(&lintel, 0.7, 0.0, 1.0);
    for k in 0..5 {
        let x = 2150.0 + 80.0 * k as f32;
        p.stroke(&[(x, -60.0), (x, 1680.0)], Brush::new(4.0).load(0.9).dry(0.4).breaks(0.3));
    }
}

//! Narrow between brick walls, wet slabs, light at its end.

use crate::geometry::Pt;
use crate::masonry::Arch;
use crate::palette::{DUSK, INDIGO, INK, LOESS, STRAW};
use crate::plate::Plate;
use crate::site::{Site, View};
use crate::trees::{Kind, Tree};
use crate::walling::Stuff;
use crate::wash::Wash;

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(DUSK, 0.55, -60.0, 900.0);
    p.streaks(INDIGO, 0.14, 20.0, 500.0, 6);
    let view = View::Eye { eye: (-0.25, 0.0, 1.7), turn: 0.0, focal: 1500.0, centre: (1010.0, 1040.0) };
    let site = Site::new(view, (0.0, 0.0, 0.0), 0.0);
    p.slabs(&site, (-1.5, 1.5), (1.2, 17.0), (0.75, 0.7), 0.45, 0.85);
    let end = site.wall((-6.0, 17.0), (6.0, 17.0), 0.0, 6.2);
    p.walling(&end, Stuff::Rammed, 14.0, 0.35, 0.8);
    let panel = site.wall((-1.5, 16.9), (1.9, 16.9), 0.0, 4.6);
    p.bricks(&panel, 11.0, 0.2, 0.8);
    let mouth = p.arch(
        &panel,
        Arch { s: 0.47, half: 0.25, spring: 0.55, sill: 1.0, rings: 2, depth: (10.0, -4.0), ink: 0.9 },
    );
    let light: Vec<Pt> = mouth.iter().map(|q| (q.0 + 4.0, q.1 - 1.0)).collect();
    p.lift(&light, 0.95, 2.0, None);
    p.wash(&light, Wash::new(STRAW, 0.35).second(LOESS).rim(0.3));
    p.tree(Tree { kind: Kind::Pagoda, foot: site.at(3.4, 14.5, 1.0), height: 720.0, lean: -0.24, load: 0.6 });
    let quarter = core::f32::consts::FRAC_PI_2;
    let right = Site::new(view, (1.5, 16.8, 0.0), -quarter);
    let left = Site::new(view, (-1.5, 0.9, 0.0), quarter);
    for (a0, a1, high) in [(0.0, 6.0, 3.3), (6.0, 15.9, 4.1)] {
        let face = right.wall((a0, 0.0), (a1, 0.0), 0.0, high);
        p.walling(&face, Stuff::Brick, if a0 > 1.0 { 44.0 } else { 18.0 }, 0.25, 0.6);
        p.edge(&face.outline(), 4.0, 0.9);
        p.under_eave(&right, (a0, a1), 0.4, high, 0.95);
    }
    for (a0, a1, high) in [(9.0, 15.9, 3.0), (0.0, 9.0, 3.7)] {
        let face = left.wall((a0, 0.0), (a1, 0.0), 0.0, high);
        p.walling(&face, Stuff::Rammed, if a0 > 1.0 { 14.0 } else { 28.0 }, 0.7, 0.65);
        p.edge(&face.outline(), 4.0, 0.9);
        p.under_eave(&left, (a0, a1), 0.34, high, 0.95);
    }
    let door = right.wall((8.2, -0.02), (10.2, -0.02), 0.1, 2.5);
    p.dark(&door, 1.0);
    p.timber(&right.wall((8.0, -0.05), (10.4, -0.05), 2.5, 2.75), 0.3, 0.0, 0.95);
    p.planks(&right.wall((8.2, -0.03), (9.2, -0.03), 0.1, 2.5), 4, 0.85, 0.95);
    reflect(p, &site);
    p.rain(150, -0.12, 0.45);
}

/// Lets the light of the gate and the dark of the walls lie in the wet slabs.
fn reflect(p: &mut Plate, site: &Site) {
    let dark = |a: f32, b: f32| {
        [site.at(a, 1.2, 0.0), site.at(a, 17.0, 0.0), site.at(b, 17.0, 0.0), site.at(b, 1.2, 0.0)]
    };
    p.wash(&dark(-1.5, -0.5), Wash::new(INK, 0.32).wet(26.0));
    p.wash(&dark(0.9, 1.5), Wash::new(INK, 0.25).wet(22.0));
    let column = [site.at(-0.35, 16.8, 0.0), site.at(0.55, 16.8, 0.0), (1120.0, 1500.0), (900.0, 1500.0)];
    p.lift(&column, 0.6, 12.0, Some(((0.0, 1180.0), (0.0, 1500.0), 0.0)));
    for k in 0..26 {
        let q = k as f32 / 26.0;
        let y = 1205.0 + 330.0 * q * q;
        let x = 1010.0 + p.rng.bell() * (40.0 + 70.0 * q);
        let half = p.rng.range(12.0, 50.0) * (0.4 + q);
        p.lift(&[(x - half, y), (x, y - 2.5), (x + half, y), (x, y + 2.5 + 2.0 * q)], 0.7, 1.0, None);
    }
}

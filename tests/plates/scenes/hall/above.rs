//! From above with its yard and two cypresses, after rain.

use crate::bays::Bay;
use crate::geometry::Pt;
use crate::halls::Hall;
use crate::hills::across;
use crate::palette::{DUSK, INDIGO, INK, STRAW, WHEAT};
use crate::plate::Plate;
use crate::ridges::End;
use crate::roofs::Tiles;
use crate::site::{Site, View};
use crate::trees::{Kind, Tree};
use crate::walling::Stuff;

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.tread(&across(|_| -60.0), &across(|_| 1700.0), STRAW, 0.30);
    p.sky(DUSK, 0.42, -60.0, 620.0);
    let view =
        View::Parallel { origin: (1010.0, 1735.0), right: (102.0, -19.0), away: (-36.0, -58.0), up: 82.0 };
    let site = |x: f32, y: f32| Site::new(view, (x, y, 0.0), 0.0);
    let ground = site(0.0, 0.0);
    let tiles = Tiles { step: 0.29, shade: 0.08, snow: 0.0, ink: 0.95 };
    p.tree(Tree {
        kind: Kind::Pagoda,
        foot: ground.at(17.5, 13.0, 0.0),
        height: 560.0,
        lean: -0.08,
        load: 0.85,
    });
    let wall = |p: &mut Plate, from: Pt, to: Pt, shade: f32| {
        let patch = ground.wall(from, to, 0.0, 2.3);
        p.walling(&patch, Stuff::Brick, 16.0, shade, 0.75);
        p.edge(&patch.outline(), 3.0, 0.85);
    };
    wall(p, (0.0, 19.0), (14.0, 19.0), 0.1);
    p.coping(&ground, (0.0, 14.0), 19.0, 2.3, tiles);
    wall(p, (14.0, 0.0), (14.0, 19.0), 0.5);
    p.slabs(&ground, (0.0, 14.0), (0.0, 12.0), (1.15, 0.9), 0.4, 0.6);
    for (x, y, w) in [(5.2, 7.0, 150.0), (9.5, 3.6, 110.0), (3.2, 3.0, 80.0)] {
        let c = ground.at(x, y, 0.0);
        let pool: Vec<Pt> = (0..20)
            .map(|k| {
                let t = core::f32::consts::TAU * k as f32 / 20.0;
                let r = w * (1.0 + 0.22 * p.rng.bell());
                (c.0 + r * libm::cosf(t), c.1 + 0.26 * r * libm::sinf(t))
            })
            .collect();
        p.lift(&pool, 0.7, 2.0, None);
        p.wash(&pool, crate::wash::Wash::new(INDIGO, 0.26).rim(0.8).pool(0.9, 120.0, 30.0));
    }
    let hall = Hall {
        wide: 11.0,
        deep: 6.4,
        gallery: 1.7,
        base: 0.8,
        eave: 4.3,
        ridge: 7.0,
        crest: 0.5,
        lift: 0.16,
        end: End::Curled,
        bays: &[Bay::Window, Bay::Ajar, Bay::Window],
        tiles,
        ..Hall::PLAIN
    };
    p.hall(&site(1.5, 11.8), &hall);
    p.steps(&site(1.5, 11.8), (4.0, 7.0), -0.75, 0.8, 4, 0.95);
    for (x, y, h) in [(3.4, 6.6, 720.0), (10.9, 6.0, 640.0)] {
        cypress(p, ground.at(x, y, 0.0), h);
    }
    wall(p, (0.0, 19.0), (0.0, 0.0), 0.0);
    let side = Site::new(view, (0.0, 19.0, 0.0), -core::f32::consts::FRAC_PI_2);
    p.coping(&side, (0.0, 19.0), 0.0, 2.3, tiles);
    wall(p, (0.0, 0.0), (5.0, 0.0), 0.15);
    wall(p, (9.0, 0.0), (14.0, 0.0), 0.15);
    p.coping(&ground, (0.0, 5.0), 0.0, 2.3, tiles);
    p.coping(&ground, (9.0, 14.0), 0.0, 2.3, tiles);
    let gate = site(5.0, -0.9);
    p.hall(
        &gate,
        &Hall {
            wide: 4.0,
            deep: 2.2,
            gallery: 0.0,
            base: 0.0,
            eave: 3.2,
            ridge: 4.7,
            out: 0.55,
            crest: 0.3,
            bays: &[],
            tiles,
            ..Hall::PLAIN
        },
    );
    p.dark(&gate.wall((1.15, -0.02), (2.85, -0.02), 0.0, 2.4), 0.9);
    p.timber(&gate.wall((0.95, -0.03), (3.05, -0.03), 2.4, 2.65), 0.1, 0.0, 0.95);
    p.mist(40.0, 170.0, 0.8);
    p.tufts(&[ground.at(0.2, -0.2, 0.0), ground.at(4.6, -0.2, 0.0)], 20.0, 0.3, 0.8);
}

/// A cypress: a bole, dark narrow foliage drawn up to a point.
fn cypress(p: &mut Plate, foot: Pt, height: f32) {
    p.shade(
        &[
            (foot.0, foot.1 - 8.0),
            (foot.0 + 230.0, foot.1 + 2.0),
            (foot.0 + 210.0, foot.1 + 26.0),
            (foot.0, foot.1 + 10.0),
        ],
        0.35,
    );
    let tips = p.tree(Tree { kind: Kind::Poplar, foot, height, lean: 0.02, load: 0.95 });
    let some: Vec<Pt> = tips.iter().copied().step_by(3).collect();
    p.foliage(&some, 24.0, WHEAT, 0.6);
    p.foliage(&some[..some.len() / 3], 18.0, INK, 0.35);
}

//! The bastion: one of them from its foot, a winter night with the moon up.

use crate::brush::Brush;
use crate::geometry::{Pt, between, roughen};
use crate::hills::across;
use crate::noise::waver;
use crate::palette::{DUSK, INDIGO, INK, OCHRE};
use crate::plate::Plate;
use crate::rampart::Rampart;
use crate::trees::{Kind, Tree};
use crate::view::{Curtain, View};
use crate::wash::Wash;

const VIEW: View = View::Eye([-11.5, 1.5, -17.0], 0.52, 1650.0, (1240.0, 1120.0));

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(INDIGO, 0.85, -60.0, 2100.0);
    p.sky(INK, 0.45, -60.0, 1250.0);
    p.streaks(DUSK, 0.20, 120.0, 900.0, 9);
    moon(p, (520.0, 330.0), 84.0);
    let ground = across(|x| 1126.0 + 5.0 * waver(x / 240.0, 3));
    let snow = between(&ground, &across(|_| 1700.0));
    p.lift(&snow, 1.0, 1.0, None);
    p.wash(&snow, Wash::new(DUSK, 0.46).second(INDIGO).rim(0.1).pool(0.8, 800.0, 70.0));
    let seed = p.seed();
    let wall = |from: Pt, to: Pt, top: f32, spread: (f32, f32)| Curtain {
        from,
        to,
        top,
        foot: 0.0,
        batter: 1.5,
        spread,
        rag: 0.2,
    };
    let night = Rampart { layers: 14, shade: 0.12, ink: 1.0, wear: 0.5, holes: 4 };
    let right = VIEW.curtain(wall((4.0, 0.0), (60.0, 0.0), 8.0, (0.0, 0.0)), seed);
    let left = VIEW.curtain(wall((-28.0, 0.0), (-4.0, 0.0), 8.0, (0.0, 0.0)), seed ^ 1);
    p.parapet(&right, 62.0, 20.0, 0.9, 1.0, 0.5);
    p.rammed(&right, Rampart { shade: 0.9, ..night });
    p.parapet(&left, 150.0, 66.0, 0.7, 1.0, 0.6);
    p.rammed(&left, night);
    for patch in [&left, &right] {
        p.wash(&patch.outline(), Wash::new(INDIGO, 0.42).second(DUSK).rim(0.05));
    }
    let flank = VIEW.curtain(wall((-4.0, 0.0), (-4.0, -6.0), 9.4, (-0.6, 1.5)), seed ^ 2);
    p.parapet(&flank, 84.0, 132.0, 0.3, 1.0, 0.5);
    p.rammed(&flank, Rampart { shade: 0.0, wear: 0.9, ..night });
    p.wash(&flank.outline(), Wash::new(DUSK, 0.14).rim(0.05));
    let face = VIEW.curtain(wall((-4.0, -6.0), (4.0, -6.0), 9.4, (1.5, 1.5)), seed ^ 3);
    p.parapet(&face, 132.0, 96.0, 0.9, 1.0, 0.5);
    p.rammed(&face, Rampart { shade: 0.95, wear: 0.7, ..night });
    p.wash(&face.outline(), Wash::new(INDIGO, 0.5).second(DUSK).rim(0.05));
    let edge = roughen(&[VIEW.at([-4.0, 9.4, -6.0]), VIEW.at([-5.5, 0.0, -7.5])], 8.0, 80.0, seed ^ 4);
    p.restate(&edge, Brush::new(11.0).load(1.0).dry(0.25));
    ground_light(p);
    p.tree(Tree { kind: Kind::Date, foot: (300.0, 1400.0), height: 620.0, lean: 0.16, load: 1.0 });
    p.tufts(&roughen(&[(760.0, 1480.0), (1500.0, 1560.0)], 10.0, 80.0, 8), 44.0, 0.3, 1.0);
}

/// The moon: the sheet itself, with a ring of thinner night about it.
fn moon(p: &mut Plate, at: Pt, radius: f32) {
    let disc = |r: f32| -> Vec<Pt> {
        (0..40)
            .map(|k| {
                let a = core::f32::consts::TAU * k as f32 / 40.0;
                (at.0 + libm::cosf(a) * r, at.1 + libm::sinf(a) * r)
            })
            .collect()
    };
    for (r, amount) in [(4.4, 0.16), (3.0, 0.20), (2.0, 0.28)] {
        p.lift(&disc(radius * r), amount, radius * r * 0.5, None);
    }
    p.lift(&disc(radius), 1.0, 1.2, None);
    p.wash(&disc(radius), Wash::new(OCHRE, 0.10).rim(0.6).pool(1.0, 90.0, 70.0));
    for (x, y, w) in [(-30.0, 8.0, 60.0), (22.0, -26.0, 44.0), (16.0, 36.0, 40.0)] {
        let spot: Vec<Pt> = disc(w * 0.5).iter().map(|q| (q.0 + x, q.1 + y)).collect();
        p.wash(&spot, Wash::new(DUSK, 0.14).wet(10.0));
    }
    p.stroke(&disc(radius), Brush::new(2.4).load(0.5).dry(0.4).breaks(0.4).ink(DUSK));
}

/// Moonlight on the snow, and the shadow the bastion throws.
fn ground_light(p: &mut Plate) {
    let pool = VIEW.outline(&[
        [-24.0, 0.0, -1.8],
        [-5.6, 0.0, -1.8],
        [-6.2, 0.0, -7.6],
        [-7.6, 0.0, -12.0],
        [-12.0, 0.0, -12.0],
    ]);
    p.lift(&pool, 0.30, 70.0, None);
    let cast = VIEW.outline(&[
        [-5.5, 0.0, -7.6],
        [5.5, 0.0, -7.6],
        [5.5, 0.0, -1.6],
        [60.0, 0.0, -1.6],
        [60.0, 0.0, -6.0],
        [16.0, 0.0, -9.0],
        [3.0, 0.0, -11.5],
    ]);
    p.wash(
        &roughen(&cast, 10.0, 80.0, 6),
        Wash::new(INDIGO, 0.7).second(DUSK).wet(44.0).pool(0.5, 400.0, 80.0),
    );
}

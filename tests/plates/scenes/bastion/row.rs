//! The bastion: a row of them along a wall, morning mist rising from the fields.

use crate::brush::Brush;
use crate::geometry::{Pt, curve, roughen};
use crate::hills::across;
use crate::palette::{DUSK, LOESS, OCHRE, SHADE, STRAW, WHEAT};
use crate::plate::Plate;
use crate::rampart::Rampart;
use crate::trees::{Kind, Tree};
use crate::view::{Curtain, View};
use crate::wash::Wash;

const VIEW: View = View::Eye([-30.0, 4.2, -16.0], 0.50, 1900.0, (1200.0, 1000.0));

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(STRAW, 0.42, 1000.0, 160.0);
    p.sky(DUSK, 0.24, -60.0, 420.0);
    p.streaks(OCHRE, 0.10, 300.0, 640.0, 5);
    p.tread(&across(|_| 1012.0), &across(|_| 1700.0), STRAW, 0.5);
    let strip = p.plot(
        (-1500.0, 980.0),
        1730.0,
        1120.0,
        (620.0, 1000.0),
        Wash::new(WHEAT, 0.6).second(LOESS).pool(0.8, 500.0, 60.0),
    );
    p.furrows(&strip, 8, 0.6, 0.45);
    let ends = [116.0, 86.0, 58.0, 32.0, 8.0];
    for (k, z) in ends.iter().enumerate() {
        let near = k as f32 / 4.0;
        length_of_wall(p, *z, near);
        bastion(p, *z, near);
        if k < 4 {
            p.mist(1000.0, 130.0 + 40.0 * near, 0.62 - 0.08 * near);
        }
    }
    length_of_wall(p, -22.0, 1.0);
    let way: Vec<Pt> = [(-20.0, -6.0), (-15.5, 4.0), (-12.5, 18.0), (-12.5, 40.0), (-16.0, 90.0)]
        .iter()
        .map(|s| VIEW.at([s.0, 0.0, s.1]))
        .collect();
    p.path(&curve(&way), |q| 120.0 * (1.0 - q) * (1.0 - q) + 5.0, 0.8);
    p.tufts(&roughen(&VIEW.line([-6.4, 0.0, 16.0], [-7.4, 0.0, -2.0]), 6.0, 60.0, 4), 40.0, 0.5, 0.95);
    p.tree(Tree { kind: Kind::Pagoda, foot: (330.0, 1130.0), height: 430.0, lean: 0.1, load: 0.9 });
    for (x, y, s) in [(760.0, 420.0, 46.0), (860.0, 370.0, 36.0), (980.0, 440.0, 28.0)] {
        p.crow((x, y), s, 0.85);
    }
}

/// The wall between a bastion at `z` and the one beyond it.
fn length_of_wall(p: &mut Plate, z: f32, near: f32) {
    let seed = p.seed();
    let wall = Curtain {
        from: (0.0, z + 30.0),
        to: (0.0, z),
        top: 8.0,
        foot: 0.0,
        batter: 1.0,
        spread: (0.0, 0.0),
        rag: 0.2,
    };
    let face = VIEW.curtain(wall, seed);
    let scale = |z: f32| VIEW.metre([0.0, 8.0, z]) * 1.2;
    p.parapet(&face, scale(z + 30.0), scale(z), 0.1, 0.5 + 0.4 * near, 0.5);
    p.rammed(&face, Rampart { layers: 13, shade: 0.25, ink: 0.45 + 0.5 * near, wear: 0.45, holes: 3 });
}

/// One bastion: its near side in shade, its face in the early light.
fn bastion(p: &mut Plate, z: f32, near: f32) {
    let seed = p.seed();
    let ink = 0.4 + 0.6 * near;
    let side = |from: Pt, to: Pt, spread: (f32, f32)| Curtain {
        from,
        to,
        top: 8.9,
        foot: 0.0,
        batter: 1.3,
        spread,
        rag: 0.18,
    };
    let face = VIEW.curtain(side((-5.0, z + 8.0), (-5.0, z), (1.3, 1.3)), seed);
    let scale = |x: f32, z: f32| VIEW.metre([x, 9.0, z]) * 1.2;
    p.parapet(&face, scale(-5.0, z + 8.0), scale(-5.0, z), 0.0, ink, 0.4);
    p.rammed(&face, Rampart { layers: 13, shade: 0.0, ink, wear: 0.6, holes: 3 });
    let flank = VIEW.curtain(side((-5.0, z), (0.0, z), (1.3, -0.6)), seed ^ 2);
    p.parapet(&flank, scale(-5.0, z), scale(0.0, z), 0.6, ink, 0.4);
    p.rammed(&flank, Rampart { layers: 13, shade: 0.5 + 0.45 * near, ink, wear: 0.45, holes: 3 });
    let edge = [VIEW.at([-5.0, 8.9, z]), VIEW.at([-6.3, 0.0, z - 1.3])];
    p.restate(
        &roughen(&edge, 3.0 + 3.0 * near, 60.0, seed ^ 7),
        Brush::new(3.0 + 6.0 * near).load(ink).dry(0.25),
    );
    let cast =
        VIEW.outline(&[[-6.3, 0.0, z - 1.3], [0.0, 0.0, z - 1.0], [0.0, 0.0, z - 8.0], [-3.4, 0.0, z - 6.0]]);
    p.wash(&roughen(&cast, 5.0, 60.0, seed ^ 8), Wash::new(SHADE, 0.35 + 0.25 * near).rim(0.12));
}

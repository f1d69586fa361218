//! The wall: face on and near, a tree's shadow on it, winter noon.

use crate::brush::Brush;
use crate::geometry::{between, curve, roughen};
use crate::hills::across;
use crate::noise::{jog, waver};
use crate::palette::{DUSK, INDIGO, LOESS, OCHRE, SHADE};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::rampart::Rampart;
use crate::trees::{Kind, Tree};
use crate::wash::Wash;

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(INDIGO, 0.34, -60.0, 420.0);
    let seed = p.seed();
    let top = across(|x| {
        250.0
            + 26.0 * jog(x / 260.0, seed)
            + 9.0 * jog(x / 60.0, seed ^ 4)
            + 90.0 * libm::expf(-(x - 640.0) * (x - 640.0) / 30_000.0)
    });
    let foot = across(|x| 1350.0 + 8.0 * waver(x / 200.0, seed ^ 6));
    let wall = Patch::new(&across(|_| 205.0), &foot);
    let shape = between(&top, &foot);
    p.parapet(&Patch::new(&top[125..], &foot[125..]), 92.0, 100.0, 0.0, 0.9, 0.45);
    p.inside(&shape, 0.6, |p| {
        p.rammed(&wall, Rampart { layers: 13, shade: 0.06, ink: 1.0, wear: 0.6, holes: 4 });
    });
    p.restate(&top, Brush::new(8.0).load(1.0).dry(0.25).breaks(0.06));
    let notch = roughen(
        &[
            (560.0, 260.0),
            (610.0, 620.0),
            (585.0, 980.0),
            (520.0, 1330.0),
            (760.0, 1340.0),
            (700.0, 980.0),
            (690.0, 640.0),
            (730.0, 260.0),
        ],
        22.0,
        90.0,
        seed ^ 8,
    );
    let damp = Wash::new(SHADE, 0.5).rim(0.3).pool(0.6, 120.0, 300.0).fade((560.0, 0.0), (800.0, 0.0), 0.2);
    p.inside(&shape, 0.6, |p| p.wash(&notch, damp));
    let ground = between(&foot, &across(|_| 1700.0));
    p.lift(&ground, 1.0, 2.0, None);
    p.wash(&ground, Wash::new(LOESS, 0.6).second(OCHRE).rim(0.3).pool(0.7, 700.0, 70.0));
    p.shade(&between(&foot, &across(|x| 1392.0 + 14.0 * waver(x / 140.0, 3))), 0.5);
    shadow_of_a_tree(p);
    p.tufts(&foot, 44.0, 0.42, 0.95);
    p.tree(Tree { kind: Kind::Date, foot: (2150.0, 1490.0), height: 1500.0, lean: -0.1, load: 1.0 });
}

/// Throws the shadow of a bare tree, out of the picture on the right, over the wall.
fn shadow_of_a_tree(p: &mut Plate) {
    let stem = curve(&[(1750.0, 1410.0), (1480.0, 1330.0), (1380.0, 1020.0), (1290.0, 760.0)]);
    let shadow = |w: f32| Brush::new(w).load(0.42).ink(DUSK).dry(0.05).taper(1.0, 0.4).tremble(3.0);
    p.stroke(&stem, shadow(46.0));
    for (from, mid, to, w) in [
        ((1345.0, 920.0), (1180.0, 760.0), (1010.0, 690.0), 22.0),
        ((1290.0, 770.0), (1300.0, 600.0), (1380.0, 450.0), 24.0),
        ((1290.0, 770.0), (1200.0, 610.0), (1080.0, 470.0), 20.0),
        ((1180.0, 770.0), (1040.0, 800.0), (900.0, 780.0), 12.0),
        ((1310.0, 610.0), (1450.0, 560.0), (1560.0, 470.0), 12.0),
        ((1190.0, 600.0), (1060.0, 580.0), (930.0, 500.0), 10.0),
        ((1385.0, 1010.0), (1500.0, 860.0), (1640.0, 760.0), 18.0),
        ((1500.0, 860.0), (1560.0, 720.0), (1690.0, 640.0), 10.0),
    ] {
        p.stroke(&curve(&[from, mid, to]), shadow(w));
    }
}

//! The courtyard through its gate, autumn noon.

use crate::bays::Bay;
use crate::brush::Brush;
use crate::geometry::Pt;
use crate::halls::Hall;
use crate::palette::{CINNABAR, INDIGO, OCHRE};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::roofs::Tiles;
use crate::site::{Site, View};
use crate::trees::{Kind, Tree};
use crate::walling::Stuff;
use crate::wash::Wash;

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(INDIGO, 0.30, -60.0, 760.0);
    let view = View::Eye { eye: (0.4, 0.0, 1.65), turn: 0.0, focal: 2050.0, centre: (1160.0, 900.0) };
    let site = Site::new(view, (0.0, 0.0, 0.0), 0.0);
    let quarter = core::f32::consts::FRAC_PI_2;
    let tiles = Tiles { step: 0.28, shade: 0.0, snow: 0.0, ink: 0.9 };
    p.slabs(&site, (-4.0, 5.0), (3.4, 19.0), (0.95, 0.75), 0.0, 0.65);
    let hall = Hall { wide: 9.4, eave: 3.9, ridge: 6.3, crest: 0.42, tiles, ..Hall::PLAIN };
    p.hall(&Site::new(view, (-4.2, 18.0, 0.0), 0.0), &hall);
    p.steps(&Site::new(view, (-4.2, 18.0, 0.0), 0.0), (3.3, 6.1), -0.75, 0.6, 3, 0.9);
    let wing = Hall {
        wide: 8.0,
        deep: 3.5,
        gallery: 0.0,
        base: 0.2,
        eave: 2.9,
        ridge: 4.9,
        out: 0.5,
        crest: 0.26,
        bays: &[Bay::Window, Bay::Doors, Bay::Window],
        tiles,
        stuff: Stuff::Adobe,
        ..Hall::PLAIN
    };
    p.wing(&Site::new(view, (-3.4, 8.0, 0.0), quarter), &wing);
    let tips = p.tree(Tree {
        kind: Kind::Date,
        foot: site.at(3.0, 13.0, 0.0),
        height: 980.0,
        lean: -0.02,
        load: 0.95,
    });
    p.hang(&tips, 0.3, 14.0, OCHRE, 0.95);
    p.hang(&tips, 0.05, 17.0, CINNABAR, 1.0);
    let shadow: Vec<Pt> = (0..18)
        .map(|k| {
            let w = core::f32::consts::TAU * k as f32 / 18.0;
            let c = site.at(3.3, 12.6, 0.0);
            let r = 1.0 + 0.25 * p.rng.bell();
            (c.0 + 250.0 * libm::cosf(w) * r, c.1 + 34.0 * libm::sinf(w) * r)
        })
        .collect();
    p.shade(&shadow, 0.55);
    let (left, right, top, sill) = (610.0, 1790.0, 170.0, 1390.0);
    let jambs = p.frame(left, right, top, sill);
    for patch in &jambs {
        for k in 1..26 {
            let t = k as f32 / 26.0;
            let line = patch.row(0.0, 1.0, |_| t);
            p.stroke(&line, Brush::new(2.4).load(0.9).vary(0.4, 1.0).dry(0.35).breaks(0.3));
        }
    }
    for (a, b, ring) in [
        (
            Patch::quad(
                (left - 330.0, 60.0),
                (left + 8.0, 168.0),
                (left + 8.0, 1392.0),
                (left - 330.0, 1530.0),
            ),
            5,
            0.12,
        ),
        (
            Patch::quad(
                (right - 8.0, 168.0),
                (right + 250.0, 80.0),
                (right + 250.0, 1500.0),
                (right - 8.0, 1392.0),
            ),
            4,
            0.88,
        ),
    ] {
        p.planks(&a, b, ring, 1.0);
        p.shade(&a.outline(), 0.35);
    }
    p.timber(
        &Patch::quad(
            (left - 60.0, 100.0),
            (right + 60.0, 100.0),
            (right + 20.0, 186.0),
            (left - 20.0, 186.0),
        ),
        0.5,
        0.0,
        1.0,
    );
    let threshold = Patch::quad(
        (left - 30.0, 1316.0),
        (right + 30.0, 1316.0),
        (right + 50.0, 1410.0),
        (left - 50.0, 1410.0),
    );
    p.timber(&threshold, 0.25, 0.0, 1.0);
    let floor =
        [(left - 40.0, 1412.0), (right + 40.0, 1412.0), (right + 330.0, 1700.0), (left - 330.0, 1700.0)];
    p.lift(&floor, 0.62, 16.0, None);
    p.wash(&floor, Wash::new(OCHRE, 0.4).wet(10.0).pool(0.8, 400.0, 60.0));
    for k in 0..7 {
        let x = left + (right - left) * (k as f32 + 0.3) / 6.6;
        p.stroke(
            &[(x, 1414.0), (1200.0 + (x - 1200.0) * 1.5, 1690.0)],
            Brush::new(4.5).load(0.85).dry(0.35).breaks(0.2),
        );
    }
    p.stroke(&[(300.0, 1560.0), (2080.0, 1556.0)], Brush::new(4.5).load(0.85).dry(0.35).breaks(0.2));
}

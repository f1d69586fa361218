//! The tablet: from the road, looking up the face of the gate at a clear autumn sky.

use super::panel;
use crate::brush::Brush;
use crate::geometry::{Pt, between, mix, roughen};
use crate::palette::{BRICK, CINNABAR, DUSK, INDIGO, INK, OCHRE, SHADE};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::trees::{Kind, Tree};
use crate::wash::Wash;

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(INDIGO, 0.62, -60.0, 1700.0);
    p.streaks(INDIGO, 0.10, 100.0, 900.0, 5);
    cloud(p);
    let face = Patch::quad((860.0, 300.0), (1720.0, 380.0), (2060.0, 1720.0), (300.0, 1720.0));
    let side = Patch::quad((1720.0, 380.0), (1990.0, 520.0), (2470.0, 1720.0), (2060.0, 1720.0));
    p.bricks(&side, 26.0, 0.95, 0.85);
    p.bricks(&face, 30.0, 0.0, 0.75);
    p.lift(&[(820.0, 300.0), (1300.0, 320.0), (900.0, 1720.0), (300.0, 1720.0)], 0.22, 110.0, None);
    merlons(p);
    for t in [0.055, 0.085] {
        let line = face.row(0.0, 1.0, |_| t);
        p.restate(&line, Brush::new(6.0).load(0.95).dry(0.25).breaks(0.06));
    }
    p.wash(&face.part(0.0, 1.0, 0.085, 0.12), Wash::new(SHADE, 0.8).wet(8.0));
    let edge = |s: f32, t: f32| face.at(s, t);
    let tablet = Patch::quad(edge(0.25, 0.24), edge(0.75, 0.245), edge(0.745, 0.50), edge(0.255, 0.50));
    panel::framed(p, &tablet, 46.0, 0.04, 1.0);
    hood(p, &face);
    arch(p, &face);
    for line in [
        [face.at(0.0, 0.0), face.at(0.0, 1.0)],
        [face.at(1.0, 0.0), face.at(1.0, 1.0)],
        [side.at(1.0, 0.0), side.at(1.0, 1.0)],
    ] {
        p.restate(&roughen(&line, 3.0, 90.0, 4), Brush::new(7.0).load(1.0).dry(0.25).breaks(0.04));
    }
    let tips =
        p.tree(Tree { kind: Kind::Persimmon, foot: (120.0, 1780.0), height: 1520.0, lean: 0.02, load: 1.0 });
    p.hang(&tips, 0.16, 26.0, OCHRE, 0.9);
    p.hang(&tips, 0.025, 20.0, CINNABAR, 0.9);
    for (x, y, s) in [(2080.0, 250.0, 60.0), (2200.0, 190.0, 46.0)] {
        p.crow((x, y), s, 0.9);
    }
}

/// One long torn cloud behind the gate.
fn cloud(p: &mut Plate) {
    for (x, y, w, h) in [
        (1500.0, 330.0, 900.0, 60.0),
        (1900.0, 420.0, 700.0, 46.0),
        (600.0, 560.0, 520.0, 40.0),
        (2100.0, 620.0, 460.0, 50.0),
    ] {
        let body: Vec<Pt> = (0..24)
            .map(|k| {
                let a = core::f32::consts::TAU * k as f32 / 24.0;
                let r = p.rng.range(0.7, 1.0);
                (x + libm::cosf(a) * w * 0.6 * r, y + libm::sinf(a) * h * r)
            })
            .collect();
        p.lift(&body, 0.7, 34.0, None);
    }
}

/// Merlons along both crests, closing upwards with the rest.
fn merlons(p: &mut Plate) {
    for (from, to, count, shade, tall) in [
        ((1720.0, 380.0), (1990.0, 520.0), 4, 0.9, (112.0, 92.0)),
        ((860.0, 300.0), (1720.0, 380.0), 7, 0.1, (122.0, 112.0)),
    ] {
        for k in 0..count {
            let at = |q: f32| mix(from, to, ((k as f32 + q) / count as f32).min(1.0));
            let (a, b, c) = (at(0.0), at(0.66), at(1.0));
            let high = tall.0 + (tall.1 - tall.0) * k as f32 / count as f32;
            for (l, r, h) in [(b, c, high * 0.4), (a, b, high)] {
                let pull = |q: Pt, h: f32| (q.0 + (1290.0 - q.0) * h * 0.0004, q.1 - h);
                let block = Patch::quad(pull(l, h), pull(r, h), r, l);
                p.bricks(&block, 28.0, shade, 0.9);
                p.restate(&block.outline(), Brush::new(5.0).load(0.95).dry(0.25).breaks(0.05));
            }
        }
    }
}

/// A little hood of tiles over the tablet and the shadow under it.
fn hood(p: &mut Plate, face: &Patch) {
    let shadow = face.part(0.2, 0.8, 0.215, 0.255);
    p.wash(&shadow, Wash::new(SHADE, 1.0).second(INK).wet(8.0));
    let soffit = [face.at(0.22, 0.205), face.at(0.78, 0.205), face.at(0.80, 0.232), face.at(0.20, 0.23)];
    p.lift(&soffit, 1.0, 0.6, None);
    p.wash(&soffit, Wash::new(SHADE, 1.0).second(INK).rim(0.2));
    p.tiles(
        (face.at(0.23, 0.165), face.at(0.77, 0.168)),
        (face.at(0.195, 0.222), face.at(0.805, 0.226)),
        0.1,
        1.0,
    );
}

/// The crown of the arch at the foot of the sheet.
fn arch(p: &mut Plate, face: &Patch) {
    let ring = |r: f32| -> Vec<Pt> {
        (0..=44)
            .map(|k| {
                let a = core::f32::consts::PI * (1.0 - k as f32 / 44.0);
                face.at(0.5 + libm::cosf(a) * r, 0.98 - libm::sinf(a) * r * 1.12)
            })
            .collect()
    };
    let rings = [0.255, 0.292, 0.329];
    let body = between(&ring(rings[2]), &ring(rings[0]));
    p.lift(&body, 0.9, 1.0, None);
    p.wash(&body, Wash::new(BRICK, 0.85).second(DUSK).rim(0.3).pool(0.4, 200.0, 140.0));
    let dark = ring(rings[0]);
    p.lift(&dark, 1.0, 0.8, None);
    p.wash(&dark, Wash::new(SHADE, 1.2).rim(0.1));
    p.wash(&dark, Wash::new(INK, 0.95).rim(0.1).fade((0.0, 1700.0), (0.0, 1250.0), 0.35));
    for pair in rings.windows(2) {
        for k in 0..=40 {
            let a = core::f32::consts::PI * (k as f32 + p.rng.bell() * 0.12) / 40.0;
            let at = |r: f32| face.at(0.5 + libm::cosf(a) * r, 0.98 - libm::sinf(a) * r * 1.12);
            p.stroke(&[at(pair[0]), at(pair[1])], Brush::new(3.6).load(0.9).vary(0.4, 1.0).dry(0.3));
        }
    }
    for r in rings {
        p.restate(&ring(r), Brush::new(6.0).load(0.95).dry(0.25).breaks(0.05));
    }
}

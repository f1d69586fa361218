//! The Fen in the foreground, flat land, and the scarp of a tableland beyond; autumn morning, mist on the water.

use crate::brush::Brush;
use crate::earth::Face;
use crate::geometry::{between, curve, graph};
use crate::hills::across;
use crate::noise::{jog, waver};
use crate::palette::{DUSK, INDIGO, LOESS, OCHRE, STRAW, WHEAT};
use crate::plate::Plate;
use crate::trees::{Kind, Tree};
use crate::wash::Wash;

/// Draws the plate.
pub(crate) fn draw(p: &mut Plate) {
    p.sky(INDIGO, 0.22, -60.0, 420.0);
    p.sky(STRAW, 0.24, 520.0, 200.0);
    p.streaks(INDIGO, 0.08, 60.0, 300.0, 5);

    let rim = across(|x| 480.0 + 24.0 * jog(x / 330.0, 12) + 7.0 * jog(x / 60.0, 3) - 60.0 * (x / 2400.0));
    let behind = across(|x| 420.0 + 5.0 * waver(x / 700.0, 2) - 60.0 * (x / 2400.0));
    p.tread(&behind, &rim, LOESS, 0.4);
    let scarp = p.bank(
        &rim,
        |s| 300.0 + 60.0 * s,
        Face {
            foot: 1.0,
            body: 0.5,
            shade: 0.0,
            layers: 7,
            ink: 0.55,
            cracks: 1.2,
            contour: 5.0,
            layering: 0.55,
            pigment: LOESS,
            wander: 0.6,
            folds: 0.7,
        },
    );
    p.gullies(&scarp, 30, 0.6);
    p.wash(&scarp.outline(), Wash::new(DUSK, 0.30).second(INDIGO).wet(4.0));
    p.sink(&scarp, 0.35);
    p.mist(780.0, 70.0, 0.85);

    let flat = across(|x| 800.0 + 4.0 * waver(x / 200.0, 1));
    let bank = across(|x| {
        1120.0 - 170.0 * libm::sinf(x / 1500.0) + 16.0 * jog(x / 120.0, 44) + 5.0 * waver(x / 50.0, 5)
    });
    let land = p.tread(&flat, &bank, WHEAT, 0.34);
    p.furrows(&land, 9, 0.5, 0.35);
    p.copse(&[(1500.0, 836.0), (2050.0, 830.0)], 82.0, 0.55);
    for (i, x) in [210.0, 262.0, 318.0, 372.0, 450.0, 505.0].into_iter().enumerate() {
        p.tree(Tree {
            kind: Kind::Poplar,
            foot: (x, 880.0 + 3.0 * i as f32),
            height: 200.0 + 34.0 * waver(i as f32 * 1.9, 3),
            lean: 0.03,
            load: 0.42,
        });
    }
    p.mist(870.0, 36.0, 0.45);
    let shore = across(|x| {
        1270.0
            + 330.0 * libm::powf((x.max(0.0) / 2400.0).min(1.0), 1.7)
            + 22.0 * jog(x / 170.0, 51)
            + 5.0 * waver(x / 50.0, 2)
    });
    p.water(&bank, &shore, INDIGO, 0.40);
    p.bank(&bank, |_| 20.0, Face { layers: 2, ink: 0.8, contour: 4.5, shade: 0.4, foot: 1.0, ..Face::SUN });
    for (x, y, long, thick) in [
        (1450.0, 1150.0, 980.0, 20.0),
        (1180.0, 1192.0, 420.0, 12.0),
        (2130.0, 1250.0, 560.0, 20.0),
        (620.0, 1205.0, 360.0, 9.0),
    ] {
        let seed = p.seed();
        let side = |sign: f32, salt: u32| {
            graph(x - long * 0.5, x + long * 0.5, 10.0, |u| {
                let q = (u - x) / long + 0.5;
                y + sign * thick * (4.0 * q * (1.0 - q)) * (0.9 + 0.7 * jog(q * 9.0, seed ^ salt))
                    + 12.0 * waver(q * 2.0, seed)
            })
        };
        let (upper, lower) = (side(-1.0, 1), side(1.0, 2));
        let bar = between(&upper, &lower);
        p.lift(&bar, 1.0, 2.0, None);
        p.wash(&bar, Wash::new(LOESS, 0.38).rim(0.3).pool(0.8, 300.0, 20.0));
        p.stroke(&lower, Brush::new(3.4).load(0.7).breaks(0.25).dry(0.3));
    }
    p.mist(1060.0, 34.0, 0.5);

    let ground = between(&shore, &across(|_| 1700.0));
    p.lift(&ground, 1.0, 2.0, None);
    p.wash(&ground, Wash::new(LOESS, 0.55).second(OCHRE).rim(0.4).pool(0.7, 600.0, 90.0));
    p.restate(&shore, Brush::new(6.0).load(0.9).breaks(0.15).dry(0.25));
    for (dy, tall, share) in [(10.0, 66.0, 0.42), (70.0, 110.0, 0.40), (150.0, 150.0, 0.36)] {
        let line: Vec<_> = shore.iter().map(|q| (q.0, q.1 + dy)).collect();
        reeds(p, &line, tall, share);
    }
    for (x, y, s) in [
        (1330.0, 640.0, 30.0),
        (1400.0, 618.0, 30.0),
        (1462.0, 602.0, 28.0),
        (1530.0, 592.0, 26.0),
        (1590.0, 596.0, 22.0),
    ] {
        p.crow((x, y), s, 0.7);
    }
}

fn reeds(p: &mut Plate, line: &[crate::geometry::Pt], tall: f32, share: f32) {
    p.tufts(line, tall * 0.6, share, 0.6);
    let seed = p.seed();
    for (i, q) in crate::geometry::resample(line, 13.0).into_iter().enumerate() {
        if waver(i as f32 * 0.045, seed) * 0.5 + 0.5 > share {
            continue;
        }
        let high = tall * p.rng.range(0.7, 1.5);
        let lean = high * (0.22 + 0.12 * p.rng.bell());
        let tip = (q.0 + lean, q.1 - high);
        p.stroke(
            &curve(&[q, (q.0 + lean * 0.3, q.1 - high * 0.6), tip]),
            Brush::new(2.4).load(0.85).vary(0.5, 1.0).tremble(0.5),
        );
        let plume =
            [tip, (tip.0 + high * 0.12, tip.1 - high * 0.05), (tip.0 + high * 0.24, tip.1 + high * 0.06)];
        p.stroke(
            &curve(&plume),
            Brush::new(high * 0.055).load(0.8).ink(crate::palette::DEEP).dry(0.5).taper(0.4, 0.2),
        );
    }
}

//! Terraced bench fields under snow; winter dusk, the banks as dark bands on white.

use crate::brush::Brush;
use crate::geometry::Pt;
use crate::hills::{Range, across};
use crate::noise::{jog, waver};
use crate::palette::{BRICK, DUSK, INDIGO, INK, OCHRE, SHADE};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::trees::{Kind, Tree};
use crate::wash::Wash;

/// Draws the plate.
pub(crate) fn draw(p: &mut Plate) {
    p.sky(DUSK, 0.85, -60.0, 620.0);
    p.sky(INK, 0.16, -60.0, 330.0);
    p.sky(OCHRE, 0.22, 560.0, 330.0);
    p.streaks(DUSK, 0.28, 60.0, 420.0, 9);
    p.range(Range {
        from: -80.0,
        to: 2480.0,
        base: 640.0,
        height: 250.0,
        summit: 0.78,
        spur: 150.0,
        pigment: INDIGO,
        strength: 0.22,
        ink: 0.30,
    });
    p.mist(640.0, 60.0, 0.9);

    let seed = p.seed();
    let mut back = across(|x| 660.0 + 8.0 * waver(x / 500.0, seed));
    let levels =
        [(700.0, 14.0), (752.0, 30.0), (835.0, 52.0), (950.0, 84.0), (1110.0, 128.0), (1330.0, 215.0)];
    for (i, (y, rise)) in levels.into_iter().enumerate() {
        let k = i as f32;
        let deep = (y - 640.0) / 800.0;
        let nose = 0.30 + 0.11 * k + if i % 2 == 0 { 0.16 } else { -0.05 };
        let edge = across(|x| {
            let u = x / 2400.0;
            let lobe = libm::expf(-(u - nose) * (u - nose) * 26.0);
            y + 125.0 * deep * lobe
                + (u - 0.5) * 150.0 * deep * if i % 2 == 0 { -1.0 } else { 1.0 }
                + (20.0 + 40.0 * deep) * jog(x / 230.0 + 3.0 * k, seed ^ 21)
                + 14.0 * deep * jog(x / 62.0, seed ^ i as u32)
        });
        snow_tread(p, &back, &edge);
        let thin = move |s: f32| {
            let body = libm::expf(-(s - nose) * (s - nose) * 9.0);
            rise * (0.12 + 0.95 * body + 0.2 * waver(s * 17.0, seed ^ 5)).max(0.04)
        };
        let bank = ink_bank(p, &edge, thin, deep);
        let lip = crate::geometry::shift(&edge, 0.0, -1.0);
        p.stroke(&lip, Brush::new(2.0 + 3.5 * deep).load(0.9).breaks(0.3).dry(0.3));
        back = bank.foot().to_vec();
    }
    let end = across(|_| 1700.0);
    snow_tread(p, &back, &end);
    let near = Patch::new(&back, &end);
    p.ticks(&near, 5, 26.0, INK, 0.5);

    p.tree(Tree { kind: Kind::Date, foot: (1950.0, 1216.0), height: 760.0, lean: -0.12, load: 1.0 });
    p.tree(Tree { kind: Kind::Date, foot: (2140.0, 1190.0), height: 470.0, lean: 0.16, load: 0.8 });
    for (x, h) in [(420.0, 120.0), (470.0, 150.0), (515.0, 105.0), (560.0, 132.0)] {
        p.tree(Tree { kind: Kind::Poplar, foot: (x, 712.0), height: h, lean: 0.0, load: 0.55 });
    }
    for (x, y, s) in [
        (900.0, 400.0, 40.0),
        (990.0, 360.0, 34.0),
        (1040.0, 440.0, 30.0),
        (1175.0, 395.0, 26.0),
        (800.0, 470.0, 24.0),
    ] {
        p.crow((x, y), s, 0.9);
    }
    p.snowfall(240, 1.2, 3.6);
}

fn snow_tread(p: &mut Plate, back: &[Pt], edge: &[Pt]) {
    let patch = Patch::new(back, edge);
    p.lift(&patch.outline(), 1.0, 1.0, None);
    p.wash(
        &patch.part(0.0, 1.0, 0.0, 0.55),
        Wash::new(DUSK, 0.20).wet(14.0).pool(0.8, 500.0, 90.0).grain(0.2),
    );
    p.wash(
        &patch.part(0.45, 1.0, 0.0, 1.0),
        Wash::new(BRICK, 0.12).wet(30.0).pool(0.9, 700.0, 120.0).grain(0.2),
    );
}

/// Draws a bank as the block-cutter would: a dark wash and close upright strokes, some of the bed lines left white.
fn ink_bank(p: &mut Plate, edge: &[Pt], rise: impl Fn(f32) -> f32, deep: f32) -> Patch {
    let count = edge.len() as f32 - 1.0;
    let seed = p.seed();
    let foot: Vec<Pt> = edge
        .iter()
        .enumerate()
        .map(|(i, q)| {
            let tall = rise(i as f32 / count);
            (q.0, q.1 + tall * (1.0 + 0.22 * jog(q.0 / 46.0, seed)))
        })
        .collect();
    let bank = Patch::new(edge, &foot);
    let body = bank.outline();
    p.lift(&body, 1.0, 0.5, None);
    p.wash(&body, Wash::new(SHADE, 0.8).second(DUSK).rim(0.25).pool(0.6, 420.0, 120.0));
    p.wash(&bank.part(0.0, 1.0, 0.0, 0.5), Wash::new(INK, 0.3).wet(4.0).pool(0.8, 260.0, 80.0));
    for _ in 0..(bank.span() / 3.2) as usize {
        let (s, t0) = (p.rng.unit(), p.rng.unit() * p.rng.unit() * 0.6);
        if waver(s * 37.0, seed ^ 8) < -0.35 {
            continue;
        }
        let line = bank.fall(s, t0, (t0 + p.rng.range(0.2, 0.8)).min(1.05), 3.0 * p.rng.bell() / bank.span());
        p.stroke(&line, Brush::new(1.6 + 2.6 * deep).load(0.95).vary(0.45, 1.0).dry(0.3).taper(1.0, 0.05));
    }
    for i in 0..(1.0 + 4.0 * deep) as u32 {
        let t = 0.3 + 0.17 * i as f32;
        let mut s = p.rng.range(0.0, 0.2);
        while s < 1.0 {
            let run = p.rng.range(0.03, 0.14);
            let line = bank.row(s, (s + run).min(1.0), |q| t + 0.06 * jog(q * 40.0, seed ^ i));
            let low: Vec<Pt> = line
                .iter()
                .enumerate()
                .map(|(k, q)| (q.0, q.1 + (1.5 + 4.0 * deep) * (0.7 + 0.6 * waver(k as f32 * 0.6, seed ^ i))))
                .collect();
            p.lift(&crate::geometry::between(&line, &low), 0.85, 0.5, None);
            s += run + p.rng.range(0.05, 0.3);
        }
    }
    bank
}

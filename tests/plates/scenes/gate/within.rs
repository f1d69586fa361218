//! The gate: from inside the passage, out to fields.

use crate::brush::Brush;
use crate::geometry::{Pt, between, curve};
use crate::hills::{Range, across};
use crate::palette::{DEEP, DUSK, INDIGO, INK, LOESS, OCHRE, SHADE, STRAW, WHEAT};
use crate::plate::Plate;
use crate::trees::{Kind, Tree};
use crate::wash::Wash;

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(INDIGO, 0.22, 200.0, 800.0);
    p.range(Range {
        from: 300.0,
        to: 2100.0,
        base: 880.0,
        height: 200.0,
        summit: 0.65,
        spur: 130.0,
        pigment: INDIGO,
        strength: 0.32,
        ink: 0.25,
    });
    p.mist(870.0, 50.0, 0.8);
    p.tread(&across(|_| 900.0), &across(|_| 1700.0), STRAW, 0.5);
    let strip = p.plot(
        (1500.0, 3600.0),
        1180.0,
        990.0,
        (1250.0, 870.0),
        Wash::new(WHEAT, 0.6).second(LOESS).pool(0.8, 400.0, 50.0),
    );
    p.furrows(&strip, 7, 0.6, 0.5);
    let other = p.plot(
        (-600.0, 1010.0),
        1200.0,
        1000.0,
        (1250.0, 870.0),
        Wash::new(STRAW, 0.9).second(OCHRE).pool(0.8, 400.0, 50.0),
    );
    p.ticks(&other, 6, 20.0, DEEP, 0.8);
    p.copse(&[(1500.0, 905.0), (1760.0, 903.0)], 50.0, 0.5);
    p.path(
        &curve(&[(1180.0, 1560.0), (1230.0, 1250.0), (1330.0, 1080.0), (1290.0, 980.0), (1370.0, 905.0)]),
        |q| 200.0 * (1.0 - q) * (1.0 - q) + 7.0,
        0.7,
    );
    p.tree(Tree { kind: Kind::Persimmon, foot: (960.0, 1130.0), height: 480.0, lean: 0.15, load: 0.95 });

    let mouth = arch_line((1240.0, 760.0), 620.0, 1450.0);
    let mut frame: Vec<Pt> =
        vec![(-80.0, 1700.0), (-80.0, -80.0), (2480.0, -80.0), (2480.0, 1700.0), (1930.0, 1700.0)];
    frame.extend(mouth.iter().rev());
    frame.push((500.0, 1700.0));
    p.lift(&frame, 1.0, 1.0, None);
    p.wash(&frame, Wash::new(SHADE, 1.05).second(DUSK).rim(0.1).pool(0.5, 500.0, 300.0));
    p.wash(&frame, Wash::new(INK, 0.75).rim(0.05).fade((-60.0, 200.0), (1900.0, 900.0), 0.12));
    for r in 0..16 {
        let k = r as f32;
        let ring = arch_line(
            (1240.0 - 12.0 * k, 760.0 - 4.0 * k),
            620.0 + 34.0 * k * (1.0 + 0.06 * k),
            1450.0 + 18.0 * k,
        );
        let light = if r == 0 { 8.0 } else { 3.0 };
        p.restate(&ring, Brush::new(light).load(0.85).dry(0.3).breaks(0.15));
        let next = 620.0 + 34.0 * (k + 1.0) * (1.06 + 0.06 * k);
        let here = 620.0 + 34.0 * k * (1.0 + 0.06 * k);
        for j in 0..54 {
            let a = core::f32::consts::PI * (j as f32 + 0.5 * (r % 2) as f32) / 54.0;
            let from = (1240.0 - 12.0 * k + libm::cosf(a) * here, 760.0 - 4.0 * k - libm::sinf(a) * here);
            let to = (
                1240.0 - 12.0 * (k + 1.0) + libm::cosf(a) * next,
                760.0 - 4.0 * (k + 1.0) - libm::sinf(a) * next,
            );
            p.stroke(&[from, to], Brush::new(2.4).load(0.8).vary(0.3, 1.0).dry(0.35));
        }
    }
    let glow = arch_line((1240.0, 760.0), 640.0, 1450.0);
    let rim: Vec<Pt> = between(&glow, &mouth);
    p.lift(&rim, 0.45, 6.0, None);
    let floor = [(620.0, 1450.0), (1860.0, 1450.0), (2300.0, 1700.0), (200.0, 1700.0)];
    p.lift(&floor, 0.75, 10.0, None);
    p.wash(&floor, Wash::new(OCHRE, 0.55).second(LOESS).rim(0.1).pool(0.7, 400.0, 60.0));
    for k in 0..9 {
        let x = 640.0 + 150.0 * k as f32;
        p.stroke(
            &[(x, 1456.0), (1240.0 + (x - 1240.0) * 1.45, 1690.0)],
            Brush::new(4.0).load(0.6).dry(0.4).breaks(0.35),
        );
    }
}

/// An arch as a line from its left foot over to its right: centre of the half circle, radius, level of the floor.
fn arch_line(centre: Pt, radius: f32, floor: f32) -> Vec<Pt> {
    let mut line = vec![(centre.0 - radius, floor)];
    for k in 0..=40 {
        let a = core::f32::consts::PI * (1.0 - k as f32 / 40.0);
        line.push((centre.0 + libm::cosf(a) * radius, centre.1 - libm::sinf(a) * radius));
    }
    line.push((centre.0 + radius, floor));
    line
}

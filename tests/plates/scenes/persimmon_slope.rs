//! A gentle slope between hills and plain with persimmon trees in fruit; a clear day in late autumn.

use crate::earth::Face;
use crate::geometry::{curve, shift};
use crate::hills::{Range, across};
use crate::noise::{jog, waver};
use crate::palette::{BRICK, CINNABAR, INDIGO, LOESS, OCHRE, STRAW, WHEAT};
use crate::plate::Plate;
use crate::trees::{Kind, Tree};

/// Draws the plate.
pub(crate) fn draw(p: &mut Plate) {
    p.sky(INDIGO, 0.16, -60.0, 520.0);
    p.streaks(BRICK, 0.06, 120.0, 400.0, 4);
    p.range(Range {
        from: -900.0,
        to: 1500.0,
        base: 690.0,
        height: 440.0,
        summit: 0.36,
        spur: 170.0,
        pigment: INDIGO,
        strength: 0.34,
        ink: 0.34,
    });
    p.mist(680.0, 60.0, 0.8);
    let horizon = across(|x| 742.0 + 3.0 * waver(x / 300.0, 6));
    let far = across(|x| 800.0 + 90.0 * (x / 2400.0) + 8.0 * waver(x / 260.0, 16));
    let plain = p.tread(&horizon, &far, WHEAT, 0.22);
    p.furrows(&plain, 6, 0.6, 0.25);
    p.copse(&[(1560.0, 790.0), (1860.0, 796.0)], 40.0, 0.35);
    let mut back = far;
    for (i, (y, drop, rise)) in
        [(800.0, 190.0, 26.0), (890.0, 300.0, 42.0), (1030.0, 400.0, 66.0)].into_iter().enumerate()
    {
        let k = i as f32;
        let edge = across(|x| {
            let u = x / 2400.0;
            y + drop * u * (0.6 + 0.4 * u) + 26.0 * jog(u * 6.0 + k, 40) + 8.0 * jog(u * 31.0, 41 + i as u32)
        });
        let tread = p.tread(&back, &edge, if i == 1 { STRAW } else { LOESS }, 0.36);
        p.furrows(&tread, 8, 0.6, 0.4);
        if i > 0 {
            p.ticks(&tread, 7, 14.0 + 5.0 * k, crate::palette::DEEP, 0.7);
        }
        let bank = p.bank(
            &edge,
            move |s| rise * (0.4 + 0.7 * waver(s * 5.0 + k, 2).abs()),
            Face { layers: 3 + i, ink: 0.7 + 0.1 * k, contour: 3.5 + k, shade: 0.3, foot: 1.0, ..Face::SUN },
        );
        p.tufts(&edge, 12.0 + 6.0 * k, 0.3, 0.7);
        back = bank.foot().to_vec();
    }
    let end = across(|_| 1700.0);
    let near = p.tread(&back, &end, OCHRE, 0.42);
    p.furrows(&near, 7, 0.5, 0.6);
    p.ticks(&near, 6, 30.0, crate::palette::DEEP, 0.9);

    for (x, y, h, load) in [
        (420.0, 880.0, 180.0, 0.5),
        (640.0, 900.0, 200.0, 0.55),
        (880.0, 985.0, 250.0, 0.7),
        (250.0, 990.0, 270.0, 0.75),
    ] {
        let tips = p.tree(Tree { kind: Kind::Persimmon, foot: (x, y), height: h, lean: 0.05, load });
        p.hang(&tips, 0.25, 7.0, OCHRE, 1.1);
    }
    let shadow = curve(&[
        (1650.0, 1448.0),
        (1950.0, 1470.0),
        (2460.0, 1545.0),
        (2460.0, 1575.0),
        (1900.0, 1500.0),
        (1650.0, 1466.0),
    ]);
    p.shade(&shift(&shadow, 0.0, 6.0), 0.5);
    let tips = p.tree(Tree {
        kind: Kind::Persimmon,
        foot: (1730.0, 1462.0),
        height: 1150.0,
        lean: -0.12,
        load: 1.0,
    });
    p.hang(&tips, 0.15, 20.0, OCHRE, 1.3);
    p.hang(&tips, 0.03, 21.0, CINNABAR, 1.05);
    for (x, y, s) in [(1120.0, 470.0, 34.0), (1200.0, 500.0, 26.0)] {
        p.crow((x, y), s, 0.85);
    }
}

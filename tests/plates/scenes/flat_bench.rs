//! A flat bench under a big sky, a road on the left, hills along the north; noon haze at wheat harvest.

use crate::brush::Brush;
use crate::earth::Face;
use crate::geometry::{curve, graph};
use crate::hills::{Range, across};
use crate::noise::{jog, waver};
use crate::palette::{BRICK, INDIGO, LOESS, STRAW, WHEAT};
use crate::plate::Plate;
use crate::trees::{Kind, Tree};
use crate::wash::Wash;

/// Draws the plate.
pub(crate) fn draw(p: &mut Plate) {
    p.sky(INDIGO, 0.20, -60.0, 760.0);
    p.sky(STRAW, 0.30, 930.0, 480.0);
    p.streaks(BRICK, 0.07, 160.0, 620.0, 7);
    p.range(Range {
        from: -80.0,
        to: 2480.0,
        base: 960.0,
        height: 190.0,
        summit: 0.62,
        spur: 220.0,
        pigment: INDIGO,
        strength: 0.22,
        ink: 0.0,
    });
    p.range(Range {
        from: -80.0,
        to: 2480.0,
        base: 985.0,
        height: 150.0,
        summit: 0.86,
        spur: 130.0,
        pigment: INDIGO,
        strength: 0.36,
        ink: 0.30,
    });
    p.mist(975.0, 40.0, 0.75);

    let horizon = across(|x| 1000.0 + 3.0 * waver(x / 260.0, 4));
    let lip = graph(600.0, 2460.0, 10.0, |x| {
        1490.0 - 120.0 * (x / 2400.0) + 16.0 * jog(x / 130.0, 9) + 4.0 * waver(x / 40.0, 3)
    });
    p.tread(&horizon, &across(|_| 1700.0), STRAW, 0.34);
    let vanish = (560.0, 985.0);
    for (x0, x1, near, far, pigment, strength) in [
        (900.0, 4600.0, 1050.0, 1026.0, WHEAT, 0.4),
        (-700.0, 420.0, 1070.0, 1030.0, LOESS, 0.5),
        (760.0, 1900.0, 1118.0, 1062.0, STRAW, 0.8),
        (2000.0, 4200.0, 1150.0, 1075.0, STRAW, 0.6),
        (900.0, 2500.0, 1250.0, 1140.0, LOESS, 0.55),
        (-900.0, 360.0, 1230.0, 1110.0, STRAW, 0.7),
        (980.0, 3400.0, 1400.0, 1276.0, STRAW, 1.05),
        (-1300.0, 250.0, 1465.0, 1270.0, LOESS, 0.75),
    ] {
        let wash = Wash::new(pigment, strength).second(LOESS).rim(0.3).pool(0.8, 700.0, 50.0);
        let strip = p.plot((x0, x1), near, far, vanish, wash);
        let t1 = (near - 985.0) / 460.0;
        for k in 0..22 {
            let s0 = (k as f32 + 0.5) / 22.0;
            let line = strip.fall(s0, 0.02, 0.98, 0.0);
            p.stroke(
                &line,
                Brush::new(1.5 + 2.5 * t1).load(0.7).vary(0.2, 0.8).breaks(0.3).ink(crate::palette::DEEP),
            );
        }
        if pigment == STRAW {
            p.ticks(&strip, 4 + (t1 * 9.0) as usize, 36.0 * t1, crate::palette::DEEP, 0.85);
        }
    }
    let road = curve(&[
        (520.0, 1680.0),
        (470.0, 1420.0),
        (545.0, 1240.0),
        (500.0, 1110.0),
        (560.0, 1040.0),
        (548.0, 1004.0),
    ]);
    p.path(&road, |q| 78.0 * (1.0 - q) * (1.0 - q) + 5.0, 0.75);
    let bank = p.bank(
        &lip,
        |s| 360.0 * libm::powf((s * 1.5).min(1.0), 1.6) + 3.0,
        Face { layers: 5, shade: 0.35, contour: 7.0, foot: 1.0, body: 0.7, ..Face::SUN },
    );
    p.tufts(bank.top(), 26.0, 0.4, 0.8);

    let shade = [(1690.0, 1236.0), (1830.0, 1228.0), (1980.0, 1240.0), (1860.0, 1256.0), (1720.0, 1250.0)];
    p.wash(&shade, Wash::new(crate::palette::SHADE, 0.75).wet(6.0));
    let tips =
        p.tree(Tree { kind: Kind::Pagoda, foot: (1800.0, 1240.0), height: 520.0, lean: 0.06, load: 1.0 });
    p.foliage(&tips, 40.0, WHEAT, 0.8);
    for (x, y, h, load) in
        [(655.0, 1032.0, 110.0, 0.35), (690.0, 1046.0, 140.0, 0.42), (738.0, 1064.0, 176.0, 0.5)]
    {
        p.tree(Tree { kind: Kind::Poplar, foot: (x, y), height: h, lean: 0.02, load });
    }
    p.stroke(&across(|x| 1001.0 + 3.0 * waver(x / 260.0, 4)), Brush::new(2.0).load(0.4).breaks(0.5));
}

//! Winter wheat on the valley floor and a row of poplars going into mist; first light, nearly nothing else.

use crate::brush::Brush;
use crate::geometry::curve;
use crate::hills::across;
use crate::noise::waver;
use crate::palette::{DUSK, INDIGO, LOESS, WHEAT};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::trees::{Kind, Tree};
use crate::wash::Wash;

/// Draws the plate.
pub(crate) fn draw(p: &mut Plate) {
    p.sky(LOESS, 0.22, 1120.0, 500.0);
    p.sky(DUSK, 0.22, -60.0, 620.0);
    p.streaks(LOESS, 0.09, 760.0, 960.0, 5);
    p.streaks(INDIGO, 0.10, 1010.0, 1075.0, 4);
    p.copse(&[(120.0, 1094.0), (640.0, 1090.0)], 34.0, 0.26);

    let horizon = across(|x| 1098.0 + 3.0 * waver(x / 300.0, 5));
    let floor = across(|_| 1680.0);
    let plain = Patch::new(&horizon, &floor);
    p.wash(&plain.outline(), Wash::new(LOESS, 0.16).wet(20.0).fade((0.0, 1660.0), (0.0, 1100.0), 0.3));
    for (t0, t1, strength) in
        [(0.035, 0.06, 0.26), (0.11, 0.165, 0.36), (0.26, 0.37, 0.48), (0.55, 0.92, 0.60)]
    {
        let seed = p.seed();
        let upper = plain.row(0.0, 1.0, |s| t0 + 0.012 * waver(s * 6.0, seed) + 0.03 * t0 * (s - 0.5));
        let lower = plain.row(0.0, 1.0, |s| t1 + 0.02 * waver(s * 5.0, seed ^ 3) - 0.25 * t1 * (s - 0.35));
        let strip = crate::geometry::between(&upper, &lower);
        let lean =
            if t0 > 0.2 && t0 < 0.3 { ((2300.0, 0.0), (500.0, 0.0)) } else { ((100.0, 0.0), (2100.0, 0.0)) };
        p.wash(
            &strip,
            Wash::new(WHEAT, strength)
                .second(LOESS)
                .rim(0.15)
                .pool(1.0, 520.0, 40.0)
                .fade(lean.0, lean.1, 0.12),
        );
        let band = Patch::new(&upper, &lower);
        p.furrows(&band, 7, 0.6, 0.22 + strength * 0.3);
        if t0 > 0.2 {
            p.ticks(&band, 8, 22.0 * t1, WHEAT, 1.2);
        }
        p.stroke(&lower, Brush::new(2.0 + 5.0 * t1).load(0.2 + 0.6 * t1).dry(0.45).breaks(0.45));
    }

    let row = [
        (2230.0, 1262.0, 760.0, 1.0),
        (2040.0, 1215.0, 590.0, 0.85),
        (1900.0, 1182.0, 470.0, 0.70),
        (1800.0, 1158.0, 372.0, 0.56),
        (1722.0, 1141.0, 300.0, 0.44),
        (1664.0, 1128.0, 240.0, 0.34),
        (1618.0, 1118.0, 190.0, 0.26),
        (1582.0, 1111.0, 150.0, 0.19),
    ];
    for (i, (x, y, height, load)) in row.into_iter().enumerate().rev() {
        let tilt = 0.02 * waver(i as f32 * 1.3, 8);
        p.tree(Tree { kind: Kind::Poplar, foot: (x, y), height, lean: tilt, load });
        if i == 3 {
            p.mist(1120.0, 50.0, 0.55);
        }
    }
    p.mist(1108.0, 34.0, 0.5);
    let verge = curve(&[(1560.0, 1112.0), (1800.0, 1164.0), (2040.0, 1224.0), (2460.0, 1325.0)]);
    p.stroke(&verge, Brush::new(5.0).load(0.75).dry(0.5).breaks(0.2).taper(0.1, 1.0));
    p.tufts(&verge, 20.0, 0.5, 0.6);
    p.crow((1180.0, 690.0), 30.0, 0.8);
    p.crow((1262.0, 655.0), 24.0, 0.7);
}

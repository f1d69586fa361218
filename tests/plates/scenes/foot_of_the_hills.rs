//! Low terraces under a steep hill, and a cut bank showing its beds; autumn dusk, warm earth.

use crate::earth::Face;
use crate::geometry::{curve, graph};
use crate::hills::Range;
use crate::noise::{jog, waver};
use crate::palette::{BRICK, DEEP, DUSK, LOESS, OCHRE, SHADE};
use crate::plate::Plate;
use crate::trees::{Kind, Tree};
use crate::wash::Wash;

/// Draws the plate.
pub(crate) fn draw(p: &mut Plate) {
    p.sky(OCHRE, 0.34, 700.0, 40.0);
    p.sky(DUSK, 0.42, -60.0, 360.0);
    p.streaks(DEEP, 0.12, 120.0, 380.0, 6);
    p.range(Range {
        from: -80.0,
        to: 2480.0,
        base: 720.0,
        height: 330.0,
        summit: 0.45,
        spur: 200.0,
        pigment: DUSK,
        strength: 0.42,
        ink: 0.0,
    });
    p.range(Range {
        from: 300.0,
        to: 2700.0,
        base: 900.0,
        height: 760.0,
        summit: 0.86,
        spur: 150.0,
        pigment: SHADE,
        strength: 0.52,
        ink: 0.75,
    });
    p.mist(860.0, 70.0, 0.7);

    let mut back = graph(2470.0, -70.0, 12.0, |x| 830.0 + (2400.0 - x) * 0.012);
    for (i, (right, left, rise)) in
        [(820.0, 905.0, 40.0), (890.0, 965.0, 56.0), (975.0, 1050.0, 74.0), (1085.0, 1165.0, 104.0)]
            .into_iter()
            .enumerate()
    {
        let k = i as f32;
        let edge = graph(2470.0, -70.0, 12.0, |x| {
            let u = x / 2400.0;
            right
                + (left - right) * (1.0 - u)
                + (30.0 + 12.0 * k) * jog(u * (5.2 - 0.5 * k) + 1.7 * k, 61)
                + 8.0 * jog(u * 30.0, 17 + i as u32)
        });
        let tread = p.tread(&back, &edge, if i % 2 == 0 { LOESS } else { OCHRE }, 0.42);
        p.furrows(&tread, 6, 0.7, 0.45);
        let bank = p.bank(
            &edge,
            move |s| rise * (0.45 + 0.75 * waver(s * 4.0 + k, 5).abs()),
            Face {
                layers: 3 + i,
                shade: 0.45,
                pigment: OCHRE,
                body: 0.6,
                ink: 0.75,
                contour: 3.0 + k,
                foot: 1.0,
                ..Face::SUN
            },
        );
        if i == 1 {
            p.copse(&[(260.0, 985.0), (520.0, 975.0)], 60.0, 0.5);
        }
        back = bank.foot().to_vec();
    }
    let brow = curve(&[
        (2470.0, 1110.0),
        (2200.0, 1130.0),
        (1980.0, 1220.0),
        (1760.0, 1236.0),
        (1500.0, 1330.0),
        (1200.0, 1352.0),
        (900.0, 1420.0),
        (500.0, 1440.0),
        (200.0, 1500.0),
        (-70.0, 1510.0),
    ]);
    let brow = crate::geometry::roughen(&brow, 13.0, 90.0, 12);
    let tread = p.tread(&back, &brow, LOESS, 0.5);
    p.furrows(&tread, 7, 0.5, 0.6);
    p.ticks(&tread, 6, 18.0, DEEP, 0.9);
    let cut = p.bank(
        &brow,
        |s| 640.0 * (1.0 - s) + 120.0,
        Face {
            layers: 11,
            shade: 0.55,
            pigment: OCHRE,
            body: 0.85,
            ink: 1.0,
            cracks: 2.4,
            contour: 9.0,
            layering: 1.0,
            foot: 1.0,
            wander: 0.7,
            folds: 0.5,
        },
    );
    for (t0, t1, pigment, strength) in
        [(0.30, 0.37, BRICK, 0.85), (0.52, 0.56, BRICK, 0.6), (0.66, 0.78, DEEP, 0.6)]
    {
        let strip = crate::geometry::between(
            &cut.row(0.0, 0.9, |s| t0 + 0.012 * waver(s * 14.0, 6)),
            &cut.row(0.0, 0.9, |s| t1 + 0.012 * waver(s * 11.0, 7)),
        );
        p.wash(&strip, Wash::new(pigment, strength).rim(0.4));
    }
    p.gullies(&cut, 7, 0.75);
    p.tufts(&brow, 30.0, 0.5, 0.9);
    let tips =
        p.tree(Tree { kind: Kind::Pagoda, foot: (640.0, 1412.0), height: 720.0, lean: -0.1, load: 1.0 });
    p.hang(&tips, 0.18, 10.0, OCHRE, 0.9);
}

//! The fields: the head of a ravine eating into terraces, seen from above.

use crate::brush::Brush;
use crate::earth::Face;
use crate::geometry::{between, roughen};
use crate::hills::across;
use crate::noise::{jog, waver};
use crate::palette::{DEEP, INDIGO, LOESS, OCHRE, STRAW, WHEAT};
use crate::plate::Plate;
use crate::trees::{Kind, Tree};
use crate::wash::Wash;

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(INDIGO, 0.18, -60.0, 260.0);
    let seed = p.seed();
    let mut back = across(|x| 250.0 + 10.0 * waver(x / 400.0, seed));
    p.stroke(&back, Brush::new(2.5).load(0.4).breaks(0.4));
    for i in 0..5 {
        let k = i as f32;
        let edge = across(|x| {
            let u = (x - 1500.0) / 900.0;
            330.0 + 105.0 * k - (150.0 - 22.0 * k) * libm::expf(-u * u * 1.4) * 0.55
                + 22.0 * jog(x / 210.0 + 4.0 * k, seed)
                + 7.0 * jog(x / 60.0, seed ^ i)
        });
        let tread = p.tread(&back, &edge, if i % 2 == 0 { STRAW } else { WHEAT }, 0.45);
        p.furrows(&tread, 7, 0.7, 0.4);
        let bank = p.bank(
            &edge,
            move |s| (16.0 + 9.0 * k) * (0.5 + 0.8 * jog(s * 9.0, seed ^ i).abs()),
            Face { layers: 3, shade: 0.45, ink: 0.65, contour: 3.0 + 0.5 * k, ..Face::SUN },
        );
        back = bank.foot().to_vec();
    }
    let rim = roughen(
        &[
            (-60.0, 1180.0),
            (240.0, 1150.0),
            (420.0, 1040.0),
            (700.0, 1010.0),
            (900.0, 900.0),
            (1180.0, 872.0),
            (1420.0, 822.0),
            (1640.0, 870.0),
            (1800.0, 960.0),
            (2060.0, 980.0),
            (2200.0, 1080.0),
            (2470.0, 1110.0),
        ],
        20.0,
        80.0,
        seed,
    );
    let tread = p.tread(&back, &rim, LOESS, 0.42);
    p.furrows(&tread, 8, 0.5, 0.5);
    let cliff = p.bank(
        &rim,
        |s| 190.0 + 620.0 * (4.0 * s * (1.0 - s)),
        Face { layers: 13, shade: 0.25, ink: 0.95, contour: 8.0, foot: 1.0, cracks: 2.2, ..Face::SUN },
    );
    p.gullies(&cliff, 16, 0.95);
    p.sink(&cliff, 0.05);
    let left = roughen(
        &[(-60.0, 1240.0), (200.0, 1290.0), (420.0, 1440.0), (560.0, 1460.0), (700.0, 1700.0)],
        16.0,
        70.0,
        seed ^ 3,
    );
    let near = between(&left, &[(-60.0, 1240.0), (-60.0, 1700.0), (700.0, 1700.0)]);
    p.lift(&near, 1.0, 1.0, None);
    p.wash(&near, Wash::new(OCHRE, 0.75).second(DEEP).rim(0.3));
    p.restate(&left, Brush::new(10.0).load(1.0).dry(0.2).breaks(0.05));
    p.tufts(&left, 40.0, 0.6, 0.95);
    p.tree(Tree { kind: Kind::Date, foot: (250.0, 1330.0), height: 560.0, lean: 0.2, load: 1.0 });
    for (x, y, h) in [(1920.0, 640.0, 130.0), (1990.0, 655.0, 150.0), (2070.0, 640.0, 120.0)] {
        p.tree(Tree { kind: Kind::Poplar, foot: (x, y), height: h, lean: 0.0, load: 0.7 });
    }
    p.crow((1380.0, 1190.0), 50.0, 0.9);
    p.crow((1520.0, 1130.0), 40.0, 0.85);
}

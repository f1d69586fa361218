//! A bench at the foot of the hills with a ravine on the right; spring dawn, the ravine full of mist.

use crate::earth::Face;
use crate::geometry::{Pt, curve, roughen};
use crate::hills::Range;
use crate::palette::{DUSK, INDIGO, LOESS, OCHRE, WHEAT};
use crate::plate::Plate;
use crate::trees::{Kind, Tree};
use crate::wash::Wash;

/// Draws the plate.
pub(crate) fn draw(p: &mut Plate) {
    p.sky(LOESS, 0.26, 640.0, 60.0);
    p.sky(DUSK, 0.20, -40.0, 380.0);
    p.streaks(LOESS, 0.10, 220.0, 480.0, 5);
    p.range(Range {
        from: -80.0,
        to: 2480.0,
        base: 700.0,
        height: 430.0,
        summit: 0.36,
        spur: 240.0,
        pigment: INDIGO,
        strength: 0.26,
        ink: 0.0,
    });
    p.range(Range {
        from: -80.0,
        to: 1900.0,
        base: 800.0,
        height: 470.0,
        summit: 0.16,
        spur: 170.0,
        pigment: INDIGO,
        strength: 0.46,
        ink: 0.42,
    });
    p.mist(760.0, 90.0, 0.8);

    let back = curve(&[(-60.0, 860.0), (500.0, 838.0), (1100.0, 846.0), (1560.0, 812.0)]);
    let middle = curve(&[
        (-60.0, 985.0),
        (300.0, 972.0),
        (700.0, 940.0),
        (1080.0, 925.0),
        (1450.0, 858.0),
        (1560.0, 816.0),
    ]);
    let field = p.tread(&back, &middle, LOESS, 0.26);
    p.furrows(&field, 9, 0.5, 0.35);
    p.copse(&[(150.0, 862.0), (420.0, 850.0)], 60.0, 0.5);
    let step = p.bank(
        &middle,
        |s| 58.0 * (1.0 - s) + 6.0,
        Face { layers: 4, ink: 0.6, body: 0.6, shade: 0.35, contour: 4.0, ..Face::SUN },
    );

    far_side(p);
    let edge = curve(&[
        (-60.0, 1170.0),
        (240.0, 1178.0),
        (470.0, 1140.0),
        (720.0, 1150.0),
        (900.0, 1100.0),
        (1130.0, 1112.0),
        (1270.0, 1040.0),
        (1420.0, 1010.0),
        (1470.0, 930.0),
        (1590.0, 880.0),
        (1650.0, 820.0),
    ]);
    let edge = roughen(&edge, 13.0, 70.0, 4);
    let mut back_of_front = step.foot().to_vec();
    back_of_front.push((1650.0, 812.0));
    let wheat = p.tread(&back_of_front, &edge, LOESS, 0.24);
    p.wash(
        &wheat.part(0.0, 0.7, 0.12, 0.66),
        Wash::new(WHEAT, 0.5).second(LOESS).rim(0.2).pool(0.8, 420.0, 70.0).fade(
            (100.0, 0.0),
            (1250.0, 0.0),
            0.1,
        ),
    );
    p.furrows(&wheat, 11, 0.4, 0.5);
    let tall = |s: f32| 30.0 + 440.0 * (1.0 - s * s) * (1.0 - 0.35 * s);
    let face = p.bank(&edge, tall, Face { foot: 1.0, layers: 11, cracks: 2.2, contour: 9.0, ..Face::SUN });
    p.gullies(&face, 12, 0.9);
    p.sink(&face, 0.04);
    p.mist(1600.0, 110.0, 0.8);
    let tips =
        p.tree(Tree { kind: Kind::Pagoda, foot: (980.0, 1108.0), height: 520.0, lean: 0.1, load: 1.0 });
    p.hang(&tips, 0.22, 9.0, WHEAT, 0.7);
    p.tufts(&edge, 24.0, 0.4, 0.8);
    for (x, y, s) in [(1330.0, 560.0, 40.0), (1420.0, 520.0, 32.0), (1510.0, 590.0, 26.0)] {
        p.crow((x, y), s, 0.85);
    }
}

/// A rim, the height of its cliff in units, and how near it is.
type Shoulder = (&'static [Pt], f32, f32);

/// Lays the other side of the ravine, shoulder behind shoulder, turned from the light and sinking in mist.
fn far_side(p: &mut Plate) {
    let shoulders: [Shoulder; 4] = [
        (&[(2480.0, 832.0), (2100.0, 838.0), (1860.0, 850.0), (1740.0, 880.0), (1668.0, 902.0)], 110.0, 0.3),
        (&[(1480.0, 900.0), (1600.0, 920.0), (1700.0, 950.0), (1760.0, 985.0)], 120.0, 0.4),
        (
            &[
                (2480.0, 960.0),
                (2280.0, 968.0),
                (2050.0, 985.0),
                (1930.0, 1030.0),
                (1800.0, 1050.0),
                (1742.0, 1090.0),
            ],
            250.0,
            0.65,
        ),
        (
            &[
                (2480.0, 1190.0),
                (2390.0, 1196.0),
                (2250.0, 1250.0),
                (2110.0, 1262.0),
                (2020.0, 1330.0),
                (1940.0, 1362.0),
            ],
            420.0,
            1.0,
        ),
    ];
    let mut back = vec![(2480.0, 806.0), (1700.0, 812.0)];
    for (k, (rim, tall, near)) in shoulders.into_iter().enumerate() {
        let edge = roughen(&curve(rim), 5.0 + 9.0 * near, 40.0 + 40.0 * near, 60 + k as u32);
        if k != 1 {
            let land = p.tread(&back, &edge, OCHRE, 0.30 + 0.1 * near);
            p.furrows(&land, 8, 0.6, 0.25 + 0.3 * near);
        }
        let layers = 4 + (8.0 * near) as usize;
        let face = Face {
            layers,
            ink: 0.3 + 0.7 * near,
            foot: 1.0,
            contour: 3.0 + 6.0 * near,
            shade: 0.35 + 0.6 * near,
            ..Face::DARK
        };
        let bank = p.bank(&edge, move |s| tall * libm::powf(1.02 - s, 0.6), face);
        p.gullies(&bank, 3 + (5.0 * near) as usize, 0.4 + 0.5 * near);
        p.wash(&bank.outline(), Wash::new(INDIGO, 0.5 * (1.0 - near)).wet(4.0));
        p.sink(&bank, 0.03);
        if k != 1 {
            back = bank.foot().to_vec();
        }
        if k == 2 {
            p.mist(1230.0, 60.0, 0.6);
        }
    }
    let breath: Vec<Pt> = [
        (1600.0, 860.0),
        (1800.0, 930.0),
        (1810.0, 1030.0),
        (1880.0, 1130.0),
        (1930.0, 1250.0),
        (2060.0, 1390.0),
        (2080.0, 1660.0),
        (1300.0, 1660.0),
        (1300.0, 1100.0),
    ]
    .to_vec();
    p.lift(&roughen(&breath, 26.0, 160.0, 5), 0.96, 34.0, None);
    p.wash(
        &roughen(&breath, 20.0, 160.0, 6),
        Wash::new(DUSK, 0.16).wet(50.0).fade((0.0, 880.0), (0.0, 1350.0), 0.0),
    );
}

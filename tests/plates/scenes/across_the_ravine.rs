//! A ravine cut deep between two benches, seen across to its sunlit wall; late autumn, low sun from the left.

use crate::earth::Face;
use crate::geometry::{between, curve, roughen, shift};
use crate::hills::Range;
use crate::palette::{DEEP, INDIGO, INK, LOESS, OCHRE, SHADE, STRAW};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::trees::{Kind, Tree};
use crate::wash::Wash;

/// Draws the plate.
pub(crate) fn draw(p: &mut Plate) {
    p.sky(INDIGO, 0.30, -60.0, 420.0);
    p.sky(STRAW, 0.22, 480.0, 140.0);
    p.streaks(INDIGO, 0.13, 60.0, 250.0, 6);
    p.range(Range {
        from: 600.0,
        to: 2480.0,
        base: 520.0,
        height: 200.0,
        summit: 0.7,
        spur: 150.0,
        pigment: INDIGO,
        strength: 0.34,
        ink: 0.22,
    });
    p.mist(510.0, 40.0, 0.7);

    let skyline = curve(&[(-60.0, 520.0), (700.0, 506.0), (1500.0, 500.0), (2460.0, 520.0)]);
    let rim = curve(&[
        (-60.0, 556.0),
        (200.0, 548.0),
        (520.0, 575.0),
        (640.0, 630.0),
        (880.0, 622.0),
        (1010.0, 700.0),
        (1260.0, 706.0),
        (1420.0, 800.0),
        (1700.0, 812.0),
        (1880.0, 905.0),
        (2140.0, 912.0),
        (2290.0, 985.0),
        (2480.0, 1000.0),
    ]);
    let rim = roughen(&rim, 13.0, 80.0, 3);
    let mut back = vec![(-60.0, 545.0)];
    back.extend(skyline.iter().skip(2));
    p.wash(
        &[(-60.0, 530.0), (700.0, 520.0), (900.0, 700.0), (-60.0, 760.0)],
        Wash::new(OCHRE, 0.5).second(SHADE).wet(6.0),
    );
    let upland = p.tread(&back, &rim, STRAW, 0.42);
    p.furrows(&upland, 13, 0.6, 0.5);
    p.copse(&[(1480.0, 640.0), (1960.0, 672.0)], 74.0, 0.62);
    p.copse(&[(2060.0, 580.0), (2240.0, 584.0)], 44.0, 0.4);

    let wall = p.bank(
        &rim,
        |s| 60.0 + 650.0 * s,
        Face { foot: 1.0, pigment: STRAW, body: 0.5, layers: 12, cracks: 2.4, contour: 7.0, ..Face::SUN },
    );
    p.gullies(&wall, 13, 0.7);
    let floor = roughen(
        &[
            (150.0, 640.0),
            (420.0, 790.0),
            (700.0, 900.0),
            (1050.0, 1130.0),
            (1500.0, 1290.0),
            (1900.0, 1560.0),
            (2480.0, 1740.0),
        ],
        14.0,
        90.0,
        8,
    );
    let bed = between(&floor, &[(100.0, 800.0), (300.0, 1200.0), (900.0, 1750.0), (2480.0, 1760.0)]);
    p.lift(&bed, 1.0, 3.0, None);
    p.wash(&bed, Wash::new(OCHRE, 0.5).second(LOESS).rim(0.0).pool(0.6, 400.0, 130.0));
    let slope = Patch::new(&floor, &[(100.0, 900.0), (500.0, 1300.0), (1000.0, 1700.0), (2400.0, 1900.0)]);
    p.furrows(&slope, 14, 0.9, 0.7);
    let cast = roughen(
        &[
            (140.0, 600.0),
            (300.0, 640.0),
            (640.0, 780.0),
            (860.0, 810.0),
            (1080.0, 960.0),
            (1330.0, 1010.0),
            (1560.0, 1180.0),
            (1830.0, 1230.0),
            (2090.0, 1420.0),
            (2480.0, 1500.0),
        ],
        26.0,
        120.0,
        5,
    );
    let shadow = between(&cast, &[(100.0, 800.0), (300.0, 1200.0), (900.0, 1750.0), (2480.0, 1760.0)]);
    p.wash(&shadow, Wash::new(SHADE, 0.8).rim(0.12).pool(0.4, 500.0, 260.0));
    p.wash(&shadow, Wash::new(INDIGO, 0.30).wet(6.0).pool(0.6, 400.0, 200.0));
    p.wash(&shadow, Wash::new(INK, 0.16).wet(40.0).fade((700.0, 1500.0), (1300.0, 900.0), 0.0));

    let near = curve(&[
        (-60.0, 640.0),
        (130.0, 668.0),
        (190.0, 760.0),
        (420.0, 850.0),
        (400.0, 960.0),
        (650.0, 1060.0),
        (640.0, 1160.0),
        (930.0, 1260.0),
        (960.0, 1370.0),
        (1260.0, 1450.0),
        (1330.0, 1570.0),
        (1500.0, 1690.0),
    ]);
    let near = roughen(&near, 14.0, 75.0, 21);
    let ground = between(&near, &[(-60.0, 640.0), (-60.0, 1700.0), (1500.0, 1700.0)]);
    p.lift(&ground, 1.0, 1.0, None);
    p.wash(&ground, Wash::new(LOESS, 0.7).second(OCHRE).rim(0.2).pool(0.7, 600.0, 130.0));
    let home: Vec<_> = near.iter().map(|q| (-400.0 - q.0 * 0.2, q.1 * 0.8 + 160.0)).collect();
    let field = Patch::new(&home, &near);
    for i in 0..26 {
        let s0 = 0.10 + i as f32 * 0.034;
        let line = field.fall(s0, 0.0, 0.93 - 0.03 * crate::noise::waver(i as f32, 3), 0.02);
        p.stroke(
            &line,
            crate::brush::Brush::new(3.8).load(0.75).vary(0.4, 1.0).dry(0.3).breaks(0.25).ink(DEEP),
        );
    }
    for i in 0..60 {
        let s0 = 0.1 + 0.9 * (i as f32 / 60.0);
        let line = field.fall(s0, 0.3, 0.7, 0.01);
        p.stroke(
            &line,
            crate::brush::Brush::new(2.6).load(0.5).vary(0.2, 1.0).dry(0.3).breaks(0.5).ink(DEEP),
        );
    }
    let inner = shift(&near, -26.0, 14.0);
    p.wash(&between(&near, &inner), Wash::new(DEEP, 0.22).wet(4.0));
    p.restate(&near, crate::brush::Brush::new(11.0).load(1.0).dry(0.15).breaks(0.05));
    p.tufts(&near, 30.0, 0.55, 0.9);
    p.tree(Tree { kind: Kind::Date, foot: (330.0, 884.0), height: 620.0, lean: 0.14, load: 1.0 });
    for (x, y, s) in
        [(1150.0, 420.0, 40.0), (1250.0, 385.0, 34.0), (1090.0, 350.0, 28.0), (1370.0, 440.0, 24.0)]
    {
        p.crow((x, y), s, 0.9);
    }
}

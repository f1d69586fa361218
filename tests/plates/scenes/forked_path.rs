//! Loess fields under rain and a path that forks; no landmark at all.

use crate::geometry::{between, curve};
use crate::hills::across;
use crate::noise::waver;
use crate::palette::{BRICK, DEEP, DUSK, INDIGO, INK, LOESS, SHADE, WHEAT};
use crate::plate::Plate;
use crate::trees::{Kind, Tree};
use crate::wash::Wash;

/// Draws the plate.
pub(crate) fn draw(p: &mut Plate) {
    p.sky(DUSK, 0.62, -60.0, 700.0);
    p.sky(INK, 0.20, -60.0, 260.0);
    p.streaks(DUSK, 0.30, 40.0, 420.0, 10);
    let veil = [(1500.0, 200.0), (2480.0, 120.0), (2480.0, 700.0), (1180.0, 690.0)];
    p.wash(&veil, Wash::new(DUSK, 0.34).wet(60.0).pool(0.6, 160.0, 700.0));
    let rise = across(|x| {
        660.0 - 90.0 * libm::expf(-(x - 1750.0) * (x - 1750.0) / 600_000.0) + 8.0 * waver(x / 160.0, 8)
    });
    let crest = across(|x| 740.0 + 70.0 * libm::sinf(x / 560.0) + 6.0 * waver(x / 110.0, 7));
    p.wash(&between(&rise, &crest), Wash::new(BRICK, 0.42).wet(6.0).fade((0.0, 560.0), (0.0, 820.0), 0.1));
    p.mist(760.0, 60.0, 0.55);

    let floor = across(|_| 1700.0);
    p.tread(&crest, &floor, LOESS, 0.55);
    p.wash(&between(&crest, &floor), Wash::new(SHADE, 0.32).pool(0.7, 700.0, 90.0));
    p.stroke(&crest, crate::brush::Brush::new(4.5).load(0.7).breaks(0.25).dry(0.3));
    let vanish = (1180.0, 560.0);
    for (x0, x1, y0, y1, pigment, strength) in [
        (-2200.0, 200.0, 925.0, 850.0, WHEAT, 0.42),
        (1900.0, 5200.0, 900.0, 820.0, SHADE, 0.42),
        (-1500.0, -60.0, 1085.0, 960.0, DEEP, 0.55),
        (60.0, 700.0, 1090.0, 965.0, LOESS, 0.5),
        (1720.0, 3600.0, 1060.0, 930.0, WHEAT, 0.5),
        (1560.0, 2000.0, 1250.0, 1090.0, SHADE, 0.4),
        (2040.0, 3900.0, 1330.0, 1095.0, DEEP, 0.6),
        (-900.0, 720.0, 1360.0, 1130.0, SHADE, 0.48),
        (-1200.0, 640.0, 1760.0, 1420.0, DEEP, 0.7),
        (1470.0, 3400.0, 1770.0, 1390.0, WHEAT, 0.62),
    ] {
        let wash = Wash::new(pigment, strength).second(LOESS).rim(0.2).pool(0.9, 420.0, 70.0);
        let strip = p.plot((x0, x1), y0, y1, vanish, wash);
        let near_by = ((y0 - 700.0) / 900.0).min(1.0);
        for k in 0..26 {
            let line = strip.fall((k as f32 + 0.5) / 26.0, 0.02, 0.98, 0.0);
            p.stroke(
                &line,
                crate::brush::Brush::new(2.0 + 3.0 * near_by)
                    .load(0.8)
                    .vary(0.2, 0.9)
                    .breaks(0.25)
                    .ink(if pigment == WHEAT { INK } else { DEEP }),
            );
        }
        let lip = strip.row(0.01, 0.99, |_| 1.0);
        p.restate(&lip, crate::brush::Brush::new(2.5 + 5.0 * near_by).load(0.85).dry(0.3).breaks(0.25));
    }
    let stem = curve(&[(860.0, 1690.0), (1010.0, 1500.0), (1180.0, 1370.0), (1220.0, 1250.0)]);
    let left = curve(&[
        (1220.0, 1265.0),
        (1150.0, 1130.0),
        (960.0, 1040.0),
        (900.0, 950.0),
        (760.0, 880.0),
        (700.0, 828.0),
        (640.0, 806.0),
    ]);
    let right = curve(&[
        (1220.0, 1265.0),
        (1330.0, 1140.0),
        (1520.0, 1060.0),
        (1500.0, 950.0),
        (1620.0, 850.0),
        (1640.0, 770.0),
        (1720.0, 735.0),
    ]);
    p.path(&right, |q| 34.0 * (1.0 - q) + 4.0, 0.8);
    p.path(&left, |q| 34.0 * (1.0 - q) + 4.0, 0.8);
    p.path(&stem, |q| 84.0 - 48.0 * q, 0.9);
    let lane = [(700.0, 780.0), (1900.0, 720.0), (1700.0, 1200.0), (1200.0, 1700.0), (760.0, 1700.0)];
    p.wash(&lane, Wash::new(DUSK, 0.12).wet(50.0));
    for (x, y, w) in [(960.0, 1570.0, 60.0), (1080.0, 1440.0, 40.0), (1195.0, 1300.0, 24.0)] {
        let puddle = curve(&[(x - w, y), (x, y - w * 0.18), (x + w, y + 4.0), (x, y + w * 0.2), (x - w, y)]);
        p.wash(&puddle, Wash::new(INDIGO, 0.5).rim(0.8));
    }
    p.tree(Tree { kind: Kind::Date, foot: (1262.0, 1228.0), height: 420.0, lean: -0.16, load: 1.0 });
    p.mist(850.0, 60.0, 0.5);
    p.rain(850, -0.22, 0.5);
}

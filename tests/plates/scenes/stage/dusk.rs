//! From the ground before it, dusk, nobody.

use crate::bays::Bay;
use crate::geometry::{Pt, between};
use crate::halls::Hall;
use crate::hills::{Range, across};
use crate::palette::{DUSK, INDIGO, OCHRE, STRAW};
use crate::plate::Plate;
use crate::ridges::End;
use crate::roofs::Tiles;
use crate::site::{Site, View};
use crate::trees::{Kind, Tree};
use crate::wash::Wash;

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(OCHRE, 0.40, 1120.0, 300.0);
    p.sky(DUSK, 0.70, -60.0, 620.0);
    p.streaks(DUSK, 0.25, 120.0, 560.0, 6);
    p.range(Range {
        from: 1300.0,
        to: 2480.0,
        base: 1120.0,
        height: 170.0,
        summit: 0.7,
        spur: 120.0,
        pigment: INDIGO,
        strength: 0.34,
        ink: 0.25,
    });
    p.mist(1110.0, 30.0, 0.6);
    let view = View::Eye { eye: (-3.4, -14.2, 1.7), turn: 0.34, focal: 2250.0, centre: (1180.0, 1150.0) };
    let site = Site::new(view, (0.0, 0.0, 0.0), 0.0);
    p.tread(&across(|_| 1128.0), &across(|_| 1700.0), STRAW, 0.55);
    let ground: [Pt; 4] = [(-60.0, 1128.0), (2460.0, 1128.0), (2460.0, 1700.0), (-60.0, 1700.0)];
    p.wash(&ground, Wash::new(DUSK, 0.55).fade((0.0, 1700.0), (0.0, 1100.0), 0.35));
    p.copse(&[(1960.0, 1132.0), (2330.0, 1134.0)], 60.0, 0.7);
    p.tree(Tree { kind: Kind::Pagoda, foot: (230.0, 1200.0), height: 760.0, lean: 0.1, load: 0.8 });
    let hall = Hall {
        wide: 8.4,
        deep: 7.6,
        gallery: 4.6,
        base: 1.5,
        eave: 5.2,
        ridge: 8.0,
        out: 1.1,
        bays: &[Bay::Doors, Bay::Open, Bay::Doors],
        hips: 1.3,
        lift: 0.55,
        end: End::Curled,
        tiles: Tiles { step: 0.28, shade: 0.2, snow: 0.0, ink: 1.0 },
        paint: 0.25,
        lit: 0.4,
        ..Hall::PLAIN
    };
    let cast: Vec<Pt> =
        [(-0.5, -0.75), (8.9, -0.75), (8.9, 0.0)].iter().map(|q| site.at(q.0, q.1, 0.0)).collect();
    let far: Vec<Pt> =
        [(1.5, -2.6), (11.5, -2.2), (12.5, 0.0)].iter().map(|q| site.at(q.0, q.1, 0.0)).collect();
    p.shade(&between(&cast, &far), 0.6);
    p.hall(&site, &hall);
    p.tufts(&[site.at(-0.4, -0.85, 0.0), site.at(8.8, -0.85, 0.0)], 26.0, 0.35, 0.9);
    for (x, y, s) in
        [(1700.0, 240.0, 44.0), (1820.0, 190.0, 36.0), (1920.0, 280.0, 30.0), (420.0, 260.0, 30.0)]
    {
        p.crow((x, y), s, 0.95);
    }
}

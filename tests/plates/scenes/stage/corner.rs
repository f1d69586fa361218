//! Up from the corner of its platform, spring noon.

use crate::bays::Bay;
use crate::halls::Hall;
use crate::hills::across;
use crate::palette::{INDIGO, STRAW, WHEAT};
use crate::plate::Plate;
use crate::ridges::End;
use crate::roofs::Tiles;
use crate::site::{Site, View};
use crate::trees::{Kind, Tree};

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(INDIGO, 0.42, -60.0, 1150.0);
    p.streaks(INDIGO, 0.10, 60.0, 700.0, 4);
    let view = View::Eye { eye: (14.2, -10.2, 1.3), turn: -0.74, focal: 2250.0, centre: (1090.0, 1370.0) };
    let site = Site::new(view, (0.0, 0.0, 0.0), 0.0);
    let tips =
        p.tree(Tree { kind: Kind::Pagoda, foot: (2250.0, 1370.0), height: 640.0, lean: -0.1, load: 0.7 });
    p.foliage(&tips, 34.0, WHEAT, 0.6);
    p.tread(&across(|_| 1385.0), &across(|_| 1700.0), STRAW, 0.6);
    let hall = Hall {
        wide: 8.4,
        deep: 7.2,
        gallery: 4.4,
        base: 1.6,
        eave: 5.4,
        ridge: 8.4,
        out: 1.15,
        bays: &[Bay::Doors, Bay::Open, Bay::Doors],
        hips: 1.4,
        lift: 0.6,
        end: End::Curled,
        tiles: Tiles { step: 0.28, shade: 0.0, snow: 0.0, ink: 1.0 },
        paint: 0.35,
        lit: 0.6,
        ..Hall::PLAIN
    };
    p.hall(&site, &hall);
    p.tufts(&[site.at(0.0, -0.85, 0.0), site.at(8.8, -0.85, 0.0)], 34.0, 0.5, 0.95);
    p.tufts(&[site.at(9.0, 0.0, 0.0), site.at(9.0, 7.0, 0.0)], 30.0, 0.4, 0.95);
    for (x, y, s) in [(2050.0, 260.0, 40.0), (2150.0, 330.0, 34.0)] {
        p.crow((x, y), s, 0.9);
    }
}

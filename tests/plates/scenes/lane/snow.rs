//! From above after snow, a white band between roofs.

use crate::geometry::{Pt, curve};
use crate::halls::Hall;
use crate::hills::{Range, across};
use crate::palette::{DUSK, INDIGO};
use crate::plate::Plate;
use crate::roofs::Tiles;
use crate::site::{Site, View};
use crate::trees::{Kind, Tree};
use crate::walling::Stuff;
use crate::wash::Wash;

const WHITE: Tiles = Tiles { step: 0.3, shade: 0.1, snow: 0.86, ink: 0.9 };

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(DUSK, 0.5, -60.0, 520.0);
    p.streaks(DUSK, 0.2, 40.0, 300.0, 5);
    p.range(Range {
        from: -80.0,
        to: 2480.0,
        base: 520.0,
        height: 230.0,
        summit: 0.3,
        spur: 150.0,
        pigment: INDIGO,
        strength: 0.26,
        ink: 0.25,
    });
    p.mist(520.0, 90.0, 0.9);
    let view = View::Eye { eye: (3.4, -10.0, 9.0), turn: -0.20, focal: 1900.0, centre: (1160.0, 400.0) };
    let ground = Site::new(view, (0.0, 0.0, 0.0), 0.0);
    p.lift(&crate::geometry::between(&across(|_| 640.0), &across(|_| 1700.0)), 1.0, 60.0, None);
    p.wash(
        &[(-60.0, 600.0), (2460.0, 600.0), (2460.0, 1700.0), (-60.0, 1700.0)],
        Wash::new(DUSK, 0.10).wet(60.0).pool(0.9, 700.0, 160.0),
    );
    p.copse(&[(120.0, 560.0), (760.0, 548.0)], 60.0, 0.5);
    p.copse(&[(1700.0, 552.0), (2300.0, 560.0)], 50.0, 0.4);
    let quarter = core::f32::consts::FRAC_PI_2;
    let hall = Hall {
        wide: 9.0,
        deep: 5.0,
        gallery: 0.0,
        base: 0.0,
        eave: 3.1,
        ridge: 4.9,
        out: 0.5,
        bays: &[],
        tiles: WHITE,
        crest: 0.26,
        stuff: Stuff::Adobe,
        ..Hall::PLAIN
    };
    for (x, y, turn, wide) in [
        (-16.0, 40.0, 0.0, 10.0),
        (-2.5, 36.0, 0.0, 11.0),
        (12.0, 37.0, 0.0, 10.0),
        (-19.0, 29.0, 0.0, 9.5),
        (5.5, 27.5, 0.0, 10.0),
        (-8.0, 25.5, 0.0, 7.0),
    ] {
        house(p, &Site::new(view, (x, y, 0.0), turn), &Hall { wide, ..hall });
    }
    p.tree(Tree {
        kind: Kind::Date,
        foot: ground.at(6.4, 19.5, 0.0),
        height: 520.0,
        lean: -0.15,
        load: 0.95,
    });
    let wall = |p: &mut Plate, from: Pt, to: Pt, shade: f32| {
        let high = 2.4;
        let patch = ground.wall(from, to, 0.0, high);
        p.walling(&patch, Stuff::Adobe, 18.0, shade, 0.9);
        let cap: Vec<Pt> = patch.top().iter().map(|q| (q.0, q.1 + 10.0)).collect();
        let back: Vec<Pt> = patch.top().iter().map(|q| (q.0, q.1 - 14.0)).collect();
        p.lift(&crate::geometry::between(&back, &cap), 1.0, 1.0, None);
        p.edge(&back, 3.5, 0.85);
    };
    wall(p, (-1.0, 25.5), (-1.8, 15.5), 0.4);
    wall(p, (3.6, 14.2), (4.2, 26.5), 0.0);
    house(p, &Site::new(view, (-10.5, 7.0, 0.0), quarter), &Hall { wide: 9.0, ..hall });
    house(p, &Site::new(view, (-2.2, 5.0, 0.0), quarter), &Hall { wide: 10.0, ..hall });
    wall(p, (-2.2, 5.0), (-2.3, -1.0), 0.4);
    house(p, &Site::new(view, (11.0, 20.0, 0.0), -quarter), &Hall { wide: 8.0, ..hall });
    house(
        p,
        &Site::new(view, (3.5, 13.6, 0.0), -quarter),
        &Hall { wide: 7.0, eave: 3.4, ridge: 5.2, ..hall },
    );
    let tracks = curve(&[
        ground.at(0.7, -3.0, 0.0),
        ground.at(0.2, 4.0, 0.0),
        ground.at(1.0, 11.0, 0.0),
        ground.at(0.8, 19.0, 0.0),
        ground.at(2.0, 27.0, 0.0),
    ]);
    for (k, q) in crate::geometry::divide(&tracks, 46).iter().enumerate() {
        let near = (q.1 - 500.0) / 1100.0;
        let off = if k % 2 == 0 { 16.0 } else { -16.0 };
        p.dab(
            (q.0 + off * near, q.1),
            4.0 + 16.0 * near,
            1.6,
            1.4,
            crate::brush::Brush::new(1.0).load(0.5).ink(DUSK).dry(0.2),
        );
    }
    p.snowfall(260, 1.2, 4.0);
}

/// A house seen from above: its front wall with a door and a window, its roof under snow.
fn house(p: &mut Plate, site: &Site, hall: &Hall) {
    p.hall(site, hall);
    for (a, way) in [(0.0, -1.0), (hall.wide, 1.0)] {
        if (site.at(a, hall.deep, 0.0).0 - site.at(a, 0.0, 0.0).0) * way < 20.0 {
            continue;
        }
        let seed = p.seed();
        let foot: Vec<Pt> = site.wall((a, 0.0), (a, hall.deep), 0.0, 0.3).foot().to_vec();
        let head: Vec<Pt> =
            foot.iter().map(|q| (q.0, q.1 - 12.0 - 12.0 * crate::noise::waver(q.0 / 70.0, seed))).collect();
        p.lift(&crate::geometry::between(&head, &crate::geometry::shift(&foot, 0.0, 10.0)), 1.0, 3.0, None);
    }
}

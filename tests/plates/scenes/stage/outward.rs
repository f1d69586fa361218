//! From on the stage, out over the empty ground, afternoon.

use crate::bays::Bay;
use crate::brush::Brush;
use crate::geometry::{Pt, curve};
use crate::halls::Hall;
use crate::hills::{Range, across};
use crate::palette::{DEEP, DUSK, INDIGO, INK, LOESS, OCHRE, SHADE, STRAW};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::ridges::End;
use crate::site::{Site, View};
use crate::trees::{Kind, Tree};
use crate::walling::Stuff;
use crate::wash::Wash;

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(STRAW, 0.40, 960.0, 200.0);
    p.sky(INDIGO, 0.24, -60.0, 560.0);
    p.range(Range {
        from: -80.0,
        to: 2480.0,
        base: 900.0,
        height: 200.0,
        summit: 0.2,
        spur: 130.0,
        pigment: INDIGO,
        strength: 0.3,
        ink: 0.25,
    });
    p.mist(890.0, 50.0, 0.8);
    let view = View::Eye { eye: (0.0, 0.0, 3.3), turn: 0.0, focal: 1650.0, centre: (1080.0, 860.0) };
    let site = Site::new(view, (0.0, 0.0, 0.0), 0.0);
    p.tread(&across(|_| 905.0), &across(|_| 1700.0), LOESS, 0.5);
    p.walling(&site.wall((-30.0, 34.0), (30.0, 34.0), 0.0, 2.4), Stuff::Rammed, 8.0, 0.1, 0.6);
    let hall = Hall {
        wide: 9.5,
        base: 0.8,
        eave: 4.2,
        ridge: 7.0,
        end: End::Curled,
        lift: 0.25,
        bays: &[Bay::Window, Bay::Doors, Bay::Window],
        ..Hall::PLAIN
    };
    p.hall(&Site::new(view, (-3.0, 31.0, 0.0), 0.0), &hall);
    p.steps(&Site::new(view, (-3.0, 31.0, 0.0), 0.0), (3.3, 6.2), -0.75, 0.8, 4, 0.8);
    p.tree(Tree { kind: Kind::Pagoda, foot: site.at(9.6, 27.0, 0.0), height: 520.0, lean: -0.1, load: 0.85 });
    let path = curve(&[(1080.0, 1420.0), (1120.0, 1220.0), (1060.0, 1100.0), site.at(1.8, 29.6, 0.0)]);
    p.path(&path, |q| 150.0 * (1.0 - q) * (1.0 - q) + 14.0, 0.6);
    p.shade(
        &[
            (-60.0, 1260.0),
            (900.0, 1240.0),
            (1700.0, 1262.0),
            (2460.0, 1250.0),
            (2460.0, 1420.0),
            (-60.0, 1420.0),
        ],
        0.35,
    );
    frame(p);
}

/// The open front seen from behind: roof timbers, two beams, posts, old boards lit at their edge.
fn frame(p: &mut Plate) {
    let roof: [Pt; 4] = [(-80.0, -80.0), (2480.0, -80.0), (2480.0, 250.0), (-80.0, 238.0)];
    p.lift(&roof, 1.0, 0.5, None);
    p.wash(&roof, Wash::new(SHADE, 1.15).second(DEEP).rim(0.1));
    p.wash(&roof, Wash::new(INK, 0.75).rim(0.0).fade((0.0, -60.0), (0.0, 330.0), 0.3));
    for k in 0..30 {
        let x = 30.0 + 82.0 * k as f32;
        let from = (1080.0 + (x - 1080.0) * 1.45, -70.0);
        p.stroke(
            &[from, (x, 240.0)],
            Brush::new(26.0).load(0.5).vary(0.6, 1.0).ink(DEEP).dry(0.3).taper(1.0, 1.0),
        );
        p.stroke(
            &[(from.0 + 20.0, from.1), (x + 14.0, 240.0)],
            Brush::new(12.0).load(0.95).dry(0.25).taper(1.0, 1.0),
        );
    }
    p.timber(&Patch::quad((-80.0, 52.0), (2480.0, 60.0), (2480.0, 122.0), (-80.0, 114.0)), 0.6, 0.2, 1.0);
    p.timber(&Patch::quad((-80.0, 216.0), (2480.0, 226.0), (2480.0, 330.0), (-80.0, 320.0)), 0.55, 0.3, 1.0);
    let boards: [Pt; 4] = [(-80.0, 1400.0), (2480.0, 1408.0), (2480.0, 1700.0), (-80.0, 1700.0)];
    p.lift(&boards, 1.0, 0.5, None);
    p.wash(&boards, Wash::new(DEEP, 0.75).second(SHADE).rim(0.2).pool(0.7, 300.0, 120.0));
    p.wash(&boards, Wash::new(INK, 0.75).rim(0.0).fade((0.0, 1720.0), (0.0, 1440.0), 0.0));
    p.lift(&[(-80.0, 1404.0), (2480.0, 1412.0), (2480.0, 1440.0), (-80.0, 1430.0)], 0.5, 5.0, None);
    for k in 0..26 {
        let x = -200.0 + 108.0 * k as f32;
        p.stroke(
            &[(1080.0 + (x - 1080.0) * 0.86, 1406.0), (1080.0 + (x - 1080.0) * 1.2, 1700.0)],
            Brush::new(5.0).load(0.95).vary(0.6, 1.0).dry(0.3).breaks(0.1),
        );
    }
    for (x, lean) in [(560.0, -150.0), (1640.0, 120.0)] {
        let light = [
            (x + 80.0, 1406.0),
            (x + 560.0, 1408.0),
            (x + 560.0 + lean * 2.0, 1640.0),
            (x + 40.0 + lean * 2.0, 1640.0),
        ];
        p.lift(&light, 0.20, 12.0, Some(((0.0, 1400.0), (0.0, 1660.0), 0.0)));
        p.wash(&light, Wash::new(OCHRE, 0.25).wet(14.0).fade((0.0, 1400.0), (0.0, 1640.0), 0.0));
    }
    p.edge(&[(-80.0, 1400.0), (2480.0, 1408.0)], 7.0, 1.0);
    let near = View::Parallel { origin: (0.0, 1450.0), right: (1.0, 0.0), away: (0.0, -1.0), up: 1.0 };
    let spot = Site::new(near, (0.0, 0.0, 0.0), 0.0);
    for (x, half) in [(300.0, 50.0), (1790.0, 50.0)] {
        p.post(&spot, (x, 0.0), 0.0, 1170.0, half, 1.0);
        p.wash(
            &[(x - half, 280.0), (x + half, 280.0), (x + half, 1410.0), (x - half, 1410.0)],
            Wash::new(INK, 0.5).rim(0.0),
        );
        for way in [-1.0, 1.0] {
            let brace = curve(&[
                (x + half * way, 520.0),
                (x + 120.0 * way, 440.0),
                (x + 250.0 * way, 330.0),
                (x + half * way, 330.0),
            ]);
            p.lift(&brace, 1.0, 0.5, None);
            p.wash(&brace, Wash::new(DEEP, 0.9).second(DUSK).rim(0.3));
            p.wash(&brace, Wash::new(INK, 0.7).rim(0.2));
            p.stroke(&brace, Brush::new(5.0).load(1.0).dry(0.2));
        }
    }
}

//! The corner of the eave against the sky, dusk.

use crate::bays::Bay;
use crate::brush::Brush;
use crate::geometry::curve;
use crate::halls::Hall;
use crate::palette::{DUSK, INDIGO, INK, OCHRE, STRAW};
use crate::plate::Plate;
use crate::ridges::End;
use crate::roofs::Tiles;
use crate::site::{Site, View};

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(OCHRE, 0.50, 1640.0, 520.0);
    p.sky(STRAW, 0.30, 1300.0, 300.0);
    p.sky(INDIGO, 0.34, -60.0, 900.0);
    p.streaks(DUSK, 0.22, 300.0, 1100.0, 7);
    let view = View::Eye { eye: (14.4, -12.5, 3.4), turn: -0.55, focal: 3000.0, centre: (470.0, 1500.0) };
    let site = Site::new(view, (0.0, 0.0, 0.0), 0.0);
    let hall = Hall {
        wide: 9.0,
        deep: 6.4,
        gallery: 1.6,
        base: 0.9,
        eave: 4.6,
        ridge: 7.6,
        out: 1.15,
        bays: &[Bay::Window, Bay::Doors, Bay::Window],
        hips: 1.5,
        lift: 0.75,
        end: End::Curled,
        paint: 0.35,
        lit: 0.5,
        tiles: Tiles { step: 0.29, shade: 0.12, snow: 0.0, ink: 1.0 },
        ..Hall::PLAIN
    };
    p.hall(&site, &hall);
    let corner = site.at(hall.front().eave.1, hall.deep + hall.out, hall.eave + hall.lift - 0.22);
    bell(p, (corner.0 - 16.0, corner.1 + 4.0));
    for (x, y, s) in
        [(1900.0, 320.0, 60.0), (2040.0, 250.0, 48.0), (2130.0, 360.0, 40.0), (1830.0, 430.0, 34.0)]
    {
        p.crow((x, y), s, 0.95);
    }
}

/// A small iron bell hung from the corner, with its clapper plate.
fn bell(p: &mut Plate, at: (f32, f32)) {
    let place = |u: f32, v: f32| (at.0 + u, at.1 + v);
    p.stroke(&[at, place(2.0, 40.0)], Brush::new(5.0).load(1.0));
    let body = curve(&[
        place(-14.0, 42.0),
        place(-20.0, 84.0),
        place(-34.0, 116.0),
        place(36.0, 116.0),
        place(24.0, 84.0),
        place(16.0, 42.0),
        place(-14.0, 42.0),
    ]);
    p.ink(&body, INK, 0.95, 0.15);
    p.stroke(&[place(2.0, 112.0), place(6.0, 156.0)], Brush::new(4.0).load(1.0));
    p.ink(&[place(-12.0, 154.0), place(26.0, 158.0), place(18.0, 188.0), place(-6.0, 184.0)], INK, 0.9, 0.2);
}

//! The roof of a hall: its underside with the rafters, the slopes over hipped ends, the front slope and ridges.

use crate::brush::Brush;
use crate::geometry::{Pt, between, mix};
use crate::halls::Hall;
use crate::palette::{DEEP, DUSK, INK, SHADE};
use crate::plate::Plate;
use crate::roofs::{Slope, Tiles};
use crate::site::Site;
use crate::wash::Wash;

impl Plate {
    /// Darkens the underside of the eave and draws its rafters, where it is seen from below.
    pub(crate) fn soffit(&mut self, site: &Site, hall: &Hall) {
        let slope = hall.front();
        let outer = slope.across(site, |_| 1.0, -0.14);
        let inner: Vec<Pt> = (0..=48)
            .map(|i| {
                let a = slope.eave.0 + (slope.eave.1 - slope.eave.0) * i as f32 / 48.0;
                site.at(a.clamp(-0.2, hall.wide + 0.2), 0.0, hall.eave - 0.10)
            })
            .collect();
        if inner.iter().zip(&outer).all(|(i, o)| i.1 < o.1 + 1.0) {
            let shadow: Vec<Pt> =
                inner.iter().map(|q| (q.0, q.1 + site.metre(0.0, 0.0, 0.0) * 0.9)).collect();
            self.wash(&between(&inner, &shadow), Wash::new(INK, 0.3).wet(14.0));
            return;
        }
        let under = between(&outer, &inner);
        self.lift(&under, 1.0, 0.5, None);
        self.wash(&under, Wash::new(SHADE, 1.2).rim(0.2));
        self.wash(&under, Wash::new(INK, 0.75).rim(0.1).pool(0.4, 200.0, 80.0));
        let count = (hall.wide / 0.3) as usize;
        for k in 0..=count {
            let q = k as f32 / count as f32 * 48.0;
            let i = (q as usize).min(47);
            let part = q - i as f32;
            let (from, to) = (mix(inner[i], inner[i + 1], part), mix(outer[i], outer[i + 1], part));
            let width = site.metre(0.0, 0.0, 0.0) * 0.07;
            self.stroke(
                &[from, to],
                Brush::new(width.clamp(2.0, 11.0))
                    .load(0.5)
                    .vary(0.5, 1.0)
                    .dry(0.3)
                    .ink(DUSK)
                    .taper(0.9, 0.9),
            );
            self.stroke(
                &[(from.0 + width * 0.6, from.1), (to.0 + width * 0.6, to.1)],
                Brush::new((width * 0.4).max(1.6)).load(0.9),
            );
        }
    }

    /// Roofs a hall: the slopes over its ends where they are seen, the front slope, its ridges.
    pub(crate) fn roof_of(&mut self, site: &Site, hall: &Hall, left: bool, right: bool) {
        let slope = hall.front();
        let ink = hall.tiles.ink;
        if hall.hips > 0.0 {
            for (seen, end) in [(left, false), (right, true)] {
                if seen {
                    self.end_slope(site, hall, end);
                }
            }
        }
        self.slope(site, slope, hall.tiles);
        let snow = hall.tiles.snow > 0.0;
        if hall.hips > 0.0 || left || !right {
            self.verge(site, &slope, false, 0.22, ink);
        }
        if hall.hips > 0.0 || right || !left {
            self.verge(site, &slope, true, 0.22, ink);
        }
        self.ridge(site, &slope, hall.crest, hall.end, ink, snow);
    }

    /// Tiles the slope over an end of a hipped roof, with the small gable above it.
    fn end_slope(&mut self, site: &Site, hall: &Hall, right: bool) {
        let front = hall.front();
        let mid = hall.deep * 0.5;
        let reach = (mid + hall.out) * 0.45;
        let (a, sign) = if right { (front.ridge.1, 1.0) } else { (front.ridge.0, -1.0) };
        let run = if right { front.eave.1 - a } else { a - front.eave.0 };
        let fall = front.z.0 + (front.z.1 - front.z.0) * (0.45 + 0.30 * 0.45 * 0.55);
        let slope = Slope {
            ridge: (mid - reach, mid + reach),
            eave: (-hall.out, hall.deep + hall.out),
            b: (0.0, -run),
            z: (fall, front.z.1),
            hip: 0.0,
            sag: 0.1,
            lift: hall.lift,
        };
        let turned = site.beside(if right { (a, 0.0) } else { (a, hall.deep) }, sign);
        let tiles = Tiles { shade: hall.tiles.shade + if right { 0.5 } else { 0.0 }, ..hall.tiles };
        let triangle: Vec<Pt> = [(mid - reach * 1.2, fall - 0.3), (mid, hall.ridge), (mid + reach, fall)]
            .iter()
            .map(|q| site.at(a, q.0, q.1))
            .collect();
        self.lift(&triangle, 1.0, 0.5, None);
        self.wash(&triangle, Wash::new(SHADE, 1.1).second(DEEP).rim(0.3));
        self.wash(&triangle, Wash::new(INK, 0.4).rim(0.2));
        let outer = slope.across(&turned, |_| 1.0, -0.1);
        let side = if right { hall.wide } else { 0.0 };
        let inner = (0..=8).map(|i| {
            site.at(side, hall.deep * if right { i as f32 } else { 8.0 - i as f32 } / 8.0, hall.eave - 0.2)
        });
        let under = between(&outer, &inner.collect::<Vec<_>>());
        self.lift(&under, 1.0, 0.5, None);
        self.wash(&under, Wash::new(SHADE, 1.2).rim(0.2));
        self.wash(&under, Wash::new(INK, 0.7).rim(0.1));
        self.slope(&turned, slope, tiles);
        for side in [false, true] {
            self.verge(&turned, &slope, side, 0.2, hall.tiles.ink);
        }
        self.stroke(&[triangle[0], triangle[1], triangle[2]], Brush::new(6.0).load(hall.tiles.ink).dry(0.2));
    }
}

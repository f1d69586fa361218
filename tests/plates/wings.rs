//! The single-slope house of southern Shanxi, and the underside of an eave seen from a lane.

use crate::bays::{Bay, sub};
use crate::brush::Brush;
use crate::geometry::{Pt, between, mix};
use crate::halls::Hall;
use crate::palette::{BRICK, DUSK, INK, SHADE};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::roofs::Slope;
use crate::site::Site;
use crate::wash::Wash;

impl Plate {
    /// Builds a single-slope house: low front `eave`, high back wall `ridge`, with its ends; `bays` close the front.
    pub(crate) fn wing(&mut self, site: &Site, hall: &Hall) {
        let ink = hall.tiles.ink;
        let course = (site.metre(hall.wide * 0.5, 0.0, 0.0) * 0.085).max(7.0);
        let (wide, deep) = (hall.wide, hall.deep);
        let back = site.wall((wide, deep), (0.0, deep), 0.0, hall.ridge + 0.1);
        if back.at(1.0, 0.5).0 > back.at(0.0, 0.5).0 + 2.0 {
            self.walling(&back, hall.stuff, course, 0.6, ink);
            self.edge(&back.outline(), 4.0, ink);
        }
        for (a, seen) in [
            (0.0, site.at(0.0, deep, 0.0).0 < site.at(0.0, 0.0, 0.0).0 - 2.0),
            (wide, site.at(wide, deep, 0.0).0 > site.at(wide, 0.0, 0.0).0 + 2.0),
        ] {
            if !seen {
                continue;
            }
            let (from, to) = if a == 0.0 { ((a, deep), (a, 0.0)) } else { ((a, 0.0), (a, deep)) };
            let patch = site.wall(from, to, 0.0, hall.ridge + 0.1);
            let outline = [
                site.at(a, 0.0, 0.0),
                site.at(a, 0.0, hall.eave),
                site.at(a, deep * 0.5, hall.eave + (hall.ridge - hall.eave) * 0.46),
                site.at(a, deep, hall.ridge + 0.1),
                site.at(a, deep, 0.0),
            ];
            self.inside(&outline, 0.5, |p| p.walling(&patch, hall.stuff, course, hall.tiles.shade, ink));
            self.edge(&[outline[0], outline[1], outline[2], outline[3], outline[4]], 4.5, ink);
        }
        let front = site.wall((0.0, 0.0), (wide, 0.0), 0.0, hall.eave);
        if front.at(1.0, 0.5).0 > front.at(0.0, 0.5).0 + 2.0 {
            self.walling(&front, hall.stuff, course, 0.15, ink);
            let count = hall.bays.len();
            for (k, bay) in hall.bays.iter().enumerate() {
                let step = 1.0 / count as f32;
                let (s0, s1) = (step * (k as f32 + 0.16), step * (k as f32 + 0.84));
                let foot = if *bay == Bay::Window { 0.72 } else { 0.98 };
                self.bay(&sub(&front, (s0, s1), (0.16, foot)), *bay, course, hall.lit, ink);
            }
            let deep_shade = front.part(0.0, 1.0, 0.0, 0.3);
            self.wash(
                &deep_shade,
                Wash::new(INK, 0.4).rim(0.0).fade(front.at(0.5, 0.0), front.at(0.5, 0.34), 0.0),
            );
        }
        let slope = Slope {
            ridge: (-0.1, wide + 0.1),
            eave: (-0.1, wide + 0.1),
            b: (deep, -hall.out),
            z: (hall.ridge + 0.1, hall.eave),
            hip: 0.0,
            sag: 0.1,
            lift: hall.lift,
        };
        self.slope(site, slope, hall.tiles);
        for right in [false, true] {
            self.verge(site, &slope, right, 0.16, ink);
        }
        self.ridge(site, &slope, hall.crest, hall.end, ink, hall.tiles.snow > 0.0);
    }

    /// Draws an eave from beneath along `a`: dark boards and rafters from the wall at `high` out to `out`, tile ends over them.
    pub(crate) fn under_eave(&mut self, site: &Site, a: Pt, out: f32, high: f32, ink: f32) {
        let line = |b: f32, z: f32| -> Vec<Pt> {
            (0..=40).map(|i| site.at(a.0 + (a.1 - a.0) * i as f32 / 40.0, b, z)).collect()
        };
        let (wall, eave, top) = (line(0.0, high), line(-out, high - 0.06), line(-out - 0.03, high + 0.14));
        let under = between(&eave, &wall);
        self.lift(&under, 1.0, 0.5, None);
        self.wash(&under, Wash::new(SHADE, 1.2).rim(0.2));
        self.wash(&under, Wash::new(INK, 0.7).rim(0.1));
        let band = between(&top, &eave);
        self.lift(&band, 1.0, 0.4, None);
        self.wash(&band, Wash::new(BRICK, 0.9).second(DUSK).rim(0.3));
        self.wash(&band, Wash::new(INK, 0.3).rim(0.2));
        let count = ((a.1 - a.0).abs() / 0.26) as usize;
        for k in 0..=count {
            let q = a.0 + (a.1 - a.0) * k as f32 / count as f32;
            let unit = site.metre(q, -out, high);
            let (from, to) = (site.at(q, 0.0, high - 0.03), site.at(q, -out, high - 0.06));
            self.stroke(
                &[from, to],
                Brush::new((unit * 0.06).clamp(1.5, 16.0)).load(0.5).ink(DUSK).dry(0.3).taper(1.0, 1.0),
            );
            let at = mix(site.at(q, -out, high + 0.04), site.at(q, -out, high), 0.5);
            let round = (unit * 0.11).clamp(3.0, 40.0);
            self.dab(at, round, 1.0, 0.0, Brush::new(1.0).load(ink).vary(0.7, 1.0).dry(0.2));
            if round > 10.0 {
                let eye: Vec<Pt> = (0..8)
                    .map(|j| {
                        let w = core::f32::consts::TAU * j as f32 / 8.0;
                        (at.0 + libm::cosf(w) * round * 0.3, at.1 + libm::sinf(w) * round * 0.3)
                    })
                    .collect();
                self.lift(&eye, 0.45, 0.6, None);
            }
        }
        self.edge(&top, 4.0, ink);
        self.edge(&eave, 3.0, ink);
        self.edge(&wall, 3.0, ink);
    }

    /// Frames the view: everything outside the opening (and inside the sheet) is near and dark.
    pub(crate) fn frame(&mut self, left: f32, right: f32, top: f32, sill: f32) -> [Patch; 2] {
        let sheet = [
            vec![(-80.0, -80.0), (left, -80.0), (left, 1700.0), (-80.0, 1700.0)],
            vec![(right, -80.0), (2480.0, -80.0), (2480.0, 1700.0), (right, 1700.0)],
            vec![(left - 2.0, -80.0), (right + 2.0, -80.0), (right + 2.0, top), (left - 2.0, top)],
            vec![(left - 2.0, sill), (right + 2.0, sill), (right + 2.0, 1700.0), (left - 2.0, 1700.0)],
        ];
        for part in &sheet {
            self.lift(part, 1.0, 0.5, None);
        }
        for part in &sheet {
            self.wash(part, Wash::new(SHADE, 1.1).second(DUSK).rim(0.0).pool(0.5, 420.0, 300.0));
            self.wash(part, Wash::new(INK, 0.85).rim(0.0).pool(0.4, 500.0, 300.0));
        }
        [
            Patch::quad((-80.0, -80.0), (left, -80.0), (left, 1700.0), (-80.0, 1700.0)),
            Patch::quad((right, -80.0), (2480.0, -80.0), (2480.0, 1700.0), (right, 1700.0)),
        ]
    }
}

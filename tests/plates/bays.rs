//! The front of a hall in bays, the platform and steps it stands on, and what stands before it.

use crate::brush::Brush;
use crate::geometry::{Pt, curve};
use crate::palette::{BRICK, DUSK, INK, SHADE, STRAW};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::site::Site;
use crate::walling::Stuff;
use crate::wash::Wash;

/// What closes a bay.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bay {
    /// Four leaves of lattice door, shut.
    Doors,
    /// The two middle leaves turned in, dark between.
    Ajar,
    /// A lattice window over a low brick wall.
    Window,
    /// Nothing: a dark opening.
    Open,
}

/// Part of a patch as a patch.
pub(crate) fn sub(patch: &Patch, s: Pt, t: Pt) -> Patch {
    Patch::quad(patch.at(s.0, t.0), patch.at(s.1, t.0), patch.at(s.1, t.1), patch.at(s.0, t.1))
}

impl Plate {
    /// Closes a bay on a patch between posts; `lit` is how pale its paper is.
    pub(crate) fn bay(&mut self, patch: &Patch, bay: Bay, course: f32, lit: f32, ink: f32) {
        let leaf = |k: usize| sub(patch, (k as f32 * 0.25, (k + 1) as f32 * 0.25), (0.14, 1.0));
        match bay {
            Bay::Doors => {
                self.lattice(&sub(patch, (0.0, 1.0), (0.0, 0.13)), (12, 2), lit, ink);
                for k in 0..4 {
                    self.leaf(&leaf(k), lit, ink);
                }
            }
            Bay::Ajar => {
                self.dark(patch, 0.95);
                self.lattice(&sub(patch, (0.0, 1.0), (0.0, 0.13)), (12, 2), lit, ink);
                for k in [0, 3] {
                    self.leaf(&leaf(k), lit, ink);
                }
                for (hinge, tip) in [(0.25, 0.335), (0.75, 0.69)] {
                    let (a, b) = (patch.at(hinge, 0.14), patch.at(tip, 0.16));
                    let (c, d) = (patch.at(tip, 0.965), patch.at(hinge, 1.0));
                    let turned = if hinge < tip { Patch::quad(a, b, c, d) } else { Patch::quad(b, a, d, c) };
                    self.leaf(&turned, lit * 0.6, ink);
                    self.shade(&turned.outline(), 0.6);
                }
            }
            Bay::Window => {
                let sill = sub(patch, (0.0, 1.0), (0.62, 1.0));
                self.walling(&sill, Stuff::Brick, course, 0.1, ink);
                let frame = sub(patch, (0.0, 1.0), (0.0, 0.62));
                self.timber(&frame, 0.1, 0.0, ink);
                for k in 0..3 {
                    let s = 0.03 + 0.32 * k as f32;
                    self.lattice(&sub(patch, (s, s + 0.30), (0.05, 0.56)), (6, 7), lit, ink);
                }
                self.edge(sill.top(), 4.5, ink);
            }
            Bay::Open => self.dark(patch, 1.05),
        }
    }

    /// Draws a block of masonry: front at `b.0`, the sides that face the viewer, then its top in stone.
    pub(crate) fn block(&mut self, site: &Site, a: Pt, b: Pt, z: Pt, stuff: Stuff, ink: f32) {
        let course = (site.metre((a.0 + a.1) * 0.5, b.0, z.0) * 0.075).max(7.0);
        let top = site.floor(a, b, z.1);
        self.lift(&top.outline(), 1.0, 0.5, None);
        self.wash(&top.outline(), Wash::new(STRAW, 0.22).second(DUSK).rim(0.3).pool(0.7, 300.0, 60.0));
        let right = site.at(a.1, b.1, z.0).0 > site.at(a.1, b.0, z.0).0 + 1.0;
        let left = site.at(a.0, b.1, z.0).0 < site.at(a.0, b.0, z.0).0 - 1.0;
        if right {
            self.walling(&site.wall((a.1, b.0), (a.1, b.1), z.0, z.1), stuff, course, 0.75, ink);
        }
        if left {
            self.walling(&site.wall((a.0, b.1), (a.0, b.0), z.0, z.1), stuff, course, 0.0, ink);
        }
        let front = site.wall((a.0, b.0), (a.1, b.0), z.0, z.1);
        self.walling(&front, stuff, course, 0.12, ink);
        self.lip(&front, ink);
        let lines = [(a.0, b.0), (a.1, b.0)];
        for (x, y) in lines {
            self.edge(&[site.at(x, y, z.1), site.at(x, y, z.0)], 4.0, ink);
        }
        self.edge(&top.outline(), 4.0, ink);
        self.edge(front.top(), 5.0, ink);
    }

    /// Lays the stone edge along the top of a front.
    fn lip(&mut self, front: &Patch, ink: f32) {
        let deep = (0.16_f32).max(10.0 / front.rise()).min(0.3);
        let band = front.part(0.0, 1.0, 0.0, deep);
        self.lift(&band, 1.0, 0.5, None);
        self.wash(&band, Wash::new(DUSK, 0.30).second(STRAW).rim(0.35).pool(0.8, 140.0, 40.0));
        self.stroke(&front.row(0.0, 1.0, |_| deep), Brush::new(3.4).load(ink).dry(0.3).breaks(0.08));
        let mut s = self.rng.range(0.03, 0.12);
        while s < 0.97 {
            self.stroke(&front.fall(s, 0.0, deep, 0.0), Brush::new(2.8).load(ink).vary(0.5, 1.0).dry(0.3));
            s += self.rng.range(0.10, 0.2);
        }
    }

    /// Lays steps down from `z` at `b` towards the viewer.
    pub(crate) fn steps(&mut self, site: &Site, a: Pt, b: f32, z: f32, count: usize, ink: f32) {
        let rise = z / count as f32;
        for k in 0..count {
            let (high, depth) = (z - rise * k as f32, b - 0.34 * k as f32);
            let tread = site.floor(a, (depth - 0.34, depth), high - rise * 0.02);
            self.lift(&tread.outline(), 1.0, 0.5, None);
            self.wash(&tread.outline(), Wash::new(DUSK, 0.12).rim(0.3));
            let riser = site.wall((a.0, depth - 0.34), (a.1, depth - 0.34), high - rise, high);
            self.lift(&riser.outline(), 1.0, 0.5, None);
            self.wash(&riser.outline(), Wash::new(BRICK, 0.55).second(SHADE).rim(0.3).pool(0.7, 160.0, 40.0));
            self.edge(riser.top(), (riser.rise() * 0.09).clamp(2.4, 5.5), ink);
            self.stroke(riser.foot(), Brush::new(2.6).load(ink).dry(0.3).breaks(0.15));
            for s in [0.32, 0.66] {
                let s = s + self.rng.bell() * 0.1;
                self.stroke(&riser.fall(s, 0.0, 1.0, 0.0), Brush::new(2.2).load(ink * 0.8).dry(0.35));
            }
        }
        let low = b - 0.34 * count as f32;
        let cheeks = [(a.0 - 0.28, a.0), (a.1, a.1 + 0.28)];
        for (left, right) in cheeks {
            let crest: [Pt; 4] = [
                site.at(left, b, z),
                site.at(right, b, z),
                site.at(right, low, 0.06),
                site.at(left, low, 0.06),
            ];
            self.lift(&crest, 1.0, 0.5, None);
            self.wash(&crest, Wash::new(DUSK, 0.28).second(STRAW).rim(0.4));
            let mut ring = crest.to_vec();
            ring.push(crest[0]);
            self.edge(&ring, 3.6, ink);
        }
    }

    /// Stands an iron incense burner on a stone foot at a spot, `tall` metres, with its smoke.
    pub(crate) fn censer(&mut self, site: &Site, spot: Pt, tall: f32, ink: f32) {
        let foot = site.at(spot.0, spot.1, 0.0);
        let unit = site.metre(spot.0, spot.1, 0.0) * tall;
        let place = |u: f32, v: f32| (foot.0 + u * unit, foot.1 - v * unit);
        let stone = [place(-0.30, 0.0), place(-0.24, 0.34), place(0.24, 0.34), place(0.30, 0.0)];
        self.lift(&stone, 1.0, 0.4, None);
        self.wash(&stone, Wash::new(DUSK, 0.4).second(STRAW).rim(0.4));
        self.wash(&[place(0.04, 0.0), place(0.04, 0.34), stone[2], stone[3]], Wash::new(SHADE, 0.7).wet(5.0));
        let mut ring = stone.to_vec();
        ring.push(stone[0]);
        self.edge(&ring, (unit * 0.02).max(2.6), ink);
        for u in [-0.2, 0.02, 0.2] {
            self.stroke(
                &curve(&[place(u * 0.8, 0.55), place(u * 1.1, 0.45), place(u, 0.34)]),
                Brush::new(unit * 0.055).load(ink).dry(0.15).taper(1.0, 0.6),
            );
        }
        let bowl = curve(&[
            place(-0.34, 0.78),
            place(-0.27, 0.70),
            place(-0.31, 0.60),
            place(-0.15, 0.47),
            place(0.15, 0.47),
            place(0.31, 0.60),
            place(0.27, 0.70),
            place(0.34, 0.78),
            place(-0.34, 0.78),
        ]);
        self.lift(&bowl, 1.0, 0.4, None);
        self.wash(&bowl, Wash::new(INK, 0.95).second(SHADE).rim(0.3).pool(0.6, 60.0, 40.0));
        self.stroke(&bowl, Brush::new((unit * 0.03).max(2.6)).load(ink).dry(0.15));
        for side in [-1.0, 1.0] {
            let ear = curve(&[
                place(0.29 * side, 0.76),
                place(0.34 * side, 0.85),
                place(0.28 * side, 0.91),
                place(0.22 * side, 0.85),
                place(0.22 * side, 0.78),
            ]);
            self.stroke(&ear, Brush::new(unit * 0.04).load(ink).dry(0.15).taper(1.0, 0.8));
        }
        let wisp = |off: f32| -> Vec<Pt> {
            (0..=30)
                .map(|i| {
                    let q = i as f32 / 30.0;
                    let sway = 0.10 * q * libm::sinf(q * 8.0) + 0.30 * q * q;
                    place(sway + off * (0.02 + 0.10 * q), 0.8 + 1.5 * q)
                })
                .collect()
        };
        let smoke = crate::geometry::between(&wisp(-1.0), &wisp(1.0));
        self.wash(&smoke, Wash::new(DUSK, 0.34).wet(unit * 0.03).fade(place(0.0, 0.8), place(0.3, 2.4), 0.0));
    }
}

//! Walls of houses and yards: brick, adobe, mud plaster; gables; the tiled cap along the top of a yard wall.

use crate::brush::Brush;
use crate::geometry::{Pt, between};
use crate::noise::{jog, tremble, waver};
use crate::palette::{DEEP, DUSK, LOESS, OCHRE, SHADE, STRAW};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::rampart::Rampart;
use crate::roofs::{Slope, Tiles};
use crate::site::Site;
use crate::wash::Wash;

/// What a wall is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stuff {
    /// Grey brick.
    Brick,
    /// Sun-dried blocks with the plaster half gone.
    Adobe,
    /// Mud and straw plaster.
    Mud,
    /// Rammed earth.
    Rammed,
}

impl Plate {
    /// Fills a patch as a wall; `course` is the height of a course in units.
    pub(crate) fn walling(&mut self, patch: &Patch, stuff: Stuff, course: f32, shade: f32, ink: f32) {
        match stuff {
            Stuff::Brick => self.bricks(patch, course.max(6.0), shade, ink),
            Stuff::Adobe => self.adobe(patch, course * 2.0, shade, ink),
            Stuff::Mud => self.mud(patch, shade, ink),
            Stuff::Rammed => {
                let layers = (patch.rise() / (course * 2.6)).clamp(5.0, 18.0) as usize;
                self.rammed(patch, Rampart { layers, shade, ink, wear: 0.12, holes: 0 });
            }
        }
    }

    fn adobe(&mut self, patch: &Patch, course: f32, shade: f32, ink: f32) {
        let outline = patch.outline();
        self.mud(patch, shade, ink * 0.7);
        let (span, rise) = (patch.span(), patch.rise());
        let courses = (rise / course).max(2.0) as usize;
        let seed = self.seed();
        let bare = |s: f32, t: f32| {
            tremble(s * span / 300.0 + t * 2.2, seed) + 0.7 * waver(t * 3.1, seed ^ 5) > 0.12
        };
        for c in 0..courses {
            let (t0, t1) = (c as f32 / courses as f32, (c + 1) as f32 / courses as f32);
            let step = course * 2.1 / span;
            let mut s = -step * self.rng.unit();
            while s < 1.0 {
                let (a, b) = (s.max(0.0), (s + step * 0.93).min(1.0));
                s += step * self.rng.range(0.93, 1.07);
                if b - a < step * 0.15 || !bare(a, t0) {
                    continue;
                }
                let block = patch.part(a, b, t0 + 0.06 / courses as f32, t1);
                let pigment = if self.rng.chance(0.35) { DEEP } else { OCHRE };
                self.wash(&block, Wash::new(pigment, 0.16).vary(0.2, 1.3).rim(0.5));
                let brush =
                    Brush::new((course * 0.07).clamp(1.4, 3.2)).load(ink * 0.65).vary(0.3, 1.0).dry(0.4);
                self.stroke(&patch.row(a, b, |_| t1), brush.breaks(0.12));
                self.stroke(&patch.fall(b, t0, t1, 0.0), brush.breaks(0.2));
            }
        }
        self.wash(&outline, Wash::new(DEEP, 0.14).rim(0.2).pool(1.0, 320.0, 120.0));
    }

    fn mud(&mut self, patch: &Patch, shade: f32, ink: f32) {
        let outline = patch.outline();
        self.lift(&outline, 1.0, 0.5, None);
        self.wash(&outline, Wash::new(LOESS, 0.50).second(STRAW).rim(0.25).pool(0.6, 420.0, 200.0));
        self.wash(&outline, Wash::new(OCHRE, 0.16).rim(0.0).pool(1.0, 300.0, 160.0));
        if shade > 0.0 {
            self.wash(&outline, Wash::new(SHADE, shade).rim(0.1).pool(0.4, 300.0, 220.0));
        }
        let (span, rise) = (patch.span(), patch.rise());
        for _ in 0..(span / 60.0) as usize {
            let (s, t) = (self.rng.unit(), self.rng.range(0.02, 0.5));
            let wide = self.rng.range(8.0, 40.0) / span;
            let run = self.rng.range(0.15, 0.5);
            let stain: Vec<Pt> =
                between(&patch.fall(s, 0.0, t + run, 0.0), &patch.fall(s + wide, 0.0, t, -wide * 0.5));
            self.wash(&stain, Wash::new(DEEP, 0.22).vary(0.3, 1.0).wet(8.0));
        }
        for _ in 0..(span * rise / 4200.0).min(420.0) as usize {
            let at = patch.at(self.rng.unit(), self.rng.range(0.03, 0.97));
            let (dx, dy) = (self.rng.bell() * 11.0, self.rng.bell() * 6.0);
            self.stroke(
                &[at, (at.0 + dx, at.1 + dy)],
                Brush::new(1.7).load(ink * 0.55).vary(0.3, 1.0).dry(0.4).ink(DEEP),
            );
        }
        for _ in 0..(span / 460.0) as usize {
            let (s, t) = (self.rng.unit(), self.rng.range(0.0, 0.6));
            let crack = patch.fall(s, t, t + self.rng.range(0.1, 0.35), self.rng.bell() * 30.0 / span);
            let seed = self.seed();
            let crack = crate::geometry::roughen(&crack, 7.0, 34.0, seed);
            self.stroke(
                &crack,
                Brush::new(2.6).load(ink).vary(0.3, 0.9).dry(0.4).tremble(5.0).taper(0.9, 0.1),
            );
        }
        let seed = self.seed();
        let damp = between(
            &patch.row(0.0, 1.0, |s| 0.93 - 0.04 * jog(s * span / 70.0, seed)),
            &patch.row(0.0, 1.0, |_| 1.0),
        );
        self.wash(&damp, Wash::new(SHADE, 0.32).second(DEEP).wet(7.0));
        let firm = (2.5 + rise * 0.004).min(5.5);
        let top: Vec<Pt> = patch.top().to_vec();
        self.edge(&top, firm, ink);
    }

    /// Builds a gable at `a` from the plan `b.0..b.1` with its ridge over `mid`; `z` is foot, eave and ridge height.
    #[expect(clippy::too_many_arguments, reason = "a gable is its dimensions")]
    pub(crate) fn gable(
        &mut self,
        site: &Site,
        a: f32,
        b: Pt,
        mid: f32,
        z: (f32, f32, f32),
        stuff: Stuff,
        course: f32,
        shade: f32,
        ink: f32,
    ) {
        let rake = |from: f32, to: f32| -> Vec<Pt> {
            (0..=10)
                .map(|i| {
                    let t = i as f32 / 10.0;
                    site.at(a, from + (to - from) * t, z.2 + (z.1 - z.2) * (t + 0.30 * t * (1.0 - t)))
                })
                .collect()
        };
        let mut outline = vec![site.at(a, b.0, z.0)];
        outline.extend(rake(mid, b.0).iter().rev());
        outline.extend(rake(mid, b.1));
        outline.push(site.at(a, b.1, z.0));
        let patch = site.wall((a, b.0), (a, b.1), z.0, z.2);
        self.inside(&outline, 0.5, |p| p.walling(&patch, stuff, course, shade, ink));
        outline.push(outline[0]);
        self.edge(&outline, 4.0, ink);
    }

    /// Caps a yard wall that runs along `a` at `b`: both slopes of little tiles and a low ridge; `snow` covers it.
    pub(crate) fn coping(&mut self, site: &Site, a: Pt, b: f32, z: f32, look: Tiles) {
        let slope = |front: f32| Slope {
            ridge: a,
            eave: a,
            b: (b, b + front),
            z: (z + 0.34, z),
            hip: 0.0,
            sag: 0.03,
            lift: 0.0,
        };
        let near = slope(-0.38);
        self.slope(site, near, look);
        self.ridge(site, &near, 0.14, crate::ridges::End::Tipped, look.ink, look.snow > 0.0);
    }

    /// Paves a floor `a.0..a.1`, `b.0..b.1` with slabs of uneven size; `wet` lets the sky lie in them.
    pub(crate) fn slabs(&mut self, site: &Site, a: Pt, b: Pt, size: Pt, wet: f32, ink: f32) {
        let outline = site.floor(a, b, 0.0).outline();
        self.lift(&outline, 1.0, 1.0, None);
        self.wash(&outline, Wash::new(STRAW, 0.24).second(DUSK).rim(0.2).pool(0.6, 420.0, 80.0));
        let mut far = b.1;
        while far > b.0 {
            let near = (far - size.1 * self.rng.range(0.85, 1.15)).max(b.0);
            let unit = site.metre(0.5 * (a.0 + a.1), near, 0.0);
            let brush = Brush::new((unit * 0.016).clamp(1.4, 5.0)).load(ink).vary(0.45, 1.0).dry(0.35);
            let seed = self.seed();
            let row = crate::geometry::roughen(
                &[site.at(a.0, near, 0.0), site.at(a.1, near, 0.0)],
                1.5,
                120.0,
                seed,
            );
            let mut left = a.0 - size.0 * self.rng.unit();
            while left < a.1 {
                let right = left + size.0 * self.rng.range(0.7, 1.35);
                let slab = site.floor((left.max(a.0), right.min(a.1)), (near, far), 0.0);
                let tone = self.rng.unit();
                if tone < 0.5 {
                    let pigment = if tone < 0.4 { DUSK } else { OCHRE };
                    self.wash(&slab.outline(), Wash::new(pigment, 0.17).vary(0.3, 1.0).rim(0.35));
                }
                if wet > 0.0 && self.rng.chance(0.75) {
                    self.wash(
                        &slab.outline(),
                        Wash::new(DUSK, wet).vary(0.3, 1.0).rim(0.4).pool(0.9, 120.0, 60.0),
                    );
                }
                if right < a.1 {
                    self.stroke(&[site.at(right, far, 0.0), site.at(right, near, 0.0)], brush.breaks(0.08));
                }
                left = right;
            }
            self.stroke(&row, brush.breaks(0.12));
            far = near;
        }
    }
}

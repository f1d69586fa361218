//! A hall of one storey put together: platform, gable, gallery with its posts, bays, beam, soffit, roof and ridges.

use crate::bays::Bay;
use crate::brush::Brush;
use crate::geometry::{Pt, mix};
use crate::palette::{DEEP, INK, SHADE};
use crate::plate::Plate;
use crate::ridges::End;
use crate::roofs::{Slope, Tiles};
use crate::site::Site;
use crate::walling::Stuff;
use crate::wash::Wash;

/// A hall; lengths in metres. It stands on a site with its front posts along `b = 0`.
#[derive(Clone, Copy)]
pub(crate) struct Hall {
    /// Length of the front.
    pub wide: f32,
    /// Depth under the ridge and back.
    pub deep: f32,
    /// Depth of the open gallery before the doors; 0.0 for none.
    pub gallery: f32,
    /// Height of the platform.
    pub base: f32,
    /// Height of the eave over the ground.
    pub eave: f32,
    /// Height of the ridge over the ground.
    pub ridge: f32,
    /// How far the eave stands out.
    pub out: f32,
    /// What closes each bay.
    pub bays: &'static [Bay],
    /// How far the hips run in from the ends; 0.0 for a plain gable.
    pub hips: f32,
    /// How far the corners turn up.
    pub lift: f32,
    /// Ends of the ridge.
    pub end: End,
    /// Gable and sill walls.
    pub stuff: Stuff,
    /// Tiles.
    pub tiles: Tiles,
    /// Old paint left on the beam.
    pub paint: f32,
    /// How pale the papered panes are.
    pub lit: f32,
    /// Height of the main ridge.
    pub crest: f32,
}

impl Hall {
    /// A plain hall of three bays.
    pub(crate) const PLAIN: Self = Self {
        wide: 10.5,
        deep: 6.4,
        gallery: 1.6,
        base: 0.6,
        eave: 4.0,
        ridge: 6.7,
        out: 0.85,
        bays: &[Bay::Window, Bay::Ajar, Bay::Window],
        hips: 0.0,
        lift: 0.12,
        end: End::Tipped,
        stuff: Stuff::Brick,
        tiles: Tiles { step: 0.27, shade: 0.0, snow: 0.0, ink: 0.95 },
        paint: 0.12,
        lit: 0.85,
        crest: 0.5,
    };

    /// Gives the front slope.
    pub(crate) const fn front(&self) -> Slope {
        Slope {
            ridge: (-0.15 + self.hips, self.wide + 0.15 - self.hips),
            eave: (-0.15 - self.hips * 0.55, self.wide + 0.15 + self.hips * 0.55),
            b: (self.deep * 0.5, -self.out),
            z: (self.ridge, self.eave - 0.12),
            hip: if self.hips > 0.0 { 0.45 } else { 0.0 },
            sag: 0.16,
            lift: self.lift,
        }
    }

    /// Gives where the posts stand along the front.
    pub(crate) fn posts(&self) -> Vec<f32> {
        let count = self.bays.len();
        let share = |k: usize| if count % 2 == 1 && k == count / 2 { 1.2 } else { 1.0 };
        let total: f32 = (0..count).map(share).sum();
        let mut out = vec![0.0];
        let mut at = 0.0;
        for k in 0..count {
            at += share(k) * self.wide / total;
            out.push(at);
        }
        out
    }
}

impl Plate {
    /// Builds a hall.
    pub(crate) fn hall(&mut self, site: &Site, hall: &Hall) {
        let ink = hall.tiles.ink;
        let course = site.metre(hall.wide * 0.5, 0.0, 0.0) * 0.085;
        if hall.base > 0.0 {
            let round = ((-0.5, hall.wide + 0.5), (-0.75, hall.deep));
            self.block(site, round.0, round.1, (0.0, hall.base), hall.stuff, ink);
        }
        let seen_right = site.at(hall.wide, hall.deep, 0.0).0 > site.at(hall.wide, 0.0, 0.0).0 + 2.0;
        let seen_left = site.at(0.0, hall.deep, 0.0).0 < site.at(0.0, 0.0, 0.0).0 - 2.0;
        let z = (hall.base, hall.eave, hall.ridge - 0.05);
        let edge = (hall.gallery, hall.deep);
        if hall.hips > 0.0 {
            let sides = [
                (seen_left, [(0.0, hall.deep), (0.0, edge.0)], 0.05),
                (seen_right, [(hall.wide, edge.0), (hall.wide, hall.deep)], 0.6),
            ];
            for (seen, plan, shade) in sides {
                if seen {
                    let wall = site.wall(plan[0], plan[1], hall.base, hall.eave - 0.1);
                    self.walling(&wall, hall.stuff, course, shade, ink);
                    self.edge(&wall.outline(), 4.0, ink);
                    let end = plan[if shade > 0.3 { 0 } else { 1 }];
                    let open = if shade > 0.3 { ((end.0, 0.0), end) } else { (end, (end.0, 0.0)) };
                    self.dark(&site.wall(open.0, open.1, hall.base, hall.eave - 0.1), 0.85);
                }
            }
        }
        if hall.hips == 0.0 && seen_right {
            self.gable(site, hall.wide, (0.0, edge.1), hall.deep * 0.5, z, hall.stuff, course, 0.6, ink);
        }
        if hall.hips == 0.0 && seen_left {
            self.gable(site, 0.0, (0.0, edge.1), hall.deep * 0.5, z, hall.stuff, course, 0.05, ink);
        }
        if hall.bays.is_empty() {
            let front = site.wall((0.0, 0.0), (hall.wide, 0.0), hall.base, hall.eave);
            self.walling(&front, hall.stuff, course, 0.15, ink);
        } else {
            self.front_of(site, hall, course);
        }
        self.roof_of(site, hall, seen_left, seen_right);
    }

    fn front_of(&mut self, site: &Site, hall: &Hall, course: f32) {
        let ink = hall.tiles.ink;
        let posts = hall.posts();
        let deep = hall.gallery;
        let head = hall.eave - 0.45;
        if deep > 0.0 {
            self.dark(&site.wall((0.0, 0.0), (hall.wide, 0.0), hall.base, hall.eave - 0.1), 0.9);
        }
        for side in [0.0, hall.wide] {
            let inner = (site.at(side, deep, 0.0).0 - site.at(side, 0.0, 0.0).0)
                * if side == 0.0 { 1.0 } else { -1.0 };
            if deep > 0.0 && inner > 2.0 {
                let wall = if side == 0.0 {
                    site.wall((side, 0.0), (side, deep), hall.base, head)
                } else {
                    site.wall((side, deep), (side, 0.0), hall.base, head)
                };
                self.walling(&wall, hall.stuff, course, 0.7, ink);
            }
        }
        for (k, bay) in hall.bays.iter().enumerate() {
            let patch = site.wall((posts[k], deep), (posts[k + 1], deep), hall.base, head);
            self.bay(&patch, *bay, course, hall.lit, ink);
            if deep > 0.0 {
                let (top, low) = (patch.at(0.5, 0.0), patch.at(0.5, 0.85));
                self.wash(&patch.outline(), Wash::new(SHADE, 0.9).rim(0.0).fade(top, low, 0.15));
                self.wash(&patch.outline(), Wash::new(INK, 0.4).rim(0.0).fade(top, patch.at(0.5, 0.5), 0.0));
            }
        }
        if deep > 0.0 {
            for a in &posts {
                let line = [site.at(*a, deep, hall.base), site.at(*a, deep, head)];
                let width = site.metre(*a, deep, hall.base) * 0.16;
                self.stroke(
                    &line,
                    Brush::new(width.max(3.0)).load(ink * 0.9).dry(0.15).taper(1.0, 1.0).ink(DEEP),
                );
                self.stroke(&line, Brush::new(width.max(3.0) * 0.6).load(ink * 0.7).dry(0.3).taper(1.0, 1.0));
            }
            let floor = site.floor((0.0, hall.wide), (0.0, deep), hall.base);
            self.shade(&floor.outline(), 0.45);
        }
        for a in &posts {
            self.post(site, (*a, 0.0), hall.base, head, 0.15, ink);
        }
        self.soffit(site, hall);
        let beam = site.wall((-0.1, 0.0), (hall.wide + 0.1, 0.0), head - 0.02, head + 0.34);
        self.timber(&beam, 0.25, hall.paint, ink);
        if hall.hips > 0.0 && deep > 2.0 {
            for (a, way) in [(0.0, -1.0), (hall.wide, 1.0)] {
                if (site.at(a, deep, 0.0).0 - site.at(a, 0.0, 0.0).0) * way > 2.0 {
                    let ends = if way > 0.0 { ((a, 0.0), (a, deep)) } else { ((a, deep), (a, 0.0)) };
                    self.timber(&site.wall(ends.0, ends.1, head - 0.02, head + 0.34), 0.4, hall.paint, ink);
                }
            }
        }
        let low = site.wall((0.0, 0.0), (hall.wide, 0.0), head - 0.34, head - 0.12);
        for k in 0..hall.bays.len() {
            let span = (posts[k] / hall.wide, posts[k + 1] / hall.wide);
            let tie = crate::bays::sub(&low, (span.0 + 0.012, span.1 - 0.012), (0.0, 1.0));
            self.timber(&tie, 0.35, hall.paint, ink);
            for (s, way) in [(0.0, 1.0), (1.0, -1.0)] {
                let brace: [Pt; 3] =
                    [tie.at(s, 1.0), tie.at(s + 0.13 * way, 1.0), tie.at(s + 0.01 * way, 2.4)];
                self.wash(&brace, Wash::new(DEEP, 0.9).rim(0.3));
                self.wash(&brace, Wash::new(INK, 0.5).rim(0.2));
                self.stroke(
                    &[brace[1], mix(brace[1], brace[2], 0.5), brace[2]],
                    Brush::new(3.0).load(ink).dry(0.25),
                );
            }
        }
    }
}

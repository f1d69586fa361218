//! Ridges: the band of brick and tile along the top of a roof and down its sides, and the ornaments hinted at their ends.

use crate::brush::Brush;
use crate::geometry::{Pt, between, curve, distance};
use crate::palette::{BRICK, DUSK, INK};
use crate::plate::Plate;
use crate::roofs::Slope;
use crate::site::Site;
use crate::wash::Wash;

/// What stands at the ends of a ridge.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// Tiles tipped up a little, as on a house.
    Tipped,
    /// A curled beast, only its outline.
    Curled,
}

impl Plate {
    /// Lays the main ridge along the top of a slope, `tall` metres, with its ends; `snow` on it or not.
    pub(crate) fn ridge(&mut self, site: &Site, slope: &Slope, tall: f32, end: End, ink: f32, snow: bool) {
        let foot = slope.across(site, |_| 0.0, -0.03);
        let head = slope.across(site, |_| 0.0, tall);
        let band = between(&head, &foot);
        self.band(&band, ink);
        for q in [0.3, 0.68] {
            let line = slope.across(site, |_| 0.0, tall * q);
            self.stroke(&line, Brush::new(2.0).load(ink * 0.8).dry(0.35).breaks(0.2));
        }
        let metre = distance(foot[0], head[0]) / tall;
        let firm = (metre * 0.04).clamp(2.4, 7.0);
        self.stroke(&foot, Brush::new(firm * 0.8).load(ink).dry(0.3).breaks(0.12));
        if snow {
            let cap =
                between(&slope.across(site, |_| 0.0, tall + 0.1), &slope.across(site, |_| 0.0, tall * 0.6));
            self.lift(&cap, 1.0, 1.0, None);
            self.stroke(
                &slope.across(site, |_| 0.0, tall + 0.1),
                Brush::new(firm * 0.5).load(ink * 0.7).breaks(0.3),
            );
        } else {
            self.restate(&head, Brush::new(firm).load(ink).dry(0.25).breaks(0.05));
        }
        let last = head.len() - 1;
        for (at, out) in [(head[0], -1.0), (head[last], 1.0)] {
            let flat = (head[last].0 - head[0].0).signum();
            self.finial(at, out * flat, metre * tall, end, ink);
        }
    }

    /// Lays the ridge down a side of a slope, `tall` metres.
    pub(crate) fn verge(&mut self, site: &Site, slope: &Slope, right: bool, tall: f32, ink: f32) {
        let foot = slope.side(site, right, -0.04);
        let head = slope.side(site, right, tall);
        self.band(&between(&head, &foot), ink);
        let last = foot.len() - 1;
        let metre = distance(foot[last], head[last]) / tall;
        let firm = (metre * 0.035).clamp(2.0, 6.0);
        self.stroke(&foot, Brush::new(firm * 0.8).load(ink).dry(0.3).breaks(0.1));
        self.restate(&head, Brush::new(firm).load(ink).dry(0.25).breaks(0.05));
        self.stroke(&[head[last], foot[last]], Brush::new(firm).load(ink).dry(0.2));
    }

    fn band(&mut self, band: &[Pt], ink: f32) {
        self.lift(band, 1.0, 0.4, None);
        self.wash(band, Wash::new(BRICK, 0.85).second(DUSK).rim(0.25).pool(0.5, 160.0, 60.0));
        self.wash(band, Wash::new(INK, 0.25 * ink).rim(0.1).pool(0.8, 120.0, 60.0));
    }

    fn finial(&mut self, at: Pt, out: f32, size: f32, end: End, ink: f32) {
        let place = |u: f32, v: f32| (at.0 + u * out * size, at.1 - v * size);
        match end {
            End::Tipped => {
                let tip = curve(&[place(-1.1, -0.22), place(-0.3, 0.0), place(0.35, 0.55)]);
                self.stroke(&tip, Brush::new(size * 0.30).load(ink).dry(0.15).taper(0.3, 0.5));
            }
            End::Curled => {
                let body = curve(&[
                    place(-0.75, -0.9),
                    place(-0.72, -0.1),
                    place(-0.95, 0.18),
                    place(-0.45, 0.25),
                    place(-0.1, 0.62),
                    place(-0.28, 0.95),
                    place(-0.62, 0.92),
                    place(-0.5, 1.22),
                    place(-0.08, 1.32),
                    place(0.28, 1.0),
                    place(0.36, 0.5),
                    place(0.5, 0.62),
                    place(0.42, 0.1),
                    place(0.2, -0.3),
                    place(0.22, -0.9),
                    place(-0.75, -0.9),
                ]);
                self.lift(&body, 1.0, 0.4, None);
                self.wash(&body, Wash::new(BRICK, 1.0).second(INK).rim(0.3).pool(0.6, 40.0, 40.0));
                self.wash(&body, Wash::new(INK, 0.35).rim(0.2));
                self.restate(&body, Brush::new((size * 0.09).clamp(2.0, 6.0)).load(ink).dry(0.2));
                for v in [0.1, 0.45, 0.8] {
                    self.stroke(
                        &[place(-0.2, v - 0.1), place(0.15, v)],
                        Brush::new((size * 0.06).clamp(1.5, 4.0)).load(ink).dry(0.3),
                    );
                }
            }
        }
    }
}

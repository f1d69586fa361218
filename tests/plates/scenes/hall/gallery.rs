//! Along the front gallery, afternoon light between the posts.

use crate::bays::Bay;
use crate::brush::Brush;
use crate::geometry::Pt;
use crate::palette::{DEEP, DUSK, INDIGO, INK, SHADE, STRAW, WHEAT};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::roofs::Tiles;
use crate::site::{Site, View};
use crate::trees::{Kind, Tree};
use crate::walling::Stuff;
use crate::wash::Wash;

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(INDIGO, 0.22, -60.0, 700.0);
    p.sky(STRAW, 0.30, 1000.0, 300.0);
    let view = View::Eye { eye: (0.1, 0.0, 1.6), turn: 0.0, focal: 1500.0, centre: (1130.0, 900.0) };
    let site = Site::new(view, (0.0, 0.0, 0.0), 0.0);
    let yard = Site::new(view, (0.0, 0.0, -0.5), 0.0);
    let quarter = core::f32::consts::FRAC_PI_2;
    p.walling(&yard.wall((-14.0, 15.0), (-1.0, 15.0), 0.0, 2.9), Stuff::Mud, 18.0, 0.1, 0.7);
    p.coping(&yard, (-14.0, -1.0), 15.0, 2.9, Tiles { step: 0.26, shade: 0.0, snow: 0.0, ink: 0.75 });
    p.slabs(&yard, (-14.0, -1.3), (2.0, 15.0), (1.2, 0.9), 0.0, 0.55);
    let tips = p.tree(Tree {
        kind: Kind::Persimmon,
        foot: yard.at(-4.6, 11.5, 0.0),
        height: 620.0,
        lean: 0.08,
        load: 0.8,
    });
    p.foliage(&tips, 30.0, WHEAT, 0.5);
    let end = site.wall((-1.3, 14.0), (1.4, 14.0), 0.0, 4.2);
    p.walling(&end, Stuff::Brick, 11.0, 0.35, 0.8);
    let door = site.wall((-0.6, 13.95), (0.6, 13.95), 0.0, 2.5);
    p.lift(&door.outline(), 1.0, 1.0, None);
    p.wash(&door.outline(), Wash::new(STRAW, 0.3).second(WHEAT).rim(0.3));
    p.edge(&door.outline(), 4.0, 0.95);
    ceiling(p, &site);
    p.slabs(&site, (-1.3, 1.4), (1.0, 14.0), (0.95, 0.9), 0.0, 0.85);
    p.shade(&site.floor((-1.3, 1.4), (1.0, 14.0), 0.0).outline(), 0.75);
    for k in 0..4 {
        let (b0, b1) = (1.9 + 3.2 * k as f32, 4.3 + 3.2 * k as f32);
        let light = [
            site.at(-1.3, b0, 0.0),
            site.at(-1.3, b1, 0.0),
            site.at(1.4, b1 + 0.9, 0.0),
            site.at(1.4, b0 + 0.9, 0.0),
        ];
        p.lift(&light, 0.72, 3.0, None);
        p.wash(&light, Wash::new(STRAW, 0.4).rim(0.2));
    }
    let wall = Site::new(view, (1.4, 14.0, 0.0), -quarter);
    for (k, bay) in [Bay::Window, Bay::Doors, Bay::Ajar, Bay::Window].into_iter().enumerate() {
        let (a0, a1) = (0.6 + 3.2 * k as f32, 3.8 + 3.2 * k as f32);
        let face = wall.wall((a0, 0.0), (a1.min(13.1), 0.0), 0.0, 3.5);
        p.bay(&face, bay, 16.0, 0.85, 0.95);
        let patch = wall.wall((a0, 0.0), (a1.min(13.1), 0.0), 0.0, 3.5);
        p.shade(&patch.outline(), 0.28);
        let post = [wall.at(a0, -0.02, 0.0), wall.at(a0, -0.02, 3.6)];
        let unit = wall.metre(a0, 0.0, 0.0);
        p.stroke(&post, Brush::new(unit * 0.2).load(1.0).ink(DEEP).dry(0.15).taper(1.0, 1.0));
        p.stroke(&post, Brush::new(unit * 0.12).load(0.8).ink(INK).dry(0.3).taper(1.0, 1.0));
    }
    for k in (0..5).rev() {
        let b = 1.55 + 3.2 * k as f32;
        if b < 14.0 {
            p.post(&site, (-1.3, b), 0.0, 3.55, 0.17, 1.0);
        }
    }
    let beam = site.wall((-1.3, 0.9), (-1.3, 14.0), 3.15, 3.55);
    p.timber(&beam, 0.55, 0.3, 1.0);
}

/// The underside of the roof over the gallery: rafters across, dark between.
fn ceiling(p: &mut Plate, site: &Site) {
    let low = |b: f32| site.at(-2.1, b, 3.25);
    let high = |b: f32| site.at(1.4, b, 4.35);
    let outline: [Pt; 4] = [low(0.9), low(14.0), high(14.0), high(0.9)];
    p.lift(&outline, 1.0, 0.5, None);
    p.wash(&outline, Wash::new(SHADE, 1.2).second(DEEP).rim(0.1));
    p.wash(&outline, Wash::new(INK, 0.7).rim(0.0));
    let upper = Patch::quad(high(14.0), high(0.9), site.at(1.4, 0.9, 3.4), site.at(1.4, 14.0, 3.4));
    p.walling(&upper, Stuff::Mud, 20.0, 0.9, 0.8);
    for k in 0..44 {
        let b = 0.95 + 13.0 * (k as f32 / 44.0);
        let unit = site.metre(0.0, b, 3.0);
        p.stroke(
            &[low(b), high(b)],
            Brush::new((unit * 0.07).clamp(2.0, 70.0)).load(0.55).ink(DUSK).dry(0.35).taper(1.0, 1.0),
        );
        p.stroke(
            &[low(b + 0.05), high(b + 0.05)],
            Brush::new((unit * 0.03).clamp(1.6, 30.0)).load(0.9).dry(0.25).taper(1.0, 1.0),
        );
    }
}

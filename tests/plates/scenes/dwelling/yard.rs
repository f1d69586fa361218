//! The courtyard from above, winter morning.

use crate::bays::Bay;
use crate::geometry::{Pt, between, roughen};
use crate::halls::Hall;
use crate::hills::across;
use crate::palette::{INDIGO, LOESS, OCHRE, STRAW};
use crate::plate::Plate;
use crate::roofs::Tiles;
use crate::site::{Site, View};
use crate::trees::{Kind, Tree};
use crate::walling::Stuff;
use crate::wash::Wash;

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.tread(&across(|_| -60.0), &across(|_| 1700.0), STRAW, 0.34);
    p.sky(INDIGO, 0.16, -60.0, 420.0);
    let view = View::Parallel { origin: (520.0, 1300.0), right: (80.0, 18.0), away: (38.0, -50.0), up: 68.0 };
    let site = |x: f32, y: f32, turn: f32| Site::new(view, (x, y, 0.0), turn);
    let ground = site(0.0, 0.0, 0.0);
    let tiles = Tiles { step: 0.3, shade: 0.0, snow: 0.0, ink: 0.95 };
    let lane = ground.floor((-8.0, 24.0), (-4.2, -1.2), 0.0);
    p.lift(&lane.outline(), 0.7, 8.0, None);
    p.wash(&lane.outline(), Wash::new(LOESS, 0.34).second(OCHRE).wet(8.0));
    p.slabs(&ground, (0.0, 13.0), (0.0, 13.5), (1.1, 0.9), 0.0, 0.55);
    let quarter = core::f32::consts::FRAC_PI_2;
    let hall = Hall {
        wide: 11.4,
        deep: 6.0,
        gallery: 1.4,
        eave: 3.9,
        ridge: 6.2,
        crest: 0.42,
        tiles,
        stuff: Stuff::Brick,
        ..Hall::PLAIN
    };
    p.hall(&site(0.8, 13.4, 0.0), &hall);
    p.steps(&site(0.8, 13.4, 0.0), (4.3, 7.1), -0.75, 0.6, 3, 0.9);
    let wing = Hall {
        wide: 11.0,
        deep: 3.9,
        gallery: 0.0,
        base: 0.0,
        eave: 2.9,
        ridge: 5.0,
        out: 0.5,
        crest: 0.28,
        bays: &[Bay::Window, Bay::Doors, Bay::Window],
        tiles,
        stuff: Stuff::Adobe,
        ..Hall::PLAIN
    };
    p.wing(&site(1.4, 1.6, quarter), &wing);
    let seed = p.seed();
    let near: Vec<Pt> = [(2.0, 1.6), (2.0, 12.4)].iter().map(|q| ground.at(q.0, q.1, 0.0)).collect();
    let far: Vec<Pt> = roughen(&[ground.at(4.6, 1.0, 0.0), ground.at(4.6, 12.0, 0.0)], 3.0, 60.0, seed);
    p.shade(&between(&near, &far), 0.42);
    p.tree(Tree { kind: Kind::Date, foot: ground.at(8.2, 8.4, 0.0), height: 560.0, lean: 0.05, load: 1.0 });
    p.wing(&site(11.8, 12.6, -quarter), &wing);
    let front = ground.wall((-2.6, 0.0), (15.8, 0.0), 0.0, 2.5);
    p.walling(&front, Stuff::Adobe, 15.0, 0.1, 0.9);
    p.coping(&ground, (-2.6, 9.4), 0.0, 2.5, tiles);
    p.coping(&ground, (12.4, 15.8), 0.0, 2.5, tiles);
    let gate = site(9.4, -0.5, 0.0);
    let house = Hall {
        wide: 3.2,
        deep: 1.8,
        gallery: 0.0,
        base: 0.0,
        eave: 3.1,
        ridge: 4.2,
        out: 0.5,
        crest: 0.26,
        bays: &[],
        tiles,
        ..Hall::PLAIN
    };
    p.hall(&gate, &house);
    let mouth = gate.wall((0.8, -0.01), (2.5, -0.01), 0.0, 2.3);
    p.dark(&mouth, 0.95);
    p.planks(&gate.wall((0.8, -0.01), (1.65, -0.01), 0.0, 2.3), 4, 0.85, 0.95);
    p.timber(&gate.wall((0.65, -0.02), (2.65, -0.02), 2.3, 2.55), 0.1, 0.0, 0.95);
    p.tufts(&[ground.at(-2.6, -0.1, 0.0), ground.at(8.8, -0.1, 0.0)], 24.0, 0.4, 0.85);
    p.tree(Tree { kind: Kind::Persimmon, foot: (190.0, 900.0), height: 460.0, lean: 0.1, load: 0.7 });
    p.mist(30.0, 170.0, 0.7);
}

//! The gate: the arch near and face on, light at the far end.

use crate::brush::Brush;
use crate::geometry::{Pt, between, curve};
use crate::hills::across;
use crate::masonry::Arch;
use crate::noise::waver;
use crate::palette::{DEEP, INDIGO, LOESS, OCHRE, STRAW};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::rampart::Rampart;
use crate::trees::{Kind, Tree};
use crate::wash::Wash;

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    let face = Patch::quad((-60.0, -60.0), (2460.0, -40.0), (2460.0, 1440.0), (-60.0, 1452.0));
    p.rammed(&face, Rampart { layers: 16, shade: 0.25, ink: 0.9, wear: 0.6, holes: 3 });
    let panel = Patch::quad((560.0, 120.0), (1980.0, 132.0), (1992.0, 1446.0), (548.0, 1450.0));
    p.bricks(&panel, 30.0, 0.12, 0.75);
    p.restate(&panel.outline(), Brush::new(7.0).load(0.95).dry(0.3).breaks(0.1));
    let opening = p.arch(
        &panel,
        Arch { s: 0.5, half: 0.33, spring: 0.50, sill: 1.0, rings: 3, depth: (150.0, -30.0), ink: 1.0 },
    );
    let light: Vec<Pt> =
        opening.iter().map(|q| (1330.0 + (q.0 - 1270.0) * 0.52, 1392.0 + (q.1 - 1446.0) * 0.52)).collect();
    p.lift(&light, 1.0, 2.0, None);
    p.wash(&light, Wash::new(INDIGO, 0.20).wet(6.0).fade((0.0, 900.0), (0.0, 1150.0), 0.0));
    let land: [Pt; 4] = [(1000.0, 1215.0), (1700.0, 1195.0), (1700.0, 1400.0), (1000.0, 1400.0)];
    let inside: Vec<Pt> = land.iter().map(|q| (q.0.clamp(1105.0, 1556.0), q.1)).collect();
    p.wash(&inside, Wash::new(STRAW, 0.6).second(OCHRE).rim(0.2));
    for k in 0..6 {
        let y = 1225.0 + 26.0 * k as f32;
        p.stroke(
            &[(1115.0, y), (1330.0, y + 5.0), (1545.0, y)],
            Brush::new(2.4).load(0.6).breaks(0.35).ink(DEEP),
        );
    }
    p.tree(Tree { kind: Kind::Date, foot: (1430.0, 1262.0), height: 250.0, lean: 0.1, load: 0.85 });
    p.restate(&light, Brush::new(5.0).load(0.95).dry(0.25).breaks(0.12));
    let ground = across(|x| 1440.0 + 6.0 * waver(x / 150.0, 5));
    p.lift(&between(&ground, &across(|_| 1700.0)), 1.0, 1.0, None);
    p.wash(
        &between(&ground, &across(|_| 1700.0)),
        Wash::new(LOESS, 0.7).second(OCHRE).rim(0.3).pool(0.7, 500.0, 60.0),
    );
    let floor = [
        (900.0, 1452.0),
        (1105.0, 1394.0),
        (1556.0, 1394.0),
        (1660.0, 1452.0),
        (1900.0, 1640.0),
        (600.0, 1640.0),
    ];
    p.lift(&floor, 0.55, 6.0, None);
    for x in [980.0, 1120.0, 1430.0, 1560.0] {
        p.stroke(
            &curve(&[(1330.0 + (x - 1270.0) * 0.6, 1400.0), (x, 1500.0), (x + (x - 1270.0) * 0.4, 1680.0)]),
            Brush::new(5.0).load(0.7).dry(0.4).breaks(0.3),
        );
    }
    p.tufts(&ground, 40.0, 0.3, 0.9);
    p.shade(&[(-60.0, -60.0), (760.0, -60.0), (380.0, 700.0), (160.0, 1460.0), (-60.0, 1460.0)], 0.42);
}

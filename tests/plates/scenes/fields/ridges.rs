//! The fields: terraced ridges one behind the other in dawn mist.

use crate::brush::Brush;
use crate::geometry::{between, graph};
use crate::hills::{Range, across};
use crate::noise::{jog, waver};
use crate::palette::{DEEP, DUSK, INDIGO, LOESS, OCHRE, SHADE};
use crate::patch::Patch;
use crate::plate::Plate;
use crate::trees::{Kind, Tree};
use crate::wash::Wash;

/// Draws the plate.
pub(super) fn draw(p: &mut Plate) {
    p.sky(OCHRE, 0.22, 520.0, 60.0);
    p.sky(DUSK, 0.16, -60.0, 300.0);
    p.range(Range {
        from: -80.0,
        to: 2480.0,
        base: 520.0,
        height: 200.0,
        summit: 0.75,
        spur: 240.0,
        pigment: INDIGO,
        strength: 0.22,
        ink: 0.0,
    });
    let seed = p.seed();
    for i in 0..5_u32 {
        let k = i as f32;
        let y = 500.0 + 185.0 * k;
        let crest = across(|x| {
            let u = x / 2400.0 - [0.28, 0.80, 0.38, 0.12, 0.95][i as usize];
            y + 200.0 * (1.0 - libm::expf(-u * u * 7.0)) + 16.0 * jog(x / 150.0, seed ^ i)
        });
        let foot = across(|_| y + 460.0);
        let body = between(&crest, &foot);
        p.lift(&body, 1.0, 1.0, None);
        let tone = 0.16 + 0.15 * k;
        let pigment = [INDIGO, DUSK, SHADE, OCHRE, OCHRE][i as usize];
        p.wash(
            &body,
            Wash::new(pigment, tone)
                .second([INDIGO, INDIGO, DUSK, LOESS, DEEP][i as usize])
                .rim(0.15)
                .pool(0.7, 700.0, 120.0)
                .fade((0.0, y), (0.0, y + 330.0), 0.0),
        );
        let slope = Patch::new(&crest, &foot);
        for j in 1..9 {
            let t = 0.07 * j as f32 * (1.0 + 0.05 * j as f32);
            let bench = slope.row(0.02, 0.98, |s| t + 0.012 * jog(s * 22.0, seed ^ (j * 7 + i)));
            p.stroke(
                &bench,
                Brush::new(2.0 + 1.5 * k).load((0.16 + 0.17 * k) * (1.0 - t * 0.8)).dry(0.35).breaks(0.32),
            );
            let under: Vec<_> = bench.iter().map(|q| (q.0, q.1 + 5.0 + 4.0 * k)).collect();
            p.wash(
                &between(&bench, &under),
                Wash::new(SHADE, (0.08 + 0.10 * k) * (1.0 - t)).wet(3.0).pool(1.0, 200.0, 60.0),
            );
        }
        p.restate(&crest, Brush::new(3.0 + 1.6 * k).load(0.22 + 0.18 * k).dry(0.3).breaks(0.12));
        if i == 2 {
            p.copse(&[(900.0, y + 8.0), (1060.0, y + 14.0)], 60.0, 0.5);
        }
        if i < 4 {
            p.mist(y + 300.0, 90.0, 0.9);
        }
    }
    p.tree(Tree { kind: Kind::Pagoda, foot: (2120.0, 1262.0), height: 520.0, lean: -0.1, load: 1.0 });
    p.tufts(&graph(1600.0, 2400.0, 20.0, |x| 1256.0 + 30.0 * waver(x / 300.0, 4)), 26.0, 0.3, 0.8);
    p.crow((1300.0, 330.0), 34.0, 0.7);
    p.crow((1380.0, 300.0), 26.0, 0.65);
}

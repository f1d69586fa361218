//! Draws the plates: original stand-ins for photographs not in hand, the same on every machine.
//!
//! `cargo run --release --example plates -- photos [ID_PREFIX|all] [WIDTH_PX]` writes `photos/<village>/<id>.jpg`; work at
//! 1200 px wide (half a second a plate), commit at 2400.
//!
//! **For the next illustrator.** A scene is `scenes/<name>.rs` with `draw(p: &mut Plate)`, or `draw(p, Framing)` when it has
//! several framings; `plan.rs` ties photo ids to scenes. Coordinates are plate units, 2400 x 1600, y down, at every size.
//! Paint from far to near. Nearer things take the sheet back first: `tread`, `bank`, `face`, `bricks`, `arch` do it
//! themselves; before a plain `wash` that stands in front of something, call `lift`.
//!
//! * `wash(polygon, Wash::new(PIGMENT, strength))`: `.second` lets another pigment run in, `.fade(from, to, floor)` grades,
//!   `.wet(units)` has no rim, `.pool(amount, w, h)` sets the clouding. `lift` takes off, `mist` and `sink` lose things.
//! * `stroke(line, Brush::new(width))`: `.load` ink, `.dry` tooth, `.breaks` 飞白, `.vary` from line to line. `restate` draws a
//!   contour twice. Never draw a ruled line: pass it through `roughen`, or `jog` for an edge cut by a spade.
//! * A `Patch` is a surface between a top and a foot line, addressed `(s, t)`; in perspective just give it converging lines.
//!   `face` is natural loess, `rammed` a built wall, `parapet` its merlons, `bricks` and `arch` masonry. For a broken outline
//!   draw a whole patch under `inside(outline, ..)`: the layers must stay level and be cut, not bend.
//! * `tree`, then `hang` or `foliage` on the tips it gives; `copse` far off; `tufts`, `ticks`, `furrows`, `plot`, `path`.
//!
//! **Rules of the hand.** One light, from the left; one thing that is darkest; a third of the sheet nearly bare. Cinnabar only
//! as dabs of fruit. No seal, no writing, no faces. A setting shows no wall. Look at 360 px before looking at 2400.
//! * Built things stand on a `Site` (metres, `a` along its front, `b` in, `c` up) seen through a `View` from an eye or in
//!   parallel; `site.wall` and `site.floor` give patches. `hall` and `wing` put whole houses together (`block`, `steps`,
//!   `post`, `bay`, `slope`, `ridge`, `verge`); `walling`, `coping`, `slabs`; from below an eave is `under_eave`, not `slope`.

mod bays;
mod brush;
mod cliff;
mod earth;
mod eaves;
mod fields;
mod gateway;
mod geometry;
mod halls;
mod hills;
mod masonry;
mod noise;
mod palette;
mod paper;
mod patch;
mod pavilion;
mod plan;
mod plate;
mod rampart;
mod ridges;
mod rng;
mod roofs;
mod scenes;
mod site;
mod sky;
mod terrace;
mod timber;
mod trees;
mod view;
mod walling;
mod wash;
mod wings;

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use std::error::Error;
use std::path::Path;

const QUALITY: u8 = 77;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("usage: plates OUT_DIR [only-this-id] [width]")?;
    let only = arguments.next().filter(|id| id != "all");
    let width_px = arguments.next().map_or(Ok(2400), |text| text.parse())?;
    for entry in plan::PLATES {
        if only.as_deref().is_some_and(|id| !entry.id.starts_with(id)) {
            continue;
        }
        let mut plate = plate::Plate::new(entry.id, width_px);
        (entry.draw)(&mut plate);
        plate.fibres(34);
        plate.margin(34.0);
        let (village, _) = entry.id.rsplit_once('-').ok_or("an id is a village's and a number")?;
        let folder = Path::new(&folder).join(village);
        std::fs::create_dir_all(&folder)?;
        let file = folder.join(format!("{}.jpg", entry.id));
        let mut encoder = Encoder::new_file(&file, QUALITY)?;
        encoder.set_sampling_factor(SamplingFactor::F_2_2);
        encoder.set_optimized_huffman_tables(true);
        encoder.set_progressive(true);
        encoder.encode(&plate.develop(), plate.width_px as u16, plate.height_px as u16, ColorType::Rgb)?;
    }
    Ok(())
}
